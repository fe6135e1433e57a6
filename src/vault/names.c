/* SPDX-License-Identifier: ISC */
#include "vault/names.h"

#define DEPTH_MAX 8 /* folders in theme/ */

/* clang-format off */
static const struct {
	const char *name;
	bool folder;
	unsigned mode;
} parts[] = {
	[PART_TITLE] =      { "stet-backup", false, 0644 },
	[PART_HEAD] =       { "checkpoint",  false, 0644 },
	[PART_SITE] =       { "site.db",     false, 0664 },
	[PART_SITE_WAL] =   { "site.db-wal", false, 0664 },
	[PART_DESK] =       { "desk.db",     false, 0660 },
	[PART_DESK_WAL] =   { "desk.db-wal", false, 0660 },
	[PART_REDACTIONS] = { "redactions",  false, 0640 },
	[PART_THEME] =      { "theme",       true,  0644 },
	[PART_MEDIA] =      { "media",       true,  0644 },
	[PART_HIDDEN] =     { "desk-media",  true,  0600 },
	[PART_MANIFEST] =   { "manifest",    false, 0644 },
};
/* clang-format on */

const char *
part_name(enum part p)
{
	return parts[p].name;
}

bool
part_is_folder(enum part p)
{
	return parts[p].folder;
}

unsigned
part_mode(enum part p)
{
	return parts[p].mode;
}

static bool
is_hex(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9')
		    && (s.p[i] < 'a' || s.p[i] > 'f'))
			return false;
	return true;
}

/* A picture's rendition: "<16 digits>-720.webp". */
static bool
is_rendition(struct str name)
{
	struct str begin, width;
	int64_t w;

	return str_cut(&name, '-', &begin) && begin.n == 16 && is_hex(begin)
	    && str_cut(&name, '.', &width) && width.n <= 5
	    && str_to_int(width, &w) && w > 0 && width.p[0] != '0'
	    && (str_eq(name, STR("jpg")) || str_eq(name, STR("png"))
		|| str_eq(name, STR("webp")));
}

/* ab/abcd...: a hash, in the folder of its first two digits. */
static bool
is_medium(struct str rest)
{
	const struct str name = str_skip(rest, rest.n < 3 ? rest.n : 3);

	return rest.n > 3 && rest.p[2] == '/' && is_hex(str_sub(rest, 0, 2))
	    && str_eq(str_sub(rest, 0, 2), str_sub(rest, 3, 2))
	    && ((name.n == 64 && is_hex(name)) || is_rendition(name));
}

/* Folders and a file whose names are letters, digits, "-", "_", and dots that
   don't come first. */
static bool
is_theme_file(struct str rest)
{
	struct str piece;
	int depth = 0;

	while (str_cut(&rest, '/', &piece)) {
		if (piece.n == 0 || piece.p[0] == '.' || ++depth > DEPTH_MAX)
			return false;
		for (size_t i = 0; i < piece.n; i++) {
			const char c = piece.p[i];

			if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
				|| (c >= '0' && c <= '9') || c == '-'
				|| c == '_' || c == '.'))
				return false;
		}
	}
	return depth > 0;
}

enum part
part_of(struct str name)
{
	for (enum part p = 0; p < PARTS; p++) {
		const struct str own = str_of(parts[p].name);

		if (!parts[p].folder && str_eq(name, own))
			return p;
		if (!parts[p].folder || name.n <= own.n + 1
		    || !str_starts(name, own) || name.p[own.n] != '/')
			continue;
		const struct str rest = str_skip(name, own.n + 1);

		if (p == PART_THEME ? is_theme_file(rest) : is_medium(rest))
			return p;
	}
	return PARTS;
}
