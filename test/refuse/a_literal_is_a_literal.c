/* SPDX-License-Identifier: ISC */
/* refused: expected */
#include "base/str.h"

struct str try_it(const char *p);

struct str
try_it(const char *p)
{
	return STR(p);
}
