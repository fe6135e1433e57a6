/* SPDX-License-Identifier: ISC */
/*
 * What is taken out of a query is text of one line, and comes back from the
 * query that it is written into.
 */
#include <assert.h>

#include "press/query.h"
#include "text/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
is_line(struct str s)
{
	assert(str_is_utf8(s));
	for (size_t i = 0; i < s.n; i++)
		assert((unsigned char)s.p[i] >= ' ' && s.p[i] != 0x7f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str names[] = { STR_INIT("q"), STR_INIT("url") };
	struct job *j = job_new(0);
	const struct str query = str_from((const char *)data, size);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct str whole = query_address(j, query, names[i]);
		const struct str again = job_printf(j, "%.*s=%.*s",
		    STR_ARG(names[i]), STR_ARG(query_encoded(j, whole)));

		is_line(whole);
		is_line(query_value(j, query, names[i]));
		assert(str_eq(query_address(j, again, names[i]), whole));
	}
	job_free(j);
	return 0;
}
