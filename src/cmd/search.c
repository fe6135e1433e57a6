/* SPDX-License-Identifier: ISC */
/* What readers find, from the command line. */
#include <stdio.h>

#include "base/buf.h"
#include "cmd/commands.h"
#include "desk/desk.h"
#include "page/json.h"
#include "site/site.h"
#include "text/when.h"

#define FOUND_MOST 200
#define OUT_MAX ((size_t)16 << 20)

static const struct cmd_option options[] = {
	{ "lang", "TAG", "only in this language" },
	{ "kind", "KIND", "only statements, letters, ... (story, statement)" },
	{ "section", "NAME", "only in this section" },
	{ "topic", "NAME", "only about this topic" },
	{ "person", "NAME", "only by this person" },
	{ "place", "NAME",
	    "only what happened there, or what a body there issued" },
	{ "event", "SLUG", "only about this event" },
	{ "signed", "NAME", "only statements and letters that they signed" },
	{ "from", "DATE", "published on that day or later" },
	{ "until", "DATE", "published on that day or earlier" },
	{ "relevance", NULL, "words in headlines first, not the newest" },
	{ "n", "NUMBER", "so many at most (20)" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

static struct str
option(const struct call *c, const char *name)
{
	return str_of(call_option(c, name));
}

static enum status
take_thing(struct call *c, struct site *s, enum kind kind, int64_t *num)
{
	const struct str name = option(c, job_cstr(c->j, kind_name(kind)));
	enum status st;

	if (name.n == 0)
		return OK;
	st = kind == KIND_EVENT
	    ? site_find_story(s, c->j, kind, STR(""), name, num)
	    : site_find(s, c->j, kind, STR(""), name, num);
	if (st == NOT_FOUND)
		return job_fail(c->j, NOT_FOUND, "there is no %.*s \"%.*s\"",
		    STR_ARG(kind_name(kind)), STR_ARG(name));
	return st;
}

static enum status
take_day(struct call *c, struct zone *zone, const char *name, int days,
    int64_t *at)
{
	const struct str text = option(c, name);
	struct when w;
	enum status st;

	if (text.n == 0)
		return OK;
	st = when_parse(c->j, text, zone, &w);
	if (st == OK)
		*at = w.at + days * (int64_t)24 * 3600;
	return st;
}

static enum status
take_ask(struct call *c, struct desk *d, struct zone *zone,
    struct search_ask *k)
{
	const struct {
		enum kind kind;
		int64_t *num;
	} things[] = {
		{ KIND_SECTION, &k->section },
		{ KIND_TOPIC, &k->topic },
		{ KIND_PERSON, &k->person },
		{ KIND_PLACE, &k->place },
		{ KIND_EVENT, &k->event },
	};
	const struct str kind = option(c, "kind");
	int64_t max;
	enum status st = OK;

	k->lang = option(c, "lang");
	k->signed_by = option(c, "signed");
	k->by_relevance = call_flag(c, "relevance");
	for (size_t i = 1; i < c->n_args; i++)
		k->words = job_printf(c->j, "%.*s %s", STR_ARG(k->words),
		    c->args[i]);
	k->words = str_trim(k->words);
	if (kind.n > 0 && (k->kind = kind_of(kind)) == KIND_NONE)
		return job_fail(c->j, INVALID, "there is no kind \"%.*s\"",
		    STR_ARG(kind));
	for (size_t i = 0; i < sizeof(things) / sizeof(things[0]) && st == OK;
	     i++)
		st = take_thing(c, desk_site(d), things[i].kind, things[i].num);
	if (st == OK)
		st = take_day(c, zone, "from", 0, &k->from);
	if (st == OK)
		st = take_day(c, zone, "until", 1, &k->until);
	if (st == OK)
		st = call_number(c, "n", 1, FOUND_MOST, 20, &max);
	k->max = st == OK ? (size_t)max : 0;
	return st;
}

static void
put_card(struct call *c, struct buf *b, const struct card *k)
{
	const struct str at = when_write(c->j, k->published);

	if (!c->json) {
		buf_printf(b, "%.*s  %.*s\n            %.*s\n",
		    STR_ARG(str_sub(at, 0, 10)),
		    STR_ARG(k->headline.n > 0 ? k->headline : k->excerpt),
		    STR_ARG(k->address));
		return;
	}
	buf_put(b, STR("{\"address\":"));
	json_put(b, k->address);
	buf_put(b, STR(",\"headline\":"));
	json_put(b, k->headline);
	buf_put(b, STR(",\"kind\":"));
	json_put(b, kind_name(k->kind));
	buf_put(b, STR(",\"lang\":"));
	json_put(b, k->lang);
	buf_put(b, STR(",\"published\":"));
	json_put(b, at);
	buf_put(b, STR("}\n"));
}

static enum status
look(struct call *c, struct desk *d, struct search_found *f)
{
	struct search_ask k = { .words = STR("") };
	struct str lang;
	struct zone *zone;
	enum status st = desk_customs(d, c->j, &lang, &zone);

	if (st == OK)
		st = site_read_begin(desk_site(d), c->j);

	if (st != OK)
		return st;
	st = take_ask(c, d, zone, &k);
	if (st == OK)
		st = site_search(desk_site(d), c->j, &k, f);
	site_read_end(desk_site(d));
	if (st == OK && f->nothing_asked)
		st = job_fail(c->j, INVALID,
		    "say what to look for: words, or one of the options");
	return st;
}

static enum status
search(struct call *c)
{
	struct buf b = buf_in(c->j, OUT_MAX);
	struct search_found f;
	struct desk *d;
	enum status st = desk_open_to_read(c->j, c->args[0], &d);

	if (st != OK)
		return st;
	st = look(c, d, &f);
	if (st == OK)
		for (size_t i = 0; i < f.cards.n; i++)
			put_card(c, &b, &f.cards.at[i]);
	if (st == OK && c->json && f.meant.n > 0) {
		BUF_LIT(&b, "{\"meant\":");
		json_put(&b, f.meant);
		BUF_LIT(&b, "}\n");
	}
	if (st == OK && !c->json && f.meant.n > 0)
		buf_printf(&b, "did you mean: %.*s\n", STR_ARG(f.meant));
	if (st == OK && !c->json)
		buf_printf(&b, "%s%lld found%s\n", f.more ? "more than " : "",
		    (long long)f.count,
		    f.cut ? "; this took too long, there may be more" : "");
	if (st == OK)
		st = call_print(c, buf_so_far(&b));
	desk_close(d);
	return st;
}

const struct cmd cmd_search = {
	.name = "search",
	.args = "DIR [WORD...]",
	.what = "find what is published, as the paper's own search does",
	.options = options,
	.min_args = 1,
	.max_args = 64,
	.run = search,
};
