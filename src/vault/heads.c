/* SPDX-License-Identifier: ISC */
#include "vault/heads.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define BODY_LINES 3 /* of a checkpoint, before the empty line */

struct heads {
	char *path;
	int fd;
	char last[NOTE_MAX + 1]; /* the head that was added last */
	size_t n;
};

static enum status
read_end(struct job *j, int fd, const char *path, struct str *out)
{
	struct stat sb;
	size_t got = 0;

	if (fstat(fd, &sb) != 0)
		return file_fail(j, "looking at", path);
	if (!S_ISREG(sb.st_mode))
		return job_fail(j, INVALID, "%s is not a file", path);
	const int64_t from = sb.st_size > HEADS_TAIL ? sb.st_size - HEADS_TAIL
						     : 0;
	const size_t n = (size_t)(sb.st_size - from);
	char *p = job_alloc(j, n + 1);

	while (got < n) {
		const ssize_t r = pread(fd, p + got, n - got,
		    from + (off_t)got);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return file_fail(j, "reading", path);
		if (r == 0)
			break;
		got += (size_t)r;
	}
	*out = str_from(p, got);
	return OK;
}

/* A line that a crash cut short must not swallow what comes after. */
static enum status
end_torn_line(struct job *j, struct heads *h)
{
	struct str end;
	enum status st = read_end(j, h->fd, h->path, &end);

	if (st == OK && end.n > 0 && !str_ends(end, STR("\n\n")))
		st = file_write_fd(j, h->fd, STR("\n\n"));
	return st;
}

enum status
heads_open(struct job *j, const char *path, struct heads **out)
{
	struct heads *h = calloc(1, sizeof(*h));
	enum status st;

	if (h == NULL || (h->path = strdup(path)) == NULL)
		abort();
	h->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	st = h->fd < 0 ? file_fail(j, "opening", path) : end_torn_line(j, h);
	if (st != OK) {
		heads_close(h);
		return st;
	}
	*out = h;
	return OK;
}

void
heads_close(struct heads *h)
{
	if (h == NULL)
		return;
	if (h->fd >= 0)
		(void)close(h->fd);
	free(h->path);
	free(h);
}

enum status
heads_add(struct heads *h, struct job *j, struct str note)
{
	struct str end;
	enum status st = OK;

	if (str_eq(note, str_from(h->last, h->n)))
		return OK;
	st = read_end(j, h->fd, h->path, &end);
	/* It stands there from an earlier start. */
	if (st == OK
	    && !(end.n > note.n
		&& str_eq(str_sub(end, end.n - note.n - 1, note.n), note))) {
		st = file_write_fd(j, h->fd,
		    job_printf(j, "%.*s\n", STR_ARG(note)));
		if (st == OK && fdatasync(h->fd) != 0 && errno != EINVAL)
			st = file_fail(j, "saving", h->path);
	}
	if (st == OK && note.n < sizeof(h->last)) {
		memcpy(h->last, note.p, note.n);
		h->n = note.n;
	}
	return st;
}

/* Where the body begins whose empty line is at gap. */
static size_t
body_of(struct str text, size_t gap)
{
	size_t from = gap;

	for (int i = 0; i < BODY_LINES && from > 0; i++) {
		const size_t nl = str_rfind_ch(str_sub(text, 0, from), '\n');

		from = nl == NOWHERE ? 0 : nl;
	}
	return from == 0 ? 0 : from + 1;
}

/* Where the signatures end that begin there. */
static size_t
end_of(struct str text, size_t from)
{
	struct str rest = str_skip(text, from), line;
	size_t at = from;

	while (str_starts(rest, STR("\xe2\x80\x94 "))
	    && str_find_ch(rest, '\n') != NOWHERE
	    && str_cut(&rest, '\n', &line))
		at += line.n + 1;
	return at;
}

static bool
good(struct job *j, struct str note, const struct seals *who,
    struct checkpoint *out)
{
	for (size_t i = 0; i < who->n; i++) {
		if (checkpoint_open(j, note, who->at[i].verifier, out) == OK)
			return true;
		job_forgive(j);
	}
	return false;
}

enum status
heads_newest(struct job *j, const char *path, const struct seals *who,
    struct checkpoint *out)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct checkpoint c, best = { .size = -1 };
	struct str text = { NULL, 0 };
	enum status st;

	if (fd < 0)
		return file_fail(j, "opening", path);
	st = read_end(j, fd, path, &text);
	(void)close(fd);
	if (st != OK)
		return st;
	for (size_t at = 0, gap;
	     (gap = str_find(str_skip(text, at), STR("\n\n"))) != NOWHERE;
	     at = gap + 1) {
		gap += at;
		const size_t from = body_of(text, gap),
			     end = end_of(text, gap + 2);

		if (good(j, str_sub(text, from, end - from), who, &c)
		    && c.size > best.size)
			best = c;
	}
	if (best.size < 0)
		return job_fail(j, INVALID,
		    "%s holds no head that one of this paper's keys signed",
		    path);
	*out = best;
	return OK;
}
