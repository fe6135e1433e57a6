/* SPDX-License-Identifier: ISC */
/* The custom fields of a post. */
#include "wire/wp_posting.h"

#define FIELD_MAX ((size_t)16 * 1024) /* of a custom field */
#define FIELDS_MAX 200

/* Fields of SEO plugins that stet has under other names. */
static const char *
seo_name(struct str key)
{
	static const struct {
		struct str key;
		const char *name;
	} seo[] = { { STR_INIT("_yoast_wpseo_title"), "search" },
		{ STR_INIT("rank_math_title"), "search" },
		{ STR_INIT("_yoast_wpseo_opengraph-title"), "social" },
		{ STR_INIT("_yoast_wpseo_canonical"), "canonical" } };

	for (size_t i = 0; i < sizeof(seo) / sizeof(seo[0]); i++)
		if (str_eq(key, seo[i].key))
			return seo[i].name;
	return NULL;
}

/* Fields that something else is made of. */
static bool
is_used(struct str key)
{
	static const char *const keys[] = { "_thumbnail_id", "_wp_old_slug",
		"footnotes", "_yoast_wpseo_metadesc", "rank_math_description",
		"_yoast_wpseo_primary_category", "rank_math_primary_category",
		"_wpml_import_language_code", "_wpml_import_translation_group",
		"_wpml_import_source_language_code" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (str_eq(key, str_of(keys[i])))
			return true;
	return false;
}

/* A field under its name; one that is given more than once is a list. */
static void
put_field(struct posting *p, struct node *map, struct str key, struct str value)
{
	struct node *nd = map->first;

	while (nd != NULL && !str_eq(nd->key, key))
		nd = nd->next;
	if (nd == NULL) {
		nd = node_put(p->j, map, NODE_SCALAR, 0);
		nd->key = key;
		nd->text = value;
		return;
	}
	if (nd->kind == NODE_SCALAR) {
		const struct str was = nd->text;

		nd->kind = NODE_LIST;
		nd->text = STR("");
		wp_add(p->j, nd, NULL, was);
	}
	wp_add(p->j, nd, NULL, value);
}

/* What does not begin with an underscore is meant for readers. */
static void
put_meta(struct posting *p, const struct xml *m, struct node *map)
{
	struct str key = xml_text(m, "wp:meta_key");
	const struct str value = xml_text(m, "wp:meta_value");
	const char *seo = seo_name(key);

	if (seo != NULL) {
		/* %%title%% and the like are a plugin's to fill. */
		if (str_find(value, STR("%")) == NOWHERE)
			wp_set(&p->f, seo, html_plain(p->j, value));
		return;
	}
	if (key.n == 0 || value.n == 0 || is_used(key))
		return;
	if (key.p[0] == '_' || str_starts(key, STR("rank_math_"))) {
		if (str_starts(key, STR("_oembed_")))
			key = STR("_oembed_...");
		wp_counted(p->w->o->j, p->w->hidden, &p->w->n_hidden, key);
		return;
	}
	if (value.n > FIELD_MAX || map->n == FIELDS_MAX
	    || key.n > TEXTFILE_KEY_MAX) {
		posting_note(p, m->line,
		    job_printf(p->j,
			"its field `%.*s` is too long, or one of too many; it "
			"is left out",
			STR_ARG(str_sub(key, 0, 80))));
		return;
	}
	put_field(p, map, key, value);
}

void
posting_put_custom(struct posting *p)
{
	struct node *map = node_put(p->j, NULL, NODE_MAP, 0);

	map->key = STR("custom");
	for (const struct xml *m = p->item->first; m != NULL; m = m->next)
		if (str_eq(m->name, STR("wp:postmeta")))
			put_meta(p, m, map);
	if (map->n > 0)
		node_append(p->f.top, map);
}
