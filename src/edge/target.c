/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "edge/target.h"

struct str
request_param(const struct request *rq, struct str name)
{
	for (size_t i = 0; i < rq->nparams; i++)
		if (str_eq(rq->params[i].name, name))
			return rq->params[i].value;
	return (struct str){ NULL, 0 };
}

static struct str
pair_name(struct str pair)
{
	return str_sub(pair, 0, str_find_ch(pair, '='));
}

/*
 * The pairs that the site asks for, in the order of its list, so that one
 * page has one key however the address was put together.
 */
static bool
cut_query(struct str query, const struct str *params, size_t nparams,
    char *room, struct request *rq)
{
	size_t n = 0, pairs = 0;

	for (size_t i = 0; i < nparams; i++) {
		struct str rest = query, pair;

		while (str_cut(&rest, '&', &pair)) {
			if (!str_eq(pair_name(pair), params[i]))
				continue;
			if (++pairs > REQUEST_PARAMS)
				return false;
			if (n)
				room[n++] = '&';
			memcpy(room + n, pair.p, pair.n);
			n += pair.n;
		}
	}
	rq->query = str_from(room, n);
	return true;
}

bool
target_read(const struct http1 *h, struct str bytes, const struct str *params,
    size_t nparams, char room[TARGET_ROOM], struct request *out)
{
	struct str path = http1_str(bytes, h->path);
	const struct str query = http1_str(bytes, h->query);
	size_t n;

	out->nparams = 0;
	out->query = (struct str){ NULL, 0 };
	if (path.n == 0)
		path = STR("/");
	if (str_find_ch(path, '%') != NOWHERE) {
		if (!percent_decode(path, false, room, &n))
			return false;
		path = str_from(room, n);
		room += n;
	}
	out->path = path;
	return query.n == 0 || cut_query(query, params, nparams, room, out);
}

bool
target_params(struct request *rq, const struct str *params, size_t nparams,
    char room[TARGET_ROOM])
{
	struct str rest = rq->query, pair;
	size_t i, n;

	rq->nparams = 0;
	while (rest.n && str_cut(&rest, '&', &pair)) {
		const struct str name = pair_name(pair);

		for (i = 0; i < nparams && !str_eq(params[i], name);)
			i++;
		if (i == nparams || rq->nparams == REQUEST_PARAMS
		    || !percent_decode(str_skip(pair, name.n + 1), true, room,
			&n))
			return false;
		rq->params[rq->nparams++] = (struct request_param){ params[i],
			str_from(room, n) };
		room += n;
	}
	return true;
}
