/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "text/copy.h"

static enum status
read_copy(struct job *j, const char *front, bool lenient, struct copy *out)
{
	const struct copy_defaults d = { .lang = STR("en"),
		.lenient = lenient };
	struct textfile tf;
	enum status st = textfile_parse(j,
	    job_printf(j, "---\n%s---\nBody\n", front), STR("a.md"), &tf);

	assert_ok(j, st);
	st = copy_read(j, &tf, &d, out);
	return st == OK ? copy_check(j, &tf, out) : st;
}

static void
reads_a_story(void **state)
{
	struct job *j = job_new(0);
	struct copy c;

	(void)state;
	assert_ok(j,
	    read_copy(j,
		"title: Nets\nsubtitle: |\n  One\n  two\n"
		"byline:\n  - Nell Sorrow\n  - photographs: [A, B]\n"
		"tags: [nets, nets, work]\nsection: Town\nvoice: Opinion\n"
		"date: 2020-03-24 18:00:00 -0500\n"
		"picture: {src: n.jpg, alt: A net}\n"
		"changes:\n- {at: 2020-03-25, grade: correction, note: x}\n"
		"listed: false\naliases: /old/\nweather: fair\n",
		false, &c));
	assert_int_equal(c.kind, KIND_STORY);
	assert_str(c.lang, "en");
	assert_str(c.headline, "Nets");
	assert_str(c.deck, "One\ntwo");
	assert_int_equal(c.byline.n, 3);
	assert_int_equal(c.byline.at[2].role, ROLE_PHOTOGRAPHS);
	assert_str(c.byline.at[2].name, "B");
	assert_int_equal(c.topics.n, 2);
	assert_int_equal(c.voice, VOICE_OPINION);
	assert_int_equal(c.date.offset_s, -18000);
	assert_true(c.has_picture);
	assert_str(c.picture.alt, "A net");
	assert_int_equal(c.changes.n, 1);
	assert_true(grade_corrects(c.changes.at[0].grade));
	assert_true(c.unlisted);
	assert_str(c.aliases.at[0], "/old/");
	assert_int_equal(c.notes.n, 0);
	job_free(j);
}

static void
reads_a_front(void **state)
{
	struct job *j = job_new(0);
	struct copy c;

	(void)state;
	assert_ok(j,
	    read_copy(j,
		"kind: front\nsection: harbour\nslots:\n"
		"- weight: lead\n  story: /2026/11/23/pier/\n"
		"  headline: The pier\n  picture: none\n"
		"  sublinks:\n  - {label: How, to: pier-how}\n  - pier-why\n"
		"- weight: block\n  section: town\n  count: 4\n",
		false, &c));
	assert_int_equal(c.slots.n, 2);
	assert_true(c.slots.at[0].no_picture);
	assert_int_equal(c.slots.at[0].sublinks.n, 2);
	assert_str(c.slots.at[0].sublinks.at[1].to.text, "pier-why");
	assert_int_equal(c.slots.at[1].listing_kind, KIND_SECTION);
	assert_int_equal(c.slots.at[1].count, 4);
	assert_str(c.sections.at[0].text, "harbour");
	job_free(j);
}

/* The town and the postal address: once for all, or in each language. */
static void
words_a_settings_place_by_language(void **state)
{
	struct job *j = job_new(0);
	struct copy c;

	(void)state;
	assert_ok(j,
	    read_copy(j,
		"kind: settings\nname: The Harbour Gazette\n"
		"place: Saltreach\npostal: [14 Rope Walk, Saltreach]\n",
		false, &c));
	assert_str(worded_in(&c.places, STR("fa"), STR("en")), "Saltreach");
	assert_str(worded_in(&c.postal, STR("fa"), STR("en")),
	    "14 Rope Walk\nSaltreach");
	assert_ok(j,
	    read_copy(j,
		"kind: settings\nname: The Harbour Gazette\n"
		"place: {en: Saltreach, fa: سالت‌ریچ}\npostal:\n"
		"  en: [14 Rope Walk, Saltreach]\n"
		"  pt: |\n    Rua da Cordoaria 14\n    Saltreach\n",
		false, &c));
	assert_str(worded_in(&c.places, STR("fa"), STR("en")),
	    "سالت‌ریچ");
	assert_str(worded_in(&c.postal, STR("pt"), STR("en")),
	    "Rua da Cordoaria 14\nSaltreach");
	assert_str(worded_in(&c.postal, STR("fa"), STR("en")),
	    "14 Rope Walk\nSaltreach");
	assert_int_equal(read_copy(j,
			     "kind: settings\nname: A\nplace: [Saltreach]\n",
			     false, &c),
	    INVALID);
	job_free(j);
}

static void
reads_entities_and_settings(void **state)
{
	struct job *j = job_new(0);
	struct copy c;

	(void)state;
	assert_ok(j,
	    read_copy(j,
		"kind: person\nname: {en: Leyla Farahani, fa: لیلا فراهانی}\n"
		"role: {en: oceanographer}\n",
		false, &c));
	assert_str(worded_in(&c.names, STR("fa"), STR("en")), "لیلا فراهانی");
	assert_str(worded_in(&c.names, STR("pt"), STR("en")), "Leyla Farahani");
	assert_ok(j,
	    read_copy(j,
		"kind: settings\nname: The Harbour Gazette\n"
		"timezone: Europe/Lisbon\nlanguages:\n"
		"  - {tag: en, name: English}\n"
		"  - {tag: fa, name: فارسی, calendar: persian}\n",
		false, &c));
	assert_int_equal(c.languages.n, 2);
	assert_false(c.languages.at[0].rtl);
	assert_true(c.languages.at[1].rtl);
	assert_ok(j,
	    read_copy(j,
		"kind: menu\nitems:\n- {label: More, children: [{section: a}, "
		"{label: B, to: /b/}]}\n",
		false, &c));
	assert_int_equal(c.menu.n, 3);
	assert_int_equal(c.menu.at[2].level, 1);
	job_free(j);
}

static void
refused(const char *front, const char *why)
{
	struct job *j = job_new(0);
	struct copy c;

	assert_int_equal(read_copy(j, front, false, &c), INVALID);
	assert_str(job_reason(j), why);
	job_free(j);
}

static void
reads_what_only_some_kinds_have(void **state)
{
	struct job *j = job_new(0);
	struct copy c;

	(void)state;
	assert_ok(j,
	    read_copy(j,
		"kind: press release\ntitle: x\nissued_by: {name: Maud Pettle, "
		"title: director, of: Museum of Knots}\n"
		"contact: [Bram Okoro, Rope Walk 3]\n",
		false, &c));
	assert_int_equal(c.kind, KIND_RELEASE);
	assert_int_equal(c.more.parties.n, 1);
	assert_str(c.more.parties.at[0].role, "director");
	assert_str(c.more.parties.at[0].of, "Museum of Knots");
	assert_str(c.more.contact, "Bram Okoro\nRope Walk 3");
	assert_ok(j,
	    read_copy(j,
		"kind: statement\ntitle: x\nissuers: [A guild, B guild]\n"
		"count: {stated: \"over 1,000\", exact: \"1,040\", source: The "
		"museum, as_of: 2026-11-21}\n",
		false, &c));
	assert_int_equal(c.more.parties.n, 2);
	assert_str(c.more.parties.at[1].name, "B guild");
	assert_int_equal(c.more.counts.n, 1);
	assert_int_equal(c.more.counts.at[0].exact, 1040);
	assert_int_equal(c.more.counts.at[0].as_of.precision, WHEN_DAY);
	assert_ok(j,
	    read_copy(j,
		"kind: event\ntitle: x\nfrom: 2026-11-14\n"
		"coordinates: 38.7, -9.1\nfigures:\n"
		"- {what: Adrift, value: 17, source: Trust}\n"
		"- {what: Adrift, value: 19}\n",
		false, &c));
	assert_int_equal(c.more.figures.n, 2);
	assert_str(c.more.figures.at[1].value, "19");
	assert_true(c.more.point.lon < -9);
	assert_ok(j,
	    read_copy(j, "kind: video\ntitle: x\nduration: \"1:02:03\"\n",
		false, &c));
	assert_int_equal(c.more.duration, 3723);
	assert_ok(j, read_copy(j, "kind: item\nbrief: harbour\n", false, &c));
	assert_false(c.more.listed);
	job_free(j);
}

static void
errors_say_what_to_do(void **state)
{
	(void)state;
	refused("deck: x\n",
	    "a.md:2: a story needs `headline` (the headline); add the field");
	refused("kind: storey\n",
	    "a.md:2: `storey` is no kind of thing that stet knows; did you "
	    "mean `story`?");
	refused("kind: poem\n",
	    "a.md:2: `poem` is no kind of thing that stet knows; write story, "
	    "page, front, menu, person, topic, section, settings, picture, "
	    "redirect, place, organisation, release, statement, letter, video, "
	    "audio, event, brief, item, gallery or series");
	refused("kind: event\ntitle: x\nstarts: 2026-11-14\n"
		"figures: [{what: Boats adrift, valeu: 19}]\n",
	    "a.md:5: a figure has no `valeu`; did you mean `value`?");
	refused("kind: event\ntitle: x\nstarts: 2026-11-14\n"
		"figures: [{what: Boats adrift}]\n",
	    "a.md:5: a figure needs `value`");
	refused("kind: event\ntitle: x\n",
	    "a.md:2: an event needs `starts` (when it began or begins; a day "
	    "will do); add the field");
	refused("kind: video\ntitle: x\nduration: 12 minutes\n",
	    "a.md:4: `duration` has to be a length such as 12:40 (minutes and "
	    "seconds) or 1:02:03, in quotes");
	refused("kind: place\nname: x\ncoordinates: 98, 7\n",
	    "a.md:4: `coordinates` has to be two numbers: degrees north, then "
	    "degrees east, such as 38.7, -9.1");
	refused("kind: statement\ntitle: x\ncount: {exact: many}\n",
	    "a.md:4: `exact` has to be a whole number, such as 1040");
	refused("title: x\ndate: soon\n",
	    "a.md:3: `soon` is no date; write one such as 2026-11-23 18:00 "
	    "+01:00");
	refused("title: x\ndraft: maybe\n",
	    "a.md:3: `draft` has to be true or false");
	refused("kind: front\nslots:\n- {weight: lead, storey: x}\n",
	    "a.md:4: `storey` means nothing here; did you mean `story`?");
}

static void
imports_are_lenient(void **state)
{
	struct job *j = job_new(0);
	struct copy c;

	(void)state;
	assert_ok(j,
	    read_copy(j, "title: x\ndate: soon\nheadlin: y\ntype: post\n", true,
		&c));
	assert_int_equal(c.notes.n, 2);
	assert_int_equal(c.date.precision, WHEN_NONE);
	assert_int_equal(c.kind, KIND_STORY);
	assert_str(c.notes.at[0].text,
	    "`headlin` is not a field that stet knows (it is kept); did you "
	    "mean `headline`?");
	job_free(j);
}

/* Two rows for one name and kind, and the second would never be found. */
static void
the_table_is_sound(void **state)
{
	size_t n;
	const struct field *all = fields_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (int k = KIND_STORY; k < KINDS; k++)
			if ((all[i].kinds & KIND_BIT(k)) != 0)
				assert_ptr_equal(field_at((enum kind)k,
						     str_of(all[i].name)),
				    &all[i]);
	assert_int_equal(word_distance(STR("haedline"), STR("headline"), 2), 1);
	assert_int_equal(word_distance(STR("abc"), STR("xyz"), 2), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("a story is read, synonyms and all", reads_a_story),
		RULE("a front is slots of chosen weight", reads_a_front),
		RULE("entities and settings hold words by language",
		    reads_entities_and_settings),
		RULE("a paper's town and address are worded by language",
		    words_a_settings_place_by_language),
		RULE("a kind has fields of its own",
		    reads_what_only_some_kinds_have),
		RULE("an error says where, what and what to do",
		    errors_say_what_to_do),
		RULE("an import notes what it can't understand",
		    imports_are_lenient),
		RULE("each kind has a name for one field only",
		    the_table_is_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
