/* SPDX-License-Identifier: ISC */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/tell.h"
#include "page/theme.h"
#include "page/theme_files.h"
#include "site/settings.h"
#include "site/site.h"

static enum status
eject(struct call *c)
{
	const char *dir = file_path(c->j, c->args[0], "theme");
	const char *name = c->n_args > 1 ? c->args[1] : "";
	enum status st;

	if (name[0] != '\0' && !theme_is_builtin(str_of(name)))
		return job_fail(c->j, NOT_FOUND,
		    "no theme called \"%s\" is built in; \"stet theme list\" "
		    "shows which are",
		    name);
	st = theme_eject(c->j, name, dir);
	if (st == OK)
		printf("The theme stands in %s; whatever you change there is "
		       "taken up as it is saved.\nA file that you remove is "
		       "the built-in one again.\n",
		    dir);
	return st;
}

const struct cmd cmd_theme_eject = {
	.name = "theme eject",
	.args = "DIR [NAME]",
	.what = "write a built-in theme out to DIR/theme, for changing",
	.min_args = 1,
	.max_args = 2,
	.run = eject,
};

/* ---- list ---- */

static void
row(struct str name, const char *from, struct str used)
{
	printf("%c %-16.*s %s\n", str_eq(name, used) ? '*' : ' ',
	    STR_ARG(name.n > 0 ? name : STR("(default)")), from);
}

static int
no_dots(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* The folders of the site's own; one of a built-in name lies over that. */
static void
list_folders(struct call *c, struct str used)
{
	const char *const themes = file_path(c->j, c->args[0], "themes");
	struct dirent **names = NULL;
	const int n = scandir(themes, &names, no_dots, alphasort);

	for (int i = 0; i < n; i++) {
		row(str_of(names[i]->d_name),
		    file_path(c->j, themes, names[i]->d_name), used);
		free(names[i]);
	}
	free(names);
}

static enum status
theme_used(struct call *c, struct str *out)
{
	struct store *store;
	struct site *site;
	const struct copy *settings;
	enum status st = store_open(c->j, c->args[0], SITE_DB, STORE_READ,
	    &store);

	if (st != OK)
		return st;
	site = site_new(store);
	st = site_read_begin(site, c->j);
	if (st == OK) {
		st = site_settings(site, c->j, &settings);
		if (st == OK)
			*out = job_str(c->j, settings->theme);
		site_read_end(site);
	}
	site_free(site);
	store_close(store);
	return st;
}

static enum status
list(struct call *c)
{
	struct str used = STR("-"), name;
	enum status st = c->n_args > 0 ? theme_used(c, &used) : OK;

	if (st != OK)
		return st;
	row(STR(""), "built in", used);
	for (size_t i = 0; (name = theme_builtin(i)).n > 0; i++)
		row(name, "built in", used);
	if (c->n_args > 0)
		list_folders(c, used);
	return OK;
}

const struct cmd cmd_theme_list = {
	.name = "theme list",
	.args = "[DIR]",
	.what = "the themes that there are, and which the site is set in; "
		"`theme` in the settings chooses",
	.min_args = 0,
	.max_args = 1,
	.run = list,
};
