/* SPDX-License-Identifier: ISC */
#include "wire/feed.h"

#include "base/buf.h"
#include "text/sanitise.h"
#include "text/words.h"
#include "wire/feedparse.h"

#define ITEMS_READ 200 /* of a feed, before the newest are chosen */
#define TEXT_MAX ((size_t)64 * 1024) /* of one text; the rest is passed over */

struct reading {
	struct job *j;
	struct str url;
	struct outside_item *items;
	size_t n;
};

/* Titles may hold HTML, whatever the format says. */
static struct str
plain(struct job *j, struct str html, size_t max)
{
	struct markup m;

	sanitise(j, html, &(struct sanitise_opts){ .no_ids = true }, &m, NULL);
	return words_excerpt(j, markup_plain(j, m), max);
}

/* What is no HTML is made some. */
static struct str
html_of(struct job *j, struct feed_words w)
{
	struct buf b = buf_in(j, 6 * w.text.n + 1);

	if (!w.plain)
		return w.text;
	for (size_t i = 0; i < w.text.n; i++)
		if (w.text.p[i] == '<')
			BUF_LIT(&b, "&lt;");
		else if (w.text.p[i] == '&')
			BUF_LIT(&b, "&amp;");
		else
			buf_ch(&b, w.text.p[i]);
	return buf_so_far(&b);
}

static void
take(void *arg, const struct feed_entry *e)
{
	struct reading *const r = arg;
	struct outside_item it = {
		.title = plain(r->j, html_of(r->j, e->title), FEED_TITLE_MAX),
		.address = feedparse_absolute(r->j, r->url, e->address),
		.at = feedparse_time(r->j, e->published),
	};
	const struct feed_words words = e->summary.text.n > 0 ? e->summary
							      : e->content;

	if (it.at == 0)
		it.at = feedparse_time(r->j, e->updated);
	it.summary = plain(r->j, html_of(r->j, words), FEED_SUMMARY_MAX);
	if (it.title.n == 0) /* as on networks of short posts */
		it.title = it.summary;
	if (it.title.n == 0 || it.address.n == 0 || r->n == ITEMS_READ)
		return;
	r->items[r->n++] = it;
}

/* The newest first; in the feed's own order where it tells no time. */
static void
newest_first(struct outside_item *at, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct outside_item it = at[i];
		size_t k = i;

		for (; k > 0 && it.at > at[k - 1].at && at[k - 1].at > 0; k--)
			at[k] = at[k - 1];
		at[k] = it;
	}
}

enum status
feed_read(struct job *j, struct str bytes, struct str url,
    struct outside_items *out)
{
	struct reading r = { .j = j, .url = url };
	const struct feedparse_opts opts = { .text_max = TEXT_MAX,
		.take = take,
		.arg = &r };
	struct feed_head head;
	enum status st;

	*out = (struct outside_items){ 0 };
	if (bytes.n > FEED_MAX)
		return job_fail(j, INVALID, "it is larger than %d MB",
		    (int)(FEED_MAX >> 20));
	r.items = JOB_ARRAY(j, struct outside_item, ITEMS_READ);
	st = feedparse(j, bytes, &opts, &head);
	if (st != OK)
		return st;
	out->title = plain(j, head.title, FEED_TITLE_MAX);
	newest_first(r.items, r.n);
	out->at = r.items;
	out->n = r.n < OUTSIDE_ITEMS ? r.n : OUTSIDE_ITEMS;
	return OK;
}
