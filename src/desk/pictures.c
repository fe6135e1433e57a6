/* SPDX-License-Identifier: ISC */
/*
 * The pictures and files that a file names, relative to where the file lies.  Each is
 * taken once: what was given is known by its hash, and a file that is one of
 * our masters is left as it is.
 */
#include <string.h>

#include "base/file.h"
#include "base/hex.h"
#include "desk/inside.h"
#include "site/observed.h"
#include "text/body.h"

/* One on its way: its name in the text. */
struct arriving {
	enum media_kind what;
	struct str name;
	int line;
	struct str credit;
};

static bool
is_local(struct str src)
{
	return src.n > 0 && str_find(src, STR("://")) == NOWHERE
	    && !str_starts(src, STR("//")) && !str_starts(src, STR("data:"))
	    && !str_starts(src, STR("/media/"));
}

static const struct medium *
medium_named(const struct media *list, struct str name)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->at[i].name, name))
			return &list->at[i];
	return NULL;
}

static void
put_medium(struct job *j, struct media *list, const struct medium *m)
{
	list->at = job_grow(j, list->at, list->n * sizeof(*list->at),
	    (list->n + 1) * sizeof(*list->at));
	list->at[list->n++] = *m;
}

/* "a%20b.jpg" as written in Markdown is "a b.jpg" on the disk. */
static struct str
decoded(struct job *j, struct str src)
{
	char *p = job_alloc(j, src.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < src.n; i++) {
		unsigned char c;

		if (src.p[i] == '%' && i + 2 < src.n
		    && hex_bytes(j, str_sub(src, i + 1, 2), &c, 1) == OK
		    && c >= ' ') {
			p[n++] = (char)c;
			i += 2;
		} else {
			job_forgive(j);
			p[n++] = src.p[i];
		}
	}
	return str_from(p, n);
}

/* The line on which the text first names it. */
static int
line_of(const struct textfile *tf, struct str name)
{
	size_t at = str_find(tf->body, name);
	int line = tf->body_line;

	for (size_t i = 0; at != NOWHERE && i < at; i++)
		line += tf->body.p[i] == '\n';
	return line;
}

static enum status
add_size(struct job *j, struct sizes *list, const struct rows *r)
{
	struct size *s;

	list->at = job_grow(j, list->at, list->n * sizeof(*list->at),
	    (list->n + 1) * sizeof(*list->at));
	s = &list->at[list->n++];
	*s = (struct size){ .name = job_str(j, row_str(r, 0)),
		.format = job_str(j, row_str(r, 2)),
		.w = row_int(r, 3),
		.h = row_int(r, 4) };
	if (row_str(r, 1).n != SHA256_BYTES)
		return job_fail(j, FAULT, "desk.db: a picture's size is lost");
	memcpy(s->sha256.b, row_str(r, 1).p, SHA256_BYTES);
	return OK;
}

static enum status
read_sizes(struct desk *d, struct job *j, struct medium *m)
{
	struct rows r;
	enum status end;
	enum status st = rows_begin(d->desk_db, j, SQL_DESK_PICTURE_SIZES,
	    VALS(val_blob(sha256_str(&m->sha256))), &r);

	if (st != OK)
		return st;
	while (st == OK && rows_next(&r))
		st = add_size(j, &m->sizes, &r);
	end = rows_end(&r);
	return st != OK ? st : end;
}

enum status
desk_picture(struct desk *d, struct job *j, struct sha256 given,
    struct medium *out)
{
	struct val v[7];
	struct medium m = { .id = { { 0 } } };
	enum status st = store_one(d->desk_db, j, SQL_DESK_PICTURE,
	    VALS(val_blob(sha256_str(&given))), v, 7);

	if (st != OK)
		return st;
	if (v[0].s.n != SHA256_BYTES || v[1].s.n != ID_BYTES)
		return job_fail(j, FAULT, "desk.db: a picture's row is broken");
	memcpy(m.sha256.b, v[0].s.p, SHA256_BYTES);
	memcpy(m.id.b, v[1].s.p, ID_BYTES);
	m.format = v[2].s;
	m.w = v[3].i;
	m.h = v[4].i;
	m.duration = v[5].i;
	m.bytes = v[6].i;
	st = read_sizes(d, j, &m);
	if (st == OK && !media_has(d->media, j, m.sha256))
		return NOT_FOUND;
	if (st == OK)
		*out = m;
	return st;
}

struct noting {
	const struct medium *m;
	struct sha256 given;
};

static enum status
note_one(struct store *s, struct job *j, const struct medium *m,
    struct sha256 given)
{
	return store_run(s, j, SQL_DESK_PICTURE_PUT,
	    VALS(val_blob(sha256_str(&given)), val_blob(sha256_str(&m->sha256)),
		val_blob(id_str(&m->id)), val_text(m->format), val_int(m->w),
		val_int(m->h), val_int(m->duration), val_int(m->bytes)));
}

enum status
master_note(struct store *s, struct job *j, const struct medium *m,
    struct sha256 given)
{
	enum status st = note_one(s, j, m, given);

	if (st == OK) /* itself, when it comes back to us */
		st = note_one(s, j, m, m->sha256);
	for (size_t i = 0; st == OK && i < m->sizes.n; i++) {
		const struct size *z = &m->sizes.at[i];

		st = store_run(s, j, SQL_DESK_PICTURE_SIZE_PUT,
		    VALS(val_blob(sha256_str(&m->sha256)), val_text(z->name),
			val_blob(sha256_str(&z->sha256)), val_text(z->format),
			val_int(z->w), val_int(z->h)));
	}
	return st;
}

static enum status
note_all(struct store *s, struct job *j, void *arg)
{
	const struct noting *n = arg;

	return master_note(s, j, n->m, n->given);
}

static struct medium
medium_of(struct job *j, const struct master *m)
{
	struct medium r = { .id = id_random(),
		.sha256 = m->file.sha256,
		.format = m->file.format,
		.w = m->file.w,
		.h = m->file.h,
		.duration = m->file.duration };

	if (!media_fits(MEDIA_PICTURE, m->file.format))
		r.bytes = m->file.bytes;

	r.sizes.at = JOB_ARRAY(j, struct size, MEDIA_SIZES);
	for (size_t i = 0; i < m->nsizes; i++) {
		const struct media_file *f = &m->sizes[i].file;

		r.sizes.at[r.sizes.n++] = (struct size){ m->sizes[i].name,
			f->sha256, f->format, f->w, f->h };
	}
	return r;
}

enum status
desk_note_renditions(struct site *s, struct job *j, const struct medium *m,
    const struct renditions *r, bool seen)
{
	struct variants v = { .master = m->sha256,
		.colour = r->colour,
		.moves = r->moves };

	while (v.n < r->n) {
		v.at[v.n] = (struct variant){ r->at[v.n].format, r->at[v.n].w };
		v.n++;
	}
	return site_variants_put(s, j, medium_size(m, STR("column")).sha256, &v,
	    seen);
}

/* What pages may name from now on. */
struct made {
	struct site *site;
	const struct medium *m;
	const struct renditions *renditions;
};

static enum status
note_made(struct store *s, struct job *j, void *arg)
{
	const struct made *const made = arg;

	(void)s;
	return desk_note_renditions(made->site, j, made->m, made->renditions,
	    false);
}

static enum status
note_taken(struct desk *d, struct job *j, struct noting *n,
    const struct renditions *r)
{
	struct made made = { d->site, n->m, r };
	enum status st = store_tx(d->desk_db, j, note_all, n);

	if (st == OK && media_fits(MEDIA_PICTURE, n->m->format))
		st = store_tx(d->site_db, j, note_made, &made);
	return st;
}

enum status
desk_take(struct desk *d, struct job *j, const struct given *what,
    struct medium *out, struct str *note)
{
	struct darkroom *into = what->into ? what->into : d->media;
	struct noting n = { .given = what->file->sha256 };
	const struct media_terms terms = { .credit = what->credit };
	struct medium m = { .w = 0 };
	struct master master;
	enum status st = desk_picture(d, j, n.given, &m);

	/* What is a document elsewhere is no film here: why is said anew. */
	if (st == NOT_FOUND
	    || (st == OK && !media_fits(what->what, m.format))) {
		job_forgive(j);
		st = media_take(into, j, what->what, what->label, what->file,
		    &terms, &master);
		if (st != OK)
			return st;
		m = medium_of(j, &master);
		*note = master.note;
		n.m = &m;
		if (into == d->media) /* not for a preview */
			st = note_taken(d, j, &n, &master.renditions);
	}
	if (st != OK)
		return st;
	m.name = what->name;
	*out = m;
	return OK;
}

/*
 * The file is not there.  That is fine if the text was published before with
 * this picture, or if it was given by address.
 */
static enum status
not_there(struct taking *t, struct job *j, const struct arriving *a)
{
	const struct medium *known = medium_named(&t->c->media, a->name);

	job_forgive(j);
	if (known && media_has(t->d->media, j, known->sha256)) {
		put_medium(j, &t->taken, known);
		return OK;
	}
	if (t->folder == NULL || str_starts(a->name, STR("/"))) {
		notes_put(j, &t->notes, a->line,
		    job_printf(j, "the %s %.*s was not taken along",
			media_word(a->what), STR_ARG(a->name)));
		return OK;
	}
	return job_fail(j, NOT_FOUND,
	    "%.*s:%d: there is no %s %.*s; put it beside the text, or take it "
	    "out",
	    STR_ARG(t->tf->name), a->line, media_word(a->what),
	    STR_ARG(a->name));
}

static enum status
take_one(struct taking *t, struct job *j, struct arriving *a)
{
	struct given g = { .what = a->what,
		.into = t->into,
		.name = a->name,
		.credit = a->credit };
	struct str note_text = { NULL, 0 };
	struct media_given file;
	struct medium m;
	enum status st;

	if (!is_local(a->name) || medium_named(&t->taken, a->name))
		return OK;
	if (t->folder == NULL || str_starts(a->name, STR("/")))
		return not_there(t, j, a);
	st = media_given_open(j, a->what,
	    file_path(j, t->folder, job_cstr(j, decoded(j, a->name))), &file);
	if (st == NOT_FOUND)
		return not_there(t, j, a);
	if (st != OK)
		return st;
	g.label = job_printf(j, "%.*s:%d: %.*s", STR_ARG(t->tf->name), a->line,
	    STR_ARG(a->name));
	g.file = &file;
	st = desk_take(t->d, j, &g, &m, &note_text);
	media_given_close(&file);
	if (st != OK)
		return st;
	put_medium(j, &t->taken, &m);
	if (note_text.n > 0)
		notes_put(j, &t->notes, a->line, note_text);
	return OK;
}

static enum status
take_field(struct taking *t, struct job *j, const struct picture *p)
{
	struct arriving a = { .name = p->src,
		.line = p->line,
		.credit = p->credit };

	return take_one(t, j, &a);
}

static enum status
take_file(struct taking *t, struct job *j, enum media_kind what, struct str src,
    int line)
{
	return take_one(t, j,
	    &(struct arriving){ .what = what, .name = src, .line = line });
}

/* A recording, its captions, original documents. */
static enum status
take_files(struct taking *t, struct job *j)
{
	const struct particulars *const p = &t->c->more;
	const struct node *const file = node_like(t->tf->top, STR("file"));
	enum status st = take_file(t, j, MEDIA_RECORDING, p->file,
	    file != NULL ? file->line : 1);

	for (size_t i = 0; st == OK && i < p->captions.n; i++)
		st = take_file(t, j, MEDIA_CAPTIONS, p->captions.at[i].src,
		    p->captions.at[i].line);
	for (size_t i = 0; st == OK && i < p->documents.n; i++)
		st = take_file(t, j, MEDIA_DOCUMENT, p->documents.at[i].src,
		    p->documents.at[i].line);
	return st;
}

/* A gallery's pictures, each with its own credit. */
static enum status
take_shots(struct taking *t, struct job *j)
{
	const struct shots *const shots = &t->c->more.shots;
	enum status st = OK;

	for (size_t i = 0; st == OK && i < shots->n; i++) {
		struct arriving a = { .name = shots->at[i].src,
			.line = shots->at[i].line,
			.credit = shots->at[i].credit };

		st = take_one(t, j, &a);
	}
	return st;
}

static enum status
take_body(struct taking *t, struct job *j)
{
	struct body body;
	enum status st = OK;

	/* Most texts name none, and Markdown takes its time. */
	if (str_find(t->tf->body, STR("![")) == NOWHERE
	    && str_find(t->tf->body, STR("<img")) == NOWHERE)
		return OK;
	st = body_markup(j, t->tf->body,
	    &(struct body_opts){ .lang = t->c->lang }, &body);
	for (size_t i = 0; st == OK && i < body.pictures.n; i++) {
		struct arriving a = { .name = body.pictures.at[i].src,
			.line = line_of(t->tf, body.pictures.at[i].src),
			.credit = body.pictures.at[i].credit };

		st = take_one(t, j, &a);
	}
	return st;
}

enum status
pictures_take(struct taking *t, struct job *j)
{
	enum status st = OK;

	if (t->c->has_picture)
		st = take_field(t, j, &t->c->picture);
	for (size_t i = 0; st == OK && i < t->c->slots.n; i++)
		if (!t->c->slots.at[i].no_picture)
			st = take_field(t, j, &t->c->slots.at[i].picture);
	if (st == OK)
		st = take_shots(t, j);
	if (st == OK)
		st = take_files(t, j);
	return st == OK ? take_body(t, j) : st;
}

static enum status
show(struct desk *d, struct job *j, struct sha256 sha)
{
	enum status st = media_show(d->media, j, sha);

	return st == NOT_FOUND ? OK : st; /* the record's check will say so */
}

enum status
pictures_show(struct desk *d, struct job *j, const struct media *list)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < list->n; i++) {
		const struct medium *m = &list->at[i];

		st = show(d, j, m->sha256);
		for (size_t k = 0; st == OK && k < m->sizes.n; k++)
			st = show(d, j, m->sizes.at[k].sha256);
	}
	return st;
}
