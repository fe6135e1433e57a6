/* SPDX-License-Identifier: ISC */
#include "text/passages.h"

#include <stdlib.h>

#include "base/buf.h"

struct block {
	struct passage p;
	struct str key; /* its words with one blank between */
};

struct blocks {
	struct block *at;
	size_t n;
};

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct str
key_of(struct job *j, struct str text)
{
	struct buf b = buf_in(j, text.n + 1);
	bool blank = false;

	for (size_t i = 0; i < text.n; i++) {
		if (is_space(text.p[i])) {
			blank = true;
			continue;
		}
		if (blank)
			buf_ch(&b, ' ');
		blank = false;
		buf_ch(&b, text.p[i]);
	}
	return buf_so_far(&b);
}

/* From where a line begins to where it and those behind it are empty. */
static struct str
next_block(struct str *rest)
{
	struct str all = *rest, line;
	size_t from = NOWHERE, to = 0;

	while (rest->n > 0) {
		const size_t at = all.n - rest->n;

		if (!str_line(rest, &line))
			break;
		if (str_trim(line).n > 0) {
			from = from == NOWHERE ? at : from;
			to = at + line.n;
		} else if (from != NOWHERE) {
			break;
		}
	}
	return from == NOWHERE ? STR("")
			       : str_sub(str_skip(all, from), 0, to - from);
}

static int
by_key(const void *a, const void *b)
{
	const struct block *x = a, *y = b;
	const int order = str_cmp(x->key, y->key);

	return order ? order : (x->p.n > y->p.n) - (x->p.n < y->p.n);
}

static struct blocks
blocks_of(struct job *j, struct str text)
{
	struct blocks all = { NULL, 0 };
	struct str rest = text, block;
	size_t lines = 1;

	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	all.at = JOB_ARRAY(j, struct block, lines + 1);
	while ((block = next_block(&rest)).n > 0) {
		all.at[all.n] = (struct block){
			.p = { all.n + 1, block },
			.key = key_of(j, block),
		};
		all.n++;
	}
	if (all.n > 1)
		qsort(all.at, all.n, sizeof(*all.at), by_key);
	return all;
}

static int
by_place(const void *a, const void *b)
{
	const struct passage *x = a, *y = b;

	return (x->n > y->n) - (x->n < y->n);
}

static void
in_order(struct passages *p)
{
	if (p->n > 1)
		qsort(p->at, p->n, sizeof(*p->at), by_place);
}

void
passages_compare(struct job *j, struct str was, struct str is,
    struct passages *changed, struct passages *taken)
{
	const struct blocks a = blocks_of(j, was), b = blocks_of(j, is);
	size_t i = 0, k = 0;

	*taken = (struct passages){ JOB_ARRAY(j, struct passage, a.n + 1), 0 };
	*changed = (struct passages){ JOB_ARRAY(j, struct passage, b.n + 1),
		0 };
	while (i < a.n || k < b.n) {
		const int order = i == a.n ? 1
		    : k == b.n             ? -1
					   : str_cmp(a.at[i].key, b.at[k].key);

		if (order < 0)
			taken->at[taken->n++] = a.at[i].p;
		if (order > 0)
			changed->at[changed->n++] = b.at[k].p;
		i += order <= 0;
		k += order >= 0;
	}
	in_order(taken);
	in_order(changed);
}
