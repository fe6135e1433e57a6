/* SPDX-License-Identifier: ISC */
#include "text/slug.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "text/utf8.h"

#define TITLE_MAX 1024 /* bytes of the text that are looked at */
#define PARTS 18       /* the longest decomposition of one character */

/* Latin letters that are more than a letter with a mark. */
static const struct {
	UChar32 letter;
	const char *lang; /* NULL: everywhere */
	const char *becomes;
} latin[] = {
	{ 0xe4, "de", "ae" },
	{ 0xf6, "de", "oe" },
	{ 0xfc, "de", "ue" },
	{ 0xe5, "da", "aa" },
	{ 0xe5, "nb", "aa" },
	{ 0xe5, "nn", "aa" },
	{ 0xe5, "no", "aa" },
	{ 0xf8, "da", "oe" },
	{ 0xf8, "nb", "oe" },
	{ 0xf8, "nn", "oe" },
	{ 0xf8, "no", "oe" },
	{ 0xdf, NULL, "ss" },
	{ 0xe6, NULL, "ae" },
	{ 0xf0, NULL, "d" },
	{ 0xf8, NULL, "o" },
	{ 0xfe, NULL, "th" },
	{ 0x111, NULL, "d" },
	{ 0x127, NULL, "h" },
	{ 0x131, NULL, "i" },
	{ 0x142, NULL, "l" },
	{ 0x153, NULL, "oe" },
};

struct slugging {
	struct buf out;
	struct str lang;
	bool gap;   /* a hyphen is due before the next letter */
	bool latin; /* the last letter was Latin */
};

static void
put_char(struct slugging *s, UChar32 c)
{
	char bytes[4];

	if (s->gap && s->out.n > 0)
		buf_ch(&s->out, '-');
	s->gap = false;
	buf_put(&s->out, str_from(bytes, utf8_put(bytes, c)));
}

static const char *
latin_word(const struct slugging *s, UChar32 c)
{
	for (size_t i = 0; i < sizeof(latin) / sizeof(latin[0]); i++)
		if (latin[i].letter == c
		    && (latin[i].lang == NULL
			|| str_eq(str_sub(s->lang, 0, 2),
			    str_of(latin[i].lang))))
			return latin[i].becomes;
	return NULL;
}

static bool
is_mark(UChar32 c)
{
	const int8_t type = u_charType(c);

	return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK
	    || type == U_ENCLOSING_MARK;
}

/* Marks that readers leave out when they type: Arabic vowels, tatweel. */
static bool
is_optional(UChar32 c)
{
	return (c >= 0x64b && c <= 0x652) || c == 0x670 || c == 0x640;
}

/* A Latin letter without its marks, or any other as it is. */
static void
put_letter(struct slugging *s, UChar32 c)
{
	const char *word = latin_word(s, c);
	UErrorCode err = U_ZERO_ERROR;
	const UNormalizer2 *nfd = unorm2_getNFDInstance(&err);
	UChar parts[PARTS];
	int32_t n;

	s->latin = uscript_getScript(c, &err) == USCRIPT_LATIN;
	if (word != NULL) {
		put_char(s, word[0]);
		if (word[1] != '\0')
			put_char(s, word[1]);
		return;
	}
	n = s->latin ? unorm2_getDecomposition(nfd, c, parts, PARTS, &err) : -1;
	put_char(s, n > 0 && U_SUCCESS(err) ? parts[0] : c);
}

static void
take_char(struct slugging *s, UChar32 c)
{
	if (c == '\'' || c == 0x2019 || c == 0x2bc || c == 0xad
	    || is_optional(c))
		return;
	if (is_mark(c)) {
		if (!s->latin && !s->gap && s->out.n > 0)
			put_char(s, c);
		return;
	}
	if (u_isalnum(c) && u_charDigitValue(c) >= 0 && c < 0x80)
		put_char(s, c);
	else if (u_isalnum(c))
		put_letter(s, u_tolower(c));
	else
		s->gap = true;
}

/* The slug of ASCII text; false if there is more in it. */
static bool
ascii_slug(struct slugging *s, struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= 0x80)
			return false;
	for (size_t i = 0; i < text.n; i++) {
		const char c = text.p[i];
		const bool upper = c >= 'A' && c <= 'Z';

		if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			put_char(s, upper ? c - 'A' + 'a' : c);
		else if (c != '\'')
			s->gap = true;
	}
	return true;
}

static struct str
cut_slug(struct str slug)
{
	size_t n = SLUG_MAX;

	if (slug.n <= SLUG_MAX)
		return slug;
	while (n > 0 && slug.p[n] != '-')
		n--;
	if (n < SLUG_MAX / 2) {
		n = SLUG_MAX;
		while (((unsigned char)slug.p[n] & 0xc0) == 0x80)
			n--;
	}
	return str_sub(slug, 0, n);
}

/* One form for each sequence of characters, in j's memory. */
static struct str
composed(struct job *j, struct str text)
{
	UErrorCode err = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&err);
	UChar *wide = JOB_ARRAY(j, UChar, text.n + 1);
	UChar *norm = JOB_ARRAY(j, UChar, 3 * text.n + 1);
	char *out = job_alloc(j, 9 * text.n + 1);
	int32_t n;

	u_strFromUTF8WithSub(wide, (int32_t)text.n + 1, &n, text.p,
	    (int32_t)text.n, 0xfffd, NULL, &err);
	n = unorm2_normalize(nfc, wide, n, norm, (int32_t)(3 * text.n), &err);
	u_strToUTF8(out, (int32_t)(9 * text.n + 1), &n, norm, n, &err);
	return U_SUCCESS(err) ? str_from(out, (size_t)n) : text;
}

struct str
slug_of(struct job *j, struct str text, struct str lang)
{
	struct slugging s = { .out = buf_in(j, 16 * (size_t)TITLE_MAX),
		.lang = lang };

	text = str_sub(text, 0, TITLE_MAX);
	if (!ascii_slug(&s, text)) {
		text = composed(j, text);
		for (size_t i = 0; i < text.n;) {
			const int32_t c = utf8_next(text, &i);

			if (c >= 0)
				take_char(&s, c);
		}
	}
	return job_str(j, cut_slug(buf_so_far(&s.out)));
}
