/* SPDX-License-Identifier: ISC */
#include "text/element.h"

#include <assert.h>

#define MEDIA_ATTRIBUTES AT_SRC, AT_CONTROLS, AT_PRELOAD, AT_LOOP, AT_MUTED

/* clang-format off */
static const struct element_row rows[] = {
#define ROW(name, ...) \
	[EL_##name] = { STR_INIT(#name), __VA_ARGS__ }
#define PLACE(...) .parents = { __VA_ARGS__ }
#define TAKES(...) .attributes = { __VA_ARGS__ }
#define NEEDS(...) .required = { __VA_ARGS__ }
	ROW(a, IS_FORMAT, TAKES(AT_HREF, AT_REL, AT_HREFLANG, AT_ROLE,
	    AT_ARIA_LABEL, AT_DATA_EMBED)),
	ROW(abbr, 0),
	ROW(address, IS_BLOCK),
	ROW(article, IS_BLOCK),
	ROW(aside, IS_BLOCK),
	ROW(audio, 0, TAKES(MEDIA_ATTRIBUTES), NEEDS(AT_CONTROLS)),
	ROW(b, IS_FORMAT),
	ROW(bdi, 0),
	ROW(bdo, 0),
	ROW(blockquote, IS_BLOCK, TAKES(AT_CITE)),
	ROW(br, IS_VOID),
	ROW(caption, IS_BLOCK, PLACE(EL_table)),
	ROW(cite, 0),
	ROW(code, IS_FORMAT),
	ROW(col, IS_BLOCK | IS_VOID, PLACE(EL_colgroup), TAKES(AT_SPAN)),
	ROW(colgroup, IS_BLOCK | IS_STRICT, PLACE(EL_table), TAKES(AT_SPAN)),
	ROW(data, 0, TAKES(AT_VALUE)),
	ROW(dd, IS_BLOCK, PLACE(EL_dl, EL_div)),
	ROW(del, 0, TAKES(AT_CITE, AT_DATETIME)),
	ROW(details, IS_BLOCK, TAKES(AT_OPEN)),
	ROW(dfn, 0),
	ROW(div, IS_BLOCK, TAKES(AT_TABINDEX, AT_ROLE)),
	ROW(dl, IS_BLOCK | IS_STRICT, .wrap = EL_dd),
	ROW(dt, IS_BLOCK, PLACE(EL_dl, EL_div)),
	ROW(em, IS_FORMAT),
	ROW(figcaption, IS_BLOCK, PLACE(EL_figure)),
	ROW(figure, IS_BLOCK),
	ROW(footer, IS_BLOCK),
	ROW(h2, IS_BLOCK | IS_PHRASING),
	ROW(h3, IS_BLOCK | IS_PHRASING),
	ROW(h4, IS_BLOCK | IS_PHRASING),
	ROW(h5, IS_BLOCK | IS_PHRASING),
	ROW(h6, IS_BLOCK | IS_PHRASING),
	ROW(header, IS_BLOCK),
	ROW(hr, IS_BLOCK | IS_VOID),
	ROW(i, IS_FORMAT),
	ROW(img, IS_VOID, TAKES(AT_SRC, AT_SRCSET, AT_SIZES, AT_ALT, AT_WIDTH,
	    AT_HEIGHT, AT_LOADING), NEEDS(AT_ALT, AT_LOADING)),
	ROW(ins, 0, TAKES(AT_CITE, AT_DATETIME)),
	ROW(kbd, 0),
	ROW(li, IS_BLOCK, PLACE(EL_ul, EL_ol), TAKES(AT_VALUE)),
	ROW(mark, 0),
	ROW(ol, IS_BLOCK | IS_STRICT, .wrap = EL_li,
	    TAKES(AT_START, AT_REVERSED, AT_TYPE)),
	ROW(p, IS_BLOCK | IS_PHRASING),
	ROW(pre, IS_BLOCK | IS_PHRASING),
	ROW(q, 0, TAKES(AT_CITE)),
	ROW(rp, IS_PHRASING, PLACE(EL_ruby)),
	ROW(rt, IS_PHRASING, PLACE(EL_ruby)),
	ROW(ruby, IS_PHRASING),
	ROW(s, IS_FORMAT),
	ROW(samp, 0),
	ROW(section, IS_BLOCK),
	ROW(small, IS_FORMAT),
	ROW(source, IS_VOID, PLACE(EL_audio, EL_video),
	    TAKES(AT_SRC, AT_TYPE)),
	ROW(span, 0),
	ROW(strong, IS_FORMAT),
	ROW(sub, 0),
	ROW(summary, IS_BLOCK | IS_PHRASING, PLACE(EL_details)),
	ROW(sup, 0),
	ROW(table, IS_BLOCK | IS_STRICT),
	ROW(tbody, IS_BLOCK | IS_STRICT, PLACE(EL_table)),
	ROW(td, IS_BLOCK, PLACE(EL_tr), TAKES(AT_COLSPAN, AT_ROWSPAN)),
	ROW(tfoot, IS_BLOCK | IS_STRICT, PLACE(EL_table)),
	ROW(th, IS_BLOCK, PLACE(EL_tr),
	    TAKES(AT_COLSPAN, AT_ROWSPAN, AT_SCOPE)),
	ROW(thead, IS_BLOCK | IS_STRICT, PLACE(EL_table)),
	ROW(time, 0, TAKES(AT_DATETIME)),
	ROW(tr, IS_BLOCK | IS_STRICT, PLACE(EL_thead, EL_tbody, EL_tfoot)),
	ROW(track, IS_VOID, PLACE(EL_audio, EL_video),
	    TAKES(AT_SRC, AT_KIND, AT_SRCLANG, AT_LABEL, AT_DEFAULT)),
	ROW(u, IS_FORMAT),
	ROW(ul, IS_BLOCK | IS_STRICT, .wrap = EL_li),
	ROW(var, 0),
	ROW(video, 0, TAKES(MEDIA_ATTRIBUTES, AT_WIDTH, AT_HEIGHT, AT_POSTER),
	    NEEDS(AT_CONTROLS)),
	ROW(wbr, IS_VOID),
};

static const struct str attributes[] = {
	[AT_NONE] = STR_INIT(""),
	[AT_ALT] = STR_INIT("alt"),
	[AT_ARIA_LABEL] = STR_INIT("aria-label"),
	[AT_CITE] = STR_INIT("cite"),
	[AT_CLASS] = STR_INIT("class"),
	[AT_COLSPAN] = STR_INIT("colspan"),
	[AT_CONTROLS] = STR_INIT("controls"),
	[AT_DATA_EMBED] = STR_INIT("data-embed"),
	[AT_DATETIME] = STR_INIT("datetime"),
	[AT_DEFAULT] = STR_INIT("default"),
	[AT_DIR] = STR_INIT("dir"),
	[AT_HEIGHT] = STR_INIT("height"),
	[AT_HREF] = STR_INIT("href"),
	[AT_HREFLANG] = STR_INIT("hreflang"),
	[AT_ID] = STR_INIT("id"),
	[AT_KIND] = STR_INIT("kind"),
	[AT_LABEL] = STR_INIT("label"),
	[AT_LANG] = STR_INIT("lang"),
	[AT_LOADING] = STR_INIT("loading"),
	[AT_LOOP] = STR_INIT("loop"),
	[AT_MUTED] = STR_INIT("muted"),
	[AT_OPEN] = STR_INIT("open"),
	[AT_POSTER] = STR_INIT("poster"),
	[AT_PRELOAD] = STR_INIT("preload"),
	[AT_REL] = STR_INIT("rel"),
	[AT_REVERSED] = STR_INIT("reversed"),
	[AT_ROLE] = STR_INIT("role"),
	[AT_ROWSPAN] = STR_INIT("rowspan"),
	[AT_SCOPE] = STR_INIT("scope"),
	[AT_SIZES] = STR_INIT("sizes"),
	[AT_SPAN] = STR_INIT("span"),
	[AT_SRC] = STR_INIT("src"),
	[AT_SRCLANG] = STR_INIT("srclang"),
	[AT_SRCSET] = STR_INIT("srcset"),
	[AT_START] = STR_INIT("start"),
	[AT_TABINDEX] = STR_INIT("tabindex"),
	[AT_TITLE] = STR_INIT("title"),
	[AT_TYPE] = STR_INIT("type"),
	[AT_VALUE] = STR_INIT("value"),
	[AT_WIDTH] = STR_INIT("width"),
};
/* clang-format on */

static_assert(sizeof(rows) / sizeof(rows[0]) == EL__COUNT, "a row each");
static_assert(sizeof(attributes) / sizeof(attributes[0]) == AT__COUNT,
    "a name each");

const struct element_row *
element_row(enum element el)
{
	return &rows[el];
}

/* Names are in order of the alphabet in both tables. */
enum element
element_named(struct str name)
{
	size_t low = 1, high = EL__COUNT;

	while (low < high) {
		const size_t mid = (low + high) / 2;
		const int order = str_cmp(rows[mid].name, name);

		if (order == 0)
			return (enum element)mid;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return EL_NONE;
}

struct str
attribute_name(enum attribute at)
{
	return attributes[at];
}

enum attribute
attribute_named(struct str name)
{
	size_t low = 1, high = AT__COUNT;

	while (low < high) {
		const size_t mid = (low + high) / 2;
		const int order = str_cmp(attributes[mid], name);

		if (order == 0)
			return (enum attribute)mid;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return AT_NONE;
}

bool
attribute_fits(enum attribute at, enum element el)
{
	const enum attribute *a = rows[el].attributes;

	if (at == AT_NONE)
		return false;
	if (at == AT_CLASS || at == AT_ID || at == AT_LANG || at == AT_DIR
	    || at == AT_TITLE)
		return true;
	for (size_t i = 0; i < 8 && a[i] != AT_NONE; i++)
		if (a[i] == at)
			return true;
	return false;
}
