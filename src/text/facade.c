/* SPDX-License-Identifier: ISC */
#include "text/facade.h"

/* Where a video's name stands in an address, and what is made of it. */
struct host {
	struct str before; /* host and path in front of the name */
	struct str query;  /* or the parameter that holds it, else empty */
	struct str name;
	struct str page, player; /* the name is put behind these */
};

#define YOUTUBE                                                            \
	STR_INIT("YouTube"), STR_INIT("https://www.youtube.com/watch?v="), \
	    STR_INIT("https://www.youtube-nocookie.com/embed/")
#define VIMEO                                              \
	STR_INIT("Vimeo"), STR_INIT("https://vimeo.com/"), \
	    STR_INIT("https://player.vimeo.com/video/")

/* clang-format off */
static const struct host hosts[] = {
	{ STR_INIT("youtube.com/watch"), STR_INIT("v"), YOUTUBE },
	{ STR_INIT("youtube.com/embed/"), STR_INIT(""), YOUTUBE },
	{ STR_INIT("youtube.com/shorts/"), STR_INIT(""), YOUTUBE },
	{ STR_INIT("youtube.com/live/"), STR_INIT(""), YOUTUBE },
	{ STR_INIT("youtube.com/v/"), STR_INIT(""), YOUTUBE },
	{ STR_INIT("youtube-nocookie.com/embed/"), STR_INIT(""), YOUTUBE },
	{ STR_INIT("youtu.be/"), STR_INIT(""), YOUTUBE },
	{ STR_INIT("vimeo.com/"), STR_INIT(""), VIMEO },
	{ STR_INIT("player.vimeo.com/video/"), STR_INIT(""), VIMEO },
};
/* clang-format on */

static bool
is_name_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
	    || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

/* The name at the front of s: letters, digits, - and _, then an end. */
static bool
name_at(struct str s, struct str *name)
{
	size_t n = 0;

	while (n < s.n && is_name_char(s.p[n]))
		n++;
	*name = str_sub(s, 0, n);
	return n > 0 && n <= 64
	    && (n == s.n || s.p[n] == '?' || s.p[n] == '&' || s.p[n] == '#'
		|| s.p[n] == '/');
}

static bool
only_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* What stands behind "key=" in ?a=b&key=name. */
static bool
query_value(struct str s, struct str key, struct str *value)
{
	struct str piece;

	if (s.n == 0 || s.p[0] != '?')
		return false;
	s = str_skip(s, 1);
	while (str_cut(&s, '&', &piece)) {
		if (!str_starts(piece, key) || piece.n <= key.n
		    || piece.p[key.n] != '=')
			continue;
		return name_at(str_skip(piece, key.n + 1), value);
	}
	return false;
}

/* Host and path, without the scheme and without www. or m. */
static struct str
behind_scheme(struct str address)
{
	static const struct str fronts[] = { STR_INIT("https:"),
		STR_INIT("http:"), STR_INIT("//"), STR_INIT("www."),
		STR_INIT("m.") };
	struct str s = address;

	for (size_t i = 0; i < sizeof(fronts) / sizeof(fronts[0]); i++)
		if (str_starts(s, fronts[i]))
			s = str_skip(s, fronts[i].n);
	return s.n == address.n ? STR("") : s;
}

/* PeerTube runs on many hosts: its paths tell it. */
static bool
peertube_of(struct job *j, struct str rest, struct facade *out)
{
	static const struct str paths[] = { STR_INIT("/videos/embed/"),
		STR_INIT("/videos/watch/") };
	const size_t slash = str_find_ch(rest, '/');
	const struct str host = str_sub(rest, 0, slash);
	struct str name;

	if (slash == NOWHERE || host.n < 4 || host.n > 200
	    || str_find_ch(host, '.') == NOWHERE)
		return false;
	for (size_t i = 0; i < host.n; i++)
		if (!is_name_char(host.p[i]) && host.p[i] != '.')
			return false;
	for (size_t i = 0; i < 2; i++) {
		const struct str path = str_skip(rest, slash);

		if (!str_starts(path, paths[i])
		    || !name_at(str_skip(path, paths[i].n), &name))
			continue;
		out->host = STR("PeerTube");
		out->page = job_printf(j, "https://%.*s/videos/watch/%.*s",
		    STR_ARG(host), STR_ARG(name));
		out->player = job_printf(j, "https://%.*s/videos/embed/%.*s",
		    STR_ARG(host), STR_ARG(name));
		return true;
	}
	return false;
}

bool
facade_of(struct job *j, struct str address, struct facade *out)
{
	const struct str rest = behind_scheme(address);

	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		const struct host *h = &hosts[i];
		struct str tail, name;

		if (!str_starts(rest, h->before))
			continue;
		tail = str_skip(rest, h->before.n);
		if (h->query.n > 0 ? !query_value(tail, h->query, &name)
				   : !name_at(tail, &name))
			continue;
		if (str_eq(h->name, STR("Vimeo")) && !only_digits(name))
			continue;
		out->host = h->name;
		out->page = job_printf(j, "%.*s%.*s", STR_ARG(h->page),
		    STR_ARG(name));
		out->player = job_printf(j, "%.*s%.*s", STR_ARG(h->player),
		    STR_ARG(name));
		return true;
	}
	return rest.n > 0 && peertube_of(j, rest, out);
}

bool
facade_is_player(struct job *j, struct str address)
{
	struct facade f;

	return facade_of(j, address, &f) && str_eq(f.player, address);
}
