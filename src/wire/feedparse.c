/* SPDX-License-Identifier: ISC */
#include "wire/feedparse.h"

#include <curl/curl.h>
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "wire/feedjson.h"

#define DEPTH_MAX 64

/* ---- what else a feed says ---- */

struct str
feedparse_absolute(struct job *j, struct str base, struct str address)
{
	CURLU *const u = curl_url();
	struct str out = STR("");
	char *whole = NULL;

	if (u != NULL && address.n > 0 && address.n <= FEED_ADDRESS_MAX
	    && (base.n == 0
		|| curl_url_set(u, CURLUPART_URL, job_cstr(j, base), 0)
		    == CURLUE_OK)
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

int64_t
feedparse_time(struct job *j, struct str text)
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

/* ---- names ---- */

/* Vocabularies; a set of them says where a name may come from. */
enum vocabulary {
	RSS = 1 << 0,
	ATOM = 1 << 1,
	DUBLIN = 1 << 2,
	CONTENT = 1 << 3,
	ITUNES = 1 << 4,
	MEDIA = 1 << 5,
};

static const struct {
	const char *uri;
	enum vocabulary is;
} vocabularies[] = {
	{ "http://www.w3.org/2005/Atom", ATOM },
	{ "http://purl.org/rss/1.0/", RSS },
	{ "http://my.netscape.com/rdf/simple/0.9/", RSS },
	{ "http://purl.org/dc/elements/1.1/", DUBLIN },
	{ "http://purl.org/rss/1.0/modules/content/", CONTENT },
	{ "http://www.itunes.com/dtds/podcast-1.0.dtd", ITUNES },
	{ "http://search.yahoo.com/mrss/", MEDIA },
};

/* Namespace and local name, as the parser joins them; *of 0 if not known. */
static const char *
local_name(const char *name, unsigned *of)
{
	const char *const space = strrchr(name, ' ');

	*of = space == NULL ? RSS : 0;
	if (space == NULL)
		return name;
	for (size_t i = 0; i < sizeof(vocabularies) / sizeof(vocabularies[0]);
	     i++)
		if (strncmp(name, vocabularies[i].uri, (size_t)(space - name))
			== 0
		    && vocabularies[i].uri[space - name] == '\0')
			*of = vocabularies[i].is;
	return space + 1;
}

/* What is done with an element's text. */
enum use {
	USE_TEXT,  /* a str of the entry */
	USE_WORDS, /* words of the entry */
	USE_AUTHOR,
	USE_CATEGORY,
	USE_HEAD, /* a str of the feed's head */
};

struct leaf_row {
	const char *name;
	unsigned of, format; /* vocabularies of the name; feeds that have it */
	enum use use;
	size_t at;
};

#define ENTRY(member) offsetof(struct feed_entry, member)
#define HEAD(member) offsetof(struct feed_head, member)
#define ANY (RSS | ATOM)

/* clang-format off */
static const struct leaf_row item_leaves[] = {
	{ "title", RSS | ATOM | DUBLIN, ANY, USE_WORDS, ENTRY(title) },
	{ "link", RSS, RSS, USE_TEXT, ENTRY(address) },
	{ "description", RSS | DUBLIN, RSS, USE_WORDS, ENTRY(summary) },
	{ "encoded", CONTENT, ANY, USE_WORDS, ENTRY(content) },
	{ "pubDate", RSS, RSS, USE_TEXT, ENTRY(published) },
	{ "date", DUBLIN, ANY, USE_TEXT, ENTRY(updated) },
	{ "guid", RSS, RSS, USE_TEXT, ENTRY(guid) },
	{ "creator", DUBLIN, ANY, USE_AUTHOR, 0 },
	{ "author", RSS | ITUNES, RSS, USE_AUTHOR, 0 },
	{ "category", RSS, RSS, USE_CATEGORY, 0 },
	{ "subject", DUBLIN, ANY, USE_CATEGORY, 0 },
	{ "duration", ITUNES, ANY, USE_TEXT, ENTRY(duration) },
	{ "summary", ITUNES, RSS, USE_WORDS, ENTRY(summary) },
	{ "summary", ATOM, ATOM, USE_WORDS, ENTRY(summary) },
	{ "content", ATOM, ATOM, USE_WORDS, ENTRY(content) },
	{ "published", ATOM, ATOM, USE_TEXT, ENTRY(published) },
	{ "updated", ATOM, ANY, USE_TEXT, ENTRY(updated) },
	{ "id", ATOM, ATOM, USE_TEXT, ENTRY(guid) },
};

static const struct leaf_row head_leaves[] = {
	{ "title", RSS | ATOM, ANY, USE_HEAD, HEAD(title) },
	{ "link", RSS, RSS, USE_HEAD, HEAD(home) },
	{ "language", RSS | DUBLIN, RSS, USE_HEAD, HEAD(lang) },
	{ "creator", DUBLIN, RSS, USE_HEAD, HEAD(author) },
};
/* clang-format on */

struct xml {
	struct job *j;
	const struct feedparse_opts *opts;
	struct feed_head *head;
	XML_Parser parser;
	unsigned format;       /* RSS or ATOM; 0: none yet */
	int depth, item_depth; /* of the item that is open; 0: none */
	int author_depth;      /* of an Atom author; 0: none */
	int leaf_depth;        /* of the text that is taken; 0: none */
	const struct leaf_row *leaf;
	bool plain, xhtml; /* how that text is to be read */
	struct buf text;
	struct feed_entry entry;
	size_t taken;
	bool refused; /* it declares entities, or is too deep */
};

static const struct leaf_row *
leaf_of(const struct leaf_row *rows, size_t n, const struct xml *x,
    const char *name, unsigned of)
{
	for (size_t i = 0; i < n; i++)
		if ((rows[i].of & of) != 0 && (rows[i].format & x->format) != 0
		    && strcmp(rows[i].name, name) == 0)
			return &rows[i];
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

static struct str
attribute_text(const struct xml *x, const char **list, const char *name)
{
	return job_str(x->j, str_of(attribute(list, name)));
}

/* ---- elements that say it in attributes ---- */

static void
put_file(struct feed_entry *e, struct feed_file f)
{
	if (f.url.n > 0 && e->n_files < FEED_LISTED_MAX)
		e->files[e->n_files++] = f;
}

/* <link rel="alternate" href="...">, of an item or of the whole */
static void
atom_link(struct xml *x, const char **attributes)
{
	const struct str href = attribute_text(x, attributes, "href");
	struct str rel = attribute_text(x, attributes, "rel");

	if (rel.n == 0)
		rel = STR("alternate");
	if (x->item_depth == 0) {
		if (str_eq(rel, STR("next"))
		    || (str_eq(rel, STR("prev-archive"))
			&& x->head->next.n == 0))
			x->head->next = href;
		else if (str_eq(rel, STR("alternate")) && x->head->home.n == 0)
			x->head->home = href;
	} else if (str_eq(rel, STR("enclosure"))) {
		put_file(&x->entry,
		    (struct feed_file){ href,
			attribute_text(x, attributes, "type"),
			attribute_text(x, attributes, "title") });
	} else if (str_eq(rel, STR("alternate")) && x->entry.address.n == 0) {
		x->entry.address = href;
	}
}

static void
rss_enclosure(struct xml *x, const char **attributes)
{
	put_file(&x->entry,
	    (struct feed_file){ attribute_text(x, attributes, "url"),
		attribute_text(x, attributes, "type"), STR("") });
}

static void
media_file(struct xml *x, const char *name, const char **attributes)
{
	const struct str url = attribute_text(x, attributes, "url");
	const struct str medium = attribute_text(x, attributes, "medium");
	const struct str type = attribute_text(x, attributes, "type");
	const bool image = strcmp(name, "thumbnail") == 0
	    || str_eq(medium, STR("image")) || str_starts(type, STR("image/"));

	if (image && x->entry.picture.n == 0)
		x->entry.picture = url;
	else if (!image)
		put_file(&x->entry, (struct feed_file){ url, type, STR("") });
}

static void
put_category(struct feed_entry *e, struct str s)
{
	s = str_trim(s);
	if (s.n > 0 && e->n_categories < FEED_LISTED_MAX)
		e->categories[e->n_categories++] = s;
}

static void
atom_category(struct xml *x, const char **attributes)
{
	const struct str label = attribute_text(x, attributes, "label");

	put_category(&x->entry,
	    label.n > 0 ? label : attribute_text(x, attributes, "term"));
}

/* True if that was one of them. */
static bool
by_attributes(struct xml *x, const char *name, unsigned of,
    const char **attributes)
{
	const bool in_item = x->item_depth > 0;

	if (of == ATOM && strcmp(name, "link") == 0)
		atom_link(x, attributes);
	else if (in_item && of == ATOM && strcmp(name, "category") == 0)
		atom_category(x, attributes);
	else if (in_item && of == RSS && strcmp(name, "enclosure") == 0)
		rss_enclosure(x, attributes);
	else if (in_item && of == MEDIA
	    && (strcmp(name, "content") == 0 || strcmp(name, "thumbnail") == 0))
		media_file(x, name, attributes);
	else
		return false;
	return true;
}

/* ---- texts ---- */

static void
refuse(struct xml *x)
{
	x->refused = true;
	(void)XML_StopParser(x->parser, XML_FALSE);
}

static void
leaf_begin(struct xml *x, const struct leaf_row *leaf, const char **attributes)
{
	const struct str type = attribute_text(x, attributes, "type");
	const struct str is = attribute_text(x, attributes, "isPermaLink");

	x->leaf = leaf;
	x->leaf_depth = x->depth;
	x->text = buf_in(x->j, x->opts->text_max);
	x->xhtml = str_eq(type, STR("xhtml"));
	x->plain = x->format == ATOM && leaf->of != CONTENT && !x->xhtml
	    && !str_eq(type, STR("html")) && !str_eq(type, STR("text/html"));
	if (leaf->at == ENTRY(guid) && leaf->use == USE_TEXT)
		x->entry.guid_is_address = !str_eq(is, STR("false"));
}

/* "mail@host.example (Name)" is the name. */
static struct str
author_name(struct str s)
{
	const size_t open = str_find_ch(s, '(');

	s = str_trim(s);
	if (open != NOWHERE && str_ends(s, STR(")"))
	    && str_find_ch(str_sub(s, 0, open), '@') != NOWHERE)
		return str_trim(str_sub(s, open + 1, s.n - open - 2));
	return str_find_ch(s, '@') == NOWHERE ? s : STR("");
}

static void
put_author(struct feed_entry *e, struct str s)
{
	s = author_name(s);
	for (size_t i = 0; i < e->n_authors; i++)
		if (str_eq(e->authors[i], s))
			return;
	if (s.n > 0 && e->n_authors < FEED_LISTED_MAX)
		e->authors[e->n_authors++] = s;
}

static void
leaf_end(struct xml *x)
{
	const struct str text = job_str(x->j, buf_so_far(&x->text));
	char *const in = x->leaf->use == USE_HEAD ? (char *)x->head
						  : (char *)&x->entry;
	struct str *const line = (struct str *)(void *)(in + x->leaf->at);
	struct feed_words *const words = (struct feed_words *)(void *)(in
	    + x->leaf->at);

	switch (x->leaf->use) {
	case USE_TEXT:
	case USE_HEAD:
		if (line->n == 0)
			*line = str_trim(text);
		break;
	case USE_WORDS:
		if (str_trim(words->text).n == 0)
			*words = (struct feed_words){ text, x->plain };
		break;
	case USE_AUTHOR:
		if (x->item_depth > 0)
			put_author(&x->entry, text);
		else
			x->head->author = author_name(text);
		break;
	case USE_CATEGORY:
		put_category(&x->entry, text);
		break;
	}
	x->leaf_depth = 0;
}

/* ---- XHTML within a text, as HTML ---- */

static void
put_escaped(struct xml *x, struct str s, bool attribute)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '<')
			BUF_LIT(&x->text, "&lt;");
		else if (s.p[i] == '&')
			BUF_LIT(&x->text, "&amp;");
		else if (s.p[i] == '"' && attribute)
			BUF_LIT(&x->text, "&quot;");
		else
			buf_ch(&x->text, s.p[i]);
}

static bool
is_void(const char *name)
{
	static const char *const voids[] = { "br", "img", "hr", "wbr", "col",
		"source", "track", "input", "embed" };

	for (size_t i = 0; i < sizeof(voids) / sizeof(voids[0]); i++)
		if (strcmp(name, voids[i]) == 0)
			return true;
	return false;
}

static void
xhtml_start(struct xml *x, const char *name, const char **attributes)
{
	buf_printf(&x->text, "<%s", name);
	for (; *attributes != NULL; attributes += 2) {
		if (strchr(*attributes, ' ') != NULL)
			continue;
		buf_printf(&x->text, " %s=\"", *attributes);
		put_escaped(x, str_of(attributes[1]), true);
		buf_ch(&x->text, '"');
	}
	buf_ch(&x->text, '>');
}

/* ---- what the parser tells ---- */

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

/* Within an item: its parts, and the name in an Atom author. */
static void
item_start(struct xml *x, const char *name, unsigned of,
    const char **attributes)
{
	static const struct leaf_row author_name_row = { "name", ATOM, ATOM,
		USE_AUTHOR, 0 };
	const struct leaf_row *leaf;
	const bool in_group = of == MEDIA && x->depth == x->item_depth + 2;

	if (x->author_depth > 0 && x->depth == x->author_depth + 1
	    && strcmp(name, "name") == 0) {
		leaf_begin(x, &author_name_row, attributes);
		return;
	}
	if (x->depth != x->item_depth + 1 && !in_group)
		return;
	if (of == ATOM && strcmp(name, "author") == 0) {
		x->author_depth = x->depth;
		return;
	}
	if (by_attributes(x, name, of, attributes))
		return;
	leaf = leaf_of(item_leaves, sizeof(item_leaves) / sizeof(*leaf), x,
	    name, of);
	if (leaf != NULL && !in_group)
		leaf_begin(x, leaf, attributes);
}

static void
head_start(struct xml *x, const char *name, unsigned of,
    const char **attributes)
{
	static const struct leaf_row author_name_row = { "name", ATOM, ATOM,
		USE_AUTHOR, 0 };
	const struct leaf_row *leaf;

	if (strcmp(name, x->format == ATOM ? "entry" : "item") == 0) {
		x->item_depth = x->depth;
		x->entry = (struct feed_entry){ 0 };
		return;
	}
	if (x->author_depth > 0 && strcmp(name, "name") == 0) {
		leaf_begin(x, &author_name_row, attributes);
		return;
	}
	if (of == ATOM && strcmp(name, "author") == 0)
		x->author_depth = x->depth;
	if (x->depth > 3 || by_attributes(x, name, of, attributes))
		return;
	leaf = leaf_of(head_leaves, sizeof(head_leaves) / sizeof(*leaf), x,
	    name, of);
	/* Of an <image> in the channel, title and link are its own. */
	if (leaf != NULL && x->depth == (x->format == ATOM ? 2 : 3))
		leaf_begin(x, leaf, attributes);
}

static void XMLCALL
on_start(void *arg, const char *full, const char **attributes)
{
	struct xml *const x = arg;
	unsigned of;
	const char *const name = local_name(full, &of);

	if (++x->depth > DEPTH_MAX)
		refuse(x);
	else if (x->depth == 1)
		format_of(x, name);
	else if (x->leaf_depth > 0 && x->xhtml)
		xhtml_start(x, name, attributes);
	else if (x->leaf_depth > 0 || of == 0)
		return;
	else if (x->item_depth > 0)
		item_start(x, name, of, attributes);
	else
		head_start(x, name, of, attributes);
}

static void XMLCALL
on_end(void *arg, const char *full)
{
	struct xml *const x = arg;
	unsigned of;
	const char *const name = local_name(full, &of);

	if (x->leaf_depth == x->depth)
		leaf_end(x);
	else if (x->leaf_depth > 0 && x->xhtml && !is_void(name))
		buf_printf(&x->text, "</%s>", name);
	if (x->author_depth == x->depth)
		x->author_depth = 0;
	if (x->item_depth == x->depth) {
		x->opts->take(x->opts->arg, &x->entry);
		x->taken++;
		x->item_depth = 0;
	}
	x->depth--;
}

static void XMLCALL
on_text(void *arg, const char *p, int n)
{
	struct xml *const x = arg;
	const struct str s = str_from(p, (size_t)n);

	if (x->leaf_depth == 0)
		return;
	/* Cut at most between two pieces, so never within a letter. */
	if (s.n > x->opts->text_max - buf_so_far(&x->text).n)
		return;
	if (x->xhtml)
		put_escaped(x, s, false);
	else
		buf_put(&x->text, s);
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
	(void)arg;
	if (!str_eq_nocase(str_of(name), STR("windows-1252"))
	    && !str_eq_nocase(str_of(name), STR("cp1252")))
		return XML_STATUS_ERROR;
	for (int i = 0; i < 256; i++)
		info->map[i] = i < 0x80
		    ? i
		    : (int)feedparse_latin((unsigned char)i);
	info->data = NULL;
	info->convert = NULL;
	info->release = NULL;
	return XML_STATUS_OK;
}

static struct str
why_it_ended(struct xml *x)
{
	return job_printf(x->j, "line %lu: %s",
	    (unsigned long)XML_GetCurrentLineNumber(x->parser),
	    XML_ErrorString(XML_GetErrorCode(x->parser)));
}

static enum status
parse_xml(struct job *j, struct str bytes, const struct feedparse_opts *opts,
    struct feed_head *head)
{
	struct xml *x = JOB_NEW(j, struct xml);
	enum XML_Status ended;
	enum status st = OK;

	x->j = j;
	x->opts = opts;
	x->head = head;
	x->parser = XML_ParserCreateNS(opts->encoding, ' ');
	if (x->parser == NULL)
		abort();
	x->text = buf_in(j, opts->text_max);
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetEntityDeclHandler(x->parser, on_entity);
	XML_SetUnknownEncodingHandler(x->parser, on_encoding, NULL);
	ended = XML_Parse(x->parser, bytes.p, (int)bytes.n, 1);
	if (x->refused)
		st = job_fail(j, INVALID,
		    "it declares entities or is too deep, as no feed has to");
	else if (x->format == 0)
		st = job_fail(j, INVALID,
		    "it is neither RSS nor Atom nor JSON Feed");
	else if (ended != XML_STATUS_OK && x->taken == 0)
		st = job_fail(j, INVALID, "%.*s", STR_ARG(why_it_ended(x)));
	else if (ended != XML_STATUS_OK)
		head->cut = why_it_ended(x);
	XML_ParserFree(x->parser);
	return st;
}

enum status
feedparse(struct job *j, struct str bytes, const struct feedparse_opts *opts,
    struct feed_head *out)
{
	*out = (struct feed_head){ 0 };
	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		bytes = str_skip(bytes, 3);
	bytes = str_trim(bytes);
	return str_starts(bytes, STR("{")) ? feedjson(j, bytes, opts, out)
					   : parse_xml(j, bytes, opts, out);
}
