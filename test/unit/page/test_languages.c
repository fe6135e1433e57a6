/* SPDX-License-Identifier: ISC */
/* The languages that the program brings: each has all that English has. */
#include <jansson.h>
#include <string.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "../test.h"
#include "base/buf.h"
#include "page/builtin.h"
#include "page/collate.h"
#include "page/dates.h"
#include "page/words.h"

#define MONDAY 1795430400 /* 2026-11-23T10:40:00Z */

static const char *const shipped[] = { "ar", "ckb", "de", "en", "es", "fa",
	"fr", "it", "pt", "ru", "tr", "uk", "zh-Hans" };

#define N_SHIPPED (sizeof(shipped) / sizeof(*shipped))

static json_t *
file_of(struct job *j, const char *lang)
{
	struct str path = job_printf(j, "words/%s.json", lang);
	json_t *root = NULL;

	for (size_t i = 0; i < builtin_theme_n; i++)
		if (str_eq(str_of(builtin_theme[i].path), path))
			root = json_loadb((const char *)builtin_theme[i].bytes,
			    builtin_theme[i].n, 0, NULL);
	if (root == NULL)
		fail_msg("%.*s is missing", STR_ARG(path));
	return root;
}

/* What stands between the braces; empty if there are none. */
static struct str
place_in(const char *text)
{
	struct str s = str_of(text);
	size_t open = str_find_ch(s, '{');

	if (open == NOWHERE)
		return STR("");
	return str_sub(str_skip(s, open + 1), 0,
	    str_find_ch(str_skip(s, open + 1), '}'));
}

static void
same_place(const char *lang, const char *key, const char *text,
    const char *english)
{
	if (!str_eq(place_in(text), place_in(english)))
		fail_msg("%s: %s: \"%s\" fills in {%.*s}, English {%.*s}", lang,
		    key, text, STR_ARG(place_in(text)),
		    STR_ARG(place_in(english)));
}

/*
 * Every category of the language and no other.  None, one and two may be said
 * in words; the others need their number.
 */
static void
plurals_fit(const char *lang, const char *key, const json_t *forms,
    const char *english)
{
	UErrorCode e = U_ZERO_ERROR;
	UPluralRules *rules = uplrules_openForType(lang, UPLURAL_TYPE_CARDINAL,
	    &e);
	UEnumeration *names = uplrules_getKeywords(rules, &e);
	size_t n = 0;

	assert_true(U_SUCCESS(e));
	for (;;) {
		const char *name = uenum_next(names, NULL, &e);
		const char *text;

		if (name == NULL)
			break;
		text = json_string_value(json_object_get(forms, name));
		if (text == NULL || text[0] == '\0')
			fail_msg("%s: %s lacks the form \"%s\"", lang, key,
			    name);
		else if (strchr(text, '{') || strcmp(name, "few") == 0
		    || strcmp(name, "many") == 0 || strcmp(name, "other") == 0)
			same_place(lang, key, text, english);
		n++;
	}
	if (n != json_object_size(forms))
		fail_msg("%s: %s has forms that %s does not", lang, key, lang);
	uenum_close(names);
	uplrules_close(rules);
}

static void
word_fits(const char *lang, const char *key, const json_t *own,
    const json_t *english)
{
	if (own == NULL)
		fail_msg("%s: the word %s is missing", lang, key);
	else if (json_is_object(english) != json_is_object(own))
		fail_msg("%s: %s has plural forms in one of the two", lang,
		    key);
	else if (json_is_object(english))
		plurals_fit(lang, key, own,
		    json_string_value(json_object_get(english, "other")));
	else if (json_string_length(own) == 0)
		fail_msg("%s: %s is empty", lang, key);
	else
		same_place(lang, key, json_string_value(own),
		    json_string_value(english));
}

static void
every_language_has_every_word(void **state)
{
	struct job *j = job_new(0);
	json_t *english = file_of(j, "en");

	(void)state;
	for (size_t i = 0; i < N_SHIPPED; i++) {
		json_t *own = file_of(j, shipped[i]), *v;
		const char *key;

		json_object_foreach(english, key, v)
		{
			if (key[0] != '_')
				word_fits(shipped[i], key,
				    json_object_get(own, key), v);
		}
		if (json_object_size(own) != json_object_size(english))
			fail_msg("%s has other words than English", shipped[i]);
		json_decref(own);
	}
	json_decref(english);
	job_free(j);
}

static void
only_english_was_reviewed(void **state)
{
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < N_SHIPPED; i++) {
		json_t *own = file_of(j, shipped[i]);
		const json_t *said = json_object_get(own, "_reviewed");

		if (!json_is_boolean(said)
		    || json_is_true(said) != (strcmp(shipped[i], "en") == 0))
			fail_msg("%s: README.md says who reviewed it; so must "
				 "\"_reviewed\"",
			    shipped[i]);
		json_decref(own);
	}
	job_free(j);
}

/* Latin letters outside of a place to fill in, and none of another script. */
static bool
is_latin(const char *text)
{
	bool latin = false, inside = false;

	for (; *text; text++) {
		if (*text == '{' || *text == '}')
			inside = *text == '{';
		else if ((unsigned char)*text >= 0xc3)
			return false;
		else if (!inside && ((*text | 32) >= 'a')
		    && (*text | 32) <= 'z')
			latin = true;
	}
	return latin;
}

static void
no_word_was_left_in_english(void **state)
{
	static const char *const others[] = { "ar", "ckb", "fa", "ru", "uk",
		"zh-Hans" };
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		json_t *own = file_of(j, others[i]), *v;
		const char *key;

		json_object_foreach(own, key, v)
		{
			if (json_is_string(v) && strstr(key, "bytes") == NULL
			    && is_latin(json_string_value(v)))
				fail_msg("%s: %s is \"%s\"", others[i], key,
				    json_string_value(v));
		}
		json_decref(own);
	}
	job_free(j);
}

static struct dates *
dates_in(struct job *j, const char *lang)
{
	const struct date_style style = { .lang = str_of(lang) };
	struct dates *d = NULL;

	assert_ok(j, dates_open(j, &style, &d));
	return d;
}

/* Blanks that don't break, narrow ones too, as plain ones. */
static struct str
plain_blanks(struct job *j, struct str s)
{
	struct buf b = buf_in(j, SIZE_MAX);

	for (size_t i = 0; i < s.n; i++) {
		const struct str rest = str_skip(s, i);

		if (str_starts(rest, STR("\xc2\xa0"))) {
			buf_ch(&b, ' ');
			i++;
		} else if (str_starts(rest, STR("\xe2\x80\xaf"))) {
			buf_ch(&b, ' ');
			i += 2;
		} else {
			buf_ch(&b, s.p[i]);
		}
	}
	return buf_so_far(&b);
}

static void
dates_and_numbers_are_each_languages(void **state)
{
	static const struct {
		const char *lang, *full, *month, *number;
	} cases[] = {
		{ "ar", "الاثنين، ٢٣ نوفمبر ٢٠٢٦", "نوفمبر ٢٠٢٦", "١٢٬٣٤٥" },
		{ "ckb", "دووشەممە، ٢٣ی تشرینی دووەمی ٢٠٢٦",
		    "تشرینی دووەمی ٢٠٢٦", "١٢٬٣٤٥" },
		{ "de", "Montag, 23. November 2026", "November 2026",
		    "12.345" },
		{ "es", "lunes, 23 de noviembre de 2026", "noviembre de 2026",
		    "12.345" },
		{ "fr", "lundi 23 novembre 2026", "novembre 2026", "12 345" },
		{ "it", "lunedì 23 novembre 2026", "novembre 2026", "12.345" },
		{ "ru", "понедельник, 23 ноября 2026 г.", "ноябрь 2026 г.",
		    "12 345" },
		{ "tr", "23 Kasım 2026 Pazartesi", "Kasım 2026", "12.345" },
		{ "uk", "понеділок, 23 листопада 2026 р.", "листопад 2026 р.",
		    "12 345" },
		{ "zh-Hans", "2026年11月23日星期一", "2026年11月", "12,345" },
	};
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct dates *d = dates_in(j, cases[i].lang);

		assert_str(plain_blanks(j, date_full(d, j, MONDAY)),
		    cases[i].full);
		assert_str(plain_blanks(j, date_month(d, j, MONDAY)),
		    cases[i].month);
		assert_str(plain_blanks(j,
			       number_text(dates_figures(d), j, 12345)),
		    cases[i].number);
		dates_close(d);
	}
	job_free(j);
}

static struct str
itself(const void *item)
{
	return *(const struct str *)item;
}

static void
sorts(const char *lang, const char *const *want, size_t n)
{
	struct job *j = job_new(0);
	struct str at[16];

	assert_true(n <= 16);
	for (size_t i = 0; i < n; i++)
		at[i] = str_of(want[n - 1 - i]);
	collate(j, str_of(lang), at, n, sizeof(*at), itself);
	for (size_t i = 0; i < n; i++)
		assert_str(at[i], want[i]);
	job_free(j);
}

static void
names_sort_as_their_readers_look_them_up(void **state)
{
	/* c ç, g ğ, ı before i, o ö, s ş, u ü */
	static const char *const tr[] = { "Cem", "Çınar", "Galip", "Ğalip",
		"Irmak", "İnci", "Jale", "Olcay", "Ömer", "Sevgi", "Şule" };
	/* г ґ, е є, и before і and ї */
	static const char *const uk[] = { "Гай", "Ґалаґан", "Ева", "Єва",
		"Икало", "Іван", "Їжак", "Йосип" };
	/* ی after ه, پ after ب, گ after ک */
	static const char *const fa[] = { "آرش", "بهار", "پروین", "چنگیز",
		"کاوه", "گلی", "وحید", "هما", "یلدا" };
	static const char *const es[] = { "Nuria", "Nuñez", "Ñandú", "Olga" };

	(void)state;
	sorts("tr", tr, sizeof(tr) / sizeof(*tr));
	sorts("uk", uk, sizeof(uk) / sizeof(*uk));
	sorts("fa", fa, sizeof(fa) / sizeof(*fa));
	sorts("es", es + 1, 3);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("every language has every word, in every plural form that "
		     "it has, with English's places to fill in",
		    every_language_has_every_word),
		RULE("a language says that no native reader reviewed it",
		    only_english_was_reviewed),
		RULE("no word was left in English",
		    no_word_was_left_in_english),
		RULE("dates and numbers are each language's own",
		    dates_and_numbers_are_each_languages),
		RULE("names sort as their readers look them up",
		    names_sort_as_their_readers_look_them_up),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
