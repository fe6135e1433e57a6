/* SPDX-License-Identifier: ISC */
/*
 * Sections on the front, in bands.  Which pattern a band has follows from how
 * many stories it has, whether its first has a picture, and from what stands
 * above it: two neighbours never look alike.
 */
#include "press/front.h"

#define BLOCKS 24     /* sections on a front */
#define IN_BLOCK 5    /* stories of one */
#define PER_PICTURE 3 /* at most one picture for so many stories */

/* A section with the stories that still have no place. */
struct stack {
	struct link section;
	const struct card *cards[IN_BLOCK];
	size_t n;
};

struct bands {
	struct making *m;
	struct plan *plan;
	struct stack stacks[BLOCKS];
	size_t nstacks, at; /* at: the next that has no band */
	struct view_band *out;
	size_t n;
	const struct pattern *above;
	const struct sections *sections;
};

typedef bool fits_fn(const struct bands *b);
typedef void set_fn(struct bands *b, struct view_band *out);

struct pattern {
	const char *name; /* its template */
	fits_fn *fits;
	set_fn *set;
};

/* The i-th that has no band yet; one without stories if there is none. */
static const struct stack *
ahead(const struct bands *b, size_t i)
{
	static const struct stack none;

	return b->at + i < b->nstacks ? &b->stacks[b->at + i] : &none;
}

static bool
picture_due(const struct bands *b, const struct stack *s)
{
	return s->n > 0 && s->cards[0]->has_picture
	    && (b->plan->pictures + 1) * PER_PICTURE <= b->plan->items + s->n;
}

static bool
is_wide(const struct card *c)
{
	return c->picture.w >= c->picture.h;
}

/* ---- the pieces of a block ---- */

static struct view_list
subs_set(struct bands *b, int64_t section)
{
	const struct sections *all = b->sections;
	struct view_link *at = JOB_ARRAY(b->m->j, struct view_link, all->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].parent == section && !all->at[i].retired)
			at[n++] = (struct view_link){
				.text = all->at[i].link.name,
				.href = href_of(b->m, all->at[i].link.address),
			};
	return list_of(at, n);
}

static struct view_list
cards_set(struct bands *b, const struct stack *s, size_t from, size_t n,
    bool deck)
{
	struct view_card *at = JOB_ARRAY(b->m->j, struct view_card, n + 1);
	size_t k = 0;

	/* The first in a column may say more than those below. */
	for (size_t i = from; i < s->n && k < n; i++, k++)
		card_set(b->m, s->cards[i],
		    &(struct showing){ .rank = 1,
			.level = "3",
			.deck = deck && k == 0,
			.deck_most = 130,
			.excerpt = true,
			.section = true,
			.within = s->section.num },
		    &at[k]);
	b->plan->items += k;
	return list_of(at, k);
}

static const struct view_card *
lead_card(struct bands *b, const struct stack *s, int rank, bool picture)
{
	struct view_card *lead = JOB_NEW(b->m->j, struct view_card);

	card_set(b->m, s->cards[0],
	    &(struct showing){ .rank = rank,
		.level = "3",
		.deck = true,
		.deck_most = 240,
		.excerpt = rank > 2,
		.byline = rank > 1,
		.time = rank > 1,
		.picture = picture,
		.frame = is_wide(s->cards[0]) ? FRAME_HALF : FRAME_SMALL,
		.section = true,
		.within = s->section.num },
	    lead);
	b->plan->items++;
	b->plan->pictures += lead->picture != NULL;
	return lead;
}

/* Section, lead, and how many of the rest go left and right. */
static void
block_set(struct bands *b, struct view_block *out, int rank, bool picture,
    size_t left, size_t right)
{
	const struct stack *s = &b->stacks[b->at++];

	*out = (struct view_block){
		.id = job_printf(b->m->j, "s%zu", b->at),
		.title = s->section.name,
		.href = href_of(b->m, s->section.address),
		.subs = subs_set(b, s->section.num),
		.lead = lead_card(b, s, rank, picture),
		.left = cards_set(b, s, 1, left, true),
		.right = cards_set(b, s, 1 + left, right, true),
	};
	out->has_subs = out->subs.n > 0;
	out->has_left = out->left.n > 0;
	out->has_right = out->right.n > 0;
}

static struct view_block *
blocks_new(struct bands *b, struct view_band *out, size_t n)
{
	struct view_block *at = JOB_ARRAY(b->m->j, struct view_block, n);

	out->blocks = list_of(at, n);
	return at;
}

/* ---- patterns ---- */

static bool
three_fits(const struct bands *b)
{
	return ahead(b, 0)->n >= 4;
}

static void
three_set(struct bands *b, struct view_band *out)
{
	block_set(b, blocks_new(b, out, 1), 4, false, 2, 2);
}

static bool
wide_fits(const struct bands *b)
{
	return ahead(b, 0)->n >= 2 || ahead(b, 1)->n == 0;
}

static void
wide_set(struct bands *b, struct view_band *out)
{
	block_set(b, blocks_new(b, out, 1), 4, false, 0, 3);
}

/* A landscape picture over half of the page. */
static bool
shot_fits(const struct bands *b)
{
	const struct stack *s = ahead(b, 0);

	return picture_due(b, s) && is_wide(s->cards[0]);
}

static void
shot_set(struct bands *b, struct view_band *out)
{
	block_set(b, blocks_new(b, out, 1), 3, true, 2, 0);
}

/*
 * One section over seven columns, one or two more stacked beside it.  The
 * great one is the first of the next three that has an upright picture to
 * show; a landscape goes over half of the page (SHOT).
 */
static size_t
great_one(const struct bands *b)
{
	for (size_t i = 0; i < 3; i++)
		if (picture_due(b, ahead(b, i))
		    && !is_wide(ahead(b, i)->cards[0]))
			return i;
	return NOWHERE;
}

static bool
split_fits(const struct bands *b)
{
	return ahead(b, 1)->n > 0
	    && (ahead(b, 0)->n >= 2 || great_one(b) != NOWHERE);
}

static void
great_first(struct bands *b)
{
	size_t at = great_one(b);
	struct stack great;

	if (at == NOWHERE)
		return;
	great = b->stacks[b->at + at];
	for (size_t i = at; i > 0; i--)
		b->stacks[b->at + i] = b->stacks[b->at + i - 1];
	b->stacks[b->at] = great;
}

static void
split_set(struct bands *b, struct view_band *out)
{
	struct view_block *first = JOB_NEW(b->m->j, struct view_block);
	struct view_block *at;
	bool picture;
	size_t n;

	great_first(b);
	picture = great_one(b) == 0;
	/* A picture is as high as two small blocks, words as one. */
	n = ahead(b, 2)->n > 0 && (picture || ahead(b, 0)->n > 2) ? 2 : 1;
	block_set(b, first, 3, picture, picture ? 2 : 3, 0);
	out->first = first;
	at = blocks_new(b, out, n);
	for (size_t i = 0; i < n; i++)
		block_set(b, &at[i], i == 0 ? 3 : 2, false, i == 0 ? 1 : 2, 0);
}

/* Three short sections side by side. */
static bool
thirds_fits(const struct bands *b)
{
	return ahead(b, 2)->n > 0 && ahead(b, 0)->n <= 3 && ahead(b, 1)->n <= 3
	    && ahead(b, 2)->n <= 3;
}

static void
thirds_band_set(struct bands *b, struct view_band *out)
{
	struct view_block *at = blocks_new(b, out, 3);

	for (size_t i = 0; i < 3; i++)
		block_set(b, &at[i], 2, false, 2, 0);
}

static bool
row_fits(const struct bands *b)
{
	return ahead(b, 0)->n >= 4;
}

static void
row_set(struct bands *b, struct view_band *out)
{
	block_set(b, blocks_new(b, out, 1), 3, false, 2, 2);
}

/* Two short sections: always fits. */
static bool
pair_fits(const struct bands *b)
{
	(void)b;
	return true;
}

static void
pair_set(struct bands *b, struct view_band *out)
{
	size_t n = ahead(b, 1)->n > 0 ? 2 : 1;
	struct view_block *at = blocks_new(b, out, n);

	for (size_t i = 0; i < n; i++)
		block_set(b, &at[i], 3, false, 2, 0);
}

enum { THREE, WIDE, SHOT, SPLIT, ROW, THIRDS, PAIR, PATTERNS };

static const struct pattern patterns[PATTERNS] = {
	[THREE] = { "band-three", three_fits, three_set },
	[WIDE] = { "band-wide", wide_fits, wide_set },
	[SHOT] = { "band-shot", shot_fits, shot_set },
	[SPLIT] = { "band-split", split_fits, split_set },
	[ROW] = { "band-row", row_fits, row_set },
	[THIRDS] = { "band-thirds", thirds_fits, thirds_band_set },
	[PAIR] = { "band-pair", pair_fits, pair_set },
};

/*
 * A picture that is due is shown; else the next pattern that fits, in the
 * order of the table, beginning after the last.  PAIR fits whatever is left.
 */
static const struct pattern *
pattern_next(const struct bands *b)
{
	size_t above = b->above == NULL ? PAIR : (size_t)(b->above - patterns);

	/* The first block stands close to the lead's picture. */
	if (b->above == NULL && three_fits(b))
		return &patterns[THREE];
	if (above != SHOT && shot_fits(b))
		return &patterns[SHOT];
	if (above != SPLIT && great_one(b) != NOWHERE && split_fits(b))
		return &patterns[SPLIT];
	for (size_t i = 1; i < PATTERNS; i++) {
		size_t at = (above + i) % PATTERNS;

		if (at != PAIR && patterns[at].fits(b))
			return &patterns[at];
	}
	/* One alone would leave half of the page empty. */
	return &patterns[ahead(b, 1)->n > 0 ? PAIR : WIDE];
}

/* ---- what there is to set ---- */

static void
stack_put(struct bands *b, const struct link *section,
    const struct cards *cards, size_t max)
{
	struct stack *s = &b->stacks[b->nstacks];

	if (b->nstacks == BLOCKS)
		return;
	*s = (struct stack){ .section = *section };
	for (size_t i = 0; i < cards->n && s->n < max; i++)
		if (use(b->plan, &cards->at[i]))
			s->cards[s->n++] = &cards->at[i];
	b->nstacks += s->n > 0;
}

static void
stacks_fill(struct bands *b, const struct front *f)
{
	for (size_t i = 0; i < f->nslots; i++)
		if (f->slots[i].listing.num != 0)
			stack_put(b, &f->slots[i].listing, &f->slots[i].cards,
			    IN_BLOCK);
	for (size_t i = 0; i < f->nblocks; i++)
		stack_put(b, &f->blocks[i].section, &f->blocks[i].cards,
		    IN_BLOCK);
	if (b->nstacks == 0 && f->newest.n > FRONT_TOP) {
		/* A paper without sections has news all the same. */
		const struct link more = {
			.name = say(b->m, "latest"),
			.address = job_printf(b->m->j, "%.*s/archive/",
			    STR_ARG(
				site_prefix(b->m->site, b->m->j, b->m->lang))),
		};

		stack_put(b, &more, &f->newest, IN_BLOCK);
	}
}

enum status
bands_set(struct making *m, struct plan *plan, const struct front *f,
    struct view_front *out)
{
	struct bands *b = JOB_NEW(m->j, struct bands);
	struct sections sections;
	size_t next = 0;
	enum status st = site_sections(m->site, m->j, m->lang, &sections);

	if (st != OK)
		return st;
	b->m = m;
	b->plan = plan;
	b->sections = &sections;
	stacks_fill(b, f);
	b->out = JOB_ARRAY(m->j, struct view_band,
	    b->nstacks + f->nmodules + 1);
	while (b->at < b->nstacks) {
		const struct pattern *p = pattern_next(b);

		b->out[b->n].pattern = str_of(p->name);
		p->set(b, &b->out[b->n++]);
		b->above = p;
		b->n += modules_across(m, f, &next, b->at, &b->out[b->n]);
	}
	b->n += modules_across(m, f, &next, SIZE_MAX, &b->out[b->n]);
	out->bands = list_of(b->out, b->n);
	return OK;
}
