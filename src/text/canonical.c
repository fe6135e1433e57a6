/* SPDX-License-Identifier: ISC */
#include "text/canonical.h"

#include <string.h>

#include "text/credit.h"
#include "text/place.h"

struct scan {
	const char *p, *end;
	struct job *j;
	struct tag_rules rules;
	struct place place;
	const char *tag_end;    /* where the last tag ended */
	const char *figcaption; /* where the open one's content begins */
};

/* Bytes that stand for themselves in words and in values. */
/* clang-format off */
static const bool plain[256] = {
	['\t'] = true, ['\n'] = true,
#define P(n) [n] = true, [(n) + 1] = true, [(n) + 2] = true, [(n) + 3] = true
#define P16(n) P(n), P((n) + 4), P((n) + 8), P((n) + 12)
	[' '] = true, ['!'] = true, /* not " */ ['#'] = true, ['$'] = true,
	['%'] = true, /* not & */ ['\''] = true, P('('), P(','),
	P('0'), P('4'), ['8'] = true, ['9'] = true, [':'] = true,
	[';'] = true, /* not < */ ['='] = true, /* not > */ ['?'] = true,
	P16('@'), P16('P'), P16('`'), P('p'), P('t'), P('x'),
	['|'] = true, ['}'] = true, ['~'] = true,
};
/* clang-format on */

/* Length of the UTF-8 character at p, 0 if there is none. */
static size_t
utf8_at(const char *p, const char *end)
{
	const unsigned char c = (unsigned char)*p;
	const size_t n = c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	if (n == 0 || c > 0xf4 || (size_t)(end - p) < n)
		return 0;
	for (size_t i = 1; i < n; i++)
		if (((unsigned char)p[i] & 0xc0) != 0x80)
			return 0;
	const unsigned char d = (unsigned char)p[1];
	if ((c == 0xe0 && d < 0xa0) || (c == 0xed && d > 0x9f)
	    || (c == 0xf0 && d < 0x90) || (c == 0xf4 && d > 0x8f))
		return 0;
	return n;
}

/*
 * Control characters (U+0080 to U+009F) and what never is a character
 * (U+FDD0 to U+FDEF, U+xxFFFE, U+xxFFFF): parsers put U+FFFD there.
 */
static bool
is_no_character(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;

	if (n == 2)
		return p[0] == 0xc2 && p[1] < 0xa0;
	if (n == 3 && p[0] == 0xef && p[1] == 0xb7)
		return p[2] >= 0x90 && p[2] <= 0xaf;
	if (p[n - 1] < 0xbe || p[n - 2] != 0xbf)
		return false;
	return n == 3 ? p[0] == 0xef : (p[1] & 0x0f) == 0x0f;
}

/* Length of a character that may stand in a body, 0 if there is none. */
static size_t
character_at(const char *p, const char *end)
{
	const size_t n = utf8_at(p, end);

	return n == 0 || is_no_character(p, n) ? 0 : n;
}

/* Length of one of the four entities at p, 0 if it is another. */
static size_t
entity_at(const char *p, const char *end, char *meaning)
{
	static const struct {
		struct str name;
		char meaning;
	} known[] = { { STR_INIT("&amp;"), '&' }, { STR_INIT("&lt;"), '<' },
		{ STR_INIT("&gt;"), '>' }, { STR_INIT("&quot;"), '"' } };
	const struct str rest = { p, (size_t)(end - p) };

	for (size_t i = 0; i < 4; i++)
		if (str_starts(rest, known[i].name)) {
			*meaning = known[i].meaning;
			return known[i].name.n;
		}
	return 0;
}

/* Blanks where nothing else may stand, up to the next tag. */
static bool
read_blanks(struct scan *s)
{
	while (s->p < s->end && *s->p != '<') {
		if (*s->p != ' ' && *s->p != '\n' && *s->p != '\t')
			return false;
		s->p++;
	}
	return true;
}

/* Words up to the next tag. */
static bool
read_words(struct scan *s)
{
	const char *p = s->p, *end = s->end;

	if (!place_may_write(&s->place))
		return read_blanks(s);
	for (;;) {
		char meaning = '\0';
		size_t n;

		while (p < end && (plain[(unsigned char)*p] || *p == '"'))
			p++;
		if (p == end || *p == '<')
			break;
		n = *p == '&' ? entity_at(p, end, &meaning)
			      : character_at(p, end);
		if (n == 0 || (*p == '&' && meaning == '"'))
			return false;
		p += n;
	}
	s->p = p;
	return true;
}

/* What stands in the quotes, entities resolved. */
static bool
read_value(struct scan *s, struct str *value)
{
	const char *from = s->p;
	bool entities = false;

	while (s->p < s->end && *s->p != '"') {
		char meaning;
		size_t n = 1;

		if (*s->p == '&') {
			entities = true;
			n = entity_at(s->p, s->end, &meaning);
		} else if (!plain[(unsigned char)*s->p]) {
			n = character_at(s->p, s->end);
		}
		if (n == 0)
			return false;
		s->p += n;
	}
	if (s->p == s->end)
		return false;
	*value = str_from(from, (size_t)(s->p - from));
	s->p++;
	if (!entities)
		return true;

	struct buf b = buf_in(s->j, value->n);
	for (const char *p = from; p < from + value->n;) {
		char c = *p;

		p += c == '&' ? entity_at(p, s->end, &c) : 1;
		buf_ch(&b, c);
	}
	*value = buf_so_far(&b);
	return true;
}

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

static struct str
read_name(struct scan *s)
{
	const char *from = s->p;

	while (s->p < s->end && is_name(*s->p))
		s->p++;
	return str_from(from, (size_t)(s->p - from));
}

/* As it stands in the bytes, up to and with ">". */
static bool
read_tag(struct scan *s, struct tag *tag)
{
	tag->el = element_named(read_name(s));
	tag->n = 0;
	if (tag->el == EL_NONE)
		return false;
	while (s->p < s->end && *s->p == ' ') {
		struct tag_attribute *at = &tag->at[tag->n];

		if (tag->n == TAG_MAX)
			return false;
		s->p++;
		at->name = attribute_named(read_name(s));
		if (at->name == AT_NONE || s->end - s->p < 2
		    || memcmp(s->p, "=\"", 2) != 0)
			return false;
		s->p += 2;
		if (!read_value(s, &at->value))
			return false;
		tag->n++;
	}
	return s->p < s->end && *s->p++ == '>';
}

static bool
same_tag(const struct tag *a, const struct tag *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->at[i].name != b->at[i].name
		    || !str_eq(a->at[i].value, b->at[i].value))
			return false;
	return true;
}

static bool
start_tag(struct scan *s)
{
	struct tag given, wanted;

	if (!read_tag(s, &given) || !place_may_open(&s->place, given.el))
		return false;
	if (given.n > 0 || element_row(given.el)->required[0] != AT_NONE
	    || element_row(given.el)->attributes[0] == AT_SRC)
		if (!tag_canonical(&s->rules, &given, &wanted)
		    || !same_tag(&given, &wanted))
			return false;
	s->tag_end = s->p;
	if ((element_row(given.el)->is & IS_VOID) != 0)
		return true;
	place_open(&s->place, given.el);
	if (given.el == EL_figcaption)
		s->figcaption = s->p;
	/* A parser would drop the line break. */
	return given.el != EL_pre || s->p == s->end || *s->p != '\n';
}

/* Words alone that name a photographer are written otherwise. */
static bool
hides_credit(const struct scan *s, const char *end)
{
	return s->tag_end == s->figcaption
	    && place_may_open(&s->place, EL_small)
	    && credit_at(str_from(s->figcaption, (size_t)(end - s->figcaption)))
	    != NOWHERE;
}

static bool
end_tag(struct scan *s)
{
	const char *begin = s->p - 2;
	const enum element el = element_named(read_name(s));

	if (s->p == s->end || *s->p++ != '>' || el == EL_NONE
	    || place_top(&s->place) != el)
		return false;
	if (el == EL_figcaption && hides_credit(s, begin))
		return false;
	s->tag_end = s->p;
	place_close(&s->place);
	return true;
}

bool
canonical_is(struct job *j, struct str html, const struct sanitise_opts *opts)
{
	struct scan s = { .p = html.p,
		.end = html.n > 0 ? html.p + html.n : html.p,
		.j = j,
		.rules = tag_rules_new(j, opts) };

	while (s.p < s.end) {
		if (!read_words(&s))
			return false;
		if (s.p == s.end)
			break;
		s.p++;
		if (s.p == s.end)
			return false;
		if (*s.p == '/') {
			s.p++;
			if (!end_tag(&s))
				return false;
		} else if (!start_tag(&s)) {
			return false;
		}
	}
	return s.place.n == 0;
}

enum escaping { WORDS, VALUE, NONE };

/* What is written for a byte of ASCII that does not stand for itself. */
static struct str
instead_of(char c, enum escaping how)
{
	switch (c) {
	case '&':
		return how == NONE ? STR("&") : STR("&amp;");
	case '<':
		return how == NONE ? STR("<") : STR("&lt;");
	case '>':
		return how == NONE ? STR(">") : STR("&gt;");
	case '"':
		return how == VALUE ? STR("&quot;") : STR("\"");
	case '\r':
		return STR("\n");
	case '\f':
		return STR(" ");
	default:
		return STR("");
	}
}

/* The bytes at p that don't stand for themselves, 0 if they do. */
static size_t
written_otherwise(const char *p, const char *end, enum escaping how,
    struct str *instead)
{
	const unsigned char c = (unsigned char)*p;
	size_t n;

	if (plain[c] || (c == '"' && how != VALUE))
		return 0;
	if (c < 0x80) {
		*instead = instead_of(*p, how);
		return 1;
	}
	n = utf8_at(p, end);
	if (n > 0 && !is_no_character(p, n))
		return 0;
	*instead = n > 0 ? STR("") : STR("\xef\xbf\xbd"); /* U+FFFD */
	return n > 0 ? n : 1;
}

static void
escaped(struct buf *b, struct str s, enum escaping how)
{
	const char *from = s.p, *end = from + s.n, *p = from;

	while (p < end) {
		struct str instead;
		size_t n = 0;

		if (plain[(unsigned char)*p]) {
			p++;
			continue;
		}
		n = written_otherwise(p, end, how, &instead);
		if (n == 0) {
			p += (unsigned char)*p < 0x80 ? 1 : utf8_at(p, end);
			continue;
		}
		buf_put(b, str_from(from, (size_t)(p - from)));
		buf_put(b, instead);
		p += n;
		from = p;
	}
	buf_put(b, str_from(from, (size_t)(end - from)));
}

void
canonical_text(struct buf *b, struct str words)
{
	if (words.n > 0)
		escaped(b, words, WORDS);
}

void
canonical_value(struct buf *b, struct str value)
{
	if (value.n > 0)
		escaped(b, value, VALUE);
}

struct str
canonical_characters(struct job *j, struct str s)
{
	const char *end = s.p + s.n;
	struct str instead;

	for (const char *p = s.p; p < end;) {
		if (*p != '&' && *p != '<' && *p != '>'
		    && written_otherwise(p, end, NONE, &instead) > 0) {
			struct buf b = buf_in(j, s.n * 3);

			escaped(&b, s, NONE);
			return buf_so_far(&b);
		}
		p += (unsigned char)*p < 0x80 ? 1 : utf8_at(p, end);
	}
	return s;
}

void
canonical_tag(struct buf *b, const struct tag *tag)
{
	buf_ch(b, '<');
	buf_put(b, element_row(tag->el)->name);
	for (size_t i = 0; i < tag->n; i++) {
		buf_ch(b, ' ');
		buf_put(b, attribute_name(tag->at[i].name));
		BUF_LIT(b, "=\"");
		canonical_value(b, tag->at[i].value);
		buf_ch(b, '"');
	}
	buf_ch(b, '>');
}

void
canonical_end(struct buf *b, enum element el)
{
	BUF_LIT(b, "</");
	buf_put(b, element_row(el)->name);
	buf_ch(b, '>');
}
