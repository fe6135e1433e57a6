/* SPDX-License-Identifier: ISC */
/*
 * search DIR ROUNDS <QUERIES -- look for each of them as the server does, so
 * often, interleaved.  A query is a line of fields parted by tabs: the list
 * that it is of, words, the nums of a section and of a person or 0, the first
 * day from which on in seconds or 0, 1 if by relevance.
 *
 * Prints for each list: its name, how many searches, milliseconds (median, 99th
 * percentile, longest), how many were ended because their time was over, and the
 * 99th percentile of the processor's time, which tells more on a busy machine.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/progress.h"
#include "site/site.h"
#include "store/store.h"

#define LISTS 16
#define QUERIES 4096
#define ON_A_PAGE 20

struct query {
	size_t list;
	struct search_ask ask;
};

struct list {
	struct str name;
	double *took, *cpu;
	size_t n, cut;
};

static struct list lists[LISTS];
static struct query queries[QUERIES];
static size_t nlists, nqueries;

static int
by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static size_t
list_at(struct str name)
{
	for (size_t i = 0; i < nlists; i++)
		if (str_eq(lists[i].name, name))
			return i;
	if (nlists == LISTS)
		abort();
	lists[nlists].name = name;
	return nlists++;
}

static int64_t
number(struct str *rest)
{
	struct str field;
	int64_t n = 0;

	if (!str_cut(rest, '\t', &field) || !str_to_int(field, &n))
		return 0;
	return n;
}

static void
read_queries(struct job *j)
{
	char line[1024];

	while (nqueries < QUERIES && fgets(line, sizeof(line), stdin) != NULL) {
		struct query *const q = &queries[nqueries++];
		struct str rest = str_trim(job_str(j, str_of(line))), name;

		if (!str_cut(&rest, '\t', &name)
		    || !str_cut(&rest, '\t', &q->ask.words))
			abort();
		q->list = list_at(name);
		q->ask.section = number(&rest);
		q->ask.person = number(&rest);
		q->ask.from = number(&rest);
		q->ask.by_relevance = number(&rest) != 0;
		q->ask.max = ON_A_PAGE;
	}
}

static double
cpu_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static enum status
ask_one(struct site *s, struct job *j, const struct query *q)
{
	struct list *const l = &lists[q->list];
	struct search_found f;
	const double begun = clock_steady(), cpu = cpu_time();
	enum status st = site_read_begin(s, j);

	if (st != OK)
		return st;
	st = site_search(s, j, &q->ask, &f);
	site_read_end(s);
	l->cpu[l->n] = (cpu_time() - cpu) * 1e3;
	l->took[l->n++] = (clock_steady() - begun) * 1e3;
	l->cut += st == OK && f.cut;
	return st;
}

static void
say(struct list *l)
{
	qsort(l->took, l->n, sizeof(*l->took), by_size);
	qsort(l->cpu, l->n, sizeof(*l->cpu), by_size);
	printf("%.*s\t%zu\t%.3f\t%.3f\t%.3f\t%zu\t%.3f\n", STR_ARG(l->name),
	    l->n, l->took[l->n / 2], l->took[l->n * 99 / 100],
	    l->took[l->n - 1], l->cut, l->cpu[l->n * 99 / 100]);
}

int
main(int argc, char **argv)
{
	struct job *const keep = job_new(clock_now());
	struct job *const j = job_new(clock_now());
	struct store *store;
	struct site *s;
	enum status st;
	size_t rounds;

	if (argc != 3 || sodium_init() < 0) {
		fprintf(stderr, "usage: search DIR ROUNDS <QUERIES\n");
		return 2;
	}
	store_prepare();
	rounds = strtoul(argv[2], NULL, 10);
	read_queries(keep);
	for (size_t i = 0; i < nlists; i++) {
		lists[i].took = calloc(nqueries * rounds + 1, sizeof(double));
		lists[i].cpu = calloc(nqueries * rounds + 1, sizeof(double));
		if (lists[i].took == NULL || lists[i].cpu == NULL)
			abort();
	}
	st = store_open(keep, argv[1], SITE_DB, STORE_READ, &store);
	if (st != OK) {
		fprintf(stderr, "search: %.*s\n", STR_ARG(job_reason(keep)));
		return 1;
	}
	s = site_new(store);
	for (size_t r = 0; st == OK && r < rounds; r++)
		for (size_t i = 0; st == OK && i < nqueries; i++) {
			st = ask_one(s, j, &queries[i]);
			if (st != OK)
				fprintf(stderr, "search: %.*s\n",
				    STR_ARG(job_reason(j)));
			job_reset(j, clock_now());
		}
	for (size_t i = 0; i < nlists; i++)
		say(&lists[i]);
	site_free(s);
	store_close(store);
	job_free(j);
	job_free(keep);
	return st == OK ? 0 : 1;
}
