/* SPDX-License-Identifier: ISC */
/*
 * 1. Pages come from press_page() and nowhere else, each from a read of its
 *    own, so that an export of an hour holds nobody up.
 * 2. What changes while a whole export goes on is made again after it, until
 *    nothing did: the folder is right as of one version, which .stet/state
 *    remembers when all its bytes are on the disk.
 * 3. The next export begins there, unless what makes all pages has changed.
 */
#include "press/export.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "press/making.h"
#include "press/putting.h"

#define LOOK_EVERY 10  /* ms between two looks at the record */
#define SAVE_EVERY 5.0 /* seconds; a sync may take one */
#define STATE_MOST ((size_t)4096)
#define CLOCKS_MOST ((size_t)64 << 20)
#define THREADS_MOST 64
#define HELD 64 /* pages of one moment, some milliseconds */

static enum status
hand_open(struct hand *h, struct exporter *e, struct job *j)
{
	*h = (struct hand){ .e = e, .j = j, .pj = job_new(job_now(j)) };
	h->squeezer = squeezer_new();
	const enum status st = press_open(j, e->opts->site, STORE_READ, &h->p);

	if (st == OK)
		press_unserved(h->p);
	return st;
}

static void
hand_close(struct hand *h)
{
	press_free(h->p);
	squeezer_free(h->squeezer);
	job_free(h->pj);
}

static void
add_up(struct exported *all, const struct exported *one, struct job *j)
{
	all->pages += one->pages;
	all->written += one->written;
	all->same += one->same;
	all->dropped += one->dropped;
	all->missing += one->missing;
	if (all->nameless == 0 && one->nameless > 0)
		all->first = job_str(j, one->first);
	all->nameless += one->nameless;
}

/* Pages at these addresses; those that only lead on stand in the maps. */
static enum status
put_some(struct hand *h, const struct str *addresses, size_t n)
{
	struct answer a;
	enum status st = OK;

	for (size_t i = 0; st == OK && i < n; i++) {
		/* If that can't be now, each page looks by itself. */
		if (i % HELD == 0) {
			press_let_go(h->p);
			if (press_hold(h->p, h->pj) != OK)
				job_forgive(h->pj);
		}
		if (str_starts(addresses[i], STR("/live/")))
			continue;
		if (str_find_ch(addresses[i], '?') != NOWHERE) {
			h->maps = true;
			continue;
		}
		st = put_page(h, addresses[i], STR(""), &a);
		if (st == OK && a.status != 200)
			h->maps = true;
		h->done.pages += st == OK;
	}
	press_let_go(h->p);
	return st;
}

/* ---- the whole ---- */

/* The next pages, for whichever thread asks. */
static enum status
next_piece(struct hand *h, struct job *j, struct texts *out)
{
	struct exporter *const e = h->e;
	enum status st = OK;

	pthread_mutex_lock(&e->mutex);
	*out = (struct texts){ NULL, 0 };
	if (!e->failed)
		st = press_everything(h->p, j, &e->walk, out);
	pthread_mutex_unlock(&e->mutex);
	return st;
}

static void *
hand_run(void *hand)
{
	struct hand *const h = hand;
	struct job *const own = job_new(clock_now());
	struct texts some = { NULL, 1 };

	while (h->st == OK && some.n > 0) {
		job_reset(own, clock_now());
		h->st = next_piece(h, own, &some);
		if (h->st != OK)
			h->st = job_fail(h->j, h->st, "%.*s",
			    STR_ARG(job_reason(own)));
		if (h->st == OK)
			h->st = put_some(h, some.at, some.n);
	}
	job_free(own);
	if (h->st != OK) {
		pthread_mutex_lock(&h->e->mutex);
		h->e->failed = true;
		pthread_mutex_unlock(&h->e->mutex);
	}
	return NULL;
}

static size_t
hands_wanted(void)
{
	const long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > THREADS_MOST ? THREADS_MOST : (size_t)n;
}

/* Each in a thread of its own, with a job and a view of the site of its own. */
static enum status
all_hands(struct hand *main, struct hand *hands, size_t n)
{
	struct exporter *const e = main->e;
	enum status st = OK;
	size_t open = 0, running = 0;

	for (; st == OK && open < n; open++)
		st = hand_open(&hands[open], e, job_new(job_now(main->j)));
	for (; st == OK && running < n; running++)
		if (pthread_create(&hands[running].thread, NULL, hand_run,
			&hands[running])
		    != 0)
			break;
	if (st == OK && running == 0)
		st = job_fail(main->j, FAULT, "no thread could be started");
	for (size_t i = 0; i < running; i++)
		pthread_join(hands[i].thread, NULL);
	for (size_t i = 0; i < open; i++) {
		if (st == OK && hands[i].st != OK)
			st = hands[i].st;
		if (st != OK && job_reason(hands[i].j).n > 0)
			st = job_fail(main->j, st, "%.*s",
			    STR_ARG(job_reason(hands[i].j)));
		add_up(&main->done, &hands[i].done, main->j);
		hand_close(&hands[i]);
		job_free(hands[i].j);
	}
	return st;
}

static void
clocks_free(struct clocks *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->at[i].address);
	free(c->at);
	*c = (struct clocks){ 0 };
}

static enum status
put_all(struct hand *h)
{
	struct exporter *const e = h->e;
	const size_t n = hands_wanted();
	struct hand *hands = JOB_ARRAY(h->j, struct hand, n);
	enum status st = press_entries(h->p, h->j, &e->entries);

	clocks_free(&e->clocks);
	e->walk = (struct everything){ .entries = e->entries };
	e->failed = false;
	h->done.whole = true;
	if (st == OK)
		st = folder_begin(e->folder, h->j);
	if (st == OK)
		st = all_hands(h, hands, n);
	if (st == OK)
		st = put_maps(h);
	if (st == OK)
		st = folder_sweep(e->folder, h->j, &h->done.dropped);
	e->whole = st != OK;
	return st;
}

/* ---- what changed ---- */

static enum status
put_recorded(struct hand *h, struct job *j)
{
	struct exporter *const e = h->e;
	struct texts pages;
	int64_t entries;
	enum status st = press_recorded(h->p, j, e->entries, &pages, &entries);

	if (st == OK)
		st = put_some(h, pages.at, pages.n);
	if (st == OK)
		e->entries = entries;
	return st;
}

/* Pages whose time has come: first all of them, for each may get another. */
static enum status
put_due(struct hand *h)
{
	struct clocks *const c = &h->e->clocks;
	struct str *due = JOB_ARRAY(h->j, struct str, c->n + 1);
	const int64_t now = clock_now();
	size_t n = 0, stay = 0;
	enum status st;

	for (size_t i = 0; i < c->n; i++)
		if (c->at[i].at > now) {
			c->at[stay++] = c->at[i];
		} else {
			due[n++] = job_str(h->j, str_of(c->at[i].address));
			free(c->at[i].address);
		}
	c->n = stay;
	st = put_some(h, due, n);
	for (size_t i = 0; st != OK && i < n; i++)
		clock_put(h->e, due[i], now);
	return st;
}

static enum status
put_changed(struct hand *h, struct job *j, const struct edge_news *n)
{
	const enum status st = put_some(h, n->stale, n->nstale);

	return st == OK ? put_recorded(h, j) : st;
}

/*
 * Until nothing has changed since the last look.  What fails is told of again
 * by the next one.
 */
static enum status
catch_up(struct hand *h)
{
	struct exporter *const e = h->e;
	struct job *const own = job_new(clock_now());
	int64_t before;
	enum status st;

	do {
		struct edge_news n = { 0 };

		job_reset(own, clock_now());
		before = press_seen(h->p);
		st = press_tick(h->p, own, &n);
		e->whole |= n.everything;
		if (st == OK && e->whole)
			st = put_all(h);
		else if (st == OK && press_seen(h->p) != before)
			st = put_changed(h, own, &n);
		else
			break;
	} while (st == OK);
	if (st == OK && h->maps)
		st = put_maps(h);
	if (st != OK) {
		press_resume(h->p, before);
		st = job_fail(h->j, st, "%.*s", STR_ARG(job_reason(own)));
	}
	job_free(own);
	return st;
}

/* ---- what is remembered ---- */

static const char state_form[] = "stet-export 1\n"
				 "paper %.*s\n"
				 "made by %.*s\n"
				 "beside%s%s\n"
				 "version %lld\n"
				 "entries %lld\n";

static struct str
state_now(struct hand *h, struct str origin, int64_t version, int64_t entries)
{
	const struct export_opts *const o = h->e->opts;

	return job_printf(h->j, state_form, STR_ARG(origin),
	    STR_ARG(press_making_of(h->p, h->j)), o->gzip ? " .gz" : "",
	    o->brotli ? " .br" : "", (long long)version, (long long)entries);
}

static enum status
save(struct hand *h)
{
	struct exporter *const e = h->e;
	struct buf b = buf_in(h->j, CLOCKS_MOST);
	struct str origin;
	enum status st = press_origin(h->p, h->j, &origin);

	for (size_t i = 0; i < e->clocks.n; i++)
		buf_printf(&b, "%lld %s\n", (long long)e->clocks.at[i].at,
		    e->clocks.at[i].address);
	if (st == OK)
		st = folder_sync(e->folder, h->j);
	if (st == OK)
		st = folder_note(e->folder, h->j, "clocks", buf_so_far(&b));
	if (st == OK)
		st = folder_note(e->folder, h->j, "state",
		    state_now(h, origin, press_seen(h->p), e->entries));
	e->saved = clock_steady();
	e->unsaved = st != OK;
	return st;
}

static bool
number_after(struct str text, struct str word, int64_t *out)
{
	const size_t at = str_find(text, word);
	struct str rest = str_skip(text, at == NOWHERE ? text.n : at + word.n);
	struct str line;

	return at != NOWHERE && str_line(&rest, &line) && str_to_int(line, out);
}

static enum status
recall_clocks(struct hand *h)
{
	struct str text, line;
	enum status st = folder_recall(h->e->folder, h->j, "clocks",
	    CLOCKS_MOST, &text);

	if (st != OK)
		return st;
	while (text.n > 0 && str_line(&text, &line)) {
		struct str at;
		int64_t when;

		if (str_cut(&line, ' ', &at) && str_to_int(at, &when))
			clock_put(h->e, line, when);
	}
	return OK;
}

/*
 * Go on from where the last export ended, if all that it was made by is as it
 * was; else it has to be made whole.
 */
static enum status
recall(struct hand *h)
{
	struct exporter *const e = h->e;
	struct str text, origin;
	int64_t version, entries;
	enum status st = press_origin(h->p, h->j, &origin);

	e->whole = true;
	if (st == OK)
		st = folder_recall(e->folder, h->j, "state", STATE_MOST, &text);
	if (st == NOT_FOUND) {
		job_forgive(h->j);
		return OK;
	}
	if (st != OK)
		return st;
	if (str_find(text, job_printf(h->j, "\npaper %.*s\n", STR_ARG(origin)))
	    == NOWHERE)
		return job_fail(h->j, CONFLICT,
		    "%s holds an export of another paper; name another folder",
		    e->opts->folder);
	if (e->opts->all || !number_after(text, STR("\nversion "), &version)
	    || !number_after(text, STR("\nentries "), &entries)
	    || !str_eq(text, state_now(h, origin, version, entries)))
		return OK;
	st = recall_clocks(h);
	if (st != OK) {
		job_forgive(h->j);
		return OK;
	}
	e->whole = false;
	e->entries = entries;
	press_resume(h->p, version);
	return OK;
}

/* ---- from beginning to end ---- */

static void
tell(struct hand *h, double began)
{
	const struct export_opts *const o = h->e->opts;

	h->done.seconds = clock_steady() - began;
	if (o->told != NULL)
		o->told(o->told_arg, &h->done);
}

static enum status
first(struct hand *h)
{
	const double began = clock_steady();
	struct edge_news opened = { 0 };
	/* The first tick tells of the theme that was just opened. */
	enum status st = press_tick(h->p, h->j, &opened);

	if (st == OK)
		st = recall(h);
	if (st == OK)
		st = catch_up(h);
	if (st == OK)
		st = put_due(h);
	if (st == OK)
		st = save(h);
	if (st == OK)
		tell(h, began);
	return st;
}

/* One look; a store that is busy is looked at again. */
static enum status
look(struct hand *h)
{
	const double began = clock_steady();
	enum status st;

	h->done = (struct exported){ 0 };
	st = catch_up(h);
	if (st == OK)
		st = put_due(h);
	if (st == BUSY) {
		job_forgive(h->j);
		return OK;
	}
	if (st == OK && h->done.pages > 0) {
		h->e->unsaved = true;
		tell(h, began);
	}
	return st;
}

static enum status
follow(struct hand *h)
{
	struct exporter *const e = h->e;
	struct pollfd stop = { .fd = e->opts->stop, .events = POLLIN };
	enum status st = OK;

	while (st == OK && poll(&stop, 1, LOOK_EVERY) <= 0) {
		job_reset(h->j, clock_now());
		st = look(h);
		if (st == OK && e->unsaved
		    && clock_steady() - e->saved > SAVE_EVERY)
			st = save(h);
	}
	job_reset(h->j, clock_now());
	return st == OK && e->unsaved ? save(h) : st;
}

enum status
press_export(struct job *j, const struct export_opts *opts)
{
	struct exporter e = { .opts = opts };
	struct job *const own = job_new(job_now(j));
	struct hand h;
	enum status st = hand_open(&h, &e, own);

	pthread_mutex_init(&e.mutex, NULL);
	e.media = open(file_path(j, opts->site, "media"),
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (st == OK)
		st = folder_open(own, opts->folder, &e.folder);
	if (st == OK)
		st = first(&h);
	if (st == OK && opts->stop >= 0)
		st = follow(&h);
	if (st != OK)
		st = job_fail(j, st, "%.*s", STR_ARG(job_reason(own)));
	clocks_free(&e.clocks);
	folder_close(e.folder);
	hand_close(&h);
	if (e.media >= 0)
		close(e.media);
	pthread_mutex_destroy(&e.mutex);
	job_free(own);
	return st;
}
