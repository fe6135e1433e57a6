/* SPDX-License-Identifier: ISC */
#include "wire/project.h"

#include <sys/stat.h>

#include "base/file.h"
#include "wire/config.h"

struct str
system_name(enum system s)
{
	static const struct str names[] = {
		[HUGO] = STR_INIT("hugo"),
		[JEKYLL] = STR_INIT("jekyll"),
		[ELEVENTY] = STR_INIT("eleventy"),
	};

	return names[s];
}

void
project_note(struct project *p, struct str text)
{
	const size_t n = p->notes.n;

	p->notes.at = job_grow(p->j, p->notes.at, n * sizeof(struct note),
	    (n + 1) * sizeof(struct note));
	p->notes.at[n] = (struct note){ 0, text };
	p->notes.n++;
}

bool
config_has(const struct project *p, const char *name)
{
	struct stat sb;

	return stat(file_path(p->j, p->root, name), &sb) == 0;
}

bool
config_folder(const struct project *p, const char *name)
{
	struct stat sb;

	return stat(file_path(p->j, p->root, name), &sb) == 0
	    && S_ISDIR(sb.st_mode);
}

void
config_pattern(struct project *p, struct str section, struct str text)
{
	for (size_t i = 0; i < p->n_patterns; i++) {
		if (str_eq(p->patterns[i].section, section)) {
			p->patterns[i].text = text;
			return;
		}
	}
	p->patterns = job_grow(p->j, p->patterns,
	    p->n_patterns * sizeof(*p->patterns),
	    (p->n_patterns + 1) * sizeof(*p->patterns));
	p->patterns[p->n_patterns++] = (struct pattern){ section, text };
}

void
config_tongue(struct project *p, struct str tag, struct str folder)
{
	for (size_t i = 0; i < p->n_tongues; i++)
		if (str_eq_nocase(p->tongues[i].tag, tag)) {
			if (folder.n > 0)
				p->tongues[i].folder = folder;
			return;
		}
	p->tongues = job_grow(p->j, p->tongues,
	    p->n_tongues * sizeof(*p->tongues),
	    (p->n_tongues + 1) * sizeof(*p->tongues));
	p->tongues[p->n_tongues++] = (struct tongue){ tag, folder };
}

void
config_taxonomy(struct project *p, struct str folder, enum kind kind)
{
	p->taxonomies = job_grow(p->j, p->taxonomies,
	    p->n_taxonomies * sizeof(*p->taxonomies),
	    (p->n_taxonomies + 1) * sizeof(*p->taxonomies));
	p->taxonomies[p->n_taxonomies++] = (struct taxonomy){ folder, kind };
}

void
config_static(struct project *p, const char *folder)
{
	for (size_t i = 0; i < STATICS_MAX; i++) {
		if (p->statics[i] == NULL) {
			p->statics[i] = folder;
			return;
		}
	}
}

struct str
project_pattern(const struct project *p, struct str section)
{
	struct str all = STR("");

	for (size_t i = 0; i < p->n_patterns; i++) {
		if (p->patterns[i].section.n == 0)
			all = p->patterns[i].text;
		else if (str_eq(p->patterns[i].section, section))
			return p->patterns[i].text;
	}
	return all;
}

bool
project_speaks(const struct project *p, struct str tag)
{
	for (size_t i = 0; i < p->n_tongues; i++)
		if (str_eq_nocase(p->tongues[i].tag, tag))
			return true;
	return false;
}

enum kind
project_terms(const struct project *p, struct str folder)
{
	for (size_t i = 0; i < p->n_taxonomies; i++)
		if (str_eq(p->taxonomies[i].folder, folder))
			return p->taxonomies[i].kind;
	return KIND_NONE;
}

/* Terms that most projects have, whether their configuration says so or not. */
static void
usual_terms(struct project *p)
{
	static const struct {
		struct str folder;
		enum kind kind;
	} usual[] = {
		{ STR_INIT("topics"), KIND_TOPIC },
		{ STR_INIT("tags"), KIND_TOPIC },
		{ STR_INIT("categories"), KIND_TOPIC },
		{ STR_INIT("authors"), KIND_PERSON },
		{ STR_INIT("author"), KIND_PERSON },
		{ STR_INIT("people"), KIND_PERSON },
		{ STR_INIT("contributors"), KIND_PERSON },
	};

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (project_terms(p, usual[i].folder) == KIND_NONE)
			config_taxonomy(p, usual[i].folder, usual[i].kind);
}

/* "/blog" of "https://gazette.example/blog/" */
static struct str
path_of(struct str url)
{
	const size_t scheme = str_find(url, STR("//"));
	struct str rest = scheme == NOWHERE ? STR("")
					    : str_skip(url, scheme + 2);
	const size_t slash = str_find_ch(rest, '/');

	rest = slash == NOWHERE ? STR("") : str_skip(rest, slash);
	while (rest.n > 0 && rest.p[rest.n - 1] == '/')
		rest.n--;
	return rest;
}

/* What was said on the command line counts more than what was found. */
static enum status
take_opts(struct project *p, const struct import_opts *opts)
{
	struct zone *z;

	for (size_t i = 0; i < opts->n_permalinks; i++) {
		struct str text = opts->permalinks[i], section = STR("");
		const size_t eq = str_find_ch(text, '=');

		if (eq != NOWHERE && text.p[0] != '/') {
			section = str_sub(text, 0, eq);
			text = str_skip(text, eq + 1);
		}
		if (text.n == 0 || text.p[0] != '/')
			return job_fail(p->j, INVALID,
			    "the pattern `%.*s` has to begin with a slash, as "
			    "/:year/:month/:slug/ does",
			    STR_ARG(opts->permalinks[i]));
		config_pattern(p, section, text);
	}
	if (opts->base_url.n > 0)
		p->base_url = opts->base_url;
	if (opts->timezone.n > 0)
		p->timezone = opts->timezone;
	p->base_path = path_of(p->base_url);
	return zone_open(p->j, p->timezone, &z);
}

static enum status
look(struct project *p)
{
	static const char *const hugo[] = { "hugo.toml", "hugo.yaml",
		"hugo.yml", "hugo.json", "config.toml", "config.yaml",
		"config.yml", "config.json", NULL };
	static const char *const eleventy[] = { ".eleventy.js",
		"eleventy.config.js", "eleventy.config.mjs",
		"eleventy.config.cjs", NULL };

	if (config_has(p, "_config.yml") || config_has(p, "_config.yaml"))
		return config_jekyll(p);
	for (size_t i = 0; eleventy[i] != NULL; i++)
		if (config_has(p, eleventy[i]))
			return config_eleventy(p, eleventy[i]);
	if (config_folder(p, "config/_default"))
		return config_hugo(p, "config/_default");
	for (size_t i = 0; hugo[i] != NULL; i++)
		if (config_has(p, hugo[i]))
			return config_hugo(p, NULL);
	if (config_folder(p, "_posts"))
		return config_jekyll(p);
	p->system = HUGO;
	p->bare = true;
	p->content = p->root;
	return OK;
}

enum status
project_open(struct job *j, const struct import_opts *opts, struct str lang,
    const struct languages *langs, struct project **out)
{
	struct project *p = JOB_NEW(j, struct project);
	struct stat sb;
	enum status st;

	p->j = j;
	p->root = opts->from;
	p->lang = lang;
	if (stat(opts->from, &sb) != 0 || !S_ISDIR(sb.st_mode))
		return job_fail(j, NOT_FOUND,
		    "%s is no folder; name the project or its content folder",
		    opts->from);
	st = look(p);
	if (st != OK)
		return st;
	for (size_t i = 0; i < langs->n; i++)
		config_tongue(p, langs->at[i].tag, STR(""));
	config_tongue(p, p->lang, STR(""));
	usual_terms(p);
	st = take_opts(p, opts);
	if (st == OK)
		*out = p;
	return st;
}
