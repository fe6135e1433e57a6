/* SPDX-License-Identifier: ISC */
#include "desk/move.h"

#include "paper.h"
#include "record/verify.h"

static struct moved
move(struct paper *t, const char *named, const char *to)
{
	struct moved m;

	assert_ok(t->j, desk_move(t->d, t->j, str_of(named), str_of(to), &m));
	return m;
}

static void
move_refuses(struct paper *t, const char *named, const char *to,
    enum status want, const char *why)
{
	struct moved m;
	enum status st = desk_move(t->d, t->j, str_of(named), str_of(to), &m);

	if (st != want || str_find(job_reason(t->j), str_of(why)) == NOWHERE)
		fail_msg("%s: \"%.*s\"", status_name(st),
		    STR_ARG(job_reason(t->j)));
	job_forgive(t->j);
}

static struct place
place_at(struct paper *t, const char *path)
{
	struct place at;

	assert_ok(t->j, site_read_begin(desk_site(t->d), t->j));
	assert_ok(t->j,
	    site_resolve(desk_site(t->d), t->j, str_of(path), STR(""), &at));
	site_read_end(desk_site(t->d));
	return at;
}

static void
leads(struct paper *t, const char *from, const char *to)
{
	struct place at = place_at(t, from);

	assert_int_equal(at.what, PLACE_REDIRECT);
	assert_int_equal(at.status, 301);
	assert_str(at.to, to);
}

static void
one_step(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t,
	    "---\nheadline: A whale\n---\nx\n");
	struct moved m = move(t, "/2026/11/25/a-whale/", "a-barge");

	assert_false(m.already);
	assert_int_equal(m.revision, 2);
	assert_str(m.was, "/2026/11/25/a-whale/");
	assert_str(m.address, "/2026/11/25/a-barge/");
	(void)move(t, "/2026/11/25/a-whale/", "a-buoy");
	leads(t, "/2026/11/25/a-whale/", "/2026/11/25/a-buoy/");
	leads(t, "/2026/11/25/a-barge/", "/2026/11/25/a-buoy/");
	assert_int_equal(place_at(t, "/2026/11/25/a-buoy/").what, PLACE_STORY);
	/* And back to where it was once. */
	m = move(t, job_cstr(t->j, id_hex(t->j, p.id)), "a-whale");
	assert_int_equal(m.revision, 4);
	assert_int_equal(place_at(t, "/2026/11/25/a-whale/").what, PLACE_STORY);
	leads(t, "/2026/11/25/a-buoy/", "/2026/11/25/a-whale/");
	assert_true(move(t, "/2026/11/25/a-barge/", "a-whale").already);
}

static void
through_redirects(void **state)
{
	struct paper *t = *state;

	(void)paper_publish(t, "---\nheadline: A whale\n---\nx\n");
	(void)paper_publish(t,
	    "---\nkind: redirect\naliases: [/whale/]\n"
	    "to: /2026/11/25/a-whale/\n---\n");
	(void)paper_publish(t,
	    "---\nkind: redirect\naliases: [/moby/]\nto: /whale/\n---\n");
	(void)paper_publish(t,
	    "---\nkind: redirect\naliases: [/egg/]\nto: /hen/\n---\n");
	(void)paper_publish(t,
	    "---\nkind: redirect\naliases: [/hen/]\nto: /egg/\n---\n");
	(void)move(t, "/2026/11/25/a-whale/", "a-barge");
	leads(t, "/whale/", "/2026/11/25/a-barge/");
	leads(t, "/moby/", "/2026/11/25/a-barge/");
	leads(t, "/egg/", "/hen/");
}

static void
refusals(void **state)
{
	struct paper *t = *state;

	(void)paper_publish(t, "---\nheadline: A whale\n---\nx\n");
	(void)paper_publish(t, "---\nheadline: A barge\n---\nx\n");
	(void)move(t, "/2026/11/25/a-barge/", "a-buoy");
	/* What is held, and what was held, by another. */
	move_refuses(t, "/2026/11/25/a-whale/", "a-buoy", CONFLICT, "A barge");
	move_refuses(t, "/2026/11/25/a-whale/", "a-barge", CONFLICT, "A barge");
	move_refuses(t, "/2026/11/25/a-whale/", "A Boat!", INVALID, "a-boat");
	move_refuses(t, "/2026/11/25/a-whale/", "", INVALID, "no slug");
	move_refuses(t, "/2026/11/25/a-whale/", "a/b", INVALID, "a-b");
	move_refuses(t, "/2026/11/25/a-whale/", "/section/x/", INVALID,
	    "/section/");
	move_refuses(t, "/2026/11/25/a-whale/", "/", INVALID, "kept");
	move_refuses(t, "/2026/11/25/a-whale/", "/../x/", INVALID, "");
	move_refuses(t, "/2026/11/25/a-whale/", "/x/?y=1", INVALID, "query");
	move_refuses(t, "/nothing/", "x", NOT_FOUND, "/nothing/");
	move_refuses(t, "settings", "x", INVALID, "no address");
	assert_int_equal(place_at(t, "/2026/11/25/a-whale/").what, PLACE_STORY);
}

static void
whole_paths(void **state)
{
	struct paper *t = *state;
	struct verified v;

	(void)paper_publish(t, "---\nheadline: A whale\n---\nx\n");
	(void)paper_publish(t, "---\nkind: page\nheadline: About\n---\nx\n");
	(void)move(t, "/2026/11/25/a-whale/", "/blog/2009/whale.html");
	assert_int_equal(place_at(t, "/blog/2009/whale.html").what,
	    PLACE_STORY);
	assert_str(move(t, "/blog/2009/whale.html", "barge").address,
	    "/blog/2009/barge/");
	leads(t, "/blog/2009/whale.html", "/blog/2009/barge/");
	leads(t, "/2026/11/25/a-whale/", "/blog/2009/barge/");
	assert_str(move(t, "/about/", "contact").address, "/contact/");
	move_refuses(t, "/contact/", "search", INVALID, "kept for the site");
	assert_ok(t->j, record_verify(t->j, t->dir, NULL, &v));
	assert_int_equal(v.n, 0);
}

static void
aliases_are_kept(void **state)
{
	struct paper *t = *state;
	struct str file;

	(void)paper_publish(t,
	    "---\nheadline: A whale # so far\nredirect_from:\n  - /moby/\n"
	    "---\nx\n");
	(void)move(t, "/moby/", "a-barge");
	assert_ok(t->j,
	    desk_show(t->d, t->j, STR("/2026/11/25/a-barge/"), &file));
	assert_true(str_find(file, STR("# so far")) != NOWHERE);
	assert_true(str_find(file,
			STR("redirect_from:\n  - /moby/\n"
			    "  - /2026/11/25/a-whale/\n"))
	    != NOWHERE);
	leads(t, "/moby/", "/2026/11/25/a-barge/");
}

/* The author's own file has not heard of it. */
static void
author_is_told(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t,
	    "---\nheadline: A whale\n---\nx\n");
	struct str more = job_printf(t->j, "%.*smore\n", STR_ARG(p.author));

	(void)move(t, "/2026/11/25/a-whale/", "a-barge");
	paper_refuses(t, more, CONFLICT, "revision 2");
}

static void
entities(void **state)
{
	struct paper *t = *state;
	struct str settings, file;
	const struct edit languages = { .field = STR("languages"),
		.yaml = STR("languages: [en, fa]\n") };

	(void)paper_publish(t, "---\nkind: topic\nname: Ferries\n---\n");
	assert_str(move(t, "ferries", "boats").address, "/topic/boats/");
	leads(t, "/topic/ferries/", "/topic/boats/");
	assert_ok(t->j, desk_show(t->d, t->j, STR("settings"), &settings));
	assert_ok(t->j,
	    textfile_edit(t->j, settings, STR("s"), &languages, 1, &settings));
	(void)paper_publish(t, job_cstr(t->j, settings));
	/* In its own language only. */
	assert_str(move(t, "/fa/topic/boats/", "ghayegh").address,
	    "/fa/topic/ghayegh/");
	leads(t, "/fa/topic/boats/", "/fa/topic/ghayegh/");
	assert_int_equal(place_at(t, "/topic/boats/").what, PLACE_LISTING);
	assert_ok(t->j, desk_show(t->d, t->j, STR("/topic/boats/"), &file));
	assert_true(str_find(file, STR("ghayegh")) != NOWHERE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("every address that a story had leads in one step "
			   "to "
			   "the one that it has",
		    one_step),
		PAPER_RULE("a redirect to what has moved leads there in one "
			   "step, and no ring is followed",
		    through_redirects),
		PAPER_RULE("an address that is or was another thing's, or kept "
			   "for the site, can't be moved to",
		    refusals),
		PAPER_RULE("a story may take a whole path, and leave one",
		    whole_paths),
		PAPER_RULE("old addresses stand in the file, as it calls them",
		    aliases_are_kept),
		PAPER_RULE("an author's file from before the move is a "
			   "conflict",
		    author_is_told),
		PAPER_RULE("a topic moves in one language only", entities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
