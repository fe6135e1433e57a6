/* SPDX-License-Identifier: ISC */
#include "old_site.h"

#include "desk/drafts.h"

static void
harbour(struct paper *t)
{
	old_file(t, "hugo.toml",
	    "baseURL = 'https://gazette.example/'\n"
	    "timeZone = 'Europe/Lisbon'\n"
	    "[permalinks]\nnews = '/:year/:month/:slug/'\n");
	old_file(t, "content/news/_index.md",
	    "---\ntitle: Newsroom\n---\nAll from the quay.\n");
	old_file(t, "content/news/pier.md",
	    "---\ntitle: Lantern Pier reopens\ndate: 2026-11-20 08:00:00\n"
	    "authors: [nell-sorrow]\ntopics: [storm]\nsource: HG\n"
	    "aliases: [/old/pier/]\nmood: calm # by hand\n---\nOne side.\n");
	old_file(t, "content/authors/nell-sorrow/_index.md",
	    "---\ntitle: Nell Sorrow\n---\n");
	old_file(t, "content/topics/storm/_index.md",
	    "---\ntitle: The storm\n---\nAll of it.\n");
	old_file(t, "content/about.md", "---\ntitle: About\n---\nUs.\n");
}

static void
a_project_comes_whole(void **state)
{
	struct paper *t = *state;
	struct told told;

	harbour(t);
	told = old_import(t);
	expect_told(&told,
	    "came news/pier.md /2026/11/lantern-pier-reopens/\n"
	    "  6: `source` means something else to stet; it is "
	    "kept as `original_source`\n");
	expect_told(&told, "came about.md /about/\n");
	expect_told(&told, "came news/_index.md /section/news/\n");
	expect_told(&told,
	    "came authors/nell-sorrow/_index.md /person/nell-sorrow/\n");
	expect_told(&told, "came topics/storm/_index.md /topic/storm/\n");
	expect_live(t, "/2026/11/lantern-pier-reopens/",
	    "source: hugo:news/pier.md\n");
	expect_live(t, "/2026/11/lantern-pier-reopens/",
	    "mood: calm # by hand\n");
	expect_live(t, "/2026/11/lantern-pier-reopens/", "section: news\n");
	/* Old addresses, its own and those of entities, lead on. */
	expect_live(t, "/old/pier/", "title: Lantern Pier reopens\n");
	expect_live(t, "/authors/nell-sorrow/", "title: Nell Sorrow\n");
	expect_live(t, "/news/", "title: Newsroom\n");
	assert_int_equal(told.report.fates[FATE_CAME], 5);
	assert_int_equal(told.report.made_n, 0);
}

static void
twice_is_once(void **state)
{
	struct paper *t = *state;
	struct told told;
	int64_t n;

	harbour(t);
	told = old_import(t);
	n = paper_entries(t);
	told = old_import(t);
	assert_int_equal(told.report.fates[FATE_SAME], 5);
	assert_int_equal(paper_entries(t), n);
}

static void
changes_become_updates(void **state)
{
	struct paper *t = *state;
	struct told told;

	harbour(t);
	told = old_import(t);
	old_file(t, "content/about.md", "---\ntitle: About\n---\nUs all.\n");
	told = old_import(t);
	expect_told(&told, "updated about.md /about/\n");
	expect_live(t, "/about/", "Us all.\n");
	expect_live(t, "/about/", "revision: 2\n");
	assert_int_equal(told.report.fates[FATE_SAME], 4);
}

static void
both_sides_are_left(void **state)
{
	struct paper *t = *state;
	struct published p;
	struct told told;
	struct str live;

	harbour(t);
	told = old_import(t);
	assert_ok(t->j, desk_show(t->d, t->j, STR("/about/"), &live));
	assert_ok(t->j,
	    paper_try(t, job_printf(t->j, "%.*sHere.\n", STR_ARG(live)), &p));
	old_file(t, "content/about.md", "---\ntitle: About\n---\nThere.\n");
	told = old_import(t);
	expect_told(&told, "changed on both sides about.md");
	expect_live(t, "/about/", "Here.\n");
}

static void
what_is_gone_stays(void **state)
{
	struct paper *t = *state;
	struct told told;

	harbour(t);
	told = old_import(t);
	assert_int_equal(remove(
			     file_path(t->j, t->top, "old/content/about.md")),
	    0);
	told = old_import(t);
	expect_told(&told, "gone about.md");
	expect_live(t, "/about/", "Us.\n");
}

static void
drafts_wait(void **state)
{
	static const char text[] = "---\ntitle: %s\ndate: %s\n%s\n---\nx\n";
	struct paper *t = *state;
	struct drafts drafts;
	struct told told;

	old_file(t, "news/a.md",
	    job_cstr(t->j,
		job_printf(t->j, text, "A", "2026-11-01", "draft: true")));
	old_file(t, "news/b.md",
	    job_cstr(t->j, job_printf(t->j, text, "B", "2027-11-01", "x: 1")));
	old_file(t, "news/c.md",
	    job_cstr(t->j,
		job_printf(t->j, text, "C", "2020-11-01",
		    "expiryDate: 2021-01-01")));
	told = old_import(t);
	expect_told(&told, "draft news/a.md");
	expect_told(&told, "future news/b.md");
	expect_told(&told, "expired news/c.md");
	assert_ok(t->j, desk_drafts(t->d, t->j, &drafts));
	assert_int_equal(drafts.n, 3);
	told = old_import(t);
	assert_int_equal(told.report.fates[FATE_SAME], 4);
	told = old_import_with(t, (struct import_opts){ .expired = true });
	expect_told(&told, "came news/c.md /news/c/\n");
	expect_live(t, "/news/c/", "former_expiryDate: 2021-01-01\n");
	assert_ok(t->j, desk_drafts(t->d, t->j, &drafts));
	assert_int_equal(drafts.n, 2);
}

static void
languages_by_name_and_folder(void **state)
{
	struct paper *t = *state;
	int64_t n;
	struct told told;

	old_file(t, "news/pier.md",
	    "---\ntitle: Pier\ndate: 2026-11-01\n---\n");
	old_file(t, "news/pier.fa.md",
	    "---\ntitle: اسکله\ndate: 2026-11-01\n---\n");
	old_file(t, "fa/news/boat.md",
	    "---\ntitle: قایق\ndate: 2026-11-01\n---\n");
	told = old_import(t);
	expect_told(&told, "came news/pier.md /news/pier/\n");
	expect_told(&told, "came news/pier.fa.md /fa/news/pier/\n");
	expect_told(&told, "came fa/news/boat.md /fa/news/boat/\n");
	/* The paper speaks Persian from now on, and its settings say so. */
	assert_int_equal(told.report.notes.n, 1);
	assert_non_null(strstr(told.report.notes.at[0].text.p,
	    "`fa`, which is added to the paper's settings"));
	expect_live(t, "settings", "- fa\n");
	expect_live(t, "settings", "revision: 2\n");
	n = paper_entries(t);
	told = old_import(t);
	assert_int_equal(told.report.notes.n, 0);
	assert_int_equal(paper_entries(t), n);
}

static void
old_addresses_of_others_are_left_out(void **state)
{
	struct paper *t = *state;
	struct told told;

	old_file(t, "news/a.md", "---\ntitle: A\ndate: 2026-11-01\n---\n");
	old_file(t, "news/b.md",
	    "---\ntitle: B\ndate: 2026-11-01\naliases: [/news/a/, /x/]\n---\n");
	told = old_import(t);
	expect_told(&told,
	    "came news/b.md /news/b/\n  0: the old address /news/a/ can't lead "
	    "here: another thing has it\n");
	expect_live(t, "/x/", "title: B\n");
	told = old_import(t);
	assert_int_equal(told.report.fates[FATE_SAME], 3);
}

static void
broken_files_are_named(void **state)
{
	struct paper *t = *state;
	struct drafts all;
	struct draft kept;
	struct told told;

	old_file(t, "news/a.md", "---\ntitle: 'A\n---\n");
	old_file(t, "news/b.md",
	    "---\ntitle: B\ndate: 2026-11-01\ndate: 2026-11-02\n---\n");
	told = old_import(t);
	expect_told(&told, "unclear news/a.md");
	expect_told(&told, "  0: news/a.md:");
	assert_ok(t->j, desk_drafts(t->d, t->j, &all));
	assert_int_equal(all.n, 1);
	assert_true(str_starts(all.at[0].trouble, STR("news/a.md:")));
	assert_ok(t->j, desk_draft(t->d, t->j, all.at[0].num, &kept));
	assert_str(kept.bytes, "---\ntitle: 'A\n---\n");
	expect_told(&told,
	    "came news/b.md /news/b/\n"
	    "  3: this field is given again below; this one is "
	    "made a comment\n");
}

/* Nobody knows whether it may be read yet. */
static void
odd_dates_are_kept_aside(void **state)
{
	struct paper *t = *state;
	struct drafts all;
	struct told told;

	old_file(t, "news/a.md", "---\ntitle: A\ndate: next Tuesday\n---\nX\n");
	old_file(t, "news/b.md",
	    "---\ntitle: B\ndate: 2026-11-01\nembargo: [noon]\n---\nX\n");
	old_file(t, "news/c.md",
	    "---\ntitle: C\ndate: 2026-11-01\nlastmod: later\n---\nX\n");
	told = old_import(t);
	expect_told(&told, "unclear news/a.md");
	expect_told(&told, "  3: `next Tuesday` is no date");
	expect_told(&told, "unclear news/b.md");
	expect_told(&told, "came news/c.md");
	assert_int_equal(told.report.fates[FATE_UNCLEAR], 2);
	assert_ok(t->j, desk_drafts(t->d, t->j, &all));
	assert_int_equal(all.n, 2);
	told = old_import(t);
	assert_int_equal(told.report.fates[FATE_UNCLEAR], 0);
	old_file(t, "news/a.md", "---\ntitle: A\ndate: 2026-11-10\n---\nX\n");
	told = old_import(t);
	expect_told(&told, "came news/a.md");
	assert_ok(t->j, desk_drafts(t->d, t->j, &all));
	assert_int_equal(all.n, 1);
}

static void
eleventy_without_its_program(void **state)
{
	struct paper *t = *state;
	struct told told;

	old_file(t, "eleventy.config.js", "export default () => {};\n");
	old_file(t, "posts/posts.json",
	    "{\"permalink\": \"/{{ page.date | date: '%Y/%m' }}/"
	    "{{ page.fileSlug }}/\", \"tags\": \"blog\", "
	    "\"kicker\": \"Harbour\"}\n");
	old_file(t, "posts/2026-11-01-pier.md",
	    "---\ntitle: Pier\ntags: [posts, storm]\n---\nOne.\n");
	old_file(t, "posts/tide.md",
	    "---\ntitle: Tide at Night\ndate: 2026-11-02\ntags: posts\n"
	    "kicker: Sea\n---\nTwo.\n");
	old_file(t, "posts/tide.11tydata.json",
	    "{\"permalink\": \"/sea/{{ title | slugify }}/\"}\n");
	old_file(t, "posts/part.md",
	    "---\ntitle: P\npermalink: false\n---\nThree.\n");
	old_file(t, "posts/odd.md",
	    "---\ntitle: Odd\ndate: 2026-11-03\n"
	    "permalink: '/{{ ours | filter }}/'\n---\nFour.\n");
	told = old_import(t);
	expect_told(&told, "came posts/2026-11-01-pier.md /2026/11/pier/");
	expect_told(&told, "came posts/tide.md /sea/tide-at-night/");
	expect_told(&told, "left out posts/part.md");
	expect_told(&told, "came posts/odd.md /posts/odd/");
	expect_told(&told, "only the generator knows");
	expect_live(t, "/2026/11/pier/", "kicker: Harbour\n");
	expect_live(t, "/sea/tide-at-night/", "kicker: Sea\n");
	expect_live(t, "/topic/storm/", "storm");
	/* Collections are no topics. */
	assert_int_equal(told.report.made_n, 1);
}

static void
jekyll_comes_too(void **state)
{
	struct paper *t = *state;
	struct told told;

	old_file(t, "_config.yml",
	    "url: https://gazette.example\nbaseurl: /blog\n"
	    "permalink: pretty\n");
	old_file(t, "_posts/2026-11-20-pier.md",
	    "---\ntitle: Pier\ncategories: town\ntags: storm pier\n---\n"
	    "See {{ site.baseurl }}/x and {% post_url 2026-11-21-boat %}.\n"
	    "{% highlight c %}\nint x;\n{% endhighlight %}\n"
	    "{% weather %}\n");
	old_file(t, "_posts/2026-11-21-boat.md",
	    "---\ntitle: Boat\nredirect_from: /boat/\n---\n");
	old_file(t, "_drafts/net.md", "---\ntitle: Net\n---\n");
	old_file(t, "about.md", "---\ntitle: About\npermalink: /us/\n---\n");
	told = old_import(t);
	expect_told(&told,
	    "came _posts/2026-11-20-pier.md /blog/town/2026/11/20/pier/\n"
	    "  10: `weather` is not known; it stays visible as text\n");
	expect_told(&told, "came about.md /blog/us/\n");
	expect_told(&told, "draft _drafts/net.md");
	expect_live(t, "/blog/boat/", "title: Boat\n");
	expect_live(t, "/blog/town/2026/11/20/pier/",
	    "See /blog/x and /blog/2026/11/21/boat/.\n");
	expect_live(t, "/blog/town/2026/11/20/pier/", "```c\nint x;\n```\n");
	expect_live(t, "/blog/town/2026/11/20/pier/",
	    "tags:\n  - storm\n  - pier\n");
}

static void
recordings_come_too(void **state)
{
	struct paper *t = *state;
	struct told told;

	old_file(t, "hugo.toml", "baseURL = 'https://gazette.example/'\n");
	old_file(t, "content/news/horn/index.md",
	    "---\nkind: video\ntitle: Horn\ndate: 2026-11-20\n"
	    "file: horn.mp4\ncaptions:\n  - {src: horn.vtt, lang: en}\n"
	    "  - {src: bad.vtt, lang: pt}\n---\n[0:01] It.\n");
	old_file(t, "content/news/horn/horn.vtt",
	    "WEBVTT\n\nNOTE mine\n\n00:01.000 --> 00:02.000\nIt\n");
	old_file(t, "content/news/horn/bad.vtt",
	    "WEBVTT\n\n00:01.000 --> 4\nIt\n");
	told = old_import(t);
	expect_told(&told, "the recording horn.mp4 is not among the files");
	expect_told(&told, "the captions bad.vtt could not be taken: ");
	expect_told(&told, "line 3: the time behind --> is none");
	expect_live(t, "/news/horn/", "media:\n  - name: horn.vtt\n");
	expect_live(t, "/news/horn/", "    format: vtt\n    bytes: 41\n");
}

/* The body is worked over; what stands above it comes nonetheless. */
static void
recordings_come_with_shortcodes(void **state)
{
	struct paper *t = *state;

	old_file(t, "hugo.toml", "baseURL = 'https://gazette.example/'\n");
	old_file(t, "content/news/horn/index.md",
	    "---\nkind: video\ntitle: Horn\ndate: 2026-11-20\n"
	    "captions:\n  - {src: horn.vtt, lang: en}\n---\n"
	    "[0:01] It.\n\n{{< youtube abc_DEF-123 >}}\n");
	old_file(t, "content/news/horn/horn.vtt",
	    "WEBVTT\n\n00:01.000 --> 00:02.000\nIt\n");
	(void)old_import(t);
	expect_live(t, "/news/horn/", "media:\n  - name: horn.vtt\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("a Hugo project comes whole, addresses and all",
		    a_project_comes_whole),
		PAPER_RULE("an import run twice doubles nothing",
		    twice_is_once),
		PAPER_RULE("a changed file becomes an update",
		    changes_become_updates),
		PAPER_RULE("what changed on both sides is told and left",
		    both_sides_are_left),
		PAPER_RULE("what is gone from the source is told and kept",
		    what_is_gone_stays),
		PAPER_RULE("drafts, future and expired files wait at the desk",
		    drafts_wait),
		PAPER_RULE("x.fa.md and fa/ are Persian",
		    languages_by_name_and_folder),
		PAPER_RULE("an old address that another has is left out",
		    old_addresses_of_others_are_left_out),
		PAPER_RULE("an Eleventy project comes without its program",
		    eleventy_without_its_program),
		PAPER_RULE("what has a date that can't be read is kept aside",
		    odd_dates_are_kept_aside),
		PAPER_RULE("a broken file is kept aside with its reason, a "
			   "sloppy one is mended",
		    broken_files_are_named),
		PAPER_RULE("recordings and captions come with their text",
		    recordings_come_too),
		PAPER_RULE("recordings come with a text of shortcodes too",
		    recordings_come_with_shortcodes),
		PAPER_RULE("a Jekyll project comes whole", jekyll_comes_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
