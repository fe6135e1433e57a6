/* SPDX-License-Identifier: ISC */
#include "wire/writeup.h"

#include "text/sanitise.h"

struct writeup
writeup_begin(struct job *j, struct str name, struct converted *out)
{
	return (struct writeup){ .j = j,
		.name = name,
		.top = node_put(j, NULL, NODE_MAP, 1),
		.out = out };
}

struct node *
writeup_text(struct writeup *w, struct node *in, const char *key,
    struct str text)
{
	struct node *nd;

	text = str_trim(text);
	if (text.n == 0)
		return NULL;
	nd = node_put(w->j, in, NODE_SCALAR, 1);
	nd->key = str_of(key);
	nd->text = text;
	nd->quoted = true;
	return nd;
}

void
writeup_plain(struct writeup *w, const char *key, struct str text)
{
	struct node *const nd = writeup_text(w, w->top, key, text);

	if (nd != NULL)
		nd->quoted = false;
}

void
writeup_when(struct writeup *w, const char *key, struct when when)
{
	if (when.precision != WHEN_NONE)
		writeup_plain(w, key, when_write(w->j, when));
}

struct node *
writeup_list(struct writeup *w, const char *key)
{
	struct node *const nd = node_put(w->j, w->top, NODE_LIST, 1);

	nd->key = str_of(key);
	return nd;
}

struct node *
writeup_map(struct writeup *w, struct node *in, const char *key)
{
	struct node *const nd = node_put(w->j, in, NODE_MAP, 1);

	nd->key = str_of(key);
	return nd;
}

void
writeup_note(struct writeup *w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	convert_note(w->j, &w->out->notes, 0, job_vprintf(w->j, fmt, ap));
	va_end(ap);
}

struct str
writeup_words(struct writeup *w, struct str html)
{
	struct markup m;

	if (str_find_ch(html, '<') == NOWHERE
	    && str_find_ch(html, '&') == NOWHERE)
		return str_trim(html);
	sanitise(w->j, html, &(struct sanitise_opts){ .no_ids = true }, &m,
	    NULL);
	return str_trim(markup_plain(w->j, m));
}

enum status
writeup_end(struct writeup *w, struct str body)
{
	const struct textfile made = { .name = w->name,
		.top = w->top,
		.body = body };
	struct converted *const out = w->out;
	enum status st = textfile_write(w->j, &made, &out->bytes);

	if (st == OK)
		st = textfile_parse(w->j, out->bytes, w->name, &out->file);
	if (st != OK)
		return st;
	out->parsed = true;
	out->body = out->file.body;
	out->body_line = out->file.body_line;
	return OK;
}
