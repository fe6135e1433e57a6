/* SPDX-License-Identifier: ISC */
/*
 * bench_apply STORIES [out of order]: what the writer's thread of an import
 * spends on a story (append and apply, with the galley at hand), by tenths of
 * the archive.  Stories are made in memory: 600 words, 12 sections, 500
 * topics, 60 authors, 20 years.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "record/record.h"
#include "site/site.h"
#include "store/store.h"

#define COMMIT 1000

struct bench {
	struct job *j, *one;
	struct store *st;
	struct site *s;
	struct record_key *key;
	struct deflater *d;
	struct batch batch;
	uint64_t n, rng;
	double writer, worker; /* seconds */
};

static double
seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
must(const struct job *j, enum status st)
{
	if (st == OK)
		return;
	(void)fprintf(stderr, "%s: %.*s\n", status_name(st),
	    STR_ARG(job_reason(j)));
	exit(1);
}

static unsigned
draw(struct bench *b, unsigned below)
{
	b->rng ^= b->rng << 13;
	b->rng ^= b->rng >> 7;
	b->rng ^= b->rng << 17;
	return (unsigned)((b->rng >> 11) % below);
}

/* Common words come often, as in a language. */
static void
put_word(struct bench *b, struct buf *out)
{
	static const char *const parts[] = { "har", "bour", "pi", "lot", "tide",
		"net", "gull", "lan", "tern", "storm", "quay", "eel", "rope",
		"bell", "fog", "horn", "sil", "o", "ker", "ma" };
	unsigned r = draw(b, 1000);

	r = r * r / 1000 * r / 1000 * 20 + draw(b, 20);
	buf_printf(out, "%s%s%s ", parts[r % 20], parts[r / 20 % 20],
	    parts[r / 400 % 20]);
}

static struct str
text_of(struct bench *b, struct job *j, const char *at, const char *day)
{
	struct buf out = buf_in(j, 1 << 20);
	const unsigned topic = draw(b, 500);

	buf_printf(&out, "---\nheadline: ");
	for (int i = 0; i < 7; i++)
		put_word(b, &out);
	buf_printf(&out, "\ndeck: ");
	for (int i = 0; i < 15; i++)
		put_word(b, &out);
	buf_printf(&out,
	    "\nsection: section-%u\ntopics: [topic-%u, topic-%u, topic-%u]\n"
	    "author: author-%u\nlang: en\npublished: %s\n"
	    "address: /%s/story-%llu/\nsource: bench:%llu\n---\n",
	    draw(b, 12), topic, (topic + 7) % 500, draw(b, 500), draw(b, 60),
	    at, day, (unsigned long long)b->n, (unsigned long long)b->n);
	for (int i = 1; i <= 600; i++) {
		put_word(b, &out);
		if (i % 75 == 0)
			BUF_LIT(&out, "\n\n");
	}
	return buf_so_far(&out);
}

static void
put(struct bench *b, const char *type, struct str file)
{
	struct job *const j = b->one;
	const struct galley_opts opts = { .name = STR("bench"),
		.lang = STR("en"),
		.deflater = b->d };
	struct galley g;
	struct entry e;
	struct applied a;
	const double start = seconds();

	must(j, galley_make(j, file, &opts, &g));
	const struct intent in = {
		.id = record_batch_intent(b->batch, ++b->n),
		.action = RECORD_PUBLISH,
		.thing = id_random(),
		.type = str_of(type),
		.file = file,
		.file_sha = g.sha256,
		.packed = g.packed,
		.salt = salt_random(),
		.address = g.copy.address,
		.in_batch = true,
	};
	const double middle = seconds();

	must(j, record_append(b->st, j, b->d, &in, &e));
	must(j, site_apply(b->s, j, &e, &g, &a));
	b->writer += seconds() - middle;
	b->worker += middle - start;
}

static void
put_entities(struct bench *b)
{
	static const struct {
		const char *type;
		int n;
	} kinds[] = { { "section", 12 }, { "topic", 500 }, { "person", 60 } };

	for (size_t k = 0; k < 3; k++)
		for (int i = 0; i < kinds[k].n; i++) {
			const char *const name = k == 2 ? "author"
							: kinds[k].type;

			put(b, kinds[k].type,
			    job_printf(b->one,
				"---\nkind: %s\nname: %s-%d\n---\n",
				kinds[k].type, name, i));
		}
}

static void
commit(struct bench *b)
{
	const double start = seconds();
	bool more = true;

	must(b->j, site_settle(b->s, b->j));
	for (int i = 0; i < 16 && more; i++)
		must(b->j, site_search_tend(b->s, b->j, 64, &more));
	must(b->j, record_seal(b->st, b->j, b->key));
	must(b->j, store_end(b->st, b->j, OK));
	if (store_wal_bytes(b->st) > 64 << 20)
		must(b->j, store_checkpoint(b->st, b->j, CHECKPOINT_SOME));
	must(b->j, store_begin(b->st, b->j));
	b->writer += seconds() - start;
}

static void
stories(struct bench *b, long n, bool shuffled)
{
	const int64_t first = 1136073600, span = (int64_t)20 * 365 * 86400;
	long last = 0;
	double was = b->writer;

	for (long i = 0; i < n; i++) {
		char at[32], day[16];
		const time_t t = (time_t)(first
		    + (shuffled ? (int64_t)draw(b, 1000000) * (span / 1000000)
				: span / n * i));
		struct tm tm;

		(void)gmtime_r(&t, &tm);
		(void)strftime(at, sizeof(at), "%Y-%m-%dT%H:%M:%SZ", &tm);
		(void)strftime(day, sizeof(day), "%Y/%m/%d", &tm);
		put(b, "story", text_of(b, b->one, at, day));
		job_reset(b->one, 1700000000);
		if ((i + 1) % COMMIT == 0 || i + 1 == n)
			commit(b);
		if ((i + 1) * 10 / n == last)
			continue;
		(void)printf("%8ld stories: %6.1f us of the writer, %6.1f of "
			     "the worker\n",
		    i + 1, (b->writer - was) * 1e6 / ((double)n / 10),
		    b->worker * 1e6 / (double)(i + 1));
		was = b->writer;
		last = (i + 1) * 10 / n;
	}
}

/* What the pages that readers open most cost the database's side. */
static void
reads(struct bench *b, long n)
{
	struct story x;
	struct listing_page page;
	struct front f;
	struct place at;
	const struct listing home = { .what = LISTING_HOME, .lang = STR("en") };
	double t[3] = { 0 }, start;

	for (int i = 0; i < 2000; i++) {
		struct job *const j = b->one;
		struct card c;

		job_reset(j, 1700000000);
		must(j, site_card(b->s, j, 573 + draw(b, (unsigned)n), &c));
		const uint64_t count = store_count(b->st);

		start = seconds();
		must(j, site_read_begin(b->s, j));
		must(j, site_resolve(b->s, j, c.address, STR(""), &at));
		must(j, site_story(b->s, j, at.num, &x));
		site_read_end(b->s);
		t[0] += seconds() - start;
		if (i == 1999)
			(void)printf("a story takes %llu statements\n",
			    (unsigned long long)(store_count(b->st) - count
				- 1));
		start = seconds();
		must(j, site_read_begin(b->s, j));
		must(j,
		    site_numbered(b->s, j, &home, 1 + draw(b, (unsigned)n / 20),
			&page));
		site_read_end(b->s);
		t[1] += seconds() - start;
		start = seconds();
		must(j, site_read_begin(b->s, j));
		must(j, site_front(b->s, j, STR("en"), 0, &f));
		site_read_end(b->s);
		t[2] += seconds() - start;
	}
	(void)printf("reads: story %.1f us, numbered page %.1f us, front %.1f "
		     "us\n",
	    t[0] / 2000 * 1e6, t[1] / 2000 * 1e6, t[2] / 2000 * 1e6);
}

int
main(int argc, char **argv)
{
	char dir[] = "/tmp/stet-bench-XXXXXX";
	char command[64];
	const long n = argc > 1 ? strtol(argv[1], NULL, 10) : 10000;
	struct bench b = { .rng = 88172645463325252U };
	struct entry e;
	struct applied a;

	b.j = job_new(1700000000);
	b.one = job_new(1700000000);
	b.d = deflater_new();
	b.batch = batch_random();
	if (mkdtemp(dir) == NULL)
		return 1;
	must(b.j, store_create(b.j, dir));
	must(b.j, store_open(b.j, dir, SITE_DB, STORE_WRITE, &b.st));
	must(b.j, record_create(b.st, b.j, dir, STR("bench.example")));
	must(b.j, record_key_open(b.j, dir, &b.key));
	must(b.j, store_bulk(b.st, b.j));
	b.s = site_new(b.st);
	must(b.j, store_begin(b.st, b.j));
	must(b.j, site_search_gather(b.s, b.j, true));
	put_entities(&b);
	commit(&b);
	stories(&b, n, argc > 2);
	const double start = seconds();

	must(b.j, record_close_batch(b.st, b.j, b.batch, &e));
	must(b.j, site_apply(b.s, b.j, &e, NULL, &a));
	must(b.j, site_settle(b.s, b.j));
	must(b.j, record_seal(b.st, b.j, b.key));
	must(b.j, store_end(b.st, b.j, OK));
	(void)printf("closing: %.2f s; all: %.1f us a story\n",
	    seconds() - start,
	    (b.writer + seconds() - start) * 1e6 / (double)n);
	reads(&b, n);
	site_free(b.s);
	record_key_close(b.key);
	store_close(b.st);
	deflater_free(b.d);
	job_free(b.one);
	job_free(b.j);
	/* STET_KEEP=1 leaves the folder there to be looked at. */
	if (getenv("STET_KEEP") != NULL)
		return puts(dir) < 0;
	(void)snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command) == 0 ? 0 : 1;
}
