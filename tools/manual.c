/* SPDX-License-Identifier: ISC */
/*
 * manual TEMPLATE -- a manual page from its template: a line "@commands"
 * becomes the commands with their options, "@fields KIND" the fields of a
 * kind, "@kinds" the kinds.  So the manual can't fall behind the tables.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "cmd/commands.h"
#include "text/kinds.h"

#define ROW(name) &cmd_##name,
static const struct cmd *const commands[] = { COMMANDS(ROW) };
#undef ROW

static void
print_commands(void)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		const struct cmd *c = commands[i];

		printf(".It Ic %s%s%s\n%c%s.\n", c->name,
		    c->args[0] ? " Ar " : "", c->args,
		    c->what[0] >= 'a' && c->what[0] <= 'z' ? c->what[0] - 32
							   : c->what[0],
		    c->what + 1);
		if (c->options == NULL)
			continue;
		printf(".Bl -tag -width Ds -compact\n");
		for (const struct cmd_option *o = c->options; o->name; o++)
			printf(".It Fl -%s%s%s\n%s.\n", o->name,
			    o->value ? " Ar " : "", o->value ? o->value : "",
			    o->what);
		printf(".El\n");
	}
}

static void
print_fields(enum kind kind)
{
	size_t n;
	const struct field *f = fields_all(&n);

	for (size_t i = 0; i < n; i++) {
		if (!(f[i].kinds & KIND_BIT(kind)))
			continue;
		printf(".It Ic %s%s\n%s.\n", f[i].name,
		    f[i].required & KIND_BIT(kind) ? " Pq required" : "",
		    f[i].what);
		if (f[i].synonyms)
			printf("Also written:\n.Ic %s .\n", f[i].synonyms);
	}
}

static void
print_kinds(void)
{
	for (int k = KIND_NONE + 1; k < KINDS; k++) {
		const struct kind_row *row = kind_row((enum kind)k);

		if (!row->reserved)
			printf(".It Ic %s\n", row->name);
	}
}

int
main(int argc, char **argv)
{
	FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
	char line[1024];

	if (in == NULL) {
		fprintf(stderr, "usage: manual TEMPLATE\n");
		return 2;
	}
	while (fgets(line, sizeof(line), in)) {
		line[strcspn(line, "\n")] = '\0';
		if (strcmp(line, "@commands") == 0)
			print_commands();
		else if (strcmp(line, "@kinds") == 0)
			print_kinds();
		else if (strncmp(line, "@fields ", 8) == 0)
			print_fields(kind_of(str_of(line + 8)));
		else
			printf("%s\n", line);
	}
	return fclose(in) == 0 ? 0 : 1;
}
