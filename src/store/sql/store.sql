-- SPDX-License-Identifier: ISC
-- What every store needs, of whichever database.

-- name: store_begin_write
BEGIN IMMEDIATE

-- name: store_begin_read
BEGIN

-- name: store_commit
COMMIT

-- name: store_rollback
ROLLBACK

-- name: store_part_begin
SAVEPOINT part

-- name: store_part_keep
RELEASE part

-- name: store_part_undo
ROLLBACK TO part

-- A read mark that moves on for readers that may not move their own; and what
-- makes BEGIN take its snapshot at once.
-- name: store_touch
SELECT count(*) FROM (SELECT 1 FROM sqlite_schema LIMIT 1)

-- name: store_data_version
PRAGMA data_version

-- name: store_schema_version
PRAGMA user_version

-- name: store_page_size
PRAGMA page_size

-- What may do more than hold data; there is nothing of the kind in our tables.
-- name: store_foreign
SELECT count(*) FROM sqlite_schema
WHERE type NOT IN ('table', 'index')
   OR (sql LIKE 'CREATE VIRTUAL%' AND name <> 'search')

-- name: store_application_id
PRAGMA application_id

-- Each page anew and none free: what was deleted is in the file no more.
-- name: store_vacuum
VACUUM

-- For that: it would not fit into a small server's memory.
-- name: store_temp_file
PRAGMA temp_store = FILE

-- name: store_temp_memory
PRAGMA temp_store = MEMORY

-- Hands out FTS5's door, through which the tokeniser is registered.
-- name: store_fts5
SELECT fts5($1)
