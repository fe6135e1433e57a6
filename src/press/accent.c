/* SPDX-License-Identifier: ISC */
#include "press/accent.h"

#include <math.h>

#include "base/hex.h"
#include "text/colour.h"

#define READABLE 4.5
#define STEPS 32

static const struct colour black = { { 0, 0, 0 } };
static const struct colour white = { { 255, 255, 255 } };
static const struct colour night = { { 0x0f, 0x15, 0x18 } }; /* --paper */

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
			y.c[i] = (unsigned char)(x.c[i]
			    + (towards.c[i] - x.c[i]) * step / STEPS);
	return y;
}

struct str
accent_address(struct job *j, struct str setting)
{
	struct colour x;

	if (!colour_read(j, setting, &x))
		return STR("");
	return job_printf(j, "/assets/accent.%.*s.css",
	    STR_ARG(hex_of(j, x.c, sizeof(x.c))));
}

struct str
accent_sheet(struct job *j, struct str setting)
{
	struct colour x;

	if (!colour_read(j, setting, &x))
		return STR("");
	const struct colour day = readable(x, white, black);
	const struct colour dark = readable(x, night, white);

	return job_printf(j,
	    ":root{--acc:#%.*s}"
	    "@media(prefers-color-scheme:dark){:root{--acc:#%.*s}}\n",
	    STR_ARG(hex_of(j, day.c, sizeof(day.c))),
	    STR_ARG(hex_of(j, dark.c, sizeof(dark.c))));
}
