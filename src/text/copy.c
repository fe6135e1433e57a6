/* SPDX-License-Identifier: ISC */
#include "text/copy.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "text/address.h"
#include "text/copyread.h"

#define LIST_STEP 8
#define TEXTS_FIRST 16 /* a power of two, as the room always is */

void
texts_add(struct job *j, struct texts *t, struct str s)
{
	const bool full = t->n == 0
	    || (t->n >= TEXTS_FIRST && (t->n & (t->n - 1)) == 0);

	if (full) {
		const size_t room = t->n == 0 ? TEXTS_FIRST : 2 * t->n;

		t->at = job_grow(j, t->at, t->n * sizeof(*t->at),
		    room * sizeof(*t->at));
	}
	t->at[t->n++] = s;
}

void
copy_note(struct copyreader *r, int line, struct str text)
{
	struct note *n = COPY_ADD(r, &r->c->notes);

	n->line = line;
	n->text = text;
}

enum status
copy_refuse(struct copyreader *r, int line, const char *fmt, ...)
{
	va_list ap;
	struct str text;

	va_start(ap, fmt);
	text = job_vprintf(r->j, fmt, ap);
	va_end(ap);
	if (r->defaults->lenient) {
		copy_note(r, line, text);
		return OK;
	}
	return job_fail(r->j, INVALID, "%.*s:%d: %.*s", STR_ARG(r->tf->name),
	    line, STR_ARG(text));
}

void *
copy_member(struct copyreader *r, const struct field *f)
{
	return (char *)r->c + f->offset;
}

void *
copy_room(struct copyreader *r, void **at, size_t *n, size_t size)
{
	char *p = *at;

	if (*n % LIST_STEP == 0)
		p = job_grow(r->j, p, *n * size, (*n + LIST_STEP) * size);
	*at = p;
	p += *n * size;
	memset(p, 0, size);
	(*n)++;
	return p;
}

struct str
copy_entry(const struct node *map, const char *key)
{
	return node_text(node_like(map, str_of(key)));
}

static enum status
want_text(struct copyreader *r, const struct field *f, const struct node *nd)
{
	return copy_refuse(r, nd->line,
	    "`%.*s` has to be one text, not a list or a map",
	    STR_ARG(nd->key.n > 0 ? nd->key : str_of(f->name)));
}

static enum status
take_text(struct copyreader *r, const struct field *f, const struct node *nd)
{
	struct str *at = copy_member(r, f);

	/* Some generators give a list where one is meant. */
	if (nd->kind == NODE_LIST && nd->n == 1)
		nd = nd->first;
	if (nd->kind != NODE_SCALAR)
		return want_text(r, f, nd);
	*at = str_trim(nd->text);
	return OK;
}

static enum status
take_flag(struct copyreader *r, const struct field *f, const struct node *nd)
{
	static const struct str no[] = { STR_INIT("false"), STR_INIT("no"),
		STR_INIT("off") };
	bool *at = copy_member(r, f);
	bool yes = node_says_yes(nd);
	bool understood = yes;

	for (size_t i = 0; i < 3; i++)
		understood |= str_eq_nocase(node_text(nd), no[i]);
	if (!understood)
		return copy_refuse(r, nd->line, "`%s` has to be true or false",
		    f->name);
	*at = f->type == FIELD_NOT ? !yes : yes;
	return OK;
}

static enum status
take_number(struct copyreader *r, const struct field *f, const struct node *nd)
{
	int64_t *at = copy_member(r, f);

	if (!str_to_int(str_trim(node_text(nd)), at))
		return copy_refuse(r, nd->line, "`%s` has to be a whole number",
		    f->name);
	return OK;
}

enum status
copy_take_when(struct copyreader *r, const struct node *nd, struct when *out)
{
	enum status st = when_parse(r->j, node_text(nd), r->defaults->zone,
	    out);
	struct str why;

	if (st == OK)
		return OK;
	why = job_str(r->j, job_reason(r->j));
	job_forgive(r->j);
	return copy_refuse(r, nd->line, "%.*s", STR_ARG(why));
}

static enum status
take_when(struct copyreader *r, const struct field *f, const struct node *nd)
{
	return copy_take_when(r, nd, copy_member(r, f));
}

/* What a reader of bytes says about them, with file and line. */
static enum status
as_said(struct copyreader *r, enum status st, int line)
{
	struct str why;

	if (st == OK)
		return OK;
	why = job_str(r->j, job_reason(r->j));
	job_forgive(r->j);
	return copy_refuse(r, line, "%.*s", STR_ARG(why));
}

static enum status
take_id(struct copyreader *r, const struct field *f, const struct node *nd)
{
	struct id *at = copy_member(r, f);

	if (id_of(r->j, node_text(nd), at) == OK)
		return OK;
	job_forgive(r->j);
	return copy_refuse(r, nd->line,
	    "`%s` has to be 32 hexadecimal digits, as stet wrote it", f->name);
}

static enum status
take_hash(struct copyreader *r, const struct field *f, const struct node *nd)
{
	struct sha256 *at = copy_member(r, f);

	if (sha256_parse(r->j, node_text(nd), at) == OK) {
		r->c->has_master = true;
		return OK;
	}
	job_forgive(r->j);
	return copy_refuse(r, nd->line,
	    "`%s` has to be 64 hexadecimal digits, as stet wrote it", f->name);
}

static enum status
take_address(struct copyreader *r, const struct field *f, const struct node *nd)
{
	return as_said(r,
	    address_normal(r->j, str_trim(node_text(nd)), copy_member(r, f)),
	    nd->line);
}

static enum status
take_lang(struct copyreader *r, const struct field *f, const struct node *nd)
{
	struct str *at = copy_member(r, f);
	const struct str tag = str_trim(node_text(nd));

	if (!lang_is_tag(tag))
		return copy_refuse(r, nd->line,
		    "`%.*s` is no language; write its tag, such as en, pt-BR "
		    "or fa",
		    STR_ARG(tag));
	*at = lang_usual(r->j, tag);
	return OK;
}

static enum status
take_zone(struct copyreader *r, const struct field *f, const struct node *nd)
{
	struct str *at = copy_member(r, f);
	struct zone *z;

	*at = str_trim(node_text(nd));
	return as_said(r, zone_open(r->j, *at, &z), nd->line);
}

static enum status
take_ref(struct copyreader *r, const struct field *f, const struct node *nd)
{
	struct ref *at = copy_member(r, f);

	if (nd->kind != NODE_SCALAR)
		return want_text(r, f, nd);
	at->text = str_trim(nd->text);
	at->line = nd->line;
	return OK;
}

static bool
named_already(const struct refs *refs, struct str text)
{
	for (size_t i = 0; i < refs->n; i++)
		if (str_eq(refs->at[i].text, text))
			return true;
	return false;
}

/* A list, or one; a map by its values; nothing twice. */
static enum status
take_refs(struct copyreader *r, const struct field *f, const struct node *nd)
{
	struct refs *refs = copy_member(r, f);
	const struct node *one = nd->kind == NODE_SCALAR ? nd : nd->first;
	const size_t n = nd->kind == NODE_SCALAR ? 1 : nd->n;

	for (size_t i = 0; i < n; i++, one = one->next) {
		const struct str text = str_trim(node_text(one));
		struct ref *ref;

		if (text.n == 0 || named_already(refs, text))
			continue;
		ref = COPY_ADD(r, refs);
		ref->text = text;
		ref->line = one->line;
	}
	return OK;
}

static void
add_text(struct copyreader *r, struct texts *texts, struct str text)
{
	struct str *at;

	if (text.n == 0)
		return;
	at = COPY_ADD(r, texts);
	*at = text;
}

static enum status
take_texts(struct copyreader *r, const struct field *f, const struct node *nd)
{
	struct texts *texts = copy_member(r, f);

	if (nd->kind == NODE_SCALAR)
		add_text(r, texts, str_trim(nd->text));
	else
		for (const struct node *o = nd->first; o != NULL; o = o->next)
			add_text(r, texts, str_trim(node_text(o)));
	return OK;
}

/* A text, or lines of one; a list's too, where lines are meant. */
static struct str
wording(struct copyreader *r, const struct field *f, const struct node *nd)
{
	struct str all = STR("");

	if (f->type != FIELD_LINES || nd->kind == NODE_SCALAR)
		return str_trim(node_text(nd));
	for (const struct node *o = nd->first; o != NULL; o = o->next)
		all = job_printf(r->j, "%.*s%s%.*s", STR_ARG(all),
		    all.n > 0 ? "\n" : "", STR_ARG(str_trim(node_text(o))));
	return all;
}

static void
add_worded(struct copyreader *r, const struct field *f, struct str lang,
    const struct node *nd)
{
	struct worded_list *list = copy_member(r, f);
	const struct str text = wording(r, f, nd);
	struct worded *w;

	if (text.n == 0)
		return;
	w = COPY_ADD(r, list);
	*w = (struct worded){ lang, text };
}

/* One for all languages, or a map by language. */
static enum status
take_worded(struct copyreader *r, const struct field *f, const struct node *nd)
{
	const bool by_section = str_eq(str_of(f->name), STR("permalinks"));
	enum status st = OK;

	if (nd->kind == NODE_LIST && f->type != FIELD_LINES)
		return want_text(r, f, nd);
	if (nd->kind != NODE_MAP) {
		add_worded(r, f, STR(""), nd);
		return OK;
	}
	for (const struct node *o = nd->first; o != NULL && st == OK;
	     o = o->next) {
		if (by_section)
			add_worded(r, f, o->key, o);
		else if (lang_is_tag(o->key))
			add_worded(r, f, lang_usual(r->j, o->key), o);
		else
			st = copy_refuse(r, o->key_line,
			    "`%.*s` is no language; `%s` is one text, or one "
			    "for each language (en: ..., fa: ...)",
			    STR_ARG(o->key), f->name);
	}
	return st;
}

static enum status
take_voice(struct copyreader *r, const struct field *f, const struct node *nd)
{
	enum voice *at = copy_member(r, f);

	for (int v = VOICE_NEWS; v <= VOICE_SPONSORED; v++) {
		if (str_eq_nocase(str_trim(node_text(nd)),
			voice_name((enum voice)v))) {
			*at = (enum voice)v;
			return OK;
		}
	}
	return copy_refuse(r, nd->line,
	    "`%.*s` is no voice; write news, analysis, opinion, own statement, "
	    "republished or sponsored",
	    STR_ARG(node_text(nd)));
}

static bool
share_of(struct str s, double *out)
{
	char text[24];
	char *end;

	s = str_trim(s);
	if (s.n == 0 || s.n >= sizeof(text))
		return false;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	*out = strtod(text, &end);
	return *end == '\0' && *out >= 0 && *out <= 1;
}

enum status
copy_take_focal_of(struct copyreader *r, const struct node *nd, double *x,
    double *y)
{
	double px, py;
	struct str xs, ys = node_text(nd);

	if (nd->kind == NODE_MAP) {
		xs = copy_entry(nd, "x");
		ys = copy_entry(nd, "y");
	} else if (nd->kind == NODE_LIST && nd->n == 2) {
		xs = node_text(nd->first);
		ys = node_text(nd->last);
	} else {
		(void)str_cut(&ys, ' ', &xs);
	}
	if (!share_of(xs, &px) || !share_of(ys, &py))
		return copy_refuse(r, nd->line,
		    "`focal` has to be two numbers from 0 to 1: across, then "
		    "down");
	*x = px;
	*y = py;
	return OK;
}

static enum status
take_focal(struct copyreader *r, const struct field *f, const struct node *nd)
{
	return copy_take_focal_of(r, nd, copy_member(r, f), &r->c->focal_y);
}

/* Read before all others: see kind_given(). */
static enum status
take_kind(struct copyreader *r, const struct field *f, const struct node *nd)
{
	(void)r;
	(void)f;
	(void)nd;
	return OK;
}

static copy_taker *const takers[] = {
	[FIELD_TEXT] = take_text,
	[FIELD_PROSE] = take_text,
	[FIELD_FLAG] = take_flag,
	[FIELD_NOT] = take_flag,
	[FIELD_NUMBER] = take_number,
	[FIELD_WHEN] = take_when,
	[FIELD_ID] = take_id,
	[FIELD_HASH] = take_hash,
	[FIELD_ADDRESS] = take_address,
	[FIELD_LANG] = take_lang,
	[FIELD_ZONE] = take_zone,
	[FIELD_REF] = take_ref,
	[FIELD_REFS] = take_refs,
	[FIELD_TEXTS] = take_texts,
	[FIELD_LINES] = take_worded,
	[FIELD_WORDED] = take_worded,
	[FIELD_VOICE] = take_voice,
	[FIELD_CREDITS] = copy_take_credits,
	[FIELD_CHANGES] = copy_take_changes,
	[FIELD_PICTURE] = copy_take_picture,
	[FIELD_MEDIA] = copy_take_media,
	[FIELD_SIZES] = copy_take_sizes,
	[FIELD_SLOTS] = copy_take_slots,
	[FIELD_MENU] = copy_take_menu,
	[FIELD_LANGUAGES] = copy_take_languages,
	[FIELD_FOCAL] = take_focal,
	[FIELD_KIND] = take_kind,
	[FIELD_ROWS] = copy_take_rows,
	[FIELD_DURATION] = copy_take_duration,
	[FIELD_POINT] = copy_take_point,
	[FIELD_PARTIES] = copy_take_records,
	[FIELD_COUNTS] = copy_take_records,
	[FIELD_FACTS] = copy_take_records,
	[FIELD_UPDATES] = copy_take_records,
	[FIELD_DOCUMENTS] = copy_take_records,
	[FIELD_TRACKS] = copy_take_records,
	[FIELD_OFFICES] = copy_take_records,
	[FIELD_SHOTS] = copy_take_records,
	[FIELD_SIGNERS] = copy_take_signers,
};

static enum status
no_such_kind(struct copyreader *r, const struct node *nd)
{
	const struct str said = node_text(nd);
	const enum kind near = kind_near(said);

	if (near != KIND_NONE)
		return copy_refuse(r, nd->line,
		    "`%.*s` is no kind of thing that stet knows; did you mean "
		    "`%.*s`?",
		    STR_ARG(said), STR_ARG(kind_name(near)));
	return copy_refuse(r, nd->line,
	    "`%.*s` is no kind of thing that stet knows; write %.*s",
	    STR_ARG(said), STR_ARG(kinds_named(r->j)));
}

/* What kind the file says it is of; `type` counts only if it names one. */
static enum status
read_kind(struct copyreader *r)
{
	const struct node *nd = node_like(r->tf->top, STR("kind"));
	const struct node *type = node_like(r->tf->top, STR("type"));
	enum kind k = KIND_NONE;

	r->c->kind = r->defaults->kind != KIND_NONE ? r->defaults->kind
						    : KIND_STORY;
	if (!node_is_empty(nd)) {
		k = kind_of(str_trim(node_text(nd)));
		if (k == KIND_NONE)
			return no_such_kind(r, nd);
	} else if (!node_is_empty(type)) {
		k = kind_of(str_trim(node_text(type)));
	}
	if (k != KIND_NONE)
		r->c->kind = k;
	return OK;
}

/* A name that no field has: kept, and remarked upon if it looks misspelt. */
static void
unknown(struct copyreader *r, const struct node *nd)
{
	const struct field *near = field_near(r->c->kind, nd->key);

	if (near != NULL)
		copy_note(r, nd->key_line,
		    job_printf(r->j,
			"`%.*s` is not a field that stet knows (it is kept); "
			"did you mean `%s`?",
			STR_ARG(nd->key), near->name));
}

#define FIELDS_MAX 160

/* Synonyms count where the field's own name says nothing. */
static enum status
read_fields(struct copyreader *r)
{
	const struct node *given[FIELDS_MAX] = { NULL };
	size_t n;
	const struct field *all = fields_all(&n);
	enum status st = OK;

	for (const struct node *nd = r->tf->top->first; nd != NULL;
	     nd = nd->next) {
		const struct field *f = field_at(r->c->kind, nd->key);
		const struct node **at;

		if (f == NULL) {
			unknown(r, nd);
			continue;
		}
		at = &given[f - all];
		if (!node_is_empty(nd)
		    && (*at == NULL || str_eq(nd->key, str_of(f->name))))
			*at = nd;
	}
	for (size_t i = 0; i < n && st == OK; i++)
		if (given[i] != NULL)
			st = takers[all[i].type](r, &all[i], given[i]);
	return st;
}

enum status
copy_read(struct job *j, const struct textfile *tf,
    const struct copy_defaults *defaults, struct copy *out)
{
	struct copy c = { .kind = KIND_NONE };
	struct copyreader r = { j, tf, defaults, &c };
	enum status st = read_kind(&r);

	if (st == OK)
		st = read_fields(&r);
	if (st != OK)
		return st;
	if (c.lang.n == 0 && !kind_is_entity(c.kind))
		c.lang = defaults->lang;
	*out = c;
	return OK;
}

static bool
is_filled(const struct textfile *tf, enum kind k, const struct field *f)
{
	for (const struct node *nd = tf->top->first; nd != NULL; nd = nd->next)
		if (!node_is_empty(nd) && field_at(k, nd->key) == f)
			return true;
	return false;
}

enum status
copy_check(struct job *j, const struct textfile *tf, const struct copy *c)
{
	size_t n;
	const struct field *all = fields_all(&n);

	for (size_t i = 0; i < n; i++)
		if ((all[i].required & KIND_BIT(c->kind)) != 0
		    && !is_filled(tf, c->kind, &all[i]))
			return job_fail(j, INVALID,
			    "%.*s:%d: %s %s needs `%s` (%s); add the field",
			    STR_ARG(tf->name), tf->front_line,
			    str_find_ch(STR("aeiou"),
				kind_row(c->kind)->name[0])
				    == NOWHERE
				? "a"
				: "an",
			    kind_row(c->kind)->name, all[i].name, all[i].what);
	return OK;
}
