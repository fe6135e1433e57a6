/* SPDX-License-Identifier: ISC */
#include "text/direction.h"

/* So many letters of another direction to one of its own. */
#define FOREIGN 6

static bool
is_ascii_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A character outside ASCII; *n is how many bytes it has. */
static uint32_t
wide(struct str s, size_t at, size_t *n)
{
	const unsigned char c = (unsigned char)s.p[at];
	uint32_t v;

	*n = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	v = c & (0xffu >> (*n + 1));
	for (size_t i = 1; i < *n && at + i < s.n; i++)
		v = v << 6 | ((unsigned char)s.p[at + i] & 0x3f);
	return v;
}

static enum direction
runs(uint32_t c)
{
	static const struct {
		uint32_t from, to;
		enum direction runs;
	} blocks[] = { { 0x80, 0xbf, RUNS_NEITHER },
		{ 0x0300, 0x036f, RUNS_NEITHER }, { 0x0590, 0x08ff, RUNS_LEFT },
		{ 0x2000, 0x206f, RUNS_NEITHER },
		{ 0x20a0, 0x20cf, RUNS_NEITHER },
		{ 0x2190, 0x2bff, RUNS_NEITHER },
		{ 0x3000, 0x3004, RUNS_NEITHER }, { 0xfb1d, 0xfdff, RUNS_LEFT },
		{ 0xfe70, 0xfeff, RUNS_LEFT }, { 0x10800, 0x10fff, RUNS_LEFT },
		{ 0x1e800, 0x1efff, RUNS_LEFT },
		{ 0x1f000, 0x1faff, RUNS_NEITHER } };

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		if (c >= blocks[i].from && c <= blocks[i].to)
			return blocks[i].runs;
	return RUNS_RIGHT;
}

/* Of the character or tag at *i, which is left behind. */
static enum direction
next_runs(struct str html, size_t *i)
{
	const unsigned char c = (unsigned char)html.p[*i];
	const size_t at = *i;
	size_t n = 1;
	enum direction d = RUNS_NEITHER;

	if (is_ascii_letter(c)) {
		d = RUNS_RIGHT;
	} else if (c == '<' || c == '&') {
		const size_t end = str_find_ch(str_skip(html, at),
		    c == '<' ? '>' : ';');

		n = end == NOWHERE ? html.n : end + 1;
	} else if (c >= 0x80) {
		d = runs(wide(html, at, &n));
	}
	*i = at + n;
	return d;
}

enum direction
direction_of(struct str html)
{
	enum direction d = RUNS_NEITHER;

	for (size_t i = 0; i < html.n && d == RUNS_NEITHER;)
		d = next_runs(html, &i);
	return d;
}

/* False of most texts by their bytes alone: none begins what runs left. */
static bool
may_run_left(struct str html)
{
	for (size_t i = 0; i < html.n; i++) {
		const unsigned char c = (unsigned char)html.p[i];

		if ((c >= 0xd6 && c <= 0xe0) || c >= 0xef)
			return true;
	}
	return false;
}

bool
direction_differs(struct str html, enum direction around)
{
	size_t own = 0, other = 0;

	if (around == RUNS_RIGHT && !may_run_left(html))
		return false;
	for (size_t i = 0; i < html.n;) {
		const enum direction d = next_runs(html, &i);

		own += d == around;
		other += d != around && d != RUNS_NEITHER;
	}
	return own * FOREIGN < other;
}
