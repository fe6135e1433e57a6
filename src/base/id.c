/* SPDX-License-Identifier: ISC */
#include <nettle/sha2.h>
#include <sodium.h>
#include <string.h>

#include "base/hex.h"
#include "base/id.h"

struct id
id_random(void)
{
	struct id id;

	randombytes_buf(id.b, sizeof(id.b));
	return id;
}

bool
id_eq(struct id a, struct id b)
{
	return memcmp(a.b, b.b, sizeof(a.b)) == 0;
}

bool
id_is_none(struct id id)
{
	return sodium_is_zero(id.b, sizeof(id.b)) != 0;
}

struct str
id_hex(struct job *j, struct id id)
{
	return hex_of(j, id.b, sizeof(id.b));
}

enum status
id_of(struct job *j, struct str hex, struct id *out)
{
	return hex_bytes(j, hex, out->b, sizeof(out->b));
}

struct str
id_str(const struct id *id)
{
	return str_from((const char *)id->b, sizeof(id->b));
}

struct sha256
sha256_of(struct str bytes)
{
	return sha256_of_both(bytes, (struct str){ NULL, 0 });
}

/* Nettle's, for it uses the processor's own: five times as fast. */
struct sha256
sha256_of_both(struct str first, struct str second)
{
	struct sha256_ctx c;
	struct sha256 h;

	sha256_init(&c);
	if (first.n > 0)
		sha256_update(&c, first.n, (const uint8_t *)first.p);
	if (second.n > 0)
		sha256_update(&c, second.n, (const uint8_t *)second.p);
	sha256_digest(&c, sizeof(h.b), h.b);
	return h;
}

bool
sha256_eq(struct sha256 a, struct sha256 b)
{
	return memcmp(a.b, b.b, sizeof(a.b)) == 0;
}

struct str
sha256_hex(struct job *j, struct sha256 h)
{
	return hex_of(j, h.b, sizeof(h.b));
}

enum status
sha256_parse(struct job *j, struct str hex, struct sha256 *out)
{
	return hex_bytes(j, hex, out->b, sizeof(out->b));
}

struct str
sha256_str(const struct sha256 *h)
{
	return str_from((const char *)h->b, sizeof(h->b));
}
