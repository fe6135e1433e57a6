/* SPDX-License-Identifier: ISC */
#include "wire/feedimport.h"

#include <limits.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/hex.h"
#include "wire/fetch.h"
#include "wire/source.h"

bool
feedimport_looks_so(struct str beginning)
{
	struct str s = beginning;

	if (str_starts(s, STR("\xff\xfe")) || str_starts(s, STR("\xfe\xff")))
		return true;
	if (str_starts(s, STR("\xef\xbb\xbf")))
		s = str_skip(s, 3);
	s = str_trim(s);
	if (str_starts(s, STR("{")))
		return str_find(s, STR("jsonfeed.org")) != NOWHERE
		    || str_find(s, STR("\"items\"")) != NOWHERE;
	return str_starts(s, STR("<"))
	    && (str_find(s, STR("<rss")) != NOWHERE
		|| str_find(s, STR("<feed")) != NOWHERE
		|| str_find(s, STR(":feed")) != NOWHERE
		|| str_find(s, STR("<rdf:RDF")) != NOWHERE);
}

/* ---- addresses ---- */

/* "https://www.old.example:8080/a" -> "old.example:8080" and "/a". */
static struct str
host_in(struct str address, struct str *path)
{
	const size_t at = str_find(address, STR("://"));
	struct str rest = str_skip(address, at == NOWHERE ? 0 : at + 3);
	size_t end = 0;

	while (end < rest.n && rest.p[end] != '/' && rest.p[end] != '?'
	    && rest.p[end] != '#')
		end++;
	*path = str_skip(rest, end);
	rest = str_sub(rest, 0, end);
	return str_starts(rest, STR("www.")) ? str_skip(rest, 4) : rest;
}

struct str
feedimport_path(const struct feedimport *f, struct job *j, struct str address)
{
	struct str path;
	const struct str host = host_in(address, &path);

	if (f->host.n == 0 || !str_eq_nocase(host, f->host))
		return STR("");
	return str_starts(path, STR("/"))
	    ? path
	    : job_printf(j, "/%.*s", STR_ARG(path));
}

/* ---- items ---- */

/* Known by its guid, else by its address, else by what it says. */
static struct str
key_of(struct feedimport *f, const struct feed_entry *e)
{
	unsigned char sum[crypto_hash_sha256_BYTES];
	struct str key = e->guid.n > 0 ? e->guid : e->address;

	if (key.n > 0 && key.n <= FEED_ADDRESS_MAX)
		return key;
	key = job_printf(f->j, "%.*s\n%.*s\n%.*s", STR_ARG(key),
	    STR_ARG(e->title.text), STR_ARG(e->published));
	if (key.n == 2)
		return STR("");
	crypto_hash_sha256(sum, (const unsigned char *)key.p, key.n);
	return hex_of(f->j, sum, sizeof(sum));
}

static void
take(void *arg, const struct feed_entry *e)
{
	struct feedimport *f = arg;
	const struct str key = key_of(f, e);

	if (key.n == 0 || f->n == FEED_ITEMS_MAX) {
		f->nameless++;
		return;
	}
	if (f->n == f->room) {
		const size_t room = f->room ? 2 * f->room : 32;

		f->items = job_grow(f->j, f->items, f->n * sizeof(*f->items),
		    room * sizeof(*f->items));
		f->room = room;
	}
	f->items[f->n++] = (struct feed_item){ .e = *e,
		.key = key,
		.name = e->address.n > 0 ? e->address : key,
		.page = f->page };
}

static int
by_key(const void *va, const void *vb)
{
	const struct feed_item *const *const a = va, *const *const b = vb;
	const int order = str_cmp((*a)->key, (*b)->key);

	if (order != 0 || *a == *b)
		return order;
	return *a < *b ? -1 : 1;
}

/* Of what came twice the first counts: pages begin with the newest. */
static void
drop_twice(struct feedimport *f)
{
	struct feed_item **all = JOB_ARRAY(f->j, struct feed_item *, f->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		all[i] = &f->items[i];
	qsort(all, f->n, sizeof(struct feed_item *), by_key);
	for (size_t i = f->n; i > 1; i--)
		if (str_eq(all[i - 1]->key, all[i - 2]->key))
			all[i - 1]->key = STR("");
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].key.n > 0)
			f->items[n++] = f->items[i];
	f->twice = f->n - n;
	f->n = n;
}

/* ---- pages ---- */

static void
note_page(struct feedimport *f, struct str what)
{
	origin_note(f->o,
	    job_printf(f->j, "%.*s: %.*s", STR_ARG(f->page), STR_ARG(what)));
}

enum status
feedimport_page(struct feedimport *f, struct str bytes, struct str *next)
{
	const struct feedparse_opts opts = { .text_max = FEED_TEXT_BYTES,
		.encoding = "UTF-8",
		.take = take,
		.arg = f };
	struct notes notes = { 0 };
	struct feed_head head;
	const bool first = f->n == 0 && f->head.title.n == 0;
	enum status st = feedparse(f->j, feedparse_utf8(f->j, bytes, &notes),
	    &opts, &head);

	if (st != OK)
		return st;
	for (size_t i = 0; i < notes.n; i++)
		note_page(f,
		    job_printf(f->j, "line %d: %.*s", notes.at[i].line,
			STR_ARG(notes.at[i].text)));
	if (head.cut.n > 0)
		note_page(f,
		    job_printf(f->j, "%.*s; what stands behind is not taken",
			STR_ARG(head.cut)));
	if (first)
		f->head = head;
	*next = head.next;
	return OK;
}

/* The host of the paper's own addresses, as far as anybody says. */
static void
find_host(struct feedimport *f)
{
	const struct str base = f->o->opts->base_url;
	struct str path, at = base.n > 0 ? base : f->head.home;

	if (str_find(at, STR("://")) == NOWHERE)
		at = f->page;
	if (str_find(at, STR("://")) == NOWHERE)
		at = STR("");
	f->host = host_in(at, &path);
	f->site = str_sub(at, 0, at.n - path.n);
	/* In a file, addresses are relative to the site's own, if to any. */
	for (size_t i = 0; i < f->n; i++)
		if (!source_is_address(f->items[i].page))
			f->items[i].page = at;
}

static enum status
fail_page(struct feedimport *f, enum status st)
{
	const struct str why = job_str(f->j, job_reason(f->j));

	job_forgive(f->j);
	return job_fail(f->j, st, "%.*s: %.*s", STR_ARG(f->page), STR_ARG(why));
}

static enum status
fetch_page(struct feedimport *f, struct fetcher *fetcher, struct str *next)
{
	struct fetched got;
	enum status st = fetch_get(fetcher, f->j, f->page, FEED_PAGE_BYTES,
	    &got);

	if (st != OK)
		return st;
	if (got.status != 200)
		return job_fail(f->j, NOT_FOUND, "its server answered %d",
		    got.status);
	return feedimport_page(f, got.bytes, next);
}

/* The page behind this one, if it is the same host's and a new one. */
static bool
go_on(struct feedimport *f, struct str next, struct str *seen, size_t n)
{
	const struct str at = feedparse_absolute(f->j, f->page, next);
	struct str path, there = host_in(at, &path);

	if (at.n == 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_eq(seen[i], at))
			return false;
	if (!str_eq_nocase(there, host_in(f->page, &path))
	    || n == FEED_PAGES_MAX) {
		note_page(f,
		    job_printf(f->j, "the page %.*s is not asked for: %s",
			STR_ARG(at),
			n == FEED_PAGES_MAX ? "there are too many"
					    : "it is another host's"));
		return false;
	}
	f->page = at;
	return true;
}

/* The first page has to come; of what is missing then a note says it. */
static enum status
fetch_pages(struct feedimport *f, struct fetcher *fetcher)
{
	struct str *seen = JOB_ARRAY(f->j, struct str, FEED_PAGES_MAX + 1);
	struct str next;
	size_t n = 0;

	do {
		next = STR("");
		seen[n++] = f->page;
		const enum status st = fetch_page(f, fetcher, &next);

		if (st != OK && n == 1)
			return fail_page(f, st);
		if (st != OK) {
			note_page(f,
			    job_printf(f->j,
				"%.*s; its items, and older ones, are missing",
				STR_ARG(job_reason(f->j))));
			job_forgive(f->j);
			return OK;
		}
	} while (go_on(f, next, seen, n));
	return OK;
}

static enum status
from_address(struct feedimport *f)
{
	const struct import_opts *const opts = f->o->opts;
	const struct fetch_limits limits = { .public_only = true,
		.also = opts->feeds_from,
		.nalso = opts->n_feeds_from };
	struct fetcher *fetcher = fetcher_new(&limits);
	enum status st = fetch_pages(f, fetcher);

	fetcher_free(fetcher);
	return st;
}

static enum status
from_file(struct feedimport *f)
{
	const struct str path = f->page;
	const size_t slash = str_rfind_ch(path, '/');
	struct str bytes, next = STR("");
	enum status st = file_read(f->j, f->o->opts->from, FEED_PAGE_BYTES,
	    &bytes);

	if (slash != NOWHERE)
		f->folder = job_cstr(f->j, str_sub(path, 0, slash + 1));
	if (st != OK)
		return st;
	st = feedimport_page(f, bytes, &next);
	if (st != OK)
		return fail_page(f, st);
	if (next.n > 0)
		note_page(f,
		    job_printf(f->j,
			"older items stand at %.*s; import that too",
			STR_ARG(next)));
	return OK;
}

/* ---- the origin ---- */

static void
note_all(struct feedimport *f)
{
	if (f->twice > 0)
		origin_note(f->o,
		    job_printf(f->j,
			"%zu items came more than once; the first is taken",
			f->twice));
	if (f->nameless > 0)
		origin_note(f->o,
		    job_printf(f->j,
			"%zu items have no id, address, title or date, or are "
			"too many; they are not taken",
			f->nameless));
	origin_note(f->o,
	    STR("a feed holds what its maker put into it, often only the "
		"newest texts: compare with the site itself"));
}

static enum status
open_feed(struct origin *o, const struct languages *langs)
{
	struct feedimport *f = JOB_NEW(o->j, struct feedimport);
	enum status st;

	(void)langs;
	f->o = o;
	f->j = o->j;
	f->folder = ".";
	f->page = str_of(o->opts->from);
	o->own = f;
	o->system = STR("feed");
	o->noun = "items";
	st = source_is_address(f->page) ? from_address(f) : from_file(f);
	if (st != OK)
		return st;
	find_host(f);
	f->files = oldfiles_open(o,
	    o->opts->media != NULL ? o->opts->media : f->folder);
	drop_twice(f);
	note_all(f);
	o->n = f->n;
	return OK;
}

static enum status
begin(struct origin *o)
{
	const struct feedimport *f = o->own;

	o->options = job_printf(o->j, "%.*s", STR_ARG(f->host));
	return OK;
}

static enum status
next(struct origin *o, struct job *j, struct item *out)
{
	struct feedimport *f = o->own;
	const struct feed_item *i;

	if (f->next == f->n)
		return NOT_FOUND;
	i = &f->items[f->next++];
	*out = (struct item){
		.source = job_printf(j, "feed:%.*s", STR_ARG(i->key)),
		.name = i->name,
		.title = i->name,
		.own = i,
	};
	return OK;
}

/* All that was said of it, each piece behind its length. */
static enum status
read_item(struct origin *o, struct job *j, const struct item *item,
    struct str *bytes)
{
	const struct feed_item *const i = item->own;
	const struct feed_entry *const e = &i->e;
	const struct str said[] = { e->title.text, e->summary.text,
		e->content.text, e->address, e->guid, e->published, e->updated,
		e->duration, e->lang, e->picture };
	struct buf b = buf_in(j, 4 * FEED_TEXT_BYTES);

	(void)o;
	for (size_t k = 0; k < sizeof(said) / sizeof(said[0]); k++)
		buf_printf(&b, "%zu:%.*s\n", said[k].n, STR_ARG(said[k]));
	for (size_t k = 0; k < e->n_authors; k++)
		buf_printf(&b, "by %.*s\n", STR_ARG(e->authors[k]));
	for (size_t k = 0; k < e->n_categories; k++)
		buf_printf(&b, "in %.*s\n", STR_ARG(e->categories[k]));
	for (size_t k = 0; k < e->n_files; k++)
		buf_printf(&b, "with %.*s\n", STR_ARG(e->files[k].url));
	return buf_done(&b, bytes);
}

static enum status
convert(struct origin *o, struct job *j, const struct item *i, struct str bytes,
    struct converted *out)
{
	(void)bytes;
	out->id = origin_id(o->key, i->source);
	return feedimport_convert(o->own, j, i->own, out);
}

/* By its path below a folder, or by the last parts of it. */
static bool
find_below(struct job *j, const char *root, const char *name, char *path)
{
	while (name != NULL) {
		while (*name == '/')
			name++;
		if (*name == '\0')
			return false;
		if (origin_within(j, root, root, name, path))
			return true;
		name = strchr(name, '/');
	}
	return false;
}

static bool
find_here(const struct feedimport *f, struct job *j, const char *name,
    char *path)
{
	const char *const media = f->o->opts->media;

	return (media != NULL && find_below(j, media, name, path))
	    || find_below(j, f->folder, name, path);
}

static bool
find(struct origin *o, struct job *j, const struct item *i, struct str src,
    char *path)
{
	struct feedimport *const f = o->own;
	const struct str url = oldfiles_url(&f->files, j, f->site, src);
	const char *name = origin_file_name(j, src);

	(void)i;
	while (*name == '/')
		name++;
	return find_here(f, j, name, path)
	    || (oldfiles_fetch(&f->files, j, url, str_of(name))
		&& find_here(f, j, name, path));
}

/* A feed says nothing of what is no longer in it. */
static bool
has(struct origin *o, struct str source)
{
	(void)o;
	(void)source;
	return true;
}

static void
close_feed(struct origin *o)
{
	struct feedimport *f = o->own;

	if (f != NULL && f->files.o != NULL)
		oldfiles_close(&f->files);
}

const struct origin_kind origin_feed = {
	.open = open_feed,
	.begin = begin,
	.next = next,
	.read = read_item,
	.convert = convert,
	.find = find,
	.has = has,
	.close = close_feed,
};
