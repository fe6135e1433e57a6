/* SPDX-License-Identifier: ISC */
/* The server: what readers are given, and the writer beside it. */
#include <poll.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "cmd/commands.h"
#include "desk/desk.h"
#include "desk/hub.h"
#include "desk/observed.h"
#include "desk/schedule.h"
#include "desk/withdraw.h"
#include "edge/supervisor.h"
#include "edge/tally.h"
#include "press/press.h"
#include "vault/heads.h"
#include "wire/elsewhere.h"

#define TEND_EVERY 1000  /* milliseconds between two looks at what is due */
#define TEND_SOON 50     /* the same, while there is more to tidy up */
#define HEADS_EVERY 1000 /* milliseconds between two looks at the head */
#define EXPIRE_PIECE 64  /* so many at once, before readers are let in */
#define FEEDS_EVERY 5000 /* ms between two looks for a feed that is due */
#define HUB_EVERY 1000   /* likewise, for what the hub is to be told */
#define HELD_UP_MOST \
	2000 /* ms that a reader may keep the log from beginning anew */

static const struct cmd_option options[] = {
	{ "listen", "ADDRESS:PORT", "where readers connect (127.0.0.1:8080)" },
	{ "private", "ADDRESS:PORT",
	    "where /healthz and /metrics are (127.0.0.1, any port)" },
	{ "host", "NAMES", "answer to these host names only, comma between" },
	{ "proxy", "ADDRESSES",
	    "believe the X-Forwarded-For of these, comma between" },
	{ "heads", "FILE",
	    "where to note each signed head (DIR/heads.log); another machine's "
	    "disk is best" },
	{ "feeds-from", "ADDRESSES",
	    "feeds and the hub may be at these addresses too, though not "
	    "anybody can reach them; comma between" },
	{ "tls", NULL, "readers come over TLS: send HSTS" },
	{ "cache", "MB", "memory for finished pages (40)" },
	{ "loops", "N", "loops that serve readers (one a processor)" },
	{ "user", "NAME",
	    "whom the writer becomes when started as root (the folder's "
	    "owner)" },
	{ "reader-user", "NAME",
	    "whom the reader becomes when started as root (nobody)" },
	{ "log-requests", NULL, "log a line for each request" },
	{ "log-readers", NULL, "log readers' addresses in it too" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

struct serving {
	const char *dir, *theme, *heads;
	bool json;
	const struct log *log;
	const struct serve_ends *ends; /* in the writer */
	const struct str *feeds_from;
	size_t nfeeds_from;
};

static void
announce(void *ctx, struct str address, struct str private_address)
{
	const struct serving *s = ctx;

	if (s->json)
		printf("{\"address\":\"%.*s\",\"private\":\"%.*s\"}\n",
		    STR_ARG(address), STR_ARG(private_address));
	else
		printf("%s is at %.*s (health and metrics: %.*s)\n", s->dir,
		    STR_ARG(address), STR_ARG(private_address));
	(void)fflush(stdout);
}

/*
 * What expired while nobody was there goes before readers are let in.  In a job
 * of its own for each piece, for there may be many.
 */
static enum status
expire_all(struct desk *d, struct job *j)
{
	struct job *piece = job_new(clock_now());
	int64_t n = 1;
	enum status st = OK;

	while (st == OK && n > 0) {
		job_reset(piece, clock_now());
		st = desk_expire(d, piece, EXPIRE_PIECE, &n);
	}
	if (st != OK)
		st = job_fail(j, st, "%.*s", STR_ARG(job_reason(piece)));
	job_free(piece);
	return st;
}

static void
say_tended(const struct log *log, const struct tended *t)
{
	if (t->published > 0)
		LOG(log, LOG_NOTE, "published-what-was-due",
		    LOG_NUMBER("n", t->published));
	if (t->expired > 0)
		LOG(log, LOG_NOTE, "retracted-what-expired",
		    LOG_NUMBER("n", t->expired));
	if (t->trouble.n > 0)
		LOG(log, LOG_WARN, "could-not-publish",
		    LOG_TEXT("reason", t->trouble));
}

/*
 * The reader's jail names folders that were there when it was shut: a theme
 * folder that has come since is out of its reach until it is started anew.
 */
static void
mind_theme(const struct serving *s, ino_t *known)
{
	struct stat st;
	ino_t now = stat(s->theme, &st) == 0 ? st.st_ino : 0;

	if (now == *known)
		return;
	*known = now;
	LOG(s->log, LOG_NOTE, "theme-folder-changed",
	    LOG_TEXT("folder", str_of(s->theme)));
	s->ends->tell(s->ends->tell_ctx, SERVE_RENEW_READER);
}

struct held_up {
	pid_t by;      /* 0: nobody */
	int64_t since; /* ms */
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/*
 * A process that reads one old state for so long that the log can't begin anew
 * is a backup, or a reader that somebody has got into.  A new reader has
 * another pid, so each is held to account once.
 */
static void
mind_reader(const struct serving *s, const struct tended *t, struct held_up *h)
{
	if (t->held_up_by != h->by) {
		h->by = t->held_up_by;
		h->since = now_ms();
	} else if (h->by != 0 && h->since != 0
	    && now_ms() - h->since >= HELD_UP_MOST) {
		h->since = 0;
		LOG(s->log, LOG_WARN, "held-up-by-a-reader",
		    LOG_NUMBER("pid", h->by));
		s->ends->tell(s->ends->tell_ctx, SERVE_END_READER);
	}
}

/* Heads that were signed are noted where they outlive the disk. */
struct noting {
	struct heads *heads; /* NULL: could not be opened */
	int64_t at;          /* ms, of the last look */
	bool trouble;        /* said already */
};

static enum status
note_head(const struct serving *s, struct desk *d, struct job *j,
    struct noting *n)
{
	struct str note;
	enum status st = OK;

	if (n->heads == NULL)
		st = heads_open(j, s->heads, &n->heads);
	if (st == OK)
		st = record_checkpoint(desk_site_db(d), j, &note);
	return st == OK ? heads_add(n->heads, j, note) : st;
}

/* At most once a second; a mount that is gone must not stop the paper. */
static void
mind_heads(const struct serving *s, struct desk *d, struct noting *n)
{
	struct job *j;
	enum status st;

	if (n->at != 0 && now_ms() - n->at < HEADS_EVERY)
		return;
	n->at = now_ms();
	j = job_new(clock_now());
	st = note_head(s, d, j, n);
	if (st != OK && st != BUSY && !n->trouble)
		LOG(s->log, LOG_WARN, "could-not-note-the-signed-head",
		    LOG_TEXT("reason", job_reason(j)));
	if (st != BUSY)
		n->trouble = st != OK;
	if (st != OK && st != BUSY) {
		heads_close(n->heads);
		n->heads = NULL;
	}
	job_free(j);
}

/*
 * Milliseconds until the next look: at the second at which something falls
 * due, if that comes first.  Never longer than TEND_EVERY, so that a clock
 * which is set while we wait is heeded at once, whichever way it went.
 */
static int
until_next(const struct tended *t)
{
	struct timespec now;
	int64_t ms;

	if (t->busy)
		return TEND_SOON;
	if (t->next_due == 0 || clock_gettime(CLOCK_REALTIME, &now) != 0)
		return TEND_EVERY;
	ms = (t->next_due - (int64_t)now.tv_sec) * 1000 - now.tv_nsec / 1000000
	    + 1;
	return ms > 0 && ms < TEND_EVERY ? (int)ms : TEND_EVERY;
}

/* ---- what is observed ---- */

/* What was read, as a reader's process tells it: packets until none is left. */
static void
mind_reads(const struct serving *s, struct desk *d)
{
	struct tally_count told[TALLY_MOST];
	struct read_count reads[TALLY_MOST];
	char packet[TALLY_BYTES];
	ssize_t n;

	while ((n = read(s->ends->tally_fd, packet, sizeof(packet))) > 0) {
		struct job *const j = job_new(clock_now());
		size_t k = 0;

		if (tally_read(str_from(packet, (size_t)n), told, &k))
			for (size_t i = 0; i < k; i++)
				reads[i] = (struct read_count){ told[i].what,
					told[i].n };
		else
			LOG(s->log, LOG_WARN, "reads-not-understood",
			    LOG_NUMBER("bytes", n));
		if (k > 0 && desk_reads(d, j, reads, k) != OK)
			LOG(s->log, LOG_WARN, "could-not-note-reads",
			    LOG_TEXT("reason", job_reason(j)));
		job_free(j);
	}
}

/* One feed at a time; asking may take a minute and holds up nothing. */
struct asking {
	struct elsewhere *on_its_way; /* NULL: nobody is asked */
	struct job *j;                /* while one is: what feed is in */
	struct outside feed;
	int64_t looked; /* ms, when one was last looked for */
};

static void
asked(const struct serving *s, struct desk *d, struct asking *a, enum status st,
    const struct elsewhere_said *said)
{
	const struct str why = job_str(a->j, job_reason(a->j));

	job_forgive(a->j);
	if (st != OK) {
		LOG(s->log, LOG_WARN, "feed-did-not-come",
		    LOG_TEXT("feed", a->feed.url), LOG_TEXT("reason", why));
		st = desk_feed_failed(d, a->j, &a->feed, why);
	} else {
		if (!said->unchanged) {
			a->feed.items = said->items;
			a->feed.etag = said->etag;
			a->feed.modified = said->modified;
		}
		st = desk_feed_came(d, a->j, &a->feed);
	}
	if (st != OK)
		LOG(s->log, LOG_WARN, "could-not-note-a-feed",
		    LOG_TEXT("reason", job_reason(a->j)));
	job_free(a->j);
	a->j = NULL;
	a->on_its_way = NULL;
}

static void
ask_next(const struct serving *s, struct desk *d, struct asking *a)
{
	struct job *const j = job_new(clock_now());
	struct elsewhere_ask ask = { .also = s->feeds_from,
		.nalso = s->nfeeds_from };
	enum status st = desk_feed_due(d, j, &a->feed);

	a->looked = now_ms();
	if (st == OK) {
		ask.url = a->feed.url;
		ask.etag = a->feed.etag;
		ask.modified = a->feed.modified;
		st = elsewhere_begin(j, &ask, &a->on_its_way);
	}
	if (st == OK) {
		a->j = j;
		return;
	}
	if (st != NOT_FOUND && st != BUSY)
		LOG(s->log, LOG_WARN, "could-not-ask-for-a-feed",
		    LOG_TEXT("reason", job_reason(j)));
	job_free(j);
}

static void
mind_feeds(const struct serving *s, struct desk *d, struct asking *a)
{
	struct elsewhere_said said;
	bool done;

	if (a->on_its_way != NULL) {
		const enum status st = elsewhere_take(a->on_its_way, a->j,
		    &done, &said);

		if (done)
			asked(s, d, a, st, &said);
	} else if (now_ms() - a->looked >= FEEDS_EVERY) {
		ask_next(s, d, a);
	}
}

/* ---- the hub ---- */

/* Told in the background as well, and one telling at a time. */
struct telling {
	struct elsewhere *on_its_way; /* NULL: nobody is told */
	struct job *j;                /* while one is: what due is in */
	struct hub_due due;
	int64_t looked; /* ms */
};

static void
hub_answered(const struct serving *s, struct desk *d, struct telling *t,
    enum status st, const struct elsewhere_said *said)
{
	const struct str why = job_str(t->j, job_reason(t->j));

	job_forgive(t->j);
	if (st != OK) {
		LOG(s->log, LOG_WARN, "hub-not-told",
		    LOG_TEXT("hub", t->due.hub), LOG_TEXT("reason", why));
		st = desk_hub_failed(d, t->j, &t->due);
	} else {
		LOG(s->log, said->refused > 0 ? LOG_WARN : LOG_NOTE, "hub-told",
		    LOG_TEXT("hub", t->due.hub),
		    LOG_NUMBER("feeds", (int64_t)t->due.topics.n),
		    LOG_NUMBER("refused", said->refused));
		st = desk_hub_told(d, t->j, &t->due);
	}
	if (st != OK)
		LOG(s->log, LOG_WARN, "could-not-note-the-hub",
		    LOG_TEXT("reason", job_reason(t->j)));
	job_free(t->j);
	t->j = NULL;
	t->on_its_way = NULL;
}

static void
hub_tell(const struct serving *s, struct desk *d, struct telling *t)
{
	struct job *const j = job_new(clock_now());
	enum status st = desk_hub_due(d, j, &t->due);

	t->looked = now_ms();
	if (st == OK)
		st = elsewhere_begin(j,
		    &(struct elsewhere_ask){ .url = t->due.hub,
			.topics = t->due.topics.at,
			.ntopics = t->due.topics.n,
			.also = s->feeds_from,
			.nalso = s->nfeeds_from },
		    &t->on_its_way);
	if (st == OK) {
		t->j = j;
		return;
	}
	if (st != NOT_FOUND && st != BUSY)
		LOG(s->log, LOG_WARN, "could-not-tell-the-hub",
		    LOG_TEXT("reason", job_reason(j)));
	job_free(j);
}

static void
mind_hub(const struct serving *s, struct desk *d, struct telling *t)
{
	struct elsewhere_said said;
	bool done;

	if (t->on_its_way != NULL) {
		const enum status st = elsewhere_take(t->on_its_way, t->j,
		    &done, &said);

		if (done)
			hub_answered(s, d, t, st, &said);
	} else if (now_ms() - t->looked >= HUB_EVERY) {
		hub_tell(s, d, t);
	}
}

/* ---- the writer ---- */

/* Sleep until the next look, or until something comes; true: stop. */
static bool
sleep_until(const struct serving *s, const struct asking *a,
    const struct telling *t, int ms)
{
	struct pollfd ends[] = { { .fd = s->ends->stop_fd, .events = POLLIN },
		{ .fd = s->ends->tally_fd, .events = POLLIN },
		{ .fd = a->on_its_way ? elsewhere_fd(a->on_its_way) : -1,
		    .events = POLLIN },
		{ .fd = t->on_its_way ? elsewhere_fd(t->on_its_way) : -1,
		    .events = POLLIN } };

	return poll(ends, 4, ms) > 0 && ends[0].revents != 0;
}

/* Publish what is due and tidy up, until told to stop. */
static enum status
tend(const struct serving *s, struct desk *d, struct job *j)
{
	struct asking asking = { 0 };
	struct telling telling = { 0 };
	struct job *turn = job_new(clock_now());
	struct stat theme;
	ino_t known = stat(s->theme, &theme) == 0 ? theme.st_ino : 0;
	struct held_up held = { 0 };
	struct noting noting = { 0 };
	enum status st = OK;

	for (;;) {
		struct tended t = { 0 };

		job_reset(turn, clock_now());
		st = desk_tend(d, turn, &t);
		if (st == BUSY)
			st = OK;
		if (st != OK) {
			st = job_fail(j, st, "%.*s", STR_ARG(job_reason(turn)));
			break;
		}
		say_tended(s->log, &t);
		mind_theme(s, &known);
		mind_reader(s, &t, &held);
		mind_heads(s, d, &noting);
		mind_reads(s, d);
		mind_feeds(s, d, &asking);
		mind_hub(s, d, &telling);
		if (sleep_until(s, &asking, &telling, until_next(&t)))
			break;
	}
	elsewhere_end(asking.on_its_way);
	job_free(asking.j);
	elsewhere_end(telling.on_its_way);
	job_free(telling.j);
	heads_close(noting.heads);
	job_free(turn);
	return st;
}

static enum status
writer(void *ctx, struct job *j, const struct serve_ends *ends)
{
	struct serving *s = ctx;
	struct desk *d;
	enum status st = desk_open(j, s->dir, &d);

	if (st != OK)
		return st;
	st = store_make_room(desk_site_db(d), j);
	if (st == OK)
		st = expire_all(d, j);
	if (st == OK) {
		s->ends = ends;
		ends->tell(ends->tell_ctx, SERVE_READY);
		st = tend(s, d, j);
	}
	desk_close(d);
	return st;
}

static enum status
take_proxies(struct call *c, struct edge_opts *edge)
{
	struct str *texts;
	size_t n = call_list(c, "proxy", &texts);
	struct edge_net *nets = JOB_ARRAY(c->j, struct edge_net, n + 1);

	for (size_t i = 0; i < n; i++) {
		enum status st = edge_net_parse(c->j, texts[i], &nets[i]);

		if (st != OK)
			return st;
	}
	edge->proxies = nets;
	edge->nproxies = n;
	return OK;
}

/* Who owns the folder, for a writer that was started as root; else NULL. */
static const char *
owner_of(struct job *j, const char *dir)
{
	const struct passwd *p;
	struct stat sb;

	if (stat(dir, &sb) < 0 || sb.st_uid == 0)
		return NULL;
	p = getpwuid(sb.st_uid); /* NOLINT: before the first thread */
	return p ? job_cstr(j, str_of(p->pw_name)) : NULL;
}

static enum status
take_options(struct call *c, struct serve_opts *o)
{
	const char *listen = call_option(c, "listen");
	const char *private = call_option(c, "private");
	const char *user = call_option(c, "user");
	const char *reader_user = call_option(c, "reader-user");
	int64_t cache = 0, loops = 0;
	struct str *hosts;
	enum status st = take_proxies(c, &o->edge);

	if (st == OK)
		st = call_number(c, "cache", 1, 65536, 40, &cache);
	if (st == OK)
		st = call_number(c, "loops", 0, 64, 0, &loops);
	o->listen = listen ? listen : "127.0.0.1:8080";
	o->listen_private = private ? private : "127.0.0.1:0";
	o->user = user ? user : owner_of(c->j, c->args[0]);
	o->reader_user = reader_user ? reader_user : "nobody";
	o->loops = (int)loops;
	o->edge.cache_bytes = (size_t)cache << 20;
	o->edge.nhosts = call_list(c, "host", &hosts);
	o->edge.hosts = hosts;
	o->edge.hsts = call_flag(c, "tls");
	o->edge.log_requests = call_flag(c, "log-requests");
	o->edge.log_readers = call_flag(c, "log-readers");
	return st;
}

/* Why nothing can be published, if so; readers are served all the same. */
static enum status
say_state(struct call *c, struct serving *s, struct store *site)
{
	const char *heads = call_option(c, "heads");
	struct str *feeds_from;
	struct job *own = job_new(job_now(c->j));
	struct record_key *k = NULL;
	bool held = false;
	enum status st = record_held(site, c->j, &held);

	s->nfeeds_from = call_list(c, "feeds-from", &feeds_from);
	s->feeds_from = feeds_from;
	s->heads = heads ? heads : file_path(c->j, s->dir, HEADS_FILE);
	if (st == OK && held)
		LOG(s->log, LOG_WARN, "held-since-a-restore",
		    LOG_TEXT("reason",
			STR("the log takes nothing until \"stet restore "
			    "--head\" or \"--new-log\"; see "
			    "stet-backup(1)")));
	if (st == OK && record_key_open(own, s->dir, &k) == NOT_FOUND)
		LOG(s->log, LOG_WARN, "no-key",
		    LOG_TEXT("reason", job_reason(own)));
	record_key_close(k);
	job_free(own);
	return st;
}

static enum status
serve(struct call *c)
{
	const char *dir = c->args[0];
	const struct log log = { STDERR_FILENO, LOG_NOTE, "serve" };
	struct serving s = { .dir = dir,
		.theme = file_path(c->j, dir, "theme"),
		.json = c->json,
		.log = &log };
	const struct jail_path reads[] = {
		{ file_path(c->j, dir, "site.db"), JAIL_READ },
		{ file_path(c->j, dir, "site.db-wal"), JAIL_READ },
		{ file_path(c->j, dir, "site.db-shm"), JAIL_READ },
		{ file_path(c->j, dir, "media"), JAIL_READ },
		{ file_path(c->j, dir, "theme"), JAIL_READ },
		{ file_path(c->j, dir, "themes"), JAIL_READ },
		{ "/usr/share/zoneinfo", JAIL_READ },
	};
	struct serve_opts o = {
		.media = file_path(c->j, dir, "media"),
		.reads = reads,
		.nreads = sizeof(reads) / sizeof(reads[0]),
		.writer = writer,
		.writer_ctx = &s,
		.announce = announce,
		.announce_ctx = &s,
	};
	struct edge_site site = { 0 };
	struct store *probe;
	enum status st;

	/* A wrong folder is said at once, not by a child that dies. */
	st = store_open(c->j, dir, SITE_DB, STORE_READ, &probe);
	if (st != OK)
		return st;
	st = say_state(c, &s, probe);
	store_close(probe);
	if (st != OK)
		return st;
	press_edge(job_cstr(c->j, str_of(dir)), &site);
	o.site = &site;
	o.edge.log = &log;
	st = take_options(c, &o);
	return st == OK ? serve_supervise(c->j, &o) : st;
}

const struct cmd cmd_serve = {
	.name = "serve",
	.args = "DIR",
	.what = "serve the paper to readers, publish what falls due",
	.options = options,
	.min_args = 1,
	.max_args = 1,
	.run = serve,
};
