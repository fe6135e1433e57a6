/* SPDX-License-Identifier: ISC */
/* What became of a story, newest first, as the record tells it. */
#include "desk/history.h"

#include "base/buf.h"
#include "cmd/commands.h"
#include "cmd/tell.h"

#define TOLD_MAX ((size_t)64 * 1024 * 1024)

static const struct cmd_option options[] = {
	{ "diff", NULL, "show the lines of the text that changed" },
	CMD_JSON,
	CMD_OPTIONS_END,
};

static void
close_desk(void *d)
{
	desk_close(d);
}

static struct str
when_of(struct job *j, const struct history *h, int64_t at)
{
	return when_write(j, when_at(at, h->zone));
}

static void
put_changes(struct buf *b, const struct past *p)
{
	for (size_t i = 0; i < p->changes.n; i++) {
		const struct change *c = &p->changes.at[i];

		buf_printf(b, "  %.*s%s%.*s\n", STR_ARG(grade_name(c->grade)),
		    c->note.n > 0 ? ": " : "", STR_ARG(c->note));
	}
}

/* `changes` is told in words already. */
static struct comparison
without_changes(struct job *j, const struct comparison *w)
{
	struct comparison c = *w;

	c.fields = JOB_ARRAY(j, struct compared_field, w->n + 1);
	c.n = 0;
	for (size_t i = 0; i < w->n; i++)
		if (!str_eq(w->fields[i].name, STR("changes")))
			c.fields[c.n++] = w->fields[i];
	return c;
}

static void
put_past(struct call *c, const struct history *h, const struct past *p,
    struct buf *b)
{
	const struct entry *e = &p->entry;
	const struct comparison what = without_changes(c->j, &p->what);
	const bool words = e->action != RECORD_RETRACT
	    && e->action != RECORD_REDACT && !p->erased;

	buf_printf(b, "\nrevision %lld: %.*s%s, %.*s, entry %lld\n",
	    (long long)e->revision, STR_ARG(record_action_name(e->action)),
	    p->revived ? " (it came back)" : "",
	    STR_ARG(when_of(c->j, h, e->at)), (long long)e->seq);
	if (p->erased)
		BUF_LIT(b, "  its words are erased\n");
	if (p->reason.n > 0)
		buf_printf(b, "  the reason: %.*s\n", STR_ARG(p->reason));
	put_changes(b, p);
	if (words)
		buf_put(b, tell_comparison(c->j, &what, call_flag(c, "diff")));
}

static enum status
tell_words(struct call *c, const struct history *h)
{
	struct buf b = buf_in(c->j, TOLD_MAX);
	const struct str title = h->headline.n > 0 ? h->headline
						   : STR("(erased)");
	struct str out;
	enum status st;

	buf_printf(&b, "%.*s: %.*s\n", STR_ARG(kind_name(h->kind)),
	    STR_ARG(title));
	if (h->address.n > 0)
		buf_printf(&b, "%.*s\n", STR_ARG(h->address));
	buf_printf(&b, "id %.*s\n", STR_ARG(id_hex(c->j, h->id)));
	for (size_t i = 0; i < h->signers.n; i++)
		buf_printf(&b, "signed by %.*s\n", STR_ARG(h->signers.at[i]));
	for (size_t i = 0; i < h->n; i++)
		put_past(c, h, &h->at[i], &b);
	st = buf_done(&b, &out);
	return st == OK ? call_print(c, out) : st;
}

static json_t *
text(struct str s)
{
	return json_stringn(s.n > 0 ? s.p : "", s.n);
}

static json_t *
changes_json(struct job *j, const struct changes *all)
{
	json_t *list = json_array();

	for (size_t i = 0; i < all->n; i++) {
		json_t *o = json_object();

		(void)json_object_set_new(o, "at",
		    text(when_write(j, all->at[i].at)));
		(void)json_object_set_new(o, "grade",
		    text(grade_name(all->at[i].grade)));
		(void)json_object_set_new(o, "note", text(all->at[i].note));
		(void)json_array_append_new(list, o);
	}
	return list;
}

static json_t *
past_json(struct call *c, const struct history *h, const struct past *p)
{
	const struct entry *e = &p->entry;
	json_t *o = comparison_json(c->j, &p->what, call_flag(c, "diff"));

	(void)json_object_set_new(o, "revision", json_integer(e->revision));
	(void)json_object_set_new(o, "seq", json_integer(e->seq));
	(void)json_object_set_new(o, "at", text(when_of(c->j, h, e->at)));
	(void)json_object_set_new(o, "action",
	    text(record_action_name(e->action)));
	(void)json_object_set_new(o, "sha256",
	    text(sha256_hex(c->j, e->file_sha)));
	(void)json_object_set_new(o, "erased", json_boolean(p->erased));
	(void)json_object_set_new(o, "revived", json_boolean(p->revived));
	(void)json_object_set_new(o, "reason", text(p->reason));
	(void)json_object_set_new(o, "changes",
	    changes_json(c->j, &p->changes));
	return o;
}

static enum status
tell_as_json(struct call *c, const struct history *h)
{
	json_t *o = json_object(), *list = json_array(), *by = json_array();

	for (size_t i = 0; i < h->n; i++)
		(void)json_array_append_new(list, past_json(c, h, &h->at[i]));
	for (size_t i = 0; i < h->signers.n; i++)
		(void)json_array_append_new(by, text(h->signers.at[i]));
	(void)json_object_set_new(o, "id", text(id_hex(c->j, h->id)));
	(void)json_object_set_new(o, "kind", text(kind_name(h->kind)));
	(void)json_object_set_new(o, "headline", text(h->headline));
	(void)json_object_set_new(o, "address", text(h->address));
	(void)json_object_set_new(o, "signed_by", by);
	(void)json_object_set_new(o, "revisions", list);
	return tell_json(c, o);
}

static enum status
history(struct call *c)
{
	struct desk *d;
	struct history h;
	enum status st = desk_open_to_read(c->j, c->args[0], &d);

	if (st != OK)
		return st;
	job_defer(c->j, close_desk, d);
	st = desk_history(d, c->j, str_of(c->args[1]), &h);
	if (st != OK)
		return st;
	return c->json ? tell_as_json(c, &h) : tell_words(c, &h);
}

const struct cmd cmd_history = {
	.name = "history",
	.args = "DIR ADDRESS",
	.what = "tell every revision of a story, newest first, and what "
		"changed",
	.options = options,
	.min_args = 2,
	.max_args = 2,
	.run = history,
};
