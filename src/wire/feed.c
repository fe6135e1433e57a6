/* SPDX-License-Identifier: ISC */
#include "wire/feed.h"

#include <curl/curl.h>
#include <expat.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/sanitise.h"
#include "text/when.h"
#include "text/words.h"

#define ITEMS_READ 200 /* of a feed, before the newest are chosen */
#define DEPTH_MAX 64
#define LEAF_MAX ((size_t)64 * 1024) /* of one text; the rest is passed over */

/* What a feed says of an item, as it says it. */
struct said {
	struct str title, address, summary, published, updated;
};

struct reading {
	struct job *j;
	struct str url;
	struct outside_items *out;
	struct outside_item *items;
	size_t n;
};

/* ---- texts ---- */

/* Titles may hold HTML, whatever the format says. */
static struct str
plain(struct job *j, struct str html, size_t max)
{
	struct markup m;

	sanitise(j, html, &(struct sanitise_opts){ .no_ids = true }, &m, NULL);
	return words_excerpt(j, markup_plain(j, m), max);
}

/* An absolute http(s) address, or empty. */
static struct str
absolute(struct job *j, struct str base, struct str address)
{
	CURLU *const u = curl_url();
	struct str out = STR("");
	char *whole = NULL;

	if (u != NULL && address.n > 0 && address.n <= FEED_ADDRESS_MAX
	    && curl_url_set(u, CURLUPART_URL, job_cstr(j, base), 0) == CURLUE_OK
	    && curl_url_set(u, CURLUPART_URL, job_cstr(j, address), 0)
		== CURLUE_OK
	    && curl_url_get(u, CURLUPART_URL, &whole, 0) == CURLUE_OK)
		out = job_str(j, str_of(whole));
	curl_free(whole);
	curl_url_cleanup(u);
	if (out.n > FEED_ADDRESS_MAX
	    || (!str_starts(out, STR("https://"))
		&& !str_starts(out, STR("http://"))))
		return STR("");
	return out;
}

/* Seconds; 0 if it says nothing that we understand. */
static int64_t
time_in(struct job *j, struct str text)
{
	struct zone *utc;
	struct when w;
	int64_t at = 0;

	if (text.n == 0 || text.n > 64)
		return 0;
	at = (int64_t)curl_getdate(job_cstr(j, text), NULL);
	if (at > 0 && text.p[0] > '9')
		return at;
	if (zone_open(j, STR("UTC"), &utc) != OK)
		return 0;
	if (when_parse(j, text, utc, &w) == OK)
		at = w.at;
	else
		job_forgive(j);
	return at > 0 && at < FEED_TIME_MAX ? at : 0;
}

static void
item_put(struct reading *r, const struct said *s)
{
	struct outside_item it = {
		.title = plain(r->j, s->title, FEED_TITLE_MAX),
		.address = absolute(r->j, r->url, str_trim(s->address)),
		.at = time_in(r->j, str_trim(s->published)),
	};

	if (it.at == 0)
		it.at = time_in(r->j, str_trim(s->updated));
	it.summary = plain(r->j, s->summary, FEED_SUMMARY_MAX);
	if (it.title.n == 0) /* as on networks of short posts */
		it.title = it.summary;
	if (it.title.n == 0 || it.address.n == 0 || r->n == ITEMS_READ)
		return;
	r->items[r->n++] = it;
}

/* ---- XML ---- */

enum format { NO_FEED, RSS, ATOM };

struct xml {
	struct reading *r;
	XML_Parser parser;
	enum format format;
	int depth, item_depth; /* of the item that is open; 0: none */
	int leaf_depth;        /* of the text that is taken; 0: none */
	struct str *leaf;
	struct buf text;
	struct said said;
	bool refused; /* it declares entities, or is too deep */
};

/* Namespace and local name, as the parser joins them. */
static const char *
local_name(const char *name, bool *plain_name)
{
	const char *const space = strrchr(name, ' ');
	static const char *const known[] = { "http://www.w3.org/2005/Atom",
		"http://purl.org/rss/1.0/",
		"http://my.netscape.com/rdf/simple/0.9/",
		"http://purl.org/dc/elements/1.1/" };

	*plain_name = space == NULL;
	if (space == NULL)
		return name;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strncmp(name, known[i], (size_t)(space - name)) == 0
		    && known[i][space - name] == '\0') {
			*plain_name = true;
			break;
		}
	return space + 1;
}

static struct str *
leaf_for(struct xml *x, const char *name)
{
	static const struct {
		const char *name;
		size_t at;
		enum format format; /* NO_FEED: of both */
	} leaves[] = {
		{ "title", offsetof(struct said, title), NO_FEED },
		{ "link", offsetof(struct said, address), RSS },
		{ "description", offsetof(struct said, summary), RSS },
		{ "pubDate", offsetof(struct said, published), RSS },
		{ "date", offsetof(struct said, updated), RSS },
		{ "summary", offsetof(struct said, summary), ATOM },
		{ "published", offsetof(struct said, published), ATOM },
		{ "updated", offsetof(struct said, updated), ATOM },
	};

	for (size_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++)
		if (strcmp(leaves[i].name, name) == 0
		    && (leaves[i].format == NO_FEED
			|| leaves[i].format == x->format))
			return (struct str *)(void *)((char *)&x->said
			    + leaves[i].at);
	return NULL;
}

static const char *
attribute(const char **list, const char *name)
{
	for (; *list != NULL; list += 2)
		if (strcmp(*list, name) == 0)
			return list[1];
	return NULL;
}

/* <link rel="alternate" href="..."> */
static void
atom_link(struct xml *x, const char **attributes)
{
	const char *const rel = attribute(attributes, "rel");
	const char *const href = attribute(attributes, "href");

	if (href != NULL && x->said.address.n == 0
	    && (rel == NULL || strcmp(rel, "alternate") == 0))
		x->said.address = job_str(x->r->j, str_of(href));
}

static void
refuse(struct xml *x)
{
	x->refused = true;
	(void)XML_StopParser(x->parser, XML_FALSE);
}

static void
leaf_begin(struct xml *x, struct str *leaf)
{
	x->leaf = leaf;
	x->leaf_depth = x->depth;
	x->text = buf_in(x->r->j, LEAF_MAX);
}

static void
format_of(struct xml *x, const char *name)
{
	if (strcmp(name, "feed") == 0)
		x->format = ATOM;
	else if (strcmp(name, "rss") == 0 || strcmp(name, "RDF") == 0)
		x->format = RSS;
	else
		(void)XML_StopParser(x->parser, XML_FALSE);
}

static void XMLCALL
on_start(void *arg, const char *full, const char **attributes)
{
	struct xml *const x = arg;
	bool known;
	const char *const name = local_name(full, &known);

	if (++x->depth > DEPTH_MAX) {
		refuse(x);
		return;
	}
	if (x->depth == 1) {
		format_of(x, name);
		return;
	}
	if (x->leaf_depth > 0 || !known)
		return;
	if (x->item_depth == 0) {
		if (strcmp(name, x->format == ATOM ? "entry" : "item") == 0) {
			x->item_depth = x->depth;
			x->said = (struct said){ 0 };
		} else if (strcmp(name, "title") == 0
		    && x->r->out->title.n == 0) {
			leaf_begin(x, &x->r->out->title);
		}
		return;
	}
	if (x->depth != x->item_depth + 1)
		return;
	if (x->format == ATOM && strcmp(name, "link") == 0)
		atom_link(x, attributes);
	else if (leaf_for(x, name) != NULL)
		leaf_begin(x, leaf_for(x, name));
}

static void XMLCALL
on_end(void *arg, const char *full)
{
	struct xml *const x = arg;

	(void)full;
	if (x->leaf_depth == x->depth) {
		if (x->leaf->n == 0)
			*x->leaf = job_str(x->r->j, buf_so_far(&x->text));
		x->leaf_depth = 0;
	}
	if (x->item_depth == x->depth) {
		item_put(x->r, &x->said);
		x->item_depth = 0;
	}
	x->depth--;
}

static void XMLCALL
on_text(void *arg, const char *p, int n)
{
	struct xml *const x = arg;
	const size_t left = LEAF_MAX - buf_so_far(&x->text).n;

	/* Cut at most between two pieces, so never within a letter. */
	if (x->leaf_depth > 0 && (size_t)n <= left)
		buf_put(&x->text, str_from(p, (size_t)n));
}

static void XMLCALL /* NOLINTNEXTLINE(readability-function-size) expat's */
on_entity(void *arg, const char *name, int is_parameter, const char *value,
    int n, const char *base, const char *system, const char *public,
    const char *notation)
{
	(void)name;
	(void)is_parameter;
	(void)value;
	(void)n;
	(void)base;
	(void)system;
	(void)public;
	(void)notation;
	refuse(arg);
}

/* What pages of the web call Latin-1 is windows-1252. */
static int XMLCALL
on_encoding(void *arg, const char *name, XML_Encoding *info)
{
	static const int high[32] = { 0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e,
		0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
		0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d,
		0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153,
		0xfffd, 0x017e, 0x0178 };

	(void)arg;
	if (!str_eq_nocase(str_of(name), STR("windows-1252"))
	    && !str_eq_nocase(str_of(name), STR("cp1252")))
		return XML_STATUS_ERROR;
	for (int i = 0; i < 256; i++)
		info->map[i] = i >= 0x80 && i < 0xa0 ? high[i - 0x80] : i;
	info->data = NULL;
	info->convert = NULL;
	info->release = NULL;
	return XML_STATUS_OK;
}

static enum status
xml_read(struct reading *r, struct str bytes)
{
	struct xml x = { .r = r, .parser = XML_ParserCreateNS(NULL, ' ') };
	enum XML_Status ended;
	enum status st = OK;

	if (x.parser == NULL)
		abort();
	x.text = buf_in(r->j, LEAF_MAX);
	XML_SetUserData(x.parser, &x);
	XML_SetElementHandler(x.parser, on_start, on_end);
	XML_SetCharacterDataHandler(x.parser, on_text);
	XML_SetEntityDeclHandler(x.parser, on_entity);
	XML_SetUnknownEncodingHandler(x.parser, on_encoding, NULL);
	ended = XML_Parse(x.parser, bytes.p, (int)bytes.n, 1);
	if (x.refused)
		st = job_fail(r->j, INVALID,
		    "it declares entities or is too deep, as no feed has to");
	else if (x.format == NO_FEED)
		st = job_fail(r->j, INVALID,
		    "it is neither RSS nor Atom nor JSON Feed");
	else if (ended != XML_STATUS_OK && r->n == 0)
		st = job_fail(r->j, INVALID, "line %lu: %s",
		    (unsigned long)XML_GetCurrentLineNumber(x.parser),
		    XML_ErrorString(XML_GetErrorCode(x.parser)));
	XML_ParserFree(x.parser);
	return st;
}

/* ---- JSON ---- */

static struct str
json_text(struct job *j, const json_t *of, const char *name)
{
	const json_t *const v = json_object_get(of, name);

	if (!json_is_string(v) || json_string_length(v) > LEAF_MAX)
		return STR("");
	return job_str(j,
	    str_from(json_string_value(v), json_string_length(v)));
}

/* content_text is no HTML, and is made some. */
static struct str
escaped(struct job *j, struct str text)
{
	struct buf b = buf_in(j, 6 * text.n + 1);

	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '<')
			buf_put(&b, STR("&lt;"));
		else if (text.p[i] == '&')
			buf_put(&b, STR("&amp;"));
		else
			buf_ch(&b, text.p[i]);
	return buf_so_far(&b);
}

static void
json_item(struct reading *r, const json_t *v)
{
	struct said s = {
		.title = escaped(r->j, json_text(r->j, v, "title")),
		.address = json_text(r->j, v, "url"),
		.summary = escaped(r->j, json_text(r->j, v, "summary")),
		.published = json_text(r->j, v, "date_published"),
		.updated = json_text(r->j, v, "date_modified"),
	};

	if (s.address.n == 0)
		s.address = json_text(r->j, v, "external_url");
	if (s.summary.n == 0)
		s.summary = escaped(r->j, json_text(r->j, v, "content_text"));
	if (s.summary.n == 0)
		s.summary = json_text(r->j, v, "content_html");
	item_put(r, &s);
}

static enum status
json_read(struct reading *r, struct str bytes)
{
	json_error_t error;
	json_t *const top = json_loadb(bytes.p, bytes.n, 0, &error);
	const json_t *items = json_object_get(top, "items"), *v;
	enum status st = OK;
	size_t i;

	if (top == NULL)
		st = job_fail(r->j, INVALID, "line %d: %s", error.line,
		    error.text);
	else if (!json_is_array(items))
		st = job_fail(r->j, INVALID,
		    "it is JSON, but no JSON Feed: it has no \"items\"");
	r->out->title = json_text(r->j, top, "title");
	if (st == OK)
		json_array_foreach(items, i, v) json_item(r, v);
	json_decref(top);
	return st;
}

/* ---- both ---- */

/* The newest first; in the feed's own order where it tells no time. */
static void
newest_first(struct outside_item *at, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct outside_item it = at[i];
		size_t k = i;

		for (; k > 0 && it.at > at[k - 1].at && at[k - 1].at > 0; k--)
			at[k] = at[k - 1];
		at[k] = it;
	}
}

enum status
feed_read(struct job *j, struct str bytes, struct str url,
    struct outside_items *out)
{
	struct reading r = { .j = j, .url = url, .out = out };
	const struct str bom = STR("\xef\xbb\xbf");
	enum status st;

	*out = (struct outside_items){ 0 };
	if (bytes.n > FEED_MAX)
		return job_fail(j, INVALID, "it is larger than %d MB",
		    (int)(FEED_MAX >> 20));
	if (str_starts(bytes, bom))
		bytes = str_skip(bytes, bom.n);
	bytes = str_trim(bytes);
	r.items = JOB_ARRAY(j, struct outside_item, ITEMS_READ);
	st = str_starts(bytes, STR("{")) ? json_read(&r, bytes)
					 : xml_read(&r, bytes);
	if (st != OK)
		return st;
	out->title = plain(j, out->title, FEED_TITLE_MAX);
	newest_first(r.items, r.n);
	out->at = r.items;
	out->n = r.n < OUTSIDE_ITEMS ? r.n : OUTSIDE_ITEMS;
	return OK;
}
