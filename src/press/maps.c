/* SPDX-License-Identifier: ISC */
/*
 * What leads on and what is gone, as web servers read it: nginx and Caddy look
 * paths up as they are decoded, Apache as its own int:escape encodes them;
 * addresses with a query stand in files of their own, as clients ask for them.
 * Where a line says 410 something was taken down, and a page says so.
 */
#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "press/putting.h"
#include "text/address.h"

#define MAP_MOST ((size_t)1 << 30)
#define PIECE 500 /* addresses read at once */
#define GONE STR("410")

enum map {
	MAP_NGINX,
	MAP_NGINX_QUERY,
	MAP_CADDY,
	MAP_CADDY_QUERY,
	MAP_APACHE,
	MAPS,
};

struct maps {
	struct buf at[MAPS];
};

static void
encode_put(struct buf *b, struct str s, const char *bare)
{
	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if (c < 0x80 && (isalnum(c) || strchr(bare, c) != NULL))
			buf_ch(b, (char)c);
		else
			buf_printf(b, "%%%02x", c);
	}
}

/* Where it leads: encoded already, but nothing in it may mean a variable. */
static struct str
target(struct job *j, struct str to)
{
	struct buf b = buf_in(j, to.n * 3 + 1);

	encode_put(&b, to, "-_.~!*'(),;:@&=+/?#%[]");
	return buf_so_far(&b);
}

static struct str
quoted(struct job *j, struct str s)
{
	struct buf b = buf_in(j, s.n * 2 + 3);

	buf_ch(&b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_ch(&b, '\\');
		buf_ch(&b, s.p[i]);
	}
	buf_ch(&b, '"');
	return buf_so_far(&b);
}

static void
line_put(struct maps *m, struct job *j, struct str from, struct str to)
{
	const struct str key = quoted(j, from);
	const size_t cut = str_find_ch(from, '?');
	const bool query = cut != NOWHERE;

	buf_printf(&m->at[query ? MAP_NGINX_QUERY : MAP_NGINX],
	    "%.*s \"%.*s\";\n", STR_ARG(key), STR_ARG(to));
	buf_printf(&m->at[query ? MAP_CADDY_QUERY : MAP_CADDY],
	    "%.*s \"%.*s\"\n", STR_ARG(key), STR_ARG(to));
	encode_put(&m->at[MAP_APACHE], str_sub(from, 0, query ? cut : from.n),
	    "$-_.+!*'(),:;@&=/~");
	if (query)
		encode_put(&m->at[MAP_APACHE], str_skip(from, cut),
		    "-_.~!$&'()*+,;=:@/?%");
	buf_printf(&m->at[MAP_APACHE], " %.*s\n", STR_ARG(to));
}

/* With and without the slash, as the server answers both. */
static void
lines_put(struct maps *m, struct job *j, struct str address, struct str to)
{
	const struct str safe = target(j, to);

	line_put(m, j, address, safe);
	if (str_find_ch(address, '?') == NOWHERE)
		line_put(m, j, job_printf(j, "%.*s/", STR_ARG(address)), safe);
}

/* The form of an address in which the page of what is gone is kept. */
static struct str
tomb(struct job *j, struct str path)
{
	const size_t cut = str_rfind_ch(path, '/');

	if (cut == NOWHERE
	    || str_find_ch(str_skip(path, cut + 1), '.') != NOWHERE)
		return path;
	return job_printf(j, "%.*s/", STR_ARG(path));
}

static enum status
one(struct hand *h, struct maps *m, struct job *j, struct str address)
{
	const size_t cut = str_find_ch(address, '?');
	const bool query = cut != NOWHERE;
	struct answer a;
	const enum status st = put_page(h,
	    query ? str_sub(address, 0, cut) : tomb(j, address),
	    query ? str_skip(address, cut + 1) : STR(""), &a);

	if (st == OK && a.status == 410)
		lines_put(m, j, address, GONE);
	else if (st == OK && a.location.n > 0)
		lines_put(m, j, address, a.location);
	return st;
}

static enum status
note_all(struct hand *h, const struct maps *m)
{
	static const char *const names[MAPS] = {
		[MAP_NGINX] = "moved.nginx",
		[MAP_NGINX_QUERY] = "moved-query.nginx",
		[MAP_CADDY] = "moved.caddy",
		[MAP_CADDY_QUERY] = "moved-query.caddy",
		[MAP_APACHE] = "moved.apache",
	};
	enum status st = OK;

	for (int i = 0; st == OK && i < MAPS; i++)
		st = folder_note(h->e->folder, h->j, names[i],
		    buf_so_far(&m->at[i]));
	return st;
}

enum status
put_maps(struct hand *h)
{
	struct job *const own = job_new(job_now(h->j));
	struct job *const piece = job_new(job_now(h->j));
	struct maps m;
	struct str after = STR("");
	struct texts some = { NULL, 1 };
	enum status st = OK;

	for (int i = 0; i < MAPS; i++)
		m.at[i] = buf_in(own, MAP_MOST);
	while (st == OK && some.n > 0) {
		after = job_str(own, after);
		job_reset(piece, job_now(h->j));
		st = press_elsewhere(h->p, piece, after, PIECE, &some);
		if (st != OK)
			st = job_fail(h->j, st, "%.*s",
			    STR_ARG(job_reason(piece)));
		for (size_t i = 0; st == OK && i < some.n; i++) {
			st = one(h, &m, piece, some.at[i]);
			after = some.at[i];
		}
	}
	if (st == OK)
		st = note_all(h, &m);
	h->maps = st != OK;
	job_free(piece);
	job_free(own);
	return st;
}
