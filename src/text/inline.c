/* SPDX-License-Identifier: ISC */
#include "text/credit.h"
#include "text/moment.h"
#include "text/renderer.h"

struct str
chunk(const cmark_chunk *c)
{
	return str_from((const char *)c->data, (size_t)c->len);
}

void
mark(struct render *r, cmark_node *node, enum mark m)
{
	cmark_node_set_user_data(node, &r->marks[m]);
}

enum mark
mark_of(const struct render *r, const cmark_node *node)
{
	const char *m = node->user_data;

	return m == NULL ? PLAIN : (enum mark)(m - r->marks);
}

void
put(struct render *r, struct str html)
{
	buf_put(&r->out, html);
}

struct str
words_of(struct job *j, cmark_node *node)
{
	struct buf b = buf_in(j, SANITISE_MAX);
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		const cmark_node *n = cmark_iter_get_node(iter);

		if (event != CMARK_EVENT_ENTER)
			continue;
		if (n->type == CMARK_NODE_TEXT || n->type == CMARK_NODE_CODE)
			buf_put(&b, chunk(&n->as.literal));
		if (n->type == CMARK_NODE_SOFTBREAK
		    || n->type == CMARK_NODE_LINEBREAK)
			buf_ch(&b, ' ');
	}
	cmark_iter_free(iter);
	return buf_so_far(&b);
}

static void
note_picture(struct render *r, cmark_node *image, struct str alt,
    struct str caption)
{
	const size_t at = credit_at(caption);

	pictures_put(&r->result->pictures, r->j,
	    (struct body_picture){
		.src = job_str(r->j, chunk(&image->as.link.url)),
		.alt = alt,
		.caption = job_str(r->j, str_trim(str_sub(caption, 0, at))),
		.credit = at == NOWHERE
		    ? STR("")
		    : job_str(r->j, str_trim(str_skip(caption, at))) });
}

static void
image(struct render *r, cmark_node *node)
{
	const struct str alt = words_of(r->j, node),
			 src = chunk(&node->as.link.url),
			 title = chunk(&node->as.link.title);
	const struct body_media *m = media_named(&r->rules_opts, src);
	cmark_node *p = node->parent;
	bool in_figure;
	struct tag tag = { .el = EL_img };

	if (p->type == CMARK_NODE_LINK)
		p = p->parent;
	in_figure = mark_of(r, p) == FIGURE;
	if (m != NULL) {
		tag = tag_of_picture(r->j, m, alt);
	} else {
		/* The sanitiser says what becomes of it. */
		tag_put(&tag, AT_SRC, src);
		tag_put(&tag, AT_ALT, alt);
		tag_put(&tag, AT_LOADING, STR("lazy"));
	}
	if (title.n > 0 && !in_figure)
		tag_put(&tag, AT_TITLE, title);
	canonical_tag(&r->out, &tag);
	note_picture(r, node, alt, title);
	cmark_iter_reset(r->iter, node, CMARK_EVENT_EXIT);
}

static void
link_tag(struct render *r, const cmark_node *node, bool entering)
{
	struct tag given = { .el = EL_a }, tag;

	r->quotes.opens = entering && r->quotes.opens;
	if (!entering) {
		if (r->link)
			PUT(r, "</a>");
		r->link = false;
		return;
	}
	tag_put(&given, AT_HREF, chunk(&node->as.link.url));
	if (node->as.link.title.len > 0)
		tag_put(&given, AT_TITLE, chunk(&node->as.link.title));
	r->link = !r->link && tag_canonical(&r->rules, &given, &tag)
	    && tag.n > 0 && tag.at[0].name == AT_HREF;
	if (r->link)
		canonical_tag(&r->out, &tag);
}

static void
footnote_reference(struct render *r, cmark_node *node)
{
	const struct str number = chunk(&node->as.literal);

	if (r->intro)
		return;
	PUT(r, "<sup class=\"note\"><a href=\"#h-fn-");
	canonical_value(&r->out, number);
	PUT(r, "\" id=\"h-fr-");
	canonical_value(&r->out, number);
	if (node->footnote.ref_ix > 1) {
		buf_ch(&r->out, '-');
		buf_int(&r->out, node->footnote.ref_ix);
	}
	PUT(r, "\" role=\"doc-noteref\">");
	canonical_text(&r->out, number);
	PUT(r, "</a></sup>");
	r->quotes.opens = false;
}

static void
line_break(struct render *r, const cmark_node *node)
{
	r->quotes.opens = true;
	switch (mark_of(r, node)) {
	case CAPTION_LINE:
		PUT(r, "<figcaption>");
		return;
	case SIGNED_LINE:
		block_ends(r);
		PUT(r, "</p>\n<footer>");
		block_begins(r);
		return;
	case PLAIN:
	case FIGURE:
	case CAPTION:
	case SIGNED:
	case SIGNATURE:
	case WRITTEN:
		break;
	}
	put(r, node->type == CMARK_NODE_LINEBREAK ? STR("<br>\n") : STR("\n"));
}

static void
code(struct render *r, const cmark_node *node)
{
	PUT(r, "<code>");
	canonical_text(&r->out, chunk(&node->as.literal));
	PUT(r, "</code>");
	r->quotes.opens = false;
}

void
inlines(struct render *r, cmark_node *node, bool entering)
{
	switch (node->type) {
	case CMARK_NODE_TEXT:
		quotes_put(&r->quotes, &r->out, chunk(&node->as.literal));
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		line_break(r, node);
		break;
	case CMARK_NODE_CODE:
		code(r, node);
		break;
	case CMARK_NODE_HTML_INLINE:
		if (!is_comment(chunk(&node->as.literal)))
			put(r, chunk(&node->as.literal));
		break;
	case CMARK_NODE_EMPH:
		if (mark_of(r, node) != CAPTION)
			put(r, entering ? STR("<em>") : STR("</em>"));
		break;
	case CMARK_NODE_STRONG:
		put(r, entering ? STR("<strong>") : STR("</strong>"));
		break;
	case CMARK_NODE_LINK:
		link_tag(r, node, entering);
		break;
	case CMARK_NODE_IMAGE:
		if (entering)
			image(r, node);
		break;
	case CMARK_NODE_FOOTNOTE_REFERENCE:
		if (entering)
			footnote_reference(r, node);
		break;
	default:
		extension(r, node, entering);
		break;
	}
}

bool
moment_put(struct render *r, cmark_node *p)
{
	cmark_node *const first = p->first_child;
	struct moment m;

	if (!r->opts->transcript || p->parent->type != CMARK_NODE_DOCUMENT
	    || first == NULL || first->type != CMARK_NODE_TEXT
	    || !moment_at(chunk(&first->as.literal), &m)
	    || !cmark_node_set_literal(first, job_cstr(r->j, m.rest)))
		return false;
	if (r->intro) {
		PUT(r, "<p>");
		block_begins(r);
		put(r, m.said);
		buf_ch(&r->out, ' ');
		return true;
	}
	PUT(r, "<p id=\"h-t");
	buf_int(&r->out, m.seconds);
	PUT(r, "\">");
	block_begins(r);
	if (r->opts->unplayed) {
		PUT(r, "<span class=\"at\">");
		put(r, m.said);
		PUT(r, "</span> ");
		return true;
	}
	PUT(r, "<a class=\"at\" href=\"#h-t");
	buf_int(&r->out, m.seconds);
	PUT(r, "\">");
	put(r, m.said);
	PUT(r, "</a> ");
	return true;
}
