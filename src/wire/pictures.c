/* SPDX-License-Identifier: ISC */
#include "wire/pictures.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/body.h"

struct finding {
	struct pictures *p;
	struct origin *o;
	struct job *j;
	const struct item *item;
	struct notes *notes;
	struct picture_list *out;
};

static bool
is_local(struct str src)
{
	return src.n > 0 && str_find(src, STR(":")) == NOWHERE
	    && !str_starts(src, STR("//")) && !str_starts(src, STR("#"));
}

static struct developed *
made_before(struct pictures *p, const struct sha256 *given)
{
	for (struct developed *d = p->first; d != NULL; d = d->next)
		if (sha256_eq(d->given, *given))
			return d;
	return NULL;
}

static void
add_medium(struct finding *f, const struct medium *m, struct str name)
{
	struct picture_list *l = f->out;

	l->at = job_grow(f->j, l->at, l->n * sizeof(*l->at),
	    (l->n + 1) * sizeof(*l->at));
	l->at[l->n] = *m;
	l->at[l->n].name = name;
	l->n++;
}

static enum status
read_sizes(struct pictures *p, struct job *j, struct medium *m)
{
	struct rows r;
	enum status st = rows_begin(p->known, j, SQL_DESK_PICTURE_SIZES,
	    VALS(val_blob(sha256_str(&m->sha256))), &r);

	if (st != OK)
		return st;
	m->sizes.at = JOB_ARRAY(j, struct size, MEDIA_SIZES);
	while (rows_next(&r) && m->sizes.n < MEDIA_SIZES) {
		struct size *s = &m->sizes.at[m->sizes.n];

		if (row_str(&r, 1).n != SHA256_BYTES)
			continue;
		s->name = job_str(j, row_str(&r, 0));
		s->format = job_str(j, row_str(&r, 2));
		memcpy(s->sha256.b, row_str(&r, 1).p, SHA256_BYTES);
		s->w = row_int(&r, 3);
		s->h = row_int(&r, 4);
		m->sizes.n++;
	}
	return rows_end(&r);
}

/* What desk.db knows of it; NOT_FOUND without a failure. */
static enum status
look_up(struct finding *f, const struct sha256 *given, struct medium *out)
{
	struct pictures *p = f->p;
	struct medium m = { .w = 0 };
	struct val v[7];
	enum status st = store_one(p->known, f->j, SQL_DESK_PICTURE,
	    VALS(val_blob(sha256_str(given))), v, 7);

	if (st == NOT_FOUND)
		job_forgive(f->j);
	if (st != OK)
		return st;
	if (v[0].s.n != SHA256_BYTES || v[1].s.n != ID_BYTES)
		return NOT_FOUND;
	memcpy(m.sha256.b, v[0].s.p, SHA256_BYTES);
	memcpy(m.id.b, v[1].s.p, ID_BYTES);
	m.format = v[2].s;
	m.w = v[3].i;
	m.h = v[4].i;
	m.duration = v[5].i;
	m.bytes = v[6].i;
	if (!media_has(p->room, f->j, m.sha256))
		return NOT_FOUND;
	st = read_sizes(p, f->j, &m);
	if (st == OK)
		*out = m;
	return st;
}

static struct developed *
keep(struct pictures *p, const struct sha256 *given, const struct master *m)
{
	struct developed *d = JOB_NEW(p->j, struct developed);

	d->given = *given;
	d->medium = (struct medium){ .id = id_random(),
		.sha256 = m->file.sha256,
		.format = job_str(p->j, m->file.format),
		.w = m->file.w,
		.h = m->file.h,
		.duration = m->file.duration };
	if (!media_fits(MEDIA_PICTURE, m->file.format))
		d->medium.bytes = m->file.bytes;
	d->medium.sizes.at = JOB_ARRAY(p->j, struct size, MEDIA_SIZES);
	for (size_t i = 0; i < m->nsizes; i++) {
		const struct media_file *file = &m->sizes[i].file;

		d->medium.sizes.at[d->medium.sizes.n++] = (struct size){
			job_str(p->j, m->sizes[i].name), file->sha256,
			job_str(p->j, file->format), file->w, file->h
		};
	}
	d->renditions = m->renditions;
	d->next = p->first;
	p->first = d;
	return d;
}

/* Once for each picture; false if it was said before. */
static bool
remark(struct finding *f, enum media_kind what, struct str src, const char *how)
{
	const struct str text = job_printf(f->j, "the %s %.*s %s",
	    media_word(what), STR_ARG(src), how);

	for (size_t i = 0; i < f->notes->n; i++)
		if (str_eq(f->notes->at[i].text, text))
			return false;
	convert_note(f->j, f->notes, 0, text);
	return true;
}

/* Made in this run, or before; NOT_FOUND without a failure. */
static enum status
take_known(struct finding *f, enum media_kind what, struct str src,
    const struct sha256 *given)
{
	const struct developed *const d = made_before(f->p, given);
	struct medium known;
	enum status st;

	if (d != NULL && media_fits(what, d->medium.format)) {
		add_medium(f, &d->medium, src);
		return OK;
	}
	st = look_up(f, given, &known);
	if (st == OK && !media_fits(what, known.format))
		return NOT_FOUND;
	if (st == OK)
		add_medium(f, &known, src);
	return st;
}

static enum status
take_given(struct finding *f, enum media_kind what, struct str src,
    const char *path, const struct media_given *given)
{
	const struct media_terms terms = { .credit = STR("") };
	struct developed *d;
	struct master m;
	enum status st = take_known(f, what, src, &given->sha256);

	if (st != NOT_FOUND)
		return st;
	st = media_take(f->p->room, f->j, what, str_of(path), given, &terms,
	    &m);
	if (st != OK)
		return st;
	d = keep(f->p, &given->sha256, &m);
	if (f->out->n_fresh < sizeof(f->out->fresh) / sizeof(f->out->fresh[0]))
		f->out->fresh[f->out->n_fresh++].d = d;
	add_medium(f, &d->medium, src);
	f->p->taken++;
	return OK;
}

static enum status
develop(struct finding *f, enum media_kind what, struct str src,
    const char *path)
{
	struct media_given given;
	enum status st = media_given_open(f->j, what, path, &given);

	if (st == OK) {
		st = take_given(f, what, src, path, &given);
		media_given_close(&given);
	}
	if (st == INVALID || st == NOT_FOUND) {
		const char *why = job_cstr(f->j,
		    job_printf(f->j, "could not be taken: %.*s",
			STR_ARG(job_reason(f->j))));

		job_forgive(f->j);
		if (remark(f, what, src, why))
			f->p->missing++;
		return OK;
	}
	return st;
}

static enum status
take_one(struct finding *f, enum media_kind what, struct str src)
{
	char path[PATH_MAX];

	if (!is_local(src))
		return OK;
	for (size_t i = 0; i < f->out->n; i++)
		if (str_eq(f->out->at[i].name, src))
			return OK;
	if (f->o->kind->find(f->o, f->j, f->item, src, path))
		return develop(f, what, src, path);
	if (remark(f, what, src, "is not among the files; its place says so"))
		f->p->missing++;
	return OK;
}

/* True if its front matter names a recording, captions, documents, shots. */
static bool
names_files(const struct converted *conv)
{
	for (const struct node *nd = conv->file.top->first; nd; nd = nd->next) {
		const struct field *const at = field_at(conv->kind, nd->key);

		if (at != NULL
		    && (at->type == FIELD_DOCUMENTS || at->type == FIELD_TRACKS
			|| at->type == FIELD_SHOTS
			|| at->offset == offsetof(struct copy, more.file)))
			return true;
	}
	return false;
}

static enum status
take_files(struct finding *f, const struct converted *conv)
{
	const struct copy_defaults defaults = { .kind = conv->kind,
		.lang = conv->lang,
		.lenient = true };
	struct copy copy;
	const struct particulars *const p = &copy.more;
	enum status st;

	if (!names_files(conv))
		return OK;
	st = copy_read(f->j, &conv->file, &defaults, &copy);
	if (st == OK)
		st = take_one(f, MEDIA_RECORDING, p->file);
	for (size_t i = 0; st == OK && i < p->captions.n; i++)
		st = take_one(f, MEDIA_CAPTIONS, p->captions.at[i].src);
	for (size_t i = 0; st == OK && i < p->documents.n; i++)
		st = take_one(f, MEDIA_DOCUMENT, p->documents.at[i].src);
	for (size_t i = 0; st == OK && i < p->shots.n; i++)
		st = take_one(f, MEDIA_PICTURE, p->shots.at[i].src);
	if (st == INVALID) { /* what is wrong with it is said elsewhere */
		job_forgive(f->j);
		st = OK;
	}
	return st;
}

enum status
pictures_find(struct pictures *p, struct origin *o, struct job *j,
    const struct item *i, struct converted *conv, struct picture_list *out)
{
	struct finding f = { p, o, j, i, &conv->notes, out };
	struct body body;
	enum status st = take_one(&f, MEDIA_PICTURE, conv->picture);

	if (st == OK)
		st = take_files(&f, conv);

	/* Most texts name none, and Markdown takes its time. */
	if (st != OK
	    || (str_find(conv->body, STR("![")) == NOWHERE
		&& str_find(conv->body, STR("<img")) == NOWHERE))
		return st;
	st = body_markup(j, conv->body,
	    &(struct body_opts){ .lang = conv->lang }, &body);
	for (size_t k = 0; st == OK && k < body.pictures.n; k++)
		st = take_one(&f, MEDIA_PICTURE, body.pictures.at[k].src);
	return st;
}

static enum status
note_one(struct store *desk, struct job *j, const struct medium *m,
    const struct sha256 *given)
{
	return store_run(desk, j, SQL_DESK_PICTURE_PUT,
	    VALS(val_blob(sha256_str(given)), val_blob(sha256_str(&m->sha256)),
		val_blob(id_str(&m->id)), val_text(m->format), val_int(m->w),
		val_int(m->h), val_int(m->duration), val_int(m->bytes)));
}

enum status
pictures_tell(struct site *site, struct job *j, const struct developed *d)
{
	return media_fits(MEDIA_PICTURE, d->medium.format)
	    ? desk_note_renditions(site, j, &d->medium, &d->renditions, false)
	    : OK;
}

enum status
pictures_note(struct store *desk, struct job *j, const struct developed *d)
{
	const struct medium *m = &d->medium;
	enum status st = note_one(desk, j, m, &d->given);

	if (st == OK) /* itself, when it comes back to us */
		st = note_one(desk, j, m, &m->sha256);
	for (size_t i = 0; st == OK && i < m->sizes.n; i++) {
		const struct size *z = &m->sizes.at[i];

		st = store_run(desk, j, SQL_DESK_PICTURE_SIZE_PUT,
		    VALS(val_blob(sha256_str(&m->sha256)), val_text(z->name),
			val_blob(sha256_str(&z->sha256)), val_text(z->format),
			val_int(z->w), val_int(z->h)));
	}
	return st;
}
