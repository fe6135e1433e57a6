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
#define NAME_MAX_BYTES ((size_t)256)
#define HASH_BYTES 4
#define DASH "\xe2\x80\x94 " /* an em dash begins a signature's line */

struct secret {
	char name[NAME_MAX_BYTES + 1];
	unsigned char public[crypto_sign_PUBLICKEYBYTES];
	unsigned char secret[crypto_sign_SECRETKEYBYTES];
};

struct record_key {
	struct secret *at[NOTE_KEYS_MAX]; /* the newest last */
	size_t n;
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

static struct secret *
secret_new(struct str name, const unsigned char *seed)
{
	if (sodium_init() < 0)
		abort();
	struct secret *k = sodium_malloc(sizeof(*k));

	if (k == NULL)
		abort();
	memset(k, 0, sizeof(*k));
	memcpy(k->name, name.p, name.n);
	(void)crypto_sign_seed_keypair(k->public, k->secret, seed);
	return k;
}

static struct record_key *
ring_new(void)
{
	struct record_key *k = calloc(1, sizeof(*k));

	if (k == NULL)
		abort();
	return k;
}

static struct str
private_text(struct job *j, const struct secret *k, const unsigned char *seed)
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
	struct record_key *k = ring_new();

	randombytes_buf(seed, sizeof(seed));
	k->at[k->n++] = secret_new(name, seed);
	*text = private_text(j, k->at[0], seed);
	sodium_memzero(seed, sizeof(seed));
	*out = k;
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

/* One line of a key file, added to the ring. */
static enum status
secret_read(struct job *j, struct str line, struct record_key *k)
{
	const struct str head = STR("PRIVATE+KEY+");
	unsigned char hash[HASH_BYTES];
	struct verifier v;

	if (!str_starts(line, head))
		return job_fail(j, INVALID,
		    "it does not begin with PRIVATE+KEY+");
	if (k->n == NOTE_KEYS_MAX)
		return job_fail(j, INVALID, "it holds more than %d keys",
		    NOTE_KEYS_MAX);
	const enum status st = key_parse(j, str_skip(line, head.n), &v);

	if (st != OK)
		return st;
	struct secret *one = secret_new(v.name, v.key);

	sodium_memzero(v.key, sizeof(v.key));
	k->at[k->n++] = one;
	key_hash(v.name, one->public, hash);
	if (memcmp(hash, v.hash, sizeof(hash)) != 0)
		return job_fail(j, INVALID, "the key's own hash does not fit");
	return OK;
}

enum status
note_key_of(struct job *j, struct str text, struct record_key **out)
{
	struct record_key *k = ring_new();
	struct str rest = str_trim(text), line;
	enum status st = OK;

	while (st == OK && str_cut(&rest, '\n', &line))
		st = secret_read(j, str_trim(line), k);
	if (st == OK && k->n == 0)
		st = job_fail(j, INVALID,
		    "it does not begin with PRIVATE+KEY+");
	if (st != OK) {
		record_key_close(k);
		return st;
	}
	*out = k;
	return OK;
}

void
record_key_close(struct record_key *k)
{
	for (size_t i = 0; k != NULL && i < k->n; i++)
		sodium_free(k->at[i]);
	free(k);
}

static struct str
secret_public(const struct secret *k, struct job *j)
{
	return key_text(j, str_of(k->name), k->public, k->public);
}

struct str
record_key_public(const struct record_key *k, struct job *j)
{
	return secret_public(k->at[k->n - 1], j);
}

size_t
record_key_count(const struct record_key *k)
{
	return k->n;
}

struct str
record_key_at(const struct record_key *k, struct job *j, size_t i)
{
	assert(i < k->n);
	return secret_public(k->at[i], j);
}

bool
record_key_has(const struct record_key *k, struct job *j, struct str verifier)
{
	for (size_t i = 0; i < k->n; i++)
		if (str_eq(secret_public(k->at[i], j), verifier))
			return true;
	return false;
}

static struct str
checkpoint_text(struct job *j, const struct checkpoint *c)
{
	const struct str root = base64_of(j, c->root.b, sizeof(c->root.b));

	return job_printf(j, "%.*s\n%lld\n%.*s\n", STR_ARG(c->origin),
	    (long long)c->size, STR_ARG(root));
}

static void
signature(struct buf *b, const struct secret *k, struct str text)
{
	unsigned char sig[HASH_BYTES + crypto_sign_BYTES];

	key_hash(str_of(k->name), k->public, sig);
	(void)crypto_sign_detached(sig + HASH_BYTES, NULL,
	    (const unsigned char *)text.p, text.n, k->secret);
	buf_printf(b, DASH "%s %.*s\n", k->name,
	    STR_ARG(base64_of(b->j, sig, sizeof(sig))));
}

struct str
note_sign(struct job *j, const struct record_key *k, struct str text,
    const struct seals *who)
{
	struct buf b = buf_in(j, NOTE_MAX);
	struct str out = { NULL, 0 };

	buf_put(&b, text);
	BUF_LIT(&b, "\n");
	for (size_t i = 0; i < k->n; i++) {
		const struct str public = secret_public(k->at[i], j);
		bool wanted = who == NULL;

		for (size_t w = 0; !wanted && w < who->n; w++)
			wanted = str_eq(who->at[w].verifier, public);
		if (wanted)
			signature(&b, k->at[i], text);
	}
	const enum status st = buf_done(&b, &out);

	assert(st == OK); /* whoever makes a text keeps it below NOTE_MAX */
	return out;
}

struct str
checkpoint_sign(struct job *j, const struct record_key *k,
    const struct checkpoint *c, const struct seals *who)
{
	return note_sign(j, k, checkpoint_text(j, c), who);
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

static enum status
verifier_parse(struct job *j, struct str text, struct verifier *v)
{
	const enum status st = key_parse(j, text, v);

	if (st == OK && !str_eq(key_text(j, v->name, v->key, v->key), text))
		return job_fail(j, INVALID, "the key's own hash does not fit");
	return st;
}

enum status
note_verifier_check(struct job *j, struct str verifier)
{
	struct verifier v;

	if (verifier_parse(j, verifier, &v) == OK)
		return OK;
	job_forgive(j);
	return job_fail(j, INVALID,
	    "\"%.*s\" is no public key: that has the form name+hash+base64; "
	    "copy it whole",
	    STR_ARG(verifier));
}

enum status
note_open(struct job *j, struct str note, struct str verifier, struct str *out)
{
	const size_t gap = str_find(note, STR("\n\n"));
	struct verifier v;
	bool good = false;
	struct str line;
	enum status st = verifier_parse(j, verifier, &v);

	if (st != OK)
		return st;
	if (gap == NOWHERE || note.n > NOTE_MAX || !str_ends(note, STR("\n")))
		return job_fail(j, INVALID, "it is no signed note");
	const struct str text = str_sub(note, 0, gap + 1);
	struct str rest = str_skip(note, gap + 2);

	while (str_cut(&rest, '\n', &line) && line.n > 0)
		good = good || signature_good(j, line, &v, text);
	if (!good)
		return job_fail(j, INVALID,
		    "it bears no good signature of %.*s", STR_ARG(v.name));
	*out = text;
	return OK;
}

enum status
note_open_any(struct job *j, struct str note, const struct seals *who,
    int64_t at, struct str *out)
{
	enum status st = INVALID;

	for (size_t i = who->n; st == INVALID && i > 0; i--) {
		if (!seal_signs(&who->at[i - 1], at))
			continue;
		job_forgive(j);
		st = note_open(j, note, who->at[i - 1].verifier, out);
	}
	return st == OK ? OK
			: job_fail(j, INVALID,
			    "it bears no good signature of a key that "
			    "signed at that time");
}

enum status
checkpoint_open(struct job *j, struct str note, struct str verifier,
    struct checkpoint *out)
{
	struct checkpoint c = { 0 };
	struct str text = STR("");
	enum status st = note_open(j, note, verifier, &text);

	if (st == OK)
		st = body_read(j, text, &c);
	if (st == OK)
		*out = c;
	return st;
}

enum status
checkpoint_open_any(struct job *j, struct str note, const struct seals *who,
    int64_t at, struct checkpoint *out)
{
	struct checkpoint c = { 0 };
	struct str text = STR("");
	enum status st = note_open_any(j, note, who, at, &text);

	if (st == OK)
		st = body_read(j, text, &c);
	if (st == OK)
		*out = c;
	return st;
}

enum status
checkpoint_read(struct job *j, struct str note, struct checkpoint *out)
{
	const size_t gap = str_find(note, STR("\n\n"));
	struct checkpoint c = { 0 };
	const enum status st = gap == NOWHERE
	    ? job_fail(j, INVALID, "it is no signed note")
	    : body_read(j, str_sub(note, 0, gap + 1), &c);

	if (st == OK)
		*out = c;
	return st;
}
