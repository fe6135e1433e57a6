/* SPDX-License-Identifier: ISC */
/*
 * 1. Only whole lines are judged, and each once; `done` counts them.  What is
 *    judged before its line is whole (its first byte, its length) is judged
 *    so that more bytes could not have changed the outcome.
 * 2. Offsets fit 16 bits because HTTP1_HEAD_MAX does.
 *
 * stage: START (one empty line is let pass) -> REQUEST -> FIELDS -> END
 */
#include <stddef.h>
#include <string.h>

#include "edge/http1.h"

enum stage {
	START,
	REQUEST,
	FIELDS,
	END,
};

enum kind {
	TOKEN = 1,  /* of a method or a field's name */
	TARGET = 2, /* may stand in a target */
	VALUE = 4,  /* may stand in a field's value */
	DIGIT = 8,  /* 0-9 */
	LABEL = 16, /* of a host's name */
	SIXTH = 32, /* of an IPv6 address */
};

/* clang-format off */
static const uint8_t kinds[256] = {
	 0,  0,  0,  0,  0,  0,  0,  0,  0,  4,  0,  0,  0,  0,  0,  0,
	 0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,
	 4,  7,  4,  5,  7,  7,  7,  7,  6,  6,  7,  7,  6, 23, 55,  6,
	63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 38,  6,  4,  6,  4,  6,
	 6, 55, 55, 55, 55, 55, 55, 23, 23, 23, 23, 23, 23, 23, 23, 23,
	23, 23, 23, 23, 23, 23, 23, 23, 23, 23, 23,  6,  4,  6,  7, 23,
	 7, 55, 55, 55, 55, 55, 55, 23, 23, 23, 23, 23, 23, 23, 23, 23,
	23, 23, 23, 23, 23, 23, 23, 23, 23, 23, 23,  6,  7,  6, 23,  0,
	 4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,
	 4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,
	 4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,
	 4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,
	 4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,
	 4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,
	 4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,
	 4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,
};

static const struct known {
	struct str name;
	enum http1_name id;
	bool once; /* a second one is refused */
} known[] = {
	{ STR_INIT("host"),              FIELD_HOST,              true },
	{ STR_INIT("range"),             FIELD_RANGE,             true },
	{ STR_INIT("if-range"),          FIELD_IF_RANGE,          true },
	{ STR_INIT("connection"),        FIELD_CONNECTION,        false },
	{ STR_INIT("last-event-id"),     FIELD_LAST_EVENT_ID,     true },
	{ STR_INIT("if-none-match"),     FIELD_IF_NONE_MATCH,     false },
	{ STR_INIT("content-length"),    FIELD_CONTENT_LENGTH,    true },
	{ STR_INIT("accept-encoding"),   FIELD_ACCEPT_ENCODING,   false },
	{ STR_INIT("x-forwarded-for"),   FIELD_X_FORWARDED_FOR,   false },
	{ STR_INIT("transfer-encoding"), FIELD_TRANSFER_ENCODING, true },
};
/* clang-format on */

#define KNOWN (sizeof(known) / sizeof(known[0]))
#define LENGTH_DIGITS 15 /* of a Content-Length: no overflow, ever enough */

void
http1_begin(struct http1 *h)
{
	memset(h, 0, offsetof(struct http1, fields));
}

struct str
http1_str(struct str bytes, struct http1_span span)
{
	return (struct str){ bytes.p + span.at, span.n };
}

static bool
refuse(struct http1 *h, int status, const char *why)
{
	h->refused = status;
	h->why = why;
	return false;
}

static bool
all(struct str s, enum kind kind)
{
	unsigned with = kind;

	for (size_t i = 0; i < s.n; i++)
		with &= kinds[(unsigned char)s.p[i]];
	return with != 0;
}

static struct http1_span
span_of(struct str bytes, struct str part)
{
	return (struct http1_span){ (uint16_t)(part.p - bytes.p),
		(uint16_t)part.n };
}

static int
digit_value(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that an escape at i stands for; -1 if it is broken. */
static int
escape_at(struct str s, size_t i)
{
	int high, low;

	if (s.n - i < 3)
		return -1;
	high = digit_value((unsigned char)s.p[i + 1]);
	low = digit_value((unsigned char)s.p[i + 2]);
	return (high | low) < 0 ? -1 : high * 16 + low;
}

bool
percent_decode(struct str s, bool plus, char *out, size_t *n)
{
	size_t o = 0;

	for (size_t i = 0; i < s.n; i++) {
		int c = (unsigned char)s.p[i];

		if (c == '%') {
			c = escape_at(s, i);
			i += 2;
			if (c <= 0)
				return false;
		} else if (plus && c == '+')
			c = ' ';
		out[o++] = (char)c;
	}
	*n = o;
	return true;
}

/* Escapes whole, nothing below a space, no "." or ".." between slashes. */
static bool
path_is_good(struct str path)
{
	size_t dots = 0, length = 0; /* of the segment, decoded */

	for (size_t i = 0; i <= path.n; i++) {
		int c = i < path.n ? (unsigned char)path.p[i] : '/';

		if (c == '%') {
			c = escape_at(path, i);
			i += 2;
			if (c < 0x20 || c == 0x7f)
				return false;
		}
		if (c == '/') {
			if (length == dots && (dots == 1 || dots == 2))
				return false;
			length = dots = 0;
			continue;
		}
		length++;
		dots += c == '.';
	}
	return true;
}

static bool
query_is_good(struct str query)
{
	for (size_t i = 0; i < query.n; i++)
		if (query.p[i] == '%' && escape_at(query, i) <= 0)
			return false;
	return true;
}

/* A port is digits, or nothing at all behind its colon. */
static bool
port_is_good(struct str s)
{
	return s.n == 0
	    || (s.p[0] == ':' && s.n <= 6 && all(str_skip(s, 1), DIGIT));
}

static bool
host_is_good(struct str host)
{
	size_t end;

	if (host.n == 0 || host.n > HTTP1_HOST_MAX)
		return false;
	if (host.p[0] == '[') {
		end = str_find_ch(host, ']');
		return end != NOWHERE && end > 1
		    && all(str_sub(host, 1, end - 1), SIXTH)
		    && port_is_good(str_skip(host, end + 1));
	}
	end = str_find_ch(host, ':');
	if (end == NOWHERE)
		end = host.n;
	return end > 0 && all(str_sub(host, 0, end), LABEL)
	    && port_is_good(str_skip(host, end));
}

/* Split absolute-form; what follows the authority is left in *target. */
static bool
take_authority(struct http1 *h, struct str bytes, struct str *target)
{
	static const struct str schemes[] = { STR_INIT("http://"),
		STR_INIT("https://") };
	struct str rest;
	size_t end = 0;

	for (size_t i = 0; i < 2; i++) {
		const struct str s = schemes[i];

		if (!str_eq_nocase(str_sub(*target, 0, s.n), s))
			continue;
		rest = str_skip(*target, s.n);
		while (end < rest.n && rest.p[end] != '/' && rest.p[end] != '?')
			end++;
		h->authority = span_of(bytes, str_sub(rest, 0, end));
		*target = str_skip(rest, end);
		return end > 0;
	}
	return false;
}

static bool
read_target(struct http1 *h, struct str bytes, struct str target)
{
	struct str path, query = { NULL, 0 };
	size_t mark;

	if (target.n == 0 || !all(target, TARGET))
		return refuse(h, 400, "target");
	if (str_eq(target, STR("*")) && h->method == METHOD_OTHER) {
		h->path = span_of(bytes, target);
		return true;
	}
	if (target.p[0] != '/' && !take_authority(h, bytes, &target))
		return refuse(h, 400, "form of the target");
	mark = str_find_ch(target, '?');
	path = str_sub(target, 0, mark);
	if (mark != NOWHERE)
		query = str_skip(target, mark + 1);
	if (!path_is_good(path) || !query_is_good(query))
		return refuse(h, 400, "path");
	h->path = span_of(bytes, path);
	if (query.n)
		h->query = span_of(bytes, query);
	return true;
}

static bool
read_version(struct http1 *h, struct str version)
{
	if (version.n != 8 || !str_starts(version, STR("HTTP/"))
	    || version.p[6] != '.'
	    || !(kinds[(unsigned char)version.p[5]] & DIGIT)
	    || !(kinds[(unsigned char)version.p[7]] & DIGIT))
		return refuse(h, 400, "version");
	if (version.p[5] != '1')
		return refuse(h, 505, "version");
	h->minor = version.p[7] != '0';
	return true;
}

static bool
read_request(struct http1 *h, struct str bytes, struct str line)
{
	const size_t verb_end = str_find_ch(line, ' ');
	const struct str verb = str_sub(line, 0, verb_end);
	const struct str rest = str_skip(line, verb_end + 1);
	const size_t target_end = str_find_ch(rest, ' ');

	if (verb_end == NOWHERE || target_end == NOWHERE)
		return refuse(h, 400, "request line");
	if (verb.n == 0 || verb.n > HTTP1_METHOD_MAX || !all(verb, TOKEN))
		return refuse(h, 400, "method");
	h->verb = span_of(bytes, verb);
	h->method = METHOD_OTHER;
	if (str_eq(verb, STR("GET")))
		h->method = METHOD_GET;
	else if (str_eq(verb, STR("HEAD")))
		h->method = METHOD_HEAD;
	return read_target(h, bytes, str_sub(rest, 0, target_end))
	    && read_version(h, str_skip(rest, target_end + 1));
}

static enum http1_name
name_of(struct str name, bool *once)
{
	for (size_t i = 0; i < KNOWN; i++) {
		if (known[i].name.n != name.n
		    || !str_eq_nocase(known[i].name, name))
			continue;
		*once = known[i].once;
		return known[i].id;
	}
	return FIELD_OTHER;
}

static bool
read_length(struct http1 *h, struct str value)
{
	int64_t n = 0;

	if (value.n == 0 || value.n > LENGTH_DIGITS || !all(value, DIGIT))
		return refuse(h, 400, "content-length");
	for (size_t i = 0; i < value.n; i++)
		n = n * 10 + (value.p[i] - '0');
	h->content_length = n;
	return true;
}

static void
read_connection(struct http1 *h, struct str value)
{
	struct str token;

	while (str_cut(&value, ',', &token)) {
		token = str_trim(token);
		if (str_eq_nocase(token, STR("close")))
			h->asks_close = true;
		else if (str_eq_nocase(token, STR("keep-alive")))
			h->asks_keep = true;
	}
}

/* What a field tells the parser itself. */
static bool
heed(struct http1 *h, struct str bytes, const struct http1_field *f)
{
	const struct str value = http1_str(bytes, f->value);

	if (f->id == FIELD_HOST) {
		h->host = f->value;
		if (!host_is_good(value))
			return refuse(h, 400, "host");
	}
	if (f->id == FIELD_CONTENT_LENGTH)
		return read_length(h, value);
	if (f->id == FIELD_CONNECTION)
		read_connection(h, value);
	return true;
}

static bool
read_field(struct http1 *h, struct str bytes, struct str line)
{
	const size_t colon = str_find_ch(line, ':');
	const struct str name = str_sub(line, 0, colon);
	struct http1_field *f = &h->fields[h->nfields];
	struct str value;
	bool once = false;

	if (colon == NOWHERE || colon == 0 || !all(name, TOKEN))
		return refuse(h, 400, "field name");
	value = str_skip(line, colon + 1);
	if (!all(value, VALUE))
		return refuse(h, 400, "field value");
	if (h->nfields == HTTP1_FIELDS)
		return refuse(h, 431, "number of fields");
	h->nfields++;
	f->id = (uint8_t)name_of(name, &once);
	f->name = span_of(bytes, name);
	f->value = span_of(bytes, str_trim(value));
	if (once && (h->met & 1U << f->id))
		return refuse(h, 400, "repeated field");
	h->met |= 1U << f->id;
	return heed(h, bytes, f);
}

/* What only the whole head shows. */
static bool
read_end(struct http1 *h, struct str bytes)
{
	if (!(h->met & 1U << FIELD_HOST))
		return refuse(h, 400, "no host");
	if (h->authority.n
	    && !str_eq_nocase(http1_str(bytes, h->authority),
		http1_str(bytes, h->host)))
		return refuse(h, 400, "another host in the target");
	if (!(h->met & 1U << FIELD_TRANSFER_ENCODING))
		return true;
	if (h->met & 1U << FIELD_CONTENT_LENGTH)
		return refuse(h, 400, "two ways of length");
	return refuse(h, 501, "transfer-encoding");
}

static bool
read_line(struct http1 *h, struct str bytes, struct str line)
{
	if (line.n == 0 || line.p[line.n - 1] != '\r')
		return refuse(h, 400, "line end");
	line.n--;
	if (h->stage == START && line.n == 0) {
		h->stage = REQUEST;
		return true;
	}
	if (h->stage <= REQUEST) {
		h->stage = FIELDS;
		return read_request(h, bytes, line);
	}
	if (line.n > 0)
		return read_field(h, bytes, line);
	h->stage = END;
	return read_end(h, bytes);
}

/* A line of n bytes, or one that has n so far, is longer than we take. */
static bool
too_long(struct http1 *h, size_t n)
{
	if (n > HTTP1_LINE_MAX)
		return !refuse(h, h->stage <= REQUEST ? 414 : 431, "long line");
	if (h->done + n >= HTTP1_HEAD_MAX)
		return !refuse(h, 431, "long head");
	return false;
}

/* Noise on the port (TLS, another protocol) is told by its first byte. */
static bool
is_noise(char c)
{
	return c != '\r' && !(kinds[(unsigned char)c] & TOKEN);
}

enum http1_state
http1_read(struct http1 *h, struct str bytes)
{
	while (h->stage != END && h->done < bytes.n) {
		struct str line = str_skip(bytes, h->done);
		const size_t lf = str_find_ch(str_skip(line, h->seen - h->done),
		    '\n');

		if (h->stage == START && is_noise(line.p[0])) {
			refuse(h, 400, "first byte");
			return HTTP1_REFUSED;
		}
		if (lf != NOWHERE)
			line.n = h->seen - h->done + lf;
		if (too_long(h, line.n))
			return HTTP1_REFUSED;
		if (lf == NOWHERE) {
			h->seen = (uint32_t)bytes.n;
			return HTTP1_MORE;
		}
		if (!read_line(h, bytes, line))
			return HTTP1_REFUSED;
		h->done += (uint32_t)line.n + 1;
		h->seen = h->done;
	}
	return h->stage == END ? HTTP1_WHOLE : HTTP1_MORE;
}

bool
http1_keeps(const struct http1 *h)
{
	return !h->asks_close && (h->minor > 0 || h->asks_keep);
}

struct str
http1_value(const struct http1 *h, struct str bytes, enum http1_name id)
{
	if (!(h->met & 1U << id))
		return (struct str){ NULL, 0 };
	for (size_t i = 0;; i++)
		if (h->fields[i].id == id)
			return http1_str(bytes, h->fields[i].value);
}
