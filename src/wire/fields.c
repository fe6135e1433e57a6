/* SPDX-License-Identifier: ISC */
#include "wire/fields.h"

#include "base/buf.h"
#include "base/file.h"
#include "text/address.h"
#include "text/slug.h"
#include "wire/eleventy.h"

static void
note(struct fieldwork *w, int line, struct str text)
{
	convert_note(w->j, &w->out->notes, line, text);
}

static struct edit *
add_edit(struct fieldwork *w, struct str field)
{
	struct edit *e;

	/* Later ones are left out rather than earlier ones overwritten. */
	if (w->out->n_edits == EDITS_MAX)
		return &w->out->edits[EDITS_MAX - 1];
	e = &w->out->edits[w->out->n_edits++];
	*e = (struct edit){ .field = field };
	return e;
}

static void
set_text(struct fieldwork *w, struct str field, struct str text)
{
	add_edit(w, field)->text = text;
}

static const struct node *
given(const struct fieldwork *w, const char *name)
{
	const struct node *nd = node_like(w->tf->top, str_of(name));

	return node_is_empty(nd) ? NULL : nd;
}

/* A field that means something else to stet keeps its words under a name. */
static void
rename_field(struct fieldwork *w, const struct node *nd, const char *prefix)
{
	const struct str name = job_printf(w->j, "%s_%.*s", prefix,
	    STR_ARG(nd->key));

	if (w->out->n_edits + 2 > EDITS_MAX)
		return;
	add_edit(w, nd->key)->gone = true;
	add_edit(w, name)->tree = nd;
	note(w, nd->key_line,
	    job_printf(w->j,
		"`%.*s` means something else to stet; it is kept "
		"as `%.*s`",
		STR_ARG(nd->key), STR_ARG(name)));
}

static bool
is_hex(struct str s, size_t n)
{
	if (s.n < n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (str_find_ch(STR("0123456789abcdef"), s.p[i]) == NOWHERE)
			return false;
	return true;
}

bool
fields_whole(const struct node *top)
{
	return node_text(node_at(top, STR("id"))).n == 32
	    && is_hex(node_text(node_at(top, STR("id"))), 32)
	    && is_hex(node_text(node_at(top, STR("salt"))), 32)
	    && str_starts(node_text(node_at(top, STR("address"))), STR("/"));
}

bool
fields_is_flag(const struct node *nd)
{
	const struct str s = str_trim(node_text(nd));

	return !nd->quoted
	    && (node_says_yes(nd) || str_eq_nocase(s, STR("false"))
		|| str_eq_nocase(s, STR("no")));
}

/* Jekyll's `published: false` is a draft. */
static void
take_published(struct fieldwork *w)
{
	const struct node *nd = given(w, "published");
	struct when when;

	if (nd == NULL
	    || when_parse(w->j, node_text(nd), w->c->zone, &when) == OK)
		return;
	job_forgive(w->j);
	if (fields_is_flag(nd) && !node_says_yes(nd))
		set_text(w, STR("draft"), STR("true"));
	rename_field(w, nd, "original");
}

/* Names that stet uses for something of its own. */
static void
rename_foreign(struct fieldwork *w)
{
	static const char *const own[] = { "salt", "revision", "media",
		"changes", "id", "source" };
	static const char *const texts[] = { "search", "social", "short",
		"intro", "about" };
	const struct node *nd;

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if ((nd = given(w, own[i])) != NULL)
			rename_field(w, nd, "original");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if ((nd = given(w, texts[i])) != NULL && fields_is_flag(nd))
			rename_field(w, nd, "original");
	if ((nd = given(w, "address")) != NULL)
		rename_field(w, nd, "original");
	if ((nd = given(w, "kind")) != NULL
	    && kind_of(str_trim(node_text(nd))) == KIND_NONE)
		rename_field(w, nd, "original");
	take_published(w);
}

/* Dates without an offset are in the project's zone, not in the paper's. */
static void
fix_dates(struct fieldwork *w)
{
	for (const struct node *nd = w->tf->top->first; nd != NULL;
	     nd = nd->next) {
		const struct field *f = field_at(w->kind, nd->key);
		struct when here, utc;

		if (f == NULL || f->type != FIELD_WHEN
		    || nd->kind != NODE_SCALAR)
			continue;
		if (when_parse(w->j, nd->text, w->c->zone, &here) != OK
		    || when_parse(w->j, nd->text, NULL, &utc) != OK) {
			job_forgive(w->j);
			continue;
		}
		if (here.precision != WHEN_DAY
		    && (here.at != utc.at || w->c->p->timezone.n > 0)
		    && str_find_ch(str_skip(nd->text, 10), '+') == NOWHERE
		    && str_find_ch(str_skip(nd->text, 10), '-') == NOWHERE
		    && str_find_ch(str_skip(nd->text, 10), 'Z') == NOWHERE)
			set_text(w, nd->key, when_write(w->j, here));
	}
}

/* With --expired publish: what is over is published all the same. */
static void
take_expired(struct fieldwork *w)
{
	for (const struct node *nd = w->tf->top->first; nd != NULL;
	     nd = nd->next) {
		const struct field *f = field_at(w->kind, nd->key);
		struct when when;

		if (f == NULL || !str_eq(str_of(f->name), STR("expires")))
			continue;
		if (when_parse(w->j, node_text(nd), w->c->zone, &when) != OK)
			job_forgive(w->j);
		else if (when.at <= job_now(w->j))
			rename_field(w, nd, "former");
	}
}

static void
take_title(struct fieldwork *w)
{
	const struct field *f = field_at(w->kind, STR("title"));

	if (w->has_title || f == NULL)
		return;
	set_text(w, str_of(f->name), w->title);
	if (w->source->made) {
		note(w, 0,
		    STR("there is no such file; the section is made for the "
			"texts in its folder"));
		return;
	}
	note(w, 0,
	    job_printf(w->j, "it has no title; it is called `%.*s`",
		STR_ARG(w->title)));
}

/* "public-works" for a section of that folder's name. */
static struct str
section_slug(struct job *j, struct str folder)
{
	const struct str slug = slug_of(j, folder, STR(""));

	return slug.n > 0 ? slug : folder;
}

static void
take_section(struct fieldwork *w)
{
	const struct source *s = w->source;

	if (!kind_row(w->kind)->listed || s->section.n == 0
	    || given(w, "section") != NULL || given(w, "sections") != NULL
	    || project_terms(w->c->p, s->section) != KIND_NONE)
		return;
	set_text(w, STR("section"), section_slug(w->j, s->section));
}

static void
take_date(struct fieldwork *w)
{
	if (kind_is_entity(w->kind) || given(w, "date") != NULL)
		return;
	if (w->date.precision != WHEN_NONE) {
		set_text(w, STR("date"), when_write(w->j, w->date));
		return;
	}
	if (kind_row(w->kind)->listed)
		note(w, 0, STR("it has no date; it gets that of its import"));
	else if (w->source->kind == KIND_STORY)
		note(w, 0, STR("it has no date, so it became a page"));
}

/* An alias as the generator reads it: from the root, or from its folder. */
static struct str
alias_path(struct fieldwork *w, struct str alias)
{
	const struct str base = w->c->p->base_path;

	if (str_find(alias, STR("://")) != NOWHERE)
		return alias;
	if (str_starts(alias, STR("/")))
		return job_printf(w->j, "%.*s%.*s", STR_ARG(base),
		    STR_ARG(alias));
	return job_printf(w->j, "%.*s/%.*s%s%.*s", STR_ARG(base),
	    STR_ARG(w->source->folder), w->source->folder.n > 0 ? "/" : "",
	    STR_ARG(alias));
}

static void
put_alias(struct fieldwork *w, struct node *list, struct str alias)
{
	struct node *nd;

	for (nd = list->first; nd != NULL; nd = nd->next)
		if (str_eq(nd->text, alias))
			return;
	nd = node_put(w->j, list, NODE_SCALAR, 1);
	nd->text = alias;
}

/* Old addresses; those of an entity's old page among them. */
static void
take_aliases(struct fieldwork *w)
{
	static const char *const names[] = { "aliases", "redirect_from" };
	struct node *list = node_put(w->j, NULL, NODE_LIST, 1);
	bool changed = false;

	for (size_t i = 0; i < 2; i++) {
		const struct node *nd = given(w, names[i]);
		const struct node *o;

		if (nd == NULL)
			continue;
		o = nd->kind == NODE_SCALAR ? nd : nd->first;
		for (; o != NULL;
		     o = nd->kind == NODE_SCALAR ? NULL : o->next) {
			const struct str was = str_trim(node_text(o));
			const struct str is = alias_path(w, was);

			if (was.n == 0)
				continue;
			changed |= !str_eq(was, is);
			put_alias(w, list, is);
		}
	}
	if (kind_is_entity(w->kind) && w->old.n > 1) {
		changed = true;
		put_alias(w, list, w->old);
	}
	if (changed && list->first != NULL)
		add_edit(w, STR("aliases"))->tree = list;
}

/* The names of one thing in the languages that have files for it. */
static void
take_tongue(struct fieldwork *w, const struct source *s, struct node *names,
    struct node *intros)
{
	struct textfile tf;
	struct str bytes, title, intro;
	struct node *nd;

	if (file_read(w->j,
		file_path(w->j, w->c->p->content, job_cstr(w->j, s->path)),
		TEXTFILE_MAX, &bytes)
		!= OK
	    || textfile_parse(w->j, bytes, s->path, &tf) != OK) {
		note(w, 0, job_str(w->j, job_reason(w->j)));
		job_forgive(w->j);
		return;
	}
	title = str_trim(node_text(node_like(tf.top, STR("title"))));
	intro = str_trim(tf.body);
	if (intro.n == 0)
		intro = str_trim(node_text(node_like(tf.top, STR("summary"))));
	if (title.n > 0) {
		nd = node_put(w->j, names, NODE_SCALAR, 1);
		nd->key = s->lang;
		nd->text = title;
	}
	if (intro.n > 0) {
		nd = node_put(w->j, intros, NODE_SCALAR, 1);
		nd->key = s->lang;
		nd->text = intro;
	}
}

static void
take_names(struct fieldwork *w)
{
	struct node *names = node_put(w->j, NULL, NODE_MAP, 1);
	struct node *intros = node_put(w->j, NULL, NODE_MAP, 1);
	struct node *first = node_put(w->j, names, NODE_SCALAR, 1);

	first->key = w->c->p->lang;
	first->text = w->title;
	for (size_t i = 0; i < w->c->tree->n_parts; i++) {
		const struct source *s = w->c->tree->parts[i].s;

		if (tree_original(w->c->tree, w->c->p, s) == w->source)
			take_tongue(w, s, names, intros);
	}
	if (names->n > 1) {
		add_edit(w, STR("title"))->gone = true;
		add_edit(w, STR("name"))->tree = names;
	}
	if (intros->n > 0 && given(w, "intro") == NULL)
		add_edit(w, STR("intro"))->tree = intros;
}

static void
take_entity(struct fieldwork *w)
{
	struct str name = w->source->name;

	if (w->source->kind == KIND_SECTION)
		name = section_slug(w->j, w->source->section);
	if (w->source->kind == KIND_SECTION
	    && str_find_ch(w->source->folder, '/') != NOWHERE) {
		set_text(w, STR("parent"), name);
		name = slug_of(w->j, w->source->folder, STR(""));
	}
	if (given(w, "slug") == NULL)
		set_text(w, STR("slug"), name);
	else if (!str_eq(str_trim(node_text(given(w, "slug"))), name)
	    && given(w, "also") == NULL)
		set_text(w, STR("also"), name);
	take_names(w);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Jekyll's "a b c" is a list of three. */
static void
split_terms(struct fieldwork *w, const char *name)
{
	const struct node *nd = given(w, name);
	struct node *list;
	struct str rest, word;

	if (w->c->p->system != JEKYLL || nd == NULL || nd->kind != NODE_SCALAR
	    || str_find_ch(nd->text, ' ') == NOWHERE)
		return;
	list = node_put(w->j, NULL, NODE_LIST, 1);
	rest = nd->text;
	while (str_cut(&rest, ' ', &word)) {
		while (word.n > 0
		    && (is_blank(word.p[word.n - 1])
			|| word.p[word.n - 1] == ','))
			word.n--;
		if (word.n > 0)
			node_put(w->j, list, NODE_SCALAR, 1)->text = word;
	}
	add_edit(w, nd->key)->tree = list;
}

/* Eleventy's tags are collections; some of them only gather texts. */
static void
drop_collections(struct fieldwork *w)
{
	const struct node *nd = given(w, "tags");
	struct node *list = node_put(w->j, NULL, NODE_LIST, 1);
	const struct node *one;
	size_t n = 0;

	if (w->c->p->system != ELEVENTY || nd == NULL)
		return;
	one = nd->kind == NODE_LIST ? nd->first : nd;
	for (; one != NULL; one = nd->kind == NODE_LIST ? one->next : NULL) {
		n++;
		if (!eleventy_gathers(str_trim(node_text(one))))
			node_put(w->j, list, NODE_SCALAR, 1)->text = node_text(
			    one);
	}
	if (list->n == n)
		return;
	if (list->n == 0)
		add_edit(w, nd->key)->gone = true;
	else
		add_edit(w, nd->key)->tree = list;
}

struct str
fields_categories(struct job *j, const struct source *s, const struct node *top)
{
	const struct node *nd = node_like(top, STR("categories"));
	struct buf b = buf_in(j, 4096);
	struct str rest, word;

	if (node_is_empty(nd))
		nd = node_like(top, STR("category"));
	buf_put(&b, s->folder);
	rest = node_text(nd);
	while (rest.n > 0 && str_cut(&rest, ' ', &word)) {
		if (word.n == 0)
			continue;
		if (b.n > 0)
			buf_ch(&b, '/');
		buf_put(&b, word);
	}
	for (nd = nd != NULL ? nd->first : NULL; nd != NULL; nd = nd->next) {
		if (b.n > 0)
			buf_ch(&b, '/');
		buf_put(&b, permalink_word(j, node_text(nd), false));
	}
	return buf_so_far(&b);
}

static void
take_kind(struct fieldwork *w)
{
	const struct node *kind = given(w, "kind"), *type = given(w, "type");

	if (w->kind == KIND_STORY
	    || kind_of(str_trim(node_text(kind))) == w->kind
	    || kind_of(str_trim(node_text(type))) == w->kind)
		return;
	set_text(w, STR("kind"), kind_name(w->kind));
}

/* Where it came from, an event's date was when it began. */
static void
take_starts(struct fieldwork *w)
{
	if (w->kind == KIND_EVENT && given(w, "starts") == NULL
	    && given(w, "start_date") == NULL && given(w, "start") == NULL
	    && w->date.precision != WHEN_NONE)
		set_text(w, STR("starts"), when_write(w->j, w->date));
}

enum status
fields_work(struct fieldwork *w)
{
	const bool text = !kind_is_entity(w->kind);

	if (!str_eq_nocase(w->source->lang, w->c->site_lang) && text
	    && given(w, "lang") == NULL && given(w, "language") == NULL)
		set_text(w, STR("lang"), w->source->lang);
	rename_foreign(w);
	take_kind(w);
	take_title(w);
	take_section(w);
	if (w->c->p->timezone.n > 0)
		fix_dates(w);
	take_date(w);
	take_starts(w);
	if (w->c->opts->expired)
		take_expired(w);
	take_aliases(w);
	split_terms(w, "tags");
	split_terms(w, "categories");
	drop_collections(w);
	if (!text)
		take_entity(w);
	else
		w->out->address = w->old;
	if (text && !id_is_none(w->original)
	    && given(w, "translation_of") == NULL)
		set_text(w, STR("translation_of"), id_hex(w->j, w->original));
	if (w->source->draft && given(w, "draft") == NULL)
		set_text(w, STR("draft"), STR("true"));
	return OK;
}
