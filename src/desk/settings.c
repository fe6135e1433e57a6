/* SPDX-License-Identifier: ISC */
/* What a paper says of itself, whether at init or in an update. */
#include <string.h>

#include "desk/inside.h"
#include "text/colour.h"

bool
settings_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return str_is_utf8(s);
}

bool
settings_address(struct str url)
{
	static const char never[] = " \"<>\\^`{|}?#@";
	const bool tls = str_starts(url, STR("https://"));
	struct str host = str_skip(url, tls ? 8 : 7);

	if (!tls && !str_starts(url, STR("http://")))
		return false;
	for (size_t i = 0; i < sizeof(never) - 1; i++)
		if (str_find_ch(url, never[i]) != NOWHERE)
			return false;
	return host.n > 0 && host.p[0] != '/' && settings_plain(url);
}

static int
line_of(const struct textfile *tf, const char *field)
{
	for (const struct node *nd = tf->top->first; nd != NULL;
	     nd = nd->next) {
		const struct field *f = field_at(KIND_SETTINGS, nd->key);

		if (f != NULL && strcmp(f->name, field) == 0)
			return nd->key_line;
	}
	return tf->front_line;
}

static enum status
check_languages(struct job *j, const struct textfile *tf, const struct copy *c)
{
	const struct languages *all = &c->languages;
	struct zone *zone;

	for (size_t i = 0; i < all->n; i++) {
		const struct str tag = all->at[i].tag;

		for (size_t k = 0; k < i; k++)
			if (str_eq_nocase(all->at[k].tag, tag))
				return job_fail(j, INVALID,
				    "%.*s:%d: the language `%.*s` stands there "
				    "twice; take one out",
				    STR_ARG(tf->name), line_of(tf, "languages"),
				    STR_ARG(tag));
		if (all->at[i].timezone.n == 0
		    || zone_open(j, all->at[i].timezone, &zone) == OK)
			continue;
		job_forgive(j);
		return job_fail(j, INVALID,
		    "%.*s:%d: `%.*s`, the zone of the language `%.*s`, is no "
		    "time zone; write one such as Europe/Lisbon",
		    STR_ARG(tf->name), line_of(tf, "languages"),
		    STR_ARG(all->at[i].timezone), STR_ARG(tag));
	}
	return OK;
}

/* https: or http: to somebody, with a query if need be; nothing odd in it. */
static bool
is_web(struct str url)
{
	const bool tls = str_starts(url, STR("https://"));

	if (!tls && !str_starts(url, STR("http://")))
		return false;
	for (size_t i = 0; i < url.n; i++)
		if (str_find_ch(STR(" \"<>\\^`{|}"), url.p[i]) != NOWHERE)
			return false;
	return url.n > (tls ? 8 : 7) && settings_plain(url);
}

/* What security.txt may give as a contact (RFC 9116, 2.5.3). */
static bool
is_contact(struct str s)
{
	if (!settings_plain(s) || str_find_ch(s, ' ') != NOWHERE)
		return false;
	return str_starts(s, STR("mailto:")) || str_starts(s, STR("tel:"))
	    || str_starts(s, STR("https://"))
	    || (str_find_ch(s, '@') != NOWHERE
		&& str_find_ch(s, ':') == NOWHERE);
}

/* A line of trust.txt (JournalList's specification, "Attributes"). */
static bool
is_trust(struct str line)
{
	static const struct str names[] = { STR_INIT("member"),
		STR_INIT("belongto"), STR_INIT("control"),
		STR_INIT("controlledby"), STR_INIT("vendor"),
		STR_INIT("customer"), STR_INIT("disclosure") };
	struct str value = line, name;

	if (str_eq(line, STR("datatrainingallowed=yes"))
	    || str_eq(line, STR("datatrainingallowed=no")))
		return true;
	if (!str_cut(&value, '=', &name))
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(name, names[i]))
			return is_web(value);
	return false;
}

static enum status
refuse(struct job *j, const struct textfile *tf, const char *field,
    struct str value, const char *instead)
{
	return job_fail(j, INVALID, "%.*s:%d: `%s` can't be \"%.*s\"; %s",
	    STR_ARG(tf->name), line_of(tf, field), field, STR_ARG(value),
	    instead);
}

/* What is told to machines alone. */
static enum status
check_corners(struct job *j, const struct textfile *tf, const struct copy *c)
{
	const struct {
		const char *field;
		struct str url;
	} urls[] = {
		{ "security_key", c->security_key },
		{ "security_policy", c->security_policy },
		{ "hub", c->hub },
	};

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		if (urls[i].url.n > 0 && !is_web(urls[i].url))
			return refuse(j, tf, urls[i].field, urls[i].url,
			    "write an address such as https://hub.example/");
	for (size_t i = 0; i < c->security.n; i++)
		if (!is_contact(c->security.at[i]))
			return refuse(j, tf, "security", c->security.at[i],
			    "write an e-mail address, or one with mailto:, "
			    "https: or tel:");
	if (c->security.n > 0 && c->security_until.precision == WHEN_NONE)
		return job_fail(j, INVALID,
		    "%.*s:%d: `security` needs `security_until`, the day "
		    "until which somebody has promised to look there; at most "
		    "a year ahead is usual",
		    STR_ARG(tf->name), line_of(tf, "security"));
	for (size_t i = 0; i < c->trust.n; i++)
		if (!is_trust(c->trust.at[i]))
			return refuse(j, tf, "trust", c->trust.at[i],
			    "write lines such as "
			    "\"belongto=https://league.example/\"");
	return OK;
}

enum status
settings_check(struct job *j, const struct textfile *tf, const struct copy *c)
{
	struct colour accent;

	if (c->url.n > 0 && !settings_address(c->url))
		return job_fail(j, INVALID,
		    "%.*s:%d: the paper can't be at \"%.*s\"; write an "
		    "address such as https://gazette.example/",
		    STR_ARG(tf->name), line_of(tf, "url"), STR_ARG(c->url));
	for (size_t i = 0; i < c->theme.n; i++)
		if (str_find_ch(STR("abcdefghijklmnopqrstuvwxyz0123456789-"),
			c->theme.p[i])
		    == NOWHERE)
			return job_fail(j, INVALID,
			    "%.*s:%d: `theme` has to be a name of small "
			    "letters, figures and -; \"stet theme list\" "
			    "shows those there are",
			    STR_ARG(tf->name), line_of(tf, "theme"));
	if (c->accent.n > 0 && !colour_read(j, c->accent, &accent))
		return job_fail(j, INVALID,
		    "%.*s:%d: \"%.*s\" is no colour; write one such as "
		    "\"#8c2f1b\", between quotes",
		    STR_ARG(tf->name), line_of(tf, "accent"),
		    STR_ARG(c->accent));
	for (size_t i = 0; i < c->names.n; i++)
		if (!settings_plain(c->names.at[i].text))
			return job_fail(j, INVALID,
			    "%.*s:%d: the paper's name has to be one line",
			    STR_ARG(tf->name), line_of(tf, "name"));
	const enum status st = check_corners(j, tf, c);

	return st == OK ? check_languages(j, tf, c) : st;
}

enum status
settings_follow(struct job *j, const struct textfile *tf, const struct copy *c,
    const struct copy *live)
{
	if (live->languages.n == 0
	    || (c->languages.n > 0
		&& str_eq_nocase(c->languages.at[0].tag,
		    live->languages.at[0].tag)))
		return OK;
	return job_fail(j, INVALID,
	    "%.*s:%d: the paper's first language is `%.*s` and stays first: "
	    "its addresses have no prefix; put others behind it",
	    STR_ARG(tf->name), line_of(tf, "languages"),
	    STR_ARG(live->languages.at[0].tag));
}
