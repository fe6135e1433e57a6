-- SPDX-License-Identifier: ISC
-- The record.  Only src/record runs these.

-- name: record_head
SELECT size, at, edge, origin,
    (SELECT verifier FROM seal ORDER BY n DESC LIMIT 1),
    checkpoint
FROM head WHERE one = 1

-- name: record_head_make
INSERT INTO head (one, size, at, edge, origin, checkpoint, held)
VALUES (1, 0, 0, $1, $2, $3, 0)

-- name: record_held
SELECT held FROM head WHERE one = 1

-- name: record_held_set
UPDATE head SET held = $1 WHERE one = 1

-- name: record_seals
SELECT verifier, since, until FROM seal ORDER BY n

-- name: record_seal_put
INSERT INTO seal (n, verifier, since, until) VALUES ($1, $2, $3, $4)
ON CONFLICT (n) DO UPDATE SET verifier = $2, since = $3, until = $4

-- name: record_origin_set
UPDATE head SET origin = $1 WHERE one = 1

-- What append needs of it, without the signed text.
-- name: record_end
SELECT size, at, edge, held FROM head WHERE one = 1

-- name: record_end_set
UPDATE head SET size = $1, at = $2, edge = $3 WHERE one = 1

-- name: record_head_sign
UPDATE head SET checkpoint = $1 WHERE one = 1

-- name: record_put
INSERT INTO record (seq, leaf, leaf_hash, intent) VALUES ($1, $2, $3, $4)

-- name: record_at
SELECT leaf, leaf_hash, intent FROM record WHERE seq = $1

-- name: record_by_intent
SELECT seq FROM record WHERE intent = $1

-- name: record_leaves
SELECT leaf FROM record WHERE seq >= $1 AND seq < $2 ORDER BY seq

-- Each entry with what is left of its file: for who looks at all of them.
-- name: record_walk
SELECT r.seq, r.leaf, c.bytes FROM record r
LEFT JOIN content c ON c.seq = r.seq
WHERE r.seq >= $1 ORDER BY r.seq

-- What each live thing is by now.
-- name: record_living
SELECT t.seq, r.leaf, c.bytes, t.num FROM thing t
JOIN record r ON r.seq = t.seq
LEFT JOIN content c ON c.seq = t.seq
WHERE t.num > $1 AND t.live = 1 ORDER BY t.num LIMIT $2

-- name: record_leaf_hashes
SELECT leaf_hash FROM record WHERE seq >= $1 AND seq < $2 ORDER BY seq

-- name: record_last
SELECT ifnull(max(seq), -1) FROM record

-- Entries that the head does not count.
-- name: record_beyond
SELECT seq FROM record WHERE seq >= $1
UNION ALL SELECT seq FROM record WHERE seq < 0
LIMIT 1

-- name: record_content_put
INSERT INTO content (seq, sha_key, sha256, bytes) VALUES ($1, $2, $3, $4)

-- name: record_content_at
SELECT sha256, bytes, sha_key FROM content WHERE seq = $1

-- name: record_content_by_sha
SELECT sha256, bytes FROM content WHERE sha_key = $1 ORDER BY seq

-- name: record_content_erase
UPDATE content SET bytes = x'' WHERE seq = $1

-- name: record_erased_put
INSERT INTO erased (seq, instead) VALUES ($1, $2)
ON CONFLICT (seq) DO UPDATE SET instead = excluded.instead

-- name: record_erased_at
SELECT instead FROM erased WHERE seq = $1

-- name: record_content_beyond
SELECT seq FROM content WHERE seq >= $1
UNION ALL SELECT seq FROM content WHERE seq < 0
LIMIT 1

-- Through the index, which is what is asked about; + keeps the key out of it.
-- name: record_content_in_index
SELECT count(*) FROM content WHERE sha_key = $1 AND +seq = $2

-- name: record_tile_put
INSERT INTO tile (place, bytes) VALUES ($1, $2)
ON CONFLICT (place) DO UPDATE SET bytes = excluded.bytes

-- name: record_tile_at
SELECT bytes FROM tile WHERE place = $1

-- name: record_tile_count
SELECT count(*) FROM tile

-- name: record_thing_at
SELECT num, type, revision, seq, live FROM thing WHERE id = $1

-- name: record_thing_put
INSERT INTO thing (id, type, revision, seq, live) VALUES ($1, $2, $3, $4, $5)

-- name: record_thing_set
UPDATE thing SET type = $2, revision = $3, seq = $4, live = $5 WHERE num = $1

-- name: record_things
SELECT num, id, type, revision, seq, live FROM thing ORDER BY num
