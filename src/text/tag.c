/* SPDX-License-Identifier: ISC */
#include "text/tag.h"

#include "base/buf.h"
#include "text/facade.h"
#include "text/link.h"

#define IDS_MAX ((size_t)2048) /* further ones are left out */
#define ID_MAX 500             /* bytes */
#define IDS_FIRST ((size_t)32) /* slots of a body with few */

/* Classes that a body may carry, and what other systems call them. */
struct class_row {
	struct str name, canonical;
};

#define SAME(name) STR_INIT(name), STR_INIT(name)
/* clang-format off */
static const struct class_row classes[] = {
	{ SAME("at") }, { SAME("center") }, { SAME("credit") }, { SAME("facade") },
	{ SAME("footnotes") }, { SAME("left") }, { SAME("missing") },
	{ SAME("note") }, { SAME("pull") }, { SAME("right") },
	{ SAME("table") }, { SAME("video") }, { SAME("wide") },
	{ STR_INIT("aligncenter"), STR_INIT("center") },
	{ STR_INIT("alignleft"), STR_INIT("left") },
	{ STR_INIT("alignright"), STR_INIT("right") },
	{ STR_INIT("alignwide"), STR_INIT("wide") },
	{ STR_INIT("alignfull"), STR_INIT("wide") },
	{ STR_INIT("has-text-align-center"), STR_INIT("center") },
	{ STR_INIT("has-text-align-right"), STR_INIT("right") },
	{ STR_INIT("wp-block-pullquote"), STR_INIT("pull") },
};

/* Values of attributes that have only a few. */
struct choice {
	enum attribute at;
	enum element el; /* EL_NONE: wherever the attribute may stand */
	struct str value;
};
static const struct choice choices[] = {
	{ AT_DIR, EL_NONE, STR_INIT("ltr") },
	{ AT_DIR, EL_NONE, STR_INIT("rtl") },
	{ AT_DIR, EL_NONE, STR_INIT("auto") },
	{ AT_KIND, EL_NONE, STR_INIT("subtitles") },
	{ AT_KIND, EL_NONE, STR_INIT("captions") },
	{ AT_KIND, EL_NONE, STR_INIT("descriptions") },
	{ AT_KIND, EL_NONE, STR_INIT("chapters") },
	{ AT_LOADING, EL_NONE, STR_INIT("lazy") },
	{ AT_LOADING, EL_NONE, STR_INIT("eager") },
	{ AT_PRELOAD, EL_NONE, STR_INIT("none") },
	{ AT_PRELOAD, EL_NONE, STR_INIT("metadata") },
	{ AT_PRELOAD, EL_NONE, STR_INIT("auto") },
	{ AT_ROLE, EL_a, STR_INIT("doc-noteref") },
	{ AT_ROLE, EL_a, STR_INIT("doc-backlink") },
	{ AT_ROLE, EL_div, STR_INIT("doc-endnotes") },
	{ AT_SCOPE, EL_NONE, STR_INIT("row") },
	{ AT_SCOPE, EL_NONE, STR_INIT("col") },
	{ AT_SCOPE, EL_NONE, STR_INIT("rowgroup") },
	{ AT_SCOPE, EL_NONE, STR_INIT("colgroup") },
	{ AT_SIZES, EL_NONE, STR_INIT(TAG_SIZES) },
	{ AT_TABINDEX, EL_NONE, STR_INIT("0") },
};
/* clang-format on */

struct tag_rules
tag_rules_new(struct job *j, const struct sanitise_opts *o)
{
	return (struct tag_rules){ .j = j, .opts = o };
}

const struct body_media *
media_named(const struct sanitise_opts *opts, struct str name)
{
	for (size_t i = 0; i < opts->n_media; i++)
		if (str_eq(opts->media[i].name, name))
			return &opts->media[i];
	return NULL;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Only letters, digits and what else is named. */
static bool
only(struct str s, const char *also)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_letter(s.p[i]) && !is_digit(s.p[i])
		    && (s.p[i] == '\0'
			|| str_find_ch(str_of(also), s.p[i]) == NOWHERE))
			return false;
	return s.n > 0;
}

/* A whole number at the front, as HTML reads it ("600px"); none of 0. */
static bool
number(struct job *j, struct str raw, int64_t low, struct str *out)
{
	const struct str s = str_trim(raw);
	size_t from = s.n > 0 && s.p[0] == '-' ? 1 : 0, n = from;
	int64_t v;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	if (n == from || n - from > 9 || (n < s.n && s.p[n] == '%'))
		return false;
	if (!str_to_int(str_sub(s, 0, n), &v) || v < low)
		return false;
	if (n == raw.n && s.p[from] != '0' && s.p == raw.p)
		*out = raw;
	else
		*out = job_printf(j, "%lld", (long long)v);
	return true;
}

static bool
choice(enum element el, enum attribute at, struct str raw, struct str *out)
{
	const struct str s = str_trim(raw);

	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		const struct choice *c = &choices[i];

		if (c->at != at || (c->el != EL_NONE && c->el != el)
		    || !str_eq_nocase(c->value, s))
			continue;
		*out = c->value;
		return true;
	}
	return false;
}

static struct str
class_canonical(struct str name)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (str_eq(classes[i].name, name))
			return classes[i].canonical;
	if (str_starts(name, STR("language-")) && name.n > 9 && name.n < 40
	    && only(str_skip(name, 9), "+#-_."))
		return name;
	return STR("");
}

static bool
has_word(struct str words, struct str word)
{
	struct str piece;

	while (str_cut(&words, ' ', &piece))
		if (str_eq(piece, word))
			return true;
	return false;
}

/* The next word of a list of words with blanks between; false at the end. */
static bool
next_word(struct str *rest, struct str *word)
{
	size_t from = 0, to;

	while (from < rest->n && (unsigned char)rest->p[from] <= ' ')
		from++;
	to = from;
	while (to < rest->n && (unsigned char)rest->p[to] > ' ')
		to++;
	*word = str_sub(*rest, from, to - from);
	*rest = str_skip(*rest, to);
	return word->n > 0;
}

static bool
class_list(struct job *j, struct str raw, struct str *out)
{
	struct buf b = buf_in(j, 512);
	struct str rest = raw, word;
	const struct str alone = class_canonical(raw);

	if (alone.n > 0) {
		*out = str_eq(alone, raw) ? raw : alone;
		return true;
	}
	while (next_word(&rest, &word)) {
		const struct str name = class_canonical(word);

		if (name.n == 0 || has_word(buf_so_far(&b), name))
			continue;
		if (b.n + name.n + 1 > 256)
			break;
		if (b.n > 0)
			buf_ch(&b, ' ');
		buf_put(&b, name);
	}
	*out = buf_so_far(&b);
	return b.n > 0;
}

/* With "h-" in front and without blanks, so that it names nothing of ours. */
static bool
prefixed(struct job *j, struct str raw, struct str *out)
{
	const struct str s = str_trim(raw);
	bool clean = s.n == raw.n;
	const bool has = str_starts(s, STR("h-")) && s.n > 2;

	if (s.n == 0 || s.n > (has ? ID_MAX : ID_MAX - 2))
		return false;
	for (size_t i = 0; i < s.n && clean; i++)
		clean = (unsigned char)s.p[i] > ' ';
	if (clean && has) {
		*out = raw;
		return true;
	}

	struct buf b = buf_in(j, s.n + 2);
	if (!has)
		BUF_LIT(&b, "h-");
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] > ' ')
			buf_ch(&b, s.p[i]);
		else
			buf_ch(&b, '-');
	*out = buf_so_far(&b);
	return true;
}

/* Where a hash stands, or the empty slot where it would. */
static uint64_t *
id_slot(uint64_t *ids, size_t slots, uint64_t h)
{
	size_t at = (h >> 32) % slots;

	while (ids[at] != 0 && ids[at] != h)
		at = (at + 1) % slots;
	return &ids[at];
}

static void
more_slots(struct tag_rules *r)
{
	const size_t slots = r->id_slots == 0 ? IDS_FIRST : r->id_slots * 2;
	uint64_t *const ids = JOB_ARRAY(r->j, uint64_t, slots);

	for (size_t i = 0; i < r->id_slots; i++)
		if (r->ids[i] != 0)
			*id_slot(ids, slots, r->ids[i]) = r->ids[i];
	r->ids = ids;
	r->id_slots = slots;
}

/* False if the body has it already. */
static bool
id_is_new(struct tag_rules *r, struct str id)
{
	const uint64_t h = str_hash(id);

	if (r->n_ids * 2 == r->id_slots)
		more_slots(r);
	uint64_t *const slot = id_slot(r->ids, r->id_slots, h);

	if (*slot != 0 || r->n_ids == IDS_MAX)
		return false;
	*slot = h;
	r->n_ids++;
	return true;
}

static bool
href(struct tag_rules *r, struct str raw, struct str *out)
{
	struct str link, place;

	switch (link_of(r->j, raw, &link)) {
	case LINK_HERE:
		if (r->opts->no_ids)
			return false;
		if (link.n == 1 || str_starts(link, STR("#h-"))) {
			*out = link;
			return true;
		}
		place = str_skip(link, 1);
		*out = job_printf(r->j, "#h-%.*s", STR_ARG(place));
		return true;
	case LINK_OWN:
	case LINK_WEB:
	case LINK_OTHER:
		*out = link;
		return true;
	case LINK_REFUSED:
		break;
	}
	return false;
}

/* An address of this site, from where something is loaded with the page. */
static bool
own(struct tag_rules *r, enum element el, struct str raw, struct str *out)
{
	if (link_of(r->j, raw, out) != LINK_OWN)
		return false;
	if (el != EL_img)
		return true;
	return media_named(r->opts, raw) == NULL
	    && (r->opts->keep_local || str_starts(*out, STR("/media/")));
}

/* "/media/a 720w, /media/b 1440w" and nothing else. */
static bool
srcset(struct str raw)
{
	struct str rest = raw, piece;

	while (str_cut(&rest, ',', &piece)) {
		struct str address, width, more;

		if (piece.p != raw.p) {
			if (piece.n == 0 || piece.p[0] != ' ')
				return false;
			piece = str_skip(piece, 1);
		}
		if (!str_cut(&piece, ' ', &address)
		    || !str_cut(&piece, ' ', &width)
		    || str_cut(&piece, ' ', &more))
			return false;
		if (!str_starts(address, STR("/media/"))
		    || !only(address, "/.-_") || !str_ends(width, STR("w"))
		    || !only(width, ""))
			return false;
	}
	return true;
}

static bool
type_of(enum element el, struct str raw, struct str *out)
{
	if (el == EL_ol) {
		*out = raw;
		return raw.n == 1
		    && str_find_ch(STR("1aAiI"), raw.p[0]) != NOWHERE;
	}
	*out = str_trim(raw);
	return out->n < 100 && only(*out, "/.+-;=,\" ");
}

/* How one attribute's value becomes canonical; false if it may not stand. */
typedef bool value_rule(struct tag_rules *r, enum element el, enum attribute at,
    struct str raw, struct str *out);

#define RULE(name)                                                     \
	static bool value_##name(struct tag_rules *r, enum element el, \
	    enum attribute at, struct str raw, struct str *out)
#define UNUSED ((void)r, (void)el, (void)at)

RULE(any)
{
	UNUSED;
	*out = raw;
	return true;
}

RULE(flag)
{
	UNUSED;
	*out = str_sub(raw, 0, 0);
	return true;
}

RULE(id)
{
	UNUSED;
	return !r->opts->no_ids && prefixed(r->j, raw, out)
	    && id_is_new(r, *out);
}

RULE(class)
{
	UNUSED;
	return class_list(r->j, raw, out);
}

RULE(language)
{
	UNUSED;
	*out = str_trim(raw);
	return out->n < 36 && only(*out, "-");
}

RULE(choice)
{
	UNUSED;
	return choice(el, at, raw, out);
}

RULE(count)
{
	UNUSED;
	return number(r->j, raw, 1, out);
}

RULE(number)
{
	UNUSED;
	*out = raw;
	return el == EL_data || number(r->j, raw, -999999999, out);
}

RULE(date)
{
	UNUSED;
	*out = str_trim(raw);
	return out->n < 65 && only(*out, ":.+- ");
}

RULE(cite)
{
	UNUSED;
	const enum link link = link_of(r->j, raw, out);

	return link == LINK_OWN || link == LINK_WEB;
}

RULE(href)
{
	UNUSED;
	return href(r, raw, out);
}

RULE(own)
{
	UNUSED;
	return own(r, el, raw, out);
}

RULE(srcset)
{
	UNUSED;
	*out = raw;
	return srcset(raw);
}

RULE(player)
{
	UNUSED;
	*out = raw;
	return facade_is_player(r->j, raw);
}

RULE(type)
{
	UNUSED;
	return type_of(el, raw, out);
}

/* clang-format off */
static value_rule *const values[AT__COUNT] = {
	[AT_ALT] = value_any, [AT_ARIA_LABEL] = value_any,
	[AT_CITE] = value_cite, [AT_CLASS] = value_class,
	[AT_COLSPAN] = value_count, [AT_CONTROLS] = value_flag,
	[AT_DATA_EMBED] = value_player, [AT_DATETIME] = value_date,
	[AT_DEFAULT] = value_flag, [AT_DIR] = value_choice,
	[AT_HEIGHT] = value_count, [AT_HREF] = value_href,
	[AT_HREFLANG] = value_language, [AT_ID] = value_id,
	[AT_KIND] = value_choice, [AT_LABEL] = value_any,
	[AT_LANG] = value_language, [AT_LOADING] = value_choice,
	[AT_LOOP] = value_flag, [AT_MUTED] = value_flag,
	[AT_OPEN] = value_flag, [AT_POSTER] = value_own,
	[AT_PRELOAD] = value_choice, [AT_REVERSED] = value_flag,
	[AT_ROLE] = value_choice, [AT_ROWSPAN] = value_count,
	[AT_SCOPE] = value_choice, [AT_SIZES] = value_choice,
	[AT_SPAN] = value_count, [AT_SRC] = value_own,
	[AT_SRCLANG] = value_language, [AT_SRCSET] = value_srcset,
	[AT_START] = value_number, [AT_TABINDEX] = value_choice,
	[AT_TITLE] = value_any, [AT_TYPE] = value_type,
	[AT_VALUE] = value_number, [AT_WIDTH] = value_count,
};
/* clang-format on */

void
tag_put(struct tag *t, enum attribute name, struct str value)
{
	if (t->n < TAG_MAX)
		t->at[t->n++] = (struct tag_attribute){ name, value };
}

struct tag
tag_of_picture(struct job *j, const struct body_media *m, struct str alt)
{
	struct tag img = { .el = EL_img };

	tag_put(&img, AT_SRC, m->column);
	if (m->lead.n > 0 && m->width > 0) {
		tag_put(&img, AT_SRCSET,
		    job_printf(j, "%.*s %dw, %.*s %dw", STR_ARG(m->column),
			m->width, STR_ARG(m->lead), m->lead_width));
		tag_put(&img, AT_SIZES, STR(TAG_SIZES));
	}
	tag_put(&img, AT_ALT, alt);
	if (m->width > 0 && m->height > 0) {
		tag_put(&img, AT_WIDTH, job_printf(j, "%d", m->width));
		tag_put(&img, AT_HEIGHT, job_printf(j, "%d", m->height));
	}
	tag_put(&img, AT_LOADING, STR("lazy"));
	return img;
}

/* What a link elsewhere says of itself, always in this order. */
static struct str
rel_of(struct job *j, const struct tag *in)
{
	static const struct str kept[] = { STR_INIT("nofollow"),
		STR_INIT("sponsored"), STR_INIT("ugc") };
	struct str given = STR(""), rel = STR("external noopener");

	for (size_t i = 0; i < in->n; i++)
		if (in->at[i].name == AT_REL)
			given = in->at[i].value;
	if (str_eq(given, rel))
		return given;
	for (size_t i = 0; i < 3; i++)
		if (has_word(given, kept[i]))
			rel = job_printf(j, "%.*s %.*s", STR_ARG(rel),
			    STR_ARG(kept[i]));
	return rel;
}

static bool
is_elsewhere(struct job *j, struct str address)
{
	struct str same;

	return link_of(j, address, &same) == LINK_WEB;
}

/* A picture or a source without an address is none. */
static bool
makes_sense(enum element el, uint64_t has)
{
	if (el == EL_img || el == EL_source || el == EL_track)
		return (has & (UINT64_C(1) << AT_SRC)) != 0;
	return true;
}

bool
tag_canonical(struct tag_rules *r, const struct tag *in, struct tag *out)
{
	const struct element_row *row = element_row(in->el);
	uint64_t has = 0;

	out->el = in->el;
	out->n = 0;
	for (size_t i = 0; i < in->n; i++) {
		const enum attribute name = in->at[i].name;
		const uint64_t bit = UINT64_C(1) << name;
		struct str value;

		if ((has & bit) != 0 || name == AT_REL
		    || !attribute_fits(name, in->el)
		    || !values[name](r, in->el, name, in->at[i].value, &value))
			continue;
		has |= bit;
		tag_put(out, name, value);
		if (name == AT_HREF && is_elsewhere(r->j, value))
			tag_put(out, AT_REL, rel_of(r->j, in));
	}
	for (size_t i = 0; i < 2 && row->required[i] != AT_NONE; i++)
		if ((has & (UINT64_C(1) << row->required[i])) == 0)
			tag_put(out, row->required[i],
			    row->required[i] == AT_LOADING ? STR("lazy")
							   : STR(""));
	return makes_sense(in->el, has);
}
