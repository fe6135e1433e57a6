/* SPDX-License-Identifier: ISC */
/* Pictures and embeds of a body. */
#include "wire/html_inside.h"

/* A link that only shows the same picture, larger. */
static bool
leads_to_file(struct str href)
{
	static const struct str ends[] = { STR_INIT(".jpg"), STR_INIT(".jpeg"),
		STR_INIT(".png"), STR_INIT(".gif"), STR_INIT(".webp"),
		STR_INIT(".JPG"), STR_INIT(".PNG") };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_ends(href, ends[i]))
			return true;
	return false;
}

/* A figure with one picture and perhaps words below it. */
bool
html_put_figure(const struct htmlwork *w, struct str in, struct buf *b)
{
	struct html_tag t, img = { .n = 0 };
	struct str caption = STR(""), element;
	size_t was = b->n;

	in = str_trim(in);
	while (in.n > 0) {
		if (!html_tag_read(in, &t))
			return false;
		if (html_is(&t, "img") && img.raw.n == 0) {
			img = t;
			in = str_trim(str_skip(in, t.raw.n));
			continue;
		}
		if (html_is(&t, "a") && !t.closes
		    && !leads_to_file(html_value(&t, "href")))
			return false;
		if (html_is(&t, "a") || html_is(&t, "div") || t.comment) {
			in = str_trim(str_skip(in, t.raw.n));
			continue;
		}
		element = str_sub(in, 0, html_element(in));
		if (!html_is(&t, "figcaption") || caption.n > 0
		    || !html_inside_of(element, &t, &caption))
			return false;
		caption = str_trim(caption);
		in = str_trim(str_skip(in, element.n));
	}
	if (img.raw.n == 0 || str_find_ch(caption, '<') != NOWHERE)
		return false;
	html_gap(b);
	if (!html_put_picture(w, &img, caption, b)) {
		b->n = was;
		return false;
	}
	BUF_LIT(b, "\n");
	return true;
}

/* The address that an embed's figure holds alone in its wrapper. */
bool
html_put_embed(const struct htmlwork *w, const struct html_tag *t,
    struct str in, struct buf *b)
{
	struct str rest = in, url;
	struct html_tag wrap;
	struct str element;

	if (!html_class(t, "wp-block-embed"))
		return false;
	rest = str_trim(rest);
	if (!html_tag_read(rest, &wrap) || !html_is(&wrap, "div"))
		return false;
	element = str_sub(rest, 0, html_element(rest));
	if (!html_inside_of(element, &wrap, &url))
		return false;
	url = str_trim(url);
	if (!str_starts(url, STR("http")) || str_find_ch(url, ' ') != NOWHERE
	    || str_find_ch(url, '<') != NOWHERE)
		return false;
	html_gap(b);
	buf_put(b, url);
	BUF_LIT(b, "\n");
	rest = str_trim(str_skip(rest, element.n));
	if (html_tag_read(rest, &wrap) && html_is(&wrap, "figcaption")
	    && html_inside_of(str_sub(rest, 0, html_element(rest)), &wrap,
		&url)) {
		html_gap(b);
		html_put_inline(w, url, "", b);
		BUF_LIT(b, "\n");
	}
	return true;
}
