/* SPDX-License-Identifier: ISC */
/*
 * Ghost's file of redirects: redirects.yaml, or redirects.json of old.  What
 * they lead from are patterns (regular expressions); most of them are just a
 * path between ^ and $.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "wire/ghost.h"

#define REDIRECTS_BYTES_MAX ((size_t)4 * 1024 * 1024)
#define REDIRECTS_MAX 100000

/* The path that a pattern stands for; false if it may stand for several. */
static bool
path_of(struct job *j, struct str pattern, struct str *out)
{
	static const char *const ends[] = { "$", "\\/?", "/?" };
	char *p = job_alloc(j, pattern.n + 2);
	size_t n = 0;

	if (str_starts(pattern, STR("^")))
		pattern = str_skip(pattern, 1);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_ends(pattern, str_of(ends[i])))
			pattern.n -= strlen(ends[i]);
	for (size_t i = 0; i < pattern.n; i++) {
		char c = pattern.p[i];

		if (c == '\\' && i + 1 < pattern.n
		    && str_find_ch(STR("/.-_?=&"), pattern.p[i + 1]) != NOWHERE)
			c = pattern.p[++i];
		else if (str_find_ch(STR("\\*+?()[]{}|^$"), c) != NOWHERE)
			return false;
		p[n++] = c;
	}
	*out = str_from(p, n);
	return n > 0 && p[0] == '/';
}

static void
take(struct ghost *g, struct str from, struct str to)
{
	struct str path;

	from = str_trim(from);
	to = str_trim(to);
	if (to.n == 0 || str_find_ch(to, '$') != NOWHERE
	    || g->n_redirects == REDIRECTS_MAX || !path_of(g->j, from, &path)) {
		origin_note(g->o,
		    job_printf(g->j,
			"the redirect from %.*s to %.*s is a pattern and is "
			"not taken; give its addresses one by one",
			STR_ARG(from), STR_ARG(to)));
		return;
	}
	if (g->n_redirects % 64 == 0)
		g->redirects = job_grow(g->j, g->redirects,
		    g->n_redirects * sizeof(*g->redirects),
		    (g->n_redirects + 64) * sizeof(*g->redirects));
	g->redirects[g->n_redirects++] = (struct ghost_redirect){ path, to };
}

static enum status
read_json(struct ghost *g, const char *path, struct str bytes)
{
	json_error_t error;
	json_t *const top = json_loadb(bytes.p, bytes.n, 0, &error);

	if (!json_is_array(top)) {
		json_decref(top);
		return job_fail(g->j, INVALID,
		    "%s:%d: it is no list of redirects (%s)", path,
		    error.line > 0 ? error.line : 1, error.text);
	}
	for (size_t i = 0; i < json_array_size(top); i++) {
		const json_t *const row = json_array_get(top, i);

		take(g, job_str(g->j, ghost_text(row, "from")),
		    job_str(g->j, ghost_text(row, "to")));
	}
	json_decref(top);
	return OK;
}

/* Below 301: and 302:, from each to each. */
static enum status
read_yaml(struct ghost *g, const char *path, struct str bytes)
{
	const struct node *top;
	enum status st = textfile_config(g->j, bytes, str_of(path), FRONT_YAML,
	    &top);

	if (st != OK)
		return st;
	for (const struct node *code = top->first; code != NULL;
	     code = code->next)
		for (const struct node *nd = code->first; nd != NULL;
		     nd = nd->next)
			take(g, nd->key, node_text(nd));
	return OK;
}

static enum status
read_file(struct ghost *g, const char *path)
{
	struct str bytes;
	enum status st = file_read(g->j, path, REDIRECTS_BYTES_MAX, &bytes);

	if (st != OK)
		return st;
	return str_starts(str_trim(bytes), STR("["))
	    ? read_json(g, path, bytes)
	    : read_yaml(g, path, bytes);
}

enum status
ghost_redirects(struct ghost *g)
{
	static const char *const names[] = { "redirects.yaml",
		"redirects.json" };
	const char *const given = g->o->opts->redirects;

	if (given != NULL)
		return read_file(g, given);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *const path = file_path(g->j, g->folder, names[i]);

		if (access(path, R_OK) == 0)
			return read_file(g, path);
	}
	return OK;
}
