/* SPDX-License-Identifier: ISC */
#include "press/icon.h"

#include <math.h>

#include "base/buf.h"
#include "edge/edge.h"
#include "site/galley.h"

bool
icon_of(struct making *m, struct plate *out)
{
	const struct copy *const s = m->settings;

	return s->has_picture && plate_of(m->j, s, &s->picture, out);
}

struct str
icon_type(struct str address)
{
	const size_t dot = str_rfind_ch(address, '.');

	return media_type(
	    dot == NOWHERE ? STR("") : str_skip(address, dot + 1));
}

void
icon_set(struct making *m)
{
	const struct str prefix = site_prefix(m->site, m->j, m->lang);
	struct plate own;

	m->page.manifest = job_printf(m->j, "%.*s/site.webmanifest",
	    STR_ARG(prefix));
	if (!icon_of(m, &own))
		return;
	m->page.icon = href_of(m, own.column);
	m->page.icon_type = icon_type(own.column);
}

/* ---- one that is drawn ---- */

#define SIZES 2
#define ICO_MOST ((size_t)8192)
#define SAMPLES 4 /* each way, in a pixel */

static const int sides[SIZES] = { 16, 32 };

/* In a box of 64 by 64, as theme/assets/icon.svg: dots on a wave, a line. */
static bool
is_mark(double x, double y)
{
	static const double dots[][2] = { { 8, 24 }, { 20, 17.5 }, { 32, 24 },
		{ 44, 30.5 }, { 56, 24 } };

	if (y >= 43 && y <= 50 && x >= 6 && x <= 58)
		return true;
	for (size_t i = 0; i < sizeof(dots) / sizeof(dots[0]); i++)
		if (hypot(x - dots[i][0], y - dots[i][1]) <= 5.5)
			return true;
	return false;
}

/* How much of a pixel the mark covers, 0 to 255. */
static int
covered(int side, int px, int py)
{
	const double step = 64.0 / side / SAMPLES;
	int hits = 0;

	for (int y = 0; y < SAMPLES; y++)
		for (int x = 0; x < SAMPLES; x++)
			hits += is_mark((px * SAMPLES + x + 0.5) * step,
			    (py * SAMPLES + y + 0.5) * step);
	return hits * 255 / (SAMPLES * SAMPLES);
}

/* Little-endian, in so many bytes. */
static void
put(struct buf *b, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_ch(b, (char)(v >> (8 * i) & 0xFF));
}

/* Rows of the mask, one bit a pixel, are filled to four bytes. */
static uint32_t
mask_bytes(int side)
{
	return (uint32_t)((side + 31) / 32 * 4 * side);
}

static uint32_t
image_bytes(int side)
{
	return 40 + (uint32_t)(side * side * 4) + mask_bytes(side);
}

/* BITMAPINFOHEADER, then blue, green, red, alpha from the lowest row up. */
static void
image_put(struct buf *b, int side, struct colour x)
{
	put(b, 40, 4);
	put(b, (uint32_t)side, 4);
	put(b, (uint32_t)side * 2, 4); /* with the mask */
	put(b, 1, 2);
	put(b, 32, 2);
	for (int i = 0; i < 6; i++)
		put(b, 0, 4);
	for (int y = side - 1; y >= 0; y--)
		for (int px = 0; px < side; px++) {
			for (int i = 2; i >= 0; i--)
				put(b, x.c[i], 1);
			put(b, (uint32_t)covered(side, px, y), 1);
		}
	for (uint32_t i = 0; i < mask_bytes(side); i++)
		put(b, 0, 1);
}

struct str
icon_draw(struct job *j, struct colour colour)
{
	struct buf b = buf_in(j, ICO_MOST);
	uint32_t at = 6 + 16 * SIZES;

	put(&b, 0, 2);
	put(&b, 1, 2);
	put(&b, SIZES, 2);
	for (int i = 0; i < SIZES; i++) {
		put(&b, (uint32_t)sides[i], 1);
		put(&b, (uint32_t)sides[i], 1);
		put(&b, 0, 2);
		put(&b, 1, 2);
		put(&b, 32, 2);
		put(&b, image_bytes(sides[i]), 4);
		put(&b, at, 4);
		at += image_bytes(sides[i]);
	}
	for (int i = 0; i < SIZES; i++)
		image_put(&b, sides[i], colour);
	return buf_so_far(&b);
}
