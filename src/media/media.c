/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "media/inside.h"
#include "media/keeper.h"

#define DURATION_MAX 1000000 /* seconds */
#define FILM_SIDE_MAX 65535
#define COLOUR_MAX 0xffffff

static const struct str formats[MADE_FORMATS] = {
	[MADE_JPEG] = STR_INIT("jpg"),
	[MADE_PNG] = STR_INIT("png"),
	[MADE_WEBP] = STR_INIT("webp"),
	[MADE_MP4] = STR_INIT("mp4"),
	[MADE_M4A] = STR_INIT("m4a"),
	[MADE_WEBM] = STR_INIT("webm"),
	[MADE_MP3] = STR_INIT("mp3"),
	[MADE_OGG] = STR_INIT("ogg"),
	[MADE_FLAC] = STR_INIT("flac"),
	[MADE_WAV] = STR_INIT("wav"),
	[MADE_VTT] = STR_INIT("vtt"),
	[MADE_PDF] = STR_INIT("pdf"),
};

static const struct str size_names[] = {
	[WIRE_COLUMN - WIRE_MADE] = STR_INIT("column"),
	[WIRE_LEAD - WIRE_MADE] = STR_INIT("lead"),
};

static const struct kind {
	const char *word;
	size_t max;
} kinds[] = {
	[MEDIA_PICTURE] = { "picture", MEDIA_FILE_MAX },
	[MEDIA_RECORDING] = { "recording", MEDIA_RECORDING_MAX },
	[MEDIA_CAPTIONS] = { "captions", MEDIA_CAPTIONS_MAX },
	[MEDIA_DOCUMENT] = { "document", MEDIA_FILE_MAX },
};

size_t
media_max(enum media_kind what)
{
	return kinds[what].max;
}

const char *
media_word(enum media_kind what)
{
	return kinds[what].word;
}

bool
media_fits(enum media_kind what, struct str format)
{
	size_t made = MADE_NOTHING + 1;

	while (made < MADE_FORMATS && !str_eq(formats[made], format))
		made++;
	switch (what) {
	case MEDIA_PICTURE:
		return made < MADE_PICTURES;
	case MEDIA_RECORDING:
		return made >= MADE_PICTURES && made < MADE_VTT;
	case MEDIA_CAPTIONS:
		return made == MADE_VTT;
	case MEDIA_DOCUMENT:
		return made < MADE_PICTURES || made == MADE_PDF;
	}
	return false;
}

static enum status
start_keeper(struct job *j, struct darkroom *m)
{
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return file_fail(j, "starting the picture keeper of", m->dir);
	pid = fork();
	if (pid == 0)
		keeper_run(pair[1]);
	(void)close(pair[1]);
	if (pid < 0) {
		(void)close(pair[0]);
		return file_fail(j, "starting the picture keeper of", m->dir);
	}
	m->keeper = pid;
	m->sock = pair[0];
	return OK;
}

enum status
media_open(struct job *j, const char *dir, struct darkroom **out)
{
	struct darkroom *m;
	const char *shown = file_path(j, dir, SHOWN);
	const char *private = file_path(j, dir, PRIVATE);
	enum status st;

	if (mkdir(shown, 0777) != 0 && errno != EEXIST)
		return file_fail(j, "making", shown);
	if (mkdir(private, 0700) != 0 && errno != EEXIST)
		return file_fail(j, "making", private);
	m = calloc(1, sizeof(*m));
	if (m == NULL || (m->dir = strdup(dir)) == NULL
	    || pthread_mutex_init(&m->one, NULL) != 0)
		abort();
	st = start_keeper(j, m);
	if (st != OK) {
		free(m->dir);
		free(m);
		return st;
	}
	*out = m;
	return OK;
}

void
media_close(struct darkroom *m)
{
	if (m == NULL)
		return;
	(void)close(m->sock);
	while (waitpid(m->keeper, NULL, 0) < 0 && errno == EINTR)
		continue;
	(void)pthread_mutex_destroy(&m->one);
	free(m->dir);
	free(m);
}

/* Kinds that are refused for a reason of their own, by how they begin. */
struct refused {
	struct str begins;
	const char *why;
};

static const struct refused refusals[] = {
	{ STR_INIT("<svg"),
	    "an SVG drawing can hold programs; give it as a PNG file" },
	{ STR_INIT("<?xml"),
	    "an SVG drawing can hold programs; give it as a PNG file" },
	{ STR_INIT("8BPS"), "it is a Photoshop file; give it as JPEG or PNG" },
};

/*
 * Bytes that nobody decodes: what they are is said at once, and a worker is
 * not begun.
 */
static const char *
why_refused(enum media_kind what, struct str begin)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (str_starts(begin, refusals[i].begins))
			return refusals[i].why;
	if (what == MEDIA_PICTURE && str_starts(begin, STR("%PDF")))
		return "it is a PDF document, not a picture";
	if (what == MEDIA_DOCUMENT && str_starts(begin, STR("PK")))
		return "office files hold names and former versions; print it "
		       "into a PDF file and give that";
	return NULL;
}

static enum status
look_at_outside(struct job *j, enum media_kind what, struct str name,
    const struct media_given *g)
{
	char front[256];
	const ssize_t n = pread(g->fd, front, sizeof(front), 0);
	struct str begin = str_trim(str_from(front, n > 0 ? (size_t)n : 0));

	if (g->n == 0)
		return job_fail(j, INVALID, "%.*s: the %s is empty",
		    STR_ARG(name), media_word(what));
	if (g->n > media_max(what))
		return job_fail(j, INVALID,
		    "%.*s: the %s has %zu bytes; %zu are taken: make it "
		    "smaller",
		    STR_ARG(name), media_word(what), g->n, media_max(what));
	if (str_starts(begin, STR("\xef\xbb\xbf")))
		begin = str_skip(begin, 3);
	const char *const why = why_refused(what, begin);

	return why == NULL
	    ? OK
	    : job_fail(j, INVALID, "%.*s: %s", STR_ARG(name), why);
}

static enum status
given_look(struct job *j, const char *path, size_t max, struct media_given *g)
{
	struct stat st;

	if (fstat(g->fd, &st) != 0)
		return file_fail(j, "reading", path);
	if (!S_ISREG(st.st_mode))
		return job_fail(j, INVALID, "%s is not a file", path);
	if ((uintmax_t)st.st_size > max)
		return job_fail(j, INVALID, "%s is larger than %zu bytes", path,
		    max);
	g->n = (size_t)st.st_size;
	return file_hash_fd(j, g->fd, path, &g->sha256);
}

enum status
media_given_open(struct job *j, enum media_kind what, const char *path,
    struct media_given *out)
{
	struct media_given g = {
		.fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK),
	};

	if (g.fd < 0)
		return file_fail(j, "opening", path);
	const enum status st = given_look(j, path, media_max(what), &g);

	if (st == OK)
		*out = g;
	else
		media_given_close(&g);
	return st;
}

enum status
media_given_bytes(struct job *j, struct str bytes, struct media_given *out)
{
	struct media_given g = {
		.fd = memfd_create("stet-given", MFD_CLOEXEC),
		.n = bytes.n,
		.sha256 = sha256_of(bytes),
	};

	if (g.fd < 0)
		return file_fail(j, "making", "a memory file");
	const enum status st = file_write_fd(j, g.fd, bytes);

	if (st == OK)
		*out = g;
	else
		media_given_close(&g);
	return st;
}

void
media_given_close(struct media_given *g)
{
	(void)close(g->fd);
	g->fd = -1;
}

static void
put_term(char *to, struct str text)
{
	size_t n = text.n < WIRE_TERM_MAX ? text.n : WIRE_TERM_MAX - 1;

	/* Whole characters only; control characters become spaces. */
	while (n > 0 && n < text.n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
		n--;
	for (size_t i = 0; i < n; i++)
		to[i] = (char)((unsigned char)text.p[i] < ' ' ? ' '
							      : text.p[i]);
}

/* What passes to the worker, and the file's name that its master goes to. */
struct passing {
	int files[WIRE_FILES];
	const char *aside; /* a recording's; NULL: a memory file */
};

static enum status
open_files(struct job *j, const struct darkroom *m, enum media_kind what,
    const struct media_given *given, struct passing *p)
{
	p->aside = NULL;
	for (size_t i = 0; i < WIRE_FILES; i++)
		p->files[i] = -1;
	if (what == MEDIA_RECORDING) {
		const char *const aside = shelf_aside(m, j);

		p->files[WIRE_MASTER] = open(aside,
		    O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
		if (p->files[WIRE_MASTER] < 0)
			return file_fail(j, "making", aside);
		p->aside = aside;
	}
	p->files[WIRE_GIVEN] = fcntl(given->fd, F_DUPFD_CLOEXEC, 0);
	if (p->files[WIRE_GIVEN] < 0)
		return file_fail(j, "passing on", "a file");
	for (size_t i = 0; i < WIRE_FILES; i++) {
		if (p->files[i] >= 0)
			continue;
		p->files[i] = memfd_create("stet-made", MFD_CLOEXEC);
		if (p->files[i] < 0)
			return file_fail(j, "making", "a memory file");
	}
	return OK;
}

static void
close_files(const struct passing *p)
{
	for (size_t i = 0; i < WIRE_FILES; i++)
		if (p->files[i] >= 0)
			(void)close(p->files[i]);
	/* Unless it is the master by now. */
	if (p->aside != NULL)
		(void)unlink(p->aside);
}

/* A worker's word is taken only if it makes sense. */
static bool
told_makes_sense(struct told *t)
{
	t->reason[WIRE_REASON_MAX - 1] = '\0';
	for (char *p = t->reason; *p; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	if (!str_is_utf8(str_of(t->reason)))
		return false;
	for (size_t i = 0; i < WIRE_MADES; i++) {
		const struct made *d = &t->made[i];

		if (d->format < MADE_NOTHING || d->format >= MADE_FORMATS
		    || (i > 0 && d->format >= MADE_PICTURES))
			return false;
		const bool picture = d->format < MADE_PICTURES;
		const int32_t least = picture ? 1 : 0;
		const int32_t side = picture ? MEDIA_SIDE_MAX : FILM_SIDE_MAX;

		if (d->format != MADE_NOTHING
		    && (d->w < least || d->h < least || d->w > side
			|| d->h > side || d->bytes == 0
			|| d->bytes > MEDIA_RECORDING_MAX))
			return false;
	}
	if (t->duration < 0 || t->duration > DURATION_MAX || t->colour < -1
	    || t->colour > COLOUR_MAX)
		return false;
	return true;
}

/* What is being made of which file; name is for messages. */
struct errand {
	struct darkroom *m;
	struct job *j;
	enum media_kind what;
	struct str name;
};

static enum status
say_how_it_ended(const struct errand *e, int32_t ended)
{
	if (ended == ENDED_LATE)
		return job_fail(e->j, INVALID,
		    "%.*s: the %s took more than %d seconds to read",
		    STR_ARG(e->name), media_word(e->what), MEDIA_SECONDS_MAX);
	if (ended == ENDED_CRASHED)
		return job_fail(e->j, INVALID,
		    "%.*s: the %s could not be read: its worker crashed or "
		    "ran out of memory",
		    STR_ARG(e->name), media_word(e->what));
	return job_fail(e->j, FAULT, "%.*s: no worker could be started",
	    STR_ARG(e->name));
}

static enum status
ask_keeper(const struct errand *e, const struct ask *ask,
    const int files[WIRE_FILES])
{
	struct answered a = { 0 };
	bool there;

	(void)pthread_mutex_lock(&e->m->one);
	there = keeper_ask(e->m->sock, ask, files, &a);
	(void)pthread_mutex_unlock(&e->m->one);
	if (!there)
		return job_fail(e->j, FAULT,
		    "%.*s: the workers' keeper is gone", STR_ARG(e->name));
	return a.ended == ENDED_WELL ? OK : say_how_it_ended(e, a.ended);
}

static enum status
read_told(const struct errand *e, const struct ask *ask, int fd,
    struct told *out)
{
	struct told t;

	if (pread(fd, &t, sizeof(t), 0) != (ssize_t)sizeof(t)
	    || !told_makes_sense(&t)
	    || (t.done && ask->renditions == 0
		&& !media_fits(e->what, formats[t.made[0].format])))
		return job_fail(e->j, INVALID,
		    "%.*s: the %s's worker gave no sensible answer",
		    STR_ARG(e->name), media_word(e->what));
	if (!t.done)
		return job_fail(e->j, INVALID, "%.*s: %s", STR_ARG(e->name),
		    t.reason);
	*out = t;
	return OK;
}

/* What the worker wrote into a file. */
struct written {
	void *map;
	size_t n;
};

static enum status
written_open(struct job *j, int fd, const struct made *made,
    struct written *out)
{
	const size_t n = (size_t)made->bytes;
	struct stat sb;
	void *map = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);

	if (map == MAP_FAILED || fstat(fd, &sb) != 0
	    || (uint64_t)sb.st_size < made->bytes)
		return job_fail(j, FAULT, "a file's bytes are not there");
	*out = (struct written){ map, n };
	return OK;
}

static void
written_close(const struct written *w)
{
	(void)munmap(w->map, w->n);
}

static struct str
written_bytes(const struct written *w)
{
	return str_from(w->map, w->n);
}

static enum status
take_made(const struct errand *e, const struct passing *p, int which,
    const struct made *made, struct media_file *out)
{
	struct job *const j = e->j;
	struct written w = { NULL, 0 };
	enum status st = written_open(j, p->files[which], made, &w);

	if (st != OK)
		return st;
	const struct str bytes = written_bytes(&w);

	*out = (struct media_file){
		.sha256 = sha256_of(bytes),
		.format = formats[made->format],
		.w = made->w,
		.h = made->h,
		.bytes = (int64_t)bytes.n,
	};
	st = which == WIRE_MASTER && p->aside != NULL
	    ? shelf_move(e->m, j, p->aside, p->files[which], out->sha256)
	    : shelf_put(e->m, j, bytes, out->sha256);
	written_close(&w);
	return st;
}

/* Into the folder that the master is in. */
static enum status
take_renditions(const struct errand *e, const struct passing *p,
    const struct told *told, struct sha256 master, struct renditions *out)
{
	struct renditions r = { .colour = told->colour,
		.moves = told->moves != 0 };
	enum status st = OK;

	for (int i = WIRE_RENDITION; st == OK && i < WIRE_FILES; i++) {
		const struct made *const made = &told->made[i - WIRE_MADE];
		struct rendition *const one = &r.at[r.n];
		struct written w = { NULL, 0 };

		if (made->format == MADE_NOTHING)
			continue;
		*one = (struct rendition){ formats[made->format], made->w };
		st = written_open(e->j, p->files[i], made, &w);
		if (st != OK)
			break;
		st = shelf_put_rendition(e->m, e->j, written_bytes(&w), master,
		    one);
		written_close(&w);
		r.n++;
	}
	if (st == OK)
		*out = r;
	return st;
}

static struct str
note_of(const struct errand *e, const struct told *told)
{
	if (told->left_out > 0)
		return STR("what it holds beside picture and sound is left "
			   "out, such as a camera's places or subtitles; "
			   "give words as captions");
	if (told->cut != 0)
		return STR("its end is missing, so it may stop early; look at "
			   "it, or save it anew");
	if (told->frames > 1 && told->moves == 0)
		return job_printf(e->j,
		    told->stilled
			? "of its %d frames only the first is kept: all of "
			  "them together have more than 40 million pixels; "
			  "make it smaller or shorter, or give a film"
			: "of its %d frames or pages only the first is kept",
		    told->frames);
	return (struct str){ NULL, 0 };
}

static enum status
take_all(const struct errand *e, const struct passing *p,
    const struct told *told, struct master *out)
{
	struct master r = { .note = note_of(e, told) };
	enum status st;

	st = take_made(e, p, WIRE_MASTER, &told->made[0], &r.file);
	r.file.duration = told->duration;
	for (int i = WIRE_COLUMN; st == OK && i < WIRE_RENDITION; i++) {
		const struct made *made = &told->made[i - WIRE_MADE];

		if (made->format == MADE_NOTHING)
			continue;
		r.sizes[r.nsizes].name = size_names[i - WIRE_MADE];
		st = take_made(e, p, i, made, &r.sizes[r.nsizes++].file);
	}
	if (st == OK)
		st = take_renditions(e, p, told, r.file.sha256, &r.renditions);
	if (st == OK)
		*out = r;
	return st;
}

/* The worker's whole run: open, ask, look at what it says. */
static enum status
have_made(const struct errand *e, const struct media_given *given,
    const struct ask *ask, struct passing *p, struct told *told)
{
	enum status st = open_files(e->j, e->m, e->what, given, p);

	if (st == OK)
		st = ask_keeper(e, ask, p->files);
	if (st == OK)
		st = read_told(e, ask, p->files[WIRE_TOLD], told);
	return st;
}

enum status
media_renditions(struct darkroom *m, struct job *j, struct sha256 master,
    struct str name, struct renditions *out)
{
	const struct errand e = { m, j, MEDIA_PICTURE, name };
	struct media_given given = { .fd = -1 };
	struct told told = { 0 };
	struct passing p;
	enum status st = media_given_open(j, MEDIA_PICTURE,
	    media_path(m, j, master), &given);

	if (st != OK)
		return st;
	const struct ask ask = { .given = given.n,
		.what = MEDIA_PICTURE,
		.renditions = 1 };

	if (sha256_eq(given.sha256, master)) {
		st = have_made(&e, &given, &ask, &p, &told);
		if (st == OK)
			st = take_renditions(&e, &p, &told, master, out);
		close_files(&p);
	} else {
		st = job_fail(j, INVALID,
		    "%.*s: its bytes are not those that it is named by; "
		    "\"stet record verify\" finds all such",
		    STR_ARG(name));
	}
	media_given_close(&given);
	return st;
}

enum status
media_take(struct darkroom *m, struct job *j, enum media_kind what,
    struct str name, const struct media_given *given,
    const struct media_terms *terms, struct master *out)
{
	const struct errand e = { m, j, what, name };
	struct ask ask = { .given = given->n, .what = (int32_t)what };
	struct told told = { 0 };
	struct passing p;
	enum status st = look_at_outside(j, what, name, given);

	if (st != OK)
		return st;
	if (terms) {
		put_term(ask.creator, terms->creator);
		put_term(ask.credit, terms->credit);
		put_term(ask.copyright, terms->copyright);
		put_term(ask.usage, terms->usage);
	}
	st = have_made(&e, given, &ask, &p, &told);
	if (st == OK)
		st = take_all(&e, &p, &told, out);
	close_files(&p);
	return st;
}
