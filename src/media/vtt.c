/* SPDX-License-Identifier: ISC */
/*
 * Captions (W3C WebVTT), read as the specification lets one write them and
 * written anew: times with hours, cues in their order, a few settings, the
 * tags i b u v ruby rt lang; no notes, styles, regions, names of cues.
 */
#include "base/buf.h"
#include "media/clean.h"

#define HOURS_MAX 999

struct vtt {
	struct clean *c;
	struct buf out;
	struct str rest, line;
	int at;       /* number of the line */
	int64_t last; /* milliseconds at which the cue before began, or -1 */
};

static bool
wrong(struct vtt *v, const char *what)
{
	return clean_refuse(v->c, "line %d: %s", v->at, what);
}

static bool
next_line(struct vtt *v)
{
	if (!str_line(&v->rest, &v->line))
		return false;
	v->at++;
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct str
skip_blanks(struct str s)
{
	while (s.n > 0 && is_blank(s.p[0]))
		s = str_skip(s, 1);
	return s;
}

/* So many digits, or at least so many. */
static bool
digits(struct str *s, size_t least, size_t most, int64_t *out)
{
	size_t n = 0;
	int64_t value = 0;

	while (n < s->n && n < most && s->p[n] >= '0' && s->p[n] <= '9')
		value = value * 10 + (s->p[n++] - '0');
	if (n < least)
		return false;
	*s = str_skip(*s, n);
	*out = value;
	return true;
}

static bool
one_of(struct str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_skip(*s, 1);
	return true;
}

/* [hours:]minutes:seconds.thousandths */
static bool
time_at(struct str *s, int64_t *ms)
{
	int64_t a, b, c, t;

	if (!digits(s, 2, 3, &a) || !one_of(s, ':') || !digits(s, 2, 2, &b))
		return false;
	if (one_of(s, ':')) {
		if (!digits(s, 2, 2, &c))
			return false;
	} else {
		c = b;
		b = a;
		a = 0;
	}
	if (!one_of(s, '.') || !digits(s, 3, 3, &t) || b > 59 || c > 59
	    || a > HOURS_MAX)
		return false;
	*ms = ((a * 60 + b) * 60 + c) * 1000 + t;
	return true;
}

static void
time_put(struct buf *b, int64_t ms)
{
	buf_printf(b, "%02lld:%02lld:%02lld.%03lld", (long long)(ms / 3600000),
	    (long long)(ms / 60000 % 60), (long long)(ms / 1000 % 60),
	    (long long)(ms % 1000));
}

/* Where a cue stands; a setting of another kind is left out. */
static bool
setting(struct vtt *v, struct str word)
{
	static const struct str names[] = { STR_INIT("vertical:"),
		STR_INIT("line:"), STR_INIT("position:"), STR_INIT("size:"),
		STR_INIT("align:") };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!str_starts(word, names[i]))
			continue;
		const struct str value = str_skip(word, names[i].n);

		for (size_t k = 0; k < value.n; k++) {
			const char c = value.p[k];

			if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')
			    && c != '%' && c != '.' && c != ',' && c != '-')
				return wrong(v,
				    "a setting behind the times is not one");
		}
		buf_ch(&v->out, ' ');
		buf_put(&v->out, word);
	}
	return true;
}

static bool
times(struct vtt *v)
{
	struct str s = v->line, word;
	int64_t from, to;

	if (!time_at(&s, &from))
		return wrong(v,
		    "a cue's times are to stand here, as 00:01.000 --> "
		    "00:04.000");
	s = skip_blanks(s);
	if (!str_starts(s, STR("-->")))
		return wrong(v, "--> is to stand between the two times");
	s = skip_blanks(str_skip(s, 3));
	if (!time_at(&s, &to) || (s.n > 0 && !is_blank(s.p[0])))
		return wrong(v,
		    "the time behind --> is none; it is written as 00:04.000");
	if (to <= from)
		return wrong(v, "the cue ends before it begins");
	if (from < v->last)
		return wrong(v, "the cue begins before the one above it");
	v->last = from;
	time_put(&v->out, from);
	BUF_LIT(&v->out, " --> ");
	time_put(&v->out, to);
	while ((s = skip_blanks(s)).n > 0) {
		size_t n = 0;

		while (n < s.n && !is_blank(s.p[n]))
			n++;
		word = str_sub(s, 0, n);
		s = str_skip(s, n);
		if (!setting(v, word))
			return false;
	}
	buf_ch(&v->out, '\n');
	return true;
}

/* A name, without hyphens at its end: with ">" they would be an arrow. */
static struct str
voice(struct str s)
{
	s = str_trim(s);
	while (s.n > 0 && (s.p[s.n - 1] == '-' || is_blank(s.p[s.n - 1])))
		s.n--;
	return s;
}

/* "v Ann", "/v", "b.loud" without its class; others are left out. */
static void
tag_put(struct vtt *v, struct str tag)
{
	static const struct str names[] = { STR_INIT("i"), STR_INIT("b"),
		STR_INIT("u"), STR_INIT("v"), STR_INIT("ruby"), STR_INIT("rt"),
		STR_INIT("lang") };
	const bool ends = tag.n > 0 && tag.p[0] == '/';
	const struct str s = str_skip(tag, ends);
	size_t n = 0, space;

	while (n < s.n && s.p[n] >= 'a' && s.p[n] <= 'z')
		n++;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!str_eq(str_sub(s, 0, n), names[i])
		    || (n < s.n && s.p[n] != '.' && !is_blank(s.p[n])))
			continue;
		BUF_LIT(&v->out, "<");
		if (ends)
			BUF_LIT(&v->out, "/");
		buf_put(&v->out, names[i]);
		for (space = n; space < s.n && !is_blank(s.p[space]);)
			space++;
		const struct str words = voice(str_skip(s, space));

		if (!ends && words.n > 0
		    && (names[i].n == 1
			    ? names[i].p[0] == 'v'
			    : names[i].n == 4 && names[i].p[0] == 'l')) {
			buf_ch(&v->out, ' ');
			buf_put(&v->out, words);
		}
		BUF_LIT(&v->out, ">");
	}
}

/* "&amp;" and its like stay; any other & is a word's. */
static size_t
entity(struct str s)
{
	static const struct str known[] = { STR_INIT("&amp;"), STR_INIT("&lt;"),
		STR_INIT("&gt;"), STR_INIT("&nbsp;"), STR_INIT("&lrm;"),
		STR_INIT("&rlm;") };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_starts(s, known[i]))
			return known[i].n;
	return 0;
}

static bool
words(struct vtt *v)
{
	struct str s = v->line;
	const size_t begun = v->out.n;

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\t')
			return wrong(v, "there is a control character");
	if (str_find(s, STR("-->")) != NOWHERE)
		return wrong(v, "an empty line is missing above a cue's times");
	while (s.n > 0) {
		size_t n = 1;

		if (s.p[0] == '<') {
			n = str_find_ch(s, '>');
			if (n == NOWHERE
			    || str_find_ch(str_sub(s, 1, n - 1), '<')
				!= NOWHERE)
				return wrong(v, "a < has no > behind it");
			tag_put(v, str_sub(s, 1, n - 1));
			n++;
		} else if (s.p[0] == '&' && (n = entity(s)) > 0) {
			buf_put(&v->out, str_sub(s, 0, n));
		} else if (s.p[0] == '&') {
			n = 1;
			BUF_LIT(&v->out, "&amp;");
		} else if (s.p[0] == '>') {
			BUF_LIT(&v->out, "&gt;");
		} else {
			buf_ch(&v->out, s.p[0]);
		}
		s = str_skip(s, n);
	}
	/* An empty line would end the cue. */
	if (v->out.n > begun)
		buf_ch(&v->out, '\n');
	return true;
}

static bool
skip_block(struct vtt *v)
{
	while (next_line(v) && v->line.n > 0)
		if (str_find(v->line, STR("-->")) != NOWHERE)
			return wrong(v,
			    "an empty line is missing above a cue's times");
	return true;
}

static bool
is_word_alone(struct str line, struct str word)
{
	return str_starts(line, word)
	    && (line.n == word.n || is_blank(line.p[word.n]));
}

/* The block whose first line was read. */
static bool
block(struct vtt *v)
{
	if (is_word_alone(v->line, STR("NOTE"))
	    || str_eq(str_trim(v->line), STR("STYLE"))
	    || str_eq(str_trim(v->line), STR("REGION"))) {
		return skip_block(v);
	}
	/* A cue's name. */
	if (str_find(v->line, STR("-->")) == NOWHERE && !next_line(v))
		return wrong(v, "a cue's times are missing");
	buf_ch(&v->out, '\n');
	if (!times(v))
		return false;
	while (next_line(v) && v->line.n > 0)
		if (!words(v))
			return false;
	return true;
}

static bool
head(struct vtt *v)
{
	if (str_starts(v->rest, STR("\xef\xbb\xbf")))
		v->rest = str_skip(v->rest, 3);
	if (!next_line(v) || !is_word_alone(v->line, STR("WEBVTT")))
		return wrong(v,
		    "WEBVTT is to stand here; save other captions (SubRip, "
		    ".srt) as WebVTT");
	BUF_LIT(&v->out, "WEBVTT\n");
	return v->line.n == 0 || skip_block(v);
}

bool
clean_vtt(struct clean *c)
{
	const struct str given = { (const char *)c->p, c->n };
	struct vtt v = { .c = c,
		.rest = given,
		.last = -1,
		.out = buf_in(c->j, c->n * 5 + 64) };
	struct str done;

	if (!str_is_utf8(given) || str_find_ch(given, '\0') != NOWHERE)
		return clean_refuse(c,
		    "the captions are not UTF-8; save them anew as that");
	if (!head(&v))
		return false;
	while (next_line(&v))
		if (v.line.n > 0 && !block(&v))
			return false;
	if (v.last < 0)
		return clean_refuse(c, "there is no cue in the captions");
	if (buf_done(&v.out, &done) != OK)
		return clean_refuse(c, "the captions grew too large");
	c->p = (unsigned char *)v.out.p;
	c->n = done.n;
	c->format = MADE_VTT;
	return true;
}
