/* SPDX-License-Identifier: ISC */
#include <assert.h>

#include "base/buf.h"
#include "record/paths.h"

#define NAME_MAX_BYTES ((size_t)128)
#define PIECES_MAX 6 /* of three digits: 10^18 tiles */

/* Three digits, or what an x stands before. */
static bool
piece_of(struct str s, int64_t *n)
{
	if (s.n != 3)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*n = *n * 10 + (s.p[i] - '0');
	}
	return true;
}

/* Decimal digits without a zero in front. */
static bool
number_of(struct str s, int64_t *out)
{
	return s.n > 0 && s.n <= 18 && s.p[0] >= '0' && s.p[0] <= '9'
	    && (s.p[0] != '0' || s.n == 1) && str_to_int(s, out);
}

/* "x001/x234/067", "x001/x234/067.p/17" */
static bool
tile_of(struct str rest, struct record_path *p)
{
	struct str piece;
	int64_t width;
	int pieces = 0;

	while (str_cut(&rest, '/', &piece) && ++pieces <= PIECES_MAX) {
		if (str_starts(piece, STR("x"))) {
			/* One spelling: no piece of zeroes in front. */
			if (!piece_of(str_skip(piece, 1), &p->n) || p->n == 0)
				return false;
			continue;
		}
		if (!str_ends(piece, STR(".p")))
			return piece_of(piece, &p->n) && rest.n == 0
			    && rest.p == NULL;
		if (!piece_of(str_sub(piece, 0, piece.n - 2), &p->n)
		    || !number_of(rest, &width) || width < 1 || width > 255)
			return false;
		p->width = (int)width;
		return true;
	}
	return false;
}

static bool
file_of(struct job *j, struct str hex, struct record_path *p)
{
	for (size_t i = 0; i < hex.n; i++)
		if ((hex.p[i] < '0' || hex.p[i] > '9')
		    && (hex.p[i] < 'a' || hex.p[i] > 'f'))
			return false;
	return hex.n == 2 * sizeof(p->sha.b)
	    && sha256_parse(j, hex, &p->sha) == OK;
}

struct record_path
record_path_of(struct job *j, struct str name)
{
	struct record_path p = { 0 };
	const struct record_path none = { 0 };
	struct str rest = name, first, level;
	bool good = false;

	if (name.n > NAME_MAX_BYTES)
		return none;
	if (str_eq(name, STR("checkpoint")))
		p.part = PART_CHECKPOINT;
	else if (str_eq(name, STR("key")))
		p.part = PART_KEY;
	if (p.part != PART_NONE || !str_cut(&rest, '/', &first))
		return p;
	if (str_eq(first, STR("file"))) {
		p.part = PART_FILE;
		good = file_of(j, rest, &p);
	} else if (str_eq(first, STR("leaf"))) {
		p.part = PART_LEAF;
		good = number_of(rest, &p.n);
	} else if (str_eq(first, STR("tile")) && str_cut(&rest, '/', &level)) {
		p.part = PART_TILE;
		if (str_eq(level, STR("entries")))
			p.part = PART_ENTRIES;
		else if (level.n == 1 && level.p[0] >= '0' && level.p[0] <= '5')
			p.level = level.p[0] - '0';
		else
			return none;
		good = tile_of(rest, &p);
	}
	return good ? p : none;
}

static void
tile_put(struct buf *b, const struct record_path *p)
{
	int64_t above = 1;

	assert(p->n >= 0 && p->width >= 0 && p->width < 256);
	while (p->n / above >= 1000)
		above *= 1000;
	for (; above > 1; above /= 1000)
		buf_printf(b, "x%03d/", (int)(p->n / above % 1000));
	buf_printf(b, "%03d", (int)(p->n % 1000));
	if (p->width > 0)
		buf_printf(b, ".p/%d", p->width);
}

struct str
record_path_name(struct job *j, const struct record_path *p)
{
	struct buf b = buf_in(j, NAME_MAX_BYTES);
	struct str out = { NULL, 0 };

	switch (p->part) {
	case PART_CHECKPOINT:
		return STR("checkpoint");
	case PART_KEY:
		return STR("key");
	case PART_FILE:
		BUF_LIT(&b, "file/");
		buf_put(&b, sha256_hex(j, p->sha));
		break;
	case PART_LEAF:
		buf_printf(&b, "leaf/%lld", (long long)p->n);
		break;
	case PART_ENTRIES:
		BUF_LIT(&b, "tile/entries/");
		tile_put(&b, p);
		break;
	case PART_TILE:
		buf_printf(&b, "tile/%d/", p->level);
		tile_put(&b, p);
		break;
	case PART_NONE:
		break;
	}
	const enum status st = buf_done(&b, &out);

	assert(st == OK);
	return out;
}
