/* SPDX-License-Identifier: ISC */
/*
 * Pictures and files, named by what is in them, straight from the disk.  The
 * name is 64 hexadecimal digits, or 16 of them and a width, and an extension of
 * our list; nothing else of what a stranger wrote gets near the file system.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "edge/loop.h"
#include "edge/negotiate.h"

#define HASH_DIGITS 64
#define SHORT_DIGITS 16
#define WIDTH_DIGITS 5
#define EXTENSION_MOST 5

/* clang-format off */
static const struct type {
	struct str extension, type;
} types[] = {
	{ STR_INIT("jpg"),  STR_INIT("image/jpeg") },
	{ STR_INIT("jpeg"), STR_INIT("image/jpeg") },
	{ STR_INIT("png"),  STR_INIT("image/png") },
	{ STR_INIT("webp"), STR_INIT("image/webp") },
	{ STR_INIT("avif"), STR_INIT("image/avif") },
	{ STR_INIT("gif"),  STR_INIT("image/gif") },
	{ STR_INIT("mp4"),  STR_INIT("video/mp4") },
	{ STR_INIT("webm"), STR_INIT("video/webm") },
	{ STR_INIT("vtt"),  STR_INIT("text/vtt; charset=utf-8") },
	{ STR_INIT("mp3"),  STR_INIT("audio/mpeg") },
	{ STR_INIT("m4a"),  STR_INIT("audio/mp4") },
	{ STR_INIT("flac"), STR_INIT("audio/flac") },
	{ STR_INIT("wav"),  STR_INIT("audio/wav") },
	{ STR_INIT("ogg"),  STR_INIT("audio/ogg") },
	{ STR_INIT("opus"), STR_INIT("audio/ogg") },
	{ STR_INIT("pdf"),  STR_INIT("application/pdf") },
	{ STR_INIT("csv"),  STR_INIT("text/csv; charset=utf-8") },
	{ STR_INIT("txt"),  STR_INIT("text/plain; charset=utf-8") },
	{ STR_INIT("epub"), STR_INIT("application/epub+zip") },
	{ STR_INIT("zip"),  STR_INIT("application/zip") },
};
/* clang-format on */

struct str
media_type(struct str extension)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_eq(types[i].extension, extension))
			return types[i].type;
	return (struct str){ NULL, 0 };
}

static size_t
run_of(struct str s, size_t from, size_t most, const char *set)
{
	size_t n = 0;

	while (n < most && from + n < s.n
	    && str_find_ch(str_of(set), s.p[from + n]) != NOWHERE)
		n++;
	return n;
}

/* Bytes of "-720", which has no zero in front; 0 if there is none. */
static size_t
width_at(struct str s, size_t from)
{
	size_t n;

	if (from >= s.n || s.p[from] != '-')
		return 0;
	n = run_of(s, from + 1, WIDTH_DIGITS, "0123456789");
	return n > 0 && s.p[from + 1] != '0' ? n + 1 : 0;
}

bool
media_name(struct str s, struct media_name *out)
{
	const size_t digits = run_of(s, 0, HASH_DIGITS, "0123456789abcdef");
	const size_t width = digits == SHORT_DIGITS ? width_at(s, digits) : 0;
	const size_t stem = digits + width;
	struct media_name r = { .rendition = width > 0 };
	size_t extension;

	if ((digits != HASH_DIGITS && width == 0) || stem >= s.n
	    || s.p[stem] != '.')
		return false;
	extension = run_of(s, stem + 1, EXTENSION_MOST,
	    "abcdefghijklmnopqrstuvwxyz0123456789");
	r.type = media_type(str_sub(s, stem + 1, extension));
	r.n = stem + 1 + extension;
	memcpy(r.place, s.p, 2);
	r.place[2] = '/';
	/* A rendition's file has its format in its name, for it has two. */
	memcpy(r.place + 3, s.p, r.rendition ? r.n : stem);
	*out = r;
	return r.type.n > 0;
}

/* Its descriptor and size, or -1. */
static int
open_file(const struct loop *lp, const char *place, uint64_t *size)
{
	const int fd = lp->opts->media_dir < 0
	    ? -1
	    : openat(lp->opts->media_dir, place,
		O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;

	if (fd < 0) {
		if (lp->opts->media_dir >= 0 && errno != ENOENT)
			LOG(lp->opts->log, LOG_WARN, "media-unreadable",
			    LOG_TEXT("file", str_of(place)),
			    LOG_TEXT("reason", str_of(strerrordesc_np(errno))));
		return -1;
	}
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return -1;
	}
	*size = (uint64_t)st.st_size;
	return fd;
}

/* Send a head, then this part of the file; takes both over. */
static void
send_file(struct loop *lp, struct conn *c, struct blob *head, int fd,
    const struct head_file *f)
{
	struct parcel p = { .first = head,
		.end = head->head,
		.file = fd,
		.file_at = (off_t)f->from,
		.file_left = f->n };

	answered(lp, f->status, f->n);
	if (!http1_keeps(&lp->head) || lp->head.minor == 0 || lp->stopping) {
		c->closing = true;
		p.first = head_connection(head, STR("close"));
		p.end = p.first->n;
		blob_release(head);
	}
	conn_give_parcel(lp, c, &p);
}

static void
reply_file(struct loop *lp, struct conn *c, struct str bytes, int fd,
    struct head_file *f)
{
	enum range range = RANGE_WHOLE;
	struct blob *head;

	f->status = 200;
	f->n = f->size;
	if (lp->head.method == METHOD_GET)
		range = negotiate_range(&lp->head, bytes, f->etag, f->size,
		    &f->from, &f->n);
	if (range == RANGE_PART)
		f->status = 206;
	if (range == RANGE_OUTSIDE) {
		f->status = 416;
		f->n = 0;
	}
	head = head_file(lp->job, &lp->now, f);
	if (negotiate_unchanged(&lp->head, bytes, f->etag)) {
		close(fd);
		reply_blob(lp, c, head_unchanged(lp->job, &lp->now, head), 304);
		blob_release(head);
	} else if (lp->head.method == METHOD_HEAD || f->n == 0) {
		close(fd);
		reply_blob(lp, c, head, f->status);
	} else
		send_file(lp, c, head, fd, f);
}

void
media_reply(struct loop *lp, struct conn *c, struct str bytes, struct str name)
{
	struct media_name is;
	struct head_file f = { 0 };
	int fd = -1;

	if (media_name(name, &is) && is.n == name.n)
		fd = open_file(lp, is.place, &f.size);
	if (fd < 0) {
		reply_blob(lp, c,
		    head_plain(lp->job, &lp->now, 404, STR(""),
			STR("No such file.\n")),
		    404);
		return;
	}
	f.type = is.type;
	/* Of what is made anew under its name the size is another. */
	f.etag = is.rendition ? job_printf(lp->job, "\"%s-%llx\"", is.place + 3,
		     (unsigned long long)f.size)
			      : job_printf(lp->job, "\"%.32s\"", is.place + 3);
	reply_file(lp, c, bytes, fd, &f);
}
