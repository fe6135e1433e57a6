/* SPDX-License-Identifier: ISC */
#include <sodium.h>

#include "base/hex.h"

struct str
hex_of(struct job *j, const void *bytes, size_t n)
{
	char *p = job_alloc(j, 2 * n + 1);

	sodium_bin2hex(p, 2 * n + 1, bytes, n);
	return (struct str){ p, 2 * n };
}

enum status
hex_bytes(struct job *j, struct str hex, void *out, size_t n)
{
	size_t got = 0;

	if (hex.n != 2 * n
	    || sodium_hex2bin(out, n, hex.p, hex.n, NULL, &got, NULL) != 0
	    || got != n)
		return job_fail(j, INVALID,
		    "\"%.*s\" is not %zu hexadecimal digits",
		    STR_ARG(str_sub(hex, 0, 80)), 2 * n);
	return OK;
}

struct str
base64_of(struct job *j, const void *bytes, size_t n)
{
	size_t size = sodium_base64_encoded_len(n,
	    sodium_base64_VARIANT_ORIGINAL);
	char *p = job_alloc(j, size);

	sodium_bin2base64(p, size, bytes, n, sodium_base64_VARIANT_ORIGINAL);
	return (struct str){ p, size - 1 };
}

enum status
base64_bytes(struct job *j, struct str b64, struct str *out)
{
	size_t max = b64.n / 4 * 3 + 3, got = 0;
	unsigned char *p = job_alloc(j, max);

	if (sodium_base642bin(p, max, b64.p, b64.n, NULL, &got, NULL,
		sodium_base64_VARIANT_ORIGINAL)
	    != 0)
		return job_fail(j, INVALID, "not base64");
	/* libsodium 1.0.18 takes some bytes above 0x7f for letters. */
	if (!str_eq(base64_of(j, p, got), b64))
		return job_fail(j, INVALID, "not base64");
	*out = (struct str){ (const char *)p, got };
	return OK;
}
