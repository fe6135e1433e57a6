/* SPDX-License-Identifier: ISC */
/*
 * 1. Texts are read a piece at a time, so that nobody waits for a long one.
 *    What comes meanwhile has a higher number and comes after; what changes
 *    behind us is as it was, until the next run.
 * 2. An import goes by the order: what others refer to stands before them.
 */
#include "vault/archive.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "record/vouched.h"
#include "site/entity.h"
#include "text/address.h"
#include "text/slug.h"
#include "vault/archiving.h"
#include "wire/archive.h"

#define PIECE 500 /* texts in one read */
#define ORDER_MOST ((size_t)1 << 30)
#define ORIGIN_MOST ((size_t)1024)
#define SHORT_ID 8 /* digits of it in a file's name */

/* What an import has to have before what. */
enum turn {
	TURN_SETTINGS,
	TURN_ENTITIES,
	TURN_REDIRECTS, /* texts may call an entity by a slug that it had */
	TURN_PICTURES,
	TURN_TEXTS,
	TURN_FRONTS, /* and menus: they show texts */
	TURNS
};

struct walk {
	struct archiving *a;
	struct buf order[TURNS];
	int64_t settings; /* the entry that counts */
};

static const char about[] = ARCHIVE_FORM
    "\n"
    "The paper %.*s as text files and pictures.\n"
    "\n"
    "Each text is a file of its own: YAML between lines of ---, then Markdown\n"
    "or HTML.  What stands at an address lies below content/ at that path;\n"
    "people, topics, pictures and the like lie in folders by kind.  Pictures\n"
    "and recordings lie in media/, named by their SHA-256, as the texts name\n"
    "them under \"media\".\n"
    "\n"
    "To take it over into a new paper:\n"
    "\n"
    "    stet init paper --name \"%.*s\" --lang %.*s --timezone %.*s\n"
    "    stet import paper THIS-FOLDER\n";

enum status
archive_put(struct archiving *a, struct str name, struct str bytes)
{
	bool written;
	const enum status st = folder_put(a->folder, a->own, name, bytes,
	    &written);

	if (st == OK)
		*(written ? &a->done.written : &a->done.same) += 1;
	return st;
}

/* ---- names ---- */

static enum turn
turn_of(enum kind k)
{
	static const struct {
		enum kind kind;
		enum turn turn;
	} own[] = {
		{ KIND_SETTINGS, TURN_SETTINGS },
		{ KIND_PICTURE, TURN_PICTURES },
		{ KIND_SIGNATORIES, TURN_TEXTS },
		{ KIND_COMMENTS, TURN_TEXTS },
		{ KIND_FRONT, TURN_FRONTS },
		{ KIND_MENU, TURN_FRONTS },
		{ KIND_REDIRECT, TURN_REDIRECTS },
	};

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (own[i].kind == k)
			return own[i].turn;
	return kind_is_entity(k) ? TURN_ENTITIES : TURN_TEXTS;
}

/* "people/mara-quist-1f2e3d4c.md", or just the id */
static struct str
name_by_kind(struct job *j, const struct copy *c)
{
	const struct str id = id_hex(j, c->id);
	const struct str folder = slug_of(j, str_of(kind_row(c->kind)->plural),
	    STR("en"));
	const struct str said = c->names.n > 0 ? c->names.at[0].text
					       : c->headline;
	const struct str slug = slug_of(j, said, c->lang);

	if (slug.n == 0)
		return job_printf(j, "%.*s/%.*s.md", STR_ARG(folder),
		    STR_ARG(id));
	return job_printf(j, "%.*s/%.*s-%.*s.md", STR_ARG(folder),
	    STR_ARG(slug), SHORT_ID, id.p);
}

static struct str
name_of(struct job *j, const struct copy *c)
{
	struct str name = STR("");

	if (c->kind == KIND_SETTINGS)
		return STR(ARCHIVE_SETTINGS);
	if (kind_row(c->kind)->addressed && !kind_is_entity(c->kind)
	    && c->address.n > 1 && str_find_ch(c->address, '?') == NOWHERE)
		name = folder_name(j,
		    job_printf(j, "/content%.*s.md",
			STR_ARG(address_key(c->address))),
		    false);
	return name.n > 0 ? name : name_by_kind(j, c);
}

/* ---- pictures and recordings ---- */

static enum status
put_medium(struct archiving *a, const struct vouched_file *f)
{
	struct job *const j = a->own;
	const struct str sha = sha256_hex(j, f->sha);
	const struct str name = job_printf(j, "media/%.*s.%.*s", STR_ARG(sha),
	    STR_ARG(f->format.n > 0 ? f->format : STR("jpg")));
	bool is, written;
	enum status st = folder_keep(a->folder, j, name, &is);
	int fd;

	if (st != OK || is)
		return st;
	fd = a->media < 0
	    ? -1
	    : openat(a->media,
		job_cstr(j, job_printf(j, "%.2s/%.*s", sha.p, STR_ARG(sha))),
		O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0) {
		a->done.missing++;
		return OK;
	}
	st = folder_copy(a->folder, j, name, fd, &written);
	(void)close(fd);
	a->done.media++;
	a->done.written += st == OK && written;
	return st;
}

static enum status
put_media(struct archiving *a, const struct walked *w, struct str text)
{
	const struct leaf l = { .action = w->action, .thing = w->thing };
	struct vouched v;
	enum status st = vouched_read(a->own, &l, text, &v);

	if (st == INVALID) {
		job_forgive(a->own);
		return OK;
	}
	for (size_t i = 0; st == OK && i < v.n; i++)
		st = put_medium(a, &v.files[i]);
	return st;
}

/* ---- texts ---- */

static enum status
listed(struct walk *w, enum turn turn, struct str name, struct str bytes)
{
	buf_printf(&w->order[turn], "%.*s\n", STR_ARG(name));
	w->a->done.texts++;
	return archive_put(w->a, name, bytes);
}

/*
 * What led to a thing before it moved, as a redirect of its own: its id and
 * salt are the same each time, and nobody else can guess them.
 */
static enum status
put_redirect(struct walk *w, const struct copy *c, struct str from,
    struct str to)
{
	struct job *const j = w->a->own;
	struct copy as = { .kind = KIND_REDIRECT };
	struct node *const aliases = node_put(j, NULL, NODE_LIST, 1);
	struct sha256 mark;
	struct str bytes;
	enum status st = desk_mark(w->a->d, j,
	    job_printf(j, "redirect %.*s %.*s", STR_ARG(id_hex(j, c->id)),
		STR_ARG(from)),
	    &mark);

	if (st != OK)
		return st;
	memcpy(as.id.b, mark.b, ID_BYTES);
	node_put(j, aliases, NODE_SCALAR, 1)->text = from;
	const struct edit edits[] = {
		{ .field = STR("kind"), .text = kind_name(as.kind) },
		{ .field = STR("aliases"), .tree = aliases },
		{ .field = STR("to"), .text = to },
		{ .field = STR("id"), .text = id_hex(j, as.id) },
		{ .field = STR("revision"), .text = STR("1") },
		{ .field = STR("salt"),
		    .text = str_skip(sha256_hex(j, mark),
			2 * (size_t)ID_BYTES) },
	};

	st = textfile_edit(j, STR(""), STR("redirect"), edits,
	    sizeof(edits) / sizeof(edits[0]), &bytes);
	return st == OK ? listed(w, TURN_REDIRECTS, name_of(j, &as), bytes)
			: st;
}

static bool
says_so(struct job *j, const struct texts *aliases, struct str path)
{
	for (size_t i = 0; i < aliases->n; i++) {
		struct str one;

		if (address_normal(j, aliases->at[i], &one) != OK)
			job_forgive(j);
		else if (str_eq(address_key(one), path))
			return true;
	}
	return false;
}

/* Old addresses of a thing that its own file does not name. */
static enum status
put_redirects(struct walk *w, int64_t num, const struct copy *c)
{
	struct job *const j = w->a->own;
	struct rows r;
	enum status st = rows_begin(desk_site_db(w->a->d), j,
	    SQL_SITE_ADDRESSES_LEFT_BEHIND, VALS(val_int(num)), &r);

	if (st != OK)
		return st;
	while (st == OK && rows_next(&r)) {
		const struct str from = job_str(j, row_str(&r, 0));
		struct link now = { .address = c->address };

		if (kind_is_entity(c->kind))
			st = site_link(desk_site(w->a->d), j, num,
			    job_str(j, row_str(&r, 1)), &now);
		if (st == OK && now.address.n > 0
		    && !says_so(j, &c->aliases, from))
			st = put_redirect(w, c, from, now.address);
	}
	const enum status end = rows_end(&r);

	return st != OK ? st : end;
}

static enum status
put_text(struct walk *w, const struct walked *at, struct str bytes)
{
	struct archiving *const a = w->a;
	const struct copy_defaults lenient = { .lenient = true };
	struct textfile tf;
	struct copy c;
	enum status st = textfile_parse(a->own, bytes, STR("a text"), &tf);

	if (st == OK)
		st = copy_read(a->own, &tf, &lenient, &c);
	if (st != OK)
		return st;
	/* Others were put aside by it; none of them counts any more. */
	if (c.kind == KIND_SETTINGS && at->seq != w->settings)
		return OK;
	st = listed(w, turn_of(c.kind), name_of(a->own, &c), bytes);
	if (st == OK)
		st = put_media(a, at, bytes);
	return st == OK && c.kind != KIND_REDIRECT
	    ? put_redirects(w, at->num, &c)
	    : st;
}

static enum status
put_walked(void *walk, struct job *own, const struct walked *at)
{
	struct walk *const w = walk;
	struct archiving *const a = w->a;
	struct str bytes;
	enum status st;

	job_reset(a->own, job_now(own));
	st = record_text_left(desk_site_db(a->d), a->own, desk_deflater(a->d),
	    at->seq, &bytes);
	if (st == OK)
		st = put_text(w, at, bytes);
	progress_at(a->opts->progress, "texts", (uint64_t)a->done.texts, 0);
	return st == OK
	    ? OK
	    : job_fail(own, st, "%.*s", STR_ARG(job_reason(a->own)));
}

static enum status
put_texts(struct walk *w)
{
	struct archiving *const a = w->a;
	struct val newest;
	int64_t after = 0, before;
	enum status st;

	do {
		before = after;
		st = site_read_begin(desk_site(a->d), a->j);
		if (st != OK)
			return st;
		st = store_one(desk_site_db(a->d), a->j, SQL_SITE_SETTING_SEQ,
		    NO_VALS, &newest, 1);
		w->settings = st == OK ? newest.i : -1;
		if (st == OK)
			st = record_living(desk_site_db(a->d), a->j, PIECE,
			    &after, put_walked, w);
		site_read_end(desk_site(a->d));
	} while (st == OK && after != before);
	return st;
}

/* ---- from beginning to end ---- */

static enum status
put_title(struct archiving *a)
{
	struct job *const j = a->own;
	const struct copy *settings;
	enum status st;

	job_reset(j, job_now(a->j));
	st = site_read_begin(desk_site(a->d), j);
	if (st != OK)
		return st;
	st = site_settings(desk_site(a->d), j, &settings);
	if (st == OK) {
		const struct str lang = settings->languages.at[0].tag;
		const struct str name = worded_in(&settings->names, lang, lang);

		st = archive_put(a, STR(ARCHIVE_TITLE),
		    job_printf(j, about, STR_ARG(name), STR_ARG(name),
			STR_ARG(lang), STR_ARG(settings->timezone)));
	}
	site_read_end(desk_site(a->d));
	return st;
}

static enum status
put_order(struct walk *w)
{
	struct buf all = buf_in(w->a->own, ORDER_MOST);

	for (size_t i = 0; i < TURNS; i++)
		buf_put(&all, buf_so_far(&w->order[i]));
	return archive_put(w->a, STR(ARCHIVE_ORDER), buf_so_far(&all));
}

/* Where another paper's archive lies, this one's must not come between. */
static enum status
check_folder(struct archiving *a)
{
	struct str was, origin;
	enum status st = folder_recall(a->folder, a->own, "archive",
	    ORIGIN_MOST, &was);

	if (st == OK)
		st = record_origin(desk_site_db(a->d), a->own, &origin);
	if (st == NOT_FOUND) {
		job_forgive(a->own);
		return OK;
	}
	if (st == OK && !str_eq(was, origin))
		st = job_fail(a->own, CONFLICT,
		    "%s holds the archive of another paper, %.*s; name another "
		    "folder",
		    a->opts->folder, STR_ARG(was));
	return st;
}

static enum status
finish(struct archiving *a)
{
	struct str origin;
	enum status st = folder_sweep(a->folder, a->own, &a->done.dropped);

	if (st == OK)
		st = folder_sync(a->folder, a->own);
	if (st == OK)
		st = record_origin(desk_site_db(a->d), a->own, &origin);
	return st == OK ? folder_note(a->folder, a->own, "archive", origin)
			: st;
}

static enum status
put_all(struct archiving *a)
{
	struct walk w = { .a = a };
	struct job *const orders = job_new(job_now(a->j));
	enum status st = check_folder(a);

	for (size_t i = 0; i < TURNS; i++)
		w.order[i] = buf_in(orders, ORDER_MOST);
	if (st == OK)
		st = folder_begin(a->folder, a->own);
	if (st == OK)
		st = put_title(a);
	if (st == OK)
		st = put_texts(&w);
	if (st == OK)
		st = put_order(&w);
	if (st == OK && a->opts->with_record)
		st = archive_log(a);
	if (st == OK)
		st = finish(a);
	job_free(orders);
	return st;
}

enum status
vault_archive(struct job *j, const struct archive_opts *opts,
    struct archived *out)
{
	struct archiving a = { .opts = opts,
		.j = j,
		.own = job_new(job_now(j)),
		.media = open(file_path(j, opts->site, "media"),
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC) };
	const double began = clock_steady();
	enum status st = desk_open(a.own, opts->site, &a.d);

	if (st == OK)
		st = folder_open(a.own, opts->folder, &a.folder);
	if (st == OK)
		st = put_all(&a);
	if (st != OK && job_reason(a.own).n > 0)
		st = job_fail(j, st, "%.*s", STR_ARG(job_reason(a.own)));
	progress_end(opts->progress);
	folder_close(a.folder);
	desk_close(a.d);
	if (a.media >= 0)
		(void)close(a.media);
	job_free(a.own);
	a.done.seconds = clock_steady() - began;
	if (st == OK)
		*out = a.done;
	return st;
}
