/* SPDX-License-Identifier: ISC */
/* What is wrong with the published paper, for a person or a script. */
#include "base/buf.h"
#include "cmd/commands.h"
#include "desk/faults.h"
#include "page/json.h"
#include "wire/outside.h"

#define LINE_MAX_BYTES ((size_t)64 << 10)

static const struct cmd_option options[] = {
	{ "strict", NULL, "warnings count as errors" },
	{ "outside", NULL,
	    "ask for what is linked elsewhere too: a few at a time, a host "
	    "once a second" },
	{ "feeds-from", "ADDRESSES",
	    "with --outside, ask these addresses too, though not anybody can "
	    "reach them; comma between" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

struct checking {
	struct call *c;
	int64_t errors, warnings;
};

static void
words_put(struct buf *b, const struct fault *f)
{
	buf_printf(b, "%s: %.*s",
	    f->gravity == FAULT_ERROR ? "error" : "warning", STR_ARG(f->where));
	if (f->line > 0)
		buf_printf(b, ":%d", f->line);
	buf_printf(b, ": %s: %.*s\n", f->rule, STR_ARG(f->what));
}

static void
json_fault(struct buf *b, const struct fault *f)
{
	buf_printf(b, "{\"level\":\"%s\",\"rule\":\"%s\",\"address\":",
	    f->gravity == FAULT_ERROR ? "error" : "warning", f->rule);
	json_put(b, f->where);
	buf_printf(b, ",\"line\":%d,\"headline\":", f->line);
	json_put(b, f->headline);
	BUF_LIT(b, ",\"what\":");
	json_put(b, f->what);
	BUF_LIT(b, "}\n");
}

static enum status
found(void *arg, const struct fault *f)
{
	struct checking *const k = arg;
	struct job *const j = job_new(job_now(k->c->j));
	struct buf b = buf_in(j, LINE_MAX_BYTES);
	enum status st;

	if (f->gravity == FAULT_ERROR)
		k->errors++;
	else
		k->warnings++;
	if (k->c->json)
		json_fault(&b, f);
	else
		words_put(&b, f);
	st = call_print(k->c, buf_so_far(&b));
	job_free(j);
	return st;
}

static enum status
asked(void *arg, const struct outward *o, enum outside_how how, struct str why)
{
	struct checking *const k = arg;
	struct job *const j = job_new(job_now(k->c->j));
	enum status st = OK;

	if (how != OUTSIDE_THERE)
		st = found(k,
		    &(struct fault){ how == OUTSIDE_GONE ? FAULT_ERROR
							 : FAULT_WARNING,
			o->embed ? "embed" : "outside", o->where, STR_INIT(""),
			o->line,
			job_printf(j, "%.*s: %.*s", STR_ARG(o->url),
			    STR_ARG(why)) });
	job_free(j);
	return st;
}

static enum status
look_outside(struct checking *k, const struct outwards *all)
{
	struct str *also;
	struct outside_opts opts = { .nalso = call_list(k->c, "feeds-from",
					 &also) };
	enum status st;

	opts.also = also;
	st = outside_ask(k->c->j, all, &opts, asked, k);
	if (st == OK && all->left_out > 0)
		st = found(k,
		    &(struct fault){ FAULT_WARNING, "outside", STR_INIT("/"),
			STR_INIT(""), 0,
			job_printf(k->c->j,
			    "%zu further addresses were not "
			    "asked for",
			    all->left_out) });
	return st;
}

static enum status
check(struct call *c)
{
	const bool outside = call_flag(c, "outside");
	struct checking k = { .c = c };
	struct outwards all;
	struct desk *d;
	enum status st = desk_open_to_read(c->j, c->args[0], &d);

	if (st != OK)
		return st;
	st = desk_faults(d, c->j, found, &k, outside ? &all : NULL);
	desk_close(d);
	if (st == OK && outside)
		st = look_outside(&k, &all);
	if (st == OK
	    && (k.errors > 0 || (call_flag(c, "strict") && k.warnings > 0)))
		st = job_fail(c->j, INVALID, "errors: %lld, warnings: %lld",
		    (long long)k.errors, (long long)k.warnings);
	return st;
}

const struct cmd cmd_check = {
	.name = "check",
	.args = "DIR",
	.what = "find dead links and other faults in what is published",
	.options = options,
	.min_args = 1,
	.max_args = 1,
	.run = check,
};
