/* SPDX-License-Identifier: ISC */
#include <jansson.h>
#include <stdlib.h>

#include "base/buf.h"
#include "cmd/commands.h"
#include "record/leaf.h"
#include "record/verify.h"

#define TOLD 50 /* people stop reading; --json gives all */

static json_t *
text(struct str s)
{
	return json_stringn(s.p ? s.p : "", s.n);
}

static json_t *
damage_json(const struct damage *d)
{
	json_t *o = json_object();

	if (d->seq >= 0)
		(void)json_object_set_new(o, "entry", json_integer(d->seq));
	if (d->thing.n > 0)
		(void)json_object_set_new(o, "thing", text(d->thing));
	(void)json_object_set_new(o, "where", text(d->where));
	(void)json_object_set_new(o, "what", text(d->what));
	(void)json_object_set_new(o, "advice", text(d->advice));
	return o;
}

static json_t *
turns_json(const struct verified *v)
{
	json_t *list = json_array();

	for (size_t i = 0; i < v->n_turns; i++)
		(void)json_array_append_new(list,
		    json_pack("{s:I, s:o}", "entry",
			(json_int_t)v->turns[i].seq, "what",
			text(v->turns[i].what)));
	return list;
}

static enum status
print_json(struct call *c, const struct verified *v)
{
	json_t *o = json_object(), *list = json_array();

	for (size_t i = 0; i < v->n; i++)
		(void)json_array_append_new(list, damage_json(&v->damages[i]));
	(void)json_object_set_new(o, "good", json_boolean(v->n == 0));
	(void)json_object_set_new(o, "origin", text(v->origin));
	(void)json_object_set_new(o, "verifier", text(v->verifier));
	(void)json_object_set_new(o, "turns", turns_json(v));
	(void)json_object_set_new(o, "entries", json_integer(v->entries));
	(void)json_object_set_new(o, "root", text(v->root));
	(void)json_object_set_new(o, "files", json_integer(v->files));
	(void)json_object_set_new(o, "media", json_integer(v->media));
	(void)json_object_set_new(o, "erased", json_integer(v->erased));
	(void)json_object_set_new(o, "tiles", json_integer(v->tiles));
	(void)json_object_set_new(o, "damage", list);
	(void)json_object_set_new(o, "more", json_integer((json_int_t)v->more));
	char *out = json_dumps(o, JSON_INDENT(2));

	json_decref(o);
	if (out == NULL)
		return job_fail(c->j, FAULT, "the result is not UTF-8");
	const struct str line = job_printf(c->j, "%s\n", out);

	free(out);
	return call_print(c, line);
}

static void
damage_line(struct buf *b, const struct damage *d)
{
	if (d->seq >= 0)
		buf_printf(b, "entry %lld, ", (long long)d->seq);
	if (d->thing.n > 0)
		buf_printf(b, "thing %.*s, ", STR_ARG(d->thing));
	buf_printf(b, "%.*s: %.*s\n\t%.*s\n", STR_ARG(d->where),
	    STR_ARG(d->what), STR_ARG(d->advice));
}

static enum status
print_words(struct call *c, const struct verified *v)
{
	struct buf b = buf_in(c->j, (size_t)1024 * 1024);
	struct str out;

	for (size_t i = 0; i < v->n && i < TOLD; i++)
		damage_line(&b, &v->damages[i]);
	if (v->n + v->more > TOLD)
		buf_printf(&b, "and %zu more\n", v->n + v->more - TOLD);
	buf_printf(&b, "%.*s\n%lld entries, %lld text files, %lld media files",
	    STR_ARG(v->origin), (long long)v->entries, (long long)v->files,
	    (long long)v->media);
	if (v->entries > 0)
		buf_printf(&b, ", the last of %.*s",
		    STR_ARG(leaf_time(c->j, v->at)));
	buf_printf(&b, "\nroot %.*s\nkey  %.*s\n", STR_ARG(v->root),
	    STR_ARG(v->verifier));
	if (v->erased > 0)
		buf_printf(&b,
		    "%lld text and media files were erased by redactions, "
		    "which the log names\n",
		    (long long)v->erased);
	for (size_t i = 0; i < v->n_turns; i++)
		buf_printf(&b, "from entry %lld on, %.*s: %.*s\n",
		    (long long)v->turns[i].seq,
		    STR_ARG(leaf_time(c->j, v->turns[i].at)),
		    STR_ARG(v->turns[i].what));
	if (v->n == 0)
		BUF_LIT(&b, "All of it is as it was signed.\n");
	const enum status st = buf_done(&b, &out);

	return st == OK ? call_print(c, out) : st;
}

static enum status
verify(struct call *c)
{
	struct verified v;
	enum status st = record_verify(c->j, c->args[0], c->progress, &v);

	if (st == OK)
		st = c->json ? print_json(c, &v) : print_words(c, &v);
	if (st == OK && v.n > 0)
		return job_fail(c->j, FAULT,
		    "%zu of what was signed is not "
		    "as it was",
		    v.n + v.more);
	return st;
}

static const struct cmd_option options[] = {
	CMD_JSON,
	CMD_OPTIONS_END,
};

const struct cmd cmd_record_verify = {
	.name = "record verify",
	.args = "DIR",
	.what = "check the signed log, its files and its media",
	.options = options,
	.min_args = 1,
	.max_args = 1,
	.run = verify,
};
