/* SPDX-License-Identifier: ISC */
#include "paper.h"

static const char tide[] = "---\nheadline: The tide table\n---\n"
			   "The tide turns at 04:08.\n";
#define NOTE "The tide turns at 04:12, not 04:08."
#define LATER (NOON + 90)

static struct str
with(struct paper *t, struct str bytes, const char *from, const char *to)
{
	size_t at = str_find(bytes, str_of(from));

	assert_true(at != NOWHERE);
	return job_printf(t->j, "%.*s%s%.*s", (int)at, bytes.p, to,
	    STR_ARG(str_skip(bytes, at + strlen(from))));
}

static enum status
graded(struct paper *t, struct str bytes, enum grade grade, const char *note,
    struct published *out)
{
	const struct publish_opts opts = { .name = STR("story.md"),
		.folder = t->top,
		.graded = true,
		.grade = grade,
		.note = str_of(note) };

	return desk_publish(t->d, t->j, bytes, &opts, out);
}

static void
refuses(struct paper *t, struct str bytes, enum grade grade, const char *note,
    const char *why)
{
	struct published p;

	assert_int_equal(graded(t, bytes, grade, note, &p), INVALID);
	if (str_find(job_reason(t->j), str_of(why)) == NOWHERE)
		fail_msg("\"%.*s\" does not say \"%s\"",
		    STR_ARG(job_reason(t->j)), why);
	job_forgive(t->j);
}

/* The file with other words, an hour and a half behind. */
static struct str
changed(struct paper *t)
{
	struct published first = paper_publish(t, tide);
	char *kept = strdup(
	    job_cstr(t->j, with(t, first.author, "04:08", "04:12")));
	struct str out;

	paper_later(t, LATER);
	out = job_str(t->j, str_of(kept));
	free(kept);
	return out;
}

static void
an_entry(void **state)
{
	struct paper *t = *state;
	struct str bytes = changed(t);
	struct published p, again;
	struct entry e;

	assert_ok(t->j, graded(t, bytes, GRADE_CORRECTION, NOTE, &p));
	assert_int_equal(p.deed, DEED_CORRECT);
	assert_int_equal(p.revision, 2);
	assert_ok(t->j, record_entry(desk_site_db(t->d), t->j, p.seq, &e));
	assert_int_equal(e.action, RECORD_CORRECT);
	/* In both files, in the paper's own time. */
	for (int i = 0; i < 2; i++) {
		struct str file = i ? p.author : p.stored;

		assert_true(str_find(file,
				STR("changes:\n  - at: "
				    "2026-11-25T12:01:30+00:00\n    grade: "
				    "correction\n    note: " NOTE "\n"))
		    != NOWHERE);
	}
	assert_true(
	    str_find(p.stored, STR("updated: 2026-11-25T12:01:30+00:00"))
	    != NOWHERE);
	assert_ok(t->j, paper_try(t, p.author, &again));
	assert_int_equal(again.deed, DEED_NOTHING);
}

static void
behind_others(void **state)
{
	struct paper *t = *state;
	struct published p, q;
	struct str bytes = changed(t);

	assert_ok(t->j, graded(t, bytes, GRADE_CORRECTION, NOTE, &p));
	bytes = with(t, p.author, "04:12.\n", "04:12 at the pier.\n");
	assert_ok(t->j,
	    graded(t, bytes, GRADE_NOTE, "  It said: \"harbour\".\n", &q));
	assert_int_equal(q.deed, DEED_CORRECT);
	assert_true(str_find(q.author, STR(NOTE)) != NOWHERE);
	assert_true(
	    str_find(q.author, STR("It said: \"harbour\".")) != NOWHERE);
	assert_true(str_find(q.author, STR("grade: editor's note")) != NOWHERE);
}

static void
which_update(void **state)
{
	static const struct {
		enum grade grade;
		bool moves;
		enum deed deed;
	} rows[] = {
		{ GRADE_TYPO, false, DEED_UPDATE },
		{ GRADE_UPDATE, true, DEED_UPDATE },
		{ GRADE_CLARIFICATION, true, DEED_CORRECT },
		{ GRADE_CORRECTION, true, DEED_CORRECT },
		{ GRADE_NOTE, false, DEED_CORRECT },
	};
	struct paper *t = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct published p = paper_publish(t,
		    job_printf(t->j, "---\nheadline: Tide %zu\n---\n04:08\n", i)
			.p);

		assert_ok(t->j,
		    graded(t, with(t, p.author, "04:08", "04:12"),
			rows[i].grade, "x", &p));
		assert_int_equal(p.deed, rows[i].deed);
		assert_int_equal(str_find(p.stored, STR("\nupdated: "))
			!= NOWHERE,
		    rows[i].moves);
	}
}

/* "stet show" prints `updated`, which is not the author's word then. */
static void
shown_and_changed(void **state)
{
	struct paper *t = *state;
	struct published p;
	struct str bytes = changed(t), live;
	char *kept;

	assert_ok(t->j, graded(t, bytes, GRADE_UPDATE, "", &p));
	assert_ok(t->j, desk_show(t->d, t->j, p.address, &live));
	kept = strdup(job_cstr(t->j, with(t, live, "04:12", "04:13")));
	paper_later(t, LATER + 60);
	assert_ok(t->j, graded(t, str_of(kept), GRADE_UPDATE, "", &p));
	assert_true(
	    str_find(p.stored, STR("\nupdated: 2026-11-25T12:02:30+00:00\n"))
	    != NOWHERE);
	free(kept);
}

static void
nothing_to_say(void **state)
{
	struct paper *t = *state;
	int64_t n = paper_entries(t);
	struct published p;

	refuses(t, str_of(tide), GRADE_CORRECTION, NOTE, "not published yet");
	assert_int_equal(paper_entries(t), n);
	p = paper_publish(t, tide);
	refuses(t, str_of(tide), GRADE_CORRECTION, NOTE, "nothing to grade");
	refuses(t, p.author, GRADE_TYPO, "", "nothing to grade");
	p.author = with(t, p.author, "04:08", "04:12");
	refuses(t, p.author, GRADE_CORRECTION, " \n", "needs a --note");
	refuses(t, p.author, GRADE_CLARIFICATION, "", "needs a --note");
	refuses(t, p.author, GRADE_NOTE, "", "needs a --note");
	refuses(t, p.author, GRADE_CORRECTION, "caf\xe9", "UTF-8");
	refuses(t, STR("---\nkind: section\nname: A\n---\n"), GRADE_TYPO, "",
	    "not to a section");
	assert_int_equal(paper_entries(t), n + 1);
	assert_ok(t->j, graded(t, p.author, GRADE_TYPO, "", &p));
}

static void
once_more(void **state)
{
	struct paper *t = *state;
	struct str bytes = changed(t);
	struct published p, again;
	int64_t n;

	assert_ok(t->j, graded(t, bytes, GRADE_CORRECTION, NOTE, &p));
	n = paper_entries(t);
	/* As it was given: the id could not be written back, or was lost. */
	assert_ok(t->j, graded(t, bytes, GRADE_CORRECTION, NOTE, &again));
	assert_int_equal(again.deed, DEED_NOTHING);
	assert_str(again.author, job_cstr(t->j, p.author));
	assert_int_equal(paper_entries(t), n);
	refuses(t, p.author, GRADE_CORRECTION, NOTE, "nothing to grade");
	assert_int_equal(graded(t, bytes, GRADE_CORRECTION, "Other.", &again),
	    CONFLICT);
}

static void
taken_back(void **state)
{
	struct paper *t = *state;
	struct published p, q;

	assert_ok(t->j, graded(t, changed(t), GRADE_CORRECTION, NOTE, &p));
	assert_int_equal(p.notes.n, 0);
	const size_t at = str_find(p.author, STR("changes:"));

	assert_true(at != NOWHERE);
	assert_ok(t->j,
	    paper_try(t,
		job_printf(t->j, "%.*s---\nOther words.\n", (int)at,
		    p.author.p),
		&q));
	assert_int_equal(q.notes.n, 1);
	assert_true(str_find(q.notes.at[0].text,
			STR("the correction of 2026-11-25T12:01:30+00:00"))
	    != NOWHERE);
}

static void
not_yet(void **state)
{
	struct paper *t = *state;
	struct str bytes = with(t, changed(t),
	    "headline:", "embargo: 2026-11-26\nheadline:");

	refuses(t, bytes, GRADE_CORRECTION, NOTE, "would wait as a draft");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("a grade becomes an entry in both files, dated "
			   "now",
		    an_entry),
		PAPER_RULE("it goes behind the entries that are there",
		    behind_others),
		PAPER_RULE("typo and editor's note do not move \"updated\"",
		    which_update),
		PAPER_RULE("what stet wrote as updated does not hold it fast",
		    shown_and_changed),
		PAPER_RULE("a first publication, unchanged words and a "
			   "missing note are refused",
		    nothing_to_say),
		PAPER_RULE("the same file with the same grade twice changes "
			   "nothing",
		    once_more),
		PAPER_RULE("an entry that is left out is remarked on",
		    taken_back),
		PAPER_RULE("a graded file that would wait is refused", not_yet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
