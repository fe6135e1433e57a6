/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hex.h"
#include "record/note.h"

#define ED25519 1 /* the algorithm's byte in C2SP's keys */
#define NOTE_MAX ((size_t)4096)
#define NAME_MAX_BYTES ((size_t)256)
#define HASH_BYTES 4
#define DASH "\xe2\x80\x94 " /* an em dash begins a signature's line */

struct record_key {
	char name[NAME_MAX_BYTES + 1];
	unsigned char public[crypto_sign_PUBLICKEYBYTES];
	unsigned char secret[crypto_sign_SECRETKEYBYTES];
};

struct verifier {
	struct str name;
	unsigned char hash[HASH_BYTES];
	unsigned char key[crypto_sign_PUBLICKEYBYTES];
};

static void
key_hash(struct str name, const unsigned char *key, unsigned char *out)
{
	const unsigned char algorithm = ED25519;
	crypto_hash_sha256_state h;
	unsigned char all[crypto_hash_sha256_BYTES];

	(void)crypto_hash_sha256_init(&h);
	(void)crypto_hash_sha256_update(&h, (const unsigned char *)name.p,
	    name.n);
	(void)crypto_hash_sha256_update(&h, (const unsigned char *)"\n", 1);
	(void)crypto_hash_sha256_update(&h, &algorithm, 1);
	(void)crypto_hash_sha256_update(&h, key, crypto_sign_PUBLICKEYBYTES);
	(void)crypto_hash_sha256_final(&h, all);
	memcpy(out, all, HASH_BYTES);
}

/* name+hash+base64 of the algorithm's byte and 32 bytes of key. */
static struct str
key_text(struct job *j, struct str name, const unsigned char *public,
    const unsigned char *bytes)
{
	unsigned char hash[HASH_BYTES], tagged[1 + 32] = { ED25519 };

	key_hash(name, public, hash);
	memcpy(tagged + 1, bytes, 32);
	const struct str hex = hex_of(j, hash, sizeof(hash));
	const struct str b64 = base64_of(j, tagged, sizeof(tagged));

	sodium_memzero(tagged, sizeof(tagged));
	return job_printf(j, "%.*s+%.*s+%.*s", STR_ARG(name), STR_ARG(hex),
	    STR_ARG(b64));
}

static enum status
name_check(struct job *j, struct str name)
{
	if (name.n == 0 || name.n > NAME_MAX_BYTES || !str_is_utf8(name))
		return job_fail(j, INVALID,
		    "the log's name has to have 1 to %zu bytes of UTF-8",
		    NAME_MAX_BYTES);
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] <= ' ' || name.p[i] == '+'
		    || name.p[i] == 0x7f)
			return job_fail(j, INVALID,
			    "the log's name \"%.*s\" may hold no space, no + "
			    "and no control character",
			    STR_ARG(name));
	return OK;
}

static struct record_key *
key_alloc(struct str name, const unsigned char *seed)
{
	if (sodium_init() < 0)
		abort();
	struct record_key *k = sodium_malloc(sizeof(*k));

	if (k == NULL)
		abort();
	memset(k, 0, sizeof(*k));
	memcpy(k->name, name.p, name.n);
	(void)crypto_sign_seed_keypair(k->public, k->secret, seed);
	return k;
}

static struct str
private_text(struct job *j, const struct record_key *k,
    const unsigned char *seed)
{
	const struct str t = key_text(j, str_of(k->name), k->public, seed);

	return job_printf(j, "PRIVATE+KEY+%.*s\n", STR_ARG(t));
}

enum status
note_key_new(struct job *j, struct str name, struct record_key **out,
    struct str *text)
{
	unsigned char seed[crypto_sign_SEEDBYTES];
	const enum status st = name_check(j, name);

	if (st != OK)
		return st;
	randombytes_buf(seed, sizeof(seed));
	*out = key_alloc(name, seed);
	*text = private_text(j, *out, seed);
	sodium_memzero(seed, sizeof(seed));
	return OK;
}

/* Cut "name+hash+base64" and take the 32 bytes of key out of it. */
static enum status
key_parse(struct job *j, struct str text, struct verifier *v)
{
	struct str rest = text, hash, key;
	enum status st = INVALID;

	if (str_cut(&rest, '+', &v->name) && str_cut(&rest, '+', &hash))
		st = hex_bytes(j, hash, v->hash, sizeof(v->hash));
	if (st == OK)
		st = base64_bytes(j, rest, &key);
	if (st == OK)
		st = name_check(j, v->name);
	if (st != OK || key.n != 1 + sizeof(v->key) || key.p[0] != ED25519)
		return job_fail(j, INVALID,
		    "a key has the form name+hash+base64, for Ed25519");
	memcpy(v->key, key.p + 1, sizeof(v->key));
	return OK;
}

enum status
note_key_of(struct job *j, struct str text, struct record_key **out)
{
	const struct str head = STR("PRIVATE+KEY+");
	unsigned char hash[HASH_BYTES];
	struct verifier v;

	text = str_trim(text);
	if (!str_starts(text, head))
		return job_fail(j, INVALID,
		    "it does not begin with PRIVATE+KEY+");
	const enum status st = key_parse(j, str_skip(text, head.n), &v);

	if (st != OK)
		return st;
	struct record_key *k = key_alloc(v.name, v.key);

	sodium_memzero(v.key, sizeof(v.key));
	key_hash(v.name, k->public, hash);
	if (memcmp(hash, v.hash, sizeof(hash)) != 0) {
		record_key_close(k);
		return job_fail(j, INVALID, "the key's own hash does not fit");
	}
	*out = k;
	return OK;
}

void
record_key_close(struct record_key *k)
{
	sodium_free(k);
}

struct str
note_key_name(const struct record_key *k)
{
	return str_of(k->name);
}

struct str
record_key_public(const struct record_key *k, struct job *j)
{
	return key_text(j, str_of(k->name), k->public, k->public);
}

static struct str
checkpoint_text(struct job *j, const struct checkpoint *c)
{
	const struct str root = base64_of(j, c->root.b, sizeof(c->root.b));

	return job_printf(j, "%.*s\n%lld\n%.*s\n", STR_ARG(c->origin),
	    (long long)c->size, STR_ARG(root));
}

struct str
checkpoint_sign(struct job *j, const struct record_key *k,
    const struct checkpoint *c)
{
	const struct str text = checkpoint_text(j, c);
	unsigned char sig[HASH_BYTES + crypto_sign_BYTES];

	key_hash(str_of(k->name), k->public, sig);
	(void)crypto_sign_detached(sig + HASH_BYTES, NULL,
	    (const unsigned char *)text.p, text.n, k->secret);
	const struct str b64 = base64_of(j, sig, sizeof(sig));

	return job_printf(j, "%.*s\n" DASH "%s %.*s\n", STR_ARG(text), k->name,
	    STR_ARG(b64));
}

/* True if line is this verifier's good signature of text. */
static bool
signature_good(struct job *j, struct str line, const struct verifier *v,
    struct str text)
{
	struct str rest = line, name, sig;

	if (!str_starts(rest, STR(DASH)))
		return false;
	rest = str_skip(rest, sizeof(DASH) - 1);
	if (!str_cut(&rest, ' ', &name) || !str_eq(name, v->name))
		return false;
	if (base64_bytes(j, rest, &sig) != OK) {
		job_forgive(j);
		return false;
	}
	return sig.n == HASH_BYTES + crypto_sign_BYTES
	    && memcmp(sig.p, v->hash, HASH_BYTES) == 0
	    && crypto_sign_verify_detached((const unsigned char *)sig.p
		       + HASH_BYTES,
		   (const unsigned char *)text.p, text.n, v->key)
	    == 0;
}

static enum status
body_read(struct job *j, struct str text, struct checkpoint *c)
{
	struct str rest = text, size, root, bytes;

	if (!str_cut(&rest, '\n', &c->origin) || !str_cut(&rest, '\n', &size)
	    || !str_cut(&rest, '\n', &root) || !str_to_int(size, &c->size)
	    || c->size < 0 || base64_bytes(j, root, &bytes) != OK
	    || bytes.n != SHA256_BYTES)
		return job_fail(j, INVALID, "the checkpoint can't be read");
	memcpy(c->root.b, bytes.p, SHA256_BYTES);
	/* Only the one way of writing it counts. */
	if (!str_eq(checkpoint_text(j, c), text))
		return job_fail(j, INVALID, "the checkpoint can't be read");
	return OK;
}

enum status
checkpoint_open(struct job *j, struct str note, struct str verifier,
    struct checkpoint *out)
{
	const size_t gap = str_find(note, STR("\n\n"));
	struct verifier v;
	struct checkpoint c = { 0 };
	bool good = false;
	struct str line;
	enum status st = key_parse(j, verifier, &v);

	if (st != OK)
		return st;
	if (!str_eq(key_text(j, v.name, v.key, v.key), verifier))
		return job_fail(j, INVALID, "the key's own hash does not fit");
	if (gap == NOWHERE || note.n > NOTE_MAX || !str_ends(note, STR("\n")))
		return job_fail(j, INVALID, "the checkpoint is no signed note");
	const struct str text = str_sub(note, 0, gap + 1);
	struct str rest = str_skip(note, gap + 2);

	while (str_cut(&rest, '\n', &line) && line.n > 0)
		good = good || signature_good(j, line, &v, text);
	if (!good)
		return job_fail(j, INVALID,
		    "the checkpoint bears no good signature of %.*s",
		    STR_ARG(v.name));
	st = body_read(j, text, &c);
	if (st == OK)
		*out = c;
	return st;
}
