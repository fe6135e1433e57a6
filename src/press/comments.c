/* SPDX-License-Identifier: ISC */
/* Comments that came with a story: closed, for reading only. */
#include "site/comments.h"
#include "press/making.h"

enum status
comments_set(struct making *m, const struct story *s, struct view_story *v)
{
	struct view_comments *out;
	struct view_comment *at;
	struct remarks all;
	enum status st;

	if (m->settings->no_comments)
		return OK;
	st = site_comments(m->site, m->j, s->card.num, &all);
	if (st != OK || all.n == 0)
		return st;
	out = JOB_NEW(m->j, struct view_comments);
	at = JOB_ARRAY(m->j, struct view_comment, all.n);
	for (size_t i = 0; i < all.n; i++) {
		const struct remark *const r = &all.at[i];

		at[i] = (struct view_comment){
			.by = r->by.n > 0 ? r->by : say(m, "comment_nobody"),
			.time = time_long(m, r->at),
			.level = job_printf(m->j, "%d",
			    r->level < COMMENT_SHOWN ? r->level
						     : COMMENT_SHOWN),
			.body = r->html,
		};
	}
	out->title = say(m, "comments_title");
	out->count = word_n(m->w, m->j, "comments_n", (int64_t)all.n,
	    m->digits);
	out->comments = list_of(at, all.n);
	v->comments = out;
	return OK;
}
