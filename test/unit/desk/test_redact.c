/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <sys/wait.h>
#include <vips/vips.h>

#include "desk/redact.h"
#include "desk/redactions.h"
#include "desk/withdraw.h"
#include "record/verify.h"
#include "search.h"

#define NAME "Zorvanna Quillfeather"
#define FARSI "ژیلا کیانپور"

static const struct str phrases[] = { STR_INIT(NAME), STR_INIT(FARSI) };

static struct search *
names(struct paper *t)
{
	struct search *s = JOB_NEW(t->j, struct search);

	s->j = t->j;
	s->d = deflater_new();
	job_defer(t->j, (void (*)(void *))deflater_free, s->d);
	search_name(s, NAME);
	search_name(s, "Zorvanna");
	search_name(s, "Quillfeather");
	/* As the index packs what begins like its neighbour. */
	search_name(s, "orvanna");
	search_name(s, "illfeather");
	search_name(s, FARSI);
	search_name(s, "کیانپور");
	search_name(s, "كيانپور");
	return s;
}

static void
found_nowhere(struct paper *t, const char *dir)
{
	struct search *s = names(t);

	if (search_folder(s, dir) > 0)
		fail_msg("%lld times: %.*s", (long long)s->found,
		    STR_ARG(s->where));
}

static void
found(struct paper *t, const char *dir, int64_t least)
{
	const int64_t n = search_folder(names(t), dir);

	if (n < least)
		fail_msg("only %lld of %lld", (long long)n, (long long)least);
}

static struct redacted
redact(struct paper *t, const struct redact_opts *opts)
{
	struct redaction *r;
	struct redacted done;

	assert_ok(t->j, desk_redact_look(t->d, t->j, opts, NULL, &r));
	assert_ok(t->j, desk_redact(r, t->j, NULL, &done));
	assert_false(done.unfinished);
	return done;
}

static struct redacted
everywhere(struct paper *t)
{
	const struct redact_opts opts = { .phrases = phrases,
		.nphrases = 2,
		.reason = STR("At the request of a court") };

	return redact(t, &opts);
}

static void
sound(struct paper *t)
{
	struct verified v;

	assert_ok(t->j, record_verify(t->j, t->dir, NULL, &v));
	if (v.n > 0)
		fail_msg("entry %lld: %.*s: %.*s", (long long)v.damages[0].seq,
		    STR_ARG(v.damages[0].where), STR_ARG(v.damages[0].what));
}

static struct str
shown(struct paper *t, const char *named)
{
	struct str bytes;

	assert_ok(t->j, desk_show(t->d, t->j, str_of(named), &bytes));
	return bytes;
}

/* ---- a paper that has them everywhere ---- */

static void
make_picture(struct paper *t, const char *name, int width)
{
	VipsImage *black = NULL, *im = NULL;
	void *p = NULL;
	size_t n = 0;

	assert_int_equal(vips_init("test"), 0);
	assert_int_equal(vips_black(&black, width, 40, "bands", 3, NULL), 0);
	assert_int_equal(vips_copy(black, &im, "interpretation",
			     VIPS_INTERPRETATION_sRGB, NULL),
	    0);
	assert_int_equal(vips_jpegsave_buffer(im, &p, &n, NULL), 0);
	assert_ok(t->j,
	    file_replace(t->j, file_path(t->j, t->top, name), str_from(p, n),
		0644));
	g_free(p);
	g_object_unref(im);
	g_object_unref(black);
}

/* In a process of its own: desks that are opened later fork as well. */
static void
put_picture(struct paper *t, const char *name, int width)
{
	int status;
	const pid_t pid = fork();

	if (pid == 0) {
		make_picture(t, name, width);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void
fill_entities(struct paper *t)
{
	(void)paper_publish(t,
	    "---\nkind: person\nname: {en: " NAME ", fa: " FARSI "}\n"
	    "links: [https://zorvanna-quillfeather.example/]\n---\n"
	    "Born here.\n");
	(void)paper_publish(t,
	    "---\nkind: section\nname: Harbour\nintro: "
	    "Edited by " NAME ".\n---\n");
	(void)paper_publish(t,
	    "---\nkind: topic\nname: The " NAME " affair\nslug: "
	    "zorvanna-quillfeather-affair\n---\n");
	(void)paper_publish(t,
	    "---\ntype: menu\nlang: en\nplace: main\nitems:\n"
	    "  - {label: " NAME ", to: /person/zorvanna-quillfeather/}\n"
	    "  - {section: Harbour}\n---\n");
}

static void
fill_stories(struct paper *t)
{
	struct withdrawn w;
	struct published p;

	put_picture(t, "zorvanna_quillfeather.jpg", 900);
	put_picture(t, "pier.jpg", 300);
	p = paper_publish(t,
	    "---\nheadline: " NAME " sails\nauthors: [" NAME "]\n"
	    "section: Harbour\ntopics: [The " NAME " affair]\n"
	    "signed:\n  - Nell Sorrow\n  - \"Zorvann\\x61 "
	    "Quillfe\\u0061ther\"\n"
	    "picture:\n  src: zorvanna_quillfeather.jpg\n  alt: " NAME
	    " at sea\n  credit: " NAME "\n---\n"
	    "It was Zorvanna **Quillfeather**, ZORVANNA\nQUILLFEATHER, and "
	    "Zor<b>vanna</b> Quill&shy;feather.\n\n"
	    "![Pier](pier.jpg \"The pier. Photograph: Nell Sorrow\")\n");
	assert_int_equal(p.deed, DEED_PUBLISH);
	/* Only an old revision has them. */
	p = paper_publish(t, "---\nheadline: Fog\n---\nSaid " NAME ".\n");
	paper_later(t, NOON + 60);
	(void)paper_publish(t,
	    job_cstr(t->j,
		job_printf(t->j,
		    "---\nheadline: Fog\nid: %.*s\nrevision: 1\nchanges:\n"
		    "  - at: 2026-11-25T12:01:00Z\n    grade: correction\n"
		    "    note: Somebody else said it\n---\nSaid nobody.\n",
		    STR_ARG(id_hex(t->j, p.id)))));
	(void)paper_publish(t,
	    "---\nheadline: " FARSI "\nlang: en\n---\n"
	    "ژیلا\u200cکیانپور و ژيلا كيانپور. "
	    "[x](/a/%DA%98%DB%8C%D9%84%D8%A7-%DA%A9%DB%8C%D8%A7%D9%86"
	    "%D9%BE%D9%88%D8%B1)\n");
	/* A correction's note; a tombstone's reason. */
	(void)paper_publish(t,
	    "---\nheadline: Tides\nchanges:\n  - at: 2026-11-25T12:00:00Z\n"
	    "    grade: correction\n    note: It was not " NAME "\n---\nx\n");
	p = paper_publish(t, "---\nheadline: Gone\n---\nNothing.\n");
	assert_ok(t->j,
	    desk_retract(t->d, t->j, p.address, STR("Asked for by " NAME), &w));
	(void)paper_publish(t,
	    "---\ntype: front\nlang: en\nslots:\n  - story: Fog\n"
	    "    weight: lead\n    headline: What " NAME " said\n---\n");
	(void)paper_publish(t, "---\nheadline: Clean\n---\nNobody.\n");
}

static void
fill_desk(struct paper *t)
{
	const struct draft d = { .why = DRAFT_DRAFT,
		.name = STR("zorvanna-quillfeather.md"),
		.source = STR("hugo:drafts/zorvanna-quillfeather.md"),
		.headline = STR(NAME),
		.bytes = STR("---\nheadline: x\n---\n" NAME "\n") };
	struct store *s = desk_db(t->d);
	struct str bytes;
	struct entry e;
	struct id id;
	int64_t num;
	const struct publish_opts opts = { .name = STR("imported.md") };
	struct published p;

	assert_ok(t->j, desk_keep(t->d, t->j, &d, &num));
	(void)paper_publish(t,
	    "---\nheadline: Later " NAME "\ndraft: true\n---\nx\n");
	bytes = STR("---\nheadline: Imported\nsource: "
		    "hugo:post/zorvanna-quillfeather.md\n---\nx\n");
	assert_ok(t->j, desk_publish(t->d, t->j, bytes, &opts, &p));
	id = p.id;
	assert_ok(t->j, record_live(desk_site_db(t->d), t->j, id, &e));
	assert_ok(t->j, store_begin(s, t->j));
	assert_ok(t->j,
	    store_run(s, t->j, SQL_DESK_IMPORTED_PUT,
		VALS(val_text(STR("hugo:post/zorvanna-quillfeather.md")),
		    val_blob(id_str(&id)), val_blob(id_str(&id)),
		    val_int(e.revision))));
	assert_ok(t->j, store_end(s, t->j, OK));
	/* What was thrown away lies in free pages. */
	assert_ok(t->j, desk_keep(t->d, t->j, &d, &num));
	assert_ok(t->j, desk_drop(t->d, t->j, num));
	assert_ok(t->j, desk_keep(t->d, t->j, &d, &num));
}

static void
fill(struct paper *t)
{
	fill_entities(t);
	fill_stories(t);
	fill_desk(t);
}

static void
copy_to(struct paper *t, const char *to)
{
	const char *command = job_cstr(t->j,
	    job_printf(t->j, "cp -r %s %s", t->dir, to));

	assert_int_equal(system(command), 0);
}

/* ---- every row of every derived table ---- */

static struct str
rows_of(struct paper *t)
{
	struct buf b = buf_in(t->j, (size_t)16 << 20);
	sqlite3 *db = NULL;
	sqlite3_stmt *names_of = NULL, *q = NULL;

	assert_int_equal(sqlite3_open(file_path(t->j, t->dir, "site.db"), &db),
	    SQLITE_OK);
	assert_int_equal(
	    sqlite3_prepare_v2(db,
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND "
		"name NOT IN ('site_state', 'stale') AND (name NOT LIKE "
		"'search%' OR name = 'search_doc') ORDER BY name",
		-1, &names_of, NULL),
	    SQLITE_OK);
	while (sqlite3_step(names_of) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(names_of,
		    0);

		assert_int_equal(sqlite3_prepare_v2(db,
				     job_cstr(t->j,
					 job_printf(t->j,
					     "SELECT * FROM %s ORDER BY 1, 2",
					     name)),
				     -1, &q, NULL),
		    SQLITE_OK);
		while (sqlite3_step(q) == SQLITE_ROW) {
			buf_printf(&b, "\n%s", name);
			for (int i = 0; i < sqlite3_column_count(q); i++) {
				buf_ch(&b, '|');
				buf_put(&b,
				    hex_of(t->j, sqlite3_column_blob(q, i),
					(size_t)sqlite3_column_bytes(q, i)));
			}
		}
		assert_int_equal(sqlite3_finalize(q), SQLITE_OK);
	}
	assert_int_equal(sqlite3_finalize(names_of), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return buf_so_far(&b);
}

static void
reindex_agrees(struct paper *t)
{
	const struct str before = rows_of(t);
	struct str after, rest = before, other, x, y;

	assert_ok(t->j, site_reindex(desk_site(t->d), t->j, NULL));
	after = rows_of(t);
	other = after;
	while (str_line(&rest, &x) && str_line(&other, &y))
		if (!str_eq(x, y))
			fail_msg("was %.*s\nis %.*s", STR_ARG(x), STR_ARG(y));
	assert_int_equal(before.n, after.n);
}

/* ---- rules ---- */

static void
nowhere(void **state)
{
	struct paper *t = *state;
	struct redacted r;

	fill(t);
	found(t, t->dir, 100);
	r = everywhere(t);
	assert_int_equal(r.drafts, 2);
	assert_int_equal(r.sources, 1);
	assert_int_equal(r.media, 1);
	found_nowhere(t, t->dir);
	sound(t);
	reindex_agrees(t);
	found_nowhere(t, t->dir);
	sound(t);
	/* With everything closed, and in a copy. */
	paper_shut(t);
	found_nowhere(t, t->dir);
	copy_to(t, file_path(t->j, t->top, "backup"));
	found_nowhere(t, file_path(t->j, t->top, "backup"));
	paper_open(t);
	(void)paper_publish(t, "---\nheadline: Next\n---\nAs ever.\n");
	sound(t);
	/* Again finds nothing. */
	r = everywhere(t);
	assert_int_equal(r.things, 0);
}

static void
reads_on(void **state)
{
	struct paper *t = *state;
	struct str s;

	fill(t);
	(void)everywhere(t);
	/* Its revision has gone on, its words and links are in place. */
	s = shown(t, "Fog");
	assert_true(str_find(s, STR("Said nobody.")) != NOWHERE);
	assert_true(str_find(s, STR("revision: 4")) != NOWHERE);
	s = shown(t, "harbour");
	assert_true(str_find(s, STR("Edited by ▮▮▮.")) != NOWHERE);
	s = shown(t, "/2026/11/25/fog/");
	assert_true(str_find(s, STR("Somebody else said it")) != NOWHERE);
	s = shown(t, "▮▮▮ sails");
	assert_true(
	    str_find(s, STR("It was ▮▮▮ **▮▮▮**, ▮▮▮\n▮▮▮, and ")) != NOWHERE);
	assert_true(str_find(s, STR("  - Nell Sorrow\n")) != NOWHERE);
	/* The picture that held the credit went, the other one stayed. */
	assert_true(str_find(s, STR("name: pier.jpg")) != NOWHERE);
	assert_true(str_find(s, STR("▮▮▮.jpg")) == NOWHERE);
}

static void
restored(void **state)
{
	struct paper *t = *state;
	const char *old;
	struct erased_again again;
	struct str bytes;

	fill(t);
	old = file_path(t->j, t->top, "old");
	paper_shut(t);
	copy_to(t, old);
	paper_open(t);
	(void)everywhere(t);
	found(t, old, 100);
	assert_ok(t->j,
	    file_read(t->j, file_path(t->j, t->dir, "redactions"), SIZE_MAX,
		&bytes));
	assert_ok(t->j,
	    file_replace(t->j, file_path(t->j, old, "redactions"), bytes,
		0640));
	assert_ok(t->j, redactions_apply(t->j, old, &again));
	assert_true(again.files > 5);
	assert_true(again.media > 0);
	found_nowhere(t, old);
	/* That is what it is now, and sound. */
	assert_ok(t->j, redactions_apply(t->j, old, &again));
	assert_int_equal(again.files, 0);
	struct verified v;

	assert_ok(t->j, record_verify(t->j, old, NULL, &v));
	assert_int_equal(v.n, 0);
	assert_true(v.erased > 5);
	/* And of the folder itself nothing more is taken. */
	assert_ok(t->j, redactions_apply(t->j, t->dir, &again));
	assert_int_equal(again.files, 0);
	found_nowhere(t, t->dir);
}

static void
one_thing(void **state)
{
	struct paper *t = *state;
	struct published p = paper_publish(t,
	    "---\nheadline: One\n---\nSaid " NAME ".\n");
	const struct redact_opts opts = { .named = p.address,
		.phrases = phrases,
		.nphrases = 2 };
	struct redaction *r;
	struct str s;
	size_t elsewhere = 0;

	(void)paper_publish(t, "---\nheadline: Two\n---\nSaid " NAME ".\n");
	assert_ok(t->j, desk_redact_look(t->d, t->j, &opts, NULL, &r));
	const struct redact_places *places = redaction_places(r);

	for (size_t i = 0; i < places->n; i++)
		elsewhere += places->at[i].elsewhere;
	assert_int_equal(redaction_size(r), 1);
	assert_int_equal(elsewhere, 1);
	(void)redact(t, &opts);
	s = shown(t, "One");
	assert_true(str_find(s, STR("Said ▮▮▮.")) != NOWHERE);
	assert_true(str_find(s, p.address) != NOWHERE);
	s = shown(t, "Two");
	assert_true(str_find(s, STR("Said " NAME ".")) != NOWHERE);
	sound(t);
	reindex_agrees(t);
}

static void
one_picture(void **state)
{
	struct paper *t = *state;
	struct published p;
	struct redact_opts opts = { .picture = STR("pier.jpg") };
	struct redacted r;
	struct str s;

	put_picture(t, "pier.jpg", 900);
	put_picture(t, "quay.jpg", 800);
	p = paper_publish(t,
	    "---\nheadline: Pier\npicture: {src: pier.jpg, alt: A face}\n"
	    "---\nSee ![A face](pier.jpg) and ![Quay](quay.jpg).\n");
	(void)paper_publish(t,
	    "---\nheadline: Pier too\n---\n![A face](pier.jpg)\n");
	opts.named = p.address;
	r = redact(t, &opts);
	assert_int_equal(r.media, 1);
	assert_int_equal(r.things, 1);
	assert_int_equal(r.republished, 2);
	s = shown(t, "Pier");
	assert_true(str_find(s, STR("name: quay.jpg")) != NOWHERE);
	assert_true(str_find(s, STR("name: pier.jpg")) == NOWHERE);
	assert_true(str_find(s, STR("\npicture:")) == NOWHERE);
	s = shown(t, "Pier too");
	assert_true(str_find(s, STR("sha256")) == NOWHERE);
	sound(t);
	reindex_agrees(t);
}

static void
refuses(void **state)
{
	struct paper *t = *state;
	const struct str few[] = { STR_INIT("ab") };
	struct redact_opts opts = { .phrases = few, .nphrases = 1 };
	struct redaction *r;

	assert_int_equal(desk_redact_look(t->d, t->j, &opts, NULL, &r),
	    INVALID);
	job_forgive(t->j);
	opts = (struct redact_opts){ .phrases = phrases,
		.nphrases = 2,
		.reason = STR("For zorvanna quillfeather") };
	assert_int_equal(desk_redact_look(t->d, t->j, &opts, NULL, &r),
	    INVALID);
	job_forgive(t->j);
	opts.reason = STR("");
	opts.named = STR("/nowhere/");
	assert_int_equal(desk_redact_look(t->d, t->j, &opts, NULL, &r),
	    NOT_FOUND);
	job_forgive(t->j);
}

static _Noreturn void
redact_and_die(struct paper *t)
{
	const struct redact_opts opts = { .phrases = phrases, .nphrases = 2 };
	struct desk *d;
	struct redaction *r;
	struct redacted done;

	if (desk_open(t->j, t->dir, &d) != OK
	    || desk_redact_look(d, t->j, &opts, NULL, &r) != OK
	    || desk_redact(r, t->j, NULL, &done) != OK)
		_exit(1);
	_exit(0);
}

static void
killed(void **state)
{
	struct paper *t = *state;
	int begun = 0;

	for (unsigned i = 0; i < 24; i++) {
		const char *story = job_cstr(t->j,
		    job_printf(t->j,
			"---\nheadline: Round %u of " NAME "\n---\n" NAME "\n",
			i));
		pid_t pid;
		int status;

		(void)paper_publish(t, story);
		paper_shut(t);
		pid = fork();
		if (pid == 0)
			redact_and_die(t);
		usleep(4000 * i);
		(void)kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		if (WIFEXITED(status))
			assert_int_equal(WEXITSTATUS(status), 0);
		paper_open(t);
		sound(t);
		/* Either all of it or nothing. */
		const struct redact_opts opts = { .phrases = phrases,
			.nphrases = 2 };
		struct redaction *r;

		assert_ok(t->j, desk_redact_look(t->d, t->j, &opts, NULL, &r));
		if (redaction_size(r) == 0)
			found_nowhere(t, t->dir);
		else
			begun++;
		assert_true(redaction_size(r) == 0
		    || str_find(shown(t,
				    job_cstr(t->j,
					job_printf(t->j, "Round %u of " NAME,
					    i))),
			   STR(NAME))
			!= NOWHERE);
	}
	(void)begun;
	(void)everywhere(t);
	found_nowhere(t, t->dir);
	reindex_agrees(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("erased words are in no file of the folder, in no "
			   "encoding, nor in a copy made afterwards",
		    nowhere),
		PAPER_RULE("what is published goes on without them, and keeps "
			   "its place",
		    reads_on),
		PAPER_RULE("after a restore of an older backup they are erased "
			   "again",
		    restored),
		PAPER_RULE("one thing can be redacted and others left alone",
		    one_thing),
		PAPER_RULE("a picture goes with its sizes and is missing where "
			   "it was shown",
		    one_picture),
		PAPER_RULE("what can't be done is refused", refuses),
		PAPER_RULE("killed at any moment, it is all done or not begun",
		    killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
