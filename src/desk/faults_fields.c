/* SPDX-License-Identifier: ISC */
/* Faults in the fields of a text file that lead somewhere or show something. */
#include "desk/faulty.h"
#include "site/galley.h"
#include "text/facade.h"

/* An address, a place elsewhere; everything else names a thing. */
static bool
is_address(struct str to)
{
	return str_find(to, STR("://")) != NOWHERE || str_starts(to, STR("/"))
	    || str_starts(to, STR("#")) || str_starts(to, STR("mailto:"));
}

/* ---- Markdown in fields ---- */

/* "[words](address)" and "[words](address "title")". */
static enum status
prose_check(struct looking *k, struct str text)
{
	enum status st = OK;
	size_t at;

	while (st == OK && (at = str_find(text, STR("]("))) != NOWHERE
	    && at < text.n) {
		struct str href;

		text = str_skip(text, at + 2);
		href = str_sub(text, 0, str_find_ch(text, ')'));
		href = str_trim(str_sub(href, 0, str_find_ch(href, ' ')));
		if (href.n > 0)
			st = link_check(k, href, line_with(k, href));
	}
	return st;
}

static enum status
decks_check(struct looking *k)
{
	const struct copy *const c = &k->c;
	enum status st = prose_check(k, c->deck);

	if (st == OK)
		st = prose_check(k, c->intro);
	if (st == OK && c->has_picture)
		st = prose_check(k, c->picture.caption);
	for (size_t i = 0; st == OK && i < c->intros.n; i++)
		st = prose_check(k, c->intros.at[i].text);
	for (size_t i = 0; st == OK && i < c->slots.n; i++)
		st = prose_check(k, c->slots.at[i].deck);
	for (size_t i = 0; st == OK && i < c->more.shots.n; i++)
		st = prose_check(k, c->more.shots.at[i].caption);
	return st;
}

/* ---- what names a thing ---- */

/* A text, an entity of that kind, an address: is it there still? */
static enum status
ref_check(struct looking *k, enum kind kind, struct str to, int line)
{
	int64_t num;
	enum status st;

	if (to.n == 0)
		return OK;
	if (is_address(to))
		return link_check(k, to, line);
	st = kind != KIND_NONE && kind_is_entity(kind)
	    ? site_find(k->d->site, k->j, kind, k->c.lang, to, &num)
	    : site_find_story(k->d->site, k->j, KIND_NONE, k->c.lang, to, &num);
	if (st != NOT_FOUND)
		return st;
	fault_put(k, FAULT_ERROR, "link", line, to);
	return OK;
}

static enum status
slot_check(struct looking *k, const struct slot *s)
{
	enum status st = ref_check(k, KIND_NONE, s->story.text, s->line);

	if (st == OK && s->listing_kind != KIND_NONE)
		st = ref_check(k, s->listing_kind, s->listing.text, s->line);
	if (st == OK && s->link.n > 0)
		st = link_check(k, s->link, s->line);
	for (size_t i = 0; st == OK && i < s->sublinks.n; i++) {
		const struct sublink *const l = &s->sublinks.at[i];

		st = ref_check(k, KIND_NONE, l->to.text, l->to.line);
	}
	return st;
}

static enum status
leads_check(struct looking *k)
{
	const struct copy *const c = &k->c;
	enum status st = OK;

	for (size_t i = 0; st == OK && i < c->slots.n; i++)
		st = slot_check(k, &c->slots.at[i]);
	for (size_t i = 0; st == OK && i < c->menu.n; i++)
		st = ref_check(k, c->menu.at[i].to_kind, c->menu.at[i].to.text,
		    c->menu.at[i].to.line);
	if (st == OK && c->kind == KIND_REDIRECT)
		st = ref_check(k, KIND_NONE, c->to, line_with(k, STR("to:")));
	for (size_t i = 0; st == OK && i < c->more.pins.n; i++)
		st = ref_check(k, KIND_NONE, c->more.pins.at[i].text,
		    c->more.pins.at[i].line);
	return st;
}

/* ---- what is shown ---- */

static void
picture_check(struct looking *k, const struct picture *p)
{
	struct plate shown;

	if (p->src.n == 0)
		return;
	if (!plate_of(k->j, &k->c, p, &shown)) {
		fault_put(k, FAULT_ERROR, "picture", p->line,
		    job_printf(k->j, "%.*s is missing", STR_ARG(p->src)));
		return;
	}
	file_check(k, "picture", shown.column, p->line);
	/* A mark is shown by its name; an icon needs no words. */
	if (p->alt.n == 0 && k->c.kind != KIND_SETTINGS
	    && !kind_is_entity(k->c.kind))
		fault_put(k, FAULT_WARNING, "alt", p->line, p->src);
}

/* A recording, captions, a document. */
static void
attached_check(struct looking *k, struct str src, int line)
{
	const struct media *const all = &k->c.media;

	if (src.n == 0 || is_address(src)) {
		file_check(k, "file", src, line);
		return;
	}
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->at[i].name, src)) {
			file_check(k, "file",
			    job_printf(k->j, "/media/%.*s.%.*s",
				STR_ARG(sha256_hex(k->j, all->at[i].sha256)),
				STR_ARG(all->at[i].format)),
			    line);
			return;
		}
	fault_put(k, FAULT_ERROR, "file", line,
	    job_printf(k->j, "%.*s is missing", STR_ARG(src)));
}

static void
shown_check(struct looking *k)
{
	const struct copy *const c = &k->c;
	const struct particulars *const p = &c->more;

	picture_check(k, &c->picture);
	for (size_t i = 0; i < c->slots.n; i++)
		if (!c->slots.at[i].no_picture)
			picture_check(k, &c->slots.at[i].picture);
	for (size_t i = 0; i < p->shots.n; i++) {
		const struct shot *const s = &p->shots.at[i];

		picture_check(k,
		    &(struct picture){ s->src, s->alt, s->caption, s->credit,
			s->line });
	}
	attached_check(k, p->file, line_with(k, STR("file:")));
	for (size_t i = 0; i < p->captions.n; i++)
		attached_check(k, p->captions.at[i].src,
		    p->captions.at[i].line);
	for (size_t i = 0; i < p->documents.n; i++)
		attached_check(k, p->documents.at[i].src,
		    p->documents.at[i].line);
}

/* Played by a host that we know, or no more than a link. */
static enum status
embed_check(struct looking *k)
{
	const struct str embed = k->c.more.embed;
	const int line = line_with(k, embed);
	struct facade f;

	if (embed.n == 0)
		return OK;
	if (!facade_of(k->j, embed, &f))
		fault_put(k, FAULT_WARNING, "embed", line,
		    job_printf(k->j,
			"no player is known for %.*s; readers get "
			"a link",
			STR_ARG(embed)));
	return link_check(k, embed, line);
}

enum status
fields_check(struct looking *k)
{
	enum status st = decks_check(k);

	if (st == OK)
		st = leads_check(k);
	shown_check(k);
	return st == OK ? embed_check(k) : st;
}
