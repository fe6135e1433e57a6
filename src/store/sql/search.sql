-- SPDX-License-Identifier: ISC
-- The search index (FTS5) and the words that stand in it.

-- name: search_docid_taken
SELECT docid FROM search_doc WHERE docid = $1

-- name: search_doc_new
INSERT INTO search_doc (num, docid, version, filter, words)
VALUES ($1, $2, $3, $4, $5)

-- name: search_doc_at
SELECT docid, filter, words FROM search_doc WHERE num = $1

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
SELECT count(*) FROM (SELECT rowid FROM search WHERE search MATCH $1
	AND rowid >= $2 AND rowid < $3 LIMIT $4)

-- name: search_merge
INSERT INTO search (search, rank) VALUES ('merge', $1)

-- name: search_hashsize
INSERT INTO search (search, rank) VALUES ('hashsize', $1)

-- name: search_check
INSERT INTO search (search) VALUES ('integrity-check')

-- name: search_empty
INSERT INTO search (search) VALUES ('delete-all')
