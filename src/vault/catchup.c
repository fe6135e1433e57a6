/* SPDX-License-Identifier: ISC */
#include "vault/catchup.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "desk/batch.h"
#include "desk/redactions.h"
#include "media/media.h"
#include "record/leaf.h"
#include "record/masthead.h"
#include "record/paths.h"
#include "record/redactions.h"
#include "record/vouched.h"
#include "wire/source.h"

#define BUNDLE 256 /* entries in a tile */
#define MEDIUM_MAX MEDIA_RECORDING_MAX

bool
place_gives(const char *place)
{
	struct job *j = job_new(0);
	const bool gives = source_is_address(str_of(place))
	    || access(file_path(j, place, "record/checkpoint"), F_OK) == 0;

	job_free(j);
	return gives;
}

static enum status
head_note(struct job *j, struct source *s, struct str *out)
{
	const enum status st = source_get(s, j, STR("record/checkpoint"),
	    NOTE_MAX, out);

	return st == NOT_FOUND || st == DENIED
	    ? job_fail(j, INVALID, "no record is there")
	    : st;
}

enum status
place_head(struct job *j, const char *place, const struct seals *who,
    struct checkpoint *out)
{
	struct source *s = NULL;
	struct str note;
	enum status st = source_open(j, str_of(place), &s);

	if (st == OK)
		st = head_note(j, s, &note);
	source_close(s);
	if (st != OK)
		return st;
	for (size_t i = who->n; i > 0; i--) {
		if (checkpoint_open(j, note, who->at[i - 1].verifier, out)
		    == OK)
			return OK;
		job_forgive(j);
	}
	return job_fail(j, INVALID,
	    "the head at %s bears no signature of a key that this paper knows",
	    place);
}

/* The n-th leaf of a bundle, each after its length in two bytes. */
static bool
next_leaf(struct str *rest, struct str *leaf)
{
	if (rest->n < 2)
		return false;
	const size_t n = (size_t)(unsigned char)rest->p[0] << 8
	    | (unsigned char)rest->p[1];

	*rest = str_skip(*rest, 2);
	if (rest->n < n)
		return false;
	*leaf = str_sub(*rest, 0, n);
	*rest = str_skip(*rest, n);
	return true;
}

static enum status
get_part(struct source *s, struct job *j, const struct record_path *path,
    size_t max, struct str *out)
{
	return source_get(s, j,
	    job_printf(j, "record/%.*s", STR_ARG(record_path_name(j, path))),
	    max, out);
}

static struct record_path
bundle_at(int64_t n, int64_t size)
{
	const int64_t left = size - n * BUNDLE;

	return (struct record_path){ .part = PART_ENTRIES,
		.n = n,
		.width = left < BUNDLE ? (int)left : 0 };
}

/* ---- a log that nobody knows yet ---- */

/* The key that the log's first note about itself names first. */
static enum status
first_key(struct source *s, struct job *j, struct job *own, int64_t size,
    struct str *out)
{
	enum status st = OK;

	for (int64_t n = 0; st == OK && n * BUNDLE < size; n++) {
		const struct record_path at = bundle_at(n, size);
		struct record_path file = { .part = PART_FILE };
		struct str bytes, leaf;
		struct masthead m;
		struct leaf l;

		job_reset(own, job_now(j));
		st = get_part(s, own, &at, BUNDLE * (LEAF_MAX + 2), &bytes);
		while (st == OK && next_leaf(&bytes, &leaf)) {
			st = leaf_of(own, leaf, &l);
			if (st != OK || l.action != RECORD_LOG)
				continue;
			file.sha = l.file;
			st = get_part(s, own, &file, NOTE_MAX, &bytes);
			if (st == OK)
				st = masthead_read(own, bytes, &m);
			if (st == OK && m.seals.n > 0)
				*out = job_str(j, m.seals.at[0].verifier);
			return st;
		}
	}
	return st;
}

static enum status
own_word(struct source *s, struct job *j, struct place_log *out)
{
	const struct record_path key = { .part = PART_KEY };
	struct str keys, line;
	enum status st = head_note(j, s, &out->note);

	if (st == OK)
		st = get_part(s, j, &key, NOTE_MAX, &keys);
	if (st != OK)
		return st;
	while (str_line(&keys, &line)) {
		if (checkpoint_open(j, out->note, line, &out->head) == OK) {
			out->first = line;
			return OK;
		}
		job_forgive(j);
	}
	return job_fail(j, INVALID,
	    "its head bears no signature of the key beside it");
}

enum status
place_log(struct job *j, const char *place, struct place_log *out)
{
	struct job *own = job_new(job_now(j));
	struct source *s = NULL;
	enum status st = source_open(j, str_of(place), &s);

	if (st == OK)
		st = own_word(s, j, out);
	if (st == OK) {
		st = first_key(s, j, own, out->head.size, &out->first);
		if (st != OK)
			st = job_fail(j, INVALID, "%s: %.*s", place,
			    STR_ARG(job_reason(own)));
	}
	source_close(s);
	job_free(own);
	return st;
}

/* ---- one that is known ---- */

/* An entry that was taken over. */
struct taken {
	int64_t seq;
	struct id thing;
	bool withheld;  /* its file was redacted */
	bool tombstone; /* its file is none that a page is made of */
};

struct catching {
	struct desk *d;
	struct job *j, *own; /* own: for one bundle */
	struct source *s;
	const char *dir, *place;
	const struct checkpoint *to;
	struct progress *p;
	int64_t missing;
	struct taken *taken;
	size_t n, room;
	struct redactions erased; /* by these entries; in j */
};

/* A picture that the new entry names, unless it is here. */
static enum status
take_medium(struct catching *c, const struct vouched_file *f)
{
	const struct str hex = sha256_hex(c->own, f->sha);
	const char *folder = file_path(c->own, c->dir,
	    job_cstr(c->own, job_printf(c->own, "media/%.2s", hex.p)));
	const char *path = file_path(c->own, folder, job_cstr(c->own, hex));
	struct job *try;
	struct str bytes;
	enum status st;

	if (access(path, F_OK) == 0)
		return OK;
	try = job_new(job_now(c->j));
	st = source_get(c->s, try,
	    job_printf(try, "media/%.*s.%.*s", STR_ARG(hex),
		STR_ARG(f->format.n > 0 ? f->format : STR("jpg"))),
	    MEDIUM_MAX, &bytes);
	if (st == DENIED) {
		st = OK; /* redacted since */
	} else if (st == OK && sha256_eq(sha256_of(bytes), f->sha)) {
		(void)mkdir(file_path(try, c->dir, "media"), 0755);
		(void)mkdir(folder, 0755);
		st = file_replace(c->own, path, bytes, 0644);
	} else {
		c->missing++;
		st = OK;
	}
	job_free(try);
	return st;
}

static enum status
take_media(struct catching *c, const struct leaf *l, struct str file)
{
	struct vouched v;
	enum status st = OK;

	if (vouched_read(c->own, l, file, &v) != OK) {
		job_forgive(c->own);
		return OK;
	}
	for (size_t i = 0; st == OK && i < v.n; i++)
		st = take_medium(c, &v.files[i]);
	return st;
}

static void
remember(struct catching *c, const struct entry *e, bool withheld)
{
	if (c->n == c->room) {
		const size_t room = c->room ? 2 * c->room : 64;

		c->taken = job_grow(c->j, c->taken, c->room * sizeof(*c->taken),
		    room * sizeof(*c->taken));
		c->room = room;
	}
	c->taken[c->n++] = (struct taken){ e->seq, e->thing, withheld,
		e->action == RECORD_RETRACT || e->action == RECORD_REDACT };
}

static enum status
take_entry(struct catching *c, struct str leaf)
{
	struct record_path path = { .part = PART_FILE };
	struct str file = STR("");
	bool withheld = false;
	struct entry e;
	struct leaf l;
	enum status st = leaf_of(c->own, leaf, &l);

	path.sha = l.file;
	if (st == OK && l.action != RECORD_BATCH)
		st = get_part(c->s, c->own, &path, RECORD_FILE_MAX, &file);
	if (st == DENIED && record_has_thing(l.action)) {
		withheld = true;
		job_forgive(c->own);
		st = OK;
	}
	if (st == NOT_FOUND)
		return job_fail(c->own, INVALID,
		    "%s does not have the text file of an entry that is "
		    "missing here",
		    c->place);
	if (st == OK)
		st = record_replay(desk_site_db(c->d), c->own,
		    desk_deflater(c->d), leaf, file, &e);
	if (st == OK && record_has_thing(l.action)) {
		remember(c, &e, withheld);
		if (!withheld)
			st = take_media(c, &l, file);
	}
	if (st == OK && l.action == RECORD_REDACT && !withheld)
		vouched_erased(c->own, file, c->j, &c->erased);
	return st;
}

/* The entries from seq on that stand in its bundle. */
static enum status
take_bundle(struct catching *c, int64_t *seq)
{
	const int64_t n = *seq / BUNDLE;
	const struct record_path path = bundle_at(n, c->to->size);
	struct str bytes, leaf;
	int64_t at = n * BUNDLE;
	enum status st;

	job_reset(c->own, job_now(c->j));
	st = get_part(c->s, c->own, &path, BUNDLE * (LEAF_MAX + 2), &bytes);
	for (; st == OK && next_leaf(&bytes, &leaf); at++) {
		if (at < *seq)
			continue;
		st = take_entry(c, leaf);
		progress_at(c->p, "entries", (uint64_t)at,
		    (uint64_t)c->to->size);
	}
	if (st == OK && (bytes.n > 0 || at <= *seq))
		st = job_fail(c->own, INVALID,
		    "%s gives entries that can't be read", c->place);
	*seq = at;
	return st;
}

/* The site goes by the thing's next entry that has its text file. */
static enum status
erase_withheld(struct catching *c)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < c->n; i++) {
		int64_t instead = -1;

		if (!c->taken[i].withheld)
			continue;
		for (size_t k = i + 1; instead < 0 && k < c->n; k++)
			if (!c->taken[k].withheld && !c->taken[k].tombstone
			    && id_eq(c->taken[k].thing, c->taken[i].thing))
				instead = c->taken[k].seq;
		st = record_erase(desk_site_db(c->d), c->j, c->taken[i].seq,
		    instead);
	}
	return st;
}

static enum status
take_all(struct store *s, struct job *j, void *arg)
{
	struct catching *c = arg;
	struct str note;
	int64_t seq = 0;
	enum status st = record_size(s, j, &seq);

	while (st == OK && seq < c->to->size) {
		st = take_bundle(c, &seq);
		if (st != OK)
			return job_fail(j, st, "%.*s",
			    STR_ARG(job_reason(c->own)));
	}
	if (st == OK)
		st = head_note(j, c->s, &note);
	if (st == OK)
		st = record_take_head(s, j, note);
	if (st == OK)
		st = erase_withheld(c);
	if (st == OK)
		st = record_unhold(s, j);
	if (st == OK)
		st = site_catch_up(desk_site(c->d), j);
	return st == OK && c->erased.n > 0
	    ? redactions_add(j, c->dir, &c->erased)
	    : st;
}

enum status
catch_up(struct desk *d, struct job *j, const char *dir, const char *place,
    const struct checkpoint *to, struct progress *p, int64_t *missing_media)
{
	struct catching c = { .d = d,
		.j = j,
		.own = job_new(job_now(j)),
		.dir = dir,
		.place = place,
		.to = to,
		.p = p };
	struct erased_again again;
	enum status st = source_open(j, str_of(place), &c.s);

	if (st == OK)
		st = store_tx(desk_site_db(d), j, take_all, &c);
	if (st != OK)
		site_forget(desk_site(d));
	/* What they erased is in the entries before them still. */
	if (st == OK && c.erased.n > 0)
		st = redactions_apply(j, dir, &again);
	progress_end(p);
	source_close(c.s);
	job_free(c.own);
	if (st == OK)
		*missing_media = c.missing;
	return st;
}
