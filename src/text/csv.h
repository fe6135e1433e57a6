/* SPDX-License-Identifier: ISC */
/*
 * Comma-separated values (RFC 4180) as spreadsheets write them: a header line,
 * then rows; fields in quotes may hold commas, quotes (doubled) and line ends.
 * A byte order mark is passed over; `;` and tabs part fields too, if the
 * header has more of them than commas.
 */
#ifndef STET_TEXT_CSV_H
#define STET_TEXT_CSV_H

#include "base/buf.h"

#define CSV_MAX ((size_t)16 * 1024 * 1024)
#define CSV_ROWS_MAX 100000
#define CSV_COLUMNS_MAX 32
#define CSV_FIELD_MAX ((size_t)4096)

struct csv_row {
	struct str *at; /* n fields, trimmed */
	size_t n;
	int line; /* that it begins on, from 1 */
};

struct csv {
	struct csv_row header;
	struct csv_row *rows; /* empty lines are left out */
	size_t n;
};

/* INVALID as "name:line: what": not UTF-8, a quote that never ends, a limit. */
MUST_CHECK enum status csv_read(struct job *j, struct str bytes,
    struct str name, struct csv *out);

/* One row, each field in quotes if it needs them, ended by \n. */
void csv_put(struct buf *b, const struct str *fields, size_t n);

#endif
