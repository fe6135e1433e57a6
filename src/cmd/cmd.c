/* SPDX-License-Identifier: ISC */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/cmd.h"

#define USAGE 2

static const int exit_codes[] = {
	[OK] = 0,
	[FAULT] = 1,
	[NOT_FOUND] = 3,
	[CONFLICT] = 4,
	[INVALID] = 5,
	[DENIED] = 6,
	[BUSY] = 7,
};

static size_t
count_options(const struct cmd *cmd)
{
	size_t n = 0;

	while (cmd->options && cmd->options[n].name)
		n++;
	return n;
}

static const struct cmd_option *
option_named(const struct cmd *cmd, struct str name)
{
	for (size_t i = 0; i < count_options(cmd); i++)
		if (str_eq(str_of(cmd->options[i].name), name))
			return &cmd->options[i];
	return NULL;
}

const char *
call_option(const struct call *c, const char *name)
{
	const struct cmd_option *o = option_named(c->cmd, str_of(name));

	return o ? c->values[o - c->cmd->options] : NULL;
}

bool
call_flag(const struct call *c, const char *name)
{
	return call_option(c, name) != NULL;
}

size_t
call_list(const struct call *c, const char *name, struct str **out)
{
	struct str rest = str_of(call_option(c, name)), piece;
	size_t n = 0;

	*out = JOB_ARRAY(c->j, struct str, rest.n + 1);
	while (str_cut(&rest, ',', &piece))
		if (str_trim(piece).n > 0)
			(*out)[n++] = str_trim(piece);
	return n;
}

enum status
call_number(const struct call *c, const char *name, int64_t low, int64_t high,
    int64_t def, int64_t *out)
{
	const char *text = call_option(c, name);
	int64_t v = def;

	if (text && (!str_to_int(str_of(text), &v) || v < low || v > high))
		return job_fail(c->j, INVALID,
		    "--%s takes a whole number from %lld to %lld, not \"%s\"",
		    name, (long long)low, (long long)high, text);
	*out = v;
	return OK;
}

enum status
call_print(struct call *c, struct str bytes)
{
	c->printed = true;
	return file_write_fd(c->j, STDOUT_FILENO, bytes);
}

static void
print_help(const struct cmd *cmd)
{
	printf("usage: stet %s%s%s%s\n\n%s\n", cmd->name,
	    cmd->options ? " [options]" : "", cmd->args[0] ? " " : "",
	    cmd->args, cmd->what);
	if (cmd->options)
		printf("\n");
	for (size_t i = 0; i < count_options(cmd); i++) {
		const struct cmd_option *o = &cmd->options[i];
		int n = printf("  --%s%s%s", o->name, o->value ? " " : "",
		    o->value ? o->value : "");

		printf("%*s%s\n", n < 28 ? 28 - n : 1, "", o->what);
	}
	printf("\nThe manual page has the details: man stet\n");
}

static void
print_commands(FILE *out, const struct cmd *const *table, size_t n)
{
	fprintf(out,
	    "usage: stet COMMAND [options] ...\n\n"
	    "stet publishes a newspaper from a signed record of text "
	    "files.\n\n");
	for (size_t i = 0; i < n; i++)
		fprintf(out, "  %-16s%s\n", table[i]->name, table[i]->what);
	fprintf(out, "\n\"stet COMMAND --help\" tells what a command takes.\n");
}

/* How many words of argv name this row; 0 if they name another. */
static int
words_named(const struct cmd *cmd, int argc, char **argv)
{
	struct str rest = str_of(cmd->name), word;
	int n = 0;

	while (str_cut(&rest, ' ', &word)) {
		n++;
		if (n >= argc || !str_eq(str_of(argv[n]), word))
			return 0;
	}
	return n;
}

/* Takes one option at argv[*i]; false, after saying so, if it is none. */
static bool
take_option(struct call *c, const char **values, int argc, char **argv, int *i)
{
	struct str name = str_skip(str_of(argv[*i]), 2);
	size_t equals = str_find_ch(name, '=');
	const char *value = equals == NOWHERE ? NULL : name.p + equals + 1;
	const struct cmd_option *o;

	if (equals != NOWHERE)
		name.n = equals;
	o = option_named(c->cmd, name);
	if (o == NULL) {
		fprintf(stderr,
		    "stet %s: there is no option --%.*s; \"stet %s --help\" "
		    "lists those that exist\n",
		    c->cmd->name, STR_ARG(name), c->cmd->name);
		return false;
	}
	if (o->value && value == NULL && *i + 1 < argc)
		value = argv[++*i];
	if ((o->value == NULL) != (value == NULL)) {
		fprintf(stderr, "stet %s: --%s takes %s\n", c->cmd->name,
		    o->name, o->value ? "a value" : "no value");
		return false;
	}
	values[o - c->cmd->options] = o->value ? value : "";
	return true;
}

/* Sorts argv into options and arguments; false after saying what is wrong. */
static bool
parse(struct call *c, int argc, char **argv, int first)
{
	const char **args = JOB_ARRAY(c->j, const char *, (size_t)argc + 1);
	const char **values = JOB_ARRAY(c->j, const char *,
	    count_options(c->cmd) + 1);
	bool only_args = false;

	for (int i = first; i < argc; i++) {
		if (!only_args && strcmp(argv[i], "--") == 0)
			only_args = true;
		else if (only_args || strncmp(argv[i], "--", 2) != 0)
			args[c->n_args++] = argv[i];
		else if (!take_option(c, values, argc, argv, &i))
			return false;
	}
	c->args = args;
	c->values = values;
	c->json = call_flag(c, "json");
	if (c->n_args < c->cmd->min_args || c->n_args > c->cmd->max_args) {
		fprintf(stderr, "usage: stet %s%s%s%s\n", c->cmd->name,
		    c->cmd->options ? " [options]" : "",
		    c->cmd->args[0] ? " " : "", c->cmd->args);
		return false;
	}
	return true;
}

static void
tell_failure(const struct call *c, enum status st)
{
	struct str why = job_reason(c->j);

	if (why.n == 0)
		why = str_of(status_name(st));
	fprintf(stderr, "stet %s: %.*s\n", c->cmd->name, STR_ARG(why));
	/* A result that was printed already says what is wrong. */
	if (c->json && !c->printed) {
		json_t *o = json_pack("{s:s, s:s%}", "error", status_name(st),
		    "reason", why.p, why.n);

		if (o && json_dumpf(o, stdout, JSON_COMPACT) == 0)
			printf("\n");
		json_decref(o);
	}
}

static int
run(const struct cmd *cmd, int argc, char **argv, int first)
{
	struct job *j = job_new(clock_now());
	struct call c = { .cmd = cmd, .j = j };
	enum status st;
	int code = USAGE;

	c.progress = progress_new(j, STDERR_FILENO);
	if (parse(&c, argc, argv, first)) {
		st = cmd->run(&c);
		progress_end(c.progress);
		if (st == OK && fflush(stdout) != 0)
			st = file_fail(j, "writing", "standard output");
		if (st != OK)
			tell_failure(&c, st);
		code = exit_codes[st];
	}
	job_free(j);
	return code;
}

int
cmd_main(const struct cmd *const *table, size_t n, int argc, char **argv)
{
	if (argc < 2) {
		print_commands(stderr, table, n);
		return USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		print_commands(stdout, table, n);
		return 0;
	}
	for (size_t i = 0; i < n; i++) {
		int words = words_named(table[i], argc, argv);

		if (words == 0)
			continue;
		for (int k = words + 1; k < argc; k++) {
			if (strcmp(argv[k], "--") == 0)
				break;
			if (strcmp(argv[k], "--help") == 0) {
				print_help(table[i]);
				return 0;
			}
		}
		return run(table[i], argc, argv, words + 1);
	}
	fprintf(stderr,
	    "stet: there is no command \"%s\"; \"stet --help\" lists "
	    "those that exist\n",
	    argv[1]);
	return USAGE;
}
