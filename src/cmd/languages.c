/* SPDX-License-Identifier: ISC */
/* What the interface says in each language, and who has looked at it. */
#include "base/buf.h"
#include "cmd/commands.h"
#include "cmd/tell.h"
#include "desk/desk.h"
#include "page/theme.h"
#include "press/press.h"
#include "site/settings.h"
#include "site/site.h"

#define OUT_MAX ((size_t)1 << 20)

static const struct cmd_option options[] = {
	CMD_JSON,
	CMD_OPTIONS_END,
};

struct listing_words {
	struct call *c;
	const struct words_list *list;
	struct buf b;
};

static void
free_theme(void *t)
{
	theme_free(t);
}

static struct str
or_custom(struct str s)
{
	return s.n > 0 ? s : STR("its own");
}

static enum status
put_json(struct listing_words *l, const struct language *lang,
    const struct words *w)
{
	const bool stands_in = words_stand_in(w, lang->tag);
	json_t *o = json_object();

	(void)json_object_set_new(o, "tag",
	    json_stringn(lang->tag.p, lang->tag.n));
	(void)json_object_set_new(o, "name",
	    json_stringn(lang->name.p, lang->name.n));
	(void)json_object_set_new(o, "direction",
	    json_string(lang->rtl ? "rtl" : "ltr"));
	(void)json_object_set_new(o, "words",
	    json_integer(stands_in ? 0 : (json_int_t)words_own(w)));
	(void)json_object_set_new(o, "of",
	    json_integer((json_int_t)words_keys(l->list)));
	(void)json_object_set_new(o, "reviewed",
	    json_boolean(!stands_in && words_reviewed(w)));
	return tell_json(l->c, o);
}

static enum status
put_language(struct listing_words *l, struct language lang)
{
	const struct words *const w = words_for(l->list, lang.tag);
	const size_t all = words_keys(l->list);

	if (lang.name.n == 0)
		lang.name = language_own_name(l->c->j, lang.tag);
	if (l->c->json)
		return put_json(l, &lang, w);
	buf_printf(&l->b, "%.*s: %.*s, %s, calendar %.*s, digits %.*s\n",
	    STR_ARG(lang.tag), STR_ARG(lang.name),
	    lang.rtl ? "from right to left" : "from left to right",
	    STR_ARG(or_custom(lang.calendar)), STR_ARG(or_custom(lang.digits)));
	if (words_stand_in(w, lang.tag))
		BUF_LIT(&l->b,
		    "  the interface has no words in it and speaks English\n");
	else if (words_own(w) < all)
		buf_printf(&l->b,
		    "  the interface lacks %zu of %zu words, which are "
		    "English\n",
		    all - words_own(w), all);
	if (!words_stand_in(w, lang.tag) && !words_reviewed(w))
		BUF_LIT(&l->b,
		    "  no native reader has reviewed the interface's words\n");
	return OK;
}

/* Those that have a file of words, as a paper without settings has them. */
static enum status
put_shipped(struct listing_words *l)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < words_languages(l->list); i++) {
		const struct str tag = words_lang(words_language(l->list, i));

		st = put_language(l,
		    (struct language){ .tag = tag,
			.rtl = language_is_rtl(tag) });
	}
	return st;
}

static enum status
settings_of(struct call *c, const struct copy **out)
{
	struct desk *d;
	struct site *s;
	enum status st = call_desk(c, &d);

	if (st != OK)
		return st;
	s = desk_site(d);
	st = site_read_begin(s, c->j);
	if (st != OK)
		return st;
	st = site_settings(s, c->j, out);
	site_read_end(s);
	return st;
}

static enum status
open_words(struct call *c, const struct copy *settings,
    const struct words_list **out)
{
	struct theme *t;
	enum status st = settings
	    ? press_theme(c->j, c->args[0], settings->theme, &t)
	    : theme_open(c->j, NULL, NULL, 0, &t);

	if (st != OK)
		return st;
	job_defer(c->j, free_theme, t);
	*out = theme_words_list(t);
	return OK;
}

static enum status
languages(struct call *c)
{
	struct listing_words l = { .c = c };
	const struct copy *settings = NULL;
	enum status st = OK;

	if (c->n_args > 0)
		st = settings_of(c, &settings);
	if (st == OK)
		st = open_words(c, settings, &l.list);
	if (st != OK)
		return st;
	l.b = buf_in(c->j, OUT_MAX);
	if (settings == NULL)
		st = put_shipped(&l);
	for (size_t i = 0; st == OK && settings && i < settings->languages.n;
	     i++)
		st = put_language(&l, settings->languages.at[i]);
	return st == OK ? call_print(c, buf_so_far(&l.b)) : st;
}

const struct cmd cmd_languages = {
	.name = "languages",
	.args = "[DIR]",
	.what = "the languages of a paper (or of the program) and whether a "
		"native reader has reviewed what the interface says in them",
	.options = options,
	.min_args = 0,
	.max_args = 1,
	.run = languages,
};
