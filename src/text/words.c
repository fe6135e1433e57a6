/* SPDX-License-Identifier: ISC */
/*
 * Folding text for search.  Import does this for every story, so that what is
 * common goes straight: ASCII by a table, Cyrillic, Arabic and Chinese by
 * range; ICU is asked about everything else.
 */
#include "text/words.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "base/buf.h"
#include "text/fold.h"
#include "text/utf8.h"

#define PARTS 18 /* the longest decomposition of one character */

struct folding {
	struct job *j;
	char *out;
	size_t n, cap;  /* bytes of out */
	size_t word_at; /* where in out the word under way begins */
	const UNormalizer2 *nfkd;
	UChar32 pair;    /* the last Chinese or Japanese character, or 0 */
	bool pair_alone; /* it has stood in no pair yet */
};

static void
make_room(struct folding *f, size_t n)
{
	size_t cap = f->cap;

	while (cap - f->n < n)
		cap *= 2;
	if (cap > f->cap) {
		f->out = job_widen(f->j, f->out, f->cap, cap);
		f->cap = cap;
	}
}

static void
end_letters(struct folding *f)
{
	if (f->n == f->word_at)
		return;
	make_room(f, 1);
	f->out[f->n++] = ' ';
	f->word_at = f->n;
}

/* A run of Chinese that was one character is a word of its own. */
static void
end_pairs(struct folding *f)
{
	if (f->pair != 0 && f->pair_alone) {
		make_room(f, 4);
		f->n += utf8_put(f->out + f->n, f->pair);
		end_letters(f);
	}
	f->pair = 0;
}

static void
end_word(struct folding *f)
{
	end_letters(f);
	if (f->pair != 0)
		end_pairs(f);
}

/* A folded letter; what is beyond the longest word is left out. */
static void
put_letter(struct folding *f, UChar32 c)
{
	if (f->pair != 0)
		end_pairs(f);
	if (f->n - f->word_at + 4 > WORD_MAX)
		return;
	make_room(f, 4);
	f->n += utf8_put(f->out + f->n, c);
}

static void
put_paired(struct folding *f, UChar32 c)
{
	end_letters(f);
	f->pair_alone = f->pair == 0;
	if (f->pair != 0) {
		make_room(f, 8);
		f->n += utf8_put(f->out + f->n, f->pair);
		f->n += utf8_put(f->out + f->n, c);
		end_letters(f);
	}
	f->pair = c;
}

/* One character of a decomposition. */
static void
put_part(struct folding *f, UChar32 c)
{
	const int32_t digit = u_charDigitValue(c);
	const int8_t type = u_charType(c);
	const char *letters;

	if (digit >= 0) {
		put_letter(f, '0' + digit);
		return;
	}
	c = fold_arabic(u_foldCase(c, U_FOLD_CASE_DEFAULT));
	letters = fold_unlike(c);
	for (; letters != NULL && *letters != '\0'; letters++)
		put_letter(f, *letters);
	if (letters != NULL || type == U_NON_SPACING_MARK
	    || type == U_ENCLOSING_MARK || c == 0x640)
		return;
	if (u_isalnum(c) || type == U_COMBINING_SPACING_MARK)
		put_letter(f, c);
	else if (type != U_FORMAT_CHAR || c == 0x200c)
		end_word(f);
}

/* Anything that the ranges below don't know. */
static void
take_other(struct folding *f, UChar32 c)
{
	UErrorCode err = U_ZERO_ERROR;
	UChar parts[PARTS];
	int32_t i = 0, n;

	n = unorm2_getDecomposition(f->nfkd, c, parts, PARTS, &err);
	if (n <= 0 || U_FAILURE(err)) {
		put_part(f, c);
		return;
	}
	while (i < n) {
		U16_NEXT(parts, i, n, c);
		put_part(f, c);
	}
}

static void
take_char(struct folding *f, UChar32 c)
{
	if (c >= 0x430 && c <= 0x44f) {
		put_letter(f, c == 0x439 ? 0x438 : c);
	} else if (c >= 0x621 && c <= 0x64a && c != 0x640) {
		put_letter(f, fold_arabic(c));
	} else if (fold_arabic_mark(c)) {
		return;
	} else if (fold_is_paired(c)) {
		put_paired(f, c);
	} else if (c >= 0x2010 && c <= 0x2027) {
		end_word(f);
	} else {
		take_other(f, c);
	}
}

/* Lower-case letters and digits for themselves, 0 for what parts words. */
/* clang-format off */
static const char ascii_fold[128] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 0, 0, 0, 0, 0, 0,
	0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
	'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 0, 0, 0, 0,
	0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
	'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 0, 0, 0, 0,
};
/* clang-format on */

/* ASCII from s[i] on; where it ends. */
static size_t
take_ascii(struct folding *f, struct str s, size_t i)
{
	if (f->pair != 0)
		end_pairs(f);
	make_room(f, s.n - i + 1);
	/* Not through f, which a char written may be a part of for all C knows. */
	char *const out = f->out;
	size_t n = f->n, word_at = f->word_at;

	for (; i < s.n && (unsigned char)s.p[i] < 0x80; i++) {
		const char c = ascii_fold[(unsigned char)s.p[i]];

		if (c != 0) {
			if (n - word_at + 4 <= WORD_MAX)
				out[n++] = c;
		} else if (n > word_at) {
			out[n++] = ' ';
			word_at = n;
		}
	}
	f->n = n;
	f->word_at = word_at;
	return i;
}

enum status
words_index(struct job *j, struct str text, struct str lang, struct str *out)
{
	UErrorCode err = U_ZERO_ERROR;
	const size_t room = text.n + 16; /* what is folded is seldom longer */
	struct folding f = { .j = j,
		.out = job_room(j, room),
		.cap = room,
		.nfkd = unorm2_getNFKDInstance(&err) };
	size_t i = 0;

	(void)lang; /* until a language needs to be treated otherwise */
	if (U_FAILURE(err))
		return job_fail(j, FAULT, "ICU has no normalisation data (%s)",
		    u_errorName(err));
	while (i < text.n) {
		UChar32 c;

		if ((unsigned char)text.p[i] < 0x80) {
			i = take_ascii(&f, text, i);
			continue;
		}
		c = utf8_next(text, &i);
		if (c < 0)
			end_word(&f);
		else
			take_char(&f, c);
	}
	end_word(&f);
	job_give_back(j, f.out, f.cap, f.n);
	*out = str_from(f.out, f.n > 0 ? f.n - 1 : 0);
	return OK;
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str
words_excerpt(struct job *j, struct str text, size_t max)
{
	struct buf b = buf_in(j, max + 8);
	const struct str s = str_trim(text);
	size_t i = 0, keep = 0;
	struct str whole;

	for (; i < s.n && b.n <= max; i++) {
		if (!is_space(s.p[i])) {
			buf_ch(&b, s.p[i]);
		} else if (!is_space(s.p[i - 1])) {
			keep = b.n;
			buf_ch(&b, ' ');
		}
	}
	whole = buf_so_far(&b);
	if (i == s.n && whole.n <= max)
		return whole;
	if (keep == 0) {
		keep = max < whole.n ? max : whole.n;
		while (keep > 0
		    && ((unsigned char)
			       whole.p[keep == whole.n ? keep - 1 : keep]
			   & 0xc0)
			== 0x80)
			keep--;
	}
	while (
	    keep > 0 && str_find_ch(STR(",;:-"), whole.p[keep - 1]) != NOWHERE)
		keep--;
	return job_printf(j, "%.*s…", (int)keep, whole.p);
}

/* Words that begin in the ASCII from *i on, which is stepped over. */
static int64_t
count_ascii(struct str text, size_t *i, bool *inside)
{
	unsigned in = *inside;
	int64_t n = 0;
	size_t k = *i;

	for (; k < text.n && (unsigned char)text.p[k] < 0x80; k++) {
		const char c = text.p[k];
		/* Without branches, which no processor could foretell here. */
		const unsigned letter = (ascii_fold[(unsigned char)c] != 0)
		    | ((c == '\'') & in);

		n += letter & ~in;
		in = letter;
	}
	*i = k;
	*inside = in != 0;
	return n;
}

int64_t
words_count(struct str text)
{
	int64_t n = 0;
	bool inside = false;
	size_t i = 0;

	while (i < text.n) {
		UChar32 c;

		n += count_ascii(text, &i, &inside);
		if (i == text.n)
			break;
		c = utf8_next(text, &i);
		if (c >= 0 && fold_is_paired(c)) {
			n++;
			inside = false;
		} else if (c < 0
		    || (c >= 0x2000 && c <= 0x206f && c != 0x2019)) {
			inside = false;
		} else {
			n += !inside;
			inside = true;
		}
	}
	return n;
}
