/* SPDX-License-Identifier: ISC */
/*
 * The items of a running brief that a commit has changed: those whose own
 * addresses became stale.  Asked once for all who have the page open.
 */
#include "press/live.h"

#include "base/buf.h"
#include "page/json.h"
#include "press/making.h"
#include "site/entity.h"

/* Stops at twice what the edge gives anybody; it says "reload" then. */
#define MESSAGES_MAX (LIVE_MESSAGES_MAX * 2)

struct telling {
	struct making *m;
	struct live_news *news;
	struct buf b;
	int64_t brief;
};

static void
message(struct telling *t, const char *event, struct str data)
{
	buf_printf(&t->b,
	    "id: %lld\nevent: %s\ndata: ", (long long)t->news->site_version,
	    event);
	buf_put(&t->b, data);
	BUF_LIT(&t->b, "\n\n");
}

static struct str
item_json(struct telling *t, struct str id, struct str html, bool gone)
{
	struct buf b = buf_in(t->m->j, MESSAGES_MAX);

	BUF_LIT(&b, "{\"id\":");
	json_put(&b, id);
	BUF_LIT(&b, ",\"html\":");
	json_put(&b, html);
	buf_printf(&b, ",\"gone\":%s}", gone ? "true" : "false");
	return buf_so_far(&b);
}

/* An item as it stands now; one that was taken down is gone. */
static enum status
tell_item(struct telling *t, const struct place *at)
{
	struct making *const m = t->m;
	const bool gone = at->what == PLACE_GONE;
	struct view_part part = { .id = part_id(m->j, at->id) };
	struct str html = STR("");
	struct card c;
	enum status st = gone ? OK : site_card(m->site, m->j, at->num, &c);

	if (st == OK && !gone) {
		st = part_set(m, &c, &part);
		if (st == OK)
			st = view_out(m, "live", &part, &html);
	}
	if (st == OK)
		message(t, "item", item_json(t, part.id, html, gone));
	return st;
}

/* Which of the stale addresses are the brief's items'. */
static enum status
tell_changed(struct telling *t, const struct texts *stale, struct str brief)
{
	enum status st = OK;

	for (size_t i = 0; i < stale->n && st == OK; i++) {
		const struct str a = stale->at[i];
		struct place at;

		if (a.n <= brief.n || !str_starts(a, brief)
		    || !str_ends(a, STR("/")))
			continue;
		st = site_resolve(t->m->site, t->m->j, a, STR(""), &at);
		if (st == OK
		    && (at.what == PLACE_GONE
			|| (at.what == PLACE_STORY && at.kind == KIND_ITEM)))
			st = tell_item(t, &at);
	}
	return st;
}

/* The brief at that address; status 404 or 410 where none runs. */
static enum status
brief_at(struct site *site, struct job *j, struct str address,
    struct place *place, struct live_news *out)
{
	const enum status st = site_resolve(site, j, address, STR(""), place);

	if (st != OK)
		return st;
	out->status = place->what == PLACE_GONE ? 410 : 404;
	if (place->what == PLACE_STORY && place->kind == KIND_BRIEF)
		out->status = 200;
	return OK;
}

enum status
live_since(struct press *p, struct site *site, struct job *j,
    struct str address, int64_t since, struct live_news *out)
{
	struct place place = { 0 };
	struct answer answer = { 0 };
	struct making *const m = JOB_NEW(j, struct making);
	struct telling t = { m, out, buf_in(j, MESSAGES_MAX), 0 };
	struct stale stale = { 0 };
	struct story s;
	enum status st = brief_at(site, j, address, &place, out);

	if (st != OK || out->status != 200)
		return st;
	st = making_begin(m, p, j, &place, &answer);
	if (st == OK)
		st = site_story(site, j, place.num, &s);
	if (st != OK)
		return st;
	out->sealed = s.more.sealed;
	if (since == 0 || since == out->site_version)
		return OK;
	st = site_stale_since(site, j, since, &stale);
	if (st == OK && stale.everything)
		message(&t, "reload", STR("{}"));
	else if (st == OK)
		st = tell_changed(&t, &stale.addresses, address);
	if (st == OK)
		st = buf_done(&t.b, &out->messages);
	return st;
}
