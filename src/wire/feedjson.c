/* SPDX-License-Identifier: ISC */
#include "wire/feedjson.h"

#include <jansson.h>

static struct str
text_of(struct job *j, const json_t *of, const char *name, size_t max)
{
	const json_t *const v = json_object_get(of, name);

	if (json_is_integer(v))
		return job_printf(j, "%lld", (long long)json_integer_value(v));
	if (!json_is_string(v) || json_string_length(v) > max)
		return STR("");
	return job_str(j,
	    str_from(json_string_value(v), json_string_length(v)));
}

struct reading {
	struct job *j;
	size_t max;
	struct feed_entry e;
};

static struct str
text(struct reading *r, const json_t *of, const char *name)
{
	return text_of(r->j, of, name, r->max);
}

static void
put_authors(struct reading *r, const json_t *v)
{
	const json_t *const list = json_object_get(v, "authors");
	const struct str one = text(r, json_object_get(v, "author"), "name");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const struct str name = text(r, json_array_get(list, i),
		    "name");

		if (name.n > 0 && r->e.n_authors < FEED_LISTED_MAX)
			r->e.authors[r->e.n_authors++] = name;
	}
	if (r->e.n_authors == 0 && one.n > 0)
		r->e.authors[r->e.n_authors++] = one;
}

static void
put_lists(struct reading *r, const json_t *v)
{
	const json_t *const tags = json_object_get(v, "tags");
	const json_t *const files = json_object_get(v, "attachments");

	for (size_t i = 0; i < json_array_size(tags); i++) {
		const json_t *const tag = json_array_get(tags, i);

		if (json_is_string(tag) && json_string_length(tag) > 0
		    && r->e.n_categories < FEED_LISTED_MAX)
			r->e.categories[r->e.n_categories++] = job_str(r->j,
			    str_from(json_string_value(tag),
				json_string_length(tag)));
	}
	for (size_t i = 0; i < json_array_size(files); i++) {
		const json_t *const f = json_array_get(files, i);

		if (r->e.n_files < FEED_LISTED_MAX && text(r, f, "url").n > 0)
			r->e.files[r->e.n_files++] = (struct feed_file){
				text(r, f, "url"), text(r, f, "mime_type"),
				text(r, f, "title")
			};
	}
}

static void
take_item(struct reading *r, const json_t *v)
{
	struct feed_entry *const e = &r->e;

	*e = (struct feed_entry){
		.title = { text(r, v, "title"), true },
		.address = text(r, v, "url"),
		.summary = { text(r, v, "summary"), true },
		.content = { text(r, v, "content_html"), false },
		.published = text(r, v, "date_published"),
		.updated = text(r, v, "date_modified"),
		.guid = text(r, v, "id"),
		.guid_is_address = true,
		.picture = text(r, v, "image"),
		.lang = text(r, v, "language"),
	};
	if (e->address.n == 0)
		e->address = text(r, v, "external_url");
	if (e->content.text.n == 0)
		e->content = (struct feed_words){ text(r, v, "content_text"),
			true };
	put_authors(r, v);
	put_lists(r, v);
}

static void
take_head(struct reading *r, const json_t *top, struct feed_head *out)
{
	out->title = text(r, top, "title");
	out->home = text(r, top, "home_page_url");
	out->next = text(r, top, "next_url");
	out->lang = text(r, top, "language");
	put_authors(r, top);
	if (r->e.n_authors > 0)
		out->author = r->e.authors[0];
}

enum status
feedjson(struct job *j, struct str bytes, const struct feedparse_opts *opts,
    struct feed_head *out)
{
	json_error_t error;
	json_t *const top = json_loadb(bytes.p, bytes.n, 0, &error);
	const json_t *items = json_object_get(top, "items"), *v;
	struct reading *r = JOB_NEW(j, struct reading);
	enum status st = OK;
	size_t i;

	if (top == NULL)
		st = job_fail(j, INVALID, "line %d: %s", error.line,
		    error.text);
	else if (!json_is_array(items))
		st = job_fail(j, INVALID,
		    "it is JSON, but no JSON Feed: it has no \"items\"");
	r->j = j;
	r->max = opts->text_max;
	take_head(r, top, out);
	if (st == OK)
		json_array_foreach(items, i, v)
		{
			take_item(r, v);
			opts->take(opts->arg, &r->e);
		}
	json_decref(top);
	return st;
}
