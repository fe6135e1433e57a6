/* SPDX-License-Identifier: ISC */
/*
 * 1. The keys are English's, sorted; a word stands at its key's place in
 *    every language, and a word that a language lacks is English's there.
 * 2. Every word has the form OTHER; a form that it lacks is OTHER.
 * 3. "_reviewed" stands among a file's words and is none: whether a native
 *    reader has looked at them.
 */
#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "page/dates.h"
#include "page/escape.h"
#include "page/names.h"
#include "page/words.h"

#define MAX_LANG 64
#define KNOWN_PLURALS 128

enum plural { ZERO, ONE, TWO, FEW, MANY, OTHER, N_PLURALS };

static const char *const plural_names[N_PLURALS] = { "zero", "one", "two",
	"few", "many", "other" };

struct form {
	struct str before, behind; /* the value, as text */
	struct word_parts escaped;
	bool takes;
};

struct entry {
	bool plural, takes;
	struct form forms[N_PLURALS];
};

struct words {
	struct str lang;
	const struct words_list *list;
	struct entry *entries;
	bool *own; /* of each key: not English's */
	bool reviewed;
	UPluralRules *rules;
	unsigned char plurals[KNOWN_PLURALS]; /* of the first numbers */
};

struct words_list {
	struct str *keys;
	size_t n_keys;
	struct words *langs; /* the first is English */
	size_t n_langs;
};

struct reader {
	struct job *j;
	const struct words_file *file;
	struct words_list *list;
};

static int
by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

size_t
words_key(const struct words_list *list, struct str key)
{
	const struct str *at = bsearch(&key, list->keys, list->n_keys,
	    sizeof(key), by_text);

	return at ? (size_t)(at - list->keys) : NOWHERE;
}

size_t
words_keys(const struct words_list *list)
{
	return list->n_keys;
}

struct str
words_key_at(const struct words_list *list, size_t at)
{
	return list->keys[at];
}

bool
words_takes_value(const struct words_list *list, size_t at)
{
	return list->langs[0].entries[at].takes;
}

bool
words_takes_number(const struct words_list *list, size_t at)
{
	return list->langs[0].entries[at].plural;
}

/* "file:line: why", the line being that of the key. */
static enum status
fail_key(const struct reader *r, struct str key, const char *why,
    struct str more)
{
	struct str quoted = job_printf(r->j, "\"%.*s\"", STR_ARG(key));
	struct str text = r->file->text;
	size_t at = str_find(text, quoted);
	unsigned line = 1;

	for (size_t i = 0; at != NOWHERE && i < at; i++)
		line += text.p[i] == '\n';
	return job_fail(r->j, INVALID, "%.*s:%u: \"%.*s\" %s%.*s",
	    STR_ARG(r->file->file), line, STR_ARG(key), why, STR_ARG(more));
}

static enum status
read_form(const struct reader *r, struct str key, const json_t *v,
    struct form *out)
{
	struct str s,
	    text = job_str(r->j,
		str_from(json_string_value(v), json_string_length(v)));
	size_t open = str_find_ch(text, '{'), close;

	s = open == NOWHERE ? STR("") : str_skip(text, open);
	close = str_find_ch(s, '}');
	out->takes = open != NOWHERE;
	if ((open != NOWHERE && close == NOWHERE)
	    || str_find_ch(str_skip(s, close == NOWHERE ? 0 : close), '{')
		!= NOWHERE)
		return fail_key(r, key,
		    "has more than one place to fill in, or an open brace",
		    STR(""));
	out->before = str_sub(text, 0, open);
	out->behind = out->takes ? str_skip(s, close + 1) : STR("");
	out->escaped = (struct word_parts){ escape(r->j, out->before),
		escape(r->j, out->behind), out->takes };
	return OK;
}

static enum status
read_plurals(const struct reader *r, struct str key, json_t *v,
    struct entry *out)
{
	const struct str none = { NULL, 0 };
	bool has[N_PLURALS] = { false };
	const char *name;
	json_t *text;

	out->plural = true;
	json_object_foreach(v, name, text)
	{
		size_t i = 0;
		enum status st;

		while (i < N_PLURALS && strcmp(plural_names[i], name) != 0)
			i++;
		if (i == N_PLURALS || !json_is_string(text))
			return fail_key(r, key,
			    "takes texts under zero, one, two, few, many and "
			    "other only",
			    none);
		st = read_form(r, key, text, &out->forms[i]);
		if (st != OK)
			return st;
		has[i] = true;
	}
	if (!has[OTHER])
		return fail_key(r, key, "lacks the form \"other\"", none);
	for (size_t i = 0; i < N_PLURALS; i++)
		if (!has[i])
			out->forms[i] = out->forms[OTHER];
	out->takes = true;
	return OK;
}

static enum status
read_entry(const struct reader *r, struct str key, json_t *v, struct entry *out)
{
	enum status st;

	if (json_is_object(v))
		return read_plurals(r, key, v, out);
	if (!json_is_string(v))
		return fail_key(r, key, "is neither a text nor plural forms",
		    STR(""));
	st = read_form(r, key, v, &out->forms[0]);
	for (size_t i = 1; st == OK && i < N_PLURALS; i++)
		out->forms[i] = out->forms[0];
	out->takes = out->forms[0].takes;
	return st;
}

/* Does another language's word fit English's? */
static enum status
check_entry(const struct reader *r, struct str key, const struct entry *e,
    const struct entry *english)
{
	if (e->plural && !english->plural)
		return fail_key(r, key,
		    "has plural forms, but English has none", STR(""));
	if (e->takes && !english->takes)
		return fail_key(r, key,
		    "has a place to fill in, but English has none", STR(""));
	return OK;
}

static enum status
parse(const struct reader *r, json_t **out)
{
	json_error_t why;
	json_t *root = json_loadb(r->file->text.p, r->file->text.n,
	    JSON_REJECT_DUPLICATES, &why);

	if (root == NULL)
		return job_fail(r->j, INVALID, "%.*s:%d: %s",
		    STR_ARG(r->file->file), why.line, why.text);
	if (!json_is_object(root)) {
		json_decref(root);
		return job_fail(r->j, INVALID,
		    "%.*s:1: words are written { \"key\": \"word\", ... }",
		    STR_ARG(r->file->file));
	}
	*out = root;
	return OK;
}

static enum status
fail_unknown(const struct reader *r, struct str key)
{
	struct str *names = JOB_ARRAY(r->j, struct str, r->list->n_keys + 1);

	for (size_t i = 0; i < r->list->n_keys; i++)
		names[i] = r->list->keys[i];
	return fail_key(r, key, "is no word in English; there is ",
	    names_like(r->j, key, names, r->list->n_keys));
}

static bool
is_reviewed(const char *key)
{
	return strcmp(key, "_reviewed") == 0;
}

static enum status
read_reviewed(const struct reader *r, const json_t *v, struct words *w)
{
	if (!json_is_boolean(v))
		return fail_key(r, STR("_reviewed"),
		    "says whether a native reader has looked at these words: "
		    "true or false",
		    STR(""));
	w->reviewed = json_is_true(v);
	return OK;
}

/* Lay a file's words over what the language has so far. */
static enum status
read_words(const struct reader *r, struct words *w)
{
	json_t *root = NULL, *v;
	const char *name;
	bool english = w == r->list->langs;
	enum status st = parse(r, &root);

	if (st != OK)
		return st;
	json_object_foreach(root, name, v)
	{
		struct str key = str_of(name);
		size_t at = words_key(r->list, key);
		struct entry e = { 0 };

		if (is_reviewed(name)) {
			st = read_reviewed(r, v, w);
			if (st == OK)
				continue;
			break;
		}
		if (at == NOWHERE)
			st = fail_unknown(r, key);
		else
			st = read_entry(r, key, v, &e);
		if (st == OK && !english)
			st = check_entry(r, key, &e,
			    &r->list->langs[0].entries[at]);
		if (st != OK)
			break;
		w->entries[at] = e;
		w->own[at] = true;
	}
	json_decref(root);
	return st;
}

/* The keys of a file of English, behind those there are. */
static enum status
read_keys(const struct reader *r)
{
	struct words_list *l = r->list;
	json_t *root = NULL, *v;
	const char *name;
	enum status st = parse(r, &root);

	if (st != OK)
		return st;
	json_object_foreach(root, name, v)
	{
		struct str key = job_str(r->j, str_of(name));

		if (is_reviewed(name))
			continue;
		if (str_find_ch(key, '.') != NOWHERE) {
			st = fail_key(r, key, "has a dot in its name", STR(""));
			break;
		}
		l->keys = job_grow(r->j, l->keys, l->n_keys * sizeof(key),
		    (l->n_keys + 1) * sizeof(key));
		l->keys[l->n_keys++] = key;
	}
	json_decref(root);
	return st;
}

static void
sort_keys(struct words_list *l)
{
	size_t n = 0;

	if (l->n_keys)
		qsort(l->keys, l->n_keys, sizeof(*l->keys), by_text);
	for (size_t i = 0; i < l->n_keys; i++)
		if (n == 0 || !str_eq(l->keys[n - 1], l->keys[i]))
			l->keys[n++] = l->keys[i];
	l->n_keys = n;
}

static void
close_rules(void *what)
{
	uplrules_close(what);
}

static unsigned char
ask_plural(const UPluralRules *rules, double n)
{
	UChar form[16];
	char name[16];
	UErrorCode e = U_ZERO_ERROR;
	int32_t len = uplrules_select(rules, n, form, 15, &e);

	if (U_FAILURE(e))
		return OTHER;
	form[len] = 0;
	u_UCharsToChars(form, name, len + 1);
	for (int i = 0; i < N_PLURALS; i++)
		if (strcmp(plural_names[i], name) == 0)
			return (unsigned char)i;
	return OTHER;
}

static void
begin_language(const struct reader *r, struct str lang)
{
	struct words *w = &r->list->langs[r->list->n_langs++];
	UErrorCode e = U_ZERO_ERROR;

	w->lang = job_str(r->j, lang);
	w->list = r->list;
	w->entries = JOB_ARRAY(r->j, struct entry, r->list->n_keys + 1);
	w->own = JOB_ARRAY(r->j, bool, r->list->n_keys + 1);
	if (w != r->list->langs)
		memcpy(w->entries, r->list->langs[0].entries,
		    r->list->n_keys * sizeof(*w->entries));
	w->rules = uplrules_openForType(w->lang.p, UPLURAL_TYPE_CARDINAL, &e);
	if (U_FAILURE(e)) {
		w->rules = NULL;
		memset(w->plurals, OTHER, sizeof(w->plurals));
		return;
	}
	job_defer(r->j, close_rules, w->rules);
	for (size_t i = 0; i < KNOWN_PLURALS; i++)
		w->plurals[i] = ask_plural(w->rules, (double)i);
}

static struct words *
language(const struct words_list *l, struct str lang)
{
	for (size_t i = 0; i < l->n_langs; i++)
		if (str_eq_nocase(l->langs[i].lang, lang))
			return &l->langs[i];
	return NULL;
}

enum status
words_read(struct job *j, const struct words_file *files, size_t n,
    const struct words_list **out)
{
	struct words_list *l = JOB_NEW(j, struct words_list);
	struct reader r = { .j = j, .list = l };
	enum status st = OK;

	l->langs = JOB_ARRAY(j, struct words, n + 1);
	for (size_t i = 0; st == OK && i < n; i++) {
		r.file = &files[i];
		if (str_eq(files[i].lang, STR("en")))
			st = read_keys(&r);
	}
	sort_keys(l);
	if (st == OK && l->n_keys == 0)
		return job_fail(j, INVALID,
		    "words/en.json is missing: the keys of every language "
		    "are English's");
	begin_language(&r, STR("en"));
	/* English first: the others are checked against it. */
	for (size_t i = 0; st == OK && i < 2 * n; i++) {
		bool english = str_eq(files[i % n].lang, STR("en"));

		if (english != (i < n))
			continue;
		r.file = &files[i % n];
		if (language(l, r.file->lang) == NULL)
			begin_language(&r, r.file->lang);
		st = read_words(&r, language(l, r.file->lang));
	}
	if (st == OK)
		*out = l;
	return st;
}

/* "zh-Hans-CN", then "zh-Hans", then "zh". */
static const struct words *
nearest(const struct words_list *list, struct str lang)
{
	while (lang.n) {
		const struct words *w = language(list, lang);
		size_t dash = str_rfind_ch(lang, '-');

		if (w)
			return w;
		lang.n = dash == NOWHERE ? 0 : dash;
	}
	return NULL;
}

/*
 * With the script that the tag leaves unsaid, so that "zh" and "zh-SG" find
 * zh-Hans and "zh-TW" does not.
 */
static const struct words *
nearest_in_script(const struct words_list *list, struct str lang)
{
	char tag[MAX_LANG] = "", full[MAX_LANG] = "";
	UErrorCode e = U_ZERO_ERROR;

	memcpy(tag, lang.p, lang.n < MAX_LANG ? lang.n : 0);
	uloc_addLikelySubtags(tag, full, MAX_LANG, &e);
	if (U_FAILURE(e) || e == U_STRING_NOT_TERMINATED_WARNING)
		return NULL;
	for (char *p = full; *p; p++)
		if (*p == '_')
			*p = '-';
	return nearest(list, str_of(full));
}

const struct words *
words_for(const struct words_list *list, struct str lang)
{
	const struct words *w = nearest(list, lang);

	if (w == NULL)
		w = nearest_in_script(list, lang);
	return w ? w : &list->langs[0];
}

static struct str
primary(struct str lang)
{
	return str_sub(lang, 0, str_find_ch(lang, '-'));
}

bool
words_stand_in(const struct words *w, struct str lang)
{
	return !str_eq_nocase(primary(w->lang), primary(lang));
}

struct str
words_lang(const struct words *w)
{
	return w->lang;
}

bool
words_reviewed(const struct words *w)
{
	return w->reviewed;
}

size_t
words_own(const struct words *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->list->n_keys; i++)
		n += w->own[i];
	return n;
}

size_t
words_languages(const struct words_list *list)
{
	return list->n_langs;
}

const struct words *
words_language(const struct words_list *list, size_t at)
{
	return &list->langs[at];
}

static const struct entry *
entry(const struct words *w, const char *key)
{
	size_t at = words_key(w->list, str_of(key));

	assert(at != NOWHERE);
	return &w->entries[at];
}

static enum plural
plural_of(const struct words *w, int64_t n)
{
	if (n >= 0 && n < KNOWN_PLURALS)
		return w->plurals[n];
	return w->rules ? ask_plural(w->rules, (double)n) : OTHER;
}

struct str
word(const struct words *w, const char *key)
{
	return entry(w, key)->forms[OTHER].before;
}

static struct str
filled(struct job *j, const struct form *f, struct str value)
{
	struct buf b = buf_in(j, SIZE_MAX);

	buf_put(&b, f->before);
	if (f->takes)
		buf_put(&b, value);
	buf_put(&b, f->behind);
	return buf_so_far(&b);
}

struct str
word_with(const struct words *w, struct job *j, const char *key,
    struct str value)
{
	return filled(j, &entry(w, key)->forms[OTHER], value);
}

struct str
word_n(const struct words *w, struct job *j, const char *key, int64_t n,
    const struct figures *f)
{
	return filled(j, &entry(w, key)->forms[plural_of(w, n)],
	    number_text(f, j, n));
}

struct word_parts
words_at(const struct words *w, size_t at)
{
	return w->entries[at].forms[OTHER].escaped;
}

struct word_parts
words_at_n(const struct words *w, size_t at, int64_t n)
{
	return w->entries[at].forms[plural_of(w, n)].escaped;
}

bool
language_is_rtl(struct str lang)
{
	char tag[MAX_LANG] = "";

	memcpy(tag, lang.p, lang.n < MAX_LANG ? lang.n : 0);
	return uloc_isRightToLeft(tag);
}

struct str
language_own_name(struct job *j, struct str lang)
{
	const char *tag = job_cstr(j, lang);
	UChar name[128], title[256];
	char utf8[512];
	int32_t n;
	UErrorCode e = U_ZERO_ERROR;

	uloc_getDisplayName(tag, tag, name, 128, &e);
	n = u_strToTitle(title, 256, name, -1, NULL, tag, &e);
	u_strToUTF8(utf8, sizeof(utf8), &n, title, n, &e);
	return U_FAILURE(e) ? job_str(j, lang) : job_str(j, str_from(utf8, n));
}
