-- SPDX-License-Identifier: ISC
-- Derived tables made empty, before they are made anew.

-- name: reindex_story
DELETE FROM story

-- name: reindex_story_body
DELETE FROM story_body

-- name: reindex_change
DELETE FROM change

-- name: reindex_revision
DELETE FROM revision

-- name: reindex_related
DELETE FROM related

-- name: reindex_translation
DELETE FROM translation

-- name: reindex_source
DELETE FROM source

-- name: reindex_address
DELETE FROM address

-- name: reindex_gone
DELETE FROM gone

-- name: reindex_gone_entry
DELETE FROM gone_entry

-- name: reindex_redirect
DELETE FROM redirect

-- name: reindex_listing
DELETE FROM listing

-- name: reindex_listing_entry
DELETE FROM listing_entry

-- name: reindex_listing_page
DELETE FROM listing_page

-- name: reindex_archive_month
DELETE FROM archive_month

-- name: reindex_entity
DELETE FROM entity

-- name: reindex_entity_name
DELETE FROM entity_name

-- name: reindex_entity_key
DELETE FROM entity_key

-- name: reindex_signer
DELETE FROM signer

-- name: reindex_comment
DELETE FROM comment

-- name: reindex_signed
DELETE FROM signed

-- name: reindex_front
DELETE FROM front

-- name: reindex_front_names
DELETE FROM front_names

-- name: reindex_front_watch
DELETE FROM front_watch

-- name: reindex_menu
DELETE FROM menu

-- name: reindex_setting
DELETE FROM setting

-- name: reindex_search_doc
DELETE FROM search_doc

-- The version goes on: readers must see that all has changed.
-- name: reindex_state
UPDATE site_state SET applied = 0, everything = version + 1,
	stale_from = version + 1, names = version + 1, version = version + 1
WHERE one = 1
