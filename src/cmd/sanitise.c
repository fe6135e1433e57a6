/* SPDX-License-Identifier: ISC */
#include "text/sanitise.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/commands.h"

/* Output of one kind of filter for one line of input. */
static enum status
answer_line(struct call *c, struct job *j, const char *line, size_t n,
    size_t number)
{
	json_error_t error;
	json_t *row = json_loadb(line, n, JSON_ALLOW_NUL, &error);
	const json_t *html = json_object_get(row, "html");
	struct markup markup;
	enum status st;

	if (!json_is_string(html)) {
		json_decref(row);
		return job_fail(c->j, INVALID,
		    "line %zu: an object with a string \"html\" is wanted (%s)",
		    number, error.text);
	}
	sanitise(j, str_from(json_string_value(html), json_string_length(html)),
	    NULL, &markup, NULL);

	json_t *out = json_object();
	json_object_set(out, "id", json_object_get(row, "id"));
	json_object_set_new(out, "html",
	    json_stringn(markup.html.n > 0 ? markup.html.p : "",
		markup.html.n));
	char *text = json_dumps(out, JSON_COMPACT);
	st = text == NULL
	    ? job_fail(c->j, FAULT, "line %zu: can't be written", number)
	    : call_print(c, job_printf(j, "%s\n", text));
	free(text);
	json_decref(out);
	json_decref(row);
	return st;
}

static enum status
lines(struct call *c)
{
	char *line = NULL;
	size_t room = 0, number = 0;
	ssize_t n;
	enum status st = OK;

	while (st == OK && (n = getline(&line, &room, stdin)) >= 0) {
		struct job *j = job_new(job_now(c->j));

		number++;
		if (str_trim(str_from(line, (size_t)n)).n > 0)
			st = answer_line(c, j, line, (size_t)n, number);
		job_free(j);
	}
	free(line);
	if (st == OK && ferror(stdin))
		return job_fail(c->j, FAULT, "standard input can't be read");
	return st;
}

static enum status
run(struct call *c)
{
	struct str html;
	struct markup markup;
	enum status st;

	if (call_flag(c, "jsonl"))
		return lines(c);
	st = file_read_fd(c->j, STDIN_FILENO, SANITISE_MAX * 32, &html);
	if (st != OK)
		return st;
	sanitise(c->j, html, NULL, &markup, NULL);
	return call_print(c, markup.html);
}

static const struct cmd_option options[] = {
	{ "jsonl", NULL,
	    "take and give a JSON object a line, with \"id\" and \"html\"" },
	CMD_OPTIONS_END,
};

const struct cmd cmd_sanitise = {
	.name = "sanitise",
	.args = "",
	.what = "make the HTML on standard input safe to show",
	.options = options,
	.run = run,
};
