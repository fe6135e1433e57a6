/* SPDX-License-Identifier: ISC */
/*
 * The page as it would be.  For each request the file is read and published
 * inside a transaction, pages are made from within it, and it is undone.  Its
 * pictures go into a folder of their own, which goes when the preview ends.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/aside.h"
#include "cmd/commands.h"
#include "cmd/tell.h"
#include "edge/edge.h"
#include "edge/listen.h"
#include "press/press.h"
#include "text/address.h"

#define HASH_DIGITS ((size_t)64)

static const struct cmd_option options[] = {
	{ "port", "N", "the port on this machine (any free one)" },
	{ "once", NULL, "print the page instead of serving it" },
	CMD_OPTIONS_END,
};

struct preview {
	const char *dir, *file;
	char *aside; /* the folder of its pictures, inside dir */
	struct desk *d;
	struct darkroom *pictures;
	struct theme *theme;
	struct press *press;
	int sock, stop;
};

/* What one request wants of the trial. */
struct looking {
	struct preview *v;
	struct str path, query;
	struct str address; /* of the story itself */
	struct answer *out; /* NULL: only the address is wanted */
};

static enum status
look(struct desk *d, struct job *j, const struct published *p, void *arg)
{
	struct looking *l = arg;
	struct str path = l->path.n > 0 ? l->path : p->address;

	(void)d;
	l->address = job_str(j, p->address);
	if (l->out == NULL)
		return OK;
	return press_page(l->v->press, j, path, l->query, l->out);
}

static enum status
try(struct preview *v, struct job *j, struct looking *l)
{
	const struct publish_opts opts = { .name = str_of(v->file),
		.folder = folder_of(j, v->file) };
	struct str bytes;
	enum status st = file_read(j, v->file, TEXTFILE_MAX, &bytes);

	if (st != OK)
		return st;
	return desk_try(v->d, j, bytes, &opts,
	    &(struct trial){ v->pictures, look, l });
}

/* Put a picture of the site's beside those of the preview. */
static void
lend(const struct preview *v, struct job *j, struct str hex)
{
	struct sha256 sha;
	char *to;

	if (sha256_parse(j, hex, &sha) != OK) {
		job_forgive(j);
		return;
	}
	if (media_show(v->pictures, j, sha) == OK)
		return;
	job_forgive(j);
	to = media_path(v->pictures, j, sha);
	*strrchr(to, '/') = '\0';
	(void)mkdir(to, 0700);
	to = media_path(v->pictures, j, sha);
	if (link(media_path(desk_media(v->d), j, sha), to) != 0)
		return; /* then the page shows that it is missing */
}

/* The same of a rendition, which goes by another name. */
static void
lend_rendition(const struct preview *v, struct job *j, const char *place)
{
	static const char *const folders[] = { "media", "desk-media" };
	char *to = file_path(j, file_path(j, v->aside, "media"), place);
	char *const slash = strrchr(to, '/');

	*slash = '\0';
	(void)mkdir(to, 0700);
	*slash = '/';
	for (size_t i = 0; i < 2; i++)
		if (link(file_path(j, file_path(j, v->dir, folders[i]), place),
			to)
		    == 0)
			return;
}

static void
lend_all(const struct preview *v, struct job *j, struct str page)
{
	static const struct str media = STR_INIT("/media/");
	struct media_name is;
	size_t at;

	while ((at = str_find(page, media)) != NOWHERE) {
		page = str_skip(page, at + media.n);
		if (!media_name(page, &is))
			continue;
		if (is.rendition)
			lend_rendition(v, j, is.place);
		else
			lend(v, j, str_sub(page, 0, HASH_DIGITS));
	}
}

/* ---- for the edge ---- */

static enum status
open_nothing(void *ctx, struct job *j, void **desk)
{
	(void)j;
	*desk = ctx;
	return OK;
}

static void
close_nothing(void *desk)
{
	(void)desk;
}

static enum status
tick(void *desk, struct job *j, struct edge_news *news)
{
	(void)desk;
	(void)j;
	(void)news;
	return OK;
}

/* Why the file can't be published, where its page would be. */
static void
answer_why(struct job *j, enum status st, struct answer *out)
{
	*out = (struct answer){ .status = st == FAULT ? 500 : 422,
		.type = STR("text/plain; charset=utf-8"),
		.bytes = job_printf(j, "%.*s\n", STR_ARG(job_reason(j))),
		.keep = KEEP_NOT };
	job_forgive(j);
}

static enum status
answer(void *desk, struct job *j, const struct request *rq, struct answer *out)
{
	struct preview *v = desk;
	struct looking l = { .v = v,
		.path = rq->path,
		.query = rq->query,
		.out = out };
	enum status st = try(v, j, &l);

	if (st != OK)
		answer_why(j, st, out);
	else if (out->keep != KEEP_EVER)
		out->keep = KEEP_NOT;
	lend_all(v, j, out->bytes);
	return OK;
}

/* ---- beginning and end ---- */

static void
clear(void *arg)
{
	struct preview *v = arg;

	press_free(v->press);
	theme_free(v->theme);
	if (v->sock >= 0)
		(void)close(v->sock);
	if (v->stop >= 0)
		(void)close(v->stop);
}

/* The theme that the settings choose. */
static enum status
theme_set(struct call *c, struct preview *v)
{
	const struct copy *settings;
	struct str name = STR("");
	enum status st = site_read_begin(desk_site(v->d), c->j);

	if (st != OK)
		return st;
	st = site_settings(desk_site(v->d), c->j, &settings);
	if (st == OK)
		name = job_str(c->j, settings->theme);
	site_read_end(desk_site(v->d));
	return st == OK ? press_theme(c->j, v->dir, name, &v->theme) : st;
}

static enum status
set_up(struct call *c, struct preview *v)
{
	struct aside *aside;
	enum status st;

	st = aside_open(c, v->dir, &aside);
	if (st != OK)
		return st;
	v->aside = aside->folder;
	v->pictures = aside->pictures;
	job_defer(c->j, clear, v);
	if (st == OK)
		st = call_desk(c, &v->d);
	if (st == OK)
		st = theme_set(c, v);
	if (st == OK)
		v->press = press_new(desk_site(v->d), v->theme);
	return st;
}

static enum status
catch_stop(struct job *j, int *out)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0)
		return file_fail(j, "waiting for", "signals");
	*out = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return *out < 0 ? file_fail(j, "waiting for", "signals") : OK;
}

static enum status
serve(struct call *c, struct preview *v, struct str address)
{
	const struct edge_site site = { .ctx = v,
		.open = open_nothing,
		.close = close_nothing,
		.tick = tick,
		.answer = answer };
	const struct log log = { .fd = STDERR_FILENO,
		.least = LOG_WARN,
		.who = "preview" };
	struct edge_opts opts = { .sockets = &v->sock,
		.loops = 1,
		.private_socket = -1,
		.log = &log };
	struct str base = listen_address(c->j, v->sock);
	enum status st = catch_stop(c->j, &v->stop);

	if (st != OK)
		return st;
	opts.stop_fd = v->stop;
	opts.media_dir = open(file_path(c->j, v->aside, "media"),
	    O_PATH | O_DIRECTORY | O_CLOEXEC);
	st = call_print(c,
	    job_printf(c->j, "%.*s%.*s\n", STR_ARG(base),
		STR_ARG(str_skip(address_encoded(c->j, address), 1))));
	if (st == OK)
		st = edge_serve(c->j, &site, &opts);
	(void)close(opts.media_dir);
	return st;
}

static enum status
preview(struct call *c)
{
	struct preview *v = JOB_NEW(c->j, struct preview);
	struct answer page = { .status = 0 };
	struct looking first = { .v = v };
	int64_t port;
	enum status st = call_number(c, "port", 0, 65535, 0, &port);

	*v = (struct preview){ .dir = c->args[0],
		.file = c->args[1],
		.sock = -1,
		.stop = -1 };
	if (call_flag(c, "once"))
		first.out = &page;
	if (st == OK)
		st = set_up(c, v);
	if (st == OK)
		st = try(v, c->j, &first);
	if (st == OK && first.out)
		return call_print(c, page.bytes);
	if (st == OK)
		st = listen_open(c->j,
		    job_printf(c->j, "127.0.0.1:%lld", (long long)port).p, 1,
		    &v->sock);
	return st == OK ? serve(c, v, first.address) : st;
}

const struct cmd cmd_preview = {
	.name = "preview",
	.args = "DIR FILE",
	.what = "serve a file's page as it would be, to this machine only",
	.options = options,
	.min_args = 2,
	.max_args = 2,
	.run = preview,
};
