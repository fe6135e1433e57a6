/* SPDX-License-Identifier: ISC */
#include "page/json.h"

void
json_put(struct buf *b, struct str s)
{
	size_t from = 0;

	buf_ch(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if (c >= ' ' && c != '"' && c != '\\' && c != '<')
			continue;
		buf_put(b, str_sub(s, from, i - from));
		buf_printf(b, "\\u%04x", c);
		from = i + 1;
	}
	buf_put(b, str_skip(s, from));
	buf_ch(b, '"');
}
