/* SPDX-License-Identifier: ISC */
#include "wire/ghosttext.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "wire/koenig.h"

/* ---- bytes ---- */

/* All that is looked at of somebody: no password, no address for mail. */
static const char *const user_fields[] = { "id", "name", "slug", "bio",
	"website", "location", "profile_image", "cover_image", "facebook",
	"twitter", "threads", "bluesky", "mastodon", "tiktok", "youtube",
	"instagram", "linkedin", "meta_title", "meta_description" };

static json_t *
names_of(const struct ghost_ties *t, struct str post)
{
	json_t *const list = json_array();
	size_t n;
	const struct ghost_tie *at = ghost_ties_of(t, post, &n);

	for (size_t i = 0; i < n; i++) {
		const struct str slug = ghost_text(at[i].to->row, "slug");
		const struct str name = ghost_text(at[i].to->row, "name");

		(void)json_array_append_new(list, json_stringn(slug.p, slug.n));
		(void)json_array_append_new(list, json_stringn(name.p, name.n));
	}
	return list;
}

static json_t *
only(const json_t *row, const char *const *fields, size_t n)
{
	json_t *const o = json_object();

	for (size_t i = 0; i < n; i++)
		(void)json_object_set(o, fields[i],
		    json_object_get(row, fields[i]));
	return o;
}

struct str
ghost_post_id(const struct ghost_item *i)
{
	return str_skip(i->key, STR("posts/").n);
}

enum status
ghost_bytes(const struct ghost *g, struct job *j, const struct ghost_item *i,
    struct str *out)
{
	json_t *o = i->table == GHOST_USERS ? only(i->row, user_fields,
			sizeof(user_fields) / sizeof(user_fields[0]))
					    : json_deep_copy(i->row);
	char *text;

	if (i->table == GHOST_POSTS) {
		if (i->meta != NULL)
			(void)json_object_set_new(o, "posts_meta",
			    json_deep_copy(i->meta));
		(void)json_object_set_new(o, "tags",
		    names_of(&g->tags, ghost_post_id(i)));
		(void)json_object_set_new(o, "authors",
		    names_of(&g->authors, ghost_post_id(i)));
	}
	(void)json_object_set_new(o, "shown", json_boolean(i->shown));
	text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	if (text == NULL)
		return job_fail(j, INVALID, "%.*s: it can't be written as JSON",
		    STR_ARG(i->name));
	*out = job_str(j, str_of(text));
	free(text);
	return OK;
}

/* ---- pictures ---- */

/* Below a folder: as it is named, below images/, without content/. */
static bool
find_below(struct job *j, const char *root, const char *name, char *path)
{
	static const char *const fronts[] = { "", "content/",
		"content/images/" };

	for (size_t i = 0; i < sizeof(fronts) / sizeof(fronts[0]); i++) {
		const struct str front = str_of(fronts[i]);

		if (str_starts(str_of(name), front)
		    && origin_within(j, root, root, name + front.n, path))
			return true;
	}
	return false;
}

/* "/content/images/size/w600/2026/a.jpg" is a smaller one of 2026/a.jpg. */
static struct str
unsized(struct job *j, struct str src)
{
	const struct str mark = STR("/images/size/");
	const size_t at = str_find(src, mark);
	struct str rest;
	size_t slash;

	if (at == NOWHERE)
		return src;
	rest = str_skip(src, at + mark.n);
	slash = str_find_ch(rest, '/');
	if (slash == NOWHERE)
		return src;
	return job_printf(j, "%.*s/images/%.*s", STR_ARG(str_sub(src, 0, at)),
	    STR_ARG(str_skip(rest, slash + 1)));
}

static bool
find_here(const struct ghost *g, struct job *j, const char *name, char *path)
{
	const char *const media = g->o->opts->media;

	return (media != NULL && find_below(j, media, name, path))
	    || find_below(j, g->folder, name, path);
}

bool
ghost_find(struct ghost *g, struct job *j, struct str src, char *path)
{
	struct str url;
	const char *name;

	src = unsized(j, src);
	url = oldfiles_url(&g->files, j, g->host, src);
	if (g->base.n > 0 && str_starts(src, g->base))
		src = str_skip(src, g->base.n);
	while (str_starts(src, STR("/")))
		src = str_skip(src, 1);
	name = origin_file_name(j, src);
	return find_here(g, j, name, path)
	    || (oldfiles_fetch(&g->files, j, url, str_of(name))
		&& find_here(g, j, name, path));
}

/* ---- fields ---- */

/* Members of a row that stet has no field for, under their own names. */
void
ghost_keep(struct ghost_work *w, const json_t *row, const char *const *names)
{
	for (; *names != NULL; names++)
		(void)writeup_text(&w->up, w->up.top, *names,
		    ghost_text(row, *names));
}

/* A name by which a reference finds just that one. */
struct str
ghost_called(const struct ghost_item *i)
{
	const struct str name = str_trim(ghost_text(i->row, "name"));

	return i->namesake || name.n == 0 ? ghost_text(i->row, "slug") : name;
}

struct str
ghost_src(struct ghost_work *w, struct str address)
{
	struct koenig k = koenig_begin(w->j, w->g->base, w->g->host,
	    &w->out->notes);

	return koenig_here(&k, address);
}

/* A picture of somewhere else is named, for stet shows none. */
void
ghost_picture(struct ghost_work *w, struct str address, struct str alt,
    struct str caption)
{
	const struct str src = ghost_src(w, address);
	struct node *map;

	if (src.n == 0)
		return;
	if (str_find(src, STR("://")) != NOWHERE
	    || str_starts(src, STR("//"))) {
		writeup_note(&w->up,
		    "its picture %.*s stands elsewhere and is left out",
		    STR_ARG(src));
		writeup_plain(&w->up, "feature_image", src);
		(void)writeup_text(&w->up, w->up.top, "feature_image_alt", alt);
		(void)writeup_text(&w->up, w->up.top, "feature_image_caption",
		    caption);
		return;
	}
	map = writeup_map(&w->up, w->up.top, "picture");
	(void)writeup_text(&w->up, map, "src", src);
	(void)writeup_text(&w->up, map, "alt", alt);
	(void)writeup_text(&w->up, map, "caption",
	    writeup_words(&w->up, caption));
	w->out->picture = src;
}

static void
put_aliases(struct ghost_work *w, const char *folder, struct str slug)
{
	struct node *const list = writeup_list(&w->up, "aliases");
	static const char *const ends[] = { "", "rss/" };

	for (size_t i = 0; i < 2; i++)
		(void)writeup_text(&w->up, list, "",
		    job_printf(w->j, "%.*s/%s/%.*s/%s", STR_ARG(w->g->base),
			folder, STR_ARG(slug), ends[i]));
}

/* ---- people and topics ---- */

static void
user(struct ghost_work *w)
{
	static const char *const own[] = { "location", "cover_image",
		"meta_title", "meta_description", NULL };
	static const char *const links[][2] = { { "website", "" },
		{ "facebook", "https://www.facebook.com/" },
		{ "twitter", "https://x.com/" },
		{ "threads", "https://www.threads.net/@" },
		{ "bluesky", "https://bsky.app/profile/" },
		{ "mastodon", "https://" },
		{ "tiktok", "https://www.tiktok.com/@" },
		{ "youtube", "https://www.youtube.com/" },
		{ "instagram", "https://www.instagram.com/" },
		{ "linkedin", "https://www.linkedin.com/in/" } };
	const struct str slug = ghost_text(w->row, "slug");
	struct node *list;

	if (!w->item->shown) {
		w->out->left = true;
		writeup_note(&w->up,
		    "nothing of theirs is published; make a person of "
		    "them when a draft of theirs is to be");
		return;
	}
	writeup_plain(&w->up, "kind", STR("person"));
	(void)writeup_text(&w->up, w->up.top, "name",
	    ghost_text(w->row, "name"));
	(void)writeup_text(&w->up, w->up.top, "slug", slug);
	(void)writeup_text(&w->up, w->up.top, "intro",
	    ghost_text(w->row, "bio"));
	ghost_picture(w, ghost_text(w->row, "profile_image"),
	    ghost_text(w->row, "name"), STR(""));
	list = writeup_list(&w->up, "links");
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		struct str at = ghost_text(w->row, links[i][0]);
		const bool whole = str_find(at, STR("://")) != NOWHERE;

		if (at.n > 0 && !whole && links[i][1][0] != '\0') {
			while (str_starts(at, STR("@")))
				at = str_skip(at, 1);
			at = job_printf(w->j, "%s%.*s", links[i][1],
			    STR_ARG(at));
		}
		(void)writeup_text(&w->up, list, "", at);
	}
	put_aliases(w, "author", slug);
	ghost_keep(w, w->row, own);
}

static void
tag(struct ghost_work *w)
{
	static const char *const own[] = { "meta_title", "meta_description",
		"og_image", "og_title", "og_description", "twitter_image",
		"twitter_title", "twitter_description", "canonical_url",
		"accent_color", NULL };
	const struct str slug = ghost_text(w->row, "slug");

	if (str_eq(ghost_text(w->row, "visibility"), STR("internal"))
	    || str_starts(ghost_text(w->row, "name"), STR("#"))) {
		w->out->left = true;
		writeup_note(&w->up,
		    "Ghost showed this tag to nobody; texts keep it in "
		    "`internal_tags`");
		return;
	}
	writeup_plain(&w->up, "kind", STR("topic"));
	(void)writeup_text(&w->up, w->up.top, "name",
	    ghost_text(w->row, "name"));
	(void)writeup_text(&w->up, w->up.top, "slug", slug);
	(void)writeup_text(&w->up, w->up.top, "intro",
	    ghost_text(w->row, "description"));
	ghost_picture(w, ghost_text(w->row, "feature_image"), STR(""), STR(""));
	put_aliases(w, "tag", slug);
	ghost_keep(w, w->row, own);
}

static void
redirect(struct ghost_work *w)
{
	struct node *list;

	writeup_plain(&w->up, "kind", STR("redirect"));
	(void)writeup_text(&w->up, w->up.top, "to", ghost_text(w->row, "to"));
	list = writeup_list(&w->up, "aliases");
	(void)writeup_text(&w->up, list, "", ghost_text(w->row, "from"));
}

/* ---- all ---- */

enum status
ghost_convert(struct ghost *g, struct job *j, const struct ghost_item *i,
    struct converted *out)
{
	struct ghost_work w = { .g = g,
		.j = j,
		.item = i,
		.row = i->row,
		.up = writeup_begin(j, i->name, out),
		.out = out };
	struct str body = STR("");
	enum status st = OK;

	switch (i->table) {
	case GHOST_USERS:
		out->kind = KIND_PERSON;
		user(&w);
		break;
	case GHOST_TAGS:
		out->kind = KIND_TOPIC;
		tag(&w);
		break;
	case GHOST_REDIRECTS:
		out->kind = KIND_REDIRECT;
		redirect(&w);
		break;
	case GHOST_POSTS:
		st = ghost_post(&w, &body);
		break;
	}
	return st == OK && !out->left ? writeup_end(&w.up, body) : st;
}
