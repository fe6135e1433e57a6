-- SPDX-License-Identifier: ISC
-- What is observed: feeds of other places, what is read most, what was made of
-- pictures.

-- name: site_front_watch_new
INSERT INTO front_watch (front, source) VALUES ($1, $2)
ON CONFLICT (source, front) DO NOTHING

-- name: site_front_watch_gone
DELETE FROM front_watch WHERE front = $1

-- name: site_fronts_watching
SELECT f.section, f.lang FROM front_watch w JOIN front f ON f.num = w.front
WHERE w.source = $1 AND f.section >= 0

-- Every feed that a live front shows; those that never came have NULLs.
-- name: site_feeds
SELECT DISTINCT w.source, f.title, f.etag, f.modified, f.asked, f.next,
	f.failures, f.trouble, f.items
FROM front_watch w LEFT JOIN feed f ON f.url = w.source
WHERE w.source > '' ORDER BY w.source

-- name: site_feed_at
SELECT title, items FROM feed WHERE url = $1

-- name: site_feed_put
INSERT INTO feed (url, title, etag, modified, asked, next, failures, trouble,
	items)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (url) DO UPDATE SET title = excluded.title,
	etag = excluded.etag, modified = excluded.modified,
	asked = excluded.asked, next = excluded.next,
	failures = excluded.failures, trouble = excluded.trouble,
	items = excluded.items

-- name: site_feeds_forget
DELETE FROM feed WHERE url NOT IN (SELECT source FROM front_watch)

-- A story that is live; others are not counted.
-- name: site_reads_add
INSERT INTO reads (hour, id, n) SELECT $1, id, $3 FROM story WHERE num = $2
ON CONFLICT (hour, id) DO UPDATE SET n = n + excluded.n

-- name: site_reads_forget
DELETE FROM reads WHERE hour < $1

-- name: site_reads_most
SELECT s.lang, r.id FROM reads r JOIN thing t ON t.id = r.id
JOIN story s ON s.num = t.num
WHERE r.hour > $1
GROUP BY s.lang, r.id ORDER BY s.lang, sum(r.n) DESC, max(s.published) DESC

-- name: site_most_read_all
SELECT lang, id FROM most_read ORDER BY lang, rank

-- name: site_most_read
SELECT s.* FROM most_read m JOIN thing t ON t.id = m.id
JOIN story s ON s.num = t.num
WHERE m.lang = $1 ORDER BY m.rank LIMIT $2

-- name: site_most_read_new
INSERT INTO most_read (lang, rank, id) VALUES ($1, $2, $3)

-- name: site_most_read_gone
DELETE FROM most_read

-- name: site_variant_at
SELECT master, colour, moves, made FROM variant WHERE shown = $1

-- name: site_variant_put
INSERT INTO variant (shown, master, colour, moves, made)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (shown) DO UPDATE SET master = excluded.master,
	colour = excluded.colour, moves = excluded.moves, made = excluded.made

-- name: site_variant_gone
DELETE FROM variant WHERE shown = $1 OR master = $1
