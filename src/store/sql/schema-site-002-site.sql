-- SPDX-License-Identifier: ISC
-- The site: what pages read.  All of it derives from the record and can be
-- made again from it (stet reindex), row by row the same, except for what is
-- said to be kept.  `num` is always thing.num.

-- One row: where the derived tables stand.  Kept, and goes on counting.
CREATE TABLE site_state (
	one        INTEGER PRIMARY KEY CHECK (one = 1), -- the only row
	applied    INTEGER NOT NULL, -- entries of the record applied: next seq
	version    INTEGER NOT NULL, -- rises with each commit that changes a page
	names      INTEGER NOT NULL, -- version that last changed names, settings
	everything INTEGER NOT NULL, -- version that last made every page stale
	stale_from INTEGER NOT NULL  -- stale holds all versions after this one
) STRICT;
INSERT INTO site_state VALUES (1, 0, 0, 0, 0, 0);

-- Addresses whose pages a version changed.  Kept; old versions are dropped.
CREATE TABLE stale (
	site_version INTEGER NOT NULL, -- that changed it
	address      TEXT NOT NULL, -- a path, as decoded bytes
	PRIMARY KEY (site_version, address)
) STRICT, WITHOUT ROWID;

-- Live stories of all kinds, and pages: a dense row for cards.
CREATE TABLE story (
	num        INTEGER PRIMARY KEY, -- thing.num
	id         BLOB NOT NULL,    -- 16 bytes: thing.id
	kind       TEXT NOT NULL,    -- story, page, ...
	lang       TEXT NOT NULL,    -- BCP 47
	address    TEXT NOT NULL,    -- where it stands, as decoded bytes
	published  INTEGER NOT NULL, -- seconds
	headline   TEXT NOT NULL,    -- plain
	byline     BLOB NOT NULL,    -- packed: role, num, name as written
	rest       BLOB NOT NULL     -- packed: what only a card is made of
) STRICT;

-- Pages stand in no listing.
CREATE INDEX story_page ON story (num) WHERE kind = 'page';

-- What only a story's own page needs.
CREATE TABLE story_body (
	num       INTEGER PRIMARY KEY, -- the story
	sanitiser INTEGER NOT NULL, -- version that made html
	html      BLOB NOT NULL,    -- markup, packed by LZ4
	rest      BLOB NOT NULL,    -- packed: summary, headlines, rights, ...
	refs      BLOB NOT NULL,    -- packed: role and num of what it names
	listings  BLOB NOT NULL,    -- packed: listing.num of each it stands in
	related   BLOB NOT NULL,    -- packed: num of stories, chosen by apply
	family    BLOB NOT NULL,    -- id of the original, if there are
	                            -- translations; else empty
	month     INTEGER NOT NULL, -- of publication: year * 12 + month - 1
	seq       INTEGER NOT NULL, -- its last entry
	revision  INTEGER NOT NULL, -- that is live, from 1
	sha256    BLOB NOT NULL,    -- of its text file
	expires   INTEGER NOT NULL  -- seconds; 0: it stays
) STRICT;
-- What the writer retracts when its time is over.
CREATE INDEX story_expires ON story_body (expires, num) WHERE expires > 0;

-- What was changed after publication, as the story's file tells it.
CREATE TABLE change (
	num   INTEGER NOT NULL, -- the story
	n     INTEGER NOT NULL, -- from 1, in the file's order
	at    INTEGER NOT NULL, -- seconds
	form  INTEGER NOT NULL, -- offset * 4 + precision
	grade INTEGER NOT NULL, -- enum grade
	note  TEXT NOT NULL,    -- what was changed, plain
	PRIMARY KEY (num, n)
) STRICT, WITHOUT ROWID;

-- Which stories show another among what is related.
CREATE TABLE related (
	other INTEGER NOT NULL, -- the story that is shown
	num   INTEGER NOT NULL, -- the one whose page shows it
	PRIMARY KEY (other, num)
) STRICT, WITHOUT ROWID;

-- Which entries of the record are about a thing.
CREATE TABLE revision (
	num INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (num, seq)
) STRICT, WITHOUT ROWID;

-- Translations by their original's id (which may come after them).
CREATE TABLE translation (
	original BLOB NOT NULL,    -- 16 bytes: thing.id
	num      INTEGER NOT NULL, -- the translation
	PRIMARY KEY (original, num)
) STRICT, WITHOUT ROWID;

-- Where imported things came from.
CREATE TABLE source (
	source TEXT PRIMARY KEY, -- <system>:<key>
	num    INTEGER NOT NULL  -- what it became
) STRICT, WITHOUT ROWID;

-- Whose address it is, for ever: a path without the slash at its end, or a
-- path with a query.
CREATE TABLE address (
	path TEXT PRIMARY KEY, -- decoded bytes, NFC
	num  INTEGER NOT NULL, -- whose it is
	old  INTEGER NOT NULL, -- 0: it stands here; 1: it redirects from here
	lang TEXT NOT NULL     -- of the page
) STRICT, WITHOUT ROWID;
-- What redirects to a thing changes when it goes, comes back or moves.
CREATE INDEX address_old ON address (num) WHERE old = 1;

-- What was retracted, with its tombstone.
CREATE TABLE gone (
	num    INTEGER PRIMARY KEY, -- what was retracted
	id     BLOB NOT NULL,    -- 16 bytes: thing.id
	kind   TEXT NOT NULL,    -- thing.type
	at     INTEGER NOT NULL, -- seconds
	reason TEXT NOT NULL,    -- for readers, plain; may be empty
	expired INTEGER NOT NULL, -- its own time was over then: seconds; or 0
	listings BLOB NOT NULL   -- packed: listing.num of each it stood in
) STRICT;

-- What was retracted from a listing, for its feed.
CREATE TABLE gone_entry (
	listing INTEGER NOT NULL, -- listing.num
	at      INTEGER NOT NULL, -- seconds, as in gone
	num     INTEGER NOT NULL, -- gone.num
	PRIMARY KEY (listing, at, num)
) STRICT, WITHOUT ROWID;

-- Redirects that are things of their own.
CREATE TABLE redirect (
	num    INTEGER PRIMARY KEY, -- thing.num of the redirect
	target TEXT NOT NULL -- an address in normal form, or a URL
) STRICT;
CREATE INDEX redirect_target ON redirect (target);

-- Home, a section, a topic, a person, a kind, corrections (thing 0, kind
-- 'corrections'); each in one language.
CREATE TABLE listing (
	num       INTEGER PRIMARY KEY, -- short name of the listing; no thing's
	thing     INTEGER NOT NULL, -- whose it is; 0 for home and kinds
	kind      TEXT NOT NULL,    -- of the stories, if it lists one; else ''
	lang      TEXT NOT NULL,    -- of what it lists
	pages     INTEGER NOT NULL, -- numbered pages that are full
	open      INTEGER NOT NULL, -- entries after the last full page
	published INTEGER NOT NULL, -- of the last full page's newest entry
	entry     INTEGER NOT NULL, -- likewise its num
	UNIQUE (thing, kind, lang)
) STRICT;

-- What is in a listing, in its order; in that of corrections a story stands at
-- the time of each change of which readers are told.
CREATE TABLE listing_entry (
	listing   INTEGER NOT NULL, -- its num
	published INTEGER NOT NULL, -- seconds; or the change's
	num       INTEGER NOT NULL, -- the thing's
	PRIMARY KEY (listing, published, num)
) STRICT, WITHOUT ROWID;

-- Full numbered pages: what comes after the page before, up to and with this.
CREATE TABLE listing_page (
	listing   INTEGER NOT NULL, -- its num
	page      INTEGER NOT NULL, -- 1 is the oldest
	published INTEGER NOT NULL, -- its newest entry when it became full
	num       INTEGER NOT NULL, -- likewise its num
	n         INTEGER NOT NULL, -- entries now: 20 at first
	PRIMARY KEY (listing, page)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX listing_page_order
	ON listing_page (listing, published, num);
-- Pages that an import has made too long; dealt anew when it closes.
CREATE INDEX listing_page_long ON listing_page (listing) WHERE n > 60;

-- The months of which home and the sections have stories.
CREATE TABLE archive_month (
	listing INTEGER NOT NULL, -- its num
	month   INTEGER NOT NULL, -- year * 12 + month - 1
	n       INTEGER NOT NULL, -- stories of that month
	PRIMARY KEY (listing, month)
) STRICT, WITHOUT ROWID;

-- Live people, topics, sections, organisations, places.
CREATE TABLE entity (
	num     INTEGER PRIMARY KEY, -- thing.num
	id      BLOB NOT NULL,    -- 16 bytes: thing.id
	kind    TEXT NOT NULL,    -- person, topic, section, ...
	parent  INTEGER NOT NULL, -- a section's; 0 for none
	sorting INTEGER NOT NULL, -- `order`; 0: by name
	retired INTEGER NOT NULL, -- 1: it takes no new stories
	picture BLOB NOT NULL,    -- packed plate, or empty
	links   BLOB NOT NULL,    -- packed texts
	html    BLOB NOT NULL,    -- of its body, packed by LZ4
	merged  INTEGER NOT NULL, -- thing.num of what took its place; 0
	more    BLOB NOT NULL     -- packed: what only some kinds have
) STRICT;
CREATE INDEX entity_kind ON entity (kind, num);

-- What an entity is called; lang '' counts for all languages.
CREATE TABLE entity_name (
	num   INTEGER NOT NULL, -- the entity
	lang  TEXT NOT NULL, -- BCP 47, or ''
	name  TEXT NOT NULL, -- each may be empty: take another language's
	slug  TEXT NOT NULL, -- as in its address
	role  TEXT NOT NULL, -- a person's: "pilot"
	intro TEXT NOT NULL, -- markup
	PRIMARY KEY (num, lang)
) STRICT, WITHOUT ROWID;

-- By what words an entity is found.
CREATE TABLE entity_key (
	kind TEXT NOT NULL,      -- of the entity
	word TEXT NOT NULL,      -- folded
	rank INTEGER NOT NULL,   -- 1 slug, 2 name, 3 old slug, 4 alias
	lang TEXT NOT NULL,      -- that the word is in, or ''
	num  INTEGER NOT NULL,   -- the entity
	PRIMARY KEY (kind, word, rank, lang, num)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_key_num ON entity_key (num, rank);

-- Who signed, block by block, in the order of the statement's language.
CREATE TABLE signer (
	list        BLOB NOT NULL,    -- 16 bytes: of the statement
	sort        BLOB NOT NULL,    -- of group and name, as ICU compares them
	num         INTEGER NOT NULL, -- thing.num of the block
	n           INTEGER NOT NULL, -- row in it, from 0
	name        TEXT NOT NULL,
	role        TEXT NOT NULL,
	affiliation TEXT NOT NULL,
	country     TEXT NOT NULL,
	words       TEXT NOT NULL,    -- of all that, as for the search index
	PRIMARY KEY (list, sort, num, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX signer_block ON signer (num);
CREATE INDEX signer_words ON signer (words);

-- Comments that came with a story from elsewhere, set for its page.
CREATE TABLE comment (
	story     BLOB NOT NULL,    -- 16 bytes: the story's id
	num       INTEGER NOT NULL, -- thing.num of the comments
	n         INTEGER NOT NULL, -- place among them, from 0
	author    TEXT NOT NULL,
	at        INTEGER NOT NULL, -- seconds since 1970, UTC
	offset_s  INTEGER NOT NULL,
	precision INTEGER NOT NULL, -- 0: nobody knows when
	level     INTEGER NOT NULL, -- from 1
	html      TEXT NOT NULL,
	PRIMARY KEY (story, num, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX comment_num ON comment (num);

-- Which statement or letter has a list, and how it is sorted.
CREATE TABLE signed (
	list    BLOB PRIMARY KEY, -- 16 bytes
	num     INTEGER NOT NULL, -- thing.num
	lang    TEXT NOT NULL,    -- whose order it is
	grouped TEXT NOT NULL     -- country, affiliation or empty
) STRICT, WITHOUT ROWID;
CREATE INDEX signed_num ON signed (num);

-- Live fronts: section 0 is home's.
CREATE TABLE front (
	num     INTEGER PRIMARY KEY, -- thing.num
	lang    TEXT NOT NULL, -- BCP 47
	section INTEGER NOT NULL, -- thing.num of the section, or 0
	slots   BLOB NOT NULL -- packed
) STRICT;
CREATE INDEX front_of ON front (lang, section, num);

-- Which fronts name a story (by id or address) or a listing's thing.
CREATE TABLE front_names (
	thing INTEGER NOT NULL, -- thing.num of what is named
	front INTEGER NOT NULL, -- front.num
	PRIMARY KEY (thing, front)
) STRICT, WITHOUT ROWID;
CREATE INDEX front_names_front ON front_names (front);

-- Which fronts show what is observed.
CREATE TABLE front_watch (
	source TEXT NOT NULL,    -- a feed's address; empty: what is read most
	front  INTEGER NOT NULL, -- front.num
	PRIMARY KEY (source, front)
) STRICT, WITHOUT ROWID;
CREATE INDEX front_watch_front ON front_watch (front);

-- Observed, not derived: the record knows nothing of these four, so nothing
-- makes them anew, and they are kept.

-- What was made of pictures beside the sizes that texts name, by the file that
-- a text's page shows: its size for a column or, where none was made, its
-- master.
CREATE TABLE variant (
	shown  BLOB PRIMARY KEY, -- SHA-256
	master BLOB NOT NULL,    -- SHA-256
	colour INTEGER NOT NULL, -- of the whole, 0xRRGGBB; -1: it is see-through
	moves  INTEGER NOT NULL, -- 1: an animation
	made   BLOB NOT NULL     -- packed: width and format of each
) STRICT, WITHOUT ROWID;
CREATE INDEX variant_master ON variant (master);

-- Feeds of other places that a front shows.
CREATE TABLE feed (
	url      TEXT PRIMARY KEY,
	title    TEXT NOT NULL,    -- its own, plain
	etag     TEXT NOT NULL,    -- as its server gave it, or empty
	modified TEXT NOT NULL,    -- likewise: Last-Modified
	asked    INTEGER NOT NULL, -- seconds, when it was last asked for; 0
	next     INTEGER NOT NULL, -- seconds, when it will be again
	failures INTEGER NOT NULL, -- since it last came
	trouble  TEXT NOT NULL,    -- of the last failure, or empty
	items    BLOB NOT NULL     -- packed: title, address, summary, time
) STRICT, WITHOUT ROWID;

-- How often pages were read, by hours since 1970.
CREATE TABLE reads (
	hour INTEGER NOT NULL,
	id   BLOB NOT NULL,    -- thing.id
	n    INTEGER NOT NULL,
	PRIMARY KEY (hour, id)
) STRICT, WITHOUT ROWID;

-- What was read most within a day, of each language.
CREATE TABLE most_read (
	lang TEXT NOT NULL,
	rank INTEGER NOT NULL, -- from 1
	id   BLOB NOT NULL,    -- thing.id
	PRIMARY KEY (lang, rank)
) STRICT, WITHOUT ROWID;

-- Live menus.
CREATE TABLE menu (
	num   INTEGER PRIMARY KEY, -- thing.num
	place TEXT NOT NULL, -- main, foot
	lang  TEXT NOT NULL, -- BCP 47
	items BLOB NOT NULL  -- packed
) STRICT;
CREATE INDEX menu_of ON menu (place, lang, num);

-- The live settings: the entry of the record that holds them.
CREATE TABLE setting (
	num INTEGER PRIMARY KEY, -- thing.num
	seq INTEGER NOT NULL     -- its live entry
) STRICT;

-- What is indexed for search, so that it can be taken out again.
CREATE TABLE search_doc (
	num     INTEGER PRIMARY KEY, -- the story
	docid   INTEGER NOT NULL, -- published seconds << 20 | num's low bits
	version INTEGER NOT NULL, -- of the words (WORDS_VERSION)
	filter  TEXT NOT NULL,    -- words for section, author, topic, ...
	words   BLOB NOT NULL     -- packed, then by LZ4: head, deck, body
) STRICT;
CREATE UNIQUE INDEX search_doc_docid ON search_doc (docid);

-- The words that stand in them; an empty one while an import is counting.
CREATE TABLE word (
	word    TEXT PRIMARY KEY,  -- folded, as in the index
	stories INTEGER NOT NULL   -- so many have it
) STRICT, WITHOUT ROWID;

-- The search index over it, newest first by docid; merged only when told to.
CREATE VIRTUAL TABLE search USING fts5 (
	head, deck, body, filter,
	content = '', columnsize = 0, tokenize = 'stet'
);
INSERT INTO search (search, rank) VALUES ('automerge', 0);
INSERT INTO search (search, rank) VALUES ('crisismerge', 1999);
INSERT INTO search (search, rank) VALUES ('usermerge', 4);
