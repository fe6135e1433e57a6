/* SPDX-License-Identifier: ISC */
/* A feed's encoding, which it often does not know itself. */
#include <string.h>
#include <unicode/ucnv.h>

#include "base/buf.h"
#include "text/utf8.h"
#include "wire/feedparse.h"
#include "wire/origin.h"

unsigned
feedparse_latin(unsigned char byte)
{
	static const unsigned high[32] = { 0x20ac, 0xfffd, 0x201a, 0x0192,
		0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
		0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c,
		0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
		0x0153, 0xfffd, 0x017e, 0x0178 };

	return byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80] : byte;
}

static void
note(struct job *j, struct notes *notes, int line, struct str text)
{
	convert_note(j, notes, line, text);
}

/* encoding="..." of the first line, or empty. */
static struct str
declared(struct str bytes)
{
	struct str head = str_sub(bytes, 0, 200), rest;
	const size_t end = str_find(head, STR("?>"));
	size_t at;

	if (!str_starts(head, STR("<?xml")) || end == NOWHERE)
		return STR("");
	head = str_sub(head, 0, end);
	at = str_find(head, STR("encoding"));
	if (at == NOWHERE)
		return STR("");
	rest = str_skip(head, at);
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '"' || rest.p[i] == '\'') {
			const struct str from = str_skip(rest, i + 1);

			return str_sub(from, 0, str_find_ch(from, rest.p[i]));
		}
	return STR("");
}

/* By its own name; false if ICU knows no such encoding. */
static bool
decode(struct job *j, struct str bytes, const char *name, struct str *out)
{
	UErrorCode err = U_ZERO_ERROR;
	const size_t room = 4 * bytes.n + 16;
	char *p;
	int32_t n;

	if (room > INT32_MAX)
		return false;
	p = job_room(j, room);
	n = ucnv_convert("UTF-8", name, p, (int32_t)room, bytes.p,
	    (int32_t)bytes.n, &err);
	if (U_FAILURE(err) || n < 0 || (size_t)n > room)
		return false;
	*out = str_from(p, (size_t)n);
	return true;
}

/* How many bytes of UTF-8 begin a text; 0 if they are none. */
static size_t
letter_at(struct str s)
{
	for (size_t n = 1; n <= 4 && n <= s.n; n++)
		if (str_is_utf8(str_sub(s, 0, n)))
			return n;
	return 0;
}

static int
line_at(struct str bytes, size_t at)
{
	int line = 1;

	for (size_t i = 0; i < at; i++)
		line += bytes.p[i] == '\n';
	return line;
}

/* What is UTF-8 stays, each other byte is a letter of windows-1252. */
static struct str
mend(struct job *j, struct str bytes, size_t *first)
{
	struct buf b = buf_in(j, 3 * bytes.n + 1);

	*first = NOWHERE;
	for (size_t i = 0; i < bytes.n;) {
		const size_t n = letter_at(str_skip(bytes, i));
		char one[4];

		if (n > 0) {
			buf_put(&b, str_sub(bytes, i, n));
			i += n;
			continue;
		}
		if (*first == NOWHERE)
			*first = i;
		buf_put(&b,
		    str_from(one,
			utf8_put(one,
			    (int32_t)feedparse_latin(
				(unsigned char)bytes.p[i]))));
		i++;
	}
	return buf_so_far(&b);
}

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static bool
says_utf8(struct str name)
{
	return name.n == 0 || str_eq_nocase(name, STR("utf-8"))
	    || str_eq_nocase(name, STR("utf8"));
}

static struct str
to_utf8(struct job *j, struct str bytes, struct notes *notes)
{
	const struct str name = declared(bytes);
	struct str out;
	size_t first;

	if (str_starts(bytes, STR("\xff\xfe"))
	    || str_starts(bytes, STR("\xfe\xff")))
		return decode(j, bytes, "UTF-16", &out) ? out : bytes;
	if (str_is_utf8(bytes)) {
		if (!says_utf8(name) && !is_ascii(bytes))
			note(j, notes, 1,
			    job_printf(j,
				"it says that it is in %.*s and is in UTF-8; "
				"it is taken as that",
				STR_ARG(name)));
		return bytes;
	}
	if (!says_utf8(name)
	    && decode(j, bytes,
		str_eq_nocase(name, STR("iso-8859-1"))
			|| str_eq_nocase(name, STR("us-ascii"))
		    ? "windows-1252"
		    : job_cstr(j, name),
		&out))
		return out;
	out = mend(j, bytes, &first);
	note(j, notes, line_at(bytes, first),
	    job_printf(j,
		"it says that it is in %.*s and is not; what is not UTF-8 is "
		"read as windows-1252",
		STR_ARG(name.n > 0 ? name : STR("UTF-8"))));
	return out;
}

/* True for a letter that XML 1.0 has not. */
static bool
is_foreign(char c)
{
	return (unsigned char)c < ' ' && c != '\t' && c != '\n' && c != '\r';
}

struct str
feedparse_utf8(struct job *j, struct str bytes, struct notes *notes)
{
	const struct str text = to_utf8(j, bytes, notes);
	size_t first = 0;
	char *p;

	while (first < text.n && !is_foreign(text.p[first]))
		first++;
	if (first == text.n)
		return text;
	note(j, notes, line_at(text, first),
	    STR("it has control characters, which no feed may have; they are "
		"read as blanks"));
	p = job_cstr(j, text);
	for (size_t i = first; i < text.n; i++)
		if (is_foreign(p[i]))
			p[i] = ' ';
	return str_from(p, text.n);
}
