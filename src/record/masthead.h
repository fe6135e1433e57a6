/* SPDX-License-Identifier: ISC */
/*
 * What a log says of itself: its name and the keys that sign it.  It starts
 * with one name and one key and says nothing; each change is an entry of
 * action "log" whose file is a signed note, so that whoever trusts one of its
 * keys learns the next from the log alone.  See stet-record(5), "The log
 * itself".
 *
 *	stet-log/1
 *	origin gazette.example/record
 *	key gazette.example/record+1d2e3f40+AT... until 2027-02-21T23:31:00Z
 *	key gazette.example/record+5a6b7c8d+AZ... since 2026-11-23T23:31:00Z
 */
#ifndef STET_RECORD_MASTHEAD_H
#define STET_RECORD_MASTHEAD_H

#include "record/note.h"

struct masthead {
	struct str origin;  /* empty in what comes before: not known */
	struct seals seals; /* all that there ever were */
	/*
	 * Of the entry with which a new log takes over the entries of one that
	 * can't go on: the newest head that is known of that one.  Else its
	 * origin is empty.
	 */
	struct checkpoint old;
	bool orphan; /* a new log, begun without any key of the old one */
};

/* Before the log has said anything. */
struct masthead masthead_first(struct job *j, struct str origin,
    struct str verifier);

/* The text that is signed. */
struct str masthead_text(struct job *j, const struct masthead *m);

/*
 * Read the note of entry seq, appended at that time, as what follows after
 * before.  INVALID unless it goes on from there and bears the signatures of
 * its newest key and, unless a new log begins, of one that signed before.
 * What it gives may point into note.
 */
MUST_CHECK enum status masthead_open(struct job *j, struct str note,
    const struct masthead *before, int64_t seq, int64_t at,
    struct masthead *out);

/*
 * A note that masthead_open() took before, read again: nobody's signature is
 * looked at.  INVALID if it is none.
 */
MUST_CHECK enum status masthead_read(struct job *j, struct str note,
    struct masthead *out);

/* What changed from before to m, for people. */
struct str masthead_turn(struct job *j, const struct masthead *before,
    const struct masthead *m);

/* As it stands in site.db (without old and orphan). */
MUST_CHECK enum status record_masthead(struct store *s, struct job *j,
    struct masthead *out);

/* The time that an entry would get if it were appended now. */
MUST_CHECK enum status record_time(struct store *s, struct job *j,
    int64_t *out);

/*
 * Append the entry that makes m what stands, signed by all of k that signed
 * before or do from now on.  Inside a transaction; INVALID if masthead_open()
 * would not take it.
 */
MUST_CHECK enum status record_put_masthead(struct store *s, struct job *j,
    struct deflater *d, const struct record_key *k, const struct masthead *m,
    struct entry *out);

#endif
