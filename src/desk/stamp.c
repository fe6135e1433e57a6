/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/hex.h"
#include "desk/inside.h"

#define EDITS_MAX 24

struct edits {
	struct edit at[EDITS_MAX];
	size_t n;
};

static void
set_text(struct edits *e, struct str field, struct str text)
{
	e->at[e->n++] = (struct edit){ .field = field, .text = text };
}

static void
put_text(struct job *j, struct node *map, struct str key, struct str text)
{
	struct node *nd = node_put(j, map, NODE_SCALAR, 0);

	nd->key = key;
	nd->text = text;
}

static void
put_number(struct job *j, struct node *map, struct str key, int64_t n)
{
	put_text(j, map, key, job_printf(j, "%lld", (long long)n));
}

/* What has none does not say so. */
static void
put_measure(struct job *j, struct node *map, struct str key, int64_t n)
{
	if (n > 0)
		put_number(j, map, key, n);
}

static void
put_file(struct job *j, struct node *map, const struct size *f)
{
	put_text(j, map, STR("sha256"), sha256_hex(j, f->sha256));
	put_text(j, map, STR("format"), f->format);
	put_measure(j, map, STR("width"), f->w);
	put_measure(j, map, STR("height"), f->h);
}

struct node *
stamp_sizes(struct job *j, const struct sizes *sizes)
{
	struct node *list = node_put(j, NULL, NODE_LIST, 0);

	list->key = STR("sizes");
	for (size_t i = 0; i < sizes->n; i++) {
		struct node *map = node_put(j, list, NODE_MAP, 0);

		put_text(j, map, STR("name"), sizes->at[i].name);
		put_file(j, map, &sizes->at[i]);
	}
	return list;
}

struct node *
stamp_media(struct job *j, const struct media *media)
{
	struct node *list = node_put(j, NULL, NODE_LIST, 0);

	for (size_t i = 0; i < media->n; i++) {
		const struct medium *m = &media->at[i];
		const struct size master = { m->name, m->sha256, m->format,
			m->w, m->h };
		struct node *map = node_put(j, list, NODE_MAP, 0);

		put_text(j, map, STR("name"), m->name);
		put_text(j, map, STR("id"), id_hex(j, m->id));
		put_file(j, map, &master);
		put_measure(j, map, STR("duration"), m->duration);
		put_measure(j, map, STR("bytes"), m->bytes);
		if (m->sizes.n > 0)
			node_append(map, stamp_sizes(j, &m->sizes));
	}
	return list;
}

const struct node *
stamp_changes(struct job *j, const struct textfile *tf,
    const struct change *more)
{
	const struct node *was = node_like(tf->top, STR("changes"));
	struct node *list = node_put(j, NULL, NODE_LIST, 0), *map;

	list->key = STR("changes");
	for (const struct node *o = was ? was->first : NULL; o; o = o->next) {
		struct node *copy = JOB_NEW(j, struct node);

		*copy = *o;
		copy->next = NULL;
		node_append(list, copy);
	}
	map = node_put(j, list, NODE_MAP, 0);
	put_text(j, map, STR("at"), when_write(j, more->at));
	put_text(j, map, STR("grade"), grade_name(more->grade));
	if (more->note.n > 0)
		put_text(j, map, STR("note"), more->note);
	return list;
}

static void
set_media(struct edits *e, struct job *j, const struct media *media)
{
	if (media == NULL)
		return;
	e->at[e->n++] = (struct edit){
		.field = STR("media"),
		.tree = media->n > 0 ? stamp_media(j, media) : NULL,
		.gone = media->n == 0,
	};
}

/* What the author's file gets as well, in the order in which it gets it. */
static void
set_names(struct edits *e, struct job *j, const struct textfile *tf,
    const struct stamp *s)
{
	if (s->kind != KIND_STORY && s->kind != KIND_NONE
	    && node_like(tf->top, STR("kind")) == NULL
	    && kind_of(node_text(node_like(tf->top, STR("type")))) != s->kind)
		set_text(e, STR("kind"), kind_name(s->kind));
	set_text(e, STR("id"), id_hex(j, s->id));
	if (s->revision > 0)
		set_text(e, STR("revision"),
		    job_printf(j, "%lld", (long long)s->revision));
	if (s->original > 0)
		set_text(e, STR("translation_revision"),
		    job_printf(j, "%lld", (long long)s->original));
	if (s->address.n > 0)
		set_text(e, STR("address"), s->address);
	if (s->changes != NULL)
		e->at[e->n++] = (struct edit){ .field = STR("changes"),
			.tree = s->changes };
}

static struct edits
all_edits(struct job *j, const struct textfile *tf, const struct stamp *s)
{
	struct edits e = { .n = 0 };

	set_names(&e, j, tf, s);
	set_text(&e, STR("salt"), hex_of(j, s->salt.b, sizeof(s->salt.b)));
	if (s->published.precision != WHEN_NONE)
		set_text(&e, STR("published"), when_write(j, s->published));
	if (s->updated.precision != WHEN_NONE)
		set_text(&e, STR("updated"), when_write(j, s->updated));
	if (s->source.n > 0)
		set_text(&e, STR("source"), s->source);
	set_media(&e, j, s->media);
	for (size_t i = 0; i < s->nedits && e.n < EDITS_MAX; i++)
		e.at[e.n++] = s->edits[i];
	return e;
}

enum status
stamp_file(struct job *j, const struct textfile *tf, const struct stamp *s,
    struct str *out)
{
	const struct edits e = all_edits(j, tf, s);

	return textfile_apply(j, tf, e.at, e.n, out);
}

enum status
stamp_parsed(struct job *j, const struct textfile *tf, const struct stamp *s,
    struct textfile *out)
{
	const struct edits e = all_edits(j, tf, s);

	return textfile_applied(j, tf, e.at, e.n, out);
}

enum status
stamp_author(struct job *j, const struct textfile *tf, const struct stamp *s,
    struct str *out)
{
	struct edits e = { .n = 0 };

	set_names(&e, j, tf, s);
	return textfile_note(j, tf, e.at, e.n, out);
}

enum status
stamp_wipe(struct job *j, struct str bytes, struct str name, struct str *out)
{
	static const struct str ours[] = { STR_INIT("id"), STR_INIT("revision"),
		STR_INIT("address"), STR_INIT("salt"), STR_INIT("published"),
		STR_INIT("media") };
	struct edits e = { .n = 0 };

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		e.at[e.n++] = (struct edit){ .field = ours[i], .gone = true };
	return textfile_edit(j, bytes, name, e.at, e.n, out);
}

enum status
stamp_salt(struct job *j, struct str hex, struct salt *out)
{
	unsigned char b[sizeof(out->b)];

	if (hex.n != 2 * sizeof(b) || hex_bytes(j, hex, b, sizeof(b)) != OK) {
		job_forgive(j);
		return job_fail(j, INVALID,
		    "`salt` has to be the 32 hex digits that stet wrote");
	}
	memcpy(out->b, b, sizeof(b));
	return OK;
}
