/* SPDX-License-Identifier: ISC */
/* From a finished file to an entry of the record and the rows of the site. */
#include "base/buf.h"
#include "desk/inside.h"
#include "text/body.h"

enum status
run_guard(struct run *run, struct desk *d, struct job *j)
{
	enum status st = OK;

	if (run->alone && !run->part) {
		st = store_part_begin(d->site_db, j);
		run->part = st == OK;
	}
	return st;
}

void
run_next(struct run *run, struct putting *p)
{
	p->in_batch = run->i != NULL;
	p->intent = p->in_batch ? record_batch_intent(run->batch, (*run->i)++)
				: id_random();
}

enum status
set_galley(struct desk *d, struct job *j, struct str bytes, struct str name,
    struct galley *out)
{
	struct galley_opts opts = { .name = name, .deflater = d->deflater };
	enum status st = desk_customs(d, j, &opts.lang, &opts.zone);

	return st == OK ? galley_make(j, bytes, &opts, out) : st;
}

enum status
set_galley_again(struct desk *d, struct job *j, struct str bytes,
    struct galley *out)
{
	struct galley_opts opts = { .name = STR("the live revision"),
		.lenient = true,
		.deflater = d->deflater };
	enum status st = desk_customs(d, j, &opts.lang, &opts.zone);

	return st == OK ? galley_make(j, bytes, &opts, out) : st;
}

static enum status
masters_of(struct job *j, const struct copy *c, struct intent *in)
{
	struct sha256 *list = JOB_ARRAY(j, struct sha256, c->media.n + 1);

	for (size_t i = 0; i < c->media.n; i++)
		list[in->n_media++] = c->media.at[i].sha256;
	if (c->kind == KIND_PICTURE && c->has_master)
		list[in->n_media++] = c->master;
	in->media = list;
	return stamp_salt(j, c->salt, &in->salt);
}

enum status
put_append(struct desk *d, struct job *j, const struct putting *p,
    struct entry *e)
{
	const struct galley g = *p->g;
	struct intent in = {
		.id = p->intent,
		.action = p->action,
		.thing = g.copy.id,
		.type = kind_name(g.copy.kind),
		.base = p->base,
		.file = g.bytes,
		.file_sha = g.sha256,
		.packed = g.packed,
		.address = g.copy.address,
		.in_batch = p->in_batch,
	};
	enum status st = masters_of(j, &g.copy, &in);

	if (st == OK)
		st = record_append(d->site_db, j, d->deflater, &in, e);
	return st;
}

enum status
put_entry(struct desk *d, struct job *j, const struct putting *p,
    struct entry *e, struct applied *a)
{
	struct galley g = *p->g;
	struct putting packed = *p;
	enum status st;

	galley_pack(j, d->deflater, &g);
	packed.g = &g;
	st = put_append(d, j, &packed, e);
	return st == OK ? site_apply(d->site, j, e, &g, a) : st;
}

enum status
put_new(struct desk *d, struct job *j, struct run *run, struct str bytes,
    struct str name)
{
	struct galley g;
	struct putting p = { .action = RECORD_PUBLISH, .g = &g };
	struct entry e;
	struct applied a;
	enum status st = set_galley(d, j, bytes, name, &g);

	if (st != OK)
		return st;
	run_next(run, &p);
	return put_entry(d, j, &p, &e, &a);
}

static struct node *
one_word(struct job *j, struct str lang, struct str text)
{
	struct node *map = node_put(j, NULL, NODE_MAP, 0);
	struct node *word = node_put(j, map, NODE_SCALAR, 0);

	word->key = lang;
	word->text = text;
	return map;
}

enum status
put_entity(struct desk *d, struct job *j, struct run *run, enum kind kind,
    struct str lang, struct str name)
{
	const struct edit named = { .field = STR("name"),
		.tree = one_word(j, lang, name) };
	const struct stamp stamp = { .kind = kind,
		.id = id_random(),
		.revision = 1,
		.salt = salt_random(),
		.edits = &named,
		.nedits = 1 };
	struct textfile tf;
	struct str bytes;
	enum status st = textfile_parse(j, STR(""), name, &tf);

	if (st == OK)
		st = stamp_file(j, &tf, &stamp, &bytes);
	return st == OK ? put_new(d, j, run, bytes, name) : st;
}

/* What the text around it says of a picture. */
static enum status
words_for(struct job *j, const struct galley *g, struct str name,
    struct picture *out)
{
	const struct documents *const documents = &g->copy.more.documents;
	struct body body;
	enum status st;

	*out = (struct picture){ .src = name };
	for (size_t i = 0; i < documents->n; i++)
		if (str_eq(documents->at[i].src, name))
			out->caption = documents->at[i].label;
	if (g->copy.has_picture && str_eq(g->copy.picture.src, name)) {
		*out = g->copy.picture;
		return OK;
	}
	st = body_markup(j, g->file.body, &(struct body_opts){ 0 }, &body);
	if (st != OK)
		return st;
	for (size_t i = 0; i < body.pictures.n; i++)
		if (str_eq(body.pictures.at[i].src, name)) {
			out->alt = body.pictures.at[i].alt;
			out->caption = body.pictures.at[i].caption;
			out->credit = body.pictures.at[i].credit;
			break;
		}
	return OK;
}

static void
say(struct edit *edits, size_t *n, struct str field, struct str text)
{
	if (text.n > 0)
		edits[(*n)++] = (struct edit){ .field = field, .text = text };
}

static void
say_measure(struct job *j, struct edit *edits, size_t *n, struct str field,
    int64_t measure)
{
	if (measure > 0)
		say(edits, n, field, job_printf(j, "%lld", (long long)measure));
}

static enum status
put_picture(struct desk *d, struct job *j, struct run *run,
    const struct galley *g, const struct medium *m)
{
	struct edit edits[8];
	struct stamp stamp = { .kind = KIND_PICTURE,
		.id = m->id,
		.revision = 1,
		.salt = salt_random(),
		.edits = edits };
	struct picture words;
	struct textfile tf;
	struct str bytes;
	enum status st = words_for(j, g, m->name, &words);

	if (st == OK)
		st = textfile_parse(j, STR(""), m->name, &tf);
	if (st != OK)
		return st;
	say(edits, &stamp.nedits, STR("sha256"), sha256_hex(j, m->sha256));
	say(edits, &stamp.nedits, STR("format"), m->format);
	say_measure(j, edits, &stamp.nedits, STR("width"), m->w);
	say_measure(j, edits, &stamp.nedits, STR("height"), m->h);
	say(edits, &stamp.nedits, STR("alt"), words.alt);
	say(edits, &stamp.nedits, STR("caption"), words.caption);
	say(edits, &stamp.nedits, STR("credit"), words.credit);
	if (m->sizes.n > 0)
		edits[stamp.nedits++] = (struct edit){ .field = STR("sizes"),
			.tree = stamp_sizes(j, &m->sizes) };
	st = stamp_file(j, &tf, &stamp, &bytes);
	return st == OK ? put_new(d, j, run, bytes, m->name) : st;
}

enum status
put_pictures(struct desk *d, struct job *j, struct run *run,
    const struct galley *g)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < g->copy.media.n; i++) {
		const struct medium *m = &g->copy.media.at[i];
		struct entry e;

		if (id_is_none(m->id))
			continue;
		st = record_last(d->site_db, j, m->id, &e);
		if (st != NOT_FOUND)
			continue;
		job_forgive(j);
		st = run_guard(run, d, j);
		if (st == OK)
			st = put_picture(d, j, run, g, m);
	}
	return st;
}
