/* SPDX-License-Identifier: ISC */
/* Numbers in files: be for the high byte first, le for the low one. */
#ifndef STET_MEDIA_BYTES_H
#define STET_MEDIA_BYTES_H

#include <stdint.h>
#include <string.h>

#include "base/str.h"

static inline uint32_t
be16(const unsigned char *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static inline uint32_t
be32(const unsigned char *p)
{
	return be16(p) << 16 | be16(p + 2);
}

static inline uint64_t
be64(const unsigned char *p)
{
	return (uint64_t)be32(p) << 32 | be32(p + 4);
}

static inline uint32_t
le16(const unsigned char *p)
{
	return (uint32_t)p[1] << 8 | p[0];
}

static inline uint32_t
le32(const unsigned char *p)
{
	return le16(p + 2) << 16 | le16(p);
}

static inline uint64_t
le64(const unsigned char *p)
{
	return (uint64_t)le32(p + 4) << 32 | le32(p);
}

static inline void
le32_put(unsigned char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> (8 * i));
}

/* True if these bytes begin so. */
static inline bool
begins(const unsigned char *p, size_t n, struct str with)
{
	return n >= with.n && memcmp(p, with.p, with.n) == 0;
}

/* Seconds of so many ticks, rounded; 0 if that makes no sense. */
static inline int64_t
seconds_of(uint64_t ticks, uint64_t rate)
{
	if (rate == 0 || ticks / rate > 1000000)
		return 0;
	return (int64_t)((ticks + rate / 2) / rate);
}

#endif
