/* SPDX-License-Identifier: ISC */
#include "base/buf.h"
#include "page/dates.h"

struct str
number_text(const struct figures *f, struct job *j, int64_t n)
{
	struct buf b = buf_in(j, SIZE_MAX);
	char digits[24];
	int len = 0;
	uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do {
		digits[len++] = (char)(rest % 10);
		rest /= 10;
	} while (rest);
	if (n < 0)
		buf_put(&b, str_of(f->minus));
	for (int i = len - 1; i >= 0; i--) {
		bool ends_group = f->indian && i > 3 ? (i - 3) % 2 == 0
						     : i % 3 == 0;

		buf_put(&b, str_of(f->digit[(int)digits[i]]));
		if (i && ends_group && len >= f->least)
			buf_put(&b, str_of(f->group));
	}
	return buf_so_far(&b);
}

struct str
digits_text(const struct figures *f, struct job *j, struct str s)
{
	struct buf b = buf_in(j, SIZE_MAX);

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			buf_put(&b, str_of(f->digit[s.p[i] - '0']));
		else
			buf_ch(&b, s.p[i]);
	return buf_so_far(&b);
}
