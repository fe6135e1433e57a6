/* SPDX-License-Identifier: ISC */
/*
 * The pictures of a body that is finished, in the widths and formats that are
 * there when its page is made:
 *
 *	<picture><source type="image/webp" srcset sizes><img ... srcset></picture>
 *
 * Which they are the record does not know, so no body is stored with them.
 */
#ifndef STET_TEXT_DRESS_H
#define STET_TEXT_DRESS_H

#include "base/job.h"
#include "base/markup.h"

/* What a body's <img> names. */
struct picture_seen {
	struct str src;    /* "/media/..." */
	struct str srcset; /* as it stands there, or empty */
	int64_t w, h;      /* of src, in pixels; 0 if it does not say */
};

/* What it is to name. */
struct picture_forms {
	struct str srcset; /* of the <img>; empty: as it was */
	struct str other;  /* of the <source>; empty: there is none */
	bool still;        /* which is for those who want nothing to move */
	struct str look;   /* classes, or empty */
};

/* False: it stays as it is. */
typedef bool picture_rule(void *ctx, struct job *j,
    const struct picture_seen *seen, struct picture_forms *out);

/* The same body with its pictures dressed; in j's memory. */
struct markup body_dressed(struct job *j, struct markup body,
    picture_rule *rule, void *ctx);

#endif
