/* SPDX-License-Identifier: ISC */
#include "wire/origin.h"

#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hex.h"
#include "wire/archive.h"
#include "wire/feedimport.h"
#include "wire/folder.h"
#include "wire/ghost.h"
#include "wire/source.h"
#include "wire/wordpress.h"
#include "wire/wxr.h"

#define BEGINNING_BYTES ((size_t)64 * 1024)

void
convert_note(struct job *j, struct notes *notes, int line, struct str text)
{
	if (notes->n % 8 == 0)
		notes->at = job_grow(j, notes->at,
		    notes->n * sizeof(*notes->at),
		    (notes->n + 8) * sizeof(*notes->at));
	notes->at[notes->n++] = (struct note){ line, text };
}

void
origin_note(struct origin *o, struct str text)
{
	convert_note(o->j, &o->notes, 0, text);
}

void
origin_tongue(struct origin *o, struct str tag, struct str name)
{
	const size_t n = o->n_tongues;

	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(o->tongues[i].tag, tag))
			return;
	o->tongues = job_grow(o->j, o->tongues, n * sizeof(*o->tongues),
	    (n + 1) * sizeof(*o->tongues));
	o->tongues[o->n_tongues++] = (struct tongue_seen){ job_str(o->j, tag),
		job_str(o->j, name) };
}

struct id
origin_id(const unsigned char *key, struct str source)
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;
	struct id id;

	crypto_auth_hmacsha256_init(&state, key, KEY_BYTES);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)"id ", 3);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)source.p,
	    source.n);
	crypto_auth_hmacsha256_final(&state, mac);
	memcpy(id.b, mac, sizeof(id.b));
	return id;
}

char *
origin_file_name(struct job *j, struct str src)
{
	const size_t query = str_find_ch(src, '?');
	char *p = job_alloc(j, src.n + 1);
	size_t n = 0;

	if (query != NOWHERE)
		src = str_sub(src, 0, query);
	for (size_t i = 0; i < src.n; i++) {
		unsigned char c;

		if (src.p[i] == '%' && i + 2 < src.n
		    && hex_bytes(j, str_sub(src, i + 1, 2), &c, 1) == OK
		    && c >= ' ') {
			p[n++] = (char)c;
			i += 2;
		} else {
			p[n++] = src.p[i];
		}
	}
	job_forgive(j);
	return p;
}

bool
origin_within(struct job *j, const char *root, const char *folder,
    const char *name, char *path)
{
	const char *const wanted = file_path(j, folder, name);
	char top[PATH_MAX];
	size_t n;

	/* Most that are not there are seen so, without a look at each folder. */
	if (access(wanted, F_OK) != 0 || realpath(root, top) == NULL
	    || realpath(wanted, path) == NULL)
		return false;
	n = strlen(top);
	return strncmp(top, path, n) == 0 && path[n] == '/';
}

/* The first bytes of a file, by which what made it can be told. */
static enum status
beginning_of(struct job *j, const char *path, struct str *out)
{
	char *p = job_alloc(j, BEGINNING_BYTES);
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	const ssize_t n = fd < 0 ? -1 : read(fd, p, BEGINNING_BYTES);
	const enum status st = n < 0 ? file_fail(j, "reading", path) : OK;

	if (fd >= 0)
		close(fd);
	if (st == OK)
		*out = str_from(p, (size_t)n);
	return st;
}

/* A folder is a generator's; what a file is its beginning tells. */
static enum status
choose(struct origin *o)
{
	const char *from = o->opts->from;
	struct str beginning;
	struct stat sb;
	enum status st;

	if (stat(from, &sb) == 0 && S_ISDIR(sb.st_mode)) {
		o->kind = archive_is(o->j, from) ? &origin_archive
						 : &origin_folder;
		return OK;
	}
	if (source_is_address(str_of(from))) {
		o->kind = &origin_feed;
		return OK;
	}
	st = beginning_of(o->j, from, &beginning);
	if (st != OK)
		return st;
	if (ghost_looks_so(beginning)) {
		o->kind = &origin_ghost;
		return OK;
	}
	if (wxr_is(beginning)) {
		o->kind = &origin_wordpress;
		return OK;
	}
	if (feedimport_looks_so(beginning)) {
		o->kind = &origin_feed;
		return OK;
	}
	return job_fail(o->j, NOT_FOUND,
	    "%s is nothing that stet can take over: a project's folder, "
	    "an export of WordPress (WXR) or Ghost (JSON), or a feed",
	    from);
}

enum status
origin_open(struct desk *d, struct job *j, const struct import_opts *opts,
    const struct languages *langs, struct origin *out)
{
	enum status st;

	*out = (struct origin){ .j = j, .d = d, .opts = opts, .noun = "files" };
	st = choose(out);
	return st == OK ? out->kind->open(out, langs) : st;
}

void
origin_close(struct origin *o)
{
	if (o->kind != NULL && o->kind->close != NULL)
		o->kind->close(o);
}
