/* SPDX-License-Identifier: ISC */
#include "media/work.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "media/bytes.h"
#include "media/clean.h"
#include "media/media.h"
#include "media/picture.h"

typedef bool clean_rule(struct clean *c);

static clean_rule *const rules[] = {
	[MEDIA_RECORDING] = clean_recording,
	[MEDIA_CAPTIONS] = clean_vtt,
	[MEDIA_DOCUMENT] = clean_pdf,
};

static bool
write_all(int fd, const void *p, size_t n)
{
	for (size_t done = 0; done < n;) {
		const ssize_t some = write(fd, (const char *)p + done,
		    n - done);

		if (some <= 0)
			return false;
		done += (size_t)some;
	}
	return true;
}

static void
tell(const struct clean *c, bool fine, struct told *t)
{
	t->done = fine;
	t->duration = c->duration;
	t->left_out = c->left_out;
	t->made[0] = (struct made){ .format = c->format,
		.w = c->w,
		.h = c->h,
		.bytes = c->n };
	memcpy(t->reason, c->reason, sizeof(t->reason));
}

static void
clean_make(clean_rule *rule, struct clean *c, const int files[WIRE_FILES])
{
	struct told t = { .done = 0 };
	bool fine = rule(c);

	if (fine && !write_all(files[WIRE_MASTER], c->p, c->n))
		fine = clean_refuse(c, "%s",
		    errno == ENOSPC || errno == EDQUOT ? "the disk is full"
						       : "it grew too large");
	tell(c, fine, &t);
	job_free(c->j);
	if (!write_all(files[WIRE_TOLD], &t, sizeof(t)))
		_exit(1);
}

void
work_do(const struct ask *ask, const int files[WIRE_FILES])
{
	struct clean c = { .n = (size_t)ask->given };

	if (ask->what == MEDIA_PICTURE) {
		picture_make(ask, files);
		return;
	}
	/* Only what a rule changes takes memory of its own. */
	c.p = mmap(NULL, c.n, PROT_READ | PROT_WRITE, MAP_PRIVATE,
	    files[WIRE_GIVEN], 0);
	if (c.p == MAP_FAILED)
		_exit(1);
	/* A document may be a scan, which is a picture. */
	if (ask->what == MEDIA_DOCUMENT && !begins(c.p, c.n, STR("%PDF"))) {
		picture_make(ask, files);
		return;
	}
	c.j = job_new(0);
	clean_make(rules[ask->what], &c, files);
}
