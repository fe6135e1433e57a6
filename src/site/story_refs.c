/* SPDX-License-Identifier: ISC */
/* From what a story's file names to the things that are meant. */
#include "site/story_rows.h"

bool
in_list(const int64_t *list, size_t n, int64_t num)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == num)
			return true;
	return false;
}

/* Numbers packed one after the other, behind how many there are. */
struct str
nums_pack(struct job *j, const int64_t *nums, size_t n)
{
	struct buf b = buf_in(j, PACK_MAX);

	pack_int(&b, (int64_t)n);
	for (size_t i = 0; i < n; i++)
		pack_int(&b, nums[i]);
	return buf_so_far(&b);
}

size_t
nums_unpack(struct str packed, int64_t *nums, size_t most)
{
	struct unpack u = { packed, false };
	const size_t n = packed.n == 0 ? 0 : (size_t)unpack_int(&u);
	size_t i;

	for (i = 0; i < n && i < most && !u.broken; i++)
		nums[i] = unpack_int(&u);
	return i;
}

/* ---- references ---- */

/* The kinds that a reference may mean, the likeliest first. */
#define KINDS_MEANT 4

struct meant {
	enum kind kinds[KINDS_MEANT]; /* as many as there are, then NONE */
};

static const struct meant sections_meant = { { KIND_SECTION } };
static const struct meant topics_meant = { { KIND_TOPIC } };
static const struct meant about_meant = { { KIND_PERSON, KIND_ORGANISATION,
    KIND_PLACE, KIND_TOPIC } };
static const struct meant place_meant = { { KIND_PLACE } };
static const struct meant credit_meant = { { KIND_PERSON, KIND_ORGANISATION } };

/* 0 if there is no such thing. */
static enum status
find_one(struct site *s, struct job *j, const struct meant *m, struct str lang,
    struct str text, int64_t *num)
{
	enum status st = NOT_FOUND;

	*num = 0;
	for (int k = 0; k < KINDS_MEANT && st == NOT_FOUND; k++)
		if (m->kinds[k] != KIND_NONE)
			st = site_find(s, j, m->kinds[k], lang, text, num);
	return st == NOT_FOUND ? OK : st;
}

struct found {
	int64_t *nums;
	size_t n;
};

/* A story of that kind; 0 if there is none. */
static enum status
find_text(struct site *s, struct job *j, enum kind kind, struct str lang,
    struct str text, int64_t *num)
{
	const enum status st = find_story_now(s, j, kind, lang, text, num);

	if (st != NOT_FOUND)
		return st;
	*num = 0;
	return OK;
}

static void
found_add(struct found *f, int64_t num)
{
	if (num != 0 && !in_list(f->nums, f->n, num))
		f->nums[f->n++] = num;
}

/* The brief first: an item's neighbours are those in it. */
static enum status
find_within(struct site *s, struct job *j, const struct copy *c,
    struct refs_found *f)
{
	const struct particulars *const p = &c->more;
	struct found all = { JOB_ARRAY(j, int64_t, p->events.n + 2), 0 };
	int64_t num = 0;
	enum status st = OK;

	if (p->brief.text.n > 0)
		st = find_text(s, j, KIND_BRIEF, c->lang, p->brief.text, &num);
	found_add(&all, num);
	num = 0;
	if (st == OK && p->series.text.n > 0)
		st = find_text(s, j, KIND_SERIES, c->lang, p->series.text,
		    &num);
	found_add(&all, num);
	for (size_t i = 0; i < p->events.n && st == OK; i++) {
		st = find_text(s, j, KIND_EVENT, c->lang, p->events.at[i].text,
		    &num);
		found_add(&all, num);
	}
	f->within = all.nums;
	f->nwithin = all.n;
	return st;
}

/* Whoever has no page of their own stays words. */
static enum status
find_also(struct site *s, struct job *j, const struct copy *c,
    struct refs_found *f)
{
	const struct parties *const p = &c->more.parties;
	struct found all = { JOB_ARRAY(j, int64_t, p->n * 2 + 1), 0 };
	int64_t num = 0;
	enum status st = OK;

	if (c->more.place.text.n > 0)
		st = find_one(s, j, &place_meant, c->lang, c->more.place.text,
		    &num);
	found_add(&all, num);
	for (size_t i = 0; i < p->n && st == OK; i++) {
		st = find_one(s, j, &credit_meant, c->lang, p->at[i].name,
		    &num);
		found_add(&all, num);
		if (st == OK && p->at[i].of.n > 0)
			st = find_one(s, j, &credit_meant, c->lang, p->at[i].of,
			    &num);
		found_add(&all, num);
	}
	f->also = all.nums;
	f->nalso = all.n;
	return st;
}

static enum status
find_refs(struct site *s, struct job *j, const struct refs *refs,
    const struct meant *m, struct str lang, struct found *out)
{
	enum status st = OK;

	out->nums = JOB_ARRAY(j, int64_t, refs->n + 1);
	out->n = 0;
	for (size_t i = 0; i < refs->n && st == OK; i++) {
		int64_t num;

		st = find_one(s, j, m, lang, refs->at[i].text, &num);
		if (st == OK && num != 0 && !in_list(out->nums, out->n, num))
			out->nums[out->n++] = num;
	}
	return st;
}

/* One for each credit, 0 where it is only a name. */
static enum status
find_people(struct site *s, struct job *j, const struct copy *c,
    struct refs_found *f)
{
	enum status st = OK;

	f->people = JOB_ARRAY(j, int64_t, c->byline.n + 1);
	f->npeople = c->byline.n;
	for (size_t i = 0; i < c->byline.n && st == OK; i++)
		st = find_one(s, j, &credit_meant, c->lang,
		    c->byline.at[i].name, &f->people[i]);
	return st;
}

enum status
refs_find(struct site *s, struct job *j, const struct copy *c,
    struct refs_found *f)
{
	struct found sections, topics, about;
	enum status st = find_refs(s, j, &c->sections, &sections_meant, c->lang,
	    &sections);

	if (st == OK)
		st = find_refs(s, j, &c->topics, &topics_meant, c->lang,
		    &topics);
	if (st == OK)
		st = find_refs(s, j, &c->about, &about_meant, c->lang, &about);
	if (st != OK)
		return st;
	f->sections = sections.nums;
	f->nsections = sections.n;
	f->topics = topics.nums;
	f->ntopics = topics.n;
	f->about = about.nums;
	f->nabout = about.n;
	st = find_people(s, j, c, f);
	if (st == OK)
		st = find_within(s, j, c, f);
	return st == OK ? find_also(s, j, c, f) : st;
}

/* ---- packed ---- */

#define LISTS 5 /* of numbers in refs_found, but for people */

struct str
byline_pack(struct job *j, const struct copy *c, const struct refs_found *f)
{
	struct buf b = buf_in(j, PACK_MAX);

	if (c->byline.n == 0)
		return (struct str){ NULL, 0 };
	pack_int(&b, (int64_t)c->byline.n);
	for (size_t i = 0; i < c->byline.n; i++) {
		pack_int(&b, (int64_t)c->byline.at[i].role);
		pack_int(&b, f->people[i]);
		pack_str(&b, c->byline.at[i].name);
	}
	return buf_so_far(&b);
}

struct str
refs_pack(struct job *j, const struct refs_found *f)
{
	struct buf b = buf_in(j, PACK_MAX);
	const int64_t *const lists[LISTS] = { f->sections, f->topics, f->about,
		f->within, f->also };
	const size_t counts[LISTS] = { f->nsections, f->ntopics, f->nabout,
		f->nwithin, f->nalso };

	for (size_t k = 0; k < LISTS; k++) {
		pack_int(&b, (int64_t)counts[k]);
		for (size_t i = 0; i < counts[k]; i++)
			pack_int(&b, lists[k][i]);
	}
	return buf_so_far(&b);
}

void
refs_unpack(struct job *j, struct str packed, struct refs_found *f)
{
	struct unpack u = { packed, false };
	int64_t **const lists[LISTS] = { &f->sections, &f->topics, &f->about,
		&f->within, &f->also };
	size_t *const counts[LISTS] = { &f->nsections, &f->ntopics, &f->nabout,
		&f->nwithin, &f->nalso };

	for (size_t k = 0; k < LISTS; k++) {
		const size_t n = (size_t)unpack_int(&u);

		if (n > packed.n)
			return;
		*lists[k] = JOB_ARRAY(j, int64_t, n);
		for (size_t i = 0; i < n; i++)
			(*lists[k])[i] = unpack_int(&u);
		*counts[k] = n;
	}
}

void
byline_unpack(struct job *j, struct str byline, struct refs_found *f)
{
	struct unpack u = { byline, false };
	const size_t n = byline.n == 0 ? 0 : (size_t)unpack_int(&u);

	if (n > byline.n)
		return;
	f->people = JOB_ARRAY(j, int64_t, n);
	f->npeople = n;
	for (size_t i = 0; i < n; i++) {
		(void)unpack_int(&u);
		f->people[i] = unpack_int(&u);
		(void)unpack_str(&u);
	}
}
