-- SPDX-License-Identifier: ISC
-- Listings: src/site/listing.c writes them, src/site/pages.c reads them.

-- name: site_listing_at
SELECT num, pages, open, published, entry FROM listing
WHERE thing = $1 AND kind = $2 AND lang = $3

-- name: site_listing_row
SELECT thing, kind, lang, pages, open, published, entry FROM listing
WHERE num = $1

-- name: site_listing_new
INSERT INTO listing (thing, kind, lang, pages, open, published, entry)
VALUES ($1, $2, $3, 0, 0, $4, $4)

-- name: site_listing_put
UPDATE listing SET pages = $2, open = $3, published = $4, entry = $5
WHERE num = $1

-- name: site_entry_new
INSERT INTO listing_entry (listing, published, num) VALUES ($1, $2, $3)

-- name: site_entry_gone
DELETE FROM listing_entry WHERE listing = $1 AND published = $2 AND num = $3

-- name: site_entry_newest
SELECT published, num FROM listing_entry WHERE listing = $1
ORDER BY published DESC, num DESC LIMIT 1

-- name: site_entries_newest
SELECT published, num FROM listing_entry WHERE listing = $1
ORDER BY published DESC, num DESC LIMIT $2

-- name: site_entries_all
SELECT published, num FROM listing_entry WHERE listing = $1
ORDER BY published, num

-- name: site_page_new
INSERT INTO listing_page (listing, page, published, num, n)
VALUES ($1, $2, $3, $4, $5)

-- name: site_page_more
UPDATE listing_page SET n = n + $3 WHERE listing = $1 AND page = $2

-- name: site_page_holding
SELECT page, published, num FROM listing_page
WHERE listing = $1 AND (published, num) >= ($2, $3)
ORDER BY published, num LIMIT 1

-- name: site_page_before
SELECT published, num FROM listing_page WHERE listing = $1 AND page = $2

-- name: site_pages_gone
DELETE FROM listing_page WHERE listing = $1

-- name: site_page_long
SELECT listing FROM listing_page WHERE n > 60 AND listing > $1
ORDER BY listing LIMIT 1

-- name: site_month_more
INSERT INTO archive_month (listing, month, n) VALUES ($1, $2, $3)
ON CONFLICT (listing, month) DO UPDATE SET n = archive_month.n + excluded.n

-- name: site_month_empty
DELETE FROM archive_month WHERE listing = $1 AND month = $2 AND n = 0

-- The cards of a listing's first page.
-- name: site_cards_newest
SELECT s.* FROM listing_entry e JOIN story s ON s.num = e.num
WHERE e.listing = $1
ORDER BY e.published DESC, e.num DESC LIMIT $2

-- A numbered page: after one bound, up to and with another.
-- name: site_cards_between
SELECT s.* FROM listing_entry e JOIN story s ON s.num = e.num
WHERE e.listing = $1 AND (e.published, e.num) > ($2, $3)
  AND (e.published, e.num) <= ($4, $5)
ORDER BY e.published DESC, e.num DESC LIMIT $6

-- What was changed, in the listing of corrections.
-- name: site_corrections_between
SELECT s.id, s.address, s.headline, s.published, c.at, c.form, c.grade, c.note
FROM listing_entry e JOIN story s ON s.num = e.num
JOIN change c ON c.num = e.num
WHERE e.listing = $1 AND (e.published, e.num) > ($2, $3)
  AND (e.published, e.num) <= ($4, $5)
  AND c.at = e.published AND c.grade <> 0
ORDER BY e.published DESC, e.num DESC, c.n DESC LIMIT $6

-- A month, oldest first.
-- name: site_cards_month
SELECT s.* FROM listing_entry e JOIN story s ON s.num = e.num
WHERE e.listing = $1 AND e.published >= $2 AND e.published < $3
ORDER BY e.published, e.num LIMIT $4 OFFSET $5

-- name: site_page_row
SELECT published, num FROM listing_page WHERE listing = $1 AND page = $2

-- name: site_months
SELECT month, n FROM archive_month
WHERE listing = $1 AND month >= $2 AND month < $3
ORDER BY month DESC

-- The months with stories before and after one; -1: there is none.
-- name: site_months_around
SELECT coalesce((SELECT max(month) FROM archive_month
		WHERE listing = $1 AND month < $2), -1),
	coalesce((SELECT min(month) FROM archive_month
		WHERE listing = $1 AND month > $2), -1)

-- The neighbours of a story in one listing: the older first.
-- name: site_neighbours
SELECT * FROM (SELECT 0 AS later, s.num, s.kind, s.headline, s.address
	FROM listing_entry e JOIN story s ON s.num = e.num
	WHERE e.listing = $1 AND (e.published, e.num) < ($2, $3)
	ORDER BY e.published DESC, e.num DESC LIMIT 1)
UNION ALL
SELECT * FROM (SELECT 1 AS later, s.num, s.kind, s.headline, s.address
	FROM listing_entry e JOIN story s ON s.num = e.num
	WHERE e.listing = $1 AND (e.published, e.num) > ($2, $3)
	ORDER BY e.published, e.num LIMIT 1)
