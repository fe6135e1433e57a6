/* SPDX-License-Identifier: ISC */
/*
 * A folder of files that an export writes, for a web server or to be kept, and
 * beside them, in .stet/, what it remembers of them.  A file is there whole or not at all; one
 * that is the same already is not touched; only what an export has put there
 * is ever taken away.  Any number of threads may put files at once.
 */
#ifndef STET_BASE_FOLDER_H
#define STET_BASE_FOLDER_H

#include "base/job.h"

struct folder;

#define FOLDER_NOTES ".stet" /* in it; no address of a paper begins so */

/*
 * Made if it isn't there.  CONFLICT if it holds files and none of an export;
 * BUSY if another export is at work in it; DENIED, FAULT.
 */
MUST_CHECK enum status folder_open(struct job *j, const char *path,
    struct folder **out);
void folder_close(struct folder *f); /* NULL is fine */

/*
 * The file at which a page's address stands: "/a/" in a/index.html, "/a" in
 * a.html if it is a page of HTML.  Empty if no file can be called so.
 */
struct str folder_name(struct job *j, struct str address, bool html);

/* *written is false if the file was there with the same bytes. */
MUST_CHECK enum status folder_put(struct folder *f, struct job *j,
    struct str name, struct str bytes, bool *written);
/* If there is such a file it stays, whatever is in it. */
MUST_CHECK enum status folder_keep(struct folder *f, struct job *j,
    struct str name, bool *is);
/* A copy of a file, unless one of that name is there. */
MUST_CHECK enum status folder_copy(struct folder *f, struct job *j,
    struct str name, int from, bool *written);
/* Take a file away, and the folders that it leaves empty. */
MUST_CHECK enum status folder_drop(struct folder *f, struct job *j,
    struct str name, bool *was);

/*
 * A whole export: between these two every file that is to stay is put, and
 * what earlier ones had put and this one did not is taken away at the end.
 */
MUST_CHECK enum status folder_begin(struct folder *f, struct job *j);
MUST_CHECK enum status folder_sweep(struct folder *f, struct job *j,
    int64_t *dropped);

/* What is remembered, by a name in .stet/; NOT_FOUND. */
MUST_CHECK enum status folder_recall(struct folder *f, struct job *j,
    const char *name, size_t max, struct str *out);
MUST_CHECK enum status folder_note(struct folder *f, struct job *j,
    const char *name, struct str bytes);
/* All that was put outlives a crash from here on. */
MUST_CHECK enum status folder_sync(struct folder *f, struct job *j);

#endif
