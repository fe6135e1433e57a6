/* SPDX-License-Identifier: ISC */
#include "press/accent.h"

#include <math.h>

#define READABLE 4.5
#define STEPS 32

struct colour {
	int c[3]; /* red, green, blue, to 255 */
};

static const struct colour black = { { 0, 0, 0 } };
static const struct colour white = { { 255, 255, 255 } };
static const struct colour night = { { 0x0f, 0x15, 0x18 } }; /* --paper */

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
colour_read(struct str s, struct colour *out)
{
	const bool brief = s.n == 4;

	if ((s.n != 4 && s.n != 7) || s.p[0] != '#')
		return false;
	for (size_t i = 0; i < 3; i++) {
		const int high = digit(s.p[brief ? 1 + i : 1 + 2 * i]);
		const int low = digit(s.p[brief ? 1 + i : 2 + 2 * i]);

		if (high < 0 || low < 0)
			return false;
		out->c[i] = high * 16 + low;
	}
	return true;
}

/* WCAG 2.2, relative luminance. */
static double
luminance(struct colour x)
{
	static const double weight[] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		const double v = x.c[i] / 255.0;

		sum += weight[i]
		    * (v <= 0.04045 ? v / 12.92
				    : pow((v + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double
contrast(struct colour a, struct colour b)
{
	const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

/* As it is, or moved towards another as far as it has to be. */
static struct colour
readable(struct colour x, struct colour on, struct colour towards)
{
	struct colour y = x;

	for (int step = 1; step <= STEPS && contrast(y, on) < READABLE; step++)
		for (int i = 0; i < 3; i++)
			y.c[i] = x.c[i]
			    + (towards.c[i] - x.c[i]) * step / STEPS;
	return y;
}

static struct str
hex(struct job *j, struct colour x)
{
	return job_printf(j, "%02x%02x%02x", (unsigned)x.c[0], (unsigned)x.c[1],
	    (unsigned)x.c[2]);
}

struct str
accent_address(struct job *j, struct str setting)
{
	struct colour x;

	if (!colour_read(setting, &x))
		return STR("");
	return job_printf(j, "/assets/accent.%.*s.css", STR_ARG(hex(j, x)));
}

struct str
accent_sheet(struct job *j, struct str setting)
{
	struct colour x;

	if (!colour_read(setting, &x))
		return STR("");
	const struct str day = hex(j, readable(x, white, black));
	const struct str dark = hex(j, readable(x, night, white));

	return job_printf(j,
	    ":root{--acc:#%.*s}"
	    "@media(prefers-color-scheme:dark){:root{--acc:#%.*s}}\n",
	    STR_ARG(day), STR_ARG(dark));
}
