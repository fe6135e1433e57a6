/* SPDX-License-Identifier: ISC */
/* The page that is asked for words, and the same as JSON. */
#include <stddef.h>
#include <time.h>

#include "page/escape.h"
#include "page/json.h"
#include "press/making.h"
#include "press/query.h"
#include "site/search.h"
#include "text/address.h"
#include "text/sanitise.h"
#include "text/words.h"

#define PAGE_FOUND 20
#define EXCERPT_BYTES 240
#define EXCERPT_BEFORE 60 /* bytes before the first word that is marked */
#define JSON_MAX ((size_t)4 * 1024 * 1024)

/* ---- what is asked ---- */

/* What stories can belong to, each asked for by name. */
static const struct thing {
	const char *name; /* of the parameter */
	const char *word; /* beside its field; NULL: it is chosen from a list */
	enum kind kind;
	size_t num; /* where in struct search_ask */
} things[] = {
	{ "section", NULL, KIND_SECTION, offsetof(struct search_ask, section) },
	{ "person", "search_of_person", KIND_PERSON,
	    offsetof(struct search_ask, person) },
	{ "topic", "search_of_topic", KIND_TOPIC,
	    offsetof(struct search_ask, topic) },
	{ "place", "search_of_place", KIND_PLACE,
	    offsetof(struct search_ask, place) },
	{ "event", "search_of_event", KIND_EVENT,
	    offsetof(struct search_ask, event) },
};

#define THINGS (sizeof(things) / sizeof(things[0]))

struct asked {
	struct str words, kind, from, until, sort;
	struct str named[THINGS]; /* as in things */
	struct search_ask ask;
	bool anything; /* a form that was sent, even if empty */
};

static struct str
param(struct making *m, const char *name)
{
	return query_value(m->j, m->place->query, str_of(name));
}

/* A filter that nobody has is a filter that finds nothing: -1. */
static enum status
num_of(struct making *m, enum kind kind, struct str named, int64_t *num)
{
	enum status st = OK;

	*num = 0;
	if (named.n == 0)
		return OK;
	st = kind == KIND_EVENT
	    ? site_find_story(m->site, m->j, kind, m->lang, named, num)
	    : site_find(m->site, m->j, kind, m->lang, named, num);
	if (st != NOT_FOUND)
		return st;
	*num = -1;
	return OK;
}

/* "2026-11-03"; days later: the end of that day. */
static int64_t
day_of(struct making *m, struct str text, int days)
{
	struct zone *zone;
	struct when w = { .at = 0 };

	if (text.n == 0)
		return 0;
	if (zone_open(m->j, m->settings->timezone, &zone) != OK
	    || when_parse(m->j, text, zone, &w) != OK)
		job_forgive(m->j);
	return w.at > 0 ? w.at + days * (int64_t)24 * 3600 : 0;
}

static enum status
ask_read(struct making *m, struct asked *a)
{
	struct search_ask *const k = &a->ask;
	enum status st = OK;

	a->words = param(m, "q");
	a->kind = param(m, "kind");
	a->from = param(m, "from");
	a->until = param(m, "until");
	a->sort = param(m, "sort");
	a->anything = m->place->query.n > 0;
	k->words = a->words;
	k->lang = m->lang;
	k->signed_by = param(m, SIGNED_PARAM);
	k->max = PAGE_FOUND;
	k->by_relevance = str_eq(a->sort, STR("relevance"));
	k->from = day_of(m, a->from, 0);
	k->until = day_of(m, a->until, 1);
	if (!str_to_int(param(m, "before"), &k->before) || k->before < 0)
		k->before = 0;
	for (size_t i = 0; i < THINGS && st == OK; i++) {
		void *const num = (char *)k + things[i].num;

		a->named[i] = param(m, things[i].name);
		st = num_of(m, things[i].kind, a->named[i], num);
	}
	if (a->kind.n > 0)
		k->kind = kind_of(a->kind);
	return st;
}

/* ---- what is found ---- */

static bool
is_like(struct str word, struct str term)
{
	return str_ends(term, STR("*"))
	    ? str_starts(word, str_sub(term, 0, term.n - 1))
	    : str_eq(word, term);
}

/* Folding asks a library: only for what begins as one of the terms does. */
static bool
is_term(struct making *m, const struct texts *terms, struct str word)
{
	struct str folded;
	bool may = false;

	for (size_t i = 0; i < terms->n && !may; i++)
		may = (unsigned char)word.p[0] >= 0x80
		    || (word.p[0] | ' ') == terms->at[i].p[0]
		    || word.p[0] == '\'' || word.p[0] == '"'
		    || word.p[0] == '(';
	if (!may || words_index(m->j, word, m->lang, &folded) != OK)
		return false;
	for (struct str one; str_cut(&folded, ' ', &one);)
		for (size_t i = 0; i < terms->n; i++)
			if (is_like(one, terms->at[i]))
				return true;
	return false;
}

/* The next word and the white space behind it. */
static struct str
next_word(struct str text, size_t at)
{
	size_t end = at;

	while (end < text.n && text.p[end] != ' ' && text.p[end] != '\n')
		end++;
	return str_sub(text, at, end - at);
}

/* Where the part to show begins: near the first word that is marked. */
static size_t
part_begins(struct making *m, const struct texts *terms, struct str text)
{
	size_t begins = 0, word = 0;

	for (size_t at = 0; at < text.n; at = word + 1) {
		const struct str w = next_word(text, at);

		word = at + w.n;
		if (at - begins > EXCERPT_BEFORE)
			begins = begins + next_word(text, begins).n + 1;
		if (w.n > 0 && is_term(m, terms, w))
			return begins;
	}
	return 0;
}

static struct markup
marked(struct making *m, const struct texts *terms, struct str text)
{
	struct buf b = buf_in(m->j, text.n * 8 + 64);

	for (size_t at = 0; at < text.n;) {
		const struct str w = next_word(text, at);
		const bool is = w.n > 0 && is_term(m, terms, w);

		buf_put(&b, is ? STR("<mark>") : STR(""));
		escape_put(&b, w);
		buf_put(&b, is ? STR("</mark>") : STR(""));
		at += w.n;
		if (at < text.n)
			buf_ch(&b, ' ');
		at++;
	}
	return (struct markup){ buf_so_far(&b) };
}

static enum status
excerpt_of(struct making *m, const struct texts *terms, const struct card *c,
    struct markup *out)
{
	struct markup html;
	struct str text;
	size_t begins;
	enum status st = site_story_html(m->site, m->j, c->num, &html);

	if (st != OK)
		return st;
	text = markup_plain(m->j, html);
	begins = part_begins(m, terms, text);
	text = words_excerpt(m->j, str_skip(text, begins), EXCERPT_BYTES);
	if (begins > 0)
		text = job_printf(m->j, "… %.*s", STR_ARG(text));
	*out = marked(m, terms, text);
	return OK;
}

static enum status
entries_set(struct making *m, const struct search_found *f,
    struct view_search *v)
{
	struct view_card *at = JOB_ARRAY(m->j, struct view_card,
	    f->cards.n + 1);
	enum status st = OK;

	for (size_t i = 0; i < f->cards.n && st == OK; i++) {
		card_set(m, &f->cards.at[i],
		    &(struct showing){ .rank = 2,
			.level = "2",
			.byline = true,
			.time = true,
			.section = true,
			.in_listing = true },
		    &at[i]);
		at[i].intro = (struct markup){ STR("") };
		st = excerpt_of(m, &f->terms, &f->cards.at[i], &at[i].deck);
	}
	v->entries = list_of(at, f->cards.n);
	return st;
}

/* ---- the form ---- */

static enum status
sections_set(struct making *m, const struct asked *a, struct view_search *v)
{
	struct sections all;
	struct view_link *at;
	const enum status st = site_sections(m->site, m->j, m->lang, &all);

	if (st != OK)
		return st;
	at = JOB_ARRAY(m->j, struct view_link, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		at[i] = (struct view_link){ .text = all.at[i].link.name,
			.href = all.at[i].link.name,
			.current = all.at[i].link.num == a->ask.section };
	v->sections = list_of(at, all.n);
	return OK;
}

static void
kinds_set(struct making *m, const struct asked *a, struct view_search *v)
{
	static const enum kind kinds[] = { KIND_STORY, KIND_STATEMENT,
		KIND_LETTER, KIND_RELEASE, KIND_VIDEO, KIND_AUDIO, KIND_EVENT,
		KIND_BRIEF, KIND_ITEM, KIND_GALLERY, KIND_SERIES, KIND_PAGE };
	const size_t n = sizeof(kinds) / sizeof(kinds[0]);
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, n);

	for (size_t i = 0; i < n; i++)
		at[i] = (struct view_link){
			.text = say(m,
			    job_cstr(m->j,
				job_printf(m->j, "search_%.*s",
				    STR_ARG(kind_name(kinds[i]))))),
			.href = kind_name(kinds[i]),
			.current = kinds[i] == a->ask.kind
		};
	v->kinds = list_of(at, n);
}

static struct view_link
name_field(struct making *m, const char *word, const char *name,
    struct str asked)
{
	return (struct view_link){ .text = say(m, word),
		.href = str_of(name),
		.label = asked };
}

/* What it is about and who signed it, each by a name that is written. */
static void
things_set(struct making *m, const struct asked *a, struct view_search *v)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, THINGS + 1);
	size_t n = 0;

	for (size_t i = 0; i < THINGS; i++)
		if (things[i].word != NULL)
			at[n++] = name_field(m, things[i].word, things[i].name,
			    a->named[i]);
	at[n++] = name_field(m, "search_of_signer", SIGNED_PARAM,
	    a->ask.signed_by);
	v->things = list_of(at, n);
}

/* The address of this search, with what else is given behind it. */
static struct str
again(struct making *m, struct str more)
{
	struct str rest = m->place->query, pair;
	struct buf b = buf_in(m->j, rest.n + more.n + 64);

	buf_put(&b, href_of(m, m->place->address));
	buf_ch(&b, '?');
	while (str_cut(&rest, '&', &pair))
		if (!str_starts(pair, STR("before=")) && pair.n > 0) {
			buf_put(&b, pair);
			buf_ch(&b, '&');
		}
	buf_put(&b, more);
	return buf_so_far(&b);
}

/* The address of this search for other words. */
static struct str
instead(struct making *m, struct str words)
{
	const struct str asked = query_encoded(m->j, words);
	struct str rest = m->place->query, pair;
	struct buf b = buf_in(m->j, rest.n + asked.n + 256);

	buf_printf(&b, "%.*s?q=%.*s", STR_ARG(href_of(m, m->place->address)),
	    STR_ARG(asked));
	while (str_cut(&rest, '&', &pair))
		if (!str_starts(pair, STR("before="))
		    && !str_starts(pair, STR("q=")) && pair.n > 0)
			buf_printf(&b, "&%.*s", STR_ARG(pair));
	return buf_so_far(&b);
}

static void
form_set(struct making *m, const struct asked *a, const struct search_found *f,
    struct view_search *v)
{
	v->asked = a->words;
	v->from = a->ask.from > 0 ? a->from : STR("");
	v->until = a->ask.until > 0 ? a->until : STR("");
	v->relevance = a->ask.by_relevance;
	v->narrowed = v->relevance
	    || a->kind.n + a->ask.signed_by.n + v->from.n + v->until.n > 0;
	for (size_t i = 0; i < THINGS; i++)
		v->narrowed = v->narrowed || a->named[i].n > 0;
	if (f->nothing_asked)
		return;
	v->found = f->more
	    ? say_number(m, "search_more_than", f->count)
	    : word_n(m->w, m->j, "search_found", f->count, m->digits);
	if (f->cut)
		v->found = joined(m, v->found, STR(" "), say(m, "search_cut"));
	if (f->meant.n > 0) {
		v->meant = f->meant;
		v->meant_href = instead(m, f->meant);
	}
	if (f->next != 0)
		v->older = again(m,
		    job_printf(m->j, "before=%lld", (long long)f->next));
}

/* ---- JSON ---- */

static enum status
json_out(struct making *m, const struct search_found *f)
{
	struct buf b = buf_in(m->j, JSON_MAX);

	buf_printf(&b, "{\"count\":%lld,\"more\":%s,\"cut\":%s,\"found\":[",
	    (long long)f->count, f->more ? "true" : "false",
	    f->cut ? "true" : "false");
	for (size_t i = 0; i < f->cards.n; i++) {
		const struct card *const c = &f->cards.at[i];

		buf_put(&b, i > 0 ? STR(",\n{\"url\":") : STR("\n{\"url\":"));
		json_put(&b, url_of(m, c->address));
		buf_put(&b, STR(",\"headline\":"));
		json_put(&b, card_headline(m, c));
		buf_put(&b, STR(",\"kind\":"));
		json_put(&b, kind_name(c->kind));
		buf_put(&b, STR(",\"published\":"));
		json_put(&b, date_iso(m->dates, m->j, c->published.at));
		buf_ch(&b, '}');
	}
	buf_put(&b, STR("\n]"));
	if (f->meant.n > 0) {
		BUF_LIT(&b, ",\"meant\":");
		json_put(&b, f->meant);
	}
	if (f->next != 0)
		buf_printf(&b, ",\"next\":%lld", (long long)f->next);
	buf_put(&b, STR("}\n"));
	m->answer->status = 200;
	m->answer->type = STR("application/json; charset=utf-8");
	m->answer->bytes = buf_so_far(&b);
	return OK;
}

/* ---- the page ---- */

static int64_t
steady_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static enum status
form_begin(struct making *m, const struct asked *a, struct view_search **out)
{
	struct view_search *const v = JOB_NEW(m->j, struct view_search);
	enum status st = around_set(m, 0);

	if (st == OK)
		st = sections_set(m, a, v);
	if (st != OK)
		return st;
	kinds_set(m, a, v);
	things_set(m, a, v);
	trail_add(m, say(m, "search"), m->place->address);
	m->page.search = v;
	m->page.hidden = a->anything;
	m->page.title = joined(m, say(m, "search"), STR(" · "), m->name);
	v->action = href_of(m, m->place->address);
	*out = v;
	return OK;
}

/* More would take from those who read: try again in a second. */
static enum status
too_many(struct making *m)
{
	static const struct answer_header later = { STR_INIT("Retry-After"),
		STR_INIT("2") };
	const struct asked nothing = { .anything = true };
	struct view_search *v;
	enum status st;

	m->answer->headers = &later;
	m->answer->nheaders = 1;
	m->answer->keep = KEEP_NOT;
	m->answer->later = true;
	m->answer->status = 503;
	m->answer->type = STR("text/html; charset=utf-8");
	if (busy_at(m->press, m->lang, &m->answer->bytes))
		return OK;
	st = form_begin(m, &nothing, &v);
	if (st != OK)
		return st;
	v->found = say(m, "search_busy");
	st = page_out(m, "search", 503);
	if (st == OK)
		busy_keep(m->press, m->lang, m->answer->bytes);
	return st;
}

enum status
page_search(struct making *m)
{
	struct asked a = { .anything = false };
	struct search_found f = { .nothing_asked = true };
	struct view_search *v;
	const int64_t began = steady_us();
	enum status st;

	if (m->place->query.n > 0 && !search_may(m->press, began))
		return too_many(m);
	st = ask_read(m, &a);
	if (st == OK && a.anything)
		st = site_search(m->site, m->j, &a.ask, &f);
	if (st != OK)
		return st;
	if (str_eq(param(m, "format"), STR("json"))) {
		search_took(m->press, steady_us() - began);
		return json_out(m, &f);
	}
	st = form_begin(m, &a, &v);
	if (st != OK)
		return st;
	form_set(m, &a, &f, v);
	st = entries_set(m, &f, v);
	search_took(m->press, steady_us() - began);
	return st == OK ? page_out(m, "search", 200) : st;
}
