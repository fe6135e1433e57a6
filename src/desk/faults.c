/* SPDX-License-Identifier: ISC */
#include "desk/faulty.h"
#include "text/utf8.h"

#define TITLE_MOST 110 /* letters; longer ones are cut by search engines */
#define SOON ((int64_t)30 * 24 * 3600)

void
fault_put(struct looking *k, enum gravity g, const char *rule, int line,
    struct str what)
{
	const struct fault f = { g, rule, k->where, k->headline, line, what };

	if (k->st == OK)
		k->st = k->take(k->arg, &f);
}

int
line_with(const struct looking *k, struct str words)
{
	const struct str bytes = k->tf.bytes;
	const size_t at = words.n > 0 ? str_find(bytes, words) : NOWHERE;
	int line = 1;

	if (at == NOWHERE || at >= bytes.n)
		return 0;
	for (size_t i = 0; i < at; i++)
		line += bytes.p[i] == '\n';
	return line;
}

/* ---- of the thing as a whole ---- */

static void
card_check(struct looking *k)
{
	const struct card *const c = &k->card;
	const size_t letters = utf8_length(c->headline);
	const int line = line_with(k, STR("headline:"));

	if (letters > TITLE_MOST && c->short_headline.n == 0)
		fault_put(k, FAULT_WARNING, "title", line,
		    job_printf(k->j, "%zu letters, and no short headline",
			letters));
	if (c->kind == KIND_STORY && c->deck.n == 0)
		fault_put(k, FAULT_WARNING, "deck", line, c->headline);
}

/* A text in another language than the paper's first has an original. */
static enum status
original_check(struct looking *k)
{
	struct story full;
	enum status st;

	if (site_prefix(k->d->site, k->j, k->card.lang).n == 0)
		return OK;
	st = site_story(k->d->site, k->j, k->num, &full);
	if (st == OK && full.translations.n == 0)
		fault_put(k, FAULT_WARNING, "translation",
		    line_with(k, STR("lang:")),
		    job_printf(k->j, "in %.*s, and names no original",
			STR_ARG(k->card.lang)));
	return st;
}

/* What security.txt promises (RFC 9116, 2.5.5) ends some day. */
static void
promise_check(struct looking *k)
{
	const struct when *const until = &k->c.security_until;
	const int line = line_with(k, STR("security_until:"));

	if (k->c.security.n == 0 || until->precision == WHEN_NONE)
		return;
	if (until->at <= job_now(k->whole))
		fault_put(k, FAULT_ERROR, "security", line,
		    STR("security_until is over; write a new day if somebody "
			"still looks there"));
	else if (until->at <= job_now(k->whole) + SOON)
		fault_put(k, FAULT_WARNING, "security", line,
		    STR("security_until is over within a month"));
}

/* ---- which ---- */

/* What has no address of its own is called by what it is. */
static enum status
called(struct looking *k, enum kind kind)
{
	struct link l = { .num = 0 };
	enum status st = OK;

	k->where = kind_name(kind);
	if (kind == KIND_FRONT && k->c.sections.n > 0)
		k->where = job_printf(k->j, "front of %.*s",
		    STR_ARG(k->c.sections.at[0].text));
	if (kind == KIND_MENU)
		k->where = job_printf(k->j, "menu %.*s", STR_ARG(k->c.place));
	if ((kind == KIND_FRONT || kind == KIND_MENU) && k->c.lang.n > 0)
		k->where = job_printf(k->j, "%.*s (%.*s)", STR_ARG(k->where),
		    STR_ARG(k->c.lang));
	if (kind_row(kind)->addressed && kind_is_entity(kind)) {
		const struct copy *settings;

		st = site_settings(k->d->site, k->j, &settings);
		if (st == OK)
			st = site_link(k->d->site, k->j, k->num,
			    settings->languages.at[0].tag, &l);
		if (st == OK && l.address.n > 0) {
			k->where = l.address;
			k->headline = l.name;
		}
	}
	return st;
}

static enum status
page_check(struct looking *k)
{
	struct markup html;
	enum status st = site_card(k->d->site, k->j, k->num, &k->card);

	if (st == OK)
		st = site_story_html(k->d->site, k->j, k->num, &html);
	if (st == NOT_FOUND) { /* not shown: nothing of it can be wrong */
		job_forgive(k->j);
		return OK;
	}
	if (st != OK)
		return st;
	k->where = k->card.address;
	k->headline = k->card.headline;
	k->html = html.html;
	card_check(k);
	st = original_check(k);
	return st == OK ? html_check(k) : st;
}

/* Its text file; *left is false if it was erased. */
static enum status
file_read(struct looking *k, int64_t seq, enum kind kind, bool *left)
{
	const struct copy_defaults defaults = { .kind = kind, .lenient = true };
	struct str bytes;
	enum status st = record_text_left(k->d->site_db, k->j, k->d->deflater,
	    seq, &bytes);

	*left = st == OK;
	if (st == NOT_FOUND) {
		job_forgive(k->j);
		return OK;
	}
	if (st == OK)
		st = textfile_parse(k->j, bytes, STR("the record's file"),
		    &k->tf);
	return st == OK ? copy_read(k->j, &k->tf, &defaults, &k->c) : st;
}

static enum status
thing_check(struct looking *k, enum kind kind, int64_t seq)
{
	bool left;
	enum status st;

	if (kind == KIND_NONE || kind_row(kind)->internal)
		return OK;
	k->where = kind_name(kind);
	k->headline = STR("");
	st = file_read(k, seq, kind, &left);
	if (st != OK || !left)
		return st;
	if (kind_row(kind)->addressed && !kind_is_entity(kind))
		st = page_check(k);
	else
		st = called(k, kind);
	if (st == OK)
		st = fields_check(k);
	if (kind == KIND_SETTINGS)
		promise_check(k);
	return st == OK ? k->st : st;
}

static enum status
each(struct looking *k)
{
	enum status st = OK;

	for (int64_t after = 0; st == OK;) {
		struct val v[3];

		job_reset(k->j, job_now(k->whole));
		st = store_one(k->d->site_db, k->j, SQL_SITE_THING_AFTER,
		    VALS(val_int(after)), v, 3);
		if (st != OK)
			break;
		after = k->num = v[0].i;
		st = thing_check(k, kind_of(v[1].s), v[2].i);
	}
	return st == NOT_FOUND ? OK : st;
}

enum status
desk_faults(struct desk *d, struct job *j, fault_take *take, void *arg,
    struct outwards *outwards)
{
	struct looking k = { .d = d,
		.whole = j,
		.j = job_new(job_now(j)),
		.take = take,
		.arg = arg,
		.out = outwards };
	enum status st = site_read_begin(d->site, j);

	if (outwards != NULL) {
		*outwards = (struct outwards){ NULL, 0, 0 };
		k.seen = map_in(j);
	}
	if (st == OK) {
		st = each(&k);
		site_read_end(d->site);
		if (st != OK && st != k.st)
			(void)job_fail(j, st, "%.*s", STR_ARG(job_reason(k.j)));
	}
	job_free(k.j);
	return st;
}
