/* SPDX-License-Identifier: ISC */
/*
 * An export of Ghost's by anybody: each of its rows becomes a text file that
 * can be read, or is refused with a reason.
 */
#include <assert.h>

#include "wire/ghost.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_item(struct origin *o, struct job *j, const struct item *i)
{
	struct converted out = { .source = i->source };
	struct str bytes;

	if (o->kind->read(o, j, i, &bytes) != OK) {
		assert(job_reason(j).n > 0);
		return;
	}
	assert(o->kind->has(o, i->source));
	if (o->kind->convert(o, j, i, bytes, &out) != OK)
		assert(job_reason(j).n > 0);
	else if (!out.left)
		assert(str_is_utf8(out.bytes) && out.file.top != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct import_opts opts = { .from = "/nowhere/x.json" };
	struct job *j = job_new(1795608000), *one = job_new(1795608000);
	struct origin o = { .kind = &origin_ghost,
		.j = j,
		.opts = &opts,
		.site_lang = STR("en"),
		.now = 1795608000 };
	struct item i;

	assert(zone_open(j, STR("UTC"), &o.zone) == OK);
	if (ghost_read(&o, str_from((const char *)data, size)) == OK) {
		while (o.kind->next(&o, one, &i) == OK) {
			check_item(&o, one, &i);
			job_reset(one, 1795608000);
		}
	} else {
		assert(job_reason(j).n > 0);
	}
	o.kind->close(&o);
	job_free(one);
	job_free(j);
	return 0;
}
