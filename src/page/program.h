/* SPDX-License-Identifier: ISC */
/*
 * What a theme's template is compiled to.  A slot holds a struct of the view
 * while a section over it is open: slot 0 is the page's view.  An empty slot
 * (NULL) has empty fields.
 */
#ifndef STET_PAGE_PROGRAM_H
#define STET_PAGE_PROGRAM_H

#include "page/template.h"

#define PROGRAM_SLOTS 64

enum op_code {
	OP_OUT,         /* texts[arg .. arg + n] as it is */
	OP_TEXT,        /* escaped */
	OP_MARKUP,      /* as it is */
	OP_NUMBER,      /* in the page's digits */
	OP_SIZE,        /* in 0-9 */
	OP_WORD,        /* word n */
	OP_WORD_TEXT,   /* word n with a text in its place */
	OP_WORD_NUMBER, /* word n in the form for a number, with it */
	OP_INTO,   /* slot `to` becomes what the view's pointer points to */
	OP_IF,     /* unless the field, of kind `to`, is true: go to arg */
	OP_UNLESS, /* if it is: go to arg */
	OP_EACH,   /* slot `to` becomes the list's first item, of n bytes; if
		    * there is none: go to arg */
	OP_NEXT,   /* slot `to` becomes the next item: go to arg, unless there
		    * is none */
	OP_CASE,   /* unless the text is names[n]: go to arg */
	OP_END,
};

struct op {
	uint8_t code;
	uint8_t slot, to;
	uint32_t at; /* offset of the field in its struct */
	uint32_t arg, n;
};

struct template
{
	const struct op *ops;
	const char *texts;
	const struct str *names;
	size_t usual; /* bytes of fixed text, a first guess of the size */
};

#endif
