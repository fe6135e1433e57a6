/* SPDX-License-Identifier: ISC */
#include "text/link.h"

#include "base/buf.h"

static bool
is_blank(char c)
{
	return (unsigned char)c <= ' ';
}

/* Characters that a browser would write as %XX, or read as a slash. */
static bool
is_unwritten(char c)
{
	return c == ' ' || c == '"' || c == '<' || c == '>' || c == '\\'
	    || c == '^' || c == '`' || c == '{' || c == '|' || c == '}'
	    || c == 0x7f;
}

/* As browsers do it: no blanks around, no tabs and line breaks within. */
static struct str
tidied(struct job *j, struct str raw)
{
	static const char digits[] = "0123456789ABCDEF";
	bool clean = true;

	while (raw.n > 0 && is_blank(raw.p[0]))
		raw = str_skip(raw, 1);
	while (raw.n > 0 && is_blank(raw.p[raw.n - 1]))
		raw.n--;
	for (size_t i = 0; i < raw.n && clean; i++)
		clean = !is_blank(raw.p[i]) && !is_unwritten(raw.p[i]);
	if (clean)
		return raw;

	struct buf b = buf_in(j, raw.n * 3);
	for (size_t i = 0; i < raw.n; i++) {
		const unsigned char c = (unsigned char)raw.p[i];

		if (c < ' ')
			continue;
		if (!is_unwritten(raw.p[i])) {
			buf_ch(&b, raw.p[i]);
			continue;
		}
		buf_ch(&b, '%');
		buf_ch(&b, digits[c >> 4]);
		buf_ch(&b, digits[c & 15]);
	}
	return buf_so_far(&b);
}

/* The scheme without its colon; false if there is none. */
static bool
scheme_of(struct str link, struct str *scheme)
{
	for (size_t i = 0; i < link.n; i++) {
		const char c = link.p[i];

		if (c == '/' || c == '?' || c == '#')
			return false;
		if (c == ':') {
			*scheme = str_sub(link, 0, i);
			return true;
		}
	}
	return false;
}

enum link
link_of(struct job *j, struct str raw, struct str *out)
{
	static const struct str others[] = { STR_INIT("mailto"),
		STR_INIT("tel"), STR_INIT("sms"), STR_INIT("geo"),
		STR_INIT("xmpp"), STR_INIT("magnet") };
	const struct str link = tidied(j, raw);
	struct str scheme;

	*out = link;
	if (link.n == 0)
		return LINK_REFUSED;
	if (link.p[0] == '#')
		return LINK_HERE;
	if (str_starts(link, STR("//")))
		return LINK_WEB;
	if (!scheme_of(link, &scheme))
		return LINK_OWN;
	if (str_eq_nocase(scheme, STR("https"))
	    || str_eq_nocase(scheme, STR("http")))
		return LINK_WEB;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_eq_nocase(scheme, others[i]))
			return LINK_OTHER;
	return LINK_REFUSED;
}
