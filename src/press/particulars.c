/* SPDX-License-Identifier: ISC */
/*
 * What only some kinds have, on their own pages: who issued a statement, to
 * whom a letter goes, what is known of an event.
 */
#include <math.h>

#include "press/making.h"
#include "site/entity.h"

#define VIDEO_SECONDS 60 /* what a gallery shows of one is no older */
#define LINES_MOST 40    /* of an address, of those who had a copy */
#define GLOBE_FIGURES 4  /* decimals of a degree: ten metres */

/* ---- words ---- */

struct str
span_words(struct making *m, struct when from, struct when to)
{
	const struct view_time *a = time_long(m, from), *b;

	if (a == NULL)
		return STR("");
	if (to.precision == WHEN_NONE || to.at <= from.at)
		return a->text;
	if (date_same_day(m->dates, from.at, to.at)) {
		b = time_of_day(m, to);
		return b == NULL ? a->text
				 : joined(m, a->text, STR("–"), b->text);
	}
	b = time_long(m, to);
	/* The year once, where it is the same and days alone are said. */
	if (from.precision == WHEN_DAY
	    && str_eq(date_year(m->dates, m->j, from.at),
		date_year(m->dates, m->j, to.at)))
		return joined(m, date_short(m->dates, m->j, from.at),
		    STR(" – "), b->text);
	return joined(m, a->text, STR(" – "), b->text);
}

struct str
length_words(struct making *m, int64_t seconds)
{
	const int h = (int)(seconds / 3600), min = (int)(seconds / 60 % 60),
		  s = (int)(seconds % 60);

	if (seconds <= 0)
		return STR("");
	return digits_text(m->digits, m->j,
	    h > 0 ? job_printf(m->j, "%d:%02d:%02d", h, min, s)
		  : job_printf(m->j, "%d:%02d", min, s));
}

struct str
status_words(const struct making *m, struct str status)
{
	static const struct {
		struct str said;
		const char *word;
	} known[] = {
		{ STR_INIT("planned"), "status_planned" },
		{ STR_INIT("cancelled"), "status_cancelled" },
		{ STR_INIT("postponed"), "status_postponed" },
		{ STR_INIT("running"), "status_running" },
		{ STR_INIT("over"), "status_over" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_eq_nocase(status, known[i].said))
			return say(m, known[i].word);
	return status;
}

struct view_list
lines_of(struct making *m, struct str text)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, LINES_MOST);
	struct str rest = text, line;
	size_t n = 0;

	while (n < LINES_MOST && str_line(&rest, &line))
		if (str_trim(line).n > 0)
			at[n++].text = str_trim(line);
	if (n > 0)
		at[n - 1].last = true;
	return list_of(at, n);
}

/* ---- people and places ---- */

/* Whoever has a page: their name in its language, and where it is. */
static enum status
party_link(struct making *m, struct view_party *v)
{
	static const enum kind kinds[] = { KIND_PERSON, KIND_ORGANISATION };

	for (size_t i = 0; i < 2; i++) {
		struct link l;
		int64_t num;
		enum status st = site_find(m->site, m->j, kinds[i], m->lang,
		    v->name, &num);

		if (st == OK)
			st = site_link(m->site, m->j, num, m->lang, &l);
		if (st == OK) {
			v->name = l.name;
			v->href = href_of(m, l.address);
			return OK;
		}
		if (st != NOT_FOUND)
			return st;
		job_forgive(m->j);
	}
	return OK;
}

static const char *
parties_word(enum kind k)
{
	if (k == KIND_LETTER)
		return "sent_by";
	if (k == KIND_VIDEO || k == KIND_AUDIO)
		return "speakers";
	return k == KIND_EVENT ? "taking_part" : "issued_by";
}

static enum status
parties_set(struct making *m, const struct story *s, struct view_story *v)
{
	const struct parties *const p = &s->more.parties;
	struct view_party *at = JOB_ARRAY(m->j, struct view_party, p->n + 1);
	enum status st = OK;

	for (size_t i = 0; i < p->n && st == OK; i++) {
		at[i] = (struct view_party){ .name = p->at[i].name,
			.role = p->at[i].role,
			.of = p->at[i].of,
			.last = i + 1 == p->n };
		st = party_link(m, &at[i]);
	}
	v->parties = list_of(at, p->n);
	v->has_parties = p->n > 0;
	v->parties_label = say(m, parties_word(s->card.kind));
	return st;
}

void
globe_set(struct making *m, const struct point *p, struct str *words,
    struct str *href)
{
	if (p->lat == 0 && p->lon == 0)
		return;
	*words = job_printf(m->j, "%.*f° %s, %.*f° %s", GLOBE_FIGURES,
	    fabs(p->lat), p->lat < 0 ? "S" : "N", GLOBE_FIGURES, fabs(p->lon),
	    p->lon < 0 ? "W" : "E");
	*href = job_printf(m->j, "geo:%.*f,%.*f", GLOBE_FIGURES, p->lat,
	    GLOBE_FIGURES, p->lon);
}

static enum status
where_set(struct making *m, const struct story *s, struct view_story *v)
{
	struct view_link *l;
	struct link to;
	int64_t num;
	enum status st;

	globe_set(m, &s->more.point, &v->globe, &v->globe_href);
	if (s->more.place.text.n == 0)
		return OK;
	l = JOB_NEW(m->j, struct view_link);
	l->text = s->more.place.text;
	v->where = l;
	st = site_find(m->site, m->j, KIND_PLACE, m->lang, l->text, &num);
	if (st == OK)
		st = site_link(m->site, m->j, num, m->lang, &to);
	if (st == OK) {
		l->text = to.name;
		l->href = href_of(m, to.address);
		return OK;
	}
	if (st != NOT_FOUND)
		return st;
	job_forgive(m->j);
	return OK;
}

/* ---- numbers ---- */

static void
counts_set(struct making *m, const struct story *s, struct view_story *v)
{
	const struct counts *const from = &s->more.counts;
	struct view_count *at = JOB_ARRAY(m->j, struct view_count, from->n + 1);

	for (size_t i = 0; i < from->n; i++) {
		const struct count *c = &from->at[i];

		at[i] = (struct view_count){ .stated = c->stated,
			.source = c->source,
			.as_of = time_long(m, c->as_of) };
		if (c->exact > 0 && c->stated.n > 0)
			at[i].exact = say_number(m, "count_exact", c->exact);
		else if (c->exact > 0)
			at[i].stated = number_text(m->digits, m->j, c->exact);
		at[i].has_source = at[i].source.n > 0 || at[i].as_of != NULL;
	}
	v->counts = list_of(at, from->n);
	v->has_counts = from->n > 0;
}

static struct view_fact
fact_of(struct making *m, const struct fact *f)
{
	struct view_fact out = { .what = f->what,
		.value = f->value,
		.source = f->source,
		.as_of = time_long(m, f->as_of) };

	out.has_source = out.source.n > 0 || out.as_of != NULL;
	return out;
}

/* Of several about the same, the last stands and the others are struck out. */
static void
figures_set(struct making *m, const struct story *s, struct view_story *v)
{
	const struct facts *const from = &s->more.figures;
	struct view_fact *at = JOB_ARRAY(m->j, struct view_fact, from->n + 1);
	struct view_fact *was = JOB_ARRAY(m->j, struct view_fact, from->n + 1);
	size_t n = 0, nwas = 0;

	for (size_t i = 0; i < from->n; i++) {
		const struct str what = from->at[i].what;
		const struct view_fact *const first = &was[nwas];
		bool later = false;

		for (size_t k = i + 1; k < from->n && !later; k++)
			later = str_eq_nocase(from->at[k].what, what);
		if (later)
			continue;
		for (size_t k = 0; k < i; k++)
			if (str_eq_nocase(from->at[k].what, what))
				was[nwas++] = fact_of(m, &from->at[k]);
		at[n] = fact_of(m, &from->at[i]);
		at[n++].was = list_of(first, (size_t)(&was[nwas] - first));
	}
	v->figures = list_of(at, n);
	v->has_figures = n > 0;
}

static void
updates_set(struct making *m, const struct story *s, struct view_story *v)
{
	const struct updates *const from = &s->more.updates;
	struct view_moment *at = JOB_ARRAY(m->j, struct view_moment,
	    from->n + 1);

	for (size_t i = 0; i < from->n; i++)
		at[i] = (struct view_moment){
			.time = time_long(m, from->at[i].at),
			.text = from->at[i].text,
			.who = from->at[i].source,
		};
	v->updates = list_of(at, from->n);
	/* An event's stand in its timeline. */
	v->has_updates = from->n > 0 && s->card.kind != KIND_EVENT;
}

/* ---- pictures ---- */

/* A video of its own page, as it stands now; NULL if it is not live. */
static enum status
shot_video(struct making *m, struct str named, const struct view_card **out)
{
	struct view_card *v = JOB_NEW(m->j, struct view_card);
	struct card c;
	int64_t num;
	enum status st = site_find_story(m->site, m->j, KIND_NONE, m->lang,
	    named, &num);

	*out = NULL;
	if (st == OK)
		st = site_card(m->site, m->j, num, &c);
	if (st != OK)
		return st == NOT_FOUND ? OK : st;
	card_set(m, &c,
	    &(struct showing){ .at = CARD_LEAD,
		.rank = 2,
		.level = "2",
		.picture = true,
		.frame = FRAME_HALF },
	    v);
	*out = v;
	/* No list tells us when it is changed. */
	fresh_until(m, m->now + VIDEO_SECONDS);
	return OK;
}

static enum status
shots_set(struct making *m, const struct story *s, struct view_story *v)
{
	const size_t n = s->more.shots.n;
	struct view_shot *at = JOB_ARRAY(m->j, struct view_shot, n + 1);
	enum status st = OK;
	size_t k = 0;

	for (size_t i = 0; i < n && st == OK; i++) {
		const struct str video = s->more.shots.at[i].video;

		at[k] = (struct view_shot){ NULL, NULL };
		if (s->shots[i].w > 0)
			at[k].picture = picture_set(m, &s->shots[i], FRAME_HALF,
			    k == 0);
		else if (video.n > 0)
			st = shot_video(m, video, &at[k].video);
		k += at[k].picture != NULL || at[k].video != NULL;
	}
	v->shots = list_of(at, k);
	v->has_shots = k > 0;
	return st;
}

/* ---- what it belongs to ---- */

static void
within_set(struct making *m, const struct story *s, struct view_story *v)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link,
	    s->within.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s->within.n; i++) {
		const struct link *from = &s->within.at[i];
		struct view_link *l = &at[n];

		l->text = from->name;
		l->href = href_of(m, from->address);
		if (from->kind == KIND_EVENT) {
			n++;
			continue;
		}
		l = JOB_NEW(m->j, struct view_link);
		*l = at[n];
		if (from->kind == KIND_SERIES)
			v->series = l;
		else
			v->brief = l;
	}
	for (size_t i = 0; i < n; i++)
		at[i].last = i + 1 == n;
	v->events = list_of(at, n);
	v->has_events = n > 0;
	if (s->more.part > 0)
		v->part = say_number(m, "part_of", s->more.part);
}

static enum status
promoted_set(struct making *m, const struct story *s, struct view_story *v)
{
	return promoted_link(m, &s->more, &v->promoted);
}

enum status
promoted_link(struct making *m, const struct particulars *p,
    const struct view_link **out)
{
	struct view_link *l;
	struct link to;
	int64_t num;
	enum status st;

	if (p->promoted.text.n == 0)
		return OK;
	st = site_find_story(m->site, m->j, KIND_NONE, m->lang,
	    p->promoted.text, &num);
	if (st == OK)
		st = site_text_link(m->site, m->j, num, &to);
	if (st == NOT_FOUND) {
		job_forgive(m->j);
		return OK;
	}
	if (st != OK || to.num == 0)
		return st;
	l = JOB_NEW(m->j, struct view_link);
	l->text = to.name;
	l->href = href_of(m, to.address);
	l->label = say(m, "promoted");
	*out = l;
	return OK;
}

static const char *
issued_word(enum kind k)
{
	if (k == KIND_LETTER)
		return "written";
	return k == KIND_VIDEO || k == KIND_AUDIO ? "recorded" : "issued";
}

enum status
particulars_set(struct making *m, const struct story *s, struct view_story *v)
{
	const struct particulars *const p = &s->more;
	enum status st = parties_set(m, s, v);

	if (st == OK)
		st = where_set(m, s, v);
	if (st == OK)
		st = promoted_set(m, s, v);
	if (st == OK)
		st = signatories_set(m, s, v);
	if (st == OK)
		st = comments_set(m, s, v);
	if (st == OK)
		st = shots_set(m, s, v);
	v->to = lines_of(m, p->to);
	v->has_to = v->to.n > 0;
	v->to_label = say(m, "sent_to");
	v->contact = lines_of(m, p->contact);
	v->has_contact = v->contact.n > 0;
	v->copy_to = lines_of(m, p->copy_to);
	v->has_copy_to = v->copy_to.n > 0;
	v->issued = time_long(m, p->issued);
	v->issued_label = say(m, issued_word(s->card.kind));
	v->their_headline = p->their_headline;
	v->salutation = p->salutation;
	v->closing = p->closing;
	v->quoted = p->quoted;
	v->status = status_words(m, p->status);
	v->when = span_words(m, p->starts, p->ends);
	v->length = length_words(m, p->duration);
	v->sealed = p->sealed;
	v->oldest = str_eq_nocase(p->order, STR("oldest"));
	counts_set(m, s, v);
	figures_set(m, s, v);
	player_set(m, s, v);
	documents_set(m, s, v);
	updates_set(m, s, v);
	within_set(m, s, v);
	return st;
}

/* ---- entities ---- */

/* "2019 – 2024", "since 2024"; years, for offices are held for years. */
static struct str
years_held(struct making *m, const struct office *o)
{
	const struct str from = o->from.precision == WHEN_NONE
	    ? STR("")
	    : date_year(m->dates, m->j, o->from.at);
	const struct str until = o->until.precision == WHEN_NONE
	    ? STR("")
	    : date_year(m->dates, m->j, o->until.at);

	if (until.n == 0)
		return from.n > 0 ? say_with(m, "since", from) : from;
	return str_eq(from, until) ? from : joined(m, from, STR("–"), until);
}

static void
offices_set(struct making *m, const struct offices *from,
    struct view_listing *v)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, from->n + 1);

	for (size_t i = 0; i < from->n; i++)
		at[i] = (struct view_link){
			.label = years_held(m, &from->at[i]),
			.text = joined(m, from->at[i].role, say(m, "comma"),
			    from->at[i].of),
		};
	v->offices = list_of(at, from->n);
	v->has_offices = from->n > 0;
}

/* Names and pages of those that the refs mean, of any of these kinds. */
static enum status
links_found(struct making *m, const struct refs *refs, const enum kind *kinds,
    size_t nkinds, struct view_list *out)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, refs->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < refs->n; i++) {
		enum status st = NOT_FOUND;
		struct link l;
		int64_t num;

		for (size_t k = 0; k < nkinds && st == NOT_FOUND; k++)
			st = site_find(m->site, m->j, kinds[k], m->lang,
			    refs->at[i].text, &num);
		if (st == OK)
			st = site_link(m->site, m->j, num, m->lang, &l);
		if (st != OK && st != NOT_FOUND)
			return st;
		if (st == NOT_FOUND)
			job_forgive(m->j);
		else
			at[n++] = (struct view_link){ .text = l.name,
				.href = href_of(m, l.address) };
	}
	for (size_t i = 0; i < n; i++)
		at[i].last = i + 1 == n;
	*out = list_of(at, n);
	return OK;
}

static void
elsewhere_set(struct making *m, const struct texts *links,
    struct view_listing *v)
{
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, links->n + 1);

	for (size_t i = 0; i < links->n; i++)
		at[i] = (struct view_link){ .text = url_host(links->at[i]),
			.href = links->at[i],
			.last = i + 1 == links->n };
	v->links = list_of(at, links->n);
	v->has_links = links->n > 0;
}

enum status
entity_set(struct making *m, const struct entity *e, struct view_listing *v)
{
	static const enum kind any[] = { KIND_PERSON, KIND_ORGANISATION,
		KIND_PLACE, KIND_TOPIC };
	enum status st = links_found(m, &e->more.see_also, any,
	    sizeof(any) / sizeof(any[0]), &v->see_also);

	if (st == OK)
		st = links_found(m, &e->more.split_into, &e->kind, 1,
		    &v->split);
	v->has_see_also = v->see_also.n > 0;
	v->has_split = v->split.n > 0;
	offices_set(m, &e->more.offices, v);
	elsewhere_set(m, &e->links, v);
	globe_set(m, &e->more.point, &v->globe, &v->globe_href);
	return st;
}
