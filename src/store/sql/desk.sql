-- SPDX-License-Identifier: ISC
-- desk.db: intents, drafts, pictures.

-- name: desk_intent_put
INSERT INTO intent (id, at, action, thing, base, draft, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO NOTHING

-- name: desk_intent_end
DELETE FROM intent WHERE id = $1

-- name: desk_intents
SELECT id, action, thing, base, draft, bytes
FROM intent ORDER BY num

-- name: desk_draft_put
INSERT INTO draft (why, due, kept_at, name, source, thing, headline, trouble,
    tried_at, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7, '', 0, $8)

-- name: desk_draft_drop
DELETE FROM draft WHERE num = $1

-- name: desk_draft_drop_source
DELETE FROM draft WHERE source = $1 AND source <> ''

-- name: desk_draft_drop_thing
DELETE FROM draft WHERE thing = $1 AND thing <> x''

-- name: desk_draft_trouble
UPDATE draft SET trouble = $2, tried_at = $3 WHERE num = $1

-- name: desk_drafts
SELECT num, why, due, kept_at, name, source, headline, trouble
FROM draft ORDER BY why <> 1, due, num

-- name: desk_draft
SELECT num, why, due, kept_at, name, source, headline, trouble, bytes
FROM draft WHERE num = $1

-- name: desk_draft_of_thing
SELECT num FROM draft WHERE thing = $1 AND thing <> x''

-- name: desk_draft_of
SELECT num FROM draft WHERE source = $1 AND source <> ''

-- The next that is due and was not tried in vain within the last minute; a
-- time of trying that lies ahead is that of a clock which was set back since.
-- name: desk_draft_due
SELECT num FROM draft
WHERE why = 1 AND due <= $1 AND (tried_at <= $2 OR tried_at > $1)
ORDER BY due, num LIMIT 1

-- name: desk_draft_next
SELECT min(due) FROM draft WHERE why = 1

-- name: desk_picture
SELECT sha256, thing, format, w, h, duration, bytes FROM picture
WHERE given = $1

-- name: desk_picture_put
INSERT INTO picture (given, sha256, thing, format, w, h, duration, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (given) DO NOTHING

-- Everything that was made of pictures and files, each once.
-- name: desk_masters
SELECT sha256, format FROM picture WHERE given = sha256 ORDER BY sha256

-- name: desk_picture_sizes
SELECT name, sha256, format, w, h FROM picture_size WHERE master = $1
ORDER BY w

-- name: desk_picture_size_put
INSERT INTO picture_size (master, name, sha256, format, w, h)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (master, name) DO NOTHING

-- name: desk_given
SELECT thing FROM given WHERE mark = $1

-- name: desk_given_put
INSERT INTO given (mark, thing) VALUES ($1, $2)
ON CONFLICT (mark) DO UPDATE SET thing = $2

-- name: desk_imported
SELECT mark, thing, revision FROM imported WHERE source = $1

-- name: desk_imported_put
INSERT INTO imported (source, mark, thing, revision)
VALUES ($1, $2, $3, $4)
ON CONFLICT (source) DO UPDATE SET mark = $2, thing = $3, revision = $4

-- name: desk_secret
SELECT bytes FROM secret WHERE name = $1

-- name: desk_secret_put
INSERT INTO secret (name, bytes) VALUES ($1, $2)
ON CONFLICT (name) DO NOTHING
