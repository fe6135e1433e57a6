/* SPDX-License-Identifier: ISC */
/* From what an author wrote to the thing that is meant. */
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "site/inside.h"
#include "text/address.h"
#include "text/slug.h"
#include "text/words.h"

#define NAME_MAX_BYTES ((size_t)1024)

/* ASCII needs no ICU: lower case, one space for many. */
static bool
fold_ascii(struct str name, struct buf *b)
{
	bool space = false;

	for (size_t i = 0; i < name.n; i++) {
		const char c = name.p[i];

		if ((unsigned char)c >= 0x80)
			return false;
		if (c == ' ' || (c >= '\t' && c <= '\r')) {
			space = true;
			continue;
		}
		if (space && b->n > 0)
			buf_ch(b, ' ');
		space = false;
		buf_ch(b, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
	}
	return true;
}

static enum status
fold_icu(struct job *j, struct str name, struct str *out)
{
	UErrorCode e = U_ZERO_ERROR;
	const int32_t room = (int32_t)name.n * 3 + 16;
	UChar *const wide = JOB_ARRAY(j, UChar, (size_t)room);
	UChar *const folded = JOB_ARRAY(j, UChar, (size_t)room);
	char *const text = job_alloc(j, (size_t)room * 3U);
	int32_t n = 0;

	u_strFromUTF8WithSub(wide, room, &n, name.p, (int32_t)name.n, 0xFFFD,
	    NULL, &e);
	const UNormalizer2 *const nf = unorm2_getNFKCCasefoldInstance(&e);

	n = unorm2_normalize(nf, wide, n, folded, room, &e);
	u_strToUTF8(text, room * 3, &n, folded, n, &e);
	if (U_FAILURE(e))
		return job_fail(j, FAULT, "ICU can't compare names: %s",
		    u_errorName(e));
	*out = str_from(text, (size_t)n);
	return OK;
}

enum status
name_fold(struct job *j, struct str name, struct str *out)
{
	struct buf b = buf_in(j, NAME_MAX_BYTES * 4);
	const struct str piece = str_trim(str_sub(name, 0, NAME_MAX_BYTES));

	if (fold_ascii(piece, &b))
		return buf_done(&b, out);
	return fold_icu(j, piece, out);
}

/* kind NONE: a story or page. */
static enum status
find_id(struct site *s, struct job *j, struct str text, enum kind kind,
    int64_t *num)
{
	struct id id;
	struct val v[1];

	if (text.n != 2 * (size_t)ID_BYTES || id_of(j, text, &id) != OK) {
		job_forgive(j);
		return NOT_FOUND;
	}
	const enum status st = kind == KIND_NONE
	    ? store_one(s->st, j, SQL_SITE_STORY_BY_ID,
		VALS(val_blob(id_str(&id))), v, 1)
	    : store_one(s->st, j, SQL_SITE_ENTITY_BY_ID,
		VALS(val_blob(id_str(&id)), val_text(kind_name(kind))), v, 1);

	if (st == OK)
		*num = v[0].i;
	return st;
}

static struct str
found_key(struct job *j, struct str kind, struct str lang, struct str text)
{
	return job_printf(j, "%.*s\n%.*s\n%.*s", STR_ARG(kind), STR_ARG(lang),
	    STR_ARG(text));
}

static void
found_put(struct site *s, struct str key, int64_t num)
{
	int64_t *const kept = JOB_NEW(s->memory, int64_t);

	*kept = num;
	map_put(&s->found, key, kept);
}

/* By a folded word; NOT_FOUND if it is empty or nobody's. */
static enum status
find_word(struct site *s, struct job *j, enum kind kind, struct str lang,
    struct str word, int64_t *num)
{
	struct val v[1];
	enum status st;

	if (word.n == 0)
		return NOT_FOUND;
	st = store_one(s->st, j, SQL_SITE_FIND,
	    VALS(val_text(kind_name(kind)), val_text(word), val_text(lang)), v,
	    1);
	if (st == OK)
		*num = v[0].i;
	return st;
}

/* A slug that it had, if a redirect of its own says so (see wire/archive.h). */
static enum status
find_led(struct site *s, struct job *j, enum kind kind, struct str lang,
    struct str text, int64_t *num)
{
	const struct str from = entity_address(s, j, kind,
	    slug_of(j, text, lang), lang);
	int64_t by;
	struct val to;
	enum status st = from.n == 0 ? NOT_FOUND : site_holder(s, j, from, &by);

	if (st == OK)
		st = store_one(s->st, j, SQL_SITE_REDIRECT_AT,
		    VALS(val_int(by)), &to, 1);
	return st == OK ? site_holder(s, j, to.s, num) : st;
}

enum status
site_find(struct site *s, struct job *j, enum kind kind, struct str lang,
    struct str text, int64_t *num)
{
	const struct str key = found_key(j, kind_name(kind), lang, text);
	const int64_t *const known = map_at(&s->found, key);
	struct str word = { NULL, 0 };
	struct val v[1];

	if (known != NULL) {
		*num = *known;
		return OK;
	}
	enum status st = find_id(s, j, text, kind, num);

	if (st != NOT_FOUND)
		return st;
	st = name_fold(j, text, &word);
	if (st == OK)
		st = find_word(s, j, kind, lang, word, &v[0].i);
	/* "social media" is the topic that somebody wrote as social-media. */
	if (st == NOT_FOUND)
		st = find_word(s, j, kind, lang, slug_of(j, text, lang),
		    &v[0].i);
	if (st == NOT_FOUND)
		st = find_led(s, j, kind, lang, text, &v[0].i);
	if (st != OK)
		return st;
	st = merged_num(s, j, v[0].i, num);
	if (st == OK)
		found_put(s, key, *num);
	return st;
}

enum status
site_find_source(struct site *s, struct job *j, struct str source, int64_t *num)
{
	struct val v[1];
	const enum status st = store_one(s->st, j, SQL_SITE_SOURCE_AT,
	    VALS(val_text(source)), v, 1);

	if (st == OK)
		*num = v[0].i;
	return st;
}

/* ---- stories ---- */

/* Whether the story has that very slug or (folded) headline. */
enum status
story_is_called(struct job *j, struct str address, struct str headline,
    struct str text, struct str folded, bool *yes)
{
	struct str mine = { NULL, 0 };
	struct str path = address;

	if (str_ends(path, STR("/")))
		path.n--;
	const size_t cut = str_rfind_ch(path, '/');

	*yes = cut != NOWHERE && str_eq(str_skip(path, cut + 1), text);
	if (*yes)
		return OK;
	const enum status st = name_fold(j, headline, &mine);

	if (st == OK)
		*yes = str_eq(mine, folded);
	return st;
}

struct calling {
	enum kind kind;
	struct str lang, text;
	struct str folded; /* empty: each that the query finds is meant */
};

/* The newest that a query of the search index finds and that is meant. */
static enum status
find_by(struct site *s, struct job *j, const struct calling *c,
    struct str query, int64_t *num)
{
	struct rows r;
	bool yes = false;
	enum status st;

	if (c->kind != KIND_NONE)
		query = job_printf(j, "%.*s AND \"K%.*s\"", STR_ARG(query),
		    STR_ARG(kind_name(c->kind)));
	st = rows_begin(s->st, j, SQL_SITE_FIND_CALLED,
	    VALS(val_text(query), val_text(c->lang)), &r);
	if (st != OK)
		return st;
	while (st == OK && !yes && rows_next(&r)) {
		yes = c->folded.n == 0;
		if (!yes)
			st = story_is_called(j, row_str(&r, 1), row_str(&r, 2),
			    c->text, c->folded, &yes);
		if (yes)
			*num = row_int(&r, 0);
	}
	const enum status end = rows_end(&r);

	if (st != OK || end != OK)
		return st != OK ? st : end;
	return yes ? OK : NOT_FOUND;
}

struct str
slug_mark(struct job *j, struct str slug)
{
	return job_printf(j, "O%.16s", sha256_hex(j, sha256_of(slug)).p);
}

struct str
party_mark(struct job *j, struct str words)
{
	return job_printf(j, "N%.16s", sha256_hex(j, sha256_of(words)).p);
}

/*
 * Through the search index: every word of it in the headline; else it is a
 * slug that says something else, or that one had.
 */
static enum status
find_called(struct site *s, struct job *j, enum kind kind, struct str lang,
    struct str text, int64_t *num)
{
	struct calling c = { kind, lang, text, { NULL, 0 } };
	struct str words = { NULL, 0 };
	enum status st = words_index(j, text, lang, &words);

	if (st == OK)
		st = name_fold(j, text, &c.folded);
	if (st != OK)
		return st;
	if (words.n == 0)
		return NOT_FOUND;
	/* Words hold letters and digits only, so quotes can't be broken. */
	st = find_by(s, j, &c, job_printf(j, "head : \"%.*s\"", STR_ARG(words)),
	    num);
	if (st != NOT_FOUND)
		return st;
	c.folded = (struct str){ NULL, 0 };
	return find_by(s, j, &c,
	    job_printf(j, "\"%.*s\"", STR_ARG(slug_mark(j, text))), num);
}

static enum status
find_address(struct site *s, struct job *j, struct str text, int64_t *num)
{
	struct str normal;
	struct val v[1];

	if (!str_starts(text, STR("/")))
		return NOT_FOUND;
	if (address_normal(j, text, &normal) != OK) {
		job_forgive(j);
		return NOT_FOUND;
	}
	const enum status st = store_one(s->st, j, SQL_SITE_STORY_BY_ADDRESS,
	    VALS(val_text(address_key(normal))), v, 1);

	if (st == OK)
		*num = v[0].i;
	return st;
}

/* By id or address it may be of another kind than is meant. */
static enum status
is_of_kind(struct site *s, struct job *j, enum kind kind, int64_t num)
{
	struct val v[3];
	enum status st;

	if (kind == KIND_NONE)
		return OK;
	st = store_one(s->st, j, SQL_SITE_STORY_WHERE, VALS(val_int(num)), v,
	    3);
	if (st != OK)
		return st;
	return kind_of(v[2].s) == kind ? OK : NOT_FOUND;
}

enum status
find_story_now(struct site *s, struct job *j, enum kind kind, struct str lang,
    struct str text, int64_t *num)
{
	enum status st = find_id(s, j, text, KIND_NONE, num);

	if (st == NOT_FOUND)
		st = find_address(s, j, text, num);
	if (st == OK)
		return is_of_kind(s, j, kind, *num);
	if (st != NOT_FOUND)
		return st;
	/* Wherever the last commit fell, what is gathered can be found. */
	st = search_settle(s, j);
	return st == OK ? find_called(s, j, kind, lang, text, num) : st;
}

enum status
site_find_story(struct site *s, struct job *j, enum kind kind, struct str lang,
    struct str text, int64_t *num)
{
	const struct str key = found_key(j,
	    kind == KIND_NONE ? STR("any") : kind_name(kind), lang, text);
	const int64_t *const known = map_at(&s->found, key);
	struct val v[1];

	/* Stories come and go without names being forgotten. */
	if (known != NULL
	    && store_one(s->st, j, SQL_SITE_STORY_IS, VALS(val_int(*known)), v,
		   1)
		== OK) {
		*num = *known;
		return OK;
	}
	const enum status st = find_story_now(s, j, kind, lang, text, num);

	if (st == OK)
		found_put(s, key, *num);
	return st;
}

/* ---- did you mean ---- */

struct near {
	struct str name;
	unsigned distance;
};

static void
near_put(struct near best[3], struct str name, unsigned distance)
{
	for (int i = 0; i < 3; i++)
		if (best[i].name.n > 0 && str_eq(best[i].name, name)) {
			if (distance < best[i].distance)
				best[i].distance = distance;
			return;
		}
	for (int i = 0; i < 3; i++) {
		if (best[i].name.n > 0 && best[i].distance <= distance)
			continue;
		for (int k = 2; k > i; k--)
			best[k] = best[k - 1];
		best[i] = (struct near){ name, distance };
		return;
	}
}

enum status
site_nearest(struct site *s, struct job *j, enum kind kind, struct str lang,
    struct str text, struct texts *out)
{
	struct near best[3] = { { .name = { NULL, 0 } } };
	struct str word = { NULL, 0 };
	struct rows r;
	enum status st = name_fold(j, text, &word);

	if (st == OK)
		st = rows_begin(s->st, j, SQL_SITE_NAMES_ALL,
		    VALS(val_text(kind_name(kind))), &r);
	if (st != OK)
		return st;
	const unsigned limit = word.n < 6 ? 2 : (unsigned)(word.n / 3);

	while (rows_next(&r)) {
		const struct str mine = row_str(&r, 2);
		const unsigned d = word_distance(row_str(&r, 0), word, limit);

		if (d > limit || row_str(&r, 1).n == 0
		    || (mine.n > 0 && !str_eq(mine, lang)))
			continue;
		near_put(best, job_str(j, row_str(&r, 1)), d);
	}
	st = rows_end(&r);
	if (st != OK)
		return st;
	out->at = JOB_ARRAY(j, struct str, 3);
	out->n = 0;
	for (int i = 0; i < 3 && best[i].name.n > 0; i++)
		out->at[out->n++] = best[i].name;
	return OK;
}
