/* SPDX-License-Identifier: ISC */
#include "text/body.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <pthread.h>
#include <stdlib.h>

#include "text/bounds.h"
#include "text/pool.h"
#include "text/render.h"

#define BRACKETS_MAX 20000
#define BARS_MAX 2000
#define OPTIONS (CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES)

/*
 * The library keeps its extensions in a list of its own, filled at the first
 * call: that has to be over before a program has threads.
 */
static void __attribute__((constructor)) register_extensions(void)
{
	cmark_gfm_core_extensions_ensure_registered();
}

/*
 * While it parses, the library changes a table of special characters that all
 * its parsers share: one at a time.  The pool goes by the same lock.
 */
static pthread_mutex_t markdown_lock = PTHREAD_MUTEX_INITIALIZER;

static cmark_node *
finish(cmark_parser *parser, struct str markdown)
{
	cmark_parser_feed(parser, markdown.n > 0 ? markdown.p : "", markdown.n);
	return cmark_parser_finish(parser);
}

static cmark_parser *
parser_of(int options, cmark_mem *memory)
{
	static const char *const names[] = { "table", "strikethrough",
		"autolink" };
	cmark_parser *parser = cmark_parser_new_with_mem(options, memory);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		cmark_parser_attach_syntax_extension(parser,
		    cmark_find_syntax_extension(names[i]));
	return parser;
}

/* Half of the work would be giving back each piece by itself. */
static void
in_pool(struct job *j, struct str markdown, const struct body_opts *opts,
    bool intro, struct rendered *out)
{
	render(j, finish(parser_of(OPTIONS, pool_begin()), markdown),
	    markdown.n, opts, intro, out);
	pool_end();
}

static void
parse_and_render(struct job *j, struct str markdown,
    const struct body_opts *opts, bool intro, struct rendered *out)
{
	cmark_parser *parser;
	cmark_node *tree;

	pthread_mutex_lock(&markdown_lock);
	if (markdown.n <= POOL_MARKDOWN_MAX) {
		in_pool(j, markdown, opts, intro, out);
		pthread_mutex_unlock(&markdown_lock);
		return;
	}
	parser = parser_of(OPTIONS, cmark_get_default_mem_allocator());
	tree = finish(parser, markdown);
	pthread_mutex_unlock(&markdown_lock);
	render(j, tree, markdown.n, opts, intro, out);
	cmark_node_free(tree);
	cmark_parser_free(parser);
}

static size_t
count_of(struct str s, char c)
{
	size_t n = 0, at;

	while ((at = str_find_ch(s, c)) != NOWHERE) {
		n++;
		s = str_skip(s, at + 1);
	}
	return n;
}

/*
 * The library's work grows with the square of the brackets in a paragraph and
 * of the bars in a line: half a megabyte of them takes it many seconds.
 */
static const char *
tangles(struct str markdown)
{
	struct str rest = markdown, line;

	if (markdown.n > SANITISE_MAX)
		return "is over 2 MB";
	if (count_of(markdown, '[') > BRACKETS_MAX)
		return "has too many brackets";
	if (count_of(markdown, '|') <= BARS_MAX)
		return NULL;
	while (str_cut(&rest, '\n', &line))
		if (count_of(line, '|') > BARS_MAX)
			return "has too many columns in a table";
	return NULL;
}

static void
as_text(struct job *j, struct str markdown, const char *why, struct body *out)
{
	sanitise_text(j, markdown, why, &out->html, &out->notes);
	out->plain = markup_plain(j, out->html);
}

static void
take_pictures(struct job *j, struct body_pictures *into,
    const struct body_pictures *from)
{
	for (size_t i = 0; i < from->n; i++)
		pictures_put(into, j, from->at[i]);
}

static void
make(struct job *j, struct str markdown, const struct body_opts *opts,
    struct body *out)
{
	struct body_pictures seen = { 0 };
	struct sanitise_opts how = { .lang = opts->lang,
		.media = opts->media,
		.n_media = opts->n_media,
		.keep_local = opts->keep_local,
		.seen = &seen };
	struct rendered whole, intro;

	parse_and_render(j, markdown, opts, false, &whole);
	if (sanitise_is_canonical(j, whole.html, &how)) {
		out->html = (struct markup){ whole.html };
	} else {
		const char *why = bounds_of(whole.html);

		if (why != NULL) {
			as_text(j, markdown, why, out);
			return;
		}
		sanitise_parsed(j, whole.html, &how, &out->html, &out->notes);
	}
	out->headings = whole.headings;
	out->n_headings = whole.n_headings;
	out->pictures = whole.pictures;
	take_pictures(j, &out->pictures, &seen);
	out->plain = markup_plain(j, out->html);
	if (whole.has_more) {
		parse_and_render(j, markdown, opts, true, &intro);
		how.no_ids = true;
		sanitise(j, intro.html, &how, &out->intro, NULL);
	}
}

enum status
body_markup(struct job *j, struct str markdown, const struct body_opts *opts,
    struct body *out)
{
	static const struct body_opts none = { .keep_local = true };
	const char *why;

	if (!str_is_utf8(markdown))
		return job_fail(j, INVALID,
		    "the text is not UTF-8: save it anew as UTF-8");
	*out = (struct body){ 0 };
	why = tangles(markdown);
	if (why != NULL)
		as_text(j, markdown, why, out);
	else
		make(j, markdown, opts != NULL ? opts : &none, out);
	return OK;
}

enum status
markdown_raw(struct job *j, struct str markdown, struct str *out)
{
	cmark_parser *parser = parser_of(CMARK_OPT_UNSAFE,
	    cmark_get_default_mem_allocator());
	cmark_node *tree;
	char *html;

	if (markdown.n > SANITISE_MAX) {
		cmark_parser_free(parser);
		return job_fail(j, INVALID, "the text is over 2 MB");
	}
	pthread_mutex_lock(&markdown_lock);
	tree = finish(parser, markdown);
	pthread_mutex_unlock(&markdown_lock);
	html = cmark_render_html(tree, CMARK_OPT_UNSAFE,
	    cmark_parser_get_syntax_extensions(parser));
	*out = job_str(j, str_of(html));
	free(html);
	cmark_node_free(tree);
	cmark_parser_free(parser);
	return OK;
}
