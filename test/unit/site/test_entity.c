/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "paper.h"

/* The n of the thing that a reference means, by the names of this file. */
static struct str
found(struct paper *p, enum kind kind, const char *lang, const char *text)
{
	int64_t num;
	struct link l;

	read_begin(p);
	const enum status st = site_find(p->s, p->j, kind, str_of(lang),
	    str_of(text), &num);

	assert_int_equal(job_reason(p->j).n, 0);
	if (st == OK)
		assert_ok(p->j, site_link(p->s, p->j, num, STR("en"), &l));
	site_read_end(p->s);
	return st == OK ? l.name : STR("nothing");
}

static void
order_of_references(void **state)
{
	struct paper *p = *state;

	/* "tides" is a slug here, a name there, an alias elsewhere. */
	put(p, 3, "topic", "---\nname: Sea\nalso: [Tides]\n---\n");
	put(p, 2, "topic", "---\nname: Tides\nslug: high-water\n---\n");
	put(p, 1, "topic", "---\nname: Low water\nslug: tides\n---\n");
	assert_str(found(p, KIND_TOPIC, "en", "tides"), "Low water");
	put(p, 1, "topic", "---\nname: Low water\nslug: low\n---\n");
	assert_str(found(p, KIND_TOPIC, "en", "TIDES"), "Tides");
	put(p, 2, "topic", "---\nname: Floods\nslug: high-water\n---\n");
	/* Old slugs come before aliases. */
	assert_str(found(p, KIND_TOPIC, "en", "tides"), "Low water");
	retract(p, 1, "topic", "Merged");
	assert_str(found(p, KIND_TOPIC, "en", "tides"), "Sea");
	assert_str(found(p, KIND_TOPIC, "en",
		       "5e000000000000000000000000000002"),
	    "Floods");
	assert_str(found(p, KIND_PERSON, "en", "tides"), "nothing");
	assert_str(found(p, KIND_TOPIC, "en", "5e"), "nothing");
}

static void
own_language_first(void **state)
{
	struct paper *p = *state;

	put(p, 1000, "settings", SETTINGS_THREE_LANGUAGES);
	put(p, 1, "topic",
	    "---\nname: {en: Mare, pt: Égua}\nslug: horse\n---\n");
	put(p, 2, "topic", "---\nname: {en: Tide, pt: Mare}\n---\n");
	assert_str(found(p, KIND_TOPIC, "en", "mare"), "Mare");
	assert_str(found(p, KIND_TOPIC, "pt", "mare"), "Tide");
	assert_str(found(p, KIND_TOPIC, "fa", "tide"), "Tide");
	/* Letters' case and spaces do not count, marks do. */
	assert_str(found(p, KIND_TOPIC, "pt", "  ÉGUA "), "Mare");
	assert_str(found(p, KIND_TOPIC, "pt", "egua"), "nothing");
}

static void
did_you_mean(void **state)
{
	struct paper *p = *state;
	struct texts t;

	put(p, 1, "section", "---\nname: Harbour\n---\n");
	put(p, 2, "section", "---\nname: Sea & Weather\n---\n");
	read_begin(p);
	assert_ok(p->j,
	    site_nearest(p->s, p->j, KIND_SECTION, STR("en"), STR("harbor"),
		&t));
	assert_int_equal(t.n, 1);
	assert_str(t.at[0], "Harbour");
	assert_ok(p->j,
	    site_nearest(p->s, p->j, KIND_SECTION, STR("en"), STR("Football"),
		&t));
	assert_int_equal(t.n, 0);
	site_read_end(p->s);
}

static void
all_languages_one_thing(void **state)
{
	struct paper *p = *state;
	struct entity e;
	int64_t num;

	put(p, 1000, "settings", SETTINGS_THREE_LANGUAGES);
	put(p, 1, "person",
	    "---\nname: {en: Leyla Farahani, fa: لیلا فراهانی}\n"
	    "role: {en: oceanographer, pt: oceanógrafa}\n"
	    "links: [https://leyla.example/]\n---\nShe *measures* tides.\n");
	read_begin(p);
	assert_ok(p->j,
	    site_find(p->s, p->j, KIND_PERSON, STR("fa"), STR("لیلا فراهانی"),
		&num));
	assert_ok(p->j, site_entity(p->s, p->j, num, STR("fa"), &e));
	assert_str(e.name, "لیلا فراهانی");
	assert_str(e.address, "/fa/person/leyla-farahani/");
	assert_str(e.role, "oceanographer");
	assert_str(e.html.html, "<p>She <em>measures</em> tides.</p>\n");
	assert_int_equal(e.links.n, 1);
	assert_ok(p->j, site_entity(p->s, p->j, num, STR("pt"), &e));
	assert_str(e.name, "Leyla Farahani");
	assert_str(e.role, "oceanógrafa");
	assert_str(e.slug, "leyla-farahani");
	site_read_end(p->s);
}

static void
tree_of_sections(void **state)
{
	struct paper *p = *state;
	struct sections s;
	struct menu_links m;

	put(p, 1, "section", "---\nname: Town\norder: 2\n---\n");
	put(p, 2, "section", "---\nname: Harbour\norder: 1\n---\n");
	put(p, 3, "section", "---\nname: Pilots\nparent: Harbour\n---\n");
	put(p, 4, "section", "---\nname: Ferries\nparent: harbour\n---\n");
	put(p, 5, "section", "---\nname: Letters\n---\n");
	put(p, 6, "section", "---\nname: Regatta\nretired: true\n---\n");
	read_begin(p);
	assert_ok(p->j, site_sections(p->s, p->j, STR("en"), &s));
	assert_int_equal(s.n, 6);
	assert_str(s.at[0].link.name, "Harbour");
	assert_str(s.at[1].link.name, "Ferries");
	assert_int_equal(s.at[1].depth, 1);
	assert_str(s.at[2].link.name, "Pilots");
	assert_str(s.at[3].link.name, "Town");
	assert_str(s.at[4].link.name, "Letters");
	assert_ok(p->j, site_menu(p->s, p->j, STR("main"), STR("en"), &m));
	assert_int_equal(m.n, 3);
	assert_str(m.at[2].address, "/section/letters/");
	site_read_end(p->s);
	put(p, 951, "menu",
	    "---\ntype: menu\nlang: en\nplace: main\nitems:\n"
	    "  - {section: Town}\n  - {label: Shop, to: https://s.example/}\n"
	    "  - {section: Nowhere}\n---\n");
	read_begin(p);
	assert_ok(p->j, site_menu(p->s, p->j, STR("main"), STR("en"), &m));
	assert_int_equal(m.n, 2);
	assert_str(m.at[0].label, "Town");
	assert_str(m.at[1].address, "https://s.example/");
	site_read_end(p->s);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PAPER_RULE("a reference is an id, slug, name, old slug or "
			   "alias, in that order",
		    order_of_references),
		PAPER_RULE("a name in the text's own language comes first",
		    own_language_first),
		PAPER_RULE("what is not found names the nearest", did_you_mean),
		PAPER_RULE("a person is one thing for all languages",
		    all_languages_one_thing),
		PAPER_RULE("sections stand in their order, children under "
			   "their parent",
		    tree_of_sections),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
