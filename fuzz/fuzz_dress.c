/* SPDX-License-Identifier: ISC */
/*
 * A body whose pictures are not known, or get nothing new, is the same body;
 * one that is dressed holds all of its own tags.  A name that is served leads
 * to no other folder.
 */
#include <assert.h>
#include <string.h>

#include "edge/edge.h"
#include "text/dress.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
unknown(void *ctx, struct job *j, const struct picture_seen *seen,
    struct picture_forms *out)
{
	(void)ctx;
	(void)j;
	(void)seen;
	(void)out;
	return false;
}

static bool
nothing_new(void *ctx, struct job *j, const struct picture_seen *seen,
    struct picture_forms *out)
{
	(void)ctx;
	(void)j;
	assert(str_starts(seen->src, STR("/media/")));
	assert(seen->w >= 0 && seen->h >= 0);
	*out = (struct picture_forms){ .still = false };
	return true;
}

static bool
all_of_it(void *ctx, struct job *j, const struct picture_seen *seen,
    struct picture_forms *out)
{
	size_t *const n = ctx;

	(void)j;
	(void)seen;
	++*n;
	*out = (struct picture_forms){ .srcset = STR("/media/b.jpg 1w"),
		.other = STR("/media/b.webp 1w"),
		.still = *n % 2 == 0,
		.look = STR("r0") };
	return true;
}

static size_t
count(struct str s, struct str what)
{
	size_t n = 0, at;

	while ((at = str_find(s, what)) != NOWHERE) {
		s = str_skip(s, at + what.n);
		n++;
	}
	return n;
}

static void
look_at_name(struct str s)
{
	struct media_name is, again;

	if (!media_name(s, &is))
		return;
	assert(is.n <= s.n && is.type.n > 0);
	assert(is.place[0] == s.p[0] && is.place[1] == s.p[1]);
	assert(strchr(is.place + 3, '/') == NULL
	    && strstr(is.place, "..") == NULL);
	assert(media_name(str_sub(s, 0, is.n), &again));
	assert(again.n == is.n && strcmp(again.place, is.place) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct job *j = job_new(0);
	const struct str s = str_from((const char *)data, size);
	const struct markup body = { s };
	size_t n = 0;

	assert(str_eq(body_dressed(j, body, unknown, NULL).html, s));
	assert(str_eq(body_dressed(j, body, nothing_new, NULL).html, s));

	const struct str out = body_dressed(j, body, all_of_it, &n).html;

	assert(
	    count(out, STR("</picture>")) == count(s, STR("</picture>")) + n);
	assert(count(out, STR("<source media=\"(pref"))
	    >= count(s, STR("<source media=\"(pref")) + n / 2);
	look_at_name(s);
	job_free(j);
	return 0;
}
