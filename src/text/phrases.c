/* SPDX-License-Identifier: ISC */
#include "text/phrases.h"

#define ENGLISH_WORDS                                               \
	STR_INIT("This picture is missing: "), STR_INIT("Picture"), \
	    STR_INIT("Play the video on "),                         \
	    STR_INIT("Open the page that stood here"),              \
	    STR_INIT("Back to the text")
#define PORTUGUESE_WORDS                                     \
	STR_INIT("Falta esta imagem: "), STR_INIT("Imagem"), \
	    STR_INIT("Ver o vídeo em "),                     \
	    STR_INIT("Abrir a página que estava aqui"),      \
	    STR_INIT("Voltar ao texto")
#define PERSIAN_WORDS                                                      \
	STR_INIT("این تصویر موجود نیست: "), STR_INIT("تصویر"),             \
	    STR_INIT("پخش ویدیو در "),                                     \
	    STR_INIT("گشودن صفحه‌ای که اینجا بود"), \
	    STR_INIT("بازگشت به متن")

#define L(tag, o, c, oi, ci, rtl, words)                               \
	{                                                              \
		STR_INIT(tag), STR_INIT(o), STR_INIT(c), STR_INIT(oi), \
		    STR_INIT(ci), rtl, words                           \
	}

/* clang-format off */
static const struct phrases table[] = {
	L("en", "“", "”", "‘", "’", false, ENGLISH_WORDS),
	L("ar", "«", "»", "“", "”", true, ENGLISH_WORDS),
	L("ckb", "«", "»", "‹", "›", true, ENGLISH_WORDS),
	L("cs", "„", "“", "‚", "‘", false, ENGLISH_WORDS),
	L("da", "»", "«", "›", "‹", false, ENGLISH_WORDS),
	L("de", "„", "“", "‚", "‘", false, ENGLISH_WORDS),
	L("el", "«", "»", "“", "”", false, ENGLISH_WORDS),
	L("es", "«", "»", "“", "”", false, ENGLISH_WORDS),
	L("fa", "«", "»", "‹", "›", true, PERSIAN_WORDS),
	L("fr", "« ", " »", "“", "”", false, ENGLISH_WORDS),
	L("he", "”", "”", "’", "’", true, ENGLISH_WORDS),
	L("it", "«", "»", "“", "”", false, ENGLISH_WORDS),
	L("ku", "«", "»", "‹", "›", false, ENGLISH_WORDS),
	L("pl", "„", "”", "«", "»", false, ENGLISH_WORDS),
	L("ps", "«", "»", "‹", "›", true, ENGLISH_WORDS),
	L("pt", "“", "”", "‘", "’", false, PORTUGUESE_WORDS),
	L("ru", "«", "»", "„", "“", false, ENGLISH_WORDS),
	L("sv", "”", "”", "’", "’", false, ENGLISH_WORDS),
	L("uk", "«", "»", "„", "“", false, ENGLISH_WORDS),
	L("ur", "”", "“", "’", "‘", true, ENGLISH_WORDS),
	L("yi", "„", "”", "‚", "’", true, ENGLISH_WORDS),
};
/* clang-format on */

const struct phrases *
phrases_of(struct str lang)
{
	const size_t dash = str_find_ch(lang, '-');
	const struct str first = str_sub(lang, 0, dash);

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (str_eq_nocase(table[i].lang, first))
			return &table[i];
	return &table[0];
}
