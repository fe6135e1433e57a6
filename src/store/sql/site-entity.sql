-- SPDX-License-Identifier: ISC
-- Entities and their names.

-- name: site_names_of
SELECT e.kind, e.parent, e.sorting, e.retired, n.lang, n.name, n.slug, n.role,
	e.merged
FROM entity e JOIN entity_name n ON n.num = e.num
WHERE e.num = $1 ORDER BY n.lang

-- name: site_entities_of
SELECT num FROM entity WHERE kind = $1 ORDER BY num

-- name: site_entity_row
SELECT id, kind, parent, sorting, retired, picture, links, html, more
FROM entity WHERE num = $1

-- name: site_entity_intros
SELECT lang, intro FROM entity_name WHERE num = $1 ORDER BY lang

-- name: site_entity_new
INSERT INTO entity (num, id, kind, parent, sorting, retired, picture, links,
	html, merged, more)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: site_entity_gone
DELETE FROM entity WHERE num = $1

-- name: site_entity_name_new
INSERT INTO entity_name (num, lang, name, slug, role, intro)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: site_entity_names_gone
DELETE FROM entity_name WHERE num = $1

-- name: site_entity_key_new
INSERT INTO entity_key (kind, word, rank, lang, num)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (kind, word, rank, lang, num) DO NOTHING

-- What was a slug becomes an old one; everything else is written anew.
-- name: site_entity_slugs_old
INSERT INTO entity_key (kind, word, rank, lang, num)
SELECT kind, word, 3, lang, num FROM entity_key WHERE num = $1 AND rank = 1
ON CONFLICT (kind, word, rank, lang, num) DO NOTHING

-- name: site_entity_keys_gone
DELETE FROM entity_key WHERE num = $1 AND rank <> 3

-- name: site_entity_old_key_gone
DELETE FROM entity_key
WHERE kind = $1 AND word = $2 AND rank = 3 AND lang = $3 AND num = $4

-- The language asked for first, then any other; in each, slug before name
-- before old slug before alias.
-- name: site_find
SELECT k.num FROM entity_key k JOIN entity e ON e.num = k.num
WHERE k.kind = $1 AND k.word = $2
ORDER BY k.lang <> $3 AND k.lang <> '', k.rank, k.lang <> $3, k.num LIMIT 1

-- Through rows of ours: the record may know of things that come later.
-- name: site_entity_by_id
SELECT e.num FROM thing t JOIN entity e ON e.num = t.num
WHERE t.id = $1 AND e.kind = $2

-- name: site_story_by_id
SELECT s.num FROM thing t JOIN story s ON s.num = t.num WHERE t.id = $1

-- Every name of one kind, for "did you mean".
-- name: site_names_all
SELECT k.word, n.name, n.lang FROM entity_key k
JOIN entity_name n ON n.num = k.num
WHERE k.kind = $1 AND k.rank <= 2 ORDER BY k.word, n.lang

-- name: site_source_at
SELECT num FROM source WHERE source = $1
