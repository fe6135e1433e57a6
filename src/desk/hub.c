/* SPDX-License-Identifier: ISC */
#include "desk/hub.h"

#include "desk/inside.h"
#include "text/address.h"

#define WAIT_FIRST ((int64_t)5)       /* seconds */
#define WAIT_MOST ((int64_t)6 * 3600) /* no rarer than this */

struct told {
	int64_t version, failures, next;
	bool known;
};

static enum status
told_read(struct desk *d, struct job *j, struct str hub, struct told *out)
{
	struct val v[3];
	const enum status st = store_one(d->desk_db, j, SQL_DESK_HUB,
	    VALS(val_text(hub)), v, 3);

	*out = (struct told){ .known = st == OK };
	if (st != OK)
		return st == NOT_FOUND ? OK : st;
	out->version = v[0].i;
	out->failures = v[1].i;
	out->next = v[2].i;
	return OK;
}

struct noting {
	struct str hub;
	struct told now;
};

static enum status
note_down(struct store *store, struct job *j, void *arg)
{
	const struct noting *const n = arg;

	/* Another hub's is of no use once the settings name this one. */
	const enum status st = store_run(store, j, SQL_DESK_HUB_FORGET,
	    VALS(val_text(n->hub)));

	return st != OK
	    ? st
	    : store_run(store, j, SQL_DESK_HUB_PUT,
		VALS(val_text(n->hub), val_int(n->now.version),
		    val_int(n->now.failures), val_int(n->now.next)));
}

static enum status
note(struct desk *d, struct job *j, struct str hub, const struct told *now)
{
	struct noting n = { hub, *now };

	return store_tx(d->desk_db, j, note_down, &n);
}

/* ---- what is new ---- */

static bool
is_feed(struct str address)
{
	return str_ends(address, STR("/feed.xml"))
	    || str_ends(address, STR("/rss.xml"))
	    || str_ends(address, STR("/feed.json"));
}

static void
topic_put(struct job *j, struct hub_due *h, struct str base, struct str address)
{
	if (h->topics.n < HUB_TOPICS)
		texts_add(j, &h->topics,
		    job_printf(j, "%.*s%.*s", STR_ARG(base),
			STR_ARG(address_encoded(j, address))));
}

/* When everything may be new, those of the fronts: most follow these. */
static enum status
front_feeds(struct desk *d, struct job *j, const struct copy *settings,
    struct str base, struct hub_due *h)
{
	static const char *const feeds[] = { "/feed.xml", "/rss.xml",
		"/feed.json" };

	for (size_t i = 0; i < settings->languages.n; i++) {
		const struct str prefix = site_prefix(d->site, j,
		    settings->languages.at[i].tag);

		for (size_t k = 0; k < sizeof(feeds) / sizeof(feeds[0]); k++)
			topic_put(j, h, base,
			    job_printf(j, "%.*s%s", STR_ARG(prefix), feeds[k]));
	}
	return OK;
}

static enum status
topics_since(struct desk *d, struct job *j, const struct copy *settings,
    int64_t version, struct hub_due *h)
{
	struct str base = settings->url;
	struct stale stale;
	const enum status st = site_stale_since(d->site, j, version, &stale);

	if (st != OK)
		return st;
	if (str_ends(base, STR("/")))
		base.n--;
	if (stale.everything)
		return front_feeds(d, j, settings, base, h);
	for (size_t i = 0; i < stale.addresses.n; i++)
		if (is_feed(stale.addresses.at[i]))
			topic_put(j, h, base, stale.addresses.at[i]);
	return OK;
}

/* Inside a read; *told is what is noted from now on if nothing is new. */
static enum status
look(struct desk *d, struct job *j, struct hub_due *h, struct told *told)
{
	const struct copy *settings;
	enum status st = site_settings(d->site, j, &settings);

	if (st != OK)
		return st;
	if (settings->hub.n == 0 || settings->url.n == 0)
		return NOT_FOUND;
	h->hub = job_str(j, settings->hub);
	h->version = site_version(d->site);
	st = told_read(d, j, h->hub, told);
	if (st != OK)
		return st;
	/* What was published before there was a hub is no news to it. */
	if (!told->known || told->version > h->version) {
		*told = (struct told){ .version = h->version };
		return OK;
	}
	if (told->version == h->version || told->next > job_now(j))
		return NOT_FOUND;
	h->failures = told->failures;
	return topics_since(d, j, settings, told->version, h);
}

enum status
desk_hub_due(struct desk *d, struct job *j, struct hub_due *out)
{
	struct hub_due h = { .failures = 0 };
	struct told told = { .known = false };
	enum status st = site_read_begin(d->site, j);

	if (st != OK)
		return st;
	st = look(d, j, &h, &told);
	site_read_end(d->site);
	if (st != OK)
		return st;
	if (h.topics.n == 0) {
		told = (struct told){ .version = h.version };
		st = note(d, j, h.hub, &told);
		return st == OK ? NOT_FOUND : st;
	}
	*out = h;
	return OK;
}

enum status
desk_hub_told(struct desk *d, struct job *j, const struct hub_due *h)
{
	return note(d, j, h->hub, &(struct told){ .version = h->version });
}

enum status
desk_hub_failed(struct desk *d, struct job *j, const struct hub_due *h)
{
	int64_t wait = WAIT_FIRST;
	struct told told;
	enum status st = told_read(d, j, h->hub, &told);

	for (int64_t i = 0; i < h->failures && wait < WAIT_MOST; i++)
		wait *= 2;
	told.next = job_now(j) + (wait < WAIT_MOST ? wait : WAIT_MOST);
	told.failures = h->failures + 1;
	return st == OK ? note(d, j, h->hub, &told) : st;
}
