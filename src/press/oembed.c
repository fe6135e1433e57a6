/* SPDX-License-Identifier: ISC */
/*
 * A story as others show it on their pages (https://oembed.com, 2.3): a
 * quotation that leads here.  Nothing of it runs, and no frame of ours is
 * needed, which our own policy would forbid.
 */
#include "page/escape.h"
#include "page/inline.h"
#include "page/json.h"
#include "press/making.h"
#include "press/query.h"
#include "text/address.h"

#define WIDTH 600  /* of the quotation, where nothing is asked */
#define HEIGHT 240 /* likewise; as tall as three lines and a deck */
#define LEAST 120  /* pixels; less shows nothing */
#define JSON_MAX ((size_t)64 * 1024)
#define PAIRS 16

struct pair {
	const char *name;
	struct str value;
	bool number;
};

struct embed {
	struct making *m;
	struct pair at[PAIRS];
	size_t n;
	int64_t width, height; /* no more; INT64_MAX: whatever */
};

static void
pair(struct embed *e, const char *name, struct str value)
{
	if (value.n > 0 && e->n < PAIRS)
		e->at[e->n++] = (struct pair){ name, value, false };
}

static void
number(struct embed *e, const char *name, int64_t n)
{
	if (e->n < PAIRS)
		e->at[e->n++] = (struct pair){ name,
			job_printf(e->m->j, "%lld", (long long)n), true };
}

static int64_t
limit(struct making *m, const char *name)
{
	int64_t n;

	if (!str_to_int(query_value(m->j, m->place->query, str_of(name)), &n)
	    || n <= 0)
		return INT64_MAX;
	return n < LEAST ? LEAST : n;
}

/* ---- what is asked for ---- */

/* The path of an address of ours, whether with http or https. */
static bool
own_path(const struct making *m, struct str url, struct str *path)
{
	struct str base = m->base, host;

	for (int i = 0; i < 2; i++) {
		struct str *const s = i ? &base : &url;

		if (str_starts(*s, STR("https://")))
			*s = str_skip(*s, 8);
		else if (str_starts(*s, STR("http://")))
			*s = str_skip(*s, 7);
		else
			return false;
	}
	host = base;
	if (host.n == 0 || url.n <= host.n || !str_starts(url, host)
	    || url.p[host.n] != '/')
		return false;
	*path = str_skip(url, host.n);
	*path = str_sub(*path, 0, str_find_ch(*path, '#'));
	*path = str_sub(*path, 0, str_find_ch(*path, '?'));
	return true;
}

static enum status
asked(struct making *m, struct story *out)
{
	const struct str url = query_address(m->j, m->place->query, STR("url"));
	struct place at = { 0 };
	struct str path, normal;

	if (!own_path(m, url, &path))
		return NOT_FOUND;
	enum status st = address_normal(m->j, path, &normal);

	if (st == INVALID)
		return NOT_FOUND;
	if (st == OK)
		st = site_resolve(m->site, m->j, normal, STR(""), &at);
	/* An old address is a story's address still. */
	if (st == OK && at.what == PLACE_REDIRECT && at.to.n > 0
	    && at.to.p[0] == '/')
		st = site_resolve(m->site, m->j, at.to, STR(""), &at);
	if (st != OK)
		return st;
	return at.what == PLACE_STORY ? site_story(m->site, m->j, at.num, out)
				      : NOT_FOUND;
}

/* ---- what is said ---- */

static struct str
quotation(struct making *m, const struct card *c)
{
	struct buf b = buf_in(m->j, JSON_MAX);
	const struct str url = url_of(m, c->address);
	const struct str deck = card_share(m, c);
	const struct view_time *const t = time_long(m, c->published);

	BUF_LIT(&b, "<blockquote cite=\"");
	escape_put(&b, url);
	buf_printf(&b, "\" lang=\"%.*s\" dir=\"%s\"><p><a href=\"",
	    STR_ARG(c->lang), lang_is_rtl(c->lang) ? "rtl" : "ltr");
	escape_put(&b, url);
	BUF_LIT(&b, "\">");
	escape_put(&b, card_headline(m, c));
	BUF_LIT(&b, "</a></p>");
	if (deck.n > 0) {
		BUF_LIT(&b, "<p>");
		escape_put(&b, deck);
		BUF_LIT(&b, "</p>");
	}
	BUF_LIT(&b, "<footer>");
	escape_put(&b, m->name);
	if (t != NULL) {
		buf_printf(&b, ", <time datetime=\"%.*s\">", STR_ARG(t->iso));
		escape_put(&b, t->text);
		BUF_LIT(&b, "</time>");
	}
	BUF_LIT(&b, "</footer></blockquote>");
	return buf_so_far(&b);
}

/* The larger size that stays within the limits, if any does. */
static void
thumbnail(struct embed *e, const struct plate *p)
{
	struct str address = p->lead;
	int64_t w = p->lead_w, h = p->lead_h;

	if (w == 0 || w > e->width || h > e->height) {
		address = p->column;
		w = p->w;
		h = p->h;
	}
	if (w == 0 || w > e->width || h > e->height)
		return;
	pair(e, "thumbnail_url", url_of(e->m, address));
	number(e, "thumbnail_width", w);
	number(e, "thumbnail_height", h);
}

static void
embed_set(struct embed *e, const struct story *s)
{
	struct making *const m = e->m;
	const struct card *const c = &s->card;

	pair(e, "version", STR("1.0"));
	pair(e, "type", STR("rich"));
	pair(e, "title", card_headline(m, c));
	pair(e, "author_name", byline_of(m, &c->byline, false));
	pair(e, "provider_name", m->name);
	pair(e, "provider_url", url_of(m, STR("/")));
	pair(e, "html", quotation(m, c));
	number(e, "width", e->width < WIDTH ? e->width : WIDTH);
	number(e, "height", e->height < HEIGHT ? e->height : HEIGHT);
	if (c->has_picture)
		thumbnail(e, &c->picture);
}

/* ---- in either form ---- */

static struct str
as_json(const struct embed *e)
{
	struct buf b = buf_in(e->m->j, JSON_MAX * 2);

	for (size_t i = 0; i < e->n; i++) {
		buf_put(&b, i == 0 ? STR("{") : STR(",\n"));
		json_put(&b, str_of(e->at[i].name));
		buf_ch(&b, ':');
		if (e->at[i].number)
			buf_put(&b, e->at[i].value);
		else
			json_put(&b, e->at[i].value);
	}
	BUF_LIT(&b, "}\n");
	return buf_so_far(&b);
}

static struct str
as_xml(const struct embed *e)
{
	struct buf b = buf_in(e->m->j, JSON_MAX * 2);

	BUF_LIT(&b,
	    "<?xml version=\"1.0\" encoding=\"utf-8\" "
	    "standalone=\"yes\"?>\n<oembed>\n");
	for (size_t i = 0; i < e->n; i++) {
		buf_printf(&b, "<%s>", e->at[i].name);
		escape_put(&b, e->at[i].value);
		buf_printf(&b, "</%s>\n", e->at[i].name);
	}
	BUF_LIT(&b, "</oembed>\n");
	return buf_so_far(&b);
}

static enum status
plain_out(struct making *m, int status, struct str text)
{
	m->answer->status = status;
	m->answer->type = STR("text/plain; charset=utf-8");
	m->answer->keep = KEEP_NOT;
	m->answer->bytes = text;
	return OK;
}

enum status
page_oembed(struct making *m)
{
	const struct str format = query_value(m->j, m->place->query,
	    STR("format"));
	const bool xml = str_eq(format, STR("xml"));
	struct place in = *m->place;
	struct embed e = { .m = m };
	struct story s;
	enum status st;

	if (format.n > 0 && !xml && !str_eq(format, STR("json")))
		return plain_out(m, 501, STR("json or xml\n"));
	st = asked(m, &s);
	if (st == NOT_FOUND) {
		job_forgive(m->j);
		return plain_out(m, 404, STR("no story of ours\n"));
	}
	/* In its own words. */
	in.lang = s.card.lang;
	if (st == OK && !str_eq(in.lang, m->lang))
		st = making_begin(m, m->press, m->j, &in, m->answer);
	if (st != OK)
		return st;
	e.width = limit(m, "maxwidth");
	e.height = limit(m, "maxheight");
	m->still = true;
	embed_set(&e, &s);
	m->answer->status = 200;
	m->answer->type = xml ? STR("text/xml; charset=utf-8")
			      : STR("application/json; charset=utf-8");
	/* Its story's own address is what becomes stale, not this one. */
	m->answer->keep = KEEP_COMMIT;
	m->answer->bytes = xml ? as_xml(&e) : as_json(&e);
	return OK;
}

/* Where a story's page says that this is to be asked. */
void
oembed_set(struct making *m)
{
	const struct str url = url_of(m, m->place->address);

	if (m->base.n == 0 || m->unserved)
		return;
	m->page.oembed = job_printf(m->j, "%.*s/oembed?url=%.*s",
	    STR_ARG(m->base), STR_ARG(query_encoded(m->j, url)));
}
