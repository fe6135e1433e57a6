/* SPDX-License-Identifier: ISC */
/* The library of an export: attachments, and where their files lie here. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "wire/wordpress_inside.h"

/* ---- what is in the library ---- */

/* "pier-300x200.jpg" and "pier-scaled.jpg" are made of "pier.jpg". */
static struct str
unsized(struct job *j, struct str path)
{
	const size_t dot = str_rfind_ch(path, '.');
	size_t at = dot, digits = 0;

	if (dot == NOWHERE || str_find_ch(str_skip(path, dot), '/') != NOWHERE)
		return path;
	if (str_ends(str_sub(path, 0, dot), STR("-scaled")))
		return job_printf(j, "%.*s%.*s", (int)(dot - 7), path.p,
		    STR_ARG(str_skip(path, dot)));
	while (at > 0 && path.p[at - 1] >= '0' && path.p[at - 1] <= '9')
		at--, digits++;
	if (digits == 0 || at == 0 || path.p[at - 1] != 'x')
		return path;
	at--;
	digits = 0;
	while (at > 0 && path.p[at - 1] >= '0' && path.p[at - 1] <= '9')
		at--, digits++;
	if (digits == 0 || at == 0 || path.p[at - 1] != '-')
		return path;
	return job_printf(j, "%.*s%.*s", (int)(at - 1), path.p,
	    STR_ARG(str_skip(path, dot)));
}

/* Behind "/uploads/", or all of it. */
struct str
wp_below_uploads(struct str path)
{
	const size_t at = str_find(path, STR("/uploads/"));

	return at == NOWHERE ? path
			     : str_skip(path, at + sizeof("/uploads/") - 1);
}

/* By the file's name below uploads. */
uint64_t
wp_file_hash(struct str path)
{
	const size_t query = str_find_ch(path, '?');

	return str_hash(wp_below_uploads(
	    str_sub(path, 0, query == NOWHERE ? path.n : query)));
}

static struct wp_entry *
entry_of(struct wordpress *w, uint64_t hash)
{
	size_t low = 0, high = w->n_urls;

	while (low < high) {
		const size_t mid = (low + high) / 2;

		if (w->urls[mid].hash == hash)
			return &w->entries[w->urls[mid].entry];
		if (w->urls[mid].hash < hash)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* One of that very name, else the one that this is a smaller size of. */
static struct wp_entry *
entry_at(struct wordpress *w, struct job *j, struct str path)
{
	const size_t query = str_find_ch(path, '?');
	struct wp_entry *e;

	path = str_sub(path, 0, query == NOWHERE ? path.n : query);
	e = entry_of(w, wp_file_hash(path));
	return e != NULL ? e : entry_of(w, wp_file_hash(unsized(j, path)));
}

struct str
wp_url_of(struct wordpress *w, struct job *j, struct str path)
{
	const struct wp_entry *e = entry_at(w, j, path);
	struct notes quiet = { 0 };
	struct xml *item;

	if (e == NULL)
		return STR("");
	if (wp_load(w, j, e, &item, &quiet) != OK) {
		job_forgive(j);
		return STR("");
	}
	return xml_text(item, "wp:attachment_url");
}

bool
wp_file(void *wordpress, struct job *j, int64_t id, struct wp_file *out)
{
	struct wordpress *w = wordpress;
	struct wp_entry *e = wp_entry(w, id);
	struct notes quiet = { 0 };
	struct xml *item;

	if (e == NULL || e->type != WP_FILE)
		return false;
	if (wp_load(w, j, e, &item, &quiet) != OK) {
		job_forgive(j);
		return false;
	}
	e->flags |= WP_SHOWN;
	*out = (struct wp_file){ .url = xml_text(item, "wp:attachment_url"),
		.alt = html_plain(j, wp_meta(item, "_wp_attachment_image_alt")),
		.caption = xml_text(item, "excerpt:encoded") };
	if (out->url.n == 0)
		out->url = xml_text(item, "guid");
	return out->url.n > 0;
}

struct wp_list
wp_files(void *wordpress, struct job *j, int64_t post)
{
	struct wordpress *w = wordpress;
	struct wp_list out = { NULL, 0 };
	size_t low = 0, high = w->n_files;

	if (post == 0)
		return out;
	while (low < high) {
		const size_t mid = (low + high) / 2;

		if (w->files[mid].key < post)
			low = mid + 1;
		else
			high = mid;
	}
	for (high = low; high < w->n_files && w->files[high].key == post;
	     high++)
		;
	out.at = JOB_ARRAY(j, int64_t, high - low + 1);
	for (; low < high; low++)
		out.at[out.n++] = w->entries[w->files[low].entry].id;
	return out;
}

static void
mark_at(struct wordpress *w, struct job *j, struct str url)
{
	struct wp_entry *e = entry_at(w, j, wp_path_of(url));

	if (e != NULL)
		e->flags |= WP_SHOWN;
}

static void
mark_id(struct wordpress *w, int64_t id)
{
	struct wp_entry *e = wp_entry(w, id);

	if (e != NULL && e->type == WP_FILE)
		e->flags |= WP_SHOWN;
}

/* Numbers from s on, with commas between. */
static void
mark_ids(struct wordpress *w, struct str s)
{
	int64_t id = 0;

	for (size_t i = 0; i < s.n && i < 4096; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9') {
			id = id < INT32_MAX ? id * 10 + (s.p[i] - '0') : 0;
			continue;
		}
		if (id != 0)
			mark_id(w, id);
		id = 0;
		if (s.p[i] != ',' && s.p[i] != ' ')
			return;
	}
}

void
wp_mark(struct wordpress *w, struct job *j, const struct wp_entry *e,
    struct str bytes)
{
	static const struct str ids = STR_INIT(" ids=\"");
	struct str s = bytes;
	size_t at;

	if (w->n_urls == 0)
		return;
	while ((at = str_find(s, STR("http"))) != NOWHERE) {
		size_t n = 0;

		s = str_skip(s, at);
		while (n < s.n && n < 2048 && s.p[n] > ' ' && s.p[n] != '"'
		    && s.p[n] != '\'' && s.p[n] != '<' && s.p[n] != ']')
			n++;
		mark_at(w, j, str_sub(s, 0, n));
		s = str_skip(s, n > 4 ? n : 4);
	}
	for (s = bytes; (at = str_find(s, ids)) != NOWHERE;) {
		s = str_skip(s, at + ids.n);
		mark_ids(w, s);
	}
	at = str_find(bytes, STR("_thumbnail_id"));
	if (at != NOWHERE) {
		s = str_sub(bytes, at + 13, 200);
		for (at = 0; at < s.n && (s.p[at] < '0' || s.p[at] > '9'); at++)
			;
		mark_ids(w, str_skip(s, at));
	}
	if (str_find(bytes, STR("[gallery]")) != NOWHERE
	    || (str_find(bytes, STR("[gallery ")) != NOWHERE
		&& str_find(bytes, ids) == NOWHERE)) {
		const struct wp_list files = wp_files(w, j, e->id);

		for (size_t i = 0; i < files.n; i++)
			mark_id(w, files.at[i]);
	}
}

/* ---- where they lie ---- */

static void
add_folder(struct wordpress *w, const char *folder)
{
	struct stat sb;

	if (stat(folder, &sb) != 0 || !S_ISDIR(sb.st_mode))
		return;
	w->media = job_grow(w->o->j, w->media, w->n_media * sizeof(struct str),
	    (w->n_media + 1) * sizeof(struct str));
	w->media[w->n_media++] = job_str(w->o->j, str_of(folder));
}

void
wp_media_open(struct wordpress *w)
{
	struct job *j = w->o->j;

	if (w->o->opts->media != NULL) {
		if (w->o->opts->fetch_media)
			(void)mkdir(w->o->opts->media, 0755);
		add_folder(w, w->o->opts->media);
		return;
	}
	if (w->o->opts->fetch_media) { /* there they will lie */
		(void)mkdir(file_path(j, w->folder, "wp-content"), 0755);
		(void)mkdir(file_path(j, w->folder, "wp-content/uploads"),
		    0755);
	}
	add_folder(w, file_path(j, w->folder, "wp-content/uploads"));
	add_folder(w, file_path(j, w->folder, "uploads"));
	add_folder(w, w->folder);
}

/* In one folder: as the old site had it, or below uploads, or by itself. */
static bool
in_folder(struct job *j, const char *folder, struct str base, struct str path,
    char *out)
{
	const size_t slash = str_rfind_ch(path, '/');
	const char *names[4];
	size_t n = 0;

	if (base.n > 0 && str_starts(path, base))
		names[n++] = job_cstr(j, str_skip(path, base.n));
	names[n++] = job_cstr(j, path);
	names[n++] = job_cstr(j, wp_below_uploads(path));
	if (slash != NOWHERE)
		names[n++] = job_cstr(j, str_skip(path, slash + 1));
	for (size_t i = 0; i < n; i++) {
		const char *name = names[i];
		struct stat sb;

		while (*name == '/')
			name++;
		if (*name != '\0' && origin_within(j, folder, folder, name, out)
		    && stat(out, &sb) == 0 && S_ISREG(sb.st_mode))
			return true;
	}
	return false;
}

static bool
look(struct wordpress *w, struct job *j, struct str path, char *out)
{
	for (size_t i = 0; i < w->n_media; i++)
		if (in_folder(j, w->media[i].p, w->base, path, out))
			return true;
	return false;
}

bool
wp_find(struct wordpress *w, struct job *j, struct str src, char *path)
{
	const struct str named = str_of(origin_file_name(j, src));
	const struct str whole = unsized(j, named);
	struct wp_entry *e = entry_at(w, j, src);

	if (e != NULL)
		e->flags |= WP_SHOWN;
	/* The picture itself rather than a smaller one made of it. */
	if (!str_eq(whole, named) && look(w, j, whole, path))
		return true;
	if (look(w, j, named, path))
		return true;
	return (wp_fetch(w, j, whole) && look(w, j, whole, path))
	    || (!str_eq(whole, named) && wp_fetch(w, j, src)
		&& look(w, j, named, path));
}
