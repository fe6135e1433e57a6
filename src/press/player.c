/* SPDX-License-Identifier: ISC */
/* What plays a recording on its own page, and original documents. */
#include "edge/edge.h"
#include "press/making.h"
#include "text/facade.h"
#include "text/phrases.h"

#define KILOBYTE 1000
#define MEGABYTE 1000000

/* A link to where it is played; with a player, if we know that place's. */
static const struct view_player *
elsewhere(struct making *m, const struct story *s)
{
	struct view_player *const p = JOB_NEW(m->j, struct view_player);
	const struct str given = s->more.embed;
	struct facade f;

	if (facade_of(m->j, given, &f)) {
		p->href = f.page;
		p->embed = f.player;
		p->text = joined(m, str_trim(phrases_of(m->lang)->play),
		    STR(" "), f.host);
		return p;
	}
	if (!str_starts(given, STR("https://"))
	    && !str_starts(given, STR("http://")))
		return NULL;
	p->href = given;
	p->text = say_with(m,
	    s->card.kind == KIND_AUDIO ? "listen_at" : "watch_at",
	    url_host(given));
	return p;
}

static struct view_list
tracks_of(struct making *m, const struct story *s)
{
	const struct tracks *const from = &s->more.captions;
	struct view_track *at = JOB_ARRAY(m->j, struct view_track, from->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < from->n; i++) {
		const struct attachment *const a = &s->attached[1 + i];
		const struct track *const t = &from->at[i];

		/* A browser takes captions from nobody else. */
		if (a->format.n == 0)
			continue;
		at[n].src = href_of(m, a->address);
		at[n].lang = t->lang.n > 0 ? t->lang : s->card.lang;
		at[n].label = t->label.n > 0 ? t->label
					     : language_name(m, at[n].lang);
		n++;
	}
	return list_of(at, n);
}

static const struct view_player *
our_own(struct making *m, const struct story *s)
{
	const struct attachment *const file = &s->attached[0];
	const struct plate *const p = &s->card.picture;
	struct view_player *const v = JOB_NEW(m->j, struct view_player);

	v->src = href_of(m, file->address);
	v->type = media_type(file->format);
	v->film = str_starts(v->type, STR("video/"))
	    && s->card.kind == KIND_VIDEO;
	v->width = file->w;
	v->height = file->h;
	v->tracks = tracks_of(m, s);
	if (s->card.has_picture)
		v->poster = href_of(m, p->lead.n > 0 ? p->lead : p->column);
	return v;
}

void
player_set(struct making *m, const struct story *s, struct view_story *v)
{
	if (s->more.file.n > 0 && s->attached[0].format.n > 0)
		v->player = our_own(m, s);
	else if (s->more.embed.n > 0)
		v->player = elsewhere(m, s);
}

/* "PDF, 120 kB" */
static struct str
about(struct making *m, const struct attachment *a)
{
	char upper[8] = "";
	struct str size = STR("");

	for (size_t i = 0; i < a->format.n && i < sizeof(upper) - 1; i++)
		upper[i] = (char)(a->format.p[i] - 'a' + 'A');
	if (a->bytes >= MEGABYTE)
		size = say_number(m, "megabytes",
		    (a->bytes + MEGABYTE / 2) / MEGABYTE);
	else if (a->bytes > 0)
		size = say_number(m, "kilobytes",
		    (a->bytes + KILOBYTE - 1) / KILOBYTE);
	return joined(m, job_str(m->j, str_of(upper)), say(m, "comma"), size);
}

void
documents_set(struct making *m, const struct story *s, struct view_story *v)
{
	const struct documents *const from = &s->more.documents;
	struct view_document *at = JOB_ARRAY(m->j, struct view_document,
	    from->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < from->n; i++) {
		const struct attachment
		    *const a = &s->attached[1 + s->more.captions.n + i];

		if (a->address.n == 0)
			continue;
		at[n].href = href_of(m, a->address);
		at[n].text = from->at[i].label.n > 0 ? from->at[i].label
						     : from->at[i].src;
		at[n].out = a->format.n == 0;
		at[n].about = at[n].out ? url_host(a->address) : about(m, a);
		n++;
	}
	v->documents = list_of(at, n);
	v->has_documents = n > 0;
}
