/* SPDX-License-Identifier: ISC */
/* Whole files in and out. */
#ifndef STET_BASE_FILE_H
#define STET_BASE_FILE_H

#include "base/id.h"
#include "base/job.h"

/*
 * The bytes of a regular file, in j's memory.  NOT_FOUND, DENIED, FAULT;
 * INVALID if it is larger than max bytes.
 */
MUST_CHECK enum status file_read(struct job *j, const char *path, size_t max,
    struct str *out);

/* Everything from a descriptor up to its end, with the same limit. */
MUST_CHECK enum status file_read_fd(struct job *j, int fd, size_t max,
    struct str *out);

/*
 * Write to a new file beside it, fdatasync, rename over path, sync the folder:
 * a reader sees the old bytes or the new, and a crash loses neither.
 */
MUST_CHECK enum status file_replace(struct job *j, const char *path,
    struct str bytes, unsigned mode);

/* The same by way of another name, in a folder of the same file system. */
MUST_CHECK enum status file_put(struct job *j, const char *aside,
    const char *path, struct str bytes, unsigned mode);

/* Sync the folder that path lies in, so that a rename there outlives a crash. */
MUST_CHECK enum status file_sync_folder(struct job *j, const char *path);

/* SHA-256 of all that a file has, from its front, read piece by piece. */
MUST_CHECK enum status file_hash_fd(struct job *j, int fd, const char *path,
    struct sha256 *out);
MUST_CHECK enum status file_hash(struct job *j, const char *path,
    struct sha256 *out);

/* All of it, however many calls it takes. */
MUST_CHECK enum status file_write_fd(struct job *j, int fd, struct str bytes);

/* A folder with all that is in it, as far as that can be; links are not followed. */
void file_remove_tree(const char *path);

/* DENIED, NOT_FOUND or FAULT, with "doing what path: why" from errno. */
enum status file_fail(struct job *j, const char *doing, const char *path);

/* dir/name in j's memory. */
char *file_path(struct job *j, const char *dir, const char *name);

#endif
