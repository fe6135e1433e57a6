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

-- name: search_merge
INSERT INTO search (search, rank) VALUES ('merge', $1)

-- name: search_hashsize
INSERT INTO search (search, rank) VALUES ('hashsize', $1)

-- name: search_check
INSERT INTO search (search) VALUES ('integrity-check')

-- name: search_empty
INSERT INTO search (search) VALUES ('delete-all')
