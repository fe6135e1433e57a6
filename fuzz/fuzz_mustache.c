/* SPDX-License-Identifier: ISC */
/*
 * A template, a partial "p" and JSON, with a NUL between them.  Over JSON:
 * it renders or says why, and the second time the same.  Over a view: no
 * template gets a text of the view out unescaped.
 */
#include <assert.h>
#include <stdlib.h>

#include "page/mustache_json.h"
#include "page/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct view {
	struct str a;
	struct view_list b;
	const struct view *c;
	struct str d;
};

#define HOSTILE STR_INIT("\1<\1>\1&\1\"\1'")

static const char *const partials[] = { "p", "t", NULL };
static const struct str texts[] = { HOSTILE, STR_INIT(""), HOSTILE };
static const struct view_type view_type;
static const struct view_field fields[] = {
	VIEW_TEXT(struct view, a, ""),
	VIEW_TEXTS(struct view, b, ""),
	VIEW_VIEW(struct view, c, &view_type, ""),
	VIEW_PARTIAL(struct view, d, partials, ""),
};
static const struct view_type view_type = VIEW_TYPE(struct view, fields);

static void
over_json(struct str template, json_t *data, json_t *parts)
{
	struct job *j = job_new(0);
	struct str once = { NULL, 0 }, twice = { NULL, 0 };
	enum status st = mustache_json(j, template, data, parts, &once);

	assert(st == OK || job_reason(j).n);
	job_forgive(j);
	assert(mustache_json(j, template, data, parts, &twice) == st);
	assert(str_eq(once, twice));
	job_free(j);
}

static void
over_view(struct str template, struct str partial)
{
	struct job *j = job_new(0);
	const struct template_file files[] = {
		{ STR("t"), STR("t"), template },
		{ STR("p"), STR("p"), partial },
	};
	const struct template_sources src = { .files = files, .n_files = 2 };
	const struct view inner = { .a = HOSTILE, .d = STR("p") };
	const struct view outer = { HOSTILE, { texts, 3 }, &inner, STR("t") };
	const struct tongue none = { NULL, NULL };
	const struct template *t = NULL;
	struct str out = { NULL, 0 };

	if (template_compile(j, &src, "t", &view_type, &t) == OK
	    && template_render(t, j, &outer, &none, 1 << 20, &out) == OK)
		for (size_t i = 0; i < out.n; i++)
			assert(out.p[i] != '\1'
			    || (i + 1 < out.n && out.p[i + 1] == '&'));
	assert(t || job_reason(j).n);
	job_free(j);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size };
	struct str template = { NULL, 0 }, partial = { NULL, 0 };
	json_t *values, *parts;

	if (size > 4096 || str_find_ch(rest, '\1') != NOWHERE)
		return 0;
	(void)str_cut(&rest, '\0', &template);
	(void)str_cut(&rest, '\0', &partial);
	values = json_loadb(rest.p ? rest.p : "", rest.n, JSON_DECODE_ANY,
	    NULL);
	parts = json_object();
	(void)json_object_set_new(parts, "p",
	    json_stringn(partial.p ? partial.p : "", partial.n));
	over_json(template, values, parts);
	over_view(template, partial);
	json_decref(values);
	json_decref(parts);
	return 0;
}
