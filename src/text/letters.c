/* SPDX-License-Identifier: ISC */
#include "text/letters.h"

#include <assert.h>
#include <gumbo.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "base/hex.h"
#include "text/fold.h"
#include "text/utf8.h"

#define PARTS 18      /* the longest decomposition of one character */
#define ENTITY_MAX 34 /* bytes of the longest entity's name */
#define TAG_MAX ((size_t)8192)
#define BLOT 0x25ae /* stands where words were blotted out */

struct reader {
	struct job *j;
	struct str text;
	enum reading how;
	const UNormalizer2 *nfkd;
	struct letters l;
	unsigned char before; /* LETTER_... since the last letter */
	int newlines;         /* in the gap under way */
	bool ended;           /* the gap began with the end of a sentence */
	int run;              /* letters since the last gap */
	bool lower, digit;    /* what the last letter was */
};

/* For n more. */
static void
make_room(struct reader *r, size_t n)
{
	struct letters *l = &r->l;
	size_t room = l->room == 0 ? 4096 : l->room;

	while (room - l->n < n)
		room *= 2;
	if (room == l->room)
		return;
	l->c = job_widen(r->j, l->c, l->n * sizeof(*l->c),
	    room * sizeof(*l->c));
	l->from = job_widen(r->j, l->from, l->n * sizeof(*l->from),
	    room * sizeof(*l->from));
	l->to = job_widen(r->j, l->to, l->n * sizeof(*l->to),
	    room * sizeof(*l->to));
	l->how = job_widen(r->j, l->how, l->n, room);
	l->room = room;
}

static void
put(struct reader *r, int32_t c, size_t from, size_t to)
{
	const bool digit = c >= '0' && c <= '9';

	make_room(r, 1);
	if (r->l.n > 0 && digit != r->digit)
		r->before |= LETTER_TURN;
	r->l.c[r->l.n] = c;
	r->l.from[r->l.n] = (uint32_t)from;
	r->l.to[r->l.n] = (uint32_t)to;
	r->l.how[r->l.n++] = r->before;
	r->run = (r->before & LETTER_GAP) != 0 ? 1 : r->run + 1;
	r->before = 0;
	r->newlines = 0;
	r->ended = false;
	r->digit = digit;
}

/* A mark belongs to the letter before it. */
static void
mark(struct reader *r, size_t from, size_t to)
{
	if (r->l.n > 0 && r->l.to[r->l.n - 1] == from)
		r->l.to[r->l.n - 1] = (uint32_t)to;
}

/* "Dr. Doe" and "J. Doe" are no ends of sentences. */
#define SHORT_WORD 4

static void
gap(struct reader *r, int32_t c)
{
	r->before |= LETTER_GAP;
	if (c == '\n' && ++r->newlines == 2)
		r->before |= LETTER_STOP;
	else if (c != '\n' && c != ' ' && c != '\t' && c != '\r')
		r->newlines = 0;
	if ((c == ' ' || c == '\n' || c == '\t') && r->ended)
		r->before |= LETTER_STOP;
	r->ended = c == '!' || c == '?' || c == 0x61f || c == 0x3002
	    || (c == '.' && r->run > SHORT_WORD);
	if (c == BLOT)
		r->before |= LETTER_STOP;
}

/* One character of a decomposition; true if it was a letter. */
static void
take_part(struct reader *r, UChar32 c, size_t from, size_t to)
{
	const int32_t digit = u_charDigitValue(c);
	const int8_t type = u_charType(c);
	const char *many;

	if (digit >= 0) {
		put(r, '0' + digit, from, to);
		return;
	}
	c = fold_arabic(u_foldCase(c, U_FOLD_CASE_DEFAULT));
	many = fold_unlike(c);
	for (; many != NULL && *many != '\0'; many++)
		put(r, *many, from, to);
	if (many != NULL)
		return;
	if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK
	    || c == 0x640)
		mark(r, from, to);
	else if (u_isalnum(c) || type == U_COMBINING_SPACING_MARK)
		put(r, c, from, to);
	else
		gap(r, c);
}

static void
take_ascii(struct reader *r, UChar32 c, size_t from, size_t to)
{
	const bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';

	if (!upper && !lower && !(c >= '0' && c <= '9')) {
		gap(r, c);
		return;
	}
	if (upper && r->lower)
		r->before |= LETTER_TURN;
	r->lower = lower;
	put(r, upper ? c + 32 : c, from, to);
}

static void
take_char(struct reader *r, UChar32 c, size_t from, size_t to)
{
	UErrorCode err = U_ZERO_ERROR;
	UChar parts[PARTS];
	int32_t i = 0, n;

	if (c < 0x80) {
		take_ascii(r, c, from, to);
		return;
	}
	if (fold_arabic_mark(c)) {
		mark(r, from, to);
		return;
	}
	if (u_isupper(c) && r->lower)
		r->before |= LETTER_TURN;
	r->lower = u_islower(c);
	n = unorm2_getDecomposition(r->nfkd, c, parts, PARTS, &err);
	if (n <= 0 || U_FAILURE(err)) {
		take_part(r, c, from, to);
		return;
	}
	while (i < n) {
		U16_NEXT(parts, i, n, c);
		take_part(r, c, from, to);
	}
}

/* ---- what stands for another character: how many bytes, or 0 ---- */

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* n hex digits at `at`; -1 if they are none. */
static int32_t
hex_at(struct str s, size_t at, size_t n)
{
	int32_t v = 0;

	if (at + n > s.n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const int d = hex_value(s.p[at + i]);

		if (d < 0)
			return -1;
		v = v << 4 | d;
	}
	return v;
}

/* &#1234; &#x4d2; the semicolon may be missing. */
static size_t
numeric_at(struct str s, size_t at, UChar32 *c)
{
	size_t i = at + 2;
	const bool hex = i < s.n && (s.p[i] == 'x' || s.p[i] == 'X');
	int64_t v = 0;
	size_t digits = 0;

	for (i += hex; i < s.n && digits < 8; i++, digits++) {
		const int d = hex_value(s.p[i]);

		if (d < 0 || (!hex && d > 9))
			break;
		v = v * (hex ? 16 : 10) + d;
	}
	if (digits == 0 || v > 0x10ffff)
		return 0;
	*c = (UChar32)v;
	return i + (i < s.n && s.p[i] == ';') - at;
}

static const struct {
	struct str name;
	UChar32 c;
} usual[] = {
	{ STR_INIT("&amp;"), '&' },
	{ STR_INIT("&lt;"), '<' },
	{ STR_INIT("&gt;"), '>' },
	{ STR_INIT("&quot;"), '"' },
	{ STR_INIT("&apos;"), '\'' },
	{ STR_INIT("&nbsp;"), 0xa0 },
	{ STR_INIT("&shy;"), 0xad },
	{ STR_INIT("&zwnj;"), 0x200c },
	{ STR_INIT("&zwj;"), 0x200d },
};

/* HTML has 2,231 of them, and gumbo knows all. */
static void
parse_entity(struct str entity, UChar32 *c)
{
	GumboOutput *tree = gumbo_parse_with_options(&kGumboDefaultOptions,
	    entity.p, entity.n);
	const GumboNode *nd = tree->root;
	struct str text = { NULL, 0 };
	size_t i = 0;

	while (
	    nd->type == GUMBO_NODE_ELEMENT && nd->v.element.children.length > 0)
		nd = nd->v.element.children
			 .data[nd->v.element.children.length - 1];
	if (nd->type == GUMBO_NODE_TEXT)
		text = str_of(nd->v.text.text);
	if (text.n > 0 && text.p[0] != '&')
		*c = utf8_next(text, &i);
	gumbo_destroy_output(&kGumboDefaultOptions, tree);
}

static size_t
entity_at(struct str s, size_t at, UChar32 *c)
{
	size_t n = 1;

	if (at + 2 < s.n && s.p[at + 1] == '#')
		return numeric_at(s, at, c);
	while (at + n < s.n && n < ENTITY_MAX
	    && u_isalnum((unsigned char)s.p[at + n]) && s.p[at + n] > 0)
		n++;
	if (n < 3 || at + n >= s.n || s.p[at + n] != ';')
		return 0;
	const struct str whole = str_sub(s, at, n + 1);

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (str_eq(usual[i].name, whole)) {
			*c = usual[i].c;
			return whole.n;
		}
	*c = -1;
	parse_entity(whole, c);
	return *c < 0 ? 0 : whole.n;
}

/* As many %XX as make one character. */
static size_t
percent_at(struct str s, size_t at, UChar32 *c)
{
	char bytes[4];
	size_t n = 0, i = 0;
	const int32_t first = hex_at(s, at + 1, 2);
	const size_t want = first < 0 ? 0
	    : first < 0x80            ? 1
	    : first < 0xe0            ? 2
	    : first < 0xf0            ? 3
				      : 4;

	for (; n < want && at + 3 * n < s.n && s.p[at + 3 * n] == '%'; n++) {
		const int32_t v = hex_at(s, at + 3 * n + 1, 2);

		if (v < 0)
			return 0;
		bytes[n] = (char)v;
	}
	if (n == 0 || n < want)
		return 0;
	*c = utf8_next(str_from(bytes, n), &i);
	return *c < 0 || i < n ? 0 : 3 * n;
}

static size_t
escape_at(struct str s, size_t at, enum reading how, UChar32 *c)
{
	static const struct str gaps = STR_INIT("ntr0abvfeNLP_");

	if (at + 1 >= s.n)
		return 0;
	const char kind = s.p[at + 1];
	const size_t digits = kind == 'u' ? 4
	    : kind == 'x'                 ? 2
	    : kind == 'U'                 ? 8
					  : 0;

	if (digits > 0) {
		int32_t v = hex_at(s, at + 2, digits), low;

		if (v < 0 || v > 0x10ffff)
			return 0;
		if (v >= 0xd800 && v < 0xdc00 && at + 7 < s.n
		    && s.p[at + 6] == '\\' && s.p[at + 7] == 'u'
		    && (low = hex_at(s, at + 8, 4)) >= 0xdc00 && low < 0xe000) {
			*c = 0x10000 + ((v - 0xd800) << 10) + (low - 0xdc00);
			return 12;
		}
		*c = v;
		return digits + 2;
	}
	if (how == READ_SOURCE && str_find_ch(gaps, kind) != NOWHERE) {
		*c = kind == 'n' ? '\n' : ' ';
		return 2;
	}
	return 0;
}

/* ---- what a reader does not see ---- */

/* From the < to behind its >. */
static size_t
tag_at(struct str s, size_t at)
{
	const struct str rest = str_sub(s, at, TAG_MAX);
	char quote = 0;

	if (str_starts(rest, STR("<!--"))) {
		const size_t end = str_find(rest, STR("-->"));

		return end == NOWHERE ? 0 : end + 3;
	}
	if (rest.n < 2
	    || !(u_isalpha((unsigned char)rest.p[1] & 0x7f)
		|| str_find_ch(STR("/!?"), rest.p[1]) != NOWHERE))
		return 0;
	for (size_t i = 1; i < rest.n; i++) {
		const char c = rest.p[i];

		if (quote != 0)
			quote = c == quote ? 0 : quote;
		else if (c == '>')
			return i + 1;
		else if ((c == '"' || c == '\'') && rest.p[i - 1] == '=')
			quote = c;
	}
	return 0;
}

/* From the opening bracket to behind the one that closes it. */
static size_t
brackets_at(struct str s, size_t at, char open, char close)
{
	const struct str rest = str_sub(s, at, TAG_MAX);
	int depth = 0;

	for (size_t i = 0; i < rest.n; i++) {
		if (rest.p[i] == '\\')
			i++;
		else if (rest.p[i] == open)
			depth++;
		else if (rest.p[i] == close && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* Markup that stands between letters and isn't shown; 0 if there is none. */
static size_t
hidden_at(struct str s, size_t at)
{
	const char c = s.p[at], next = at + 1 < s.n ? s.p[at + 1] : '\0';
	size_t n = 0;

	if (c == '<')
		return tag_at(s, at);
	if (c == ']' && next == '(')
		n = brackets_at(s, at + 1, '(', ')');
	else if (c == ']' && next == '[')
		n = brackets_at(s, at + 1, '[', ']');
	else if (c == '[' && next == '^')
		return brackets_at(s, at, '[', ']');
	return n > 0 ? n + 1 : 0;
}

/* ---- the text ---- */

static size_t
decoded_at(const struct reader *r, size_t at, UChar32 *c)
{
	switch (r->text.p[at]) {
	case '&':
		return entity_at(r->text, at, c);
	case '%':
		return percent_at(r->text, at, c);
	case '\\':
		return escape_at(r->text, at, r->how, c);
	default:
		return 0;
	}
}

/* Lower-case letters, as most are. */
static size_t
take_run(struct reader *r, size_t at)
{
	const struct str s = r->text;
	struct letters *l = &r->l;
	size_t end = at;

	while (end < s.n && s.p[end] >= 'a' && s.p[end] <= 'z')
		end++;
	if (end == at)
		return at;
	put(r, s.p[at], at, at + 1);
	r->lower = true;
	make_room(r, end - at);
	for (at++; at < end; at++) {
		l->c[l->n] = (unsigned char)s.p[at];
		l->from[l->n] = (uint32_t)at;
		l->to[l->n] = (uint32_t)at + 1;
		l->how[l->n++] = 0;
		r->run++;
	}
	return end;
}

bool
letters_differ(struct str text)
{
	return str_find_ch(text, '<') != NOWHERE
	    || str_find_ch(text, '\\') != NOWHERE
	    || str_find_ch(text, '[') != NOWHERE;
}

void
letters_read(struct job *j, struct str text, enum reading how,
    struct letters *out)
{
	UErrorCode err = U_ZERO_ERROR;
	struct reader r = { .j = j,
		.text = text,
		.how = how,
		.nfkd = unorm2_getNFKDInstance(&err),
		.l = *out,
		.before = LETTER_GAP | LETTER_STOP };
	size_t at = 0;

	r.l.n = 0;

	assert(U_SUCCESS(err) && text.n < UINT32_MAX);
	while ((at = take_run(&r, at)) < text.n) {
		const size_t from = at;
		UChar32 c = -1;
		size_t n = 0;

		if (text.p[at] == ' ') {
			gap(&r, ' ');
			at++;
			continue;
		}
		if (how == READ_SHOWN)
			n = hidden_at(text, at);
		if (n > 0) {
			r.before |= LETTER_GAP;
			at += n;
			continue;
		}
		n = decoded_at(&r, at, &c);
		if (n > 0)
			at += n;
		else
			c = utf8_next(text, &at);
		if (c < 0)
			gap(&r, ' ');
		else
			take_char(&r, c, from, at);
	}
	*out = r.l;
}

bool
letter_needs_no_gap(int32_t c)
{
	return fold_is_paired(c);
}
