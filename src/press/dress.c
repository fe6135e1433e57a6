/* SPDX-License-Identifier: ISC */
/* A story as fronts and listings show it: whose voice, how much of it. */
#include "page/inline.h"
#include "press/making.h"

/* A further voice is a further row, its word and, if need be, a template. */
static const struct dress {
	const char *label; /* its key in words/, or NULL */
	const char *card, *entry, *story;
	bool other; /* somebody else's words */
} dresses[] = {
	[VOICE_NEWS] = { NULL, "card-news", "entry-news", "story-news", false },
	[VOICE_ANALYSIS] = { "analysis", "card-news", "entry-news",
	    "story-news", false },
	[VOICE_OPINION] = { "opinion", "card-voice", "entry-voice",
	    "story-voice", true },
	[VOICE_STATEMENT] = { "statement", "card-voice", "entry-voice",
	    "story-voice", true },
	[VOICE_REPUBLISHED] = { "republished", "card-news", "entry-news",
	    "story-news", false },
	[VOICE_SPONSORED] = { "sponsored", "card-voice", "entry-voice",
	    "story-voice", true },
};

struct str
voice_label(const struct making *m, enum voice v)
{
	return dresses[v].label == NULL ? STR("") : say(m, dresses[v].label);
}

bool
voice_is_other(enum voice v)
{
	return dresses[v].other;
}

struct str
voice_story(enum voice v)
{
	return str_of(dresses[v].story);
}

struct str
byline_of(const struct making *m, const struct signers *by, bool offices)
{
	struct str out = STR("");

	for (size_t i = 0; i < by->n; i++) {
		const struct signer *s = &by->at[i];

		if (s->role != ROLE_BY)
			continue;
		out = joined(m, out, say(m, "comma"), s->who.name);
		if (offices)
			out = joined(m, out, say(m, "comma"), s->what);
	}
	return out;
}

/* By the theme's columns: too wide a guess costs readers the larger file. */
static const struct str frames[] = {
	[FRAME_SMALL] = STR_INIT("(min-width:64rem) min(27vw,25rem),"
				 "(min-width:40rem) 45vw,calc(100vw - 2rem)"),
	[FRAME_HALF] = STR_INIT("(min-width:64rem) min(46.5vw,43rem),"
				"calc(100vw - 2rem)"),
	[FRAME_WIDE] = STR_INIT("(min-width:64rem) min(70vw,65rem),"
				"calc(100vw - 2rem)"),
};

const struct view_picture *
picture_set(struct making *m, const struct plate *p, enum frame frame,
    bool eager)
{
	struct view_picture *out = JOB_NEW(m->j, struct view_picture);

	out->src = href_of(m, p->column);
	out->width = p->w;
	out->height = p->h;
	if (p->lead.n > 0 && p->lead_w > p->w && p->w > 0) {
		out->srcset = job_printf(m->j, "%.*s %lldw, %.*s %lldw",
		    STR_ARG(out->src), (long long)p->w,
		    STR_ARG(href_of(m, p->lead)), (long long)p->lead_w);
		out->sizes = frames[frame];
	}
	out->alt = p->alt;
	out->caption = inline_markup(m->j, p->caption);
	out->credit = p->credit;
	out->has_caption = p->caption.n > 0 || p->credit.n > 0;
	out->lazy = !eager;
	out->tall = p->h > p->w;
	return out;
}

static struct str
card_kicker(const struct making *m, const struct card *c,
    const struct showing *s)
{
	if (c->kicker.n > 0)
		return c->kicker;
	if (c->agency.n > 0)
		return say(m, "agency");
	/* Whose voice it is says more than where it stands. */
	if (s->section && dresses[c->voice].label == NULL && c->section.num != 0
	    && c->section.num != s->within)
		return c->section.name;
	return STR("");
}

static struct str
card_deck(const struct making *m, const struct card *c, const struct showing *s)
{
	struct str deck = c->deck;

	if (!s->deck)
		return STR("");
	/* An agency's line is its headline. */
	if (deck.n == 0 && s->excerpt && (c->agency.n == 0 || s->rank > 3))
		deck = c->excerpt;
	return s->deck_most == 0 ? deck : shortened(m, deck, s->deck_most);
}

static void
card_words(struct making *m, const struct card *c, const struct showing *s,
    struct view_card *out)
{
	out->label = voice_label(m, c->voice);
	if (out->label.n == 0 && c->corrected && s->rank < 5)
		out->label = say(m, "corrected");
	out->kicker = card_kicker(m, c, s);
	out->has_kicker = out->label.n > 0 || out->kicker.n > 0;
	out->deck = inline_markup(m->j, card_deck(m, c, s));
	if (s->in_listing)
		out->intro = c->intro;
	if (s->byline || voice_is_other(c->voice))
		out->byline = byline_of(m, &c->byline,
		    s->office || voice_is_other(c->voice));
	if (s->in_listing)
		out->who = joined(m, out->byline, STR(" · "), c->dateline);
}

void
card_set(struct making *m, const struct card *c, const struct showing *s,
    struct view_card *out)
{
	const struct dress *d = &dresses[c->voice];

	*out = (struct view_card){
		.dress = str_of(d->card),
		.entry = str_of(d->entry),
		.level = str_of(s->level),
		.size = headline_size(s->rank, c->headline),
		.href = href_of(m, c->address),
		.headline = c->headline,
		.short_headline = c->short_headline.n > 0 ? c->short_headline
							  : c->headline,
		.other = d->other,
		.ruled = s->ruled,
		.far = s->far,
	};
	if (c->lang.n > 0 && !str_eq(c->lang, m->lang)) {
		out->lang = c->lang;
		out->dir = lang_is_rtl(c->lang) ? STR("rtl") : STR("ltr");
	}
	card_words(m, c, s, out);
	/* What was not written for a day has no hour on it. */
	if (s->time && (s->in_listing || !d->other))
		out->time = time_near(m, c->published);
	out->has_byline = out->byline.n > 0 || out->time != NULL;
	if (s->picture && c->has_picture)
		out->picture = picture_set(m, &c->picture, s->frame, s->eager);
}
