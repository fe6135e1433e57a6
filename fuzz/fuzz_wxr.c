/* SPDX-License-Identifier: ISC */
/*
 * A WordPress export from a stranger: every piece that the walk finds lies in
 * the file and begins as its name says; what is parsed is UTF-8; a content
 * becomes a body that is UTF-8 and no larger than it may be.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "wire/wp_body.h"
#include "wire/wxr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_body(struct job *j, struct str content)
{
	static const struct html_opts opts = { .address = NULL };
	struct notes notes = { 0 };
	struct wp_work w = { .j = j, .notes = &notes, .line = 1 };
	struct str html, body;

	if (!str_is_utf8(content) || wp_html(&w, content, &html) != OK)
		return;
	assert(notes.n <= WP_REMARKS + 1);
	if (html_body(j, html, &opts, &body) == OK)
		assert(str_is_utf8(body));
	job_forgive(j);
}

static void
check_piece(struct wxr *x, struct job *j, struct wxr_place at, struct str name)
{
	struct notes notes = { 0 };
	struct str bytes;
	struct xml *e;

	assert(wxr_read(x, j, at, &bytes) == OK && bytes.n == at.n);
	assert(bytes.p[0] == '<' && str_starts(str_skip(bytes, 1), name));
	if (wxr_parse(x, j, bytes, at.line, &e, &notes) == OK) {
		assert(str_is_utf8(e->text) && str_is_utf8(e->name));
		for (const struct xml *part = e->first; part; part = part->next)
			check_body(j, part->text);
	}
	job_forgive(j);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct job *j = job_new(0);
	const int fd = memfd_create("wxr", 0);
	const struct str all = str_from((const char *)data, size);
	const char *path = job_cstr(j, job_printf(j, "/proc/self/fd/%d", fd));
	struct notes notes = { 0 };
	struct wxr *x;

	assert(fd >= 0 && file_write_fd(j, fd, all) == OK);
	check_body(j, all);
	if (wxr_open(j, path, &x) == OK) {
		struct wxr_place at;
		struct str name;
		uint64_t last = 0;

		while (wxr_next(x, j, &name, &at, &notes) == OK) {
			assert(at.from >= last && at.from + at.n <= size);
			last = at.from + at.n;
			check_piece(x, j, at, name);
		}
		wxr_close(x);
	}
	close(fd);
	job_free(j);
	return 0;
}
