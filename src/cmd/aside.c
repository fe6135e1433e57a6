/* SPDX-License-Identifier: ISC */
#include "cmd/aside.h"

#include <sys/stat.h>

#include "base/file.h"
#include "base/id.h"

static void
clear(void *arg)
{
	struct aside *a = arg;

	media_close(a->pictures);
	file_remove_tree(a->folder);
}

enum status
aside_open(struct call *c, const char *dir, struct aside **out)
{
	struct aside *a = JOB_NEW(c->j, struct aside);
	enum status st;

	a->folder = file_path(c->j, dir,
	    job_printf(c->j, ".preview-%.*s",
		STR_ARG(id_hex(c->j, id_random())))
		.p);
	if (mkdir(a->folder, 0700) != 0)
		return file_fail(c->j, "making", a->folder);
	job_defer(c->j, clear, a);
	st = media_open(c->j, a->folder, &a->pictures);
	if (st == OK)
		*out = a;
	return st;
}
