/* SPDX-License-Identifier: ISC */
/* The names under which templates find what views hold. */
#include "page/view.h"

/* A further kind of story brings a row here and a template. */
static const char *const card_dresses[] = { "card-news", "card-voice", NULL };
static const char *const entry_dresses[] = { "entry-news", "entry-voice",
	NULL };
static const char *const story_dresses[] = { "story-news", "story-voice",
	NULL };
static const char *const heads[] = { "head-section", "head-topic",
	"head-person", NULL };
static const char *const band_patterns[] = { "band-three", "band-wide",
	"band-shot", "band-split", "band-row", "band-thirds", "band-pair",
	NULL };

/* clang-format off */
#define T struct view_link
static const struct view_field link_fields[] = {
	VIEW_TEXT(T, text),
	VIEW_TEXT(T, href),
	VIEW_TEXT(T, label),
	VIEW_TEXT(T, lang),
	VIEW_TEXT(T, dir),
	VIEW_FLAG(T, current),
	VIEW_FLAG(T, other),
	VIEW_FLAG(T, marked),
	VIEW_FLAG(T, gap),
	VIEW_FLAG(T, last),
};
#undef T
static const struct view_type view_link_type =
    VIEW_TYPE(struct view_link, link_fields);

#define T struct view_time
static const struct view_field time_fields[] = {
	VIEW_TEXT(T, iso),
	VIEW_TEXT(T, text),
};
#undef T
static const struct view_type view_time_type =
    VIEW_TYPE(struct view_time, time_fields);

#define T struct view_picture
static const struct view_field picture_fields[] = {
	VIEW_TEXT(T, src),
	VIEW_TEXT(T, srcset),
	VIEW_TEXT(T, sizes),
	VIEW_SIZE(T, width),
	VIEW_SIZE(T, height),
	VIEW_TEXT(T, alt),
	VIEW_TEXT(T, caption),
	VIEW_TEXT(T, credit),
	VIEW_FLAG(T, has_caption),
	VIEW_FLAG(T, lazy),
	VIEW_FLAG(T, tall),
};
#undef T
static const struct view_type view_picture_type =
    VIEW_TYPE(struct view_picture, picture_fields);

#define T struct view_card
static const struct view_field card_fields[] = {
	VIEW_PARTIAL(T, dress, card_dresses),
	VIEW_PARTIAL(T, entry, entry_dresses),
	VIEW_TEXT(T, level),
	VIEW_TEXT(T, size),
	VIEW_TEXT(T, href),
	VIEW_TEXT(T, headline),
	VIEW_TEXT(T, lang),
	VIEW_TEXT(T, dir),
	VIEW_TEXT(T, label),
	VIEW_TEXT(T, kicker),
	VIEW_FLAG(T, has_kicker),
	VIEW_MARKUP(T, deck),
	VIEW_TEXT(T, byline),
	VIEW_TEXT(T, who),
	VIEW_TEXT(T, short_headline),
	VIEW_MARKUP(T, intro),
	VIEW_VIEW(T, time, &view_time_type),
	VIEW_FLAG(T, has_byline),
	VIEW_VIEW(T, picture, &view_picture_type),
	VIEW_LIST(T, sublinks, &view_link_type),
	VIEW_FLAG(T, has_sublinks),
	VIEW_FLAG(T, other),
	VIEW_FLAG(T, ruled),
	VIEW_FLAG(T, far),
};
#undef T
static const struct view_type view_card_type =
    VIEW_TYPE(struct view_card, card_fields);

#define T struct view_block
static const struct view_field block_fields[] = {
	VIEW_TEXT(T, id),
	VIEW_TEXT(T, title),
	VIEW_TEXT(T, href),
	VIEW_LIST(T, subs, &view_link_type),
	VIEW_FLAG(T, has_subs),
	VIEW_VIEW(T, lead, &view_card_type),
	VIEW_LIST(T, left, &view_card_type),
	VIEW_LIST(T, right, &view_card_type),
	VIEW_FLAG(T, has_left),
	VIEW_FLAG(T, has_right),
};
#undef T
static const struct view_type view_block_type =
    VIEW_TYPE(struct view_block, block_fields);

#define T struct view_band
static const struct view_field band_fields[] = {
	VIEW_PARTIAL(T, pattern, band_patterns),
	VIEW_VIEW(T, first, &view_block_type),
	VIEW_LIST(T, blocks, &view_block_type),
};
#undef T
static const struct view_type view_band_type =
    VIEW_TYPE(struct view_band, band_fields);

#define T struct view_appeal
static const struct view_field appeal_fields[] = {
	VIEW_TEXT(T, title),
	VIEW_MARKUP(T, text),
	VIEW_TEXT(T, href),
	VIEW_TEXT(T, link),
};
#undef T
static const struct view_type view_appeal_type =
    VIEW_TYPE(struct view_appeal, appeal_fields);

#define T struct view_front
static const struct view_field front_fields[] = {
	VIEW_VIEW(T, lead, &view_card_type),
	VIEW_LIST(T, seconds, &view_card_type),
	VIEW_TEXT(T, seconds_class),
	VIEW_TEXT(T, rail_title),
	VIEW_TEXT(T, rail_href),
	VIEW_LIST(T, thirds, &view_card_type),
	VIEW_LIST(T, rail, &view_card_type),
	VIEW_LIST(T, voices, &view_card_type),
	VIEW_LIST(T, bands, &view_band_type),
	VIEW_VIEW(T, appeal, &view_appeal_type),
	VIEW_TEXT(T, recent_title),
	VIEW_LIST(T, recent, &view_card_type),
	VIEW_FLAG(T, rail_dated),
	VIEW_FLAG(T, recent_dated),
	VIEW_FLAG(T, has_seconds),
	VIEW_FLAG(T, has_thirds),
	VIEW_FLAG(T, has_rail),
	VIEW_FLAG(T, has_voices),
	VIEW_FLAG(T, has_recent),
};
#undef T
static const struct view_type view_front_type =
    VIEW_TYPE(struct view_front, front_fields);

#define T struct view_listing
static const struct view_field listing_fields[] = {
	VIEW_PARTIAL(T, head, heads),
	VIEW_VIEW(T, picture, &view_picture_type),
	VIEW_TEXT(T, title),
	VIEW_TEXT(T, label),
	VIEW_TEXT(T, role),
	VIEW_TEXT(T, page_label),
	VIEW_MARKUP(T, intro),
	VIEW_LIST(T, subs, &view_link_type),
	VIEW_LIST(T, entries, &view_card_type),
	VIEW_LIST(T, rail, &view_card_type),
	VIEW_LIST(T, pages, &view_link_type),
	VIEW_LIST(T, years, &view_link_type),
	VIEW_VIEW(T, newer, &view_link_type),
	VIEW_VIEW(T, feed, &view_link_type),
	VIEW_TEXT(T, aside_label),
	VIEW_TEXT(T, rail_title),
	VIEW_TEXT(T, years_title),
	VIEW_FLAG(T, has_subs),
	VIEW_FLAG(T, has_rail),
	VIEW_FLAG(T, has_pages),
	VIEW_FLAG(T, has_years),
	VIEW_FLAG(T, ruled),
	VIEW_FLAG(T, long_title),
	VIEW_FLAG(T, empty),
	VIEW_FLAG(T, closed),
};
#undef T
static const struct view_type view_listing_type =
    VIEW_TYPE(struct view_listing, listing_fields);

#define T struct view_person
static const struct view_field person_fields[] = {
	VIEW_TEXT(T, task),
	VIEW_TEXT(T, name),
	VIEW_TEXT(T, href),
	VIEW_TEXT(T, role),
};
#undef T
static const struct view_type view_person_type =
    VIEW_TYPE(struct view_person, person_fields);

#define T struct view_note
static const struct view_field note_fields[] = {
	VIEW_TEXT(T, title),
	VIEW_TEXT(T, text),
	VIEW_VIEW(T, time, &view_time_type),
	VIEW_FLAG(T, plain),
};
#undef T
static const struct view_type view_note_type =
    VIEW_TYPE(struct view_note, note_fields);

#define T struct view_story
static const struct view_field story_fields[] = {
	VIEW_PARTIAL(T, dress, story_dresses),
	VIEW_TEXT(T, size),
	VIEW_TEXT(T, headline),
	VIEW_TEXT(T, label),
	VIEW_TEXT(T, kicker),
	VIEW_MARKUP(T, deck),
	VIEW_TEXT(T, place),
	VIEW_TEXT(T, rights),
	VIEW_VIEW(T, section, &view_link_type),
	VIEW_VIEW(T, picture, &view_picture_type),
	VIEW_LIST(T, people, &view_person_type),
	VIEW_VIEW(T, published, &view_time_type),
	VIEW_VIEW(T, updated, &view_time_type),
	VIEW_VIEW(T, origin, &view_link_type),
	VIEW_LIST(T, translations, &view_link_type),
	VIEW_LIST(T, topics, &view_link_type),
	VIEW_LIST(T, notes, &view_note_type),
	VIEW_MARKUP(T, body),
	VIEW_LIST(T, related, &view_card_type),
	VIEW_TEXT(T, version),
	VIEW_TEXT(T, entry),
	VIEW_TEXT(T, hash),
	VIEW_LIST(T, changed, &view_time_type),
	VIEW_VIEW(T, older, &view_link_type),
	VIEW_VIEW(T, newer, &view_link_type),
	VIEW_FLAG(T, has_translations),
	VIEW_FLAG(T, has_topics),
	VIEW_FLAG(T, has_related),
	VIEW_FLAG(T, has_changed),
	VIEW_FLAG(T, has_around),
	VIEW_FLAG(T, long_deck),
};
#undef T
static const struct view_type view_story_type =
    VIEW_TYPE(struct view_story, story_fields);

#define T struct view_day
static const struct view_field day_fields[] = {
	VIEW_TEXT(T, id),
	VIEW_TEXT(T, iso),
	VIEW_TEXT(T, text),
	VIEW_LIST(T, entries, &view_card_type),
};
#undef T
static const struct view_type view_day_type =
    VIEW_TYPE(struct view_day, day_fields);

#define T struct view_year
static const struct view_field year_fields[] = {
	VIEW_TEXT(T, title),
	VIEW_TEXT(T, href),
	VIEW_TEXT(T, label),
	VIEW_LIST(T, months, &view_link_type),
};
#undef T
static const struct view_type view_year_type =
    VIEW_TYPE(struct view_year, year_fields);

#define T struct view_archive
static const struct view_field archive_fields[] = {
	VIEW_TEXT(T, title),
	VIEW_LIST(T, trail, &view_link_type),
	VIEW_LIST(T, periods, &view_link_type),
	VIEW_LIST(T, rows, &view_year_type),
	VIEW_LIST(T, years, &view_link_type),
	VIEW_LIST(T, days, &view_day_type),
	VIEW_VIEW(T, older, &view_link_type),
	VIEW_VIEW(T, newer, &view_link_type),
	VIEW_FLAG(T, has_periods),
	VIEW_FLAG(T, has_trail),
	VIEW_FLAG(T, has_years),
	VIEW_FLAG(T, has_around),
	VIEW_FLAG(T, long_title),
	VIEW_FLAG(T, empty),
};
#undef T
static const struct view_type view_archive_type =
    VIEW_TYPE(struct view_archive, archive_fields);

#define T struct view_gone
static const struct view_field gone_fields[] = {
	VIEW_TEXT(T, label),
	VIEW_TEXT(T, title),
	VIEW_TEXT(T, text),
	VIEW_TEXT(T, advice),
	VIEW_TEXT(T, reason_label),
	VIEW_TEXT(T, reason),
	VIEW_TEXT(T, when_label),
	VIEW_VIEW(T, time, &view_time_type),
	VIEW_LIST(T, ways, &view_link_type),
};
#undef T
static const struct view_type view_gone_type =
    VIEW_TYPE(struct view_gone, gone_fields);

#define T struct view_foot
static const struct view_field foot_fields[] = {
	VIEW_TEXT(T, title),
	VIEW_LIST(T, lines, &view_link_type),
	VIEW_FLAG(T, address),
};
#undef T
static const struct view_type view_foot_type =
    VIEW_TYPE(struct view_foot, foot_fields);

#define T struct view_social
static const struct view_field social_fields[] = {
	VIEW_TEXT(T, type),
	VIEW_TEXT(T, title),
	VIEW_TEXT(T, description),
	VIEW_TEXT(T, href),
	VIEW_TEXT(T, picture),
	VIEW_TEXT(T, published),
	VIEW_TEXT(T, modified),
};
#undef T
static const struct view_type view_social_type =
    VIEW_TYPE(struct view_social, social_fields);

#define T struct view_item
static const struct view_field item_fields[] = {
	VIEW_TEXT(T, title),
	VIEW_TEXT(T, id),
	VIEW_TEXT(T, href),
	VIEW_TEXT(T, lang),
	VIEW_TEXT(T, published),
	VIEW_TEXT(T, updated),
	VIEW_TEXT(T, summary),
	VIEW_TEXT(T, content),
	VIEW_LIST(T, authors, &view_link_type),
	VIEW_LIST(T, topics, &view_link_type),
};
#undef T
static const struct view_type view_item_type =
    VIEW_TYPE(struct view_item, item_fields);

#define T struct view_feed
static const struct view_field feed_fields[] = {
	VIEW_TEXT(T, lang),
	VIEW_TEXT(T, title),
	VIEW_TEXT(T, subtitle),
	VIEW_TEXT(T, author),
	VIEW_TEXT(T, id),
	VIEW_TEXT(T, self),
	VIEW_TEXT(T, href),
	VIEW_TEXT(T, updated),
	VIEW_LIST(T, entries, &view_item_type),
};
#undef T
static const struct view_type view_feed_type =
    VIEW_TYPE(struct view_feed, feed_fields);

#define T struct view_page
static const struct view_field page_fields[] = {
	VIEW_TEXT(T, lang),
	VIEW_TEXT(T, dir),
	VIEW_FLAG(T, rtl),
	VIEW_TEXT(T, title),
	VIEW_TEXT(T, description),
	VIEW_TEXT(T, canonical),
	VIEW_FLAG(T, hidden),
	VIEW_LIST(T, alternates, &view_link_type),
	VIEW_VIEW(T, feed, &view_link_type),
	VIEW_VIEW(T, social, &view_social_type),
	VIEW_MARKUP(T, json_ld),
	VIEW_TEXT(T, site_name),
	VIEW_TEXT(T, name_first),
	VIEW_TEXT(T, name_last),
	VIEW_FLAG(T, name_long),
	VIEW_FLAG(T, name_low),
	VIEW_TEXT(T, dots_box),
	VIEW_TEXT(T, dots_path),
	VIEW_TEXT(T, home),
	VIEW_TEXT(T, place),
	VIEW_TEXT(T, notice),
	VIEW_VIEW(T, today, &view_time_type),
	VIEW_LIST(T, languages, &view_link_type),
	VIEW_LIST(T, nav, &view_link_type),
	VIEW_FLAG(T, has_languages),
	VIEW_FLAG(T, has_nav),
	VIEW_LIST(T, foot, &view_foot_type),
	VIEW_VIEW(T, front, &view_front_type),
	VIEW_VIEW(T, listing, &view_listing_type),
	VIEW_VIEW(T, story, &view_story_type),
	VIEW_VIEW(T, archive, &view_archive_type),
	VIEW_VIEW(T, gone, &view_gone_type),
};
#undef T
static const struct view_type view_page_type =
    VIEW_TYPE(struct view_page, page_fields);

/* clang-format on */

const struct theme_page view_pages[] = {
	{ "front", &view_page_type },
	{ "listing", &view_page_type },
	{ "story", &view_page_type },
	{ "page", &view_page_type },
	{ "archive", &view_page_type },
	{ "gone", &view_page_type },
	{ "feed", &view_feed_type },
};
const size_t view_npages = sizeof(view_pages) / sizeof(view_pages[0]);
