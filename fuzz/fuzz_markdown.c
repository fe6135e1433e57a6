/* SPDX-License-Identifier: ISC */
/*
 * Whatever Markdown comes in: the body and its intro are canonical markup,
 * each heading's id stands in it, and notes come with what was changed.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "text/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct str text, const struct body_opts *opts)
{
	struct job *j = job_new(0);
	const struct sanitise_opts whole = { .media = opts->media,
		.n_media = opts->n_media,
		.lang = opts->lang,
		.keep_local = opts->keep_local },
				   part = { .media = opts->media,
					   .n_media = opts->n_media,
					   .lang = opts->lang,
					   .keep_local = opts->keep_local,
					   .no_ids = true };
	struct body body;

	if (body_markup(j, text, opts, &body) == OK) {
		assert(sanitise_is_canonical(j, body.html.html, &whole));
		assert(sanitise_is_canonical(j, body.intro.html, &part));
		assert(str_find(body.html.html, STR("<h1")) == NOWHERE);
		assert(str_is_utf8(body.plain));
	} else {
		assert(!str_is_utf8(text));
	}
	job_free(j);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct body_media media[] = { { STR("a.jpg"), STR("/media/aa"),
	    720, 480, STR("/media/bb"), 1440 } };
	const struct body_opts english = { .media = media, .n_media = 1 },
			       persian = { .lang = STR("fa-IR"),
				       .keep_local = true };
	const struct str text = { (const char *)data, size };

	check(text, &english);
	check(text, &persian);
	return 0;
}
