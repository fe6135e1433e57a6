/* SPDX-License-Identifier: ISC */
#include "press/corner.h"

#include "edge/edge.h"
#include "page/escape.h"
#include "page/json.h"
#include "press/icon.h"
#include "press/making.h"
#include "press/query.h"
#include "site/galley.h"
#include "text/address.h"
#include "text/colour.h"

#define PLAIN STR("text/plain; charset=utf-8")
#define TEXT_MAX ((size_t)64 * 1024)

/* The colours of the default theme, where the paper has none. */
#define THEME_COLOUR "#c5270d"
#define PAPER_COLOUR "#ffffff"

static enum status
text_out(struct making *m, struct str type, struct buf *b)
{
	m->answer->status = 200;
	m->answer->type = type;
	return buf_done(b, &m->answer->bytes);
}

/* A line of such a file; nothing if there is nothing to say. */
static void
line_put(struct buf *b, const char *name, struct str value)
{
	if (value.n > 0)
		buf_printf(b, "%s%.*s\n", name, STR_ARG(value));
}

/* ---- for crawlers ---- */

/* Nothing is forbidden, and the sitemaps are named. */
static enum status
robots(struct making *m)
{
	struct buf b = buf_in(m->j, TEXT_MAX);

	BUF_LIT(&b, "User-agent: *\nAllow: /\n");
	if (m->base.n > 0)
		buf_printf(&b,
		    "\nSitemap: %.*s/sitemap.xml\n"
		    "Sitemap: %.*s/sitemap-news.xml\n",
		    STR_ARG(m->base), STR_ARG(m->base));
	return text_out(m, PLAIN, &b);
}

/* ---- security.txt ---- */

static void
contact_put(struct buf *b, struct str s)
{
	const bool mail = str_find_ch(s, ':') == NOWHERE;

	buf_printf(b, "Contact: %s%.*s\n", mail ? "mailto:" : "", STR_ARG(s));
}

/* The promise ends when the settings say; nobody here may lengthen it. */
static enum status
security(struct making *m)
{
	const struct copy *const s = m->settings;
	struct buf b = buf_in(m->j, TEXT_MAX);

	if (s->security.n == 0 || s->security_until.precision == WHEN_NONE)
		return NOT_FOUND;
	for (size_t i = 0; i < s->security.n; i++)
		contact_put(&b, s->security.at[i]);
	line_put(&b,
	    "Expires: ", date_iso(m->dates, m->j, s->security_until.at));
	line_put(&b, "Encryption: ", s->security_key);
	line_put(&b, "Policy: ", s->security_policy);
	BUF_LIT(&b, "Preferred-Languages: ");
	for (size_t i = 0; i < s->languages.n; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? ", " : "",
		    STR_ARG(s->languages.at[i].tag));
	BUF_LIT(&b, "\n");
	if (m->base.n > 0)
		line_put(&b,
		    "Canonical: ", url_of(m, STR("/.well-known/security.txt")));
	return text_out(m, PLAIN, &b);
}

/* ---- trust.txt ---- */

static enum status
trust(struct making *m)
{
	const struct copy *const s = m->settings;
	struct buf b = buf_in(m->j, TEXT_MAX);

	if (s->trust.n == 0)
		return NOT_FOUND;
	for (size_t i = 0; i < s->trust.n; i++)
		line_put(&b, "", s->trust.at[i]);
	for (size_t i = 0; i < s->social.n; i++)
		line_put(&b, "social=", s->social.at[i]);
	line_put(&b, "contact=", s->email);
	return text_out(m, PLAIN, &b);
}

/* ---- the mark ---- */

static struct colour
colour_of(struct making *m)
{
	struct colour x;

	if (!colour_read(m->j, m->settings->accent, &x)
	    && !colour_read(m->j, STR(THEME_COLOUR), &x))
		return (struct colour){ { 0, 0, 0 } };
	return x;
}

/*
 * For those who ask for this address whatever the page says.  The paper's own
 * mark is a file in its own form, so they are led there.
 */
static enum status
favicon(struct making *m)
{
	struct plate own;

	if (icon_of(m, &own)) {
		m->answer->status = 302;
		m->answer->location = href_of(m, own.column);
		m->answer->type = PLAIN;
		return OK;
	}
	m->answer->status = 200;
	m->answer->type = STR("image/x-icon");
	m->answer->bytes = icon_draw(m->j, colour_of(m));
	return OK;
}

static void
member(struct buf *b, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	buf_printf(b, ",\n\"%s\":", name);
	json_put(b, value);
}

static enum status
icons_put(struct making *m, struct buf *b)
{
	struct plate own;
	struct str address;

	BUF_LIT(b, ",\n\"icons\":[{\"src\":");
	if (icon_of(m, &own)) {
		json_put(b, href_of(m, own.column));
		buf_printf(b,
		    ",\"sizes\":\"%lldx%lld\",\"type\":", (long long)own.w,
		    (long long)own.h);
		json_put(b, icon_type(own.column));
	} else {
		const enum status st = theme_asset_named(press_theme_in_use(
							     m->press),
		    m->j, STR("icon.svg"), &address);

		if (st != OK)
			return st;
		json_put(b, address);
		BUF_LIT(b, ",\"sizes\":\"any\",\"type\":\"image/svg+xml\"");
	}
	BUF_LIT(b, "}]");
	return OK;
}

static enum status
manifest(struct making *m)
{
	const struct str prefix = site_prefix(m->site, m->j, m->lang);
	const struct str home = job_printf(m->j, "%.*s/", STR_ARG(prefix));
	const struct colour x = colour_of(m);
	struct buf b = buf_in(m->j, TEXT_MAX);
	enum status st;

	BUF_LIT(&b, "{\"name\":");
	json_put(&b, m->name);
	member(&b, "description",
	    site_worded(m->settings, &m->settings->taglines, m->lang));
	member(&b, "lang", m->lang);
	member(&b, "dir", m->page.dir);
	member(&b, "id", home);
	member(&b, "start_url", home);
	member(&b, "scope", home);
	member(&b, "display", STR("minimal-ui"));
	buf_printf(&b, ",\n\"theme_color\":\"#%02x%02x%02x\"", x.c[0], x.c[1],
	    x.c[2]);
	member(&b, "background_color", STR(PAPER_COLOUR));
	st = icons_put(m, &b);
	if (st != OK)
		return st;
	BUF_LIT(&b, "}\n");
	return text_out(m, STR("application/manifest+json"), &b);
}

/* ---- which ---- */

#define MANIFEST "/site.webmanifest"

static const struct {
	struct str path;
	enum status (*make)(struct making *m);
	bool asked; /* what it says depends on what is asked */
} corners[] = {
	{ STR_INIT("/robots.txt"), robots, false },
	{ STR_INIT("/favicon.ico"), favicon, false },
	{ STR_INIT(MANIFEST), manifest, false },
	{ STR_INIT("/.well-known/security.txt"), security, false },
	{ STR_INIT("/.well-known/trust.txt"), trust, false },
	{ STR_INIT("/trust.txt"), trust, false },
	{ STR_INIT("/oembed"), page_oembed, true },
};

/* A further language's manifest: that language. */
static enum status
manifest_in(struct press *p, struct job *j, struct str path, struct str *lang)
{
	const struct copy *settings;
	const enum status st = site_settings(press_site(p), j, &settings);

	if (st != OK)
		return st;
	for (size_t i = 1; i < settings->languages.n; i++) {
		const struct str tag = settings->languages.at[i].tag;
		const struct str prefix = site_prefix(press_site(p), j, tag);

		if (path.n == prefix.n + sizeof(MANIFEST) - 1
		    && str_starts(path, prefix))
			*lang = tag;
	}
	return OK;
}

static enum status
corner_make(struct press *p, struct job *j, const struct place *place,
    enum status (*make)(struct making *), struct answer *out, bool *is)
{
	struct making *m = JOB_NEW(j, struct making);
	struct answer a = *out;
	enum status st = making_begin(m, p, j, place, &a);

	if (st == OK)
		st = make(m);
	if (st == NOT_FOUND) {
		job_forgive(j);
		return OK;
	}
	*is = st == OK;
	if (*is)
		*out = a;
	return st;
}

enum status
corner_answer(struct press *p, struct job *j, struct str path, struct str query,
    struct answer *out, bool *is)
{
	struct place place = { .address = path, .query = query };

	*is = false;
	for (size_t i = 0; i < sizeof(corners) / sizeof(corners[0]); i++)
		if (str_eq(path, corners[i].path))
			return corner_make(p, j, &place, corners[i].make, out,
			    is);
	if (!str_ends(path, STR(MANIFEST)))
		return OK;
	const enum status st = manifest_in(p, j, path, &place.lang);

	if (st != OK || place.lang.n == 0)
		return st;
	return corner_make(p, j, &place, manifest, out, is);
}

enum status
corner_addresses(struct press *p, struct job *j, struct texts *out)
{
	const struct copy *settings;
	const enum status st = site_settings(press_site(p), j, &settings);

	if (st != OK)
		return st;
	for (size_t i = 0; i < sizeof(corners) / sizeof(corners[0]); i++)
		if (!corners[i].asked)
			texts_add(j, out, corners[i].path);
	for (size_t i = 1; i < settings->languages.n; i++) {
		const struct str prefix = site_prefix(press_site(p), j,
		    settings->languages.at[i].tag);

		texts_add(j, out,
		    job_printf(j, "%.*s" MANIFEST, STR_ARG(prefix)));
	}
	return OK;
}
