-- SPDX-License-Identifier: ISC
-- The search index (FTS5) and the words that stand in it.

-- name: search_docid_taken
SELECT docid FROM search_doc WHERE docid = $1

-- name: search_doc_new
INSERT INTO search_doc (num, docid, version, filter, words)
VALUES ($1, $2, $3, $4, $5)

-- name: search_doc_at
SELECT docid, filter, words FROM search_doc WHERE num = $1

-- name: search_doc_words
SELECT words FROM search_doc

-- name: search_doc_gone
DELETE FROM search_doc WHERE num = $1

-- name: search_insert
INSERT INTO search (rowid, head, deck, body, filter)
VALUES ($1, $2, $3, $4, $5)

-- name: search_delete
INSERT INTO search (search, rowid, head, deck, body, filter)
VALUES ('delete', $1, $2, $3, $4, $5)

-- Row ids begin with the time of publication: the newest first, unsorted.
-- name: search_newest
SELECT s.* FROM (SELECT rowid AS docid FROM search WHERE search MATCH $1
	AND rowid >= $2 AND rowid < $3 ORDER BY rowid DESC LIMIT $4) f
CROSS JOIN search_doc d ON d.docid = f.docid
CROSS JOIN story s ON s.num = d.num
ORDER BY d.docid DESC

-- name: search_count
SELECT rowid FROM search WHERE search MATCH $1
AND rowid >= $2 AND rowid < $3 LIMIT $4

-- name: search_merge
INSERT INTO search (search, rank) VALUES ('merge', $1)

-- name: search_join
INSERT INTO search (search) VALUES ('optimize')

-- name: search_hashsize
INSERT INTO search (search, rank) VALUES ('hashsize', $1)

-- name: search_check
INSERT INTO search (search) VALUES ('integrity-check')

-- name: search_empty
INSERT INTO search (search) VALUES ('delete-all')

-- In or out of the index: so many more stories have the word.
-- name: word_count
INSERT INTO word (word, stories) VALUES ($1, $2)
ON CONFLICT (word) DO UPDATE SET stories = stories + excluded.stories

-- name: word_gone
DELETE FROM word WHERE word = $1 AND stories <= 0

-- name: word_at
SELECT stories FROM word WHERE word = $1

-- name: words_beginning
SELECT word, stories FROM word WHERE word >= $1 AND word < $2
ORDER BY stories DESC, word LIMIT $3

-- Words that begin so and are about as long, for what was misspelt.
-- name: words_like
SELECT word, stories FROM word
WHERE word >= $1 AND word < $2 AND length(word) BETWEEN $3 AND $4

-- name: reindex_word
DELETE FROM word

-- What has a list in which somebody stands whose words begin so.
-- name: search_signed_by
SELECT d.docid, d.num FROM signer s CROSS JOIN signed g ON g.list = s.list
CROSS JOIN search_doc d ON d.num = g.num
WHERE s.words >= $1 AND s.words < $2 LIMIT $3

-- name: search_docids
SELECT f.docid, d.num FROM (SELECT rowid AS docid FROM search
	WHERE search MATCH $1 ORDER BY rowid DESC LIMIT $2) f
CROSS JOIN search_doc d ON d.docid = f.docid

-- Whether one of them matches.
-- name: search_is
SELECT rowid FROM search WHERE search MATCH $1 AND rowid = $2
