/* SPDX-License-Identifier: ISC */
/*
 * Whatever stands in a text of Ghost's: what is made of it is UTF-8, has no
 * way out of a block of HTML, and what the sanitiser makes of it stays as it is.
 */
#include <assert.h>

#include "text/body.h"
#include "wire/lexical.h"
#include "wire/mobiledoc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct job *j, struct str html)
{
	const struct body_opts opts = { .keep_local = true };
	struct body body;

	assert(str_is_utf8(html));
	assert(body_markup(j, html, &opts, &body) == OK);
	assert(str_find(body.html.html, STR("<script")) == NOWHERE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum status (*const how[])(struct koenig * k,
	    struct str json) = { lexical_put, mobiledoc_put };
	const struct str json = str_from((const char *)data, size);

	for (size_t i = 0; i < 2; i++) {
		struct job *j = job_new(0);
		struct notes notes = { 0 };
		struct koenig k = koenig_begin(j, STR(""),
		    STR("https://gull.example"), &notes);
		struct str html;

		if (how[i](&k, json) == OK && koenig_end(&k, &html) == OK)
			check(j, html);
		else
			assert(job_reason(j).n > 0);
		job_free(j);
	}
	return 0;
}
