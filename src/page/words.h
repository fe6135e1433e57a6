/* SPDX-License-Identifier: ISC */
/*
 * The words of the interface ("Corrected", "By {name}", "{n} pictures"), one
 * JSON file a language.  The keys are those of English; a key that another
 * language lacks, and a language that has no file, speak English.
 *
 *	{
 *		"more": "More",
 *		"version": "version {n}",
 *		"pictures": { "one": "{n} picture", "other": "{n} pictures" }
 *	}
 *
 * "_reviewed" is no word: false in a file that no native reader has reviewed.
 *
 * A word has at most one place to fill in, whatever stands between its
 * braces; plural forms are chosen by ICU's rules for the language and take a
 * number.
 */
#ifndef STET_PAGE_WORDS_H
#define STET_PAGE_WORDS_H

#include "base/job.h"

struct figures;
struct words;      /* one language's words */
struct words_list; /* all languages', over the same keys */

struct words_file {
	struct str lang; /* "pt", from words/pt.json */
	struct str file; /* for messages */
	struct str text;
};

/*
 * Read the files, in j's memory; one of them is English.  Files of the same
 * language lie over each other, the later over the earlier.  INVALID with
 * file and line: not JSON, a key that English lacks (with the nearest ones),
 * a place to fill in where English has none.
 */
MUST_CHECK enum status words_read(struct job *j, const struct words_file *files,
    size_t n, const struct words_list **out);

/*
 * The words for a BCP 47 tag: of "pt-BR" if it has a file, else of "pt", else
 * of the tag with its likely script ("zh" is "zh-Hans", "zh-TW" is not), else
 * English.  Never NULL.  words_stand_in() is true if it had to be English.
 */
const struct words *words_for(const struct words_list *list, struct str lang);
bool words_stand_in(const struct words *w, struct str lang);
struct str words_lang(const struct words *w);
/* Has a native reader looked at them ("_reviewed" in the file)? */
bool words_reviewed(const struct words *w);
/* How many words it has itself, of words_keys(); the others are English. */
size_t words_own(const struct words *w);
/* All languages that have a file, English first. */
size_t words_languages(const struct words_list *list);
const struct words *words_language(const struct words_list *list, size_t at);

/* Where a key stands, the same in every language; NOWHERE if it doesn't. */
size_t words_key(const struct words_list *list, struct str key);
size_t words_keys(const struct words_list *list);
struct str words_key_at(const struct words_list *list, size_t at);
bool words_takes_value(const struct words_list *list, size_t at);
bool words_takes_number(const struct words_list *list, size_t at);

/*
 * A word's text, not escaped.  A key that doesn't exist is our own mistake
 * (assert).  With a value in its place, or a number in its plural form and
 * the language's figures, in j's memory.
 */
struct str word(const struct words *w, const char *key);
struct str word_with(const struct words *w, struct job *j, const char *key,
    struct str value);
struct str word_n(const struct words *w, struct job *j, const char *key,
    int64_t n, const struct figures *f);

/*
 * For the renderer: what stands before and behind the value, escaped.  A form
 * may do without the value ("one picture").
 */
struct word_parts {
	struct str before, behind;
	bool takes;
};
struct word_parts words_at(const struct words *w, size_t at);
struct word_parts words_at_n(const struct words *w, size_t at, int64_t n);

/* Of the language itself, whether or not it has a file. */
bool language_is_rtl(struct str lang);
/* "Português", "فارسی": its name in itself, in j's memory. */
struct str language_own_name(struct job *j, struct str lang);

#endif
