/* SPDX-License-Identifier: ISC */
#include "press/making.h"

#include "text/address.h"
#include "text/direction.h"
#include "text/utf8.h"

#define DAY 86400

struct str
say(const struct making *m, const char *key)
{
	return word(m->w, key);
}

struct str
apart(const struct making *m, struct str s)
{
	const enum direction d = direction_of(s);

	if (d == RUNS_NEITHER || (d == RUNS_LEFT) == m->page.rtl)
		return s;
	return job_printf(m->j, "\xe2\x81\xa8%.*s\xe2\x81\xa9", STR_ARG(s));
}

struct str
say_with(const struct making *m, const char *key, struct str value)
{
	return word_with(m->w, m->j, key, apart(m, value));
}

struct str
say_number(const struct making *m, const char *key, int64_t n)
{
	return say_with(m, key, number_text(m->digits, m->j, n));
}

void
fresh_until(struct making *m, int64_t at)
{
	if (m->fresh_until == 0 || at < m->fresh_until)
		m->fresh_until = at;
}

static bool
is_url(struct str s)
{
	return str_starts(s, STR("https://")) || str_starts(s, STR("http://"));
}

struct str
href_of(const struct making *m, struct str address)
{
	if (address.n == 0 || is_url(address))
		return address;
	return address_encoded(m->j, address);
}

struct str
url_of(const struct making *m, struct str address)
{
	struct str href = href_of(m, address);

	if (is_url(href) || m->base.n == 0)
		return href;
	return job_printf(m->j, "%.*s%.*s", STR_ARG(m->base), STR_ARG(href));
}

/* What was written down without an hour often stands at midnight. */
static bool
has_hour(struct when w)
{
	const struct civil c = civil_of(w.at, w.offset_s);

	return w.precision >= WHEN_MINUTE
	    && (c.hour != 0 || c.minute != 0 || c.second != 0);
}

bool
is_today(const struct making *m, struct when w)
{
	return w.precision >= WHEN_MINUTE && w.at > m->now - DAY;
}

static const struct view_time *
time_put(struct making *m, struct when w, struct str text)
{
	struct view_time *t = JOB_NEW(m->j, struct view_time);

	t->iso = w.precision == WHEN_DAY ? date_iso_day(m->dates, m->j, w.at)
					 : date_iso(m->dates, m->j, w.at);
	t->text = text;
	return t;
}

const struct view_time *
time_near(struct making *m, struct when w)
{
	if (w.precision == WHEN_NONE)
		return NULL;
	if (m->still)
		return time_put(m, w, date_long(m->dates, m->j, w.at));
	if (is_today(m, w)) {
		fresh_until(m, w.at + DAY);
		return time_put(m, w, date_time(m->dates, m->j, w.at));
	}
	/* Older than a day, so that it is the date that is near. */
	return time_put(m, w,
	    date_near(m->dates, m->j, w.at,
		m->now > w.at + DAY ? m->now : w.at + DAY));
}

const struct view_time *
time_long(struct making *m, struct when w)
{
	if (w.precision == WHEN_NONE)
		return NULL;
	return time_put(m, w,
	    has_hour(w) ? date_and_time(m->dates, m->j, w.at)
			: date_long(m->dates, m->j, w.at));
}

const struct view_time *
time_of_day(struct making *m, struct when w)
{
	if (!has_hour(w))
		return NULL;
	return time_put(m, w, date_time(m->dates, m->j, w.at));
}

struct view_list
list_of(const void *items, size_t n)
{
	return (struct view_list){ items, n };
}

struct str
joined(const struct making *m, struct str a, struct str between, struct str b)
{
	if (a.n == 0 || b.n == 0)
		return a.n > 0 ? a : b;
	return job_printf(m->j, "%.*s%.*s%.*s", STR_ARG(a), STR_ARG(between),
	    STR_ARG(b));
}

struct str
url_host(struct str url)
{
	size_t at = str_find(url, STR("://"));
	struct str rest = at == NOWHERE ? url : str_skip(url, at + 3);
	struct str host;

	return str_cut(&rest, '/', &host) ? host : url;
}

/* Cut behind a sentence or a word, within so many characters. */
struct str
shortened(const struct making *m, struct str text, size_t most)
{
	size_t n = 0, i = 0, sentence = 0, word = 0;

	if (text.n <= most)
		return text;
	for (; i < text.n && n <= most; i++) {
		if (((unsigned char)text.p[i] & 0xC0) == 0x80)
			continue;
		n++;
		if (text.p[i] != ' ')
			continue;
		word = i;
		if (i > 0 && text.p[i - 1] == '.')
			sentence = i;
	}
	if (n <= most)
		return text;
	if (sentence * 2 > word)
		return str_sub(text, 0, sentence);
	return job_printf(m->j, "%.*s…", (int)word, text.p);
}

/* A long headline at a size made for a short one shouts; it is set lower. */
struct str
headline_size(int rank, struct str headline)
{
	size_t n = utf8_length(headline);

	switch (rank) {
	case 5:
		return n > 60 ? STR("h5 lo") : STR("h5");
	case 4:
		return n > 70 ? STR("h4 lo") : STR("h4");
	case 3:
		return n > 80 ? STR("h2") : STR("h3");
	case 2:
		return STR("h2");
	default:
		return STR("h1");
	}
}
