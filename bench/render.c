/* SPDX-License-Identifier: ISC */
/*
 * render DIR N -- make N different story pages and N listing pages, each for
 * the first time, without cache and compression.  Prints microseconds: median
 * and 99th percentile of a story page, of a listing page, of the front.
 *
 * render DIR N PATH -- that page, N times: median and 99th percentile.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/progress.h"
#include "press/press.h"
#include "store/store.h"

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
say(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_size);
	printf("%.1f %.1f ", v[n / 2] * 1e6, v[n * 99 / 100] * 1e6);
}

/* Seconds that a page takes; its bytes, in j, if the caller wants them. */
static double
page(struct press *p, struct job *j, struct str path, struct str *bytes)
{
	double begun = clock_steady(), took;
	struct answer a = { 0 };
	enum status st = press_page(p, j, path, STR(""), &a);

	took = clock_steady() - begun;
	if (st != OK || a.status != 200) {
		fprintf(stderr, "render: %.*s: %d %.*s\n", STR_ARG(path),
		    a.status, STR_ARG(job_reason(j)));
		exit(1);
	}
	if (bytes)
		*bytes = a.bytes;
	return took;
}

/* The next href of a story in a listing's page. */
static bool
next_story(struct str *rest, struct str *path)
{
	for (;;) {
		size_t from = str_find(*rest, STR("<a href=\"/")), to;

		if (from == NOWHERE)
			return false;
		*rest = str_skip(*rest, from + 9);
		to = str_find_ch(*rest, '"');
		if (to == NOWHERE)
			return false;
		*path = str_sub(*rest, 0, to);
		/* A story's address has a date or its old folder in it. */
		if (!str_starts(*path, STR("/section/"))
		    && !str_starts(*path, STR("/topic/"))
		    && !str_starts(*path, STR("/person/"))
		    && !str_starts(*path, STR("/page/"))
		    && !str_starts(*path, STR("/archive/"))
		    && !str_starts(*path, STR("/assets/"))
		    && !str_ends(*path, STR(".xml")) && path->n > 1)
			return true;
	}
}

/* One page again and again, from the tables each time. */
static void
one_page(struct press *p, struct job *j, struct str path, size_t n)
{
	double *took = calloc(n, sizeof(double));

	if (took == NULL)
		abort();
	for (size_t i = 0; i < n; i++) {
		took[i] = page(p, j, path, NULL);
		job_reset(j, clock_now());
	}
	say(took, n);
	printf("\n");
	free(took);
}

int
main(int argc, char **argv)
{
	struct job *j = job_new(clock_now()), *keep = job_new(clock_now());
	struct job *l = job_new(clock_now()); /* as warm as j */
	double *stories, *listings, *fronts;
	size_t n, got = 0, pages = 0;
	struct press *p;

	if (argc < 3 || argc > 4 || sodium_init() < 0) {
		fprintf(stderr, "usage: render DIR N [PATH]\n");
		return 2;
	}
	store_prepare();
	n = strtoul(argv[2], NULL, 10);
	stories = calloc(n + 40, sizeof(double));
	listings = calloc(n + 40, sizeof(double));
	fronts = calloc(n + 40, sizeof(double));
	if (stories == NULL || listings == NULL || fronts == NULL || n == 0
	    || press_open(keep, argv[1], STORE_READ, &p) != OK) {
		fprintf(stderr, "render: %.*s\n", STR_ARG(job_reason(keep)));
		return 1;
	}
	if (argc == 4) {
		one_page(p, j, str_of(argv[3]), n);
		got = n;
	}
	for (size_t number = 1; got < n; number++) {
		struct str path = job_printf(keep, "/page/%zu/", number), rest;

		job_reset(l, clock_now());
		listings[pages] = page(p, l, path, &rest);
		fronts[pages++] = page(p, j, STR("/"), NULL);
		job_reset(j, clock_now());
		while (got < n && next_story(&rest, &path)) {
			stories[got++] = page(p, j, path, NULL);
			job_reset(j, clock_now());
		}
	}
	if (argc == 3) {
		say(stories, got);
		say(listings, pages);
		say(fronts, pages);
		printf("\n");
	}
	press_free(p);
	job_free(l);
	job_free(j);
	job_free(keep);
	return 0;
}
