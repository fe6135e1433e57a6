/* SPDX-License-Identifier: ISC */
/* Signatories that are read come back the same from what is written of them. */
#include <assert.h>

#include "text/signers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct job *j = job_new(0);
	struct signatories rows, again;
	struct doubts doubts;

	if (signers_read(j, str_from((const char *)data, size), STR("f"), &rows)
	    == OK) {
		const struct str text = signers_write(j, rows.at, rows.n);

		assert(signers_read(j, text, STR("g"), &again) == OK);
		assert(again.n == rows.n);
		for (size_t i = 0; i < rows.n; i++) {
			assert(str_eq(rows.at[i].name, again.at[i].name));
			assert(str_eq(rows.at[i].role, again.at[i].role));
			assert(str_eq(rows.at[i].affiliation,
			    again.at[i].affiliation));
			assert(str_eq(rows.at[i].country, again.at[i].country));
		}
		assert(signers_doubt(j, &rows, &doubts) == OK);
	}
	job_free(j);
	return 0;
}
