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
SELECT id, at, reason FROM gone WHERE num = $1

-- name: site_gone_put
INSERT INTO gone (num, id, kind, at, reason) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (num) DO UPDATE SET at = excluded.at, reason = excluded.reason

-- name: site_gone_drop
DELETE FROM gone WHERE num = $1

-- name: site_redirect_at
SELECT target FROM redirect WHERE num = $1

-- name: site_redirect_put
INSERT INTO redirect (num, target) VALUES ($1, $2)
ON CONFLICT (num) DO UPDATE SET target = excluded.target

-- name: site_redirect_drop
DELETE FROM redirect WHERE num = $1
