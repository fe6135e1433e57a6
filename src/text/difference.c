/* SPDX-License-Identifier: ISC */
/*
 * Longest common subsequence of the lines between what both texts begin and
 * end with.  Texts that differ by too much are shown one after the other.
 */
#include "text/difference.h"

#include "base/buf.h"

#define TABLE_MAX ((size_t)4 * 1000 * 1000)
#define LINE_SHOWN ((size_t)160)

struct lines {
	struct str *at;
	size_t n;
};

static struct lines
split(struct job *j, struct str text)
{
	struct lines l = { .n = 0 };
	struct str rest = text, line;
	size_t room = 1;

	for (size_t i = 0; i < text.n; i++)
		room += text.p[i] == '\n';
	l.at = JOB_ARRAY(j, struct str, room + 1);
	while (l.n < room && str_line(&rest, &line))
		l.at[l.n++] = line;
	return l;
}

struct showing {
	struct buf out;
	size_t left;     /* lines that may still be shown */
	size_t line;     /* of the second text */
	bool in_a_piece; /* the line number stands already */
};

static void
show(struct showing *s, char mark, struct str line)
{
	if (s->left == 0)
		return;
	if (!s->in_a_piece)
		buf_printf(&s->out, "@ %zu\n", s->line + 1);
	s->in_a_piece = true;
	if (--s->left == 0) {
		BUF_LIT(&s->out, "...\n");
		return;
	}
	buf_ch(&s->out, mark);
	buf_ch(&s->out, ' ');
	buf_put(&s->out, str_sub(line, 0, LINE_SHOWN));
	buf_ch(&s->out, '\n');
}

/* How long the common part of a[i...] and b[k...] is, for all i and k. */
static unsigned short *
common(struct job *j, struct lines a, struct lines b)
{
	size_t w = b.n + 1;
	unsigned short *t = JOB_ARRAY(j, unsigned short, (a.n + 1) * w);

	for (size_t i = a.n; i-- > 0;)
		for (size_t k = b.n; k-- > 0;) {
			unsigned short down = t[(i + 1) * w + k];
			unsigned short right = t[i * w + k + 1];

			if (str_eq(a.at[i], b.at[k]))
				t[i * w + k] = (unsigned short)(t[(i + 1) * w
								    + k + 1]
				    + 1);
			else
				t[i * w + k] = down > right ? down : right;
		}
	return t;
}

static void
walk(struct showing *s, struct lines a, struct lines b, const unsigned short *t)
{
	size_t w = b.n + 1, i = 0, k = 0;

	while (i < a.n || k < b.n) {
		if (i < a.n && k < b.n && str_eq(a.at[i], b.at[k])) {
			i++;
			k++;
			s->line++;
			s->in_a_piece = false;
		} else if (k == b.n
		    || (i < a.n && t && t[(i + 1) * w + k] >= t[i * w + k + 1])
		    || (i < a.n && t == NULL)) {
			show(s, '-', a.at[i++]);
		} else {
			show(s, '+', b.at[k++]);
			s->line++;
		}
	}
}

struct str
difference(struct job *j, struct str first, struct str second, size_t max_lines)
{
	struct lines a = split(j, first), b = split(j, second);
	struct showing s = {
		.out = buf_in(j, (max_lines + 2) * 2 * (LINE_SHOWN + 32)),
		.left = max_lines + 1,
	};
	struct str out;

	while (a.n > 0 && b.n > 0 && str_eq(a.at[0], b.at[0])) {
		a.at++, a.n--;
		b.at++, b.n--;
		s.line++;
	}
	while (a.n > 0 && b.n > 0 && str_eq(a.at[a.n - 1], b.at[b.n - 1]))
		a.n--, b.n--;
	walk(&s, a, b,
	    (a.n + 1) * (b.n + 1) <= TABLE_MAX ? common(j, a, b) : NULL);
	return buf_done(&s.out, &out) == OK ? out : STR("");
}
