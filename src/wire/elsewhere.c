/* SPDX-License-Identifier: ISC */
#include "wire/elsewhere.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/jail.h"
#include "site/pack.h"
#include "text/address.h"
#include "text/utf8.h"
#include "wire/feed.h"
#include "wire/feedparse.h"
#include "wire/fetch.h"

#define SAID_MAX ((size_t)128 * 1024) /* bytes that it may hand back */
#define WORDS_MAX 400                 /* of a reason, of a validator */
#define MEMORY_MAX ((rlim_t)1 << 30)
#define CPU_SECONDS 20
#define HUB_ANSWER_MAX ((size_t)16 * 1024)
#define STALL_SECONDS 10
#define WHOLE_SECONDS 20

enum said_how { SAID_ITEMS, SAID_UNCHANGED, SAID_FAILED, SAID_TOLD };

struct elsewhere {
	pid_t pid;
	int fd;
	int64_t by; /* seconds of the steady clock */
	char *bytes;
	size_t n;
};

static int64_t
steady(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* ---- the child ---- */

static enum status
fetch_feed(struct job *j, struct fetcher *f, const struct elsewhere_ask *ask,
    struct fetched *got)
{
	const enum status st = fetch_newer(f, j, ask->url, ask->etag,
	    ask->modified, FEED_MAX, got);

	if (st != OK || got->status == 200 || got->status == 304)
		return st;
	return job_fail(j, FAULT, "its server answered %d", got->status);
}

static enum status
find_out(struct job *j, struct fetcher *f, const struct elsewhere_ask *ask,
    struct fetched *got, struct outside_items *items)
{
	enum status st = OK;

	*got = (struct fetched){ .status = 200, .bytes = ask->given };
	if (ask->given.p == NULL)
		st = fetch_feed(j, f, ask, got);
	if (st == OK && got->status == 200)
		st = feed_read(j, got->bytes, ask->url, items);
	return st;
}

struct telling {
	struct job *j;
	int64_t refused;
	struct str why; /* it could not be reached, or failed */
};

/* What a hub refuses it will refuse again; else it is to be told later. */
static enum status
told(void *arg, size_t i, enum status st, const struct fetched *got)
{
	struct telling *const t = arg;

	(void)i;
	if (st != OK)
		t->why = job_str(t->j, got->why);
	else if (got->status >= 500 || got->status == 429 || got->status == 408)
		t->why = job_printf(t->j, "its server answered %d",
		    got->status);
	else
		t->refused += got->status >= 400;
	return OK;
}

/* W3C leaves the telling to each hub; this is what they all understand. */
static struct str
tell(struct job *j, struct fetcher *f, const struct elsewhere_ask *ask)
{
	struct buf b = buf_in(j, SAID_MAX);
	struct telling t = { .j = j };
	struct fetch_ask *const asks = JOB_ARRAY(j, struct fetch_ask,
	    ask->ntopics);

	for (size_t i = 0; i < ask->ntopics; i++) {
		const struct str topic = query_encoded(j, ask->topics[i]);

		asks[i] = (struct fetch_ask){ FETCH_POST, ask->url,
			job_printf(j,
			    "hub.mode=publish&hub.url=%.*s&hub.topic=%.*s",
			    STR_ARG(topic), STR_ARG(topic)) };
	}
	if (fetch_each(f, j, asks, ask->ntopics, HUB_ANSWER_MAX, told, &t)
	    != OK)
		t.why = job_reason(j);
	pack_int(&b, t.why.n > 0 ? SAID_FAILED : SAID_TOLD);
	if (t.why.n > 0)
		pack_str(&b, str_sub(t.why, 0, WORDS_MAX));
	else
		pack_int(&b, t.refused);
	return buf_so_far(&b);
}

static struct str
answer(struct job *j, struct fetcher *f, const struct elsewhere_ask *ask)
{
	struct buf b = buf_in(j, SAID_MAX);
	struct fetched got;
	struct outside_items items = { 0 };
	const enum status st = find_out(j, f, ask, &got, &items);

	if (st != OK) {
		pack_int(&b, SAID_FAILED);
		pack_str(&b, str_sub(job_reason(j), 0, WORDS_MAX));
		return buf_so_far(&b);
	}
	pack_int(&b, got.status == 304 ? SAID_UNCHANGED : SAID_ITEMS);
	pack_str(&b, got.etag);
	pack_str(&b, got.modified);
	pack_str(&b, items.title);
	pack_int(&b, (int64_t)items.n);
	for (size_t i = 0; i < items.n; i++) {
		pack_str(&b, items.at[i].title);
		pack_str(&b, items.at[i].address);
		pack_str(&b, items.at[i].summary);
		pack_int(&b, items.at[i].at);
	}
	return buf_so_far(&b);
}

/* Names of servers, certificates, modules that look names up. */
static enum status
shut_in(struct job *j)
{
	static const struct jail_path reads[] = { { "/etc", JAIL_READ },
		{ "/usr", JAIL_READ }, { "/lib", JAIL_READ },
		{ "/run/systemd/resolve", JAIL_READ } };
	const struct rlimit memory = { MEMORY_MAX, MEMORY_MAX };
	const struct rlimit cpu = { CPU_SECONDS, CPU_SECONDS };
	bool held;
	enum status st = jail_files(j, reads, sizeof(reads) / sizeof(reads[0]),
	    &held);

	if (st == OK
	    && (setrlimit(RLIMIT_DATA, &memory) < 0
		|| setrlimit(RLIMIT_CPU, &cpu) < 0))
		st = job_fail(j, FAULT, "can't set limits");
	return st == OK ? jail_seccomp(j, JAIL_FETCHER) : st;
}

/* Nothing that was open in the writer is ours. */
static void
keep_only(int *fd)
{
	const int null = open("/dev/null", O_RDWR);
	const int mine = fcntl(*fd, F_DUPFD, 3);

	if (null < 0 || mine < 0)
		_exit(1);
	for (int i = 0; i < 3; i++)
		if (dup2(null, i) < 0)
			_exit(1);
	if (mine != 3 && dup2(mine, 3) < 0)
		_exit(1);
	if (syscall(SYS_close_range, 4U, ~0U, 0U) != 0)
		_exit(1);
	*fd = 3;
}

static _Noreturn void
child(int fd, pid_t parent, const struct elsewhere_ask *ask)
{
	struct job *const j = job_new(clock_now());
	struct fetcher *f;
	struct str said;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)prctl(PR_SET_NAME, "stet-elsewhere", 0, 0, 0);
	(void)signal(SIGPIPE, SIG_IGN);
	if (getppid() != parent)
		_exit(1);
	keep_only(&fd);
	/* Before the jail is shut: it makes TLS ready. */
	f = fetcher_new(&(struct fetch_limits){ .stall_seconds = STALL_SECONDS,
	    .whole_seconds = WHOLE_SECONDS,
	    .public_only = true,
	    .also = ask->also,
	    .nalso = ask->nalso });
	if (shut_in(j) != OK)
		_exit(1);
	said = ask->ntopics > 0 ? tell(j, f, ask) : answer(j, f, ask);
	while (said.n > 0) {
		const ssize_t n = write(fd, said.p, said.n);

		if (n <= 0)
			_exit(1);
		said = str_skip(said, (size_t)n);
	}
	_exit(0);
}

/* ---- who asks ---- */

enum status
elsewhere_begin(struct job *j, const struct elsewhere_ask *ask,
    struct elsewhere **out)
{
	struct elsewhere *e;
	const pid_t parent = getpid();
	int pipes[2];
	pid_t pid;

	if (pipe2(pipes, O_CLOEXEC) < 0)
		return job_fail(j, FAULT, "no pipe: %s",
		    strerrordesc_np(errno));
	pid = fork();
	if (pid == 0)
		child(pipes[1], parent, ask);
	close(pipes[1]);
	if (pid < 0) {
		close(pipes[0]);
		return job_fail(j, FAULT, "no process: %s",
		    strerrordesc_np(errno));
	}
	e = calloc(1, sizeof(*e));
	if (e == NULL || (e->bytes = malloc(SAID_MAX)) == NULL
	    || fcntl(pipes[0], F_SETFL, O_NONBLOCK) < 0)
		abort();
	e->pid = pid;
	e->fd = pipes[0];
	e->by = steady() + ELSEWHERE_SECONDS;
	*out = e;
	return OK;
}

int
elsewhere_fd(const struct elsewhere *e)
{
	return e->fd;
}

void
elsewhere_end(struct elsewhere *e)
{
	if (e == NULL)
		return;
	(void)kill(e->pid, SIGKILL);
	while (waitpid(e->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	close(e->fd);
	free(e->bytes);
	free(e);
}

/* One line of words in UTF-8, and not more of it than we write ourselves. */
static bool
is_line(struct str s, size_t max)
{
	for (size_t i = 0; i < s.n;) {
		const int32_t c = utf8_next(s, &i);

		if (c < ' ' || c == 0x7f)
			return false;
	}
	return s.n <= max;
}

static bool
is_item(const struct outside_item *it)
{
	return it->title.n > 0 && is_line(it->title, FEED_TITLE_MAX + 8)
	    && is_line(it->summary, FEED_SUMMARY_MAX + 8)
	    && is_line(it->address, FEED_ADDRESS_MAX)
	    && (str_starts(it->address, STR("https://"))
		|| str_starts(it->address, STR("http://")))
	    && it->at >= 0 && it->at <= FEED_TIME_MAX;
}

static bool
read_items(struct job *j, struct unpack *u, struct outside_items *out)
{
	int64_t n;

	out->title = unpack_str(u);
	n = unpack_int(u);
	if (n < 0 || n > OUTSIDE_ITEMS
	    || !is_line(out->title, FEED_TITLE_MAX + 8))
		return false;
	out->at = JOB_ARRAY(j, struct outside_item, OUTSIDE_ITEMS);
	for (; out->n < (size_t)n; out->n++) {
		struct outside_item *const it = &out->at[out->n];

		it->title = unpack_str(u);
		it->address = unpack_str(u);
		it->summary = unpack_str(u);
		it->at = unpack_int(u);
		if (u->broken || !is_item(it))
			return false;
	}
	return u->rest.n == 0;
}

static enum status
understand(struct job *j, struct str bytes, struct elsewhere_said *out)
{
	struct unpack u = { job_str(j, bytes), false };
	const int64_t how = unpack_int(&u);
	struct str why;

	*out = (struct elsewhere_said){ .unchanged = how == SAID_UNCHANGED };
	if (bytes.n > 0 && how == SAID_FAILED) {
		why = unpack_str(&u);
		if (!u.broken && is_line(why, WORDS_MAX))
			return job_fail(j, FAULT, "%.*s", STR_ARG(why));
	} else if (bytes.n > 0 && how == SAID_TOLD) {
		out->refused = unpack_int(&u);
		if (!u.broken && u.rest.n == 0)
			return OK;
	} else if (bytes.n > 0
	    && (how == SAID_ITEMS || how == SAID_UNCHANGED)) {
		out->etag = unpack_str(&u);
		out->modified = unpack_str(&u);
		if (is_line(out->etag, WORDS_MAX)
		    && is_line(out->modified, WORDS_MAX)
		    && read_items(j, &u, &out->items))
			return OK;
	}
	return job_fail(j, FAULT, "the process that asked for it ended badly");
}

enum status
elsewhere_take(struct elsewhere *e, struct job *j, bool *done,
    struct elsewhere_said *out)
{
	enum status st;
	ssize_t n;

	*done = false;
	do {
		n = read(e->fd, e->bytes + e->n, SAID_MAX - e->n);
		if (n > 0)
			e->n += (size_t)n;
	} while (n > 0 && e->n < SAID_MAX);
	if (n < 0 && (errno == EAGAIN || errno == EINTR) && steady() < e->by)
		return OK;
	*done = true;
	st = n < 0 ? job_fail(j, FAULT, "it took longer than a minute")
		   : understand(j, str_from(e->bytes, e->n), out);
	elsewhere_end(e);
	return st;
}
