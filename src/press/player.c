/* SPDX-License-Identifier: ISC */
/* What plays a recording on its own page. */
#include "press/making.h"
#include "text/facade.h"
#include "text/phrases.h"

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

void
player_set(struct making *m, const struct story *s, struct view_story *v)
{
	if (s->more.embed.n > 0)
		v->player = elsewhere(m, s);
}
