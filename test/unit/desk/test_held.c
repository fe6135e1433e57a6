/* SPDX-License-Identifier: ISC */
/* A reader that does not let go of an old state. */
#include <signal.h>
#include <sys/wait.h>

#include "desk/inside.h"
#include "paper.h"

/* Reads one state until it is killed; gives its pid once it does. */
static pid_t
clinging(struct paper *t)
{
	int pipes[2];
	char c;

	assert_int_equal(pipe(pipes), 0);
	const pid_t pid = fork();

	if (pid == 0) {
		struct store *s;

		if (store_open(t->j, t->dir, SITE_DB, STORE_READER, &s) != OK
		    || store_read_begin(s, t->j) != OK)
			_exit(1);
		(void)!write(pipes[1], "x", 1);
		for (;;)
			(void)pause();
	}
	close(pipes[1]);
	assert_int_equal(read(pipes[0], &c, 1), 1);
	close(pipes[0]);
	return pid;
}

static struct tended
tend(struct paper *t, int64_t now)
{
	struct tended r;

	paper_later(t, now);
	assert_ok(t->j, desk_tend(t->d, t->j, &r));
	return r;
}

static void
story(struct paper *t, int n)
{
	(void)paper_publish(t,
	    job_printf(t->j, "---\nheadline: Story %d\n---\nWords.\n", n).p);
}

static void
held(void **state)
{
	struct paper *t = *state;
	pid_t pid, by = 0;

	story(t, 1);
	pid = clinging(t);
	story(t, 2); /* publishing goes on */
	for (int i = 0; i < 20 && by == 0; i++)
		by = tend(t, NOON + i).held_up_by;
	assert_int_equal(by, pid);
	story(t, 3);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	for (int i = 0; i < 20; i++)
		by = tend(t, NOON + 30 + i).held_up_by;
	assert_int_equal(by, 0);
	assert_int_equal(store_wal_bytes(desk_site_db(t->d)), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("whoever keeps the log from beginning anew is found "
			   "out, and publishing goes on meanwhile",
		    held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
