/* SPDX-License-Identifier: ISC */
#include "base/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"

#define ROOM_FIRST ((size_t)64 * 1024) /* bytes */
#define EASE_EVERY 65536               /* steps of a sort */

enum status
spill_open(struct job *j, const char *dir, size_t each, struct spill *out)
{
	char *const path = file_path(j, dir, ".spill-XXXXXX");
	const int fd = mkostemp(path, O_CLOEXEC);

	if (fd < 0)
		return file_fail(j, "making", path);
	(void)unlink(path);
	*out = (struct spill){ .each = each, .fd = fd };
	return OK;
}

enum status
spill_room(struct job *j, struct spill *s, size_t n)
{
	const size_t was = s->room * s->each;
	size_t bytes = was == 0 ? ROOM_FIRST : was;
	void *at;

	if (n <= s->room)
		return OK;
	while (bytes / s->each < n)
		bytes *= 2;
	/* Written to by way of memory, where a full disk would be a signal. */
	errno = posix_fallocate(s->fd, (off_t)was, (off_t)(bytes - was));
	if (errno != 0)
		return file_fail(j, "growing", "a file of our own");
	at = was == 0
	    ? mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, s->fd, 0)
	    : mremap(s->at, was, bytes, MREMAP_MAYMOVE);
	if (at == MAP_FAILED)
		return file_fail(j, "mapping", "a file of our own");
	s->at = at;
	s->room = bytes / s->each;
	return OK;
}

void
spill_ease(struct spill *s)
{
	/* Of a shared mapping this drops what is mapped, not what it holds. */
	if (s->room > 0)
		(void)madvise(s->at, s->room * s->each, MADV_DONTNEED);
}

static char *
element(const struct spill *s, size_t i)
{
	return (char *)s->at + i * s->each;
}

static void
swap(const struct spill *s, size_t a, size_t b)
{
	char *const x = element(s, a), *const y = element(s, b);

	for (size_t i = 0; i < s->each; i++) {
		const char kept = x[i];

		x[i] = y[i];
		y[i] = kept;
	}
}

/* A heap but for its top: the top goes down to where it belongs. */
static void
sink(const struct spill *s, size_t top, size_t n,
    int (*cmp)(const void *a, const void *b))
{
	for (size_t child; (child = 2 * top + 1) < n; top = child) {
		if (child + 1 < n
		    && cmp(element(s, child), element(s, child + 1)) < 0)
			child++;
		if (cmp(element(s, top), element(s, child)) >= 0)
			return;
		swap(s, top, child);
	}
}

/* By heap: qsort(3) takes as much memory again. */
void
spill_sort(struct spill *s, size_t n, int (*cmp)(const void *a, const void *b))
{
	size_t sorted = 1;

	while (
	    sorted < n && cmp(element(s, sorted - 1), element(s, sorted)) <= 0)
		sorted++;
	if (sorted >= n)
		return;
	for (size_t i = n / 2; i-- > 0;)
		sink(s, i, n, cmp);
	for (size_t i = n; i-- > 1;) {
		swap(s, 0, i);
		sink(s, 0, i, cmp);
		if (i % EASE_EVERY == 0)
			spill_ease(s);
	}
}

void
spill_close(struct spill *s)
{
	if (s->each == 0)
		return;
	if (s->room > 0)
		(void)munmap(s->at, s->room * s->each);
	close(s->fd);
	*s = (struct spill){ 0 };
}
