/* SPDX-License-Identifier: ISC */
/*
 * The closed list: which elements and attributes a body may have, and where
 * each element may stand.  The rules of place are narrower than HTML's own:
 * they leave out whatever a parser would move, close or repeat by itself, so
 * that what keeps them is read back as it was written.
 */
#ifndef STET_TEXT_ELEMENT_H
#define STET_TEXT_ELEMENT_H

#include "base/str.h"

/* clang-format off */
#define ELEMENTS(E) \
	E(a) E(abbr) E(address) E(article) E(aside) E(audio) E(b) E(bdi) \
	E(bdo) E(blockquote) E(br) E(caption) E(cite) E(code) E(col) \
	E(colgroup) E(data) E(dd) E(del) E(details) E(dfn) E(div) E(dl) E(dt) \
	E(em) E(figcaption) E(figure) E(footer) E(h2) E(h3) E(h4) E(h5) E(h6) \
	E(header) E(hr) E(i) E(img) E(ins) E(kbd) E(li) E(mark) E(ol) E(p) \
	E(pre) E(q) E(rp) E(rt) E(ruby) E(s) E(samp) E(section) E(small) \
	E(source) E(span) E(strong) E(sub) E(summary) E(sup) E(table) \
	E(tbody) E(td) E(tfoot) E(th) E(thead) E(time) E(tr) E(track) E(u) \
	E(ul) E(var) E(video) E(wbr)
/* clang-format on */

enum element {
	EL_NONE, /* not in the list; also: the top of the body */
#define E(name) EL_##name,
	ELEMENTS(E)
#undef E
	    EL__COUNT
};

enum attribute {
	AT_NONE,
	AT_ALT,
	AT_ARIA_LABEL,
	AT_CITE,
	AT_CLASS,
	AT_COLSPAN,
	AT_CONTROLS,
	AT_DATA_EMBED,
	AT_DATETIME,
	AT_DEFAULT,
	AT_DIR,
	AT_HEIGHT,
	AT_HREF,
	AT_HREFLANG,
	AT_ID,
	AT_KIND,
	AT_LABEL,
	AT_LANG,
	AT_LOADING,
	AT_LOOP,
	AT_MUTED,
	AT_OPEN,
	AT_POSTER,
	AT_PRELOAD,
	AT_REL,
	AT_REVERSED,
	AT_ROLE,
	AT_ROWSPAN,
	AT_SCOPE,
	AT_SIZES,
	AT_SPAN,
	AT_SRC,
	AT_SRCLANG,
	AT_SRCSET,
	AT_START,
	AT_TABINDEX,
	AT_TITLE,
	AT_TYPE,
	AT_VALUE,
	AT_WIDTH,
	AT__COUNT
};

/* What an element is, as far as its place goes. */
enum element_is {
	IS_BLOCK = 1 << 0,    /* ends an open paragraph */
	IS_VOID = 1 << 1,     /* has no end tag */
	IS_PHRASING = 1 << 2, /* holds no block */
	IS_FORMAT = 1 << 3, /* a parser may repeat it; thrice nested at most */
	IS_STRICT = 1 << 4, /* holds only the elements that name it, no text */
};

struct element_row {
	struct str name;
	unsigned is;
	/* If any is given, its parent has to be one of them. */
	enum element parents[4];
	/* Put around a stray child of a strict element; or EL_NONE. */
	enum element wrap;
	/* May stand on it besides the attributes of every element. */
	enum attribute attributes[8];
	/* Has to stand on it, empty if nothing else is known. */
	enum attribute required[2];
};

const struct element_row *element_row(enum element el);
enum element element_named(struct str name); /* lower case */
struct str attribute_name(enum attribute at);
enum attribute attribute_named(struct str name);
bool attribute_fits(enum attribute at, enum element el);

#endif
