/* SPDX-License-Identifier: ISC */
/* A paper of its own for each test, in a folder that goes with it. */
#ifndef STET_TEST_PAPER_H
#define STET_TEST_PAPER_H

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"
#include "base/file.h"
#include "desk/drafts.h"
#include "desk/init.h"
#include "desk/publish.h"
#include "desk/schedule.h"

#define NOON 1795608000 /* 2026-11-25 12:00 UTC */

struct paper {
	struct job *j;
	char *top; /* the folder of everything */
	char *dir; /* the site's folder in it */
	struct desk *d;
};

static inline void
paper_open(struct paper *t)
{
	assert_ok(t->j, desk_open(t->j, t->dir, &t->d));
}

static inline void
paper_shut(struct paper *t)
{
	desk_close(t->d);
	t->d = NULL;
}

static inline int
paper_set_up(void **state)
{
	static const struct init_opts opts = {
		.name = STR_INIT("The Harbour Gazette"),
		.lang = STR_INIT("en"),
		.timezone = STR_INIT("Europe/Lisbon"),
		.url = STR_INIT("https://gazette.example"),
	};
	struct paper *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	t->j = job_new(NOON);
	t->top = strdup("/tmp/stet-desk-XXXXXX");
	assert_non_null(mkdtemp(t->top));
	t->dir = strdup(file_path(t->j, t->top, "paper"));
	assert_ok(t->j, desk_init(t->j, t->dir, &opts));
	paper_open(t);
	*state = t;
	return 0;
}

static inline int
paper_tear_down(void **state)
{
	struct paper *t = *state;

	desk_close(t->d);
	file_remove_tree(t->top);
	assert_int_not_equal(access(t->top, F_OK), 0);
	job_free(t->j);
	free(t->dir);
	free(t->top);
	free(t);
	return 0;
}

/* A job in which the clock stands where the test wants it. */
static inline void
paper_later(struct paper *t, int64_t now)
{
	job_reset(t->j, now);
}

static inline enum status
paper_try(struct paper *t, struct str bytes, struct published *out)
{
	const struct publish_opts opts = { .name = STR("story.md"),
		.folder = t->top };

	return desk_publish(t->d, t->j, bytes, &opts, out);
}

static inline struct published
paper_publish(struct paper *t, const char *bytes)
{
	struct published p;

	assert_ok(t->j, paper_try(t, str_of(bytes), &p));
	return p;
}

/* It must fail so, for a reason that says why. */
static inline void
paper_refuses(struct paper *t, struct str bytes, enum status want,
    const char *why)
{
	struct published p;
	enum status st = paper_try(t, bytes, &p);

	if (st != want || str_find(job_reason(t->j), str_of(why)) == NOWHERE)
		fail_msg("%s: \"%.*s\" instead of %s: \"%s\"", status_name(st),
		    STR_ARG(job_reason(t->j)), status_name(want), why);
	job_forgive(t->j);
}

static inline int64_t
paper_entries(struct paper *t)
{
	int64_t n;

	assert_ok(t->j, record_size(desk_site_db(t->d), t->j, &n));
	return n;
}

#define PAPER_RULE(title, f)                                  \
	{                                                     \
		title, f, paper_set_up, paper_tear_down, NULL \
	}

#endif
