/* SPDX-License-Identifier: ISC */
#include "text/dress.h"

#include "base/buf.h"
#include "text/tag.h"

#define DRESSED_MAX ((size_t)64 * 1024 * 1024)

/* A body is canonical: names in small letters, values in double quotes. */
static struct str
value_of(struct str tag, struct str name)
{
	const size_t at = str_find(tag, name);
	struct str rest = at == NOWHERE ? STR("") : str_skip(tag, at + name.n);
	struct str value = STR("");

	return str_cut(&rest, '"', &value) ? value : STR("");
}

static int64_t
number_of(struct str tag, struct str name)
{
	int64_t n;

	return str_to_int(value_of(tag, name), &n) && n > 0 ? n : 0;
}

/* From its < to its >; empty if it does not end. */
static struct str
tag_at(struct str s)
{
	bool quoted = false;

	for (size_t i = 0; i < s.n; i++) {
		quoted ^= s.p[i] == '"';
		if (s.p[i] == '>' && !quoted)
			return str_sub(s, 0, i + 1);
	}
	return STR("");
}

static void
put_attribute(struct buf *b, struct str name, struct str value)
{
	if (value.n == 0)
		return;
	buf_put(b, name);
	buf_put(b, value);
	buf_ch(b, '"');
}

/* The <img> again, but with its new srcset and classes. */
static void
put_img(struct buf *b, struct str tag, const struct picture_forms *f,
    struct str sizes)
{
	static const struct str old[] = { STR_INIT(" srcset=\""),
		STR_INIT(" sizes=\"") };

	BUF_LIT(b, "<img");
	put_attribute(b, STR(" class=\""), f->look);
	tag = str_skip(tag, sizeof("<img") - 1);
	for (size_t i = 0; f->srcset.n > 0 && i < 2; i++) {
		const size_t at = str_find(tag, old[i]);
		struct str value;

		if (at == NOWHERE)
			continue;
		buf_put(b, str_sub(tag, 0, at));
		tag = str_skip(tag, at + old[i].n);
		(void)str_cut(&tag, '"', &value);
	}
	if (f->srcset.n > 0) {
		put_attribute(b, old[0], f->srcset);
		put_attribute(b, old[1], sizes);
	}
	buf_put(b, tag);
}

static void
put_picture(struct buf *b, struct str tag, const struct picture_forms *f)
{
	struct str sizes = value_of(tag, STR(" sizes=\""));

	if (sizes.n == 0)
		sizes = STR(TAG_SIZES);
	if (f->other.n > 0) {
		BUF_LIT(b, "<picture><source");
		if (f->still)
			BUF_LIT(b,
			    " media=\"(prefers-reduced-motion:reduce)\"");
		else
			BUF_LIT(b, " type=\"image/webp\"");
		put_attribute(b, STR(" srcset=\""), f->other);
		put_attribute(b, STR(" sizes=\""), sizes);
		BUF_LIT(b, ">");
	}
	put_img(b, tag, f, sizes);
	if (f->other.n > 0)
		BUF_LIT(b, "</picture>");
}

struct markup
body_dressed(struct job *j, struct markup body, picture_rule *rule, void *ctx)
{
	static const struct str opening = STR_INIT("<img src=\"/media/");
	struct buf b = buf_in(j, DRESSED_MAX);
	struct str rest = body.html, out;
	size_t at;

	if (str_find(rest, opening) == NOWHERE)
		return body;
	while ((at = str_find(rest, opening)) != NOWHERE) {
		const struct str tag = tag_at(str_skip(rest, at));
		const struct picture_seen seen = {
			.src = value_of(tag, STR(" src=\"")),
			.srcset = value_of(tag, STR(" srcset=\"")),
			.w = number_of(tag, STR(" width=\"")),
			.h = number_of(tag, STR(" height=\"")),
		};
		struct picture_forms forms = { .still = false };

		if (tag.n == 0)
			break;
		buf_put(&b, str_sub(rest, 0, at));
		if (rule(ctx, j, &seen, &forms))
			put_picture(&b, tag, &forms);
		else
			buf_put(&b, tag);
		rest = str_skip(rest, at + tag.n);
	}
	buf_put(&b, rest);
	/* A body that would grow beyond all measure stays as it was. */
	if (buf_done(&b, &out) != OK) {
		job_forgive(j);
		return body;
	}
	return (struct markup){ out };
}
