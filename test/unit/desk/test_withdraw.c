/* SPDX-License-Identifier: ISC */
#include "desk/withdraw.h"

#include "desk/inside.h"
#include "paper.h"
#include "record/verify.h"

static struct withdrawn
retract(struct paper *t, struct str named, const char *reason)
{
	struct withdrawn w;

	assert_ok(t->j, desk_retract(t->d, t->j, named, str_of(reason), &w));
	return w;
}

static void
retract_refuses(struct paper *t, struct str named, const char *reason,
    enum status want, const char *why)
{
	struct withdrawn w;
	enum status st = desk_retract(t->d, t->j, named, str_of(reason), &w);

	if (st != want || str_find(job_reason(t->j), str_of(why)) == NOWHERE)
		fail_msg("%s: \"%.*s\"", status_name(st),
		    STR_ARG(job_reason(t->j)));
	job_forgive(t->j);
}

static struct place
place_at(struct paper *t, struct str path)
{
	struct place at;

	assert_ok(t->j, site_read_begin(desk_site(t->d), t->j));
	assert_ok(t->j,
	    site_resolve(desk_site(t->d), t->j, path, STR(""), &at));
	site_read_end(desk_site(t->d));
	return at;
}

static void
sound(struct paper *t)
{
	struct verified v;

	assert_ok(t->j, record_verify(t->j, t->dir, NULL, &v));
	assert_int_equal(v.n, 0);
}

static void
tombstone_stands(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t,
	    "---\nheadline: A whale\n---\nx\n");
	struct withdrawn w = retract(t, p.address, " It was a barge. ");
	struct place at = place_at(t, p.address);
	struct str file;

	assert_false(w.already);
	assert_int_equal(w.revision, 2);
	assert_str(w.headline, "A whale");
	assert_int_equal(at.what, PLACE_GONE);
	assert_str(at.reason, "It was a barge.");
	assert_int_equal(at.at, NOON);
	assert_true(id_eq(at.id, p.id));
	assert_ok(t->j,
	    record_text(desk_site_db(t->d), t->j, desk_deflater(t->d), w.seq,
		&file));
	assert_true(str_find(file, STR("reason: It was a barge.")) != NOWHERE);
	assert_true(str_find(file, p.address) != NOWHERE);
	assert_true(str_find(file, id_hex(t->j, p.id)) != NOWHERE);
	assert_true(str_find(file, STR("whale\n")) == NOWHERE);
	sound(t);
}

static void
twice(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t,
	    "---\nheadline: A whale\n---\nx\n");
	int64_t n;
	struct withdrawn w;

	(void)retract(t, p.address, "It was a barge.");
	n = paper_entries(t);
	paper_later(t, NOON + 60);
	w = retract(t, id_hex(t->j, p.id), "It was a buoy.");
	assert_true(w.already);
	assert_str(w.reason, "It was a barge.");
	assert_int_equal(w.at, NOON);
	assert_int_equal(paper_entries(t), n);
}

static void
refusals(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t,
	    "---\nheadline: A whale\n---\nx\n");
	char *essay = job_alloc(t->j, REASON_MAX + 2);

	memset(essay, 'x', REASON_MAX + 1);
	essay[REASON_MAX + 1] = '\0';
	retract_refuses(t, p.address, "", INVALID, "say why");
	retract_refuses(t, p.address, " \n\t ", INVALID, "say why");
	retract_refuses(t, p.address, essay, INVALID, "too long");
	retract_refuses(t, STR("settings"), "x", INVALID, "settings");
	retract_refuses(t, STR("/nothing/"), "x", NOT_FOUND, "/nothing/");
	/* Home and the pages under a listing are nobody's. */
	retract_refuses(t, STR("/"), "x", NOT_FOUND, "\"/\"");
	retract_refuses(t, STR("0123456789abcdef0123456789abcdef"), "x",
	    NOT_FOUND, "nothing was published");
	assert_int_equal(place_at(t, p.address).what, PLACE_STORY);
}

static void
every_kind(void **state)
{
	static const char *const files[] = {
		"---\nkind: page\nheadline: About us\n---\nx\n",
		"---\nkind: person\nname: Roya Kamali\n---\n",
		"---\nkind: topic\nname: Ferries\n---\n",
		"---\nkind: section\nname: Harbour\n---\n",
		"---\nkind: front\nlang: en\nslots:\n  - weight: lead\n---\n",
		("---\nkind: menu\nlang: en\nitems:\n"
		 "  - label: Home\n    to: /\n---\n"),
		"---\nkind: redirect\naliases: [/old/]\nto: /new/\n---\n",
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct paper *t = *state;
		struct published p = paper_publish(t, files[i]);
		struct withdrawn w = retract(t, id_hex(t->j, p.id), "Over.");

		assert_int_equal(w.kind, p.kind);
		if (p.address.n > 0) {
			assert_true(str_eq(w.address, p.address));
			assert_int_equal(place_at(t, p.address).what,
			    PLACE_GONE);
		}
		/* And it comes back. */
		p = paper_publish(t, job_cstr(t->j, p.author));
		assert_int_equal(p.deed, DEED_PUBLISH);
		assert_int_equal(p.revision, 3);
		if (p.address.n > 0)
			assert_true(place_at(t, p.address).what != PLACE_GONE);
	}
	sound(*state);
}

static void
revival(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t,
	    "---\nheadline: A whale\n---\nx\n");
	struct str author = p.author, file;

	(void)retract(t, p.address, "It was a barge.");
	paper_later(t, NOON + 86400 * 3);
	p = paper_publish(t, job_cstr(t->j, author));
	assert_int_equal(p.deed, DEED_PUBLISH);
	assert_int_equal(p.revision, 3);
	assert_str(p.address, "/2026/11/25/a-whale/");
	assert_int_equal(place_at(t, p.address).what, PLACE_STORY);
	/* It came out when it came out, and stands in its old place. */
	assert_ok(t->j, desk_show(t->d, t->j, p.address, &file));
	assert_true(
	    str_find(file, STR("published: 2026-11-25T12:00")) != NOWHERE);
	p = paper_publish(t, job_cstr(t->j, p.author));
	assert_int_equal(p.deed, DEED_NOTHING);
	sound(t);
}

/* The author never kept what publish wrote back. */
static void
revival_by_the_same_bytes(void **state)
{
	static const char bytes[] = "---\nheadline: A whale\n---\nx\n";
	struct paper *t = *state;
	struct published p = paper_publish(t, bytes), again;

	(void)retract(t, p.address, "It was a barge.");
	again = paper_publish(t, bytes);
	assert_int_equal(again.deed, DEED_PUBLISH);
	assert_true(id_eq(again.id, p.id));
	assert_true(str_eq(again.address, p.address));
	assert_int_equal(again.revision, 3);
}

static void
revival_of_old_words(void **state)
{
	struct paper *t = *state;
	struct published first = paper_publish(t,
	    "---\nheadline: A whale\n---\nx\n");
	struct str changed = job_printf(t->j, "%.*smore\n",
	    STR_ARG(first.author));
	struct published second = paper_publish(t, job_cstr(t->j, changed));

	(void)retract(t, second.address, "It was a barge.");
	paper_refuses(t, first.author, CONFLICT, "revision: 2");
	assert_int_equal(paper_publish(t, job_cstr(t->j, second.author))
			     .revision,
	    4);
}

static void
address_is_kept(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t,
	    "---\nheadline: A whale\n---\nx\n");
	struct published other;

	(void)retract(t, p.address, "It was a barge.");
	other = paper_publish(t, "---\nheadline: A whale\n---\nAnother.\n");
	assert_str(other.address, "/2026/11/25/a-whale-2/");
}

#define UNTIL_SIX                                                         \
	"---\nheadline: Whale watch tonight\nexpires: 2026-11-25 18:00\n" \
	"---\nx\n"

static struct tended
tend_at(struct paper *t, int64_t now)
{
	struct tended out;

	paper_later(t, now);
	assert_ok(t->j, desk_tend(t->d, t->j, &out));
	return out;
}

static void
expiry(void **state)
{
	const int64_t six = NOON + 6 * 3600;
	struct paper *t = *state;
	const struct str address = STR("/2026/11/25/whale-watch-tonight/");
	struct place at;
	struct tended out;

	(void)paper_publish(t, UNTIL_SIX);
	out = tend_at(t, six - 1);

	assert_int_equal(out.expired, 0);
	assert_int_equal(out.next_due, six);
	assert_int_equal(place_at(t, address).what, PLACE_STORY);
	assert_int_equal(tend_at(t, six).expired, 1);
	at = place_at(t, address);
	assert_int_equal(at.what, PLACE_GONE);
	assert_int_equal(at.expired, six);
	assert_int_equal(at.reason.n, 0);
	out = tend_at(t, six + 1);
	assert_int_equal(out.expired, 0);
	assert_int_equal(out.next_due, 0);
	sound(t);
}

static void
expiry_while_away(void **state)
{
	struct paper *t = *state;
	int64_t n = 0;

	(void)paper_publish(t, UNTIL_SIX);
	paper_shut(t);
	paper_later(t, NOON + 86400);
	paper_open(t);
	assert_ok(t->j, desk_expire(t->d, t->j, 10, &n));
	assert_int_equal(n, 1);
	/* The time stands in the record, so new tables know it as well. */
	assert_int_equal(place_at(t, STR("/2026/11/25/whale-watch-tonight/"))
			     .expired,
	    NOON + 6 * 3600);
}

static void
more_time(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t, UNTIL_SIX);
	const struct edit later = { .field = STR("expires"),
		.text = STR("2026-11-25 20:00") };
	const struct edit never = { .field = STR("expires"), .gone = true };
	char *file = strdup(job_cstr(t->j, p.author));
	struct str kept;

	assert_ok(t->j,
	    textfile_edit(t->j, str_of(file), STR("f"), &later, 1, &kept));
	p = paper_publish(t, job_cstr(t->j, kept));
	free(file);
	file = strdup(job_cstr(t->j, p.author));
	assert_int_equal(tend_at(t, NOON + 6 * 3600).expired, 0);
	assert_int_equal(tend_at(t, NOON + 8 * 3600).expired, 1);
	/* Over is over, until it gets more time. */
	assert_int_equal(paper_publish(t, file).deed, DEED_KEEP);
	assert_ok(t->j,
	    textfile_edit(t->j, str_of(file), STR("f"), &never, 1, &kept));
	p = paper_publish(t, job_cstr(t->j, kept));
	assert_int_equal(p.deed, DEED_PUBLISH);
	assert_int_equal(tend_at(t, NOON + 86400).expired, 0);
	assert_int_equal(place_at(t, STR("/2026/11/25/whale-watch-tonight/"))
			     .what,
	    PLACE_STORY);
	free(file);
}

static void
over_already(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t,
	    "---\nheadline: A whale\n---\nx\n");
	const struct edit over = { .field = STR("expires"),
		.text = STR("2026-11-20") };
	struct str file;

	assert_ok(t->j,
	    textfile_edit(t->j, p.author, STR("f"), &over, 1, &file));
	paper_refuses(t, file, INVALID, "stet retract");
	assert_int_equal(place_at(t, p.address).what, PLACE_STORY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("a tombstone stands in the place of what was "
			   "retracted",
		    tombstone_stands),
		PAPER_RULE("what is retracted already is left as it is", twice),
		PAPER_RULE("a retraction needs a reason and something to "
			   "retract",
		    refusals),
		PAPER_RULE("whatever was published but settings and pictures "
			   "can "
			   "be retracted, and come back",
		    every_kind),
		PAPER_RULE("what comes back has its old address, time and "
			   "count of revisions",
		    revival),
		PAPER_RULE("the very bytes that were published first bring it "
			   "back without an id",
		    revival_by_the_same_bytes),
		PAPER_RULE("what comes back must know the words that were live "
			   "last",
		    revival_of_old_words),
		PAPER_RULE("what expires is retracted when its time is over, "
			   "once",
		    expiry),
		PAPER_RULE("what expired while nobody was there is retracted "
			   "at the start",
		    expiry_while_away),
		PAPER_RULE("what gets more time stays, or comes back",
		    more_time),
		PAPER_RULE("nothing that is live is given a time that is over",
		    over_already),
		PAPER_RULE("nobody else gets the address of what is gone",
		    address_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
