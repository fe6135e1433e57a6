/* SPDX-License-Identifier: ISC */
/* Faults in the markup that readers are given. */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hex.h"
#include "desk/faulty.h"
#include "text/address.h"
#include "text/facade.h"
#include "text/sanitise.h"

/* An attribute's value in a tag of canonical form, as it is written there. */
static struct str
value_of(struct job *j, struct str tag, const char *name)
{
	const struct str key = job_printf(j, " %s=\"", name);
	const size_t at = str_find(tag, key);

	if (at >= tag.n)
		return STR("");
	const struct str rest = str_skip(tag, at + key.n);

	return str_sub(rest, 0, str_find_ch(rest, '"'));
}

/* The same as the words that it means. */
static struct str
words_of(struct job *j, struct str tag, const char *name)
{
	return markup_plain(j, (struct markup){ value_of(j, tag, name) });
}

/* ---- links ---- */

static void
anchor_check(struct looking *k, struct str html, struct str anchor,
    struct str href, int line)
{
	if (anchor.n > 0
	    && str_find(html, job_printf(k->j, " id=\"%.*s\"", STR_ARG(anchor)))
		>= html.n)
		fault_put(k, FAULT_WARNING, "anchor", line, href);
}

static void
outward_put(struct looking *k, struct str url, int line, bool embed)
{
	struct outwards *const out = k->out;
	const struct str plain = str_sub(url, 0, str_find_ch(url, '#'));

	if (out == NULL || map_at(&k->seen, plain) != NULL)
		return;
	if (out->n == OUTWARDS_MOST) {
		out->left_out++;
		return;
	}
	if (out->n == k->room) {
		const size_t more = k->room == 0 ? 64 : k->room * 2;

		out->at = job_grow(k->whole, out->at,
		    k->room * sizeof(*out->at), more * sizeof(*out->at));
		k->room = more;
	}
	out->at[out->n++] = (struct outward){ job_str(k->whole, plain),
		job_str(k->whole, k->where), line, embed };
	map_put(&k->seen, plain, out);
}

/* Below the slash of a place of ours. */
static enum status
place_check(struct looking *k, struct str href, struct str anchor, int line)
{
	struct str query = str_sub(href, 0, str_find_ch(href, '#')), path,
		   normal;
	struct markup other;
	struct place p;
	enum status st;

	if (!str_cut(&query, '?', &path)
	    || address_normal(k->j, path, &normal) != OK) {
		job_forgive(k->j);
		fault_put(k, FAULT_ERROR, "link", line, href);
		return OK;
	}
	st = site_resolve(k->d->site, k->j, normal, query, &p);
	if (st == OK && (p.what == PLACE_NONE || p.what == PLACE_GONE))
		fault_put(k, FAULT_ERROR, "link", line, href);
	if (st == OK && p.what == PLACE_MEDIA)
		file_check(k, "link", normal, line);
	if (st != OK || p.what != PLACE_STORY)
		return st;
	st = site_story_html(k->d->site, k->j, p.num, &other);
	if (st == OK)
		anchor_check(k, other.html, anchor, href, line);
	return st;
}

enum status
link_check(struct looking *k, struct str href, int line)
{
	const size_t hash = str_find_ch(href, '#');
	const struct str anchor = hash == NOWHERE ? STR("")
						  : str_skip(href, hash + 1);

	if (hash == 0)
		anchor_check(k, k->html, anchor, href, line);
	else if (str_starts(href, STR("https://"))
	    || str_starts(href, STR("http://")))
		outward_put(k, href, line, false);
	else if (str_starts(href, STR("/")) && !str_starts(href, STR("//")))
		return place_check(k, href, anchor, line);
	return OK;
}

/* As the author wrote it, or as near to it as the markup lets us find. */
static int
line_of_link(struct looking *k, struct str href)
{
	const int line = line_with(k, href);

	/* "#h-part" stands there as "#part". */
	if (line == 0 && str_starts(href, STR("#h-")))
		return line_with(k,
		    job_printf(k->j, "#%.*s", STR_ARG(str_skip(href, 3))));
	return line;
}

static enum status
a_check(struct looking *k, struct str tag)
{
	const struct str href = words_of(k->j, tag, "href");
	const struct str player = words_of(k->j, tag, "data-embed");
	const int line = line_of_link(k, href);

	if (player.n == 0)
		return link_check(k, href, line);
	if (!facade_is_player(k->j, player))
		fault_put(k, FAULT_ERROR, "embed", line, href);
	outward_put(k, href, line, true);
	return OK;
}

/* ---- pictures ---- */

/* "/media/<sha256>.png" is media/ab/<sha256> in the folder. */
void
file_check(struct looking *k, const char *rule, struct str address, int line)
{
	struct sha256 sha;
	struct str name;

	if (!str_starts(address, STR("/media/")))
		return;
	name = str_skip(address, sizeof("/media/") - 1);
	name = str_sub(name, 0, str_find_ch(name, '.'));
	if (sha256_parse(k->j, name, &sha) == OK
	    && access(file_path(k->j, k->d->dir,
			  job_cstr(k->j,
			      job_printf(k->j, "media/%.*s/%.*s",
				  STR_ARG(str_sub(name, 0, 2)),
				  STR_ARG(name)))),
		   R_OK)
		== 0)
		return;
	job_forgive(k->j);
	fault_put(k, FAULT_ERROR, rule, line,
	    job_printf(k->j, "%.*s is not in the paper's folder",
		STR_ARG(address)));
}

/* The line that names the picture of that address, by its name in `media`. */
static int
line_of_picture(const struct looking *k, struct str address)
{
	const struct media *const all = &k->c.media;

	for (size_t i = 0; i < all->n; i++) {
		const struct medium *const m = &all->at[i];
		bool is = str_find(address, sha256_hex(k->j, m->sha256))
		    != NOWHERE;

		for (size_t n = 0; n < m->sizes.n && !is; n++)
			is = str_find(address,
				 sha256_hex(k->j, m->sizes.at[n].sha256))
			    != NOWHERE;
		if (is)
			return line_with(k, m->name);
	}
	return line_with(k, address);
}

static void
img_check(struct looking *k, struct str tag)
{
	const struct str src = words_of(k->j, tag, "src");
	const int line = line_of_picture(k, src);

	if (value_of(k->j, tag, "alt").n == 0)
		fault_put(k, FAULT_WARNING, "alt", line, src);
	file_check(k, "picture", src, line);
}

/* ---- headings ---- */

/* The level of `h2 id="..."`, or 0. */
static int
level_of(struct str tag)
{
	const bool is = tag.n >= 2 && tag.p[0] == 'h' && tag.p[1] >= '1'
	    && tag.p[1] <= '6' && (tag.n == 2 || tag.p[2] == ' ');

	return is ? tag.p[1] - '0' : 0;
}

/* rest: what follows the tag. */
static void
heading_check(struct looking *k, int level, struct str rest, int *before)
{
	const struct str words = str_sub(rest, 0, str_find_ch(rest, '<'));
	const int line = line_with(k, words);

	if (level == 1)
		fault_put(k, FAULT_WARNING, "heading", line,
		    STR("a heading of level 1 in the text"));
	else if (level > *before + 1)
		fault_put(k, FAULT_WARNING, "heading", line,
		    job_printf(k->j, "level %d follows level %d", level,
			*before));
	*before = level;
}

static void
missing_check(struct looking *k, struct str rest)
{
	const struct str words = str_sub(rest, 0, str_find_ch(rest, '<'));

	fault_put(k, FAULT_ERROR, "picture", line_with(k, STR("![")), words);
}

enum status
html_check(struct looking *k)
{
	struct str rest = k->html, tag;
	int before = 1;
	enum status st = OK;

	while (st == OK && str_find_ch(rest, '<') < rest.n) {
		rest = str_skip(rest, str_find_ch(rest, '<') + 1);
		tag = str_sub(rest, 0, str_find_ch(rest, '>'));
		rest = str_skip(rest, tag.n);
		if (rest.n > 0)
			rest = str_skip(rest, 1);
		if (str_starts(tag, STR("a ")))
			st = a_check(k, tag);
		else if (str_starts(tag, STR("img ")))
			img_check(k, tag);
		else if (str_eq(value_of(k->j, tag, "class"), STR("missing")))
			missing_check(k, rest);
		else if (level_of(tag) > 0)
			heading_check(k, level_of(tag), rest, &before);
	}
	return st;
}
