/* SPDX-License-Identifier: ISC */
/*
 * A database is known by its application_id and by the number of the last
 * schema file that was run on it (user_version).  Schema files are never
 * edited after a release; a writer runs those that are missing.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/inside.h"

/* As create-site.sql and create-desk.sql set it: "stet", "sted". */
#define SITE_ID 0x73746574
#define DESK_ID 0x73746564

/* clang-format off */
#pragma GCC diagnostic ignored "-Woverlength-strings"
static const struct script scripts[] = {
#include "store/scripts.inc"
};
/* clang-format on */

#define SCRIPTS (sizeof(scripts) / sizeof(*scripts))

int
store_schema_version(enum store_db db)
{
	int version = 0;

	for (size_t i = 0; i < SCRIPTS; i++)
		if (scripts[i].version > version
		    && stmt_is_of(scripts[i].db, db))
			version = scripts[i].version;
	return version;
}

static enum status
run_script(struct store *s, struct job *j, const struct script *t)
{
	const int rc = sqlite3_exec(s->db, t->sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? OK : db_fail(s, j, rc, t->name);
}

enum status
db_script(struct store *s, struct job *j, const char *name)
{
	for (size_t i = 0; i < SCRIPTS; i++)
		if (strcmp(scripts[i].name, name) == 0)
			return run_script(s, j, &scripts[i]);
	return job_fail(j, FAULT, "no script %s was compiled in", name);
}

enum status
schema_check(struct store *s, struct job *j)
{
	const int want = s->which == SITE_DB ? SITE_ID : DESK_ID;
	const int newest = store_schema_version(s->which);
	int64_t id = 0, version = 0;
	enum status st = db_number(s, j, SQL_STORE_APPLICATION_ID, &id);

	if (st == OK)
		st = db_number(s, j, SQL_STORE_SCHEMA_VERSION, &version);
	if (st != OK)
		return st;
	if (id != want)
		return job_fail(j, INVALID, "%s is not a database of stet",
		    s->path);
	if (version > newest) {
		s->health = STORE_NEWER;
		return job_fail(j, INVALID,
		    "%s was made by a newer stet (its tables are of version "
		    "%lld, this program knows %d); use that one",
		    s->path, (long long)version, newest);
	}
	if (version < newest && s->mode != STORE_WRITE)
		return job_fail(j, BUSY,
		    "%s is of an older stet (its tables are of version %lld, "
		    "this program wants %d); \"stet serve\" or any command "
		    "that writes brings it up to date",
		    s->path, (long long)version, newest);
	return OK;
}

static enum status
run_missing(struct store *s, struct job *j)
{
	int64_t version = 0;
	enum status st = db_number(s, j, SQL_STORE_SCHEMA_VERSION, &version);

	for (size_t i = 0; st == OK && i < SCRIPTS; i++)
		if (scripts[i].version > version
		    && stmt_is_of(scripts[i].db, s->which))
			st = run_script(s, j, &scripts[i]);
	return st;
}

enum status
schema_update(struct store *s, struct job *j)
{
	int64_t version = 0;
	enum status st = db_number(s, j, SQL_STORE_SCHEMA_VERSION, &version);

	if (st != OK || version == store_schema_version(s->which))
		return st;
	st = queue_take(s, j);
	if (st != OK)
		return st;
	st = db_exec(s, j, SQL_STORE_BEGIN_WRITE);
	if (st == OK)
		st = run_missing(s, j);
	if (st == OK)
		st = db_exec(s, j, SQL_STORE_COMMIT);
	/* If not, closing the connection undoes what was begun. */
	queue_give(s);
	return st;
}

/*
 * What is published anyone may read; drafts are for those who write.  SQLite
 * gives the log and its index the rights that the file has.
 */
static enum status
make_empty(struct job *j, const char *path, enum store_db db)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    db == SITE_DB ? 0664 : 0660);

	if (fd < 0)
		return file_fail(j, "making", path);
	(void)close(fd);
	return OK;
}

static enum status
create(struct job *j, const char *dir, enum store_db db, const char *name)
{
	struct store *s = NULL;
	enum status st = make_empty(j, file_path(j, dir, name), db);

	if (st == OK)
		st = db_open(j, dir, db, STORE_WRITE, SQLITE_OPEN_READWRITE,
		    &s);
	if (st != OK)
		return st;
	st = db_script(s, j, "create.sql");
	if (st == OK)
		st = db_script(s, j,
		    db == SITE_DB ? "create-site.sql" : "create-desk.sql");
	if (st == OK)
		st = schema_update(s, j);
	store_close(s);
	return st;
}

enum status
store_create(struct job *j, const char *dir)
{
	static const char *const names[] = { "site.db", "desk.db" };
	enum status st = OK;

	for (size_t i = 0; i < 2; i++) {
		const char *path = file_path(j, dir, names[i]);

		if (access(path, F_OK) == 0)
			return job_fail(j, CONFLICT, "%s exists already", path);
	}
	st = create(j, dir, SITE_DB, names[0]);
	if (st == OK)
		st = create(j, dir, DESK_DB, names[1]);
	return st;
}
