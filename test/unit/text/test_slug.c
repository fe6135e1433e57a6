/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "text/address.h"
#include "text/slug.h"
#include "text/words.h"

static void
slugs_are_readable(void **state)
{
	static const struct {
		const char *text, *lang, *slug;
	} slugs[] = {
		{ "Ferry returns to winter hours", "en",
		    "ferry-returns-to-winter-hours" },
		{ "  It's #1 -- \"Late\"! ", "en", "its-1-late" },
		{ "It’s here", "en", "its-here" },
		{ "A faina da manhã", "pt", "a-faina-da-manha" },
		{ "Übergröße", "de", "uebergroesse" },
		{ "Übergröße", "en", "ubergrosse" },
		{ "نامه‌های یک دریانورد", "fa",
		    "نامه-های-یک-دریانورد" },
		{ "Мост и РЕКА", "ru", "мост-и-река" },
		{ "花园 和河流", "zh", "花园-和河流" },
		{ "e\xcc\x81te\xcc\x81", "fr", "ete" },
		{ "й", "ru", "й" },
		{ "!!!", "en", "" },
	};
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(slugs) / sizeof(slugs[0]); i++)
		assert_str(slug_of(j, str_of(slugs[i].text),
			       str_of(slugs[i].lang)),
		    slugs[i].slug);
	assert_true(
	    slug_of(j,
		STR("one two three four five six seven eight nine ten eleven "
		    "twelve thirteen fourteen fifteen sixteen seventeen"),
		STR("en"))
		.n
	    <= SLUG_MAX);
	job_free(j);
}

static void
addresses_have_one_form(void **state)
{
	static const struct {
		const char *given, *normal;
	} all[] = {
		{ "/a/b/", "/a/b/" },
		{ "//a///b", "/a/b" },
		{ "https://gazette.example/a/?p=12#x", "/a/?p=12" },
		{ "https://gazette.example", "/" },
		{ "/a/index.html", "/a/" },
		{ "/caf%C3%A9/", "/café/" },
		{ "/cafe\xcc\x81/", "/café/" },
		{ "/what%3f%25", "/what%3F%25" },
		{ "/?p=12", "/?p=12" },
	};
	static const char *const bad[] = { "a/b", "/a/../b", "/a/%2e%2e/b",
		"/a%00", "/a\\b", "/%ff", "", "/a?b c" };
	struct job *j = job_new(0);
	struct str out;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		assert_ok(j, address_normal(j, str_of(all[i].given), &out));
		assert_str(out, all[i].normal);
		assert_ok(j, address_normal(j, out, &out));
		assert_str(out, all[i].normal);
		assert_ok(j, address_normal(j, address_encoded(j, out), &out));
		assert_str(out, all[i].normal);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(address_normal(j, str_of(bad[i]), &out),
		    INVALID);
		job_forgive(j);
	}
	assert_str(address_encoded(j, STR("/é b/")), "/%C3%A9%20b/");
	job_free(j);
}

static void
the_sites_own_names_are_reserved(void **state)
{
	(void)state;
	assert_str(address_reserved(STR("/section/x/")), "section");
	assert_str(address_reserved(STR("/kind/letter/")), "kind");
	assert_str(address_reserved(STR("/page/7/")), "page");
	assert_str(address_reserved(STR("/fa/2026/")), "fa");
	assert_str(address_reserved(STR("/")), "/");
	assert_str(address_reserved(STR("/2026/11/23/x/")), "");
	assert_str(address_reserved(STR("/news/x/")), "");
}

static void
words_are_folded(void **state)
{
	static const struct {
		const char *text, *words;
	} all[] = {
		{ "The Ferry, at 10:30 (late)!", "the ferry at 10 30 late" },
		{ "Café “Olé” ŒUVRE Straße", "cafe ole oeuvre strasse" },
		{ "Мост Ёлка", "мост елка" },
		{ "كتاب كِتَابٌ کتاب", "كتاب كتاب كتاب" },
		{ "می‌روم ۱۲۳", "مي روم 123" },
		{ "花园 河", "花园 河" },
		{ "图书馆x", "图书 书馆 x" },
		{ "", "" },
		{ "ﬁne", "fine" },
	};
	struct job *j = job_new(0);
	struct str out;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		assert_ok(j,
		    words_index(j, str_of(all[i].text), STR(""), &out));
		assert_str(out, all[i].words);
		assert_ok(j, words_index(j, out, STR(""), &out));
	}
	job_free(j);
}

static void
excerpts_end_at_words(void **state)
{
	struct job *j = job_new(0);

	(void)state;
	assert_str(words_excerpt(j, STR(" one\n two "), 20), "one two");
	assert_str(words_excerpt(j, STR("one two, three"), 9), "one two…");
	assert_str(words_excerpt(j, STR("图书馆"), 4), "图…");
	assert_int_equal(words_count(STR("one two's 图书 نامه‌های")),
	    6);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("slugs are readable in every script", slugs_are_readable),
		RULE("an address has one form", addresses_have_one_form),
		RULE("the site's own names are reserved",
		    the_sites_own_names_are_reserved),
		RULE("words are folded so that both sides agree",
		    words_are_folded),
		RULE("an excerpt ends at the end of a word",
		    excerpts_end_at_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
