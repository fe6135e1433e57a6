-- SPDX-License-Identifier: ISC
-- Stories and pages.

-- name: site_story_new
INSERT INTO story VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: site_story_body_new
INSERT INTO story_body VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
	$12, $13)

-- name: site_story_gone
DELETE FROM story WHERE num = $1

-- name: site_story_body_gone
DELETE FROM story_body WHERE num = $1

-- name: site_story_old
SELECT s.address, s.lang, s.headline, b.related, b.listings, b.family,
	s.published, b.month, b.refs
FROM story s JOIN story_body b ON b.num = s.num WHERE s.num = $1

-- The first whose time is over.
-- name: site_story_expired
SELECT num FROM story_body WHERE expires > 0 AND expires <= $1
ORDER BY expires, num LIMIT 1

-- name: site_story_expires_next
SELECT min(expires) FROM story_body WHERE expires > 0

-- name: site_story_byline
SELECT byline, kind FROM story WHERE num = $1

-- name: site_listings_put
UPDATE story_body SET listings = $2 WHERE num = $1

-- name: site_story_where
SELECT address, lang, kind FROM story WHERE num = $1

-- name: site_text_link
SELECT kind, headline, address FROM story WHERE num = $1

-- name: site_story_html
SELECT html FROM story_body WHERE num = $1

-- name: site_card
SELECT * FROM story WHERE num = $1

-- name: site_story_is
SELECT num FROM story WHERE num = $1

-- name: site_story
SELECT s.*, b.html, b.rest, b.refs, b.listings, b.related, b.family, b.seq,
	b.revision, b.sha256
FROM story s JOIN story_body b ON b.num = s.num WHERE s.num = $1

-- name: site_cards_four
SELECT * FROM story WHERE num IN ($1, $2, $3, $4)

-- name: site_changes
SELECT at, form, grade, note FROM change WHERE num = $1 ORDER BY n

-- When readers were told of something; typos, grade 0, are nobody's business.
-- name: site_changes_told
SELECT DISTINCT at FROM change WHERE num = $1 AND grade <> 0 ORDER BY at

-- name: site_change_new
INSERT INTO change (num, n, at, form, grade, note)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: site_changes_gone
DELETE FROM change WHERE num = $1

-- name: site_related_new
INSERT INTO related (other, num) VALUES ($1, $2)
ON CONFLICT (other, num) DO NOTHING

-- name: site_related_gone
DELETE FROM related WHERE other = $1 AND num = $2

-- name: site_related_to
SELECT s.address FROM related r JOIN story s ON s.num = r.num
WHERE r.other = $1

-- name: site_translation_new
INSERT INTO translation (original, num) VALUES ($1, $2)
ON CONFLICT (original, num) DO NOTHING

-- name: site_translation_gone
DELETE FROM translation WHERE original =
	(SELECT family FROM story_body WHERE num = $1) AND num = $1

-- name: site_translation_any
SELECT num FROM translation WHERE original = $1 LIMIT 1

-- The original of a family, if it is here, learns of it.
-- name: site_family_put
UPDATE story_body SET family = $1
WHERE num = (SELECT num FROM thing WHERE id = $1)

-- name: site_family_addresses
SELECT address FROM story WHERE num IN (
	SELECT num FROM translation WHERE original = $1
	UNION ALL SELECT num FROM thing WHERE id = $1)

-- name: site_family
SELECT num, lang, address, headline FROM story WHERE num IN (
	SELECT num FROM translation WHERE original = $1
	UNION ALL SELECT num FROM thing WHERE id = $1)
ORDER BY lang, num

-- Every story that stands in a section's listings, of any language.
-- name: site_stories_of_section
SELECT DISTINCT e.num FROM listing l
JOIN listing_entry e ON e.listing = l.num
WHERE l.thing = $1 ORDER BY e.num

-- name: site_source_put
INSERT INTO source (source, num) VALUES ($1, $2)
ON CONFLICT (source) DO UPDATE SET num = excluded.num

-- Words in headlines and slugs: of that language first, the newest first.
-- name: site_find_called
SELECT s.num, s.address, s.headline
FROM (SELECT rowid AS docid FROM search WHERE search MATCH $1
	ORDER BY rowid DESC LIMIT 50) f
CROSS JOIN search_doc d ON d.docid = f.docid
CROSS JOIN story s ON s.num = d.num
ORDER BY s.lang = $2 DESC, d.docid DESC
