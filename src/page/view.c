/* SPDX-License-Identifier: ISC */
/* The names under which templates find what views hold. */
#include "page/view.h"

/* A further kind of story brings a row here and a template. */
static const char *const card_dresses[] = { "card-news", "card-voice", NULL };
static const char *const entry_dresses[] = { "entry-news", "entry-voice",
	NULL };
static const char *const story_dresses[] = { "story-news", "story-voice",
	"story-release", "story-statement", "story-letter", "story-video",
	"story-event", "story-brief", "story-item", "story-gallery",
	"story-series", NULL };
static const char *const heads[] = { "head-section", "head-topic",
	"head-person", NULL };
static const char *const band_patterns[] = { "band-three", "band-wide",
	"band-shot", "band-split", "band-row", "band-thirds", "band-pair",
	"band-module", NULL };
static const char *const modules[] = { "module-support", "module-quote",
	"module-video", "module-events", "module-links", "module-newsletter",
	"module-elsewhere", NULL };

/* clang-format off */
#define T struct view_time
static const struct view_field time_fields[] = {
	VIEW_TEXT(T, iso, "for machines, as in the attribute datetime"),
	VIEW_TEXT(T, text, "in words, in the page's language and calendar"),
};
#undef T
static const struct view_type view_time_type =
    VIEW_TYPE(struct view_time, time_fields);

#define T struct view_link
static const struct view_field link_fields[] = {
	VIEW_TEXT(T, text, "what it says"),
	VIEW_TEXT(T, href, "where it leads"),
	VIEW_TEXT(T, label, "an accented word before it, such as \"Analysis\"; of neighbours, what they are"),
	VIEW_TEXT(T, lang, "of what it leads to, if not the page's"),
	VIEW_TEXT(T, dir, "likewise: ltr or rtl"),
	VIEW_FLAG(T, current, "it is where the reader is"),
	VIEW_FLAG(T, other, "somebody else's words: set as a voice"),
	VIEW_FLAG(T, marked, "underlined"),
	VIEW_FLAG(T, gap, "no link, but a sign that some are left out here"),
	VIEW_FLAG(T, last, "the last of its list"),
	VIEW_VIEW(T, time, &view_time_type, "when it came, of another place's feed"),
};
#undef T
static const struct view_type view_link_type =
    VIEW_TYPE(struct view_link, link_fields);

#define T struct view_picture
static const struct view_field picture_fields[] = {
	VIEW_TEXT(T, src, "the size for a column"),
	VIEW_TEXT(T, srcset, "all sizes with their widths; empty if there is one"),
	VIEW_TEXT(T, sizes, "how wide it is shown, for srcset"),
	VIEW_TEXT(T, other, "a source that a browser takes first: WebP, or stills of an animation; empty if there is none"),
	VIEW_FLAG(T, still, "that source is for those who want nothing to move, and no WebP"),
	VIEW_TEXT(T, look, "classes: r0 to r4, g0 to g4, b0 to b4 its colour before it is there, wt if words on it are white, x0 to x4 and y0 to y4 the point that no crop may lose"),
	VIEW_SIZE(T, width, "in pixels, 0 if unknown"),
	VIEW_SIZE(T, height, "likewise"),
	VIEW_TEXT(T, alt, "what there is to see"),
	VIEW_MARKUP(T, caption, "the line below it"),
	VIEW_TEXT(T, credit, "who made it"),
	VIEW_FLAG(T, has_caption, "caption or credit"),
	VIEW_FLAG(T, lazy, "not needed until it is scrolled to"),
	VIEW_FLAG(T, tall, "higher than wide"),
};
#undef T
static const struct view_type view_picture_type =
    VIEW_TYPE(struct view_picture, picture_fields);

#define T struct view_card
static const struct view_field card_fields[] = {
	VIEW_PARTIAL(T, dress, card_dresses, "its template on a front"),
	VIEW_PARTIAL(T, entry, entry_dresses, "its template in a listing"),
	VIEW_TEXT(T, level, "of the heading: 2 or 3"),
	VIEW_TEXT(T, size, "of the headline, as a class: h1 to h5, \"h5 lo\" for a long one"),
	VIEW_TEXT(T, href, "where it leads"),
	VIEW_TEXT(T, headline, "the headline"),
	VIEW_TEXT(T, lang, "its language, if not the page's"),
	VIEW_TEXT(T, dir, "likewise: ltr or rtl"),
	VIEW_TEXT(T, label, "whose voice, or \"Corrected\"; in the accent's colour"),
	VIEW_TEXT(T, kicker, "a word or two above the headline"),
	VIEW_FLAG(T, has_kicker, "label or kicker"),
	VIEW_MARKUP(T, deck, "the sentence below the headline"),
	VIEW_TEXT(T, byline, "names, with their offices where these matter"),
	VIEW_LIST(T, to, &view_link_type, "a letter's addressee, line by line: text"),
	VIEW_FLAG(T, has_to, "there is one"),
	VIEW_TEXT(T, who, "byline and place, of an entry"),
	VIEW_TEXT(T, short_headline, "for lists; the headline if there is none"),
	VIEW_MARKUP(T, intro, "the opening paragraphs that an editor chose"),
	VIEW_VIEW(T, time, &view_time_type, "when it was published; none if a day does not matter"),
	VIEW_FLAG(T, has_byline, "byline or time"),
	VIEW_VIEW(T, picture, &view_picture_type, "shown only where it has one and one is due"),
	VIEW_LIST(T, sublinks, &view_link_type, "what hangs under a lead"),
	VIEW_FLAG(T, has_sublinks, "there are some"),
	VIEW_FLAG(T, other, "somebody else's words"),
	VIEW_FLAG(T, ruled, "a line between it and its neighbour"),
	VIEW_FLAG(T, far, "not on a phone"),
};
#undef T
static const struct view_type view_card_type =
    VIEW_TYPE(struct view_card, card_fields);

#define T struct view_shot
static const struct view_field shot_fields[] = {
	VIEW_VIEW(T, picture, &view_picture_type, "a picture, or"),
	VIEW_VIEW(T, video, &view_card_type, "a video that has a page of its own"),
};
#undef T
static const struct view_type view_shot_type =
    VIEW_TYPE(struct view_shot, shot_fields);

#define T struct view_block
static const struct view_field block_fields[] = {
	VIEW_TEXT(T, id, "for the heading's id"),
	VIEW_TEXT(T, title, "the section's name"),
	VIEW_TEXT(T, href, "its front"),
	VIEW_LIST(T, subs, &view_link_type, "the sections below it"),
	VIEW_FLAG(T, has_subs, "there are some"),
	VIEW_VIEW(T, lead, &view_card_type, "its first story"),
	VIEW_LIST(T, left, &view_card_type, "stories of the nearer column"),
	VIEW_LIST(T, right, &view_card_type, "stories of the farther column"),
	VIEW_FLAG(T, has_left, "there are some"),
	VIEW_FLAG(T, has_right, "there are some"),
};
#undef T
static const struct view_type view_block_type =
    VIEW_TYPE(struct view_block, block_fields);

#define T struct view_module
static const struct view_field module_fields[] = {
	VIEW_PARTIAL(T, template, modules, "its template"),
	VIEW_TEXT(T, id, "for the heading's id"),
	VIEW_TEXT(T, title, "its heading"),
	VIEW_MARKUP(T, text, "its sentence, or a quotation"),
	VIEW_TEXT(T, by, "who said it"),
	VIEW_TEXT(T, role, "what they are"),
	VIEW_TEXT(T, href, "where it leads"),
	VIEW_TEXT(T, link, "what the link says"),
	VIEW_LIST(T, items, &view_link_type, "documents, stories picked by hand or read most, the latest elsewhere"),
	VIEW_LIST(T, cards, &view_card_type, "events, or videos"),
};
#undef T
static const struct view_type view_module_type =
    VIEW_TYPE(struct view_module, module_fields);

#define T struct view_band
static const struct view_field band_fields[] = {
	VIEW_PARTIAL(T, pattern, band_patterns, "its template"),
	VIEW_VIEW(T, first, &view_block_type, "the block with the big half, in patterns that have one"),
	VIEW_LIST(T, blocks, &view_block_type, "the blocks side by side"),
	VIEW_VIEW(T, module, &view_module_type, "of band-module"),
};
#undef T
static const struct view_type view_band_type =
    VIEW_TYPE(struct view_band, band_fields);

#define T struct view_appeal
static const struct view_field appeal_fields[] = {
	VIEW_TEXT(T, title, "the headline"),
	VIEW_MARKUP(T, text, "the sentence"),
	VIEW_TEXT(T, href, "where it leads"),
	VIEW_TEXT(T, link, "what the link says"),
};
#undef T
static const struct view_type view_appeal_type =
    VIEW_TYPE(struct view_appeal, appeal_fields);

#define T struct view_front
static const struct view_field front_fields[] = {
	VIEW_LIST(T, modules, &view_module_type, "in the side column"),
	VIEW_VIEW(T, lead, &view_card_type, "the first story; none in an empty paper"),
	VIEW_LIST(T, seconds, &view_card_type, "beside each other under the lead"),
	VIEW_TEXT(T, seconds_class, "how many, as a class: n1, n2, n3"),
	VIEW_TEXT(T, rail_title, "of the side column"),
	VIEW_TEXT(T, rail_href, "where the title leads, if anywhere"),
	VIEW_LIST(T, thirds, &view_card_type, "headlines under the seconds"),
	VIEW_LIST(T, rail, &view_card_type, "briefs, or the most recent"),
	VIEW_LIST(T, voices, &view_card_type, "other voices, below them"),
	VIEW_LIST(T, bands, &view_band_type, "sections, in patterns whose neighbours differ"),
	VIEW_VIEW(T, appeal, &view_appeal_type, "the one call to action"),
	VIEW_TEXT(T, recent_title, "of the strip at the end"),
	VIEW_LIST(T, recent, &view_card_type, "the strip"),
	VIEW_FLAG(T, rail_dated, "days stand where times would"),
	VIEW_FLAG(T, recent_dated, "likewise"),
	VIEW_FLAG(T, has_seconds, "there are some"),
	VIEW_FLAG(T, has_thirds, "there are some"),
	VIEW_FLAG(T, has_rail, "the side column holds something"),
	VIEW_FLAG(T, has_voices, "there are some"),
	VIEW_FLAG(T, has_recent, "there are some"),
};
#undef T
static const struct view_type view_front_type =
    VIEW_TYPE(struct view_front, front_fields);

#define T struct view_correction
static const struct view_field correction_fields[] = {
	VIEW_TEXT(T, label, "\"Correction\""),
	VIEW_TEXT(T, headline, "the story's"),
	VIEW_TEXT(T, href, "the story's address"),
	VIEW_TEXT(T, text, "what was wrong, and what is right"),
	VIEW_VIEW(T, time, &view_time_type, "the day on which it was made"),
	VIEW_FLAG(T, plain, "not a correction: an update, a word of the editor's"),
};
#undef T
static const struct view_type view_correction_type =
    VIEW_TYPE(struct view_correction, correction_fields);

#define T struct view_listing
static const struct view_field listing_fields[] = {
	VIEW_LIST(T, modules, &view_module_type, "in the side column of a first page"),
	VIEW_PARTIAL(T, head, heads, "the template of its head"),
	VIEW_VIEW(T, picture, &view_picture_type, "a person's"),
	VIEW_TEXT(T, title, "the name of the section, topic or person"),
	VIEW_TEXT(T, label, "\"Topic\""),
	VIEW_TEXT(T, role, "a person's: \"pilot\""),
	VIEW_LIST(T, offices, &view_link_type, "a person's offices over time: label says when, text what"),
	VIEW_LIST(T, see_also, &view_link_type, "people, places and others that it has to do with"),
	VIEW_LIST(T, split, &view_link_type, "those that took its place"),
	VIEW_LIST(T, links, &view_link_type, "pages of its own elsewhere"),
	VIEW_TEXT(T, globe, "a place's, in degrees"),
	VIEW_TEXT(T, globe_href, "the same as a geo: address (RFC 5870)"),
	VIEW_FLAG(T, has_offices, "there are some"),
	VIEW_FLAG(T, has_see_also, "there are some"),
	VIEW_FLAG(T, has_split, "there are some"),
	VIEW_FLAG(T, has_links, "there are some"),
	VIEW_TEXT(T, page_label, "\"Page 7\", of a numbered page"),
	VIEW_MARKUP(T, intro, "a few lines about it"),
	VIEW_LIST(T, subs, &view_link_type, "the sections below it"),
	VIEW_LIST(T, entries, &view_card_type, "the stories, newest first"),
	VIEW_LIST(T, corrections, &view_correction_type, "what was changed, newest first: of the corrections page"),
	VIEW_LIST(T, rail, &view_card_type, "briefs beside them"),
	VIEW_LIST(T, pages, &view_link_type, "the numbers of pages"),
	VIEW_LIST(T, years, &view_link_type, "its archive by year"),
	VIEW_VIEW(T, newer, &view_link_type, "the page of newer ones"),
	VIEW_VIEW(T, feed, &view_link_type, "its feed; text is the address as one reads it"),
	VIEW_TEXT(T, aside_label, "of the side column, for those who hear it"),
	VIEW_TEXT(T, rail_title, "of the briefs"),
	VIEW_TEXT(T, years_title, "of the years"),
	VIEW_FLAG(T, has_subs, "there are some"),
	VIEW_FLAG(T, has_rail, "there are some"),
	VIEW_FLAG(T, has_pages, "there are some"),
	VIEW_FLAG(T, has_years, "there are some"),
	VIEW_FLAG(T, ruled, "something stands above the feed's address"),
	VIEW_FLAG(T, long_title, "set it smaller"),
	VIEW_FLAG(T, empty, "nothing was published in it"),
	VIEW_FLAG(T, closed, "a section that takes no more"),
};
#undef T
static const struct view_type view_listing_type =
    VIEW_TYPE(struct view_listing, listing_fields);

#define T struct view_person
static const struct view_field person_fields[] = {
	VIEW_TEXT(T, task, "\"Translation:\", or empty for who wrote it"),
	VIEW_TEXT(T, name, "the name"),
	VIEW_TEXT(T, href, "their page, if they have one"),
	VIEW_TEXT(T, role, "what they are"),
};
#undef T
static const struct view_type view_person_type =
    VIEW_TYPE(struct view_person, person_fields);

#define T struct view_note
static const struct view_field note_fields[] = {
	VIEW_TEXT(T, title, "\"Correction\""),
	VIEW_TEXT(T, text, "what was wrong, and what is right"),
	VIEW_VIEW(T, time, &view_time_type, "when it was made"),
	VIEW_VIEW(T, all, &view_link_type, "the page of all corrections: of the last note only"),
	VIEW_FLAG(T, plain, "not a correction: an update, a word of the editor's"),
};
#undef T
static const struct view_type view_note_type =
    VIEW_TYPE(struct view_note, note_fields);

#define T struct view_party
static const struct view_field party_fields[] = {
	VIEW_TEXT(T, name, "the name"),
	VIEW_TEXT(T, href, "their page, if they have one"),
	VIEW_TEXT(T, role, "their office"),
	VIEW_TEXT(T, of, "the body or country that they belong to"),
	VIEW_FLAG(T, last, "the last of its list"),
};
#undef T
static const struct view_type view_party_type =
    VIEW_TYPE(struct view_party, party_fields);

#define T struct view_signer
static const struct view_field signer_fields[] = {
	VIEW_TEXT(T, name, "the name, in the script in which it was signed"),
	VIEW_TEXT(T, role, "office, affiliation, country: what the group does not say"),
	VIEW_TEXT(T, lang, "und-Arab and so on, if the script is not the page's"),
	VIEW_TEXT(T, dir, "likewise: ltr or rtl"),
};
#undef T
static const struct view_type view_signer_type =
    VIEW_TYPE(struct view_signer, signer_fields);

#define T struct view_signers
static const struct view_field signers_fields[] = {
	VIEW_TEXT(T, title, "the country or affiliation; empty for those of none"),
	VIEW_TEXT(T, count, "how many"),
	VIEW_LIST(T, names, &view_signer_type, "who, in the order of the language"),
};
#undef T
static const struct view_type view_signers_type =
    VIEW_TYPE(struct view_signers, signers_fields);

#define T struct view_signatories
static const struct view_field signatories_fields[] = {
	VIEW_TEXT(T, title, "the heading"),
	VIEW_TEXT(T, count, "how many are named"),
	VIEW_FLAG(T, many, "so many that a browser need not set all at once"),
	VIEW_FLAG(T, search, "there are so many that one may be looked for"),
	VIEW_TEXT(T, param, "the name of the parameter that asks for one"),
	VIEW_TEXT(T, asked, "what was asked for"),
	VIEW_TEXT(T, found, "how many are found, if somebody was asked for"),
	VIEW_LIST(T, groups, &view_signers_type, "by country or affiliation, or all in one"),
};
#undef T
static const struct view_type view_signatories_type =
    VIEW_TYPE(struct view_signatories, signatories_fields);

#define T struct view_comment
static const struct view_field comment_fields[] = {
	VIEW_TEXT(T, by, "who wrote it"),
	VIEW_TEXT(T, level, "1, an answer's 2, and so on up to 4"),
	VIEW_VIEW(T, time, &view_time_type, "when"),
	VIEW_MARKUP(T, body, "its words"),
};
#undef T
static const struct view_type view_comment_type =
    VIEW_TYPE(struct view_comment, comment_fields);

#define T struct view_comments
static const struct view_field comments_fields[] = {
	VIEW_TEXT(T, title, "the heading"),
	VIEW_TEXT(T, count, "how many there are, and that they are closed"),
	VIEW_LIST(T, comments, &view_comment_type, "in the order in which they are read"),
};
#undef T
static const struct view_type view_comments_type =
    VIEW_TYPE(struct view_comments, comments_fields);

#define T struct view_count
static const struct view_field count_fields[] = {
	VIEW_TEXT(T, stated, "how many signed, as was said: \"over 1,000\""),
	VIEW_TEXT(T, exact, "as was counted: \"Exactly 1,040\""),
	VIEW_TEXT(T, source, "by whom"),
	VIEW_VIEW(T, as_of, &view_time_type, "when"),
	VIEW_FLAG(T, has_source, "source or as_of"),
};
#undef T
static const struct view_type view_count_type =
    VIEW_TYPE(struct view_count, count_fields);

#define T struct view_fact
static const struct view_field was_fields[] = {
	VIEW_TEXT(T, value, "what was said before"),
	VIEW_TEXT(T, source, "by whom"),
	VIEW_VIEW(T, as_of, &view_time_type, "when"),
	VIEW_FLAG(T, has_source, "source or as_of"),
};
static const struct view_type view_was_type =
    VIEW_TYPE(struct view_fact, was_fields);

static const struct view_field fact_fields[] = {
	VIEW_TEXT(T, what, "what is known of: \"Boats adrift\""),
	VIEW_TEXT(T, value, "what is known: \"19\""),
	VIEW_TEXT(T, source, "who says so"),
	VIEW_VIEW(T, as_of, &view_time_type, "since when"),
	VIEW_LIST(T, was, &view_was_type, "what was said before, the oldest first"),
	VIEW_FLAG(T, has_source, "source or as_of"),
};
#undef T
static const struct view_type view_fact_type =
    VIEW_TYPE(struct view_fact, fact_fields);

#define T struct view_moment
static const struct view_field moment_fields[] = {
	VIEW_TEXT(T, day, "the day, where a new one begins"),
	VIEW_VIEW(T, time, &view_time_type, "when"),
	VIEW_TEXT(T, label, "what it is: \"Statement\""),
	VIEW_TEXT(T, headline, "of the story"),
	VIEW_TEXT(T, href, "its address"),
	VIEW_TEXT(T, who, "whose it is"),
	VIEW_TEXT(T, text, "words where there is no story"),
	VIEW_TEXT(T, lang, "of the headline, if not the page's"),
	VIEW_TEXT(T, dir, "likewise"),
	VIEW_FLAG(T, other, "somebody else's words"),
};
#undef T
static const struct view_type view_moment_type =
    VIEW_TYPE(struct view_moment, moment_fields);

#define T struct view_part
static const struct view_field part_fields[] = {
	VIEW_TEXT(T, id, "for its id"),
	VIEW_TEXT(T, href, "its own page"),
	VIEW_TEXT(T, headline, "if it has one"),
	VIEW_TEXT(T, who, "who wrote it"),
	VIEW_TEXT(T, label, "\"Corrected\""),
	VIEW_VIEW(T, time, &view_time_type, "the time of day"),
	VIEW_MARKUP(T, body, "the text"),
	VIEW_LIST(T, notes, &view_note_type, "what was changed"),
	VIEW_VIEW(T, promoted, &view_link_type, "the story that it grew into"),
};
#undef T
static const struct view_type view_part_type =
    VIEW_TYPE(struct view_part, part_fields);

#define T struct view_sequence
static const struct view_field sequence_fields[] = {
	VIEW_TEXT(T, title, "the day"),
	VIEW_TEXT(T, iso, "for machines"),
	VIEW_LIST(T, parts, &view_part_type, "its items"),
};
#undef T
static const struct view_type view_sequence_type =
    VIEW_TYPE(struct view_sequence, sequence_fields);

#define T struct view_track
static const struct view_field track_fields[] = {
	VIEW_TEXT(T, src, "its WebVTT file"),
	VIEW_TEXT(T, lang, "its language"),
	VIEW_TEXT(T, label, "what it is called"),
};
#undef T
static const struct view_type view_track_type =
    VIEW_TYPE(struct view_track, track_fields);

#define T struct view_document
static const struct view_field document_fields[] = {
	VIEW_TEXT(T, href, "where it is"),
	VIEW_TEXT(T, text, "what it is"),
	VIEW_TEXT(T, about, "\"PDF, 120 kB\", or whose it is"),
	VIEW_FLAG(T, out, "it is somebody else's"),
};
#undef T
static const struct view_type view_document_type =
    VIEW_TYPE(struct view_document, document_fields);

#define T struct view_player
static const struct view_field player_fields[] = {
	VIEW_TEXT(T, src, "its own file"),
	VIEW_TEXT(T, type, "of that file, such as audio/mpeg"),
	VIEW_TEXT(T, poster, "shown before a film plays"),
	VIEW_SIZE(T, width, "of a film in pixels, 0 if unknown"),
	VIEW_SIZE(T, height, "likewise"),
	VIEW_LIST(T, tracks, &view_track_type, "captions"),
	VIEW_FLAG(T, film, "a film, not a sound"),
	VIEW_TEXT(T, href, "where it is played, if not here"),
	VIEW_TEXT(T, text, "what that link says"),
	VIEW_TEXT(T, embed, "a player that may take the link's place, after a click"),
};
#undef T
static const struct view_type view_player_type =
    VIEW_TYPE(struct view_player, player_fields);

#define T struct view_story
static const struct view_field story_fields[] = {
	VIEW_PARTIAL(T, dress, story_dresses, "its template"),
	VIEW_TEXT(T, size, "of the headline, as a class"),
	VIEW_TEXT(T, headline, "the headline"),
	VIEW_TEXT(T, label, "whose voice, if not the paper's"),
	VIEW_TEXT(T, kicker, "a word or two above the headline"),
	VIEW_MARKUP(T, deck, "the sentence below the headline"),
	VIEW_TEXT(T, place, "where it was written"),
	VIEW_TEXT(T, rights, "who may use it, and how"),
	VIEW_VIEW(T, section, &view_link_type, "its home"),
	VIEW_VIEW(T, picture, &view_picture_type, "the lead picture"),
	VIEW_VIEW(T, player, &view_player_type, "what plays a recording"),
	VIEW_LIST(T, people, &view_person_type, "who made it"),
	VIEW_VIEW(T, published, &view_time_type, "when it was first published"),
	VIEW_VIEW(T, updated, &view_time_type, "when it was last changed in substance"),
	VIEW_VIEW(T, origin, &view_link_type, "where a republished text stood first"),
	VIEW_LIST(T, translations, &view_link_type, "the same in other languages"),
	VIEW_VIEW(T, behind, &view_link_type, "the original of a translation, if it has changed since; label says by how much"),
	VIEW_LIST(T, topics, &view_link_type, "what it is about"),
	VIEW_LIST(T, notes, &view_note_type, "corrections and updates, above the text"),
	VIEW_MARKUP(T, body, "the text"),
	VIEW_LIST(T, related, &view_card_type, "what is related to it"),
	VIEW_TEXT(T, version, "\"Version 3\""),
	VIEW_TEXT(T, entry, "\"Entry 41 of our signed record.\""),
	VIEW_TEXT(T, hash, "SHA-256 of its text file, in hexadecimal digits"),
	VIEW_TEXT(T, verify, "the page that says how to check it"),
	VIEW_LIST(T, changed, &view_time_type, "the times of its changes"),
	VIEW_VIEW(T, older, &view_link_type, "its neighbour; label says of what"),
	VIEW_VIEW(T, newer, &view_link_type, "likewise"),
	VIEW_FLAG(T, has_translations, "there are some"),
	VIEW_FLAG(T, has_topics, "there are some"),
	VIEW_FLAG(T, has_related, "there are some"),
	VIEW_FLAG(T, has_changed, "there are some"),
	VIEW_FLAG(T, has_around, "older or newer"),
	VIEW_FLAG(T, long_deck, "set it smaller"),
	VIEW_TEXT(T, parties_label, "\"Issued by\", \"From\", \"With\""),
	VIEW_LIST(T, parties, &view_party_type, "who issued, sent, speaks, takes part"),
	VIEW_TEXT(T, to_label, "\"To\""),
	VIEW_LIST(T, to, &view_link_type, "to whom, line by line: text"),
	VIEW_LIST(T, contact, &view_link_type, "whom to ask about a press release, line by line: text"),
	VIEW_LIST(T, copy_to, &view_link_type, "who had a copy of a letter: text"),
	VIEW_TEXT(T, issued_label, "\"Issued\", \"Recorded\""),
	VIEW_VIEW(T, issued, &view_time_type, "when it was issued, written or recorded"),
	VIEW_TEXT(T, their_headline, "a press release's own"),
	VIEW_TEXT(T, salutation, "how a letter begins"),
	VIEW_TEXT(T, closing, "how a letter ends"),
	VIEW_VIEW(T, where, &view_link_type, "its place; href if that has a page"),
	VIEW_TEXT(T, globe, "where on the globe, in degrees"),
	VIEW_TEXT(T, globe_href, "the same as a geo: address (RFC 5870)"),
	VIEW_LIST(T, counts, &view_count_type, "how many signed"),
	VIEW_VIEW(T, signatories, &view_signatories_type, "who signed"),
	VIEW_VIEW(T, comments, &view_comments_type, "comments that came with it from elsewhere"),
	VIEW_LIST(T, events, &view_link_type, "the events that it is about"),
	VIEW_VIEW(T, series, &view_link_type, "the series that it is a part of"),
	VIEW_TEXT(T, part, "which part: \"Part 2\""),
	VIEW_VIEW(T, brief, &view_link_type, "the brief that an item belongs to"),
	VIEW_VIEW(T, promoted, &view_link_type, "the story that an item grew into"),
	VIEW_TEXT(T, status, "an event's"),
	VIEW_TEXT(T, when, "when an event was or is"),
	VIEW_TEXT(T, length, "of a recording: \"12:40\""),
	VIEW_LIST(T, figures, &view_fact_type, "what is known of an event"),
	VIEW_LIST(T, modules, &view_module_type, "what a front places beside an event"),
	VIEW_LIST(T, updates, &view_moment_type, "what happened since"),
	VIEW_LIST(T, timeline, &view_moment_type, "an event's stories and updates, oldest first"),
	VIEW_LIST(T, days, &view_sequence_type, "a brief's items by day"),
	VIEW_LIST(T, years, &view_link_type, "the other briefs of its series"),
	VIEW_LIST(T, parts, &view_card_type, "a series' parts in order"),
	VIEW_LIST(T, shots, &view_shot_type, "what a gallery shows"),
	VIEW_LIST(T, documents, &view_document_type, "original documents"),
	VIEW_FLAG(T, has_documents, "there are some"),
	VIEW_LIST(T, pages, &view_link_type, "further pages of a brief or an event"),
	VIEW_TEXT(T, page_label, "\"Page 7\", of such a page"),
	VIEW_TEXT(T, live, "where a running brief's new items come from"),
	VIEW_FLAG(T, has_parties, "there are some"),
	VIEW_FLAG(T, has_to, "there are some"),
	VIEW_FLAG(T, has_contact, "there are some"),
	VIEW_FLAG(T, has_copy_to, "there are some"),
	VIEW_FLAG(T, has_counts, "there are some"),
	VIEW_FLAG(T, has_events, "there are some"),
	VIEW_FLAG(T, has_figures, "there are some"),
	VIEW_FLAG(T, has_updates, "there are some"),
	VIEW_FLAG(T, has_timeline, "there are some"),
	VIEW_FLAG(T, has_days, "there are some"),
	VIEW_FLAG(T, has_years, "there are some"),
	VIEW_FLAG(T, has_parts, "there are some"),
	VIEW_FLAG(T, has_shots, "there are some"),
	VIEW_FLAG(T, has_pages, "there are some"),
	VIEW_FLAG(T, quoted, "the text is a part of theirs"),
	VIEW_FLAG(T, sealed, "a brief that takes no more"),
	VIEW_FLAG(T, oldest, "a brief whose oldest item stands first"),
};
#undef T
static const struct view_type view_story_type =
    VIEW_TYPE(struct view_story, story_fields);

#define T struct view_day
static const struct view_field day_fields[] = {
	VIEW_TEXT(T, id, "for the heading's id"),
	VIEW_TEXT(T, iso, "for machines"),
	VIEW_TEXT(T, text, "the day in words"),
	VIEW_LIST(T, entries, &view_card_type, "the stories"),
};
#undef T
static const struct view_type view_day_type =
    VIEW_TYPE(struct view_day, day_fields);

#define T struct view_year
static const struct view_field year_fields[] = {
	VIEW_TEXT(T, title, "the year"),
	VIEW_TEXT(T, href, "its page"),
	VIEW_TEXT(T, label, "how many stories"),
	VIEW_LIST(T, months, &view_link_type, "its months; label says how many stories"),
};
#undef T
static const struct view_type view_year_type =
    VIEW_TYPE(struct view_year, year_fields);

#define T struct view_archive
static const struct view_field archive_fields[] = {
	VIEW_TEXT(T, title, "the year, the month, or \"Archive\""),
	VIEW_LIST(T, trail, &view_link_type, "of what, and which year"),
	VIEW_LIST(T, periods, &view_link_type, "the months of a year; label says how many stories"),
	VIEW_LIST(T, rows, &view_year_type, "years with their months, of a whole archive"),
	VIEW_LIST(T, years, &view_link_type, "all years"),
	VIEW_LIST(T, days, &view_day_type, "the stories of a month, by day"),
	VIEW_VIEW(T, older, &view_link_type, "the period before"),
	VIEW_VIEW(T, newer, &view_link_type, "the period after"),
	VIEW_FLAG(T, has_periods, "there are some"),
	VIEW_FLAG(T, has_trail, "there is one"),
	VIEW_FLAG(T, has_years, "there are some"),
	VIEW_FLAG(T, has_around, "older or newer"),
	VIEW_FLAG(T, long_title, "set it smaller"),
	VIEW_FLAG(T, empty, "nothing was published then"),
};
#undef T
static const struct view_type view_archive_type =
    VIEW_TYPE(struct view_archive, archive_fields);

#define T struct view_entry
static const struct view_field entry_fields[] = {
	VIEW_TEXT(T, number, "its number in the record"),
	VIEW_TEXT(T, href, "its own page"),
	VIEW_TEXT(T, action, "what was done: Published, Corrected, ..."),
	VIEW_TEXT(T, text, "what it was done to"),
	VIEW_TEXT(T, to, "where that stands now, or nothing"),
	VIEW_TEXT(T, lang, "of text, if not the page's"),
	VIEW_TEXT(T, dir, "likewise"),
	VIEW_VIEW(T, time, &view_time_type, "when"),
};
#undef T
static const struct view_type view_entry_type =
    VIEW_TYPE(struct view_entry, entry_fields);

#define T struct view_check
static const struct view_field check_fields[] = {
	VIEW_TEXT(T, title, "a way to check"),
	VIEW_TEXT(T, text, "what it proves"),
	VIEW_TEXT(T, command, "what to type, in lines"),
};
#undef T
static const struct view_type view_check_type =
    VIEW_TYPE(struct view_check, check_fields);

#define T struct view_record
static const struct view_field record_fields[] = {
	VIEW_TEXT(T, title, "the page's title"),
	VIEW_TEXT(T, label, "a word above it"),
	VIEW_TEXT(T, deck, "a sentence below it"),
	VIEW_LIST(T, paragraphs, &view_link_type, "what it is, by text"),
	VIEW_TEXT(T, entries_title, "the heading of entries"),
	VIEW_LIST(T, entries, &view_entry_type, "entries, newest first"),
	VIEW_VIEW(T, entry, &view_entry_type, "the one that the page is of"),
	VIEW_TEXT(T, version, "which version of its thing it is"),
	VIEW_VIEW(T, later, &view_link_type, "the entry that came after it"),
	VIEW_TEXT(T, leaf, "the text that is hashed"),
	VIEW_LIST(T, hashes, &view_link_type, "hashes: label, text, href"),
	VIEW_LIST(T, proof, &view_link_type, "hashes on the way to the root"),
	VIEW_TEXT(T, proof_text, "what they prove"),
	VIEW_LIST(T, checks, &view_check_type, "ways to check"),
	VIEW_LIST(T, keys, &view_link_type, "public keys, by text"),
	VIEW_LIST(T, ways, &view_link_type, "what else to read"),
	VIEW_VIEW(T, newer, &view_link_type, "newer entries"),
	VIEW_VIEW(T, older, &view_link_type, "older entries"),
	VIEW_FLAG(T, has_entries, "entries is not empty"),
	VIEW_FLAG(T, has_keys, "keys is not empty"),
	VIEW_FLAG(T, has_around, "newer or older"),
	VIEW_FLAG(T, has_proof, "proof is not empty"),
};
#undef T
static const struct view_type view_record_type =
    VIEW_TYPE(struct view_record, record_fields);

#define T struct view_gone
static const struct view_field gone_fields[] = {
	VIEW_TEXT(T, label, "\"Not found\", \"Taken down\""),
	VIEW_TEXT(T, title, "the headline"),
	VIEW_TEXT(T, text, "what happened"),
	VIEW_TEXT(T, advice, "what to do now"),
	VIEW_TEXT(T, reason_label, "before the reason"),
	VIEW_TEXT(T, reason, "why it was taken down"),
	VIEW_TEXT(T, when_label, "before the time"),
	VIEW_VIEW(T, time, &view_time_type, "when it was taken down"),
	VIEW_LIST(T, ways, &view_link_type, "where to go on"),
};
#undef T
static const struct view_type view_gone_type =
    VIEW_TYPE(struct view_gone, gone_fields);

#define T struct view_foot
static const struct view_field foot_fields[] = {
	VIEW_TEXT(T, title, "the heading"),
	VIEW_LIST(T, lines, &view_link_type, "the lines; some lead somewhere"),
	VIEW_FLAG(T, address, "the lines are a postal address"),
};
#undef T
static const struct view_type view_foot_type =
    VIEW_TYPE(struct view_foot, foot_fields);

#define T struct view_social
static const struct view_field social_fields[] = {
	VIEW_TEXT(T, type, "\"article\" or \"website\""),
	VIEW_TEXT(T, title, "the headline for sharing"),
	VIEW_TEXT(T, description, "the sentence"),
	VIEW_TEXT(T, href, "the page's URL"),
	VIEW_TEXT(T, picture, "the picture's URL"),
	VIEW_TEXT(T, published, "RFC 3339"),
	VIEW_TEXT(T, modified, "RFC 3339"),
};
#undef T
static const struct view_type view_social_type =
    VIEW_TYPE(struct view_social, social_fields);

#define T struct view_enclosure
static const struct view_field enclosure_fields[] = {
	VIEW_TEXT(T, href, "its URL"),
	VIEW_TEXT(T, type, "its media type"),
	VIEW_TEXT(T, bytes, "how many it has"),
	VIEW_TEXT(T, seconds, "how long it is, if that is known"),
};
#undef T
static const struct view_type view_enclosure_type =
    VIEW_TYPE(struct view_enclosure, enclosure_fields);

#define T struct view_item
static const struct view_field item_fields[] = {
	VIEW_TEXT(T, title, "the headline"),
	VIEW_TEXT(T, id, "a URL that never changes"),
	VIEW_TEXT(T, href, "its URL"),
	VIEW_TEXT(T, lang, "its language"),
	VIEW_TEXT(T, published, "RFC 3339"),
	VIEW_TEXT(T, updated, "RFC 3339"),
	VIEW_TEXT(T, mailed, "when it was published, as RFC 822 and RSS write it"),
	VIEW_VIEW(T, enclosure, &view_enclosure_type, "its own recording"),
	VIEW_TEXT(T, summary, "the deck"),
	VIEW_TEXT(T, content, "the text, HTML as text"),
	VIEW_LIST(T, authors, &view_link_type, "who wrote it"),
	VIEW_LIST(T, topics, &view_link_type, "what it is about"),
	VIEW_LIST(T, notes, &view_note_type, "corrections and updates; HTML as text"),
};
#undef T
static const struct view_type view_item_type =
    VIEW_TYPE(struct view_item, item_fields);

#define T struct view_deletion
static const struct view_field deletion_fields[] = {
	VIEW_TEXT(T, id, "the id that it had"),
	VIEW_TEXT(T, at, "when it was taken down, RFC 3339"),
	VIEW_TEXT(T, reason, "why"),
};
#undef T
static const struct view_type view_deletion_type =
    VIEW_TYPE(struct view_deletion, deletion_fields);

#define T struct view_feed
static const struct view_field feed_fields[] = {
	VIEW_TEXT(T, lang, "its language"),
	VIEW_TEXT(T, title, "the paper's name, and of what"),
	VIEW_TEXT(T, subtitle, "the paper's tagline"),
	VIEW_TEXT(T, author, "the paper"),
	VIEW_TEXT(T, id, "a URL that never changes"),
	VIEW_TEXT(T, self, "its own URL"),
	VIEW_TEXT(T, hub, "the WebSub hub that tells of it, if there is one"),
	VIEW_TEXT(T, href, "the URL of the page that it follows"),
	VIEW_TEXT(T, updated, "RFC 3339"),
	VIEW_TEXT(T, mailed, "the same, as RFC 822 and RSS write it"),
	VIEW_FLAG(T, podcast, "an entry has a recording"),
	VIEW_TEXT(T, image, "the URL of a podcast's picture, the paper's icon"),
	VIEW_LIST(T, entries, &view_item_type, "the stories, newest first"),
	VIEW_LIST(T, gone, &view_deletion_type, "what was taken down, the last first"),
};
#undef T
static const struct view_type view_feed_type =
    VIEW_TYPE(struct view_feed, feed_fields);

#define T struct view_search
static const struct view_field search_fields[] = {
	VIEW_TEXT(T, action, "where the form is sent"),
	VIEW_TEXT(T, asked, "the words that were asked for"),
	VIEW_TEXT(T, from, "the day from which on, as asked"),
	VIEW_TEXT(T, until, "the last day, as asked"),
	VIEW_FLAG(T, relevance, "by relevance, not the newest first"),
	VIEW_FLAG(T, narrowed, "more than words was asked for"),
	VIEW_LIST(T, kinds, &view_link_type, "kinds: href is the value, current the one asked for"),
	VIEW_LIST(T, sections, &view_link_type, "sections, likewise"),
	VIEW_LIST(T, things, &view_link_type, "what a name may be given of: href the parameter, label the name asked for"),
	VIEW_TEXT(T, found, "how many are found; empty before anything is asked"),
	VIEW_TEXT(T, meant, "where nothing is found: the words that may have been meant"),
	VIEW_TEXT(T, meant_href, "the search for them"),
	VIEW_LIST(T, entries, &view_card_type, "what is found; deck is an excerpt with marked words"),
	VIEW_TEXT(T, older, "where the next page is"),
};
#undef T
static const struct view_type view_search_type =
    VIEW_TYPE(struct view_search, search_fields);

#define T struct view_page
static const struct view_field page_fields[] = {
	VIEW_TEXT(T, lang, "the page's language"),
	VIEW_TEXT(T, dir, "ltr or rtl"),
	VIEW_FLAG(T, rtl, "it is rtl"),
	VIEW_TEXT(T, title, "for the window"),
	VIEW_TEXT(T, description, "for search engines"),
	VIEW_TEXT(T, canonical, "its URL; empty while the paper has none"),
	VIEW_FLAG(T, hidden, "not for search engines"),
	VIEW_LIST(T, alternates, &view_link_type, "the same page in other languages: URLs"),
	VIEW_VIEW(T, feed, &view_link_type, "its feed"),
	VIEW_VIEW(T, social, &view_social_type, "for sharing; only if the paper has a URL"),
	VIEW_MARKUP(T, json_ld, "structured data"),
	VIEW_TEXT(T, oembed, "where others' programs ask about the story, without &format=; of a story only"),
	VIEW_TEXT(T, icon, "the paper's own mark, if it has one"),
	VIEW_TEXT(T, icon_type, "its media type"),
	VIEW_TEXT(T, manifest, "what a home screen asks for"),
	VIEW_TEXT(T, site_name, "the paper's name"),
	VIEW_TEXT(T, name_first, "all words of the name but the last"),
	VIEW_TEXT(T, name_last, "the last word of the name"),
	VIEW_FLAG(T, name_long, "set it smaller"),
	VIEW_FLAG(T, name_low, "a letter of the last word goes below the line"),
	VIEW_TEXT(T, dots_box, "viewBox of the dots below the last word"),
	VIEW_TEXT(T, dots_path, "their path"),
	VIEW_TEXT(T, home, "the front"),
	VIEW_TEXT(T, place, "the town where it appears"),
	VIEW_TEXT(T, notice, "a line above everything"),
	VIEW_TEXT(T, accent, "a style sheet with the paper's own colour, --acc, if it has one"),
	VIEW_VIEW(T, breaking, &view_link_type, "a strip above everything, on fronts and first pages only"),
	VIEW_VIEW(T, today, &view_time_type, "the date; on fronts and first pages only"),
	VIEW_LIST(T, languages, &view_link_type, "the paper's languages"),
	VIEW_LIST(T, nav, &view_link_type, "its sections, or what its menu says"),
	VIEW_FLAG(T, has_languages, "there is more than one"),
	VIEW_FLAG(T, has_nav, "there are some"),
	VIEW_LIST(T, foot, &view_foot_type, "the parts of the foot"),
	VIEW_VIEW(T, front, &view_front_type, "a front, else nothing"),
	VIEW_VIEW(T, listing, &view_listing_type, "a page of a section, topic or person, else nothing"),
	VIEW_VIEW(T, search, &view_search_type, "the search page"),
	VIEW_VIEW(T, story, &view_story_type, "a story or a page such as About, else nothing"),
	VIEW_VIEW(T, archive, &view_archive_type, "a page of an archive, else nothing"),
	VIEW_VIEW(T, gone, &view_gone_type, "not found, gone or broken, else nothing"),
	VIEW_VIEW(T, record, &view_record_type, "a page about the record, else nothing"),
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
	{ "corrections", &view_page_type },
	{ "search", &view_page_type },
	{ "gone", &view_page_type },
	{ "record", &view_page_type },
	{ "feed", &view_feed_type },
	{ "rss", &view_feed_type },
	{ "live", &view_part_type },
};
const size_t view_npages = sizeof(view_pages) / sizeof(view_pages[0]);
