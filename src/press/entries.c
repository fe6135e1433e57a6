/* SPDX-License-Identifier: ISC */
/*
 * The record in public, for people: what it is, its entries, and each entry
 * with what to type to check it.  These pages say how many entries there are
 * and what a thing is called now, so they are kept until the next commit.
 */
#include <assert.h>

#include "press/making.h"
#include "record/folded.h"
#include "record/record.h"
#include "record/tree.h"

#define NEWEST 20 /* entries on the first page */
#define CHECKS 3  /* on a page */

/* clang-format off */
static const char *const actions[] = {
	[RECORD_PUBLISH] = "act_publish",
	[RECORD_UPDATE] =  "act_update",
	[RECORD_CORRECT] = "act_correct",
	[RECORD_RETRACT] = "act_retract",
	[RECORD_REDACT] =  "act_redact",
	[RECORD_BATCH] =   "act_batch",
	[RECORD_LOG] =     "act_log",
};
/* clang-format on */

static const struct {
	enum kind kind;
	const char *word;
} kinds[] = {
	{ KIND_STORY, "kind_story" },
	{ KIND_PAGE, "kind_page" },
	{ KIND_PERSON, "kind_person" },
	{ KIND_TOPIC, "kind_topic" },
	{ KIND_SECTION, "kind_section" },
	{ KIND_PICTURE, "kind_picture" },
};

/* What is shared by the making of one page. */
struct ledger {
	struct making *m;
	struct store *st;
	struct view_record *v;
	int64_t size;
	struct str prefix, base; /* base: scheme and host */
	struct str verifier;
	struct view_check *checks;
};

/* ---- addresses ---- */

static struct str
entry_href(const struct ledger *l, int64_t seq)
{
	return job_printf(l->m->j, "%.*s/record/entry/%lld/",
	    STR_ARG(l->prefix), (long long)seq);
}

static struct view_link *
link_to(struct ledger *l, struct str href, struct str text)
{
	struct view_link *out = JOB_NEW(l->m->j, struct view_link);

	*out = (struct view_link){ .href = href, .text = text };
	return out;
}

static struct view_link *
page_to(struct ledger *l, int64_t page, const char *key)
{
	return link_to(l,
	    job_printf(l->m->j, "%.*s/record/page/%lld/", STR_ARG(l->prefix),
		(long long)page),
	    say(l->m, key));
}

/* ---- entries ---- */

/* What the thing is called now, if it is anywhere. */
static enum status
name_set(struct ledger *l, const struct entry *e, struct view_entry *v)
{
	struct making *const m = l->m;
	const enum kind kind = kind_of(e->type);
	struct card c;
	struct link to = { 0 };
	enum status st;

	v->text = say(m, "kind_other");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].kind == kind)
			v->text = say(m, kinds[i].word);
	if (kind_is_entity(kind)) {
		st = site_link(m->site, m->j, e->num, m->lang, &to);
		if (st == OK && to.num != 0 && to.name.n > 0) {
			v->text = to.name;
			v->to = href_of(m, to.address);
		}
	} else {
		st = site_card(m->site, m->j, e->num, &c);
		if (st == OK) {
			v->text = card_headline(m, &c);
			v->to = href_of(m, c.address);
			if (!str_eq(c.lang, m->lang)) {
				v->lang = c.lang;
				v->dir = lang_is_rtl(c.lang) ? STR("rtl")
							     : STR("ltr");
			}
		}
	}
	if (st != NOT_FOUND)
		return st;
	job_forgive(m->j);
	return OK;
}

static enum status
entry_set(struct ledger *l, int64_t seq, struct view_entry *v, struct entry *e)
{
	struct making *const m = l->m;
	enum status st = record_entry(l->st, m->j, seq, e);

	if (st != OK)
		return st;
	*v = (struct view_entry){
		.number = number_text(m->digits, m->j, seq),
		.href = entry_href(l, seq),
		.action = say(m, actions[e->action]),
		.time = time_long(m, (struct when){ e->at, 0, WHEN_SECOND }),
	};
	if (record_has_thing(e->action))
		return name_set(l, e, v);
	if (e->action == RECORD_LOG)
		v->text = say(m, "kind_log");
	return OK;
}

/* Entries low..high-1, newest first. */
static enum status
entries_set(struct ledger *l, int64_t low, int64_t high)
{
	const size_t n = (size_t)(high - low);
	struct view_entry *at = JOB_ARRAY(l->m->j, struct view_entry, n + 1);
	struct entry e;
	enum status st = OK;

	for (size_t i = 0; st == OK && i < n; i++)
		st = entry_set(l, high - 1 - (int64_t)i, &at[i], &e);
	l->v->entries = list_of(at, n);
	l->v->has_entries = n > 0;
	return st;
}

/* ---- ways to check ---- */

static void
check_add(struct ledger *l, const char *title, const char *text,
    struct str command)
{
	assert(l->v->checks.n < CHECKS);
	l->checks[l->v->checks.n] = (struct view_check){ say(l->m, title),
		say(l->m, text), command };
	l->v->checks = list_of(l->checks, l->v->checks.n + 1);
}

static void
checks_set(struct ledger *l)
{
	struct job *const j = l->m->j;

	check_add(l, "check_all", "check_all_what",
	    job_printf(j, "stet record verify %.*s/ \\\n  --key '%.*s'",
		STR_ARG(l->base), STR_ARG(l->verifier)));
	check_add(l, "check_mirror", "check_mirror_what",
	    job_printf(j, "stet record mirror %.*s/ folder/",
		STR_ARG(l->base)));
	check_add(l, "check_other", "check_other_what",
	    job_printf(j, "curl -s %.*s/record/checkpoint", STR_ARG(l->base)));
}

static void
entry_checks_set(struct ledger *l, const struct entry *e)
{
	struct job *const j = l->m->j;

	if (e->action != RECORD_BATCH)
		check_add(l, "check_text", "check_text_what",
		    job_printf(j,
			"curl -s %.*s/record/file/%.*s \\\n  | sha256sum",
			STR_ARG(l->base), STR_ARG(sha256_hex(j, e->file_sha))));
	check_add(l, "check_leaf", "check_leaf_what",
	    job_printf(j,
		"(printf '\\0'; curl -s %.*s/record/leaf/%lld) \\\n"
		"  | sha256sum",
		STR_ARG(l->base), (long long)e->seq));
	check_add(l, "check_all", "check_all_what",
	    job_printf(j, "stet record verify %.*s/ \\\n  --key '%.*s'",
		STR_ARG(l->base), STR_ARG(l->verifier)));
}

/* All that sign now: while a new key takes over, both. */
static enum status
keys_set(struct ledger *l)
{
	struct job *const j = l->m->j;
	struct seals keys;
	struct view_link *at;
	size_t n = 0;
	const enum status st = record_seals(l->st, j, &keys);

	if (st != OK)
		return st;
	at = JOB_ARRAY(j, struct view_link, keys.n + 1);
	for (size_t i = 0; i < keys.n; i++) {
		const int64_t ends = keys.at[i].until;

		if (!seal_signs(&keys.at[i], l->m->now))
			continue;
		at[n++].text = keys.at[i].verifier;
		if (ends != 0)
			fresh_until(l->m, ends);
	}
	l->v->keys = list_of(at, n);
	l->v->has_keys = n > 0;
	return OK;
}

/* ---- the proof ---- */

/* The root of a full subtree. */
static enum status
subtree(void *arg, int height, uint64_t n, struct sha256 *out)
{
	const struct ledger *const l = arg;

	return folded_node(press_tiles(l->m->press), l->st, l->m->j,
	    (uint64_t)l->size, height, n, out);
}

static enum status
proof_set(struct ledger *l, int64_t seq)
{
	struct making *const m = l->m;
	struct proof p;
	struct view_link *at;
	const enum status st = proof_inclusion(subtree, l, (uint64_t)seq,
	    (uint64_t)l->size, &p);

	if (st != OK)
		return st;
	at = JOB_ARRAY(m->j, struct view_link, p.n + 1);
	for (size_t i = 0; i < p.n; i++)
		at[i].text = sha256_hex(m->j, p.h[i]);
	l->v->proof = list_of(at, p.n);
	l->v->has_proof = p.n > 0;
	l->v->proof_text = say_number(m, "record_proof_text", l->size);
	return OK;
}

/* ---- the pages ---- */

static enum status
first_page(struct ledger *l)
{
	struct making *const m = l->m;
	struct view_record *const v = l->v;
	struct view_link *text = JOB_ARRAY(m->j, struct view_link, 3);
	const int64_t low = l->size > NEWEST ? l->size - NEWEST : 0;

	v->title = say(m, "record_title");
	v->deck = say(m, "record_deck");
	text[0].text = say(m, "record_how");
	text[1].text = say(m, "record_erased");
	text[2].text = word_n(m->w, m->j, "record_count", l->size, m->digits);
	v->paragraphs = list_of(text, 3);
	v->entries_title = say(m, "record_newest");
	checks_set(l);
	if (low > 0) {
		v->older = page_to(l, (low - 1) / RECORD_PAGE + 1,
		    "record_all");
		v->has_around = true;
	}
	const enum status st = keys_set(l);

	return st == OK ? entries_set(l, low, l->size) : st;
}

static enum status
numbered_page(struct ledger *l, int64_t page)
{
	struct making *const m = l->m;
	struct view_record *const v = l->v;
	const int64_t low = (page - 1) * RECORD_PAGE;
	const int64_t high = low + RECORD_PAGE < l->size ? low + RECORD_PAGE
							 : l->size;

	if (low >= l->size)
		return job_fail(m->j, NOT_FOUND, "the log is not that long");
	v->label = say(m, "record_title");
	v->title = say_number(m, "page", page);
	v->entries_title = say(m, "record_entries");
	if (high < l->size)
		v->newer = page_to(l, page + 1, "newer");
	if (page > 1)
		v->older = page_to(l, page - 1, "older");
	v->has_around = v->newer != NULL || v->older != NULL;
	v->ways = list_of(link_to(l,
			      job_printf(m->j, "%.*s/record/",
				  STR_ARG(l->prefix)),
			      say(m, "record_back")),
	    1);
	return entries_set(l, low, high);
}

static enum status
hashes_set(struct ledger *l, const struct entry *e)
{
	struct making *const m = l->m;
	struct view_link *at = JOB_ARRAY(m->j, struct view_link, 2);
	size_t n = 0;
	struct str leaf;
	const enum status st = record_leaf(l->st, m->j, e->seq, &leaf);

	if (st != OK)
		return st;
	l->v->leaf = leaf;
	if (e->action != RECORD_BATCH) {
		at[n].label = say(m, "record_hash");
		at[n].text = sha256_hex(m->j, e->file_sha);
		at[n].href = job_printf(m->j, "/record/file/%.*s",
		    STR_ARG(at[n].text));
		n++;
	}
	at[n].label = say(m, "record_leaf_hash");
	at[n].text = sha256_hex(m->j, tree_leaf(leaf));
	at[n].href = job_printf(m->j, "/record/leaf/%lld", (long long)e->seq);
	l->v->hashes = list_of(at, n + 1);
	return OK;
}

static enum status
entry_page(struct ledger *l, int64_t seq)
{
	struct making *const m = l->m;
	struct view_record *const v = l->v;
	struct view_entry *const what = JOB_NEW(m->j, struct view_entry);
	struct entry e;
	enum status st = entry_set(l, seq, what, &e);

	if (st == OK)
		st = hashes_set(l, &e);
	if (st == OK)
		st = proof_set(l, seq);
	if (st != OK)
		return st;
	v->label = say(m, "record_title");
	v->title = say_number(m, "record_one", seq);
	v->entry = what;
	if (record_has_thing(e.action)) {
		v->version = say_number(m, "version", e.revision);
		if (e.last != seq)
			v->later = link_to(l, entry_href(l, e.last),
			    say_number(m, "record_later", e.last));
	}
	v->ways = list_of(link_to(l,
			      job_printf(m->j, "%.*s/record/",
				  STR_ARG(l->prefix)),
			      say(m, "record_back")),
	    1);
	if (seq + 1 < l->size)
		v->newer = link_to(l, entry_href(l, seq + 1), say(m, "newer"));
	if (seq > 0)
		v->older = link_to(l, entry_href(l, seq - 1), say(m, "older"));
	v->has_around = v->newer != NULL || v->older != NULL;
	entry_checks_set(l, &e);
	return keys_set(l);
}

/* "entry/41/", "page/7/": the number, or -1. */
static int64_t
number_in(struct str rest, struct str before)
{
	int64_t n;

	if (!str_starts(rest, before) || !str_ends(rest, STR("/")))
		return -1;
	rest = str_skip(rest, before.n);
	rest.n--;
	if (rest.n == 0 || (rest.p[0] == '0' && rest.n > 1) || rest.p[0] == '-'
	    || !str_to_int(rest, &n))
		return -1;
	return n;
}

static enum status
which_page(struct ledger *l)
{
	const struct str rest = l->m->place->rest;
	const int64_t seq = number_in(rest, STR("entry/")),
		      page = number_in(rest, STR("page/"));

	if (rest.n == 0)
		return first_page(l);
	if (seq >= 0)
		return entry_page(l, seq);
	if (page >= 1 && page < INT64_MAX / RECORD_PAGE)
		return numbered_page(l, page);
	return job_fail(l->m->j, NOT_FOUND, "no page of the record");
}

static struct str
host_of(struct making *m, struct str verifier)
{
	struct str origin = verifier;

	if (m->base.n > 0)
		return m->base;
	/* A paper without an address: its log is named after one. */
	(void)str_cut(&verifier, '+', &origin);
	if (str_ends(origin, STR("/record")))
		origin.n -= sizeof("/record") - 1;
	return job_printf(m->j, "%s://%.*s",
	    str_starts(origin, STR("127."))
		    || str_starts(origin, STR("localhost"))
		? "http"
		: "https",
	    STR_ARG(origin));
}

static void
others_set(struct making *m)
{
	const struct languages *all = &m->settings->languages;
	struct other_language *o = JOB_ARRAY(m->j, struct other_language,
	    all->n);

	for (size_t i = 0; i < all->n; i++) {
		o[i].lang = all->at[i].tag;
		o[i].address = job_printf(m->j, "%.*s/record/%.*s",
		    STR_ARG(site_prefix(m->site, m->j, o[i].lang)),
		    STR_ARG(m->place->rest));
	}
	languages_set(m, o, all->n > 1 ? all->n : 0);
}

enum status
page_record(struct making *m)
{
	struct ledger l = { .m = m,
		.st = site_store(m->site),
		.v = JOB_NEW(m->j, struct view_record),
		.checks = JOB_ARRAY(m->j, struct view_check, CHECKS),
		.prefix = site_prefix(m->site, m->j, m->lang) };
	enum status st = around_set(m, 0);

	if (st == OK)
		st = record_size(l.st, m->j, &l.size);
	if (st == OK)
		st = record_verifier(l.st, m->j, &l.verifier);
	if (st != OK)
		return st;
	l.base = host_of(m, l.verifier);
	st = which_page(&l);
	if (st != OK)
		return st;
	others_set(m);
	trail_add(m, say(m, "record"),
	    job_printf(m->j, "%.*s/record/", STR_ARG(l.prefix)));
	if (m->place->rest.n > 0)
		trail_add(m, l.v->title, m->place->address);
	m->page.title = joined(m, l.v->title, STR(" · "), l.v->label);
	m->page.title = joined(m, m->page.title, STR(" · "), m->name);
	m->page.description = l.v->deck;
	m->page.hidden = m->place->rest.n > 0;
	m->page.record = l.v;
	return page_out(m, "record", 200);
}
