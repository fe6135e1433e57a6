/* SPDX-License-Identifier: ISC */
/*
 * Letters made one that readers take for one.  For words.c and letters.c,
 * which have to agree; here so that both inline them.
 */
#ifndef STET_TEXT_FOLD_H
#define STET_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Chinese and Japanese, written without spaces. */
static inline bool
fold_is_paired(int32_t c)
{
	return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3040 && c <= 0x30ff)
	    || (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x20000 && c <= 0x3ffff)
	    || (c >= 0xf900 && c <= 0xfaff) || c == 0x3005;
}

/* Letters that Arabic and Persian keyboards write differently. */
static inline int32_t
fold_arabic(int32_t c)
{
	switch (c) {
	case 0x622: /* alef with madda, hamza above, hamza below, wasla */
	case 0x623:
	case 0x625:
	case 0x671:
		return 0x627;
	case 0x624: /* waw with hamza */
		return 0x648;
	case 0x626: /* yeh with hamza, alef maksura, Farsi yeh */
	case 0x649:
	case 0x6cc:
	case 0x6d2:
		return 0x64a;
	case 0x6a9: /* keheh */
		return 0x643;
	case 0x629: /* teh marbuta, heh variants */
	case 0x6be:
	case 0x6c0:
	case 0x6c1:
	case 0x6c2:
	case 0x6d5:
		return 0x647;
	default:
		return c;
	}
}

/* Tatweel, vowels and other marks above and below Arabic letters. */
static inline bool
fold_arabic_mark(int32_t c)
{
	return c == 0x640 || (c >= 0x64b && c <= 0x65f) || c == 0x670
	    || (c >= 0x6d6 && c <= 0x6ed && c != 0x6dd && c != 0x6de
		&& c != 0x6e5 && c != 0x6e6 && c != 0x6e9);
}

/* Letters that no decomposition takes apart. */
static inline const char *
fold_unlike(int32_t c)
{
	switch (c) {
	case 0xdf:
		return "ss";
	case 0xe6:
		return "ae";
	case 0xf0:
	case 0x111:
		return "d";
	case 0xf8:
		return "o";
	case 0xfe:
		return "th";
	case 0x131:
		return "i";
	case 0x142:
		return "l";
	case 0x153:
		return "oe";
	default:
		return NULL;
	}
}

#endif
