/* SPDX-License-Identifier: ISC */
#include "wire/permalink.h"

#include <unicode/uchar.h>

#include "base/buf.h"
#include "text/slug.h"
#include "text/utf8.h"

#define PATH_MAX_BYTES 8192

struct filling {
	struct job *j;
	const struct project *p;
	const struct permalink *l;
	struct buf out;
};

static bool
is_kept(int32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
		    || str_find_ch(STR("-._/+~@#"), (char)c) != NOWHERE;
	return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

struct str
permalink_word(struct job *j, struct str text, bool keep_case)
{
	struct buf b = buf_in(j, PATH_MAX_BYTES);
	bool gap = false;

	text = str_trim(text);
	for (size_t i = 0; i < text.n;) {
		int32_t c = utf8_next(text, &i);
		char bytes[4];
		const bool upper_kept = keep_case && c >= 'A' && c <= 'Z';

		if (!keep_case && c >= 0)
			c = u_tolower(c);
		if (c == ' ' || c == '\t') {
			gap = true;
			continue;
		}
		if (c < 0 || (!upper_kept && !is_kept(c)))
			continue;
		if (gap && c != '-' && !str_ends(buf_so_far(&b), STR("-")))
			buf_ch(&b, '-');
		gap = false;
		buf_put(&b, str_from(bytes, utf8_put(bytes, c)));
	}
	return buf_so_far(&b);
}

static bool
is_number(struct str s)
{
	int64_t v;

	return s.n > 0 && s.p[0] != '-' && s.p[0] != '+' && str_to_int(s, &v);
}

struct str
permalink_undated(struct str name, struct str *date)
{
	*date = STR("");
	if (name.n < 12 || name.p[4] != '-' || name.p[7] != '-'
	    || name.p[10] != '-' || !is_number(str_sub(name, 0, 4))
	    || !is_number(str_sub(name, 5, 2))
	    || !is_number(str_sub(name, 8, 2)))
		return name;
	*date = str_sub(name, 0, 10);
	return str_skip(name, 11);
}

static void
put_word(struct filling *f, struct str word)
{
	buf_put(&f->out, permalink_word(f->j, word, f->p->keep_case));
}

static struct str
bare_name(const struct filling *f)
{
	struct str date;

	return permalink_undated(f->l->source->name, &date);
}

static void
put_slug(struct filling *f)
{
	if (f->l->slug.n > 0)
		put_word(f, f->l->slug);
	else if (f->p->system == HUGO)
		put_word(f, f->l->title);
	else
		put_word(f, bare_name(f));
}

static void
put_slug_or_name(struct filling *f)
{
	put_word(f,
	    f->l->slug.n > 0           ? f->l->slug
		: f->p->system == HUGO ? f->l->source->name
				       : bare_name(f));
}

static void
put_name(struct filling *f)
{
	put_word(f, f->l->source->name);
}

static void
put_title(struct filling *f)
{
	if (f->p->system == HUGO)
		put_word(f, f->l->title);
	else
		put_slug_or_name(f);
}

/* Eleventy's title | slugify */
static void
put_title_slug(struct filling *f)
{
	put_word(f, permalink_word(f->j, f->l->title, false));
}

static void
put_section(struct filling *f)
{
	put_word(f, f->l->source->section);
}

static void
put_folder(struct filling *f)
{
	put_word(f, f->l->source->folder);
}

/* Jekyll's :path: folders and name */
static void
put_path(struct filling *f)
{
	if (f->l->source->folder.n > 0) {
		put_folder(f);
		buf_ch(&f->out, '/');
	}
	put_name(f);
}

static void
put_categories(struct filling *f)
{
	put_word(f, f->l->categories);
}

static void
put_two(struct filling *f, int v)
{
	buf_printf(&f->out, "%02d", v);
}

static struct civil
day_of(const struct filling *f)
{
	return civil_of(f->l->date.at, f->l->date.offset_s);
}

static void
put_year(struct filling *f)
{
	buf_printf(&f->out, "%04d", day_of(f).year);
}

static void
put_short_year(struct filling *f)
{
	put_two(f, day_of(f).year % 100);
}

static void
put_month(struct filling *f)
{
	put_two(f, day_of(f).month);
}

static void
put_i_month(struct filling *f)
{
	buf_int(&f->out, day_of(f).month);
}

static void
put_day(struct filling *f)
{
	put_two(f, day_of(f).day);
}

static void
put_i_day(struct filling *f)
{
	buf_int(&f->out, day_of(f).day);
}

static void
put_hour(struct filling *f)
{
	put_two(f, day_of(f).hour);
}

static void
put_minute(struct filling *f)
{
	put_two(f, day_of(f).minute);
}

static void
put_second(struct filling *f)
{
	put_two(f, day_of(f).second);
}

static void
put_month_name(struct filling *f)
{
	static const char *const names[] = { "january", "february", "march",
		"april", "may", "june", "july", "august", "september",
		"october", "november", "december" };

	buf_put(&f->out, str_of(names[day_of(f).month - 1]));
}

static int
year_day(const struct filling *f)
{
	const struct civil c = day_of(f);
	const struct civil first = { .year = c.year, .month = 1, .day = 1 };

	return (int)((civil_seconds(&c) - civil_seconds(&first)) / 86400) + 1;
}

static void
put_year_day(struct filling *f)
{
	if (f->p->system == JEKYLL)
		buf_printf(&f->out, "%03d", year_day(f));
	else
		buf_int(&f->out, year_day(f));
}

static void
put_weekday(struct filling *f)
{
	buf_int(&f->out, day_of(f).weekday);
}

static void
put_weekday_name(struct filling *f)
{
	static const char *const names[] = { "sunday", "monday", "tuesday",
		"wednesday", "thursday", "friday", "saturday" };

	buf_put(&f->out, str_of(names[day_of(f).weekday]));
}

static void
put_ending(struct filling *f)
{
	BUF_LIT(&f->out, ".html");
}

/* Longer names stand before those that they begin with. */
static const struct {
	struct str name;
	void (*put)(struct filling *f);
} parts[] = {
	{ STR_INIT("slugorcontentbasename"), put_slug_or_name },
	{ STR_INIT("contentbasename"), put_name },
	{ STR_INIT("slugorfilename"), put_slug_or_name },
	{ STR_INIT("weekdayname"), put_weekday_name },
	{ STR_INIT("categories"), put_categories },
	{ STR_INIT("collection"), put_section },
	{ STR_INIT("short_year"), put_short_year },
	{ STR_INIT("titleslug"), put_title_slug },
	{ STR_INIT("output_ext"), put_ending },
	{ STR_INIT("monthname"), put_month_name },
	{ STR_INIT("sections"), put_folder },
	{ STR_INIT("filename"), put_name },
	{ STR_INIT("section"), put_section },
	{ STR_INIT("weekday"), put_weekday },
	{ STR_INIT("yearday"), put_year_day },
	{ STR_INIT("i_month"), put_i_month },
	{ STR_INIT("minute"), put_minute },
	{ STR_INIT("second"), put_second },
	{ STR_INIT("y_day"), put_year_day },
	{ STR_INIT("i_day"), put_i_day },
	{ STR_INIT("month"), put_month },
	{ STR_INIT("title"), put_title },
	{ STR_INIT("year"), put_year },
	{ STR_INIT("slug"), put_slug },
	{ STR_INIT("name"), put_name },
	{ STR_INIT("path"), put_path },
	{ STR_INIT("hour"), put_hour },
	{ STR_INIT("day"), put_day },
};

static enum status
fill(struct filling *f, struct str pattern)
{
	for (size_t i = 0; i < pattern.n;) {
		const struct str rest = str_skip(pattern, i + 1);
		size_t k = 0;
		const size_t known = sizeof(parts) / sizeof(parts[0]);

		if (pattern.p[i] != ':') {
			buf_ch(&f->out, pattern.p[i++]);
			continue;
		}
		while (k < known && !str_starts(rest, parts[k].name))
			k++;
		if (k == known)
			return job_fail(f->j, INVALID,
			    "the pattern `%.*s` has a part that stet does not "
			    "know, at `%.*s`",
			    STR_ARG(pattern), STR_ARG(str_skip(pattern, i)));
		parts[k].put(f);
		i += 1 + parts[k].name.n;
	}
	return OK;
}

/* Where nothing is said: folders, then slug or name. */
static void
fill_usual(struct filling *f)
{
	const struct source *s = f->l->source;

	buf_ch(&f->out, '/');
	if (s->folder.n > 0) {
		put_folder(f);
		buf_ch(&f->out, '/');
	}
	if (s->shape == SHAPE_BRANCH && s->kind != KIND_TOPIC
	    && s->kind != KIND_PERSON)
		return;
	if (f->p->system == ELEVENTY)
		put_name(f);
	else
		put_slug_or_name(f);
	if (f->p->ugly || (f->p->system == JEKYLL && s->kind == KIND_PAGE))
		BUF_LIT(&f->out, ".html");
	else
		buf_ch(&f->out, '/');
}

static bool
has_prefix(const struct filling *f)
{
	return f->p->system == HUGO
	    && (f->p->prefix_first
		|| !str_eq_nocase(f->l->source->lang, f->p->lang));
}

enum status
permalink_of(struct job *j, const struct project *p, const struct permalink *l,
    struct str *out)
{
	struct filling f = { j, p, l, buf_in(j, PATH_MAX_BYTES) };
	const bool told = p->system == JEKYLL ? l->source->kind == KIND_STORY
					      : l->source->section.n > 0;
	struct str pattern = told ? project_pattern(p, l->source->section)
				  : STR("");
	enum status st = OK;

	buf_put(&f.out, p->base_path);
	if (l->url.n > 0) {
		if (l->url.p[0] != '/')
			buf_ch(&f.out, '/');
		buf_put(&f.out, l->url);
		return buf_done(&f.out, out);
	}
	if (has_prefix(&f))
		buf_printf(&f.out, "/%.*s", STR_ARG(l->source->lang));
	if (l->source->shape == SHAPE_BRANCH || l->date.precision == WHEN_NONE)
		pattern = STR("");
	if (l->pattern.n > 0)
		pattern = l->pattern;
	if (pattern.n > 0)
		st = fill(&f, pattern);
	else
		fill_usual(&f);
	if (st != OK)
		return st;
	if (pattern.n > 0 && p->system == HUGO && !str_ends(pattern, STR("/"))
	    && !p->ugly && !str_ends(pattern, STR(".html")))
		buf_ch(&f.out, '/');
	return buf_done(&f.out, out);
}
