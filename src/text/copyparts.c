/* SPDX-License-Identifier: ISC */
/* Fields that only some kinds have: lists of records, lengths, places. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "text/copyread.h"
#include "text/shape.h"

/* ---- records ---- */

static const struct part *
part_at(const struct shape *s, struct str key)
{
	for (size_t i = 0; i < s->n; i++)
		if (part_named(&s->parts[i], key))
			return &s->parts[i];
	return NULL;
}

/* Figures as people write them: "1,040", "1 040". */
static bool
number_of(struct str s, int64_t *out)
{
	char digits[20];
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ',' || s.p[i] == ' ' || s.p[i] == '\'')
			continue;
		if (n == sizeof(digits))
			return false;
		digits[n++] = s.p[i];
	}
	return str_to_int(str_from(digits, n), out);
}

static enum status
take_part(struct copyreader *r, const struct part *p, const struct node *nd,
    char *record)
{
	void *at = record + p->offset;

	if (node_is_empty(nd))
		return OK;
	if (nd->kind != NODE_SCALAR)
		return copy_refuse(r, nd->line, "`%s` has to be one text",
		    p->name);
	switch (p->type) {
	case PART_WHEN:
		return copy_take_when(r, nd, at);
	case PART_NUMBER:
		if (number_of(str_trim(nd->text), at))
			return OK;
		return copy_refuse(r, nd->line,
		    "`%s` has to be a whole number, such as 1040", p->name);
	case PART_TEXT:
		break;
	}
	*(struct str *)at = str_trim(nd->text);
	return OK;
}

static bool
is_filled(const struct part *p, const char *record)
{
	const void *at = record + p->offset;

	switch (p->type) {
	case PART_WHEN:
		return ((const struct when *)at)->precision != WHEN_NONE;
	case PART_NUMBER:
		return *(const int64_t *)at != 0;
	case PART_TEXT:
		break;
	}
	return ((const struct str *)at)->n > 0;
}

static enum status
unknown_part(struct copyreader *r, const struct shape *s, const struct node *nd)
{
	const char *const near = part_near(s, nd->key);

	if (near != NULL)
		return copy_refuse(r, nd->key_line,
		    "%s has no `%.*s`; did you mean `%s`?", s->what,
		    STR_ARG(nd->key), near);
	return copy_refuse(r, nd->key_line, "%s has no `%.*s`; it has %.*s",
	    s->what, STR_ARG(nd->key), STR_ARG(parts_named(r->j, s)));
}

/* A map of parts; one text alone is the first that is a text. */
static enum status
take_record(struct copyreader *r, const struct shape *s, const struct node *nd,
    char *record)
{
	enum status st = OK;

	*(int *)(void *)(record + s->line) = nd->line;
	if (nd->kind == NODE_SCALAR) {
		if (s->needed > 1)
			return copy_refuse(r, nd->line,
			    "%s has to be a map of %.*s", s->what,
			    STR_ARG(parts_named(r->j, s)));
		return take_part(r, &s->parts[0], nd, record);
	}
	for (const struct node *o = nd->first; o != NULL && st == OK;
	     o = o->next) {
		const struct part *p = part_at(s, o->key);

		st = p == NULL ? unknown_part(r, s, o)
			       : take_part(r, p, o, record);
	}
	for (size_t i = 0; i < s->needed && st == OK; i++)
		if (!is_filled(&s->parts[i], record))
			st = copy_refuse(r, nd->line, "%s needs `%s`", s->what,
			    s->parts[i].name);
	return st;
}

/* A list, or a single one. */
enum status
copy_take_records(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	const struct shape *const s = shape_of(f->type);
	struct records *const list = copy_member(r, f);
	const bool many = nd->kind == NODE_LIST;
	enum status st = OK;

	assert(s != NULL);
	for (const struct node *o = many ? nd->first : nd;
	     o != NULL && st == OK; o = many ? o->next : NULL) {
		const size_t before = r->c->notes.n;
		char *record;

		if (node_is_empty(o))
			continue;
		record = copy_room(r, &list->at, &list->n, s->size);
		st = take_record(r, s, o, record);
		/* What could not be read is noted, and nowhere else. */
		if (r->c->notes.n > before)
			list->n--;
	}
	return st;
}

/*
 * A list of names or rows; or a table, beside the text or in it; or the list's
 * id, as stet writes it.
 */
enum status
copy_take_signers(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	struct signing *const s = copy_member(r, f);
	const struct str text = str_trim(node_text(nd));

	s->line = nd->line;
	if (nd->kind != NODE_SCALAR)
		return copy_take_records(r, f, nd);
	if (text.n == 2 * (size_t)ID_BYTES && id_of(r->j, text, &s->list) == OK)
		return OK;
	job_forgive(r->j);
	if (str_find_ch(text, '\n') != NOWHERE) {
		s->table = text;
		return OK;
	}
	s->file = text;
	if (text.n > 4
	    && str_eq_nocase(str_skip(text, text.n - 4), STR(".csv")))
		return OK;
	s->file = STR("");
	return copy_refuse(r, nd->line,
	    "`%s` has to be a list of {name, role, affiliation, country}, or "
	    "the name of a .csv file beside the text, or its lines",
	    f->name);
}

/* ---- lines, lengths, places ---- */

enum status
copy_take_rows(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	struct str *const at = copy_member(r, f);

	if (nd->kind == NODE_MAP)
		return copy_refuse(r, nd->line,
		    "`%s` has to be lines of text, or a list of them", f->name);
	*at = str_trim(node_text(nd));
	if (nd->kind != NODE_LIST)
		return OK;
	for (const struct node *o = nd->first; o != NULL; o = o->next)
		*at = job_printf(r->j, "%.*s%s%.*s", STR_ARG(*at),
		    at->n > 0 ? "\n" : "", STR_ARG(str_trim(node_text(o))));
	return OK;
}

#define DAY_S ((int64_t)24 * 3600)

/* "40" is seconds, "12:40" minutes and seconds, "1:02:03" hours too. */
static bool
duration_of(struct str s, int64_t *out)
{
	int64_t sum = 0;
	struct str piece, rest = s;
	int n = 0;

	while (str_cut(&rest, ':', &piece)) {
		int64_t v;

		if (!str_to_int(piece, &v) || v < 0 || (n > 0 && v > 59)
		    || v > DAY_S || ++n > 3)
			return false;
		sum = sum * 60 + v;
	}
	*out = sum;
	return n > 0 && sum <= DAY_S;
}

enum status
copy_take_duration(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	if (duration_of(str_trim(node_text(nd)), copy_member(r, f)))
		return OK;
	return copy_refuse(r, nd->line,
	    "`%s` has to be a length such as 12:40 (minutes and seconds) or "
	    "1:02:03, in quotes",
	    f->name);
}

static bool
degrees(struct str s, double most, double *out)
{
	char text[24], *end;

	s = str_trim(s);
	if (s.n == 0 || s.n >= sizeof(text))
		return false;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	*out = strtod(text, &end);
	return *end == '\0' && *out >= -most && *out <= most;
}

/* "38.7, -9.1", a list of the two, or {lat, lon} */
enum status
copy_take_point(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	struct point *const at = copy_member(r, f);
	struct str lat = STR(""), lon = node_text(nd);
	struct point p;

	if (nd->kind == NODE_LIST && nd->n == 2) {
		lat = node_text(nd->first);
		lon = node_text(nd->last);
	} else if (nd->kind == NODE_MAP) {
		lat = copy_entry(nd, "lat");
		lon = copy_entry(nd, "lon");
	} else if (nd->kind == NODE_SCALAR) {
		(void)str_cut(&lon, ',', &lat);
	}
	if (!degrees(lat, 90, &p.lat) || !degrees(lon, 180, &p.lon))
		return copy_refuse(r, nd->line,
		    "`%s` has to be two numbers: degrees north, then degrees "
		    "east, such as 38.7, -9.1",
		    f->name);
	*at = p;
	return OK;
}
