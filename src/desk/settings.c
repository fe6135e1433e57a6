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
	return check_languages(j, tf, c);
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
