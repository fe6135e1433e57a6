/* SPDX-License-Identifier: ISC */
#include "cmd/dryrun.h"

#include <stdio.h>

#include "base/buf.h"
#include "cmd/tell.h"

#define TOLD_MAX ((size_t)8 * 1024 * 1024)

struct looking {
	struct published p;
	struct comparison what;
	struct stale stale;
};

static enum status
read_stale(struct desk *d, struct job *j, struct stale *out)
{
	struct site *s = desk_site(d);
	enum status st = site_read_begin(s, j);

	if (st != OK)
		return st;
	/* The trial is the one commit that has not come. */
	st = site_stale_since(s, j, site_version(s) - 1, out);
	site_read_end(s);
	return st;
}

static enum status
look(struct desk *d, struct job *j, const struct published *p, void *arg)
{
	struct looking *l = arg;
	enum status st = OK;

	l->p = *p;
	if (p->deed == DEED_NOTHING)
		return OK;
	st = compare(j, p->before, p->stored, &l->what);
	return st == OK ? read_stale(d, j, &l->stale) : st;
}

static void
put_pages(struct buf *b, const struct stale *s)
{
	if (s->everything) {
		BUF_LIT(b, "every page of the paper would change\n");
		return;
	}
	buf_printf(b, "pages that would change: %zu\n", s->addresses.n);
	for (size_t i = 0; i < s->addresses.n; i++)
		buf_printf(b, "  %.*s\n", STR_ARG(s->addresses.at[i]));
}

static enum status
tell_words(struct call *c, struct str name, const struct looking *l)
{
	static const char *const deeds[] = {
		[DEED_PUBLISH] = "published",
		[DEED_UPDATE] = "updated",
		[DEED_CORRECT] = "corrected",
	};
	const struct published *p = &l->p;
	struct buf b = buf_in(c->j, TOLD_MAX);
	struct str out;
	enum status st;

	if (p->deed == DEED_NOTHING)
		return call_print(c,
		    job_printf(c->j,
			"%.*s is published already, word for word: nothing "
			"would change\n",
			STR_ARG(name)));
	buf_printf(&b, "%.*s would be %s: revision %lld%s%.*s\n", STR_ARG(name),
	    deeds[p->deed], (long long)p->revision,
	    p->address.n > 0 ? ", " : "", STR_ARG(p->address));
	if (p->waits)
		buf_printf(&b, "not now: it would wait as a draft%s%.*s\n",
		    p->due > 0 ? " until " : "",
		    STR_ARG(p->due > 0 ? tell_time(c->j, p->due) : STR("")));
	for (size_t i = 0; i < p->topics.n; i++)
		buf_printf(&b, "it would make the topic \"%.*s\"\n",
		    STR_ARG(p->topics.at[i]));
	for (size_t i = 0; i < p->notes.n; i++)
		buf_printf(&b, "line %d: %.*s\n", p->notes.at[i].line,
		    STR_ARG(p->notes.at[i].text));
	buf_put(&b, tell_comparison(c->j, &l->what, true));
	put_pages(&b, &l->stale);
	BUF_LIT(&b, "Nothing was written.\n");
	st = buf_done(&b, &out);
	return st == OK ? call_print(c, out) : st;
}

static json_t *
texts_json(const struct texts *t)
{
	json_t *list = json_array();

	for (size_t i = 0; i < t->n; i++)
		(void)json_array_append_new(list,
		    json_stringn(t->at[i].p, t->at[i].n));
	return list;
}

static enum status
tell_as_json(struct call *c, struct str name, const struct looking *l)
{
	const struct published *p = &l->p;
	const struct str deed = deed_name(p->deed), id = id_hex(c->j, p->id);
	json_t *o = comparison_json(c->j, &l->what, true);
	json_t *more = json_pack("{s:b, s:s%, s:s%, s:s%, s:I, s:s%, s:b, s:I, "
				 "s:o, s:b, s:o}",
	    "dry_run", 1, "file", name.p, name.n, "deed", deed.p, deed.n, "id",
	    id.p, id.n, "revision", (json_int_t)p->revision, "address",
	    p->address.n > 0 ? p->address.p : "", p->address.n, "waits",
	    p->waits, "due", (json_int_t)p->due, "topics",
	    texts_json(&p->topics), "everything", l->stale.everything, "stale",
	    texts_json(&l->stale.addresses));

	if (more == NULL || json_object_update(o, more) != 0) {
		json_decref(more);
		json_decref(o);
		return tell_json(c, NULL);
	}
	json_decref(more);
	return tell_json(c, o);
}

enum status
dry_run(struct call *c, struct desk *d, struct darkroom *pictures,
    struct str bytes, const struct publish_opts *opts)
{
	struct looking l = { .p = { .deed = DEED_NOTHING } };
	const struct trial trial = { pictures, look, &l };
	enum status st = desk_try(d, c->j, bytes, opts, &trial);

	if (st != OK)
		return st;
	return c->json ? tell_as_json(c, opts->name, &l)
		       : tell_words(c, opts->name, &l);
}
