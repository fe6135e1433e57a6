/* SPDX-License-Identifier: ISC */
/* The cards of Ghost's editors, each by its name. */
#include <string.h>

#include "text/body.h"
#include "wire/koenig.h"

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
	koenig_value(c, alt);
	BUF_LIT(&c->out, "\">");
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
	koenig_link(c, url, title.n > 0 ? title : url);
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
	koenig_link(c, url, koenig_text(data, "title"));
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
		koenig_link(c, src, title);
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
	const bool has_own = str_starts(str_trim(html), STR("<p"));

	if (str_trim(html).n == 0)
		return;
	if (!has_own)
		buf_printf(&c->out, "<%s>", tag);
	koenig_html(c, html);
	if (!has_own)
		buf_printf(&c->out, "</%s>", tag);
}

/* A button's link, unless it led into Ghost. */
static void
button(struct koenig *c, struct str url, struct str words)
{
	if (url.n == 0 && words.n == 0)
		return;
	BUF_LIT(&c->out, "<p>");
	koenig_link(c, url, words);
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

static void
card_markdown(struct koenig *c, const json_t *o)
{
	const struct body_opts opts = { .keep_local = true,
		.keep_quotes = true };
	const struct str text = koenig_all_here(c, koenig_text(o, "markdown"));
	struct body body;

	if (body_markup(c->j, text, &opts, &body) == OK) {
		for (size_t i = 0; i < body.notes.n; i++)
			koenig_note(c, "%.*s", STR_ARG(body.notes.at[i]));
		koenig_html_block(c, body.html.html);
	} else {
		job_forgive(c->j);
		BUF_LIT(&c->out, "<pre>");
		koenig_code(c, text);
		BUF_LIT(&c->out, "</pre>");
	}
	koenig_gap(c);
}

static void
card_code(struct koenig *c, const json_t *o)
{
	const struct str caption = koenig_text(o, "caption");

	BUF_LIT(&c->out, "<pre><code>");
	koenig_code(c, koenig_text(o, "code"));
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
	    (struct markup){ koenig_clean(c, koenig_text(o, "html")) });

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
	koenig_unknown(c, o);
}
