/* SPDX-License-Identifier: ISC */
#include "cmd/tell.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

enum status
tell_json(struct call *c, json_t *o)
{
	char *text = o ? json_dumps(o, JSON_COMPACT) : NULL;
	enum status st;

	json_decref(o);
	if (text == NULL)
		return job_fail(c->j, FAULT,
		    "the result could not be written as JSON");
	st = call_print(c, job_printf(c->j, "%s\n", text));
	free(text);
	return st;
}

const char *
folder_of(struct job *j, const char *path)
{
	size_t slash = str_rfind_ch(str_of(path), '/');

	if (slash == NOWHERE)
		return ".";
	return job_cstr(j, str_sub(str_of(path), 0, slash > 0 ? slash : 1));
}

struct str
tell_time(struct job *j, int64_t at)
{
	return when_write(j, (struct when){ at, 0, WHEN_MINUTE });
}

static void
close_desk(void *d)
{
	desk_close(d);
}

enum status
call_desk(struct call *c, struct desk **out)
{
	enum status st = desk_open(c->j, c->args[0], out);

	if (st == OK)
		job_defer(c->j, close_desk, *out);
	return st;
}

static json_t *
notes_json(const struct notes *notes)
{
	json_t *list = json_array();

	for (size_t i = 0; i < notes->n; i++)
		(void)json_array_append_new(list,
		    json_pack("{s:i, s:s%}", "line", notes->at[i].line, "text",
			notes->at[i].text.p, notes->at[i].text.n));
	return list;
}

static json_t *
published_json(struct call *c, struct str name, const struct published *p)
{
	struct str deed = deed_name(p->deed), kind = kind_name(p->kind);
	struct str id = id_hex(c->j, p->id);

	return json_pack("{s:s%, s:s%, s:s%, s:s%, s:I, s:I, s:s%, s:s%, s:I, "
			 "s:I, s:o}",
	    "file", name.p, name.n, "deed", deed.p, deed.n, "kind", kind.p,
	    kind.n, "id", id.p, id.n, "revision", (json_int_t)p->revision,
	    "seq", (json_int_t)p->seq, "address",
	    p->address.n > 0 ? p->address.p : "", p->address.n, "headline",
	    p->headline.n > 0 ? p->headline.p : "", p->headline.n, "draft",
	    (json_int_t)p->draft, "due", (json_int_t)p->due, "notes",
	    notes_json(&p->notes));
}

static struct str
sentence(struct call *c, struct str name, const struct published *p)
{
	static const char *const words[] = {
		[DEED_NOTHING] = "is published already, word for word",
		[DEED_PUBLISH] = "is published",
		[DEED_UPDATE] = "is updated",
		[DEED_CORRECT] = "is corrected",
	};

	if (p->deed == DEED_KEEP && p->over)
		return job_printf(c->j,
		    "%.*s was to stand until %.*s, which is over: kept as "
		    "draft %lld\n",
		    STR_ARG(name), STR_ARG(tell_time(c->j, p->due)),
		    (long long)p->draft);
	if (p->deed == DEED_KEEP)
		return job_printf(c->j, "%.*s waits as draft %lld%s%.*s\n",
		    STR_ARG(name), (long long)p->draft,
		    p->due > 0 ? ", due " : "",
		    STR_ARG(p->due > 0 ? tell_time(c->j, p->due) : STR("")));
	return job_printf(c->j, "%.*s %s: revision %lld%s%.*s\n", STR_ARG(name),
	    words[p->deed], (long long)p->revision,
	    p->address.n > 0 ? ", " : "", STR_ARG(p->address));
}

enum status
tell_published(struct call *c, struct str name, const struct published *p)
{
	if (c->json)
		return tell_json(c, published_json(c, name, p));
	if (p->signed_now > 0)
		fprintf(stderr, "%.*s: %lld more have signed it\n",
		    STR_ARG(name), (long long)p->signed_now);
	for (size_t i = 0; i < p->topics.n; i++)
		fprintf(stderr, "%.*s: made the topic \"%.*s\"\n",
		    STR_ARG(name), STR_ARG(p->topics.at[i]));
	for (size_t i = 0; i < p->notes.n; i++)
		fprintf(stderr, "%.*s:%d: %.*s\n", STR_ARG(name),
		    p->notes.at[i].line, STR_ARG(p->notes.at[i].text));
	return call_print(c, sentence(c, name, p));
}

/* The reason stays where it is, for whoever says it. */
static void
tell_failed_json(struct call *c, const char *what, size_t i, enum status st)
{
	const struct str why = job_reason(c->j);

	if (c->json
	    && tell_json(c,
		   json_pack("{s:s, s:s, s:s%}", what, c->args[i], "error",
		       status_name(st), "reason", why.n > 0 ? why.p : "",
		       why.n))
		!= OK)
		c->printed = false;
}

static void
tell_failed(struct call *c, const char *what, size_t i, enum status st)
{
	struct str why = job_reason(c->j);

	if (why.n == 0)
		why = str_of(status_name(st));
	progress_end(c->progress);
	fprintf(stderr, "stet %s: %.*s\n", c->cmd->name, STR_ARG(why));
	tell_failed_json(c, what, i, st);
}

/* What all of it came to, where more than one was given. */
static enum status
sum_up(struct call *c, const char *what, enum status first, size_t failed,
    size_t done)
{
	const size_t all = c->n_args - 1;

	if (first == OK)
		return OK;
	if (done < all)
		return job_fail(c->j, first,
		    "%zu of %zu %ss failed, and %zu behind them were not "
		    "tried: what went wrong concerns them too",
		    failed, all, what, all - done);
	return job_fail(c->j, first,
	    "%zu of %zu %ss failed: nothing of them is done, all of the others "
	    "is",
	    failed, all, what);
}

enum status
tell_each(struct call *c, const char *what, tell_one *one, void *arg)
{
	struct call own = *c;
	enum status st = OK, first = OK;
	size_t failed = 0, i;

	if (c->n_args == 2) {
		st = one(c, 1, arg);
		if (st != OK)
			tell_failed_json(c, what, 1, st);
		return st;
	}
	own.j = job_new(job_now(c->j));
	for (i = 1; i < c->n_args && st != FAULT && st != BUSY; i++) {
		job_reset(own.j, clock_now());
		st = one(&own, i, arg);
		if (st != OK) {
			tell_failed(&own, what, i, st);
			failed++;
		}
		if (first == OK)
			first = st;
		progress_at(c->progress, job_printf(own.j, "%ss", what).p, i,
		    c->n_args - 1);
	}
	job_free(own.j);
	c->printed |= own.printed;
	return sum_up(c, what, first, failed, i - 1);
}
