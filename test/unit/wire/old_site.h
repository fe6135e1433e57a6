/* SPDX-License-Identifier: ISC */
/* An old site's files, its import, and what was told of each. */
#ifndef STET_TEST_OLD_SITE_H
#define STET_TEST_OLD_SITE_H

#include "../desk/paper.h"
#include "base/buf.h"
#include "wire/import.h"

struct told {
	struct paper *t;
	struct buf text; /* "came news/pier.md /news/pier/\n  remark\n" */
	struct import_report report;
};

/* Write old/path, with the folders above it. */
static inline void
old_file(struct paper *t, const char *path, const char *text)
{
	char *full = job_cstr(t->j,
	    job_printf(t->j, "%s/old/%s", t->top, path));

	for (char *p = full + strlen(t->top) + 1; *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		(void)mkdir(full, 0700);
		*p = '/';
	}
	assert_ok(t->j, file_replace(t->j, full, str_of(text), 0600));
}

static inline void
old_tell(void *arg, const struct import_line *line)
{
	struct told *told = arg;

	buf_printf(&told->text, "%.*s %.*s %.*s\n",
	    STR_ARG(fate_name(line->fate)), STR_ARG(line->file),
	    line->address.n > 0 ? (int)line->address.n : 1,
	    line->address.n > 0 ? line->address.p : "-");
	for (size_t i = 0; i < line->notes->n; i++)
		buf_printf(&told->text, "  %d: %.*s\n", line->notes->at[i].line,
		    STR_ARG(line->notes->at[i].text));
}

static inline struct told
old_import_with(struct paper *t, struct import_opts opts)
{
	struct told told = { .t = t, .text = buf_in(t->j, 1U << 20) };

	opts.site = t->dir;
	opts.from = file_path(t->j, t->top, "old");
	opts.tell = old_tell;
	opts.tell_arg = &told;
	assert_ok(t->j, wire_import(t->d, t->j, &opts, &told.report));
	return told;
}

static inline struct told
old_import(struct paper *t)
{
	return old_import_with(t, (struct import_opts){ .expired = false });
}

static inline void
expect_told(const struct told *told, const char *what)
{
	if (str_find(buf_so_far(&told->text), str_of(what)) == NOWHERE)
		fail_msg("\"%s\" was not told, but:\n%.*s", what,
		    STR_ARG(buf_so_far(&told->text)));
}

/* The live file at an address holds these bytes. */
static inline void
expect_live(struct paper *t, const char *address, const char *what)
{
	struct str bytes;

	assert_ok(t->j, desk_show(t->d, t->j, str_of(address), &bytes));
	if (str_find(bytes, str_of(what)) == NOWHERE)
		fail_msg("\"%s\" is not in %s:\n%.*s", what, address,
		    STR_ARG(bytes));
}

#endif
