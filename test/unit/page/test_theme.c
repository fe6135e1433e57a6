/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"
#include "base/file.h"
#include "page/builtin.h"
#include "page/theme.h"
#include "page/theme_files.h"
#include "page/view.h"

struct notice {
	struct str text;
};

static const struct view_field notice_fields[] = {
	VIEW_TEXT(struct notice, text, ""),
};
static const struct view_type notice_type = VIEW_TYPE(struct notice,
    notice_fields);
/* A page of our own, which the built-in theme does not have. */
static const struct theme_page pages[] = { { "notice-of-test", &notice_type } };

static const struct figures plain = {
	.digit = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" },
};

struct folder {
	struct job *j;
	char *dir;
};

static struct folder
folder_new(void)
{
	struct folder f = { .j = job_new(0) };

	f.dir = job_cstr(f.j, STR("/tmp/stet-theme-XXXXXX"));
	assert_non_null(mkdtemp(f.dir));
	return f;
}

static void
folder_free(struct folder f)
{
	const char *rm = job_printf(f.j, "rm -r '%s'", f.dir).p;

	assert_int_equal(system(rm), 0); /* NOLINT(concurrency-mt-unsafe) */
	job_free(f.j);
}

static void
put(struct folder f, const char *path, const char *text)
{
	for (const char *s = path; (s = strchr(s, '/')) != NULL; s++)
		assert_true(mkdir(file_path(f.j, f.dir,
				      job_cstr(f.j, str_from(path, s - path))),
				0755)
			== 0
		    || errno == EEXIST);
	assert_ok(f.j,
	    file_replace(f.j, file_path(f.j, f.dir, path), str_of(text), 0644));
}

static void
shows(struct job *j, const struct theme *t, const char *want)
{
	const struct notice n = { STR("it's <b>") };
	const struct tongue tongue = { theme_words(t, STR("en")), &plain };
	struct str out = { NULL, 0 };

	assert_ok(j, theme_render(t, j, "notice-of-test", &n, &tongue, &out));
	assert_str(out, want);
}

static void
refuses(const char *path, const char *text, const char *why)
{
	struct folder f = folder_new();
	struct theme *t = NULL;

	put(f, "templates/notice-of-test.mustache", "{{text}}");
	put(f, path, text);
	assert_int_equal(theme_open(f.j,
			     &(struct theme_source){ .over = f.dir }, pages, 1,
			     &t),
	    INVALID);
	if (str_find(job_reason(f.j), str_of(why)) == NOWHERE)
		fail_msg("\"%.*s\" lacks \"%s\"", STR_ARG(job_reason(f.j)),
		    why);
	folder_free(f);
}

static void
the_builtin_theme_opens(void **state)
{
	struct job *j = job_new(0);
	struct theme *t = NULL;
	size_t n = 0;

	(void)state;
	assert_ok(j, theme_open(j, NULL, NULL, 0, &t));
	assert_int_equal(theme_version(t).n, 16);
	assert_non_null(theme_assets(t, &n));
	assert_true(n > 0);
	assert_str(words_lang(theme_words(t, STR("fa"))), "fa");
	assert_str(words_lang(theme_words(t, STR("pt"))), "pt");
	theme_free(t);
	job_free(j);
}

static json_t *
builtin_words(const char *path)
{
	for (size_t i = 0; i < builtin_theme_n; i++)
		if (strcmp(builtin_theme[i].path, path) == 0)
			return json_loadb((const char *)builtin_theme[i].bytes,
			    builtin_theme[i].n, 0, NULL);
	return NULL;
}

static void
every_word_is_there_in_every_language(void **state)
{
	static const char *const files[] = { "words/pt.json", "words/fa.json" };
	json_t *en = builtin_words("words/en.json"), *v;
	const char *key;

	(void)state;
	assert_true(json_object_size(en) > 50);
	for (size_t i = 0; i < 2; i++) {
		json_t *words = builtin_words(files[i]);

		json_object_foreach(en, key, v) if (json_object_get(words, key)
		    == NULL) fail_msg("%s lacks \"%s\"", files[i], key);
		json_decref(words);
	}
	json_decref(en);
}

static void
a_folder_lies_over_the_builtin_theme(void **state)
{
	struct folder f = folder_new();
	struct theme *t = NULL, *plain_one = NULL;

	(void)state;
	put(f, "templates/notice-of-test.mustache", "<p>{{text}} {{w.skip}}");
	put(f, "words/en.json", "{\"skip\": \"Jump!\", \"new-word\": \"x\"}");
	assert_ok(f.j,
	    theme_open(f.j, &(struct theme_source){ .over = f.dir }, pages, 1,
		&t));
	assert_ok(f.j, theme_open(f.j, NULL, NULL, 0, &plain_one));
	shows(f.j, t, "<p>it&#39;s &lt;b&gt; Jump!");
	assert_false(str_eq(theme_version(t), theme_version(plain_one)));
	theme_free(t);
	theme_free(plain_one);
	folder_free(f);
}

static void
assets_are_named_by_their_content(void **state)
{
	struct folder f = folder_new();
	struct theme *t = NULL;
	const struct theme_asset *a;
	struct str css = { NULL, 0 }, font = { NULL, 0 };

	(void)state;
	put(f, "templates/notice-of-test.mustache", "{{asset.x.css}}");
	put(f, "assets/x.css",
	    "/* url(no) */\n/*! kept */a{src:url( \"fonts/f.woff2\" )}\n"
	    "b{background:url(data:x)}c{src:url(fonts/f.woff2#i)}\n"
	    "/* left\n out */d{content:\"/* url(no) */\\\n/* in a string "
	    "*/\"}");
	put(f, "assets/fonts/f.woff2", "font");
	assert_ok(f.j,
	    theme_open(f.j, &(struct theme_source){ .over = f.dir }, pages, 1,
		&t));
	assert_ok(f.j, theme_asset_named(t, f.j, STR("x.css"), &css));
	assert_ok(f.j, theme_asset_named(t, f.j, STR("fonts/f.woff2"), &font));
	assert_str(font, "/assets/fonts/f.795ea3efa43d.woff2");
	shows(f.j, t, css.p);
	a = theme_asset(t, css);
	assert_non_null(a);
	assert_str(a->type, "text/css; charset=utf-8");
	assert_str(a->bytes,
	    "/*! kept */a{src:url(/assets/fonts/f.795ea3efa43d.woff2)}\n"
	    "b{background:url(data:x)}"
	    "c{src:url(/assets/fonts/f.795ea3efa43d.woff2#i)}\n"
	    "d{content:\"/* url(no) */\\\n/* in a string */\"}");
	assert_null(theme_asset(t, STR("/assets/x.css")));
	assert_int_equal(theme_asset_named(t, f.j, STR("y.css"), &css),
	    NOT_FOUND);
	theme_free(t);
	folder_free(f);
}

static void
a_broken_theme_says_where(void **state)
{
	(void)state;
	refuses("templates/notice-of-test.mustache", "a\n{{txt}}",
	    "/templates/notice-of-test.mustache:2: there is no \"txt\" here; "
	    "there is text, ");
	refuses("templates/unused.mustache", "a\nb\n{{#x}}",
	    "/templates/unused.mustache:3: never closed: x");
	refuses("assets/x.css", "a{}\nb{src:url(nofont.woff2)}",
	    "/assets/x.css:2: url(nofont.woff2) is not in assets/; there is ");
	refuses("assets/x.css", "b{src:url(https://a.example/)}",
	    "must name a file of assets/");
	refuses("assets/x.css", "b{src:url(//a.example/)}",
	    "must name a file of assets/");
	refuses("words/pt.json", "{\"skp\": \"x\"}",
	    "/words/pt.json:1: \"skp\" is no word in English; there is skip, ");
}

static void
a_change_is_taken_up_and_a_broken_one_is_not(void **state)
{
	struct folder f = folder_new();
	struct theme *t = NULL;
	struct job *j = job_new(0);

	(void)state;
	put(f, "templates/notice-of-test.mustache", "one");
	assert_ok(f.j,
	    theme_open(f.j, &(struct theme_source){ .over = f.dir }, pages, 1,
		&t));
	assert_false(theme_changed(t));
	put(f, "templates/notice-of-test.mustache", "{{two}}");
	assert_int_equal(theme_reopen(j, &t), INVALID);
	assert_true(str_find(job_reason(j), STR("no \"two\"")) != NOWHERE);
	shows(f.j, t, "one");
	put(f, "templates/notice-of-test.mustache", "three");
	job_reset(j, 0);
	assert_ok(j, theme_reopen(j, &t));
	shows(f.j, t, "three");
	theme_free(t);
	job_free(j);
	folder_free(f);
}

static void
a_page_of_the_theme_before_still_finds_its_style(void **state)
{
	struct folder f = folder_new();
	struct str was[3];
	struct theme *t = NULL;
	struct job *j = job_new(0);

	(void)state;
	put(f, "templates/notice-of-test.mustache", "one");
	put(f, "assets/x.css", "a{color:red}");
	assert_ok(f.j,
	    theme_open(f.j, &(struct theme_source){ .over = f.dir }, pages, 1,
		&t));
	assert_ok(j, theme_asset_named(t, j, STR("x.css"), &was[0]));
	/* It goes with its theme, and is asked for after that. */
	was[0] = job_str(f.j, was[0]);
	put(f, "assets/x.css", "a{color:teal}");
	assert_ok(j, theme_reopen(j, &t));
	assert_ok(j, theme_asset_named(t, j, STR("x.css"), &was[1]));
	assert_false(str_eq(was[0], was[1]));
	assert_non_null(theme_asset(t, was[0]));
	assert_non_null(theme_asset(t, was[1]));
	put(f, "assets/x.css", "a{color:navy}");
	assert_ok(j, theme_reopen(j, &t));
	assert_ok(j, theme_asset_named(t, j, STR("x.css"), &was[2]));
	assert_null(theme_asset(t, was[0]));
	assert_non_null(theme_asset(t, was[1]));
	assert_non_null(theme_asset(t, was[2]));
	theme_free(t);
	job_free(j);
	folder_free(f);
}

static void
an_ejected_theme_is_the_builtin_one(void **state)
{
	struct folder f = folder_new();
	const char *dir = file_path(f.j, f.dir, "theme");
	struct theme *t = NULL;

	(void)state;
	assert_ok(f.j, theme_eject(f.j, NULL, dir));
	for (size_t i = 0; i < builtin_theme_n; i++) {
		struct str bytes = { NULL, 0 };

		/* Another theme's. */
		if (str_starts(str_of(builtin_theme[i].path), STR("themes/")))
			continue;
		assert_ok(f.j,
		    file_read(f.j, file_path(f.j, dir, builtin_theme[i].path),
			1 << 24, &bytes));
		assert_true(str_eq(bytes,
		    str_from((const char *)builtin_theme[i].bytes,
			builtin_theme[i].n)));
	}
	assert_ok(f.j,
	    theme_open(f.j, &(struct theme_source){ .over = dir }, NULL, 0,
		&t));
	theme_free(t);
	assert_int_equal(theme_eject(f.j, NULL, dir), CONFLICT);
	folder_free(f);
}

/* What it lacks is the default's; its own lies over that. */
static void
every_builtin_theme_opens(void **state)
{
	struct job *j = job_new(0);
	struct str name;
	size_t n = 0;

	(void)state;
	for (; (name = theme_builtin(n)).n > 0; n++) {
		const struct theme_source source = { .name = job_cstr(j,
							 name) };
		struct theme *t = NULL, *plain_one = NULL;
		struct str address;

		assert_true(theme_is_builtin(name));
		assert_ok(j,
		    theme_open(j, &source, view_pages, view_npages, &t));
		assert_ok(j,
		    theme_open(j, NULL, view_pages, view_npages, &plain_one));
		assert_ok(j,
		    theme_asset_named(t, j, STR("style.css"), &address));
		assert_false(
		    str_eq(theme_version(t), theme_version(plain_one)));
		theme_free(plain_one);
		theme_free(t);
	}
	assert_true(n > 0);
	assert_false(theme_is_builtin(STR("")));
	assert_false(theme_is_builtin(STR("no-such")));
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("every built-in theme opens, with the default's files "
		     "below it",
		    every_builtin_theme_opens),
		RULE("the built-in theme opens", the_builtin_theme_opens),
		RULE("every interface word is there in every language",
		    every_word_is_there_in_every_language),
		RULE("a folder lies over the built-in theme, file by file",
		    a_folder_lies_over_the_builtin_theme),
		RULE("assets are named by their content",
		    assets_are_named_by_their_content),
		RULE("a broken theme says where and what",
		    a_broken_theme_says_where),
		RULE("a change is taken up, a broken one is not",
		    a_change_is_taken_up_and_a_broken_one_is_not),
		RULE("a page of the theme before still finds its style",
		    a_page_of_the_theme_before_still_finds_its_style),
		RULE("an ejected theme is the built-in one",
		    an_ejected_theme_is_the_builtin_one),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
