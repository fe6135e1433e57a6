/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cmd/commands.h"
#include "page/mustache_json.h"

#define MAX_LINE ((size_t)64 * 1024 * 1024)

static enum status
render(struct job *j, json_t *in, struct str *out)
{
	json_t *template = json_object_get(in, "template");
	json_t *data = json_object_get(in, "data");
	json_t *partials = json_object_get(in, "partials");

	if (!json_is_string(template))
		return job_fail(j, INVALID,
		    "a line is {\"template\": TEXT, \"data\": ANY, "
		    "\"partials\": {NAME: TEXT, ...}}");
	return mustache_json(j,
	    str_from(json_string_value(template), json_string_length(template)),
	    data, partials, out);
}

/* The answer to one line; the caller's to decref. */
static json_t *
answer(struct job *j, struct str line)
{
	json_error_t why;
	json_t *in = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &why), *out;
	struct str text = { NULL, 0 };
	enum status st;

	if (in == NULL)
		return json_pack("{s:s}", "error", why.text);
	st = render(j, in, &text);
	if (st != OK)
		text = job_reason(j);
	out = json_pack("{s:s%}", st == OK ? "out" : "error",
	    text.p ? text.p : "", text.n);
	json_decref(in);
	return out;
}

static enum status
run(struct call *c)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	enum status st = OK;

	while (st == OK && (n = getline(&line, &cap, stdin)) > 0) {
		struct job *j = job_new(job_now(c->j));
		json_t *out;

		if ((size_t)n > MAX_LINE)
			st = job_fail(c->j, INVALID, "a line is at most 64 MB");
		else {
			out = answer(j, str_from(line, (size_t)n));
			if (out == NULL
			    || json_dumpf(out, stdout, JSON_COMPACT) != 0
			    || printf("\n") < 0 || fflush(stdout) != 0)
				st = file_fail(c->j, "writing",
				    "standard output");
			json_decref(out);
		}
		job_free(j);
	}
	free(line);
	return st;
}

const struct cmd cmd_mustache = {
	.name = "mustache",
	.args = "",
	.what = "render Mustache, a JSON object a line in and out",
	.run = run,
};
