/* SPDX-License-Identifier: ISC */
/* Where the old site stood, where a post stands and stood, where links lead. */
#include "text/address.h"
#include "wire/wp_posting.h"

struct str
wp_host(struct str url)
{
	const size_t from = str_starts(url, STR("//"))
	    ? 2
	    : str_find(url, STR("://")) + 3;
	struct str host = str_skip(url, from);

	if (!str_starts(url, STR("http")) && from != 2)
		return STR("");
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] == '/' || host.p[i] == '?' || host.p[i] == '#') {
			host.n = i;
			break;
		}
	if (str_starts(host, STR("www.")))
		host = str_skip(host, 4);
	return host;
}

struct str
wp_path_of(struct str url)
{
	const struct str host = wp_host(url);

	return host.n == 0 ? STR("")
			   : str_skip(url, (size_t)(host.p - url.p) + host.n);
}

bool
wp_is_own(const struct wordpress *w, struct str url)
{
	const struct str host = wp_host(url);

	if (host.n == 0)
		return false;
	for (size_t i = 0; i < w->n_hosts; i++)
		if (str_eq_nocase(host, w->hosts[i]))
			return true;
	return false;
}

struct str
wp_path(const struct wordpress *w, struct job *j, struct str url)
{
	const struct str path = wp_path_of(url);

	if (!str_eq_nocase(wp_host(url), w->host) || path.n == 0)
		return STR("");
	return job_str(j, path);
}

static void
put_alias(struct posting *p, struct str address)
{
	struct str normal;

	if (address.n == 0)
		return;
	if (address_normal(p->j, address, &normal) != OK) {
		job_forgive(p->j);
		return;
	}
	if (str_eq(normal, p->out->address))
		return;
	for (const struct node *nd = p->aliases->first; nd; nd = nd->next)
		if (str_eq(nd->text, normal))
			return;
	wp_add(p->j, p->aliases, NULL, normal);
}

/* "/2019/03/pier/" with another last word. */
static struct str
beside(struct posting *p, struct str slug)
{
	struct str path = p->path;
	size_t slash;

	if (str_ends(path, STR("/")))
		path.n--;
	slash = str_rfind_ch(path, '/');
	return slash == NOWHERE
	    ? STR("")
	    : job_printf(p->j, "%.*s/%.*s/", (int)slash, path.p, STR_ARG(slug));
}

/* Files have pages of their own there; these lead to what shows the file. */
static void
put_file_pages(struct posting *p)
{
	const struct wp_list files = wp_files(p->w, p->j, p->e->id);

	for (size_t i = 0; i < files.n && i < 500; i++) {
		const struct wp_entry *e = wp_entry(p->w, files.at[i]);
		struct notes quiet = { 0 };
		struct xml *item;
		struct str path;

		put_alias(p,
		    job_printf(p->j, "%.*s/?attachment_id=%lld",
			STR_ARG(p->w->base), (long long)files.at[i]));
		if (e == NULL || wp_load(p->w, p->j, e, &item, &quiet) != OK) {
			job_forgive(p->j);
			continue;
		}
		path = wp_path(p->w, p->j, xml_text(item, "link"));
		if (str_find_ch(path, '?') == NOWHERE)
			put_alias(p, path);
	}
}

void
posting_put_address(struct posting *p)
{
	struct wordpress *w = p->w;
	const struct xml *it = p->item;
	struct str path = wp_path(w, p->j, xml_text(it, "link"));
	const bool pretty = path.n > 1 && str_find_ch(path, '?') == NOWHERE
	    && str_find_ch(path, '#') == NOWHERE;
	const struct str name = xml_text(it, "wp:post_name");

	if (pretty && address_normal(p->j, path, &p->out->address) != OK) {
		job_forgive(p->j);
		posting_note(p, posting_line(p, "link"),
		    job_printf(p->j,
			"its old address %.*s can be none here; it gets "
			"another",
			STR_ARG(path)));
	} else if (pretty) {
		p->path = p->out->address;
	}
	if (p->path.n == 0 && name.n > 0)
		wp_set(&p->f, "slug", str_of(origin_file_name(p->j, name)));
	p->aliases = node_put(p->j, NULL, NODE_LIST, 0);
	p->aliases->key = STR("aliases");
	put_alias(p,
	    job_printf(p->j, "%.*s/?p=%lld", STR_ARG(w->base),
		(long long)p->e->id));
	if (p->page)
		put_alias(p,
		    job_printf(p->j, "%.*s/?page_id=%lld", STR_ARG(w->base),
			(long long)p->e->id));
	for (const struct xml *m = it->first; m != NULL; m = m->next)
		if (str_eq(m->name, STR("wp:postmeta"))
		    && str_eq(xml_text(m, "wp:meta_key"), STR("_wp_old_slug"))
		    && p->path.n > 0 && xml_text(m, "wp:meta_value").n > 0)
			put_alias(p, beside(p, xml_text(m, "wp:meta_value")));
	put_file_pages(p);
}

void
posting_put_aliases(struct posting *p)
{
	if (p->aliases->n > 0)
		node_append(p->f.top, p->aliases);
}

/* Everything of the old site's begins with a slash here. */
struct str
wp_address(void *wordpress, struct job *j, struct str address)
{
	const struct wordpress *const w = wordpress;
	struct str path;

	(void)j;
	if (!wp_is_own(w, address))
		return address;
	path = wp_path_of(address);
	if (str_eq_nocase(wp_host(address), w->host))
		return path.n > 0 ? path : STR("/");
	/* Of another host that holds the site's files: only these. */
	return str_find(path, STR("/files/")) != NOWHERE
		|| str_find(path, STR("/uploads/")) != NOWHERE
		|| str_rfind_ch(path, '.') != NOWHERE
	    ? path
	    : address;
}
