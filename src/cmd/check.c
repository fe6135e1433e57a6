/* SPDX-License-Identifier: ISC */
/*
 * What is wrong with the published paper: one thing after the other, each in
 * a job of its own, so that memory doesn't grow with the archive; all of it
 * from one read transaction.
 */
#include "base/buf.h"
#include "cmd/commands.h"
#include "desk/desk.h"
#include "page/json.h"
#include "site/site.h"
#include "site/story.h"
#include "text/address.h"
#include "text/sanitise.h"
#include "text/utf8.h"

#define TITLE_MOST 110 /* letters; longer ones are cut by search engines */
#define OUT_MAX ((size_t)16 << 20)

static const struct cmd_option options[] = {
	{ "strict", NULL, "warnings count as errors" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

struct checking {
	struct call *c;
	struct site *s;
	struct job *j; /* of the thing at hand */
	struct card card;
	struct str html;
	struct buf b;
	int64_t errors, warnings;
};

enum gravity {
	IS_WARNING,
	IS_ERROR,
};

static void
found(struct checking *k, enum gravity w, const char *rule, struct str what)
{
	if (w == IS_ERROR)
		k->errors++;
	else
		k->warnings++;
	if (!k->c->json) {
		buf_printf(&k->b, "%s: %.*s: %s: %.*s\n",
		    w == IS_ERROR ? "error" : "warning",
		    STR_ARG(k->card.address), rule, STR_ARG(what));
		return;
	}
	buf_printf(&k->b, "{\"level\":\"%s\",\"rule\":\"%s\",\"address\":",
	    w == IS_ERROR ? "error" : "warning", rule);
	json_put(&k->b, k->card.address);
	buf_put(&k->b, STR(",\"headline\":"));
	json_put(&k->b, k->card.headline);
	buf_put(&k->b, STR(",\"what\":"));
	json_put(&k->b, what);
	buf_put(&k->b, STR("}\n"));
}

/* An attribute's value in a tag of canonical form, as it is written there. */
static struct str
value_of(struct job *j, struct str tag, const char *name)
{
	const struct str key = job_printf(j, " %s=\"", name);
	const size_t at = str_find(tag, key);

	if (at >= tag.n)
		return STR("");
	const struct str rest = str_skip(tag, at + key.n);

	return str_sub(rest, 0, str_find_ch(rest, '"'));
}

static void
check_anchor(struct checking *k, struct str html, struct str anchor,
    struct str href)
{
	if (anchor.n > 0
	    && str_find(html, job_printf(k->j, " id=\"%.*s\"", STR_ARG(anchor)))
		>= html.n)
		found(k, IS_WARNING, "anchor", href);
}

static enum status
check_link(struct checking *k, struct str href)
{
	const size_t hash = str_find_ch(href, '#');
	const struct str anchor = hash == NOWHERE ? STR("")
						  : str_skip(href, hash + 1);
	struct str query = str_sub(href, 0, hash), path, normal;
	struct markup other;
	struct place p;
	enum status st;

	if (hash == 0)
		check_anchor(k, k->html, anchor, href);
	if (!str_starts(href, STR("/")) || str_starts(href, STR("//")))
		return OK;
	if (!str_cut(&query, '?', &path)
	    || address_normal(k->j, path, &normal) != OK) {
		job_forgive(k->j);
		found(k, IS_ERROR, "link", href);
		return OK;
	}
	st = site_resolve(k->s, k->j, normal, query, &p);
	if (st == OK && (p.what == PLACE_NONE || p.what == PLACE_GONE))
		found(k, IS_ERROR, "link", href);
	if (st != OK || p.what != PLACE_STORY)
		return st;
	st = site_story_html(k->s, k->j, p.num, &other);
	if (st == OK)
		check_anchor(k, other.html, anchor, href);
	return st;
}

/* The level of `h2 id="..."`, or 0. */
static int
level_of(struct str tag)
{
	const bool is = tag.n >= 2 && tag.p[0] == 'h' && tag.p[1] >= '1'
	    && tag.p[1] <= '6' && (tag.n == 2 || tag.p[2] == ' ');

	return is ? tag.p[1] - '0' : 0;
}

static void
check_heading(struct checking *k, int level, int *before)
{
	if (level == 1)
		found(k, IS_WARNING, "heading",
		    STR("a heading of level 1 in the text"));
	else if (level > *before + 1)
		found(k, IS_WARNING, "heading",
		    job_printf(k->j, "level %d follows level %d", level,
			*before));
	*before = level;
}

static enum status
check_html(struct checking *k)
{
	struct str rest = k->html, tag;
	int before = 1;
	enum status st = OK;

	while (st == OK && str_find_ch(rest, '<') < rest.n) {
		rest = str_skip(rest, str_find_ch(rest, '<') + 1);
		tag = str_sub(rest, 0, str_find_ch(rest, '>'));
		if (str_starts(tag, STR("a ")))
			st = check_link(k,
			    markup_plain(k->j,
				(struct markup){
				    value_of(k->j, tag, "href") }));
		else if (str_starts(tag, STR("img "))
		    && value_of(k->j, tag, "alt").n == 0)
			found(k, IS_WARNING, "alt", value_of(k->j, tag, "src"));
		else if (level_of(tag) > 0)
			check_heading(k, level_of(tag), &before);
	}
	return st;
}

static void
check_card(struct checking *k)
{
	const size_t letters = utf8_length(k->card.headline);

	if (letters > TITLE_MOST && k->card.short_headline.n == 0)
		found(k, IS_WARNING, "title",
		    job_printf(k->j, "%zu letters, and no short headline",
			letters));
	if (k->card.kind == KIND_STORY && k->card.deck.n == 0)
		found(k, IS_WARNING, "deck", k->card.headline);
}

/* A text in another language than the paper's first has an original. */
static enum status
check_original(struct checking *k)
{
	struct story full;
	enum status st;

	if (site_prefix(k->s, k->j, k->card.lang).n == 0)
		return OK;
	st = site_story(k->s, k->j, k->card.num, &full);
	if (st == OK && full.translations.n == 0)
		found(k, IS_WARNING, "translation",
		    job_printf(k->j, "in %.*s, and names no original",
			STR_ARG(k->card.lang)));
	return st;
}

static enum status
check_one(struct checking *k, int64_t num)
{
	struct markup html;
	enum status st = site_card(k->s, k->j, num, &k->card);

	if (st == OK)
		st = site_story_html(k->s, k->j, num, &html);
	if (st != OK)
		return st;
	k->html = html.html;
	k->b = buf_in(k->j, OUT_MAX);
	check_card(k);
	st = check_original(k);
	if (st == OK)
		st = check_html(k);
	return st == OK ? call_print(k->c, buf_so_far(&k->b)) : st;
}

static enum status
check_all(struct checking *k)
{
	int64_t num = 0;
	enum status st = site_read_begin(k->s, k->c->j);

	if (st != OK)
		return st;
	while ((st = site_story_after(k->s, k->j, num, &num)) == OK
	    && (st = check_one(k, num)) == OK)
		job_reset(k->j, job_now(k->c->j));
	site_read_end(k->s);
	if (st == NOT_FOUND)
		return OK;
	return job_fail(k->c->j, st, "%.*s", STR_ARG(job_reason(k->j)));
}

static enum status
check(struct call *c)
{
	struct checking k = { .c = c };
	struct desk *d;
	enum status st = desk_open_to_read(c->j, c->args[0], &d);

	if (st != OK)
		return st;
	k.s = desk_site(d);
	k.j = job_new(job_now(c->j));
	st = check_all(&k);
	if (st == OK
	    && (k.errors > 0 || (call_flag(c, "strict") && k.warnings > 0)))
		st = job_fail(c->j, INVALID, "errors: %lld, warnings: %lld",
		    (long long)k.errors, (long long)k.warnings);
	job_free(k.j);
	desk_close(d);
	return st;
}

const struct cmd cmd_check = {
	.name = "check",
	.args = "DIR",
	.what = "find dead links and other faults in what is published",
	.options = options,
	.min_args = 1,
	.max_args = 1,
	.run = check,
};
