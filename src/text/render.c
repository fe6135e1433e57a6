/* SPDX-License-Identifier: ISC */
#include "text/render.h"

#include <cmark-gfm-core-extensions.h>
#include <string.h>

#include "text/credit.h"
#include "text/direction.h"
#include "text/facade.h"
#include "text/renderer.h"

static void
new_line(struct render *r)
{
	if (r->out.n > 0 && r->out.p[r->out.n - 1] != '\n')
		buf_ch(&r->out, '\n');
}

void
block_begins(struct render *r)
{
	r->block = r->out.n;
	r->quotes.opens = true;
}

void
block_ends(struct render *r)
{
	const bool rtl = r->phrases->right_to_left;
	const char *const dir = rtl ? " dir=\"ltr\"" : " dir=\"rtl\"";
	const size_t n = strlen(dir), at = r->block;

	r->block = NOWHERE;
	if (at == NOWHERE
	    || !direction_differs(str_skip(buf_so_far(&r->out), at),
		rtl ? RUNS_LEFT : RUNS_RIGHT))
		return;
	buf_put(&r->out, str_from(dir, n));
	memmove(r->out.p + at - 1 + n, r->out.p + at - 1,
	    r->out.n - n - at + 1);
	memcpy(r->out.p + at - 1, dir, n);
}

static bool
is_tight(const cmark_node *paragraph)
{
	const cmark_node *item = paragraph->parent;

	return item != NULL && item->type == CMARK_NODE_ITEM
	    && item->parent != NULL && item->parent->as.list.tight;
}

/* "Caption. Photograph: Name" */
static void
put_caption(struct render *r, struct str caption)
{
	const size_t at = credit_at(caption);
	struct quotes q = { r->quotes.phrases, true };

	PUT(r, "<figcaption>");
	quotes_put(&q, &r->out, str_sub(caption, 0, at));
	if (at != NOWHERE) {
		PUT(r, "<small class=\"credit\">");
		canonical_text(&r->out, str_skip(caption, at));
		PUT(r, "</small>");
	}
	PUT(r, "</figcaption>");
}

/* The image that is all of a paragraph, maybe in a link, with a line of
   emphasised words below it as its caption. */
static cmark_node *
image_alone(cmark_node *p, cmark_node **line)
{
	cmark_node *first = p->first_child, *next;

	*line = NULL;
	if (first == NULL)
		return NULL;
	next = first->next;
	if (first->type == CMARK_NODE_LINK && first->first_child != NULL
	    && first->first_child == first->last_child)
		first = first->first_child;
	if (first->type != CMARK_NODE_IMAGE)
		return NULL;
	if (next == NULL)
		return first;
	if ((next->type != CMARK_NODE_SOFTBREAK
		&& next->type != CMARK_NODE_LINEBREAK)
	    || next->next == NULL || next->next != p->last_child
	    || next->next->type != CMARK_NODE_EMPH)
		return NULL;
	*line = next;
	return first;
}

/* A link that shows its own address and is all of a paragraph. */
static bool
video_alone(struct render *r, cmark_node *p, struct facade *f)
{
	cmark_node *a = p->first_child;

	/* The library leaves empty words around a link that it found. */
	while (
	    a != NULL && a->type == CMARK_NODE_TEXT && a->as.literal.len == 0)
		a = a->next;
	if (a == NULL
	    || (a->next != NULL
		&& (a->next != p->last_child || a->next->type != CMARK_NODE_TEXT
		    || a->next->as.literal.len > 0))
	    || a->type != CMARK_NODE_LINK || a->first_child == NULL
	    || a->first_child != a->last_child
	    || a->first_child->type != CMARK_NODE_TEXT)
		return false;
	const struct str url = chunk(&a->as.link.url);
	return str_ends(url, chunk(&a->first_child->as.literal))
	    && facade_of(r->j, url, f);
}

static void
put_video(struct render *r, const struct facade *f)
{
	struct tag a = { .el = EL_a }, tag;

	tag_put(&a, AT_CLASS, STR("facade"));
	tag_put(&a, AT_HREF, f->page);
	tag_put(&a, AT_DATA_EMBED, f->player);
	if (!tag_canonical(&r->rules, &a, &tag))
		return;
	PUT(r, "<figure class=\"video\">");
	canonical_tag(&r->out, &tag);
	put(r, r->phrases->play);
	put(r, f->host);
	PUT(r, "</a></figure>\n");
}

static void
paragraph_begins(struct render *r, cmark_node *p)
{
	cmark_node *line;
	struct facade f;

	if (mark_of(r, p) == SIGNATURE) {
		PUT(r, "<footer>");
		block_begins(r);
		return;
	}
	if (image_alone(p, &line) != NULL) {
		new_line(r);
		mark(r, p, FIGURE);
		if (line != NULL) {
			mark(r, line, CAPTION_LINE);
			mark(r, line->next, CAPTION);
		}
		PUT(r, "<figure>");
		return;
	}
	if (video_alone(r, p, &f)) {
		new_line(r);
		put_video(r, &f);
		mark(r, p, WRITTEN);
		cmark_iter_reset(r->iter, p, CMARK_EVENT_EXIT);
		return;
	}
	if (is_tight(p)) {
		r->quotes.opens = true;
		return;
	}
	new_line(r);
	if (moment_put(r, p))
		return;
	PUT(r, "<p>");
	block_begins(r);
}

static void
back_link(struct render *r)
{
	PUT(r, " <a href=\"#h-fr-");
	buf_int(&r->out, r->footnote);
	PUT(r, "\" role=\"doc-backlink\" aria-label=\"");
	canonical_value(&r->out, r->phrases->back);
	PUT(r, "\">↩</a>");
}

static void
figure_ends(struct render *r, cmark_node *p)
{
	cmark_node *line, *img = image_alone(p, &line);

	if (line != NULL)
		PUT(r, "</figcaption>");
	else if (img != NULL && img->as.link.title.len > 0)
		put_caption(r, chunk(&img->as.link.title));
	PUT(r, "</figure>\n");
}

static void
paragraph_ends(struct render *r, cmark_node *p)
{
	switch (mark_of(r, p)) {
	case WRITTEN:
		return;
	case FIGURE:
		figure_ends(r, p);
		return;
	case SIGNED:
	case SIGNATURE:
		block_ends(r);
		PUT(r, "</footer>\n");
		return;
	case PLAIN:
	case CAPTION:
	case CAPTION_LINE:
	case SIGNED_LINE:
		break;
	}
	if (p->parent->type == CMARK_NODE_FOOTNOTE_DEFINITION
	    && p->next == NULL)
		back_link(r);
	block_ends(r);
	if (!is_tight(p))
		PUT(r, "</p>\n");
}

static void
heading_put(struct render *r, struct body_heading h)
{
	struct rendered *const out = r->result;
	const size_t n = out->n_headings, bytes = n * sizeof(h);

	/* At 8, 16, 32 there is no more room. */
	if (n == 0 || (n >= 8 && (n & (n - 1)) == 0))
		out->headings = job_grow(r->j, out->headings, bytes,
		    n == 0 ? 8 * sizeof(h) : 2 * bytes);
	out->headings[out->n_headings++] = h;
}

static void
heading(struct render *r, cmark_node *node, bool entering)
{
	int level = node->as.heading.level + r->shift;

	level = level < 2 ? 2 : level > 6 ? 6 : level;
	if (!entering) {
		block_ends(r);
		PUT(r, "</h");
		buf_int(&r->out, level);
		PUT(r, ">\n");
		return;
	}
	const struct str text = words_of(r->j, node);
	const struct str id = r->intro ? STR("") : anchor_of(&r->anchors, text);

	new_line(r);
	PUT(r, "<h");
	buf_int(&r->out, level);
	if (id.n > 0) {
		PUT(r, " id=\"");
		canonical_value(&r->out, id);
		PUT(r, "\"");
		heading_put(r, (struct body_heading){ level, id, text });
	}
	PUT(r, ">");
	block_begins(r);
}

/* Bytes of "— " or the like at the front of a line; 0 if there is none. */
static size_t
dash_at(struct str s)
{
	static const struct str dashes[] = { STR_INIT("— "), STR_INIT("– "),
		STR_INIT("-- "), STR_INIT("--- "), STR_INIT("―"),
		STR_INIT("—") };

	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++)
		if (str_starts(s, dashes[i]))
			return dashes[i].n;
	return 0;
}

static bool
cut_dash(struct render *r, cmark_node *node)
{
	size_t n;

	if (node == NULL || node->type != CMARK_NODE_TEXT)
		return false;
	const struct str s = chunk(&node->as.literal);
	n = dash_at(s);
	if (n == 0)
		return false;
	return cmark_node_set_literal(node, job_cstr(r->j, str_skip(s, n)))
	    != 0;
}

/* Whose words they are: a last line "— Name, role". */
static void
find_signature(struct render *r, cmark_node *quote)
{
	cmark_node *p = quote->last_child, *line;

	if (p == NULL || p->type != CMARK_NODE_PARAGRAPH)
		return;
	line = p->last_child;
	while (line != NULL && line->type != CMARK_NODE_SOFTBREAK
	    && line->type != CMARK_NODE_LINEBREAK)
		line = line->prev;
	if (line != NULL) {
		if (!cut_dash(r, line->next))
			return;
		mark(r, line, SIGNED_LINE);
		mark(r, p, SIGNED);
	} else if (p != quote->first_child && cut_dash(r, p->first_child)) {
		mark(r, p, SIGNATURE);
	}
}

static void
quotation(struct render *r, cmark_node *node, bool entering)
{
	if (!entering) {
		PUT(r, "</blockquote>\n");
		return;
	}
	find_signature(r, node);
	new_line(r);
	PUT(r, "<blockquote>\n");
}

static void
list(struct render *r, cmark_node *node, bool entering)
{
	const bool ordered = node->as.list.list_type == CMARK_ORDERED_LIST;

	if (!entering) {
		put(r, ordered ? STR("</ol>\n") : STR("</ul>\n"));
		return;
	}
	new_line(r);
	if (!ordered) {
		PUT(r, "<ul>\n");
		return;
	}
	PUT(r, "<ol");
	if (node->as.list.start != 1) {
		PUT(r, " start=\"");
		buf_int(&r->out, node->as.list.start);
		PUT(r, "\"");
	}
	PUT(r, ">\n");
}

static void
item(struct render *r, bool entering)
{
	if (entering) {
		PUT(r, "<li>");
		block_begins(r);
	} else {
		PUT(r, "</li>\n");
	}
}

static void
code_block(struct render *r, const cmark_node *node)
{
	struct str info = chunk(&node->as.code.info);

	for (size_t i = 0; i < info.n; i++)
		if (info.p[i] == ' ' || info.p[i] == '{')
			info.n = i;
	const struct str language = job_printf(r->j, "language-%.*s",
	    STR_ARG(info));
	struct tag given = { .el = EL_code }, tag;
	if (info.n > 0)
		tag_put(&given, AT_CLASS, language);
	new_line(r);
	PUT(r, "<pre>");
	if (tag_canonical(&r->rules, &given, &tag))
		canonical_tag(&r->out, &tag);
	canonical_text(&r->out, chunk(&node->as.code.literal));
	PUT(r, "</code></pre>\n");
}

bool
is_comment(struct str s)
{
	return str_starts(s, STR("<!--")) && s.n >= 7
	    && !str_starts(s, STR("<!-->")) && !str_starts(s, STR("<!--->"))
	    && str_find(str_skip(s, 4), STR("-->")) == s.n - 7;
}

static bool
is_more(const cmark_node *node)
{
	if (node->type != CMARK_NODE_HTML_BLOCK
	    || node->parent->type != CMARK_NODE_DOCUMENT)
		return false;
	const struct str s = str_trim(chunk(&node->as.literal));
	return is_comment(s)
	    && str_starts(str_trim(str_skip(s, 4)), STR("more"));
}

static void
html_block(struct render *r, cmark_node *node)
{
	const struct str s = str_trim(chunk(&node->as.literal));

	if (is_more(node)) {
		r->result->has_more = true;
	} else if (!is_comment(s)) {
		new_line(r);
		put(r, s);
		buf_ch(&r->out, '\n');
	}
}

static void
footnote(struct render *r, cmark_node *node, bool entering)
{
	if (!entering) {
		if (node->last_child == NULL
		    || node->last_child->type != CMARK_NODE_PARAGRAPH
		    || mark_of(r, node->last_child) != PLAIN) {
			PUT(r, "<p>");
			back_link(r);
			PUT(r, "</p>\n");
		}
		PUT(r, "</li>\n");
		return;
	}
	if (!r->footnotes)
		PUT(r,
		    "<div class=\"footnotes\" role=\"doc-endnotes\">"
		    "<ol>\n");
	r->footnotes = true;
	r->footnote++;
	PUT(r, "<li id=\"h-fn-");
	buf_int(&r->out, r->footnote);
	PUT(r, "\">");
}

static void
table(struct render *r, cmark_node *node, bool entering)
{
	if (entering) {
		new_line(r);
		PUT(r, "<div class=\"table\" tabindex=\"0\"><table>\n");
		r->columns = cmark_gfm_extensions_get_table_alignments(node);
	} else {
		if (!r->head)
			PUT(r, "</tbody>\n");
		r->head = false;
		PUT(r, "</table></div>\n");
	}
}

static void
table_row(struct render *r, cmark_node *node, bool entering)
{
	const bool head = cmark_gfm_extensions_get_table_row_is_header(node);

	if (!entering) {
		put(r, head ? STR("</tr></thead>\n") : STR("</tr>\n"));
		return;
	}
	if (head)
		PUT(r, "<thead>");
	else if (r->head)
		PUT(r, "<tbody>\n");
	r->head = head;
	r->column = 0;
	PUT(r, "<tr>");
}

static void
table_cell(struct render *r, bool entering)
{
	if (!entering) {
		block_ends(r);
		put(r, r->head ? STR("</th>") : STR("</td>"));
		return;
	}
	const uint8_t align = r->columns[r->column++];
	put(r, r->head ? STR("<th scope=\"col\"") : STR("<td"));
	if (align == 'r')
		PUT(r, " class=\"right\"");
	if (align == 'c')
		PUT(r, " class=\"center\"");
	PUT(r, ">");
	block_begins(r);
}

void
extension(struct render *r, cmark_node *node, bool entering)
{
	const struct str name = str_of(cmark_node_get_type_string(node));

	if (str_eq(name, STR("table")))
		table(r, node, entering);
	else if (str_eq(name, STR("table_row"))
	    || str_eq(name, STR("table_header")))
		table_row(r, node, entering);
	else if (str_eq(name, STR("table_cell")))
		table_cell(r, entering);
	else if (str_eq(name, STR("strikethrough")))
		put(r, entering ? STR("<del>") : STR("</del>"));
}

static void
blocks(struct render *r, cmark_node *node, bool entering)
{
	switch (node->type) {
	case CMARK_NODE_DOCUMENT:
		break;
	case CMARK_NODE_PARAGRAPH:
		if (entering)
			paragraph_begins(r, node);
		else
			paragraph_ends(r, node);
		break;
	case CMARK_NODE_HEADING:
		heading(r, node, entering);
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		quotation(r, node, entering);
		break;
	case CMARK_NODE_LIST:
		list(r, node, entering);
		break;
	case CMARK_NODE_ITEM:
		item(r, entering);
		break;
	case CMARK_NODE_CODE_BLOCK:
		code_block(r, node);
		break;
	case CMARK_NODE_HTML_BLOCK:
		html_block(r, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		new_line(r);
		PUT(r, "<hr>\n");
		break;
	case CMARK_NODE_FOOTNOTE_DEFINITION:
		footnote(r, node, entering);
		break;
	default:
		extension(r, node, entering);
		break;
	}
}

/* A body with a heading of the first level moves all of them down. */
static int
shift_of(const cmark_node *tree)
{
	for (const cmark_node *n = tree->first_child; n != NULL; n = n->next)
		if (n->type == CMARK_NODE_HEADING && n->as.heading.level == 1)
			return 1;
	return 0;
}

void
render(struct job *j, cmark_node *tree, size_t bytes,
    const struct body_opts *opts, bool intro, struct rendered *out)
{
	struct render r = { .j = j,
		.opts = opts,
		.phrases = phrases_of(opts->lang),
		.rules_opts = { .lang = opts->lang,
		    .media = opts->media,
		    .n_media = opts->n_media,
		    .keep_local = opts->keep_local,
		    .no_ids = intro },
		.out = buf_sized(j, SIZE_MAX / 2, bytes + bytes / 4 + 64),
		.anchors = { .j = j },
		.result = out,
		.block = NOWHERE,
		.intro = intro,
		.shift = shift_of(tree) };
	cmark_event_type event;

	r.rules = tag_rules_new(j, &r.rules_opts);
	r.quotes = (struct quotes){ opts->keep_quotes ? NULL : r.phrases,
		true };
	*out = (struct rendered){ 0 };
	r.iter = cmark_iter_new(tree);
	while ((event = cmark_iter_next(r.iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(r.iter);
		const bool entering = event == CMARK_EVENT_ENTER;

		if (intro && out->has_more)
			break;
		if (CMARK_NODE_INLINE_P(node))
			inlines(&r, node, entering);
		else
			blocks(&r, node, entering);
	}
	cmark_iter_free(r.iter);
	if (r.footnotes)
		PUT(&r, "</ol></div>\n");
	buf_trim(&r.out);
	out->html = buf_so_far(&r.out);
}
