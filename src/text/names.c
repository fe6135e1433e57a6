/* SPDX-License-Identifier: ISC */
#include <unicode/uloc.h>

#include <string.h>

#include "text/copy.h"

struct str
worded_in(const struct worded_list *list, struct str lang, struct str fallback)
{
	const struct str wanted[] = { lang, STR(""), fallback };

	for (size_t w = 0; w < 3; w++)
		for (size_t i = 0; i < list->n; i++)
			if (str_eq_nocase(list->at[i].lang, wanted[w]))
				return list->at[i].text;
	return list->n > 0 ? list->at[0].text : STR("");
}

struct str
voice_name(enum voice v)
{
	static const struct str names[] = {
		[VOICE_NEWS] = STR_INIT("news"),
		[VOICE_ANALYSIS] = STR_INIT("analysis"),
		[VOICE_OPINION] = STR_INIT("opinion"),
		[VOICE_STATEMENT] = STR_INIT("own statement"),
		[VOICE_REPUBLISHED] = STR_INIT("republished"),
		[VOICE_SPONSORED] = STR_INIT("sponsored"),
	};

	return names[v];
}

struct str
role_name(enum role r)
{
	static const struct str names[] = {
		[ROLE_BY] = STR_INIT("by"),
		[ROLE_PHOTOGRAPHS] = STR_INIT("photographs"),
		[ROLE_TRANSLATION] = STR_INIT("translation"),
		[ROLE_REPORTING] = STR_INIT("additional reporting"),
		[ROLE_AGENCY] = STR_INIT("agency"),
	};

	return names[r];
}

struct str
grade_name(enum grade g)
{
	static const struct str names[] = {
		[GRADE_TYPO] = STR_INIT("typo"),
		[GRADE_UPDATE] = STR_INIT("update"),
		[GRADE_CLARIFICATION] = STR_INIT("clarification"),
		[GRADE_CORRECTION] = STR_INIT("correction"),
		[GRADE_NOTE] = STR_INIT("editor's note"),
	};

	return names[g];
}

struct str
weight_name(enum weight w)
{
	static const struct str names[] = {
		[WEIGHT_LEAD] = STR_INIT("lead"),
		[WEIGHT_SECOND] = STR_INIT("second"),
		[WEIGHT_THIRD] = STR_INIT("third"),
		[WEIGHT_BRIEF] = STR_INIT("brief"),
		[WEIGHT_BLOCK] = STR_INIT("block"),
		[WEIGHT_RAIL] = STR_INIT("rail"),
	};

	return names[w];
}

bool
grade_of(struct str name, enum grade *out)
{
	name = str_trim(name);
	for (int g = GRADE_TYPO; g <= GRADE_NOTE; g++)
		if (str_eq_nocase(name, grade_name((enum grade)g))) {
			*out = (enum grade)g;
			return true;
		}
	/* As the pages set it, with a typographer's apostrophe. */
	if (!str_eq_nocase(name, STR("editor\xe2\x80\x99s note")))
		return false;
	*out = GRADE_NOTE;
	return true;
}

bool
grade_corrects(enum grade g)
{
	return g != GRADE_TYPO && g != GRADE_UPDATE;
}

bool
grade_rights(enum grade g)
{
	return g == GRADE_CLARIFICATION || g == GRADE_CORRECTION;
}

bool
grade_updates(enum grade g)
{
	return g != GRADE_TYPO && g != GRADE_NOTE;
}

bool
grade_needs_note(enum grade g)
{
	return g != GRADE_TYPO && g != GRADE_UPDATE;
}

static bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_alnum(char c)
{
	return is_alpha(c) || (c >= '0' && c <= '9');
}

bool
lang_is_tag(struct str tag)
{
	struct str rest = tag, part;
	bool first = true;

	if (tag.n == 0 || tag.n > 35)
		return false;
	while (str_cut(&rest, '-', &part)) {
		if (part.n == 0 || part.n > 8
		    || (first && (part.n < 2 || part.n > 3)))
			return false;
		for (size_t i = 0; i < part.n; i++)
			if (first ? !is_alpha(part.p[i]) : !is_alnum(part.p[i]))
				return false;
		first = false;
	}
	return tag.p[tag.n - 1] != '-';
}

/* Scripts ("Hant") and countries ("BR") are the only capitals in a tag. */
struct str
lang_usual(struct job *j, struct str tag)
{
	char *p = job_alloc(j, tag.n + 1);
	size_t at = 0;

	while (at < tag.n) {
		const size_t dash = str_find_ch(str_skip(tag, at), '-');
		const size_t n = dash == NOWHERE ? tag.n - at : dash;

		for (size_t i = 0; i < n; i++) {
			const bool capital = at > 0
			    && (n == 2 || (n == 4 && i == 0));
			const char c = tag.p[at + i];

			p[at + i] = c;
			if (capital && c >= 'a' && c <= 'z')
				p[at + i] = (char)(c - 'a' + 'A');
			else if (!capital && c >= 'A' && c <= 'Z')
				p[at + i] = (char)(c - 'A' + 'a');
		}
		at += n;
		if (at < tag.n)
			p[at++] = '-';
	}
	return str_from(p, tag.n);
}

bool
lang_is_rtl(struct str tag)
{
	char text[40];

	if (tag.n >= sizeof(text))
		return false;
	memcpy(text, tag.n > 0 ? tag.p : "", tag.n);
	text[tag.n] = '\0';
	return uloc_isRightToLeft(text) != 0;
}

bool
lang_is_code(struct str code)
{
	char text[4];
	const char *const *known = uloc_getISOLanguages();

	if (code.n < 2 || code.n > 3)
		return false;
	for (size_t i = 0; i < code.n; i++)
		text[i] = (char)(code.p[i] | 0x20);
	text[code.n] = '\0';
	for (; *known != NULL; known++)
		if (strcmp(*known, text) == 0)
			return true;
	return false;
}
