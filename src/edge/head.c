/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/hex.h"
#include "edge/head.h"

#define HEAD_MAX 16384 /* of our own answers: a long Location fits */
#define ETAG_HASH crypto_shorthash_siphashx24_BYTES
#define SQUEEZE_LEAST 300 /* bytes; shorter ones travel as well as they are */

/*
 * A page needs nothing but itself and our own files.  The frames are those of
 * the two players that a reader may click to open.
 */
#define POLICY                                                           \
	"Content-Security-Policy: default-src 'none'; img-src 'self'; "  \
	"style-src 'self'; font-src 'self'; script-src 'self'; "         \
	"media-src 'self'; connect-src 'self'; manifest-src 'self'; "    \
	"frame-src https://www.youtube-nocookie.com "                    \
	"https://player.vimeo.com; form-action 'self'; "                 \
	"frame-ancestors 'none'; base-uri 'none'; object-src 'none'\r\n" \
	"Referrer-Policy: strict-origin-when-cross-origin\r\n"           \
	"Permissions-Policy: camera=(), microphone=(), geolocation=(), " \
	"payment=(), usb=(), browsing-topics=()\r\n"                     \
	"Cross-Origin-Opener-Policy: same-origin\r\n"                    \
	"X-Content-Type-Options: nosniff\r\n"
/* A file is looked at, never run; feeds and pages elsewhere may show it. */
#define FILE_POLICY                                                \
	"Content-Security-Policy: default-src 'none'; sandbox\r\n" \
	"X-Content-Type-Options: nosniff\r\n"
#define PLAIN_POLICY                                    \
	"Content-Security-Policy: default-src 'none'; " \
	"frame-ancestors 'none'\r\n"                    \
	"X-Content-Type-Options: nosniff\r\n"
#define HSTS "Strict-Transport-Security: max-age=31536000\r\n"

/* Lines that are looked for again in a head that was made. */
#define LENGTH STR("Content-Length")
#define ETAG STR("ETag")
#define VARY STR("Vary")
#define CACHE STR("Cache-Control")

/* clang-format off */
static const struct reason {
	int status;
	struct str text;
} reasons[] = {
	{ 200, STR_INIT("OK") },
	{ 204, STR_INIT("No Content") },
	{ 206, STR_INIT("Partial Content") },
	{ 301, STR_INIT("Moved Permanently") },
	{ 302, STR_INIT("Found") },
	{ 303, STR_INIT("See Other") },
	{ 304, STR_INIT("Not Modified") },
	{ 307, STR_INIT("Temporary Redirect") },
	{ 308, STR_INIT("Permanent Redirect") },
	{ 400, STR_INIT("Bad Request") },
	{ 404, STR_INIT("Not Found") },
	{ 405, STR_INIT("Method Not Allowed") },
	{ 410, STR_INIT("Gone") },
	{ 414, STR_INIT("URI Too Long") },
	{ 416, STR_INIT("Range Not Satisfiable") },
	{ 421, STR_INIT("Misdirected Request") },
	{ 431, STR_INIT("Request Header Fields Too Large") },
	{ 451, STR_INIT("Unavailable For Legal Reasons") },
	{ 500, STR_INIT("Internal Server Error") },
	{ 501, STR_INIT("Not Implemented") },
	{ 503, STR_INIT("Service Unavailable") },
	{ 505, STR_INIT("HTTP Version Not Supported") },
};

static const struct str codings[CODINGS] = {
	[GZIP] = STR_INIT("gzip"),
	[BROTLI] = STR_INIT("br"),
};

static const struct str keeps[] = {
	[KEEP_PAGE] = STR_INIT("public, max-age=0, must-revalidate"),
	[KEEP_COMMIT] = STR_INIT("public, max-age=0, must-revalidate"),
	[KEEP_EVER] = STR_INIT("public, max-age=31536000, immutable"),
	[KEEP_NOT] = STR_INIT("no-store"),
};
/* clang-format on */

void
moment_read(struct moment *m)
{
	struct timespec t;
	struct tm tm;

	clock_gettime(CLOCK_REALTIME_COARSE, &t);
	if (t.tv_sec == m->wall)
		return;
	m->wall = t.tv_sec;
	gmtime_r(&t.tv_sec, &tm);
	/* The C locale: nobody calls setlocale in this program. */
	strftime(m->date, sizeof(m->date), "%a, %d %b %Y %H:%M:%S GMT", &tm);
}

static void
put_status(struct buf *b, int status, const struct moment *now)
{
	size_t i = 0;

	while (i < sizeof(reasons) / sizeof(reasons[0])
	    && reasons[i].status != status)
		i++;
	BUF_LIT(b, "HTTP/1.1 ");
	buf_int(b, status);
	buf_ch(b, ' ');
	if (i < sizeof(reasons) / sizeof(reasons[0]))
		buf_put(b, reasons[i].text);
	BUF_LIT(b, "\r\nDate: ");
	buf_put(b, str_from(now->date, DATE_BYTES));
	BUF_LIT(b, "\r\n");
}

/* A header's line.  Control characters here would be our own mistake. */
static void
put_line(struct buf *b, struct str name, struct str value)
{
	for (size_t i = 0; i < value.n; i++)
		assert((unsigned char)value.p[i] >= ' ');
	buf_put(b, name);
	BUF_LIT(b, ": ");
	buf_put(b, value);
	BUF_LIT(b, "\r\n");
}

static void
put_number(struct buf *b, struct str name, uint64_t n)
{
	buf_put(b, name);
	BUF_LIT(b, ": ");
	buf_int(b, (int64_t)n);
	BUF_LIT(b, "\r\n");
}

/* Strong: it says that the bytes are the same. */
static struct str
etag_of(struct job *j, struct str body)
{
	static const unsigned char key[crypto_shorthash_siphashx24_KEYBYTES];
	unsigned char hash[ETAG_HASH];

	crypto_shorthash_siphashx24(hash, (const unsigned char *)body.p, body.n,
	    key);
	return job_printf(j, "\"%.*s\"",
	    STR_ARG(hex_of(j, hash, sizeof(hash))));
}

/* What buf built and a body behind it, as one blob. */
static struct blob *
blob_of(const struct buf *head, struct str body, struct str etag,
    const struct moment *now)
{
	const struct str h = buf_so_far(head);
	struct blob *b = blob_new(h.n + body.n);
	size_t at;

	assert(!head->over);
	memcpy(b->bytes, h.p, h.n);
	if (body.n)
		memcpy(b->bytes + h.n, body.p, body.n);
	b->head = (uint32_t)h.n;
	b->date = (uint32_t)str_find(h, STR("\r\nDate: ")) + 8;
	b->dated = now->wall;
	if (etag.n) {
		at = str_find(h, etag);
		b->etag = str_from(b->bytes + at, etag.n);
	}
	return b;
}

bool
head_squeezable(const struct answer *a)
{
	static const struct str types[] = { STR_INIT("text/"),
		STR_INIT("application/json"), STR_INIT("application/feed+json"),
		STR_INIT("application/xml"), STR_INIT("application/atom+xml"),
		STR_INIT("application/rss+xml"),
		STR_INIT("application/ld+json"),
		STR_INIT("application/manifest+json"),
		STR_INIT("application/javascript"), STR_INIT("image/svg+xml") };

	if (a->bytes.n < SQUEEZE_LEAST || a->keep == KEEP_NOT)
		return false;
	if (a->squeeze)
		return true;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_starts(a->type, types[i]))
			return true;
	return false;
}

struct blob *
head_page(struct job *j, const struct head_opts *o, const struct moment *now,
    const struct answer *a)
{
	struct buf b = buf_in(j, HEAD_MAX);
	struct str etag = { NULL, 0 };

	put_status(&b, a->status, now);
	if (a->type.n)
		put_line(&b, STR("Content-Type"), a->type);
	put_number(&b, LENGTH, a->bytes.n);
	if (a->status == 200 && a->keep != KEEP_NOT) {
		etag = etag_of(j, a->bytes);
		put_line(&b, ETAG, etag);
	}
	if (head_squeezable(a))
		put_line(&b, VARY, STR("Accept-Encoding"));
	put_line(&b, CACHE, keeps[a->keep]);
	if (a->location.n)
		put_line(&b, STR("Location"), a->location);
	for (size_t i = 0; i < a->nheaders; i++)
		put_line(&b, a->headers[i].name, a->headers[i].value);
	BUF_LIT(&b, POLICY);
	if (o->hsts)
		BUF_LIT(&b, HSTS);
	BUF_LIT(&b, "\r\n");
	return blob_of(&b, a->bytes, etag, now);
}

/* The next line of a head as name and value; false at its empty line. */
static bool
next_line(struct str *rest, struct str *name, struct str *value)
{
	struct str line;

	if (!str_line(rest, &line) || line.n == 0)
		return false;
	*name = str_sub(line, 0, str_find_ch(line, ':'));
	*value = str_skip(line, name->n + 2);
	return true;
}

/* What stands behind the status line and Date. */
static struct str
fields_of(const struct blob *b)
{
	return str_sub(str_from(b->bytes, b->head), b->date + DATE_BYTES + 2,
	    b->head);
}

struct blob *
head_coded(struct job *j, const struct moment *now, const struct blob *of,
    enum coding coding, struct str body)
{
	struct buf b = buf_in(j, HEAD_MAX);
	struct str rest = fields_of(of), name, value, etag = { NULL, 0 };

	buf_put(&b, str_sub(str_from(of->bytes, of->head), 0, of->date));
	buf_put(&b, str_from(now->date, DATE_BYTES));
	BUF_LIT(&b, "\r\n");
	while (next_line(&rest, &name, &value)) {
		if (str_eq(name, LENGTH)) {
			put_number(&b, name, body.n);
			put_line(&b, STR("Content-Encoding"), codings[coding]);
		} else if (str_eq(name, ETAG)) {
			etag = etag_of(j, body);
			put_line(&b, name, etag);
		} else
			put_line(&b, name, value);
	}
	BUF_LIT(&b, "\r\n");
	return blob_of(&b, body, etag, now);
}

/* The lines of a 200 that RFC 9110 15.4.5 wants in its 304. */
struct blob *
head_unchanged(struct job *j, const struct moment *now, const struct blob *of)
{
	struct buf b = buf_in(j, HEAD_MAX);
	struct str rest = fields_of(of), name, value;

	put_status(&b, 304, now);
	while (next_line(&rest, &name, &value))
		if (str_eq(name, ETAG) || str_eq(name, VARY)
		    || str_eq(name, CACHE))
			put_line(&b, name, value);
	BUF_LIT(&b, "\r\n");
	return blob_of(&b, STR(""), STR(""), now);
}

struct blob *
head_plain(struct job *j, const struct moment *now, int status,
    struct str extra_fields, struct str text)
{
	struct buf b = buf_in(j, HEAD_MAX);

	put_status(&b, status, now);
	BUF_LIT(&b, "Content-Type: text/plain; charset=utf-8\r\n");
	put_number(&b, LENGTH, text.n);
	BUF_LIT(&b, "Cache-Control: no-store\r\n" PLAIN_POLICY);
	buf_put(&b, extra_fields);
	BUF_LIT(&b, "\r\n");
	return blob_of(&b, text, STR(""), now);
}

struct blob *
head_empty(struct job *j, const struct moment *now, int status)
{
	struct buf b = buf_in(j, HEAD_MAX);

	put_status(&b, status, now);
	BUF_LIT(&b, "Cache-Control: no-store\r\n" PLAIN_POLICY "\r\n");
	return blob_of(&b, STR(""), STR(""), now);
}

struct blob *
head_stream(struct job *j, const struct moment *now, struct str first)
{
	struct buf b = buf_in(j, HEAD_MAX);

	put_status(&b, 200, now);
	/* Without the second line nginx would keep the events to itself. */
	BUF_LIT(&b,
	    "Content-Type: text/event-stream\r\n"
	    "X-Accel-Buffering: no\r\n"
	    "Connection: close\r\n"
	    "Cache-Control: no-store\r\n" PLAIN_POLICY "\r\n");
	return blob_of(&b, first, STR(""), now);
}

struct blob *
head_file(struct job *j, const struct moment *now, const struct head_file *f)
{
	struct buf b = buf_in(j, HEAD_MAX);

	put_status(&b, f->status, now);
	put_line(&b, STR("Content-Type"), f->type);
	put_number(&b, LENGTH, f->n);
	if (f->status == 206)
		buf_printf(&b, "Content-Range: bytes %llu-%llu/%llu\r\n",
		    (unsigned long long)f->from,
		    (unsigned long long)(f->from + f->n - 1),
		    (unsigned long long)f->size);
	else if (f->status == 416)
		buf_printf(&b, "Content-Range: bytes */%llu\r\n",
		    (unsigned long long)f->size);
	BUF_LIT(&b, "Accept-Ranges: bytes\r\n");
	if (f->status != 416) {
		put_line(&b, ETAG, f->etag);
		put_line(&b, CACHE, keeps[KEEP_EVER]);
	}
	BUF_LIT(&b, FILE_POLICY "\r\n");
	return blob_of(&b, STR(""), f->status == 416 ? STR("") : f->etag, now);
}

struct blob *
head_connection(const struct blob *b, struct str value)
{
	static const struct str name = STR_INIT("Connection: ");
	const struct str end = STR("\r\n\r\n");
	const struct str parts[] = { str_from(b->bytes, b->head - 2), name,
		value, end };
	struct blob *copy = blob_new(b->head + name.n + value.n + 2);
	size_t at = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		memcpy(copy->bytes + at, parts[i].p, parts[i].n);
		at += parts[i].n;
	}
	copy->head = (uint32_t)copy->n;
	copy->date = b->date;
	copy->dated = b->dated;
	return copy;
}

void
head_date(struct blob *b, const struct moment *now)
{
	if (b->dated == now->wall)
		return;
	memcpy(b->bytes + b->date, now->date, DATE_BYTES);
	b->dated = now->wall;
}
