/* SPDX-License-Identifier: ISC */
/*
 * The words that stand in the search index, those with digits and the longest
 * left out, each with how many stories have it: so that a beginning becomes a
 * few whole words, and a misspelt word leads to one that is there.
 *
 * 1. Whatever goes into the index or out of it is counted here, once for each
 *    story and word, and a word that is new stands in the table in the same
 *    transaction.
 * 2. The counts do too, but during an import: a word that nearly every commit
 *    has is written when its count has doubled, and exactly when the import
 *    ends.  While it runs a row of the empty word stands in the table.  Who
 *    finds it there from an import that was cut off counts all anew.
 */
#include "site/vocabulary.h"

#include <stdlib.h>

#include "site/inside.h"
#include "text/kinds.h"
#include "text/utf8.h"
#include "text/words.h"

#define COUNTED_BYTES 32 /* of a word; longer ones are left out */
#define WORDS_KEPT 32768 /* by an import */

struct counted {
	struct str word;
	int64_t by;      /* what the table does not know */
	int64_t written; /* what it was told since this was made */
	size_t story;    /* the last that it was counted for, from 1 */
};

struct counting {
	struct job *j;
	struct map words;
	struct counted **at;
	size_t n, room;
	size_t story;
};

static struct counting *
counting_new(void)
{
	struct job *const j = job_new(0);
	struct counting *const c = JOB_NEW(j, struct counting);

	c->j = j;
	c->words = map_in(j);
	return c;
}

static void
counting_free(struct counting *c)
{
	if (c != NULL)
		job_free(c->j);
}

static struct counted *
new_word(struct counting *c, struct str word)
{
	struct counted *const w = JOB_NEW(c->j, struct counted);

	w->word = job_str(c->j, word);
	map_put(&c->words, w->word, w);
	if (c->n == c->room) {
		const size_t more = c->room == 0 ? 1024 : c->room * 2;

		c->at = job_grow(c->j, c->at, c->room * sizeof(*c->at),
		    more * sizeof(*c->at));
		c->room = more;
	}
	return c->at[c->n++] = w;
}

/*
 * The next word that counts and its hash.  Numbers, and what a machine wrote,
 * nobody misspells; an archive of them would make this larger than the index.
 */
static bool
next_word(struct str words, size_t *at, struct str *word, uint64_t *hash)
{
	size_t i = *at;

	while (i < words.n) {
		const size_t from = i;
		bool digit = false;
		uint64_t h = HASH_NONE;

		for (; i < words.n && words.p[i] != ' '; i++) {
			digit = digit
			    || (words.p[i] >= '0' && words.p[i] <= '9');
			h = hash_byte(h, words.p[i]);
		}
		*word = str_sub(words, from, i - from);
		*hash = map_hash_end(h);
		i++;
		if (!digit && word->n > 0 && word->n <= COUNTED_BYTES) {
			*at = i;
			return true;
		}
	}
	return false;
}

static void
count_words(struct counting *c, struct str words, int64_t by)
{
	struct str word;
	uint64_t hash;

	for (size_t i = 0; next_word(words, &i, &word, &hash);) {
		struct counted *w = map_hashed(&c->words, hash, word);

		if (w == NULL)
			w = new_word(c, word);
		if (w->story != c->story)
			w->by += by;
		w->story = c->story;
	}
}

static void
count_story(struct counting *c, const struct search_doc *d)
{
	const int64_t by = d->gone ? -1 : 1;

	c->story++;
	count_words(c, d->head, by);
	count_words(c, d->deck, by);
	count_words(c, d->body, by);
}

static int
by_word(const void *a, const void *b)
{
	const struct counted *const *const x = a, *const *const y = b;

	return str_cmp((*x)->word, (*y)->word);
}

static enum status
write_word(struct site *s, struct job *j, struct counted *w)
{
	enum status st = store_run(s->st, j, SQL_WORD_COUNT,
	    VALS(val_text(w->word), val_int(w->by)));

	if (st == OK && w->by < 0)
		st = store_run(s->st, j, SQL_WORD_GONE,
		    VALS(val_text(w->word)));
	w->written += w->by;
	w->by = 0;
	return st;
}

/* In the table's order, so that each of its pages is met once. */
static enum status
write_down(struct site *s, struct job *j, const struct counting *c, bool all)
{
	struct counted **const due = JOB_ARRAY(j, struct counted *, c->n);
	size_t n = 0;
	enum status st = OK;

	for (size_t i = 0; i < c->n; i++) {
		struct counted *const w = c->at[i];

		if (w->by != 0 && (all || w->by < 0 || w->by >= w->written))
			due[n++] = w;
	}
	if (n > 1)
		qsort(due, n, sizeof(struct counted *), by_word);
	for (size_t i = 0; i < n && st == OK; i++)
		st = write_word(s, j, due[i]);
	return st;
}

/* An import's: what is due, or all that was kept, if it is too much. */
static enum status
write_some(struct site *s, struct job *j)
{
	const bool full = s->counting->n > WORDS_KEPT;
	const enum status st = write_down(s, j, s->counting, full);

	if (full) {
		counting_free(s->counting);
		s->counting = counting_new();
	}
	return st;
}

enum status
vocabulary_count(struct site *s, struct job *j, const struct search_doc *docs,
    size_t n)
{
	struct counting *c = s->counting != NULL ? s->counting : counting_new();
	enum status st;

	for (size_t i = 0; i < n; i++)
		count_story(c, &docs[i]);
	if (c == s->counting)
		return write_some(s, j);
	st = write_down(s, j, c, true);
	counting_free(c);
	return st;
}

/* ---- an import's ---- */

void
vocabulary_forget(struct site *s)
{
	counting_free(s->counting);
	s->counting = NULL;
}

/* From what each story in the index has there. */
static enum status
count_anew(struct site *s, struct job *j)
{
	struct job *const one = job_new(job_now(j));
	struct rows r;
	enum status st = store_run(s->st, j, SQL_REINDEX_WORD, NO_VALS), end;

	if (st == OK)
		st = rows_begin(s->st, j, SQL_SEARCH_DOC_WORDS, NO_VALS, &r);
	if (st != OK) {
		job_free(one);
		return st;
	}
	while (st == OK && rows_next(&r)) {
		struct search_doc d = { 0 };

		st = search_words(one, row_str(&r, 0), &d);
		if (st == OK) {
			count_story(s->counting, &d);
			if (s->counting->n > WORDS_KEPT)
				st = write_some(s, j);
		}
		job_reset(one, 0);
	}
	job_free(one);
	end = rows_end(&r);
	if (st == OK)
		return end;
	return job_fail(j, st,
	    "site.db: the words of a story are damaged; run stet reindex");
}

/* The row of the empty word comes, or goes. */
static enum status
mark(struct site *s, struct job *j, int64_t by)
{
	struct counted none = { .word = STR(""), .by = by };

	return write_word(s, j, &none);
}

enum status
vocabulary_begin(struct site *s, struct job *j)
{
	struct val v[1];
	enum status st = store_one(s->st, j, SQL_WORD_AT,
	    VALS(val_text(STR(""))), v, 1);

	vocabulary_forget(s);
	s->counting = counting_new();
	if (st == OK)
		st = count_anew(s, j);
	else if (st == NOT_FOUND)
		st = OK;
	return st == OK ? mark(s, j, 1) : st;
}

enum status
vocabulary_end(struct site *s, struct job *j)
{
	enum status st;

	/* Else a rollback has made us forget; the next import counts anew. */
	if (s->counting == NULL)
		return OK;
	st = write_down(s, j, s->counting, true);
	if (st == OK)
		st = mark(s, j, -1);
	vocabulary_forget(s);
	return st;
}

/* ---- asked ---- */

/* The first text that none beginning with this one reaches. */
static struct str
behind(struct job *j, struct str beginning)
{
	return job_printf(j, "%.*s\xff", STR_ARG(beginning));
}

enum status
vocabulary_beginning(struct site *s, struct job *j, struct str beginning,
    size_t max, struct texts *out, int64_t *stories)
{
	struct rows r;
	const enum status st = rows_begin(s->st, j, SQL_WORDS_BEGINNING,
	    VALS(val_text(beginning), val_text(behind(j, beginning)),
		val_int((int64_t)max)),
	    &r);

	*stories = 0;
	if (st != OK)
		return st;
	while (rows_next(&r)) {
		texts_add(j, out, job_str(j, row_str(&r, 0)));
		*stories += row_int(&r, 1);
	}
	return rows_end(&r);
}

/* A byte a letter, so that letters are compared and not their bytes. */
static struct str
lettered(char *room, size_t most, struct str word)
{
	size_t n = 0;

	for (size_t i = 0; i < word.n && n < most;)
		room[n++] = (char)(utf8_next(word, &i) & 0xFF);
	return str_from(room, n);
}

struct nearest {
	struct str word;
	unsigned distance;
	int64_t stories;
};

/* Words that begin so, as near to the one that was written as any yet. */
static enum status
look_among(struct site *s, struct job *j, struct str beginning,
    struct str written, struct nearest *best)
{
	char mine[WORD_MAX], theirs[WORD_MAX];
	const struct str like = lettered(mine, sizeof(mine), written);
	const size_t letters = like.n;
	struct rows r;
	const enum status st = rows_begin(s->st, j, SQL_WORDS_LIKE,
	    VALS(val_text(beginning), val_text(behind(j, beginning)),
		val_int((int64_t)letters - 2), val_int((int64_t)letters + 2)),
	    &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		const struct str word = row_str(&r, 0);
		const int64_t stories = row_int(&r, 1);
		const unsigned d = word_distance(lettered(theirs,
						     sizeof(theirs), word),
		    like, best->distance);

		if (d > best->distance
		    || (d == best->distance && stories <= best->stories))
			continue;
		*best = (struct nearest){ job_str(j, word), d, stories };
	}
	return rows_end(&r);
}

enum status
vocabulary_near(struct site *s, struct job *j, struct str written,
    struct str *out)
{
	const size_t letters = utf8_length(written);
	size_t first = 0, second = 0;
	struct nearest best = { .distance = letters >= 8 ? 2 : 1 };
	struct val v[1];
	enum status st = store_one(s->st, j, SQL_WORD_AT,
	    VALS(val_text(written)), v, 1);

	*out = STR("");
	if (st != NOT_FOUND || letters < VOCABULARY_LEAST)
		return st == NOT_FOUND ? OK : st;
	(void)utf8_next(written, &first);
	second = first;
	(void)utf8_next(written, &second);
	/* The first letter is seldom wrong; then it was left out, or swapped
	   with the second, which the second one leads to. */
	st = look_among(s, j, str_sub(written, 0, first), written, &best);
	if (st == OK && best.word.n == 0)
		st = look_among(s, j, str_sub(written, first, second - first),
		    written, &best);
	if (st == OK)
		*out = best.word;
	return st;
}
