/* SPDX-License-Identifier: ISC */
/* Tags of HTML, as they stand in a text. */
#include "text/sanitise.h"
#include "wire/html.h"

#include <string.h>

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':';
}

static size_t
skip_space(struct str s, size_t at)
{
	while (at < s.n && is_space(s.p[at]))
		at++;
	return at;
}

/* Up to one of these, a space, or the end. */
static size_t
skip_to(struct str s, size_t at, const char *ends)
{
	while (at < s.n && !is_space(s.p[at])
	    && (s.p[at] == '\0' || strchr(ends, s.p[at]) == NULL))
		at++;
	return at;
}

/* A value, in quotes or bare; where it ends, s.n if a quote never does. */
static size_t
read_value(struct str s, size_t at, struct str *value)
{
	const char quote = at < s.n ? s.p[at] : '\0';
	const size_t from = at;
	const char *end;

	if (quote != '"' && quote != '\'') {
		at = skip_to(s, at, ">");
		*value = str_sub(s, from, at - from);
		return at;
	}
	end = memchr(s.p + at + 1, quote, s.n - at - 1);
	if (end == NULL)
		return s.n;
	*value = str_from(s.p + at + 1, (size_t)(end - s.p) - at - 1);
	return (size_t)(end - s.p) + 1;
}

/* An attribute from at on; where it ends. */
static size_t
read_attribute(struct str s, size_t at, struct html_tag *t)
{
	const size_t from = at;
	struct str name, value = STR("");

	at = skip_to(s, at, "=>/<");
	if (at == from)
		return at + 1;
	name = str_sub(s, from, at - from);
	at = skip_space(s, at);
	if (at < s.n && s.p[at] == '=')
		at = read_value(s, skip_space(s, at + 1), &value);
	if (t->n < HTML_ATTRIBUTES) {
		t->at[t->n].name = name;
		t->at[t->n++].value = value;
	}
	return at;
}

static bool
read_comment(struct str s, struct html_tag *out)
{
	const bool proper = str_starts(s, STR("<!--"));
	const size_t end = proper ? str_find(str_skip(s, 4), STR("-->"))
				  : str_find_ch(s, '>');

	out->comment = true;
	if (end == NOWHERE)
		out->raw = s;
	else
		out->raw = str_sub(s, 0, proper ? end + 7 : end + 1);
	return true;
}

bool
html_tag_read(struct str s, struct html_tag *out)
{
	size_t at = 1, from;

	out->raw = out->name = STR("");
	out->closes = out->alone = out->comment = false;
	out->n = 0;
	if (s.n < 3 || s.p[0] != '<')
		return false;
	if (s.p[1] == '!' || s.p[1] == '?')
		return read_comment(s, out);
	if (s.p[1] == '/') {
		out->closes = true;
		at = 2;
	}
	if (!is_letter(s.p[at]))
		return false;
	from = at;
	while (at < s.n && is_name(s.p[at]))
		at++;
	out->name = str_sub(s, from, at - from);
	while (at < s.n && s.p[at] != '>') {
		if (is_space(s.p[at])) {
			at++;
		} else if (s.p[at] == '/') {
			out->alone = at + 1 < s.n && s.p[at + 1] == '>';
			at++;
		} else if (s.p[at] == '<') {
			return false; /* so that no text is read twice */
		} else {
			at = read_attribute(s, at, out);
		}
	}
	if (at >= s.n)
		return false;
	out->raw = str_sub(s, 0, at + 1);
	return true;
}

struct str
html_value(const struct html_tag *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq_nocase(t->at[i].name, str_of(name)))
			return t->at[i].value;
	return STR("");
}

bool
html_is(const struct html_tag *t, const char *name)
{
	return str_eq_nocase(t->name, str_of(name));
}

bool
html_class(const struct html_tag *t, const char *word)
{
	struct str rest = html_value(t, "class"), one;

	while (rest.n > 0 && str_cut(&rest, ' ', &one))
		if (str_eq(one, str_of(word)))
			return true;
	return false;
}

size_t
html_element(struct str s)
{
	struct html_tag first, t;
	size_t depth = 0, at = 0;

	if (!html_tag_read(s, &first) || first.comment)
		return first.raw.n > 0 ? first.raw.n : 1;
	while (at < s.n) {
		const char *lt = memchr(s.p + at, '<', s.n - at);

		if (lt == NULL)
			return s.n;
		at = (size_t)(lt - s.p);
		if (!html_tag_read(str_skip(s, at), &t)) {
			at++;
			continue;
		}
		at += t.raw.n;
		if (t.comment || t.alone || !str_eq_nocase(t.name, first.name))
			continue;
		if (!t.closes)
			depth++;
		else if (--depth == 0)
			return at;
	}
	return s.n;
}

void
html_put_value(struct buf *b, struct str value)
{
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '"')
			BUF_LIT(b, "&quot;");
		else if (value.p[i] == '<')
			BUF_LIT(b, "&lt;");
		else
			buf_ch(b, value.p[i]);
	}
}

struct str
html_plain(struct job *j, struct str html)
{
	struct buf b = buf_in(j, html.n + 1);
	struct markup m;
	struct str words = html;

	if (str_find_ch(html, '<') != NOWHERE
	    || str_find_ch(html, '&') != NOWHERE) {
		sanitise(j, html, &(struct sanitise_opts){ .no_ids = true }, &m,
		    NULL);
		words = markup_plain(j, m);
	}
	words = str_trim(words);
	for (size_t i = 0; i < words.n; i++) {
		if (!is_space(words.p[i]))
			buf_ch(&b, words.p[i]);
		else if (b.n > 0 && b.p[b.n - 1] != ' ')
			buf_ch(&b, ' ');
	}
	return buf_so_far(&b);
}
