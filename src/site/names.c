/* SPDX-License-Identifier: ISC */
/*
 * What entities are called, in memory: a listing of 20 stories names some
 * forty people and sections, and asks the database for none of them twice.
 */
#include <stdlib.h>
#include <string.h>

#include "site/inside.h"

static enum status
named_load(struct site *s, struct job *j, int64_t num, struct named **out)
{
	struct job *const m = s->memory;
	struct named *n = NULL;
	size_t room = 0;
	struct rows r;
	const enum status st = rows_begin(s->st, j, SQL_SITE_NAMES_OF,
	    VALS(val_int(num)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		if (n == NULL) {
			n = JOB_NEW(m, struct named);
			n->num = num;
			n->kind = kind_of(row_str(&r, 0));
			n->parent = row_int(&r, 1);
			n->sorting = row_int(&r, 2);
			n->retired = row_int(&r, 3) != 0;
			n->merged = row_int(&r, 8);
		}
		if (n->n == room) {
			n->rows = job_grow(m, n->rows, room * sizeof(*n->rows),
			    (room + 4) * sizeof(*n->rows));
			room += 4;
		}
		n->rows[n->n++] = (struct name_row){
			.lang = job_str(m, row_str(&r, 4)),
			.text = { job_str(m, row_str(&r, 5)),
			    job_str(m, row_str(&r, 6)),
			    job_str(m, row_str(&r, 7)) },
		};
	}
	*out = n;
	return rows_end(&r);
}

enum status
named_at(struct site *s, struct job *j, int64_t num, struct named **out)
{
	struct named *n = map_at(&s->names, NUM_KEY(num));

	if (n == NULL) {
		const enum status st = named_load(s, j, num, &n);

		if (st != OK)
			return st;
		if (n != NULL)
			map_put(&s->names, NUM_KEY(num), n);
	}
	*out = n;
	return OK;
}

/* The text in that language, else for all, else in the site's first, else any. */
static struct str
row_text(const struct named *n, struct str lang, struct str first,
    enum name_text which)
{
	const struct str order[] = { lang, STR(""), first };

	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < n->n; k++)
			if (n->rows[k].text[which].n > 0
			    && str_eq(n->rows[k].lang, order[i]))
				return n->rows[k].text[which];
	for (size_t k = 0; k < n->n; k++)
		if (n->rows[k].text[which].n > 0)
			return n->rows[k].text[which];
	return (struct str){ NULL, 0 };
}

struct str
entity_address(struct site *s, struct job *j, enum kind kind, struct str slug,
    struct str lang)
{
	const struct kind_row *const row = kind_row(kind);
	const struct str prefix = site_prefix(s, j, lang);

	if (row == NULL || row->segment == NULL || slug.n == 0)
		return (struct str){ NULL, 0 };
	return job_printf(j, "%.*s/%s/%.*s/", STR_ARG(prefix), row->segment,
	    STR_ARG(slug));
}

#define MERGED_STEPS 8 /* against rings */

enum status
merged_num(struct site *s, struct job *j, int64_t num, int64_t *out)
{
	*out = num;
	for (int i = 0; i < MERGED_STEPS && num != 0; i++) {
		struct named *n;
		const enum status st = named_at(s, j, num, &n);

		if (st != OK)
			return st;
		/* What it went into may have been taken down since. */
		if (n == NULL)
			return OK;
		*out = num;
		num = n->merged;
	}
	return OK;
}

static const struct named_link no_link;

enum status
named_in(struct site *s, struct job *j, int64_t num, struct str lang,
    const struct named_link **out)
{
	const struct languages *langs;
	struct named *n = NULL;
	struct named_link *l;
	enum status st = num == 0 ? OK : merged_num(s, j, num, &num);

	if (st == OK && num != 0)
		st = named_at(s, j, num, &n);

	if (st != OK || n == NULL) {
		*out = &no_link;
		return st;
	}
	for (l = n->links; l != NULL; l = l->next)
		if (str_eq(l->lang, lang)) {
			*out = l;
			return OK;
		}
	st = site_languages(s, j, &langs);
	if (st != OK)
		return st;
	const struct str first = langs->at[0].tag;
	const struct str slug = row_text(n, lang, first, NAME_SLUG);

	l = JOB_NEW(s->memory, struct named_link);
	l->lang = job_str(s->memory, lang);
	l->link = (struct link){
		.num = num,
		.kind = n->kind,
		.name = row_text(n, lang, first, NAME_NAME),
		.address = job_str(s->memory,
		    entity_address(s, j, n->kind, slug, lang)),
	};
	l->role = row_text(n, lang, first, NAME_ROLE);
	l->next = n->links;
	n->links = l;
	*out = l;
	return OK;
}

enum status
site_link(struct site *s, struct job *j, int64_t num, struct str lang,
    struct link *out)
{
	const struct named_link *l;
	const enum status st = named_in(s, j, num, lang, &l);

	if (st == OK)
		*out = l->link;
	return st;
}

/* ---- the tree of sections ---- */

/* A section on its way into the tree. */
struct leaf {
	struct named *named;
};

static int
by_order(const void *a, const void *b)
{
	const struct named *const x = ((const struct leaf *)a)->named;
	const struct named *const y = ((const struct leaf *)b)->named;

	/* Those that were given an order come first, in that order. */
	if ((x->sorting == 0) != (y->sorting == 0))
		return x->sorting == 0 ? 1 : -1;
	if (x->sorting != y->sorting)
		return x->sorting < y->sorting ? -1 : 1;
	if (x->links != NULL && y->links != NULL) {
		const int c = str_cmp(x->links->link.name, y->links->link.name);

		if (c != 0)
			return c;
	}
	return x->num < y->num ? -1 : x->num > y->num;
}

/* Whether the parent is really there; else it counts as a top section. */
static bool
is_child_of(const struct leaf *all, size_t n, const struct named *x,
    int64_t parent)
{
	if (x->parent == parent)
		return true;
	if (parent != 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (all[i].named->num == x->parent)
			return false;
	return true;
}

static enum status
sections_load(struct site *s, struct job *j, struct str lang, struct leaf **out,
    size_t *out_n)
{
	struct leaf *all = NULL;
	size_t n = 0, room = 0;
	const struct named_link *l;
	struct rows r;
	enum status st = rows_begin(s->st, j, SQL_SITE_ENTITIES_OF,
	    VALS(val_text(kind_name(KIND_SECTION))), &r);

	if (st != OK)
		return st;
	while (st == OK && rows_next(&r)) {
		if (n == room) {
			all = job_grow(j, all, room * sizeof(*all),
			    (room + 32) * sizeof(*all));
			room += 32;
		}
		st = named_at(s, j, row_int(&r, 0), &all[n].named);
		if (st != OK || all[n].named == NULL
		    || all[n].named->merged != 0)
			continue;
		/* The language asked for becomes the first of its links. */
		st = named_in(s, j, all[n].named->num, lang, &l);
		n++;
	}
	const enum status end = rows_end(&r);

	if (n > 0)
		qsort(all, n, sizeof(*all), by_order);
	*out = all;
	*out_n = n;
	return st != OK ? st : end;
}

static enum status
sections_make(struct site *s, struct job *j, struct str lang,
    struct sections *out)
{
	struct leaf *all;
	struct sections tree = { NULL, 0 };
	size_t n, next[SECTION_DEPTH + 1] = { 0 };
	int64_t parent[SECTION_DEPTH + 1] = { 0 };
	const struct named_link *l;
	enum status st = sections_load(s, j, lang, &all, &n);

	if (st != OK)
		return st;
	tree.at = JOB_ARRAY(j, struct section, n + 1);
	for (int depth = 0; depth >= 0 && st == OK;) {
		size_t *const i = &next[depth];

		while (*i < n
		    && !is_child_of(all, n, all[*i].named, parent[depth]))
			(*i)++;
		if (*i >= n || tree.n >= n) {
			depth--;
			continue;
		}
		const struct named *const x = all[(*i)++].named;

		st = named_in(s, j, x->num, lang, &l);
		if (st != OK)
			break;
		tree.at[tree.n++] = (struct section){
			.link = l->link,
			.parent = parent[depth],
			.depth = depth,
			.retired = x->retired,
		};
		if (depth < SECTION_DEPTH) {
			depth++;
			parent[depth] = x->num;
			next[depth] = 0;
		}
	}
	if (st == OK)
		*out = tree;
	return st;
}

/* The names of its links are in the site's memory already. */
enum status
site_sections(struct site *s, struct job *j, struct str lang,
    struct sections *out)
{
	struct sections *kept = map_at(&s->sections, lang);

	if (kept != NULL) {
		*out = *kept;
		return OK;
	}
	const enum status st = sections_make(s, j, lang, out);

	if (st != OK)
		return st;
	kept = JOB_NEW(s->memory, struct sections);
	kept->n = out->n;
	kept->at = JOB_ARRAY(s->memory, struct section, out->n);
	if (out->n > 0)
		memcpy(kept->at, out->at, out->n * sizeof(*out->at));
	map_put(&s->sections, lang, kept);
	return OK;
}
