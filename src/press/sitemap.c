/* SPDX-License-Identifier: ISC */
/*
 * Sitemaps (https://www.sitemaps.org/protocol.html): an index, one file for
 * each month, one for what stands in no month, so that a publish changes two
 * small files whatever the archive's size; and Google's of the last two days.
 */
#include <stdlib.h>

#include "page/escape.h"
#include "press/making.h"
#include "site/sitemap.h"

#define BYTES_MOST ((size_t)50 * 1024 * 1024)
#define PIECE 500 /* stories read at once */
#define NEWS_MOST 1000
#define NEWS_SECONDS ((int64_t)2 * 24 * 3600)
#define NEWS_FRESH 3600 /* seconds: what is two days old has to leave */

#define XML "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define NS "http://www.sitemaps.org/schemas/sitemap/0.9"
#define NEWS_NS "http://www.google.com/schemas/sitemap-news/0.9"

static enum status
xml_out(struct making *m, struct str bytes)
{
	m->answer->status = 200;
	m->answer->type = STR("application/xml; charset=utf-8");
	m->answer->fresh_until = m->fresh_until;
	m->answer->bytes = bytes;
	return OK;
}

static void
loc_put(struct making *m, struct buf *b, struct str address)
{
	buf_put(b, STR("<loc>"));
	escape_put(b, url_of(m, address));
	buf_put(b, STR("</loc>"));
}

static struct listing
home_in(const struct making *m, size_t i)
{
	return (struct listing){ LISTING_HOME, 0, KIND_NONE,
		m->settings->languages.at[i].tag };
}

/* ---- the index ---- */

struct months {
	int at[12 * 400]; /* year * 12 + month - 1 */
	size_t n;
};

static int
newest_first(const void *a, const void *b)
{
	return *(const int *)b - *(const int *)a;
}

static enum status
months_in(struct making *m, size_t lang, struct months *all)
{
	const struct listing home = home_in(m, lang);
	struct archive_months own;
	const enum status st = site_archive(m->site, m->j, &home, 0, &own);

	for (size_t i = 0; st == OK && i < own.n; i++) {
		const int month = own.at[i].year * 12 + own.at[i].month - 1;
		bool known = false;

		for (size_t k = 0; k < all->n && !known; k++)
			known = all->at[k] == month;
		if (!known && all->n < sizeof(all->at) / sizeof(all->at[0]))
			all->at[all->n++] = month;
	}
	return st;
}

static void
part_put(struct making *m, struct buf *b, struct str name)
{
	BUF_LIT(b, "<sitemap>");
	loc_put(m, b, job_printf(m->j, "/sitemap-%.*s.xml", STR_ARG(name)));
	BUF_LIT(b, "</sitemap>\n");
}

static enum status
month_put(struct making *m, struct buf *b, int64_t month)
{
	int64_t parts;
	const enum status st = site_month_parts(m->site, m->j, month, &parts);

	for (int64_t i = 1; st == OK && i <= parts; i++)
		part_put(m, b, site_month_part(m->j, month, i));
	return st;
}

static enum status
index_out(struct making *m)
{
	struct buf b = buf_in(m->j, BYTES_MOST);
	struct months *all = JOB_NEW(m->j, struct months);
	struct texts standing = { NULL, 0 };
	enum status st = site_standing_parts(m->site, m->j, &standing);

	for (size_t i = 0; i < m->settings->languages.n && st == OK; i++)
		st = months_in(m, i, all);
	if (st != OK)
		return st;
	qsort(all->at, all->n, sizeof(all->at[0]), newest_first);
	BUF_LIT(&b, XML "<sitemapindex xmlns=\"" NS "\">\n");
	for (size_t i = 0; i < standing.n; i++)
		part_put(m, &b, standing.at[i]);
	for (size_t i = 0; i < all->n && st == OK; i++)
		st = month_put(m, &b, all->at[i]);
	BUF_LIT(&b, "</sitemapindex>\n");
	return st == OK ? xml_out(m, buf_so_far(&b)) : st;
}

/* ---- a month, and what stands in none ---- */

static void
card_put(struct making *m, struct buf *b, const struct card *c)
{
	const struct when w = c->updated.precision != WHEN_NONE ? c->updated
								: c->published;

	buf_put(b, STR("<url>"));
	loc_put(m, b, c->address);
	buf_printf(b, "<lastmod>%.*s</lastmod></url>\n",
	    STR_ARG(date_iso(m->dates, m->j, w.at)));
}

/* A part's place among a month's stories of all languages. */
struct share {
	size_t skip, left;
};

static enum status
month_of(struct making *m, size_t lang, struct archive_piece piece,
    struct buf *b, struct share *of)
{
	const struct listing home = home_in(m, lang);
	struct archive_months year;
	struct cards c = { NULL, 1 };
	size_t n = 0;
	enum status st = site_archive(m->site, m->j, &home, piece.year, &year);

	for (size_t i = 0; st == OK && i < year.n; i++)
		if (year.at[i].month == piece.month)
			n = (size_t)year.at[i].n;
	piece.skip = of->skip < n ? of->skip : n;
	of->skip -= piece.skip;
	if (piece.skip == n)
		return st;
	for (; st == OK && c.n > 0 && of->left > 0; piece.skip += piece.max) {
		piece.max = of->left < PIECE ? of->left : PIECE;
		st = site_archive_month(m->site, m->j, &home, &piece, &c);
		for (size_t i = 0; st == OK && i < c.n; i++)
			card_put(m, b, &c.at[i]);
		of->left -= st == OK ? c.n : 0;
	}
	return st;
}

/* "2026-11"; false if it is none. */
static bool
month_read(struct str text, struct archive_piece *out)
{
	int64_t year, month;

	if (text.n != 7 || text.p[4] != '-'
	    || !str_to_int(str_sub(text, 0, 4), &year)
	    || !str_to_int(str_skip(text, 5), &month) || year < 1 || month < 1
	    || month > 12)
		return false;
	*out = (struct archive_piece){ .year = (int)year, .month = (int)month };
	return true;
}

/* How many were put; none: there is no such part. */
static enum status
pages_put(struct making *m, struct buf *b, int64_t part, size_t *n)
{
	struct texts all;
	const enum status st = site_standing_addresses(m->site, m->j, part,
	    &all);

	for (size_t i = 0; st == OK && i < all.n; i++) {
		buf_put(b, STR("<url>"));
		loc_put(m, b, all.at[i]);
		buf_put(b, STR("</url>\n"));
	}
	*n = st == OK ? all.n : 0;
	return st;
}

static enum status
month_part_put(struct making *m, struct buf *b, struct archive_piece piece,
    int64_t part, size_t *n)
{
	struct share of = { (size_t)(part - 1) * SITEMAP_URLS, SITEMAP_URLS };
	enum status st = OK;

	for (size_t i = 0; i < m->settings->languages.n && st == OK; i++)
		st = month_of(m, i, piece, b, &of);
	*n = SITEMAP_URLS - of.left;
	return st;
}

static enum status
part_out(struct making *m)
{
	struct buf b = buf_in(m->j, BYTES_MOST);
	struct archive_piece piece;
	struct str what;
	int64_t part;
	size_t n = 0;
	enum status st = NOT_FOUND;

	if (!sitemap_part_read(m->place->rest, &what, &part))
		return NOT_FOUND;
	BUF_LIT(&b, XML "<urlset xmlns=\"" NS "\">\n");
	if (str_eq(what, STR("pages")))
		st = pages_put(m, &b, part, &n);
	else if (month_read(what, &piece))
		st = month_part_put(m, &b, piece, part, &n);
	if (st == OK && n == 0)
		return NOT_FOUND;
	BUF_LIT(&b, "</urlset>\n");
	return st == OK ? xml_out(m, buf_so_far(&b)) : st;
}

/* ---- of two days ---- */

static void
news_put(struct making *m, struct buf *b, struct str name, const struct card *c)
{
	buf_put(b, STR("<url>"));
	loc_put(m, b, c->address);
	buf_put(b, STR("<news:news><news:publication><news:name>"));
	escape_put(b, name);
	/* ISO 639, and the two that have a script with it. */
	buf_printf(b,
	    "</news:name><news:language>%.*s</news:language>"
	    "</news:publication><news:publication_date>%.*s"
	    "</news:publication_date><news:title>",
	    STR_ARG(str_starts(c->lang, STR("zh"))
		    ? STR("zh-cn")
		    : str_sub(c->lang, 0, str_find_ch(c->lang, '-'))),
	    STR_ARG(date_iso(m->dates, m->j, c->published.at)));
	escape_put(b, card_headline(m, c));
	buf_put(b, STR("</news:title></news:news></url>\n"));
}

static enum status
news_of(struct making *m, size_t lang, struct buf *b, size_t *left)
{
	const struct listing home = home_in(m, lang);
	const struct str name = site_worded(m->settings, &m->settings->names,
	    home.lang);
	struct listing_page page;
	const enum status st = site_newest(m->site, m->j, &home, *left, &page);

	for (size_t i = 0; st == OK && i < page.cards.n; i++) {
		const struct card *const c = &page.cards.at[i];

		if (c->published.at < m->now - NEWS_SECONDS)
			break;
		news_put(m, b, name, c);
		--*left;
	}
	return st;
}

static enum status
news_out(struct making *m)
{
	struct buf b = buf_in(m->j, BYTES_MOST);
	size_t left = NEWS_MOST;
	enum status st = OK;

	buf_put(&b,
	    STR(XML "<urlset xmlns=\"" NS "\" xmlns:news=\"" NEWS_NS "\">\n"));
	for (size_t i = 0; i < m->settings->languages.n && st == OK; i++)
		if (left > 0)
			st = news_of(m, i, &b, &left);
	buf_put(&b, STR("</urlset>\n"));
	fresh_until(m, m->now + NEWS_FRESH);
	return st == OK ? xml_out(m, buf_so_far(&b)) : st;
}

enum status
page_sitemap(struct making *m)
{
	/* Nothing but whole URLs may stand in them. */
	if (m->base.n == 0)
		return NOT_FOUND;
	if (m->place->what == PLACE_SITEMAP_NEWS)
		return news_out(m);
	return m->place->rest.n == 0 ? index_out(m) : part_out(m);
}
