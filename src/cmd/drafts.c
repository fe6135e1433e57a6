/* SPDX-License-Identifier: ISC */
/* What is kept and not published: list it, show it, publish it, drop it. */
#include "desk/drafts.h"

#include "cmd/commands.h"
#include "cmd/tell.h"

static const struct cmd_option options[] = {
	CMD_JSON,
	CMD_OPTIONS_END,
};

static enum status
number(struct call *c, size_t i, int64_t *out)
{
	if (!str_to_int(str_of(c->args[i]), out) || *out < 1)
		return job_fail(c->j, INVALID,
		    "\"%s\" is no draft's number; \"stet drafts DIR\" lists "
		    "them",
		    c->args[i]);
	return OK;
}

static enum status
list_one(struct call *c, const struct draft *d)
{
	struct str why = draft_why_name(d->why);
	struct str due = d->due > 0 ? tell_time(c->j, d->due) : STR("-");

	if (c->json)
		return tell_json(c,
		    json_pack("{s:I, s:s%, s:I, s:s%, s:s%, s:s%, s:s%}",
			"number", (json_int_t)d->num, "why", why.p, why.n,
			"due", (json_int_t)d->due, "file", d->name.p, d->name.n,
			"source", d->source.p, d->source.n, "headline",
			d->headline.p, d->headline.n, "trouble", d->trouble.p,
			d->trouble.n));
	return call_print(c,
	    job_printf(c->j, "%6lld  %-8.*s %-22.*s %.*s  (%.*s)%s%.*s\n",
		(long long)d->num, STR_ARG(why), STR_ARG(due),
		STR_ARG(d->headline), STR_ARG(d->name),
		d->trouble.n > 0 ? "\n        could not be published: " : "",
		STR_ARG(d->trouble)));
}

static enum status
list(struct call *c)
{
	struct desk *d;
	struct drafts all;
	enum status st = call_desk(c, &d);

	if (st == OK)
		st = desk_drafts(d, c->j, &all);
	for (size_t i = 0; st == OK && i < all.n; i++)
		st = list_one(c, &all.at[i]);
	return st;
}

static enum status
show(struct call *c)
{
	struct desk *d;
	struct draft draft;
	int64_t num;
	enum status st = number(c, 1, &num);

	if (st == OK)
		st = call_desk(c, &d);
	if (st == OK)
		st = desk_draft(d, c->j, num, &draft);
	return st == OK ? call_print(c, draft.bytes) : st;
}

static enum status
publish_one(struct call *c, size_t i, void *desk)
{
	struct draft draft;
	struct published p;
	int64_t num;
	enum status st = number(c, i, &num);

	if (st == OK)
		st = desk_draft(desk, c->j, num, &draft);
	if (st == OK)
		st = desk_publish_draft(desk, c->j, num, &p);
	return st == OK ? tell_published(c, draft.name, &p) : st;
}

static enum status
publish(struct call *c)
{
	struct desk *d;
	enum status st = call_desk(c, &d);

	return st == OK ? tell_each(c, "draft", publish_one, d) : st;
}

static enum status
drop_one(struct call *c, size_t i, void *desk)
{
	struct draft draft;
	int64_t num;
	enum status st = number(c, i, &num);

	if (st == OK)
		st = desk_draft(desk, c->j, num, &draft);
	return st == OK ? desk_drop(desk, c->j, num) : st;
}

static enum status
drop(struct call *c)
{
	struct desk *d;
	enum status st = call_desk(c, &d);

	return st == OK ? tell_each(c, "draft", drop_one, d) : st;
}

const struct cmd cmd_drafts = {
	.name = "drafts",
	.args = "DIR",
	.what = "list what is kept and not published",
	.options = options,
	.min_args = 1,
	.max_args = 1,
	.run = list,
};

const struct cmd cmd_drafts_show = {
	.name = "drafts show",
	.args = "DIR NUMBER",
	.what = "print the text file of a draft",
	.min_args = 2,
	.max_args = 2,
	.run = show,
};

const struct cmd cmd_drafts_publish = {
	.name = "drafts publish",
	.args = "DIR NUMBER...",
	.what = "publish drafts now, whatever they wait for",
	.options = options,
	.min_args = 2,
	.max_args = 10000,
	.run = publish,
};

const struct cmd cmd_drafts_drop = {
	.name = "drafts drop",
	.args = "DIR NUMBER...",
	.what = "throw drafts away",
	.min_args = 2,
	.max_args = 10000,
	.run = drop,
};
