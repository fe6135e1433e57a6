/* SPDX-License-Identifier: ISC */
/* A paper in a temporary folder: texts go in, pages can be asked for. */
#ifndef STET_TEST_PAPER_H
#define STET_TEST_PAPER_H

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "record/record.h"
#include "site/site.h"
#include "store/store.h"

#define NOW ((int64_t)1700000000)

struct paper {
	struct job *j;
	char dir[64];
	struct store *st;
	struct site *s;
	struct record_key *key;
	struct deflater *d;
};

static inline int
paper_make(void **state)
{
	struct paper *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	p->j = job_new(NOW);
	p->d = deflater_new();
	(void)strcpy(p->dir, "/tmp/stet-site-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	assert_ok(p->j, store_create(p->j, p->dir));
	assert_ok(p->j, store_open(p->j, p->dir, SITE_DB, STORE_WRITE, &p->st));
	assert_ok(p->j,
	    record_create(p->st, p->j, p->dir, STR("gazette.example")));
	assert_ok(p->j, record_key_open(p->j, p->dir, &p->key));
	p->s = site_new(p->st);
	*state = p;
	return 0;
}

static inline int
paper_drop(void **state)
{
	struct paper *p = *state;
	char command[128];

	site_free(p->s);
	record_key_close(p->key);
	store_close(p->st);
	(void)snprintf(command, sizeof(command), "rm -r %s", p->dir);
	assert_int_equal(system(command), 0);
	deflater_free(p->d);
	job_free(p->j);
	free(p);
	return 0;
}

#define PAPER_RULE(title, f)                           \
	{                                              \
		title, f, paper_make, paper_drop, NULL \
	}

static inline struct id
id_numbered(unsigned n)
{
	struct id id = { { 0x5e } };

	for (int i = 0; i < 4; i++)
		id.b[ID_BYTES - 1 - i] = (unsigned char)(n >> (8 * i));
	return id;
}

/* One entry inside a transaction that is open. */
static inline enum status
put_in(struct paper *p, struct job *j, struct id thing, const char *type,
    enum record_action action, struct str file, struct entry *e)
{
	struct entry last;
	struct applied a;
	struct intent in = {
		.id = id_random(),
		.action = action,
		.thing = thing,
		.type = str_of(type),
		.file = file,
		.salt = salt_random(),
	};
	enum status st = record_live(p->st, j, thing, &last);

	job_forgive(j);
	if (st == OK)
		in.base = last.revision;
	if (in.base > 0 && in.action == RECORD_PUBLISH)
		in.action = RECORD_UPDATE;
	st = record_append(p->st, j, p->d, &in, e);
	return st == OK ? site_apply(p->s, j, e, NULL, &a) : st;
}

/* The same as a transaction of its own. */
static inline enum status
try_put(struct paper *p, struct id thing, const char *type,
    enum record_action action, struct str file)
{
	struct entry e;

	assert_ok(p->j, store_begin(p->st, p->j));
	enum status st = put_in(p, p->j, thing, type, action, file, &e);

	if (st == OK)
		st = site_settle(p->s, p->j);
	if (st == OK)
		st = record_seal(p->st, p->j, p->key);
	st = store_end(p->st, p->j, st);
	if (st != OK)
		site_forget(p->s);
	return st;
}

static inline void
put(struct paper *p, unsigned thing, const char *type, const char *file)
{
	assert_ok(p->j,
	    try_put(p, id_numbered(thing), type, RECORD_PUBLISH, str_of(file)));
}

/* "2026-01-01T00:00:00Z" and so many minutes. */
static inline struct str
minutes_on(struct job *j, int minutes)
{
	return when_write(j,
	    (struct when){ 1767225600 + (int64_t)minutes * 60, 0,
		WHEN_SECOND });
}

/* A story: number n of the paper, published so many minutes into 2026. */
static inline struct str
story_file(struct job *j, unsigned n, int minutes, const char *more)
{
	const struct str at = minutes_on(j, minutes);

	return job_printf(j,
	    "---\nheadline: Story %u\naddress: /2026/story-%u/\n"
	    "lang: en\npublished: %.*s\n%s---\nThe text of story %u.\n",
	    n, n, STR_ARG(at), more, n);
}

static inline void
put_story(struct paper *p, unsigned n, int minutes, const char *more)
{
	assert_ok(p->j,
	    try_put(p, id_numbered(n), "story", RECORD_PUBLISH,
		story_file(p->j, n, minutes, more)));
}

static inline void
retract(struct paper *p, unsigned n, const char *type, const char *reason)
{
	assert_ok(p->j,
	    try_put(p, id_numbered(n), type, RECORD_RETRACT,
		job_printf(p->j, "---\nreason: %s\n---\n", reason)));
}

static inline void
read_begin(struct paper *p)
{
	assert_ok(p->j, site_read_begin(p->s, p->j));
}

/* "21 20 19": the numbers of stories, as their headlines tell. */
static inline struct str
numbers(struct job *j, const struct cards *cards)
{
	struct buf b = buf_in(j, 1 << 20);

	for (size_t i = 0; i < cards->n; i++) {
		const struct str h = cards->at[i].headline;

		buf_printf(&b, "%s%.*s", i > 0 ? " " : "",
		    STR_ARG(str_starts(h, STR("Story ")) ? str_skip(h, 6) : h));
	}
	return buf_so_far(&b);
}

/* What a page of home (0: the first) shows; "none" if there is none. */
static inline struct str
home_page(struct paper *p, int64_t page)
{
	const struct listing home = { .what = LISTING_HOME, .lang = STR("en") };
	struct listing_page out = { 0 };

	read_begin(p);
	const enum status st = page == 0
	    ? site_newest(p->s, p->j, &home, 0, &out)
	    : site_numbered(p->s, p->j, &home, page, &out);

	site_read_end(p->s);
	if (st == NOT_FOUND)
		return STR("none");
	assert_ok(p->j, st);
	return numbers(p->j, &out.cards);
}

static inline struct place
resolve(struct paper *p, const char *address)
{
	struct place out = { 0 };
	struct str path = str_of(address), query = { NULL, 0 };
	const size_t cut = str_find_ch(path, '?');

	if (cut != NOWHERE) {
		query = str_skip(path, cut + 1);
		path.n = cut;
	}
	read_begin(p);
	assert_ok(p->j, site_resolve(p->s, p->j, path, query, &out));
	site_read_end(p->s);
	return out;
}

#define SETTINGS_THREE_LANGUAGES                                    \
	"---\nname: The Harbour Gazette\ntimezone: Europe/Lisbon\n" \
	"languages:\n  - tag: en\n    name: English\n  - tag: pt\n" \
	"    name: Português\n  - tag: fa\n    name: فارسی\n---\n"

#endif
