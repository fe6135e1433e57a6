/* SPDX-License-Identifier: ISC */
#include "wire/mobiledoc.h"

#include <string.h>

enum {
	SECTION_WORDS = 1,
	SECTION_PICTURE = 2,
	SECTION_LIST = 3,
	SECTION_CARD = 10,
	MARKER_TEXT = 0,
	MARKER_ATOM = 1,
};

struct doc {
	struct koenig *c;
	const json_t *markups, *atoms, *cards;
	const char *open[KOENIG_DEPTH_MAX]; /* ends of open markups */
	size_t n_open;
};

static struct str
text_at(const json_t *list, size_t i)
{
	const json_t *const v = json_array_get(list, i);

	return json_is_string(v)
	    ? str_from(json_string_value(v), json_string_length(v))
	    : STR("");
}

/* The item that a number names; NULL if there is none. */
static const json_t *
named(const json_t *list, const json_t *number)
{
	const json_int_t i = json_integer_value(number);

	return json_is_integer(number) && i >= 0
	    ? json_array_get(list, (size_t)i)
	    : NULL;
}

struct markup_row {
	const char *name, *begin, *end;
};

static const struct markup_row markups[] = {
	{ "strong", "<strong>", "</strong>" },
	{ "b", "<strong>", "</strong>" },
	{ "em", "<em>", "</em>" },
	{ "i", "<em>", "</em>" },
	{ "code", "<code>", "</code>" },
	{ "s", "<s>", "</s>" },
	{ "strike", "<s>", "</s>" },
	{ "del", "<s>", "</s>" },
	{ "u", "<u>", "</u>" },
	{ "sub", "<sub>", "</sub>" },
	{ "sup", "<sup>", "</sup>" },
	{ "mark", "<mark>", "</mark>" },
};

/* ["a", ["href", "https://..."]] */
static const char *
open_link(struct doc *d, const json_t *markup)
{
	const json_t *const attributes = json_array_get(markup, 1);

	for (size_t i = 0; i + 1 < json_array_size(attributes); i += 2) {
		const struct str url = text_at(attributes, i + 1);

		if (!str_eq(text_at(attributes, i), STR("href")))
			continue;
		if (str_trim(url).n == 0 || koenig_is_portal(d->c, url))
			return "";
		BUF_LIT(&d->c->out, "<a");
		koenig_address(d->c, "href", url);
		buf_ch(&d->c->out, '>');
		return "</a>";
	}
	return "";
}

static const char *
open_markup(struct doc *d, const json_t *markup)
{
	const struct str name = text_at(markup, 0);

	if (str_eq(name, STR("a")))
		return open_link(d, markup);
	for (size_t i = 0; i < sizeof(markups) / sizeof(markups[0]); i++)
		if (str_eq(name, str_of(markups[i].name))) {
			buf_put(&d->c->out, str_of(markups[i].begin));
			return markups[i].end;
		}
	koenig_note(d->c, "a mark (%.*s) is not known; its words are kept",
	    STR_ARG(str_sub(name, 0, 80)));
	return "";
}

static void
close_markups(struct doc *d, json_int_t n)
{
	for (; n > 0 && d->n_open > 0; n--)
		buf_put(&d->c->out, str_of(d->open[--d->n_open]));
}

static void
put_atom(struct doc *d, const json_t *atom)
{
	const struct str name = text_at(atom, 0);

	if (str_eq(name, STR("soft-return")))
		BUF_LIT(&d->c->out, "<br>");
	else
		koenig_words(d->c, text_at(atom, 1));
}

static void
put_marker(struct doc *d, const json_t *marker)
{
	const json_t *const opened = json_array_get(marker, 1);
	const json_t *const value = json_array_get(marker, 3);

	for (size_t i = 0; i < json_array_size(opened); i++) {
		if (d->n_open == KOENIG_DEPTH_MAX)
			break;
		d->open[d->n_open++] = open_markup(d,
		    named(d->markups, json_array_get(opened, i)));
	}
	if (json_integer_value(json_array_get(marker, 0)) == MARKER_ATOM)
		put_atom(d, named(d->atoms, value));
	else
		koenig_words(d->c, text_at(marker, 3));
	close_markups(d, json_integer_value(json_array_get(marker, 2)));
}

static void
put_markers(struct doc *d, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list) && d->c->left > 0; i++) {
		d->c->left--;
		put_marker(d, json_array_get(list, i));
	}
	close_markups(d, KOENIG_DEPTH_MAX);
}

struct section_row {
	const char *tag, *begin, *end;
};

static const struct section_row words[] = {
	{ "p", "<p>", "</p>" },
	{ "h1", "<h1>", "</h1>" },
	{ "h2", "<h2>", "</h2>" },
	{ "h3", "<h3>", "</h3>" },
	{ "h4", "<h4>", "</h4>" },
	{ "h5", "<h5>", "</h5>" },
	{ "h6", "<h6>", "</h6>" },
	{ "blockquote", "<blockquote><p>", "</p></blockquote>" },
	{ "aside", "<blockquote><p>", "</p></blockquote>" },
	{ "pull-quote", "<blockquote><p>", "</p></blockquote>" },
};

static void
put_words(struct doc *d, const json_t *section)
{
	const struct str tag = text_at(section, 1);
	const json_t *const markers = json_array_get(section, 2);
	const struct section_row *row = &words[0];

	if (json_array_size(markers) == 0)
		return;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq(tag, str_of(words[i].tag)))
			row = &words[i];
	buf_put(&d->c->out, str_of(row->begin));
	put_markers(d, markers);
	buf_put(&d->c->out, str_of(row->end));
	koenig_gap(d->c);
}

static void
put_list(struct doc *d, const json_t *section)
{
	const json_t *const items = json_array_get(section, 2);
	const bool numbered = str_eq(text_at(section, 1), STR("ol"));

	buf_put(&d->c->out, numbered ? STR("<ol>") : STR("<ul>"));
	for (size_t i = 0; i < json_array_size(items) && d->c->left > 0; i++) {
		d->c->left--;
		BUF_LIT(&d->c->out, "<li>");
		put_markers(d, json_array_get(items, i));
		BUF_LIT(&d->c->out, "</li>");
	}
	buf_put(&d->c->out, numbered ? STR("</ol>") : STR("</ul>"));
	koenig_gap(d->c);
}

static void
put_picture(struct doc *d, const json_t *section)
{
	json_t *const o = json_object();

	(void)json_object_set(o, "src", json_array_get(section, 1));
	koenig_put(d->c, STR("image"), o);
	json_decref(o);
}

static void
put_section(struct doc *d, const json_t *section)
{
	const json_t *const kind = json_array_get(section, 0);
	const json_t *card;

	switch (json_is_integer(kind) ? json_integer_value(kind) : -1) {
	case SECTION_WORDS:
		put_words(d, section);
		break;
	case SECTION_PICTURE:
		put_picture(d, section);
		break;
	case SECTION_LIST:
		put_list(d, section);
		break;
	case SECTION_CARD:
		card = named(d->cards, json_array_get(section, 1));
		koenig_put(d->c, text_at(card, 0), json_array_get(card, 1));
		break;
	default:
		koenig_note(d->c, "what it is is not known; it is left out");
		break;
	}
}

enum status
mobiledoc_put(struct koenig *c, struct str json)
{
	struct doc *d = JOB_NEW(c->j, struct doc);
	const json_t *sections;
	json_t *top;
	enum status st = koenig_load(c, json, "Mobiledoc text", &top);

	if (st != OK)
		return st;
	sections = json_object_get(top, "sections");
	if (!json_is_array(sections))
		return job_fail(c->j, INVALID,
		    "its Mobiledoc text can't be read: it has no sections");
	d->c = c;
	d->markups = json_object_get(top, "markups");
	d->atoms = json_object_get(top, "atoms");
	d->cards = json_object_get(top, "cards");
	for (size_t i = 0; i < json_array_size(sections) && c->left > 0; i++) {
		c->block = i + 1;
		c->left--;
		put_section(d, json_array_get(sections, i));
	}
	c->block = 0;
	if (c->left == 0)
		koenig_note(c,
		    "it has more than %d parts; the rest is left out",
		    KOENIG_NODES_MAX);
	return OK;
}
