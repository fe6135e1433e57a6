/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store.h"

/* A folder of its own for each test, with both databases in it. */
struct place {
	struct job *j;
	char dir[64];
};

static int
make_place(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	p->j = job_new(1700000000);
	(void)strcpy(p->dir, "/tmp/stet-store-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	assert_ok(p->j, store_create(p->j, p->dir));
	*state = p;
	return 0;
}

static int
drop_place(void **state)
{
	static const char *const names[] = { "site.db", "site.db-wal",
		"site.db-shm", "desk.db", "desk.db-wal", "desk.db-shm",
		"write.lock" };
	struct place *p = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		(void)unlink(file_path(p->j, p->dir, names[i]));
	assert_int_equal(rmdir(p->dir), 0);
	job_free(p->j);
	free(p);
	return 0;
}

static struct store *
opened(struct place *p, enum store_db db, enum store_mode mode)
{
	struct store *s = NULL;

	assert_ok(p->j, store_open(p->j, p->dir, db, mode, &s));
	return s;
}

static void
opens(void **state)
{
	struct place *p = *state;
	struct store *w = opened(p, SITE_DB, STORE_WRITE);
	struct store *r = opened(p, SITE_DB, STORE_READ);
	struct store *x = opened(p, SITE_DB, STORE_READER);
	struct store *d = opened(p, DESK_DB, STORE_WRITE);
	int64_t v = 0;

	assert_ok(p->j, store_data_version(x, p->j, &v));
	assert_true(store_same_file(x));
	store_close(d);
	store_close(x);
	store_close(r);
	store_close(w);
}

#define PLACE_RULE(title, f)                           \
	{                                              \
		title, f, make_place, drop_place, NULL \
	}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PLACE_RULE("a site opens in every mode", opens),
	};

	return cmocka_run_group_tests_name("store", rules, NULL, NULL);
}
