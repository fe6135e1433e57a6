/* SPDX-License-Identifier: ISC */
/*
 * 1. keys only grows, by trust_key() and by a note that one of them signed.
 * 2. m is a chain of notes each of which follows from the one before; that is
 *    no reason to believe it, for a stranger can make such a chain too.
 * 3. What comes from strangers costs little memory: NOTES_MAX notes.
 */
#include "record/trust.h"

#include <assert.h>

#include "record/leaf.h"

#define NOTES_MAX 1024

void
trust_begin(struct trust *t, struct job *j, struct str origin)
{
	*t = (struct trust){ .j = j };
	t->m.origin = job_str(j, origin);
}

bool
trust_has(const struct trust *t, struct str verifier)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->keys[i], verifier))
			return true;
	return false;
}

void
trust_key(struct trust *t, struct str verifier)
{
	if (t->n < TRUST_KEYS && !trust_has(t, verifier))
		t->keys[t->n++] = job_str(t->j, verifier);
}

void
trust_entry(struct trust *t, int64_t seq, int64_t at)
{
	t->size = seq + 1;
	if (at > t->at)
		t->at = at;
}

/* The first doubt is the one that counts: all after it follows from it. */
void
trust_doubt(struct trust *t, int64_t seq, struct str why)
{
	if (t->why.n == 0)
		t->why = job_printf(t->j, "entry %lld %.*s", (long long)seq,
		    STR_ARG(why));
}

static bool
signed_by(struct job *j, struct str note, struct str verifier)
{
	struct str text;
	const bool is = note_open(j, note, verifier, &text) == OK;

	job_forgive(j);
	return is;
}

/* What the log said before; at first that its first key signs. */
static enum status
before_note(const struct trust *t, struct job *j, struct str note,
    struct masthead *out)
{
	struct masthead m;
	enum status st;

	if (t->m.seals.n > 0) {
		*out = t->m;
		return OK;
	}
	st = masthead_read(j, note, &m);
	if (st == OK)
		*out = masthead_first(j, t->m.origin, m.seals.at[0].verifier);
	return st;
}

/* Did one that is believed and signed until then sign this? */
static bool
vouched(const struct trust *t, struct job *j, struct str note,
    const struct seals *before, int64_t at)
{
	for (size_t i = 0; i < before->n; i++)
		if (seal_signs(&before->at[i], at)
		    && trust_has(t, before->at[i].verifier)
		    && signed_by(j, note, before->at[i].verifier))
			return true;
	return false;
}

/* The newest key signed the note itself, so whoever believes it needs none. */
static void
believe(struct trust *t, int64_t seq, bool good)
{
	const struct str newest = t->m.seals.at[t->m.seals.n - 1].verifier;

	if (good)
		trust_key(t, newest);
	if (trust_has(t, newest))
		t->why = STR("");
	else
		trust_doubt(t, seq,
		    job_printf(t->j,
			"names %.*s, but no key that is trusted signed that",
			STR_ARG(newest)));
}

enum status
trust_note(struct trust *t, struct job *j, struct str note, int64_t seq,
    int64_t at, struct str *turn)
{
	struct masthead before, m;
	enum status st = before_note(t, j, note, &before);

	/* An ended key would sign on if the clock could be put back. */
	if (st == OK && at < t->at)
		st = job_fail(j, INVALID,
		    "it is of an earlier time than the entries before it");
	if (st == OK && t->notes == NOTES_MAX)
		st = job_fail(j, INVALID,
		    "the log has changed its keys too often to be followed");
	if (st == OK)
		st = masthead_open(j, note, &before, seq, at, &m);
	if (st != OK)
		return st;
	const bool good = vouched(t, j, note, &before.seals, at);
	const struct str words = masthead_turn(t->j, &before, &m);

	st = trust_resume(t, note);
	assert(st == OK); /* masthead_open() read it */
	t->notes++;
	believe(t, seq, good);
	*turn = words;
	return OK;
}

enum status
trust_resume(struct trust *t, struct str note)
{
	const struct str copy = job_str(t->j, note);
	const enum status st = masthead_read(t->j, copy, &t->m);

	if (st == OK)
		t->note = copy;
	return st;
}

/* ---- heads ---- */

/* The newest seal whose key is believed, signs now and signed this; NULL. */
static const struct seal *
seal_of(const struct trust *t, struct job *j, struct str note)
{
	for (size_t i = t->m.seals.n; i > 0; i--) {
		const struct seal *k = &t->m.seals.at[i - 1];

		if (seal_signs(k, t->at) && trust_has(t, k->verifier)
		    && signed_by(j, note, k->verifier))
			return k;
	}
	return NULL;
}

/* One that signed it although it has ended; NULL. */
static const struct seal *
ended_of(const struct trust *t, struct job *j, struct str note)
{
	for (size_t i = t->m.seals.n; i > 0; i--) {
		const struct seal *k = &t->m.seals.at[i - 1];

		if (k->until != 0 && k->until <= t->at
		    && signed_by(j, note, k->verifier))
			return k;
	}
	return NULL;
}

/* The newest key that was given and signed the note; or empty. */
static struct str
given_of(const struct trust *t, struct job *j, struct str note)
{
	for (size_t i = t->n; i > 0; i--)
		if (signed_by(j, note, t->keys[i - 1]))
			return t->keys[i - 1];
	return STR("");
}

static enum status
unsigned_head(const struct trust *t, struct job *j)
{
	if (t->why.n > 0)
		return job_fail(j, INVALID,
		    "its newest head bears no good signature of a key that is "
		    "trusted here: %.*s.  Don't go by it.  Ask the paper "
		    "which key signs now, in another way than from this "
		    "server, and give that with --key",
		    STR_ARG(t->why));
	return job_fail(j, INVALID,
	    "its newest head bears no good signature of a key that is trusted "
	    "here, and none of the %lld entries that were looked at hands "
	    "over to another key.  Compare the key with the one that the "
	    "paper prints, and give that with --key",
	    (long long)t->size);
}

static enum status
ended_head(struct job *j, const struct seal *k)
{
	return job_fail(j, INVALID,
	    "its newest head bears no good signature but that of %.*s, which "
	    "by the log's own word has not signed since %.*s.  Whoever got "
	    "hold of that old key may have made this; tell the paper, and "
	    "look at another copy",
	    STR_ARG(k->verifier), STR_ARG(leaf_time(j, k->until)));
}

static enum status
signer(const struct trust *t, struct job *j, struct str note, struct str *out)
{
	const struct seal *k = seal_of(t, j, note);
	const struct str given = given_of(t, j, note);

	if (k != NULL || (t->m.seals.n == 0 && given.n > 0)) {
		*out = k != NULL ? k->verifier : given;
		return OK;
	}
	k = ended_of(t, j, note);
	if (k != NULL && t->why.n == 0)
		return ended_head(j, k);
	if (given.n == 0)
		return unsigned_head(t, j);
	return job_fail(j, INVALID,
	    "its newest head bears no good signature but that of %.*s, and the "
	    "log itself says that other keys sign.  Don't go by it, and look "
	    "at another copy",
	    STR_ARG(given));
}

enum status
trust_head(const struct trust *t, struct job *j, struct str note,
    struct checkpoint *out, struct str *verifier)
{
	struct checkpoint c = { 0 };
	struct str who = STR("");
	enum status st = checkpoint_read(j, note, &c);

	if (st == OK)
		st = signer(t, j, note, &who);
	if (st == OK && t->m.origin.n > 0 && !str_eq(c.origin, t->m.origin))
		st = job_fail(j, INVALID,
		    "its newest head is of a log named %.*s, and its entries "
		    "are of one named %.*s; look at another copy",
		    STR_ARG(c.origin), STR_ARG(t->m.origin));
	if (st != OK)
		return st;
	*out = c;
	*verifier = who;
	return OK;
}

bool
trust_signed(const struct trust *t, struct job *j, struct str note)
{
	for (size_t i = 0; i < t->m.seals.n; i++)
		if (signed_by(j, note, t->m.seals.at[i].verifier))
			return true;
	return given_of(t, j, note).n > 0;
}
