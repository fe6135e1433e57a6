-- SPDX-License-Identifier: ISC
-- Comments that came with a story from another system.

-- name: site_comment_new
INSERT INTO comment (story, num, n, author, at, offset_s, precision, level,
	html)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: site_comments_gone
DELETE FROM comment WHERE num = $1

-- name: site_comments_of
SELECT story FROM comment WHERE num = $1 LIMIT 1

-- name: site_comments
SELECT c.author, c.at, c.offset_s, c.precision, c.level, c.html
FROM thing t JOIN comment c ON c.story = t.id
WHERE t.num = $1 ORDER BY c.num, c.n
