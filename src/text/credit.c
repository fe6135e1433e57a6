/* SPDX-License-Identifier: ISC */
#include "text/credit.h"

static const struct str words[] = { STR_INIT("photograph"),
	STR_INIT("photographs"), STR_INIT("photo"), STR_INIT("photos"),
	STR_INIT("picture"), STR_INIT("image"), STR_INIT("credit"),
	STR_INIT("illustration"), STR_INIT("graphic"), STR_INIT("video"),
	STR_INIT("foto"), STR_INIT("fotografia"), STR_INIT("imagem"),
	STR_INIT("crédito"), STR_INIT("ilustração"), STR_INIT("vídeo"),
	STR_INIT("عکس"), STR_INIT("تصویر"), STR_INIT("ویدیو"),
	STR_INIT("عکاس") };

/* The credit's word has to begin a sentence, or all of the caption. */
static bool
begins_a_sentence(struct str caption, size_t at)
{
	static const struct str ends[] = { STR_INIT("."), STR_INIT("!"),
		STR_INIT("?"), STR_INIT("|"), STR_INIT("\n"), STR_INIT("—"),
		STR_INIT("–"), STR_INIT("؟"), STR_INIT("»"), STR_INIT("”"),
		STR_INIT("\"") };
	const struct str before = str_trim(str_sub(caption, 0, at));

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_ends(before, ends[i]))
			return true;
	return before.n == 0;
}

size_t
credit_at(struct str caption)
{
	const size_t colon = str_rfind_ch(caption, ':');
	struct str front;

	if (colon == NOWHERE || str_trim(str_skip(caption, colon + 1)).n == 0)
		return NOWHERE;
	front = str_sub(caption, 0, colon);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const size_t n = words[i].n;

		if (front.n < n
		    || !str_eq_nocase(str_skip(front, front.n - n), words[i]))
			continue;
		if (begins_a_sentence(caption, front.n - n))
			return front.n - n;
	}
	return NOWHERE;
}
