/* SPDX-License-Identifier: ISC */
/* What Hugo, Jekyll and Eleventy write into their configurations. */
#include "wire/config.h"

#include "base/file.h"
#include "text/textfile.h"

#define CONFIG_MAX ((size_t)256 * 1024)

/* The first of NAME.toml, .yaml, .yml, .json as a tree; NULL if none. */
static const struct node *
read_config(struct project *p, struct str stem)
{
	static const struct {
		const char *ending;
		enum front_form form;
	} forms[] = {
		{ ".toml", FRONT_TOML },
		{ ".yaml", FRONT_YAML },
		{ ".yml", FRONT_YAML },
		{ ".json", FRONT_JSON },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const char *name = job_cstr(p->j,
		    job_printf(p->j, "%.*s%s", STR_ARG(stem), forms[i].ending));
		const struct node *top;
		struct str bytes;

		if (!config_has(p, name))
			continue;
		if (file_read(p->j, file_path(p->j, p->root, name), CONFIG_MAX,
			&bytes)
			== OK
		    && textfile_config(p->j, bytes, str_of(name), forms[i].form,
			   &top)
			== OK)
			return top;
		project_note(p,
		    job_printf(p->j,
			"the configuration could not be read, so what is usual "
			"is taken: %.*s",
			STR_ARG(job_reason(p->j))));
		job_forgive(p->j);
	}
	return NULL;
}

static struct str
text_at(const struct node *map, const char *name)
{
	return str_trim(node_text(node_like(map, str_of(name))));
}

/* news = "/:year/:slug/", or the same below [permalinks.page] */
static void
hugo_patterns(struct project *p, const struct node *map)
{
	const struct node *page = node_like(map, STR("page"));

	if (page != NULL && page->kind == NODE_MAP)
		map = page;
	for (const struct node *nd = map != NULL ? map->first : NULL;
	     nd != NULL; nd = nd->next)
		if (nd->kind == NODE_SCALAR)
			config_pattern(p,
			    str_eq(nd->key, STR("/")) ? STR("") : nd->key,
			    nd->text);
}

static void
hugo_languages(struct project *p, const struct node *map)
{
	for (const struct node *nd = map != NULL ? map->first : NULL;
	     nd != NULL; nd = nd->next)
		if (nd->kind == NODE_MAP && lang_is_tag(nd->key))
			config_tongue(p, nd->key, text_at(nd, "contentDir"));
}

static void
hugo_taxonomies(struct project *p, const struct node *map)
{
	for (const struct node *nd = map != NULL ? map->first : NULL;
	     nd != NULL; nd = nd->next) {
		const bool people = str_find(nd->key, STR("author")) != NOWHERE
		    || str_eq(nd->key, STR("writer"))
		    || str_eq(nd->key, STR("person"));

		if (nd->kind == NODE_SCALAR)
			config_taxonomy(p, nd->text,
			    people ? KIND_PERSON : KIND_TOPIC);
	}
}

/* A part of the configuration that may stand in a file of its own. */
static const struct node *
hugo_part(struct project *p, const char *folder, const struct node *top,
    const char *name)
{
	const struct node *part = node_like(top, str_of(name));

	if (part == NULL && folder != NULL)
		part = read_config(p, job_printf(p->j, "%s/%s", folder, name));
	return part;
}

static const struct node *
hugo_top(struct project *p, const char *folder)
{
	static const char *const names[] = { "hugo", "config" };
	const struct node *top = NULL;

	for (size_t i = 0; i < 2 && top == NULL; i++)
		top = read_config(p,
		    folder == NULL
			? str_of(names[i])
			: job_printf(p->j, "%s/%s", folder, names[i]));
	return top;
}

enum status
config_hugo(struct project *p, const char *folder)
{
	const struct node *top = hugo_top(p, folder);
	const struct str content = text_at(top, "contentDir");
	const struct str lang = text_at(top, "defaultContentLanguage");
	const struct str statics = text_at(top, "staticDir");

	p->system = HUGO;
	p->content = file_path(p->j, p->root,
	    content.n > 0 ? job_cstr(p->j, content) : "content");
	config_static(p,
	    file_path(p->j, p->root,
		statics.n > 0 ? job_cstr(p->j, statics) : "static"));
	config_static(p, file_path(p->j, p->root, "assets"));
	p->base_url = text_at(top, "baseURL");
	p->timezone = text_at(top, "timeZone");
	if (lang.n > 0)
		p->lang = lang;
	p->prefix_first = node_says_yes(
	    node_like(top, STR("defaultContentLanguageInSubdir")));
	p->ugly = node_says_yes(node_like(top, STR("uglyURLs")));
	p->keep_case = node_says_yes(node_like(top, STR("disablePathToLower")));
	hugo_languages(p, hugo_part(p, folder, top, "languages"));
	hugo_patterns(p, hugo_part(p, folder, top, "permalinks"));
	hugo_taxonomies(p, hugo_part(p, folder, top, "taxonomies"));
	return OK;
}

/* Jekyll's names for patterns. */
static struct str
jekyll_pattern(struct str text)
{
	static const struct {
		struct str name, pattern;
	} known[] = {
		{ STR_INIT("date"),
		    STR_INIT("/:categories/:year/:month/:day/:title.html") },
		{ STR_INIT("pretty"),
		    STR_INIT("/:categories/:year/:month/:day/:title/") },
		{ STR_INIT("ordinal"),
		    STR_INIT("/:categories/:year/:y_day/:title.html") },
		{ STR_INIT("weekdate"),
		    STR_INIT(
			"/:categories/:year/W:week/:short_day/:title.html") },
		{ STR_INIT("none"), STR_INIT("/:categories/:title.html") },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_eq(text, known[i].name))
			return known[i].pattern;
	return text;
}

/* Collections other than posts, each with a pattern of its own. */
static void
jekyll_collections(struct project *p, const struct node *map)
{
	for (const struct node *nd = map != NULL ? map->first : NULL;
	     nd != NULL; nd = nd->next) {
		const struct str text = text_at(nd, "permalink");

		if (text.n > 0)
			config_pattern(p, nd->key, jekyll_pattern(text));
		else if (!str_eq(nd->key, STR("posts")))
			config_pattern(p, nd->key,
			    STR("/:collection/:path.html"));
	}
}

enum status
config_jekyll(struct project *p)
{
	const struct node *top = read_config(p, STR("_config"));
	struct str pattern = text_at(top, "permalink");
	const struct str url = text_at(top, "url");
	const struct str base = text_at(top, "baseurl");
	const struct str lang = text_at(top, "lang");
	const struct str source = text_at(top, "source");

	p->system = JEKYLL;
	p->content = source.n > 0
	    ? file_path(p->j, p->root, job_cstr(p->j, source))
	    : p->root;
	config_static(p, p->content);
	p->base_url = job_printf(p->j, "%.*s%.*s/", STR_ARG(url),
	    STR_ARG(base));
	if (url.n == 0)
		p->base_url = job_printf(p->j, "//localhost%.*s/",
		    STR_ARG(base));
	p->timezone = text_at(top, "timezone");
	if (lang_is_tag(lang))
		p->lang = lang;
	if (pattern.n == 0)
		pattern = STR("date");
	config_pattern(p, STR(""), jekyll_pattern(pattern));
	jekyll_collections(p, node_like(top, STR("collections")));
	return OK;
}

/* Its configuration is a program, so that only the usual can be known. */
enum status
config_eleventy(struct project *p, const char *name)
{
	static const char *const folders[] = { "src", "content", "site" };

	p->system = ELEVENTY;
	p->content = p->root;
	for (size_t i = 0; i < 3; i++) {
		if (config_folder(p, folders[i])) {
			p->content = file_path(p->j, p->root, folders[i]);
			break;
		}
	}
	p->keep_case = true;
	config_static(p, p->content);
	config_static(p, file_path(p->j, p->root, "public"));
	config_static(p, file_path(p->j, p->root, "static"));
	project_note(p,
	    job_printf(p->j,
		"%s is a program, which stet does not run; if it sets "
		"addresses, say so with --permalink",
		name));
	return OK;
}
