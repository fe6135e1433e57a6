/* SPDX-License-Identifier: ISC */
#include "site/galley.h"

#include "site/inside.h"
#include "text/body.h"
#include "text/words.h"

/* An excerpt stands where a card has neither deck nor intro. */
#define EXCERPT 220

static void
note_put(struct job *j, struct galley *g, size_t *room, int line,
    struct str text)
{
	if (g->notes.n == *room) {
		const size_t more = *room == 0 ? 8 : *room * 2;

		g->notes.at = job_grow(j, g->notes.at,
		    *room * sizeof(*g->notes.at), more * sizeof(*g->notes.at));
		*room = more;
	}
	g->notes.at[g->notes.n++] = (struct note){ line, text };
}

/* ---- pictures ---- */

static struct str
size_address(struct job *j, const struct size *z)
{
	return job_printf(j, "/media/%.*s.%.*s",
	    STR_ARG(sha256_hex(j, z->sha256)), STR_ARG(z->format));
}

/* As the text file itself says, which stet wrote when it took the picture. */
static bool
sizes_said(struct job *j, const struct medium *m, struct plate *out)
{
	const struct size column = medium_size(m, STR("column"));
	const struct size lead = medium_size(m, STR("lead"));

	if (column.w <= 0)
		return false;
	*out = (struct plate){
		.column = size_address(j, &column),
		.w = column.w,
		.h = column.h,
	};
	if (lead.w > column.w) {
		out->lead = size_address(j, &lead);
		out->lead_w = lead.w;
		out->lead_h = lead.h;
	}
	return true;
}

static size_t
body_media_of(struct job *j, const struct copy *c, struct body_media **out)
{
	struct plate z;
	size_t n = 0;

	if (c->media.n == 0)
		return 0;
	*out = JOB_ARRAY(j, struct body_media, c->media.n);
	for (size_t i = 0; i < c->media.n; i++)
		if (sizes_said(j, &c->media.at[i], &z))
			(*out)[n++] = (struct body_media){
				.name = c->media.at[i].name,
				.column = z.column,
				.width = (int)z.w,
				.height = (int)z.h,
				.lead = z.lead,
				.lead_width = (int)z.lead_w,
			};
	return n;
}

static int64_t
percent(double share)
{
	return (int64_t)(share * 100 + 0.5);
}

bool
plate_of(struct job *j, const struct copy *c, const struct picture *p,
    struct plate *out)
{
	struct plate z;

	if (p->src.n == 0)
		return false;
	for (size_t i = 0; i < c->media.n; i++) {
		if (!str_eq(c->media.at[i].name, p->src)
		    || !sizes_said(j, &c->media.at[i], &z))
			continue;
		z.alt = p->alt;
		z.caption = p->caption;
		z.credit = p->credit;
		z.focal_x = percent(p->focal_x);
		z.focal_y = percent(p->focal_y);
		*out = z;
		return true;
	}
	return false;
}

/* A gallery's; those that are missing are said and left out. */
static void
galley_shots(struct job *j, size_t *room, struct galley *g)
{
	const struct shots *const shots = &g->copy.more.shots;

	if (shots->n == 0)
		return;
	g->shots = JOB_ARRAY(j, struct plate, shots->n);
	for (size_t i = 0; i < shots->n; i++) {
		const struct shot *const s = &shots->at[i];
		const struct picture p = { .src = s->src,
			.alt = s->alt,
			.caption = s->caption,
			.credit = s->credit,
			.line = s->line };

		if (!plate_of(j, &g->copy, &p, &g->shots[i]) && s->src.n > 0)
			note_put(j, g, room, s->line,
			    job_printf(j, "the picture %.*s is missing",
				STR_ARG(s->src)));
	}
}

/* ---- recordings and documents ---- */

/* Elsewhere, or in our own folder already: as it is given. */
static bool
is_address(struct str src)
{
	return str_starts(src, STR("https://"))
	    || str_starts(src, STR("http://"))
	    || str_starts(src, STR("/media/"));
}

static struct attachment
attachment_of(struct job *j, size_t *room, struct galley *g, struct str src,
    int line)
{
	const struct media *const media = &g->copy.media;

	for (size_t i = 0; i < media->n; i++) {
		const struct medium *const m = &media->at[i];
		const struct size file = { m->name, m->sha256, m->format, 0,
			0 };

		if (str_eq(m->name, src))
			return (struct attachment){
				.address = size_address(j, &file),
				.format = m->format,
				.bytes = m->bytes,
				.duration = m->duration,
				.w = m->w,
				.h = m->h,
			};
	}
	if (is_address(src))
		return (struct attachment){ .address = src };
	if (src.n > 0)
		note_put(j, g, room, line,
		    job_printf(j, "the file %.*s is missing", STR_ARG(src)));
	return (struct attachment){ .format = STR("") };
}

static void
galley_attached(struct job *j, size_t *room, struct galley *g)
{
	struct particulars *const p = &g->copy.more;
	const size_t n = attached_count(p);
	struct attachment *at;

	if (n == 0)
		return;
	at = g->attached = JOB_ARRAY(j, struct attachment, n);
	*at++ = attachment_of(j, room, g, p->file, 1);
	for (size_t i = 0; i < p->captions.n; i++)
		*at++ = attachment_of(j, room, g, p->captions.at[i].src,
		    p->captions.at[i].line);
	for (size_t i = 0; i < p->documents.n; i++)
		*at++ = attachment_of(j, room, g, p->documents.at[i].src,
		    p->documents.at[i].line);
	/* What the file says is shown wherever the author says nothing. */
	if (p->duration == 0)
		p->duration = g->attached[0].duration;
}

static void
galley_pictures(struct job *j, size_t *room, struct galley *g)
{
	const struct copy *const c = &g->copy;

	g->has_picture = plate_of(j, c, &c->picture, &g->picture);
	if (!g->has_picture && c->picture.src.n > 0)
		note_put(j, g, room, c->picture.line,
		    job_printf(j, "the picture %.*s is missing",
			STR_ARG(c->picture.src)));
	galley_shots(j, room, g);
	galley_attached(j, room, g);
	if (c->slots.n == 0)
		return;
	g->slot_pictures = JOB_ARRAY(j, struct plate, c->slots.n);
	for (size_t i = 0; i < c->slots.n; i++)
		(void)plate_of(j, c, &c->slots.at[i].picture,
		    &g->slot_pictures[i]);
}

/* ---- words ---- */

/* An editor's own opening paragraphs, as markup. */
static enum status
intro_of(struct job *j, const struct copy *c, const struct body *body,
    struct markup *out)
{
	struct body intro;
	const struct body_opts o = { .lang = c->lang };

	*out = body->intro;
	if (c->intro.n == 0)
		return OK;
	const enum status st = body_markup(j, c->intro, &o, &intro);

	if (st == OK)
		*out = intro.html;
	return st;
}

static enum status
galley_words(struct job *j, const struct body *body, struct galley *g)
{
	const struct copy *const c = &g->copy;
	struct buf head = buf_in(j, PACK_MAX), deck = buf_in(j, PACK_MAX);
	struct buf pack;
	const struct str heads[] = { c->kicker, c->headline, c->short_headline,
		c->slug };
	const struct str decks[] = { c->deck, c->summary, c->dateline,
		c->agency };
	struct str text;

	for (size_t i = 0; i < 4; i++) {
		buf_put(&head, heads[i]);
		buf_ch(&head, '\n');
		buf_put(&deck, decks[i]);
		buf_ch(&deck, '\n');
	}
	enum status st = buf_done(&head, &text);

	if (st == OK)
		st = words_index(j, text, c->lang, &g->index_head);
	if (st == OK)
		st = buf_done(&deck, &text);
	if (st == OK)
		st = words_index(j, text, c->lang, &g->index_deck);
	if (st == OK)
		st = words_index(j, body->plain, c->lang, &g->index_body);
	if (st != OK)
		return st;
	pack = buf_sized(j, PACK_MAX * 2,
	    g->index_head.n + g->index_deck.n + g->index_body.n + 30);
	pack_str(&pack, g->index_head);
	pack_str(&pack, g->index_deck);
	pack_str(&pack, g->index_body);
	st = buf_done(&pack, &text);
	if (st == OK)
		g->index_packed = lz4_pack(j, text);
	return st;
}

static enum status
galley_body(struct job *j, const struct galley_opts *o, size_t *room,
    struct galley *g)
{
	struct body_media *media = NULL;
	/* In this order: media is filled here. */
	const size_t n_media = body_media_of(j, &g->copy, &media);
	struct body body;
	const struct body_opts opts = {
		.lang = g->copy.lang.n > 0 ? g->copy.lang : o->lang,
		.n_media = n_media,
		.media = media,
		.transcript = kind_is_recording(g->copy.kind),
		.unplayed = g->copy.more.file.n + g->copy.more.embed.n == 0,
	};
	enum status st = body_markup(j, g->file.body, &opts, &body);

	if (st != OK)
		return st;
	g->html = body.html;
	g->html_packed = lz4_pack(j, body.html.html);
	for (size_t i = 0; i < body.notes.n; i++)
		note_put(j, g, room, g->file.body_line, body.notes.at[i]);
	st = intro_of(j, &g->copy, &body, &g->intro);
	if (st != OK)
		return st;
	if (g->copy.deck.n == 0 && g->intro.html.n == 0)
		g->excerpt = words_excerpt(j,
		    markup_opening(j, body.html, EXCERPT), EXCERPT);
	g->words = words_count(body.plain);
	return kind_is_entity(g->copy.kind) ? OK : galley_words(j, &body, g);
}

static void
galley_month(const struct galley_opts *o, struct galley *g)
{
	const int64_t at = g->copy.published.at;
	const struct civil c = civil_of(at,
	    o->zone == NULL ? 0 : zone_offset(o->zone, at));

	g->month = c.year * 12 + c.month - 1;
}

void
galley_pack(struct job *j, struct deflater *d, struct galley *g)
{
	if (g->packed.n > 0)
		return;
	g->sha256 = sha256_of(g->bytes);
	g->packed = deflate_pack(d, j, g->bytes);
}

static enum status
galley_set(struct job *j, const struct textfile *tf, const struct copy *copy,
    const struct galley_opts *opts, struct galley *out)
{
	size_t room = 0;
	struct galley g = {
		.bytes = tf->bytes,
		.file = *tf,
		.copy = *copy,
	};

	/* A text is in some language, or listings could not hold it. */
	if (g.copy.lang.n == 0 && !kind_is_entity(copy->kind))
		g.copy.lang = opts->lang;
	if (!opts->later)
		galley_pack(j, opts->deflater, &g);
	galley_month(opts, &g);
	galley_pictures(j, &room, &g);
	const enum status st = galley_body(j, opts, &room, &g);

	if (st == OK)
		*out = g;
	return st;
}

enum status
galley_read(struct job *j, const struct textfile *tf,
    const struct galley_opts *opts, struct galley *out)
{
	struct copy c;
	const struct copy_defaults defaults = {
		.kind = opts->kind,
		.lang = opts->lang,
		.zone = opts->zone,
		.lenient = opts->lenient,
	};
	const enum status st = copy_read(j, tf, &defaults, &c);

	return st == OK ? galley_set(j, tf, &c, opts, out) : st;
}

enum status
galley_make(struct job *j, struct str bytes, const struct galley_opts *opts,
    struct galley *out)
{
	struct textfile tf;
	const enum status st = textfile_parse(j, bytes, opts->name, &tf);

	return st == OK ? galley_read(j, &tf, opts, out) : st;
}
