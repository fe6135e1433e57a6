/* SPDX-License-Identifier: ISC */
/* From what a reader writes to what is found. */
#include "base/progress.h"
#include "site/inside.h"
#include "site/searched.h"
#include "site/vocabulary.h"
#include "text/utf8.h"
#include "text/words.h"

#define BEGINNING_FEW 1000  /* stories with any of its words */
#define SHORT_BYTES 2       /* of a beginning: nearly every story has one */
#define COUNT_SECONDS 0.001 /* for it alone */
#define EXPRESSION_MAX ((size_t)64 * 1024)

struct asking {
	struct site *s;
	struct job *j;
	const struct search_ask *ask;
	struct buf and, not ; /* of FTS5's language */
	struct texts terms;
	size_t n;
	/* So many there are from this row id on, newest first; 0: on the whole. */
	int64_t found, down_to;
};

/* One term of what was written: moves *rest past it. */
struct term {
	struct str text;
	bool without, begins, quoted;
};

static struct term
next_term(struct str *rest)
{
	struct term t = { .text = *rest };
	size_t end;

	if (rest->n > 1 && rest->p[0] == '-' && rest->p[1] != ' ') {
		t.without = true;
		*rest = str_skip(*rest, 1);
	}
	if (rest->p[0] == '"') {
		*rest = str_skip(*rest, 1);
		t.quoted = true;
		end = str_find_ch(*rest, '"');
	} else {
		end = str_find_ch(*rest, ' ');
	}
	t.text = str_sub(*rest, 0, end == NOWHERE ? rest->n : end);
	*rest = str_skip(*rest, end == NOWHERE ? rest->n : end + 1);
	t.begins = str_ends(t.text, STR("*"));
	return t;
}

/*
 * A beginning is those of the words that begin so which most stories have:
 * FTS5 would merge the lists of all.  It does, where hardly any are known, for
 * the vocabulary has no words with digits.
 */
static enum status
put_beginning(struct asking *a, struct str word, const char *column)
{
	struct texts like = { NULL, 0 };
	int64_t stories;
	const size_t most = word.n <= SHORT_BYTES ? SEARCH_SHORT
						  : SEARCH_BEGINNINGS;
	const enum status st = vocabulary_beginning(a->s, a->j, word, most,
	    &like, &stories);

	if (st != OK)
		return st;
	buf_printf(&a->and, "%s%s(\"%.*s\"%s",
	    buf_so_far(&a->and).n > 0 ? " AND " : "", column, STR_ARG(word),
	    stories < BEGINNING_FEW ? " *" : "");
	for (size_t i = 0; stories >= BEGINNING_FEW && i < like.n; i++)
		if (!str_eq(like.at[i], word))
			buf_printf(&a->and, " OR \"%.*s\"",
			    STR_ARG(like.at[i]));
	buf_ch(&a->and, ')');
	a->terms.at[a->terms.n++] = job_printf(a->j, "%.*s*", STR_ARG(word));
	return OK;
}

/*
 * One Chinese or Japanese character: it stands in the index as the beginning
 * of pairs.
 */
static bool
is_half_a_pair(struct str words)
{
	size_t at = 0;

	return words.n >= 3 && utf8_next(words, &at) >= 0x2E80 && at == words.n;
}

/* Words hold letters and digits only, so quotes can't be broken. */
static enum status
put_term(struct asking *a, const struct term *t, const char *column)
{
	struct str words;
	const enum status st = words_index(a->j, t->text, a->ask->lang, &words);

	if (st != OK || words.n == 0 || a->n == SEARCH_TERMS)
		return st;
	a->n++;
	if (t->without) {
		buf_printf(&a->not, " NOT \"%.*s\"", STR_ARG(words));
		return OK;
	}
	if ((t->begins || is_half_a_pair(words))
	    && str_find_ch(words, ' ') == NOWHERE && a->terms.n < SEARCH_TERMS)
		return put_beginning(a, words, column);
	buf_printf(&a->and, "%s%s\"%.*s\"%s",
	    buf_so_far(&a->and).n > 0 ? " AND " : "", column, STR_ARG(words),
	    t->begins ? " *" : "");
	for (struct str word;
	     a->terms.n < SEARCH_TERMS && str_cut(&words, ' ', &word);)
		a->terms.at[a->terms.n++] = t->begins && words.n == 0
		    ? job_printf(a->j, "%.*s*", STR_ARG(word))
		    : word;
	return OK;
}

static void
put_filter(struct asking *a, const char *letter, struct str value)
{
	if (value.n == 0)
		return;
	buf_printf(&a->and, "%s\"%s%.*s\"",
	    buf_so_far(&a->and).n > 0 ? " AND " : "", letter, STR_ARG(value));
}

static void
put_num(struct asking *a, const char *letter, int64_t num)
{
	if (num != 0)
		put_filter(a, letter, job_printf(a->j, "%lld", (long long)num));
}

/*
 * Empty if nothing is asked for that could be found.  column: "head : ", or
 * empty for all of them.
 */
static enum status
expression(struct asking *a, const char *column, struct str *out)
{
	const struct search_ask *const k = a->ask;
	struct str rest = k->words;
	enum status st = OK;
	size_t asked;

	a->and = buf_in(a->j, EXPRESSION_MAX);
	a->not = buf_in(a->j, EXPRESSION_MAX);
	a->terms = (struct texts){
		JOB_ARRAY(a->j, struct str, SEARCH_TERMS + 1), 0
	};
	a->n = 0;
	while (st == OK && rest.n > 0) {
		const struct term t = next_term(&rest);

		st = put_term(a, &t, column);
	}
	put_num(a, "S", k->section);
	put_num(a, "T", k->topic);
	if (k->person != 0) /* who wrote it, or whose words it is */
		buf_printf(&a->and, "%s(\"A%lld\" OR \"W%lld\")",
		    buf_so_far(&a->and).n > 0 ? " AND " : "",
		    (long long)k->person, (long long)k->person);
	put_num(a, "W", k->place);
	put_num(a, "E", k->event);
	if (k->kind != KIND_NONE)
		put_filter(a, "K", kind_name(k->kind));
	asked = buf_so_far(&a->and).n + k->signed_by.n;
	put_filter(a, "L", k->lang);
	*out = asked == 0 || buf_so_far(&a->and).n == 0
	    ? STR("")
	    : job_printf(a->j, "(%.*s)%.*s", STR_ARG(buf_so_far(&a->and)),
		STR_ARG(buf_so_far(&a->not )));
	return st;
}

struct search_range
search_range_of(const struct search_ask *k)
{
	struct search_range r = { k->from > 0 ? k->from << DOC_SHIFT
					      : INT64_MIN,
		k->until > 0 ? k->until << DOC_SHIFT : INT64_MAX };

	if (k->before != 0 && k->before < r.until)
		r.until = k->before;
	return r;
}

/* What the time did not suffice for is left out, and said. */
static enum status
in_time(struct site *s, struct job *j, enum status st, struct search_found *out)
{
	if (st != BUSY || !store_ran_out(s->st))
		return st;
	job_forgive(j);
	out->cut = true;
	return OK;
}

static enum status
find(struct site *s, struct job *j, struct str expression,
    struct search_range r, size_t max, struct cards *out)
{
	*out = (struct cards){ NULL, 0 };
	return cards_read(s, j, SQL_SEARCH_NEWEST,
	    VALS(val_text(expression), val_int(r.from), val_int(r.until),
		val_int((int64_t)max)),
	    out);
}

static enum status
docid_of(struct site *s, struct job *j, const struct card *c, int64_t *out)
{
	struct val v[3];
	const enum status st = store_one(s->st, j, SQL_SEARCH_DOC_AT,
	    VALS(val_int(c->num)), v, 3);

	if (st == OK)
		*out = v[0].i;
	return st;
}

static bool
has_card(const struct cards *c, int64_t num)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->at[i].num == num)
			return true;
	return false;
}

/* Those with the words in their headline, then the others. */
static enum status
by_relevance(struct site *s, struct asking *a, struct str whole,
    struct search_found *out)
{
	const struct search_range r = search_range_of(a->ask);
	const size_t max = a->ask->max;
	struct asking heads = { .s = s, .j = a->j, .ask = a->ask };
	struct cards first, rest;
	struct str head;
	enum status st = expression(&heads, "head : ", &head);

	if (st == OK)
		st = find(s, a->j, head, r, max, &first);
	if (st == OK)
		st = find(s, a->j, whole, r, max, &rest);
	if (st == OK && rest.n == max)
		st = docid_of(s, a->j, &rest.at[max - 1], &a->down_to);
	if (st != OK)
		return st;
	a->found = (int64_t)rest.n;
	out->cards = (struct cards){ JOB_ARRAY(a->j, struct card, max + 1), 0 };
	for (size_t i = 0; i < first.n; i++)
		out->cards.at[out->cards.n++] = first.at[i];
	for (size_t i = 0; i < rest.n && out->cards.n < max; i++)
		if (!has_card(&first, rest.at[i].num))
			out->cards.at[out->cards.n++] = rest.at[i];
	return OK;
}

static enum status
newest(struct site *s, struct asking *a, struct str whole,
    struct search_found *out)
{
	const size_t max = a->ask->max;
	enum status st = find(s, a->j, whole, search_range_of(a->ask), max + 1,
	    &out->cards);

	if (st == OK && out->cards.n > max) {
		out->cards.n = max;
		st = docid_of(s, a->j, &out->cards.at[max - 1], &out->next);
	}
	a->found = (int64_t)out->cards.n;
	a->down_to = out->next;
	return st;
}

/* Down to hundreds, or to tens. */
static int64_t
rounded(int64_t n)
{
	return n - n % (n < 100 ? 10 : 100);
}

/*
 * Of many it says how many there are at least.  It goes on where the first
 * page ended, for up to there took long already if hardly any of the stories
 * with the words are meant; the pages that follow are counted from the top.
 */
static enum status
count(struct site *s, struct asking *a, struct str whole,
    struct search_found *out)
{
	const double began = clock_steady();
	const bool first = a->ask->before == 0;
	struct search_ask all = *a->ask;
	struct search_range r;
	struct rows rows;
	int64_t n = first ? a->found : 0;
	const int64_t least = first ? 0 : a->found;
	enum status st;

	if (first && a->down_to == 0) {
		out->count = n;
		return OK;
	}
	all.before = first ? a->down_to : 0;
	r = search_range_of(&all);
	st = rows_begin(s->st, a->j, SQL_SEARCH_COUNT,
	    VALS(val_text(whole), val_int(r.from), val_int(r.until),
		val_int(SEARCH_COUNTED + 1)),
	    &rows);
	if (st != OK)
		return st;
	while (!out->more && rows_next(&rows)) {
		out->more = n == SEARCH_COUNTED
		    || (n > least && clock_steady() - began > COUNT_SECONDS);
		n += !out->more;
	}
	st = rows_end(&rows);
	if (st == OK)
		out->count = out->more ? rounded(n) : n;
	return st;
}

/* ---- what was likely meant ---- */

static enum status
put_meant(struct asking *a, struct buf *b, const struct term *t, bool *other)
{
	struct buf mine = buf_in(a->j, EXPRESSION_MAX);
	struct str words, word, near;
	bool any = false;
	enum status st = words_index(a->j, t->text, a->ask->lang, &words);

	while (st == OK && str_cut(&words, ' ', &word)) {
		near = STR("");
		if (!t->begins)
			st = vocabulary_near(a->s, a->j, word, &near);
		any = any || near.n > 0;
		buf_printf(&mine, "%s%.*s", buf_so_far(&mine).n > 0 ? " " : "",
		    STR_ARG(near.n > 0 ? near : word));
	}
	if (st != OK)
		return st;
	*other = *other || any;
	buf_printf(b, "%s%s%s%.*s%s", buf_so_far(b).n > 0 ? " " : "",
	    t->without ? "-" : "", t->quoted ? "\"" : "",
	    STR_ARG(any ? buf_so_far(&mine) : t->text), t->quoted ? "\"" : "");
	return OK;
}

/* The same words, with those that are nowhere made those nearest to them. */
static enum status
meant(struct asking *a, struct search_found *out)
{
	struct buf b = buf_in(a->j, EXPRESSION_MAX);
	struct str rest = a->ask->words;
	bool other = false;
	enum status st = OK;

	for (size_t n = 0; st == OK && rest.n > 0 && n < SEARCH_TERMS; n++) {
		const struct term t = next_term(&rest);

		if (t.text.n > 0)
			st = put_meant(a, &b, &t, &other);
	}
	if (st == OK && other)
		out->meant = buf_so_far(&b);
	return st;
}

static enum status
look(struct site *s, struct asking *a, struct str whole,
    struct search_found *out)
{
	enum status st;

	if (a->ask->signed_by.n > 0) {
		st = search_signed(s, a->j, a->ask, whole, out);
		return in_time(s, a->j, st, out);
	}
	st = a->ask->by_relevance ? by_relevance(s, a, whole, out)
				  : newest(s, a, whole, out);
	st = in_time(s, a->j, st, out);
	if (st == OK && !out->cut)
		st = in_time(s, a->j, count(s, a, whole, out), out);
	if (st == OK && !out->cut && out->count == 0)
		st = in_time(s, a->j, meant(a, out), out);
	if (out->count < (int64_t)out->cards.n)
		out->count = (int64_t)out->cards.n;
	return st;
}

enum status
site_search(struct site *s, struct job *j, const struct search_ask *ask,
    struct search_found *out)
{
	struct asking a = { .s = s, .j = j, .ask = ask };
	struct str whole = STR("");
	enum status st;

	*out = (struct search_found){ .count = 0 };
	store_deadline(s->st, SEARCH_MS);
	st = in_time(s, j, expression(&a, "", &whole), out);
	out->terms = a.terms;
	out->nothing_asked = st != OK
	    || (whole.n == 0 && ask->signed_by.n == 0 && !out->cut);
	if (st == OK && !out->nothing_asked && !out->cut)
		st = look(s, &a, whole, out);
	/* Who signed is looked up text by text, and counted as it is. */
	if (out->count > SEARCH_COUNTED) {
		out->count = SEARCH_COUNTED;
		out->more = true;
	}
	store_deadline(s->st, 0);
	return st;
}
