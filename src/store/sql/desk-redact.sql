-- SPDX-License-Identifier: ISC
-- desk.db: redactions.

-- name: desk_redaction
SELECT num, intent FROM redaction ORDER BY num LIMIT 1

-- name: desk_redaction_put
INSERT INTO redaction (intent) VALUES ($1)

-- name: desk_redactions_end
DELETE FROM redaction

-- name: desk_redaction_steps
SELECT num, line, bytes FROM redaction_step ORDER BY num

-- name: desk_redaction_step_put
INSERT INTO redaction_step (line, name, headline, sourced, bytes)
VALUES ($1, $2, $3, $4, $5)

-- name: desk_redaction_steps_end
DELETE FROM redaction_step

-- Every draft, every source: for a redaction that looks everywhere.
-- name: desk_redact_drafts
SELECT num, kept_at, name, source, thing, headline, trouble, bytes
FROM draft ORDER BY num

-- name: desk_redact_sources
SELECT source, thing FROM imported ORDER BY source

-- The draft without the words takes the other's place, under another number.
-- name: desk_redact_draft
INSERT INTO draft (why, due, kept_at, name, source, thing, headline, trouble,
	tried_at, bytes)
SELECT d.why, d.due, $3, s.name, iif(s.sourced, d.source, ''), d.thing,
	s.headline, '', 0, s.bytes
FROM draft d, redaction_step s
WHERE d.num = $1 AND s.num = $2

-- name: desk_redact_draft_drop
DELETE FROM draft WHERE num = $1 AND kept_at = $2

-- The same bytes again are not known again.
-- name: desk_redact_given
DELETE FROM given WHERE thing = $1

-- name: desk_redact_marks
UPDATE imported SET mark = randomblob(32) WHERE thing = $1

-- name: desk_redact_source_drop
DELETE FROM imported WHERE thing = $1

-- name: desk_redact_picture
DELETE FROM picture WHERE sha256 = $1

-- name: desk_redact_sizes
DELETE FROM picture_size WHERE master = $1 OR sha256 = $1
