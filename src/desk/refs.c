/* SPDX-License-Identifier: ISC */
/*
 * What a file refers to: sections, people, topics, other stories.  Published
 * by hand only topics may be new; an import makes whatever is missing.
 */
#include "base/buf.h"
#include "desk/inside.h"

#define REASON_MAX 1024

/* Which kinds of things may answer to a reference, the likeliest first. */
#define KINDS_WANTED 4

struct meaning {
	enum kind kinds[KINDS_WANTED]; /* then KIND_NONE; STORY: any text */
};

/* One reference. */
struct wanted {
	struct str text;
	int line;
	struct meaning means;
};

static const struct meaning a_section = { { KIND_SECTION } };
static const struct meaning a_topic = { { KIND_TOPIC } };
static const struct meaning a_person = { { KIND_PERSON, KIND_ORGANISATION } };
static const struct meaning an_entity = { { KIND_PERSON, KIND_ORGANISATION,
    KIND_PLACE, KIND_TOPIC } };
static const struct meaning a_text = { { KIND_STORY } };
static const struct meaning an_event = { { KIND_EVENT } };
static const struct meaning a_brief = { { KIND_BRIEF } };
static const struct meaning a_series = { { KIND_SERIES } };
static const struct meaning a_video = { { KIND_VIDEO, KIND_AUDIO } };

static enum status
find(struct referring *r, struct job *j, const struct copy *c,
    const struct wanted *w, enum kind kind, int64_t *num)
{
	struct site *s = r->d->site;

	if (kind_is_entity(kind))
		return site_find(s, j, kind, c->lang, w->text, num);
	return site_find_story(s, j, kind == KIND_STORY ? KIND_NONE : kind,
	    c->lang, w->text, num);
}

/* Texts of that kind that are called something like it, among the newest. */
static enum status
nearest_texts(struct site *s, struct job *j, const struct copy *c,
    const struct wanted *w, struct texts *out)
{
	const struct listing l = { LISTING_KIND, 0, w->means.kinds[0],
		c->lang };
	struct listing_page page = { .page = 0 };
	unsigned best = (unsigned)w->text.n / 3 + 2;
	const enum status st = site_newest(s, j, &l, 100, &page);

	out->at = JOB_ARRAY(j, struct str, 1);
	for (size_t i = 0; st == OK && i < page.cards.n; i++) {
		const struct card *const card = &page.cards.at[i];
		struct str slug = card->address;

		if (str_ends(slug, STR("/")))
			slug.n--;
		slug = str_skip(slug, str_rfind_ch(slug, '/') + 1);
		const unsigned d = word_distance(slug, w->text, best);
		const unsigned e = word_distance(card->headline, w->text, best);

		if (d >= best && e >= best)
			continue;
		best = d < e ? d : e;
		out->at[0] = slug;
		out->n = 1;
	}
	return st;
}

static enum status
put_nearest(struct referring *r, struct job *j, const struct copy *c,
    const struct wanted *w, struct buf *b)
{
	const enum kind kind = w->means.kinds[0];
	struct texts near = { .n = 0 };
	enum status st;

	if (kind == KIND_STORY)
		return OK;
	st = kind_is_entity(kind)
	    ? site_nearest(r->d->site, j, kind, c->lang, w->text, &near)
	    : nearest_texts(r->d->site, j, c, w, &near);
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
		    STR_ARG(kind_name(kind)));
	return OK;
}

static enum status
fail_missing(struct referring *r, struct job *j, const struct copy *c,
    const struct wanted *w)
{
	struct buf b = buf_in(j, REASON_MAX);
	struct str said;
	enum status st;

	buf_printf(&b, "there is no %.*s \"%.*s\"",
	    STR_ARG(kind_name(w->means.kinds[0])),
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
		told = job_printf(j, "%.*s %.*s",
		    STR_ARG(kind_name(w->means.kinds[0])), STR_ARG(w->text));
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
	return put_entity(r->d, j, r->run, w->means.kinds[0], lang, w->text);
}

static enum status
resolve(struct referring *r, struct job *j, const struct copy *c,
    const struct wanted *w)
{
	int64_t num;
	enum status st = NOT_FOUND;

	if (w->text.n == 0)
		return OK;
	for (int k = 0; k < KINDS_WANTED && st == NOT_FOUND
	     && w->means.kinds[k] != KIND_NONE;
	     k++)
		st = find(r, j, c, w, w->means.kinds[k], &num);
	if (st != NOT_FOUND)
		return st;
	job_forgive(j);
	if (w->means.kinds[0] == KIND_TOPIC
	    || (r->lenient && kind_is_entity(w->means.kinds[0])))
		return make(r, j, c, w);
	return fail_missing(r, j, c, w);
}

static enum status
resolve_list(struct referring *r, struct job *j, const struct copy *c,
    const struct refs *list, struct meaning means)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < list->n; i++) {
		const struct wanted w = { list->at[i].text, list->at[i].line,
			means };

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
		const struct wanted w = { by->name, by->line, a_person };

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
			slot->listing.line, { { slot->listing_kind } } };
		const struct wanted story = { slot->story.text,
			slot->story.line, a_text };

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
			{ { item->to_kind } } };

		if (item->to_kind != KIND_NONE && !is_address(w.text))
			st = resolve(r, j, c, &w);
	}
	return st;
}

/* A gallery's videos are things of their own. */
static enum status
resolve_shots(struct referring *r, struct job *j, const struct copy *c)
{
	const struct shots *const shots = &c->more.shots;
	enum status st = OK;

	for (size_t i = 0; st == OK && i < shots->n; i++) {
		const struct wanted w = { shots->at[i].video, shots->at[i].line,
			a_video };

		st = resolve(r, j, c, &w);
	}
	return st;
}

enum status
refs_resolve(struct referring *r, struct job *j, const struct copy *c)
{
	const struct particulars *const p = &c->more;
	const struct meaning its_kind = { { c->kind } };
	const struct {
		const struct ref *ref;
		struct meaning means;
	} one[] = {
		{ &c->parent, its_kind },
		{ &c->merged_into, its_kind },
		{ &c->translation_of, a_text },
		{ &p->brief, a_brief },
		{ &p->series, a_series },
		{ &p->promoted, a_text },
	};
	const struct {
		const struct refs *refs;
		struct meaning means;
	} many[] = {
		{ &c->sections, a_section },
		{ &c->topics, a_topic },
		{ &c->about, an_entity },
		{ &p->events, an_event },
		{ &p->see_also, an_entity },
		{ &p->pins, a_text },
		{ &p->split_into, its_kind },
	};
	enum status st = OK;

	for (size_t i = 0; st == OK && i < sizeof(many) / sizeof(many[0]); i++)
		st = resolve_list(r, j, c, many[i].refs, many[i].means);
	if (st == OK)
		st = resolve_byline(r, j, c);
	for (size_t i = 0; st == OK && i < sizeof(one) / sizeof(one[0]); i++) {
		const struct wanted w = { one[i].ref->text, one[i].ref->line,
			one[i].means };

		st = resolve(r, j, c, &w);
	}
	if (st == OK)
		st = resolve_slots(r, j, c);
	if (st == OK)
		st = resolve_shots(r, j, c);
	return st == OK ? resolve_menu(r, j, c) : st;
}
