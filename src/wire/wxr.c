/* SPDX-License-Identifier: ISC */
/*
 * The walk through the file.
 *
 * 1. p[0..n) are the file's bytes from `base` on; those before `at` are used.
 * 2. `line` is the line of p[at].
 */
#include "wire/origin.h"
#include "wire/wxr_inside.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#define CHUNK ((size_t)256 * 1024)
#define TAG_MAX ((size_t)64 * 1024)
#define RECOVERIES 1000

bool
wxr_is(struct str front)
{
	return str_find(front, STR("<rss")) != NOWHERE
	    && (str_find(front, STR("wordpress.org/export/")) != NOWHERE
		|| str_find(front, STR("<wp:wxr_version>")) != NOWHERE);
}

/* Read on; false at the end of the file (or after a failure, in x->st). */
static bool
more(struct wxr *x)
{
	ssize_t got;

	if (x->ended)
		return false;
	if (x->at > 0) {
		memmove(x->p, x->p + x->at, x->n - x->at);
		x->base += x->at;
		x->n -= x->at;
		x->at = 0;
	}
	if (x->cap - x->n < CHUNK) {
		x->cap = x->cap * 2 + CHUNK * 2;
		x->p = realloc(x->p, x->cap);
		if (x->p == NULL)
			abort();
	}
	got = pread(x->fd, x->p + x->n, CHUNK, (off_t)(x->base + x->n));
	if (got < 0)
		x->failed = true;
	if (got <= 0) {
		x->ended = true;
		return false;
	}
	x->n += (size_t)got;
	return true;
}

/* How many bytes are there from `from` bytes behind `at`. */
static struct str
rest(const struct wxr *x, size_t from)
{
	return x->at + from < x->n
	    ? str_from(x->p + x->at + from, x->n - x->at - from)
	    : STR("");
}

/*
 * The distance from `at` to the first `what` at or behind `from`, reading on;
 * NOWHERE if it is not within max bytes.
 */
static size_t
distance(struct wxr *x, size_t from, struct str what, size_t max)
{
	for (;;) {
		const size_t found = str_find(rest(x, from), what);
		const size_t have = x->n - x->at;

		if (found != NOWHERE)
			return from + found;
		if (have > max)
			return NOWHERE;
		/* The last bytes may be a part of it. */
		if (have > from + what.n)
			from = have - what.n;
		if (!more(x))
			return NOWHERE;
	}
}

static void
step(struct wxr *x, size_t n)
{
	const char *p = x->p + x->at;

	for (const char *end = p + n;
	     (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
		x->line++;
	x->at += n;
}

/* That many bytes are there, or the file is at its end. */
static bool
have(struct wxr *x, size_t n)
{
	while (x->n - x->at < n)
		if (!more(x))
			return false;
	return true;
}

/* Past a document type, with what it declares. */
static bool
skip_doctype(struct wxr *x, struct job *j, struct notes *notes)
{
	size_t end = distance(x, 0, STR(">"), TAG_MAX);
	const size_t bracket = distance(x, 0, STR("["), TAG_MAX);

	convert_note(j, notes, x->line,
	    STR("a document type stands here; what it declares is passed over, "
		"and its entities stay as they are written"));
	if (bracket != NOWHERE && (end == NOWHERE || bracket < end)) {
		end = distance(x, bracket, STR("]"), WXR_PIECE_MAX);
		if (end != NOWHERE)
			end = distance(x, end, STR(">"), WXR_PIECE_MAX);
	}
	if (end == NOWHERE)
		return false;
	step(x, end + 1);
	return true;
}

/* Past a comment, a declaration; false if there is none or no end. */
static bool
skip_other(struct wxr *x, struct job *j, struct notes *notes, bool *bad)
{
	size_t end;

	*bad = false;
	if (str_starts(rest(x, 0), STR("<!--"))) {
		end = distance(x, 4, STR("-->"), WXR_PIECE_MAX);
		*bad = end == NOWHERE;
		if (!*bad)
			step(x, end + 3);
		return true;
	}
	if (str_starts(rest(x, 0), STR("<!DOCTYPE"))) {
		*bad = !skip_doctype(x, j, notes);
		return true;
	}
	/* Of a piece that is broken: what stands in it is looked through. */
	if (str_starts(rest(x, 0), STR("<![CDATA["))) {
		step(x, sizeof("<![CDATA[") - 1);
		return true;
	}
	if (str_starts(rest(x, 0), STR("<?"))
	    || str_starts(rest(x, 0), STR("</"))
	    || str_starts(rest(x, 0), STR("<!"))) {
		end = distance(x, 0, STR(">"), TAG_MAX);
		*bad = end == NOWHERE;
		if (!*bad)
			step(x, end + 1);
		return true;
	}
	return false;
}

/* Of the tag at `at`. */
static struct str
tag_name(struct wxr *x)
{
	const struct str s = rest(x, 1);
	size_t n = 0;

	while (n < s.n && s.p[n] != ' ' && s.p[n] != '>' && s.p[n] != '/'
	    && s.p[n] != '\n' && s.p[n] != '\t' && s.p[n] != '\r')
		n++;
	return str_sub(s, 0, n);
}

/* "</wp:tag" is the end of <wp:tag>, not that of <wp:tag_slug>. */
static bool
ends_here(struct str s, struct str end_tag)
{
	return str_starts(s, end_tag) && s.n > end_tag.n
	    && (s.p[end_tag.n] == '>' || s.p[end_tag.n] == ' '
		|| s.p[end_tag.n] == '\n' || s.p[end_tag.n] == '\t'
		|| s.p[end_tag.n] == '\r');
}

/*
 * The distance to behind the end tag of the element at `at`, whose start tag
 * is `from` bytes long; what stands in CDATA does not count.
 */
static size_t
element_end(struct wxr *x, size_t from, struct str end_tag)
{
	size_t at = from;

	for (;;) {
		at = distance(x, at, STR("<"), WXR_PIECE_MAX);
		if (at == NOWHERE || at > WXR_PIECE_MAX)
			return NOWHERE;
		(void)have(x, at + 64 + end_tag.n);
		if (str_starts(rest(x, at), STR("<![CDATA["))) {
			at = distance(x, at, STR("]]>"), WXR_PIECE_MAX);
			if (at == NOWHERE)
				return NOWHERE;
			at += 3;
		} else if (str_starts(rest(x, at), STR("<!--"))) {
			at = distance(x, at, STR("-->"), WXR_PIECE_MAX);
			if (at == NOWHERE)
				return NOWHERE;
			at += 3;
		} else if (ends_here(rest(x, at), end_tag)) {
			at = distance(x, at, STR(">"), WXR_PIECE_MAX);
			return at == NOWHERE ? NOWHERE : at + 1;
		} else {
			at++;
		}
	}
}

/* It has no end: told, and the walk goes on right behind its start tag. */
static enum status
broken(struct wxr *x, struct job *j, struct str name, size_t start,
    struct notes *notes)
{
	const bool item = str_eq(name, STR("item"));

	convert_note(j, notes, x->line,
	    job_printf(j,
		"the file is cut off, or damaged, within what begins here "
		"(<%.*s>); it is not taken over. Mend the file and import it "
		"again: what is here already is left as it is",
		STR_ARG(name)));
	if (item)
		x->cut++;
	if (++x->recoveries > RECOVERIES)
		return NOT_FOUND;
	step(x, start);
	return OK;
}

/* The element at `at`; *taken is false for one that only holds others. */
static enum status
take_element(struct wxr *x, struct job *j, struct str *name,
    struct wxr_place *out, struct notes *notes, bool *taken)
{
	const size_t start = distance(x, 0, STR(">"), TAG_MAX);
	struct str end_tag;
	size_t n;

	*taken = false;
	if (start == NOWHERE) {
		if (x->n - x->at > 1)
			return broken(x, j, STR("?"), 1, notes);
		step(x, x->n - x->at);
		return OK;
	}
	*name = job_str(j, tag_name(x));
	if (str_eq(*name, STR("rss")) || str_eq(*name, STR("channel"))
	    || name->n == 0 || x->p[x->at + start - 1] == '/') {
		step(x, start + 1);
		return OK;
	}
	end_tag = job_printf(j, "</%.*s", STR_ARG(*name));
	n = element_end(x, start + 1, end_tag);
	if (n == NOWHERE)
		return broken(x, j, *name, start + 1, notes);
	*out = (struct wxr_place){ x->base + x->at, (uint32_t)n, x->line };
	step(x, n);
	*taken = true;
	return OK;
}

enum status
wxr_next(struct wxr *x, struct job *j, struct str *name, struct wxr_place *out,
    struct notes *notes)
{
	bool taken = false;

	while (!taken) {
		const size_t lt = distance(x, 0, STR("<"), CHUNK);
		enum status st;
		bool bad;

		if (lt == NOWHERE && x->n - x->at > CHUNK) {
			step(x, CHUNK);
			continue;
		}
		if (x->failed)
			return job_fail(j, FAULT, "%s can't be read", x->path);
		if (lt == NOWHERE)
			return NOT_FOUND;
		step(x, lt);
		(void)have(x, 64);
		if (skip_other(x, j, notes, &bad)) {
			if (bad && broken(x, j, STR("!"), 1, notes) != OK)
				return NOT_FOUND;
			continue;
		}
		st = take_element(x, j, name, out, notes, &taken);
		if (st != OK)
			return st;
	}
	return OK;
}

enum status
wxr_read(struct wxr *x, struct job *j, struct wxr_place at, struct str *bytes)
{
	char *p = job_room(j, at.n + 1);
	size_t n = 0;

	while (n < at.n) {
		const ssize_t got = pread(x->fd, p + n, at.n - n,
		    (off_t)(at.from + n));

		if (got <= 0)
			return job_fail(j, FAULT,
			    "%s can't be read, or is shorter than before",
			    x->path);
		n += (size_t)got;
	}
	*bytes = str_from(p, n);
	return OK;
}

/* The encoding that the declaration names, or empty. */
static struct str
declared(struct job *j, struct str front)
{
	const size_t end = str_find(front, STR("?>"));
	const struct str head = str_sub(front, 0, end == NOWHERE ? 0 : end);
	const size_t at = str_find(head, STR("encoding="));
	struct str name;
	size_t quote;

	if (at == NOWHERE || !str_starts(front, STR("<?xml")))
		return STR("");
	name = str_skip(head, at + sizeof("encoding=") - 1);
	if (name.n < 2 || (name.p[0] != '"' && name.p[0] != '\''))
		return STR("");
	quote = str_find_ch(str_skip(name, 1), name.p[0]);
	return quote == NOWHERE ? STR("") : job_str(j, str_sub(name, 1, quote));
}

static enum status
take_front(struct wxr *x, struct job *j)
{
	struct str front, encoding;

	(void)have(x, 4096);
	front = rest(x, 0);
	if (front.n >= 2
	    && ((front.p[0] == '\xff' && front.p[1] == '\xfe')
		|| (front.p[0] == '\xfe' && front.p[1] == '\xff')
		|| front.p[0] == '\0' || front.p[1] == '\0'))
		return job_fail(j, INVALID,
		    "%s is in UTF-16; convert it to UTF-8 first: iconv -f "
		    "UTF-16 -t UTF-8",
		    x->path);
	if (str_starts(front, STR("\xef\xbb\xbf")))
		step(x, 3);
	encoding = declared(j, str_trim(rest(x, 0)));
	if (encoding.n == 0 || str_eq_nocase(encoding, STR("utf-8"))
	    || str_eq_nocase(encoding, STR("utf8"))
	    || str_eq_nocase(encoding, STR("us-ascii")))
		return OK;
	x->iconv = iconv_open("UTF-8", job_cstr(j, encoding));
	/* NOLINTNEXTLINE(performance-no-int-to-ptr): iconv's own failure */
	x->coded = x->iconv != (iconv_t)-1;
	if (x->coded)
		return OK;
	return job_fail(j, INVALID,
	    "%s is in the encoding `%.*s`, which nobody here knows; convert it "
	    "to UTF-8 first",
	    x->path, STR_ARG(encoding));
}

enum status
wxr_open(struct job *j, const char *path, struct wxr **out)
{
	struct wxr *x;
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum status st;

	if (fd < 0)
		return file_fail(j, "reading", path);
	x = JOB_NEW(j, struct wxr);
	x->fd = fd;
	x->path = path;
	x->line = 1;
	(void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	st = take_front(x, j);
	if (st == OK)
		*out = x;
	else
		wxr_close(x);
	return st;
}

void
wxr_close(struct wxr *x)
{
	if (x == NULL)
		return;
	if (x->parser != NULL)
		XML_ParserFree(x->parser);
	if (x->coded)
		(void)iconv_close(x->iconv);
	(void)close(x->fd);
	free(x->p);
	x->p = NULL;
}
