-- SPDX-License-Identifier: ISC
-- Addresses and what stands at them.

-- name: site_place_at
SELECT a.num, a.old, a.lang, t.type, t.live, coalesce(s.address, '')
FROM address a JOIN thing t ON t.num = a.num
LEFT JOIN story s ON s.num = a.num
WHERE a.path = $1

-- name: site_address_holder
SELECT num FROM address WHERE path = $1

-- name: site_story_by_address
SELECT s.num FROM address a JOIN story s ON s.num = a.num WHERE a.path = $1

-- name: site_holder_words
SELECT t.type, t.id, coalesce(s.headline, '')
FROM thing t LEFT JOIN story s ON s.num = t.num WHERE t.num = $1

-- name: site_address_put
INSERT INTO address (path, num, old, lang) VALUES ($1, $2, $3, $4)
ON CONFLICT (path) DO UPDATE SET old = excluded.old, lang = excluded.lang

-- name: site_gone_at
SELECT id, at, reason, expired FROM gone WHERE num = $1

-- name: site_gone_put
INSERT INTO gone (num, id, kind, at, reason, expired, listings)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (num) DO UPDATE SET at = excluded.at, reason = excluded.reason,
	expired = excluded.expired, listings = excluded.listings

-- name: site_gone_listings
SELECT at, listings FROM gone WHERE num = $1

-- name: site_gone_entry_put
INSERT INTO gone_entry (listing, at, num) VALUES ($1, $2, $3)
ON CONFLICT (listing, at, num) DO NOTHING

-- name: site_gone_entry_drop
DELETE FROM gone_entry WHERE listing = $1 AND at = $2 AND num = $3

-- What was last retracted from a listing.
-- name: site_gone_newest
SELECT g.id, g.at, g.reason, g.expired FROM gone_entry e
JOIN gone g ON g.num = e.num
WHERE e.listing = $1 ORDER BY e.at DESC, e.num DESC LIMIT $2

-- Where a thing stood before.
-- name: site_addresses_old
SELECT path FROM address WHERE num = $1 AND old = 1

-- The same, each with the language of its page.
-- name: site_addresses_left_behind
SELECT path, lang FROM address WHERE num = $1 AND old = 1 ORDER BY path

-- name: site_gone_drop
DELETE FROM gone WHERE num = $1

-- name: site_redirect_at
SELECT target FROM redirect WHERE num = $1

-- name: site_redirect_to
SELECT num FROM redirect WHERE target = $1 OR target = $1 || '/' LIMIT 1

-- name: site_redirect_put
INSERT INTO redirect (num, target) VALUES ($1, $2)
ON CONFLICT (num) DO UPDATE SET target = excluded.target

-- name: site_redirect_drop
DELETE FROM redirect WHERE num = $1
