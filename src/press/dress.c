/* SPDX-License-Identifier: ISC */
/* A story as fronts and listings show it: whose voice, how much of it. */
#include "page/inline.h"
#include "press/making.h"

#define PARTIES_SHOWN 2  /* before "and 20 others" */
#define HEADLINE_MOST 90 /* characters of an item that has none */

/* A further voice is a further row, its word and, if need be, a template. */
struct dress {
	const char *label; /* its key in words/, or NULL */
	const char *card, *entry, *story;
	bool other; /* somebody else's words */
};

static const struct dress voices[] = {
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

/* A kind that has a dress of its own has it whatever the voice. */
static const struct dress kinds[KINDS] = {
	[KIND_RELEASE] = { "release", "card-news", "entry-news",
	    "story-release", false },
	[KIND_STATEMENT] = { "statement", "card-voice", "entry-voice",
	    "story-statement", true },
	[KIND_LETTER] = { "letter", "card-voice", "entry-voice", "story-letter",
	    true },
	[KIND_VIDEO] = { "video", "card-news", "entry-news", "story-video",
	    false },
	[KIND_AUDIO] = { "audio", "card-news", "entry-news", "story-video",
	    false },
	[KIND_EVENT] = { "event", "card-news", "entry-news", "story-event",
	    false },
	[KIND_BRIEF] = { "in_brief", "card-news", "entry-news", "story-brief",
	    false },
	[KIND_ITEM] = { "item", "card-news", "entry-news", "story-item",
	    false },
	[KIND_GALLERY] = { "gallery", "card-news", "entry-news",
	    "story-gallery", false },
	[KIND_SERIES] = { "series", "card-news", "entry-news", "story-series",
	    false },
};

static const struct dress *
dress_of(const struct card *c)
{
	return kinds[c->kind].label != NULL ? &kinds[c->kind]
					    : &voices[c->voice];
}

struct str
card_label(const struct making *m, const struct card *c)
{
	const struct dress *d = dress_of(c);

	return d->label == NULL ? STR("") : say(m, d->label);
}

bool
card_is_other(const struct card *c)
{
	return dress_of(c)->other;
}

struct str
card_story(const struct card *c)
{
	return str_of(dress_of(c)->story);
}

struct str
byline_of(const struct making *m, const struct signers *by, bool offices)
{
	const char *between = "comma";
	struct str out = STR("");

	/* With offices a comma no longer tells where the next one begins. */
	for (size_t i = 0; i < by->n; i++)
		if (offices && by->at[i].role == ROLE_BY
		    && by->at[i].what.n > 0)
			between = "semicolon";
	for (size_t i = 0; i < by->n; i++) {
		const struct signer *s = &by->at[i];

		if (s->role != ROLE_BY)
			continue;
		out = joined(m, out, say(m, between), apart(m, s->who.name));
		if (offices)
			out = joined(m, out, say(m, "comma"),
			    apart(m, s->what));
	}
	return out;
}

/* ---- what a card says of its own kind ---- */

/* What somebody is, or else where they belong. */
static struct str
office_of(const struct party *p)
{
	return p->role.n > 0 ? p->role : p->of;
}

/* "Rope Walk; Bram Okoro, keeper; and 20 others": two, then how many. */
static struct str
parties_line(const struct making *m, const struct parties *p)
{
	struct str out = STR(""), office = STR("");

	for (size_t i = 0; i < p->n && i < PARTIES_SHOWN; i++) {
		office = office_of(&p->at[i]);
		out = joined(m, out, say(m, "semicolon"),
		    joined(m, apart(m, p->at[i].name), say(m, "comma"),
			apart(m, office)));
	}
	if (p->n > PARTIES_SHOWN)
		out = joined(m, out,
		    office.n > 0 ? say(m, "semicolon") : STR(" "),
		    say_number(m, "and_others",
			(int64_t)(p->n - PARTIES_SHOWN)));
	return out;
}

static struct str
who_line(const struct making *m, const struct card *c, bool offices)
{
	const struct str by = byline_of(m, &c->byline, offices);

	if (c->more == NULL || c->more->parties.n == 0)
		return by;
	return parties_line(m, &c->more->parties);
}

static struct str
when_line(struct making *m, const struct card *c)
{
	const struct particulars *p = c->more;

	if (p == NULL)
		return STR("");
	if (p->starts.precision != WHEN_NONE)
		return span_words(m, p->starts, p->ends);
	return p->issued.precision == WHEN_NONE
	    ? STR("")
	    : date_long(m->dates, m->j, p->issued.at);
}

static struct str
count_line(const struct making *m, const struct card *c)
{
	const struct counts *n = c->more != NULL ? &c->more->counts : NULL;

	if (n == NULL || n->n == 0)
		return STR("");
	const struct count *last = &n->at[n->n - 1];

	if (last->stated.n > 0)
		return say_with(m, "signed_by", last->stated);
	return last->exact > 0 ? say_number(m, "signed_by", last->exact)
			       : STR("");
}

/* Whether the kind shows that there. */
static bool
has(const struct card *c, enum card_place at, enum card_field f)
{
	for (size_t i = 0; i < CARD_FIELDS; i++)
		if (card_cell(c->kind, at)[i] == f)
			return true;
	return false;
}

static struct str
field_words(struct making *m, const struct card *c, bool offices,
    enum card_field f)
{
	const struct particulars *p = c->more;

	switch (f) {
	case CARD_WHO:
		return who_line(m, c, offices);
	case CARD_WHERE:
		return apart(m,
		    p != NULL && p->place.text.n > 0 ? p->place.text
						     : c->dateline);
	case CARD_WHEN:
		return when_line(m, c);
	case CARD_LENGTH:
		return p != NULL ? length_words(m, p->duration) : STR("");
	case CARD_COUNT:
		return count_line(m, c);
	case CARD_STATUS:
		return p != NULL ? status_words(m, p->status) : STR("");
	case CARD_THEIRS:
		return p != NULL && p->their_headline.n > 0
		    ? joined(m, say(m, "theirs"), STR(" "),
			apart(m, p->their_headline))
		    : STR("");
	case CARD_NOTHING:
	case CARD_LABEL:
	case CARD_KICKER:
	case CARD_TO:
	case CARD_DECK:
	case CARD_TIME:
		break;
	}
	return STR("");
}

/* The line below: who, where, when, how long, as the cell has them. */
static struct str
card_line(struct making *m, const struct card *c, const struct showing *s)
{
	const bool who = s->byline || c->kind != KIND_STORY || card_is_other(c);
	const bool offices = s->office || card_is_other(c);
	struct str out = STR("");

	for (size_t i = 0; i < CARD_FIELDS; i++) {
		const enum card_field f = card_cell(c->kind, s->at)[i];

		if (f != CARD_WHO || who)
			out = joined(m, out, STR(" · "),
			    field_words(m, c, offices, f));
	}
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
	if (s->section && dress_of(c)->label == NULL && c->section.num != 0
	    && c->section.num != s->within)
		return c->section.name;
	return STR("");
}

static struct str
card_deck(const struct making *m, const struct card *c, const struct showing *s)
{
	struct str deck = c->deck;

	if (!s->deck || !has(c, s->at, CARD_DECK))
		return STR("");
	/*
	 * An agency's line is its headline; a transcript's first is no deck,
	 * and what stands for a headline is not said again.
	 */
	if (deck.n == 0 && s->excerpt && !kind_is_recording(c->kind)
	    && c->headline.n > 0 && (c->agency.n == 0 || s->rank > 3))
		deck = c->excerpt;
	return s->deck_most == 0 ? deck : shortened(m, deck, s->deck_most);
}

/* Whether what follows needs no sign between. */
static bool
is_sentence(struct str s)
{
	static const char *const ends[] = { ".", "!", "?", "…", "؟", "»", "”" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_ends(s, str_of(ends[i])))
			return true;
	return false;
}

struct str
card_share(struct making *m, const struct card *c)
{
	const struct showing s = { .at = CARD_SHARE,
		.rank = 5,
		.deck = true,
		.excerpt = true,
		.byline = true };
	const struct str deck = inline_plain(m->j, card_deck(m, c, &s));
	const struct str line = c->kind == KIND_STORY ? STR("")
						      : card_line(m, c, &s);

	return joined(m, deck, is_sentence(deck) ? STR(" ") : STR(" · "), line);
}

static void
card_words(struct making *m, const struct card *c, const struct showing *s,
    struct view_card *out)
{
	if (has(c, s->at, CARD_LABEL))
		out->label = card_label(m, c);
	if (out->label.n == 0 && c->corrected && s->rank < 5)
		out->label = say(m, "corrected");
	if (has(c, s->at, CARD_KICKER))
		out->kicker = card_kicker(m, c, s);
	out->has_kicker = out->label.n > 0 || out->kicker.n > 0;
	if (has(c, s->at, CARD_TO) && c->more != NULL)
		out->to = lines_of(m, c->more->to);
	out->has_to = out->to.n > 0;
	out->deck = inline_markup(m->j, card_deck(m, c, s));
	if (s->in_listing)
		out->intro = c->intro;
	out->byline = card_line(m, c, s);
	if (s->in_listing)
		out->who = out->byline;
}

/* An item without a headline is called by its words. */
struct str
card_headline(const struct making *m, const struct card *c)
{
	if (c->headline.n > 0)
		return c->headline;
	return shortened(m, c->excerpt, HEADLINE_MOST);
}

void
card_set(struct making *m, const struct card *c, const struct showing *s,
    struct view_card *out)
{
	const struct dress *d = dress_of(c);
	const struct str headline = card_headline(m, c);

	*out = (struct view_card){
		.dress = str_of(d->card),
		.entry = str_of(d->entry),
		.level = str_of(s->level),
		.size = headline_size(s->rank, headline),
		.href = href_of(m, c->address),
		.headline = headline,
		.short_headline = c->short_headline.n > 0 ? c->short_headline
							  : headline,
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
	if (s->time && has(c, s->at, CARD_TIME) && (s->in_listing || !d->other))
		out->time = time_near(m, c->published);
	out->has_byline = out->byline.n > 0 || out->time != NULL;
	if (s->picture && c->has_picture)
		out->picture = picture_set(m, &c->picture, s->frame, s->eager);
}
