/* SPDX-License-Identifier: ISC */
/* Structured data for search engines, kind by kind (schema.org). */
#include "page/structured.h"
#include "press/icon.h"
#include "press/making.h"
#include "text/sanitise.h"

#define TEXT_MOST ((size_t)64 * 1024) /* of a transcript */
#define PART_MOST ((size_t)2000)

static const enum structured_type types[KINDS] = {
	[KIND_RELEASE] = STRUCTURED_RELEASE,
	[KIND_STATEMENT] = STRUCTURED_STATEMENT,
	[KIND_LETTER] = STRUCTURED_LETTER,
	[KIND_VIDEO] = STRUCTURED_VIDEO,
	[KIND_AUDIO] = STRUCTURED_AUDIO,
	[KIND_EVENT] = STRUCTURED_EVENT,
	[KIND_BRIEF] = STRUCTURED_LIVE,
	[KIND_GALLERY] = STRUCTURED_GALLERY,
	[KIND_SERIES] = STRUCTURED_SERIES,
};

/* What stood there wrong, in the words of its notes. */
static void
corrections_set(struct making *m, const struct story *s, struct structured *o)
{
	struct structured_correction *at = JOB_ARRAY(m->j,
	    struct structured_correction, s->changes.n + 1);

	for (size_t i = 0; i < s->changes.n; i++)
		if (grade_rights(s->changes.at[i].grade)
		    && s->changes.at[i].note.n > 0)
			at[o->ncorrections++] = (struct structured_correction){
				.text = s->changes.at[i].note,
				.published = rfc3339(m, s->changes.at[i].at),
			};
	o->corrections = at;
}

static void
people_set(struct making *m, const struct story *s, struct structured *o)
{
	const struct signers *by = &s->card.byline;
	struct structured_person *at = JOB_ARRAY(m->j, struct structured_person,
	    by->n + 1);

	for (size_t i = 0; i < by->n; i++)
		if (by->at[i].role == ROLE_BY)
			at[o->npeople++] = (struct structured_person){
				.name = by->at[i].who.name,
				.url = url_of(m, by->at[i].who.address),
			};
	o->people = at;
}

/* As the view has them, with their pages; an organisation's page says so. */
static void
parties_set(struct making *m, const struct story *s, const struct view_story *v,
    struct structured *o)
{
	const struct view_party *from = v->parties.items;
	struct structured_person *at = JOB_ARRAY(m->j, struct structured_person,
	    v->parties.n + 1);

	for (size_t i = 0; i < v->parties.n; i++)
		at[i] = (struct structured_person){
			.name = from[i].name,
			.url = from[i].href.n > 0 ? url_of(m, from[i].href)
						  : STR(""),
			.role = from[i].role,
			/* Who speaks or has an office is somebody. */
			.body = str_find(from[i].href, STR("/organisation/"))
				!= NOWHERE
			    || (from[i].role.n == 0 && from[i].href.n == 0
				&& s->card.kind != KIND_VIDEO
				&& s->card.kind != KIND_AUDIO),
		};
	o->parties = at;
	o->nparties = v->parties.n;
}

static struct str
one_line(struct making *m, struct str lines)
{
	struct str out = STR(""), rest = lines, line;

	while (str_line(&rest, &line))
		out = joined(m, out, STR(" "), str_trim(line));
	return out;
}

/* A brief's items on this page. */
static void
items_set(struct making *m, const struct view_story *v, struct structured *o)
{
	const struct view_sequence *days = v->days.items;
	struct structured_part *at;
	size_t n = 0;

	for (size_t d = 0; d < v->days.n; d++)
		n += days[d].parts.n;
	at = JOB_ARRAY(m->j, struct structured_part, n + 1);
	for (size_t d = 0; d < v->days.n; d++) {
		const struct view_part *p = days[d].parts.items;

		for (size_t i = 0; i < days[d].parts.n; i++)
			at[o->nparts++] = (struct structured_part){
				.headline = p[i].headline,
				.url = url_of(m, p[i].href),
				.published = p[i].time != NULL ? p[i].time->iso
							       : STR(""),
				.text = markup_opening(m->j, p[i].body,
				    PART_MOST),
			};
	}
	o->parts = at;
}

static void
cards_set(struct making *m, const struct view_story *v, struct structured *o)
{
	const struct view_card *c = v->parts.items;
	struct structured_part *at = JOB_ARRAY(m->j, struct structured_part,
	    v->parts.n + 1);

	for (size_t i = 0; i < v->parts.n; i++)
		at[i] = (struct structured_part){ .headline = c[i].headline,
			.url = url_of(m, c[i].href) };
	o->parts = at;
	o->nparts = v->parts.n;
}

static void
shots_set(struct making *m, const struct story *s, struct structured *o)
{
	struct structured_part *at = JOB_ARRAY(m->j, struct structured_part,
	    s->more.shots.n + 1);

	for (size_t i = 0; i < s->more.shots.n; i++)
		if (s->shots[i].w > 0)
			at[o->nparts++] = (struct structured_part){
				.url = url_of(m, s->shots[i].column),
				.text = s->shots[i].caption,
			};
	o->parts = at;
}

/* What was made of the fields for readers, not what an author wrote there. */
static void
player_say(struct making *m, const struct story *s, const struct view_player *p,
    struct structured *o)
{
	if (p == NULL)
		return;
	o->embed = p->embed.n > 0 ? p->embed : p->href;
	if (p->src.n > 0)
		o->file = url_of(m, s->attached[0].address);
}

static void
kind_set(struct making *m, const struct story *s, const struct view_story *v,
    struct structured *o)
{
	const struct particulars *const p = &s->more;

	parties_set(m, s, v, o);
	o->issued = rfc3339(m, p->issued);
	o->theirs = p->their_headline;
	o->origin = s->canonical;
	o->to = one_line(m, p->to);
	o->copy_to = one_line(m, p->copy_to);
	o->duration = p->duration;
	o->starts = rfc3339(m, p->starts);
	o->ends = rfc3339(m, p->ends);
	o->status = p->status;
	o->place = v->where != NULL ? v->where->text : STR("");
	o->lat = p->point.lat;
	o->lon = p->point.lon;
	switch (o->type) {
	case STRUCTURED_VIDEO:
	case STRUCTURED_AUDIO:
		o->transcript = markup_opening(m->j, s->html, TEXT_MOST);
		player_say(m, s, v->player, o);
		break;
	case STRUCTURED_LIVE:
		o->starts = o->published;
		items_set(m, v, o);
		break;
	case STRUCTURED_SERIES:
		cards_set(m, v, o);
		break;
	case STRUCTURED_GALLERY:
		shots_set(m, s, o);
		break;
	case STRUCTURED_NEWS:
	case STRUCTURED_RELEASE:
	case STRUCTURED_STATEMENT:
	case STRUCTURED_LETTER:
	case STRUCTURED_EVENT:
		break;
	}
}

enum status
structured_set(struct making *m, const struct story *s,
    const struct view_story *v)
{
	const struct str picture = best_picture(&s->card);
	struct structured o = {
		.type = types[s->card.kind],
		.headline = card_headline(m, &s->card),
		.description = m->page.description,
		.url = m->page.canonical,
		.lang = s->card.lang,
		.published = rfc3339(m, s->card.published),
		.modified = rfc3339(m, s->card.updated),
		.picture = picture.n > 0 ? url_of(m, picture) : picture,
		.opinion = s->card.voice == VOICE_OPINION,
		.publisher = m->name,
		.home = url_of(m, m->page.home),
		.section = s->card.section.name,
		.section_url = url_of(m, s->card.section.address),
	};

	people_set(m, s, &o);
	corrections_set(m, s, &o);
	if (s->card.kind != KIND_STORY)
		kind_set(m, s, v, &o);
	return structured_story(m->j, &o, &m->page.json_ld);
}

void
structured_of_entity(struct making *m, const struct entity *e)
{
	struct structured_entity *const o = JOB_NEW(m->j,
	    struct structured_entity);

	*o = (struct structured_entity){
		.type = e->kind == KIND_PERSON ? "Person"
		    : e->kind == KIND_PLACE    ? "Place"
					       : "Organization",
		.name = e->name,
		.url = m->page.canonical,
		.role = e->role,
		.description = markup_opening(m->j, e->intro, PART_MOST),
		.same = e->links.at,
		.nsame = e->links.n,
		.lat = e->more.point.lat,
		.lon = e->more.point.lon,
	};
	if (e->has_picture)
		o->picture = url_of(m, e->picture.column);
	m->about.entity = o;
}

void
structured_of_paper(struct making *m)
{
	const struct copy *const s = m->settings;
	struct structured_paper *const o = JOB_NEW(m->j,
	    struct structured_paper);
	struct plate own;

	if (m->base.n == 0)
		return;
	*o = (struct structured_paper){
		.name = m->name,
		.url = m->page.canonical,
		.description = site_worded(s, &s->taglines, m->lang),
		.email = s->email,
		.publisher = site_worded(s, &s->publishers, m->lang),
		.corrections = url_of(m, corrections_href(m)),
		.same = s->social.at,
		.nsame = s->social.n,
	};
	if (icon_of(m, &own))
		o->logo = url_of(m, own.column);
	m->about.paper = o;
}

/* ---- the way to a page ---- */

void
trail_add(struct making *m, struct str name, struct str address)
{
	if (m->base.n == 0 || name.n == 0 || m->about.nsteps == TRAIL_MOST)
		return;
	m->trail[m->about.nsteps++] = (struct structured_step){ name,
		url_of(m, address) };
}

enum status
trail_sections(struct making *m, int64_t num)
{
	const struct section *way[TRAIL_MOST];
	struct sections all;
	size_t n = 0;
	const enum status st = site_sections(m->site, m->j, m->lang, &all);

	if (st != OK)
		return st;
	/* Children follow their parents, so one pass is enough. */
	for (size_t i = all.n; i-- > 0 && n < TRAIL_MOST - 2;)
		if (all.at[i].link.num == num) {
			way[n++] = &all.at[i];
			num = all.at[i].parent;
		}
	while (n-- > 0)
		trail_add(m, way[n]->link.name, way[n]->link.address);
	return OK;
}

enum status
structured_gathered(struct making *m)
{
	if (m->page.json_ld.html.n > 0)
		return OK;
	m->about.steps = m->trail;
	return structured_page(m->j, &m->about, &m->page.json_ld);
}
