/* SPDX-License-Identifier: ISC */
/* From a request's head to its answer. */
#include <assert.h>
#include <errno.h>
#include <string.h>
#include <time.h>

#include "edge/loop.h"
#include "edge/negotiate.h"

#define BUSY_TRIES 5
#define BUSY_PAUSE_NS 1000000 /* between two of them */

static const struct str allow = STR_INIT("Allow: GET, HEAD\r\n");
static const struct str retry = STR_INIT("Retry-After: 1\r\n");

void
answered(struct loop *lp, int status, size_t bytes)
{
	lp->status = status;
	lp->bytes = bytes;
	metric_status(&lp->metrics, status);
}

struct in6_addr
reply_asker(const struct loop *lp, const struct conn *c, struct str bytes)
{
	return address_forwarded(http1_value(&lp->head, bytes,
				     FIELD_X_FORWARDED_FOR),
	    &c->peer, (const struct edge_net *)lp->opts->proxies,
	    lp->opts->nproxies);
}

static struct str
reader_of(struct loop *lp, const struct conn *c, struct str bytes)
{
	const struct in6_addr who = reply_asker(lp, c, bytes);

	return address_text(lp->job, &who);
}

static void
log_request(struct loop *lp, const struct conn *c, struct str bytes)
{
	struct log_field fields[5] = {
		LOG_TEXT("method", http1_str(bytes, lp->head.verb)),
		LOG_TEXT("path", http1_str(bytes, lp->head.path)),
		LOG_NUMBER("status", lp->status),
		LOG_NUMBER("bytes", (int64_t)lp->bytes),
	};
	size_t nfields = 4;

	if (lp->opts->log_readers)
		fields[nfields++] = (struct log_field)LOG_TEXT("reader",
		    reader_of(lp, c, bytes));
	log_event(lp->opts->log, LOG_NOTE, "request", fields, nfields);
}

/* Whether it is the connection's last answer, and how that is said. */
static struct str
connection_says(const struct loop *lp, struct conn *c)
{
	if (!http1_keeps(&lp->head) || lp->stopping || lp->head.refused
	    || c->requests >= (uint32_t)lp->limits.requests_a_connection)
		c->closing = true;
	if (c->closing)
		return STR("close");
	return lp->head.minor == 0 ? STR("keep-alive") : STR("");
}

/* Send b, or its head alone to a HEAD. */
static void
send_blob(struct loop *lp, struct conn *c, struct blob *b)
{
	const bool head_only = lp->head.method == METHOD_HEAD;
	const struct str says = connection_says(lp, c);
	struct parcel p = { .file = -1 };

	head_date(b, &lp->now);
	if (says.n == 0) {
		conn_give(lp, c, b, 0, head_only ? b->head : b->n);
		return;
	}
	p.first = head_connection(b, says);
	p.end = p.first->n;
	if (!head_only && b->n > b->head) {
		p.then = blob_hold(b);
		p.then_at = b->head;
		p.then_end = b->n;
	}
	conn_give_parcel(lp, c, &p);
}

void
reply_blob(struct loop *lp, struct conn *c, struct blob *b, int status)
{
	answered(lp, status, b->n - b->head);
	send_blob(lp, c, b);
	blob_release(b);
}

void
reply_plain(struct loop *lp, struct conn *c, int status, struct str fields)
{
	const struct str text = job_printf(lp->job, "%d\n", status);

	reply_blob(lp, c, head_plain(lp->job, &lp->now, status, fields, text),
	    status);
}

void
reply_refused(struct loop *lp, struct conn *c, int status, const char *why)
{
	metric_add(&lp->metrics, METRIC_REFUSED_REQUESTS, 1);
	if (lp->opts->log_requests)
		LOG(lp->opts->log, LOG_NOTE, "refused",
		    LOG_NUMBER("status", status), LOG_TEXT("why", str_of(why)));
	c->closing = c->lingering = true;
	lp->head.method = METHOD_GET;
	reply_plain(lp, c, status, STR(""));
	job_reset(lp->job, lp->now.wall);
}

/* Compress a page that was asked for again, once. */
static void
add_coding(struct loop *lp, struct page *p, enum coding coding)
{
	struct blob *plain_page = p->as[IDENTITY];
	struct str body, small;

	assert(plain_page != NULL);
	body = str_from(plain_page->bytes + plain_page->head,
	    plain_page->n - plain_page->head);
	small = squeeze(lp->squeezer, lp->job, coding, body);
	if (small.n == 0) {
		p->tried |= (uint8_t)(1U << coding);
		return;
	}
	metric_add(&lp->metrics, METRIC_SQUEEZED, 1);
	cache_add(lp->cache, p, coding,
	    head_coded(lp->job, &lp->now, plain_page, coding, small));
}

static void
reply_page(struct loop *lp, struct conn *c, struct str bytes, struct page *p)
{
	struct codings can = { { true, false, false }, IDENTITY };
	struct blob *b = p->as[IDENTITY];

	if (lp->head.method == METHOD_GET)
		tally_add(&lp->tally, p->counts);
	if (p->squeezable)
		can = negotiate_codings(&lp->head, bytes);
	if (lp->head.met & 1U << FIELD_IF_NONE_MATCH)
		for (enum coding k = IDENTITY; k < CODINGS; k++)
			if (can.takes[k] && p->as[k]
			    && negotiate_unchanged(&lp->head, bytes,
				p->as[k]->etag)) {
				reply_blob(lp, c,
				    head_unchanged(lp->job, &lp->now, p->as[k]),
				    304);
				return;
			}
	if (can.best != IDENTITY && p->as[can.best] == NULL && p->hits
	    && !(p->tried & 1U << can.best))
		add_coding(lp, p, can.best);
	if (p->as[can.best])
		b = p->as[can.best];
	assert(b != NULL);
	answered(lp, p->status, b->n - b->head);
	send_blob(lp, c, b);
}

static uint64_t
micros(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

bool
reply_again(enum status st, int *tries)
{
	const struct timespec pause = { 0, BUSY_PAUSE_NS };

	if (st != BUSY || ++*tries == BUSY_TRIES)
		return false;
	nanosleep(&pause, NULL);
	return true;
}

static enum status
ask(struct loop *lp, struct answer *a)
{
	enum status st;
	int tries = 0;

	do {
		memset(a, 0, sizeof(*a));
		job_forgive(lp->job);
		st = lp->site->answer(lp->desk, lp->job, &lp->request, a);
	} while (reply_again(st, &tries));
	return st;
}

void
reply_failed(struct loop *lp, struct conn *c, enum status st)
{
	metric_add(&lp->metrics, METRIC_RENDER_FAILED, 1);
	LOG(lp->opts->log, LOG_ALARM, "page-failed",
	    LOG_TEXT("path", lp->request.path),
	    LOG_TEXT("status", str_of(status_name(st))),
	    LOG_TEXT("reason", job_reason(lp->job)));
	reply_plain(lp, c, st == BUSY ? 503 : 500, retry);
}

/* Ask the site for a page, send it, keep it if it may be kept. */
static void
make_page(struct loop *lp, struct conn *c, struct str bytes)
{
	const struct head_opts opts = { lp->opts->hsts };
	const struct request *rq = &lp->request;
	const uint64_t began = micros();
	struct answer a;
	struct page page = { 0 }, *kept = NULL;
	const enum status st = ask(lp, &a);

	metric_render(&lp->metrics, micros() - began);
	if (st != OK) {
		reply_failed(lp, c, st);
		return;
	}
	c->resting = a.later && !c->rested && !lp->stopping;
	c->rested = c->resting;
	if (c->resting)
		return;
	page.as[IDENTITY] = head_page(lp->job, &opts, &lp->now, &a);
	page.status = a.status;
	page.squeezable = head_squeezable(&a);
	page.fresh_until = a.fresh_until;
	page.counts = a.counts;
	page.brief = a.keep == KEEP_COMMIT;
	blob_hold(page.as[IDENTITY]);
	if (a.keep != KEEP_NOT && a.status < 500)
		kept = cache_put(lp->cache, rq->path, rq->query, &page,
		    a.keep == KEEP_EVER ? cache_version(lp->cache)
					: a.site_version);
	else
		blob_release(page.as[IDENTITY]);
	reply_page(lp, c, bytes, kept ? kept : &page);
	blob_release(page.as[IDENTITY]);
}

static bool
is_our_host(const struct loop *lp, struct str bytes)
{
	struct str host = http1_str(bytes, lp->head.host);
	const size_t colon = str_rfind_ch(host, ':');

	if (colon != NOWHERE && host.p[host.n - 1] != ']')
		host = str_sub(host, 0, colon);
	for (size_t i = 0; i < lp->opts->nhosts; i++)
		if (str_eq_nocase(host, lp->opts->hosts[i]))
			return true;
	return lp->opts->nhosts == 0;
}

/* What a head's shape decides; true if it is answered. */
static bool
reply_early(struct loop *lp, struct conn *c, struct str bytes)
{
	if (lp->head.method == METHOD_OTHER) {
		c->closing = c->lingering = lp->head.content_length > 0;
		reply_plain(lp, c, 405, allow);
		return true;
	}
	if (lp->head.content_length > 0) {
		reply_refused(lp, c, 400, "a body where none belongs");
		return true;
	}
	if (!c->is_private && !is_our_host(lp, bytes)) {
		reply_plain(lp, c, 421, STR(""));
		return true;
	}
	if (!target_read(&lp->head, bytes, lp->site->params, lp->site->nparams,
		lp->room, &lp->request)) {
		reply_refused(lp, c, 400, "query");
		return true;
	}
	return false;
}

static void
reply_found(struct loop *lp, struct conn *c, struct str bytes)
{
	static const struct str media = STR_INIT("/media/");
	static const struct str live = STR_INIT("/live/");
	struct request *rq = &lp->request;
	struct page *p;

	if (c->is_private) {
		private_reply(lp, c, rq->path);
		return;
	}
	if (str_starts(rq->path, media)) {
		media_reply(lp, c, bytes, str_skip(rq->path, media.n));
		return;
	}
	if (lp->site->live && str_starts(rq->path, live)) {
		/* The slash behind it is the channel's first. */
		live_reply(lp, c, bytes, str_skip(rq->path, live.n - 1));
		return;
	}
	p = cache_at(lp->cache, rq->path, rq->query, lp->now.wall);
	if (p) {
		reply_page(lp, c, bytes, p);
		return;
	}
	if (!target_params(rq, lp->site->params, lp->site->nparams,
		lp->params_room)) {
		reply_refused(lp, c, 400, "query");
		return;
	}
	make_page(lp, c, bytes);
}

void
reply(struct loop *lp, struct conn *c, struct str bytes)
{
	if (!reply_early(lp, c, bytes))
		reply_found(lp, c, bytes);
	if (lp->opts->log_requests && !c->is_private && !c->resting)
		log_request(lp, c, bytes);
	job_reset(lp->job, lp->now.wall);
}
