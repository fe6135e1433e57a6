-- SPDX-License-Identifier: ISC
-- Where the site stands, and its furniture: fronts, menus, settings.

-- name: site_state
SELECT applied, version, names, everything, stale_from FROM site_state
WHERE one = 1

-- name: site_state_put
UPDATE site_state SET applied = $1, version = $2, names = $3,
	everything = $4, stale_from = $5
WHERE one = 1

-- name: site_stale_put
INSERT INTO stale (site_version, address) VALUES ($1, $2)
ON CONFLICT (site_version, address) DO NOTHING

-- name: site_stale_drop
DELETE FROM stale WHERE site_version <= $1

-- name: site_stale_since
SELECT address FROM stale WHERE site_version > $1

-- Which sanitiser made the bodies; all of them, see site_renew().
-- name: site_sanitiser
SELECT sanitiser FROM story_body ORDER BY num LIMIT 1

-- The settings that were published last.
-- name: site_setting_seq
SELECT seq FROM setting ORDER BY num DESC LIMIT 1

-- name: site_setting_put
INSERT INTO setting (num, seq) VALUES ($1, $2)
ON CONFLICT (num) DO UPDATE SET seq = excluded.seq

-- name: site_setting_gone
DELETE FROM setting WHERE num = $1

-- name: site_menu_at
SELECT items FROM menu WHERE place = $1 AND lang = $2
ORDER BY num DESC LIMIT 1

-- One row for each place and language.
-- name: site_menus_all
SELECT items FROM menu

-- name: site_fronts_all
SELECT section, lang, slots FROM front

-- name: site_menu_new
INSERT INTO menu (num, place, lang, items) VALUES ($1, $2, $3, $4)

-- name: site_menu_gone
DELETE FROM menu WHERE num = $1

-- name: site_front_at
SELECT slots FROM front WHERE lang = $1 AND section = $2
ORDER BY num DESC LIMIT 1

-- name: site_front_where
SELECT section, lang FROM front WHERE num = $1

-- name: site_front_new
INSERT INTO front (num, lang, section, slots) VALUES ($1, $2, $3, $4)

-- name: site_front_gone
DELETE FROM front WHERE num = $1

-- name: site_front_name_new
INSERT INTO front_names (thing, front) VALUES ($1, $2)
ON CONFLICT (thing, front) DO NOTHING

-- name: site_front_names_gone
DELETE FROM front_names WHERE front = $1

-- name: site_fronts_naming
SELECT f.section, f.lang FROM front_names n JOIN front f ON f.num = n.front
WHERE n.thing = $1 AND f.section >= 0

-- name: site_revision_new
INSERT INTO revision (num, seq) VALUES ($1, $2)

-- name: site_revisions
SELECT seq FROM revision WHERE num = $1 ORDER BY seq DESC

-- All things that are live, one after the other.
-- name: site_thing_after
SELECT num, type, seq FROM thing WHERE num > $1 AND live = 1
ORDER BY num LIMIT 1

-- Pages of a part of the sitemap.
-- name: site_pages_between
SELECT address FROM story WHERE kind = 'page' AND num > $1 AND num <= $2
ORDER BY num

-- The first page behind a number, and the first entity.
-- name: site_page_next
SELECT num FROM story WHERE kind = 'page' AND num > $1 ORDER BY num LIMIT 1

-- name: site_entity_next
SELECT num FROM entity WHERE num > $1 AND merged = 0 ORDER BY num LIMIT 1

-- name: site_entities_between
SELECT num FROM entity WHERE num > $1 AND num <= $2 AND merged = 0
ORDER BY num

-- All that is live, a piece at a time.
-- name: site_stories_after
SELECT num, kind, address FROM story WHERE num > $1 ORDER BY num LIMIT $2

-- name: site_entities_after
SELECT num FROM entity WHERE num > $1 ORDER BY num LIMIT $2

-- name: site_listings_after
SELECT num, thing, kind, lang, pages, open FROM listing
WHERE num > $1 ORDER BY num LIMIT $2

-- Addresses at which no live story or entity stands.
-- name: site_addresses_left
SELECT a.path FROM address a
LEFT JOIN story s ON s.num = a.num LEFT JOIN entity e ON e.num = a.num
WHERE a.path > $1
  AND (a.old = 1 OR (s.num IS NULL AND (e.num IS NULL OR e.merged <> 0)))
ORDER BY a.path LIMIT $2
