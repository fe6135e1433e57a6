-- SPDX-License-Identifier: ISC
-- What the desk asks of the record's things.

-- name: desk_thing_id
SELECT id FROM thing WHERE num = $1

-- Reads every thing: for a person at a command line, not for a page.
-- name: desk_things_of
SELECT id FROM thing WHERE type = $1 AND live = 1 ORDER BY num LIMIT 2

-- Every address that is or was a thing's: for a redaction.
-- name: desk_addresses
SELECT path, num, old, lang FROM address ORDER BY path
