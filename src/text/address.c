/* SPDX-License-Identifier: ISC */
#include "text/address.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "text/copy.h"

static int
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool
encoded_byte(struct str s, size_t i, unsigned char *out)
{
	int hi, lo;

	if (s.p[i] != '%' || i + 2 >= s.n)
		return false;
	hi = digit_of(s.p[i + 1]);
	lo = digit_of(s.p[i + 2]);
	if (hi < 0 || lo < 0)
		return false;
	*out = (unsigned char)(hi * 16 + lo);
	return true;
}

/* Bytes that would mean something else if they stood there decoded. */
static bool
stays_encoded(unsigned char c)
{
	return c == '%' || c == '?' || c == '#';
}

/* Decode, and make a run of slashes one. */
static void
decode(struct buf *b, struct str path)
{
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];
		const bool was = encoded_byte(path, i, &c);

		if (was)
			i += 2;
		if (stays_encoded(c))
			buf_printf(b, "%%%02X", c);
		else if (c != '/' || !str_ends(buf_so_far(b), STR("/")))
			buf_ch(b, (char)c);
	}
}

static enum status
refuse(struct job *j, struct str address, const char *why)
{
	return job_fail(j, INVALID, "the address `%.*s` %s",
	    (int)(address.n > 200 ? 200 : address.n), address.p, why);
}

static enum status
check(struct job *j, struct str address, struct str path)
{
	struct str rest = path, segment;

	if (path.n == 0 || path.p[0] != '/')
		return refuse(j, address, "has to begin with a slash");
	if (path.n > ADDRESS_MAX)
		return refuse(j, address, "is too long; shorten it");
	if (!str_is_utf8(path))
		return refuse(j, address, "is not UTF-8");
	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.p[i] < 0x20 || path.p[i] == 0x7f
		    || path.p[i] == '\\')
			return refuse(j, address,
			    "holds a control character or a backslash");
	while (str_cut(&rest, '/', &segment))
		if (str_eq(segment, STR(".")) || str_eq(segment, STR("..")))
			return refuse(j, address,
			    "holds a . or .. segment; write the whole path");
	return OK;
}

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static enum status
compose(struct job *j, struct str s, struct str *out)
{
	UErrorCode err = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&err);
	UChar wide[ADDRESS_MAX + 1], norm[3 * ADDRESS_MAX + 1];
	char *text = job_alloc(j, 9 * s.n + 1);
	int32_t n;

	u_strFromUTF8(wide, ADDRESS_MAX + 1, &n, s.p, (int32_t)s.n, &err);
	n = unorm2_normalize(nfc, wide, n, norm, 3 * ADDRESS_MAX + 1, &err);
	u_strToUTF8(text, (int32_t)(9 * s.n + 1), &n, norm, n, &err);
	if (U_FAILURE(err))
		return refuse(j, s, "can't be brought into its normal form");
	*out = str_from(text, (size_t)n);
	return OK;
}

/* Without scheme, host and fragment; the query apart. */
static void
take_apart(struct str address, struct str *path, struct str *query)
{
	const size_t scheme = str_find(address, STR("://"));
	size_t at;

	if (scheme != NOWHERE && scheme < 12) {
		const struct str host = str_skip(address, scheme + 3);

		at = str_find_ch(host, '/');
		address = at == NOWHERE ? STR("/") : str_skip(host, at);
	}
	at = str_find_ch(address, '#');
	if (at != NOWHERE)
		address = str_sub(address, 0, at);
	at = str_find_ch(address, '?');
	*path = at == NOWHERE ? address : str_sub(address, 0, at);
	*query = at == NOWHERE ? STR("") : str_skip(address, at);
	if (query->n == 1)
		*query = STR("");
}

enum status
address_normal(struct job *j, struct str address, struct str *out)
{
	struct buf b = buf_in(j, 4 * (size_t)ADDRESS_MAX);
	struct str path, query;
	enum status st;

	take_apart(address, &path, &query);
	if (path.n + query.n > ADDRESS_MAX)
		return refuse(j, address, "is too long; shorten it");
	decode(&b, path);
	path = buf_so_far(&b);
	st = check(j, address, path);
	if (st == OK && !is_ascii(path))
		st = compose(j, path, &path);
	if (st == OK && path.n > ADDRESS_MAX)
		st = refuse(j, address, "is too long; shorten it");
	if (st == OK && query.n > 0)
		for (size_t i = 0; i < query.n && st == OK; i++)
			if ((unsigned char)query.p[i] <= 0x20
			    || (unsigned char)query.p[i] >= 0x7f)
				st = refuse(j, address,
				    "holds a character in its query that has "
				    "to be percent-encoded");
	if (st != OK)
		return st;
	if (str_ends(path, STR("/index.html")))
		path.n -= sizeof("index.html") - 1;
	*out = query.n == 0
	    ? job_str(j, path)
	    : job_printf(j, "%.*s%.*s", STR_ARG(path), STR_ARG(query));
	return OK;
}

static bool
stands_as_it_is(char c)
{
	return (c >= 'a' && c <= 'z') || c == '/' || c == '-'
	    || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
	    || str_find_ch(STR("-._~/?&=:@!$()*+,;"), c) != NOWHERE;
}

struct str
address_encoded(struct job *j, struct str address)
{
	struct buf b = buf_in(j, 3 * address.n + 1);
	size_t plain = 0;

	/* Most are so to their end. */
	while (plain < address.n && stands_as_it_is(address.p[plain]))
		plain++;
	if (plain == address.n)
		return address;
	buf_put(&b, str_sub(address, 0, plain));
	for (size_t i = plain; i < address.n; i++) {
		unsigned char c = (unsigned char)address.p[i];

		if (stands_as_it_is((char)c) || encoded_byte(address, i, &c))
			buf_ch(&b, address.p[i]);
		else
			buf_printf(&b, "%%%02X", c);
	}
	return buf_so_far(&b);
}

struct str
address_reserved(struct str address)
{
	static const struct str own[] = { STR_INIT("section"),
		STR_INIT("topic"), STR_INIT("person"), STR_INIT("organisation"),
		STR_INIT("place"), STR_INIT("archive"), STR_INIT("search"),
		STR_INIT("corrections"), STR_INIT("record"), STR_INIT("media"),
		STR_INIT("feed.xml"), STR_INIT("rss.xml"),
		STR_INIT("feed.json"), STR_INIT("sitemap.xml"),
		STR_INIT("sitemap-news.xml"), STR_INIT("live"),
		STR_INIT("oembed"), STR_INIT("feed"), STR_INIT("assets"),
		STR_INIT("healthz"), STR_INIT("author"), STR_INIT("kind"),
		STR_INIT("page"), STR_INIT(".well-known"),
		STR_INIT("robots.txt"), STR_INIT("favicon.ico"),
		STR_INIT("site.webmanifest"), STR_INIT("trust.txt") };
	struct str rest = str_skip(address, 1), segment = STR("");

	if (!str_cut(&rest, '/', &segment) || segment.n == 0)
		return STR("/");
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (str_eq(segment, own[i]))
			return segment;
	return lang_is_code(segment) ? segment : STR("");
}

struct str
address_key(struct str address)
{
	if (address.n > 1 && address.p[address.n - 1] == '/'
	    && str_find_ch(address, '?') == NOWHERE)
		address.n--;
	return address;
}

struct str
query_encoded(struct job *j, struct str value)
{
	struct buf b = buf_in(j, value.n * 3 + 1);

	for (size_t i = 0; i < value.n; i++) {
		const char c = value.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
		    || (c >= '0' && c <= '9')
		    || str_find_ch(STR("-._~"), c) != NOWHERE)
			buf_ch(&b, c);
		else
			buf_printf(&b, "%%%02X", (unsigned char)c);
	}
	return buf_so_far(&b);
}
