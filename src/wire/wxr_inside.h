/* SPDX-License-Identifier: ISC */
/* Between wxr.c, which walks, and wxr_parse.c. */
#ifndef STET_WIRE_WXR_INSIDE_H
#define STET_WIRE_WXR_INSIDE_H

#include <expat.h>
#include <iconv.h>

#include "wire/wxr.h"

struct wxr {
	int fd;
	const char *path;
	char *p; /* a window of the file */
	size_t n, cap, at;
	uint64_t base; /* of p[0] */
	int line;
	bool ended, failed;
	int recoveries;
	int64_t cut; /* items that have no end */
	bool coded;  /* the file is not UTF-8 */
	iconv_t iconv;
	XML_Parser parser; /* used again for each piece */
};

#endif
