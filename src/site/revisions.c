/* SPDX-License-Identifier: ISC */
#include "site/revisions.h"

#include "site/inside.h"

enum status
site_revisions(struct site *s, struct job *j, int64_t num,
    struct revisions *out)
{
	struct revisions v = { NULL, 0 };
	size_t room = 0;
	struct rows r;
	enum status st = rows_begin(s->st, j, SQL_SITE_REVISIONS,
	    VALS(val_int(num)), &r);

	if (st != OK)
		return st;
	while (rows_next(&r)) {
		if (v.n == room) {
			const size_t more = room == 0 ? 8 : room * 2;

			v.seq = job_grow(j, v.seq, room * sizeof(*v.seq),
			    more * sizeof(*v.seq));
			room = more;
		}
		v.seq[v.n++] = row_int(&r, 0);
	}
	st = rows_end(&r);
	if (st == OK)
		*out = v;
	return st;
}
