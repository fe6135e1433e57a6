-- SPDX-License-Identifier: ISC
-- desk.db: what imports remember.

-- All sources of one system, in the order of their bytes.
-- name: desk_imported_sources
SELECT source FROM imported WHERE source >= $1 AND source < $2
ORDER BY source

-- name: desk_hub
SELECT version, failures, next FROM hub WHERE url = $1

-- name: desk_hub_put
INSERT INTO hub (url, version, failures, next) VALUES ($1, $2, $3, $4)
ON CONFLICT (url) DO UPDATE SET version = excluded.version,
	failures = excluded.failures, next = excluded.next

-- name: desk_hub_forget
DELETE FROM hub WHERE url <> $1
