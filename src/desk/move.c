/* SPDX-License-Identifier: ISC */
#include "desk/move.h"

#include "base/hex.h"
#include "desk/inside.h"
#include "text/address.h"
#include "text/slug.h"

#define EDITS_MOST 5

struct moving {
	struct desk *d;
	struct str named, to;

	struct live live;
	struct str lang; /* whose address it is that moves */
	struct edit edits[EDITS_MOST];
	size_t n;
	struct salt salt;
	struct galley g;
	struct putting put;
	bool noted;
	struct moved r;
};

static void
set(struct moving *m, struct str field, struct str text)
{
	m->edits[m->n++] = (struct edit){ .field = field, .text = text };
}

static enum status
check_slug(struct job *j, struct str slug, struct str lang)
{
	const struct str good = slug_of(j, slug, lang);

	if (slug.n > 0 && str_eq(good, slug))
		return OK;
	if (good.n == 0)
		return job_fail(j, INVALID,
		    "\"%.*s\" is no slug: it needs letters or digits",
		    STR_ARG(slug));
	return job_fail(j, INVALID, "\"%.*s\" is no slug; take \"%.*s\"",
	    STR_ARG(slug), STR_ARG(good));
}

/* As the file itself calls the field: `redirect_from` is `aliases` too. */
static struct str
name_in_file(const struct moving *m, const char *field)
{
	const enum kind kind = m->live.copy.kind;
	const struct field *f = field_at(kind, str_of(field));

	for (const struct node *nd = m->live.file.top->first; nd; nd = nd->next)
		if (field_at(kind, nd->key) == f)
			return nd->key;
	return str_of(field);
}

/* ---- stories and pages ---- */

/* "/2026/11/25/" of "/2026/11/25/a-whale/". */
static struct str
folder_of_address(struct str address)
{
	if (str_ends(address, STR("/")))
		address.n--;
	return str_sub(address, 0, str_rfind_ch(address, '/') + 1);
}

/* A whole path; without a dot in its last part it ends with a slash. */
static enum status
whole_path(struct moving *m, struct job *j, struct str *out)
{
	const struct str prefix = site_prefix(m->d->site, j, m->lang);
	struct str path, reserved;
	enum status st = address_normal(j, m->to, &path);

	if (st != OK)
		return st;
	if (str_find_ch(path, '?') != NOWHERE)
		return job_fail(j, INVALID,
		    "nothing can stand at an address with a query");
	if (!str_ends(path, STR("/"))
	    && str_find_ch(str_skip(path, str_rfind_ch(path, '/')), '.')
		== NOWHERE)
		path = job_printf(j, "%.*s/", STR_ARG(path));
	*out = path;
	reserved = address_reserved(
	    str_starts(path, prefix) ? str_skip(path, prefix.n) : path);
	if (reserved.n > 0)
		return job_fail(j, INVALID,
		    "%.*s can't be had: /%.*s/ is kept for the site itself",
		    STR_ARG(path), STR_ARG(reserved));
	return OK;
}

static enum status
new_address(struct moving *m, struct job *j, struct str *out)
{
	const struct str folder = folder_of_address(m->r.was);
	enum status st;

	if (str_starts(m->to, STR("/")))
		return whole_path(m, j, out);
	st = check_slug(j, m->to, m->lang);
	*out = job_printf(j, "%.*s%.*s/", STR_ARG(folder), STR_ARG(m->to));
	if (st != OK || folder.n > 1)
		return st;
	/* A page: its slug is the first part of a path. */
	m->to = *out;
	return whole_path(m, j, out);
}

/* Every address that it had, but for the one that it gets. */
static struct node *
aliases_of(struct moving *m, struct job *j, struct str key)
{
	const struct texts *had = &m->live.copy.aliases;
	struct node *list = node_put(j, NULL, NODE_LIST, 0);

	list->key = key;
	for (size_t i = 0; i <= had->n; i++) {
		const struct str a = i < had->n ? had->at[i] : m->r.was;

		if (str_eq(a, m->r.address)
		    || (i < had->n && str_eq(a, m->r.was)))
			continue;
		node_put(j, list, NODE_SCALAR, 0)->text = a;
	}
	return list;
}

static enum status
move_text(struct moving *m, struct job *j)
{
	const struct str key = name_in_file(m, "aliases");
	enum status st;

	m->r.was = m->live.copy.address;
	m->lang = m->live.copy.lang;
	st = new_address(m, j, &m->r.address);
	m->r.already = st == OK && str_eq(m->r.was, m->r.address);
	if (st != OK || m->r.already)
		return st;
	set(m, STR("address"), m->r.address);
	m->edits[m->n++] = (struct edit){ .field = key,
		.tree = aliases_of(m, j, key) };
	return OK;
}

/* ---- entities ---- */

/* Where it stands in a language now. */
static enum status
stands_at(struct moving *m, struct job *j, struct str lang, struct str *out)
{
	struct link link;
	enum status st = site_link(m->d->site, j, m->live.entry.num, lang,
	    &link);

	*out = link.address;
	return st;
}

static struct str
slug_in_address(struct str address)
{
	const struct str folder = folder_of_address(address);
	struct str slug = str_skip(address, folder.n);

	if (str_ends(slug, STR("/")))
		slug.n--;
	return slug;
}

/* The slug in each language of the site, for they are no longer one. */
static enum status
slugs_of(struct moving *m, struct job *j, const struct languages *langs,
    struct str key)
{
	struct node *map = node_put(j, NULL, NODE_MAP, 0);
	enum status st = OK;

	map->key = key;
	for (size_t i = 0; st == OK && i < langs->n; i++) {
		const bool moves = str_eq(langs->at[i].tag, m->lang);
		struct str address;
		struct node *nd = node_put(j, map, NODE_SCALAR, 0);

		st = stands_at(m, j, langs->at[i].tag, &address);
		nd->key = langs->at[i].tag;
		nd->text = moves ? m->to : slug_in_address(address);
	}
	m->edits[m->n++] = (struct edit){ .field = key, .tree = map };
	return st;
}

/* By the address that it was named by, if it was. */
static enum status
find_lang(struct moving *m, struct job *j, const struct languages *langs)
{
	struct place place;
	struct str path;
	enum status st;

	m->lang = langs->at[0].tag;
	if (str_find_ch(m->named, '/') == NOWHERE)
		return OK;
	st = address_normal(j, m->named, &path);
	if (st == OK)
		st = site_resolve(m->d->site, j, path, STR(""), &place);
	if (st == OK && place.lang.n > 0)
		m->lang = place.lang;
	return st;
}

static enum status
move_entity(struct moving *m, struct job *j)
{
	const struct copy *settings;
	const struct str key = name_in_file(m, "slug");
	enum status st = site_settings(m->d->site, j, &settings);

	if (st == OK)
		st = find_lang(m, j, &settings->languages);
	if (st == OK)
		st = stands_at(m, j, m->lang, &m->r.was);
	if (st == OK)
		st = check_slug(j, m->to, m->lang);
	if (st != OK)
		return st;
	m->r.already = str_eq(slug_in_address(m->r.was), m->to);
	m->r.address = job_printf(j, "%.*s%.*s/",
	    STR_ARG(folder_of_address(m->r.was)), STR_ARG(m->to));
	if (m->r.already)
		return OK;
	if (settings->languages.n > 1)
		return slugs_of(m, j, &settings->languages, key);
	set(m, key, m->to);
	return OK;
}

/* ---- into the record ---- */

static enum status
put(struct moving *m, struct job *j)
{
	const struct live *live = &m->live;
	struct entry e;
	struct applied a;
	struct str bytes;
	enum status st;

	m->r.revision = live->says + 1;
	m->salt = salt_random();
	set(m, STR("revision"),
	    job_printf(j, "%lld", (long long)m->r.revision));
	set(m, STR("salt"), hex_of(j, m->salt.b, sizeof(m->salt.b)));
	st = textfile_apply(j, &live->file, m->edits, m->n, &bytes);
	if (st == OK)
		st = set_galley_again(m->d, j, bytes, &m->g);
	if (st != OK)
		return st;
	m->put = (struct putting){ .intent = id_random(),
		.action = RECORD_UPDATE,
		.base = live->entry.revision,
		.g = &m->g };
	galley_pack(j, m->d->deflater, &m->g);
	st = intent_note(m->d, j, &m->put, 0, NULL);
	m->noted = st == OK;
	if (st == OK)
		st = put_entry(m->d, j, &m->put, &e, &a);
	if (st == OK)
		st = desk_seal(m->d, j);
	if (st == OK)
		m->r.seq = e.seq;
	return st;
}

static enum status
decide(struct moving *m, struct job *j)
{
	const struct copy *c = &m->live.copy;
	struct str lang;
	struct zone *zone;
	enum status st = desk_customs(m->d, j, &lang, &zone);

	if (st != OK)
		return st;
	m->r.kind = c->kind;
	m->r.id = m->live.entry.thing;
	m->r.revision = m->live.says;
	m->r.seq = m->live.entry.seq;
	m->r.headline = copy_title(c, lang);
	if (!kind_row(c->kind)->addressed)
		return job_fail(j, INVALID,
		    "a %.*s has no address that could move",
		    STR_ARG(kind_name(c->kind)));
	return kind_is_entity(c->kind) ? move_entity(m, j) : move_text(m, j);
}

/* Under the site's queue. */
static enum status
queued(struct store *s, struct job *j, void *arg)
{
	struct moving *m = arg;
	struct id id = { { 0 } };
	enum status st = site_catch_up(m->d->site, j);

	(void)s;
	if (st == OK)
		st = desk_find(m->d, j, m->named, FIND_HOLDER, &id);
	if (st == OK)
		st = live_of(m->d, j, id, &m->live);
	if (st == NOT_FOUND || (st == OK && !m->live.is)) {
		job_forgive(j);
		return job_fail(j, NOT_FOUND,
		    "nothing is published under \"%.*s\"; give an address, an "
		    "id, or the slug of something",
		    STR_ARG(m->named));
	}
	if (st == OK)
		st = decide(m, j);
	if (st == OK && !m->r.already)
		st = put(m, j);
	if (st != OK && m->noted)
		intent_take_back(m->d, j, m->put.intent);
	return st;
}

enum status
desk_move(struct desk *d, struct job *j, struct str named, struct str to,
    struct moved *out)
{
	struct moving m = { .d = d, .named = named, .to = to };
	enum status st = store_tx(d->site_db, j, queued, &m);

	if (st != OK) {
		site_forget(d->site);
		return st;
	}
	if (m.noted)
		st = intent_end(d, j, m.put.intent, 0);
	if (st == OK)
		*out = m.r;
	return st;
}
