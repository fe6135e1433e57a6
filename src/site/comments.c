/* SPDX-License-Identifier: ISC */
/*
 * Comments are set when they are applied; a page that shows them sets nothing.
 */
#include "site/comments.h"

#include "site/inside.h"
#include "text/body.h"
#include "text/comments.h"

static enum status
row_put(struct site *s, struct job *j, const struct placing *p, int64_t n,
    const struct comment *c)
{
	const struct id story = p->c->more.about_story;
	struct markup html;
	struct body_notes notes = { 0 };
	struct body body;
	enum status st = body_markup(j, c->text,
	    &(struct body_opts){ .lang = p->c->lang, .keep_quotes = true },
	    &body);

	if (st != OK)
		return st;
	/* Many stand on one page: none has ids there. */
	sanitise(j, body.html.html, &(struct sanitise_opts){ .no_ids = true },
	    &html, &notes);
	return store_run(s->st, j, SQL_SITE_COMMENT_NEW,
	    VALS(val_blob(id_str(&story)), val_int(p->num), val_int(n),
		val_text(c->by), val_int(c->at.at), val_int(c->at.offset_s),
		val_int(c->at.precision), val_int(c->level),
		val_text(html.html)));
}

static enum status
stale_story(struct site *s, struct job *j, const struct id *story)
{
	struct val num[1], where[3];
	enum status st = store_one(s->st, j, SQL_SITE_STORY_BY_ID,
	    VALS(val_blob(id_str(story))), num, 1);

	if (st == OK)
		st = store_one(s->st, j, SQL_SITE_STORY_WHERE,
		    VALS(val_int(num[0].i)), where, 3);
	if (st == OK)
		stale_put(s, where[0].s);
	return st == NOT_FOUND ? OK : st;
}

enum status
apply_comments(struct site *s, struct job *j, const struct placing *p)
{
	const struct comments all = comments_read(j, p->g->file.body);
	enum status st = OK;

	if (p->e->revision > 1)
		st = store_run(s->st, j, SQL_SITE_COMMENTS_GONE,
		    VALS(val_int(p->num)));
	for (size_t i = 0; i < all.n && st == OK; i++)
		st = row_put(s, j, p, (int64_t)i, &all.at[i]);
	return st == OK ? stale_story(s, j, &p->c->more.about_story) : st;
}

enum status
retract_comments(struct site *s, struct job *j, int64_t num)
{
	struct val v[1];
	struct id story = { { 0 } };
	enum status st = store_one(s->st, j, SQL_SITE_COMMENTS_OF,
	    VALS(val_int(num)), v, 1);

	if (st != OK)
		return st == NOT_FOUND ? OK : st;
	for (size_t i = 0; i < v[0].s.n && i < ID_BYTES; i++)
		story.b[i] = (unsigned char)v[0].s.p[i];
	st = stale_story(s, j, &story);
	return st == OK
	    ? store_run(s->st, j, SQL_SITE_COMMENTS_GONE, VALS(val_int(num)))
	    : st;
}

enum status
site_comments(struct site *s, struct job *j, int64_t story, struct remarks *out)
{
	struct remarks all = { NULL, 0 };
	size_t room = 0;
	struct rows r;
	enum status st = rows_begin(s->st, j, SQL_SITE_COMMENTS,
	    VALS(val_int(story)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		if (all.n == room) {
			all.at = job_grow(j, all.at, room * sizeof(*all.at),
			    (room * 2 + 16) * sizeof(*all.at));
			room = room * 2 + 16;
		}
		all.at[all.n++] = (struct remark){
			.by = job_str(j, row_str(&r, 0)),
			.at = { .at = row_int(&r, 1),
			    .offset_s = (int32_t)row_int(&r, 2),
			    .precision = (enum precision)row_int(&r, 3) },
			.level = (int)row_int(&r, 4),
			.html = { job_str(j, row_str(&r, 5)) },
		};
	}
	st = rows_end(&r);
	if (st == OK)
		*out = all;
	return st;
}
