/* SPDX-License-Identifier: ISC */
#include "site/particulars.h"

#include <assert.h>
#include <string.h>

#include "site/inside.h"
#include "text/shape.h"

#define MORE_AT offsetof(struct copy, more)

static bool
is_particular(const struct field *f)
{
	return f->offset >= MORE_AT
	    && f->offset < MORE_AT + sizeof(struct particulars);
}

static void
when_pack(struct buf *b, const struct when *w)
{
	pack_int(b, w->at);
	pack_int(b, when_form(*w));
}

static struct when
when_unpack(struct unpack *u)
{
	const int64_t at = unpack_int(u);

	return when_of(at, unpack_int(u));
}

static void
bytes_pack(struct buf *b, const void *at, size_t n)
{
	pack_str(b, str_from(at, n));
}

static void
bytes_unpack(struct unpack *u, void *at, size_t n)
{
	const struct str s = unpack_str(u);

	if (s.n == n)
		memcpy(at, s.p, n);
}

/* ---- records ---- */

static void
record_pack(struct buf *b, const struct shape *s, const char *record)
{
	for (size_t i = 0; i < s->n; i++) {
		const void *at = record + s->parts[i].offset;

		switch (s->parts[i].type) {
		case PART_TEXT:
			pack_str(b, *(const struct str *)at);
			break;
		case PART_NUMBER:
			pack_int(b, *(const int64_t *)at);
			break;
		case PART_WHEN:
			when_pack(b, at);
			break;
		}
	}
}

static void
record_unpack(struct unpack *u, const struct shape *s, char *record)
{
	for (size_t i = 0; i < s->n; i++) {
		void *at = record + s->parts[i].offset;

		switch (s->parts[i].type) {
		case PART_TEXT:
			*(struct str *)at = unpack_str(u);
			break;
		case PART_NUMBER:
			*(int64_t *)at = unpack_int(u);
			break;
		case PART_WHEN:
			*(struct when *)at = when_unpack(u);
			break;
		}
	}
}

static void
records_pack(struct buf *b, const struct shape *s, const struct records *list)
{
	pack_int(b, (int64_t)list->n);
	for (size_t i = 0; i < list->n; i++)
		record_pack(b, s, (const char *)list->at + i * s->size);
}

static void
records_unpack(struct job *j, struct unpack *u, const struct shape *s,
    struct records *list)
{
	const size_t n = (size_t)unpack_int(u);

	if (n > u->rest.n) {
		u->broken = true;
		return;
	}
	list->at = job_alloc(j, (n + 1) * s->size);
	for (list->n = 0; list->n < n && !u->broken; list->n++)
		record_unpack(u, s, (char *)list->at + list->n * s->size);
}

static void
refs_of(struct buf *b, const struct refs *refs)
{
	pack_int(b, (int64_t)refs->n);
	for (size_t i = 0; i < refs->n; i++)
		pack_str(b, refs->at[i].text);
}

static void
refs_in(struct job *j, struct unpack *u, struct refs *refs)
{
	const size_t n = (size_t)unpack_int(u);

	if (n > u->rest.n) {
		u->broken = true;
		return;
	}
	refs->at = JOB_ARRAY(j, struct ref, n + 1);
	for (refs->n = 0; refs->n < n && !u->broken; refs->n++)
		refs->at[refs->n].text = unpack_str(u);
}

/* ---- fields ---- */

static bool
says_something(const struct field *f, const void *at)
{
	static const struct id none = { { 0 } };

	/* Rows stand in blocks; the list alone is packed. */
	if (f->type == FIELD_SIGNERS)
		return !id_is_none(((const struct signing *)at)->list);
	if (shape_of(f->type) != NULL)
		return ((const struct records *)at)->n > 0;
	switch ((int)f->type) {
	case FIELD_FLAG:
		return *(const bool *)at;
	case FIELD_NUMBER:
	case FIELD_DURATION:
		return *(const int64_t *)at != 0;
	case FIELD_WHEN:
		return ((const struct when *)at)->precision != WHEN_NONE;
	case FIELD_REFS:
		return ((const struct refs *)at)->n > 0;
	case FIELD_POINT:
		return ((const struct point *)at)->lat != 0
		    || ((const struct point *)at)->lon != 0;
	case FIELD_ID:
		return memcmp(at, &none, sizeof(none)) != 0;
	default:
		/* A ref begins with its text. */
		return ((const struct str *)at)->n > 0;
	}
}

static void
field_pack(struct buf *b, const struct field *f, const void *at)
{
	const struct shape *const s = shape_of(f->type);

	pack_str(b, str_of(f->name));
	if (f->type == FIELD_SIGNERS) {
		bytes_pack(b, &((const struct signing *)at)->list,
		    sizeof(struct id));
		return;
	}
	if (s != NULL) {
		records_pack(b, s, at);
		return;
	}
	switch ((int)f->type) {
	case FIELD_FLAG:
		break;
	case FIELD_NUMBER:
	case FIELD_DURATION:
		pack_int(b, *(const int64_t *)at);
		break;
	case FIELD_WHEN:
		when_pack(b, at);
		break;
	case FIELD_REFS:
		refs_of(b, at);
		break;
	case FIELD_POINT:
		bytes_pack(b, at, sizeof(struct point));
		break;
	case FIELD_ID:
		bytes_pack(b, at, sizeof(struct id));
		break;
	default:
		pack_str(b, *(const struct str *)at);
		break;
	}
}

static void
field_unpack(struct job *j, struct unpack *u, const struct field *f, void *at)
{
	const struct shape *const s = shape_of(f->type);

	if (f->type == FIELD_SIGNERS) {
		bytes_unpack(u, &((struct signing *)at)->list,
		    sizeof(struct id));
		return;
	}
	if (s != NULL) {
		records_unpack(j, u, s, at);
		return;
	}
	switch ((int)f->type) {
	case FIELD_FLAG:
		*(bool *)at = true;
		break;
	case FIELD_NUMBER:
	case FIELD_DURATION:
		*(int64_t *)at = unpack_int(u);
		break;
	case FIELD_WHEN:
		*(struct when *)at = when_unpack(u);
		break;
	case FIELD_REFS:
		refs_in(j, u, at);
		break;
	case FIELD_POINT:
		bytes_unpack(u, at, sizeof(struct point));
		break;
	case FIELD_ID:
		bytes_unpack(u, at, sizeof(struct id));
		break;
	default:
		*(struct str *)at = unpack_str(u);
		break;
	}
}

struct str
particulars_pack(struct job *j, const struct copy *c, unsigned shown)
{
	struct buf b = buf_in(j, PACK_MAX);
	size_t n;
	const struct field *const all = fields_all(&n);

	for (size_t i = 0; i < n; i++) {
		const void *at = (const char *)c + all[i].offset;

		if (is_particular(&all[i])
		    && (all[i].kinds & KIND_BIT(c->kind)) != 0
		    && (shown == 0 || (all[i].shown & shown) != 0)
		    && says_something(&all[i], at))
			field_pack(&b, &all[i], at);
	}
	return buf_so_far(&b);
}

void
particulars_unpack(struct job *j, enum kind kind, struct str packed,
    struct particulars *out)
{
	struct unpack u = { packed, false };

	memset(out, 0, sizeof(*out));
	while (u.rest.n > 0 && !u.broken) {
		const struct field *const f = field_at(kind, unpack_str(&u));

		/* Packed by a newer program: nothing after it is known. */
		if (f == NULL || !is_particular(f))
			return;
		field_unpack(j, &u, f, (char *)out + (f->offset - MORE_AT));
	}
}
