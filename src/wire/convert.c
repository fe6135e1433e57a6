/* SPDX-License-Identifier: ISC */
#include "wire/convert.h"

#include <dirent.h>

#include "base/file.h"
#include "text/address.h"
#include "text/slug.h"
#include "wire/eleventy.h"
#include "wire/fields.h"

#define PARTIAL_MAX ((size_t)64 * 1024)

static enum status
take_partial(struct converter *c, struct job *j, const char *dir,
    const char *file)
{
	struct str name = str_of(file), text;
	const size_t dot = str_find_ch(name, '.');
	enum status st;

	if (dot == 0 || dot == NOWHERE)
		return OK;
	st = file_read(j, file_path(j, dir, file), PARTIAL_MAX, &text);
	if (st != OK)
		return st;
	c->partials = job_grow(j, c->partials,
	    c->n_partials * sizeof(*c->partials),
	    (c->n_partials + 1) * sizeof(*c->partials));
	c->partials[c->n_partials++] = (struct partial){
		job_str(j, str_sub(name, 0, dot)), text
	};
	return OK;
}

enum status
convert_open(struct converter *c, struct job *j)
{
	const char *path = c->opts->shortcodes;
	const struct dirent *e;
	enum status st = OK;
	DIR *dir;

	if (path == NULL)
		return OK;
	dir = opendir(path);
	if (dir == NULL)
		return file_fail(j, "reading", path);
	/* Nobody else has this folder.  NOLINTNEXTLINE(concurrency-mt-unsafe) */
	while (st == OK && (e = readdir(dir)) != NULL)
		if (str_ends(str_of(e->d_name), STR(".mustache"))
		    || str_ends(str_of(e->d_name), STR(".html")))
			st = take_partial(c, j, path, e->d_name);
	closedir(dir);
	return st;
}

struct str
convert_source(const struct converter *c, struct job *j, const struct source *s)
{
	return job_printf(j, "%.*s:%.*s", STR_ARG(system_name(c->p->system)),
	    STR_ARG(s->path));
}

/* Parse; a file with a field given twice is mended first. */
static enum status
parse(struct converter *c, struct job *j, const struct source *s,
    struct str bytes, struct notes *notes, struct textfile *out)
{
	enum status st = textfile_parse(j, bytes, s->path, out);
	struct str why, mended;
	int lines[8];
	struct mending m = { lines, 8, 0 };

	(void)c;
	if (st != INVALID)
		return st;
	why = job_str(j, job_reason(j));
	job_forgive(j);
	if (textfile_mend(j, bytes, s->path, &mended, &m) != OK
	    || textfile_parse(j, mended, s->path, out) != OK) {
		job_forgive(j);
		return job_fail(j, INVALID, "%.*s", STR_ARG(why));
	}
	for (size_t i = 0; i < m.n && i < 8; i++)
		convert_note(j, notes, lines[i],
		    STR("this field is given again below; this one is made a "
			"comment"));
	return OK;
}

/* What a file's text said it is, its date, where it stood. */
struct known {
	struct str title, slug, url, pattern, file_date;
	bool odd_url; /* it has an address that only a program knows */
	struct when date;
	enum kind kind;
};

/* The first of these fields that is a date. */
static void
find_date(struct converter *c, struct job *j, const struct node *top,
    struct known *k)
{
	static const char *const names[] = { "date", "publishDate", "pubdate",
		"published", "lastmod" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct node *nd = node_like(top, str_of(names[i]));

		if (node_is_empty(nd))
			continue;
		if (when_parse(j, node_text(nd), c->zone, &k->date) == OK)
			return;
		job_forgive(j);
	}
	if (k->file_date.n > 0
	    && when_parse(j, k->file_date, c->zone, &k->date) != OK)
		job_forgive(j);
}

/* "lantern-pier" -> "Lantern pier" */
static struct str
spoken(struct job *j, struct str name)
{
	struct str date, s = job_str(j, permalink_undated(name, &date));
	char *p = job_cstr(j, s);

	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '-' || p[i] == '_')
			p[i] = ' ';
	if (s.n > 0 && p[0] >= 'a' && p[0] <= 'z')
		p[0] = (char)(p[0] - 'a' + 'A');
	return str_from(p, s.n);
}

/* Its first heading, if it begins with one. */
static struct str
first_heading(struct str body)
{
	struct str rest = str_trim(body), line;

	if (!str_starts(rest, STR("# ")) || !str_line(&rest, &line))
		return STR("");
	return str_trim(str_skip(line, 2));
}

/* What has an end as well as a beginning took place. */
static bool
is_event(const struct node *top)
{
	static const char *const ends[] = { "end_date", "enddate", "ends",
		"end_time" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (!node_is_empty(node_like(top, str_of(ends[i]))))
			return true;
	return false;
}

static enum kind
kind_for(const struct converter *c, const struct source *s,
    const struct node *top, const struct known *k)
{
	struct str said = node_text(node_like(top, STR("kind")));
	enum kind kind;

	if (said.n == 0)
		said = node_text(node_like(top, STR("type")));
	kind = kind_of(str_trim(said));
	if (kind != KIND_NONE && !kind_row(kind)->internal)
		return kind;
	if (c->p->system == JEKYLL || kind_is_entity(s->kind)
	    || s->shape == SHAPE_BRANCH || s->draft)
		return s->kind;
	if (k->date.precision == WHEN_NONE)
		return KIND_PAGE;
	return is_event(top) ? KIND_EVENT : KIND_STORY;
}

static void
know(struct converter *c, struct job *j, const struct source *s,
    const struct textfile *tf, struct known *k)
{
	const struct node *title = node_like(tf->top, STR("title"));
	const char *url = c->p->system == HUGO ? "url" : "permalink";

	*k = (struct known){ .url = str_trim(
				 node_text(node_like(tf->top, str_of(url)))) };
	(void)permalink_undated(s->name, &k->file_date);
	if (node_is_empty(title))
		title = node_like(tf->top, STR("headline"));
	k->title = str_trim(node_text(title));
	if (k->title.n == 0)
		k->title = first_heading(tf->body);
	k->slug = str_trim(node_text(node_like(tf->top, STR("slug"))));
	if (str_find(k->url, STR("{{")) != NOWHERE) {
		k->odd_url = c->p->system != ELEVENTY
		    || eleventy_pattern(j, k->url, &k->pattern) != OK;
		k->url = STR("");
	}
	if (c->p->system == ELEVENTY)
		k->slug = STR("");
	find_date(c, j, tf->top, k);
	k->kind = kind_for(c, s, tf->top, k);
}

static enum status
old_address(struct converter *c, struct job *j, const struct source *s,
    const struct node *top, const struct known *k, struct str *out)
{
	struct source as = *s;
	const struct permalink l = {
		.source = &as,
		.title = k->title.n > 0 ? k->title : spoken(j, s->name),
		.slug = k->slug,
		.url = str_eq(k->url, STR("false")) ? STR("") : k->url,
		.categories = fields_categories(j, s, top),
		.pattern = k->pattern,
		.date = k->date,
	};
	struct str path;
	enum status st;

	as.kind = kind_row(k->kind)->listed ? KIND_STORY : k->kind;
	st = permalink_of(j, c->p, &l, &path);
	return st == OK ? address_normal(j, path, out) : st;
}

enum status
convert_address_of(struct converter *c, struct job *j, const struct source *s,
    struct str *out)
{
	struct converted aside = { .left = false };
	struct notes notes = { 0 };
	struct textfile tf;
	struct str bytes;
	struct known k;
	enum status st = file_read(j,
	    file_path(j, c->p->content, job_cstr(j, s->path)), TEXTFILE_MAX,
	    &bytes);

	if (st == OK)
		st = parse(c, j, s, bytes, &notes, &tf);
	if (st == OK && c->p->system == ELEVENTY)
		st = eleventy_data(c, j, s, &tf, &aside);
	if (st == OK) {
		know(c, j, s, &tf, &k);
		st = old_address(c, j, s, tf.top, &k, out);
	}
	if (st == OK)
		return OK;
	job_forgive(j);
	return NOT_FOUND;
}

/* The body as the generator would have read it. */
static enum status
work_body(struct converter *c, struct job *j, const struct source *s,
    const struct textfile *tf, const struct known *k, struct converted *out)
{
	struct bodywork w = { c, j, s, k->title, tf->body_line, &out->notes };
	struct str body = tf->body;
	enum status st;

	if (c->p->system == HUGO)
		st = shortcodes_work(&w, tf->body, &body);
	else
		st = liquid_work(&w, tf->body, &body);
	out->body = body;
	if (st != OK || body.p == tf->body.p)
		return st;
	if (body.n > TEXTFILE_BODY_MAX)
		return job_fail(j, INVALID,
		    "%.*s: the text is larger than 2 MB", STR_ARG(s->path));
	out->parsed = false;
	out->bytes = job_printf(j, "%.*s%.*s", (int)(tf->body.p - tf->bytes.p),
	    tf->bytes.p, STR_ARG(body));
	return OK;
}

static bool
has_nothing(const struct source *s, const struct textfile *tf,
    const struct known *k)
{
	const bool list = s->shape == SHAPE_BRANCH && k->kind == KIND_PAGE;
	const bool html = str_ends(s->path, STR(".html"))
	    || str_ends(s->path, STR(".htm"));

	return (list && str_trim(tf->body).n == 0)
	    || (html && tf->form == FRONT_NONE);
}

static const char *
why_left(const struct textfile *tf)
{
	return tf->form == FRONT_NONE
	    ? "it is HTML without front matter, so the generator copied it"
	    : "it has no text of its own; stet makes this page by itself";
}

/* An entity's words in another language are part of that entity's own file. */
static bool
is_part(struct converter *c, const struct source *s, enum kind kind)
{
	return kind_is_entity(kind) && tree_original(c->tree, c->p, s) != NULL;
}

static void
take_identity(struct converter *c, struct job *j, const struct source *s,
    struct converted *out)
{
	out->source = convert_source(c, j, s);
	out->id = origin_id(c->key, out->source);
	out->lang = s->lang;
}

/* The lead picture, under whichever name. */
static struct str
lead_picture(const struct textfile *tf, enum kind kind)
{
	static const char *const names[] = { "src", "file", "path", "url",
		"image" };

	for (const struct node *nd = tf->top->first; nd != NULL;
	     nd = nd->next) {
		const struct field *f = field_at(kind, nd->key);
		const struct node *one = nd;

		if (f == NULL || f->type != FIELD_PICTURE || node_is_empty(nd))
			continue;
		if (one->kind == NODE_LIST)
			one = one->first;
		if (one->kind == NODE_SCALAR)
			return str_trim(one->text);
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (node_text(node_like(one, str_of(names[i]))).n > 0)
				return str_trim(node_text(
				    node_like(one, str_of(names[i]))));
	}
	return STR("");
}

/*
 * A date that decides when or whether readers see it, and that can't be read:
 * nobody knows whether it may be published.
 */
static struct str
unclear_date(struct converter *c, struct job *j, const struct source *s,
    const struct textfile *tf, enum kind kind)
{
	static const char *const names[] = { "date", "published", "embargo",
		"expires" };

	for (const struct node *nd = tf->top->first; nd != NULL;
	     nd = nd->next) {
		const struct field *f = field_at(kind, nd->key);
		struct when when;
		struct str why;

		if (f == NULL || f->type != FIELD_WHEN || node_is_empty(nd)
		    || fields_is_flag(nd)
		    || when_parse(j, node_text(nd), c->zone, &when) == OK)
			continue;
		why = job_str(j, job_reason(j));
		job_forgive(j);
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (str_eq(str_of(f->name), str_of(names[i])))
				return job_printf(j, "%.*s:%d: %.*s: %.*s",
				    STR_ARG(s->path), nd->line,
				    STR_ARG(nd->key), STR_ARG(why));
	}
	return STR("");
}

/* Everything but the body. */
static enum status
work_fields(struct converter *c, struct job *j, const struct source *s,
    const struct textfile *tf, const struct known *k, struct converted *out)
{
	struct fieldwork w = { .c = c,
		.j = j,
		.source = s,
		.tf = tf,
		.kind = k->kind,
		.title = k->title.n > 0 ? k->title : spoken(j, s->name),
		.has_title = !node_is_empty(node_like(tf->top, STR("title")))
		    || !node_is_empty(node_like(tf->top, STR("headline")))
		    || !node_is_empty(node_like(tf->top, STR("name")))
		    || !node_is_empty(node_like(tf->top, STR("display_name"))),
		.file_date = k->file_date,
		.date = k->date,
		.out = out };
	const struct source *original = tree_original(c->tree, c->p, s);
	enum status st = old_address(c, j, s, tf->top, k, &w.old);

	if (st == INVALID) {
		convert_note(j, &out->notes, 0, job_str(j, job_reason(j)));
		job_forgive(j);
		w.old = STR("");
	} else if (st != OK) {
		return st;
	}
	if (original != NULL)
		w.original = origin_id(c->key, convert_source(c, j, original));
	return fields_work(&w);
}

enum status
convert_file(struct converter *c, struct job *j, const struct source *s,
    struct str bytes, struct converted *out)
{
	struct textfile tf;
	struct known k;
	enum status st;

	*out = (struct converted){ .bytes = bytes };
	take_identity(c, j, s, out);
	st = parse(c, j, s, bytes, &out->notes, &tf);
	if (st != OK)
		return st;
	out->bytes = tf.bytes;
	out->file = tf;
	out->parsed = true;
	out->body_line = tf.body_line;
	if (c->p->system == ELEVENTY)
		st = eleventy_data(c, j, s, &tf, out);
	if (st != OK)
		return st;
	know(c, j, s, &tf, &k);
	if (k.odd_url)
		convert_note(j, &out->notes, 0,
		    STR("its permalink is a template with something in it that "
			"only the generator knows; its address is what is "
			"usual for its place"));
	out->kind = k.kind;
	if (fields_whole(tf.top)) {
		out->whole = true;
		return OK;
	}
	if (is_part(c, s, k.kind)) {
		out->left = true;
		convert_note(j, &out->notes, 0,
		    STR("its words are taken into the file of the first "
			"language"));
		return OK;
	}
	if (c->p->system == ELEVENTY && str_eq(k.url, STR("false"))) {
		out->left = true;
		convert_note(j, &out->notes, 0,
		    STR("it says `permalink: false`: the generator made no "
			"page of it"));
		return OK;
	}
	if (has_nothing(s, &tf, &k)) {
		out->left = true;
		convert_note(j, &out->notes, 0, str_of(why_left(&tf)));
		return OK;
	}
	out->unclear = unclear_date(c, j, s, &tf, k.kind);
	out->picture = lead_picture(&tf, k.kind);
	st = work_body(c, j, s, &tf, &k, out);
	return st == OK ? work_fields(c, j, s, &tf, &k, out) : st;
}
