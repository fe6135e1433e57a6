/* SPDX-License-Identifier: ISC */
/*
 * Style sheets come last: their url(...)s are rewritten to the addresses of
 * the others, and only then are they hashed.
 */
#include "page/assets.h"
#include "base/buf.h"
#include "base/id.h"
#include "page/names.h"

#define HASH_DIGITS 12

static const struct {
	const char *ending, *type;
} types[] = {
	{ "css", "text/css; charset=utf-8" },
	{ "js", "text/javascript; charset=utf-8" },
	{ "svg", "image/svg+xml" },
	{ "woff2", "font/woff2" },
	{ "woff", "font/woff" },
	{ "ttf", "font/ttf" },
	{ "png", "image/png" },
	{ "jpg", "image/jpeg" },
	{ "jpeg", "image/jpeg" },
	{ "gif", "image/gif" },
	{ "webp", "image/webp" },
	{ "avif", "image/avif" },
	{ "ico", "image/x-icon" },
	{ "webmanifest", "application/manifest+json" },
};

struct sheet {
	struct job *j;
	const struct assets *assets;
	struct str name;  /* "gazette.css" */
	const char *from; /* the theme's folder, for messages */
	struct str whole;
	struct buf out;
};

static const char *
type_of(struct str name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_eq_nocase(theme_file_ending(name),
			str_of(types[i].ending)))
			return types[i].type;
	return NULL;
}

static void
asset_put(struct job *j, struct assets *a, struct str name, struct str bytes)
{
	struct str ending = theme_file_ending(name);
	struct str hash = sha256_hex(j, sha256_of(bytes));
	struct str stem = str_sub(name, 0, name.n - ending.n - 1);
	struct str address = job_printf(j, "/assets/%.*s.%.*s.%.*s",
	    STR_ARG(stem), HASH_DIGITS, hash.p, STR_ARG(ending));

	a->names[a->n] = (struct template_asset){ name, address };
	a->at[a->n++] = (struct theme_asset){ address, str_of(type_of(name)),
		bytes };
}

static enum status
fail_url(const struct sheet *s, struct str at, struct str url, const char *why,
    struct str more)
{
	unsigned line = 1;

	for (const char *p = s->whole.p; p < at.p; p++)
		line += *p == '\n';
	return job_fail(s->j, INVALID, "%s%sassets/%.*s:%u: url(%.*s) %s%.*s",
	    s->from ? s->from : "", s->from ? "/" : "", STR_ARG(s->name), line,
	    STR_ARG(url), why, STR_ARG(more));
}

/* What the sheet calls it, as assets/ does: "../x.svg" of "a/b.css". */
static struct str
within_assets(const struct sheet *s, struct str url)
{
	size_t slash = str_rfind_ch(s->name, '/');
	struct str folder = str_sub(s->name, 0,
	    slash == NOWHERE ? 0 : slash + 1);

	if (str_starts(url, STR("./")))
		url = str_skip(url, 2);
	if (folder.n && str_starts(url, STR("../")))
		return str_skip(url, 3);
	return job_printf(s->j, "%.*s%.*s", STR_ARG(folder), STR_ARG(url));
}

static enum status
put_url(struct sheet *s, struct str at, struct str url)
{
	struct str name, *names;
	size_t hash = str_find_ch(url, '#'), n = s->assets->n;
	bool stays = str_starts(url, STR("data:")) || hash == 0;

	if (stays) {
		buf_put(&s->out, url);
		return OK;
	}
	if (url.n == 0 || url.p[0] == '/' || str_find(url, STR(":")) != NOWHERE)
		return fail_url(s, at, url, "must name a file of assets/",
		    STR(""));
	name = within_assets(s, str_sub(url, 0, hash));
	names = JOB_ARRAY(s->j, struct str, n + 1);
	for (size_t i = 0; i < n; i++) {
		names[i] = s->assets->names[i].name;
		if (str_eq(names[i], name)) {
			buf_put(&s->out, s->assets->names[i].address);
			if (hash != NOWHERE)
				buf_put(&s->out, str_skip(url, hash));
			return OK;
		}
	}
	return fail_url(s, at, url, "is not in assets/; there is ",
	    names_like(s->j, name, names, n));
}

/* The url that rest begins with, up to its bracket; step over it. */
static enum status
take_url(struct sheet *s, struct str *rest)
{
	size_t end = str_find_ch(*rest, ')');
	struct str url = str_trim(str_sub(*rest, 0, end));
	struct str at = *rest;

	if (end == NOWHERE)
		return fail_url(s, at, str_sub(url, 0, 40), "is not closed",
		    STR(""));
	if (url.n >= 2 && (url.p[0] == '"' || url.p[0] == '\'')
	    && url.p[url.n - 1] == url.p[0])
		url = str_sub(url, 1, url.n - 2);
	else if (str_starts(url, STR("\"data:"))
	    || str_starts(url, STR("'data:"))) {
		/* The data holds a bracket: up to its quote. */
		end = str_find_ch(str_skip(*rest, 1), url.p[0]);
		if (end == NOWHERE)
			return fail_url(s, at, STR("data:..."), "is not closed",
			    STR(""));
		buf_put(&s->out, str_sub(*rest, 0, end + 2));
		*rest = str_skip(*rest, end + 2);
		return OK;
	}
	*rest = str_skip(*rest, end);
	return put_url(s, at, url);
}

/* Outside of strings, which go over a line's end by a backslash alone. */
static bool
begins_line(struct str whole, const char *p)
{
	const struct str before = str_sub(whole, 0, (size_t)(p - whole.p));

	return before.n == 0
	    || (str_ends(before, STR("\n")) && !str_ends(before, STR("\\\n")));
}

/*
 * A note in rest, from at on; step over it.  One that begins a line is for
 * whoever writes the sheet, so readers are spared it, but for one that begins
 * with an exclamation mark, as licences do.
 */
static void
take_note(struct sheet *s, struct str *rest, size_t at)
{
	const struct str note = str_skip(*rest, at);
	const size_t end = str_find(str_skip(note, 2), STR("*/"));
	const size_t n = end == NOWHERE ? note.n : end + 4;
	const bool first = begins_line(s->whole, note.p);

	buf_put(&s->out, str_sub(*rest, 0, at));
	*rest = str_skip(note, n);
	if (!first || str_starts(note, STR("/*!")))
		buf_put(&s->out, str_sub(note, 0, n));
	else if (rest->n > 0 && rest->p[0] == '\n')
		*rest = str_skip(*rest, 1);
}

static enum status
rewrite(struct sheet *s, struct str *out)
{
	struct str rest = s->whole;
	enum status st = OK;

	s->out = buf_in(s->j, THEME_MAX_FILE * 2);
	while (st == OK && rest.n) {
		size_t url = str_find(rest, STR("url("));
		size_t note = str_find(rest, STR("/*"));

		if (note < url) {
			take_note(s, &rest, note);
		} else if (url != NOWHERE) {
			buf_put(&s->out, str_sub(rest, 0, url + 4));
			rest = str_skip(rest, url + 4);
			st = take_url(s, &rest);
		} else {
			buf_put(&s->out, rest);
			rest.n = 0;
		}
	}
	return st == OK ? buf_done(&s->out, out) : st;
}

/* One file, if it is an asset and its turn has come. */
static enum status
take_file(struct job *j, const struct theme_file *f, bool sheets,
    struct assets *a)
{
	const struct str folder = STR("assets/");
	struct str name = str_skip(f->path, folder.n), bytes = f->bytes;
	enum status st = OK;

	if (!str_starts(f->path, folder) || type_of(name) == NULL
	    || str_eq(theme_file_ending(name), STR("css")) != sheets)
		return OK;
	if (sheets) {
		struct sheet s = { .j = j,
			.assets = a,
			.name = name,
			.from = f->from,
			.whole = bytes };

		st = rewrite(&s, &bytes);
	}
	if (st == OK)
		asset_put(j, a, name, bytes);
	return st;
}

enum status
assets_make(struct job *j, const struct theme_files *files, struct assets *out)
{
	struct assets a = {
		.names = JOB_ARRAY(j, struct template_asset, files->n + 1),
		.at = JOB_ARRAY(j, struct theme_asset, files->n + 1),
	};
	enum status st = OK;

	for (int sheets = 0; sheets < 2; sheets++)
		for (size_t i = 0; st == OK && i < files->n; i++)
			st = take_file(j, &files->at[i], sheets != 0, &a);
	if (st == OK)
		*out = a;
	return st;
}
