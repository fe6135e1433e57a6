/* SPDX-License-Identifier: ISC */
/* refused: incompatible type */
#include "base/markup.h"

size_t length(struct markup html);
size_t try_it(struct str text);

size_t
try_it(struct str text)
{
	return length(text);
}
