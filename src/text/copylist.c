/* SPDX-License-Identifier: ISC */
/* Fields that are lists of small records: bylines, changes, media. */
#include "text/copyread.h"

static const struct {
	struct str word;
	enum role role;
} role_words[] = {
	{ STR_INIT("by"), ROLE_BY },
	{ STR_INIT("author"), ROLE_BY },
	{ STR_INIT("authors"), ROLE_BY },
	{ STR_INIT("text"), ROLE_BY },
	{ STR_INIT("words"), ROLE_BY },
	{ STR_INIT("photographs"), ROLE_PHOTOGRAPHS },
	{ STR_INIT("photographer"), ROLE_PHOTOGRAPHS },
	{ STR_INIT("photos"), ROLE_PHOTOGRAPHS },
	{ STR_INIT("photo"), ROLE_PHOTOGRAPHS },
	{ STR_INIT("pictures"), ROLE_PHOTOGRAPHS },
	{ STR_INIT("translation"), ROLE_TRANSLATION },
	{ STR_INIT("translator"), ROLE_TRANSLATION },
	{ STR_INIT("translated by"), ROLE_TRANSLATION },
	{ STR_INIT("additional reporting"), ROLE_REPORTING },
	{ STR_INIT("additional_reporting"), ROLE_REPORTING },
	{ STR_INIT("reporting"), ROLE_REPORTING },
	{ STR_INIT("agency"), ROLE_AGENCY },
};

static bool
role_of(struct str word, enum role *out)
{
	for (size_t i = 0; i < sizeof(role_words) / sizeof(role_words[0]);
	     i++) {
		if (str_eq_nocase(str_trim(word), role_words[i].word)) {
			*out = role_words[i].role;
			return true;
		}
	}
	return false;
}

static void
put_credit(struct copyreader *r, const struct field *f, enum role role,
    const struct node *nd)
{
	struct credits *list = copy_member(r, f);
	const struct str name = str_trim(node_text(nd));
	struct credit *at;

	if (name.n == 0)
		return;
	at = COPY_ADD(r, list);
	*at = (struct credit){ role, name, nd->line };
}

/* {photographs: A}, {by: [A, B]}, {name: A, role: photographs} */
static enum status
take_credit_map(struct copyreader *r, const struct field *f,
    const struct node *map)
{
	const struct node *name = node_like(map, STR("name"));
	enum role role = ROLE_BY;

	if (name != NULL) {
		const struct str word = copy_entry(map, "role");

		/* Elsewhere an author's role is a job; then it says nothing. */
		(void)role_of(word, &role);
		put_credit(r, f, role, name);
		return OK;
	}
	for (const struct node *nd = map->first; nd != NULL; nd = nd->next) {
		if (!role_of(nd->key, &role)) {
			enum status st = copy_refuse(r, nd->key_line,
			    "`%.*s` is nothing that a byline names; write by, "
			    "photographs, translation, additional reporting or "
			    "agency",
			    STR_ARG(nd->key));
			if (st != OK)
				return st;
			continue;
		}
		if (nd->kind == NODE_SCALAR)
			put_credit(r, f, role, nd);
		for (const struct node *o = nd->first; o != NULL; o = o->next)
			put_credit(r, f, role, o);
	}
	return OK;
}

enum status
copy_take_credits(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	enum status st = OK;

	if (nd->kind == NODE_SCALAR)
		put_credit(r, f, ROLE_BY, nd);
	if (nd->kind == NODE_MAP)
		return take_credit_map(r, f, nd);
	for (const struct node *o = nd->first; o != NULL && st == OK;
	     o = o->next) {
		if (o->kind == NODE_MAP)
			st = take_credit_map(r, f, o);
		else
			put_credit(r, f, ROLE_BY, o);
	}
	return st;
}

static enum status
take_change(struct copyreader *r, const struct field *f, const struct node *nd)
{
	struct changes *list = copy_member(r, f);
	const struct node *at = node_like(nd, STR("at"));
	struct change c = { .note = str_trim(copy_entry(nd, "note")) };
	enum status st;

	if (!grade_of(copy_entry(nd, "grade"), &c.grade))
		return copy_refuse(r, nd->line,
		    "a change needs a `grade`: typo, update, clarification, "
		    "correction or editor's note");
	if (at == NULL)
		return copy_refuse(r, nd->line,
		    "a change needs `at`, the time at which it was made");
	st = copy_take_when(r, at, &c.at);
	if (st == OK) {
		struct change *room = COPY_ADD(r, list);
		*room = c;
	}
	return st;
}

enum status
copy_take_changes(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	enum status st = OK;

	if (nd->kind != NODE_LIST)
		return copy_refuse(r, nd->line,
		    "`changes` has to be a list of {at, grade, note}");
	for (const struct node *o = nd->first; o != NULL && st == OK;
	     o = o->next)
		st = take_change(r, f, o);
	return st;
}

static enum status
take_size(struct copyreader *r, const struct node *nd, struct sizes *list)
{
	struct size size = { .name = copy_entry(nd, "name"),
		.format = copy_entry(nd, "format") };
	struct size *room;

	if (size.name.n == 0 || size.format.n == 0
	    || sha256_parse(r->j, copy_entry(nd, "sha256"), &size.sha256)
		!= OK) {
		job_forgive(r->j);
		return copy_refuse(r, nd->line,
		    "an entry of `sizes` needs name, sha256, format, width "
		    "and height, as stet wrote them");
	}
	(void)str_to_int(copy_entry(nd, "width"), &size.w);
	(void)str_to_int(copy_entry(nd, "height"), &size.h);
	room = COPY_ADD(r, list);
	*room = size;
	return OK;
}

static enum status
take_sizes(struct copyreader *r, const struct node *nd, struct sizes *list)
{
	enum status st = OK;

	for (const struct node *o = nd ? nd->first : NULL;
	     o != NULL && st == OK; o = o->next)
		st = take_size(r, o, list);
	return st;
}

enum status
copy_take_sizes(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	return take_sizes(r, nd, copy_member(r, f));
}

struct size
medium_size(const struct medium *m, struct str name)
{
	for (size_t i = 0; i < m->sizes.n; i++)
		if (str_eq(m->sizes.at[i].name, name))
			return m->sizes.at[i];
	return (struct size){ name, m->sha256, m->format, m->w, m->h };
}

static enum status
take_medium(struct copyreader *r, const struct field *f, const struct node *nd)
{
	struct media *list = copy_member(r, f);
	struct medium m = { .name = copy_entry(nd, "name"),
		.format = copy_entry(nd, "format") };
	const struct str id = copy_entry(nd, "id");
	struct medium *room;
	enum status st;

	if (m.name.n == 0
	    || sha256_parse(r->j, copy_entry(nd, "sha256"), &m.sha256) != OK
	    || (id.n > 0 && id_of(r->j, id, &m.id) != OK)) {
		job_forgive(r->j);
		return copy_refuse(r, nd->line,
		    "an entry of `media` needs name, id and sha256, as stet "
		    "wrote them");
	}
	(void)str_to_int(copy_entry(nd, "width"), &m.w);
	(void)str_to_int(copy_entry(nd, "height"), &m.h);
	(void)str_to_int(copy_entry(nd, "duration"), &m.duration);
	(void)str_to_int(copy_entry(nd, "bytes"), &m.bytes);
	st = take_sizes(r, node_at(nd, STR("sizes")), &m.sizes);
	if (st != OK)
		return st;
	room = COPY_ADD(r, list);
	*room = m;
	return OK;
}

enum status
copy_take_media(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	enum status st = OK;

	if (nd->kind != NODE_LIST)
		return copy_refuse(r, nd->line,
		    "`media` has to be a list of {name, id, sha256}");
	for (const struct node *o = nd->first; o != NULL && st == OK;
	     o = o->next)
		st = take_medium(r, f, o);
	return st;
}

static const struct node *
focal_in(const struct node *map)
{
	static const char *const names[] = { "focal", "focal_point", "focus" };
	const struct node *nd = NULL;

	for (size_t i = 0; nd == NULL && i < 3; i++)
		nd = node_at(map, str_of(names[i]));
	return nd;
}

/* The first of these entries that says something. */
static struct str
one_of(const struct node *map, const char *const *keys)
{
	for (; *keys != NULL; keys++) {
		const struct str s = str_trim(copy_entry(map, *keys));

		if (s.n > 0)
			return s;
	}
	return STR("");
}

enum status
copy_take_picture_of(struct copyreader *r, const struct node *nd,
    struct picture *out, bool *has)
{
	static const char *const src[] = { "src", "file", "path", "url",
		"image", NULL };
	static const char *const alt[] = { "alt", "alt_text", NULL };
	static const char *const caption[] = { "caption", "title", NULL };
	static const char *const credit[] = { "credit", "photographer",
		"attribution", NULL };
	const struct node *focal = NULL;

	if (nd->kind == NODE_LIST && nd->first != NULL)
		nd = nd->first;
	*out = (struct picture){ .line = nd->line };
	if (nd->kind == NODE_SCALAR) {
		out->src = str_trim(nd->text);
	} else {
		out->src = one_of(nd, src);
		out->alt = one_of(nd, alt);
		out->caption = one_of(nd, caption);
		out->credit = one_of(nd, credit);
		focal = focal_in(nd);
	}
	if (focal != NULL
	    && copy_take_focal_of(r, focal, &out->focal_x, &out->focal_y) != OK)
		return INVALID;
	*has = out->src.n > 0;
	if (*has)
		return OK;
	return copy_refuse(r, nd->line,
	    "the picture needs `src`, the name of its file");
}

enum status
copy_take_picture(struct copyreader *r, const struct field *f,
    const struct node *nd)
{
	return copy_take_picture_of(r, nd, copy_member(r, f),
	    &r->c->has_picture);
}
