/* SPDX-License-Identifier: ISC */
#include "page/feed_json.h"

#include "page/json.h"

#define FEED_MAX ((size_t)64 << 20) /* bytes */

/* Member after member: a comma before all but the first. */
static void
member(struct buf *b, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	buf_printf(b, ",\"%s\":", name);
	json_put(b, value);
}

static void
texts(struct buf *b, const char *name, const struct view_list *list,
    bool as_objects)
{
	const struct view_link *const at = list->items;

	if (list->n == 0)
		return;
	buf_printf(b, ",\"%s\":[", name);
	for (size_t i = 0; i < list->n; i++) {
		buf_put(b, i > 0 ? STR(",") : STR(""));
		buf_put(b, as_objects ? STR("{\"name\":") : STR(""));
		json_put(b, at[i].text);
		buf_put(b, as_objects ? STR("}") : STR(""));
	}
	buf_ch(b, ']');
}

/* The notes above the text, as the other feeds have them. */
static struct str
whole_content(struct job *j, const struct view_item *it)
{
	const struct view_note *const notes = it->notes.items;
	struct buf b = buf_in(j, FEED_MAX);

	for (size_t i = 0; i < it->notes.n; i++)
		buf_printf(&b, "<p><strong>%.*s%s%.*s:</strong> %.*s</p>\n",
		    STR_ARG(notes[i].title), notes[i].time ? ", " : "",
		    STR_ARG(notes[i].time ? notes[i].time->text : STR("")),
		    STR_ARG(notes[i].text));
	buf_put(&b, it->content);
	return buf_so_far(&b);
}

static void
item(struct job *j, struct buf *b, const struct view_item *it)
{
	const struct view_enclosure *const e = it->enclosure;

	buf_put(b, STR("{\"id\":"));
	json_put(b, it->id);
	member(b, "url", it->href);
	member(b, "title", it->title);
	if (it->content.n > 0)
		member(b, "content_html", whole_content(j, it));
	else
		member(b, "content_text",
		    it->summary.n > 0 ? it->summary : it->title);
	member(b, "summary", it->summary);
	member(b, "date_published", it->published);
	member(b, "date_modified", it->updated);
	member(b, "language", it->lang);
	texts(b, "authors", &it->authors, true);
	texts(b, "tags", &it->topics, false);
	if (e != NULL) {
		buf_put(b, STR(",\"attachments\":[{\"url\":"));
		json_put(b, e->href);
		member(b, "mime_type", e->type);
		buf_printf(b, ",\"size_in_bytes\":%.*s", STR_ARG(e->bytes));
		if (e->seconds.n > 0)
			buf_printf(b, ",\"duration_in_seconds\":%.*s",
			    STR_ARG(e->seconds));
		buf_put(b, STR("}]"));
	}
	buf_ch(b, '}');
}

static void
deletions(struct buf *b, const struct view_feed *v)
{
	const struct view_deletion *const at = v->gone.items;

	if (v->gone.n == 0)
		return;
	buf_put(b,
	    STR(",\"_deleted\":{\"about\":"
		"\"https://www.rfc-editor.org/rfc/rfc6721\",\"entries\":["));
	for (size_t i = 0; i < v->gone.n; i++) {
		buf_put(b, i > 0 ? STR(",{\"id\":") : STR("{\"id\":"));
		json_put(b, at[i].id);
		member(b, "at", at[i].at);
		member(b, "reason", at[i].reason);
		buf_ch(b, '}');
	}
	buf_put(b, STR("]}"));
}

struct str
feed_json(struct job *j, const struct view_feed *v)
{
	const struct view_item *const at = v->entries.items;
	struct buf b = buf_in(j, FEED_MAX);

	buf_put(&b, STR("{\"version\":\"https://jsonfeed.org/version/1.1\""));
	member(&b, "title", v->title);
	member(&b, "description", v->subtitle);
	member(&b, "home_page_url", v->href);
	member(&b, "feed_url", v->self);
	if (v->hub.n > 0) {
		BUF_LIT(&b, ",\"hubs\":[{\"type\":\"WebSub\"");
		member(&b, "url", v->hub);
		BUF_LIT(&b, "}]");
	}
	member(&b, "language", v->lang);
	buf_put(&b, STR(",\"authors\":[{\"name\":"));
	json_put(&b, v->author);
	buf_put(&b, STR("}],\"items\":["));
	for (size_t i = 0; i < v->entries.n; i++) {
		buf_put(&b, i > 0 ? STR(",\n") : STR("\n"));
		item(j, &b, &at[i]);
	}
	buf_ch(&b, ']');
	deletions(&b, v);
	buf_put(&b, STR("}\n"));
	return buf_so_far(&b);
}
