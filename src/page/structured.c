/* SPDX-License-Identifier: ISC */
#include "page/structured.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/buf.h"

#define JSON_MOST ((size_t)256 * 1024)

static void
put(json_t *o, const char *key, struct str s)
{
	if (s.n > 0)
		(void)json_object_set_new(o, key, json_stringn(s.p, s.n));
}

static json_t *
typed(const char *type, struct str name, struct str url)
{
	json_t *o = json_pack("{s:s}", "@type", type);

	put(o, "name", name);
	put(o, "url", url);
	return o;
}

static json_t *
article(const struct structured *s)
{
	json_t *o = json_pack("{s:s}", "@type",
	    s->opinion ? "OpinionNewsArticle" : "NewsArticle");
	json_t *people = json_array();

	put(o, "headline", s->headline);
	put(o, "description", s->description);
	put(o, "url", s->url);
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
		(void)json_object_set(o, "author", people);
	json_decref(people);
	(void)json_object_set_new(o, "publisher",
	    typed("NewsMediaOrganization", s->publisher, s->home));
	return o;
}

static void
step(json_t *list, struct str name, struct str url)
{
	json_t *o;

	if (name.n == 0 || url.n == 0)
		return;
	o = json_pack("{s:s,s:i}", "@type", "ListItem", "position",
	    (int)json_array_size(list) + 1);
	put(o, "name", name);
	put(o, "item", url);
	(void)json_array_append_new(list, o);
}

static json_t *
trail(const struct structured *s)
{
	json_t *list = json_array();

	step(list, s->publisher, s->home);
	step(list, s->section, s->section_url);
	step(list, s->headline, s->url);
	return json_pack("{s:s,s:o}", "@type", "BreadcrumbList",
	    "itemListElement", list);
}

/* No < is left in it, so nothing in it can end the script. */
static enum status
without_angles(struct job *j, const char *json, struct markup *out)
{
	struct buf b = buf_in(j, JSON_MOST);

	for (const char *p = json; *p != '\0'; p++)
		if (*p == '<')
			BUF_LIT(&b, "\\u003c");
		else
			buf_ch(&b, *p);
	return buf_done(&b, &out->html);
}

enum status
structured_story(struct job *j, const struct structured *s, struct markup *out)
{
	json_t *root = json_pack("{s:s,s:[o,o]}", "@context",
	    "https://schema.org", "@graph", article(s), trail(s));
	char *json = json_dumps(root, JSON_COMPACT);
	enum status st;

	json_decref(root);
	if (json == NULL)
		return job_fail(j, FAULT,
		    "the page's structured data could not be written");
	st = without_angles(j, json, out);
	free(json);
	return st;
}
