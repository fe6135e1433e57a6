/* SPDX-License-Identifier: ISC */
/*
 * A WordPress export (WXR 1.0 to 1.2) as an origin.  The file is walked once
 * to learn what is in it (authors, terms, where each item stands) and then
 * once more, item by item.
 *
 * What becomes of what:
 *	post, page, other types	stories, pages, stories; one that nobody may
 *			read yet (draft, private, with a password, in the bin,
 *			overdue) a draft
 *	category	a section, with its parent (or a topic, if the user
 *			says so); tag, other taxonomies: a topic
 *	author, co-author	a person; no e-mail address is taken over
 *	attachment	a picture or file of the texts that show it
 *	comments	one thing for each story, without addresses
 *	menu		the paper's menu, if it has none
 *	custom field	a field of that name under `custom`
 */
#ifndef STET_WIRE_WORDPRESS_H
#define STET_WIRE_WORDPRESS_H

#include "wire/origin.h"

extern const struct origin_kind origin_wordpress;

#endif
