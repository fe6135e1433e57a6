/* SPDX-License-Identifier: ISC */
#include "desk/renditions.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/progress.h"
#include "desk/inside.h"
#include "site/observed.h"

#define LOAD 64
#define HANDS_MAX 16

/* One picture: what is known of it, and what became of it. */
struct errand {
	struct medium m;
	struct renditions made;
	enum status st;
	struct str why;
};

/* So many at a time. */
struct load {
	struct errand at[LOAD];
	size_t n;
	atomic_size_t next;
};

/* One thread, with a keeper of its own. */
struct hand {
	struct load *load;
	struct darkroom *room;
	struct job *j;
	pthread_t thread;
};

struct shift {
	struct desk *d;
	struct job *j;
	const struct renditions_opts *opts;
	struct hand hands[HANDS_MAX];
	size_t nhands;
	struct sha256 *masters;
	size_t nmasters;
	struct load load;
	struct renditions_made r;
};

static struct str
file_of(struct job *j, const struct medium *m)
{
	const struct str hex = sha256_hex(j, m->sha256);

	return job_printf(j, "media/%.2s/%.*s", hex.p, STR_ARG(hex));
}

/* ---- which ones ---- */

static enum status
find_masters(struct shift *s)
{
	size_t room = 0;
	struct rows r;
	enum status st = rows_begin(s->d->desk_db, s->j, SQL_DESK_MASTERS,
	    NO_VALS, &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		if (row_str(&r, 0).n != SHA256_BYTES
		    || !media_fits(MEDIA_PICTURE, row_str(&r, 1)))
			continue;
		if (s->nmasters == room) {
			const size_t more = room == 0 ? 256 : room * 2;

			s->masters = job_grow(s->j, s->masters,
			    room * sizeof(*s->masters),
			    more * sizeof(*s->masters));
			room = more;
		}
		memcpy(s->masters[s->nmasters++].b, row_str(&r, 0).p,
		    SHA256_BYTES);
	}
	return rows_end(&r);
}

/* What is noted is there, to its last file. */
static enum status
has_all(struct shift *s, struct job *j, const struct medium *m, bool *has)
{
	struct variants v;
	const enum status st = site_variants(s->d->site, j,
	    medium_size(m, STR("column")).sha256, &v);

	*has = st == OK;
	for (size_t i = 0; *has && i < v.n; i++)
		*has = media_has_rendition(s->d->media, j, m->sha256,
		    &(struct rendition){ v.at[i].format, v.at[i].w });
	return st == NOT_FOUND ? OK : st;
}

/* A master whose file is gone is a picture that can't be read. */
static enum status
choose_one(struct shift *s, struct job *j, struct sha256 master)
{
	struct errand *const e = &s->load.at[s->load.n];
	bool has = false;
	enum status st = desk_picture(s->d, j, master, &e->m);

	if (st == NOT_FOUND) {
		job_forgive(j);
		e->m = (struct medium){ .sha256 = master };
		s->load.n++;
		return OK;
	}
	if (st == OK && !s->opts->all)
		st = has_all(s, j, &e->m, &has);
	if (st == OK && !has)
		s->load.n++;
	return st;
}

/* ---- made by several at once ---- */

static void *
work(void *arg)
{
	struct hand *const h = arg;

	for (;;) {
		const size_t i = atomic_fetch_add(&h->load->next, 1);
		struct errand *e;

		if (i >= h->load->n)
			return NULL;
		e = &h->load->at[i];
		e->st = media_renditions(h->room, h->j, e->m.sha256,
		    file_of(h->j, &e->m), &e->made);
		e->why = job_reason(h->j);
		job_forgive(h->j);
	}
}

static enum status
open_hands(struct shift *s)
{
	const long n = sysconf(_SC_NPROCESSORS_ONLN);
	enum status st = OK;

	s->hands[0].room = s->d->media;
	s->nhands = 1;
	while (st == OK && s->nhands < HANDS_MAX && (long)s->nhands < n) {
		st = media_open(s->j, s->d->dir, &s->hands[s->nhands].room);
		s->nhands += st == OK;
	}
	for (size_t i = 0; i < s->nhands; i++) {
		s->hands[i].j = job_new(job_now(s->j));
		s->hands[i].load = &s->load;
	}
	return st;
}

static void
close_hands(struct shift *s)
{
	for (size_t i = 0; i < s->nhands; i++) {
		job_free(s->hands[i].j);
		if (i > 0)
			media_close(s->hands[i].room);
	}
}

static void
make_load(struct shift *s)
{
	size_t begun = 1;

	atomic_store(&s->load.next, 0);
	for (size_t i = 0; i < s->nhands; i++)
		job_reset(s->hands[i].j, job_now(s->j));
	while (begun < s->nhands
	    && pthread_create(&s->hands[begun].thread, NULL, work,
		   &s->hands[begun])
		== 0)
		begun++;
	(void)work(&s->hands[0]);
	for (size_t i = 1; i < begun; i++)
		(void)pthread_join(s->hands[i].thread, NULL);
}

/* ---- noted ---- */

static enum status
note_load(struct store *store, struct job *j, void *arg)
{
	struct shift *const s = arg;
	bool any = false;
	enum status st = site_refresh(s->d->site, j);

	(void)store;
	for (size_t i = 0; st == OK && i < s->load.n; i++) {
		const struct errand *const e = &s->load.at[i];

		if (e->st != OK)
			continue;
		st = desk_note_renditions(s->d->site, j, &e->m, &e->made, true);
		any = true;
	}
	return st == OK && any ? site_settle(s->d->site, j) : st;
}

/* What only that picture is to blame for is told; all else ends the work. */
static enum status
tell_load(struct shift *s, struct job *j)
{
	for (size_t i = 0; i < s->load.n; i++) {
		const struct errand *const e = &s->load.at[i];

		s->r.made += e->st == OK;
		if (e->st == OK)
			continue;
		if (e->st != INVALID && e->st != NOT_FOUND)
			return job_fail(j, e->st, "%.*s", STR_ARG(e->why));
		s->r.failed++;
		s->opts->tell(s->opts->arg, file_of(j, &e->m), e->why);
	}
	return OK;
}

static enum status
one_load(struct shift *s, struct job *j, size_t *from)
{
	enum status st = site_read_begin(s->d->site, j);

	s->load.n = 0;
	if (st != OK)
		return st;
	while (st == OK && s->load.n < LOAD && *from < s->nmasters)
		st = choose_one(s, j, s->masters[(*from)++]);
	site_read_end(s->d->site);
	if (st != OK || s->load.n == 0)
		return st;
	make_load(s);
	st = store_tx(s->d->site_db, j, note_load, s);
	if (st != OK)
		site_forget(s->d->site);
	return st == OK ? tell_load(s, j) : st;
}

enum status
desk_renditions(struct desk *d, struct job *j,
    const struct renditions_opts *opts, struct renditions_made *out)
{
	struct shift *const s = JOB_NEW(j, struct shift);
	struct job *const own = job_new(job_now(j));
	size_t from = 0;
	enum status st;

	s->d = d;
	s->j = j;
	s->opts = opts;
	st = open_hands(s);
	if (st == OK)
		st = desk_learn_masters(d, j);
	if (st == OK)
		st = find_masters(s);
	while (st == OK && from < s->nmasters) {
		progress_at(opts->progress, "pictures", from, s->nmasters);
		job_reset(own, job_now(j));
		st = one_load(s, own, &from);
		if (st != OK)
			(void)job_fail(j, st, "%.*s", STR_ARG(job_reason(own)));
	}
	progress_end(opts->progress);
	close_hands(s);
	job_free(own);
	s->r.pictures = (int64_t)s->nmasters;
	if (st == OK)
		*out = s->r;
	return st;
}
