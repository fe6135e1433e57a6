/* SPDX-License-Identifier: ISC */
#include "text/shape.h"

#include "text/copy.h"

/* clang-format off */
#define P(type, member, also, kind) { #member, also, kind, offsetof(struct type, member) }
static const struct part party[] = {
	P(party, name, NULL, PART_TEXT),
	P(party, role, "office title job_title", PART_TEXT),
	P(party, of, "organisation organization body country affiliation", PART_TEXT),
};
static const struct part count[] = {
	P(count, stated, "about words", PART_TEXT),
	P(count, exact, "number counted", PART_NUMBER),
	P(count, source, "counted_by", PART_TEXT),
	P(count, as_of, "at date", PART_WHEN),
};
static const struct part fact[] = {
	P(fact, what, "label", PART_TEXT),
	P(fact, value, "number as_known", PART_TEXT),
	P(fact, source, NULL, PART_TEXT),
	P(fact, as_of, "at date", PART_WHEN),
};
static const struct part update[] = {
	P(update, at, "date when", PART_WHEN),
	P(update, text, "what note", PART_TEXT),
	P(update, source, NULL, PART_TEXT),
};
static const struct part document[] = {
	P(document, src, "file url address", PART_TEXT),
	P(document, label, "title name", PART_TEXT),
};
static const struct part track[] = {
	P(track, src, "file", PART_TEXT),
	P(track, lang, "language", PART_TEXT),
	P(track, label, "title", PART_TEXT),
};
static const struct part office[] = {
	P(office, role, "title office", PART_TEXT),
	P(office, of, "organisation organization at body", PART_TEXT),
	P(office, from, "since start", PART_WHEN),
	P(office, until, "to end", PART_WHEN),
};
static const struct part shot[] = {
	P(shot, src, "file path url image", PART_TEXT),
	P(shot, alt, "alt_text", PART_TEXT),
	P(shot, caption, "title", PART_TEXT),
	P(shot, credit, "photographer", PART_TEXT),
	P(shot, video, NULL, PART_TEXT),
};

static const struct part signatory[] = {
	P(signatory, name, NULL, PART_TEXT),
	P(signatory, role, "office title job_title", PART_TEXT),
	P(signatory, affiliation, "organisation organization of group", PART_TEXT),
	P(signatory, country, "state place", PART_TEXT),
};

#define SHAPE(type, needed, what) \
	{ what, sizeof(struct type), offsetof(struct type, line), needed, type, sizeof(type) / sizeof((type)[0]) }
static const struct shape shapes[] = {
	[FIELD_PARTIES]   = SHAPE(party, 1, "somebody"),
	[FIELD_COUNTS]    = SHAPE(count, 0, "a count"),
	[FIELD_FACTS]   = SHAPE(fact, 2, "a figure"),
	[FIELD_UPDATES]   = SHAPE(update, 2, "an update"),
	[FIELD_DOCUMENTS] = SHAPE(document, 1, "a document"),
	[FIELD_TRACKS]    = SHAPE(track, 1, "a track"),
	[FIELD_OFFICES]   = SHAPE(office, 1, "an office"),
	[FIELD_SHOTS]     = SHAPE(shot, 0, "a picture"),
	[FIELD_SIGNERS]   = SHAPE(signatory, 1, "a signatory"),
};
/* clang-format on */

bool
part_named(const struct part *p, struct str key)
{
	struct str also = p->also != NULL ? str_of(p->also) : STR(""), word;

	if (names_alike(key, str_of(p->name)))
		return true;
	while (str_cut(&also, ' ', &word))
		if (word.n > 0 && names_alike(key, word))
			return true;
	return false;
}

const char *
part_near(const struct shape *s, struct str word)
{
	for (size_t i = 0; i < s->n; i++)
		if (word_distance(word, str_of(s->parts[i].name), 2) <= 2)
			return s->parts[i].name;
	return NULL;
}

struct str
parts_named(struct job *j, const struct shape *s)
{
	struct str out = str_of(s->parts[0].name);

	for (size_t i = 1; i < s->n; i++)
		out = job_printf(j, "%.*s%s%s", STR_ARG(out),
		    i + 1 == s->n ? " and " : ", ", s->parts[i].name);
	return out;
}

const struct shape *
shape_of(enum field_type type)
{
	if ((size_t)type >= sizeof(shapes) / sizeof(shapes[0])
	    || shapes[type].what == NULL)
		return NULL;
	return &shapes[type];
}
