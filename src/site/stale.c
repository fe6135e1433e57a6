/* SPDX-License-Identifier: ISC */
/*
 * Which pages a commit has changed.  A commit of a few entries tells each
 * address; one of many says "everything".
 */
#include "site/inside.h"

/* Versions whose stale addresses are kept for readers that lag behind. */
#define STALE_KEPT 1000

bool
stale_wanted(const struct site *s)
{
	return !s->gathered.everything && s->gathered.entries < FEW_ENTRIES;
}

void
stale_put(struct site *s, struct str address)
{
	struct gathered *const g = &s->gathered;
	struct stale_address *a;

	if (address.n == 0 || !stale_wanted(s)
	    || map_at(&g->stale_map, address) != NULL)
		return;
	a = JOB_NEW(s->gather, struct stale_address);
	a->address = job_str(s->gather, address);
	a->next = g->stale;
	g->stale = a;
	map_put(&g->stale_map, a->address, a);
}

void
stale_everything(struct site *s, bool names)
{
	s->gathered.everything = true;
	if (names) {
		s->gathered.names = true;
		names_forget(s);
	}
}

static void
stale_month(struct site *s, struct job *j, struct str base, int64_t month)
{
	stale_put(s,
	    job_printf(j, "%.*sarchive/%d/", STR_ARG(base), (int)(month / 12)));
	stale_put(s,
	    job_printf(j, "%.*sarchive/%d/%02d/", STR_ARG(base),
		(int)(month / 12), (int)(month % 12) + 1));
}

/*
 * The month, and its neighbours: if it is a new one, or is no more, they lead
 * elsewhere than they did.
 */
static enum status
stale_months(struct site *s, struct job *j, const struct standing *l,
    struct str base, int64_t month)
{
	struct val v[2];
	const enum status st = store_one(s->st, j, SQL_SITE_MONTHS_AROUND,
	    VALS(val_int(l->num), val_int(month)), v, 2);

	if (st != OK)
		return st;
	stale_put(s, job_printf(j, "%.*sarchive/", STR_ARG(base)));
	stale_month(s, j, base, month);
	for (int i = 0; i < 2; i++)
		if (v[i].i >= 0)
			stale_month(s, j, base, v[i].i);
	return OK;
}

/* base/page/7/, base/archive/2026/11/, ... */
enum status
stale_listing(struct site *s, struct job *j, struct standing *l,
    struct listed e)
{
	static const struct str under[] = { STR_INIT(""), STR_INIT("feed.xml"),
		STR_INIT("rss.xml"), STR_INIT("feed.json") };
	struct str base;
	int64_t page;

	if (!stale_wanted(s))
		return OK;
	enum status st = listing_base(s, j, l->thing, l->kind, l->lang, &base);

	if (st == OK)
		st = listing_page_of(s, j, l, e, &page);
	if (st != OK || base.n == 0)
		return st;
	for (size_t i = 0; i < sizeof(under) / sizeof(under[0]); i++)
		stale_put(s,
		    job_printf(j, "%.*s%.*s", STR_ARG(base),
			STR_ARG(under[i])));
	stale_put(s,
	    job_printf(j, "%.*spage/%lld/", STR_ARG(base), (long long)page));
	return l->has_archive ? stale_months(s, j, l, base, e.month) : OK;
}

static enum status
stale_rows(struct site *s, struct job *j)
{
	enum status st = OK;

	for (const struct stale_address *a = s->gathered.stale;
	     a != NULL && st == OK; a = a->next)
		st = store_run(s->st, j, SQL_SITE_STALE_PUT,
		    VALS(val_int(s->state.version), val_text(a->address)));
	return st;
}

enum status
stale_settle(struct site *s, struct job *j)
{
	const bool all = s->gathered.everything
	    || s->gathered.entries > FEW_ENTRIES;

	s->state.version++;
	if (s->gathered.names)
		s->state.names = s->state.version;
	if (all) {
		s->state.everything = s->state.version;
		s->state.stale_from = s->state.version;
		return store_run(s->st, j, SQL_SITE_STALE_DROP,
		    VALS(val_int(s->state.version)));
	}
	const enum status st = stale_rows(s, j);

	if (st != OK || s->state.version % 64 != 0
	    || s->state.version - STALE_KEPT <= s->state.stale_from)
		return st;
	s->state.stale_from = s->state.version - STALE_KEPT;
	return store_run(s->st, j, SQL_SITE_STALE_DROP,
	    VALS(val_int(s->state.stale_from)));
}

enum status
site_stale_since(struct site *s, struct job *j, int64_t version,
    struct stale *out)
{
	struct stale all = { 0 };
	struct rows r;

	if (version < s->state.everything || version < s->state.stale_from
	    || version > s->state.version) {
		out->everything = true;
		out->addresses = (struct texts){ NULL, 0 };
		return OK;
	}
	enum status st = rows_begin(s->st, j, SQL_SITE_STALE_SINCE,
	    VALS(val_int(version)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r))
		texts_add(j, &all.addresses, job_str(j, row_str(&r, 0)));
	st = rows_end(&r);
	if (st == OK)
		*out = all;
	return st;
}
