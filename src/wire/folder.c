/* SPDX-License-Identifier: ISC */
#include "wire/folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "wire/convert.h"

struct folder {
	struct converter conv;
	struct tree tree;
	size_t next;
	struct source_at *by_path; /* made when it is first asked for */
};

static enum status
open_folder(struct origin *o, const struct languages *langs)
{
	struct folder *f = JOB_NEW(o->j, struct folder);
	struct project *p;
	enum status st = project_open(o->j, o->opts, langs->at[0].tag, langs,
	    &p);

	if (st == OK)
		st = tree_list(p, &f->tree);
	if (st != OK)
		return st;
	f->conv.p = p;
	f->conv.tree = &f->tree;
	f->conv.opts = o->opts;
	for (size_t i = 0; i < f->tree.n; i++)
		if (i == 0
		    || !str_eq_nocase(f->tree.at[i].lang,
			f->tree.at[i - 1].lang))
			origin_tongue(o, f->tree.at[i].lang,
			    f->tree.at[i].path);
	o->own = f;
	o->system = system_name(p->system);
	o->n = f->tree.n;
	o->timezone = p->timezone;
	for (size_t i = 0; i < p->notes.n; i++)
		origin_note(o, p->notes.at[i].text);
	return OK;
}

static void
put_option(struct buf *b, struct str s)
{
	buf_printf(b, "%zu:", s.n);
	buf_put(b, s);
}

/* What of the project decides on its files' text. */
static enum status
begin(struct origin *o)
{
	struct folder *f = o->own;
	struct converter *c = &f->conv;
	const struct project *p = c->p;
	struct buf b = buf_in(o->j, (size_t)64 << 20);
	enum status st;

	c->zone = o->zone;
	c->site_lang = o->site_lang;
	memcpy(c->key, o->key, KEY_BYTES);
	st = convert_open(c, o->j);
	if (st != OK)
		return st;
	put_option(&b, p->base_url);
	put_option(&b, p->timezone);
	put_option(&b, p->lang);
	for (size_t i = 0; i < p->n_patterns; i++) {
		put_option(&b, p->patterns[i].section);
		put_option(&b, p->patterns[i].text);
	}
	for (size_t i = 0; i < c->n_partials; i++) {
		put_option(&b, c->partials[i].name);
		put_option(&b, c->partials[i].text);
	}
	return buf_done(&b, &o->options);
}

static enum status
next(struct origin *o, struct job *j, struct item *out)
{
	struct folder *f = o->own;
	const struct source *s = &f->tree.at[f->next];

	if (f->next == f->tree.n)
		return NOT_FOUND;
	f->next++;
	*out = (struct item){ .source = convert_source(&f->conv, j, s),
		.name = s->path,
		.title = s->name,
		.always = kind_is_entity(s->kind),
		.own = s };
	return OK;
}

static enum status
read_item(struct origin *o, struct job *j, const struct item *i,
    struct str *bytes)
{
	const struct folder *f = o->own;
	const struct source *s = i->own;
	enum status st;

	if (s->made) {
		*bytes = STR("---\n---\n");
		return OK;
	}
	st = file_read(j,
	    file_path(j, f->conv.p->content, job_cstr(j, s->path)),
	    TEXTFILE_MAX, bytes);
	return st == FAULT ? INVALID : st;
}

static enum status
convert(struct origin *o, struct job *j, const struct item *i, struct str bytes,
    struct converted *out)
{
	struct folder *f = o->own;

	return convert_file(&f->conv, j, i->own, bytes, out);
}

/* Beside the text, else in one of the folders of files, else in content. */
static bool
find(struct origin *o, struct job *j, const struct item *i, struct str src,
    char *path)
{
	const struct folder *f = o->own;
	const struct project *p = f->conv.p;
	const struct source *s = i->own;
	const size_t slash = str_rfind_ch(s->path, '/');
	const struct str folder = slash == NOWHERE ? STR("")
						   : str_sub(s->path, 0, slash);
	const char *name;

	if (p->base_path.n > 0 && str_starts(src, p->base_path))
		src = str_skip(src, p->base_path.n);
	name = origin_file_name(j, src);
	if (name[0] != '/'
	    && origin_within(j, p->root,
		file_path(j, p->content, job_cstr(j, folder)), name, path))
		return true;
	while (name[0] == '/')
		name++;
	for (size_t k = 0; p->statics[k] != NULL; k++)
		if (origin_within(j, p->root, p->statics[k], name, path))
			return true;
	return origin_within(j, p->root, p->content, name, path);
}

static int
by_path(const void *va, const void *vb)
{
	const struct source *a = ((const struct source_at *)va)->s;
	const struct source *b = ((const struct source_at *)vb)->s;

	return str_cmp(a->path, b->path);
}

static bool
has(struct origin *o, struct str source)
{
	struct folder *f = o->own;
	const struct source wanted = { .path = str_skip(source,
					   o->system.n + 1) };
	const struct source_at key = { &wanted };
	const size_t n = f->tree.n;

	if (f->by_path == NULL) {
		f->by_path = JOB_ARRAY(o->j, struct source_at, n + 1);
		for (size_t i = 0; i < n; i++)
			f->by_path[i].s = &f->tree.at[i];
		qsort(f->by_path, n, sizeof(*f->by_path), by_path);
	}
	return bsearch(&key, f->by_path, n, sizeof(*f->by_path), by_path)
	    != NULL;
}

const struct origin_kind origin_folder = {
	.open = open_folder,
	.begin = begin,
	.next = next,
	.read = read_item,
	.convert = convert,
	.find = find,
	.has = has,
};
