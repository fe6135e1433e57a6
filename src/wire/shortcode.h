/* SPDX-License-Identifier: ISC */
/*
 * Shortcodes and tags: a name, arguments, perhaps an inner text.  What Hugo's
 * {{< >}} and Jekyll's {% %} have in common.
 */
#ifndef STET_WIRE_SHORTCODE_H
#define STET_WIRE_SHORTCODE_H

#include "base/buf.h"
#include "wire/convert.h"

#define ARGS_MAX 32

struct arg {
	struct str name; /* empty: by place */
	struct str value;
};

struct shortcode {
	struct str raw;  /* as it stands in the text */
	struct str name; /* empty for a comment */
	bool closes;     /* {{< /name >}} */
	bool alone;      /* {{< name />}} */
	struct arg args[ARGS_MAX];
	size_t n_args;
	size_t from, to; /* where it stands */
	size_t close;    /* the index of the tag that closes it; 0: none */
};

/* name "a" b=c d="e f" `g`: what stands between the brackets. */
void shortcode_parse(struct job *j, struct str inside, struct shortcode *out);

/* An argument by name, else (place >= 0) by its place; empty if missing. */
struct str shortcode_arg(const struct shortcode *t, const char *name,
    int place);

/*
 * Put what the tag stands for: a figure, a video, a link, code, a template's
 * output, its inner text, or itself.  inner is worked on already.
 */
MUST_CHECK enum status shortcode_put(struct bodywork *w,
    const struct shortcode *t, struct str inner, struct buf *out);

/* The tag as text that Markdown leaves alone. */
void shortcode_visible(struct buf *out, struct str raw);

#endif
