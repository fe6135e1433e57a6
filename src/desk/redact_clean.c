/* SPDX-License-Identifier: ISC */
/* What the record gets in the place of what goes. */
#include <string.h>

#include "base/buf.h"
#include "base/hex.h"
#include "desk/redacting.h"
#include "text/address.h"

#define SHORT_ID 8 /* hex digits of an id in a neutral address */

/* ---- addresses ---- */

struct str
redact_neutral(const struct redaction *r, struct job *j, struct id thing,
    struct str address)
{
	const struct str name = str_sub(id_hex(j, thing), 0, SHORT_ID);
	struct buf b = buf_in(j, address.n + ADDRESS_MAX);
	struct str rest = address, part, out = { NULL, 0 };
	bool first = true;

	while (str_cut(&rest, '/', &part)) {
		if (!first)
			buf_ch(&b, '/');
		first = false;
		if (blot_holds(r->blot, part))
			buf_put(&b, name);
		else
			buf_put(&b, part);
	}
	/* A name that spans parts, or a query. */
	if (buf_done(&b, &out) != OK || blot_holds(r->blot, out))
		out = job_printf(j, "/%.*s/", STR_ARG(name));
	if (str_ends(address, STR("/")) && !str_ends(out, STR("/")))
		out = job_printf(j, "%.*s/", STR_ARG(out));
	return out;
}

/* from with each what made to. */
static struct str
replaced(struct job *j, struct str from, struct str what, struct str to)
{
	struct buf b = buf_in(j, from.n + RECORD_FILE_MAX);
	struct str out = from;
	size_t at = str_find(from, what);

	if (at == NOWHERE || what.n == 0)
		return from;
	while (at != NOWHERE) {
		buf_put(&b, str_sub(from, 0, at));
		buf_put(&b, to);
		from = str_skip(from, at + what.n);
		at = str_find(from, what);
	}
	buf_put(&b, from);
	return buf_done(&b, &out) == OK ? out : from;
}

/* Links to texts that get another address lead there. */
static struct str
links_follow(const struct redaction *r, struct job *j, struct str bytes)
{
	for (const struct hit *h = r->first; h != NULL; h = h->next) {
		if (h->neutral.n == 0 || h->address.n < 2)
			continue;
		bytes = replaced(j, bytes, h->address, h->neutral);
		bytes = replaced(j, bytes, address_encoded(j, h->address),
		    address_encoded(j, h->neutral));
	}
	return bytes;
}

/* ---- fields ---- */

#define EDITS 16

struct cleaning {
	struct redaction *r;
	struct job *j;
	const struct hit *h;
	const struct textfile *tf;
	const struct copy *was, *is;
	struct edit edits[EDITS];
	size_t n;
	struct media media;
	bool media_changed;
};

static void
edit(struct cleaning *c, struct edit e)
{
	if (c->n < EDITS)
		c->edits[c->n++] = e;
}

/* Under whatever synonyms it stands there. */
static void
drop(struct cleaning *c, const char *name, bool synonyms_only)
{
	const struct field *f = field_at(c->was->kind, str_of(name));

	for (const struct node *nd = c->tf->top->first; nd; nd = nd->next)
		if (f != NULL && field_at(c->was->kind, nd->key) == f
		    && !(synonyms_only && str_eq(nd->key, str_of(name))))
			edit(c,
			    (struct edit){ .field = nd->key, .gone = true });
}

static bool
holds(const struct cleaning *c, struct str text)
{
	return c->r->blot != NULL && blot_holds(c->r->blot, text);
}

static struct node *
text_list(struct job *j, const struct texts *texts)
{
	struct node *list = node_put(j, NULL, NODE_LIST, 0);

	for (size_t i = 0; i < texts->n; i++)
		node_put(j, list, NODE_SCALAR, 0)->text = texts->at[i];
	return list;
}

static struct str
without_slash(struct str address)
{
	if (address.n > 1 && str_ends(address, STR("/")))
		address.n--;
	return address;
}

/* Harmless ones stay; those that only erased revisions had come to them. */
static void
clean_aliases(struct cleaning *c)
{
	const struct texts *was = &c->was->aliases;
	struct texts keep = { .n = 0 };

	for (size_t i = 0; i < was->n; i++)
		if (!holds(c, was->at[i]))
			texts_put(c->j, &keep, was->at[i]);
	for (size_t i = 0; i < c->h->aliases.n; i++) {
		bool there = false;

		for (size_t k = 0; k < keep.n && !there; k++)
			there = str_eq(without_slash(keep.at[k]),
			    without_slash(c->h->aliases.at[i]));
		if (!there)
			texts_put(c->j, &keep, c->h->aliases.at[i]);
	}
	if (keep.n == was->n)
		return;
	drop(c, "aliases", keep.n > 0);
	if (keep.n > 0)
		edit(c,
		    (struct edit){ .field = STR("aliases"),
			.tree = text_list(c->j, &keep) });
}

/* The slug of an entity is its address, in each language. */
static void
clean_slugs(struct cleaning *c)
{
	const struct str name = str_sub(id_hex(c->j, c->h->thing), 0, SHORT_ID);
	const struct worded_list *was = &c->was->slugs;
	struct node *map = node_put(c->j, NULL, NODE_MAP, 0);
	bool any = false, named = false;

	for (size_t i = 0; i < was->n; i++)
		any |= holds(c, was->at[i].text);
	for (size_t i = 0; i < c->was->names.n; i++)
		named |= holds(c, c->was->names.at[i].text);
	if (!any && !(was->n == 0 && (named || holds(c, c->was->slug))))
		return;
	drop(c, "slug", true);
	if (was->n == 0 || (was->n == 1 && was->at[0].lang.n == 0)) {
		edit(c, (struct edit){ .field = STR("slug"), .text = name });
		return;
	}
	for (size_t i = 0; i < was->n; i++) {
		struct node *word = node_put(c->j, map, NODE_SCALAR, 0);

		word->key = was->at[i].lang;
		word->text = holds(c, was->at[i].text) ? name : was->at[i].text;
	}
	edit(c, (struct edit){ .field = STR("slug"), .tree = map });
}

static bool
goes(const struct redaction *r, struct job *j, struct sha256 sha)
{
	return redactions_has(&r->media, redactions_medium(j, sha));
}

/* Without its row a picture is missing, and the page says so. */
static void
clean_media(struct cleaning *c)
{
	const struct media *was = &c->is->media;
	struct str lead = { NULL, 0 };

	c->media.at = JOB_ARRAY(c->j, struct medium, was->n + 1);
	for (size_t i = 0; i < was->n; i++)
		if (!goes(c->r, c->j, was->at[i].sha256))
			c->media.at[c->media.n++] = was->at[i];
		else if (c->is->has_picture
		    && str_eq(c->is->picture.src, was->at[i].name))
			lead = was->at[i].name;
	c->media_changed = c->media.n < was->n;
	if (lead.n > 0)
		drop(c, "picture", false);
}

static void
clean_fields(struct cleaning *c)
{
	const bool entity = kind_is_entity(c->was->kind);

	clean_aliases(c);
	if (entity)
		clean_slugs(c);
	else if (holds(c, c->was->slug))
		drop(c, "slug", false);
	if (holds(c, c->was->source))
		drop(c, "source", false);
	if (c->h->neutral.n > 0)
		drop(c, "address", true);
	clean_media(c);
}

static enum status
read_copy(struct redaction *r, struct job *j, const struct textfile *tf,
    enum kind kind, struct copy *out)
{
	struct copy_defaults defaults = { .kind = kind, .lenient = true };
	enum status st = desk_customs(r->d, j, &defaults.lang, &defaults.zone);

	return st == OK ? copy_read(j, tf, &defaults, out) : st;
}

enum status
redact_clean(struct redaction *r, struct job *j, const struct hit *h,
    int64_t revision, struct str *out)
{
	struct textfile tf;
	struct copy is;
	struct cleaning c = { .r = r, .j = j, .h = h, .was = &h->live.copy };
	struct str bytes = links_follow(r, j, h->live.bytes);
	enum status st = OK;

	if (r->blot != NULL)
		st = blot_file(j, r->blot, bytes, &bytes);
	if (st == OK)
		st = textfile_parse(j, bytes, STR("live"), &tf);
	if (st == OK)
		st = read_copy(r, j, &tf, h->live.copy.kind, &is);
	if (st != OK)
		return st;
	c.tf = &tf;
	c.is = &is;
	clean_fields(&c);
	const struct stamp stamp = { .kind = h->live.copy.kind,
		.id = h->thing,
		.revision = revision,
		.address = kind_is_entity(h->live.copy.kind) ? STR("")
							     : h->neutral,
		.salt = salt_random(),
		.media = c.media_changed ? &c.media : NULL,
		.edits = c.edits,
		.nedits = c.n };

	st = stamp_file(j, &tf, &stamp, out);
	if (st == OK && r->blot != NULL && blot_file_holds(j, r->blot, *out))
		return job_fail(j, INVALID,
		    "the words can't be taken out of the live text of %.*s by "
		    "themselves; change it with \"stet publish\" first",
		    STR_ARG(id_hex(j, h->thing)));
	return st;
}

/* ---- the tombstone ---- */

/* "file <hash>" -> the hashes of that kind as a list; NULL if none. */
static struct node *
hash_list(struct job *j, const struct redactions *lines, struct str what)
{
	struct node *list = node_put(j, NULL, NODE_LIST, 0);

	for (size_t i = 0; i < lines->n; i++)
		if (str_starts(lines->at[i], what))
			node_put(j, list, NODE_SCALAR, 0)
			    ->text = str_skip(lines->at[i], what.n);
	return list->n > 0 ? list : NULL;
}

enum status
redact_tombstone(struct redaction *r, struct job *j, const struct hit *h,
    bool followed, struct salt *salt, struct str *out)
{
	struct tombstone t = { .thing = h->thing,
		.revision = h->live.says + 1,
		.salt = salt_random(),
		.published = h->live.copy.published,
		.reason = r->opts->reason };
	struct edit edits[4];
	size_t n = 0;
	struct node *files = hash_list(j, &h->named, STR("file ")),
		    *media = h->gone ? hash_list(j, &h->named, STR("media "))
				     : NULL;
	struct str bytes;
	enum status st;

	if (!followed && h->neutral.n == 0)
		t.address = h->address;
	*salt = t.salt;
	st = tombstone_file(j, &t, &bytes);
	if (!followed && h->aliases.n > 0)
		edits[n++] = (struct edit){ .field = STR("aliases"),
			.tree = text_list(j, &h->aliases) };
	if (!followed && h->live.copy.lang.n > 0)
		edits[n++] = (struct edit){ .field = STR("lang"),
			.text = h->live.copy.lang };
	if (files != NULL)
		edits[n++] = (struct edit){ .field = STR("erased"),
			.tree = files };
	if (media != NULL)
		edits[n++] = (struct edit){ .field = STR("erased_media"),
			.tree = media };
	return st == OK
	    ? textfile_edit(j, bytes, STR("tombstone"), edits, n, out)
	    : st;
}
