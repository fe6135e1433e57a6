/* SPDX-License-Identifier: ISC */
#include "desk/init.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hex.h"
#include "desk/inside.h"
#include "text/slug.h"

#define ORIGIN_RANDOM 4 /* bytes */
#define NAME_MAX_BYTES 300

/* Everything that a folder may not hold yet, and that goes if we fail. */
static const char *const ours[] = {
	"site.db",
	"site.db-wal",
	"site.db-shm",
	"desk.db",
	"desk.db-wal",
	"desk.db-shm",
	"key",
	"write.lock",
	"media",
	"desk-media",
};

static enum status
check(struct job *j, const struct init_opts *o)
{
	struct zone *zone;

	if (str_trim(o->name).n == 0)
		return job_fail(j, INVALID,
		    "the paper needs a name: --name \"The Harbour Gazette\"");
	if (o->name.n > NAME_MAX_BYTES || !settings_plain(o->name))
		return job_fail(j, INVALID,
		    "the paper's name has to be one line of UTF-8 text, of "
		    "at most %d bytes",
		    NAME_MAX_BYTES);
	if (!lang_is_tag(o->lang))
		return job_fail(j, INVALID,
		    "`%.*s` is no language; write its tag, such as en, pt-BR "
		    "or fa",
		    STR_ARG(o->lang));
	if (o->url.n > 0 && !settings_address(o->url))
		return job_fail(j, INVALID,
		    "the paper can't be at \"%.*s\"; write an address such "
		    "as https://gazette.example/",
		    STR_ARG(o->url));
	return zone_open(j, o->timezone, &zone);
}

/*
 * The log's name for ever: by the paper's own address, or, if it has none yet,
 * by its name and a few random digits.
 */
static struct str
origin(struct job *j, const struct init_opts *o)
{
	struct id random = id_random();
	size_t at = str_find(o->url, STR("://"));
	struct str host = at == NOWHERE ? STR("") : str_skip(o->url, at + 3);
	struct str slug = slug_of(j, o->name, STR("en"));
	bool ascii = slug.n > 0;

	while (str_ends(host, STR("/")))
		host.n--;
	if (host.n > 0)
		return job_printf(j, "%.*s/record", STR_ARG(host));
	for (size_t i = 0; i < slug.n; i++)
		ascii = ascii && (unsigned char)slug.p[i] < 0x80;
	return job_printf(j, "%.*s.%.*s/record",
	    STR_ARG(ascii ? slug : STR("paper")),
	    STR_ARG(hex_of(j, random.b, ORIGIN_RANDOM)));
}

static enum status
make_databases(struct job *j, const char *dir, const struct init_opts *o)
{
	struct store *s;
	enum status st = store_create(j, dir);

	if (st == OK)
		st = store_open(j, dir, SITE_DB, STORE_WRITE, &s);
	if (st != OK)
		return st;
	st = record_create(s, j, dir, origin(j, o));
	store_close(s);
	return st;
}

/* With a / at its end, as settings want it. */
static struct str
with_slash(struct job *j, struct str url)
{
	if (url.n == 0 || str_ends(url, STR("/")))
		return url;
	return job_printf(j, "%.*s/", STR_ARG(url));
}

static enum status
settings_file(struct job *j, const struct init_opts *o, struct str *out)
{
	struct node *langs = node_put(j, NULL, NODE_LIST, 0);
	struct edit edits[5] = {
		{ .field = STR("kind"), .text = STR("settings") },
		{ .field = STR("name"), .text = str_trim(o->name) },
		{ .field = STR("languages"), .tree = langs },
		{ .field = STR("timezone"),
		    .text = o->timezone.n > 0 ? o->timezone : STR("UTC") },
		{ .field = STR("url"), .text = with_slash(j, o->url) },
	};

	node_put(j, langs, NODE_SCALAR, 0)->text = lang_usual(j, o->lang);
	return textfile_edit(j, STR(""), STR("settings"), edits,
	    o->url.n > 0 ? 5 : 4, out);
}

static enum status
publish_settings(struct job *j, const char *dir, const struct init_opts *o)
{
	const struct publish_opts opts = { .name = STR("settings") };
	struct published p;
	struct desk *d;
	struct str bytes;
	enum status st = settings_file(j, o, &bytes);

	if (st == OK)
		st = desk_open(j, dir, &d);
	if (st != OK)
		return st;
	st = desk_publish(d, j, bytes, &opts, &p);
	desk_close(d);
	return st;
}

static enum status
is_free(struct job *j, const char *dir)
{
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (access(file_path(j, dir, ours[i]), F_OK) == 0)
			return job_fail(j, CONFLICT,
			    "%s holds a site already, or parts of one (%s); "
			    "choose another folder",
			    dir, ours[i]);
	return OK;
}

static void
clear(struct job *j, const char *dir, bool made)
{
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		(void)remove(file_path(j, dir, ours[i]));
	if (made)
		(void)rmdir(dir);
}

enum status
desk_init(struct job *j, const char *dir, const struct init_opts *opts)
{
	bool made;
	enum status st = check(j, opts);

	if (st != OK)
		return st;
	made = mkdir(dir, 0777) == 0;
	if (!made && errno != EEXIST)
		return file_fail(j, "making", dir);
	st = is_free(j, dir);
	if (st != OK)
		return st;
	st = make_databases(j, dir, opts);
	if (st == OK)
		st = publish_settings(j, dir, opts);
	/* The reader's jail names folders; one that is there needs no new
	   jail when the first template is put into it. */
	if (st == OK && mkdir(file_path(j, dir, "theme"), 0777) != 0
	    && errno != EEXIST)
		st = file_fail(j, "making", file_path(j, dir, "theme"));
	if (st != OK)
		clear(j, dir, made);
	return st;
}
