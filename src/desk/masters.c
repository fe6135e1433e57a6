/* SPDX-License-Identifier: ISC */
/*
 * What desk.db knows of masters is lost with it, or was never there in a paper
 * that was made anew from its record or from an archive: learned again from
 * the pictures' own texts.
 */
#include <string.h>

#include "desk/inside.h"

#define PIECE 500 /* things in one read */

struct learning {
	struct desk *d;
	struct job *j;
	struct medium found[PIECE];
	size_t n;
};

static struct medium
medium_said(struct job *j, const struct copy *c)
{
	struct medium m = { .id = c->id,
		.sha256 = c->master,
		.format = job_str(j, c->format),
		.w = c->width,
		.h = c->height };

	m.sizes.at = JOB_ARRAY(j, struct size, c->sizes.n + 1);
	for (size_t i = 0; i < c->sizes.n; i++) {
		struct size s = c->sizes.at[i];

		s.name = job_str(j, s.name);
		s.format = job_str(j, s.format);
		m.sizes.at[m.sizes.n++] = s;
	}
	return m;
}

static enum status
look(void *learning, struct job *own, const struct walked *w)
{
	struct learning *const l = learning;
	const struct copy_defaults lenient = { .lenient = true };
	struct medium known;
	struct textfile tf;
	struct copy c;
	struct str text;
	enum status st;

	if (kind_of(w->type) != KIND_PICTURE)
		return OK;
	st = record_text_left(l->d->site_db, own, l->d->deflater, w->seq,
	    &text);
	if (st == OK)
		st = textfile_parse(own, text, STR("a picture"), &tf);
	if (st == OK)
		st = copy_read(own, &tf, &lenient, &c);
	if (st != OK || !c.has_master || !media_fits(MEDIA_PICTURE, c.format))
		return st;
	st = desk_picture(l->d, own, c.master, &known);
	if (st == OK)
		return OK;
	job_forgive(own);
	if (st == NOT_FOUND)
		l->found[l->n++] = medium_said(l->j, &c);
	return st == NOT_FOUND ? OK : st;
}

static enum status
note(struct store *s, struct job *j, void *learning)
{
	const struct learning *const l = learning;
	enum status st = OK;

	for (size_t i = 0; st == OK && i < l->n; i++)
		st = master_note(s, j, &l->found[i], l->found[i].sha256);
	return st;
}

enum status
desk_learn_masters(struct desk *d, struct job *j)
{
	struct job *const own = job_new(job_now(j));
	struct learning *const l = JOB_NEW(j, struct learning);
	int64_t after = 0, before;
	enum status st;

	l->d = d;
	l->j = own;
	do {
		before = after;
		l->n = 0;
		job_reset(own, job_now(j));
		st = site_read_begin(d->site, j);
		if (st != OK)
			break;
		st = record_living(d->site_db, j, PIECE, &after, look, l);
		site_read_end(d->site);
		if (st == OK && l->n > 0)
			st = store_tx(d->desk_db, j, note, l);
	} while (st == OK && after != before);
	job_free(own);
	return st;
}
