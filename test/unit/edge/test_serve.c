/* SPDX-License-Identifier: ISC */
/* A real server in a process of its own, and readers of all manners. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <libdeflate.h>

#include "edge/listen.h"
#include "edge/tally.h"
#include "served.h"

#define GET "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
#define LAST "Host: h\r\nConnection: close\r\n\r\n"
#define NAME "6d1f2f8a9b0c1d2e3f405162738495a6b7c8d9eaf00112233445566778899aab"
#define FILE_BYTES 100000

struct house {
	pid_t pid;
	int port, private_port, stop[2], tally[2];
	struct dial *dial;
	struct job *j;
	char media[64];
};

static void
make_media(struct house *h)
{
	char path[256];
	FILE *f;

	snprintf(h->media, sizeof(h->media), "/tmp/stet-edge-XXXXXX");
	assert_non_null(mkdtemp(h->media));
	snprintf(path, sizeof(path), "%s/6d", h->media);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/6d/" NAME, h->media);
	f = fopen(path, "w");
	assert_non_null(f);
	for (int i = 0; i < FILE_BYTES / 10; i++)
		fprintf(f, "%09d\n", i);
	fclose(f);
}

static void
serve(struct house *h, const int *sockets, int private_socket)
{
	static const struct str hosts[] = { STR_INIT("h"), STR_INIT("[::1]") };
	const struct edge_site site = site_of(h->dial);
	const struct edge_opts o = { .hosts = hosts,
		.nhosts = 2,
		.sockets = sockets,
		.loops = 2,
		.private_socket = private_socket,
		.stop_fd = h->stop[0],
		.tally_fd = h->tally[1],
		.media_dir = open(h->media, O_PATH | O_DIRECTORY),
		.limits = { .connections = 600,
		    .head_seconds = 2,
		    .stall_seconds = 1,
		    .idle_seconds = 3,
		    .requests_a_connection = 1000,
		    .tally_seconds = 1,
		    .stop_seconds = 5 } };

	close(h->stop[1]);
	_exit(edge_serve(h->j, &site, &o) != OK);
}

static int
open_house(void **state)
{
	struct house *h = calloc(1, sizeof(*h));
	int sockets[2], private_socket;

	h->dial = dial_new();
	h->j = job_new(clock_now());
	make_media(h);
	assert_int_equal(pipe(h->stop), 0);
	assert_int_equal(pipe2(h->tally, O_DIRECT | O_NONBLOCK), 0);
	assert_ok(h->j, listen_open(h->j, "127.0.0.1:0", 2, sockets));
	assert_ok(h->j, listen_open(h->j, "127.0.0.1:0", 1, &private_socket));
	h->port = port_in(listen_address(h->j, sockets[0]));
	h->private_port = port_in(listen_address(h->j, private_socket));
	h->pid = fork();
	if (h->pid == 0)
		serve(h, sockets, private_socket);
	close(sockets[0]);
	close(sockets[1]);
	close(private_socket);
	*state = h;
	return 0;
}

static int
close_house(void **state)
{
	struct house *h = *state;
	char path[256];
	int how = 0;

	if (h->pid) {
		close(h->stop[1]);
		waitpid(h->pid, &how, 0);
	}
	snprintf(path, sizeof(path), "rm -rf %s", h->media);
	if (how == 0)
		how = system(path);
	close(h->tally[0]);
	close(h->tally[1]);
	munmap(h->dial, sizeof(*h->dial));
	job_free(h->j);
	free(h);
	return how;
}

static struct str
get(struct house *h, const char *target, const char *fields)
{
	return ask(h->j, h->port,
	    job_printf(h->j, "GET %s HTTP/1.1\r\n%s" LAST, target, fields));
}

static void
assert_length(struct str answer)
{
	int64_t n = -1;

	assert_true(str_to_int(header_of(answer, "Content-Length"), &n));
	assert_int_equal(body_of(answer).n, n);
}

static void
test_page(void **state)
{
	struct house *h = *state;

	for (int i = 0; i < 3; i++) {
		const struct str a = get(h, "/", "");

		assert_has(a, "HTTP/1.1 200 OK\r\n");
		assert_str(body_of(a), PAGE);
		assert_length(a);
		assert_has(a, "Content-Security-Policy: default-src 'none'");
		assert_has(a, "X-Content-Type-Options: nosniff\r\n");
		assert_str(header_of(a, "Vary"), "Accept-Encoding");
		assert_str(header_of(a, "Server"), "");
		assert_str(header_of(a, "Strict-Transport-Security"), "");
	}
	assert_has(get(h, "/none", ""), "HTTP/1.1 404 Not Found\r\n");
	assert_str(header_of(get(h, "/moved?x=y", ""), "Location"), "/");
	assert_str(body_of(get(h, "/echo?z=1&q=a%20b", "")), "a b");
	assert_str(header_of(get(h, "/never", ""), "Cache-Control"),
	    "no-store");
}

static void
test_head(void **state)
{
	static const char *const targets[] = { "/", "/none", "/moved",
		"/media/" NAME ".jpg", "/media/none", "/fail" };
	struct house *h = *state;

	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		const struct str with = get(h, targets[i], "");
		const struct str without = ask(h->j, h->port,
		    job_printf(h->j, "HEAD %s HTTP/1.1\r\n" LAST, targets[i]));

		assert_length(with);
		assert_int_equal(body_of(without).n, 0);
		assert_true(str_eq(header_of(with, "Content-Length"),
		    header_of(without, "Content-Length")));
	}
}

static void
test_unchanged(void **state)
{
	struct house *h = *state;
	const struct str tag = header_of(get(h, "/", ""), "ETag");
	struct str a;

	assert_true(tag.n > 2 && tag.p[0] == '"');
	a = get(h, "/",
	    job_cstr(h->j,
		job_printf(h->j, "If-None-Match: \"x\", W/%.*s\r\n",
		    STR_ARG(tag))));
	assert_has(a, "HTTP/1.1 304 Not Modified\r\n");
	assert_int_equal(body_of(a).n, 0);
	assert_true(str_eq(header_of(a, "ETag"), tag));
	assert_str(header_of(a, "Content-Length"), "");
	assert_str(header_of(a, "Vary"), "Accept-Encoding");
	a = get(h, "/", "If-None-Match: \"other\"\r\n");
	assert_str(body_of(a), PAGE);
}

static struct str
gunzipped(struct job *j, struct str packed)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	char *out = job_alloc(j, 65536);
	size_t n = 0;

	assert_int_equal(libdeflate_gzip_decompress(d, packed.p, packed.n, out,
			     65536, &n),
	    LIBDEFLATE_SUCCESS);
	libdeflate_free_decompressor(d);
	return str_from(out, n);
}

static void
test_codings(void **state)
{
	struct house *h = *state;
	struct str plain, gzip, brotli;

	for (int i = 0; i < 6; i++) { /* each of the two loops has seen it */
		gzip = get(h, "/", "Accept-Encoding: gzip\r\n");
		brotli = get(h, "/", "Accept-Encoding: gzip, br\r\n");
		plain = get(h, "/", "");
	}
	while (!str_eq(header_of(gzip, "Content-Encoding"), STR("gzip")))
		gzip = get(h, "/", "Accept-Encoding: gzip\r\n");
	while (!str_eq(header_of(brotli, "Content-Encoding"), STR("br")))
		brotli = get(h, "/", "Accept-Encoding: gzip, br\r\n");
	assert_length(gzip);
	assert_length(brotli);
	assert_str(gunzipped(h->j, body_of(gzip)), PAGE);
	assert_str(body_of(plain), PAGE);
	assert_false(
	    str_eq(header_of(gzip, "ETag"), header_of(brotli, "ETag")));
	assert_false(str_eq(header_of(gzip, "ETag"), header_of(plain, "ETag")));
}

static void
test_publish(void **state)
{
	struct house *h = *state;

	for (int i = 2; i < 50; i++) {
		atomic_store(&h->dial->version, i);
		for (int k = 0; k < 3; k++)
			assert_true(str_eq(body_of(get(h, "/version", "")),
			    job_printf(h->j, "%d\n", i)));
	}
}

/* clang-format off */
static const struct hostile {
	const char *bytes, *status;
} hostiles[] = {
	{ "GET / HTTP/1.1\r\n\r\n", "400" },
	{ "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "400" },
	{ "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400" },
	{ "GET / HTTP/1.1\nHost: a\n\n", "400" },
	{ "GET / HTTP/1.1\r\nHost: a\r\nA: b\rc\r\n\r\n", "400" },
	{ "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", "400" },
	{ "GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "400" },
	{ "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "400" },
	{ "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400" },
	{ "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "501" },
	{ "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", "400" },
	{ "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 27\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400" },
	{ "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 27\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "405" },
	{ "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505" },
	{ "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505" },
	{ "\x16\x03\x01\x02\x00\x01", "400" },
};
/* clang-format on */

static void
test_hostile(void **state)
{
	struct house *h = *state;

	for (size_t i = 0; i < sizeof(hostiles) / sizeof(hostiles[0]); i++) {
		const int fd = dial_up(h->port);
		struct str a;

		/* Not half-closed by us: it is the server who closes. */
		say(fd, str_of(hostiles[i].bytes));
		a = hear_all(h->j, fd);
		close(fd);
		assert_true(str_starts(a, STR("HTTP/1.1 ")));
		assert_str(str_sub(a, 9, 3), hostiles[i].status);
		assert_str(header_of(a, "Connection"), "close");
		assert_length(a);
		assert_int_equal(str_find(body_of(a), STR("HTTP/")), NOWHERE);
	}
	assert_str(body_of(get(h, "/", "")), PAGE);
}

static void
test_methods(void **state)
{
	struct house *h = *state;
	const int fd = dial_up(h->port);
	struct str a;

	say(fd,
	    STR("POST / HTTP/1.1\r\nHost: h\r\n\r\n"
		"GET / HTTP/1.1\r\n" LAST));
	a = hear_all(h->j, fd);
	close(fd);
	assert_has(a, "HTTP/1.1 405 Method Not Allowed\r\n");
	assert_str(header_of(a, "Allow"), "GET, HEAD");
	assert_has(a, "HTTP/1.1 200 OK\r\n");
}

static size_t
count(struct str in, const char *what)
{
	size_t n = 0, at;

	while ((at = str_find(in, str_of(what))) != NOWHERE) {
		in = str_skip(in, at + 1);
		n++;
	}
	return n;
}

static void
test_pipeline(void **state)
{
	struct house *h = *state;
	const int fd = dial_up(h->port);
	struct str a;

	for (int i = 0; i < 200; i++)
		say(fd, STR(GET));
	say(fd, STR("GET / HTTP/1.0\r\nHost: h\r\n\r\n"));
	a = hear_all(h->j, fd);
	close(fd);
	assert_int_equal(count(a, "HTTP/1.1 200 OK\r\n"), 201);
	assert_int_equal(count(a, PAGE), 201);
	assert_int_equal(count(a, "Connection: close\r\n"), 1);
}

/* What may wait is asked a second time, and what stands behind it waits. */
static void
test_later(void **state)
{
	struct house *h = *state;
	const int fd = dial_up(h->port), gone = dial_up(h->port);
	struct str a;

	atomic_store(&h->dial->later, 0);
	say(fd,
	    STR("GET /later HTTP/1.1\r\nHost: h\r\n\r\n"
		"GET /later HTTP/1.1\r\nHost: h\r\n\r\n"
		"GET / HTTP/1.1\r\n" LAST));
	a = hear_all(h->j, fd);
	close(fd);
	assert_int_equal(count(a, "HTTP/1.1 200 OK\r\n"), 3);
	assert_true(str_find(a, STR("asked 2")) < str_find(a, STR("asked 4")));
	assert_int_equal(count(a, "asked "), 2);
	assert_true(str_ends(a, STR(PAGE)));
	/* Who goes away meanwhile is not waited for. */
	say(gone, STR("GET /later HTTP/1.1\r\nHost: h\r\n\r\n"));
	close(gone);
	assert_int_equal(count(get(h, "/", ""), PAGE), 1);
}

static void
test_pipeline_big(void **state)
{
	struct house *h = *state;
	const int fd = dial_up(h->port);
	struct str a;

	/* More than a socket takes: the second waits behind the first. */
	say(fd,
	    STR("GET /big HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\n" LAST));
	usleep(100000);
	a = hear_all(h->j, fd);
	close(fd);
	assert_true(str_ends(a, STR(PAGE)));
	assert_true(a.n > ANSWER_MAX / 2);
}

static void
test_bytewise(void **state)
{
	struct house *h = *state;
	const struct str bytes = STR("GET / HTTP/1.1\r\n" LAST);
	const int fd = dial_up(h->port);

	for (size_t i = 0; i < bytes.n; i++) {
		say(fd, str_sub(bytes, i, 1));
		usleep(1000);
	}
	assert_str(body_of(hear_all(h->j, fd)), PAGE);
	close(fd);
}

static void
test_many(void **state)
{
	struct house *h = *state;
	const int fd = dial_up(h->port);
	struct str a;

	for (int i = 0; i < 1001; i++)
		say(fd, STR("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"));
	a = hear_all(h->j, fd);
	close(fd);
	assert_int_equal(count(a, "HTTP/1.1 200 OK\r\n"), 1000);
	assert_int_equal(count(a, "Connection: close\r\n"), 1);
}

static void
test_hosts(void **state)
{
	static const struct {
		const char *host, *status;
	} cases[] = { { "h", "200" }, { "H:8080", "200" }, { "[::1]", "200" },
		{ "[::1]:80", "200" }, { "evil.example", "421" },
		{ "h.evil.example", "421" }, { "[::2]", "421" } };
	struct house *h = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_str(str_sub(ask(h->j, h->port,
				       job_printf(h->j,
					   "GET / HTTP/1.1\r\nHost: %s\r\n\r\n",
					   cases[i].host)),
			       9, 3),
		    cases[i].status);
}

static void
test_http10(void **state)
{
	struct house *h = *state;
	const int fd = dial_up(h->port);
	struct str a;

	say(fd,
	    STR("GET / HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n"
		"GET / HTTP/1.0\r\nHost: h\r\n\r\n"));
	a = hear_all(h->j, fd);
	close(fd);
	assert_int_equal(count(a, PAGE), 2);
	assert_int_equal(count(a, "Connection: keep-alive\r\n"), 1);
	assert_int_equal(count(a, "Connection: close\r\n"), 1);
}

static void
test_slow(void **state)
{
	struct house *h = *state;
	const int silent = dial_up(h->port), half = dial_up(h->port),
		  drip = dial_up(h->port), deaf = dial_up(h->port),
		  idle = dial_up(h->port);
	struct str a;
	int dripped = 0;

	say(half, STR("GET / HTT"));
	say(idle, STR(GET));
	for (int i = 0; i < 20; i++)
		say(deaf, STR("GET /big HTTP/1.1\r\nHost: h\r\n\r\n"));
	while (dripped < 100
	    && send(drip, dripped ? "A" : "GET / HTTP/1.1\r\nA: ",
		   dripped ? 1 : 19, MSG_NOSIGNAL)
		> 0) {
		usleep(50000);
		dripped++;
	}
	assert_true(dripped < 100); /* 5 s; a whole head has 2 to 3 */
	assert_int_equal(hear_all(h->j, silent).n, 0);
	assert_int_equal(hear_all(h->j, half).n, 0);
	assert_int_equal(count(hear_all(h->j, idle), PAGE), 1);
	close(idle);
	close(silent);
	close(half);
	close(drip);
	a = ask(h->j, h->private_port,
	    STR("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n"));
	assert_int_equal(count(a, "stet_timeouts_total 0\n"), 0);
	close(deaf);
}

static void
test_ranges(void **state)
{
	struct house *h = *state;
	const char *file = "/media/" NAME ".jpg";
	struct str a = get(h, file, "");

	assert_int_equal(body_of(a).n, FILE_BYTES);
	assert_str(header_of(a, "Content-Type"), "image/jpeg");
	assert_has(a, "immutable");
	assert_has(a, "nosniff");
	a = get(h, file, "Range: bytes=10-19\r\n");
	assert_has(a, "HTTP/1.1 206 Partial Content\r\n");
	assert_str(body_of(a), "000000001\n");
	assert_str(header_of(a, "Content-Range"), "bytes 10-19/100000");
	assert_length(a);
	a = get(h, file, "Range: bytes=-10\r\n");
	assert_str(body_of(a), "000009999\n");
	a = get(h, file, "Range: bytes=100000-\r\n");
	assert_has(a, "HTTP/1.1 416 ");
	assert_str(header_of(a, "Content-Range"), "bytes */100000");
	assert_length(a);
	a = get(h, file, "Range: bytes=0-1\r\nIf-Range: \"x\"\r\n");
	assert_int_equal(body_of(a).n, FILE_BYTES);
	a = get(h, file,
	    job_cstr(h->j,
		job_printf(h->j, "If-None-Match: %.*s\r\n",
		    STR_ARG(header_of(a, "ETag")))));
	assert_has(a, "HTTP/1.1 304 ");
	assert_int_equal(body_of(a).n, 0);
	assert_has(get(h, "/media/" NAME ".html", ""), "HTTP/1.1 404 ");
	assert_has(get(h, "/media/" NAME, ""), "HTTP/1.1 404 ");
	assert_has(get(h, "/media/6d/" NAME ".jpg", ""), "HTTP/1.1 404 ");
}

static void
test_failures(void **state)
{
	struct house *h = *state;
	struct str a = get(h, "/fail", "");

	assert_has(a, "HTTP/1.1 500 ");
	assert_length(a);
	assert_false(has(a, "asked to fail"));
	assert_has(get(h, "/busy", ""), "HTTP/1.1 503 ");
	/* The site is busy: what is cached is served on. */
	for (int i = 0; i < 8; i++)
		get(h, "/", "");
	atomic_store(&h->dial->tick, BUSY);
	assert_str(body_of(get(h, "/", "")), PAGE);
	atomic_store(&h->dial->tick, OK);
}

static void
test_private(void **state)
{
	struct house *h = *state;
	struct str a;

	do /* until both loops have looked at the site */
		a = ask(h->j, h->private_port,
		    STR("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"));
	while (has(a, "HTTP/1.1 503 "));
	assert_str(body_of(a), "ok\n");
	get(h, "/", "");
	a = ask(h->j, h->private_port,
	    STR("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n"));
	assert_has(a, "\nstet_requests_total{status=\"200\"} ");
	assert_has(a, "\nstet_site_version 1\n");
	assert_has(a, "\nstet_render_seconds_count ");
	assert_length(a);
	/* And none of it on the readers' port. */
	assert_has(get(h, "/metrics", ""), "HTTP/1.1 404 ");
}

static long
resident_kb(pid_t pid)
{
	char path[64], line[256];
	long kb = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "VmRSS: %ld kB", &kb) == 1)
			break;
	fclose(f);
	return kb;
}

static void
test_memory(void **state)
{
	struct house *h = *state;
	enum { MANY = 500 };
	int fds[MANY];
	char first[16];
	long before;

	get(h, "/", "");
	before = resident_kb(h->pid);
	for (int i = 0; i < MANY; i++) {
		fds[i] = dial_up(h->port);
		say(fds[i], STR(GET));
		assert_int_equal(recv(fds[i], first, 9, MSG_WAITALL), 9);
	}
	assert_true(resident_kb(h->pid) - before < MANY * 4);
	for (int i = 0; i < MANY; i++)
		close(fds[i]);
}

static void
test_room(void **state)
{
	struct house *h = *state;
	enum { MANY = 1300 }; /* two loops of 600 */
	int fds[MANY];

	for (int i = 0; i < MANY; i++) {
		fds[i] = dial_up(h->port);
		say(fds[i], STR(GET));
	}
	/* The one who comes now is served; those idle longest gave way. */
	assert_str(body_of(get(h, "/", "")), PAGE);
	for (int i = 0; i < MANY; i++)
		close(fds[i]);
}

static void
test_stop(void **state)
{
	struct house *h = *state;
	const int idle = dial_up(h->port), big = dial_up(h->port);
	struct str a;
	char c;
	int how = -1;

	say(idle, STR(GET));
	assert_int_equal(recv(idle, &c, 1, 0), 1);
	say(big, STR("GET /big HTTP/1.1\r\nHost: h\r\n\r\n"));
	assert_int_equal(recv(big, &c, 1, 0), 1);
	close(h->stop[1]);
	a = hear_all(h->j, big);
	assert_int_equal(body_of(a).n, ANSWER_MAX / 2);
	hear_all(h->j, idle);
	waitpid(h->pid, &how, 0);
	assert_int_equal(how, 0);
	h->pid = 0;
	close(idle);
	close(big);
}

static void
add_reads(struct house *h, int64_t counts[256])
{
	struct tally_count got[TALLY_MOST];
	char packet[TALLY_BYTES];
	ssize_t bytes;
	size_t n;

	while ((bytes = read(h->tally[0], packet, sizeof(packet))) > 0) {
		assert_true(
		    tally_read(str_from(packet, (size_t)bytes), got, &n));
		for (size_t i = 0; i < n; i++)
			counts[(unsigned char)got[i].what] += got[i].n;
	}
}

static void
test_reads(void **state)
{
	struct house *h = *state;
	int64_t counts[256] = { 0 };
	struct str a;

	for (int i = 0; i < 3; i++)
		a = get(h, "/p/a", "");
	assert_has(get(h, "/p/a",
		       job_cstr(h->j,
			   job_printf(h->j, "If-None-Match: %.*s\r\n",
			       STR_ARG(header_of(a, "ETag"))))),
	    "304");
	(void)get(h, "/p/b", "");
	(void)get(h, "/", "");
	(void)ask(h->j, h->port, STR("HEAD /p/b HTTP/1.1\r\n" LAST));
	for (int i = 0; i < 100 && counts['a'] + counts['b'] < 5; i++) {
		poll(NULL, 0, 50);
		add_reads(h, counts);
	}
	assert_int_equal(counts['a'], 4);
	assert_int_equal(counts['b'], 1);
	counts['a'] = counts['b'] = 0;
	for (size_t i = 0; i < 256; i++)
		assert_int_equal(counts[i], 0);
}

#define HOUSE(title, function)                                 \
	{                                                      \
		title, function, open_house, close_house, NULL \
	}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE("a page comes with its length and the security headers",
		    test_page),
		HOUSE("HEAD tells what GET would, without a body", test_head),
		HOUSE("a reader who has it is told so in a 304",
		    test_unchanged),
		HOUSE("each coding has its own bytes, length and ETag",
		    test_codings),
		HOUSE("a change is in the very next answer", test_publish),
		HOUSE("what is malformed is refused and closed", test_hostile),
		HOUSE("other methods get a 405 that names ours", test_methods),
		HOUSE("pipelined requests are answered in order",
		    test_pipeline),
		HOUSE("what may wait is asked again before it is answered",
		    test_later),
		HOUSE("an answer larger than the socket holds the next back",
		    test_pipeline_big),
		HOUSE("a request may come byte by byte", test_bytewise),
		HOUSE("a connection ends after its number of requests",
		    test_many),
		HOUSE("we answer to our own names only", test_hosts),
		HOUSE("HTTP/1.0 closes unless it asks not to", test_http10),
		HOUSE("the silent, the slow and the deaf are dropped",
		    test_slow),
		HOUSE("files come whole or by one range", test_ranges),
		HOUSE("a failure says nothing about its reason", test_failures),
		HOUSE("health and counts have a port of their own",
		    test_private),
		HOUSE("an idle connection takes less than 4 KB", test_memory),
		HOUSE("a full house makes room by closing the idle", test_room),
		HOUSE("what is read is counted, without who reads", test_reads),
		HOUSE("a stop finishes what is on its way", test_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
