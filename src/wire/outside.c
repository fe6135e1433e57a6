/* SPDX-License-Identifier: ISC */
#include "wire/outside.h"
#include "text/address.h"

#include <time.h>

#include "text/facade.h"
#include "wire/fetch.h"

#define STALL_SECONDS 10
#define WHOLE_SECONDS 20
#define BODY_MAX ((size_t)256 * 1024) /* of a GET; more says enough */
#define PAUSE_MS 1000                 /* between two questions to a host */

struct question {
	const struct outward *o;
	struct str url, host;
	bool again, done; /* again: HEAD was not answered well */
};

struct asking {
	struct job *j, *round;
	struct fetcher *f;
	struct question *at;
	size_t n, first;           /* those before first are done */
	size_t now[FETCH_AT_ONCE]; /* which are asked in this round */
	size_t nnow;
	outside_take *take;
	void *arg;
};

static struct str
host_of(struct str url)
{
	const size_t at = str_find(url, STR("://"));
	const struct str rest = at == NOWHERE ? url : str_skip(url, at + 3);

	return str_sub(rest, 0, str_find_ch(rest, '/'));
}

/* YouTube shows a page for every video, whether there is one or not. */
static struct str
question_url(struct job *j, const struct outward *o)
{
	struct facade f;

	if (!o->embed || !facade_of(j, o->url, &f)
	    || !str_eq(f.host, STR("YouTube")))
		return o->url;
	return job_printf(j,
	    "https://www.youtube.com/oembed?format=json&url=%.*s",
	    STR_ARG(query_encoded(j, f.page)));
}

/* The next ones, none of them of one host; a host's own stay in order. */
static void
choose(struct asking *a)
{
	a->nnow = 0;
	while (a->first < a->n && a->at[a->first].done)
		a->first++;
	for (size_t i = a->first; i < a->n && a->nnow < FETCH_AT_ONCE; i++) {
		bool taken = a->at[i].done;

		for (size_t k = 0; k < a->nnow && !taken; k++)
			taken = str_eq_nocase(a->at[a->now[k]].host,
			    a->at[i].host);
		if (!taken)
			a->now[a->nnow++] = i;
	}
}

static enum status
say(struct asking *a, struct question *q, enum outside_how how, struct str why)
{
	q->done = true;
	return a->take(a->arg, q->o, how, why);
}

/* An answer to a GET, or a good one to a HEAD. */
static enum status
understood(struct asking *a, struct question *q, int status)
{
	const struct str why = job_printf(a->round, "answered %d", status);

	if (status >= 200 && status < 300)
		return say(a, q, OUTSIDE_THERE, why);
	/* A host of videos says so of one that it shows nobody. */
	if (status == 404 || status == 410
	    || (q->o->embed && status >= 400 && status < 404))
		return say(a, q, OUTSIDE_GONE, why);
	return say(a, q, OUTSIDE_UNKNOWN, why);
}

static enum status
answered(void *arg, size_t i, enum status st, const struct fetched *got)
{
	struct asking *const a = arg;
	struct question *const q = &a->at[a->now[i]];

	/* Its first quarter of a megabyte came. */
	if (st == INVALID && q->again && got->status == 200)
		return understood(a, q, got->status);
	if (!q->again && (st == FAULT || got->status >= 400)) {
		q->again = true;
		return OK;
	}
	if (st == OK)
		return understood(a, q, got->status);
	return say(a, q,
	    str_starts(got->why, STR("Could not resolve host"))
		? OUTSIDE_GONE
		: OUTSIDE_UNKNOWN,
	    got->why);
}

static int64_t
steady_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static enum status
ask_round(struct asking *a)
{
	struct fetch_ask asks[FETCH_AT_ONCE];

	for (size_t i = 0; i < a->nnow; i++) {
		const struct question *const q = &a->at[a->now[i]];

		asks[i] = (struct fetch_ask){ .how = q->again ? FETCH_GET
							      : FETCH_HEAD,
			.url = q->url };
	}
	return fetch_each(a->f, a->round, asks, a->nnow, BODY_MAX, answered, a);
}

/* So long that no host is asked twice within a second. */
static void
pause_since(int64_t began)
{
	const int64_t left = PAUSE_MS - (steady_ms() - began);
	const struct timespec t = { left / 1000, left % 1000 * 1000000 };

	if (left > 0)
		(void)nanosleep(&t, NULL);
}

static enum status
ask_all(struct asking *a)
{
	enum status st = OK;

	for (choose(a); st == OK && a->nnow > 0;) {
		const int64_t began = steady_ms();

		job_reset(a->round, job_now(a->j));
		st = ask_round(a);
		if (st != OK)
			st = job_fail(a->j, st, "%.*s",
			    STR_ARG(job_reason(a->round)));
		choose(a);
		if (st == OK && a->nnow > 0)
			pause_since(began);
	}
	return st;
}

enum status
outside_ask(struct job *j, const struct outwards *all,
    const struct outside_opts *opts, outside_take *take, void *arg)
{
	struct asking a = { .j = j,
		.round = job_new(job_now(j)),
		.n = all->n,
		.take = take,
		.arg = arg };
	enum status st;

	a.at = JOB_ARRAY(j, struct question, all->n + 1);
	for (size_t i = 0; i < all->n; i++) {
		const struct str url = question_url(j, &all->at[i]);

		a.at[i] = (struct question){ .o = &all->at[i],
			.url = url,
			.host = host_of(url) };
	}
	a.f = fetcher_new(
	    &(struct fetch_limits){ .stall_seconds = STALL_SECONDS,
		.whole_seconds = WHOLE_SECONDS,
		.public_only = true,
		.also = opts->also,
		.nalso = opts->nalso });
	st = ask_all(&a);
	fetcher_free(a.f);
	job_free(a.round);
	return st;
}
