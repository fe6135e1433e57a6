/* SPDX-License-Identifier: ISC */
/*
 * What an import reads of a stranger's project besides text files: the first
 * line as a permalink (a pattern, or a template of Eleventy's), the rest as a
 * body with shortcodes and tags.  UTF-8 stays UTF-8, and an address in its
 * normal form is its own normal form.
 */
#include <assert.h>

#include "text/address.h"
#include "wire/eleventy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_address(struct job *j, struct str path)
{
	struct str once, twice;

	if (address_normal(j, path, &once) != OK) {
		job_forgive(j);
		return;
	}
	assert(once.n > 0 && once.p[0] == '/' && str_is_utf8(once));
	assert(address_normal(j, once, &twice) == OK && str_eq(once, twice));
	/* A query is compared as it was written, so it is not encoded. */
	if (str_find_ch(once, '?') != NOWHERE)
		return;
	assert(address_normal(j, address_encoded(j, once), &twice) == OK);
	assert(str_eq(once, twice));
}

static void
check_pattern(struct job *j, const struct project *p, const struct source *s,
    struct str text)
{
	struct permalink l = { .source = s,
		.title = STR("Tide & pier"),
		.date = { .at = 1795608000, .precision = WHEN_DAY } };
	struct str path;

	check_address(j, text);
	if (eleventy_pattern(j, text, &l.pattern) != OK)
		l.pattern = text;
	if (permalink_of(j, p, &l, &path) == OK)
		check_address(j, path);
	job_forgive(j);
}

static void
check_body(struct job *j, struct converter *c, const struct source *s,
    struct str body)
{
	struct notes notes = { 0 };
	struct bodywork w = { .c = c,
		.j = j,
		.source = s,
		.line = 1,
		.notes = &notes };
	struct str out;

	if (!str_is_utf8(body))
		return;
	if (shortcodes_work(&w, body, &out) == OK)
		assert(str_is_utf8(out));
	job_forgive(j);
	if (liquid_work(&w, body, &out) == OK)
		assert(str_is_utf8(out));
	job_forgive(j);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct project hugo = { .system = HUGO,
		.content = "/nowhere" };
	static const struct project eleventy = { .system = ELEVENTY,
		.content = "/nowhere" };
	static const struct tree tree = { .n = 0 };
	static const struct import_opts opts = { .expand = NULL };
	const struct source s = { .path = STR("news/pier.md"),
		.folder = STR("news"),
		.name = STR("2026-11-25-pier"),
		.section = STR("news"),
		.lang = STR("en"),
		.kind = KIND_STORY };
	struct converter c = { .p = &hugo, .tree = &tree, .opts = &opts };
	struct job *j = job_new(0);
	struct str body = str_from((const char *)data, size), first;

	if (str_line(&body, &first)) {
		check_pattern(j, &hugo, &s, first);
		check_pattern(j, &eleventy, &s, first);
		check_body(j, &c, &s, body);
	}
	job_free(j);
	return 0;
}
