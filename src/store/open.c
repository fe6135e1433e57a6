/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "store/inside.h"

#define BUSY_MS 5000

/* Nobody asks SQLite how much memory it has, which costs a lock a piece. */
void
store_prepare(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static const char *
db_name(enum store_db which)
{
	return which == SITE_DB ? "site.db" : "desk.db";
}

/* The log's size after each commit of this connection. */
static int
wal_grew(void *arg, sqlite3 *db, const char *schema, int pages)
{
	struct store *s = arg;

	(void)db;
	(void)schema;
	s->wal_pages = pages;
	return SQLITE_OK;
}

/* file:PATH?mode=ro&readonly_shm=1, with what a URI reserves encoded. */
static const char *
reader_uri(struct job *j, const char *path)
{
	static const char digits[] = "0123456789ABCDEF";
	struct buf b = buf_in(j, (size_t)16 * 1024);
	struct str out = { NULL, 0 };

	BUF_LIT(&b, "file:");
	for (const char *p = path; *p; p++) {
		if (strchr("?#%", *p) == NULL) {
			buf_ch(&b, *p);
			continue;
		}
		buf_ch(&b, '%');
		buf_ch(&b, digits[(unsigned char)*p >> 4]);
		buf_ch(&b, digits[*p & 15]);
	}
	BUF_LIT(&b, "?mode=ro&readonly_shm=1");
	if (buf_done(&b, &out) != OK)
		return path;
	return job_cstr(j, out);
}

static enum status
connect(struct store *s, struct job *j, int flags)
{
	const bool reader = s->mode == STORE_READER;
	const char *name = reader ? reader_uri(j, s->path) : s->path;
	int keep = 1;
	int rc = sqlite3_open_v2(name, &s->db,
	    flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(s->db, reader ? 0 : BUSY_MS);
	if (rc == SQLITE_OK)
		rc = sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1,
		    NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0,
		    NULL);
	/* The log and its index stay, so that readers that can't make them
	   find them; and who only reads does not checkpoint. */
	if (rc == SQLITE_OK)
		rc = sqlite3_file_control(s->db, "main",
		    SQLITE_FCNTL_PERSIST_WAL, &keep);
	if (rc == SQLITE_OK && s->mode != STORE_WRITE)
		rc = sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
		    1, NULL);
	if (rc == SQLITE_OK)
		rc = tokenizer_register(s->db);
	if (rc != SQLITE_OK)
		return db_fail(s, j, rc, "opening");
	return OK;
}

enum status
db_open(struct job *j, const char *dir, enum store_db which,
    enum store_mode mode, int flags, struct store **out)
{
	struct store *s = calloc(1, sizeof(*s));
	enum status st = OK;

	if (s == NULL)
		abort();
	s->which = which;
	s->mode = mode;
	s->queue = -1;
	s->index = -1;
	s->seen = -1;
	s->path = strdup(file_path(j, dir, db_name(which)));
	if (s->path == NULL)
		abort();
	if (mode == STORE_WRITE)
		st = queue_open(j, dir, &s->queue);
	if (st == OK)
		st = connect(s, j, flags);
	if (st != OK) {
		store_close(s);
		return st;
	}
	*out = s;
	return OK;
}

/* What stands at the path is the file that is open. */
static enum status
look_at(struct store *s, struct job *j)
{
	struct stat sb;

	if (stat(s->path, &sb) != 0)
		return file_fail(j, "looking at", s->path);
	s->dev = sb.st_dev;
	s->ino = sb.st_ino;
	return OK;
}

static enum status
get_ready(struct store *s, struct job *j)
{
	static const char *const scripts[] = {
		[STORE_WRITE] = "open-write.sql",
		[STORE_READ] = "open-read.sql",
		[STORE_READER] = "open-reader.sql",
	};
	enum status st = look_at(s, j);

	if (st == OK)
		st = schema_check(s, j);
	if (st == OK)
		st = db_script(s, j, scripts[s->mode]);
	if (st == OK && s->mode == STORE_WRITE)
		st = schema_update(s, j);
	if (st == OK)
		st = db_prepare_all(s, j);
	if (st == OK && s->mode == STORE_WRITE)
		(void)sqlite3_wal_hook(s->db, wal_grew, s);
	return st;
}

enum status
store_open(struct job *j, const char *dir, enum store_db db,
    enum store_mode mode, struct store **out)
{
	static const int flags[] = {
		[STORE_WRITE] = SQLITE_OPEN_READWRITE,
		[STORE_READ] = SQLITE_OPEN_READWRITE,
		[STORE_READER] = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
	};
	const char *path = file_path(j, dir, db_name(db));
	struct store *s = NULL;
	enum status st = OK;

	if (access(path, F_OK) != 0 && errno == ENOENT)
		return job_fail(j, NOT_FOUND,
		    "there is no site in %s (no %s); \"stet init\" makes one",
		    dir, db_name(db));
	st = db_open(j, dir, db, mode, flags[mode], &s);
	if (st != OK)
		return st;
	st = get_ready(s, j);
	if (st != OK) {
		store_close(s);
		return st;
	}
	*out = s;
	return OK;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	db_finalize_all(s);
	(void)sqlite3_close_v2(s->db);
	if (s->queue >= 0)
		(void)close(s->queue);
	if (s->index >= 0)
		(void)close(s->index);
	free(s->path);
	free(s);
}

bool
store_same_file(const struct store *s)
{
	struct stat sb;

	return stat(s->path, &sb) == 0 && sb.st_dev == s->dev
	    && sb.st_ino == s->ino;
}
