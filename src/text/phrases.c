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
#define ARABIC_WORDS                                       \
	STR_INIT("هذه الصورة مفقودة: "), STR_INIT("صورة"), \
	    STR_INIT("شغّل الفيديو على "),                  \
	    STR_INIT("افتح الصفحة التي كانت هنا"), STR_INIT("العودة إلى النص")
#define KURDISH_WORDS                                     \
	STR_INIT("ئەم وێنەیە نییە: "), STR_INIT("وێنە"),  \
	    STR_INIT("ڤیدیۆکە لێ بدە لە "),               \
	    STR_INIT("ئەو لاپەڕەیە بکەرەوە کە لێرە بوو"), \
	    STR_INIT("گەڕانەوە بۆ دەق")
#define GERMAN_WORDS                                       \
	STR_INIT("Dieses Bild fehlt: "), STR_INIT("Bild"), \
	    STR_INIT("Das Video ansehen bei "),            \
	    STR_INIT("Die Seite öffnen, die hier stand"),  \
	    STR_INIT("Zurück zum Text")
#define SPANISH_WORDS                                        \
	STR_INIT("Falta esta imagen: "), STR_INIT("Imagen"), \
	    STR_INIT("Ver el vídeo en "),                    \
	    STR_INIT("Abrir la página que estaba aquí"),     \
	    STR_INIT("Volver al texto")
#define FRENCH_WORDS                                          \
	STR_INIT("Cette image manque : "), STR_INIT("Image"), \
	    STR_INIT("Voir la vidéo sur "),                   \
	    STR_INIT("Ouvrir la page qui se trouvait ici"),   \
	    STR_INIT("Retour au texte")
#define ITALIAN_WORDS                                              \
	STR_INIT("Manca questa immagine: "), STR_INIT("Immagine"), \
	    STR_INIT("Guarda il video su "),                       \
	    STR_INIT("Apri la pagina che era qui"), STR_INIT("Torna al testo")
#define RUSSIAN_WORDS                                                 \
	STR_INIT("Нет этого изображения: "), STR_INIT("Изображение"), \
	    STR_INIT("Смотреть видео: "),                             \
	    STR_INIT("Открыть страницу, которая была здесь"),         \
	    STR_INIT("Назад к тексту")
#define TURKISH_WORDS                                                        \
	STR_INIT("Bu görsel eksik: "), STR_INIT("Görsel"),                   \
	    STR_INIT("Videoyu izle: "), STR_INIT("Burada duran sayfayı aç"), \
	    STR_INIT("Metne dön")
#define UKRAINIAN_WORDS                                               \
	STR_INIT("Немає цього зображення: "), STR_INIT("Зображення"), \
	    STR_INIT("Дивитися відео: "),                             \
	    STR_INIT("Відкрити сторінку, яка була тут"),              \
	    STR_INIT("Назад до тексту")
#define CHINESE_WORDS                                                       \
	STR_INIT("缺少此图片："), STR_INIT("图片"), STR_INIT("观看视频："), \
	    STR_INIT("打开原来在此的页面"), STR_INIT("返回正文")

#define L(tag, o, c, oi, ci, rtl, words)                               \
	{                                                              \
		STR_INIT(tag), STR_INIT(o), STR_INIT(c), STR_INIT(oi), \
		    STR_INIT(ci), rtl, words                           \
	}

/* clang-format off */
static const struct phrases table[] = {
	L("en", "“", "”", "‘", "’", false, ENGLISH_WORDS),
	L("ar", "«", "»", "“", "”", true, ARABIC_WORDS),
	L("ckb", "«", "»", "‹", "›", true, KURDISH_WORDS),
	L("cs", "„", "“", "‚", "‘", false, ENGLISH_WORDS),
	L("da", "»", "«", "›", "‹", false, ENGLISH_WORDS),
	L("de", "„", "“", "‚", "‘", false, GERMAN_WORDS),
	L("el", "«", "»", "“", "”", false, ENGLISH_WORDS),
	L("es", "«", "»", "“", "”", false, SPANISH_WORDS),
	L("fa", "«", "»", "‹", "›", true, PERSIAN_WORDS),
	L("fr", "« ", " »", "“", "”", false, FRENCH_WORDS),
	L("he", "”", "”", "’", "’", true, ENGLISH_WORDS),
	L("it", "«", "»", "“", "”", false, ITALIAN_WORDS),
	L("ku", "«", "»", "‹", "›", false, ENGLISH_WORDS),
	L("pl", "„", "”", "«", "»", false, ENGLISH_WORDS),
	L("ps", "«", "»", "‹", "›", true, ENGLISH_WORDS),
	L("pt", "“", "”", "‘", "’", false, PORTUGUESE_WORDS),
	L("ru", "«", "»", "„", "“", false, RUSSIAN_WORDS),
	L("sv", "”", "”", "’", "’", false, ENGLISH_WORDS),
	L("tr", "“", "”", "‘", "’", false, TURKISH_WORDS),
	L("uk", "«", "»", "„", "“", false, UKRAINIAN_WORDS),
	L("ur", "”", "“", "’", "‘", true, ENGLISH_WORDS),
	L("yi", "„", "”", "‚", "’", true, ENGLISH_WORDS),
	L("zh", "“", "”", "‘", "’", false, CHINESE_WORDS),
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
