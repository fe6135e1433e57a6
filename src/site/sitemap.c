/* SPDX-License-Identifier: ISC */
#include "site/sitemap.h"

#include "site/inside.h"

struct gathering {
	struct job *j;
	struct texts all;
};

static void
put(struct gathering *g, struct str address)
{
	if (address.n > 0)
		texts_add(g->j, &g->all, job_str(g->j, address));
}

/* So many numbers of things make a part, whatever stands at them. */
static enum status
span_of(struct site *s, struct job *j, const struct languages **langs,
    int64_t *span)
{
	const enum status st = site_languages(s, j, langs);

	/* Each may have an address in every language; the fronts are in one. */
	if (st == OK)
		*span = SITEMAP_URLS / (int64_t)(*langs)->n - 1;
	return st;
}

static struct str
part_name(struct job *j, const char *what, int64_t part)
{
	return part == 1 ? job_str(j, str_of(what))
			 : job_printf(j, "%s-%lld", what, (long long)part);
}

bool
sitemap_part_read(struct str name, struct str *what, int64_t *part)
{
	const size_t dash = str_rfind_ch(name, '-');
	const struct str number = dash == NOWHERE ? STR("")
						  : str_skip(name, dash + 1);

	*what = name;
	*part = 1;
	/* "2026-11" is a month, "2026-11-2" its second part. */
	if (dash == NOWHERE || (dash == 4 && name.p[0] != 'p'))
		return true;
	*what = str_sub(name, 0, dash);
	return number.n > 0 && number.n < 9 && number.p[0] >= '1'
	    && number.p[0] <= '9' && str_to_int(number, part) && *part > 1;
}

enum status
site_standing_part(struct site *s, struct job *j, int64_t num, struct str *out)
{
	const struct languages *langs;
	int64_t span;
	const enum status st = span_of(s, j, &langs, &span);

	if (st == OK)
		*out = part_name(j, "pages", (num - 1) / span + 1);
	return st;
}

/* The first thing behind a number that a sitemap shows; 0: there is none. */
static enum status
next_standing(struct site *s, struct job *j, int64_t after, int64_t *out)
{
	static const enum stmt both[] = { SQL_SITE_PAGE_NEXT,
		SQL_SITE_ENTITY_NEXT };

	*out = 0;
	for (size_t i = 0; i < sizeof(both) / sizeof(both[0]); i++) {
		struct val v[1];
		const enum status st = store_one(s->st, j, both[i],
		    VALS(val_int(after)), v, 1);

		if (st == OK && (*out == 0 || v[0].i < *out))
			*out = v[0].i;
		else if (st != OK && st != NOT_FOUND)
			return st;
	}
	return OK;
}

enum status
site_standing_parts(struct site *s, struct job *j, struct texts *out)
{
	const struct languages *langs;
	int64_t span, num;
	enum status st = span_of(s, j, &langs, &span);

	if (st != OK)
		return st;
	texts_add(j, out, part_name(j, "pages", 1));
	for (int64_t after = span; st == OK;
	     after = ((num - 1) / span + 1) * span) {
		st = next_standing(s, j, after, &num);
		if (st != OK || num == 0)
			break;
		texts_add(j, out, part_name(j, "pages", (num - 1) / span + 1));
	}
	return st;
}

static enum status
pages_in(struct site *s, struct gathering *g, int64_t after, int64_t last)
{
	struct rows r;
	const enum status st = rows_begin(s->st, g->j, SQL_SITE_PAGES_BETWEEN,
	    VALS(val_int(after), val_int(last)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r))
		put(g, row_str(&r, 0));
	return rows_end(&r);
}

static enum status
entities_in(struct site *s, struct gathering *g, int64_t after, int64_t last,
    const struct languages *langs)
{
	struct rows r;
	enum status st = rows_begin(s->st, g->j, SQL_SITE_ENTITIES_BETWEEN,
	    VALS(val_int(after), val_int(last)), &r);

	if (st != OK)
		return st;
	while (st == OK && rows_next(&r))
		for (size_t i = 0; i < langs->n && st == OK; i++) {
			struct link l;

			st = site_link(s, g->j, row_int(&r, 0),
			    langs->at[i].tag, &l);
			if (st == OK)
				put(g, l.address);
		}
	const enum status end = rows_end(&r);

	return st != OK ? st : end;
}

enum status
site_standing_addresses(struct site *s, struct job *j, int64_t part,
    struct texts *out)
{
	struct gathering g = { .j = j };
	const struct languages *langs;
	int64_t span;
	enum status st = span_of(s, j, &langs, &span);

	if (st != OK)
		return st;
	for (size_t i = 0; i < langs->n && part == 1; i++) {
		const struct str prefix = site_prefix(s, j, langs->at[i].tag);

		put(&g, job_printf(j, "%.*s/", STR_ARG(prefix)));
	}
	st = pages_in(s, &g, (part - 1) * span, part * span);
	if (st == OK)
		st = entities_in(s, &g, (part - 1) * span, part * span, langs);
	if (st == OK)
		*out = g.all;
	return st;
}

/* ---- months ---- */

struct str
site_month_part(struct job *j, int64_t month, int64_t part)
{
	const struct str first = job_printf(j, "%04d-%02d", (int)(month / 12),
	    (int)(month % 12) + 1);

	return part_name(j, job_cstr(j, first), part);
}

/* The stories of a month in one language. */
static enum status
month_in(struct site *s, struct job *j, struct str lang, int64_t month,
    int64_t *n)
{
	struct val v[5], in[2];
	enum status st = store_one(s->st, j, SQL_SITE_LISTING_AT,
	    VALS(val_int(0), val_text(STR("")), val_text(lang)), v, 5);

	if (st == OK)
		st = store_one(s->st, j, SQL_SITE_MONTHS,
		    VALS(val_int(v[0].i), val_int(month), val_int(month + 1)),
		    in, 2);
	if (st == OK)
		*n += in[1].i;
	return st == NOT_FOUND ? OK : st;
}

enum status
site_month_parts(struct site *s, struct job *j, int64_t month, int64_t *out)
{
	const struct languages *langs;
	int64_t n = 0;
	enum status st = site_languages(s, j, &langs);

	for (size_t i = 0; st == OK && i < langs->n; i++)
		st = month_in(s, j, langs->at[i].tag, month, &n);
	if (st == OK)
		*out = n <= SITEMAP_URLS
		    ? 1
		    : (n + SITEMAP_URLS - 1) / SITEMAP_URLS;
	return st;
}
