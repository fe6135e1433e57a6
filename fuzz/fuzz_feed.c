/* SPDX-License-Identifier: ISC */
/*
 * Whatever a feed holds, what is shown of it is plain and leads to the web, and
 * what an import takes of it is a text file.
 */
#include <assert.h>

#include "wire/feed.h"
#include "wire/feedimport.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
assert_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		assert((unsigned char)s.p[i] >= ' ' && s.p[i] != 0x7f);
}

static void
check_item(struct origin *o, struct job *j, const struct item *i)
{
	struct converted out = { .source = i->source };
	struct str bytes;

	if (o->kind->read(o, j, i, &bytes) != OK
	    || o->kind->convert(o, j, i, bytes, &out) != OK) {
		assert(job_reason(j).n > 0);
		return;
	}
	assert(str_is_utf8(out.bytes) && out.file.top != NULL);
	assert(!node_is_empty(node_at(out.file.top, STR("headline"))));
}

/* As a page of an old site's. */
static void
check_import(struct job *j, struct str bytes)
{
	static const struct import_opts opts = { .from = "old.xml" };
	struct origin o = { .kind = &origin_feed,
		.j = j,
		.opts = &opts,
		.site_lang = STR("en") };
	struct feedimport f = { .o = &o,
		.j = j,
		.page = STR("https://old.example/feed"),
		.host = STR("old.example"),
		.folder = "/nowhere",
		.files = { .o = &o, .folder = "/nowhere" } };
	struct job *one = job_new(0);
	struct str next;
	struct item i;

	o.own = &f;
	assert(zone_open(j, STR("UTC"), &o.zone) == OK);
	if (feedimport_page(&f, bytes, &next) == OK) {
		while (o.kind->next(&o, one, &i) == OK) {
			check_item(&o, one, &i);
			job_reset(one, 0);
		}
	} else {
		assert(job_reason(j).n > 0);
	}
	job_free(one);
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
	job_reset(j, 0);
	check_import(j, str_from((const char *)data, size));
	job_free(j);
	return 0;
}
