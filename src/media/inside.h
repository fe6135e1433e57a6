/* SPDX-License-Identifier: ISC */
/* What the parts of the room share outside the worker; inside media only. */
#ifndef STET_MEDIA_INSIDE_H
#define STET_MEDIA_INSIDE_H

#include <pthread.h>
#include <sys/types.h>

#include "media/media.h"

#define SHOWN "media"
#define PRIVATE "desk-media"

struct darkroom {
	char *dir; /* the site's folder */
	pid_t keeper;
	int sock;
	pthread_mutex_t one; /* picture at a time */
};

/* A name in desk-media/ for what is not whole yet. */
const char *shelf_aside(const struct darkroom *m, struct job *j);

/*
 * Into the private folder, whole and on the disk, unless it is there or shown
 * already.
 */
MUST_CHECK enum status shelf_put(const struct darkroom *m, struct job *j,
    struct str bytes, struct sha256 sha);
/* The same of a file that was written at aside, which is open as fd. */
MUST_CHECK enum status shelf_move(const struct darkroom *m, struct job *j,
    const char *aside, int fd, struct sha256 sha);
/* A rendition, beside its master. */
MUST_CHECK enum status shelf_put_rendition(const struct darkroom *m,
    struct job *j, struct str bytes, struct sha256 master,
    const struct rendition *r);

#endif
