/* SPDX-License-Identifier: ISC */
#include "../test.h"
#include "page/dates.h"
#include "page/words.h"

static const struct words_file english = { STR_INIT("en"), STR_INIT("en.json"),
	STR_INIT(
	    "{\n\"more\": \"More\",\n\"by\": \"By {name}\",\n\"pictures\": "
	    "{\"one\": \"{n} picture\", \"other\": \"{n} pictures\"}\n}") };

static const struct figures plain = {
	.digit = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" },
	.group = ",",
	.minus = "-",
	.least = 4,
};

static void
refuses(const char *lang, const char *text, const char *why)
{
	struct job *j = job_new(0);
	struct words_file files[] = { english,
		{ str_of(lang), STR("x.json"), str_of(text) } };
	const struct words_list *list = NULL;

	assert_int_equal(words_read(j, files, 2, &list), INVALID);
	if (str_find(job_reason(j), str_of(why)) == NOWHERE)
		fail_msg("\"%.*s\" lacks \"%s\"", STR_ARG(job_reason(j)), why);
	job_free(j);
}

static void
english_stands_in(void **state)
{
	struct job *j = job_new(0);
	struct words_file files[] = {
		{ STR("pt"), STR("pt.json"), STR("{\"by\": \"Por {name}\"}") },
		english,
	};
	const struct words_list *list = NULL;
	const struct words *w;

	(void)state;
	assert_ok(j, words_read(j, files, 2, &list));
	w = words_for(list, STR("pt-BR"));
	assert_str(words_lang(w), "pt");
	assert_false(words_stand_in(w, STR("pt-BR")));
	assert_str(word(w, "more"), "More");
	assert_str(word_with(w, j, "by", STR("Nell & Davi")),
	    "Por Nell & Davi");
	w = words_for(list, STR("ckb"));
	assert_true(words_stand_in(w, STR("ckb")));
	assert_str(word(w, "more"), "More");
	job_free(j);
}

static void
plural_forms_follow_the_language(void **state)
{
	struct job *j = job_new(0);
	struct words_file files[] = {
		english,
		{ STR("pl"), STR("pl.json"),
		    STR("{\"pictures\": {\"one\": \"jedno\", \"few\": \"{n} "
			"zdjęcia\", \"many\": \"{n} zdjęć\", \"other\": \"{n} "
			"zdjęcia\"}}") },
	};
	const struct words_list *list = NULL;
	const struct words *w;

	(void)state;
	assert_ok(j, words_read(j, files, 2, &list));
	w = words_for(list, STR("pl"));
	assert_str(word_n(w, j, "pictures", 1, &plain), "jedno");
	assert_str(word_n(w, j, "pictures", 3, &plain), "3 zdjęcia");
	assert_str(word_n(w, j, "pictures", 1005, &plain), "1,005 zdjęć");
	w = words_for(list, STR("en"));
	assert_str(word_n(w, j, "pictures", 1, &plain), "1 picture");
	assert_str(word_n(w, j, "pictures", 0, &plain), "0 pictures");
	job_free(j);
}

static void
a_wrong_file_says_where(void **state)
{
	(void)state;
	refuses("pt", "{\n\n\"mroe\": \"Mais\"}",
	    "x.json:3: \"mroe\" is no word in English; there is more, ");
	refuses("pt", "{\"more\": ", "x.json:1: ");
	refuses("pt", "[]", "x.json:1: words are written");
	refuses("pt", "{\"more\": \"Mais {x}\"}",
	    "x.json:1: \"more\" has a place to fill in");
	refuses("pt", "{\"by\": \"{a} {b}\"}", "more than one place");
	refuses("pt", "{\"by\": {\"other\": \"x\"}}", "has plural forms");
	refuses("pt", "{\"pictures\": {\"one\": \"x\"}}", "lacks the form");
	refuses("pt", "{\"pictures\": {\"uno\": \"x\"}}", "takes texts under");
	refuses("pt", "{\n\"_reviewed\": \"yes\"}",
	    "x.json:2: \"_reviewed\" says whether a native reader");
	refuses("pt", "{\"_by\": \"Nell\"}", "\"_by\" is no word in English");
	refuses("pt", "{\"more\": 3}", "is neither a text nor plural forms");
	refuses("pt", "{\"more\": \"a\", \"more\": \"b\"}", "x.json:1: ");
}

static void
a_file_says_if_it_was_reviewed(void **state)
{
	struct job *j = job_new(0);
	struct words_file files[] = {
		english,
		{ STR("pt"), STR("pt.json"),
		    STR("{\"_reviewed\": true, \"more\": \"Mais\"}") },
		{ STR("fa"), STR("fa.json"), STR("{\"_reviewed\": false}") },
		{ STR("pt"), STR("over.json"), STR("{\"more\": \"Mais\"}") },
	};
	const struct words_list *list = NULL;

	(void)state;
	assert_ok(j, words_read(j, files, 4, &list));
	assert_int_equal(words_keys(list), 3);
	assert_true(words_reviewed(words_for(list, STR("pt"))));
	assert_false(words_reviewed(words_for(list, STR("fa"))));
	assert_int_equal(words_own(words_for(list, STR("pt"))), 1);
	assert_int_equal(words_own(words_for(list, STR("fa"))), 0);
	assert_int_equal(words_languages(list), 3);
	job_free(j);
}

static void
a_tag_without_script_finds_the_likely_one(void **state)
{
	struct job *j = job_new(0);
	struct words_file files[] = {
		english,
		{ STR("zh-Hans"), STR("zh.json"), STR("{\"more\": \"更多\"}") },
	};
	const struct words_list *list = NULL;

	(void)state;
	assert_ok(j, words_read(j, files, 2, &list));
	assert_str(words_lang(words_for(list, STR("zh-Hans-SG"))), "zh-Hans");
	assert_str(words_lang(words_for(list, STR("zh"))), "zh-Hans");
	assert_str(words_lang(words_for(list, STR("zh-CN"))), "zh-Hans");
	assert_str(words_lang(words_for(list, STR("zh-TW"))), "en");
	assert_str(words_lang(words_for(list, STR("zh-Hant"))), "en");
	assert_str(words_lang(words_for(list, STR("x"))), "en");
	job_free(j);
}

static void
languages_know_their_direction_and_name(void **state)
{
	struct job *j = job_new(0);

	(void)state;
	assert_true(language_is_rtl(STR("fa")));
	assert_true(language_is_rtl(STR("ckb")));
	assert_false(language_is_rtl(STR("pt-BR")));
	assert_str(language_own_name(j, STR("pt")), "Português");
	assert_str(language_own_name(j, STR("fa")), "فارسی");
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("English stands in for what a language lacks",
		    english_stands_in),
		RULE("plural forms follow the language",
		    plural_forms_follow_the_language),
		RULE("a wrong file of words says where and what",
		    a_wrong_file_says_where),
		RULE("a file of words says if a native reader reviewed it",
		    a_file_says_if_it_was_reviewed),
		RULE("a tag without its script finds the words of the likely "
		     "one",
		    a_tag_without_script_finds_the_likely_one),
		RULE("a language knows its direction and its own name",
		    languages_know_their_direction_and_name),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
