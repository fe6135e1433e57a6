/* SPDX-License-Identifier: ISC */
#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "cmd/commands.h"
#include "record/leaf.h"
#include "record/verify.h"
#include "wire/mirror.h"

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

/* Where a record was looked at from outside. */
struct outside {
	const struct followed *f; /* NULL: it was looked at from inside */
	const struct mirrored *m; /* NULL: it was no mirror's work */
};

static void
outside_json(json_t *o, const struct outside *out)
{
	if (out->f == NULL)
		return;
	(void)json_object_set_new(o, "withheld",
	    json_integer(out->f->withheld));
	(void)json_object_set_new(o, "first_use",
	    json_boolean(out->f->first_use));
	if (out->m == NULL)
		return;
	(void)json_object_set_new(o, "had", json_integer(out->m->had));
	(void)json_object_set_new(o, "has", json_integer(out->m->has));
}

static enum status
print_json(struct call *c, const struct verified *v, const struct outside *from)
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
	outside_json(o, from);
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

static void
outside_words(struct buf *b, const struct outside *from)
{
	const struct followed *f = from->f;

	if (f == NULL)
		return;
	if (f->withheld > 0)
		buf_printf(b,
		    "%lld text files were taken back by the paper; their "
		    "entries stand.\n",
		    (long long)f->withheld);
	if (f->first_use)
		buf_printf(b,
		    "Nobody vouched for this key: it is the server's own word. "
		    " Compare it with\nthe one that the paper prints, and give "
		    "it next time: --key '%.*s'\n",
		    STR_ARG(f->v.verifier));
	if (from->m != NULL && from->m->has == from->m->had)
		buf_printf(b, "Nothing is new since entry %lld.\n",
		    (long long)from->m->has - 1);
	else if (from->m != NULL)
		buf_printf(b, "%lld of %lld entries are new.\n",
		    (long long)(from->m->has - from->m->had),
		    (long long)from->m->has);
}

static enum status
print_words(struct call *c, const struct verified *v,
    const struct outside *from)
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
	outside_words(&b, from);
	if (v->n == 0)
		BUF_LIT(&b, "All of it is as it was signed.\n");
	const enum status st = buf_done(&b, &out);

	return st == OK ? call_print(c, out) : st;
}

static enum status
told(struct call *c, const struct verified *v, const struct outside *from)
{
	const enum status st = c->json ? print_json(c, v, from)
				       : print_words(c, v, from);

	if (st == OK && v->n > 0)
		return job_fail(c->j, FAULT,
		    "%zu of what was signed is not "
		    "as it was",
		    v->n + v->more);
	return st;
}

/* --key takes a key or the name of a file with keys. */
static enum status
follow_options(struct call *c, struct follow_opts *out)
{
	const char *key = call_option(c, "key");
	enum status st = OK;

	out->no_files = call_flag(c, "no-files");
	out->media = call_flag(c, "media");
	if (key == NULL)
		return OK;
	struct str text = str_of(key);

	if (str_find_ch(text, '+') == NOWHERE)
		st = file_read(c->j, key, 65536, &text);
	if (st == OK)
		st = follow_keys(c->j, text, out);
	if (st == OK && out->n_keys == 0)
		st = job_fail(c->j, INVALID, "%s holds no key", key);
	for (size_t i = 0; st == OK && i < out->n_keys; i++)
		st = note_verifier_check(c->j, out->keys[i]);
	return st;
}

static enum status
verify_outside(struct call *c)
{
	const struct str place = str_of(c->args[0]);
	struct follow_opts opts = { 0 };
	struct followed f;
	enum status st = follow_options(c, &opts);

	if (st == OK && opts.n_keys == 0 && !source_is_address(place))
		st = mirror_keys(c->j, c->args[0], &opts);
	if (st == OK)
		st = follow_verify(c->j, place, &opts, c->progress, &f);
	if (st != OK)
		return st;
	return told(c, &f.v, &(struct outside){ .f = &f });
}

static bool
is_outside(struct call *c)
{
	return source_is_address(str_of(c->args[0]))
	    || (access(file_path(c->j, c->args[0], "site.db"), F_OK) != 0
		&& access(file_path(c->j, c->args[0], "record/checkpoint"),
		       F_OK)
		    == 0);
}

static enum status
verify(struct call *c)
{
	struct verified v;
	enum status st;

	if (is_outside(c))
		return verify_outside(c);
	if (call_option(c, "key") != NULL || call_flag(c, "no-files"))
		return job_fail(c->j, INVALID,
		    "a paper's own folder is looked at whole, with the key "
		    "that stands in it");
	st = record_verify(c->j, c->args[0], c->progress, &v);
	return st == OK ? told(c, &v, &(struct outside){ 0 }) : st;
}

#define OUTSIDE_OPTIONS                                                 \
	{ "key", "KEY",                                                 \
		"the public key to believe, or a file that holds it" }, \
	{                                                               \
		"media", NULL, "pictures and documents, too"            \
	}

static const struct cmd_option options[] = {
	OUTSIDE_OPTIONS,
	{ "no-files", NULL, "of an address or a mirror: the log alone" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

const struct cmd cmd_record_verify = {
	.name = "record verify",
	.args = "PLACE",
	.what = "check the signed log of a paper's folder, an address or a "
		"mirror",
	.options = options,
	.min_args = 1,
	.max_args = 1,
	.run = verify,
};

static enum status
mirror(struct call *c)
{
	struct follow_opts opts = { 0 };
	struct mirrored m;
	enum status st = follow_options(c, &opts);

	if (st == OK)
		st = mirror_update(c->j, str_of(c->args[0]), c->args[1], &opts,
		    c->progress, &m);
	if (st != OK)
		return st;
	return told(c, &m.f.v, &(struct outside){ &m.f, &m });
}

static const struct cmd_option mirror_options[] = {
	OUTSIDE_OPTIONS,
	CMD_JSON,
	CMD_OPTIONS_END,
};

const struct cmd cmd_record_mirror = {
	.name = "record mirror",
	.args = "ADDRESS FOLDER",
	.what = "keep a verifiable copy of a paper's record, and bring it up "
		"to "
		"date",
	.options = mirror_options,
	.min_args = 2,
	.max_args = 2,
	.run = mirror,
};
