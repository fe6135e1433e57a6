/* SPDX-License-Identifier: ISC */
/* Make what is missing of pictures' renditions. */
#include <stdio.h>

#include "cmd/commands.h"
#include "desk/renditions.h"
#include "page/json.h"

static void
tell(void *arg, struct str file, struct str why)
{
	const struct call *const c = arg;
	const struct str reason = why.n > 0 ? why : STR("it is not there");
	struct buf b = buf_in(c->j, 8192);

	progress_end(c->progress);
	if (c->json) {
		buf_put(&b, STR("{\"file\":"));
		json_put(&b, file);
		buf_put(&b, STR(",\"trouble\":"));
		json_put(&b, reason);
		buf_put(&b, STR("}\n"));
	} else {
		/* What the media room says begins with the file's name. */
		if (!str_starts(reason, file))
			buf_printf(&b, "%.*s: ", STR_ARG(file));
		buf_put(&b, reason);
		buf_ch(&b, '\n');
	}
	(void)fwrite(buf_so_far(&b).p, 1, buf_so_far(&b).n,
	    c->json ? stdout : stderr);
}

static void
close_desk(void *d)
{
	desk_close(d);
}

static enum status
pictures(struct call *c)
{
	const struct renditions_opts opts = { .all = call_flag(c, "all"),
		.tell = tell,
		.arg = c,
		.progress = c->progress };
	struct renditions_made r = { 0 };
	struct desk *d;
	enum status st = desk_open(c->j, c->args[0], &d);

	if (st != OK)
		return st;
	job_defer(c->j, close_desk, d);
	st = desk_renditions(d, c->j, &opts, &r);
	if (st != OK)
		return st;
	printf(c->json
		? "{\"pictures\":%lld,\"made\":%lld,\"failed\":%lld}\n"
		: "%lld pictures: renditions made of %lld, %lld can't be "
		  "read\n",
	    (long long)r.pictures, (long long)r.made, (long long)r.failed);
	if (r.failed > 0)
		st = job_fail(c->j, INVALID,
		    "%lld of %lld pictures can't be read; pages go on showing "
		    "what there is of them",
		    (long long)r.failed, (long long)r.pictures);
	return st;
}

static const struct cmd_option options[] = {
	{ "all", NULL,
	    "make all of them anew, not only those that are missing" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

const struct cmd cmd_pictures = {
	.name = "pictures",
	.args = "DIR",
	.what = "make the widths and formats of pictures that are missing",
	.options = options,
	.min_args = 1,
	.max_args = 1,
	.run = pictures,
};
