/* SPDX-License-Identifier: ISC */
/* Feeds of other places that fronts show: how they stand, fetch them now. */
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/commands.h"
#include "desk/observed.h"
#include "page/json.h"
#include "site/site.h"
#include "text/when.h"
#include "wire/elsewhere.h"
#include "wire/feed.h"

#define LOOK_MS 1000

static void
put_time(struct job *j, struct buf *b, int64_t at)
{
	if (at > 0)
		buf_put(b,
		    when_write(j,
			(struct when){ .at = at, .precision = WHEN_MINUTE }));
	else
		buf_put(b, STR("never"));
}

static void
put_feed(struct job *j, struct buf *b, const struct outside *f)
{
	buf_printf(b, "%.*s\n  %zu items", STR_ARG(f->url), f->items.n);
	if (f->items.title.n > 0)
		buf_printf(b, " of \"%.*s\"", STR_ARG(f->items.title));
	buf_put(b, STR("; asked "));
	put_time(j, b, f->asked);
	if (f->failures > 0)
		buf_printf(b, ", failed %lld times: %.*s",
		    (long long)f->failures, STR_ARG(f->trouble));
	buf_ch(b, '\n');
}

static void
put_json(struct buf *b, const struct outside *f)
{
	buf_put(b, STR("{\"feed\":"));
	json_put(b, f->url);
	buf_put(b, STR(",\"title\":"));
	json_put(b, f->items.title);
	buf_printf(b,
	    ",\"items\":%zu,\"asked\":%lld,\"next\":%lld,\"failures\":%lld,"
	    "\"trouble\":",
	    f->items.n, (long long)f->asked, (long long)f->next,
	    (long long)f->failures);
	json_put(b, f->trouble);
	buf_put(b, STR("}\n"));
}

static enum status
feeds_of(struct call *c, struct desk *d, struct outsides *out)
{
	enum status st = site_read_begin(desk_site(d), c->j);

	if (st != OK)
		return st;
	st = site_feeds(desk_site(d), c->j, out);
	site_read_end(desk_site(d));
	return st;
}

static enum status
show(struct call *c)
{
	struct buf b = buf_in(c->j, (size_t)16 << 20);
	struct outsides all = { NULL, 0 };
	struct desk *d;
	enum status st = desk_open_to_read(c->j, c->args[0], &d);

	if (st != OK)
		return st;
	st = feeds_of(c, d, &all);
	desk_close(d);
	for (size_t i = 0; i < all.n && st == OK; i++)
		if (c->json)
			put_json(&b, &all.at[i]);
		else
			put_feed(c->j, &b, &all.at[i]);
	if (st == OK && all.n == 0 && !c->json)
		buf_put(&b,
		    STR("no front shows a feed (module: elsewhere; see "
			"stet-story(5))\n"));
	return st == OK ? call_print(c, buf_so_far(&b)) : st;
}

static const struct cmd_option show_options[] = { CMD_JSON, CMD_OPTIONS_END };

const struct cmd cmd_feeds = {
	.name = "feeds",
	.args = "DIR",
	.what = "how the feeds of other places stand that fronts show",
	.options = show_options,
	.min_args = 1,
	.max_args = 1,
	.run = show,
};

static enum status
wait_for(struct job *j, struct elsewhere *e, struct elsewhere_said *said)
{
	enum status st = OK;
	bool done = false;

	while (!done) {
		struct pollfd p = { .fd = elsewhere_fd(e), .events = POLLIN };

		(void)poll(&p, 1, LOOK_MS);
		st = elsewhere_take(e, j, &done, said);
	}
	return st;
}

/* Ask, and note how it went; why is empty if it came. */
static enum status
ask(struct call *c, struct desk *d, struct outside *f,
    const struct elsewhere_ask *what, struct str *why)
{
	struct elsewhere_said said;
	struct elsewhere *e;
	enum status st = elsewhere_begin(c->j, what, &e);

	if (st == OK)
		st = wait_for(c->j, e, &said);
	*why = STR("");
	if (st != OK) {
		*why = job_str(c->j, job_reason(c->j));
		job_forgive(c->j);
		return desk_feed_failed(d, c->j, f, *why);
	}
	if (!said.unchanged) {
		f->items = said.items;
		f->etag = said.etag;
		f->modified = said.modified;
	}
	return desk_feed_came(d, c->j, f);
}

static enum status
fetch_one(struct call *c, struct desk *d, struct outside *f, size_t *failed)
{
	struct str *also;
	struct elsewhere_ask what = { .url = f->url,
		.etag = f->etag,
		.modified = f->modified,
		.nalso = call_list(c, "feeds-from", &also) };
	struct str why;
	enum status st;

	what.also = also;
	st = ask(c, d, f, &what, &why);
	if (st != OK)
		return st;
	*failed += why.n > 0;
	if (why.n > 0)
		printf("%.*s: %.*s\n", STR_ARG(f->url), STR_ARG(why));
	else
		printf("%.*s: %zu items\n", STR_ARG(f->url), f->items.n);
	return OK;
}

static enum status
fetch(struct call *c)
{
	struct outsides all = { NULL, 0 };
	size_t failed = 0;
	struct desk *d;
	enum status st = desk_open(c->j, c->args[0], &d);

	if (st != OK)
		return st;
	st = feeds_of(c, d, &all);
	for (size_t i = 0; i < all.n && st == OK; i++)
		st = fetch_one(c, d, &all.at[i], &failed);
	desk_close(d);
	if (st == OK && failed > 0)
		st = job_fail(c->j, FAULT, "%zu of %zu feeds did not come",
		    failed, all.n);
	return st;
}

static const struct cmd_option fetch_options[] = {
	{ "feeds-from", "ADDRESSES",
	    "feeds may come from these addresses too, though not anybody can "
	    "reach them; comma between" },
	CMD_OPTIONS_END,
};

const struct cmd cmd_feeds_fetch = {
	.name = "feeds fetch",
	.args = "DIR",
	.what = "ask for all of them now, as the server does every half hour",
	.options = fetch_options,
	.min_args = 1,
	.max_args = 1,
	.run = fetch,
};

static enum status
feed_named(struct call *c, struct desk *d, struct str url, struct outside *out)
{
	struct outsides all = { NULL, 0 };
	const enum status st = feeds_of(c, d, &all);

	if (st != OK)
		return st;
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.at[i].url, url)) {
			*out = all.at[i];
			return OK;
		}
	return job_fail(c->j, NOT_FOUND,
	    "no front shows the feed %.*s; \"stet feeds %s\" lists those that "
	    "are shown",
	    STR_ARG(url), c->args[0]);
}

static enum status
take(struct call *c)
{
	struct elsewhere_ask what = { .url = str_of(c->args[1]) };
	struct outside f = { .asked = 0 };
	struct str why = STR("");
	struct desk *d;
	enum status st = file_read_fd(c->j, STDIN_FILENO, FEED_MAX,
	    &what.given);

	if (st == OK)
		st = desk_open(c->j, c->args[0], &d);
	if (st != OK)
		return st;
	st = feed_named(c, d, what.url, &f);
	if (st == OK)
		st = ask(c, d, &f, &what, &why);
	desk_close(d);
	if (st == OK && why.n > 0)
		st = job_fail(c->j, INVALID, "%s: %.*s", c->args[1],
		    STR_ARG(why));
	if (st == OK)
		printf("%.*s: %zu items\n", STR_ARG(f.url), f.items.n);
	return st;
}

const struct cmd cmd_feeds_take = {
	.name = "feeds take",
	.args = "DIR URL",
	.what = "take from standard input what that address would have given",
	.min_args = 2,
	.max_args = 2,
	.run = take,
};
