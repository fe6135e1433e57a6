/* SPDX-License-Identifier: ISC */
#include "text/bounds.h"

#include <stdint.h>
#include <string.h>

#include "text/sanitise.h"

#define OPEN_MAX_ELEMENTS 240
#define ATTRIBUTES_MAX 256
#define BLANKS_MAX 20000
#define WORK_MAX 4000000 /* open elements, summed over all tags */

/*
 * Where the scan is.  There are no tags in a COMMENT or in RAW, and where that
 * can't be told, a closing tag may be no tag at all: so it closes nothing, and
 * the count can only be too high.
 */
enum zone {
	DATA,
	COMMENT,
	RAW,     /* in an element whose content is text, up to its end tag */
	FOR_GOOD /* no way to be sure where it ends */
};

struct bounds {
	const char *p, *end;
	enum zone zone;
	struct str raw;   /* RAW: the element */
	bool raw_comment; /* RAW: "<!--" was in it */
	bool strange;     /* met what makes elements mean something else */
	bool drawing;     /* only a drawing's elements since <svg> */
	size_t n, attributes;
	size_t blanks; /* FOR_GOOD: as many attributes there might be */
	uint64_t work;
	uint32_t open[OPEN_MAX_ELEMENTS]; /* hashes of names */
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r';
}

static struct str
rest_of(const struct bounds *b)
{
	return str_from(b->p, (size_t)(b->end - b->p));
}

static struct str
name_here(struct bounds *b)
{
	const char *from = b->p;

	while (
	    b->p < b->end && !is_blank(*b->p) && *b->p != '/' && *b->p != '>')
		b->p++;
	return str_from(from, (size_t)(b->p - from));
}

static uint32_t
hash(struct str name)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < name.n; i++)
		h = (h
			^ (unsigned char)(is_letter(name.p[i])
				? name.p[i] | 0x20
				: name.p[i]))
		    * 16777619u;
	return h;
}

static bool
is_among(struct str name, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(list[i], name))
			return true;
	return false;
}

#define AMONG(name, list) is_among(name, list, sizeof(list) / sizeof((list)[0]))

static bool
is_void(struct str name)
{
	static const struct str voids[] = { STR_INIT("br"), STR_INIT("img"),
		STR_INIT("hr"), STR_INIT("wbr"), STR_INIT("input"),
		STR_INIT("meta"), STR_INIT("link"), STR_INIT("source"),
		STR_INIT("col"), STR_INIT("area"), STR_INIT("base"),
		STR_INIT("embed"), STR_INIT("param"), STR_INIT("track") };

	return AMONG(name, voids);
}

static bool
is_raw(struct str name)
{
	static const struct str raws[] = { STR_INIT("style"),
		STR_INIT("script"), STR_INIT("textarea"), STR_INIT("title"),
		STR_INIT("xmp"), STR_INIT("iframe"), STR_INIT("noembed"),
		STR_INIT("noframes") };

	return AMONG(name, raws);
}

/* Elements that end without an end tag of their own. */
struct implied {
	struct str name;
	struct str ends[3]; /* the nearest of these, when it begins */
	struct str over[4]; /* and of these, what is open above that */
};

/* clang-format off */
#define S(lit) STR_INIT(lit)
#define CELLS S("td"), S("th")
#define BODIES S("tbody"), S("thead"), S("tfoot")
static const struct implied implied[] = {
	{ S("p"), { S("p") }, { S("") } },
	{ S("li"), { S("li") }, { S("p") } },
	{ S("dd"), { S("dd"), S("dt") }, { S("p") } },
	{ S("dt"), { S("dd"), S("dt") }, { S("p") } },
	{ S("option"), { S("option") }, { S("") } },
	{ S("td"), { CELLS }, { S("p") } },
	{ S("th"), { CELLS }, { S("p") } },
	{ S("tr"), { S("tr") }, { S("p"), CELLS } },
	{ S("tbody"), { BODIES }, { S("p"), CELLS, S("tr") } },
	{ S("thead"), { BODIES }, { S("p"), CELLS, S("tr") } },
	{ S("tfoot"), { BODIES }, { S("p"), CELLS, S("tr") } },
};
#define IMPLIED (sizeof(implied) / sizeof(implied[0]))
/* clang-format on */

static bool
is_drawing(struct str name)
{
	static const struct str parts[] = { STR_INIT("path"), STR_INIT("g"),
		STR_INIT("rect"), STR_INIT("circle"), STR_INIT("line"),
		STR_INIT("polygon"), STR_INIT("polyline"), STR_INIT("ellipse"),
		STR_INIT("use"), STR_INIT("defs"), STR_INIT("stop"),
		STR_INIT("svg"), STR_INIT("title"), STR_INIT("style") };

	return AMONG(name, parts);
}

/* Behind a "=" of a tag: a value with its quotes, or without. */
static void
skip_value(struct bounds *b)
{
	while (b->p < b->end && is_blank(*b->p))
		b->p++;
	if (b->p == b->end)
		return;
	if (*b->p == '"' || *b->p == '\'') {
		const char *close = memchr(b->p + 1, *b->p,
		    (size_t)(b->end - b->p - 1));

		b->p = close != NULL ? close + 1 : b->end;
		return;
	}
	while (b->p < b->end && !is_blank(*b->p) && *b->p != '>')
		b->p++;
}

/* Behind the name of a tag, up to and with its ">"; true if "/>". */
static bool
skip_attributes(struct bounds *b)
{
	enum { BEFORE, NAME, AFTER } at = BEFORE;
	bool slash = false;

	b->attributes = 0;
	while (b->p < b->end && *b->p != '>') {
		const char c = *b->p++;

		slash = c == '/';
		if (slash) {
			at = BEFORE;
		} else if (is_blank(c)) {
			at = at == BEFORE ? BEFORE : AFTER;
		} else if (c == '=' && at != BEFORE) {
			skip_value(b);
			at = BEFORE;
		} else {
			b->attributes += at != NAME;
			at = NAME;
		}
	}
	if (b->p < b->end)
		b->p++;
	return slash;
}

static bool
is_one_of(uint32_t h, const struct str *names, size_t n)
{
	for (size_t i = 0; i < n && names[i].n > 0; i++)
		if (hash(names[i]) == h)
			return true;
	return false;
}

/* What ends by itself because name begins. */
static void
end_the_like(struct bounds *b, struct str name)
{
	size_t n = b->n;

	for (size_t i = 0; i < IMPLIED; i++) {
		const struct implied *row = &implied[i];

		if (!str_eq_nocase(row->name, name))
			continue;
		while (n > 0 && is_one_of(b->open[n - 1], row->over, 4))
			n--;
		if (n > 0 && is_one_of(b->open[n - 1], row->ends, 3))
			b->n = n - 1;
		return;
	}
}

/* What is open from an element on that ends here, if all above it ends by
   itself. */
static void
end_to(struct bounds *b, uint32_t h)
{
	size_t n = b->n;

	while (n > 0 && b->open[n - 1] != h) {
		bool ends = false;

		for (size_t i = 0; i < IMPLIED && !ends; i++)
			ends = hash(implied[i].name) == b->open[n - 1];
		if (!ends)
			return;
		n--;
	}
	if (n > 0)
		b->n = n - 1;
}

static void
opened(struct bounds *b, struct str name)
{
	end_the_like(b, name);
	if (b->n < OPEN_MAX_ELEMENTS)
		b->open[b->n] = hash(name);
	b->n++;
}

/*
 * An element whose content is text, unless a drawing or a list of choices
 * around it makes it an ordinary one: then both readings have to agree.
 */
static void
enter_raw(struct bounds *b, struct str name)
{
	const struct str rest = rest_of(b);
	const struct str next = str_skip(rest, str_find_ch(rest, '<'));

	b->zone = RAW;
	b->raw = name;
	b->raw_comment = false;
	if (b->strange
	    && (next.n < name.n + 2 || next.p[1] != '/'
		|| !str_eq_nocase(str_sub(next, 2, name.n), name)))
		b->zone = FOR_GOOD;
}

static void
start_tag(struct bounds *b)
{
	static const struct str strange[] = { STR_INIT("svg"), STR_INIT("math"),
		STR_INIT("select") };
	const struct str name = name_here(b);

	if (b->raw_comment && b->zone == RAW
	    && str_eq_nocase(name, STR("script")))
		b->zone = FOR_GOOD; /* it may hide its own end so */
	if (b->zone == COMMENT || b->zone == RAW) {
		b->p = name.p;
		return;
	}
	b->work += b->n + 1;
	if (b->zone == FOR_GOOD) {
		opened(b, name);
		return;
	}
	const bool selfclosing = skip_attributes(b);
	b->strange = b->strange || AMONG(name, strange);
	b->drawing = is_drawing(name)
	    && (b->drawing || str_eq_nocase(name, STR("svg")));
	if (is_void(name) || (selfclosing && b->drawing))
		return;
	opened(b, name);
	if (str_eq_nocase(name, STR("plaintext")))
		b->zone = FOR_GOOD;
	if (is_raw(name))
		enter_raw(b, name);
}

static void
end_tag(struct bounds *b)
{
	const struct str name = name_here(b);

	if (b->zone == RAW && str_eq_nocase(name, b->raw))
		b->zone = DATA;
	if (b->zone != DATA) {
		b->p = name.p;
		return;
	}
	b->work += b->n + 1;
	skip_attributes(b);
	b->drawing = b->drawing && is_drawing(name)
	    && !str_eq_nocase(name, STR("svg"));
	end_to(b, hash(name));
}

/* At "<!": a comment, or CDATA, which only a drawing has. */
static void
declaration(struct bounds *b)
{
	const struct str rest = rest_of(b);

	if (b->zone == RAW && str_starts(rest, STR("!--"))) {
		b->raw_comment = true;
	}
	if (b->zone != DATA)
		return;
	if (str_starts(rest, STR("!-->"))) {
		b->p += 4;
	} else if (str_starts(rest, STR("!--->"))) {
		b->p += 5;
	} else if (str_starts(rest, STR("!--"))) {
		b->p += 3;
		b->zone = COMMENT;
	} else {
		const size_t close = str_find_ch(rest, '>');

		if (b->strange && str_starts(rest, STR("![CDATA[")))
			b->zone = FOR_GOOD;
		b->p += close == NOWHERE ? 1 : close;
	}
}

/* The words in front of a tag: a comment may end there. */
static void
between(struct bounds *b, struct str words)
{
	if (b->zone == COMMENT
	    && (str_find(words, STR("-->")) != NOWHERE
		|| str_find(words, STR("--!>")) != NOWHERE))
		b->zone = DATA;
	for (size_t i = 0; b->zone == FOR_GOOD && i < words.n; i++)
		b->blanks += is_blank(words.p[i]) || words.p[i] == '/';
}

static void
tag(struct bounds *b)
{
	if (b->p == b->end)
		return;
	const bool ends = *b->p == '/' && b->end - b->p > 1
	    && is_letter(b->p[1]);
	if (is_letter(*b->p)) {
		start_tag(b);
	} else if (ends) {
		b->p++;
		end_tag(b);
	} else if (*b->p == '!' || *b->p == '?'
	    || (*b->p == '/' && b->zone == DATA)) {
		declaration(b); /* "</" and "<?" are comments up to ">" */
	}
}

const char *
bounds_of(struct str html)
{
	struct bounds b = { .p = html.p };

	if (html.n == 0)
		return NULL;
	b.end = html.p + html.n;
	if (html.n > SANITISE_MAX)
		return "is over 2 MB";
	while (b.p < b.end) {
		const struct str rest = rest_of(&b);
		const size_t at = str_find_ch(rest, '<');

		between(&b, str_sub(rest, 0, at));
		if (at == NOWHERE)
			break;
		b.p += at + 1;
		tag(&b);
		if (b.n >= OPEN_MAX_ELEMENTS)
			return "is nested too deep";
		if (b.attributes > ATTRIBUTES_MAX || b.blanks > BLANKS_MAX)
			return "has too many attributes on one element";
		if (b.work > WORK_MAX)
			return "leaves too many elements open";
	}
	return NULL;
}
