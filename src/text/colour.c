/* SPDX-License-Identifier: ISC */
#include "text/colour.h"

#include "base/hex.h"

bool
colour_read(struct job *j, struct str s, struct colour *out)
{
	if ((s.n != 4 && s.n != 7) || s.p[0] != '#')
		return false;
	const struct str digits = s.n == 7
	    ? str_skip(s, 1)
	    : job_printf(j, "%c%c%c%c%c%c", s.p[1], s.p[1], s.p[2], s.p[2],
		s.p[3], s.p[3]);

	if (hex_bytes(j, digits, out->c, sizeof(out->c)) == OK)
		return true;
	job_forgive(j);
	return false;
}
