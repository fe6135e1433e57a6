/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/tell.h"
#include "vault/keys.h"

#define KEY_FILE_MAX ((size_t)8192)

static bool
is_standard(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* On a screen it would stay in somebody's scrollback. */
static enum status
key_export(struct call *c)
{
	const char *file = c->args[1];
	struct stat sb;
	struct str text;
	enum status st = OK;

	if (is_standard(file)) {
		if (isatty(STDOUT_FILENO))
			return job_fail(c->j, DENIED,
			    "a private key is not shown on a terminal; name a "
			    "file, or a pipe");
		st = keys_export(c->j, c->args[0], &text);
		return st == OK ? call_print(c, text) : st;
	}
	if (lstat(file, &sb) == 0)
		return job_fail(c->j, CONFLICT,
		    "%s exists already; choose another name", file);
	st = keys_export(c->j, c->args[0], &text);
	if (st == OK)
		st = file_replace(c->j, file, text, 0600);
	if (st != OK)
		return st;
	if (c->json)
		return tell_json(c, json_pack("{s:s}", "file", file));
	return call_print(c,
	    job_printf(c->j,
		"%s holds the private key of %s: whoever has it can sign in "
		"the paper's name\n",
		file, c->args[0]));
}

static enum status
key_import(struct call *c)
{
	const char *file = c->args[1];
	struct str text;
	enum status st = is_standard(file)
	    ? file_read_fd(c->j, STDIN_FILENO, KEY_FILE_MAX, &text)
	    : file_read(c->j, file, KEY_FILE_MAX, &text);

	if (st == OK)
		st = keys_import(c->j, c->args[0], text);
	if (st != OK)
		return st;
	if (c->json)
		return tell_json(c, json_pack("{s:s}", "folder", c->args[0]));
	return call_print(c,
	    job_printf(c->j, "%s can sign again\n", c->args[0]));
}

static enum status
rotate(struct call *c)
{
	struct str verifier;
	int64_t days = 0;
	enum status st = call_number(c, "keep-days", 0, KEYS_DAYS_MAX, 90,
	    &days);

	if (st == OK)
		st = keys_rotate(c->j, c->args[0], days, &verifier);
	if (st != OK)
		return st;
	if (c->json)
		return tell_json(c,
		    json_pack("{s:s%, s:I}", "verifier", verifier.p, verifier.n,
			"keep_days", (json_int_t)days));
	return call_print(c,
	    job_printf(c->j,
		"From now on this key signs:\n%.*s\nThe one before signs "
		"beside it for %lld days.  Print the new one where readers "
		"see it, and keep a copy of %s/key (stet key export).\n",
		STR_ARG(verifier), (long long)days, c->args[0]));
}

static enum status
retire(struct call *c)
{
	const enum status st = keys_retire(c->j, c->args[0]);

	if (st != OK)
		return st;
	if (c->json)
		return tell_json(c, json_pack("{s:s}", "folder", c->args[0]));
	return call_print(c, STR("Only the newest key signs from now on.\n"));
}

static json_t *
list_json(struct call *c, const struct keys *k)
{
	json_t *list = json_array();

	for (size_t i = 0; i < k->seals.n; i++) {
		const struct seal *s = &k->seals.at[i];

		(void)json_array_append_new(list,
		    json_pack("{s:s%, s:I, s:I, s:b, s:b}", "verifier",
			s->verifier.p, s->verifier.n, "since",
			(json_int_t)s->since, "until", (json_int_t)s->until,
			"signs", seal_signs(s, job_now(c->j)), "here",
			k->here[i]));
	}
	return list;
}

static enum status
key_list(struct call *c)
{
	struct buf b = buf_in(c->j, (size_t)64 * 1024);
	struct keys k;
	struct str out;
	enum status st = keys_list(c->j, c->args[0], &k);

	if (st != OK)
		return st;
	if (c->json)
		return tell_json(c, list_json(c, &k));
	for (size_t i = 0; i < k.seals.n; i++) {
		const struct seal *s = &k.seals.at[i];
		const bool signs = seal_signs(s, job_now(c->j));

		buf_printf(&b, "%.*s\n\t%s", STR_ARG(s->verifier),
		    signs ? "signs" : "signs no more");
		if (s->since > 0)
			buf_printf(&b, ", since %.*s",
			    STR_ARG(tell_time(c->j, s->since)));
		if (s->until > 0)
			buf_printf(&b, ", until %.*s",
			    STR_ARG(tell_time(c->j, s->until)));
		if (signs && !k.here[i])
			BUF_LIT(&b, "; its private half is not in this folder");
		BUF_LIT(&b, "\n");
	}
	st = buf_done(&b, &out);
	return st == OK ? call_print(c, out) : st;
}

static const struct cmd_option plain[] = {
	CMD_JSON,
	CMD_OPTIONS_END,
};

static const struct cmd_option rotating[] = {
	{ "keep-days", "N", "so long the old key signs beside it (90)" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

const struct cmd cmd_key_list = {
	.name = "key list",
	.args = "DIR",
	.what = "show who signs the record, and who did",
	.options = plain,
	.min_args = 1,
	.max_args = 1,
	.run = key_list,
};

const struct cmd cmd_key_export = {
	.name = "key export",
	.args = "DIR FILE",
	.what = "copy the private key, which no backup holds",
	.options = plain,
	.min_args = 2,
	.max_args = 2,
	.run = key_export,
};

const struct cmd cmd_key_import = {
	.name = "key import",
	.args = "DIR FILE",
	.what = "put the private key back",
	.options = plain,
	.min_args = 2,
	.max_args = 2,
	.run = key_import,
};

const struct cmd cmd_key_rotate = {
	.name = "key rotate",
	.args = "DIR",
	.what = "sign with a new key, beside the old one for a while",
	.options = rotating,
	.min_args = 1,
	.max_args = 1,
	.run = rotate,
};

const struct cmd cmd_key_retire = {
	.name = "key retire",
	.args = "DIR",
	.what = "let only the newest key sign from now on",
	.options = plain,
	.min_args = 1,
	.max_args = 1,
	.run = retire,
};
