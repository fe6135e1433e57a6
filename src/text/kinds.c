/* SPDX-License-Identifier: ISC */
#include "text/kinds.h"

#include <string.h>

#include "text/copy.h"

/* clang-format off */
static const struct kind_row kinds[KINDS] = {
	/* kind, name, also, plural, segment, entity, listed, addressed, internal */
	[KIND_NONE] = { KIND_NONE, "", NULL, "", NULL, false, false, false, true },
	[KIND_STORY] = { KIND_STORY, "story", "article", "stories", NULL, false, true, true, false },
	[KIND_PAGE] = { KIND_PAGE, "page", NULL, "pages", NULL, false, false, true, false },
	[KIND_FRONT] = { KIND_FRONT, "front", NULL, "fronts", NULL, false, false, false, false },
	[KIND_MENU] = { KIND_MENU, "menu", NULL, "menus", NULL, false, false, false, false },
	[KIND_PERSON] = { KIND_PERSON, "person", NULL, "people", "person", true, false, true, false },
	[KIND_TOPIC] = { KIND_TOPIC, "topic", NULL, "topics", "topic", true, false, true, false },
	[KIND_SECTION] = { KIND_SECTION, "section", NULL, "sections", "section", true, false, true, false },
	[KIND_SETTINGS] = { KIND_SETTINGS, "settings", NULL, "settings", NULL, true, false, false, false },
	[KIND_PICTURE] = { KIND_PICTURE, "picture", NULL, "pictures", NULL, true, false, false, false },
	[KIND_REDIRECT] = { KIND_REDIRECT, "redirect", NULL, "redirects", NULL, true, false, false, false },
	[KIND_PLACE] = { KIND_PLACE, "place", NULL, "places", "place", true, false, true, false },
	[KIND_ORGANISATION] = { KIND_ORGANISATION, "organisation", "organization", "organisations", "organisation", true, false, true, false },
	[KIND_RELEASE] = { KIND_RELEASE, "release", "press release", "press releases", NULL, false, true, true, false },
	[KIND_STATEMENT] = { KIND_STATEMENT, "statement", NULL, "statements", NULL, false, true, true, false },
	[KIND_LETTER] = { KIND_LETTER, "letter", "open letter", "letters", NULL, false, true, true, false },
	[KIND_VIDEO] = { KIND_VIDEO, "video", NULL, "videos", NULL, false, true, true, false },
	[KIND_AUDIO] = { KIND_AUDIO, "audio", "sound", "recordings", NULL, false, true, true, false },
	[KIND_EVENT] = { KIND_EVENT, "event", NULL, "events", NULL, false, true, true, false },
	[KIND_BRIEF] = { KIND_BRIEF, "brief", NULL, "briefs", NULL, false, true, true, false },
	[KIND_ITEM] = { KIND_ITEM, "item", "brief item", "items", NULL, false, true, true, false },
	[KIND_GALLERY] = { KIND_GALLERY, "gallery", NULL, "galleries", NULL, false, true, true, false },
	[KIND_SERIES] = { KIND_SERIES, "series", NULL, "series", NULL, false, true, true, false },
	[KIND_SIGNATORIES] = { KIND_SIGNATORIES, "signatories", NULL, "lists of signatories", NULL, true, false, false, true },
	[KIND_COMMENTS] = { KIND_COMMENTS, "comments", NULL, "comments", NULL, true, false, false, true },
};

#define STORY   KIND_BIT(KIND_STORY)
#define PAGE    KIND_BIT(KIND_PAGE)
#define FRONT   KIND_BIT(KIND_FRONT)
#define MENU    KIND_BIT(KIND_MENU)
#define PERSON  KIND_BIT(KIND_PERSON)
#define TOPIC   KIND_BIT(KIND_TOPIC)
#define SECTION KIND_BIT(KIND_SECTION)
#define SETTING KIND_BIT(KIND_SETTINGS)
#define PICTURE KIND_BIT(KIND_PICTURE)
#define MOVED   KIND_BIT(KIND_REDIRECT)
#define PLACE   KIND_BIT(KIND_PLACE)
#define BODY    KIND_BIT(KIND_ORGANISATION)
#define RELEASE KIND_BIT(KIND_RELEASE)
#define STATED  KIND_BIT(KIND_STATEMENT)
#define LETTER  KIND_BIT(KIND_LETTER)
#define FILMED  (KIND_BIT(KIND_VIDEO) | KIND_BIT(KIND_AUDIO))
#define EVENT   KIND_BIT(KIND_EVENT)
#define BRIEF   KIND_BIT(KIND_BRIEF)
#define ITEM    KIND_BIT(KIND_ITEM)
#define GALLERY KIND_BIT(KIND_GALLERY)
#define SERIES  KIND_BIT(KIND_SERIES)
#define SIGNED  KIND_BIT(KIND_SIGNATORIES)
#define REMARKS KIND_BIT(KIND_COMMENTS)
#define NAMED   (PERSON | TOPIC | SECTION | PLACE | BODY)
#define LISTED  (STORY | RELEASE | STATED | LETTER | FILMED | EVENT | BRIEF | ITEM | GALLERY | SERIES)
#define READ    (LISTED | PAGE)
#define TEXTS   (READ | FRONT | MENU)
#define ALL     (TEXTS | NAMED | SETTING | PICTURE | MOVED | SIGNED | REMARKS)

#define F SHOWN_FRONT
#define P SHOWN_PAGE
#define S SHOWN_SEARCH
#define M SHOWN_MACHINE

#define AT(member) offsetof(struct copy, member)
#define MORE(member) offsetof(struct copy, more.member)

/*
 * A name may stand twice for different kinds (a story's intro is one text, a
 * section's is one for each language), never twice for one kind.
 */
static const struct field fields[] = {
	/* name, synonyms, type, where, kinds, required, shown, what */
	{ "kind", "type", FIELD_KIND, AT(kind), ALL, 0, 0, "what kind of thing this is; a story if nothing is said" },
	{ "id", NULL, FIELD_ID, AT(id), ALL, 0, 0, "the thing's number for ever, written by stet" },
	{ "revision", NULL, FIELD_NUMBER, AT(revision), ALL, 0, P, "which revision this is, written by stet" },
	{ "salt", NULL, FIELD_TEXT, AT(salt), ALL, 0, 0, "random, so that erased words can't be guessed; written by stet" },
	{ "lang", "language locale", FIELD_LANG, AT(lang), TEXTS, 0, P | M, "the language it is written in" },
	{ "address", NULL, FIELD_ADDRESS, AT(address), READ | NAMED, 0, P, "where it stands; given once, at first publication" },
	{ "source", NULL, FIELD_TEXT, AT(source), ALL, 0, 0, "system and key that it was imported from" },

	{ "headline", "title", FIELD_TEXT, AT(headline), READ, READ & ~ITEM, F | P | S | M, "the headline" },
	{ "kicker", "overline eyebrow", FIELD_TEXT, AT(kicker), READ, 0, F | P | S, "a word or two above the headline" },
	{ "deck", "subtitle subhead standfirst dek", FIELD_PROSE, AT(deck), READ, 0, F | P | S | M, "the sentence below the headline" },
	{ "intro", NULL, FIELD_PROSE, AT(intro), LISTED, 0, F | S, "the opening paragraphs for section fronts; or <!--more--> in the text" },
	{ "short", "short_headline link_title linktitle", FIELD_TEXT, AT(short_headline), READ, 0, F, "a shorter headline for lists" },
	{ "search", "search_headline seo_title", FIELD_TEXT, AT(search_headline), READ, 0, M, "the headline for search engines" },
	{ "social", "social_headline og_title", FIELD_TEXT, AT(social_headline), READ, 0, M, "the headline when it is shared" },
	{ "summary", "description excerpt", FIELD_PROSE, AT(summary), READ, 0, M | S, "what it is about, for feeds and search engines" },
	{ "voice", NULL, FIELD_VOICE, AT(voice), LISTED, 0, F | P | M, "whose voice: news, analysis, opinion, own statement, republished, sponsored" },
	{ "byline", "authors author by", FIELD_CREDITS, AT(byline), READ, 0, F | P | S | M, "who wrote it, and who did what else" },
	{ "dateline", NULL, FIELD_TEXT, AT(dateline), LISTED, 0, P | S, "the place that it was written from" },
	{ "agency", NULL, FIELD_TEXT, AT(agency), LISTED, 0, P | S, "the agency whose text it is" },
	{ "picture", "image featured_image cover", FIELD_PICTURE, AT(picture), READ | NAMED, 0, F | P | M, "the lead picture: src, alt, caption, credit, focal (the point that no crop may lose, as `0.3 0.7`: across and down, from 0 to 1)" },
	{ "section", "sections", FIELD_REFS, AT(sections), LISTED | FRONT, 0, F | P | S | M, "its section, or several of which the first is its home" },
	{ "topics", "topic tags tag categories category keywords", FIELD_REFS, AT(topics), LISTED | FRONT, 0, P | S | M, "what it is about, as topics; of a front: the topic whose first page it arranges" },
	{ "about", NULL, FIELD_REFS, AT(about), LISTED, 0, P | S | M, "people, organisations, places and topics that it is about" },
	{ "translation_of", NULL, FIELD_REF, AT(translation_of), TEXTS, 0, P | M, "the original's id, never another translation's" },
	{ "translation_revision", NULL, FIELD_NUMBER, AT(translation_revision), TEXTS, 0, P, "the original's revision that it follows: the live one, written by stet when it first comes out; raise it when the translation has caught up" },
	{ "date", "pubdate", FIELD_WHEN, AT(date), READ, 0, 0, "when it was written or came out" },
	{ "published", NULL, FIELD_WHEN, AT(published), READ, 0, F | P | M, "when it was first published" },
	{ "updated", "lastmod modified last_modified_at", FIELD_WHEN, AT(updated), READ, 0, P | M, "when it was last changed in substance" },
	{ "embargo", "publish_date publishdate", FIELD_WHEN, AT(embargo), READ, 0, 0, "not before this" },
	{ "expires", "expirydate expiry_date unpublishdate", FIELD_WHEN, AT(expires), READ, 0, 0, "not after this" },
	{ "changes", NULL, FIELD_CHANGES, AT(changes), READ, 0, P | M, "what was changed: at, grade, note" },
	{ "aliases", "redirect_from", FIELD_TEXTS, AT(aliases), READ | NAMED | MOVED, MOVED, 0, "old addresses that lead here" },
	{ "slug", NULL, FIELD_TEXT, AT(slug), READ, 0, 0, "its name in the address" },
	{ "draft", NULL, FIELD_FLAG, AT(draft), TEXTS, 0, 0, "true: not to be published" },
	{ "listed", NULL, FIELD_NOT, AT(unlisted), LISTED & ~ITEM, 0, 0, "false: in no listing" },
	{ "canonical", "canonical_url source_url", FIELD_TEXT, AT(canonical), READ, 0, P | M, "where a republished text stood first" },
	{ "rights", "copyright license licence", FIELD_TEXT, AT(rights), READ | PICTURE, 0, P | M, "who may use it, and how" },
	{ "media", NULL, FIELD_MEDIA, AT(media), ALL, 0, 0, "the files that it names, written by stet: name, id, sha256, format, width, height, duration, bytes, sizes" },

	{ "name", "names title headline display_name", FIELD_WORDED, AT(names), NAMED | SETTING, NAMED | SETTING, F | P | S | M, "its name, by language" },
	{ "slug", "slugs", FIELD_WORDED, AT(slugs), NAMED, 0, 0, "its name in the address, by language" },
	{ "intro", "summary description deck bio", FIELD_WORDED, AT(intros), NAMED, 0, P | M, "a few lines about it, by language; the text below counts too" },
	{ "role", "roles job_title", FIELD_WORDED, AT(roles), PERSON | BODY, 0, P | M, "what this person (or organisation) is, by language" },
	{ "also", "other_names also_known_as", FIELD_TEXTS, AT(also), NAMED, 0, 0, "other names and slugs that it is found by" },
	{ "parent", NULL, FIELD_REF, AT(parent), SECTION | TOPIC | PLACE | BODY, 0, P, "what it belongs to, of its own kind" },
	{ "merged_into", NULL, FIELD_REF, AT(merged_into), NAMED, 0, 0, "the one that took its place" },
	{ "order", "weight", FIELD_NUMBER, AT(order), NAMED, 0, 0, "its place among its siblings" },
	{ "retired", NULL, FIELD_FLAG, AT(retired), NAMED, 0, P, "true: kept, but out of menus" },
	{ "links", "website urls", FIELD_TEXTS, AT(links), PERSON | BODY | PLACE | TOPIC, 0, P | M, "pages of their own elsewhere" },

	{ "place", "location venue venue_name", FIELD_REF, MORE(place), LISTED, 0, F | P | S | M, "where it is from or took place: a place's name, or words" },
	{ "event", "events", FIELD_REFS, MORE(events), LISTED | FRONT, 0, P | M, "the events that it is about: it stands in their timelines; of a front: the event whose page shows its modules" },
	{ "series", NULL, FIELD_REF, MORE(series), LISTED & ~ITEM & ~SERIES, 0, F | P | M, "the series that it is a part of; of a brief, what its years belong to" },
	{ "part", NULL, FIELD_NUMBER, MORE(part), LISTED & ~ITEM & ~SERIES, 0, F | P | M, "which part of the series, from 1" },
	{ "documents", "document original attachments", FIELD_DOCUMENTS, MORE(documents), LISTED & ~ITEM, 0, P | M, "documents that belong to it: {src, label}; src is a file beside the text, or an address" },
	{ "updates", NULL, FIELD_UPDATES, MORE(updates), EVENT | LETTER | STATED | RELEASE, 0, P | S | M, "what happened since: {at, text, source}" },

	{ "their_headline", "original_headline", FIELD_TEXT, MORE(their_headline), RELEASE, 0, F | P | S | M, "the headline that its issuer gave it" },
	{ "issuers", "issuer issued_by by_whom", FIELD_PARTIES, MORE(parties), RELEASE | STATED, 0, F | P | S | M, "who issued it: {name, role, of}, or a name" },
	{ "issued", "issued_on date_issued", FIELD_WHEN, MORE(issued), RELEASE | STATED, 0, F | P | M, "when it was issued" },
	{ "contact", NULL, FIELD_ROWS, MORE(contact), RELEASE, 0, P, "whom to ask, line by line" },
	{ "to", "addressee addressed_to recipient", FIELD_ROWS, MORE(to), STATED | LETTER, LETTER, F | P | S, "to whom it is written, line by line as on paper" },
	{ "signatories", "signers signed_by", FIELD_SIGNERS, MORE(signing), STATED | LETTER, 0, P | S | M, "who signed: a list of {name, role, affiliation, country}, a CSV file's name, or its lines; see SIGNATORIES" },
	{ "count", "signed stated_count", FIELD_COUNTS, MORE(counts), STATED | LETTER, 0, F | P | S | M, "how many signed: {stated, exact, source, as_of}; stated in words, such as over 1,000" },
	{ "grouped", "group_by", FIELD_TEXT, MORE(grouped), STATED | LETTER, 0, P, "country or affiliation: by what the signatories are grouped" },
	{ "quoted", "excerpted in_part", FIELD_FLAG, MORE(quoted), STATED | LETTER | RELEASE, 0, P | M, "true: the text is a part of theirs, not the whole" },
	{ "senders", "sender from", FIELD_PARTIES, MORE(parties), LETTER, 0, F | P | S | M, "who wrote it: {name, role, of}, or a name" },
	{ "written", "issued written_on", FIELD_WHEN, MORE(issued), LETTER, 0, F | P | M, "the date on the letter" },
	{ "salutation", "greeting", FIELD_TEXT, MORE(salutation), LETTER, 0, P, "how it begins: Dear Captain," },
	{ "closing", "valediction", FIELD_TEXT, MORE(closing), LETTER, 0, P, "how it ends, above the names" },
	{ "copy_to", "cc", FIELD_ROWS, MORE(copy_to), LETTER, 0, P, "who had a copy, line by line" },

	{ "file", "src media_file", FIELD_TEXT, MORE(file), FILMED, 0, P | M, "its own file: MP4, WebM, MP3, Ogg or WAV beside the text" },
	{ "embed", "video_url url watch", FIELD_TEXT, MORE(embed), FILMED, 0, P | M, "its address where somebody else hosts it; nothing is loaded from there before a click" },
	{ "captions", "subtitles tracks", FIELD_TRACKS, MORE(captions), FILMED, 0, P | M, "WebVTT files beside the text: {lang, src, label}" },
	{ "speakers", "speaker who with interviewee", FIELD_PARTIES, MORE(parties), FILMED, 0, F | P | S | M, "who is heard: {name, role, of}, or a name" },
	{ "recorded", "filmed recorded_on", FIELD_WHEN, MORE(issued), FILMED, 0, F | P | M, "when it was recorded" },
	{ "duration", "length", FIELD_DURATION, MORE(duration), FILMED, 0, F | P | M, "how long it is: 12:40, or 1:02:03" },

	{ "starts", "start from begins when start_date", FIELD_WHEN, MORE(starts), EVENT, EVENT, F | P | M, "when it began or begins; a day will do" },
	{ "ends", "end until end_date", FIELD_WHEN, MORE(ends), EVENT, 0, F | P | M, "when it ended or will end" },
	{ "coordinates", "geo position", FIELD_POINT, MORE(point), EVENT | PLACE, 0, P | M, "where on the globe: latitude, longitude" },
	{ "status", NULL, FIELD_TEXT, MORE(status), EVENT, 0, F | P | M, "planned, cancelled, postponed, running, over, or what is to be said" },
	{ "figures", "facts numbers", FIELD_FACTS, MORE(figures), EVENT | STATED, 0, P | S | M, "what is known: {what, value, source, as_of}; a later entry for the same what strikes out the earlier" },
	{ "people", "participants organisers organizers host event_organizer organizer", FIELD_PARTIES, MORE(parties), EVENT, 0, P | S | M, "who takes part: {name, role, of}, or a name" },

	{ "order", "sorting", FIELD_TEXT, MORE(order), BRIEF, 0, P, "newest or oldest: which item stands first; newest if nothing is said" },
	{ "sealed", "closed ended", FIELD_FLAG, MORE(sealed), BRIEF, 0, P | M, "true: it takes no more items" },
	{ "brief", "of", FIELD_REF, MORE(brief), ITEM, ITEM, P | M, "the brief that it is an item of" },
	{ "listed", NULL, FIELD_FLAG, MORE(listed), ITEM, 0, 0, "true: it stands in sections and topics too, not in its brief alone" },
	{ "promoted_to", "promoted story", FIELD_REF, MORE(promoted), ITEM, 0, F | P, "the story that it has grown into" },
	{ "pictures", "images photos shots", FIELD_SHOTS, MORE(shots), GALLERY, GALLERY, P | M, "its pictures and videos in order: {src, alt, caption, credit}, or {video} with a video's slug" },

	{ "offices", "roles_held career", FIELD_OFFICES, MORE(offices), PERSON, 0, P | M, "roles over time: {role, of, from, until}" },
	{ "see_also", "related connected_to", FIELD_REFS, MORE(see_also), NAMED, 0, P | M, "people, organisations, places and topics that it has to do with" },
	{ "pins", "pinned", FIELD_REFS, MORE(pins), NAMED, 0, P, "stories that stand first on its page, in this order" },
	{ "split_into", NULL, FIELD_REFS, MORE(split_into), NAMED, 0, P, "those of its kind that took its place" },

	{ "list", NULL, FIELD_ID, MORE(list), SIGNED, SIGNED, 0, "the list that the block belongs to, written by stet" },
	{ "statement", NULL, FIELD_ID, MORE(statement), SIGNED, SIGNED, 0, "what they signed, written by stet" },
	{ "story", NULL, FIELD_ID, MORE(about_story), REMARKS, REMARKS, 0, "what they are about, written by stet" },
	{ "block", NULL, FIELD_NUMBER, MORE(block), SIGNED, SIGNED, 0, "which block of the list, from 1, written by stet" },

	{ "slots", NULL, FIELD_SLOTS, AT(slots), FRONT, FRONT, F, "what stands where, and how large" },
	{ "items", NULL, FIELD_MENU, AT(menu), MENU, MENU, P, "what the menu leads to" },
	{ "place", "menu", FIELD_TEXT, AT(place), MENU, 0, P, "main or foot" },

	{ "tagline", "motto", FIELD_WORDED, AT(taglines), SETTING, 0, F | M, "the line below the name, by language" },
	{ "place", "town city", FIELD_WORDED, AT(places), SETTING, 0, F, "the town where it appears, by language" },
	{ "publisher", NULL, FIELD_WORDED, AT(publishers), SETTING, 0, P | M, "who publishes it, by language" },
	{ "editor", NULL, FIELD_WORDED, AT(editors), SETTING, 0, P | M, "who answers for it, by language" },
	{ "postal", "postal_address address", FIELD_LINES, AT(postal), SETTING, 0, P | M, "its postal address, line by line, by language" },
	{ "email", "mail", FIELD_TEXT, AT(email), SETTING, 0, P | M, "where readers write to" },
	{ "url", "base_url baseurl", FIELD_TEXT, AT(url), SETTING, 0, M, "https://... that readers know it by" },
	{ "timezone", "time_zone", FIELD_ZONE, AT(timezone), SETTING, 0, 0, "the paper's time zone" },
	{ "languages", NULL, FIELD_LANGUAGES, AT(languages), SETTING, 0, F | P, "its languages; the first has no prefix" },
	{ "theme", NULL, FIELD_TEXT, AT(theme), SETTING, 0, F | P, "the theme: one that is built in, or a folder in the site's themes/; see stet-theme"},
	{ "accent", "colour color", FIELD_TEXT, AT(accent), SETTING, 0, F | P, "the one colour, as #8c2f1b" },
	{ "social", NULL, FIELD_TEXTS, AT(social), SETTING, 0, P | M, "its addresses elsewhere" },
	{ "notice", NULL, FIELD_WORDED, AT(notices), SETTING, 0, F | P, "a line above everything, by language" },
	{ "icon", "logo favicon", FIELD_PICTURE, AT(picture), SETTING, 0, M, "its mark, a square picture beside the file: for browsers' tabs and home screens" },
	{ "security", "security_contact security_contacts", FIELD_TEXTS, AT(security), SETTING, 0, M, "where weaknesses are told, best first: an e-mail or https: address; with security_until it gives security.txt" },
	{ "security_until", "security_expires", FIELD_WHEN, AT(security_until), SETTING, 0, M, "the day until which somebody has promised to look there" },
	{ "security_key", "security_encryption", FIELD_TEXT, AT(security_key), SETTING, 0, M, "the address of the key to write there with" },
	{ "security_policy", NULL, FIELD_TEXT, AT(security_policy), SETTING, 0, M, "the address of how such reports are handled" },
	{ "trust", "trust_txt", FIELD_TEXTS, AT(trust), SETTING, 0, M, "lines of trust.txt: \"belongto=https://...\", \"member=\", \"control=\", \"controlledby=\", \"vendor=\", \"customer=\", \"disclosure=\"" },
	{ "hub", "websub", FIELD_TEXT, AT(hub), SETTING, 0, M, "the WebSub hub that is told of what is published" },
	{ "comments", NULL, FIELD_NOT, AT(no_comments), SETTING, 0, 0, "false: comments that came with stories from elsewhere are not shown" },
	{ "permalinks", NULL, FIELD_WORDED, AT(permalinks), SETTING, 0, 0, "address patterns of an imported paper, by section" },

	{ "sha256", "master", FIELD_HASH, AT(master), PICTURE, 0, 0, "the picture's master, written by stet" },
	{ "format", NULL, FIELD_TEXT, AT(format), PICTURE, 0, 0, "the master's: jpg or png, written by stet" },
	{ "width", NULL, FIELD_NUMBER, AT(width), PICTURE, 0, 0, "the master's, in pixels, written by stet" },
	{ "height", NULL, FIELD_NUMBER, AT(height), PICTURE, 0, 0, "the master's, in pixels, written by stet" },
	{ "sizes", NULL, FIELD_SIZES, AT(sizes), PICTURE, 0, 0, "smaller ones made of it, written by stet: name, sha256, format, width, height" },
	{ "alt", NULL, FIELD_PROSE, AT(alt), PICTURE, 0, P, "what there is to see, for those who can't" },
	{ "caption", NULL, FIELD_PROSE, AT(caption), PICTURE, 0, P | S, "the line below it" },
	{ "credit", NULL, FIELD_TEXT, AT(credit), PICTURE, 0, P | M, "who made it" },
	{ "focal", "focal_point focus", FIELD_FOCAL, AT(focal_x), PICTURE, 0, 0, "the point that no crop may lose: x and y from 0 to 1" },

	{ "to", "target", FIELD_TEXT, AT(to), MOVED, MOVED, 0, "where the old addresses lead" },
};
/* clang-format on */

#define FIELDS (sizeof(fields) / sizeof(fields[0]))

const struct kind_row *
kind_row(enum kind k)
{
	return &kinds[k];
}

enum kind
kind_of(struct str name)
{
	for (int k = 1; k < KINDS; k++)
		if (str_eq_nocase(name, str_of(kinds[k].name)))
			return (enum kind)k;
	for (int k = 1; k < KINDS; k++)
		if (kinds[k].also != NULL && name.n > 0
		    && names_alike(name, str_of(kinds[k].also)))
			return (enum kind)k;
	return KIND_NONE;
}

enum kind
kind_near(struct str name)
{
	enum kind best = KIND_NONE;
	unsigned limit = name.n >= 8 ? 2 : 1;

	for (int k = 1; k < KINDS; k++) {
		const unsigned d = word_distance(str_of(kinds[k].name), name,
		    limit);

		if (d <= limit && !kinds[k].internal && limit > 0) {
			best = (enum kind)k;
			limit = d - (d > 0);
		}
	}
	return best;
}

struct str
kinds_named(struct job *j)
{
	struct str out = STR("");

	for (int k = 1; k < KINDS; k++) {
		const char *between = k == KIND_SERIES ? " or " : ", ";

		if (!kinds[k].internal)
			out = job_printf(j, "%.*s%s%s", STR_ARG(out),
			    out.n > 0 ? between : "", kinds[k].name);
	}
	return out;
}

struct str
kind_name(enum kind k)
{
	return str_of(kinds[k].name);
}

bool
kind_is_recording(enum kind k)
{
	return k == KIND_VIDEO || k == KIND_AUDIO;
}

bool
kind_is_entity(enum kind k)
{
	return kinds[k].entity;
}

bool
kind_lists(enum kind k)
{
	return k == KIND_BRIEF || k == KIND_EVENT || k == KIND_SERIES;
}

const struct field *
fields_all(size_t *n)
{
	*n = FIELDS;
	return fields;
}

/* Is the word at `word`, which ends with a space or the string, this name? */
static bool
is_named(const char *word, struct str name)
{
	size_t n = 0;

	while (n < name.n && word[n] > ' ' && name_folded(name.p[n]) == word[n])
		n++;
	return n == name.n && (word[n] == '\0' || word[n] == ' ');
}

/* First letters first: an import asks this some forty times a story. */
static bool
is_synonym(const struct field *f, char first, struct str name)
{
	const char *word = f->synonyms;

	while (word != NULL) {
		if (*word == first && is_named(word, name))
			return true;
		word = strchr(word, ' ');
		word = word != NULL ? word + 1 : NULL;
	}
	return false;
}

const struct field *
field_at(enum kind k, struct str name)
{
	const unsigned bit = KIND_BIT(k);

	if (name.n == 0)
		return NULL;
	const char first = name_folded(name.p[0]);

	for (size_t i = 0; i < FIELDS; i++)
		if (*fields[i].name == first && (fields[i].kinds & bit) != 0
		    && is_named(fields[i].name, name))
			return &fields[i];
	for (size_t i = 0; i < FIELDS; i++)
		if ((fields[i].kinds & bit) != 0
		    && is_synonym(&fields[i], first, name))
			return &fields[i];
	return NULL;
}

/* Which letters a word has, as bits: words far apart differ in many. */
static uint32_t
letters_of(struct str word)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < word.n; i++)
		bits |= 1U << ((unsigned char)name_folded(word.p[i]) & 31);
	return bits;
}

const struct field *
field_near(enum kind k, struct str name)
{
	const uint32_t letters = letters_of(name);
	const struct field *best = NULL;
	unsigned limit = name.n >= 8 ? 2 : name.n >= 4 ? 1 : 0;

	for (size_t i = 0; i < FIELDS && limit > 0; i++) {
		unsigned d;

		if ((fields[i].kinds & KIND_BIT(k)) == 0
		    || (unsigned)__builtin_popcount(
			   letters ^ letters_of(str_of(fields[i].name)))
			> 2 * limit)
			continue;
		d = word_distance(str_of(fields[i].name), name, limit);
		if (d <= limit) {
			best = &fields[i];
			limit = d - (d > 0);
		}
	}
	return best;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Three rows of the usual table: this one, the last, the one before. */
#define WORD_N 64

unsigned
word_distance(struct str a, struct str b, unsigned limit)
{
	unsigned rows[3][WORD_N + 1];
	unsigned *now = rows[0], *last = rows[1], *older = rows[2], *t;

	if (a.n > WORD_N || b.n > WORD_N || a.n > b.n + limit
	    || b.n > a.n + limit)
		return limit + 1;
	for (size_t i = 0; i <= b.n; i++)
		last[i] = older[i] = (unsigned)i;
	for (size_t y = 1; y <= a.n; y++) {
		now[0] = (unsigned)y;
		for (size_t x = 1; x <= b.n; x++) {
			const bool same = name_folded(a.p[y - 1])
			    == name_folded(b.p[x - 1]);

			now[x] = least(last[x] + 1, now[x - 1] + 1);
			now[x] = least(now[x], last[x - 1] + !same);
			if (x > 1 && y > 1
			    && name_folded(a.p[y - 1])
				== name_folded(b.p[x - 2])
			    && name_folded(a.p[y - 2])
				== name_folded(b.p[x - 1]))
				now[x] = least(now[x], older[x - 2] + 1);
		}
		t = older;
		older = last;
		last = now;
		now = t;
	}
	return least(last[b.n], limit + 1);
}
