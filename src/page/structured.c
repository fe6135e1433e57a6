/* SPDX-License-Identifier: ISC */
#include "page/structured.h"

#include <jansson.h>

#include "base/buf.h"

#define JSON_MOST ((size_t)256 * 1024)

/* Every text of a view is UTF-8 already, so nothing is checked again. */
static void
put(json_t *o, const char *key, struct str s)
{
	if (s.n > 0)
		(void)json_object_set_new_nocheck(o, key,
		    json_stringn_nocheck(s.p, s.n));
}

static json_t *
typed(const char *type, struct str name, struct str url)
{
	json_t *o = json_object();

	put(o, "@type", str_of(type));
	put(o, "name", name);
	put(o, "url", url);
	return o;
}

static json_t *
corrections(const struct structured *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->ncorrections; i++) {
		json_t *o = typed("CorrectionComment", STR(""), STR(""));

		put(o, "text", s->corrections[i].text);
		put(o, "datePublished", s->corrections[i].published);
		(void)json_array_append_new(list, o);
	}
	return list;
}

static json_t *
article(const struct structured *s)
{
	json_t *o = typed(s->opinion ? "OpinionNewsArticle" : "NewsArticle",
	    STR(""), s->url);
	json_t *people = json_array();

	put(o, "headline", s->headline);
	put(o, "description", s->description);
	put(o, "mainEntityOfPage", s->url);
	put(o, "inLanguage", s->lang);
	put(o, "datePublished", s->published);
	put(o, "dateModified", s->modified);
	put(o, "image", s->picture);
	put(o, "articleSection", s->section);
	for (size_t i = 0; i < s->npeople; i++)
		(void)json_array_append_new(people,
		    typed("Person", s->people[i].name, s->people[i].url));
	if (s->npeople > 0)
		(void)json_object_set_nocheck(o, "author", people);
	json_decref(people);
	if (s->ncorrections > 0)
		(void)json_object_set_new_nocheck(o, "correction",
		    corrections(s));
	(void)json_object_set_new_nocheck(o, "publisher",
	    typed("NewsMediaOrganization", s->publisher, s->home));
	return o;
}

static void
step(json_t *list, struct str name, struct str url)
{
	json_t *o;

	if (name.n == 0 || url.n == 0)
		return;
	o = typed("ListItem", name, STR(""));
	(void)json_object_set_new_nocheck(o, "position",
	    json_integer((json_int_t)json_array_size(list) + 1));
	put(o, "item", url);
	(void)json_array_append_new(list, o);
}

static json_t *
trail(const struct structured *s)
{
	json_t *list = json_array(), *o;

	step(list, s->publisher, s->home);
	step(list, s->section, s->section_url);
	step(list, s->headline, s->url);
	o = typed("BreadcrumbList", STR(""), STR(""));
	(void)json_object_set_new_nocheck(o, "itemListElement", list);
	return o;
}

/* No < is left in it, so nothing in it can end the script. */
static int
without_angles(const char *json, size_t n, void *arg)
{
	struct buf *b = arg;
	struct str rest = str_from(json, n), piece;
	bool more = false;

	while (str_cut(&rest, '<', &piece)) {
		if (more)
			BUF_LIT(b, "\\u003c");
		buf_put(b, piece);
		more = true;
	}
	return 0;
}

enum status
structured_story(struct job *j, const struct structured *s, struct markup *out)
{
	struct buf b = buf_in(j, JSON_MOST);
	json_t *root = json_object(), *graph = json_array();
	int failed;

	put(root, "@context", STR("https://schema.org"));
	(void)json_array_append_new(graph, article(s));
	(void)json_array_append_new(graph, trail(s));
	(void)json_object_set_new_nocheck(root, "@graph", graph);
	failed = json_dump_callback(root, without_angles, &b, JSON_COMPACT);
	json_decref(root);
	if (failed)
		return job_fail(j, FAULT,
		    "the page's structured data could not be written");
	return buf_done(&b, &out->html);
}
