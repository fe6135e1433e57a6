/* SPDX-License-Identifier: ISC */
/* WordPress's own shortcodes, as HTML. */
#include <string.h>

#include "wire/shortcode.h"
#include "wire/wp_body.h"

#define HTML_MAX ((size_t)4 * 1024 * 1024)
#define UNCLOSED 16

enum code {
	CODE_NONE,
	CODE_CAPTION,
	CODE_GALLERY,
	CODE_EMBED,
	CODE_AUDIO,
	CODE_VIDEO,
	CODE_PLAYLIST,
	CODE_ADDRESS, /* [youtube https://...] */
};

static const struct {
	const char *name;
	enum code code;
} codes[] = {
	{ "caption", CODE_CAPTION },
	{ "wp_caption", CODE_CAPTION },
	{ "gallery", CODE_GALLERY },
	{ "embed", CODE_EMBED },
	{ "audio", CODE_AUDIO },
	{ "video", CODE_VIDEO },
	{ "playlist", CODE_PLAYLIST },
	{ "youtube", CODE_ADDRESS },
	{ "vimeo", CODE_ADDRESS },
	{ "dailymotion", CODE_ADDRESS },
};

struct codework {
	struct wp_work *w;
	struct buf b;
	struct str s;
	size_t at;
	/* names that are nowhere closed from here on */
	struct str unclosed[UNCLOSED];
	size_t n_unclosed;
};

static enum code
code_of(struct str name)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (str_eq_nocase(name, str_of(codes[i].name)))
			return codes[i].code;
	return CODE_NONE;
}

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
	    || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* The tag at the bracket: [name ...]; how long it is, 0 if it is none. */
static size_t
tag_at(struct str s, struct str *name, struct str *inside)
{
	size_t n = 1;
	char quote = '\0';

	while (n < s.n && is_name(s.p[n]))
		n++;
	if (n == 1 || n >= s.n)
		return 0;
	*name = str_sub(s, 1, n - 1);
	for (; n < s.n && n < 16384; n++) {
		const char c = s.p[n];

		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if ((c == '"' || c == '\'') && s.p[n - 1] == '=')
			quote = c;
		else if (c == '[')
			return 0;
		else if (c == ']') {
			*inside = str_sub(s, 1, n - 1);
			return n + 1;
		}
	}
	return 0;
}

/* Where [/name] stands behind `from`, or NOWHERE. */
static size_t
closing(struct codework *c, struct str name, size_t from)
{
	size_t found;

	for (size_t i = 0; i < c->n_unclosed; i++)
		if (str_eq(c->unclosed[i], name))
			return NOWHERE;
	found = str_find(str_skip(c->s, from),
	    job_printf(c->w->j, "[/%.*s]", STR_ARG(name)));
	if (found != NOWHERE)
		return from + found;
	if (c->n_unclosed < UNCLOSED)
		c->unclosed[c->n_unclosed++] = name;
	return NOWHERE;
}

/* "12, 14,15" */
static struct wp_list
numbers(struct job *j, struct str ids)
{
	struct wp_list out = { NULL, 0 };
	struct str one;

	out.at = JOB_ARRAY(j, int64_t, ids.n + 1);
	while (ids.n > 0 && str_cut(&ids, ',', &one))
		if (str_to_int(str_trim(one), &out.at[out.n]))
			out.n++;
	return out;
}

static bool
ends_in(struct str url, const char *const *endings)
{
	const size_t query = str_find_ch(url, '?');

	url = str_sub(url, 0, query == NOWHERE ? url.n : query);
	for (; *endings != NULL; endings++)
		if (url.n > strlen(*endings)
		    && str_eq_nocase(str_skip(url, url.n - strlen(*endings)),
			str_of(*endings)))
			return true;
	return false;
}

static bool
is_sound(struct str url)
{
	static const char *const endings[] = { ".mp3", ".m4a", ".ogg", ".oga",
		".wav", ".flac", ".opus", ".wma", NULL };

	return ends_in(url, endings);
}

static bool
is_film(struct str url)
{
	static const char *const endings[] = { ".mp4", ".m4v", ".webm", ".ogv",
		".mov", ".wmv", ".flv", NULL };

	return ends_in(url, endings);
}

static void
put_value(struct buf *b, const char *name, struct str value)
{
	buf_printf(b, " %s=\"", name);
	html_put_value(b, value);
	buf_ch(b, '"');
}

static void
put_sound(struct buf *b, struct str url)
{
	BUF_LIT(b, "\n\n<figure><audio controls");
	put_value(b, "src", url);
	BUF_LIT(b, "></audio></figure>\n\n");
}

static void
put_film(struct buf *b, struct str url, struct str poster)
{
	BUF_LIT(b, "\n\n<figure><video controls");
	put_value(b, "src", url);
	if (poster.n > 0)
		put_value(b, "poster", poster);
	BUF_LIT(b, "></video></figure>\n\n");
}

static void
put_file(struct buf *b, const struct wp_file *f)
{
	if (is_sound(f->url)) {
		put_sound(b, f->url);
		return;
	}
	if (is_film(f->url)) {
		put_film(b, f->url, STR(""));
		return;
	}
	BUF_LIT(b, "\n\n<figure><img");
	put_value(b, "src", f->url);
	put_value(b, "alt", f->alt);
	BUF_LIT(b, ">");
	if (f->caption.n > 0) {
		BUF_LIT(b, "<figcaption>");
		buf_put(b, f->caption);
		BUF_LIT(b, "</figcaption>");
	}
	BUF_LIT(b, "</figure>\n\n");
}

/* The files that it names, or all of its post that are pictures. */
static void
put_files(struct codework *c, const struct shortcode *t)
{
	struct wp_work *w = c->w;
	struct str ids = shortcode_arg(t, "ids", -1);
	struct wp_list list;

	if (ids.n == 0)
		ids = shortcode_arg(t, "include", -1);
	list = numbers(w->j, ids);
	if (ids.n == 0 && w->library != NULL)
		list = w->library->files(w->library->arg, w->j, w->post);
	for (size_t i = 0; i < list.n; i++) {
		struct wp_file f;

		if (w->library != NULL
		    && w->library->file(w->library->arg, w->j, list.at[i],
			&f)) {
			put_file(&c->b, &f);
			continue;
		}
		wp_remark(w,
		    job_printf(w->j,
			"the gallery's picture %lld is not in the export",
			(long long)list.at[i]));
	}
	if (list.n == 0)
		wp_remark(w,
		    STR("a gallery names no pictures, and the export has none "
			"of this post"));
}

/* Words below a picture: what follows it, or the old `caption`. */
static void
put_caption(struct codework *c, const struct shortcode *t, struct str inner)
{
	struct str words = shortcode_arg(t, "caption", -1);
	struct html_tag tag;
	struct str picture;
	size_t n = 0;

	inner = str_trim(inner);
	if (inner.n > 0 && html_tag_read(inner, &tag))
		n = html_is(&tag, "img") ? tag.raw.n : html_element(inner);
	picture = str_sub(inner, 0, n);
	if (words.n == 0)
		words = str_trim(str_skip(inner, n));
	else
		picture = inner;
	BUF_LIT(&c->b, "\n\n<figure>");
	buf_put(&c->b, picture);
	if (words.n > 0) {
		BUF_LIT(&c->b, "<figcaption>");
		buf_put(&c->b, words);
		BUF_LIT(&c->b, "</figcaption>");
	}
	BUF_LIT(&c->b, "</figure>\n\n");
}

static struct str
source_of(const struct shortcode *t)
{
	static const char *const names[] = { "src", "mp3", "m4a", "ogg", "wav",
		"wma", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "flac",
		"opus" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (shortcode_arg(t, names[i], -1).n > 0)
			return shortcode_arg(t, names[i], -1);
	return shortcode_arg(t, "", 0);
}

static void
put_address(struct codework *c, struct str name, struct str address)
{
	address = str_trim(address);
	if (address.n > 0 && address.p[0] == '=')
		address = str_skip(address, 1);
	if (str_eq_nocase(name, STR("vimeo"))
	    && str_find(address, STR("://")) == NOWHERE)
		address = job_printf(c->w->j, "https://vimeo.com/%.*s",
		    STR_ARG(address));
	if (str_eq_nocase(name, STR("youtube"))
	    && str_find(address, STR("://")) == NOWHERE)
		address = job_printf(c->w->j,
		    "https://www.youtube.com/watch?v=%.*s", STR_ARG(address));
	buf_printf(&c->b, "\n\n<p>%.*s</p>\n\n", STR_ARG(address));
}

static void
put_code(struct codework *c, enum code code, struct str name,
    const struct shortcode *t, struct str inner)
{
	const struct str source = source_of(t);
	struct str rest = str_skip(t->raw, name.n);

	switch (code) {
	case CODE_CAPTION:
		put_caption(c, t, inner);
		break;
	case CODE_GALLERY:
	case CODE_PLAYLIST:
		put_files(c, t);
		break;
	case CODE_EMBED:
		put_address(c, STR(""), inner);
		break;
	case CODE_AUDIO:
		put_sound(&c->b, source.n > 0 ? source : str_trim(inner));
		break;
	case CODE_VIDEO:
		put_film(&c->b, source.n > 0 ? source : str_trim(inner),
		    shortcode_arg(t, "poster", -1));
		break;
	case CODE_ADDRESS:
		put_address(c, name, rest);
		break;
	case CODE_NONE:
		break;
	}
}

/* Others stay; one that looks like a plugin's is told of. */
static void
put_unknown(struct codework *c, struct str name, struct str inside, size_t n)
{
	struct wp_work *w = c->w;
	const bool like = str_find_ch(inside, '=') != NOWHERE
	    || str_find_ch(name, '_') != NOWHERE
	    || (inside.n == name.n && str_find_ch(name, '-') != NOWHERE);

	if (like)
		wp_remark(w,
		    job_printf(w->j,
			"nobody here knows the shortcode [%.*s]; it stands in "
			"the text as it was written",
			STR_ARG(name)));
	buf_put(&c->b, str_sub(c->s, c->at, n));
	c->at += n;
}

static void
take_code(struct codework *c)
{
	const struct str from = str_skip(c->s, c->at);
	struct str name, inside, inner = STR("");
	struct shortcode *t;
	enum code code;
	size_t n, end;

	/* [[caption]] is [caption] in words. */
	if (str_starts(from, STR("[["))) {
		n = tag_at(str_skip(from, 1), &name, &inside);
		if (n > 0 && from.n > n + 1 && from.p[n + 1] == ']') {
			buf_put(&c->b, str_sub(from, 1, n));
			c->at += n + 2;
			return;
		}
	}
	n = tag_at(from, &name, &inside);
	code = n > 0 ? code_of(name) : CODE_NONE;
	if (n == 0) {
		buf_ch(&c->b, '[');
		c->at++;
		return;
	}
	if (code == CODE_NONE) {
		put_unknown(c, name, inside, n);
		return;
	}
	t = JOB_NEW(c->w->j, struct shortcode);
	shortcode_parse(c->w->j, inside, t);
	t->raw = inside;
	c->at += n;
	if (code != CODE_GALLERY && code != CODE_PLAYLIST
	    && code != CODE_ADDRESS
	    && (end = closing(c, name, c->at)) != NOWHERE) {
		inner = str_sub(c->s, c->at, end - c->at);
		c->at = end + name.n + 3;
	}
	put_code(c, code, name, t, inner);
}

struct str
wp_shortcodes(struct wp_work *w, struct str text)
{
	struct codework c = { .w = w, .s = text };
	struct html_tag t;

	if (str_find_ch(text, '[') == NOWHERE)
		return text;
	c.b = buf_in(w->j, HTML_MAX);
	while (c.at < text.n) {
		const char ch = text.p[c.at];

		if (ch == '[') {
			take_code(&c);
		} else if (ch == '<'
		    && html_tag_read(str_skip(text, c.at), &t)) {
			buf_put(&c.b, t.raw);
			c.at += t.raw.n;
		} else {
			buf_ch(&c.b, ch);
			c.at++;
		}
	}
	return buf_so_far(&c.b);
}
