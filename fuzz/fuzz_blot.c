/* SPDX-License-Identifier: ISC */
/*
 * Once words are blotted out of a text they are found in it no more, neither
 * in the text as it stands nor in the file that it is; and a text in which
 * they are not found keeps each byte.  The first line of the input is the
 * phrase; the rest is the file.
 */
#include <assert.h>

#include "text/blot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
expect_gone(struct job *j, const struct blot *b, struct str file)
{
	const struct str out = blot_out(j, b, file);
	struct str whole;

	assert(!blot_holds(b, out));
	if (!blot_holds(b, file))
		assert(str_eq(out, file));
	/* A file that can't be taken is refused, never half done. */
	if (blot_file(j, b, file, &whole) != OK)
		return;
	assert(!blot_file_holds(j, b, whole));
	if (!blot_file_holds(j, b, file))
		assert(str_eq(whole, file));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str file = str_from((const char *)data, size), phrase;
	struct job *j = job_new(0);
	struct blot *b;

	if (str_cut(&file, '\n', &phrase) && blot_new(j, &phrase, 1, &b) == OK)
		expect_gone(j, b, file);
	job_free(j);
	return 0;
}
