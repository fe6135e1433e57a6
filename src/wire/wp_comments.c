/* SPDX-License-Identifier: ISC */
/* The comments of a post, as a text file of their own. */
#include <stdlib.h>

#include "text/comments.h"
#include "wire/wordpress_inside.h"

/* One of an item, before they are put in order. */
struct said {
	const struct xml *e;
	int64_t id, parent;
	size_t next, first, last; /* index + 1 of a sibling, of answers */
	int level;
};

struct threads {
	struct said *at;
	size_t n;
	size_t waiting, links; /* not approved; pingbacks */
};

static void
gather(struct job *j, const struct xml *item, struct threads *t)
{
	size_t room = 0;

	for (const struct xml *e = item->first; e != NULL; e = e->next)
		room += str_eq(e->name, STR("wp:comment"));
	t->at = JOB_ARRAY(j, struct said, room + 1);
	for (const struct xml *e = item->first; e != NULL; e = e->next) {
		const struct str type = xml_text(e, "wp:comment_type");

		if (!str_eq(e->name, STR("wp:comment")))
			continue;
		if (str_eq(type, STR("pingback"))
		    || str_eq(type, STR("trackback")))
			t->links++;
		else if (!str_eq(xml_text(e, "wp:comment_approved"), STR("1")))
			t->waiting++;
		else
			t->at[t->n++] = (struct said){ .e = e,
				.id = xml_int(e, "wp:comment_id"),
				.parent = xml_int(e, "wp:comment_parent") };
	}
}

static int
by_id(const void *va, const void *vb)
{
	const struct said *a = va, *b = vb;

	return a->id < b->id ? -1 : a->id > b->id;
}

static struct said *
find(const struct threads *t, int64_t id)
{
	const struct said key = { .id = id };

	return bsearch(&key, t->at, t->n, sizeof(key), by_id);
}

/* Chain the answers to what they answer; *first is the first of no parent. */
static size_t
chain(struct threads *t)
{
	size_t first = 0, last = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct said *s = &t->at[i];
		/* Only what is older can be answered: so there is no ring. */
		struct said *up = s->parent != 0 && s->parent < s->id
		    ? find(t, s->parent)
		    : NULL;

		if (up != NULL) {
			if (up->last != 0)
				t->at[up->last - 1].next = i + 1;
			else
				up->first = i + 1;
			up->last = i + 1;
			s->level = up->level + 1;
		} else {
			if (last != 0)
				t->at[last - 1].next = i + 1;
			else
				first = i + 1;
			last = i + 1;
			s->level = 1;
		}
	}
	return first;
}

static enum status
set(struct wordpress *w, struct job *j, const struct said *s,
    struct comment *out)
{
	const struct html_opts opts = { wp_address, w };
	const struct str utc = xml_text(s->e, "wp:comment_date_gmt");
	const struct str local = xml_text(s->e, "wp:comment_date");

	*out = (struct comment){ .level = s->level,
		.by = html_plain(j, xml_text(s->e, "wp:comment_author")) };
	if (when_parse(j, utc, NULL, &out->at) != OK
	    && when_parse(j, local, w->o->zone, &out->at) != OK)
		out->at.precision = WHEN_NONE;
	job_forgive(j);
	return html_body(j,
	    wp_paragraphs(j, xml_text(s->e, "wp:comment_content")), &opts,
	    &out->text);
}

/* Depth first, by a row of those that are to be looked at next. */
static enum status
put_in_order(struct wordpress *w, struct job *j, const struct threads *t,
    size_t first, struct comments *out)
{
	size_t *todo = JOB_ARRAY(j, size_t, t->n + 1);
	size_t n = 0;
	enum status st = OK;

	out->at = JOB_ARRAY(j, struct comment, t->n + 1);
	if (first != 0)
		todo[n++] = first;
	while (n > 0 && st == OK) {
		const struct said *s = &t->at[todo[--n] - 1];

		st = set(w, j, s, &out->at[out->n++]);
		if (s->next != 0)
			todo[n++] = s->next;
		if (s->first != 0)
			todo[n++] = s->first;
	}
	return st;
}

static void
tell(struct job *j, const struct threads *t, size_t put, int line,
    struct notes *notes)
{
	if (t->waiting > 0)
		convert_note(j, notes, line,
		    job_printf(j,
			"%zu comments that nobody had approved are left out",
			t->waiting));
	if (t->links > 0)
		convert_note(j, notes, line,
		    job_printf(j, "%zu pingbacks and trackbacks are left out",
			t->links));
	if (put < t->n)
		convert_note(j, notes, line,
		    job_printf(j,
			"only the first %zu of its %zu comments fit into a "
			"text file; the others are left out",
			put, t->n));
}

enum status
wp_comments_file(struct wordpress *w, struct job *j, const struct wp_entry *e,
    struct str bytes, struct str *out, struct notes *notes)
{
	struct wp_fields f = wp_fields(j);
	struct comments all = { NULL, 0 };
	struct threads t = { NULL, 0, 0, 0 };
	struct notes quiet = { 0 };
	struct xml *item;
	size_t put;
	struct str body;
	enum status st = wxr_parse(w->x, j, bytes, e->line, &item, &quiet);

	if (st != OK)
		return st;
	gather(j, item, &t);
	qsort(t.at, t.n, sizeof(*t.at), by_id);
	st = put_in_order(w, j, &t, chain(&t), &all);
	if (st != OK)
		return st;
	body = comments_write(j, &all, &put);
	tell(j, &t, put, e->line, notes);
	wp_set(&f, "kind", STR("comments"));
	wp_set(&f, "story",
	    id_hex(j, origin_id(w->o->key, wp_source_of(w, j, "post", e->id))));
	return wp_write(&f, body, out);
}
