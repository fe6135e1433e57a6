/* SPDX-License-Identifier: ISC */
#include "record/masthead.h"

#include "base/buf.h"
#include "base/hex.h"
#include "record/inside.h"

#define FIRST_LINE "stet-log/1"
#define SEALS_MAX 64 /* changes of key in a log's life */

struct masthead
masthead_first(struct job *j, struct str origin, struct str verifier)
{
	struct masthead m = { .origin = origin };

	m.seals.at = JOB_NEW(j, struct seal);
	m.seals.at[m.seals.n++] = (struct seal){ .verifier = verifier };
	return m;
}

static void
seal_line(struct buf *b, const struct seal *k)
{
	BUF_LIT(b, "key ");
	buf_put(b, k->verifier);
	if (k->since != 0)
		buf_printf(b, " since %.*s",
		    STR_ARG(leaf_time(b->j, k->since)));
	if (k->until != 0)
		buf_printf(b, " until %.*s",
		    STR_ARG(leaf_time(b->j, k->until)));
	BUF_LIT(b, "\n");
}

struct str
masthead_text(struct job *j, const struct masthead *m)
{
	struct buf b = buf_in(j, NOTE_MAX);
	struct str out = { NULL, 0 };

	buf_printf(&b, FIRST_LINE "\norigin %.*s\n", STR_ARG(m->origin));
	if (m->old.origin.n > 0)
		buf_printf(&b, "old %.*s %lld %.*s\n", STR_ARG(m->old.origin),
		    (long long)m->old.size,
		    STR_ARG(
			base64_of(j, m->old.root.b, sizeof(m->old.root.b))));
	for (size_t i = 0; i < m->seals.n; i++)
		seal_line(&b, &m->seals.at[i]);
	return buf_done(&b, &out) == OK ? out : STR("");
}

static bool
read_old(struct job *j, struct str rest, struct checkpoint *c)
{
	struct str size, root, bytes;

	if (!str_cut(&rest, ' ', &c->origin) || !str_cut(&rest, ' ', &size)
	    || !str_cut(&rest, ' ', &root) || !str_to_int(size, &c->size)
	    || base64_bytes(j, root, &bytes) != OK
	    || hash_of(j, bytes, &c->root) != OK)
		return false;
	return c->origin.n > 0;
}

static bool
read_seal(struct job *j, struct str rest, struct seal *k)
{
	struct str word, time;
	bool good = str_cut(&rest, ' ', &k->verifier);

	while (good && rest.n > 0) {
		good = str_cut(&rest, ' ', &word) && str_cut(&rest, ' ', &time);
		if (good && str_eq(word, STR("since")))
			good = leaf_time_of(j, time, &k->since) == OK;
		else if (good && str_eq(word, STR("until")))
			good = leaf_time_of(j, time, &k->until) == OK;
		else
			good = false;
	}
	return good;
}

/* The text's fields; that there was only one way to write it is for later. */
static bool
read_text(struct job *j, struct str text, struct masthead *m)
{
	struct str rest = text, line, name;
	bool good = true;

	m->seals.at = JOB_ARRAY(j, struct seal, SEALS_MAX);
	if (!str_cut(&rest, '\n', &line) || !str_eq(line, STR(FIRST_LINE)))
		return false;
	while (good && rest.n > 0 && str_cut(&rest, '\n', &line)) {
		good = str_cut(&line, ' ', &name);
		if (good && str_eq(name, STR("origin")))
			m->origin = line;
		else if (good && str_eq(name, STR("old")))
			good = read_old(j, line, &m->old);
		else if (good && str_eq(name, STR("key"))
		    && m->seals.n < SEALS_MAX)
			good = read_seal(j, line, &m->seals.at[m->seals.n++]);
		else
			good = false;
	}
	return good && m->seals.n > 0;
}

/* What was said of a key before stands, but for when one that signs ends. */
static bool
seals_follow(const struct seals *before, const struct seals *now, int64_t at)
{
	for (size_t i = 0; i < now->n; i++) {
		const struct seal *k = &now->at[i];
		const struct seal *was = i < before->n ? &before->at[i] : NULL;

		if (was == NULL) {
			if (k->since != at || (k->until != 0 && k->until <= at))
				return false;
			continue;
		}
		if (!str_eq(k->verifier, was->verifier)
		    || k->since != was->since)
			return false;
		if (k->until != was->until
		    && (!seal_signs(was, at) || k->until < at))
			return false;
	}
	return now->n >= before->n && now->at[now->n - 1].until == 0;
}

static enum status
follows(struct job *j, const struct masthead *before, const struct masthead *m,
    int64_t seq, int64_t at)
{
	const bool fresh = m->old.origin.n > 0;
	const struct str was = fresh ? m->old.origin : m->origin;

	if (before->origin.n > 0 && !str_eq(was, before->origin))
		return job_fail(j, INVALID, "it goes on from a log named %.*s",
		    STR_ARG(was));
	if (fresh
	    && (m->old.size < seq || str_eq(m->origin, m->old.origin)
		|| m->seals.n == before->seals.n))
		return job_fail(j, INVALID,
		    "a new log has to name one at least as long, and to have a "
		    "name and a key of its own");
	if (!seals_follow(&before->seals, &m->seals, at))
		return job_fail(j, INVALID,
		    "its keys don't follow from those before");
	return OK;
}

/* What the note says, if it says it in the only way that counts. */
static bool
read_note(struct job *j, struct str note, struct masthead *m)
{
	const size_t gap = str_find(note, STR("\n\n"));
	const struct str text = str_sub(note, 0, gap == NOWHERE ? 0 : gap + 1);

	return read_text(j, text, m) && str_eq(masthead_text(j, m), text);
}

static enum status
no_masthead(struct job *j)
{
	job_forgive(j);
	return job_fail(j, INVALID,
	    "it is no word of the log about itself (" FIRST_LINE ")");
}

enum status
masthead_read(struct job *j, struct str note, struct masthead *out)
{
	struct masthead m = { 0 };

	if (!read_note(j, note, &m))
		return no_masthead(j);
	*out = m;
	return OK;
}

struct str
masthead_turn(struct job *j, const struct masthead *before,
    const struct masthead *m)
{
	const struct str newest = m->seals.at[m->seals.n - 1].verifier;

	if (m->old.origin.n > 0)
		return job_printf(j,
		    "a new log, %.*s, takes over after %.*s, whose newest "
		    "known head has %lld entries; its key is %.*s%s",
		    STR_ARG(m->origin), STR_ARG(m->old.origin),
		    (long long)m->old.size, STR_ARG(newest),
		    m->orphan ? "; NO key of the old log signed this" : "");
	if (m->seals.n > before->seals.n)
		return job_printf(j, "a new key signs, %.*s", STR_ARG(newest));
	return job_printf(j, "an old key ends earlier; %.*s signs",
	    STR_ARG(newest));
}

enum status
masthead_open(struct job *j, struct str note, const struct masthead *before,
    int64_t seq, int64_t at, struct masthead *out)
{
	struct masthead m = { 0 };
	struct str signed_text;

	if (!read_note(j, note, &m))
		return no_masthead(j);
	enum status st = follows(j, before, &m, seq, at);

	if (st == OK)
		st = note_open(j, note, m.seals.at[m.seals.n - 1].verifier,
		    &signed_text);
	if (st != OK)
		return st;
	st = note_open_any(j, note, &before->seals, at, &signed_text);
	if (st != OK && m.old.origin.n == 0)
		return st;
	m.orphan = st != OK;
	if (m.orphan)
		job_forgive(j);
	*out = m;
	return OK;
}

enum status
record_masthead(struct store *s, struct job *j, struct masthead *out)
{
	struct head h;
	struct masthead m = { 0 };
	enum status st = head_read(s, j, &h);

	if (st == OK)
		st = record_seals(s, j, &m.seals);
	if (st != OK)
		return st;
	m.origin = h.origin;
	*out = m;
	return OK;
}
