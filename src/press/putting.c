/* SPDX-License-Identifier: ISC */
/* One page of an export: made, put, with what it shows. */
#include "press/putting.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "edge/head.h"

#define BUSY_TRIES 20
#define BUSY_PAUSE_NS 5000000 /* between two of them */

static void
count_put(struct exported *e, bool written)
{
	if (written)
		e->written++;
	else
		e->same++;
}

static enum status
put_picture(struct hand *h, struct str name, const struct media_name *is)
{
	bool there, written;
	enum status st = folder_keep(h->e->folder, h->pj, name, &there);
	int fd;

	if (st != OK || there)
		return st;
	fd = h->e->media < 0
	    ? -1
	    : openat(h->e->media, is->place, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0) {
		h->done.missing++;
		return OK;
	}
	st = folder_copy(h->e->folder, h->pj, name, fd, &written);
	close(fd);
	if (st == OK)
		count_put(&h->done, written);
	return st;
}

/* Whatever a page shows of media/ has to be there with it. */
static enum status
put_pictures(struct hand *h, struct str bytes)
{
	static const struct str dir = STR_INIT("/media/");
	enum status st = OK;
	struct media_name is;
	size_t at;

	while (st == OK && (at = str_find(bytes, dir)) != NOWHERE) {
		bytes = str_skip(bytes, at + 1);
		if (media_name(str_skip(bytes, dir.n - 1), &is))
			st = put_picture(h, str_sub(bytes, 0, dir.n - 1 + is.n),
			    &is);
	}
	return st;
}

static enum status
put_squeezed(struct hand *h, struct str name, struct str bytes,
    enum coding coding, const char *ending, bool again)
{
	const struct str beside = job_printf(h->pj, "%.*s%s", STR_ARG(name),
	    ending);
	struct str small;
	bool is = false, written;
	enum status st = OK;

	if (!again)
		st = folder_keep(h->e->folder, h->pj, beside, &is);
	if (st != OK || is)
		return st;
	small = squeeze(h->squeezer, h->pj, coding, bytes);
	if (small.n == 0)
		return folder_drop(h->e->folder, h->pj, beside, &is);
	return folder_put(h->e->folder, h->pj, beside, small, &written);
}

static enum status
put_file(struct hand *h, struct str name, const struct answer *a)
{
	const struct export_opts *const o = h->e->opts;
	const bool small = a->bytes.n > 0 && head_squeezable(a);
	bool written;
	enum status st = folder_put(h->e->folder, h->pj, name, a->bytes,
	    &written);

	if (st == OK && small && o->gzip)
		st = put_squeezed(h, name, a->bytes, GZIP, ".gz", written);
	if (st == OK && small && o->brotli)
		st = put_squeezed(h, name, a->bytes, BROTLI, ".br", written);
	if (st == OK)
		count_put(&h->done, written);
	return st;
}

static enum status
drop_file(struct hand *h, struct str name)
{
	static const char *const endings[] = { "", ".gz", ".br" };
	enum status st = OK;
	bool was;

	for (size_t i = 0; st == OK && i < 3; i++) {
		st = folder_drop(h->e->folder, h->pj,
		    job_printf(h->pj, "%.*s%s", STR_ARG(name), endings[i]),
		    &was);
		h->done.dropped += st == OK && was && i == 0;
	}
	return st;
}

void
clock_put(struct exporter *e, struct str address, int64_t at)
{
	struct clocks *const c = &e->clocks;
	char *copy = strndup(address.p, address.n);

	if (c->n == c->room) {
		c->room = c->room == 0 ? 256 : c->room * 2;
		c->at = reallocarray(c->at, c->room, sizeof(*c->at));
	}
	if (copy == NULL || c->at == NULL)
		abort();
	c->at[c->n++] = (struct clock){ at, copy };
}

static void
clock_set(struct hand *h, struct str address, int64_t at)
{
	if (at <= 0)
		return;
	pthread_mutex_lock(&h->e->mutex);
	clock_put(h->e, address, at);
	pthread_mutex_unlock(&h->e->mutex);
}

static bool
is_html(const struct answer *a)
{
	return str_starts(a->type, STR("text/html"));
}

static enum status
nameless(struct hand *h, struct str address)
{
	if (h->done.nameless++ == 0)
		h->done.first = job_str(h->j, address);
	return OK;
}

static enum status
put_answer(struct hand *h, struct str address, const struct answer *a)
{
	const bool not_there = str_ends(address, STR("/404.html"));
	const struct str name = folder_name(h->pj, address, is_html(a));
	enum status st;

	if (name.n == 0)
		return nameless(h, address);
	if (a->status != 200 && a->status != 410 && !not_there)
		return drop_file(h, name);
	clock_set(h, address, a->fresh_until);
	st = put_file(h, name, a);
	return st == OK ? put_pictures(h, a->bytes) : st;
}

/* A store that is busy is asked again, as the server does. */
static enum status
make(struct hand *h, struct str path, struct str query, struct answer *out)
{
	const struct timespec pause = { 0, BUSY_PAUSE_NS };
	enum status st = BUSY;

	for (int i = 0; st == BUSY && i < BUSY_TRIES; i++) {
		if (i > 0)
			(void)nanosleep(&pause, NULL);
		job_reset(h->pj, clock_now());
		st = press_page(h->p, h->pj, path, query, out);
	}
	return st;
}

enum status
put_page(struct hand *h, struct str path, struct str query, struct answer *out)
{
	enum status st = make(h, path, query, out);

	if (st == OK && query.n == 0)
		st = put_answer(h, path, out);
	if (st != OK)
		st = job_fail(h->j, st, "%.*s: %.*s", STR_ARG(path),
		    STR_ARG(job_reason(h->pj)));
	return st;
}
