/* SPDX-License-Identifier: ISC */
/* Pictures in the widths and formats that there are of them. */
#include "base/buf.h"
#include "page/inline.h"
#include "press/making.h"
#include "site/observed.h"
#include "text/dress.h"

#define HASH_DIGITS 64
#define FORMS_MAX ((size_t)4096) /* bytes of one srcset */
#define LEVEL_SIZE 52            /* 256 in five levels */
#define DARK 140                 /* below it words are set in white */
#define FOCUS_STEP 25            /* percent */

/* By the theme's columns: too wide a guess costs readers the larger file. */
static const struct str frames[] = {
	[FRAME_SMALL] = STR_INIT("(min-width:64rem) min(27vw,25rem),"
				 "(min-width:40rem) 45vw,calc(100vw - 2rem)"),
	[FRAME_HALF] = STR_INIT("(min-width:64rem) min(46.5vw,43rem),"
				"calc(100vw - 2rem)"),
	[FRAME_WIDE] = STR_INIT("(min-width:64rem) min(70vw,65rem),"
				"calc(100vw - 2rem)"),
};

/* ---- what there is of a picture ---- */

static bool
hash_in(struct making *m, struct str address, struct sha256 *out)
{
	static const struct str dir = STR_INIT("/media/");
	bool is = str_starts(address, dir);

	if (is
	    && sha256_parse(m->j, str_sub(address, dir.n, HASH_DIGITS), out)
		!= OK) {
		job_forgive(m->j);
		is = false;
	}
	return is;
}

/* A page without them is a page all the same. */
static bool
variants_of(struct making *m, struct str address, struct variants *out)
{
	struct sha256 sha;

	if (!hash_in(m, address, &sha))
		return false;
	if (site_variants(m->site, m->j, sha, out) == OK)
		return true;
	job_forgive(m->j);
	return false;
}

/* One that an <img> or a <source> may take. */
struct candidate {
	struct str address;
	int64_t w;
};

struct candidates {
	struct candidate at[VARIANTS_MAX + 2];
	size_t n;
};

/* In the order of their widths. */
static void
candidate_put(struct candidates *c, struct str address, int64_t w)
{
	size_t i = c->n++;

	for (; i > 0 && c->at[i - 1].w > w; i--)
		c->at[i] = c->at[i - 1];
	c->at[i] = (struct candidate){ address, w };
}

static struct str
srcset_of(struct making *m, const struct candidates *c)
{
	struct buf b = buf_in(m->j, FORMS_MAX);

	for (size_t i = 0; i < c->n; i++)
		buf_printf(&b, "%s%.*s %lldw", i > 0 ? ", " : "",
		    STR_ARG(c->at[i].address), (long long)c->at[i].w);
	return buf_so_far(&b);
}

/* WebP stands beside, but that of an animation is the picture itself. */
static void
variants_sort(struct making *m, const struct variants *v,
    struct candidates *own, struct candidates *other)
{
	const struct str hex = sha256_hex(m->j, v->master);

	for (size_t i = 0; i < v->n; i++) {
		const struct variant *const at = &v->at[i];
		const bool webp = str_eq(at->format, STR("webp"));

		candidate_put(webp == v->moves ? own : other,
		    job_printf(m->j, "/media/%.*s-%lld.%.*s", VARIANT_DIGITS,
			hex.p, (long long)at->w, STR_ARG(at->format)),
		    at->w);
	}
}

/* Red, green and blue in levels: "r3 g2 b0", and "wt" if words on it are white. */
static struct str
ground_of(struct making *m, int32_t colour)
{
	const int32_t r = colour >> 16, g = (colour >> 8) & 0xff,
		      b = colour & 0xff;

	if (colour < 0)
		return STR("");
	return job_printf(m->j, "r%d g%d b%d%s", r / LEVEL_SIZE, g / LEVEL_SIZE,
	    b / LEVEL_SIZE, (2 * r + 5 * g + b) / 8 < DARK ? " wt" : "");
}

/* ---- fields ---- */

/* "x1 y3": the point that no crop may lose, in fourths. */
static struct str
focus_of(struct making *m, const struct plate *p)
{
	if (p->focal_x == 0 && p->focal_y == 0)
		return STR("");
	return job_printf(m->j, "x%lld y%lld",
	    (long long)((p->focal_x + FOCUS_STEP / 2) / FOCUS_STEP),
	    (long long)((p->focal_y + FOCUS_STEP / 2) / FOCUS_STEP));
}

/* A ground would show beside a picture that is not as wide as its frame. */
static struct str
look_of(struct making *m, const struct plate *p, int32_t colour)
{
	const struct str focus = focus_of(m, p);
	const struct str ground = p->h > p->w ? STR("") : ground_of(m, colour);

	return focus.n == 0 || ground.n == 0
	    ? job_printf(m->j, "%.*s%.*s", STR_ARG(ground), STR_ARG(focus))
	    : job_printf(m->j, "%.*s %.*s", STR_ARG(ground), STR_ARG(focus));
}

const struct view_picture *
picture_set(struct making *m, const struct plate *p, enum frame frame,
    bool eager)
{
	struct view_picture *out = JOB_NEW(m->j, struct view_picture);
	struct candidates own = { .n = 0 }, other = { .n = 0 };
	struct variants v = { .colour = -1 };

	out->src = href_of(m, p->column);
	out->width = p->w;
	out->height = p->h;
	if (variants_of(m, p->column, &v))
		variants_sort(m, &v, &own, &other);
	if (p->lead.n > 0 && p->lead_w > p->w && p->w > 0)
		candidate_put(&own, href_of(m, p->lead), p->lead_w);
	if (own.n > 0) {
		candidate_put(&own, out->src, p->w);
		out->srcset = srcset_of(m, &own);
	}
	out->other = srcset_of(m, &other);
	out->still = v.moves;
	out->sizes = frames[frame];
	out->look = look_of(m, p, v.colour);
	out->alt = p->alt;
	out->caption = inline_markup(m->j, p->caption);
	out->credit = p->credit;
	out->has_caption = p->caption.n > 0 || p->credit.n > 0;
	out->lazy = !eager;
	out->tall = p->h > p->w;
	return out;
}

/* ---- bodies ---- */

/* The larger size, as the body names it beside the column's. */
static void
larger_put(struct candidates *c, const struct picture_seen *seen)
{
	struct str rest = seen->srcset, piece, address;
	int64_t w;

	while (str_cut(&rest, ',', &piece)) {
		piece = str_trim(piece);
		if (str_cut(&piece, ' ', &address) && str_ends(piece, STR("w"))
		    && str_to_int(str_sub(piece, 0, piece.n - 1), &w)
		    && w > seen->w)
			candidate_put(c, address, w);
	}
}

/* As wide as that it is never higher than the window lets it be. */
static bool
is_flat(const struct picture_seen *seen)
{
	return seen->w * 4 >= seen->h * 5;
}

static bool
body_picture(void *ctx, struct job *j, const struct picture_seen *seen,
    struct picture_forms *out)
{
	struct making *const m = ctx;
	struct candidates own = { .n = 0 }, other = { .n = 0 };
	struct variants v;

	(void)j;
	if (seen->w == 0 || !variants_of(m, seen->src, &v))
		return false;
	variants_sort(m, &v, &own, &other);
	larger_put(&own, seen);
	if (own.n > 0) {
		candidate_put(&own, seen->src, seen->w);
		out->srcset = srcset_of(m, &own);
	}
	out->other = srcset_of(m, &other);
	out->still = v.moves;
	if (is_flat(seen))
		out->look = ground_of(m, v.colour);
	return true;
}

struct markup
body_set(struct making *m, struct markup body)
{
	return body_dressed(m->j, body, body_picture, m);
}
