/* SPDX-License-Identifier: ISC */
/*
 * What a file refers to: sections, people, topics, other stories.  Published
 * by hand only topics may be new; an import makes whatever is missing.
 */
#include "base/buf.h"
#include "desk/inside.h"

#define REASON_MAX 1024

/* One reference, and which kinds of things may answer to it. */
struct wanted {
	struct str text;
	int line;
	enum kind kind, or_kind; /* the second may be NONE */
};

static enum status
find(struct referring *r, struct job *j, const struct copy *c,
    const struct wanted *w, enum kind kind, int64_t *num)
{
	struct site *s = r->d->site;

	if (kind == KIND_NONE)
		return NOT_FOUND;
	if (kind == KIND_STORY)
		return site_find_story(s, j, c->lang, w->text, num);
	return site_find(s, j, kind, c->lang, w->text, num);
}

static enum status
put_nearest(struct referring *r, struct job *j, const struct copy *c,
    const struct wanted *w, struct buf *b)
{
	struct texts near = { .n = 0 };
	enum status st;

	if (w->kind == KIND_STORY)
		return OK;
	st = site_nearest(r->d->site, j, w->kind, c->lang, w->text, &near);
	if (st != OK)
		return st;
	if (near.n > 0)
		BUF_LIT(b, "; did you mean ");
	for (size_t i = 0; i < near.n; i++)
		buf_printf(b, "%s\"%.*s\"", i > 0 ? " or " : "",
		    STR_ARG(near.at[i]));
	if (near.n > 0)
		buf_ch(b, '?');
	else
		buf_printf(b, "; publish a file of kind `%.*s` first",
		    STR_ARG(kind_name(w->kind)));
	return OK;
}

static enum status
fail_missing(struct referring *r, struct job *j, const struct copy *c,
    const struct wanted *w)
{
	struct buf b = buf_in(j, REASON_MAX);
	struct str said;
	enum status st;

	buf_printf(&b, "there is no %.*s \"%.*s\"", STR_ARG(kind_name(w->kind)),
	    STR_ARG(str_sub(w->text, 0, 200)));
	st = put_nearest(r, j, c, w, &b);
	if (st == OK)
		st = buf_done(&b, &said);
	if (st != OK)
		return st;
	if (r->lenient) {
		notes_put(j, &r->notes, w->line, said);
		return OK;
	}
	return job_fail(j, INVALID, "%.*s:%d: %.*s", STR_ARG(r->name), w->line,
	    STR_ARG(said));
}

static enum status
make(struct referring *r, struct job *j, const struct copy *c,
    const struct wanted *w)
{
	struct str lang = c->lang;
	const struct copy *settings;
	struct str told = w->text;
	enum status st;

	if (r->lenient)
		told = job_printf(j, "%.*s %.*s", STR_ARG(kind_name(w->kind)),
		    STR_ARG(w->text));
	texts_put(j, &r->made, told);
	if (r->look_only)
		return OK;
	if (lang.n == 0) {
		st = site_settings(r->d->site, j, &settings);
		if (st != OK)
			return st;
		lang = settings->languages.at[0].tag;
	}
	st = run_guard(r->run, r->d, j);
	if (st != OK)
		return st;
	return put_entity(r->d, j, r->run, w->kind, lang, w->text);
}

static enum status
resolve(struct referring *r, struct job *j, const struct copy *c,
    const struct wanted *w)
{
	int64_t num;
	enum status st;

	if (w->text.n == 0)
		return OK;
	st = find(r, j, c, w, w->kind, &num);
	if (st == NOT_FOUND)
		st = find(r, j, c, w, w->or_kind, &num);
	if (st != NOT_FOUND)
		return st;
	job_forgive(j);
	if (w->kind == KIND_TOPIC || (r->lenient && kind_is_entity(w->kind)))
		return make(r, j, c, w);
	return fail_missing(r, j, c, w);
}

static enum status
resolve_list(struct referring *r, struct job *j, const struct copy *c,
    const struct refs *list, enum kind kind, enum kind or_kind)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < list->n; i++) {
		const struct wanted w = { list->at[i].text, list->at[i].line,
			kind, or_kind };

		st = resolve(r, j, c, &w);
	}
	return st;
}

static enum status
resolve_byline(struct referring *r, struct job *j, const struct copy *c)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < c->byline.n; i++) {
		const struct credit *by = &c->byline.at[i];
		const struct wanted w = { by->name, by->line, KIND_PERSON,
			KIND_NONE };

		if (by->role != ROLE_AGENCY)
			st = resolve(r, j, c, &w);
	}
	return st;
}

/* An address or a place elsewhere; everything else is a reference. */
static bool
is_address(struct str to)
{
	return str_find(to, STR("://")) != NOWHERE || str_starts(to, STR("/"))
	    || str_starts(to, STR("#")) || str_starts(to, STR("mailto:"));
}

static enum status
resolve_slots(struct referring *r, struct job *j, const struct copy *c)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < c->slots.n; i++) {
		const struct slot *slot = &c->slots.at[i];
		const struct wanted listing = { slot->listing.text,
			slot->listing.line, slot->listing_kind, KIND_NONE };
		const struct wanted story = { slot->story.text,
			slot->story.line, KIND_STORY, KIND_NONE };

		if (slot->listing_kind != KIND_NONE)
			st = resolve(r, j, c, &listing);
		if (st == OK)
			st = resolve(r, j, c, &story);
	}
	return st;
}

static enum status
resolve_menu(struct referring *r, struct job *j, const struct copy *c)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < c->menu.n; i++) {
		const struct menu_item *item = &c->menu.at[i];
		const struct wanted w = { item->to.text, item->to.line,
			item->to_kind, KIND_NONE };

		if (item->to_kind != KIND_NONE && !is_address(w.text))
			st = resolve(r, j, c, &w);
	}
	return st;
}

enum status
refs_resolve(struct referring *r, struct job *j, const struct copy *c)
{
	const struct wanted one[] = {
		{ c->parent.text, c->parent.line, c->kind, KIND_NONE },
		{ c->merged_into.text, c->merged_into.line, c->kind,
		    KIND_NONE },
		{ c->translation_of.text, c->translation_of.line, KIND_STORY,
		    KIND_NONE },
	};
	enum status st = resolve_list(r, j, c, &c->sections, KIND_SECTION,
	    KIND_NONE);

	if (st == OK)
		st = resolve_list(r, j, c, &c->topics, KIND_TOPIC, KIND_NONE);
	if (st == OK)
		st = resolve_list(r, j, c, &c->about, KIND_PERSON, KIND_TOPIC);
	if (st == OK)
		st = resolve_byline(r, j, c);
	for (size_t i = 0; st == OK && i < sizeof(one) / sizeof(one[0]); i++)
		st = resolve(r, j, c, &one[i]);
	if (st == OK)
		st = resolve_slots(r, j, c);
	if (st == OK)
		st = resolve_menu(r, j, c);
	return st;
}
