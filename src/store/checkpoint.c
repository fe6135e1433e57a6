/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/inside.h"

#define PASSIVE_ROUNDS 8
#define RESTART_MS 250
#define BUSY_MS 5000
#define WAL_READY ((off_t)16 * 1024 * 1024)
/* Where SQLite's readers lock the index (its WAL-index format). */
#define READ_MARKS 123
#define READ_MARKS_N 5
#define ZEROS ((size_t)64 * 1024)

static enum status
passive(struct store *s, struct job *j, bool *level)
{
	int all = 0, done = 0;
	const int rc = sqlite3_wal_checkpoint_v2(s->db, "main",
	    SQLITE_CHECKPOINT_PASSIVE, &all, &done);

	*level = all == done;
	return rc == SQLITE_OK ? OK : db_fail(s, j, rc, "checkpoint");
}

/* With the queue held, so that no writer is in the way, only readers. */
static enum status
begin_anew(struct store *s, struct job *j, int mode)
{
	enum status st = queue_take(s, j);
	int all = 0, done = 0;

	if (st != OK)
		return st;
	(void)sqlite3_busy_timeout(s->db, RESTART_MS);
	const int rc = sqlite3_wal_checkpoint_v2(s->db, "main", mode, &all,
	    &done);

	(void)sqlite3_busy_timeout(s->db, BUSY_MS);
	queue_give(s);
	if (rc != SQLITE_OK)
		return db_fail(s, j, rc, "checkpoint");
	s->wal_pages = 0;
	return OK;
}

enum status
store_checkpoint(struct store *s, struct job *j, enum store_checkpoint how)
{
	bool level = false;
	enum status st = OK;

	assert(s->mode == STORE_WRITE && !s->in_tx && !s->in_read);
	for (int i = 0; st == OK && !level && i < PASSIVE_ROUNDS; i++) {
		st = passive(s, j, &level);
		if (how == CHECKPOINT_SOME)
			return st;
	}
	if (st != OK)
		return st;
	return begin_anew(s, j,
	    how == CHECKPOINT_ALL ? SQLITE_CHECKPOINT_RESTART
				  : SQLITE_CHECKPOINT_TRUNCATE);
}

/*
 * With the queue held.  The new file is made beside, not in memory; where it
 * is made SQLite decides while it reads the PRAGMA, so they can't be prepared.
 */
static enum status
vacuum(struct store *s, struct job *j)
{
	enum status st = db_exec(s, j, SQL_STORE_TEMP_FILE);

	if (st == OK)
		st = store_run(s, j, SQL_STORE_VACUUM, NO_VALS);
	if (st == OK)
		st = db_exec(s, j, SQL_STORE_TEMP_MEMORY);
	db_touch(s);
	return st;
}

enum status
store_wipe(struct store *s, struct job *j)
{
	enum status st = queue_take(s, j);

	assert(s->mode == STORE_WRITE && !s->in_tx && !s->in_read);
	if (st != OK)
		return st;
	st = vacuum(s, j);
	queue_give(s);
	return st == OK ? store_checkpoint(s, j, CHECKPOINT_SHRINK) : st;
}

int64_t
store_wal_bytes(const struct store *s)
{
	enum { PAGE = 16384, FRAME_HEAD = 24 };

	return (int64_t)s->wal_pages * (PAGE + FRAME_HEAD);
}

enum status
store_holder(struct store *s, struct job *j, pid_t *out)
{
	struct flock ask = { .l_type = F_WRLCK,
		.l_whence = SEEK_SET,
		.l_start = READ_MARKS,
		.l_len = READ_MARKS_N };
	const char *path = job_cstr(j, job_printf(j, "%s-shm", s->path));

	/* Closing it would drop SQLite's own locks: it stays until the end. */
	if (s->index < 0)
		s->index = open(path, O_RDONLY | O_CLOEXEC);
	if (s->index < 0)
		return file_fail(j, "opening", path);
	if (fcntl(s->index, F_GETLK, &ask) < 0)
		return file_fail(j, "asking who holds", path);
	*out = ask.l_type == F_UNLCK ? 0 : ask.l_pid;
	return OK;
}

static enum status
fill(struct job *j, int fd, const char *path)
{
	const char *zeros = job_alloc(j, ZEROS);
	struct stat sb;

	if (fstat(fd, &sb) != 0)
		return file_fail(j, "looking at", path);
	for (off_t at = sb.st_size; at < WAL_READY;) {
		const size_t left = (size_t)(WAL_READY - at);
		const ssize_t n = pwrite(fd, zeros, left < ZEROS ? left : ZEROS,
		    at);

		if (n <= 0)
			return file_fail(j, "making room in", path);
		at += n;
	}
	return fdatasync(fd) == 0 ? OK : file_fail(j, "saving", path);
}

enum status
store_make_room(struct store *s, struct job *j)
{
	const char *path = job_cstr(j, job_printf(j, "%s-wal", s->path));
	enum status st = queue_take(s, j);

	assert(s->mode == STORE_WRITE && !s->in_tx);
	if (st != OK)
		return st;
	db_touch(s);
	/* SQLite holds no locks on this file, so closing it drops none. */
	const int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		st = file_fail(j, "opening", path);
	else {
		st = fill(j, fd, path);
		(void)close(fd);
	}
	queue_give(s);
	return st;
}

enum status
store_bulk(struct store *s, struct job *j)
{
	assert(s->mode == STORE_WRITE);
	return db_script(s, j, "open-bulk.sql");
}
