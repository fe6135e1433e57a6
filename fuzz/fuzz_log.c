/* SPDX-License-Identifier: ISC */
/*
 * What a stranger's server sends of a log: each leaf of a bundle, each name,
 * each checkpoint and each note about keys that is taken is exactly what we
 * would write.
 */
#include <assert.h>

#include "record/bundle.h"
#include "record/leaf.h"
#include "record/masthead.h"
#include "record/paths.h"

#define VERIFIER                                           \
	"gazette.example/record+e8654de4+AZQEUtkvDSDyvvMQ" \
	"J7kRGlJ/frFNTgQaJe8PAs4Ct+QB"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
leaves(struct job *j, struct str rest)
{
	struct str leaf;
	struct leaf l;

	while (bundle_next(&rest, &leaf)) {
		if (leaf_of(j, leaf, &l) == OK)
			assert(str_eq(leaf_text(j, &l), leaf));
		job_forgive(j);
	}
}

static void
name(struct job *j, struct str text)
{
	const struct record_path p = record_path_of(j, text);

	if (p.part != PART_NONE)
		assert(str_eq(record_path_name(j, &p), text));
}

static void
masthead(struct job *j, struct str note)
{
	struct masthead m;

	if (masthead_read(j, note, &m) == OK) {
		const struct str text = masthead_text(j, &m);

		assert(m.seals.n > 0 && str_starts(note, text));
		assert(str_starts(str_skip(note, text.n), STR("\n")));
	}
	job_forgive(j);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str all = str_from((const char *)data, size);
	struct job *j = job_new(0);
	struct checkpoint c;

	leaves(j, all);
	name(j, all);
	masthead(j, all);
	/* The corpus holds the only one that was ever signed with that key. */
	if (checkpoint_open(j, all, STR(VERIFIER), &c) == OK)
		assert(c.size == 1 && str_starts(all, c.origin));
	job_free(j);
	return 0;
}
