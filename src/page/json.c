/* SPDX-License-Identifier: ISC */
#include "page/json.h"

static void
char_put(struct buf *b, char c)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char u = (unsigned char)c;

	switch (c) {
	case '"':
	case '\\':
		buf_ch(b, '\\');
		buf_ch(b, c);
		break;
	case '\n':
		buf_put(b, STR("\\n"));
		break;
	default:
		buf_put(b, STR("\\u00"));
		buf_ch(b, digits[u >> 4]);
		buf_ch(b, digits[u & 15]);
	}
}

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
		char_put(b, s.p[i]);
		from = i + 1;
	}
	buf_put(b, str_skip(s, from));
	buf_ch(b, '"');
}
