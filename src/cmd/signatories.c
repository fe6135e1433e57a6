/* SPDX-License-Identifier: ISC */
/* Who signed: look at a table before it is published; take somebody out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/commands.h"
#include "desk/signers.h"
#include "text/signers.h"

#define TALLIES 40 /* scripts and countries that are told */
#define NAME_BYTES 4096

struct tally {
	struct str what;
	size_t n;
};

static void
tally(struct tally *all, size_t *n, struct str what)
{
	size_t i;

	for (i = 0; i < *n && !str_eq(all[i].what, what); i++)
		;
	if (i == TALLIES)
		return;
	if (i == *n)
		all[(*n)++] = (struct tally){ what, 0 };
	all[i].n++;
}

static void
print_tallies(const char *title, const struct tally *all, size_t n)
{
	printf("%s:", title);
	for (size_t i = 0; i < n; i++)
		printf("%s %.*s %zu", i > 0 ? "," : "", STR_ARG(all[i].what),
		    all[i].n);
	printf("\n");
}

static void
print_summary(const struct signatories *s)
{
	struct tally scripts[TALLIES], countries[TALLIES];
	size_t nscripts = 0, ncountries = 0;

	for (size_t i = 0; i < s->n; i++) {
		tally(scripts, &nscripts, str_of(name_script(s->at[i].name)));
		if (s->at[i].country.n > 0)
			tally(countries, &ncountries, s->at[i].country);
	}
	printf("%zu signatories\n", s->n);
	if (nscripts > 0)
		print_tallies("by script", scripts, nscripts);
	if (ncountries > 0)
		print_tallies("by country", countries, ncountries);
}

static enum status
check(struct call *c)
{
	struct signatories s;
	struct doubts doubts;
	struct str bytes;
	enum status st = file_read(c->j, c->args[0], CSV_MAX, &bytes);

	if (st == OK)
		st = signers_read(c->j, bytes, str_of(c->args[0]), &s);
	if (st == OK)
		st = signers_doubt(c->j, &s, &doubts);
	if (st != OK)
		return st;
	for (size_t i = 0; i < doubts.n; i++) {
		const struct doubt *const d = &doubts.at[i];

		printf("%s:%d: %s", c->args[0], d->line, d->what);
		if (d->other > 0)
			printf(" (line %d)", d->other);
		printf(": %.*s\n", STR_ARG(d->name));
	}
	print_summary(&s);
	if (doubts.n == 0)
		return OK;
	return job_fail(c->j, CONFLICT,
	    "%zu of them want a look; they can be published all the same",
	    doubts.n);
}

const struct cmd cmd_signatories_check = {
	.name = "signatories check",
	.args = "FILE.csv",
	.what = "read a table of signatories and say what is doubtful in it: "
		"doubles, names in two scripts, missing names",
	.min_args = 1,
	.max_args = 1,
	.run = check,
};

/* The name, never an argument: others see those. */
static enum status
read_name(struct call *c, struct str *out)
{
	char line[NAME_BYTES];

	if (!isatty(STDIN_FILENO)) {
		const enum status st = file_read_fd(c->j, STDIN_FILENO,
		    NAME_BYTES, out);

		*out = str_trim(*out);
		return st;
	}
	fprintf(stderr, "Whose name is to go, as it stands there? ");
	if (fgets(line, sizeof(line), stdin) == NULL)
		line[0] = '\0';
	*out = job_str(c->j, str_trim(str_of(line)));
	return OK;
}

static enum status
withdraw(struct call *c)
{
	struct withdrawal w;
	struct desk *d;
	struct str name;
	enum status st = read_name(c, &name);

	if (st == OK)
		st = desk_open(c->j, c->args[0], &d);
	if (st != OK)
		return st;
	st = desk_withdraw_name(d, c->j, str_of(c->args[1]), name, &w);
	desk_close(d);
	if (st == OK)
		printf("taken out of %.*s, and erased from what came before; "
		       "%lld still sign it\n",
		    STR_ARG(w.address), (long long)w.left);
	return st;
}

const struct cmd cmd_signatories_withdraw = {
	.name = "signatories withdraw",
	.args = "DIR STATEMENT",
	.what = "take somebody out of those who signed; the name is asked for, "
		"or read from standard input, and erased for good",
	.min_args = 2,
	.max_args = 2,
	.run = withdraw,
};
