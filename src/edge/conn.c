/* SPDX-License-Identifier: ISC */
/* One connection: bytes in, requests out, answers back.  See loop.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "edge/loop.h"

static void
unlist(struct loop *lp, struct conn *c)
{
	struct wait_list *w = &lp->waits[c->wait];

	*(c->prev ? &c->prev->next : &w->first) = c->next;
	*(c->next ? &c->next->prev : &w->last) = c->prev;
}

static void
enlist(struct loop *lp, struct conn *c, enum wait wait)
{
	struct wait_list *w = &lp->waits[wait];

	c->wait = (uint8_t)wait;
	c->since = lp->steady;
	c->prev = w->last;
	c->next = NULL;
	*(w->last ? &w->last->next : &w->first) = c;
	w->last = c;
}

/* Put it where it waits now; a second's precision is enough. */
static void
settle(struct loop *lp, struct conn *c, enum wait wait, bool progress)
{
	if (c->wait == wait && (!progress || c->since == lp->steady))
		return;
	unlist(lp, c);
	enlist(lp, c, wait);
}

void
conn_new(struct loop *lp, int fd, const struct in6_addr *peer, bool is_private,
    bool is_counted)
{
	struct conn *c = calloc(1, sizeof(*c));
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };

	if (c == NULL)
		abort();
	c->fd = fd;
	c->peer = *peer;
	c->is_private = is_private;
	c->is_counted = is_counted;
	c->by = &transport_plain;
	c->out.file = -1;
	enlist(lp, c, WAIT_HEAD);
	lp->nconns++;
	metric_add(&lp->metrics, METRIC_ACCEPTED, 1);
	if (epoll_ctl(lp->ep, EPOLL_CTL_ADD, fd, &ev) < 0)
		conn_close(lp, c);
}

static void
drop_parcel(struct parcel *p)
{
	blob_release(p->first);
	blob_release(p->then);
	if (p->file >= 0)
		close(p->file);
	memset(p, 0, sizeof(*p));
	p->file = -1;
}

void
conn_close(struct loop *lp, struct conn *c)
{
	if (c->live)
		live_leave(lp, c);
	unlist(lp, c);
	drop_parcel(&c->out);
	close(c->fd);
	if (c->is_counted)
		crowd_leave(lp->crowd, &c->peer);
	free(c->held);
	free(c);
	lp->nconns--;
}

/* True if the socket only has to be waited for. */
static bool
is_wait(void)
{
	return errno == EAGAIN || errno == EINTR;
}

static ssize_t
give_some(struct conn *c, struct parcel *p)
{
	const size_t first = p->end - p->at, then = p->then_end - p->then_at;
	const struct iovec two[2] = {
		{ p->first ? p->first->bytes + p->at : NULL, first },
		{ p->then ? p->then->bytes + p->then_at : NULL, then },
	};

	if (first && then)
		return c->by->give_two(c->fd, c->session, two);
	if (first)
		return c->by->give(c->fd, c->session, two[0].iov_base, first);
	if (then)
		return c->by->give(c->fd, c->session, two[1].iov_base, then);
	return c->by->give_file(c->fd, c->session, p->file, &p->file_at,
	    p->file_left);
}

static void
took(struct parcel *p, size_t n)
{
	const size_t first = p->end - p->at < n ? p->end - p->at : n;
	const size_t rest = n - first;
	const size_t then = p->then_end - p->then_at < rest
	    ? p->then_end - p->then_at
	    : rest;

	p->at += first;
	p->then_at += then;
	p->file_left -= rest - then;
}

static bool
is_given(const struct parcel *p)
{
	return p->at == p->end && p->then_at == p->then_end
	    && p->file_left == 0;
}

/* Give until done or the socket is full; false if the reader is gone. */
static bool
give(struct loop *lp, struct conn *c)
{
	struct parcel *p = &c->out;

	while (!is_given(p)) {
		const ssize_t n = give_some(c, p);

		if (n < 0)
			return is_wait();
		if (n == 0)
			return false; /* the file was cut short under us */
		took(p, (size_t)n);
		c->served = true;
		metric_add(&lp->metrics, METRIC_SENT, (uint64_t)n);
	}
	drop_parcel(p);
	return true;
}

bool
conn_is_giving(const struct conn *c)
{
	return c->out.first != NULL;
}

void
conn_give_parcel(struct loop *lp, struct conn *c, const struct parcel *p)
{
	c->out = *p;
	if (!give(lp, c)) {
		drop_parcel(&c->out);
		c->closing = true;
		c->lingering = false;
	}
}

void
conn_give(struct loop *lp, struct conn *c, struct blob *b, size_t from,
    size_t end)
{
	const ssize_t n = c->by->give(c->fd, c->session, b->bytes + from,
	    end - from);
	struct parcel p = { .file = -1 };

	if (n > 0)
		metric_add(&lp->metrics, METRIC_SENT, (uint64_t)n);
	if (n == (ssize_t)(end - from))
		return;
	p.first = blob_hold(b);
	p.at = from + (n > 0 ? (size_t)n : 0);
	p.end = end;
	conn_give_parcel(lp, c, &p);
}

static void
hold(struct loop *lp, struct conn *c, struct str rest)
{
	c->held = malloc(sizeof(*c->held) + rest.n);
	if (c->held == NULL)
		abort();
	c->held->head = lp->head;
	c->held->n = rest.n;
	memcpy(c->held->bytes, rest.p, rest.n);
}

/* Answer what is whole in these bytes, keep the rest. */
static void
process(struct loop *lp, struct conn *c, struct str bytes)
{
	while (bytes.n && !c->closing && !conn_is_giving(c) && !c->live
	    && !c->resting) {
		const enum http1_state s = http1_read(&lp->head, bytes);

		if (s == HTTP1_MORE)
			break;
		c->requests++;
		c->served = true;
		if (s == HTTP1_REFUSED)
			reply_refused(lp, c, lp->head.refused, lp->head.why);
		else
			reply(lp, c, str_sub(bytes, 0, lp->head.done));
		if (c->resting)
			c->requests--;
		else
			bytes = str_skip(bytes, lp->head.done);
		http1_begin(&lp->head);
	}
	if (c->live) /* an answer without end: nothing can come behind it */
		c->closing = c->closing || bytes.n;
	else if (c->closing)
		c->lingering = c->lingering || bytes.n;
	else if (bytes.n)
		hold(lp, c, bytes);
}

static void
listen_for(struct loop *lp, struct conn *c, bool out)
{
	struct epoll_event ev = { .events = out ? EPOLLOUT : EPOLLIN,
		.data.ptr = c };

	if (c->wants_out == out)
		return;
	c->wants_out = out;
	epoll_ctl(lp->ep, EPOLL_CTL_MOD, c->fd, &ev);
}

/* Hear nothing of it until it is woken. */
static void
rest(struct loop *lp, struct conn *c)
{
	struct epoll_event ev = { .events = 0, .data.ptr = c };

	if (c->wait == WAIT_REST)
		return;
	epoll_ctl(lp->ep, EPOLL_CTL_MOD, c->fd, &ev);
	settle(lp, c, WAIT_REST, true);
}

/* Where a connection stands after something was done with it. */
void
conn_place(struct loop *lp, struct conn *c)
{
	const bool progress = c->served;

	c->served = false;
	listen_for(lp, c, conn_is_giving(c));
	if (conn_is_giving(c))
		settle(lp, c, WAIT_STALL, progress);
	else if (c->closing && c->lingering) {
		if (c->wait == WAIT_LINGER)
			return;
		shutdown(c->fd, SHUT_WR);
		settle(lp, c, WAIT_LINGER, true);
	} else if (c->closing)
		conn_close(lp, c);
	else if (c->live)
		settle(lp, c, WAIT_LIVE, progress);
	else if (c->resting)
		rest(lp, c);
	else if (c->held)
		settle(lp, c, WAIT_HEAD, progress);
	else if (progress)
		settle(lp, c, WAIT_IDLE, true);
}

/* What was held stands at the start of scratch, its parser beside it. */
static size_t
unhold(struct loop *lp, struct conn *c)
{
	const size_t n = c->held ? c->held->n : 0;

	if (c->held == NULL) {
		http1_begin(&lp->head);
		return 0;
	}
	lp->head = c->held->head;
	memcpy(lp->scratch, c->held->bytes, n);
	free(c->held);
	c->held = NULL;
	return n;
}

static void
readable(struct loop *lp, struct conn *c)
{
	const size_t had = unhold(lp, c);
	const ssize_t n = c->by->take(c->fd, c->session, lp->scratch + had,
	    SCRATCH - had);

	if (n <= 0 && !(n < 0 && is_wait())) {
		conn_close(lp, c);
		return;
	}
	if (n > 0 && c->live) {
		conn_close(lp, c); /* it was to listen */
		return;
	}
	process(lp, c, str_from(lp->scratch, had + (n > 0 ? (size_t)n : 0)));
	conn_place(lp, c);
}

/* Read away what a refused reader still sends, so that it gets to read why. */
static void
linger(struct loop *lp, struct conn *c)
{
	const ssize_t n = c->by->take(c->fd, c->session, lp->scratch, SCRATCH);

	if (n <= 0 && !(n < 0 && is_wait()))
		conn_close(lp, c);
}

static void
writable(struct loop *lp, struct conn *c)
{
	if (!give(lp, c)) {
		conn_close(lp, c);
		return;
	}
	if (c->live)
		live_more(lp, c);
	else if (!conn_is_giving(c) && !c->closing) {
		const size_t n = unhold(lp, c);

		process(lp, c, str_from(lp->scratch, n));
	}
	conn_place(lp, c);
}

/* Its time to rest is over: what it asked is asked again. */
static void
wake(struct loop *lp, struct conn *c)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };
	const size_t n = unhold(lp, c);

	c->resting = false;
	c->served = true;
	epoll_ctl(lp->ep, EPOLL_CTL_MOD, c->fd, &ev);
	process(lp, c, str_from(lp->scratch, n));
	conn_place(lp, c);
}

void
conn_event(struct loop *lp, struct conn *c, uint32_t events)
{
	/* Of one that rests nothing else is told. */
	if (events & EPOLLERR || c->wait == WAIT_REST)
		conn_close(lp, c);
	else if (c->wants_out)
		writable(lp, c);
	else if (c->wait == WAIT_LINGER)
		linger(lp, c);
	else
		readable(lp, c);
}

void
conn_expire(struct loop *lp)
{
	for (enum wait w = WAIT_HEAD; w < WAIT_LIVE; w++) {
		struct wait_list *list = &lp->waits[w];

		for (struct conn *c = list->first, *next;
		     c && c->since + list->seconds < lp->steady; c = next) {
			next = c->next;
			if (w == WAIT_REST) {
				wake(lp, c);
				continue;
			}
			if (w == WAIT_STALL || (w == WAIT_HEAD && c->held))
				metric_add(&lp->metrics, METRIC_TIMED_OUT, 1);
			conn_close(lp, c);
		}
	}
}

static void
close_idle(struct loop *lp, enum wait wait)
{
	struct conn *next;

	for (struct conn *c = lp->waits[wait].first; c; c = next) {
		char byte;

		next = c->next;
		if (c->held == NULL
		    && recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0)
			conn_close(lp, c);
	}
}

void
conn_close_idle(struct loop *lp)
{
	close_idle(lp, WAIT_HEAD);
	close_idle(lp, WAIT_IDLE);
}
