/* SPDX-License-Identifier: ISC */
#include "wire/ghost.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "wire/koenig.h"

bool
ghost_looks_so(struct str beginning)
{
	const struct str s = str_sub(str_trim(beginning), 0, 400);

	return str_starts(s, STR("{"))
	    && (str_find(s, STR("\"db\"")) != NOWHERE
		|| (str_find(s, STR("\"meta\"")) != NOWHERE
		    && str_find(s, STR("\"exported_on\"")) != NOWHERE));
}

struct str
ghost_text(const json_t *row, const char *name)
{
	return koenig_text(row, name);
}

/* Ghost's own ids are texts, older ones numbers. */
static struct str
id_in(struct ghost *g, const json_t *row, const char *name)
{
	const json_t *const v = json_object_get(row, name);

	if (json_is_integer(v))
		return job_printf(g->j, "%lld",
		    (long long)json_integer_value(v));
	return ghost_text(row, name);
}

static const json_t *
table(const struct ghost *g, const char *name)
{
	return json_object_get(g->data, name);
}

/* ---- the file ---- */

/* JSON of the whole export; data is what it holds in tables. */
static enum status
load(struct ghost *g, struct str bytes)
{
	const char *const name = g->o->opts->from;
	json_error_t error;
	const json_t *db;

	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		bytes = str_skip(bytes, 3);
	g->top = json_loadb(bytes.p, bytes.n, 0, &error);
	if (g->top == NULL)
		return job_fail(g->j, INVALID,
		    "%s:%d: it can't be read as JSON (%s); export it from "
		    "Ghost anew",
		    name, error.line, error.text);
	db = json_array_get(json_object_get(g->top, "db"), 0);
	if (db == NULL)
		db = g->top;
	g->data = json_object_get(db, "data");
	if (json_is_array(table(g, "posts")))
		return OK;
	return job_fail(g->j, INVALID,
	    "%s: it is JSON, but no export of Ghost's: it has no posts", name);
}

static struct str
setting(const struct ghost *g, const char *key)
{
	const json_t *const all = table(g, "settings");

	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *const row = json_array_get(all, i);

		if (str_eq(ghost_text(row, "key"), str_of(key)))
			return ghost_text(row, "value");
	}
	return STR("");
}

/* "https://old.example/blog/" -> host and base. */
static void
take_base(struct ghost *g)
{
	struct str url = g->o->opts->base_url;
	const size_t scheme = str_find(url, STR("://"));
	size_t slash;

	while (str_ends(url, STR("/")))
		url.n--;
	if (scheme == NOWHERE) {
		g->base = str_starts(url, STR("/")) ? url : STR("");
		return;
	}
	slash = str_find_ch(str_skip(url, scheme + 3), '/');
	g->host = url;
	if (slash == NOWHERE)
		return;
	g->host = str_sub(url, 0, scheme + 3 + slash);
	g->base = str_skip(url, scheme + 3 + slash);
}

static void
take_zone(struct ghost *g)
{
	struct str name = setting(g, "timezone");
	struct zone *zone;

	if (name.n == 0)
		name = setting(g, "active_timezone");
	if (name.n == 0 || zone_open(g->j, name, &zone) == OK) {
		g->o->timezone = name;
		return;
	}
	job_forgive(g->j);
	origin_note(g->o,
	    job_printf(g->j,
		"its time zone `%.*s` is not known; the paper's is taken",
		STR_ARG(name)));
}

static void
take_pattern(struct ghost *g)
{
	const struct import_opts *const opts = g->o->opts;

	g->pattern = setting(g, "permalinks"); /* Ghost 0 and 1 */
	for (size_t i = 0; i < opts->n_permalinks; i++)
		if (str_find_ch(opts->permalinks[i], '=') == NOWHERE)
			g->pattern = opts->permalinks[i];
	if (g->pattern.n == 0)
		g->pattern = STR("/:slug/");
}

/* ---- items ---- */

static void
item_add(struct ghost *g, enum ghost_table t, const char *folder,
    const json_t *row)
{
	const struct str id = id_in(g, row, "id");
	struct str slug = ghost_text(row, "slug");

	if (!json_is_object(row) || id.n == 0 || g->n == GHOST_ITEMS_MAX)
		return;
	if (slug.n == 0)
		slug = id;
	g->items[g->n++] = (struct ghost_item){ .table = t,
		.row = row,
		.key = job_printf(g->j, "%s/%.*s", folder, STR_ARG(id)),
		.name = job_printf(g->j, "%s%s%.*s", folder,
		    str_starts(slug, STR("/")) ? "" : "/", STR_ARG(slug)) };
}

static int
by_key(const void *va, const void *vb)
{
	const struct ghost_item *const *const a = va, *const *const b = vb;

	return str_cmp((*a)->key, (*b)->key);
}

static const struct ghost_item *
item_of(const struct ghost *g, struct str key)
{
	const struct ghost_item wanted = { .key = key }, *p = &wanted;
	const struct ghost_item **found = bsearch(&p, g->by_key, g->n,
	    sizeof(*g->by_key), by_key);

	return found != NULL ? *found : NULL;
}

static void
sort_items(struct ghost *g)
{
	g->by_key = JOB_ARRAY(g->j, const struct ghost_item *, g->n + 1);
	for (size_t i = 0; i < g->n; i++)
		g->by_key[i] = &g->items[i];
	qsort(g->by_key, g->n, sizeof(*g->by_key), by_key);
}

/* Their names tell two of them apart, else their slugs do. */
static int
by_name(const void *va, const void *vb)
{
	const struct ghost_item *a = *(struct ghost_item *const *)va;
	const struct ghost_item *b = *(struct ghost_item *const *)vb;

	if (a->table != b->table)
		return a->table < b->table ? -1 : 1;
	return str_cmp(ghost_text(a->row, "name"), ghost_text(b->row, "name"));
}

static void
find_namesakes(struct ghost *g)
{
	struct ghost_item **all = JOB_ARRAY(g->j, struct ghost_item *,
	    g->n + 1);

	for (size_t i = 0; i < g->n; i++)
		all[i] = &g->items[i];
	qsort(all, g->n, sizeof(struct ghost_item *), by_name);
	for (size_t i = 1; i < g->n; i++)
		if (by_name(&all[i - 1], &all[i]) == 0)
			all[i - 1]->namesake = all[i]->namesake = true;
}

static void
redirect_add(struct ghost *g, struct str from, struct str to)
{
	json_t *const row = json_pack("{s:s%, s:s%, s:s%}", "id", from.p,
	    from.n, "from", from.p, from.n, "to", to.p, to.n);

	if (row == NULL) /* it is no UTF-8 */
		return;
	job_defer(g->j, koenig_drop, row);
	item_add(g, GHOST_REDIRECTS, "redirects", row);
}

/* Its feed's address among them. */
static void
add_redirects(struct ghost *g)
{
	redirect_add(g, job_printf(g->j, "%.*s/rss/", STR_ARG(g->base)),
	    STR("/rss.xml"));
	for (size_t i = 0; i < g->n_redirects; i++)
		redirect_add(g, g->redirects[i].from, g->redirects[i].to);
}

static void
add_items(struct ghost *g)
{
	static const struct {
		enum ghost_table table;
		const char *name;
	} tables[] = { { GHOST_USERS, "users" }, { GHOST_TAGS, "tags" },
		{ GHOST_POSTS, "posts" } };
	size_t room = g->n_redirects + 1;

	for (size_t t = 0; t < 3; t++)
		room += json_array_size(table(g, tables[t].name));
	g->items = JOB_ARRAY(g->j, struct ghost_item, room + 1);
	for (size_t t = 0; t < 3; t++) {
		const json_t *const rows = table(g, tables[t].name);

		for (size_t i = 0; i < json_array_size(rows); i++)
			item_add(g, tables[t].table, tables[t].name,
			    json_array_get(rows, i));
	}
	add_redirects(g);
	sort_items(g);
	find_namesakes(g);
}

/* ---- what ties them ---- */

static int
by_post(const void *va, const void *vb)
{
	const struct ghost_tie *a = va, *b = vb;
	const int order = str_cmp(a->post, b->post);

	if (order != 0 || a->order == b->order)
		return order;
	return a->order < b->order ? -1 : 1;
}

static void
tie(struct ghost *g, struct ghost_ties *t, const char *name, const char *of,
    const char *folder)
{
	const json_t *const rows = table(g, name);

	t->at = JOB_ARRAY(g->j, struct ghost_tie, json_array_size(rows) + 1);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *const row = json_array_get(rows, i);
		const struct ghost_item *const to = item_of(g,
		    job_printf(g->j, "%s/%.*s", folder,
			STR_ARG(id_in(g, row, of))));

		if (to != NULL)
			t->at[t->n++] = (struct ghost_tie){ id_in(g, row,
								"post_id"),
				json_integer_value(
				    json_object_get(row, "sort_order")),
				to };
	}
	qsort(t->at, t->n, sizeof(*t->at), by_post);
}

const struct ghost_tie *
ghost_ties_of(const struct ghost_ties *t, struct str post, size_t *n)
{
	size_t low = 0, high = t->n;

	while (low < high) {
		const size_t mid = (low + high) / 2;

		if (str_cmp(t->at[mid].post, post) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (*n = 0; low + *n < t->n && str_eq(t->at[low + *n].post, post);)
		++*n;
	return &t->at[low];
}

/* Before Ghost 1.22 a post had one author, in a column of its own. */
static void
tie_sole_authors(struct ghost *g)
{
	struct ghost_ties *const t = &g->authors;
	struct ghost_tie *more;
	size_t n = t->n, ties;

	more = JOB_ARRAY(g->j, struct ghost_tie, t->n + g->n + 1);
	if (t->n > 0)
		memcpy(more, t->at, t->n * sizeof(*more));
	for (size_t i = 0; i < g->n; i++) {
		const struct ghost_item *const post = &g->items[i], *to;
		struct str id;

		if (post->table != GHOST_POSTS)
			continue;
		id = id_in(g, post->row, "id");
		(void)ghost_ties_of(t, id, &ties);
		to = item_of(g,
		    job_printf(g->j, "users/%.*s",
			STR_ARG(id_in(g, post->row, "author_id"))));
		if (ties == 0 && to != NULL)
			more[n++] = (struct ghost_tie){ id, 0, to };
	}
	t->at = more;
	t->n = n;
	qsort(t->at, t->n, sizeof(*t->at), by_post);
}

static void
tie_meta(struct ghost *g)
{
	const json_t *const rows = table(g, "posts_meta");

	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *const row = json_array_get(rows, i);
		const struct ghost_item *const post = item_of(g,
		    job_printf(g->j, "posts/%.*s",
			STR_ARG(id_in(g, row, "post_id"))));

		if (post != NULL)
			g->items[post - g->items].meta = row;
	}
}

/* A person stands in the paper only if something of theirs does. */
static void
find_shown(struct ghost *g)
{
	for (size_t i = 0; i < g->n; i++) {
		struct ghost_item *const post = &g->items[i];
		const struct str status = ghost_text(post->row, "status");
		const struct ghost_tie *ties;
		size_t n;

		if (post->table != GHOST_POSTS)
			continue;
		post->shown = str_eq(status, STR("published"))
		    || str_eq(status, STR("scheduled"));
		if (!post->shown)
			continue;
		ties = ghost_ties_of(&g->authors, id_in(g, post->row, "id"),
		    &n);
		for (size_t k = 0; k < n; k++)
			g->items[ties[k].to - g->items].shown = true;
	}
}

/* ---- the origin ---- */

static void
note_settings(struct ghost *g)
{
	const size_t members = json_array_size(table(g, "members"));
	const struct str title = setting(g, "title");

	origin_note(g->o,
	    job_printf(g->j,
		"the site's own settings (title \"%.*s\", menus, colours, "
		"integrations, its own code for all pages) are not taken; "
		"stet has its own",
		STR_ARG(title)));
	if (members > 0)
		origin_note(g->o,
		    job_printf(g->j, "%zu members are left alone", members));
	if (json_array_size(table(g, "snippets")) > 0)
		origin_note(g->o,
		    job_printf(g->j,
			"%zu snippets of Ghost's editor are left out",
			json_array_size(table(g, "snippets"))));
}

static const char *
folder_of(struct job *j, const char *path)
{
	const struct str s = str_of(path);
	const size_t slash = str_rfind_ch(s, '/');

	if (slash == NOWHERE)
		return ".";
	return slash == 0 ? "/" : job_cstr(j, str_sub(s, 0, slash));
}

enum status
ghost_read(struct origin *o, struct str bytes)
{
	struct ghost *g = JOB_NEW(o->j, struct ghost);
	enum status st;

	g->o = o;
	g->j = o->j;
	g->folder = folder_of(o->j, o->opts->from);
	o->own = g;
	o->system = STR("ghost");
	o->noun = "texts";
	st = load(g, bytes);
	if (st == OK)
		st = ghost_redirects(g);
	if (st != OK)
		return st;
	take_base(g);
	if (o->opts->fetch_media && g->host.n == 0
	    && o->opts->media_from.n == 0)
		return job_fail(o->j, INVALID,
		    "--fetch-media needs --base-url, the address at which the "
		    "old site stood, for Ghost's export does not say it");
	g->files = oldfiles_open(o,
	    o->opts->media != NULL ? o->opts->media : g->folder);
	take_zone(g);
	take_pattern(g);
	g->locale = setting(g, "locale");
	if (g->locale.n == 0)
		g->locale = setting(g, "lang");
	add_items(g);
	tie(g, &g->tags, "posts_tags", "tag_id", "tags");
	tie(g, &g->authors, "posts_authors", "author_id", "users");
	tie_sole_authors(g);
	tie_meta(g);
	find_shown(g);
	note_settings(g);
	o->n = g->n;
	return OK;
}

/* The file's bytes are not needed any longer than it takes to parse them. */
static enum status
open_ghost(struct origin *o, const struct languages *langs)
{
	struct job *own = job_new(job_now(o->j));
	struct str bytes;
	enum status st = file_read(own, o->opts->from, GHOST_MAX, &bytes);

	(void)langs;
	st = st == OK ? ghost_read(o, bytes)
		      : job_fail(o->j, st, "%.*s", STR_ARG(job_reason(own)));
	job_free(own);
	return st;
}

static enum status
begin(struct origin *o)
{
	const struct ghost *g = o->own;

	o->options = job_printf(o->j, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%d",
	    STR_ARG(g->base), STR_ARG(g->host), STR_ARG(g->pattern),
	    STR_ARG(g->locale), STR_ARG(o->timezone), o->opts->members);
	return OK;
}

static enum status
next(struct origin *o, struct job *j, struct item *out)
{
	struct ghost *g = o->own;
	const struct ghost_item *const i = &g->items[g->next];

	if (g->next == g->n)
		return NOT_FOUND;
	g->next++;
	*out = (struct item){
		.source = job_printf(j, "ghost:%.*s", STR_ARG(i->key)),
		.name = i->name,
		.title = ghost_text(i->row, "title"),
		.own = i,
	};
	if (out->title.n == 0)
		out->title = i->name;
	return OK;
}

static enum status
read_item(struct origin *o, struct job *j, const struct item *i,
    struct str *bytes)
{
	return ghost_bytes(o->own, j, i->own, bytes);
}

static enum status
convert(struct origin *o, struct job *j, const struct item *i, struct str bytes,
    struct converted *out)
{
	(void)bytes;
	out->id = origin_id(o->key, i->source);
	return ghost_convert(o->own, j, i->own, out);
}

static bool
find(struct origin *o, struct job *j, const struct item *i, struct str src,
    char *path)
{
	(void)i;
	return ghost_find(o->own, j, src, path);
}

static bool
has(struct origin *o, struct str source)
{
	return item_of(o->own, str_skip(source, o->system.n + 1)) != NULL;
}

static void
close_ghost(struct origin *o)
{
	struct ghost *g = o->own;

	if (g == NULL)
		return;
	if (g->files.o != NULL)
		oldfiles_close(&g->files);
	json_decref(g->top);
}

const struct origin_kind origin_ghost = {
	.open = open_ghost,
	.begin = begin,
	.next = next,
	.read = read_item,
	.convert = convert,
	.find = find,
	.has = has,
	.close = close_ghost,
};
