/* SPDX-License-Identifier: ISC */
/*
 * manual TEMPLATE -- a manual page from its template: a line "@commands"
 * becomes the commands with their options, "@fields KIND" the fields of a
 * kind, "@kinds" the kinds, "@pages" the templates that pages are made with,
 * "@views" all that they may name, "@cells" what each kind shows where.  So the manual can't fall behind the
 * tables.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "cmd/commands.h"
#include "page/view.h"
#include "press/cells.h"
#include "text/kinds.h"
#include "text/module.h"

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

		if (!row->internal)
			printf(".It Ic %s\n", row->name);
	}
}

/* "card" of "struct view_card" */
static const char *
view_name(const struct view_type *t)
{
	return t->name + strlen("struct view_");
}

static void
print_pages(void)
{
	for (size_t i = 0; i < view_npages; i++)
		printf(".It Pa templates/%s.mustache\nover the view\n"
		       ".Sx %s .\n",
		    view_pages[i].name, view_name(view_pages[i].type));
}

/* Modules of fronts, with their parts; those that are needed first. */
static void
print_modules(void)
{
	for (int m = MODULE_NONE + 1; m < MODULES; m++) {
		const struct module_row *row = module_row((enum module)m);
		const char *between = ":";

		printf(".It Ic %s\n%c%s", row->name, row->what[0] - 32,
		    row->what + 1);
		for (int needed = 1; needed >= 0; needed--)
			for (unsigned p = 1; p <= MODULE_ROLE; p <<= 1) {
				if ((row->parts & p) == 0
				    || ((row->required & p) != 0)
					!= (needed != 0))
					continue;
				printf("%s %s", between,
				    module_part_name((enum module_part)p));
				between = ",";
			}
		printf(".\n");
	}
}

/* What each kind shows where, a paragraph a kind. */
static void
print_cells(void)
{
	for (int k = KIND_NONE + 1; k < KINDS; k++) {
		const struct kind_row *row = kind_row((enum kind)k);

		if (!row->listed)
			continue;
		printf(".It Ic %s\n", row->name);
		for (int at = 0; at < CARD_PLACES; at++) {
			const enum card_field *f = card_cell((enum kind)k,
			    (enum card_place)at);

			printf("%s:", card_place_name((enum card_place)at));
			for (size_t i = 0; i < CARD_FIELDS && f[i]; i++)
				printf("%s %s", i > 0 ? "," : "",
				    card_field_name(f[i]));
			printf(".\n");
		}
	}
}

static const char *const held[] = {
	[HOLDS_TEXT] = "text",
	[HOLDS_MARKUP] = "markup",
	[HOLDS_FLAG] = "flag",
	[HOLDS_NUMBER] = "number",
	[HOLDS_SIZE] = "size",
	[HOLDS_VIEW] = "view",
	[HOLDS_INSIDE] = "view",
	[HOLDS_LIST] = "list of",
	[HOLDS_TEXTS] = "list of texts",
	[HOLDS_PARTIAL] = "partial",
};

static void
print_field(const struct view_field *f)
{
	printf(".It Ic %s Pq %s%s%s\n%s", f->name, held[f->kind],
	    f->type ? " " : "", f->type ? view_name(f->type) : "", f->what);
	for (const char *const *p = f->partials; p != NULL && *p; p++)
		printf("%s%s", p == f->partials ? ": " : ", ", *p);
	printf(".\n");
}

#define VIEWS_MOST 64

static bool
is_known(const struct view_type *const *known, size_t n,
    const struct view_type *t)
{
	for (size_t i = 0; i < n; i++)
		if (known[i] == t)
			return true;
	assert(n < VIEWS_MOST);
	return false;
}

/* A view before what it holds, each once, from the pages' on. */
static void
print_views(void)
{
	const struct view_type *known[VIEWS_MOST];
	size_t n = 0;

	for (size_t i = 0; i < view_npages; i++)
		if (!is_known(known, n, view_pages[i].type))
			known[n++] = view_pages[i].type;
	for (size_t at = 0; at < n; at++) {
		const struct view_type *t = known[at];

		printf(".Ss %s\n.Bl -tag -width Ds -compact\n", view_name(t));
		for (size_t i = 0; i < t->n; i++) {
			const struct view_type *in = t->fields[i].type;

			print_field(&t->fields[i]);
			if (in != NULL && !is_known(known, n, in))
				known[n++] = in;
		}
		printf(".El\n");
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
		else if (strcmp(line, "@pages") == 0)
			print_pages();
		else if (strcmp(line, "@views") == 0)
			print_views();
		else if (strcmp(line, "@modules") == 0)
			print_modules();
		else if (strcmp(line, "@cells") == 0)
			print_cells();
		else if (strncmp(line, "@fields ", 8) == 0)
			print_fields(kind_of(str_of(line + 8)));
		else
			printf("%s\n", line);
	}
	return fclose(in) == 0 ? 0 : 1;
}
