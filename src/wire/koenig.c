/* SPDX-License-Identifier: ISC */
#include "wire/koenig.h"

#include <stdlib.h>
#include <string.h>

#include "text/body.h"
#include "wire/origin.h"

#define GHOST_URL STR("__GHOST_URL__")

struct koenig
koenig_begin(struct job *j, struct str base, struct str host,
    struct notes *notes)
{
	return (struct koenig){ .j = j,
		.base = base,
		.host = host,
		.notes = notes,
		.out = buf_in(j, TEXTFILE_BODY_MAX),
		.left = KOENIG_NODES_MAX };
}

enum status
koenig_end(struct koenig *c, struct str *out)
{
	return buf_done(&c->out, out);
}

void
koenig_drop(void *json)
{
	json_decref(json);
}

enum status
koenig_load(struct koenig *c, struct str json, const char *what, json_t **out)
{
	json_error_t error;
	json_t *top;

	if (json.n > KOENIG_JSON_MAX)
		return job_fail(c->j, INVALID, "its %s is larger than %d MB",
		    what, (int)(KOENIG_JSON_MAX >> 20));
	top = json_loadb(json.p != NULL ? json.p : "", json.n, 0, &error);
	if (top != NULL)
		job_defer(c->j, koenig_drop, top);
	if (!json_is_object(top))
		return job_fail(c->j, INVALID, "its %s can't be read: %s", what,
		    top == NULL ? error.text : "it is no object");
	*out = top;
	return OK;
}

struct str
koenig_text(const json_t *o, const char *name)
{
	const json_t *const v = json_object_get(o, name);

	return json_is_string(v)
	    ? str_from(json_string_value(v), json_string_length(v))
	    : STR("");
}

void
koenig_note(struct koenig *c, const char *fmt, ...)
{
	va_list ap;
	struct str text;

	va_start(ap, fmt);
	text = job_vprintf(c->j, fmt, ap);
	va_end(ap);
	if (c->block > 0)
		text = job_printf(c->j, "block %zu: %.*s", c->block,
		    STR_ARG(text));
	convert_note(c->j, c->notes, 0, text);
}

/* ---- words and addresses ---- */

static void
escape(struct koenig *c, struct str text, bool attribute)
{
	char last = ' ';

	for (size_t i = 0; i < text.n; i++) {
		const char ch = text.p[i];

		if (ch == '&')
			BUF_LIT(&c->out, "&amp;");
		else if (ch == '<')
			BUF_LIT(&c->out, "&lt;");
		else if (ch == '>')
			BUF_LIT(&c->out, "&gt;");
		else if (ch == '"' && attribute)
			BUF_LIT(&c->out, "&quot;");
		else if (ch == '\n' || ch == '\r')
			buf_ch(&c->out, last == '\n' ? ' ' : '\n');
		else if ((unsigned char)ch >= ' ' || ch == '\t')
			buf_ch(&c->out, ch);
		last = ch == '\r' ? '\n' : ch;
	}
}

void
koenig_words(struct koenig *c, struct str text)
{
	escape(c, text, false);
}

/*
 * What stands in <pre> keeps its lines; the end of an empty one is written as
 * a reference, so that no empty line ends a block of HTML.
 */
static void
put_code(struct koenig *c, struct str code)
{
	bool empty = false;

	for (size_t i = 0; i < code.n; i++) {
		const char ch = code.p[i];

		if (ch == '\n')
			buf_put(&c->out, empty ? STR("&#10;") : STR("\n"));
		else if (ch != '\r')
			koenig_words(c, str_sub(code, i, 1));
		if (ch == '\n')
			empty = !empty;
		else if (ch != ' ' && ch != '\t' && ch != '\r')
			empty = false;
	}
}

struct str
koenig_here(struct koenig *c, struct str address)
{
	address = str_trim(address);
	if (str_starts(address, GHOST_URL))
		address = job_printf(c->j, "%.*s%.*s", STR_ARG(c->base),
		    STR_ARG(str_skip(address, GHOST_URL.n)));
	else if (c->host.n > 0 && str_starts(address, c->host)
	    && (address.n == c->host.n || address.p[c->host.n] == '/'))
		address = str_skip(address, c->host.n);
	else
		return address;
	return address.n > 0 ? address : STR("/");
}

void
koenig_address(struct koenig *c, const char *attribute, struct str address)
{
	buf_printf(&c->out, " %s=\"", attribute);
	escape(c, koenig_here(c, address), true);
	buf_ch(&c->out, '"');
}

bool
koenig_is_portal(struct koenig *c, struct str address)
{
	const struct str rest = koenig_here(c, address);

	if (!str_starts(rest, STR("#/")) && !str_starts(rest, STR("/#/")))
		return false;
	koenig_note(c,
	    "a link to Ghost's own %.*s is left out; its words are kept",
	    STR_ARG(rest));
	return true;
}

/* Every place in HTML that names the old address. */
static struct str
all_here(struct koenig *c, struct str html)
{
	struct buf b;
	size_t at;

	if (str_find(html, GHOST_URL) == NOWHERE
	    && (c->host.n == 0 || str_find(html, c->host) == NOWHERE))
		return html;
	b = buf_in(c->j, KOENIG_JSON_MAX);
	while ((at = str_find(html, GHOST_URL)) != NOWHERE) {
		buf_put(&b, str_sub(html, 0, at));
		buf_put(&b, c->base);
		html = str_skip(html, at + GHOST_URL.n);
	}
	buf_put(&b, html);
	html = buf_so_far(&b);
	if (c->host.n == 0)
		return html;
	b = buf_in(c->j, KOENIG_JSON_MAX);
	while ((at = str_find(html,
		    job_printf(c->j, "=\"%.*s/", STR_ARG(c->host))))
	    != NOWHERE) {
		buf_put(&b, str_sub(html, 0, at + 2));
		html = str_skip(html, at + 2 + c->host.n);
	}
	buf_put(&b, html);
	return buf_so_far(&b);
}

/* ---- HTML of others ---- */

/* Sanitised markup, without its empty lines or, in <pre>, with references. */
static void
put_closed_up(struct koenig *c, struct str html)
{
	bool pre = false, empty = false;

	for (size_t i = 0; i < html.n; i++) {
		const char ch = html.p[i];

		if (ch == '<' && str_starts(str_skip(html, i), STR("<pre")))
			pre = true;
		if (ch == '<' && str_starts(str_skip(html, i), STR("</pre>")))
			pre = false;
		if (ch != '\n') {
			buf_ch(&c->out, ch);
			empty = empty && (ch == ' ' || ch == '\t');
			continue;
		}
		if (!empty)
			buf_ch(&c->out, '\n');
		else if (pre)
			BUF_LIT(&c->out, "&#10;");
		empty = !(empty && pre);
	}
}

static struct str
sanitised(struct koenig *c, struct str html)
{
	struct body_notes notes = { 0 };
	struct markup m;

	sanitise(c->j, all_here(c, html),
	    &(struct sanitise_opts){ .keep_local = true }, &m, &notes);
	for (size_t i = 0; i < notes.n; i++)
		koenig_note(c, "%.*s", STR_ARG(notes.at[i]));
	return m.html;
}

void
koenig_html(struct koenig *c, struct str html)
{
	put_closed_up(c, str_trim(sanitised(c, html)));
}

void
koenig_gap(struct koenig *c)
{
	if (c->out.n > 0 && !str_ends(buf_so_far(&c->out), STR("\n\n")))
		BUF_LIT(&c->out, "\n\n");
}

/* True if Markdown takes what begins so as a block of HTML. */
static bool
begins_block(struct str html)
{
	static const char *const blocks[] = { "<address", "<article", "<aside",
		"<blockquote", "<details", "<div", "<dl", "<figure", "<footer",
		"<h2", "<h3", "<h4", "<h5", "<h6", "<header", "<hr", "<ol",
		"<p", "<section", "<table", "<ul" };

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		const struct str name = str_of(blocks[i]);

		if (str_starts(html, name) && html.n > name.n
		    && (html.p[name.n] == '>' || html.p[name.n] == ' '))
			return true;
	}
	return false;
}

/* In a <div> if it does not begin with a block. */
void
koenig_html_block(struct koenig *c, struct str html)
{
	const struct str clean = str_trim(sanitised(c, html));
	const bool bare = !begins_block(clean);

	if (clean.n == 0)
		return;
	if (bare)
		BUF_LIT(&c->out, "<div>");
	put_closed_up(c, clean);
	if (bare)
		BUF_LIT(&c->out, "</div>");
	koenig_gap(c);
}

/* ---- the cards ---- */

static const json_t *
member(const json_t *o, const char *name)
{
	return json_object_get(o, name);
}

static void
figcaption(struct koenig *c, struct str caption)
{
	if (str_trim(caption).n == 0)
		return;
	BUF_LIT(&c->out, "<figcaption>");
	koenig_html(c, caption);
	BUF_LIT(&c->out, "</figcaption>");
}

static void
put_image(struct koenig *c, struct str src, struct str alt)
{
	BUF_LIT(&c->out, "<img");
	koenig_address(c, "src", src);
	BUF_LIT(&c->out, " alt=\"");
	escape(c, alt, true);
	BUF_LIT(&c->out, "\">");
}

static void
put_link(struct koenig *c, struct str address, struct str words)
{
	const bool is_link = str_trim(address).n > 0
	    && !koenig_is_portal(c, address);

	if (is_link) {
		BUF_LIT(&c->out, "<a");
		koenig_address(c, "href", address);
		buf_ch(&c->out, '>');
	}
	koenig_words(c, words.n > 0 ? words : koenig_here(c, address));
	if (is_link)
		BUF_LIT(&c->out, "</a>");
}

/* A picture with what stands below it; title is a tooltip that is kept. */
static void
figure(struct koenig *c, const json_t *o, struct str caption)
{
	const struct str src = koenig_text(o, "src"),
			 href = koenig_text(o, "href");

	if (str_trim(src).n == 0) {
		koenig_note(c, "a picture without a file is left out");
		return;
	}
	BUF_LIT(&c->out, "<figure>");
	if (href.n > 0) {
		BUF_LIT(&c->out, "<a");
		koenig_address(c, "href", href);
		buf_ch(&c->out, '>');
	}
	put_image(c, src, koenig_text(o, "alt"));
	if (href.n > 0)
		BUF_LIT(&c->out, "</a>");
	figcaption(c, caption);
	BUF_LIT(&c->out, "</figure>");
	koenig_gap(c);
	if (koenig_text(o, "title").n > 0)
		koenig_note(c, "the picture's tooltip `%.*s` is left out",
		    STR_ARG(koenig_text(o, "title")));
}

static void
card_image(struct koenig *c, const json_t *o)
{
	figure(c, o, koenig_text(o, "caption"));
}

static void
card_gallery(struct koenig *c, const json_t *o)
{
	const json_t *const images = member(o, "images");
	const size_t n = json_array_size(images);

	for (size_t i = 0; i < n; i++) {
		const json_t *const one = json_array_get(images, i);
		struct str caption = koenig_text(one, "caption");

		if (i + 1 == n && caption.n == 0)
			caption = koenig_text(o, "caption");
		figure(c, one, caption);
	}
	if (n == 0)
		koenig_note(c, "a gallery without pictures is left out");
}

/* A player, or what a script would have made one of: words and a link. */
static void
embedded(struct koenig *c, const json_t *o)
{
	const struct str url = koenig_text(o, "url");
	const struct str html = koenig_text(o, "html");
	struct str title = koenig_text(member(o, "metadata"), "title");

	koenig_html(c, html);
	if (url.n == 0 || str_find(html, STR("<iframe")) != NOWHERE)
		return;
	BUF_LIT(&c->out, "<p>");
	put_link(c, url, title.n > 0 ? title : url);
	BUF_LIT(&c->out, "</p>");
}

static void
card_embed(struct koenig *c, const json_t *o)
{
	static const struct str end = STR_INIT("</figure>");
	const size_t before = c->out.n;
	struct str made;

	embedded(c, o);
	made = str_skip(buf_so_far(&c->out), before);
	/* A known video is a figure by itself. */
	if (str_starts(made, STR("<figure")) && str_ends(made, end)) {
		c->out.n -= end.n;
	} else {
		made = job_str(c->j, made);
		c->out.n = before;
		BUF_LIT(&c->out, "<figure>");
		buf_put(&c->out, made);
	}
	figcaption(c, koenig_text(o, "caption"));
	buf_put(&c->out, end);
	koenig_gap(c);
}

static void
bookmark_says(struct koenig *c, const json_t *data)
{
	static const char *const names[] = { "description", "author",
		"publisher" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct str says = koenig_text(data, names[i]);

		if (says.n == 0)
			continue;
		BUF_LIT(&c->out, "<br>");
		koenig_words(c, says);
	}
}

static void
card_bookmark(struct koenig *c, const json_t *o)
{
	const json_t *data = member(o, "metadata");
	struct str url = koenig_text(o, "url");

	if (url.n == 0)
		url = koenig_text(data, "url");
	BUF_LIT(&c->out, "<aside><p>");
	put_link(c, url, koenig_text(data, "title"));
	bookmark_says(c, data);
	BUF_LIT(&c->out, "</p>");
	if (koenig_text(o, "caption").n > 0) {
		BUF_LIT(&c->out, "<p>");
		koenig_html(c, koenig_text(o, "caption"));
		BUF_LIT(&c->out, "</p>");
	}
	BUF_LIT(&c->out, "</aside>");
	koenig_gap(c);
}

static void
card_callout(struct koenig *c, const json_t *o)
{
	const struct str emoji = koenig_text(o, "calloutEmoji");

	BUF_LIT(&c->out, "<aside><p>");
	if (emoji.n > 0) {
		koenig_words(c, emoji);
		buf_ch(&c->out, ' ');
	}
	koenig_html(c, koenig_text(o, "calloutText"));
	BUF_LIT(&c->out, "</p></aside>");
	koenig_gap(c);
}

static void
card_toggle(struct koenig *c, const json_t *o)
{
	BUF_LIT(&c->out, "<details><summary>");
	koenig_html(c, koenig_text(o, "heading"));
	BUF_LIT(&c->out, "</summary>");
	koenig_html(c, koenig_text(o, "content"));
	BUF_LIT(&c->out, "</details>");
	koenig_gap(c);
}

static void
note_recording(struct koenig *c, struct str src)
{
	koenig_note(c,
	    "the recording %.*s is not taken; make a video or audio of it",
	    STR_ARG(koenig_here(c, src)));
}

static void
card_video(struct koenig *c, const json_t *o)
{
	struct str poster = koenig_text(o, "customThumbnailSrc");

	if (poster.n == 0)
		poster = koenig_text(o, "thumbnailSrc");
	BUF_LIT(&c->out, "<figure><video controls");
	koenig_address(c, "src", koenig_text(o, "src"));
	if (poster.n > 0)
		koenig_address(c, "poster", poster);
	BUF_LIT(&c->out, "></video>");
	figcaption(c, koenig_text(o, "caption"));
	BUF_LIT(&c->out, "</figure>");
	koenig_gap(c);
	note_recording(c, koenig_text(o, "src"));
}

static void
card_audio(struct koenig *c, const json_t *o)
{
	const struct str title = koenig_text(o, "title");

	BUF_LIT(&c->out, "<figure><audio controls");
	koenig_address(c, "src", koenig_text(o, "src"));
	BUF_LIT(&c->out, "></audio>");
	if (title.n > 0 || koenig_text(o, "caption").n > 0) {
		BUF_LIT(&c->out, "<figcaption>");
		koenig_words(c, title);
		if (title.n > 0 && koenig_text(o, "caption").n > 0)
			BUF_LIT(&c->out, ". ");
		koenig_html(c, koenig_text(o, "caption"));
		BUF_LIT(&c->out, "</figcaption>");
	}
	BUF_LIT(&c->out, "</figure>");
	koenig_gap(c);
	note_recording(c, koenig_text(o, "src"));
}

static bool
is_document(struct str src)
{
	static const char *const ends[] = { ".pdf", ".PDF", ".jpg", ".jpeg",
		".png", ".webp" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_ends(src, str_of(ends[i])))
			return true;
	return false;
}

/* True if the paper will have it, in the text's documents. */
static bool
take_document(struct koenig *c, struct str src, struct str label)
{
	if (c->has == NULL || !is_document(src) || !c->has(c->arg, src))
		return false;
	if (c->n_files % 8 == 0)
		c->files = job_grow(c->j, c->files,
		    c->n_files * sizeof(*c->files),
		    (c->n_files + 8) * sizeof(*c->files));
	c->files[c->n_files++] = (struct koenig_file){ src, label };
	return true;
}

static void
card_file(struct koenig *c, const json_t *o)
{
	const struct str name = koenig_text(o, "fileName");
	const struct str src = koenig_here(c, koenig_text(o, "src"));
	struct str title = koenig_text(o, "fileTitle");

	if (title.n == 0)
		title = name.n > 0 ? name : src;
	BUF_LIT(&c->out, "<p>");
	if (take_document(c, src, title))
		koenig_words(c, title);
	else
		put_link(c, src, title);
	if (name.n > 0 && !str_eq(name, title)) {
		BUF_LIT(&c->out, " (");
		koenig_words(c, name);
		buf_ch(&c->out, ')');
	}
	if (koenig_text(o, "fileCaption").n > 0) {
		BUF_LIT(&c->out, "<br>");
		koenig_html(c, koenig_text(o, "fileCaption"));
	}
	BUF_LIT(&c->out, "</p>");
	koenig_gap(c);
	if (c->n_files == 0 || !str_eq(c->files[c->n_files - 1].src, src))
		koenig_note(c, "the file %.*s is not taken; the link stays",
		    STR_ARG(src));
}

static void
paragraph(struct koenig *c, const char *tag, struct str html)
{
	if (str_trim(html).n == 0)
		return;
	buf_printf(&c->out, "<%s>", tag);
	koenig_html(c, html);
	buf_printf(&c->out, "</%s>", tag);
}

/* A button's link, unless it led into Ghost. */
static void
button(struct koenig *c, struct str url, struct str words)
{
	if (url.n == 0 && words.n == 0)
		return;
	BUF_LIT(&c->out, "<p>");
	put_link(c, url, words);
	BUF_LIT(&c->out, "</p>");
}

static void
card_button(struct koenig *c, const json_t *o)
{
	button(c, koenig_text(o, "buttonUrl"), koenig_text(o, "buttonText"));
	koenig_gap(c);
}

static bool
says(const json_t *o, const char *name)
{
	const json_t *const v = member(o, name);

	return json_is_true(v)
	    || (json_is_integer(v) && json_integer_value(v) != 0);
}

static void
card_product(struct koenig *c, const json_t *o)
{
	const struct str src = koenig_text(o, "productImageSrc");
	const json_int_t stars = json_integer_value(
	    member(o, "productStarRating"));

	BUF_LIT(&c->out, "<aside>");
	if (src.n > 0) {
		BUF_LIT(&c->out, "<figure>");
		put_image(c, src, STR(""));
		BUF_LIT(&c->out, "</figure>");
	}
	paragraph(c, "h4", koenig_text(o, "productTitle"));
	if (says(o, "productRatingEnabled") && stars > 0 && stars <= 5)
		buf_printf(&c->out, "<p>%d/5</p>", (int)stars);
	koenig_html(c, koenig_text(o, "productDescription"));
	if (says(o, "productButtonEnabled"))
		button(c, koenig_text(o, "productUrl"),
		    koenig_text(o, "productButton"));
	BUF_LIT(&c->out, "</aside>");
	koenig_gap(c);
}

static void
card_header(struct koenig *c, const json_t *o)
{
	struct str src = koenig_text(o, "backgroundImageSrc");

	BUF_LIT(&c->out, "<section>");
	if (src.n > 0) {
		BUF_LIT(&c->out, "<figure>");
		put_image(c, src, STR(""));
		BUF_LIT(&c->out, "</figure>");
	}
	paragraph(c, "h2", koenig_text(o, "header"));
	paragraph(c, "p", koenig_text(o, "subheader"));
	if (says(o, "buttonEnabled"))
		button(c, koenig_text(o, "buttonUrl"),
		    koenig_text(o, "buttonText"));
	BUF_LIT(&c->out, "</section>");
	koenig_gap(c);
}

static void
card_signup(struct koenig *c, const json_t *o)
{
	BUF_LIT(&c->out, "<section>");
	paragraph(c, "h3", koenig_text(o, "header"));
	paragraph(c, "p", koenig_text(o, "subheader"));
	paragraph(c, "p", koenig_text(o, "disclaimer"));
	BUF_LIT(&c->out, "</section>");
	koenig_gap(c);
	koenig_note(c,
	    "a form to sign up for Ghost's letters is left out; its words are "
	    "kept");
}

static void
card_call(struct koenig *c, const json_t *o)
{
	const struct str src = koenig_text(o, "imageUrl");

	BUF_LIT(&c->out, "<aside>");
	if (says(o, "hasSponsorLabel"))
		paragraph(c, "p", koenig_text(o, "sponsorLabel"));
	if (src.n > 0) {
		BUF_LIT(&c->out, "<figure>");
		put_image(c, src, STR(""));
		BUF_LIT(&c->out, "</figure>");
	}
	koenig_html(c, koenig_text(o, "textValue"));
	if (says(o, "showButton"))
		button(c, koenig_text(o, "buttonUrl"),
		    koenig_text(o, "buttonText"));
	BUF_LIT(&c->out, "</aside>");
	koenig_gap(c);
}

static void
card_html(struct koenig *c, const json_t *o)
{
	koenig_html_block(c, koenig_text(o, "html"));
}

/* Markdown that can stand as it is, in a body that is Markdown. */
static bool
stands_alone(struct str text)
{
	struct str rest = text, line;
	size_t fences = 0;

	while (str_line(&rest, &line)) {
		line = str_trim(line);
		fences += str_starts(line, STR("```"))
		    || str_starts(line, STR("~~~"));
	}
	return fences % 2 == 0 && str_find_ch(text, '<') == NOWHERE
	    && str_find_ch(text, '\r') == NOWHERE;
}

static void
card_markdown(struct koenig *c, const json_t *o)
{
	const struct body_opts opts = { .keep_local = true,
		.keep_quotes = true };
	const struct str text = all_here(c, koenig_text(o, "markdown"));
	struct body body;

	if (stands_alone(text)) {
		buf_put(&c->out, str_trim(text));
	} else if (body_markup(c->j, text, &opts, &body) == OK) {
		for (size_t i = 0; i < body.notes.n; i++)
			koenig_note(c, "%.*s", STR_ARG(body.notes.at[i]));
		koenig_html_block(c, body.html.html);
	} else {
		job_forgive(c->j);
		BUF_LIT(&c->out, "<pre>");
		put_code(c, text);
		BUF_LIT(&c->out, "</pre>");
	}
	koenig_gap(c);
}

static void
card_code(struct koenig *c, const json_t *o)
{
	const struct str caption = koenig_text(o, "caption");

	BUF_LIT(&c->out, "<pre><code>");
	put_code(c, koenig_text(o, "code"));
	BUF_LIT(&c->out, "</code></pre>");
	koenig_gap(c);
	if (caption.n == 0)
		return;
	BUF_LIT(&c->out, "<p>");
	koenig_html(c, caption);
	BUF_LIT(&c->out, "</p>");
	koenig_gap(c);
}

static void
card_hr(struct koenig *c, const json_t *o)
{
	(void)o;
	BUF_LIT(&c->out, "<hr>");
	koenig_gap(c);
}

/* What stands below it was for members; the text itself says for whom. */
static void
card_paywall(struct koenig *c, const json_t *o)
{
	(void)o;
	koenig_note(c,
	    "Ghost showed what stands below to members only, if the text "
	    "was not public; the mark itself is left out");
}

static void
card_email(struct koenig *c, const json_t *o)
{
	const struct str plain = markup_plain(c->j,
	    (struct markup){ sanitised(c, koenig_text(o, "html")) });

	koenig_note(c,
	    "a card that only letters by e-mail showed is left out: \"%.*s\"",
	    STR_ARG(str_sub(plain, 0, 200)));
}

static void
card_transistor(struct koenig *c, const json_t *o)
{
	(void)o;
	koenig_note(c,
	    "a private podcast for members (Transistor) is left out");
}

struct card_row {
	const char *name;
	void (*put)(struct koenig *c, const json_t *o);
};

/* clang-format off */
static const struct card_row rows[] = {
	{ "audio", card_audio },
	{ "bookmark", card_bookmark },
	{ "button", card_button },
	{ "call-to-action", card_call },
	{ "callout", card_callout },
	{ "card-markdown", card_markdown },
	{ "code", card_code },
	{ "codeblock", card_code },
	{ "email", card_email },
	{ "email-cta", card_email },
	{ "embed", card_embed },
	{ "file", card_file },
	{ "gallery", card_gallery },
	{ "header", card_header },
	{ "horizontalrule", card_hr },
	{ "hr", card_hr },
	{ "html", card_html },
	{ "image", card_image },
	{ "markdown", card_markdown },
	{ "paywall", card_paywall },
	{ "product", card_product },
	{ "signup", card_signup },
	{ "toggle", card_toggle },
	{ "transistor", card_transistor },
	{ "video", card_video },
};
/* clang-format on */

/* ---- unknown cards ---- */

/* Members that say how it looks, or what it is, and nothing to readers. */
static bool
is_dress(const char *name)
{
	static const char *const dress[] = { "alignment", "backgroundColor",
		"backgroundSize", "buttonColor", "buttonTextColor", "cardWidth",
		"cardName", "color", "format", "id", "kind", "language",
		"layout", "mimeType", "mode", "size", "style", "textColor",
		"type", "uuid", "version", "width", "height" };

	for (size_t i = 0; i < sizeof(dress) / sizeof(dress[0]); i++)
		if (strcmp(dress[i], name) == 0)
			return true;
	return false;
}

static bool
is_address(struct str s)
{
	return str_starts(s, STR("http://")) || str_starts(s, STR("https://"))
	    || str_starts(s, GHOST_URL);
}

static void
put_unknown_text(struct koenig *c, struct str s)
{
	if (str_trim(s).n == 0)
		return;
	if (is_address(s)) {
		BUF_LIT(&c->out, "<p>");
		put_link(c, s, STR(""));
		BUF_LIT(&c->out, "</p>");
		koenig_gap(c);
	} else if (str_find_ch(s, '<') != NOWHERE) {
		koenig_html_block(c, s);
	} else {
		BUF_LIT(&c->out, "<p>");
		koenig_words(c, s);
		BUF_LIT(&c->out, "</p>");
		koenig_gap(c);
	}
}

struct level {
	const json_t *in;
	void *iter;   /* of an object */
	size_t index; /* of an array */
};

/* The next value inside, with its name; NULL at its end. */
static const json_t *
next_value(struct level *l, const char **name)
{
	const json_t *v;

	*name = "";
	if (json_is_array(l->in))
		return json_array_get(l->in, l->index++);
	if (l->iter == NULL)
		return NULL;
	*name = json_object_iter_key(l->iter);
	v = json_object_iter_value(l->iter);
	/* Read only: jansson has no iterator over a constant. */
	l->iter = json_object_iter_next((json_t *)(uintptr_t)l->in, l->iter);
	return v;
}

static struct level
level_of(const json_t *v)
{
	return (struct level){ .in = v,
		.iter = json_object_iter((json_t *)(uintptr_t)v) };
}

/* All that it says, in its own order. */
static void
put_unknown(struct koenig *c, const json_t *o)
{
	struct level stack[KOENIG_DEPTH_MAX];
	size_t depth = 1;
	bool deep = false;

	stack[0] = level_of(o);
	while (depth > 0) {
		const char *name;
		const json_t *const v = next_value(&stack[depth - 1], &name);

		if (v == NULL || c->left == 0) {
			depth--;
			continue;
		}
		c->left--;
		if (json_is_string(v) && !is_dress(name))
			put_unknown_text(c,
			    str_from(json_string_value(v),
				json_string_length(v)));
		else if (json_is_object(v) || json_is_array(v))
			deep |= depth == KOENIG_DEPTH_MAX;
		if ((json_is_object(v) || json_is_array(v))
		    && depth < KOENIG_DEPTH_MAX)
			stack[depth++] = level_of(v);
	}
	if (deep)
		koenig_note(c,
		    "the card is nested too deep; its innermost "
		    "parts are left out");
}

/* False if Ghost showed it to some only: then it says so. */
static bool
is_for_all(struct koenig *c, const json_t *o)
{
	const json_t *const seen = member(o, "visibility");
	const json_t *const web = member(seen, "web");
	const json_t *const anybody = member(web, "nonMember");

	if (json_is_boolean(member(seen, "showOnWeb")))
		return json_is_true(member(seen, "showOnWeb")) || c->members;
	return !json_is_false(anybody) || c->members;
}

void
koenig_put(struct koenig *c, struct str name, const json_t *o)
{
	if (!is_for_all(c, o)) {
		koenig_note(c,
		    "a card (%.*s) that Ghost did not show to everybody is "
		    "left out",
		    STR_ARG(name));
		return;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_eq(name, str_of(rows[i].name))) {
			rows[i].put(c, o);
			return;
		}
	koenig_note(c, "the card `%.*s` is not known; its text is kept",
	    STR_ARG(str_sub(name, 0, 80)));
	put_unknown(c, o);
}
