/* SPDX-License-Identifier: ISC */
/*
 * Readers who follow running briefs: the site is asked once for all who
 * follow one, and all are given the same bytes.  See live.h.
 *
 * 1. Who follows a channel was given all up to its version, or has it waiting
 *    in the chain of batches; but `next` and those behind it are still to be
 *    given the last batch.  Who comes is put before them.
 * 2. A batch is held by the one before it, by its channel while it is the
 *    last, and by each follower for whom it is the first that waits.
 * 3. A channel that ends takes nobody in.  One without followers is freed by
 *    the sweep of the same wake-up.
 * 4. What closes connections (live_spread) runs when no event that epoll told
 *    of waits to be looked at, as each names a connection.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "edge/loop.h"

#define CHANNELS 256                 /* that somebody follows, at once */
#define MISSED 8                     /* answers kept for those who come back */
#define BEHIND_MAX LIVE_MESSAGES_MAX /* bytes that wait for one reader */
#define AT_ONCE 512 /* are given something, then others have their turn */
#define TICK_MS 100 /* look so often whether there is news */
#define BUSY_MS 5
#define BEATS_OVER 12     /* seconds over which heartbeats spread themselves */
#define RETRY_LEAST 1000  /* ms until a reader comes back ... */
#define RETRY_SPREAD 3000 /* ... and up to so much later */

struct batch {
	struct batch *next; /* held, or NULL */
	struct blob *blob;
	uint32_t users;
};

struct follower {
	struct follower *before, *behind;
	struct channel *channel;
	struct conn *conn;
	struct batch *waits; /* held: the first of those that wait, or NULL */
	uint32_t nwaits;
	bool is_counted; /* by who */
	size_t bytes;    /* of all that wait */
	struct in6_addr who;
};

/* What somebody missed who knew only `since`. */
struct missed {
	int64_t since;
	struct blob *blob; /* NULL: nothing */
};

struct channel {
	struct channel *other;
	struct follower *first;
	struct follower *next; /* whose turn it is to be given `last` */
	struct batch *last;    /* held, or NULL */
	int64_t version;
	bool due;  /* the site is to be asked */
	bool ends; /* last is the last */
	struct missed missed[MISSED];
	size_t nmissed;
	struct blob *beat; /* of beat_version, or NULL */
	int64_t beat_version;
	struct str path;
	char bytes[];
};

struct live {
	struct channel *channels;
	int nchannels, nfollowers;
	int64_t second; /* in which so many more heartbeats may be given: */
	int beats;
};

struct live *
live_new(void)
{
	struct live *l = calloc(1, sizeof(*l));

	if (l == NULL)
		abort();
	return l;
}

static void
batch_release(struct batch *b)
{
	while (b && --b->users == 0) {
		struct batch *next = b->next;

		blob_release(b->blob);
		free(b);
		b = next;
	}
}

static struct batch *
batch_hold(struct batch *b)
{
	b->users++;
	return b;
}

static struct channel *
channel_new(struct live *l, struct str path, int64_t version)
{
	struct channel *ch = calloc(1, sizeof(*ch) + path.n);

	if (ch == NULL)
		abort();
	memcpy(ch->bytes, path.p, path.n);
	ch->path = str_from(ch->bytes, path.n);
	ch->version = version;
	ch->other = l->channels;
	l->channels = ch;
	l->nchannels++;
	return ch;
}

static void
forget_missed(struct channel *ch)
{
	for (size_t i = 0; i < MISSED; i++) {
		blob_release(ch->missed[i].blob);
		ch->missed[i] = (struct missed){ 0 };
	}
}

static void
channel_free(struct live *l, struct channel **place)
{
	struct channel *ch = *place;

	*place = ch->other;
	forget_missed(ch);
	batch_release(ch->last);
	blob_release(ch->beat);
	free(ch);
	l->nchannels--;
}

static void
sweep(struct live *l)
{
	struct channel **place = &l->channels;

	while (*place)
		if ((*place)->first == NULL)
			channel_free(l, place);
		else
			place = &(*place)->other;
}

void
live_free(struct live *l)
{
	if (l == NULL)
		return;
	sweep(l);
	free(l);
}

static struct channel *
channel_at(const struct live *l, struct str path)
{
	struct channel *ch = l->channels;

	while (ch && (ch->ends || !str_eq(ch->path, path)))
		ch = ch->other;
	return ch;
}

/* ---- what the site says ---- */

static bool
is_over(const struct live_news *n)
{
	return n->status != 200 || n->sealed;
}

/* Its messages as they are sent, NULL if there are none. */
static struct blob *
blob_of(struct job *j, const struct live_news *n)
{
	struct str end = STR("");
	struct blob *b;

	if (is_over(n))
		end = job_printf(j,
		    "id: %lld\nevent: end\ndata: {\"gone\":%s}\n\n",
		    (long long)n->site_version, n->sealed ? "false" : "true");
	if (n->messages.n + end.n == 0)
		return NULL;
	b = blob_new(n->messages.n + end.n);
	if (n->messages.n)
		memcpy(b->bytes, n->messages.p, n->messages.n);
	if (end.n)
		memcpy(b->bytes + n->messages.n, end.p, end.n);
	return b;
}

/*
 * Whoever says a small enough `since` could have a whole brief wait for him on
 * each connection: beyond a bound he is told to load the page anew, which is
 * no larger and cached.
 */
static enum status
ask(struct loop *lp, struct str path, int64_t since, struct live_news *out)
{
	enum status st;

	memset(out, 0, sizeof(*out));
	job_forgive(lp->job);
	metric_add(&lp->metrics, METRIC_LIVE_ASKED, 1);
	st = lp->site->live(lp->desk, lp->job, path, since, out);
	if (st == OK && out->messages.n > LIVE_MESSAGES_MAX)
		out->messages = job_printf(lp->job,
		    "id: %lld\nevent: reload\ndata: {}\n\n",
		    (long long)out->site_version);
	return st;
}

/* ---- who comes ---- */

/* The first of several that come back by one id asks; the others look here. */
static const struct missed *
missed_at(const struct channel *ch, int64_t since)
{
	for (size_t i = 0; i < MISSED; i++)
		if (ch->missed[i].since == since)
			return &ch->missed[i];
	return NULL;
}

static void
missed_put(struct channel *ch, int64_t since, struct blob *blob)
{
	struct missed *m = &ch->missed[ch->nmissed++ % MISSED];

	blob_release(m->blob);
	m->since = since;
	m->blob = blob ? blob_hold(blob) : NULL;
}

/* A version, "" for 0; false for anything else. */
static bool
version_read(struct str text, int64_t *out)
{
	*out = 0;
	return text.n == 0 || (str_to_int(text, out) && text.p[0] != '-');
}

static bool
since_read(struct loop *lp, struct str bytes, int64_t *out)
{
	static const struct str name = STR_INIT("since=");
	struct str query = http1_str(bytes, lp->head.query), pair;
	struct str text = http1_value(&lp->head, bytes, FIELD_LAST_EVENT_ID);

	while (text.n == 0 && query.n && str_cut(&query, '&', &pair))
		if (str_starts(pair, name))
			text = str_skip(pair, name.n);
	return version_read(text, out);
}

/* What is to be told to one who comes. */
struct welcome {
	struct channel *channel; /* NULL: not one that he could follow */
	int status;
	bool over;
	struct blob *missed; /* held, or NULL */
	int64_t version;     /* all up to here is in it */
};

static enum status
welcome_asked(struct loop *lp, struct str path, int64_t since,
    struct welcome *w)
{
	struct live_news news;
	enum status st;
	int tries = 0;

	do
		st = ask(lp, path, since, &news);
	while (reply_again(st, &tries));
	if (st != OK)
		return st;
	w->status = news.status;
	w->over = is_over(&news);
	w->version = news.site_version;
	w->missed = news.status == 200
		&& (news.messages.n || (since && since < news.site_version))
	    ? blob_of(lp->job, &news)
	    : NULL;
	if (w->over)
		return OK;
	if (w->channel == NULL && lp->live->nchannels < CHANNELS)
		w->channel = channel_new(lp->live, path, news.site_version);
	if (w->channel && since)
		missed_put(w->channel, since, w->missed);
	return OK;
}

static enum status
welcome(struct loop *lp, struct str path, int64_t since, struct welcome *w)
{
	const struct missed *m;

	*w = (struct welcome){ .status = 200,
		.channel = channel_at(lp->live, path) };
	if (w->channel == NULL)
		return welcome_asked(lp, path, since, w);
	w->version = w->channel->version;
	if (since == 0 || since >= w->version)
		return OK;
	m = missed_at(w->channel, since);
	if (m == NULL)
		return welcome_asked(lp, path, since, w);
	w->missed = m->blob ? blob_hold(m->blob) : NULL;
	return OK;
}

static void
follow(struct loop *lp, struct conn *c, struct channel *ch,
    const struct in6_addr *who, bool is_counted)
{
	struct follower *f = calloc(1, sizeof(*f));

	if (f == NULL)
		abort();
	f->conn = c;
	f->channel = ch;
	f->who = *who;
	f->is_counted = is_counted;
	f->behind = ch->first;
	if (ch->first)
		ch->first->before = f;
	ch->first = f;
	c->live = f;
	lp->live->nfollowers++;
}

void
live_leave(struct loop *lp, struct conn *c)
{
	struct follower *f = c->live;
	struct channel *ch = f->channel;

	if (ch->next == f)
		ch->next = f->behind;
	*(f->before ? &f->before->behind : &ch->first) = f->behind;
	if (f->behind)
		f->behind->before = f->before;
	if (f->is_counted)
		crowd_leave(edge_live_crowd(lp->edge), &f->who);
	batch_release(f->waits);
	free(f);
	c->live = NULL;
	lp->live->nfollowers--;
}

/* The head, what was missed, and from then on whatever comes. */
static void
stream(struct loop *lp, struct conn *c, const struct welcome *w)
{
	const unsigned retry = RETRY_LEAST + randombytes_uniform(RETRY_SPREAD);
	struct parcel p = { .file = -1 };
	struct str first = job_printf(lp->job, "retry: %u\n\n", retry);

	/* The id only once what it stands for was given. */
	if (w->missed == NULL)
		first = job_printf(lp->job, "retry: %u\nid: %lld\n\n", retry,
		    (long long)w->version);
	p.first = head_stream(lp->job, &lp->now, first);
	p.end = p.first->n;
	if (lp->head.method == METHOD_HEAD)
		p.end = p.first->head;
	else if (w->missed) {
		p.then = blob_hold(w->missed);
		p.then_end = p.then->n;
	}
	answered(lp, 200, p.first->n - p.first->head + p.then_end);
	if (c->live == NULL)
		c->closing = c->lingering = true;
	conn_give_parcel(lp, c, &p);
}

/* One more, if there is room for one; else the answer says that there is none. */
static bool
take_in(struct loop *lp, struct conn *c, struct str bytes, struct channel *ch)
{
	static const struct str later = STR_INIT("Retry-After: 30\r\n");
	const struct in6_addr who = reply_asker(lp, c, bytes);
	const bool counted = loop_counts(lp, &who);

	if (ch == NULL || lp->stopping
	    || lp->live->nfollowers >= lp->limits.live
	    || (counted && !crowd_enter(edge_live_crowd(lp->edge), &who))) {
		metric_add(&lp->metrics, METRIC_LIVE_REFUSED, 1);
		reply_plain(lp, c, 503, later);
		return false;
	}
	follow(lp, c, ch, &who, counted);
	return true;
}

static void
reply_welcome(struct loop *lp, struct conn *c, struct str bytes,
    const struct welcome *w)
{
	if (w->status != 200)
		reply_plain(lp, c, w->status == 410 ? 410 : 404, STR(""));
	else if (w->over && w->missed == NULL)
		reply_blob(lp, c, head_empty(lp->job, &lp->now, 204), 204);
	else if (w->over || lp->head.method == METHOD_HEAD
	    || take_in(lp, c, bytes, w->channel))
		stream(lp, c, w);
}

void
live_reply(struct loop *lp, struct conn *c, struct str bytes,
    struct str channel)
{
	struct welcome w;
	int64_t since;
	enum status st;

	if (!since_read(lp, bytes, &since)) {
		reply_refused(lp, c, 400, "no number to go on from");
		return;
	}
	st = welcome(lp, channel, since, &w);
	if (st != OK) {
		reply_failed(lp, c, st);
		return;
	}
	reply_welcome(lp, c, bytes, &w);
	blob_release(w.missed);
}

/* ---- what comes ---- */

static bool
is_named(const struct edge_news *news, struct str path)
{
	size_t i = 0;

	while (i < news->nstale && !str_eq(news->stale[i], path))
		i++;
	return news->everything || i < news->nstale;
}

void
live_hear(struct loop *lp, const struct edge_news *news)
{
	for (struct channel *ch = lp->live->channels; ch; ch = ch->other) {
		if (is_named(news, ch->path))
			ch->due = true;
		else if (!ch->due && ch->version < news->site_version)
			ch->version = news->site_version;
	}
}

static void
batch_put(struct channel *ch, struct blob *blob)
{
	struct batch *b = calloc(1, sizeof(*b));

	if (b == NULL)
		abort();
	b->users = 1;
	b->blob = blob;
	if (ch->last)
		ch->last->next = batch_hold(b);
	batch_release(ch->last);
	ch->last = b;
	ch->next = ch->first;
}

/* It can't be told what came: they come back, and are told so then. */
static void
lose(struct loop *lp, struct channel *ch, enum status st)
{
	LOG(lp->opts->log, LOG_ALARM, "live-failed", LOG_TEXT("path", ch->path),
	    LOG_TEXT("status", str_of(status_name(st))),
	    LOG_TEXT("reason", job_reason(lp->job)));
	ch->ends = true;
	batch_put(ch, blob_new(0));
}

static void
ask_for_all(struct loop *lp, struct channel *ch)
{
	struct live_news news;
	struct blob *b;
	const enum status st = ask(lp, ch->path, ch->version, &news);

	if (st == BUSY)
		return;
	ch->due = false;
	if (st != OK) {
		lose(lp, ch, st);
		return;
	}
	ch->ends = is_over(&news);
	ch->version = news.site_version;
	b = blob_of(lp->job, &news);
	if (b == NULL)
		return;
	forget_missed(ch);
	batch_put(ch, b);
}

/* May close the connection. */
static void
give_last(struct loop *lp, struct follower *f)
{
	const struct channel *ch = f->channel;
	struct blob *b = ch->last->blob;
	struct conn *c = f->conn;

	if (c->closing)
		return;
	if (!conn_is_giving(c))
		conn_give(lp, c, b, 0, b->n);
	else if (f->bytes + b->n > BEHIND_MAX) {
		metric_add(&lp->metrics, METRIC_LIVE_DROPPED, 1);
		conn_close(lp, c);
		return;
	} else {
		if (f->waits == NULL)
			f->waits = batch_hold(ch->last);
		f->nwaits++;
		f->bytes += b->n;
	}
	metric_add(&lp->metrics, METRIC_LIVE_GIVEN, 1);
	if (ch->ends && !c->closing)
		c->closing = c->lingering = true;
	conn_place(lp, c);
}

void
live_more(struct loop *lp, struct conn *c)
{
	struct follower *f = c->live;

	while (f->nwaits && !conn_is_giving(c)) {
		struct batch *b = f->waits;

		f->nwaits--;
		f->bytes -= b->blob->n;
		f->waits = f->nwaits ? batch_hold(b->next) : NULL;
		conn_give(lp, c, b->blob, 0, b->blob->n);
		batch_release(b);
	}
}

static bool
is_spreading(const struct live *l)
{
	const struct channel *ch = l->channels;

	while (ch && ch->next == NULL)
		ch = ch->other;
	return ch != NULL;
}

static struct blob *
beat_of(struct job *j, struct channel *ch)
{
	struct str text;

	if (ch->beat && ch->beat_version == ch->version)
		return ch->beat;
	text = job_printf(j, "id: %lld\n\n", (long long)ch->version);
	blob_release(ch->beat);
	ch->beat = blob_new(text.n);
	memcpy(ch->beat->bytes, text.p, text.n);
	ch->beat_version = ch->version;
	return ch->beat;
}

/*
 * Those silent longest, a part of them each second, so that many who came at
 * once spread out.  While a batch is on its way nobody is told its id.
 */
static void
beat(struct loop *lp)
{
	const struct wait_list *list = &lp->waits[WAIT_LIVE];
	struct live *l = lp->live;
	struct conn *c;

	if (l->second != lp->steady) {
		l->second = lp->steady;
		l->beats = l->nfollowers / BEATS_OVER + 1;
	}
	while (l->beats && (c = list->first) != NULL
	    && c->since + list->seconds <= lp->steady) {
		struct blob *b = beat_of(lp->job, c->live->channel);

		l->beats--;
		conn_give(lp, c, b, 0, b->n);
		c->served = true;
		conn_place(lp, c);
	}
}

void
live_spread(struct loop *lp)
{
	int left = AT_ONCE;

	if (lp->live->channels == NULL)
		return;
	for (struct channel *ch = lp->live->channels; ch; ch = ch->other) {
		if (ch->due && ch->next == NULL && !ch->ends && !lp->stopping)
			ask_for_all(lp, ch);
		while (ch->next && left > 0) {
			struct follower *f = ch->next;

			left--;
			ch->next = f->behind;
			give_last(lp, f);
		}
	}
	sweep(lp->live);
	if (!is_spreading(lp->live))
		beat(lp);
	job_reset(lp->job, lp->now.wall);
}

void
live_end(struct loop *lp)
{
	for (struct channel *ch = lp->live->channels; ch; ch = ch->other)
		while (ch->first)
			conn_close(lp, ch->first->conn);
}

int
live_followers(const struct loop *lp)
{
	return lp->live->nfollowers;
}

int
live_timeout(const struct loop *lp)
{
	const struct live *l = lp->live;

	if (is_spreading(l))
		return 0;
	for (const struct channel *ch = l->channels; ch; ch = ch->other)
		if (ch->due && !ch->ends)
			return BUSY_MS;
	return l->nfollowers ? TICK_MS : -1;
}
