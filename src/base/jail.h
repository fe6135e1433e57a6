/* SPDX-License-Identifier: ISC */
/*
 * Give up rights for good.  Call in this order, before the first thread:
 * jail_user (if root), jail_landlock or jail_files, jail_seccomp.  What was open stays open.
 */
#ifndef STET_BASE_JAIL_H
#define STET_BASE_JAIL_H

#include "base/job.h"

enum jail_may {
	JAIL_READ,  /* read files and folders below */
	JAIL_WRITE, /* all that a writer needs: make, write, rename, remove */
};

struct jail_path {
	const char *path;
	enum jail_may may;
};

/* Become this user and its groups; DENIED, NOT_FOUND. */
MUST_CHECK enum status jail_user(struct job *j, const char *user);

/*
 * Whether that user could read all of these that exist; asks as root, in a
 * child.  False too if there is no such user.
 */
bool jail_user_reads(struct job *j, const char *user,
    const struct jail_path *paths, size_t n);

/* NO_NEW_PRIVS and not dumpable; jail_landlock does it too. */
MUST_CHECK enum status jail_no_new_rights(struct job *j);

/*
 * jail_no_new_rights, and no file but those below these paths (a path
 * that does not exist is left out).  *held is false if this kernel has no
 * Landlock: worth a line in the log, no failure.
 */
MUST_CHECK enum status jail_landlock(struct job *j,
    const struct jail_path *paths, size_t n, bool *held);
/* The same for files alone: what may connect to others goes on doing so. */
MUST_CHECK enum status jail_files(struct job *j, const struct jail_path *paths,
    size_t n, bool *held);

enum jail_profile {
	/* Threads, epoll, sockets that are open or accepted, files read-only.
	   Opening for writing, truncate, chmod and all else answer EACCES. */
	JAIL_READER,
	/* Computing on descriptors that are open; no sockets, no open. */
	JAIL_PICTURES,
	/* As JAIL_PICTURES, but files may be opened read-only (decoders that
	   load modules, fonts, locale data late). */
	JAIL_PICTURES_READ,
	/* As JAIL_PICTURES_READ, and it may ask other servers. */
	JAIL_FETCHER,
};
MUST_CHECK enum status jail_seccomp(struct job *j, enum jail_profile profile);

#endif
