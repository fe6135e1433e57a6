/* SPDX-License-Identifier: ISC */
/* What the first walk through an export found, looked up. */
#include <stdlib.h>
#include <string.h>

#include "wire/wordpress_inside.h"

struct str
wp_source(const struct wordpress *w, struct job *j, const char *what,
    struct str key)
{
	return job_printf(j, "wordpress:%.*s/%s/%.*s", STR_ARG(w->site), what,
	    STR_ARG(key));
}

struct str
wp_source_of(const struct wordpress *w, struct job *j, const char *what,
    int64_t id)
{
	return job_printf(j, "wordpress:%.*s/%s/%lld", STR_ARG(w->site), what,
	    (long long)id);
}

struct wp_entry *
wp_entry(struct wordpress *w, int64_t id)
{
	size_t low = 0, high = w->n;

	while (low < high) {
		const size_t mid = (low + high) / 2;
		const struct wp_pair *const at = &w->by_id[mid];

		if (at->key == id)
			return &w->entries[at->entry];
		if (at->key < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

enum status
wp_load(struct wordpress *w, struct job *j, const struct wp_entry *e,
    struct xml **out, struct notes *notes)
{
	const struct wxr_place at = { e->from, e->n, e->line };
	struct str bytes;
	enum status st = wxr_read(w->x, j, at, &bytes);

	return st == OK ? wxr_parse(w->x, j, bytes, e->line, out, notes) : st;
}

struct wp_term *
wp_term(struct wordpress *w, struct str taxonomy, struct str slug)
{
	size_t low = 0, high = w->n_terms;

	while (low < high) {
		const size_t mid = (low + high) / 2;
		struct wp_term *t = w->terms[mid];
		int order = str_cmp(t->taxonomy, taxonomy);

		if (order == 0)
			order = str_cmp(t->slug, slug);
		if (order == 0)
			return t;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

struct wp_author *
wp_author(struct wordpress *w, struct str login)
{
	for (size_t i = 0; i < w->n_authors; i++)
		if (str_eq_nocase(w->authors[i].login, login))
			return &w->authors[i];
	return NULL;
}

struct str
wp_meta(const struct xml *item, const char *key)
{
	for (const struct xml *e = item->first; e != NULL; e = e->next)
		if (str_eq(e->name, STR("wp:postmeta"))
		    && str_eq(xml_text(e, "wp:meta_key"), str_of(key)))
			return xml_text(e, "wp:meta_value");
	return STR("");
}

/* The tag that the paper itself uses for such a language, if it has it. */
struct str
wp_lang(const struct wordpress *w, struct job *j, struct str said)
{
	char *p = job_cstr(j, said);
	struct str tag = str_from(p, said.n);
	size_t dash;

	for (size_t i = 0; i < tag.n; i++)
		if (p[i] == '_')
			p[i] = '-';
	if (!lang_is_tag(tag))
		return STR("");
	for (size_t i = 0; i < w->langs.n; i++)
		if (str_eq_nocase(w->langs.at[i].tag, tag))
			return w->langs.at[i].tag;
	dash = str_find_ch(tag, '-');
	if (dash != NOWHERE && !str_starts(tag, STR("zh")))
		tag.n = dash;
	for (size_t i = 0; i < w->langs.n; i++) {
		const struct str own = w->langs.at[i].tag;

		if (str_eq_nocase(own, tag)
		    || (own.n > tag.n && own.p[tag.n] == '-'
			&& str_eq_nocase(str_sub(own, 0, tag.n), tag)))
			return own;
	}
	return lang_usual(j, tag);
}
