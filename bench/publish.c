/* SPDX-License-Identifier: ISC */
/*
 * publish DIR PORT N -- publish N stories into a paper that is being served,
 * and measure each from its beginning until a reader's next request for the
 * front page is answered with its headline.  Between two, an fdatasync of 4 KB
 * in the same folder is measured.  Prints, in milliseconds:
 *
 *	median 99th max of publishing, median 99th of fdatasync
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/progress.h"
#include "desk/publish.h"

#define ANSWER_MAX (1 << 20)

struct reader {
	int fd;
	char *bytes;
};

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
at(double *v, size_t n, double part)
{
	qsort(v, n, sizeof(*v), by_size);
	return v[(size_t)((double)(n - 1) * part)] * 1e3;
}

static struct reader
reader_open(int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct reader r = { socket(AF_INET, SOCK_STREAM, 0),
		malloc(ANSWER_MAX + 1) };
	int on = 1;

	if (r.bytes == NULL
	    || connect(r.fd, (struct sockaddr *)&a, sizeof(a)) != 0) {
		perror("publish: connecting");
		exit(1);
	}
	(void)setsockopt(r.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return r;
}

/* Ask for the front page once; whether it says these words. */
static bool
front_says(const struct reader *r, const char *words)
{
	static const char ask[] = "GET / HTTP/1.1\r\nHost: bench\r\n\r\n";
	size_t n = 0, want = 0;

	if (write(r->fd, ask, sizeof(ask) - 1) != (ssize_t)sizeof(ask) - 1)
		return false;
	while (n < ANSWER_MAX && (want == 0 || n < want)) {
		ssize_t got = read(r->fd, r->bytes + n, ANSWER_MAX - n);
		const char *end, *length;

		if (got <= 0)
			return false;
		n += (size_t)got;
		r->bytes[n] = '\0';
		end = strstr(r->bytes, "\r\n\r\n");
		length = strstr(r->bytes, "Content-Length: ");
		if (want == 0 && end && length)
			want = (size_t)(end + 4 - r->bytes)
			    + strtoul(length + 16, NULL, 10);
	}
	return strstr(r->bytes, words) != NULL;
}

static void
publish_one(struct desk *d, const struct reader *r, size_t i, double *took)
{
	struct job *j = job_new(clock_now());
	struct str words = job_printf(j, "Bench %zu of %ld", i, (long)getpid());
	struct str text = job_printf(j,
	    "---\nheadline: %.*s\ntopics: [topic-1, topic-2]\n"
	    "deck: A short line below the headline.\n---\n\n"
	    "The first boat leaves at 05:50.\n\nThe last one does not.\n",
	    STR_ARG(words));
	struct publish_opts opts = { .name = STR("bench.md"), .now = true };
	struct published p;
	double begun = clock_steady();
	int tries = 0;

	if (desk_publish(d, j, text, &opts, &p) != OK) {
		fprintf(stderr, "publish: %.*s\n", STR_ARG(job_reason(j)));
		exit(1);
	}
	while (!front_says(r, words.p))
		if (++tries > 1000) {
			fprintf(stderr, "publish: the front never showed it\n");
			exit(1);
		}
	*took = clock_steady() - begun;
	job_free(j);
}

static void
sync_one(int fd, double *took)
{
	static const char page[4096];
	double begun = clock_steady();

	if (pwrite(fd, page, sizeof(page), 0) < 0 || fdatasync(fd) != 0) {
		perror("publish: syncing");
		exit(1);
	}
	*took = clock_steady() - begun;
}

int
main(int argc, char **argv)
{
	struct job *j = job_new(clock_now());
	double *took, *synced;
	struct reader r;
	struct desk *d;
	size_t n;
	char *path;
	int fd;

	if (argc != 4 || sodium_init() < 0) {
		fprintf(stderr, "usage: publish DIR PORT N\n");
		return 2;
	}
	n = strtoul(argv[3], NULL, 10);
	took = calloc(n, sizeof(*took));
	synced = calloc(n, sizeof(*synced));
	if (took == NULL || synced == NULL || n == 0)
		return 1;
	if (desk_open(j, argv[1], &d) != OK) {
		fprintf(stderr, "publish: %.*s\n", STR_ARG(job_reason(j)));
		return 1;
	}
	path = file_path(j, argv[1], "bench.sync");
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	r = reader_open(atoi(argv[2]));
	for (size_t i = 0; i < n; i++) {
		publish_one(d, &r, i, &took[i]);
		sync_one(fd, &synced[i]);
	}
	printf("%.3f %.3f %.3f %.3f %.3f\n", at(took, n, 0.5),
	    at(took, n, 0.99), at(took, n, 1), at(synced, n, 0.5),
	    at(synced, n, 0.99));
	(void)unlink(path);
	desk_close(d);
	job_free(j);
	return 0;
}
