/* SPDX-License-Identifier: ISC */
/*
 * 1. What leaves here went through struct writer, or is canonical already.
 * 2. What goes into the parser keeps the bounds of bounds.h.
 */
#include "text/sanitise.h"

#include <gumbo.h>

#include "text/bounds.h"
#include "text/canonical.h"
#include "text/facade.h"
#include "text/link.h"
#include "text/phrases.h"
#include "text/writer.h"

static const struct sanitise_opts no_opts = { .keep_local = true };

/* What becomes of an element that is not in our list. */
enum fate {
	UNWRAP,  /* its content stays */
	UNBLOCK, /* likewise, with a gap around it */
	DROP,    /* gone with all that is in it */
	RENAME,  /* another element takes its place */
	FRAME,   /* a facade or a link */
};

struct fate_row {
	struct str name;
	enum fate fate;
	enum element el; /* RENAME: to which */
	struct str note;
};

/* clang-format off */
static const struct fate_row fates[] = {
	{ STR_INIT("acronym"), RENAME, EL_abbr, STR_INIT("") },
	{ STR_INIT("applet"), DROP, EL_NONE, STR_INIT("an applet was left out") },
	{ STR_INIT("center"), RENAME, EL_div, STR_INIT("") },
	{ STR_INIT("dialog"), UNBLOCK, EL_NONE, STR_INIT("") },
	{ STR_INIT("dir"), RENAME, EL_ul, STR_INIT("") },
	{ STR_INIT("embed"), FRAME, EL_NONE, STR_INIT("") },
	{ STR_INIT("fieldset"), UNBLOCK, EL_NONE, STR_INIT("") },
	{ STR_INIT("form"), UNBLOCK, EL_NONE, STR_INIT("a form was left out") },
	{ STR_INIT("h1"), RENAME, EL_h2, STR_INIT("") },
	{ STR_INIT("head"), DROP, EL_NONE, STR_INIT("") },
	{ STR_INIT("hgroup"), UNBLOCK, EL_NONE, STR_INIT("") },
	{ STR_INIT("iframe"), FRAME, EL_NONE, STR_INIT("") },
	{ STR_INIT("legend"), UNBLOCK, EL_NONE, STR_INIT("") },
	{ STR_INIT("listing"), RENAME, EL_pre, STR_INIT("") },
	{ STR_INIT("main"), UNBLOCK, EL_NONE, STR_INIT("") },
	{ STR_INIT("menu"), RENAME, EL_ul, STR_INIT("") },
	{ STR_INIT("nav"), UNBLOCK, EL_NONE, STR_INIT("") },
	{ STR_INIT("noembed"), DROP, EL_NONE, STR_INIT("") },
	{ STR_INIT("noframes"), DROP, EL_NONE, STR_INIT("") },
	{ STR_INIT("plaintext"), RENAME, EL_pre, STR_INIT("") },
	{ STR_INIT("script"), DROP, EL_NONE, STR_INIT("a script was left out") },
	{ STR_INIT("select"), DROP, EL_NONE, STR_INIT("a form's choices were left out") },
	{ STR_INIT("strike"), RENAME, EL_s, STR_INIT("") },
	{ STR_INIT("style"), DROP, EL_NONE, STR_INIT("a style sheet was left out") },
	{ STR_INIT("template"), DROP, EL_NONE, STR_INIT("a template was left out") },
	{ STR_INIT("textarea"), DROP, EL_NONE, STR_INIT("a form's field was left out") },
	{ STR_INIT("title"), DROP, EL_NONE, STR_INIT("") },
	{ STR_INIT("tt"), RENAME, EL_code, STR_INIT("") },
	{ STR_INIT("xmp"), RENAME, EL_pre, STR_INIT("") },
};
#define FATES (sizeof(fates) / sizeof(fates[0]))
static const struct fate_row unknown = { STR_INIT(""), UNWRAP, EL_NONE, STR_INIT("") };
static const struct fate_row drawing = { STR_INIT("svg"), DROP, EL_NONE,
    STR_INIT("a drawing (SVG or MathML) was left out") };
/* clang-format on */

struct visit {
	const GumboNode *node;
	unsigned next; /* child to look at */
	size_t opened; /* elements to close behind it */
	bool gap;      /* a gap behind it */
};

struct walk {
	struct job *j;
	const struct sanitise_opts *opts;
	const struct phrases *phrases;
	struct writer w;
	struct visit *visits;
	size_t n, room;
	struct body_notes *notes;
};

static void
note(struct walk *k, struct str line)
{
	struct body_notes *notes = k->notes;

	if (notes == NULL || line.n == 0 || notes->n >= 32)
		return;
	for (size_t i = 0; i < notes->n; i++)
		if (str_eq(notes->at[i], line))
			return;
	if (notes->n % 8 == 0)
		notes->at = job_grow(k->j, notes->at,
		    notes->n * sizeof(struct str),
		    (notes->n + 8) * sizeof(struct str));
	notes->at[notes->n++] = line;
}

static struct str
attribute_of(const GumboElement *e, const char *name)
{
	const GumboAttribute *a = gumbo_get_attribute(&e->attributes, name);

	return a != NULL ? str_of(a->value) : STR("");
}

/* Alignment and anchors of old HTML, as classes and ids. */
static void
modernise(struct walk *k, const GumboElement *e, struct tag *tag)
{
	const struct str align = attribute_of(e, "align"),
			 name = attribute_of(e, "name"),
			 given = attribute_of(e, "class");
	struct str class = STR("");

	if (tag->el == EL_a && name.n > 0
	    && gumbo_get_attribute(&e->attributes, "id") == NULL)
		tag_put(tag, AT_ID, canonical_characters(k->j, name));
	if (str_eq_nocase(align, STR("right")))
		class = STR("right");
	else if (str_eq_nocase(align, STR("center"))
	    || e->tag == GUMBO_TAG_CENTER)
		class = STR("center");
	if (class.n > 0)
		tag_put(tag, AT_CLASS,
		    given.n == 0 ? class
				 : job_printf(k->j, "%.*s %.*s", STR_ARG(given),
				     STR_ARG(class)));
}

static struct tag
tag_of(struct walk *k, const GumboElement *e, enum element el)
{
	struct tag tag = { .el = el };

	modernise(k, e, &tag);
	for (unsigned i = 0; i < e->attributes.length; i++) {
		const GumboAttribute *a = e->attributes.data[i];
		const enum attribute name = attribute_named(str_of(a->name));

		if (name == AT_NONE
		    || a->attr_namespace != GUMBO_ATTR_NAMESPACE_NONE)
			continue;
		tag_put(&tag, name,
		    canonical_characters(k->j, str_of(a->value)));
	}
	return tag;
}

static void
words_in(struct walk *k, const struct tag *tag, struct str words)
{
	const size_t opened = write_start(&k->w, tag);

	write_words(&k->w, words);
	write_end(&k->w, opened);
}

/* A picture of another site is a link to it: no request leaves the page. */
static void
link_to(struct walk *k, struct str address, struct str words)
{
	struct tag a = { .el = EL_a };

	tag_put(&a, AT_HREF, address);
	words_in(k, &a, words);
}

static void
missing(struct walk *k, struct str words)
{
	struct tag span = { .el = EL_span };

	tag_put(&span, AT_CLASS, STR("missing"));
	words_in(k, &span,
	    job_printf(k->j, "%.*s%.*s", STR_ARG(k->phrases->missing),
		STR_ARG(words)));
}

/* Pages that load pictures late keep the address elsewhere. */
static struct str
source_of(const GumboElement *e)
{
	struct str src = attribute_of(e, "src");

	if (src.n == 0 || str_starts(src, STR("data:"))
	    || str_starts(src, STR("about:")))
		src = attribute_of(e, "data-src");
	if (src.n == 0)
		src = attribute_of(e, "data-lazy-src");
	return src;
}

static void
picture(struct walk *k, const GumboElement *e)
{
	const struct str alt = attribute_of(e, "alt"), src = source_of(e);
	const struct body_media *m;
	struct str link;
	struct tag tag;

	m = media_named(k->opts, src);
	if (k->opts->seen != NULL)
		pictures_put(k->opts->seen, k->j,
		    (struct body_picture){ job_str(k->j, src),
			job_str(k->j, alt) });
	if (m != NULL) {
		tag = tag_of_picture(k->j, m, alt);
		write_end(&k->w, write_start(&k->w, &tag));
		return;
	}
	switch (link_of(k->j, src, &link)) {
	case LINK_WEB:
		link_to(k, link, alt.n > 0 ? alt : k->phrases->picture);
		note(k, STR("a picture from another site became a link"));
		return;
	case LINK_OWN:
		if (k->opts->keep_local || str_starts(link, STR("/media/"))) {
			tag = tag_of(k, e, EL_img);
			for (size_t i = 0; i < tag.n; i++)
				if (tag.at[i].name == AT_SRC)
					tag.at[i].value = link;
			write_end(&k->w, write_start(&k->w, &tag));
			return;
		}
		break;
	case LINK_HERE:
	case LINK_OTHER:
	case LINK_REFUSED:
		break;
	}
	missing(k, alt.n > 0 ? alt : src.n < 200 ? src : STR(""));
	note(k, STR("a picture is missing"));
}

static void
video(struct walk *k, const struct facade *f, struct str title)
{
	struct tag figure = { .el = EL_figure }, a = { .el = EL_a };
	size_t opened = 0;

	tag_put(&figure, AT_CLASS, STR("video"));
	tag_put(&a, AT_CLASS, STR("facade"));
	tag_put(&a, AT_HREF, f->page);
	tag_put(&a, AT_DATA_EMBED, f->player);
	if (title.n > 0)
		tag_put(&a, AT_TITLE, title);
	if (k->w.place.count[EL_figure] == 0
	    && place_may_open(&k->w.place, EL_figure))
		opened = write_start(&k->w, &figure);
	words_in(k, &a,
	    job_printf(k->j, "%.*s%.*s", STR_ARG(k->phrases->play),
		STR_ARG(f->host)));
	write_end(&k->w, opened);
}

static void
frame(struct walk *k, const GumboElement *e)
{
	const struct str title = attribute_of(e, "title");
	const struct str src = source_of(e);
	struct str link;
	struct facade f;

	if (link_of(k->j, src, &link) != LINK_WEB) {
		note(k, STR("a frame was left out"));
		return;
	}
	if (facade_of(k->j, link, &f)) {
		video(k, &f, title);
		return;
	}
	link_to(k, link, title.n > 0 ? title : k->phrases->frame);
	note(k, STR("a frame became a link"));
}

/* Sound or a film of another site, with no source of our own: a link. */
static bool
is_elsewhere(struct walk *k, const GumboElement *e, struct str *address)
{
	const struct str src = attribute_of(e, "src");
	struct str link;

	if (link_of(k->j, src, address) == LINK_WEB)
		return true;
	if (src.n > 0)
		return false;
	for (unsigned i = 0; i < e->children.length; i++) {
		const GumboNode *child = e->children.data[i];

		if (child->type != GUMBO_NODE_ELEMENT
		    || child->v.element.tag != GUMBO_TAG_SOURCE)
			continue;
		switch (link_of(k->j, attribute_of(&child->v.element, "src"),
		    &link)) {
		case LINK_OWN:
			return false;
		case LINK_WEB:
			*address = link;
			return true;
		case LINK_HERE:
		case LINK_OTHER:
		case LINK_REFUSED:
			break;
		}
	}
	return false;
}

static const struct fate_row *
fate_of(const GumboElement *e, struct str name)
{
	if (e->tag_namespace != GUMBO_NAMESPACE_HTML)
		return &drawing;
	for (size_t i = 0; i < FATES; i++)
		if (str_eq(fates[i].name, name))
			return &fates[i];
	return &unknown;
}

static void
descend(struct walk *k, const GumboNode *node, size_t opened, bool gap)
{
	if (k->n == k->room) {
		const size_t room = k->room > 0 ? k->room * 2 : 64;

		k->visits = job_grow(k->j, k->visits,
		    k->room * sizeof(struct visit),
		    room * sizeof(struct visit));
		k->room = room;
	}
	k->visits[k->n++] = (struct visit){ node, 0, opened, gap };
}

static void
open_element(struct walk *k, const GumboNode *node, enum element el)
{
	const GumboElement *e = &node->v.element;
	const struct tag tag = tag_of(k, e, el);
	const bool block = (element_row(el)->is & IS_BLOCK) != 0;
	struct str address;
	size_t opened;

	if ((el == EL_audio || el == EL_video)
	    && is_elsewhere(k, e, &address)) {
		link_to(k, address, address);
		note(k, STR("a film or sound of another site became a link"));
		return;
	}
	opened = write_start(&k->w, &tag);
	if ((element_row(el)->is & IS_VOID) != 0) {
		write_end(&k->w, opened);
		return;
	}
	if (opened == 0 && block && place_may_write(&k->w.place))
		write_gap(&k->w);
	descend(k, node, opened, opened == 0 && block);
}

static void
element(struct walk *k, const GumboNode *node)
{
	const GumboElement *e = &node->v.element;
	const struct str name = str_of(gumbo_normalized_tagname(e->tag));
	const enum element el = e->tag_namespace == GUMBO_NAMESPACE_HTML
	    ? element_named(name)
	    : EL_NONE;
	const struct fate_row *row;

	if (e->tag == GUMBO_TAG_UNKNOWN
	    && e->tag_namespace == GUMBO_NAMESPACE_HTML) {
		descend(k, node, 0, false);
		return;
	}
	if (el == EL_img) {
		picture(k, e);
		return;
	}
	if (el != EL_NONE) {
		open_element(k, node, el);
		return;
	}
	row = fate_of(e, name);
	note(k, row->note);
	switch (row->fate) {
	case UNWRAP:
		descend(k, node, 0, false);
		break;
	case UNBLOCK:
		if (place_may_write(&k->w.place))
			write_gap(&k->w);
		descend(k, node, 0, true);
		break;
	case RENAME:
		open_element(k, node, row->el);
		break;
	case FRAME:
		frame(k, e);
		break;
	case DROP:
		break;
	}
}

static void
visit(struct walk *k, const GumboNode *node)
{
	switch (node->type) {
	case GUMBO_NODE_ELEMENT:
		element(k, node);
		break;
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_WHITESPACE:
	case GUMBO_NODE_CDATA:
		write_words(&k->w, str_of(node->v.text.text));
		break;
	case GUMBO_NODE_TEMPLATE:
	case GUMBO_NODE_COMMENT:
	case GUMBO_NODE_DOCUMENT:
		break;
	}
}

static void
walk_tree(struct walk *k, const GumboNode *root)
{
	descend(k, root, 0, false);
	while (k->n > 0) {
		struct visit *v = &k->visits[k->n - 1];

		if (v->next < v->node->v.element.children.length) {
			visit(k, v->node->v.element.children.data[v->next++]);
			continue;
		}
		k->n--;
		write_end(&k->w, v->opened);
		if (v->gap && place_may_write(&k->w.place))
			write_gap(&k->w);
	}
}

/* Not to be parsed: every byte is shown as it is. */
static void
as_text(struct walk *k, struct str html, const char *why)
{
	const struct tag pre = { .el = EL_pre };

	note(k,
	    job_printf(k->j,
		"the body %s, so it stands as text and not as HTML", why));
	words_in(k, &pre, html);
}

void
sanitise_text(struct job *j, struct str bytes, const char *why,
    struct markup *out, struct body_notes *notes)
{
	struct walk k = { .j = j,
		.opts = &no_opts,
		.w = writer_new(j, &no_opts),
		.notes = notes };

	as_text(&k, bytes, why);
	*out = (struct markup){ buf_so_far(&k.w.out) };
}

void
sanitise_parsed(struct job *j, struct str html,
    const struct sanitise_opts *opts, struct markup *out,
    struct body_notes *notes)
{
	GumboOptions how = kGumboDefaultOptions;
	const struct sanitise_opts *o = opts != NULL ? opts : &no_opts;
	struct walk k = { .j = j,
		.opts = o,
		.phrases = phrases_of(o->lang),
		.w = writer_new(j, o),
		.notes = notes };
	const char *why = bounds_of(html);

	if (why != NULL) {
		as_text(&k, html, why);
		*out = (struct markup){ buf_so_far(&k.w.out) };
		return;
	}
	how.max_errors = 0; /* each would keep a copy of what is open */
	how.fragment_context = GUMBO_TAG_DIV;
	GumboOutput *tree = gumbo_parse_with_options(&how,
	    html.n > 0 ? html.p : "", html.n);
	walk_tree(&k, tree->root);
	gumbo_destroy_output(&how, tree);
	*out = (struct markup){ buf_so_far(&k.w.out) };
}

bool
sanitise_is_canonical(struct job *j, struct str html,
    const struct sanitise_opts *opts)
{
	return canonical_is(j, html, opts != NULL ? opts : &no_opts);
}

void
sanitise(struct job *j, struct str html, const struct sanitise_opts *opts,
    struct markup *out, struct body_notes *notes)
{
	if (sanitise_is_canonical(j, html, opts))
		*out = (struct markup){ html };
	else
		sanitise_parsed(j, html, opts, out, notes);
}
