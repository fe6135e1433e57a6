/* SPDX-License-Identifier: ISC */
#include <unistd.h>

#include "base/file.h"
#include "cmd/commands.h"
#include "text/body.h"

static enum status
run(struct call *c)
{
	const char *lang = call_option(c, "lang");
	const struct body_opts how = { .lang = str_of(lang),
		.keep_local = true };
	struct str markdown, html;
	struct body body;
	enum status st;

	st = file_read_fd(c->j, STDIN_FILENO, SANITISE_MAX, &markdown);
	if (st != OK)
		return st;
	if (call_flag(c, "raw")) {
		st = markdown_raw(c->j, markdown, &html);
		return st == OK ? call_print(c, html) : st;
	}
	st = body_markup(c->j, markdown, &how, &body);
	return st == OK ? call_print(c, body.html.html) : st;
}

static const struct cmd_option options[] = {
	{ "raw", NULL,
	    "plain CommonMark and GFM, as specified; not safe to show" },
	{ "lang", "TAG", "language of the text, for its quotation marks" },
	CMD_OPTIONS_END,
};

const struct cmd cmd_markdown = {
	.name = "markdown",
	.args = "",
	.what = "turn the Markdown on standard input into a body's HTML",
	.options = options,
	.run = run,
};
