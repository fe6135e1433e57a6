/* SPDX-License-Identifier: ISC */
/*
 * 1. A page is made from one read transaction, whose version stands in the
 *    answer.
 * 2. `seen` is the newest version that a tick has told of; it never goes back.
 * 3. The theme in use is always one that compiled.
 */
#include "press/press.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "page/theme_files.h"
#include "press/accent.h"
#include "press/corner.h"
#include "press/live.h"
#include "press/making.h"
#include "record/folded.h"
#include "text/address.h"

#define SPEECHES 64 /* languages in use at once; far more than any paper's */

struct press {
	struct store *store; /* NULL: somebody else's read is open */
	struct site *site;
	struct theme *theme;
	bool owned; /* site and theme */
	bool held;  /* by press_hold() */
	struct speech *speeches;
	size_t nspeeches;
	struct own_name *names;
	size_t nnames;
	int64_t data_version, seen;
	char *trouble;
	char *dir, *chosen;   /* the site's folder; the theme's name */
	bool theme_moved;     /* between two ticks */
	bool unserved;        /* nobody answers what a page would ask */
	struct folded *tiles; /* that proofs were made of */
	struct kept_feed feed;
	int64_t search_at;   /* when search_left was counted, us, steady */
	int64_t search_left; /* us that searches may take; below 0: none */

	/* What is answered meanwhile, as long as all of these are so. */
	char *busy_lang, *busy; /* owned */
	size_t busy_n;
	int64_t busy_version;
	const struct theme *busy_theme;
};

static char *
copied(struct str s)
{
	char *p = malloc(s.n + 1);

	if (p == NULL)
		abort();
	if (s.n > 0)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

static void
speeches_free(struct press *p)
{
	while (p->speeches != NULL) {
		struct speech *s = p->speeches;

		p->speeches = s->next;
		dates_close(s->dates);
		free(s->lang);
		free(s->calendar);
		free(s->digits);
		free(s->zone);
		free(s);
	}
	p->nspeeches = 0;
}

static void
names_free(struct press *p)
{
	while (p->names != NULL) {
		struct own_name *o = p->names;

		p->names = o->next;
		free(o->lang);
		free(o->name);
		free(o);
	}
	p->nnames = 0;
}

enum status
press_theme(struct job *j, const char *dir, struct str name, struct theme **out)
{
	const char *const called = job_cstr(j, name);
	const struct theme_source source = {
		.name = called,
		.folder = name.n > 0
		    ? file_path(j, file_path(j, dir, "themes"), called)
		    : NULL,
		.over = file_path(j, dir, "theme"),
	};

	return theme_open(j, &source, view_pages, view_npages, out);
}

struct press *
press_new(struct site *site, struct theme *theme)
{
	struct press *p = calloc(1, sizeof(*p));

	if (p == NULL)
		abort();
	p->site = site;
	p->theme = theme;
	p->tiles = folded_new();
	return p;
}

static void
trouble_set(struct press *p, struct str reason)
{
	free(p->trouble);
	p->trouble = reason.n > 0 ? copied(reason) : NULL;
}

/* The version, and which theme the settings choose. */
static enum status
version_read(struct press *p, struct job *j, int64_t *out, struct str *theme)
{
	const struct copy *settings;
	enum status st = site_read_begin(p->site, j);

	if (st != OK)
		return st;
	*out = site_version(p->site);
	st = site_settings(p->site, j, &settings);
	if (st == OK)
		*theme = job_str(j, settings->theme);
	site_read_end(p->site);
	return st;
}

/* Another theme, if the settings say so now; a broken one is told of. */
static enum status
theme_choose(struct press *p, struct job *j, struct str name)
{
	struct theme *chosen;
	enum status st;

	if (p->chosen != NULL && str_eq(str_of(p->chosen), name))
		return OK;
	st = press_theme(j, p->dir, name, &chosen);
	if (st != OK)
		return st;
	if (name.n > 0 && !theme_is_builtin(name) && !theme_has_folder(chosen))
		trouble_set(p,
		    job_printf(j,
			"there is no theme \"%.*s\"; the default stands in "
			"(\"stet theme list\" shows those there are)",
			STR_ARG(name)));
	free(p->chosen);
	p->chosen = copied(name);
	theme_succeed(chosen, p->theme);
	p->theme = chosen;
	p->theme_moved = true;
	return OK;
}

enum status
press_open(struct job *j, const char *dir, enum store_mode mode,
    struct press **out)
{
	struct press *p = press_new(NULL, NULL);
	struct str theme = STR("");
	enum status st;

	p->owned = true;
	p->dir = copied(str_of(dir));
	st = store_open(j, dir, SITE_DB, mode, &p->store);
	if (st == OK) {
		p->site = site_new(p->store);
		st = store_data_version(p->store, j, &p->data_version);
	}
	if (st == OK)
		st = version_read(p, j, &p->seen, &theme);
	if (st == OK)
		st = theme_choose(p, j, theme);
	if (st != OK) {
		press_free(p);
		return st;
	}
	*out = p;
	return OK;
}

void
press_free(struct press *p)
{
	if (p == NULL)
		return;
	speeches_free(p);
	names_free(p);
	folded_free(p->tiles);
	job_free(p->feed.j);
	if (p->owned) {
		site_free(p->site);
		theme_free(p->theme);
		store_close(p->store);
	}
	free(p->trouble);
	free(p->chosen);
	free(p->dir);
	free(p->busy_lang);
	free(p->busy);
	free(p);
}

struct folded *
press_tiles(const struct press *p)
{
	return p->tiles;
}

struct site *
press_site(const struct press *p)
{
	return p->site;
}

void
press_unserved(struct press *p)
{
	p->unserved = true;
}

void
press_resume(struct press *p, int64_t version)
{
	p->seen = version;
	p->data_version = -1;
}

int64_t
press_seen(const struct press *p)
{
	return p->seen;
}

const struct theme *
press_theme_in_use(const struct press *p)
{
	return p->theme;
}

struct str
press_trouble(const struct press *p)
{
	return str_of(p->trouble);
}

/* ---- one page ---- */

static const struct language *
language_at(const struct copy *settings, struct str lang)
{
	for (size_t i = 0; i < settings->languages.n; i++)
		if (str_eq(settings->languages.at[i].tag, lang))
			return &settings->languages.at[i];
	return NULL;
}

static bool
speech_fits(const struct speech *s, struct str lang,
    const struct date_style *style)
{
	return str_eq(str_of(s->lang), lang)
	    && str_eq(str_of(s->calendar), style->calendar)
	    && str_eq(str_of(s->digits), style->digits)
	    && str_eq(str_of(s->zone), style->zone);
}

static enum status
speech_open(struct press *p, struct job *j, const struct date_style *style,
    struct speech **out)
{
	struct speech *s;
	struct dates *dates;
	enum status st = dates_open(j, style, &dates);

	if (st != OK)
		return st;
	if (p->nspeeches >= SPEECHES)
		speeches_free(p);
	s = calloc(1, sizeof(*s));
	if (s == NULL)
		abort();
	s->lang = copied(style->lang);
	s->calendar = copied(style->calendar);
	s->digits = copied(style->digits);
	s->zone = copied(style->zone);
	s->dates = dates;
	s->next = p->speeches;
	p->speeches = s;
	p->nspeeches++;
	*out = s;
	return OK;
}

/* How the paper speaks in a language: its words, dates and figures. */
static enum status
speech_at(struct press *p, struct job *j, const struct copy *settings,
    struct str lang, struct speech **out)
{
	const struct language *l = language_at(settings, lang);
	const struct date_style style = {
		.lang = lang,
		.zone = l != NULL && l->timezone.n > 0 ? l->timezone
						       : settings->timezone,
		.calendar = l != NULL ? l->calendar : STR(""),
		.digits = l != NULL ? l->digits : STR(""),
	};
	enum status st;

	for (struct speech *s = p->speeches; s != NULL; s = s->next)
		if (speech_fits(s, lang, &style)) {
			*out = s;
			return OK;
		}
	st = speech_open(p, j, &style, out);
	if (st == OK)
		(*out)->tongue.figures = dates_figures((*out)->dates);
	return st;
}

static struct str
own_name_at(struct press *p, struct job *j, struct str tag)
{
	struct own_name *o;

	for (o = p->names; o != NULL; o = o->next)
		if (str_eq(str_of(o->lang), tag))
			return str_of(o->name);
	if (p->nnames >= SPEECHES)
		names_free(p);
	o = calloc(1, sizeof(*o));
	if (o == NULL)
		abort();
	o->lang = copied(tag);
	o->name = copied(language_own_name(j, tag));
	o->next = p->names;
	p->names = o;
	p->nnames++;
	return str_of(o->name);
}

struct str
language_name(struct making *m, struct str tag)
{
	const struct language *l = language_at(m->settings, tag);

	return l != NULL && l->name.n > 0 ? l->name
					  : own_name_at(m->press, m->j, tag);
}

static bool
is_rtl(const struct copy *settings, struct str lang)
{
	const struct language *l = language_at(settings, lang);

	return l != NULL ? l->rtl : lang_is_rtl(lang);
}

enum status
making_begin(struct making *m, struct press *p, struct job *j,
    const struct place *place, struct answer *answer)
{
	struct speech *speech;
	enum status st;

	*m = (struct making){ .press = p,
		.j = j,
		.site = p->site,
		.place = place,
		.answer = answer,
		.unserved = p->unserved,
		.now = job_now(j) };
	st = site_settings(p->site, j, &m->settings);
	if (st != OK)
		return st;
	m->lang = place->lang.n > 0 ? place->lang
				    : m->settings->languages.at[0].tag;
	st = speech_at(p, j, m->settings, m->lang, &speech);
	if (st != OK)
		return st;
	/* The theme may have been opened anew, its words with it. */
	speech->tongue.words = theme_words(p->theme, m->lang);
	m->w = speech->tongue.words;
	m->dates = speech->dates;
	m->digits = speech->tongue.figures;
	m->name = site_worded(m->settings, &m->settings->names, m->lang);
	m->base = m->settings->url;
	if (str_ends(m->base, STR("/")))
		m->base.n--;
	m->page.lang = m->lang;
	m->page.rtl = is_rtl(m->settings, m->lang);
	m->page.dir = m->page.rtl ? STR("rtl") : STR("ltr");
	return OK;
}

enum status
view_out(struct making *m, const char *name, const void *view, struct str *out)
{
	struct speech *speech;
	const enum status st = speech_at(m->press, m->j, m->settings, m->lang,
	    &speech);

	if (st != OK)
		return st;
	return theme_render(m->press->theme, m->j, name, view, &speech->tongue,
	    out);
}

enum status
page_out(struct making *m, const char *name, int status)
{
	const bool atom = strcmp(name, "feed") == 0;
	const bool rss = strcmp(name, "rss") == 0;
	const bool feed = atom || rss;

	if (!feed) {
		const enum status st = structured_gathered(m);

		if (st != OK)
			return st;
	}
	m->answer->status = status;
	m->answer->type = atom ? STR("application/atom+xml; charset=utf-8")
	    : rss              ? STR("application/rss+xml; charset=utf-8")
			       : STR("text/html; charset=utf-8");
	m->answer->fresh_until = m->fresh_until;
	return view_out(m, name,
	    feed ? (const void *)m->feed : (const void *)&m->page,
	    &m->answer->bytes);
}

static void
redirect(struct job *j, struct str to, int status, struct answer *out)
{
	bool away = str_starts(to, STR("http"));

	out->status = status;
	out->location = away ? to : address_encoded(j, to);
	out->type = STR("text/plain; charset=utf-8");
}

static bool
is_corrections(const struct making *m)
{
	return m->place->listing.what == LISTING_CORRECTIONS;
}

static enum status
listing_at(struct making *m)
{
	return is_corrections(m) ? page_corrections(m) : page_listing(m);
}

static enum status
feed_at(struct making *m)
{
	return is_corrections(m) ? page_corrections_feed(m) : page_feed(m);
}

static enum status
page_at(struct making *m)
{
	switch (m->place->what) {
	case PLACE_LISTING:
		return m->place->listing.what == LISTING_HOME ? page_front(m)
							      : listing_at(m);
	case PLACE_NUMBERED:
		return kind_lists(m->place->kind) ? page_story(m)
						  : listing_at(m);
	case PLACE_STORY:
		return page_story(m);
	case PLACE_ARCHIVE:
		return page_archive(m);
	case PLACE_FEED:
		return feed_at(m);
	case PLACE_RECORD:
		return page_record(m);
	case PLACE_GONE:
		return page_gone(m, 410);
	case PLACE_SITEMAP:
	case PLACE_SITEMAP_NEWS:
		return page_sitemap(m);
	case PLACE_SEARCH:
		return page_search(m);
	case PLACE_NONE:
	case PLACE_REDIRECT:
	case PLACE_MEDIA:
	case PLACE_ASSET:
		break;
	}
	return page_gone(m, 404);
}

#define SEARCH_PART 10      /* of a loop's time */
#define SEARCH_SAVED 300000 /* us that may be saved up */

bool
search_may(struct press *p, int64_t now)
{
	if (p->search_at == 0)
		p->search_left = SEARCH_SAVED;
	else
		p->search_left += (now - p->search_at) / SEARCH_PART;
	p->search_at = now;
	if (p->search_left > SEARCH_SAVED)
		p->search_left = SEARCH_SAVED;
	return p->search_left > 0;
}

bool
busy_at(const struct press *p, struct str lang, struct str *out)
{
	if (p->busy == NULL || p->busy_version != site_version(p->site)
	    || p->busy_theme != p->theme || p->theme_moved
	    || !str_eq(str_of(p->busy_lang), lang))
		return false;
	*out = str_from(p->busy, p->busy_n);
	return true;
}

void
busy_keep(struct press *p, struct str lang, struct str bytes)
{
	free(p->busy_lang);
	free(p->busy);
	p->busy_lang = copied(lang);
	p->busy = copied(bytes);
	p->busy_n = bytes.n;
	p->busy_version = site_version(p->site);
	p->busy_theme = p->theme;
}

void
search_took(struct press *p, int64_t took)
{
	p->search_left -= took;
}

/* A thing that went between the resolving and the reading is not found. */
static enum status
place_page(struct press *p, struct job *j, const struct place *place,
    struct answer *out)
{
	struct making *m = JOB_NEW(j, struct making);
	enum status st = making_begin(m, p, j, place, out);

	if (st == OK)
		st = page_at(m);
	if (st != NOT_FOUND)
		return st;
	job_forgive(j);
	st = making_begin(m, p, j, place, out);
	return st == OK ? page_gone(m, 404) : st;
}

/* The sheet of the paper's own colour; its address changes with it. */
static enum status
accent_answer(struct press *p, struct job *j, struct str path,
    struct answer *out, bool *is)
{
	const struct copy *settings;
	const enum status st = site_settings(p->site, j, &settings);

	*is = st == OK && str_eq(path, accent_address(j, settings->accent));
	if (!*is)
		return st;
	out->status = 200;
	out->type = STR("text/css; charset=utf-8");
	out->bytes = accent_sheet(j, settings->accent);
	out->keep = KEEP_EVER;
	return OK;
}

static void
lead_on(struct job *j, const struct place *place, struct answer *out)
{
	const struct str query = place->query;

	redirect(j, place->to, place->status, out);
	/* "/search/" and "/search": what was asked is asked there. */
	if (query.n > 0 && place->status == PLACE_OTHER_FORM)
		out->location = job_printf(j, "%.*s?%.*s",
		    STR_ARG(out->location), STR_ARG(query));
}

static enum status
read_page(struct press *p, struct job *j, struct str path, struct str query,
    struct answer *out)
{
	struct place place = { 0 };
	struct str normal;
	enum status st = OK;

	if (str_starts(path, STR("/assets/accent."))) {
		bool is;

		st = accent_answer(p, j, path, out, &is);
		if (st != OK || is)
			return st;
	}
	st = address_normal(j, path, &normal);
	if (st == INVALID) {
		/* Nothing can stand there; say so in the site's language. */
		job_forgive(j);
		place.address = STR("/");
		return place_page(p, j, &place, out);
	}
	if (st != OK)
		return st;
	if (!str_eq(normal, path)) {
		redirect(j, normal, 308, out);
		return OK;
	}
	st = site_resolve(p->site, j, normal, query, &place);
	if (st != OK)
		return st;
	if (place.what == PLACE_REDIRECT) {
		lead_on(j, &place, out);
		return OK;
	}
	if (place.what == PLACE_RECORD) {
		bool is = false;

		if (str_starts(normal, STR("/record/")))
			st = record_answer(p->site, j, place.rest, out, &is);
		if (st != OK || is)
			return st;
		if (!str_ends(normal, STR("/"))
		    && (str_starts(place.rest, STR("entry/"))
			|| str_starts(place.rest, STR("page/")))) {
			redirect(j, job_printf(j, "%.*s/", STR_ARG(normal)),
			    308, out);
			return OK;
		}
		/* An entry that isn't there may be there soon. */
		out->keep = KEEP_COMMIT;
	}
	if (place.address.n == 0)
		place.address = normal;
	return place_page(p, j, &place, out);
}

/*
 * Another loop may have taken up a changed theme before this one, and its
 * pages name assets that this one has yet to read.
 */
static void
theme_catch_up(struct press *p, struct job *j)
{
	if (!p->owned || !theme_outdated(p->theme))
		return;
	if (theme_reopen(j, &p->theme) == OK)
		p->theme_moved = true;
	else
		job_forgive(j);
}

static bool
asset_answer(struct press *p, struct job *j, struct str path,
    struct answer *out)
{
	const struct theme_asset *a;

	if (!str_starts(path, STR("/assets/")))
		return false;
	a = theme_asset(p->theme, path);
	if (a == NULL) {
		theme_catch_up(p, j);
		a = theme_asset(p->theme, path);
	}
	if (a == NULL)
		return false;
	out->status = 200;
	out->type = a->type;
	out->bytes = a->bytes;
	out->keep = KEEP_EVER;
	return true;
}

enum status
press_page(struct press *p, struct job *j, struct str path, struct str query,
    struct answer *out)
{
	struct answer a = { .keep = KEEP_PAGE, .site_version = p->seen };
	enum status st;
	bool is;

	if (asset_answer(p, j, path, &a)) {
		*out = a;
		return OK;
	}
	const bool looks = p->store != NULL && !p->held;

	if (looks) {
		st = site_read_begin(p->site, j);
		if (st != OK)
			return st;
	}
	a.site_version = site_version(p->site);
	st = corner_answer(p, j, path, query, &a, &is);
	if (st == OK && !is)
		st = read_page(p, j, path, query, &a);
	if (looks)
		site_read_end(p->site);
	if (st == OK)
		*out = a;
	return st;
}

enum status
press_hold(struct press *p, struct job *j)
{
	const enum status st = site_read_begin(p->site, j);

	p->held = st == OK;
	return st;
}

struct kept_feed *
press_kept_feed(struct press *p)
{
	if (!p->held)
		return NULL;
	if (p->feed.j == NULL)
		p->feed.j = job_new(0);
	return &p->feed;
}

void
press_let_go(struct press *p)
{
	if (p->held)
		site_read_end(p->site);
	p->held = false;
	p->feed.first = STR("");
}

/* ---- following the record ---- */

static void
theme_follow(struct press *p, struct job *j, struct edge_news *news)
{
	if (!theme_changed(p->theme))
		return;
	if (theme_reopen(j, &p->theme) == OK) {
		trouble_set(p, STR(""));
		p->theme_moved = true;
		return;
	}
	trouble_set(p, job_reason(j));
	news->trouble = press_trouble(p);
	job_forgive(j);
}

static enum status
news_read(struct press *p, struct job *j, struct edge_news *news)
{
	struct stale stale = { 0 };
	enum status st = site_read_begin(p->site, j);

	if (st != OK)
		return st;
	if (site_version(p->site) != p->seen) {
		st = site_stale_since(p->site, j, p->seen, &stale);
		if (st == OK) {
			p->seen = site_version(p->site);
			news->site_version = p->seen;
			news->everything |= stale.everything;
			news->stale = stale.addresses.at;
			news->nstale = stale.addresses.n;
		}
	}
	const struct copy *settings;
	struct str theme = STR("");

	if (st == OK)
		st = site_settings(p->site, j, &settings);
	if (st == OK)
		theme = job_str(j, settings->theme);
	site_read_end(p->site);
	if (st == OK && theme_choose(p, j, theme) != OK) {
		trouble_set(p, job_reason(j));
		news->trouble = press_trouble(p);
		job_forgive(j);
	}
	return st;
}

enum status
press_tick(struct press *p, struct job *j, struct edge_news *news)
{
	int64_t version;
	enum status st;

	news->site_version = p->seen;
	theme_follow(p, j, news);
	st = store_data_version(p->store, j, &version);
	if (st == OK && version != p->data_version)
		st = news_read(p, j, news);
	if (st != OK)
		return st;
	p->data_version = version;
	news->everything |= p->theme_moved;
	p->theme_moved = false;
	return OK;
}

/* ---- for the edge ---- */

static enum status
edge_open(void *ctx, struct job *j, void **desk)
{
	struct press *p;
	enum status st = press_open(j, ctx, STORE_READER, &p);

	if (st == OK)
		*desk = p;
	return st;
}

static void
edge_close(void *desk)
{
	press_free(desk);
}

static enum status
edge_tick(void *desk, struct job *j, struct edge_news *news)
{
	return press_tick(desk, j, news);
}

static enum status
edge_answer(void *desk, struct job *j, const struct request *rq,
    struct answer *out)
{
	return press_page(desk, j, rq->path, rq->query, out);
}

static enum status
edge_live(void *desk, struct job *j, struct str channel, int64_t since,
    struct live_news *out)
{
	struct press *p = desk;
	struct live_news news = { 0 };
	enum status st = site_read_begin(p->site, j);

	if (st != OK)
		return st;
	news.site_version = site_version(p->site);
	st = live_since(p, p->site, j, channel, since, &news);
	site_read_end(p->site);
	if (st == OK)
		*out = news;
	return st;
}

/*
 * What other systems' addresses had behind the question mark (site knows which
 * of them redirects where), and what readers ask of our pages.
 */
static const struct str params[] = {
	STR_INIT("p"),
	STR_INIT("page_id"),
	STR_INIT("attachment_id"),
	STR_INIT("id"),
	STR_INIT("cat"),
	STR_INIT("tag"),
	STR_INIT("author"),
	STR_INIT("m"),
	STR_INIT(SIGNED_PARAM),
	STR_INIT("q"),
	STR_INIT("section"),
	STR_INIT("topic"),
	STR_INIT("person"),
	STR_INIT("place"),
	STR_INIT("event"),
	STR_INIT("kind"),
	STR_INIT("from"),
	STR_INIT("until"),
	STR_INIT("sort"),
	STR_INIT("before"),
	STR_INIT("format"),
	STR_INIT("url"),
	STR_INIT("maxwidth"),
	STR_INIT("maxheight"),
};

void
press_edge(char *dir, struct edge_site *out) /* NOLINT: ctx is void * */
{
	*out = (struct edge_site){
		.ctx = dir,
		.open = edge_open,
		.close = edge_close,
		.tick = edge_tick,
		.answer = edge_answer,
		.live = edge_live,
		.params = params,
		.nparams = sizeof(params) / sizeof(params[0]),
	};
}
