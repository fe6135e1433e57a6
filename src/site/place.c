/* SPDX-License-Identifier: ISC */
/*
 * What stands at an address.  First whatever has taken exactly this one; then
 * the pages under a listing's address; then the site's own corners.
 */
#include "site/place.h"

#include "site/inside.h"
#include "text/address.h"

#define MOVED 301 /* an old address, for good */
#define FOUND_FOR_NOW 302
#define REDIRECT_STEPS 8 /* so far redirects to redirects are followed */

struct str
site_prefix(struct site *s, struct job *j, struct str lang)
{
	const struct languages *langs;

	if (site_languages(s, j, &langs) != OK || langs->n == 0 || lang.n == 0
	    || str_eq(langs->at[0].tag, lang))
		return (struct str){ NULL, 0 };
	return job_printf(j, "/%.*s", STR_ARG(lang));
}

static void
redirect(struct place *p, struct str to, int status)
{
	p->what = PLACE_REDIRECT;
	p->to = to;
	p->status = status;
}

static enum status
gone(struct site *s, struct job *j, struct place *p)
{
	struct val v[4];
	const enum status st = store_one(s->st, j, SQL_SITE_GONE_AT,
	    VALS(val_int(p->num)), v, 4);

	if (st == NOT_FOUND) {
		/* Retracted before it had any tombstone of its own. */
		p->what = PLACE_GONE;
		return OK;
	}
	if (st != OK)
		return st;
	p->what = PLACE_GONE;
	p->at = v[1].i;
	p->reason = v[2].s;
	p->expired = v[3].i;
	for (size_t i = 0; i < v[0].s.n && i < ID_BYTES; i++)
		p->id.b[i] = (unsigned char)v[0].s.p[i];
	return OK;
}

static enum status
entity_place(struct site *s, struct job *j, struct place *p)
{
	const struct named_link *l;
	const enum status st = named_in(s, j, p->num, p->lang, &l);

	if (st != OK)
		return st;
	p->what = PLACE_LISTING;
	/* What it was merged into, if it was. */
	if (l->link.num != 0)
		p->num = l->link.num;
	p->address = l->link.address;
	p->listing = (struct listing){ LISTING_THING, p->num, p->kind,
		p->lang };
	return OK;
}

/* Where a redirect from *to leads next; *on: it may lead on from there. */
static enum status
one_step(struct site *s, struct job *j, struct str *to, bool *on)
{
	struct place next = { 0 };
	struct val v[6];
	enum status st = store_one(s->st, j, SQL_SITE_PLACE_AT,
	    VALS(val_text(address_key(*to))), v, 6);

	*on = false;
	if (st != OK || v[4].i == 0)
		return st == NOT_FOUND ? OK : st;
	next.num = v[0].i;
	next.lang = v[2].s;
	next.kind = kind_of(v[3].s);
	if (next.kind == KIND_REDIRECT) {
		st = store_one(s->st, j, SQL_SITE_REDIRECT_AT,
		    VALS(val_int(next.num)), v, 1);
		if (st != OK)
			return st == NOT_FOUND ? OK : st;
		*to = v[0].s;
		*on = str_starts(*to, STR("/"));
		return OK;
	}
	if (!kind_is_entity(next.kind)) {
		*to = v[5].s;
		return OK;
	}
	st = entity_place(s, j, &next);
	if (st == OK)
		*to = next.address;
	return st;
}

/*
 * A redirect to what has moved since, or redirects itself, leads to where that
 * is now, in one step; one that leads in a ring leads to where it was told to.
 */
static enum status
last_step(struct site *s, struct job *j, struct place *p)
{
	struct str to = p->to;
	bool on = true;

	for (int i = 0; on && i < REDIRECT_STEPS; i++) {
		const enum status st = one_step(s, j, &to, &on);

		if (st != OK)
			return st;
	}
	if (!on && to.n > 0)
		p->to = to;
	return OK;
}

static enum status
own_redirect(struct site *s, struct job *j, struct place *p)
{
	struct val v[1];
	const enum status st = store_one(s->st, j, SQL_SITE_REDIRECT_AT,
	    VALS(val_int(p->num)), v, 1);

	if (st != OK)
		return st == NOT_FOUND ? gone(s, j, p) : st;
	redirect(p, v[0].s, MOVED);
	return str_starts(p->to, STR("/")) ? last_step(s, j, p) : OK;
}

/* Columns: num, old, lang, type, live, the story's address. */
static enum status
taken(struct site *s, struct job *j, const struct val *v, struct str path,
    struct place *p)
{
	const bool old = v[1].i != 0;
	enum status st = OK;

	p->num = v[0].i;
	p->lang = v[2].s;
	p->kind = kind_of(v[3].s);
	if (v[4].i == 0)
		return gone(s, j, p);
	if (p->kind == KIND_REDIRECT)
		return own_redirect(s, j, p);
	if (kind_is_entity(p->kind)) {
		st = entity_place(s, j, p);
	} else {
		p->what = PLACE_STORY;
		p->address = v[5].s;
	}
	if (st != OK)
		return st;
	const bool moved = p->num != v[0].i;

	if (p->address.n == 0)
		p->what = PLACE_NONE;
	else if (old || moved)
		redirect(p, p->address, MOVED);
	else if (!str_eq(path, p->address))
		redirect(p, p->address, PLACE_OTHER_FORM);
	return OK;
}

static enum status
exactly(struct site *s, struct job *j, struct str path, struct place *p)
{
	struct val v[6];
	const enum status st = store_one(s->st, j, SQL_SITE_PLACE_AT,
	    VALS(val_text(address_key(path))), v, 6);

	if (st == NOT_FOUND)
		return OK;
	return st == OK ? taken(s, j, v, path, p) : st;
}

/* ---- under a listing ---- */

/* A piece of a path from its end: "/a/b/7/" gives "7" and leaves "/a/b". */
static struct str
last_segment(struct str *path)
{
	struct str p = address_key(*path);
	const size_t cut = str_rfind_ch(p, '/');
	struct str last = { NULL, 0 };

	if (cut == NOWHERE)
		return last;
	last = str_skip(p, cut + 1);
	path->n = cut;
	return last;
}

static bool
number_of(struct str text, int64_t most, int64_t *out)
{
	/* One spelling for a number: no sign, no zero in front but "01". */
	return text.n > 0 && text.n < 10 && text.p[0] != '-' && text.p[0] != '+'
	    && str_to_int(text, out) && *out >= 1 && *out <= most;
}

static const struct {
	struct str name;
	enum feed feed;
} feeds[] = {
	{ STR_INIT("feed.xml"), FEED_ATOM },
	{ STR_INIT("rss.xml"), FEED_RSS },
	{ STR_INIT("feed.json"), FEED_JSON },
};

/*
 * Take "feed.xml", "page/7/", "archive/2026/11/" from the end of a path; what
 * is left in *base is a listing's address without its slash.
 */
static bool
under_listing(struct str path, struct str *base, struct place *p)
{
	struct str rest = path, before;
	const struct str last = last_segment(&rest);
	int64_t n, month;

	*base = rest;
	for (size_t i = 0; i < sizeof(feeds) / sizeof(feeds[0]); i++)
		if (str_eq(last, feeds[i].name) && !str_ends(path, STR("/"))) {
			p->what = PLACE_FEED;
			p->feed = feeds[i].feed;
			return true;
		}
	p->what = PLACE_ARCHIVE;
	if (str_eq(last, STR("archive")))
		return true;
	before = rest;
	const struct str second = last_segment(&before);

	*base = before;
	if (str_eq(second, STR("archive")) && number_of(last, 9999, &n)) {
		p->year = (int)n;
		return true;
	}
	if (str_eq(second, STR("page")) && number_of(last, 99999999, &n)) {
		p->what = PLACE_NUMBERED;
		p->page = n;
		return true;
	}
	const struct str third = last_segment(base);

	if (!str_eq(third, STR("archive")) || last.n != 2
	    || !number_of(second, 9999, &n) || !number_of(last, 12, &month)) {
		p->what = PLACE_NONE;
		return false;
	}
	p->year = (int)n;
	p->month = (int)month;
	return true;
}

/* "" and "/fa" are home; NULL if it is no language's prefix. */
static enum status
home_of(struct site *s, struct job *j, struct str base,
    const struct language **out)
{
	const struct languages *langs;
	const enum status st = site_languages(s, j, &langs);

	*out = NULL;
	if (st != OK)
		return st;
	if (base.n == 0)
		*out = &langs->at[0];
	for (size_t i = 1; i < langs->n && base.n > 0; i++)
		if (str_eq(str_skip(base, 1), langs->at[i].tag))
			*out = &langs->at[i];
	return OK;
}

/* "/kind/letter", "/fa/kind/letter" */
static enum status
kind_listing(struct site *s, struct job *j, struct str base,
    struct listing *out, bool *is)
{
	struct str rest = base;
	const struct str name = last_segment(&rest);
	const struct str word = last_segment(&rest);
	const enum kind k = kind_of(name);
	const struct kind_row *const row = kind_row(k);
	const struct language *l = NULL;

	*is = false;
	if (!str_eq(word, STR("kind")) || row == NULL || !row->listed)
		return OK;
	const enum status st = home_of(s, j, rest, &l);

	if (st == OK && l != NULL) {
		*is = true;
		*out = (struct listing){ LISTING_KIND, 0, k, l->tag };
	}
	return st;
}

/* "/corrections", "/fa/corrections" */
static enum status
corrections_listing(struct site *s, struct job *j, struct str base,
    struct listing *out, bool *is)
{
	struct str rest = base;
	const struct language *l = NULL;

	*is = false;
	if (!str_eq(last_segment(&rest), STR("corrections")))
		return OK;
	const enum status st = home_of(s, j, rest, &l);

	if (st == OK && l != NULL) {
		*is = true;
		*out = (struct listing){ LISTING_CORRECTIONS, 0, KIND_NONE,
			l->tag };
	}
	return st;
}

/* The listing whose address that is (without its slash). */
static enum status
listing_of(struct site *s, struct job *j, struct str base, struct listing *out,
    struct place *p, bool *is)
{
	const struct language *l;
	struct place at = { 0 };
	enum status st = home_of(s, j, base, &l);

	if (st != OK)
		return st;
	*is = l != NULL;
	if (l != NULL) {
		*out = (struct listing){ LISTING_HOME, 0, KIND_NONE, l->tag };
		return OK;
	}
	st = kind_listing(s, j, base, out, is);
	if (st == OK && !*is)
		st = corrections_listing(s, j, base, out, is);
	if (st != OK || *is)
		return st;
	st = exactly(s, j, job_printf(j, "%.*s/", STR_ARG(base)), &at);
	if (st != OK)
		return st;
	if (at.what == PLACE_LISTING) {
		*is = true;
		*out = at.listing;
	} else if (at.what == PLACE_STORY && kind_lists(at.kind)) {
		*is = true;
		*out = (struct listing){ LISTING_THING, at.num, at.kind,
			at.lang };
	} else if ((at.what == PLACE_GONE || at.what == PLACE_REDIRECT)
	    && (kind_is_entity(at.kind) || kind_lists(at.kind))) {
		/* Its pages are gone with it, or have moved to its new slug. */
		*p = at;
	}
	return OK;
}

/* The one right form of the address of a page under a listing. */
static struct str
canonical(struct job *j, struct str base, const struct place *p)
{
	switch (p->what) {
	case PLACE_FEED:
		return job_printf(j, "%.*s%.*s", STR_ARG(base),
		    STR_ARG(feeds[p->feed].name));
	case PLACE_NUMBERED:
		return job_printf(j, "%.*spage/%lld/", STR_ARG(base),
		    (long long)p->page);
	case PLACE_ARCHIVE:
		if (p->year == 0)
			return job_printf(j, "%.*sarchive/", STR_ARG(base));
		if (p->month == 0)
			return job_printf(j, "%.*sarchive/%d/", STR_ARG(base),
			    p->year);
		return job_printf(j, "%.*sarchive/%d/%02d/", STR_ARG(base),
		    p->year, p->month);
	case PLACE_NONE:
	case PLACE_STORY:
	case PLACE_LISTING:
	case PLACE_REDIRECT:
	case PLACE_GONE:
	case PLACE_SEARCH:
	case PLACE_SITEMAP:
	case PLACE_SITEMAP_NEWS:
	case PLACE_RECORD:
	case PLACE_MEDIA:
	case PLACE_ASSET:
		break;
	}
	return base;
}

/* A page that may come one day, or is over: send it to the first page. */
static enum status
numbered_exists(struct site *s, struct job *j, struct str base, struct place *p)
{
	struct val v[5];
	const struct listing *const l = &p->listing;
	const enum status st = store_one(s->st, j, SQL_SITE_LISTING_AT,
	    VALS(val_int(l->what == LISTING_THING ? l->num : 0),
		val_text(listing_word(l)), val_text(l->lang)),
	    v, 5);

	if (st != OK && st != NOT_FOUND)
		return st;
	const int64_t pages = st == OK ? v[1].i : 0;
	const bool open = st == OK && v[2].i > 0;

	if (p->page == pages + 1 && !open && pages > 0)
		redirect(p, base, FOUND_FOR_NOW);
	else if (p->page > pages + (open ? 1 : 0))
		p->what = PLACE_NONE;
	return OK;
}

static bool
keeps_archive(const struct listing *l)
{
	return l->what == LISTING_HOME
	    || (l->what == LISTING_THING && l->kind == KIND_SECTION);
}

/* The address is that of a listing's page: which is the right form of it? */
static enum status
settle_listing(struct site *s, struct job *j, struct str path, struct place *p)
{
	struct str base;
	enum status st = site_listing_address(s, j, &p->listing, &base);

	if (st != OK)
		return st;
	p->lang = p->listing.lang;
	p->num = p->listing.num;
	p->kind = p->listing.kind;
	p->address = canonical(j, base, p);
	if (p->what == PLACE_ARCHIVE && !keeps_archive(&p->listing)) {
		p->what = PLACE_NONE;
		return OK;
	}
	if (!str_eq(path, p->address)) {
		/* Only the slash may differ; /page/07/ is no page. */
		if (str_eq(address_key(path), address_key(p->address)))
			redirect(p, p->address, PLACE_OTHER_FORM);
		else
			p->what = PLACE_NONE;
		return OK;
	}
	return p->what == PLACE_NUMBERED ? numbered_exists(s, j, base, p) : OK;
}

static enum status
under(struct site *s, struct job *j, struct str path, struct place *p)
{
	struct place q = { 0 };
	struct str base = address_key(path);
	bool is = false;
	enum status st;

	if (str_eq(base, STR("/")))
		base.n = 0;
	q.what = PLACE_LISTING;
	st = listing_of(s, j, base, &q.listing, p, &is);
	if (st == OK && !is && p->what == PLACE_NONE
	    && under_listing(path, &base, &q)) {
		st = listing_of(s, j, base, &q.listing, p, &is);
		/* Pages under an old slug go where that page is now. */
		if (st == OK && p->what == PLACE_REDIRECT)
			p->to = canonical(j, p->to, &q);
	}
	if (st != OK || !is)
		return st;
	*p = q;
	return settle_listing(s, j, path, p);
}

/* ---- the site's own corners ---- */

static const struct {
	struct str path;
	enum place_what what;
} corners[] = {
	{ STR_INIT("/search"), PLACE_SEARCH },
	{ STR_INIT("/sitemap.xml"), PLACE_SITEMAP },
	{ STR_INIT("/sitemap-news.xml"), PLACE_SITEMAP_NEWS },
};

static const struct {
	struct str prefix;
	enum place_what what;
} trees[] = {
	{ STR_INIT("/media/"), PLACE_MEDIA },
	{ STR_INIT("/assets/"), PLACE_ASSET },
};

/* "/sitemap-2026-11.xml", "/sitemap-pages.xml": what stands in between. */
static bool
sitemap_part(struct str path, struct place *p)
{
	const struct str before = STR("/sitemap-"), after = STR(".xml");

	if (!str_starts(path, before) || !str_ends(path, after)
	    || path.n <= before.n + after.n
	    || str_eq(path, STR("/sitemap-news.xml")))
		return false;
	p->what = PLACE_SITEMAP;
	p->rest = str_sub(path, before.n, path.n - before.n - after.n);
	p->address = path;
	return true;
}

static enum status
corner(struct site *s, struct job *j, struct str path, struct place *p)
{
	const struct languages *langs;
	const enum status st = site_languages(s, j, &langs);
	struct str rest = path;

	if (st != OK)
		return st;
	p->lang = langs->at[0].tag;
	if (sitemap_part(path, p))
		return OK;
	for (size_t i = 0; i < sizeof(trees) / sizeof(trees[0]); i++)
		if (str_starts(path, trees[i].prefix)) {
			p->what = trees[i].what;
			p->rest = str_skip(path, trees[i].prefix.n);
			p->address = path;
			return OK;
		}
	for (size_t i = 1; i < langs->n; i++) {
		const struct str prefix = site_prefix(s, j, langs->at[i].tag);

		if (str_starts(path, prefix) && path.n > prefix.n
		    && path.p[prefix.n] == '/') {
			p->lang = langs->at[i].tag;
			rest = str_skip(path, prefix.n);
		}
	}
	if (str_starts(rest, STR("/record/"))) {
		p->what = PLACE_RECORD;
		p->rest = str_skip(rest, sizeof("/record/") - 1);
		p->address = path;
		return OK;
	}
	if (str_eq(rest, STR("/record"))) {
		redirect(p, job_printf(j, "%.*s/", STR_ARG(path)),
		    PLACE_OTHER_FORM);
		return OK;
	}
	for (size_t i = 0; i < sizeof(corners) / sizeof(corners[0]); i++) {
		if (str_eq(rest, corners[i].path)) {
			p->what = corners[i].what;
			p->address = path;
		} else if (str_eq(address_key(rest),
			       address_key(corners[i].path))) {
			const struct str prefix = site_prefix(s, j, p->lang);

			redirect(p,
			    job_printf(j, "%.*s%.*s", STR_ARG(prefix),
				STR_ARG(corners[i].path)),
			    PLACE_OTHER_FORM);
		}
	}
	return OK;
}

enum status
site_resolve(struct site *s, struct job *j, struct str path, struct str query,
    struct place *out)
{
	struct place p = { .query = query };
	enum status st = OK;

	if (query.n > 0) {
		st = exactly(s, j,
		    job_printf(j, "%.*s?%.*s", STR_ARG(path), STR_ARG(query)),
		    &p);
		/* An address with a query can only lead somewhere else. */
		if (st == OK && p.what == PLACE_STORY)
			redirect(&p, p.address, MOVED);
	}
	if (st == OK && p.what == PLACE_NONE)
		st = exactly(s, j, path, &p);
	if (st == OK && p.what == PLACE_NONE)
		st = under(s, j, path, &p);
	if (st == OK && p.what == PLACE_NONE)
		st = corner(s, j, path, &p);
	if (st == OK)
		*out = p;
	return st;
}
