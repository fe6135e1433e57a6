/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "record/inside.h"

#define KEY_FILE_MAX ((size_t)8192)

struct first {
	struct str origin, verifier, checkpoint;
};

static enum status
head_make(struct store *s, struct job *j, void *arg)
{
	const struct first *f = arg;
	struct val v;
	const enum status st = store_one(s, j, SQL_RECORD_END, NO_VALS, &v, 1);

	if (st == OK)
		return job_fail(j, CONFLICT, "this site has a record already");
	if (st != NOT_FOUND)
		return st;
	enum status made = store_run(s, j, SQL_RECORD_HEAD_MAKE,
	    VALS(val_blob(STR("")), val_text(f->origin),
		val_blob(f->checkpoint)));

	if (made == OK)
		made = store_run(s, j, SQL_RECORD_SEAL_PUT,
		    VALS(val_int(1), val_text(f->verifier), val_int(0),
			val_int(0)));
	return made;
}

enum status
record_create(struct store *s, struct job *j, const char *dir,
    struct str origin)
{
	const char *path = file_path(j, dir, "key");
	const struct checkpoint c = { origin, 0, tree_empty() };
	struct record_key *k = NULL;
	struct str text;

	if (access(path, F_OK) == 0)
		return job_fail(j, CONFLICT, "%s exists already", path);
	enum status st = note_key_new(j, origin, &k, &text);

	if (st != OK)
		return st;
	struct first f = { origin, record_key_public(k, j),
		checkpoint_sign(j, k, &c, NULL) };

	/* The key first: a head that nobody can sign on would be worse than
	   a key without a head. */
	st = file_replace(j, path, text, 0600);
	if (st == OK)
		st = store_tx(s, j, head_make, &f);
	if (st == CONFLICT)
		(void)unlink(path);
	record_key_close(k);
	return st;
}

enum status
record_adopt(struct store *s, struct job *j, struct str origin,
    struct str verifier)
{
	struct first f = { origin, verifier, STR("") };

	return store_tx(s, j, head_make, &f);
}

enum status
record_key_file(struct job *j, const char *dir, struct str *out)
{
	const char *path = file_path(j, dir, "key");
	struct stat sb;

	if (stat(path, &sb) != 0 && errno == ENOENT)
		return job_fail(j, NOT_FOUND,
		    "the paper's private key is missing (%s; no backup holds "
		    "it): nothing can be published until it is put back with "
		    "\"stet key import %s FILE\", or, if it is lost, a new log "
		    "begins: \"stet restore --new-log %s\"",
		    path, dir, dir);
	if (stat(path, &sb) == 0 && (sb.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return job_fail(j, DENIED,
		    "%s may be read by others; \"chmod 600\" it", path);
	return file_read(j, path, KEY_FILE_MAX, out);
}

enum status
record_key_make(struct job *j, struct str origin, struct str *line,
    struct str *verifier)
{
	struct record_key *k = NULL;
	const enum status st = note_key_new(j, origin, &k, line);

	if (st == OK)
		*verifier = record_key_public(k, j);
	record_key_close(k);
	return st;
}

enum status
record_key_keep(struct job *j, const char *dir, struct str text)
{
	return file_replace(j, file_path(j, dir, "key"), text, 0600);
}

enum status
record_key_open(struct job *j, const char *dir, struct record_key **out)
{
	struct str text = { NULL, 0 };
	enum status st = record_key_file(j, dir, &text);

	if (st != OK)
		return st;
	struct job *own = job_new(job_now(j));

	st = note_key_of(own, text, out);
	if (st != OK)
		(void)job_fail(j, st, "%s is no key: %.*s",
		    file_path(j, dir, "key"), STR_ARG(job_reason(own)));
	job_free(own);
	return st;
}
