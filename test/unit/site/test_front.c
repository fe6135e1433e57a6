/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "paper.h"

static struct front
front_of(struct paper *p, int64_t section)
{
	struct front f = { 0 };

	read_begin(p);
	assert_ok(p->j, site_front(p->s, p->j, STR("en"), section, &f));
	site_read_end(p->s);
	return f;
}

static void
fill(struct paper *p)
{
	put(p, 900, "section", "---\nname: Harbour\n---\n");
	put(p, 901, "section", "---\nname: Town\n---\n");
	for (unsigned i = 1; i <= 60; i++)
		put_story(p, i, (int)i,
		    i % 2       ? "section: Harbour\n"
			: i % 4 ? "section: Town\n"
				: "");
}

static void
count_in(const struct cards *cards, int seen[100])
{
	for (size_t i = 0; i < cards->n; i++) {
		int64_t n;

		assert_true(str_to_int(str_skip(cards->at[i].address,
					   sizeof("/2026/story-") - 1),
				&n)
		    || str_to_int(str_sub(cards->at[i].address,
				      sizeof("/2026/story-") - 1,
				      cards->at[i].address.n
					  - sizeof("/2026/story-")),
			&n));
		seen[n]++;
	}
}

/* Slots, the top of newest, and blocks: each story once at most. */
static void
assert_nothing_twice(const struct front *f)
{
	int seen[100] = { 0 };
	struct cards top = f->newest;

	if (top.n > FRONT_TOP)
		top.n = FRONT_TOP;
	for (size_t i = 0; i < f->nslots; i++)
		count_in(&f->slots[i].cards, seen);
	count_in(&top, seen);
	for (size_t i = 0; i < f->nblocks; i++)
		count_in(&f->blocks[i].cards, seen);
	for (int i = 0; i < 100; i++)
		assert_in_range(seen[i], 0, 1);
}

static void
arranges_itself(void **state)
{
	struct paper *p = *state;

	fill(p);
	const struct front f = front_of(p, 0);

	assert_false(f.arranged);
	assert_int_equal(f.newest.n, FRONT_NEWEST);
	assert_int_equal(f.nblocks, 2);
	assert_str(f.blocks[0].section.name, "Harbour");
	assert_str(numbers(p->j, &f.blocks[0].cards), "51 49 47 45 43");
	assert_int_equal(f.latest.n, FRONT_LATEST);
	assert_str(f.latest.at[0].headline, "Story 60");
	assert_nothing_twice(&f);
}

static void
editor_arranges(void **state)
{
	struct paper *p = *state;

	fill(p);
	put(p, 950, "front",
	    "---\ntype: front\nlang: en\nslots:\n"
	    "  - story: /2026/story-58/\n    weight: lead\n"
	    "    headline: Fifty-eight\n    kicker: Storm\n"
	    "    sublinks:\n      - {label: Before, story: Story 57}\n"
	    "      - {label: Not there, story: Story 570}\n"
	    "  - weight: second\n"
	    "  - story: 5e00000000000000000000000000003b\n    weight: second\n"
	    "  - section: Town\n    weight: block\n    count: 3\n"
	    "  - story: No such story\n    weight: third\n---\n");
	const struct front f = front_of(p, 0);

	assert_true(f.arranged);
	assert_int_equal(f.nslots, 5);
	assert_int_equal(f.slots[0].weight, WEIGHT_LEAD);
	assert_str(f.slots[0].cards.at[0].headline, "Fifty-eight");
	assert_str(f.slots[0].cards.at[0].kicker, "Storm");
	assert_int_equal(f.slots[0].sublinks.n, 1);
	assert_str(f.slots[0].sublinks.at[0].address, "/2026/story-57/");
	assert_str(numbers(p->j, &f.slots[1].cards), "60");
	assert_str(numbers(p->j, &f.slots[2].cards), "59");
	assert_str(f.slots[3].listing.name, "Town");
	assert_str(numbers(p->j, &f.slots[3].cards), "54 50 46");
	assert_str(numbers(p->j, &f.slots[4].cards), "57");
	assert_int_equal(f.nblocks, 1);
	assert_nothing_twice(&f);
	/* The front goes back to arranging itself. */
	retract(p, 950, "front", "Night");
	assert_false(front_of(p, 0).arranged);
}

static void
section_front(void **state)
{
	struct paper *p = *state;
	int64_t town = 0;

	fill(p);
	put(p, 950, "front",
	    "---\ntype: front\nlang: en\nsection: Town\nslots:\n"
	    "  - weight: lead\n---\n");
	read_begin(p);
	assert_ok(p->j,
	    site_find(p->s, p->j, KIND_SECTION, STR("en"), STR("Town"), &town));
	site_read_end(p->s);
	assert_false(front_of(p, 0).arranged);
	const struct front f = front_of(p, town);

	assert_true(f.arranged);
	assert_str(numbers(p->j, &f.slots[0].cards), "58");
	assert_int_equal(f.nblocks, 0);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PAPER_RULE("without an editor's file the front arranges itself",
		    arranges_itself),
		PAPER_RULE("the editor's slots count, the rest fills up with "
			   "the newest, nothing twice",
		    editor_arranges),
		PAPER_RULE("a section has a front of its own", section_front),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
