/* SPDX-License-Identifier: ISC */
/*
 * SQLite has no queue: one who waits with a busy timeout beside a long writer
 * may never get in.  So writers line up on two bytes of write.lock.  Who wants
 * to write takes "waiting" (and waits for that), then "writing", then gives
 * "waiting" back; so there is at most one who waits for "writing", and a long
 * writer can see that one and give way, after which it stands behind.
 *
 * The locks belong to the open file (OFD): a second store of the same process
 * queues like a stranger, and a process that dies lets go.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "store/inside.h"

enum place {
	WRITING,
	WAITING,
};

static struct flock
byte_of(const struct store *s, enum place place, short type)
{
	return (struct flock){
		.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = (s->which == SITE_DB ? 0 : 2) + (off_t)place,
		.l_len = 1,
	};
}

static int
lock(const struct store *s, enum place place, short type)
{
	struct flock l = byte_of(s, place, type);
	int rc = -1;

	do
		rc = fcntl(s->queue, F_OFD_SETLKW, &l);
	while (rc != 0 && errno == EINTR);
	return rc;
}

enum status
queue_open(struct job *j, const char *dir, int *fd)
{
	const char *path = file_path(j, dir, "write.lock");

	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
	if (*fd < 0)
		return file_fail(j, "opening", path);
	return OK;
}

enum status
queue_take(struct store *s, struct job *j)
{
	if (lock(s, WAITING, F_WRLCK) != 0)
		return file_fail(j, "queueing on", "write.lock");
	const int rc = lock(s, WRITING, F_WRLCK);

	(void)lock(s, WAITING, F_UNLCK);
	if (rc != 0)
		return file_fail(j, "queueing on", "write.lock");
	return OK;
}

void
queue_give(struct store *s)
{
	(void)lock(s, WRITING, F_UNLCK);
}

bool
store_wanted(const struct store *s)
{
	struct flock l = byte_of(s, WAITING, F_WRLCK);

	return fcntl(s->queue, F_OFD_GETLK, &l) == 0 && l.l_type != F_UNLCK;
}
