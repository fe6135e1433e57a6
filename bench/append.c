/* SPDX-License-Identifier: ISC */
/*
 * What an append costs when the log is short and when it is long: one that is
 * signed and committed by itself, as a publish does it, and the processor's
 * time in transactions of 1,000, as an import commits.  Then how long verifying
 * takes.
 *
 *	append DIR [ENTRIES]	DIR must not exist; it is made
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/progress.h"
#include "record/verify.h"

#define AT_ONCE 1000
#define SINGLES 1001

struct bench {
	struct job *j;
	struct store *s;
	struct record_key *key;
	struct deflater *d;
	struct batch batch;
	struct str text;
	uint64_t n;
	int at_once;
};

static void
must(struct job *j, enum status st)
{
	if (st == OK)
		return;
	fprintf(stderr, "append: %.*s\n", STR_ARG(job_reason(j)));
	exit(1);
}

static enum status
some(struct store *s, struct job *j, void *arg)
{
	struct bench *b = arg;
	enum status st = OK;
	struct entry e;

	for (int i = 0; st == OK && i < b->at_once; i++) {
		b->n++;
		const struct intent in = {
			.id = record_batch_intent(b->batch, b->n),
			.action = RECORD_PUBLISH,
			.thing = id_random(),
			.type = STR("story"),
			.file = job_printf(j, "%llu %.*s",
			    (unsigned long long)b->n, STR_ARG(b->text)),
			.salt = salt_random(),
			.address = job_printf(j, "/2026/11/23/%llu/",
			    (unsigned long long)b->n),
			.in_batch = true,
		};

		st = record_append(s, j, b->d, &in, &e);
	}
	return st == OK ? record_seal(s, j, b->key) : st;
}

static double
processor(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

/* Microseconds of the processor's time an entry, over the next n thousand,
   checkpoints included; waiting for the disk is not. */
static double
run(struct bench *b, uint64_t thousands)
{
	const double begin = processor();

	b->at_once = AT_ONCE;
	for (uint64_t i = 0; i < thousands; i++) {
		must(b->j, store_tx(b->s, b->j, some, b));
		if (store_wal_bytes(b->s) > (int64_t)64 << 20)
			must(b->j,
			    store_checkpoint(b->s, b->j, CHECKPOINT_ALL));
		job_reset(b->j, clock_now());
	}
	return (processor() - begin) * 1e6 / (double)(thousands * AT_ONCE);
}

static int
by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* The median in microseconds, waiting for the disk included. */
static double
single(struct bench *b)
{
	static double took[SINGLES];

	b->at_once = 1;
	for (int i = 0; i < SINGLES; i++) {
		const double begin = clock_steady();

		must(b->j, store_tx(b->s, b->j, some, b));
		took[i] = clock_steady() - begin;
		job_reset(b->j, clock_now());
	}
	must(b->j, store_checkpoint(b->s, b->j, CHECKPOINT_ALL));
	qsort(took, SINGLES, sizeof(*took), by_size);
	return took[SINGLES / 2] * 1e6;
}

int
main(int argc, char **argv)
{
	static char words[3000];
	const uint64_t most = argc > 2 ? strtoull(argv[2], NULL, 10)
				       : 300 * AT_ONCE;
	struct bench b = { .j = job_new(clock_now()),
		.d = deflater_new(),
		.batch = batch_random() };
	struct verified v;

	if (argc < 2 || mkdir(argv[1], 0700) != 0) {
		fprintf(stderr, "usage: append NEW-DIR [ENTRIES]\n");
		return 2;
	}
	for (size_t i = 0; i < sizeof(words); i++)
		words[i] = (char)("etaoin shrdlu "[(i * i / 7) % 14]);
	b.text = str_from(words, sizeof(words));
	must(b.j, store_create(b.j, argv[1]));
	must(b.j, store_open(b.j, argv[1], SITE_DB, STORE_WRITE, &b.s));
	must(b.j, store_bulk(b.s, b.j));
	must(b.j,
	    record_create(b.s, b.j, argv[1], STR("bench.example/record")));
	must(b.j, record_key_open(b.j, argv[1], &b.key));
	(void)run(&b, 1);
	const double alone = single(&b), first = run(&b, 9);

	if (most / AT_ONCE > 20)
		(void)run(&b, most / AT_ONCE - 20);
	const double last = run(&b, 10), alone_last = single(&b);

	printf("append: %.1f %.1f %.1f %.1f\n", alone, alone_last, first, last);
	record_key_close(b.key);
	store_close(b.s);

	const double begin = clock_steady();

	must(b.j, record_verify(b.j, argv[1], NULL, &v));
	printf("verify: %.2f %lld %zu\n", clock_steady() - begin,
	    (long long)v.entries, v.n);
	deflater_free(b.d);
	job_free(b.j);
	return 0;
}
