/* SPDX-License-Identifier: ISC */
/*
 * What survives the disk: a paper's folder in one file and back again, and
 * how a paper that came back goes on with its log.  See stet-backup(1).
 */
#ifndef STET_VAULT_VAULT_H
#define STET_VAULT_VAULT_H

#include "base/progress.h"
#include "record/note.h"

struct backed_up {
	struct str origin;
	int64_t entries;      /* in the copied log */
	int64_t files, bytes; /* members; of the whole file */
	int64_t media,
	    damaged;       /* pictures; those that are not what they were */
	struct str damage; /* the name of the first of these */
};

/*
 * Write the paper in dir to file ("-": standard output), while it is served
 * and published in.  file comes into being whole and on the disk, or not at
 * all.  CONFLICT if it is there already, unless force; NOT_FOUND, DENIED;
 * FAULT if the disk is full.
 */
MUST_CHECK enum status vault_backup(struct job *j, const char *dir,
    const char *file, bool force, struct progress *p, struct backed_up *out);

struct restored {
	struct str origin;
	int64_t entries, files;
	int64_t made;    /* when the backup was; seconds */
	int64_t damages; /* that record_verify() found, in the backup's paper */
	int64_t missing_media; /* of a copy of the record, which lacks them */
	struct str verifier;   /* likewise: of the newest key, to be compared */
	struct str first;      /* one of them, in words */
};

/*
 * Unpack a backup ("-": standard input) into dir, which must not be there, or
 * be empty; or make the paper anew from a copy of its record: an archive that
 * has it (vault/archive.h), a mirror's folder, the address of either.  Every byte is checked; INVALID, naming what is wrong, and dir
 * left as it was, if the file is cut off, damaged or no backup.  The paper is
 * then held: see record_held().
 */
MUST_CHECK enum status vault_restore(struct job *j, const char *file,
    const char *dir, struct progress *p, struct restored *out);

/* Where a paper's log stands against a head that was seen elsewhere. */
struct released {
	int64_t had, has; /* entries before and after */
	int64_t missing_media;
	struct str origin; /* of a new log */
	struct str verifier;
	bool orphan; /* the new log could not be signed by the old one's key */
};

/*
 * Let the log of dir go on, if place proves that nothing newer was signed:
 * place is a file with a checkpoint or a heads.log, a mirror's folder, or an
 * address.  A mirror or an address that has newer entries gives them.
 *
 * CONFLICT: it is another log, or there are newer entries that place can't
 * give; the reason says how many and what to do.  INVALID: it proves nothing.
 */
MUST_CHECK enum status vault_release(struct job *j, const char *dir,
    const char *place, struct progress *p, struct released *out);

/*
 * Begin a new log that takes over the entries that are here and names the
 * newest head that is known of the old one: this one's, or, if newer, that at
 * place (NULL: none).  Makes a new key.
 */
MUST_CHECK enum status vault_new_log(struct job *j, const char *dir,
    const char *place, struct released *out);

#endif
