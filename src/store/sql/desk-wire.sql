-- SPDX-License-Identifier: ISC
-- desk.db: what imports remember.

-- All sources of one system, in the order of their bytes.
-- name: desk_imported_sources
SELECT source FROM imported WHERE source >= $1 AND source < $2
ORDER BY source
