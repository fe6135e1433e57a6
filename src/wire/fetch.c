/* SPDX-License-Identifier: ISC */
/*
 * 1. A transfer is idle, or belongs to one URL of the fetch_all() that runs.
 * 2. Its bytes are its own until the next URL; they never pass its maximum.
 */
#include "wire/fetch.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "wire/public.h"

#define HEADERS_MAX ((size_t)64 * 1024)
#define REDIRECTS_MAX 5
#define VALIDATOR_MAX 200 /* of a header that is given back */
#define POLL_MS 1000

struct transfer {
	CURL *easy;
	bool busy;
	size_t i; /* which URL */
	int redirects;
	char *bytes;
	size_t n, room, max, headers;
	const char *broke; /* the limit that it broke, in words; or NULL */
	char reason[CURL_ERROR_SIZE];
	const struct fetch_limits *limits;
};

struct fetcher {
	CURLM *multi;
	struct fetch_limits limits;
	struct transfer at[FETCH_AT_ONCE];
};

/* What one fetch_all() is about. */
struct round {
	struct fetcher *f;
	struct job *j;
	const struct fetch_ask *asks;
	size_t n, next, max;
	fetch_take *take;
	void *arg;
	struct curl_slist *headers; /* of each, or NULL */
};

static size_t
on_body(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;
	const size_t more = size * n;

	if (more > t->max - t->n) {
		t->broke = "the answer is larger than it may be";
		return 0;
	}
	if (t->n + more > t->room) {
		size_t room = t->room ? t->room : 16384;

		while (room < t->n + more)
			room *= 2;
		t->bytes = realloc(t->bytes, room);
		if (t->bytes == NULL)
			abort();
		t->room = room;
	}
	memcpy(t->bytes + t->n, p, more);
	t->n += more;
	return more;
}

static size_t
/* NOLINTNEXTLINE(readability-non-const-parameter): curl's type */
on_header(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;

	(void)p;
	t->headers += size * n;
	if (t->headers > HEADERS_MAX) {
		t->broke = "the answer's headers are larger than they may be";
		return 0;
	}
	return size * n;
}

/* The address is looked at here, behind every name and redirect. */
static curl_socket_t
open_public(void *arg, curlsocktype what, struct curl_sockaddr *to)
{
	struct transfer *const t = arg;
	const struct fetch_limits *const l = t->limits;
	bool may = address_is_public(&to->addr);

	(void)what;
	for (size_t i = 0; i < l->nalso && !may; i++)
		may = address_is(&to->addr, l->also[i]);
	if (!may) {
		t->broke = "its address is none that anybody can reach "
			   "(--feeds-from allows it)";
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

#define SET(option, value) (void)curl_easy_setopt(t->easy, option, value)

static void
transfer_open(struct transfer *t, const struct fetch_limits *l)
{
	const long connect = l->connect_seconds ? l->connect_seconds : 10,
		   stall = l->stall_seconds ? l->stall_seconds : 20,
		   whole = l->whole_seconds ? l->whole_seconds : 300;

	t->limits = l;
	t->easy = curl_easy_init();
	if (t->easy == NULL)
		abort();
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_ACCEPT_ENCODING, "");
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_CONNECTTIMEOUT, connect);
	SET(CURLOPT_LOW_SPEED_LIMIT, 1L);
	SET(CURLOPT_LOW_SPEED_TIME, stall);
	SET(CURLOPT_TIMEOUT, whole);
	SET(CURLOPT_USERAGENT, "stet");
	SET(CURLOPT_WRITEFUNCTION, on_body);
	SET(CURLOPT_WRITEDATA, t);
	SET(CURLOPT_HEADERFUNCTION, on_header);
	SET(CURLOPT_HEADERDATA, t);
	SET(CURLOPT_ERRORBUFFER, t->reason);
	SET(CURLOPT_PRIVATE, t);
	if (!l->public_only)
		return;
	SET(CURLOPT_OPENSOCKETFUNCTION, open_public);
	SET(CURLOPT_OPENSOCKETDATA, t);
	SET(CURLOPT_PROXY, "");
}

struct fetcher *
fetcher_new(const struct fetch_limits *limits)
{
	struct fetcher *f = calloc(1, sizeof(*f));

	if (f == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		abort();
	if (limits != NULL)
		f->limits = *limits;
	f->multi = curl_multi_init();
	if (f->multi == NULL)
		abort();
	for (size_t i = 0; i < FETCH_AT_ONCE; i++)
		transfer_open(&f->at[i], &f->limits);
	return f;
}

void
fetcher_free(struct fetcher *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < FETCH_AT_ONCE; i++) {
		curl_easy_cleanup(f->at[i].easy);
		free(f->at[i].bytes);
	}
	(void)curl_multi_cleanup(f->multi);
	curl_global_cleanup();
	free(f);
}

/* ---- redirects ---- */

static struct str
part_of(struct job *j, CURLU *u, CURLUPart part)
{
	char *p = NULL;
	struct str s = { NULL, 0 };

	if (curl_url_get(u, part, &p, CURLU_DEFAULT_PORT) == CURLUE_OK)
		s = job_str(j, str_of(p));
	curl_free(p);
	return s;
}

/* The same host and port; or from http to https where both are the usual. */
static bool
same_host(struct job *j, const char *from, const char *to)
{
	CURLU *a = curl_url(), *b = curl_url();
	bool same = false;

	if (a != NULL && b != NULL
	    && curl_url_set(a, CURLUPART_URL, from, 0) == CURLUE_OK
	    && curl_url_set(b, CURLUPART_URL, to, 0) == CURLUE_OK) {
		const struct str scheme = part_of(j, a, CURLUPART_SCHEME),
				 other = part_of(j, b, CURLUPART_SCHEME),
				 port = part_of(j, a, CURLUPART_PORT),
				 its = part_of(j, b, CURLUPART_PORT);

		same = str_eq_nocase(part_of(j, a, CURLUPART_HOST),
			   part_of(j, b, CURLUPART_HOST))
		    && ((str_eq(scheme, other) && str_eq(port, its))
			|| (str_eq(scheme, STR("http"))
			    && str_eq(other, STR("https"))
			    && str_eq(port, STR("80"))
			    && str_eq(its, STR("443"))));
	}
	curl_url_cleanup(a);
	curl_url_cleanup(b);
	return same;
}

/* Ask again where the answer leads; false if it leads nowhere it may. */
static bool
redirected(struct round *r, struct transfer *t)
{
	char *from = NULL, *to = NULL;

	(void)curl_easy_getinfo(t->easy, CURLINFO_EFFECTIVE_URL, &from);
	(void)curl_easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &to);
	if (from == NULL || to == NULL)
		return false;
	if (++t->redirects > REDIRECTS_MAX) {
		t->broke = "it redirects without end";
		return false;
	}
	if (!r->f->limits.public_only && !same_host(r->j, from, to)) {
		t->broke = "it redirects to another host";
		return false;
	}
	t->n = t->headers = 0;
	/* libcurl copies it. */
	SET(CURLOPT_URL, job_cstr(r->j, str_of(to)));
	return curl_multi_add_handle(r->f->multi, t->easy) == CURLM_OK;
}

/* ---- rounds ---- */

/* What the transfer before asked for is forgotten. */
static void
ask_set(struct transfer *t, struct job *j, const struct fetch_ask *ask)
{
	SET(CURLOPT_HTTPGET, 1L);
	SET(CURLOPT_NOBODY, ask->how == FETCH_HEAD ? 1L : 0L);
	SET(CURLOPT_URL, job_cstr(j, ask->url));
	if (ask->how != FETCH_POST)
		return;
	SET(CURLOPT_POSTFIELDSIZE, (long)ask->form.n);
	SET(CURLOPT_COPYPOSTFIELDS, job_cstr(j, ask->form));
}

static enum status
begin(struct round *r, struct transfer *t)
{
	t->i = r->next++;
	t->busy = true;
	t->redirects = 0;
	t->n = t->headers = 0;
	t->max = r->max;
	t->broke = NULL;
	t->reason[0] = '\0';
	ask_set(t, r->j, &r->asks[t->i]);
	SET(CURLOPT_HTTPHEADER, r->headers);
	if (curl_multi_add_handle(r->f->multi, t->easy) != CURLM_OK)
		return job_fail(r->j, FAULT, "libcurl takes no more");
	return OK;
}

/* A header to be given back some day: printable, and not long. */
static struct str
validator(struct transfer *t, const char *name)
{
	struct curl_header *h;
	struct str s = STR("");

	if (curl_easy_header(t->easy, name, 0, CURLH_HEADER, -1, &h)
	    == CURLHE_OK)
		s = str_of(h->value);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] > '~')
			return STR("");
	return s.n <= VALIDATOR_MAX ? s : STR("");
}

static enum status
ended(struct round *r, struct transfer *t, CURLcode code)
{
	struct fetched got = { .bytes = str_from(t->bytes, t->n) };
	enum status st = OK;
	long status = 0;

	(void)curl_multi_remove_handle(r->f->multi, t->easy);
	(void)curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_OK && status >= 301 && status <= 308
	    && status != 304) {
		if (r->asks[t->i].how == FETCH_POST)
			t->broke = "it leads elsewhere";
		else if (redirected(r, t))
			return OK;
		if (t->broke == NULL)
			t->broke = "it redirects nowhere";
	}
	t->busy = false;
	got.status = (int)status;
	if (t->broke != NULL || code == CURLE_URL_MALFORMAT
	    || code == CURLE_UNSUPPORTED_PROTOCOL)
		st = INVALID;
	else if (code != CURLE_OK)
		st = FAULT;
	else {
		got.etag = validator(t, "ETag");
		got.modified = validator(t, "Last-Modified");
	}
	if (st != OK) {
		got.why = str_of(t->broke ? t->broke : t->reason);
		if (got.why.n == 0)
			got.why = str_of(curl_easy_strerror(code));
	}
	return r->take(r->arg, t->i, st, &got);
}

static enum status
ends(struct round *r)
{
	const CURLMsg *m;
	struct transfer *t;
	enum status st = OK;
	int left;

	while (st == OK && (m = curl_multi_info_read(r->f->multi, &left))) {
		const CURLcode code = m->data.result;

		if (m->msg != CURLMSG_DONE)
			continue;
		t = NULL;
		(void)curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
		st = ended(r, t, code);
	}
	return st;
}

static enum status
turn(struct round *r, int *running)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < FETCH_AT_ONCE; i++)
		if (!r->f->at[i].busy && r->next < r->n)
			st = begin(r, &r->f->at[i]);
	if (st == OK && curl_multi_perform(r->f->multi, running) != CURLM_OK)
		st = job_fail(r->j, FAULT, "libcurl failed");
	if (st == OK)
		st = ends(r);
	return st;
}

static bool
any_busy(const struct fetcher *f)
{
	for (size_t i = 0; i < FETCH_AT_ONCE; i++)
		if (f->at[i].busy)
			return true;
	return false;
}

static enum status
go_round(struct round *r)
{
	struct fetcher *const f = r->f;
	enum status st = OK;
	int running = 0;

	while (st == OK && (r->next < r->n || any_busy(f))) {
		st = turn(r, &running);
		if (st == OK && running > 0)
			(void)curl_multi_poll(f->multi, NULL, 0, POLL_MS, NULL);
	}
	for (size_t i = 0; i < FETCH_AT_ONCE; i++)
		if (f->at[i].busy) {
			(void)curl_multi_remove_handle(f->multi, f->at[i].easy);
			f->at[i].busy = false;
		}
	return st;
}

enum status
fetch_each(struct fetcher *f, struct job *j, const struct fetch_ask *asks,
    size_t n, size_t max, fetch_take *take, void *arg)
{
	struct round r = { f, j, asks, n, 0, max, take, arg, NULL };

	return go_round(&r);
}

enum status
fetch_all(struct fetcher *f, struct job *j, const struct str *urls, size_t n,
    size_t max, fetch_take *take, void *arg)
{
	struct fetch_ask *const asks = JOB_ARRAY(j, struct fetch_ask, n + 1);

	for (size_t i = 0; i < n; i++)
		asks[i].url = urls[i];
	return fetch_each(f, j, asks, n, max, take, arg);
}

struct one {
	struct job *j;
	struct fetched got;
	enum status st;
};

static enum status
take_one(void *arg, size_t i, enum status st, const struct fetched *got)
{
	struct one *o = arg;

	(void)i;
	o->st = st;
	o->got.status = got->status;
	o->got.bytes = job_str(o->j, got->bytes);
	o->got.why = job_str(o->j, got->why);
	o->got.etag = job_str(o->j, got->etag);
	o->got.modified = job_str(o->j, got->modified);
	return OK;
}

enum status
fetch_newer(struct fetcher *f, struct job *j, struct str url, struct str etag,
    struct str modified, size_t max, struct fetched *out)
{
	struct one o = { .j = j };
	const struct fetch_ask ask = { FETCH_GET, url, STR_INIT("") };
	struct round r = { f, j, &ask, 1, 0, max, take_one, &o, NULL };
	enum status st;

	if (etag.n > 0)
		r.headers = curl_slist_append(r.headers,
		    job_cstr(j,
			job_printf(j, "If-None-Match: %.*s", STR_ARG(etag))));
	if (modified.n > 0)
		r.headers = curl_slist_append(r.headers,
		    job_cstr(j,
			job_printf(j, "If-Modified-Since: %.*s",
			    STR_ARG(modified))));
	st = go_round(&r);
	curl_slist_free_all(r.headers);

	if (st != OK)
		return st;
	if (o.st != OK)
		return job_fail(j, o.st, "asking %.*s: %.*s", STR_ARG(url),
		    STR_ARG(o.got.why));
	*out = o.got;
	return OK;
}

enum status
fetch_get(struct fetcher *f, struct job *j, struct str url, size_t max,
    struct fetched *out)
{
	return fetch_newer(f, j, url, STR(""), STR(""), max, out);
}
