-- SPDX-License-Identifier: ISC
-- The record: what can't be derived from anything else.

-- One row: where the log ends.  Locked by whoever appends.
CREATE TABLE head (
	one        INTEGER PRIMARY KEY CHECK (one = 1), -- the only row
	size       INTEGER NOT NULL, -- entries in the log; the next one's seq
	at         INTEGER NOT NULL, -- the last entry's time, seconds UTC
	edge       BLOB NOT NULL,    -- 32 bytes for each full subtree on the
	                             -- right edge, largest first
	origin     TEXT NOT NULL,    -- the log's name, fixed when it was made
	checkpoint BLOB NOT NULL,    -- the signed head (C2SP checkpoint)
	held       INTEGER NOT NULL  -- 1: restored, and not proved yet that
	                             -- nothing newer was signed; takes nothing
) STRICT;

-- The keys that sign the log, and those that did, in the order in which they
-- began.  The last one is the newest.  All but the first stand in the log too.
CREATE TABLE seal (
	n        INTEGER PRIMARY KEY,
	verifier TEXT NOT NULL,    -- public key, as the note tools write it
	since    INTEGER NOT NULL, -- seconds UTC
	until    INTEGER NOT NULL  -- from then it signs no more; 0: it signs on
) STRICT;

-- The log.  leaf is kept for ever; all else here derives from it.
CREATE TABLE record (
	seq       INTEGER PRIMARY KEY, -- from 0, without gaps
	leaf      BLOB NOT NULL,       -- the exact bytes that are hashed
	leaf_hash BLOB NOT NULL,       -- SHA-256 of 0x00 and leaf
	intent    BLOB NOT NULL        -- 16 bytes that name the intent
) STRICT;
CREATE UNIQUE INDEX record_intent ON record (intent);

-- The text files that the leaves name by their hash.
CREATE TABLE content (
	seq     INTEGER PRIMARY KEY, -- the entry whose file it is
	sha_key INTEGER NOT NULL,    -- the hash's first 8 bytes, big endian
	sha256  BLOB NOT NULL,       -- of the plain bytes
	bytes   BLOB NOT NULL        -- deflated, plain size in front; empty
	                             -- if a redaction has erased it
) STRICT;
CREATE INDEX content_sha ON content (sha_key);

-- Entries whose text file a redaction has erased.  When the site is made again
-- it goes by another revision of the thing, so that all else stays in place.
CREATE TABLE erased (
	seq     INTEGER PRIMARY KEY,
	instead INTEGER NOT NULL -- the thing's next entry with a text file
	                         -- left; -1: there is none
) STRICT;

-- Tiles of 256 hashes (C2SP tlog-tiles).  On level 0 only full ones stand here
-- (the last leaf_hashes make the rest), above it also those still filling.
CREATE TABLE tile (
	place INTEGER PRIMARY KEY, -- level << 48 | n-th from the left
	bytes BLOB NOT NULL        -- 32 for each hash
) STRICT;

-- Everything that was ever published, as its last entry left it.
CREATE TABLE thing (
	num      INTEGER PRIMARY KEY, -- short name inside this database
	id       BLOB NOT NULL UNIQUE, -- 16 random bytes, its name for ever
	type     TEXT NOT NULL,       -- story, person, section, ...
	revision INTEGER NOT NULL,    -- the last one, counted from 1
	seq      INTEGER NOT NULL,    -- the entry that made it
	live     INTEGER NOT NULL     -- 1, or 0 when retracted
) STRICT;
