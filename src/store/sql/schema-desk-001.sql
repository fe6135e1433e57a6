-- SPDX-License-Identifier: ISC
-- What the desk holds and no reader may see.

-- What the desk is about to do.  A row stands from before the record is
-- written until after; one that is found at a start was interrupted.
CREATE TABLE intent (
	num    INTEGER PRIMARY KEY,  -- in the order of their noting
	id     BLOB NOT NULL UNIQUE, -- 16 bytes, as the record will name it
	at     INTEGER NOT NULL,     -- when it was noted, seconds UTC
	action INTEGER NOT NULL,     -- enum record_action
	thing  BLOB NOT NULL,        -- 16 bytes
	base   INTEGER NOT NULL,     -- the revision that it follows; 0: none
	draft  INTEGER NOT NULL,     -- the draft that it came from; 0: none
	bytes  BLOB NOT NULL         -- the text file, deflated
) STRICT;

-- Texts that are kept and not published.
CREATE TABLE draft (
	num      INTEGER PRIMARY KEY, -- by which "stet drafts" names it
	why      INTEGER NOT NULL, -- enum draft_why
	due      INTEGER NOT NULL, -- seconds UTC; 0: nobody said
	kept_at  INTEGER NOT NULL, -- seconds UTC
	name     TEXT NOT NULL,    -- of the file it came from
	source   TEXT NOT NULL,    -- of an import, or empty
	thing    BLOB NOT NULL,    -- 16 bytes; empty if it has no id yet
	headline TEXT NOT NULL,    -- for lists; plain
	trouble  TEXT NOT NULL,    -- why it could not be published, or empty
	tried_at INTEGER NOT NULL, -- seconds UTC of that; 0: never
	bytes    BLOB NOT NULL     -- the text file, deflated
) STRICT;
CREATE INDEX draft_due ON draft (due) WHERE why = 1;
CREATE INDEX draft_source ON draft (source) WHERE source <> '';
CREATE INDEX draft_thing ON draft (thing) WHERE thing <> x'';

-- Pictures and files that were taken: what was given -> the master made of it.  The
-- master itself stands here too, as given, so that it is taken unchanged.
CREATE TABLE picture (
	given  BLOB PRIMARY KEY, -- SHA-256 of the bytes given
	sha256 BLOB NOT NULL,    -- of the master in media/
	thing  BLOB NOT NULL,    -- 16 bytes: the picture's id
	format TEXT NOT NULL,    -- "jpg", "mp3"
	w      INTEGER NOT NULL, -- pixels, 0 if it has none
	h      INTEGER NOT NULL, -- pixels, likewise
	duration INTEGER NOT NULL, -- seconds, likewise
	bytes  INTEGER NOT NULL  -- of the master; 0 of a picture
) STRICT, WITHOUT ROWID;

-- The sizes that were made of a master.
CREATE TABLE picture_size (
	master BLOB NOT NULL,    -- SHA-256
	w      INTEGER NOT NULL, -- pixels
	h      INTEGER NOT NULL, -- pixels
	name   TEXT NOT NULL,    -- "column", "lead"
	sha256 BLOB NOT NULL,    -- of its own bytes
	format TEXT NOT NULL,    -- "jpg", "png"
	PRIMARY KEY (master, name)
) STRICT, WITHOUT ROWID;

-- Author's files that were published: the same bytes again change nothing.
CREATE TABLE given (
	mark  BLOB PRIMARY KEY, -- keyed hash of the bytes, so that erased
	                        -- words can't be guessed
	thing BLOB NOT NULL     -- 16 bytes
) STRICT, WITHOUT ROWID;

-- How the source of an imported thing looked when it was last taken over.
CREATE TABLE imported (
	source   TEXT PRIMARY KEY, -- "hugo:post/x.md"
	mark     BLOB NOT NULL,    -- keyed hash of its bytes, as in given
	thing    BLOB NOT NULL,    -- 16 bytes
	revision INTEGER NOT NULL  -- that it became
) STRICT, WITHOUT ROWID;

-- Keys that stay on this machine, by what they are for.
CREATE TABLE secret (
	name  TEXT PRIMARY KEY, -- "import"
	bytes BLOB NOT NULL     -- 32, random
) STRICT, WITHOUT ROWID;

-- A redaction under way.  A row stands from before the record is written until
-- no file of the folder holds the words any more; one that is found at a start
-- was interrupted.  It holds no words.
CREATE TABLE redaction (
	num    INTEGER PRIMARY KEY,
	intent BLOB NOT NULL -- 16 bytes, of the first entry that it appends
) STRICT;

-- What is left to do of it when its entries stand in the record.
CREATE TABLE redaction_step (
	num       INTEGER PRIMARY KEY,
	line      TEXT NOT NULL,    -- of the file redactions: "draft 7 1795608000"
	name      TEXT NOT NULL,    -- of a draft, without the words
	headline  TEXT NOT NULL,    -- likewise
	sourced   INTEGER NOT NULL, -- 1: the draft keeps its source
	bytes     BLOB NOT NULL     -- likewise, its text file, deflated
) STRICT;

-- Up to which version of the site the WebSub hub has been told what is new.
CREATE TABLE hub (
	url      TEXT PRIMARY KEY,
	version  INTEGER NOT NULL, -- of the site
	failures INTEGER NOT NULL, -- since it last answered
	next     INTEGER NOT NULL  -- seconds; not before then
) STRICT, WITHOUT ROWID;
