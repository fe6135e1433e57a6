/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "record/check.h"
#include "record/vouched.h"
#include "text/textfile.h"

#define FROM_BACKUP                                                     \
	"put the file back from a backup or a mirror; its name is its " \
	"SHA-256"
#define CONTENT_FROM_BACKUP                                             \
	"put site.db back from a backup, or this file from a mirror's " \
	"/record/file/"

static void
check_medium(struct check *c, struct sha256 sha)
{
	struct sha256 got;
	struct id key;
	bool fresh = false;

	memcpy(key.b, sha.b, sizeof(key.b));
	(void)seen_at(&c->media, key, &fresh);
	if (!fresh)
		return;
	const struct str hex = sha256_hex(c->own, sha);
	const char *name = job_cstr(c->own,
	    job_printf(c->own, "media/%.2s/%s", hex.p, hex.p));

	c->v->media++;
	const enum status st = file_hash(c->own,
	    file_path(c->own, c->dir, name), &got);

	if (st == NOT_FOUND)
		check_missing(c, name, redactions_medium(c->own, sha));
	else if (st != OK)
		check_found(c, name, job_reason(c->own).p, FROM_BACKUP);
	else if (!sha256_eq(got, sha))
		check_found(c, name, "its bytes are not what they were",
		    FROM_BACKUP);
	job_forgive(c->own);
}

/* What the file names, and that the leaf's salted hashes are of it. */
static void
check_media(struct check *c, const struct leaf *l, struct str text)
{
	const char *const advice = "the program that appended it was wrong; "
				   "please report it";
	struct vouched vouched;

	if (vouched_read(c->own, l, text, &vouched) != OK) {
		check_found(c, "content", job_reason(c->own).p,
		    "its media could not be looked at");
		job_forgive(c->own);
		return;
	}
	for (size_t i = 0; i < vouched.n; i++)
		check_medium(c, vouched.files[i].sha);
	if (!vouched.media_fits)
		check_found(c, "record",
		    "its leaf was made of other media than its file names",
		    advice);
	if (!vouched.address_fits)
		check_found(c, "record",
		    "its leaf was made of another address than its file has",
		    advice);
}

static enum status
check_index(struct check *c, struct sha256 sha)
{
	struct val n;
	const enum status st = store_one(c->s, c->own,
	    SQL_RECORD_CONTENT_IN_INDEX,
	    VALS(val_int(sha_key(sha)), val_int(c->seq)), &n, 1);

	if (st != OK)
		return check_failed(c, st, "content");
	if (n.i != 1)
		check_found(c, "content",
		    "it can't be found by its hash any more",
		    "put site.db back from a backup");
	return OK;
}

enum status
check_file(struct check *c, const struct leaf *l)
{
	struct val v[3];
	struct str text = { NULL, 0 };
	enum status st = store_one(c->s, c->own, SQL_RECORD_CONTENT_AT,
	    VALS(val_int(c->seq)), v, 3);

	if (st == NOT_FOUND) {
		check_found(c, "content", "its text file is missing",
		    CONTENT_FROM_BACKUP);
		return OK;
	}
	if (st != OK)
		return check_failed(c, st, "content");
	if (v[1].s.n == 0) {
		check_missing(c, "content", redactions_file(c->own, l->file));
		return OK;
	}
	c->v->files++;
	st = deflate_unpack(c->d, c->own, v[1].s, RECORD_FILE_MAX, &text);
	if (st != OK) {
		job_forgive(c->own);
		check_found(c, "content", "its text file can't be unpacked",
		    CONTENT_FROM_BACKUP);
		return OK;
	}
	if (!sha256_eq(sha256_of(text), l->file)) {
		check_found(c, "content",
		    "its text file is not the one that the log names",
		    CONTENT_FROM_BACKUP);
		return OK;
	}
	if (!str_eq(v[0].s, sha256_str(&l->file)) || v[2].i != sha_key(l->file))
		check_found(c, "content",
		    "its text file stands under another hash than its own",
		    "put site.db back from a backup");
	if (l->has_media)
		check_media(c, l, text);
	if (l->action == RECORD_REDACT)
		vouched_erased(c->own, text, c->j, &c->redactions);
	if (l->action == RECORD_LOG)
		check_masthead(c, l, text);
	return check_index(c, l->file);
}
