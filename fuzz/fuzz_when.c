/* SPDX-License-Identifier: ISC */
/* A date that is taken comes back from what is written of it. */
#include <assert.h>

#include "text/when.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct job *j = job_new(0);
	struct zone *z;
	struct when w, again;

	if (zone_open(j, STR("Europe/Lisbon"), &z) == OK
	    && when_parse(j, str_from((const char *)data, size), z, &w) == OK) {
		const struct str text = when_write(j, w);

		assert(when_parse(j, text, z, &again) == OK);
		assert(again.at == w.at
		    || (w.precision == WHEN_MINUTE
			&& w.at / 60 == again.at / 60));
		assert(again.precision == w.precision);
		assert(str_eq(when_write(j, again), text));
	}
	job_free(j);
	return 0;
}
