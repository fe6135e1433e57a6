/* SPDX-License-Identifier: ISC */
/* Whatever a feed holds, what is taken of it is plain and leads to the web. */
#include <assert.h>

#include "wire/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
assert_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		assert((unsigned char)s.p[i] >= ' ' && s.p[i] != 0x7f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct job *j = job_new(0);
	struct outside_items f;

	if (feed_read(j, str_from((const char *)data, size),
		STR("https://elsewhere.example/feed"), &f)
	    == OK) {
		assert(f.n <= OUTSIDE_ITEMS);
		assert_line(f.title);
		for (size_t i = 0; i < f.n; i++) {
			assert(f.at[i].title.n > 0);
			assert_line(f.at[i].title);
			assert_line(f.at[i].summary);
			assert_line(f.at[i].address);
			assert(str_starts(f.at[i].address, STR("https://"))
			    || str_starts(f.at[i].address, STR("http://")));
		}
	} else {
		assert(job_reason(j).n > 0);
	}
	job_free(j);
	return 0;
}
