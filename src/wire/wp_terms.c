/* SPDX-License-Identifier: ISC */
/* Authors, categories, tags and other terms, as text files. */
#include "text/slug.h"
#include "wire/wordpress_inside.h"

#define BIO_MAX ((size_t)64 * 1024)

/* ---- writing a text file ---- */

struct wp_fields
wp_fields(struct job *j)
{
	return (struct wp_fields){ j, node_put(j, NULL, NODE_MAP, 0) };
}

void
wp_add(struct job *j, struct node *parent, const char *key, struct str text)
{
	struct node *nd = node_put(j, parent, NODE_SCALAR, 0);

	if (key != NULL)
		nd->key = str_of(key);
	nd->text = text;
}

void
wp_set(struct wp_fields *f, const char *name, struct str text)
{
	if (text.n > 0)
		wp_add(f->j, f->top, name, text);
}

struct node *
wp_list(struct wp_fields *f, const char *name)
{
	struct node *nd = node_put(f->j, f->top, NODE_LIST, 0);

	nd->key = str_of(name);
	return nd;
}

struct node *
wp_map(struct wp_fields *f, struct node *list, const char *name)
{
	struct node *nd = node_put(f->j, list, NODE_MAP, 0);

	if (name != NULL)
		nd->key = str_of(name);
	return nd;
}

enum status
wp_write(struct wp_fields *f, struct str body, struct str *out)
{
	const struct textfile tf = { .name = STR("post"),
		.form = FRONT_YAML,
		.top = f->top,
		.body = body };

	return textfile_write(f->j, &tf, out);
}

/* ---- terms ---- */

bool
wp_is_inner(struct str taxonomy)
{
	static const char *const names[] = { "nav_menu", "link_category",
		"post_format", "language", "post_translations", "term_language",
		"term_translations", "wp_theme", "wp_template_part_area",
		"wp_pattern_category", "translation_priority", "author",
		"elementor_library_type", "product_type", "product_visibility",
		"action-group" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(taxonomy, str_of(names[i])))
			return true;
	return false;
}

bool
wp_is_section(const struct wordpress *w, const struct wp_term *t)
{
	return !w->topics && str_eq(t->taxonomy, STR("category"));
}

struct str
wp_term_slug(struct job *j, const struct wp_term *t)
{
	struct str slug;

	/* Other scripts are percent-encoded in an export. */
	slug = slug_of(j, str_of(origin_file_name(j, t->slug)), STR(""));
	return slug.n > 0 ? slug : slug_of(j, t->name, STR(""));
}

static void
put_alias(struct job *j, struct node *list, struct str text)
{
	for (const struct node *nd = list->first; nd != NULL; nd = nd->next)
		if (str_eq(nd->text, text))
			return;
	wp_add(j, list, NULL, text);
}

/* "/blog/fr": below which a language's addresses stood. */
static struct str
base_of(const struct wordpress *w, struct job *j, const struct wp_term *t)
{
	if (t->lang.n == 0 || str_eq_nocase(t->lang, w->langs.at[0].tag))
		return w->base;
	return job_printf(j, "%.*s/%.*s", STR_ARG(w->base), STR_ARG(t->lang));
}

/* The addresses of its archive on the old site. */
static void
put_aliases(const struct wordpress *w, struct job *j, const struct wp_term *t,
    struct node *list)
{
	const struct str base = base_of(w, j, t);
	const bool category = str_eq(t->taxonomy, STR("category"));
	const bool tag = str_eq(t->taxonomy, STR("post_tag"));
	const struct str word = category ? STR("category")
	    : tag                        ? STR("tag")
					 : t->taxonomy;
	const struct wp_term *up = t->up;
	struct str path = t->slug;

	put_alias(j, list,
	    job_printf(j, "%.*s/%.*s/%.*s/", STR_ARG(base), STR_ARG(word),
		STR_ARG(path)));
	for (int i = 0; up != NULL && i < 16; i++, up = up->up)
		path = job_printf(j, "%.*s/%.*s", STR_ARG(up->slug),
		    STR_ARG(path));
	put_alias(j, list,
	    job_printf(j, "%.*s/%.*s/%.*s/", STR_ARG(base), STR_ARG(word),
		STR_ARG(path)));
	if (category && t->id != 0)
		put_alias(j, list,
		    job_printf(j, "%.*s/?cat=%lld", STR_ARG(w->base),
			(long long)t->id));
	if (tag)
		put_alias(j, list,
		    job_printf(j, "%.*s/?tag=%.*s", STR_ARG(w->base),
			STR_ARG(t->slug)));
}

static struct str
lang_of(const struct wordpress *w, const struct wp_term *t)
{
	if (t->lang.n > 0)
		return t->lang;
	return w->lang.n > 0 ? w->lang : w->langs.at[0].tag;
}

static void
put_key(struct job *j, struct node *map, struct str key, struct str text)
{
	struct node *nd = node_put(j, map, NODE_SCALAR, 0);

	nd->key = key;
	nd->text = text;
}

static struct str
words_of(const struct wp_term *t)
{
	return t->name.n > 0 ? t->name : t->slug;
}

enum status
wp_term_file(struct wordpress *w, struct job *j, const struct wp_term *t,
    struct str *out)
{
	struct wp_fields f = wp_fields(j);
	const bool section = wp_is_section(w, t);
	struct node *names, *slugs, *intros, *aliases;

	wp_set(&f, "kind", section ? STR("section") : STR("topic"));
	if (t->also != NULL
	    || !str_eq_nocase(lang_of(w, t), w->langs.at[0].tag)) {
		names = wp_map(&f, f.top, "name");
		slugs = wp_map(&f, f.top, "slug");
		intros = node_put(j, NULL, NODE_MAP, 0);
		intros->key = STR("intro");
		for (const struct wp_term *p = t; p != NULL; p = p->also) {
			put_key(j, names, lang_of(w, p), words_of(p));
			put_key(j, slugs, lang_of(w, p), wp_term_slug(j, p));
			if (str_trim(p->description).n > 0)
				put_key(j, intros, lang_of(w, p),
				    html_plain(j, p->description));
		}
		if (intros->n > 0)
			node_append(f.top, intros);
	} else {
		wp_set(&f, "name", words_of(t));
		wp_set(&f, "slug", wp_term_slug(j, t));
		wp_set(&f, "intro", html_plain(j, t->description));
	}
	if (t->up != NULL)
		wp_set(&f, "parent", wp_term_slug(j, t->up->main));
	aliases = wp_list(&f, "aliases");
	for (const struct wp_term *p = t; p != NULL; p = p->also)
		put_aliases(w, j, p, aliases);
	return wp_write(&f, STR(""), out);
}

/* ---- authors ---- */

enum status
wp_author_file(struct wordpress *w, struct job *j, const struct wp_author *a,
    struct str *out)
{
	struct wp_fields f = wp_fields(j);
	const struct str slug = slug_of(j, a->login, STR(""));
	struct node *aliases;

	wp_set(&f, "kind", STR("person"));
	wp_set(&f, "name", a->name);
	wp_set(&f, "slug", slug.n > 0 ? slug : slug_of(j, a->name, STR("")));
	wp_set(&f, "intro", html_plain(j, str_sub(a->description, 0, BIO_MAX)));
	aliases = wp_list(&f, "aliases");
	put_alias(j, aliases,
	    job_printf(j, "%.*s/author/%.*s/", STR_ARG(w->base),
		STR_ARG(slug)));
	if (a->id != 0)
		put_alias(j, aliases,
		    job_printf(j, "%.*s/?author=%lld", STR_ARG(w->base),
			(long long)a->id));
	return wp_write(&f, STR(""), out);
}
