/* SPDX-License-Identifier: ISC */
/*
 * A command is a row: its name, arguments, options and what it does.  The
 * parser, --help and the manual page's option list all read that row.
 */
#ifndef STET_CMD_CMD_H
#define STET_CMD_CMD_H

#include <stdbool.h>

#include "base/job.h"
#include "base/progress.h"

struct cmd_option {
	const char *name;  /* without the dashes */
	const char *value; /* what its value is called; NULL for a flag */
	const char *what;  /* one line of help */
};

struct call;

struct cmd {
	const char *name; /* "init", "record verify" */
	const char *args; /* "DIR FILE", for the synopsis */
	const char *what; /* one line of help */
	const struct cmd_option
	    *options; /* ends with a row of NULLs, or NULL */
	size_t min_args, max_args;
	/* Does the work; the reason of a failure stands in the call's job. */
	enum status (*run)(struct call *c);
};

struct call {
	const struct cmd *cmd;
	struct job *j;
	const char *const *args; /* what is not an option, in order */
	size_t n_args;
	bool json;                 /* --json, where the command takes it */
	bool printed;              /* call_print was called */
	struct progress *progress; /* to standard error, on a terminal only */
	const char *const *values; /* one an option row; see call_option */
};

/* The rows that most commands share. */
#define CMD_JSON                                                      \
	{                                                             \
		"json", NULL,                                         \
		    "print the result as JSON, for a program to read" \
	}
#define CMD_OPTIONS_END          \
	{                        \
		NULL, NULL, NULL \
	}

/* The option's value ("" for a flag that was given), or NULL. */
const char *call_option(const struct call *c, const char *name);
bool call_flag(const struct call *c, const char *name);

/* "a,b" as a list, empty if it was not given; returns how many. */
size_t call_list(const struct call *c, const char *name, struct str **out);

/* A whole number between low and high, or def if it was not given. */
MUST_CHECK enum status call_number(const struct call *c, const char *name,
    int64_t low, int64_t high, int64_t def, int64_t *out);

/* Write all of it to standard output; FAULT if that can't be written. */
MUST_CHECK enum status call_print(struct call *c, struct str bytes);

/*
 * Find the row whose name argv[1] (and argv[2], for names of two words) say,
 * parse, run, tell.  Gives the exit code: 0 done, 1 failed, 2 wrong usage,
 * 3 not found, 4 conflict, 5 invalid input, 6 denied, 7 busy.
 */
int cmd_main(const struct cmd *const *table, size_t n, int argc, char **argv);

#endif
