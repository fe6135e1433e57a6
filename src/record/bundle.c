/* SPDX-License-Identifier: ISC */
#include "record/bundle.h"

#include "record/leaf.h"

bool
bundle_next(struct str *rest, struct str *leaf)
{
	const unsigned char *p = (const unsigned char *)rest->p;

	if (rest->n < 2)
		return false;
	const size_t n = (size_t)p[0] << 8 | p[1];

	if (n > LEAF_MAX || rest->n - 2 < n)
		return false;
	*leaf = str_sub(*rest, 2, n);
	*rest = str_skip(*rest, n + 2);
	return true;
}
