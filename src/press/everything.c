/* SPDX-License-Identifier: ISC */
#include "press/everything.h"

#include "press/accent.h"
#include "press/corner.h"
#include "press/making.h"
#include "record/paths.h"
#include "record/record.h"
#include "record/tree.h"

#define ROWS 64 /* of the site, or entries, in one piece */

enum part {
	PART_SITE,
	PART_ASSETS, /* corners, and in each language the page of what is not there */
	PART_LOG, /* tiles, checkpoint, the record's own pages */
	PART_ENTRIES_OF_LOG,
	PARTS,
};

struct list {
	struct job *j;
	struct texts all;
};

static void
put(struct list *l, struct str address)
{
	texts_add(l->j, &l->all, address);
}

/* ---- the record ---- */

struct ledger {
	struct site *site;
	struct store *st;
	const struct languages *langs;
	struct list *l;
};

static enum status
ledger_of(struct press *p, struct list *l, struct ledger *out)
{
	const struct copy *settings;
	const enum status st = site_settings(press_site(p), l->j, &settings);

	if (st == OK)
		*out = (struct ledger){ press_site(p),
			site_store(press_site(p)), &settings->languages, l };
	return st;
}

/* A page of the record, in each language. */
static void
put_page(const struct ledger *g, const char *what, int64_t n)
{
	struct job *const j = g->l->j;

	for (size_t i = 0; i < g->langs->n; i++) {
		const struct str prefix = site_prefix(g->site, j,
		    g->langs->at[i].tag);

		if (n < 0)
			put(g->l,
			    job_printf(j, "%.*s/record/", STR_ARG(prefix)));
		else
			put(g->l,
			    job_printf(j, "%.*s/record/%s/%lld/",
				STR_ARG(prefix), what, (long long)n));
	}
}

static void
put_part(const struct ledger *g, struct record_path part)
{
	struct job *const j = g->l->j;

	put(g->l,
	    job_printf(j, "/record/%.*s", STR_ARG(record_path_name(j, &part))));
}

/* Tiles of one sort, of a log of size, but those that were full at from. */
static void
put_tiles(const struct ledger *g, struct record_path tile, int64_t from,
    int64_t size)
{
	const int64_t below = size >> (TILE_BITS * tile.level);

	for (tile.n = from >> (TILE_BITS * (tile.level + 1));
	     tile.n < below >> TILE_BITS; tile.n++)
		put_part(g, tile);
	tile.width = (int)(below & (TILE_WIDTH - 1));
	if (tile.width > 0)
		put_part(g, tile);
}

static void
put_log(const struct ledger *g, int64_t from, int64_t size)
{
	put_part(g, (struct record_path){ .part = PART_CHECKPOINT });
	put_part(g, (struct record_path){ .part = PART_KEY });
	for (int level = 0; size >> (TILE_BITS * level) > 0; level++)
		put_tiles(g,
		    (struct record_path){ .part = PART_TILE, .level = level },
		    from, size);
	put_tiles(g, (struct record_path){ .part = PART_ENTRIES }, from, size);
	put_page(g, "", -1);
	for (int64_t i = from / RECORD_PAGE; i * RECORD_PAGE < size; i++)
		put_page(g, "page", i + 1);
}

static enum status
put_entry(const struct ledger *g, int64_t seq)
{
	struct record_path file = { .part = PART_FILE };
	bool has;
	const enum status st = record_file_of(g->st, g->l->j, seq, &has,
	    &file.sha);

	if (st != OK)
		return st;
	put_page(g, "entry", seq);
	put_part(g, (struct record_path){ .part = PART_LEAF, .n = seq });
	if (has)
		put_part(g, file);
	return OK;
}

/* The pages of a thing's earlier entries say what came of it. */
static enum status
put_earlier(const struct ledger *g, int64_t seq, int64_t from)
{
	struct job *const j = g->l->j;
	struct entry e;
	struct rows r;
	enum status st = record_entry(g->st, j, seq, &e);

	if (st == OK)
		st = rows_begin(g->st, j, SQL_SITE_REVISIONS,
		    VALS(val_int(e.num)), &r);
	if (st != OK)
		return st;
	while (rows_next(&r)) {
		const int64_t before = row_int(&r, 0);

		if (before >= from)
			continue;
		put_page(g, "entry", before);
		put_page(g, "page", before / RECORD_PAGE + 1);
	}
	return rows_end(&r);
}

static enum status
recorded(struct press *p, struct list *l, int64_t from, int64_t *size)
{
	struct ledger g;
	enum status st = ledger_of(p, l, &g);

	if (st == OK)
		st = record_size(g.st, l->j, size);
	if (st != OK || *size <= from)
		return st;
	put_log(&g, from, *size);
	for (int64_t i = from; st == OK && i < *size; i++) {
		st = put_entry(&g, i);
		if (st == OK)
			st = put_earlier(&g, i, from);
	}
	return st;
}

enum status
press_recorded(struct press *p, struct job *j, int64_t from, struct texts *out,
    int64_t *entries)
{
	struct list l = { .j = j };
	enum status st = site_read_begin(press_site(p), j);

	if (st != OK)
		return st;
	st = recorded(p, &l, from, entries);
	site_read_end(press_site(p));
	*out = l.all;
	return st;
}

/* ---- all of it ---- */

static enum status
assets(struct press *p, struct list *l)
{
	const struct copy *settings;
	size_t n;
	const struct theme_asset *const all = theme_assets(press_theme_in_use(
							       p),
	    &n);
	const enum status st = site_settings(press_site(p), l->j, &settings);

	if (st != OK)
		return st;
	for (size_t i = 0; i < n; i++)
		put(l, job_str(l->j, all[i].address));
	const struct str accent = accent_address(l->j, settings->accent);

	if (accent.n > 0)
		put(l, accent);
	for (size_t i = 0; i < settings->languages.n; i++) {
		const struct str prefix = site_prefix(press_site(p), l->j,
		    settings->languages.at[i].tag);

		put(l, job_printf(l->j, "%.*s/404.html", STR_ARG(prefix)));
	}
	return corner_addresses(p, l->j, &l->all);
}

static enum status
entries(struct press *p, struct list *l, struct everything *w)
{
	struct ledger g;
	enum status st = ledger_of(p, l, &g);

	for (int i = 0; st == OK && i < ROWS && w->entry < w->entries; i++)
		st = put_entry(&g, w->entry++);
	return st;
}

static enum status
piece(struct press *p, struct list *l, struct everything *w)
{
	struct ledger g;
	enum status st = OK;

	switch ((enum part)w->part) {
	case PART_SITE:
		return site_everywhere(press_site(p), l->j, &w->site, ROWS,
		    &l->all);
	case PART_ASSETS:
		w->part++;
		return assets(p, l);
	case PART_LOG:
		w->part++;
		st = ledger_of(p, l, &g);
		if (st == OK)
			put_log(&g, 0, w->entries);
		return st;
	case PART_ENTRIES_OF_LOG:
		return entries(p, l, w);
	case PARTS:
		break;
	}
	return OK;
}

enum status
press_everything(struct press *p, struct job *j, struct everything *w,
    struct texts *out)
{
	struct list l = { .j = j };
	enum status st = site_read_begin(press_site(p), j);

	if (st != OK)
		return st;
	while (st == OK && l.all.n == 0 && w->part < PARTS) {
		const int part = w->part;

		st = piece(p, &l, w);
		if (l.all.n == 0 && w->part == part)
			w->part++;
	}
	site_read_end(press_site(p));
	*out = l.all;
	return st;
}

enum status
press_entries(struct press *p, struct job *j, int64_t *out)
{
	enum status st = site_read_begin(press_site(p), j);

	if (st != OK)
		return st;
	st = record_size(site_store(press_site(p)), j, out);
	site_read_end(press_site(p));
	return st;
}

enum status
press_elsewhere(struct press *p, struct job *j, struct str after, size_t max,
    struct texts *out)
{
	enum status st = site_read_begin(press_site(p), j);

	if (st != OK)
		return st;
	st = site_elsewhere(press_site(p), j, after, max, out);
	site_read_end(press_site(p));
	return st;
}

enum status
press_origin(struct press *p, struct job *j, struct str *out)
{
	enum status st = site_read_begin(press_site(p), j);

	if (st != OK)
		return st;
	st = record_origin(site_store(press_site(p)), j, out);
	site_read_end(press_site(p));
	return st;
}

struct str
press_making_of(const struct press *p, struct job *j)
{
	return job_printf(j, "%s %.*s", STET_VERSION,
	    STR_ARG(theme_version(press_theme_in_use(p))));
}
