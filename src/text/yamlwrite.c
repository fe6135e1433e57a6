/* SPDX-License-Identifier: ISC */
/* A tree written as YAML, in the one hand that stet writes. */
#include <assert.h>

#include "text/front.h"

/* How a text can stand in YAML, the plainest first. */
enum hand {
	PLAIN,
	SINGLE,  /* 'it''s' */
	LITERAL, /* | and the lines */
	DOUBLE,  /* "with \n escapes" */
};

static bool
starts_plain(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
	    || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80 || c == '/'
	    || c == '(' || c == '_';
}

/* Words and numbers that a YAML reader takes for something but text. */
static bool
reads_as_other(struct str s)
{
	static const struct str words[] = { STR_INIT("true"), STR_INIT("false"),
		STR_INIT("yes"), STR_INIT("no"), STR_INIT("on"),
		STR_INIT("off"), STR_INIT("y"), STR_INIT("n") };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_nocase(s, words[i]))
			return true;
	return s.p[0] >= '0' && s.p[0] <= '9';
}

/* The character at s[i], if it must be escaped to be seen; *n its bytes. */
static bool
is_hidden(struct str s, size_t i, size_t *n, unsigned *code)
{
	const unsigned char *p = (const unsigned char *)s.p + i;
	const size_t left = s.n - i;

	*n = 1;
	*code = p[0];
	if (p[0] < 0x20 || p[0] == 0x7f)
		return true;
	if (p[0] == 0xc2 && left > 1 && p[1] < 0xa0) {
		*n = 2;
		*code = p[1];
		return true;
	}
	if (left < 3 || (p[0] != 0xe2 && p[0] != 0xef))
		return false;
	*code = ((p[0] & 0x0fU) << 12) | ((p[1] & 0x3fU) << 6) | (p[2] & 0x3fU);
	*n = 3;
	if (*code == 0x2028 || *code == 0x2029 || *code == 0xfeff
	    || *code == 0xfffe || *code == 0xffff)
		return true;
	*n = 1;
	return false;
}

/* Lines that can stand under a | as they are. */
static bool
can_be_literal(struct str s)
{
	struct str rest = s, line;
	size_t n, lines = 0;
	unsigned code;

	if (s.n == 0 || s.p[0] == ' ' || s.p[0] == '\n'
	    || str_ends(s, STR("\n\n")))
		return false;
	for (size_t i = 0; i < s.n; i += n)
		if (is_hidden(s, i, &n, &code) && code != '\n' && code != '\t')
			return false;
	while (str_cut(&rest, '\n', &line)) {
		if (line.n > 0 && (line.p[0] == '\t' || str_trim(line).n == 0))
			return false;
		lines++;
	}
	return lines > 0;
}

static enum hand
hand_for(struct str s, bool quoted)
{
	bool plain = s.n > 0 && starts_plain(s.p[0]) && s.p[s.n - 1] != ' '
	    && s.p[s.n - 1] != ':';
	size_t n;
	unsigned code;

	for (size_t i = 0; i < s.n; i += n) {
		const bool spaced = i == 0 || s.p[i - 1] == ' ';
		const bool colon = i > 0 && s.p[i - 1] == ':';

		if (is_hidden(s, i, &n, &code))
			return code == '\n' && can_be_literal(s) ? LITERAL
								 : DOUBLE;
		if ((s.p[i] == '#' && spaced) || (s.p[i] == ' ' && colon))
			plain = false;
	}
	if (str_eq_nocase(s, STR("null"))
	    || (plain && quoted && reads_as_other(s)))
		plain = false;
	return plain ? PLAIN : SINGLE;
}

static void
put_spaces(struct buf *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_ch(b, ' ');
}

static void
put_single(struct buf *b, struct str s)
{
	buf_ch(b, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			buf_ch(b, '\'');
		buf_ch(b, s.p[i]);
	}
	buf_ch(b, '\'');
}

static void
put_double(struct buf *b, struct str s)
{
	size_t n;
	unsigned code;

	buf_ch(b, '"');
	for (size_t i = 0; i < s.n; i += n) {
		if (is_hidden(s, i, &n, &code)) {
			if (code == '\n')
				BUF_LIT(b, "\\n");
			else if (code == '\t')
				BUF_LIT(b, "\\t");
			else if (code < 0x100)
				buf_printf(b, "\\x%02x", code);
			else
				buf_printf(b, "\\u%04x", code);
			continue;
		}
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_ch(b, '\\');
		buf_put(b, str_sub(s, i, n));
	}
	buf_ch(b, '"');
}

static void
put_literal(struct buf *b, struct str s, size_t indent)
{
	const bool ended = str_ends(s, STR("\n"));
	struct str rest = str_sub(s, 0, s.n - ended), line;

	buf_ch(b, '|');
	if (!ended)
		buf_ch(b, '-');
	while (str_cut(&rest, '\n', &line)) {
		buf_ch(b, '\n');
		if (line.n == 0)
			continue;
		put_spaces(b, indent);
		buf_put(b, line);
	}
}

/* An open list or map, and the entry that comes next. */
struct open {
	const struct node *next;
	bool list;
	size_t indent;
	bool dash; /* the first name stands behind a dash already */
	bool one_line;
};

static void
put_text(struct buf *b, const struct node *nd, const struct open *o)
{
	const enum hand hand = hand_for(nd->text, nd->quoted);

	if (hand == PLAIN)
		buf_put(b, nd->text);
	else if (hand == SINGLE)
		put_single(b, nd->text);
	else if (hand == LITERAL && !o->one_line)
		put_literal(b, nd->text, o->indent + 2);
	else
		put_double(b, nd->text);
}

static void
put_key(struct buf *b, struct str key)
{
	const enum hand hand = hand_for(key, false);

	if (hand == PLAIN)
		buf_put(b, key);
	else if (hand == SINGLE)
		put_single(b, key);
	else
		put_double(b, key);
	buf_ch(b, ':');
}

/* What stands behind the colon or dash, as far as it fits on that line. */
static void
put_value(struct buf *b, const struct node *nd, const struct open *o)
{
	if (nd->kind == NODE_SCALAR) {
		buf_ch(b, ' ');
		put_text(b, nd, o);
	} else if (nd->kind == NODE_NULL) {
		if (o->list)
			BUF_LIT(b, " ~");
	} else if (nd->first == NULL) {
		buf_put(b, nd->kind == NODE_MAP ? STR(" {}") : STR(" []"));
	}
	if (nd->kind == NODE_MAP && nd->first != NULL && o->list)
		return; /* its first name follows the dash */
	buf_ch(b, '\n');
}

static void
put_entry(struct buf *b, const struct node *nd, struct open *o)
{
	if (o->dash)
		buf_ch(b, ' ');
	else
		put_spaces(b, o->indent);
	o->dash = false;
	if (o->list)
		buf_ch(b, '-');
	else
		put_key(b, nd->key);
	put_value(b, nd, o);
}

static void
put_entries(struct buf *b, struct open first)
{
	struct open stack[TEXTFILE_DEPTH_MAX + 2];
	size_t depth = 1;

	stack[0] = first;
	while (depth > 0) {
		struct open *o = &stack[depth - 1];
		const struct node *nd = o->next;

		if (nd == NULL) {
			depth--;
			continue;
		}
		o->next = nd->next;
		put_entry(b, nd, o);
		if (nd->first == NULL)
			continue;
		assert(depth < TEXTFILE_DEPTH_MAX + 2);
		stack[depth++] = (struct open){ .next = nd->first,
			.list = nd->kind == NODE_LIST,
			.indent = o->indent + 2,
			.dash = o->list && nd->kind == NODE_MAP,
			.one_line = o->one_line };
	}
}

void
yaml_put_field(struct buf *b, struct str key, const struct node *value,
    bool one_line)
{
	struct node alone = *value;

	alone.key = key;
	alone.next = NULL;
	put_entries(b, (struct open){ .next = &alone, .one_line = one_line });
}
