/* SPDX-License-Identifier: ISC */
/*
 * Which translations are older than their originals, paragraph by paragraph,
 * and what has no translation yet; from one read transaction, each text in a
 * job of its own.
 */
#include "base/buf.h"
#include "cmd/commands.h"
#include "cmd/tell.h"
#include "desk/desk.h"
#include "site/behind.h"
#include "site/site.h"

#define OUT_MAX ((size_t)16 << 20)
#define PASSAGE_SHOWN ((size_t)300)

static const struct cmd_option options[] = {
	{ "all", NULL, "tell of those that are up to date too" },
	{ "diff", NULL, "show the paragraphs that changed" },
	{ "lang", "TAG", "only translations into this language" },
	{ "missing", NULL, "tell of texts without a translation into TAG" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

struct telling {
	struct call *c;
	struct site *s;
	struct job *j; /* of the text at hand */
	struct str lang;
	struct buf b;
	size_t told;
};

/* ---- for people ---- */

static void
put_numbers(struct buf *b, const struct passages *p, const char *what)
{
	if (p->n == 0)
		return;
	buf_printf(b, "  %s: paragraph%s", what, p->n == 1 ? "" : "s");
	for (size_t i = 0; i < p->n; i++)
		buf_printf(b, "%s %zu", i ? "," : "", p->at[i].n);
	buf_ch(b, '\n');
}

static void
put_passages(struct buf *b, const struct passages *p, char mark)
{
	for (size_t i = 0; i < p->n; i++) {
		struct str s = p->at[i].text;
		size_t n = s.n > PASSAGE_SHOWN ? PASSAGE_SHOWN : s.n;

		/* Never half a character. */
		while (
		    n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
			n--;
		buf_printf(b, "  %c %zu: ", mark, p->at[i].n);
		for (size_t k = 0; k < n; k++)
			buf_ch(b, s.p[k] == '\n' ? ' ' : s.p[k]);
		buf_printf(b, "%s\n", n < s.n ? "..." : "");
	}
}

static void
put_words(struct telling *t, const struct story *s, const struct behind *b)
{
	const bool lines = call_flag(t->c, "diff");

	buf_printf(&t->b,
	    "%.*s (%.*s) of %.*s (%.*s): ", STR_ARG(s->card.address),
	    STR_ARG(s->card.lang), STR_ARG(b->address), STR_ARG(b->lang));
	if (!b->is) {
		BUF_LIT(&t->b, "up to date\n");
		return;
	}
	buf_printf(&t->b, "follows revision %lld, %lld is live\n",
	    (long long)b->follows, (long long)b->live);
	if (b->unknown)
		BUF_LIT(&t->b,
		    "  what it follows was erased: compare all of it\n");
	if (b->headline_changed)
		BUF_LIT(&t->b, "  changed: the headline\n");
	if (b->deck_changed)
		BUF_LIT(&t->b, "  changed: the deck\n");
	put_numbers(&t->b, &b->changed, "new or changed");
	put_numbers(&t->b, &b->taken, "changed or taken out, of the old one");
	if (lines) {
		put_passages(&t->b, &b->taken, '-');
		put_passages(&t->b, &b->changed, '+');
	}
}

/* ---- for programs ---- */

static json_t *
text(struct str s)
{
	return json_stringn(s.n > 0 ? s.p : "", s.n);
}

static json_t *
passages_json(const struct passages *p, bool lines)
{
	json_t *list = json_array();

	for (size_t i = 0; i < p->n; i++) {
		json_t *o = json_object();

		(void)json_object_set_new(o, "paragraph",
		    json_integer((json_int_t)p->at[i].n));
		if (lines)
			(void)json_object_set_new(o, "text",
			    text(p->at[i].text));
		(void)json_array_append_new(list, o);
	}
	return list;
}

static enum status
put_json(struct telling *t, const struct story *s, const struct behind *b)
{
	const bool lines = call_flag(t->c, "diff");
	json_t *o = json_object();

	(void)json_object_set_new(o, "address", text(s->card.address));
	(void)json_object_set_new(o, "lang", text(s->card.lang));
	(void)json_object_set_new(o, "original", text(b->address));
	(void)json_object_set_new(o, "original_lang", text(b->lang));
	(void)json_object_set_new(o, "behind", json_boolean(b->is));
	(void)json_object_set_new(o, "follows", json_integer(b->follows));
	(void)json_object_set_new(o, "live", json_integer(b->live));
	(void)json_object_set_new(o, "erased", json_boolean(b->unknown));
	(void)json_object_set_new(o, "headline",
	    json_boolean(b->headline_changed));
	(void)json_object_set_new(o, "deck", json_boolean(b->deck_changed));
	(void)json_object_set_new(o, "changed",
	    passages_json(&b->changed, lines));
	(void)json_object_set_new(o, "taken", passages_json(&b->taken, lines));
	return tell_json(t->c, o);
}

/* ---- one text ---- */

static bool
wanted(const struct telling *t, struct str lang)
{
	return t->lang.n == 0 || str_eq_nocase(t->lang, lang);
}

static enum status
tell_behind(struct telling *t, const struct story *s)
{
	struct behind b;
	enum status st;

	if (id_is_none(s->original) || !wanted(t, s->card.lang))
		return OK;
	st = site_behind(t->s, t->j, s, &b);
	if (st == NOT_FOUND) {
		job_forgive(t->j);
		return OK;
	}
	if (st != OK || (!b.is && !call_flag(t->c, "all")))
		return st;
	t->told++;
	if (t->c->json)
		return put_json(t, s, &b);
	put_words(t, s, &b);
	return OK;
}

/* An original, or a text of its own, without that language. */
static enum status
tell_missing(struct telling *t, const struct story *s)
{
	json_t *o;

	if (!id_is_none(s->original) || wanted(t, s->card.lang))
		return OK;
	for (size_t i = 0; i < s->translations.n; i++)
		if (wanted(t, s->translations.at[i].lang))
			return OK;
	t->told++;
	if (!t->c->json) {
		buf_printf(&t->b, "%.*s (%.*s): not in %.*s: %.*s\n",
		    STR_ARG(s->card.address), STR_ARG(s->card.lang),
		    STR_ARG(t->lang), STR_ARG(s->card.headline));
		return OK;
	}
	o = json_object();
	(void)json_object_set_new(o, "address", text(s->card.address));
	(void)json_object_set_new(o, "lang", text(s->card.lang));
	(void)json_object_set_new(o, "missing", text(t->lang));
	(void)json_object_set_new(o, "headline", text(s->card.headline));
	return tell_json(t->c, o);
}

static enum status
tell_one_text(struct telling *t, int64_t num)
{
	struct story s;
	enum status st = site_story(t->s, t->j, num, &s);

	if (st != OK)
		return st;
	t->b = buf_in(t->j, OUT_MAX);
	st = call_flag(t->c, "missing") ? tell_missing(t, &s)
					: tell_behind(t, &s);
	return st == OK ? call_print(t->c, buf_so_far(&t->b)) : st;
}

static enum status
tell_all(struct telling *t)
{
	int64_t num = 0;
	enum status st = site_read_begin(t->s, t->c->j);

	if (st != OK)
		return st;
	while ((st = site_story_after(t->s, t->j, num, &num)) == OK
	    && (st = tell_one_text(t, num)) == OK)
		job_reset(t->j, job_now(t->c->j));
	site_read_end(t->s);
	if (st == NOT_FOUND)
		return OK;
	return job_fail(t->c->j, st, "%.*s", STR_ARG(job_reason(t->j)));
}

static enum status
translations(struct call *c)
{
	struct telling t = { .c = c,
		.lang = str_of(
		    call_option(c, "lang") ? call_option(c, "lang") : "") };
	struct desk *d;
	enum status st;

	if (call_flag(c, "missing") && t.lang.n == 0)
		return job_fail(c->j, INVALID,
		    "--missing needs a language: --lang fa");
	st = desk_open_to_read(c->j, c->args[0], &d);
	if (st != OK)
		return st;
	t.s = desk_site(d);
	t.j = job_new(job_now(c->j));
	st = tell_all(&t);
	if (st == OK && t.told == 0 && !c->json)
		st = call_print(c,
		    call_flag(c, "missing")
			? STR("Nothing is missing.\n")
			: STR("No translation is older than its original.\n"));
	job_free(t.j);
	desk_close(d);
	return st;
}

const struct cmd cmd_translations = {
	.name = "translations",
	.args = "DIR",
	.what = "tell which translations are older than their originals, and "
		"where they changed",
	.options = options,
	.min_args = 1,
	.max_args = 1,
	.run = translations,
};
