/* SPDX-License-Identifier: ISC */
/* Files of an export that do not lie here, by their names in WordPress. */
#include "base/file.h"
#include "wire/wordpress_inside.h"

void
wp_fetch_open(struct wordpress *w)
{
	w->elsewhere = oldfiles_open(w->o,
	    w->o->opts->media != NULL
		? w->o->opts->media
		: file_path(w->o->j, w->folder, "wp-content/uploads"));
}

/* The site's scheme and host. */
static struct str
host_of(struct str link)
{
	const size_t scheme = str_find(link, STR("://"));
	size_t slash;

	if (scheme == NOWHERE)
		return link;
	slash = str_find_ch(str_skip(link, scheme + 3), '/');
	return slash == NOWHERE ? link : str_sub(link, 0, scheme + 3 + slash);
}

/* Where it lies on the server; empty if that is not the old site's own. */
static struct str
url_of(struct wordpress *w, struct job *j, struct str src)
{
	const struct str said = w->o->opts->media_from.n == 0
	    ? wp_url_of(w, j, src)
	    : STR("");

	return said.n > 0
	    ? said
	    : oldfiles_url(&w->elsewhere, j, host_of(w->link), src);
}

/* Its name below the folder. */
static struct str
name_of(struct job *j, struct str src)
{
	struct str name = wp_below_uploads(str_of(origin_file_name(j, src)));

	while (name.n > 0 && name.p[0] == '/')
		name = str_skip(name, 1);
	return name;
}

bool
wp_fetch(struct wordpress *w, struct job *j, struct str src)
{
	return oldfiles_fetch(&w->elsewhere, j, url_of(w, j, src),
	    name_of(j, src));
}
