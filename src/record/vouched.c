/* SPDX-License-Identifier: ISC */
#include "record/vouched.h"

#include "base/hex.h"
#include "text/textfile.h"

struct list {
	struct sha256 *masters;
	size_t n_masters;
	struct vouched *out;
	size_t room;
};

static size_t
children(const struct node *n)
{
	return n != NULL ? n->n : 0;
}

/* One picture: a master, or a size made of one; true if it names a hash. */
static bool
take(struct job *j, struct list *l, const struct node *row)
{
	struct vouched_file f = { .format = node_text(
				      node_at(row, STR("format"))) };

	if (sha256_parse(j, node_text(node_at(row, STR("sha256"))), &f.sha)
	    != OK) {
		job_forgive(j);
		return false;
	}
	if (l->out->n == l->room) {
		const size_t room = l->room ? 2 * l->room : 8;

		l->out->files = job_grow(j, l->out->files,
		    l->room * sizeof(*l->out->files),
		    room * sizeof(*l->out->files));
		l->room = room;
	}
	l->out->files[l->out->n++] = f;
	return true;
}

static void
take_row(struct job *j, struct list *l, const struct node *row)
{
	const struct node *sizes = node_at(row, STR("sizes"));

	if (!take(j, l, row))
		return;
	l->masters[l->n_masters++] = l->out->files[l->out->n - 1].sha;
	for (const struct node *s = sizes ? sizes->first : NULL; s != NULL;
	     s = s->next)
		(void)take(j, l, s);
}

static void
salted(struct job *j, const struct leaf *l, const struct node *top,
    const struct list *list)
{
	const struct str address = node_text(node_at(top, STR("address")));
	struct vouched *const out = list->out;
	struct salt salt;

	out->media_fits = out->address_fits = true;
	if (hex_bytes(j, node_text(node_at(top, STR("salt"))), salt.b,
		sizeof(salt.b))
	    != OK) {
		job_forgive(j);
		return; /* without it nothing can be said */
	}
	if (l->has_media)
		out->media_fits = sha256_eq(l->media,
		    leaf_media(j, salt, list->masters, list->n_masters));
	if (l->has_address && address.n > 0)
		out->address_fits = sha256_eq(l->address,
		    leaf_address(j, salt, address));
}

enum status
vouched_read(struct job *j, const struct leaf *l, struct str text,
    struct vouched *out)
{
	struct textfile tf;
	struct vouched vouched = { 0 };
	struct list list = { .out = &vouched };
	const enum status st = textfile_parse(j, text, STR("file"), &tf);

	if (st != OK)
		return st;
	const struct node *media = node_at(tf.top, STR("media"));

	list.masters = JOB_ARRAY(j, struct sha256, children(media) + 1);
	for (const struct node *row = media ? media->first : NULL; row != NULL;
	     row = row->next)
		take_row(j, &list, row);
	/* A picture's own file is such a row itself. */
	if (str_eq(l->type, STR("picture")))
		take_row(j, &list, tf.top);
	salted(j, l, tf.top, &list);
	*out = vouched;
	return OK;
}

static void
take_list(struct job *j, const struct textfile *tf, struct str field,
    struct str (*line)(struct job *j, struct sha256 sha), struct job *keep,
    struct redactions *into)
{
	const struct node *list = node_at(tf->top, field);
	struct sha256 sha;

	for (const struct node *nd = list ? list->first : NULL; nd != NULL;
	     nd = nd->next)
		if (sha256_parse(j, node_text(nd), &sha) == OK)
			redactions_put(keep, into, line(keep, sha));
	job_forgive(j);
}

void
vouched_erased(struct job *j, struct str tombstone, struct job *keep,
    struct redactions *into)
{
	struct textfile tf;

	if (textfile_parse(j, tombstone, STR("file"), &tf) != OK) {
		job_forgive(j);
		return;
	}
	take_list(j, &tf, STR("erased"), redactions_file, keep, into);
	take_list(j, &tf, STR("erased_media"), redactions_medium, keep, into);
}
