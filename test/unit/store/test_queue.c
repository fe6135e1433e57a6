/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "base/progress.h"
#include "place.h"

/* What the processes of a test tell each other. */
struct shared {
	volatile int64_t done[2];
	volatile int inside, clashes;
};

static struct shared *
shared_new(void)
{
	struct shared *s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_true(s != MAP_FAILED);
	return s;
}

static pid_t
run(struct place *p, struct shared *sh, int who,
    void (*work)(struct place *p, struct store *s, struct shared *sh, int who))
{
	const pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		struct store *s = NULL;

		if (store_open(p->j, p->dir, SITE_DB, STORE_WRITE, &s) != OK)
			_exit(2);
		work(p, s, sh, who);
		store_close(s);
		_exit(0);
	}
	return pid;
}

static void
waited(pid_t pid)
{
	int how = 0;

	assert_int_equal(waitpid(pid, &how, 0), pid);
	assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
}

static void
write_100(struct place *p, struct store *s, struct shared *sh, int who)
{
	for (int64_t i = 0; i < 100; i++) {
		if (store_begin(s, p->j) != OK)
			_exit(3);
		if (__atomic_add_fetch(&sh->inside, 1, __ATOMIC_SEQ_CST) != 1)
			sh->clashes++;
		if (tile_put(s, p->j, who * 1000 + i) != OK)
			_exit(4);
		(void)__atomic_sub_fetch(&sh->inside, 1, __ATOMIC_SEQ_CST);
		if (store_end(s, p->j, OK) != OK)
			_exit(5);
		sh->done[who]++;
	}
}

static void
take_turns(void **state)
{
	struct place *p = *state;
	struct shared *sh = shared_new();
	const pid_t a = run(p, sh, 0, write_100), b = run(p, sh, 1, write_100);

	waited(a);
	waited(b);
	assert_int_equal(sh->clashes, 0);
	struct store *s = opened(p, SITE_DB, STORE_READ);

	assert_int_equal(tiles(s, p->j), 200);
	store_close(s);
	(void)munmap(sh, sizeof(*sh));
}

/* Writes for ever, looks every 16 rows and gives way. */
static void
import(struct place *p, struct store *s, struct shared *sh, int who)
{
	(void)who;
	for (int64_t i = 0; sh->done[1] < 50;) {
		if (store_begin(s, p->j) != OK)
			_exit(3);
		for (int n = 0; n < 100000 && sh->done[1] < 50; n++) {
			if (tile_put(s, p->j, i++) != OK)
				_exit(4);
			if (n % 16 == 0 && store_wanted(s))
				break;
		}
		if (store_end(s, p->j, OK) != OK)
			_exit(5);
		sh->done[0]++;
	}
}

static void
publish(struct place *p, struct store *s, struct shared *sh, int who)
{
	int64_t place = INT64_C(1) << 40;

	while (sh->done[who] < 50) {
		const double begin = clock_steady();

		if (store_tx(s, p->j, tile_body, &place) != OK)
			_exit(3);
		if (clock_steady() - begin > 2)
			sh->clashes++;
		place++;
		sh->done[who]++;
	}
}

static void
gives_way(void **state)
{
	struct place *p = *state;
	struct shared *sh = shared_new();
	const pid_t a = run(p, sh, 0, import), b = run(p, sh, 1, publish);

	waited(b);
	waited(a);
	assert_int_equal(sh->done[1], 50);
	assert_int_equal(sh->clashes, 0);
	(void)munmap(sh, sizeof(*sh));
}

static void
hold(struct place *p, struct store *s, struct shared *sh, int who)
{
	if (store_begin(s, p->j) != OK || tile_put(s, p->j, 7) != OK)
		_exit(3);
	sh->done[who] = 1;
	for (;;)
		(void)pause();
}

static void
dies(void **state)
{
	struct place *p = *state;
	struct shared *sh = shared_new();
	const pid_t a = run(p, sh, 0, hold);
	int64_t n = 1;

	while (sh->done[0] == 0)
		(void)usleep(1000);
	assert_int_equal(kill(a, SIGKILL), 0);
	assert_int_equal(waitpid(a, NULL, 0), a);
	struct store *s = opened(p, SITE_DB, STORE_WRITE);

	assert_ok(p->j, store_tx(s, p->j, tile_body, &n));
	assert_int_equal(tiles(s, p->j), 1);
	store_close(s);
	(void)munmap(sh, sizeof(*sh));
}

/* Whatever a child said it had committed is there after kill -9. */
static void
acknowledged(void **state)
{
	struct place *p = *state;
	struct shared *sh = shared_new();
	int64_t seen = 0;

	for (int round = 0; round < 10; round++) {
		sh->done[1] = 0;
		const pid_t a = run(p, sh, 1, publish);

		while (sh->done[1] < 3 + round * 4)
			(void)usleep(100);
		assert_int_equal(kill(a, SIGKILL), 0);
		assert_int_equal(waitpid(a, NULL, 0), a);
		struct store *s = opened(p, SITE_DB, STORE_WRITE);

		/* Each round writes the same places, and goes further. */
		assert_true(tiles(s, p->j) >= sh->done[1]);
		assert_true(tiles(s, p->j) >= seen);
		seen = tiles(s, p->j);
		store_close(s);
	}
	(void)munmap(sh, sizeof(*sh));
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PLACE_RULE("writers take turns, one at a time", take_turns),
		PLACE_RULE("a long writer gives way to one who waits",
		    gives_way),
		PLACE_RULE("a writer that dies leaves no lock and no trace",
		    dies),
		PLACE_RULE("what was acknowledged survives kill -9",
		    acknowledged),
	};

	return cmocka_run_group_tests_name("queue", rules, NULL, NULL);
}
