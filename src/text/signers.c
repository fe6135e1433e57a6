/* SPDX-License-Identifier: ISC */
#include "text/signers.h"

#include <assert.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "text/shape.h"
#include "text/utf8.h"
#include "text/words.h"

#define COLUMNS 4 /* of the shape: name, role, affiliation, country */

static const struct part *
column_of(const struct shape *s, struct str head)
{
	for (size_t i = 0; i < s->n; i++)
		if (part_named(&s->parts[i], head))
			return &s->parts[i];
	return NULL;
}

static enum status
no_column(struct job *j, struct str name, int line, struct str head,
    const struct shape *s)
{
	const char *const near = part_near(s, head);

	if (near != NULL)
		return job_fail(j, INVALID,
		    "%.*s:%d: there is no column `%.*s`; did you mean `%s`?",
		    STR_ARG(name), line, STR_ARG(head), near);
	return job_fail(j, INVALID,
	    "%.*s:%d: there is no column `%.*s`; the first line names the "
	    "columns: name, role, affiliation, country",
	    STR_ARG(name), line, STR_ARG(head));
}

static enum status
header_read(struct job *j, const struct csv *t, struct str name,
    const struct shape *s, const struct part **columns)
{
	bool named = false;

	for (size_t i = 0; i < t->header.n; i++) {
		columns[i] = column_of(s, t->header.at[i]);
		if (columns[i] == NULL)
			return no_column(j, name, t->header.line,
			    t->header.at[i], s);
		named |= columns[i] == &s->parts[0];
	}
	if (named)
		return OK;
	return job_fail(j, INVALID,
	    "%.*s:1: there is no column `name`; the first line names the "
	    "columns: name, role, affiliation, country",
	    STR_ARG(name));
}

enum status
signers_read(struct job *j, struct str bytes, struct str name,
    struct signatories *out)
{
	const struct shape *const s = shape_of(FIELD_SIGNERS);
	const struct part *columns[CSV_COLUMNS_MAX] = { NULL };
	struct csv t;
	enum status st = csv_read(j, bytes, name, &t);

	assert(s != NULL);
	if (st == OK)
		st = header_read(j, &t, name, s, columns);
	if (st != OK)
		return st;
	out->at = JOB_ARRAY(j, struct signatory, t.n + 1);
	out->n = 0;
	for (size_t i = 0; i < t.n; i++) {
		struct signatory *const at = &out->at[out->n++];

		at->line = t.rows[i].line;
		if (t.rows[i].n > t.header.n)
			return job_fail(j, INVALID,
			    "%.*s:%d: this row has %zu fields and the first "
			    "line names %zu; a field with a comma in it needs "
			    "quotes",
			    STR_ARG(name), at->line, t.rows[i].n, t.header.n);
		for (size_t k = 0; k < t.rows[i].n; k++)
			*(struct str *)(void *)((char *)at
			    + columns[k]->offset) = t.rows[i].at[k];
		if (at->name.n == 0)
			return job_fail(j, INVALID,
			    "%.*s:%d: this row has no name", STR_ARG(name),
			    at->line);
	}
	return OK;
}

struct str
signers_write(struct job *j, const struct signatory *at, size_t n)
{
	static const struct str header[COLUMNS] = { STR_INIT("name"),
		STR_INIT("role"), STR_INIT("affiliation"),
		STR_INIT("country") };
	struct buf b = buf_in(j, CSV_MAX);

	csv_put(&b, header, COLUMNS);
	for (size_t i = 0; i < n; i++) {
		const struct str row[COLUMNS] = { at[i].name, at[i].role,
			at[i].affiliation, at[i].country };

		csv_put(&b, row, COLUMNS);
	}
	return buf_so_far(&b);
}

/* ---- doubts ---- */

static UScriptCode
script_of(UChar32 c)
{
	UErrorCode e = U_ZERO_ERROR;
	const UScriptCode s = uscript_getScript(c, &e);

	return U_FAILURE(e) || s == USCRIPT_COMMON || s == USCRIPT_INHERITED
	    ? USCRIPT_INVALID_CODE
	    : s;
}

const char *
name_script(struct str name)
{
	size_t i = 0;

	while (i < name.n) {
		const UScriptCode s = script_of(utf8_next(name, &i));

		if (s != USCRIPT_INVALID_CODE)
			return uscript_getName(s);
	}
	return "none";
}

/* What the letters of a name come to. */
struct spelling {
	size_t letters, lower, cased, spaces;
	UScriptCode script; /* of the first that has one */
};

/* One letter more; what is odd about it, or NULL. */
static const char *
letter_odd(struct spelling *a, UChar32 c)
{
	const UScriptCode s = script_of(c);

	if (u_isdigit(c))
		return "there are figures in the name";
	if (u_iscntrl(c))
		return "there are control characters in the name";
	if (c < 0x80
	    && str_find_ch(STR("@<>{}[]|\\/#$%^&*=_~"), (char)c) != NOWHERE)
		return "there are signs in the name";
	a->spaces += u_isUWhiteSpace(c) ? 1 : 0;
	if (!u_isalpha(c))
		return NULL;
	a->letters++;
	a->lower += u_islower(c) ? 1 : 0;
	a->cased += u_islower(c) || u_isupper(c) ? 1 : 0;
	if (a->script == USCRIPT_INVALID_CODE)
		a->script = s;
	return s != USCRIPT_INVALID_CODE && s != a->script
	    ? "the name mixes two scripts"
	    : NULL;
}

/* What a look at the letters alone shows. */
static const char *
odd_letters(struct str name)
{
	struct spelling a = { .script = USCRIPT_INVALID_CODE };
	const char *odd = NULL;
	size_t i = 0;

	while (i < name.n && odd == NULL)
		odd = letter_odd(&a, utf8_next(name, &i));
	if (odd != NULL)
		return odd;
	if (a.letters < 2)
		return "this is hardly a name";
	if (a.cased > 3 && a.lower == 0)
		return "the name is all in capitals";
	return a.spaces == 0 ? "the name is one word" : NULL;
}

struct folded {
	struct str words;
	const struct signatory *of;
};

static int
by_words(const void *a, const void *b)
{
	const struct folded *const x = a, *const y = b;
	const int c = str_cmp(x->words, y->words);

	if (c != 0)
		return c;
	return x->of->line - y->of->line;
}

static int
by_line(const void *a, const void *b)
{
	return ((const struct doubt *)a)->line
	    - ((const struct doubt *)b)->line;
}

enum status
signers_doubt(struct job *j, const struct signatories *s, struct doubts *out)
{
	struct folded *const all = JOB_ARRAY(j, struct folded, s->n + 1);
	enum status st = OK;

	out->at = JOB_ARRAY(j, struct doubt, s->n * 2 + 1);
	out->n = 0;
	for (size_t i = 0; i < s->n && st == OK; i++) {
		const char *const odd = odd_letters(s->at[i].name);

		if (odd != NULL)
			out->at[out->n++] = (struct doubt){ s->at[i].line, 0,
				odd, s->at[i].name };
		all[i].of = &s->at[i];
		st = words_index(j, s->at[i].name, STR(""), &all[i].words);
	}
	if (st != OK)
		return st;
	qsort(all, s->n, sizeof(*all), by_words);
	for (size_t i = 1; i < s->n; i++)
		if (all[i].words.n > 0
		    && str_eq(all[i].words, all[i - 1].words))
			out->at[out->n++] = (struct doubt){ all[i].of->line,
				all[i - 1].of->line,
				str_eq(all[i].of->affiliation,
				    all[i - 1].of->affiliation)
				    ? "the same name stands above"
				    : "the same name stands above, with "
				      "another affiliation",
				all[i].of->name };
	qsort(out->at, out->n, sizeof(*out->at), by_line);
	return OK;
}
