/* SPDX-License-Identifier: ISC */
#include "text/csv.h"

struct reading {
	struct job *j;
	struct str name, rest;
	int line;
	char comma;
};

static enum status
refuse(struct reading *r, int line, const char *what)
{
	return job_fail(r->j, INVALID, "%.*s:%d: %s", STR_ARG(r->name), line,
	    what);
}

static bool
at_end(const struct reading *r)
{
	return r->rest.n == 0 || r->rest.p[0] == '\n' || r->rest.p[0] == '\r';
}

static void
line_end(struct reading *r)
{
	if (r->rest.n > 0 && r->rest.p[0] == '\r')
		r->rest = str_skip(r->rest, 1);
	if (r->rest.n > 0 && r->rest.p[0] == '\n')
		r->rest = str_skip(r->rest, 1);
	r->line++;
}

/* Behind the opening quote, up to and with the closing one. */
static enum status
quoted(struct reading *r, struct str *out)
{
	struct buf b = buf_in(r->j, CSV_FIELD_MAX + 1);
	const int from = r->line;

	for (;;) {
		if (r->rest.n == 0)
			return refuse(r, from,
			    "a quote is opened here and never closed");
		const char c = r->rest.p[0];

		r->rest = str_skip(r->rest, 1);
		r->line += c == '\n';
		if (c == '"') {
			if (r->rest.n == 0 || r->rest.p[0] != '"')
				break;
			r->rest = str_skip(r->rest, 1);
		}
		if (b.n >= CSV_FIELD_MAX)
			return refuse(r, from, "a field is too long");
		buf_ch(&b, c);
	}
	while (!at_end(r) && r->rest.p[0] == ' ')
		r->rest = str_skip(r->rest, 1);
	if (!at_end(r) && r->rest.p[0] != r->comma)
		return refuse(r, r->line,
		    "something stands behind a closing quote; a quote inside "
		    "quotes has to be doubled");
	*out = str_trim(buf_so_far(&b));
	return OK;
}

static enum status
plain(struct reading *r, struct str *out)
{
	size_t n = 0;

	while (n < r->rest.n && r->rest.p[n] != r->comma && r->rest.p[n] != '\n'
	    && r->rest.p[n] != '\r')
		n++;
	if (n > CSV_FIELD_MAX)
		return refuse(r, r->line, "a field is too long");
	*out = str_trim(str_sub(r->rest, 0, n));
	r->rest = str_skip(r->rest, n);
	return OK;
}

static enum status
row_read(struct reading *r, struct csv_row *out)
{
	struct str fields[CSV_COLUMNS_MAX];
	size_t n = 0;
	enum status st = OK;

	out->line = r->line;
	for (;;) {
		if (n == CSV_COLUMNS_MAX)
			return refuse(r, out->line, "too many columns");
		while (!at_end(r) && r->rest.p[0] == ' ')
			r->rest = str_skip(r->rest, 1);
		if (r->rest.n > 0 && r->rest.p[0] == '"') {
			r->rest = str_skip(r->rest, 1);
			st = quoted(r, &fields[n++]);
		} else {
			st = plain(r, &fields[n++]);
		}
		if (st != OK)
			return st;
		if (at_end(r))
			break;
		r->rest = str_skip(r->rest, 1);
	}
	line_end(r);
	out->n = n;
	out->at = JOB_ARRAY(r->j, struct str, n);
	for (size_t i = 0; i < n; i++)
		out->at[i] = fields[i];
	return OK;
}

static bool
is_empty(const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->at[i].n > 0)
			return false;
	return true;
}

/* What parts the header's fields most often. */
static char
comma_of(struct str bytes)
{
	static const char marks[] = { ',', ';', '\t' };
	size_t counts[3] = { 0, 0, 0 }, best = 0;

	for (size_t i = 0; i < bytes.n && bytes.p[i] != '\n'; i++)
		for (size_t k = 0; k < 3; k++)
			counts[k] += bytes.p[i] == marks[k];
	for (size_t k = 1; k < 3; k++)
		if (counts[k] > counts[best])
			best = k;
	return marks[best];
}

/* The first line that is no UTF-8; 0 if there is none. */
static int
bad_line(struct str bytes)
{
	struct str rest = bytes, line;
	int n = 0;

	if (str_is_utf8(bytes))
		return 0;
	while (str_cut(&rest, '\n', &line)) {
		n++;
		if (!str_is_utf8(line))
			break;
	}
	return n;
}

enum status
csv_read(struct job *j, struct str bytes, struct str name, struct csv *out)
{
	struct reading r = { j, name, bytes, 1, ',' };
	struct csv all = { .n = 0 };
	size_t room = 0;
	enum status st;

	if (bytes.n > CSV_MAX)
		return refuse(&r, 1, "the table is larger than 16 MB");
	const int bad = bad_line(bytes);

	if (bad > 0)
		return refuse(&r, bad,
		    "this is not UTF-8; save the table as CSV in UTF-8");
	if (str_find_ch(bytes, '\0') != NOWHERE)
		return refuse(&r, 1, "there are zero bytes; this is no CSV");
	if (str_starts(r.rest, STR("\xef\xbb\xbf")))
		r.rest = str_skip(r.rest, 3);
	r.comma = comma_of(r.rest);
	while (r.rest.n > 0) {
		struct csv_row row;

		st = row_read(&r, &row);
		if (st != OK)
			return st;
		if (is_empty(&row))
			continue;
		if (all.header.n == 0) {
			all.header = row;
			continue;
		}
		if (all.n == CSV_ROWS_MAX)
			return refuse(&r, row.line,
			    "the table has more than 100,000 rows");
		if (all.n == room) {
			const size_t more = room == 0 ? 256 : room * 2;

			all.rows = job_grow(j, all.rows,
			    room * sizeof(*all.rows), more * sizeof(*all.rows));
			room = more;
		}
		all.rows[all.n++] = row;
	}
	*out = all;
	return OK;
}

static bool
needs_quotes(struct str s)
{
	return s.n == 0 || s.p[0] == ' ' || s.p[s.n - 1] == ' '
	    || str_find_ch(s, ',') != NOWHERE || str_find_ch(s, '"') != NOWHERE
	    || str_find_ch(s, '\n') != NOWHERE
	    || str_find_ch(s, '\r') != NOWHERE || str_find_ch(s, ';') != NOWHERE
	    || str_find_ch(s, '\t') != NOWHERE;
}

static void
field_put(struct buf *b, struct str s)
{
	if (s.n == 0)
		return;
	if (!needs_quotes(s)) {
		buf_put(b, s);
		return;
	}
	buf_ch(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_ch(b, '"');
		buf_ch(b, s.p[i]);
	}
	buf_ch(b, '"');
}

void
csv_put(struct buf *b, const struct str *fields, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_ch(b, ',');
		field_put(b, fields[i]);
	}
	buf_ch(b, '\n');
}
