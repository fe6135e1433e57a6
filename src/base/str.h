/* SPDX-License-Identifier: ISC */
/*
 * A piece of somebody's bytes: pointer and length, passed by value, never
 * owned and never assumed to be terminated.  {NULL, 0} is the empty string.
 */
#ifndef STET_BASE_STR_H
#define STET_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	const char *p;
	size_t n; /* bytes */
};

/* A literal as a str; STR_INIT where only a constant initialiser will do. */
#define STR_INIT(lit)                            \
	{                                        \
		"" lit "", sizeof("" lit "") - 1 \
	}
#define STR(lit) ((struct str)STR_INIT(lit))

/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).n, (s).p

#define NOWHERE SIZE_MAX

struct str str_of(const char *terminated); /* NULL gives the empty string */
struct str str_from(const char *p, size_t n);

bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b); /* ASCII case only */
int str_cmp(struct str a, struct str b);        /* as memcmp orders bytes */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Bytes from..from+n, clipped to what is there. */
struct str str_sub(struct str s, size_t from, size_t n);
struct str str_skip(struct str s, size_t n);

/* Without the ASCII white space around it. */
struct str str_trim(struct str s);

/* Where it first (last) stands, or NOWHERE. */
size_t str_find(struct str s, struct str what);
size_t str_find_ch(struct str s, char c);
size_t str_rfind_ch(struct str s, char c);

/*
 * Take from *rest what stands before the first c and step over c; false
 * when *rest is used up.  "a,,b" gives three pieces, "a," two, "" one.
 */
bool str_cut(struct str *rest, char c, struct str *piece);

/*
 * The next line, without its \n or \r\n; false at the end.  A \n that ends
 * the text is followed by one more, empty line.
 */
bool str_line(struct str *rest, struct str *line);

/* A whole decimal number with nothing around it; false if it is not one. */
bool str_to_int(struct str s, int64_t *out);

/*
 * FNV-1a of 64 bits: of nothing, with a byte more, with some more, of a text.
 * For tables in memory; the low bits choose badly without a last mixing.
 */
#define HASH_NONE 0xcbf29ce484222325U
static inline uint64_t
hash_byte(uint64_t hash, char byte)
{
	return (hash ^ (unsigned char)byte) * 0x100000001b3U;
}
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t n);
uint64_t str_hash(struct str s); /* mixed; never 0 */

/* True if the bytes are UTF-8 (no surrogates, no overlong forms). */
bool str_is_utf8(struct str s);

#endif
