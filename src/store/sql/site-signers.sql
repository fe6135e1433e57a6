-- SPDX-License-Identifier: ISC
-- Who signed statements and letters.

-- name: site_signer_new
INSERT INTO signer (list, sort, num, n, name, role, affiliation, country,
	words)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: site_signers_gone
DELETE FROM signer WHERE num = $1

-- name: site_signers_of_list_gone
DELETE FROM signer WHERE list = $1

-- name: site_signers
SELECT name, role, affiliation, country, num, n, words FROM signer
WHERE list = $1 ORDER BY sort, num, n

-- The blocks of a list; the last is the one that fills.
-- name: site_signer_blocks
SELECT s.num, t.id, count(*) FROM signer s JOIN thing t ON t.num = s.num
WHERE s.list = $1 GROUP BY s.num ORDER BY s.num

-- name: site_signers_list_of
SELECT list FROM signer WHERE num = $1 LIMIT 1

-- name: site_signed_put
INSERT INTO signed (list, num, lang, grouped) VALUES ($1, $2, $3, $4)
ON CONFLICT (list) DO UPDATE
SET num = excluded.num, lang = excluded.lang, grouped = excluded.grouped

-- name: site_signed_at
SELECT num, lang, grouped FROM signed WHERE list = $1

-- name: site_signed_gone
DELETE FROM signed WHERE num = $1
