/* SPDX-License-Identifier: ISC */
/*
 * A mark is a keyed hash: it tells that the same bytes came before, and
 * without the key, which never leaves desk.db, nothing about what they were.
 */
#include <sodium.h>
#include <string.h>

#include "desk/inside.h"

#define MARK_KEY STR("marks")

static enum status
read_key(struct desk *d, struct job *j, unsigned char key[crypto_auth_KEYBYTES])
{
	struct val v;
	unsigned char fresh[crypto_auth_KEYBYTES];
	enum status st = store_one(d->desk_db, j, SQL_DESK_SECRET,
	    VALS(val_text(MARK_KEY)), &v, 1);

	if (st == NOT_FOUND) {
		job_forgive(j);
		randombytes_buf(fresh, sizeof(fresh));
		st = store_run(d->desk_db, j, SQL_DESK_SECRET_PUT,
		    VALS(val_text(MARK_KEY),
			val_blob(
			    str_from((const char *)fresh, sizeof(fresh)))));
		if (st == OK)
			st = store_one(d->desk_db, j, SQL_DESK_SECRET,
			    VALS(val_text(MARK_KEY)), &v, 1);
	}
	if (st == OK && v.s.n != crypto_auth_KEYBYTES)
		return job_fail(j, FAULT, "desk.db: the key of marks is gone");
	if (st == OK)
		memcpy(key, v.s.p, crypto_auth_KEYBYTES);
	return st;
}

enum status
desk_mark(struct desk *d, struct job *j, struct str bytes, struct sha256 *out)
{
	unsigned char key[crypto_auth_KEYBYTES];
	enum status st = read_key(d, j, key);

	if (st == OK)
		(void)crypto_auth(out->b, (const unsigned char *)bytes.p,
		    bytes.n, key);
	sodium_memzero(key, sizeof(key));
	return st;
}

enum status
mark_at(struct desk *d, struct job *j, const struct sha256 *mark,
    struct id *thing)
{
	struct val v;
	enum status st = store_one(d->desk_db, j, SQL_DESK_GIVEN,
	    VALS(val_blob(sha256_str(mark))), &v, 1);

	if (st == OK && v.s.n == ID_BYTES)
		memcpy(thing->b, v.s.p, ID_BYTES);
	return st;
}
