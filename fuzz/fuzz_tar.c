/* SPDX-License-Identifier: ISC */
/* A header that is taken is what would be written, to the bit. */
#include <assert.h>
#include <string.h>

#include "vault/names.h"
#include "vault/tar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char again[TAR_HEAD_MAX];
	struct tar_member m;

	if (size < TAR_BLOCK || tar_head_bytes(data) > size
	    || !tar_head_read(data, &m))
		return 0;
	const size_t n = tar_head(&m, again);

	assert(n == tar_head_bytes(data) && memcmp(again, data, n) == 0);
	assert(m.size >= 0 && strnlen(m.name, sizeof(m.name)) <= TAR_NAME_MAX);
	const struct str name = str_of(m.name);

	/* Nothing that is taken leads out of the folder. */
	if (part_of(name) != PARTS)
		assert(name.n > 0 && name.p[0] != '/'
		    && str_find(name, STR("..")) == NOWHERE);
	return 0;
}
