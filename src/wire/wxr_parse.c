/* SPDX-License-Identifier: ISC */
/* One piece of a WXR file, made sound and parsed. */
#include <errno.h>
#include <string.h>

#include "wire/origin.h"
#include "wire/wxr_inside.h"

#define PARTS_DEPTH 8
#define PARTS_MAX 200000

/* ---- bytes ---- */

static enum status
to_utf8(struct wxr *x, struct job *j, struct str in, struct str *out)
{
	struct buf b = buf_in(j, in.n * 4 + 16);
	char piece[8192], *from = job_cstr(j, in);
	size_t left = in.n;

	(void)iconv(x->iconv, NULL, NULL, NULL, NULL);
	while (left > 0) {
		char *to = piece;
		size_t room = sizeof(piece);
		const size_t got = iconv(x->iconv, &from, &left, &to, &room);

		buf_put(&b, str_from(piece, sizeof(piece) - room));
		if (got == (size_t)-1 && errno != E2BIG && left > 0) {
			BUF_LIT(&b, "\xef\xbf\xbd");
			from++;
			left--;
		}
	}
	return buf_done(&b, out);
}

/* How long the UTF-8 character at p is; 0 if it is none. */
static size_t
character(const unsigned char *p, size_t n)
{
	size_t len = p[0] < 0x80 ? 1 : p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;

	if (len > n || !str_is_utf8(str_from((const char *)p, len)))
		return 0;
	return len;
}

struct mend {
	struct job *j;
	struct notes *notes;
	struct buf b;
	struct str s;
	size_t at;
	int line;
	bool cdata;
	bool told_bytes, told_entity;
};

/* The digit's value, or -1. */
static int
digit_of(char c, bool hex)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return hex && (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
							 : -1;
}

/* Characters that XML 1.0 lets stand (2.2). */
static bool
is_xml(int64_t c)
{
	return c == '\n' || c == '\t' || c == '\r' || (c >= ' ' && c < 0xD800)
	    || (c > 0xDFFF && c < 0xFFFE) || (c > 0xFFFF && c <= 0x10FFFF);
}

/* "&#233;" or "&#xe9;" of such a character. */
static bool
is_number(struct str s)
{
	const bool hex = s.n > 2 && (s.p[2] | 32) == 'x';
	const size_t from = hex ? 3 : 2;
	int64_t value = 0;
	size_t n;

	if (!str_starts(s, STR("&#")))
		return false;
	for (n = from; n < s.n && digit_of(s.p[n], hex) >= 0; n++)
		if (value <= 0x10FFFF)
			value = value * (hex ? 16 : 10) + digit_of(s.p[n], hex);
	return n > from && n < s.n && s.p[n] == ';' && is_xml(value);
}

static bool
is_known(struct str s)
{
	static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;",
		"&apos;" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_starts(s, str_of(known[i])))
			return true;
	return is_number(s);
}

/* How long a name is that ends in a semicolon: "&lol"; 0 if it is none. */
static size_t
named(struct str s)
{
	size_t n = 1;

	while (n < s.n
	    && (digit_of(s.p[n], false) >= 0
		|| ((s.p[n] | 32) >= 'a' && (s.p[n] | 32) <= 'z')))
		n++;
	return n > 1 && n < s.n && s.p[n] == ';' ? n : 0;
}

/* XML knows five entities; others stay as words. */
static void
mend_ampersand(struct mend *m)
{
	const struct str s = str_sub(m->s, m->at, 64);
	const size_t name = named(s);

	m->at++;
	if (is_known(s)) {
		buf_ch(&m->b, '&');
		return;
	}
	if (name > 0 && !m->told_entity) {
		m->told_entity = true;
		convert_note(m->j, m->notes, m->line,
		    job_printf(m->j,
			"the entity %.*s; is not XML's; it stays as it is "
			"written",
			(int)name, s.p));
	}
	BUF_LIT(&m->b, "&amp;");
}

static void
mend_one(struct mend *m)
{
	const unsigned char *p = (const unsigned char *)m->s.p + m->at;
	const size_t left = m->s.n - m->at;
	const size_t n = character(p, left);

	if (n == 0 || (p[0] < ' ' && strchr("\n\r\t", p[0]) == NULL)
	    || p[0] == '\0') {
		if (!m->told_bytes)
			convert_note(m->j, m->notes, m->line,
			    n == 0 ? STR("bytes that are no UTF-8 stand here; "
					 "each is shown as \xef\xbf\xbd")
				   : STR("control characters stand here; they "
					 "are left out"));
		m->told_bytes = true;
		if (n == 0)
			BUF_LIT(&m->b, "\xef\xbf\xbd");
		m->at++;
		return;
	}
	/* U+FFFE and U+FFFF are no XML either. */
	if (n == 3 && p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE) {
		m->at += n;
		return;
	}
	m->line += p[0] == '\n';
	if (p[0] == '&' && !m->cdata) {
		mend_ampersand(m);
		return;
	}
	if (p[0] == '<' && !m->cdata
	    && str_starts(str_skip(m->s, m->at), STR("<![CDATA[")))
		m->cdata = true;
	else if (p[0] == ']' && m->cdata
	    && str_starts(str_skip(m->s, m->at), STR("]]>")))
		m->cdata = false;
	buf_put(&m->b, str_from((const char *)p, n));
	m->at += n;
}

/* True if nothing in the bytes needs to be mended. */
static bool
is_sound(struct str s)
{
	bool amp = false;

	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if (c < ' ' && c != '\n' && c != '\r' && c != '\t')
			return false;
		amp |= c == '&';
	}
	if (!str_is_utf8(s) || str_find(s, STR("\xef\xbf\xbe")) != NOWHERE
	    || str_find(s, STR("\xef\xbf\xbf")) != NOWHERE)
		return false;
	/* An ampersand outside of CDATA, looked at one by one. */
	for (size_t at = 0; amp;) {
		const size_t cd = str_find(str_skip(s, at), STR("<![CDATA["));
		const struct str open = str_sub(s, at,
		    cd == NOWHERE ? s.n : cd);
		size_t end;

		if (str_find_ch(open, '&') != NOWHERE)
			return false;
		if (cd == NOWHERE)
			return true;
		end = str_find(str_skip(s, at + cd), STR("]]>"));
		if (end == NOWHERE)
			return true;
		at += cd + end + 3;
	}
	return true;
}

static enum status
mend(struct wxr *x, struct job *j, struct str bytes, int line, struct str *out,
    struct notes *notes)
{
	struct mend m = { .j = j, .notes = notes, .line = line };
	enum status st = OK;

	if (x->coded)
		st = to_utf8(x, j, bytes, &bytes);
	if (st != OK || is_sound(bytes)) {
		*out = bytes;
		return st;
	}
	m.s = bytes;
	m.b = buf_in(j, bytes.n * 6 + 16);
	while (m.at < m.s.n)
		mend_one(&m);
	return buf_done(&m.b, out);
}

/* ---- XML ---- */

struct parsing {
	struct job *j;
	XML_Parser parser;
	int line;
	struct xml *open[PARTS_DEPTH];
	struct buf text[PARTS_DEPTH];
	size_t depth, n;
	size_t over; /* elements that are nested too deep */
	struct xml *top;
};

static void XMLCALL
on_start(void *arg, const XML_Char *name, const XML_Char **atts)
{
	struct parsing *p = arg;
	struct xml *e, *parent;

	if (p->depth == PARTS_DEPTH || p->over > 0 || p->n == PARTS_MAX) {
		p->over++;
		return;
	}
	e = JOB_NEW(p->j, struct xml);
	p->n++;
	e->name = job_str(p->j, str_of(name));
	e->line = p->line + (int)XML_GetCurrentLineNumber(p->parser) - 1;
	for (size_t i = 0; atts[i] != NULL; i += 2) {
		if (strcmp(atts[i], "domain") == 0)
			e->domain = job_str(p->j, str_of(atts[i + 1]));
		else if (strcmp(atts[i], "nicename") == 0)
			e->nicename = job_str(p->j, str_of(atts[i + 1]));
	}
	if (p->depth > 0) {
		parent = p->open[p->depth - 1];
		if (parent->last != NULL)
			parent->last->next = e;
		else
			parent->first = e;
		parent->last = e;
	} else if (p->top == NULL) {
		p->top = e;
	}
	p->open[p->depth] = e;
	p->text[p->depth] = buf_in(p->j, WXR_PIECE_MAX * 4);
	p->depth++;
}

static void XMLCALL
on_end(void *arg, const XML_Char *name)
{
	struct parsing *p = arg;

	(void)name;
	if (p->over > 0) {
		p->over--;
		return;
	}
	p->depth--;
	p->open[p->depth]->text = buf_so_far(&p->text[p->depth]);
}

static void XMLCALL
on_text(void *arg, const XML_Char *s, int n)
{
	struct parsing *p = arg;

	/* White space between parts is of no use. */
	if (p->depth == 0 || p->over > 0)
		return;
	if (p->open[p->depth - 1]->first == NULL)
		buf_put(&p->text[p->depth - 1], str_from(s, (size_t)n));
}

enum status
wxr_parse(struct wxr *x, struct job *j, struct str bytes, int line,
    struct xml **out, struct notes *notes)
{
	struct parsing p = { .j = j, .line = line };
	struct str sound;
	enum status st = mend(x, j, bytes, line, &sound, notes);

	if (st != OK)
		return st;
	if (x->parser == NULL) {
		x->parser = XML_ParserCreate("UTF-8");
		if (x->parser == NULL)
			return job_fail(j, FAULT, "out of memory");
	} else {
		(void)XML_ParserReset(x->parser, "UTF-8");
	}
	p.parser = x->parser;
	XML_SetUserData(x->parser, &p);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	if (XML_Parse(x->parser, sound.p, (int)sound.n, 1) != XML_STATUS_OK
	    || p.top == NULL)
		return job_fail(j, INVALID, "%s:%d: %s", x->path,
		    line + (int)XML_GetCurrentLineNumber(x->parser) - 1,
		    XML_ErrorString(XML_GetErrorCode(x->parser)));
	*out = p.top;
	return OK;
}

const struct xml *
xml_at(const struct xml *e, const char *name)
{
	for (const struct xml *part = e->first; part != NULL; part = part->next)
		if (str_eq(part->name, str_of(name)))
			return part;
	return NULL;
}

struct str
xml_text(const struct xml *e, const char *name)
{
	const struct xml *part = xml_at(e, name);

	return part != NULL ? str_trim(part->text) : STR("");
}

int64_t
xml_int(const struct xml *e, const char *name)
{
	int64_t n = 0;

	return str_to_int(xml_text(e, name), &n) ? n : 0;
}
