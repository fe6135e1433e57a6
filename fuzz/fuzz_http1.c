/* SPDX-License-Identifier: ISC */
/*
 * Properties of the parser: how the bytes are cut into calls changes nothing;
 * a request that is taken, written out anew from what was understood, is
 * understood as the same; its decoded path is one that a site can trust, and
 * a range of it lies in the file.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "edge/negotiate.h"
#include "edge/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
must_agree(const struct http1 *a, enum http1_state sa, const struct http1 *b,
    enum http1_state sb)
{
	must(sa == sb);
	must(a->refused == b->refused);
	if (sa != HTTP1_WHOLE)
		return;
	must(a->done == b->done && a->nfields == b->nfields);
	must(a->method == b->method && a->minor == b->minor);
	must(a->content_length == b->content_length);
	must(a->path.at == b->path.at && a->path.n == b->path.n);
	must(http1_keeps(a) == http1_keeps(b));
}

/* In pieces whose length the input itself chooses. */
static enum http1_state
read_cut(struct http1 *h, struct str bytes)
{
	enum http1_state s = HTTP1_MORE;
	size_t n = 0;

	http1_begin(h);
	while (s == HTTP1_MORE && n < bytes.n) {
		const size_t step = 1 + (unsigned char)bytes.p[n] % 13;

		n = bytes.n - n < step ? bytes.n : n + step;
		s = http1_read(h, str_sub(bytes, 0, n));
	}
	return s;
}

static struct str
write_anew(struct job *j, const struct http1 *h, struct str bytes)
{
	struct buf b = buf_in(j, HTTP1_HEAD_MAX);

	buf_put(&b, http1_str(bytes, h->verb));
	buf_ch(&b, ' ');
	if (h->authority.n) {
		BUF_LIT(&b, "http://");
		buf_put(&b, http1_str(bytes, h->authority));
	}
	buf_put(&b, http1_str(bytes, h->path));
	if (h->query.n) {
		buf_ch(&b, '?');
		buf_put(&b, http1_str(bytes, h->query));
	}
	buf_put(&b, h->minor ? STR(" HTTP/1.1\r\n") : STR(" HTTP/1.0\r\n"));
	for (size_t i = 0; i < h->nfields; i++) {
		buf_put(&b, http1_str(bytes, h->fields[i].name));
		buf_ch(&b, ':');
		buf_put(&b, http1_str(bytes, h->fields[i].value));
		BUF_LIT(&b, "\r\n");
	}
	BUF_LIT(&b, "\r\n");
	return buf_so_far(&b);
}

static void
must_mean_the_same(const struct http1 *h, struct str bytes)
{
	struct job *j = job_new(0);
	const struct str anew = write_anew(j, h, bytes);
	struct http1 again;

	http1_begin(&again);
	must(http1_read(&again, anew) == HTTP1_WHOLE);
	must(again.done == anew.n);
	must(again.method == h->method && again.minor == h->minor);
	must(again.content_length == h->content_length);
	must(again.nfields == h->nfields && again.met == h->met);
	must(http1_keeps(&again) == http1_keeps(h));
	must(str_eq(http1_str(anew, again.path), http1_str(bytes, h->path)));
	must(str_eq(http1_str(anew, again.query), http1_str(bytes, h->query)));
	must(str_eq(http1_str(anew, again.host), http1_str(bytes, h->host)));
	for (size_t i = 0; i < h->nfields; i++)
		must(str_eq(http1_str(anew, again.fields[i].value),
		    http1_str(bytes, h->fields[i].value)));
	job_free(j);
}

static void
must_be_a_path(struct str path)
{
	struct str rest = path, segment;

	must(path.n > 0 && (path.p[0] == '/' || str_eq(path, STR("*"))));
	for (size_t i = 0; i < path.n; i++)
		must((unsigned char)path.p[i] >= ' ' && path.p[i] != 0x7f);
	while (str_cut(&rest, '/', &segment))
		must(!str_eq(segment, STR(".")) && !str_eq(segment, STR("..")));
}

static void
must_be_served_safely(const struct http1 *h, struct str bytes)
{
	static const struct str params[] = { STR_INIT("q"), STR_INIT("page") };
	char room[TARGET_ROOM], more[TARGET_ROOM];
	struct request rq;
	uint64_t from = 0, n = 0;
	const uint64_t size = 1 + bytes.n;

	if (target_read(h, bytes, params, 2, room, &rq)
	    && target_params(&rq, params, 2, more)) {
		must_be_a_path(rq.path);
		for (size_t i = 0; i < rq.nparams; i++)
			must(str_find_ch(rq.params[i].value, '\0') == NOWHERE);
	}
	must(negotiate_codings(h, bytes).best < CODINGS);
	(void)negotiate_unchanged(h, bytes, STR("\"x\""));
	if (negotiate_range(h, bytes, STR("\"x\""), size, &from, &n)
	    == RANGE_PART)
		must(n > 0 && from < size && n <= size - from);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct str bytes = str_from((const char *)data, n);
	struct http1 whole, cut;
	enum http1_state s, cut_state;

	http1_begin(&whole);
	s = http1_read(&whole, bytes);
	cut_state = read_cut(&cut, bytes);
	must_agree(&whole, s, &cut, cut_state);
	if (s == HTTP1_WHOLE) {
		must_mean_the_same(&whole, bytes);
		must_be_served_safely(&whole, bytes);
	}
	return 0;
}
