/* SPDX-License-Identifier: ISC */
#include "base/buf.h"
#include "test.h"
#include "text/textfile.h"

static const char plain[] = "---\n"
			    "# who, where\n"
			    "headline: 'Ferry returns to winter hours'\n"
			    "topics:   # two\n"
			    "  - ferries\n"
			    "  - tides\n"
			    "\n"
			    "# kept\n"
			    "mood: {calm: yes}\n"
			    "note: |\n"
			    "  one\n"
			    "\n"
			    "  # two\n"
			    "---\n"
			    "The first boat.\n"
			    "\n"
			    "---\n"
			    "\n"
			    "The last.\n";

static struct textfile
parsed(struct job *j, struct str bytes)
{
	struct textfile tf;

	assert_ok(j, textfile_parse(j, bytes, STR("a.md"), &tf));
	return tf;
}

static struct str
field(const struct textfile *tf, const char *name)
{
	return node_text(node_at(tf->top, str_of(name)));
}

static void
refused(struct str bytes, const char *why)
{
	struct job *j = job_new(0);
	struct textfile tf;

	assert_int_equal(textfile_parse(j, bytes, STR("a.md"), &tf), INVALID);
	assert_str(job_reason(j), why);
	job_free(j);
}

static void
takes_apart(void **state)
{
	struct job *j = job_new(0);
	struct textfile tf = parsed(j, str_of(plain));
	const struct node *topics = node_at(tf.top, STR("topics"));

	(void)state;
	assert_str(field(&tf, "headline"), "Ferry returns to winter hours");
	assert_int_equal(topics->n, 2);
	assert_int_equal(topics->last->line, 6);
	assert_str(topics->last->text, "tides");
	assert_str(field(&tf, "note"), "one\n\n# two\n");
	assert_int_equal(tf.body_line, 15);
	assert_str(str_sub(tf.body, 0, 15), "The first boat.");
	assert_true(tf.plain);
	job_free(j);
}

static void
no_front_is_all_body(void **state)
{
	struct job *j = job_new(0);
	struct textfile tf = parsed(j, STR("\xef\xbb\xbf# Tides\n\nHigh.\n"));

	(void)state;
	assert_int_equal(tf.form, FRONT_NONE);
	assert_null(tf.top->first);
	assert_str(tf.body, "# Tides\n\nHigh.\n");
	assert_int_equal(tf.body_line, 1);
	job_free(j);
}

static void
takes_sloppy_fences(void **state)
{
	static const char *const files[] = {
		"\xef\xbb\xbf---\r\nheadline: Tides\r\n---\r\nHigh.\r\n",
		"\n\n--- \nheadline: Tides\n---  \nHigh.\r\n",
	};
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct textfile tf = parsed(j, str_of(files[i]));

		assert_str(field(&tf, "headline"), "Tides");
		assert_str(tf.body, "High.\r\n");
	}
	job_free(j);
}

static void
reads_toml(void **state)
{
	struct job *j = job_new(0);
	struct textfile tf = parsed(j,
	    STR("+++\ntitle = \"Nets\"\ndate = 2020-03-24T18:00:00-05:00\n"
		"draft = false\ntags = [\"b\", \"a\"]\n[params]\nsize = 7\n"
		"+++\nBody\n"));
	struct str out;

	(void)state;
	assert_str(field(&tf, "date"), "2020-03-24T18:00:00-05:00");
	assert_int_equal(node_at(tf.top, STR("draft"))->line, 4);
	assert_ok(j, textfile_write(j, &tf, &out));
	assert_str(out,
	    "---\ntitle: Nets\ndate: 2020-03-24T18:00:00-05:00\n"
	    "draft: false\ntags:\n  - b\n  - a\nparams:\n  size: 7\n---\n"
	    "Body\n");
	job_free(j);
}

static void
reads_json(void **state)
{
	struct job *j = job_new(0);
	struct textfile tf = parsed(j,
	    STR("{\n\"title\": \"Nets\",\n\"tags\": [\"a\", {\"b\": 1}],\n"
		"\"none\": null\n}\nBody\n"));
	struct str out;

	(void)state;
	assert_int_equal(tf.body_line, 6);
	assert_ok(j, textfile_write(j, &tf, &out));
	assert_str(out,
	    "---\ntitle: Nets\ntags:\n  - a\n  - b: 1\nnone:\n---\nBody\n");
	job_free(j);
}

static void
errors_name_the_line(void **state)
{
	(void)state;
	refused(STR("---\na: 1\nb: 2\na: 3\n---\n"),
	    "a.md:4: `a` is given a second time (first in line 2); keep one of "
	    "them");
	refused(STR("---\nheadline: Tides: high\n---\n"),
	    "a.md:2: a colon stands inside the text; put quotes around the "
	    "whole value");
	refused(STR("---\na: &x 1\nb: *x\n---\n"),
	    "a.md:3: *aliases are not taken; write the value out, or put "
	    "quotes around a text that begins with *");
	refused(STR("---\nheadline: Tides\n"),
	    "a.md:1: the front matter that begins here has no end; close it "
	    "with a line ---");
	refused(STR("---\n- a\n---\n"),
	    "a.md:2: the front matter is no list of fields; write `name: "
	    "value` lines");
	refused(STR("---\na: \"\\0\"\n---\n"),
	    "a.md:2: this text holds a zero byte; take it out");
	refused(STR("a\n\xff\n"),
	    "a.md:2: this is not UTF-8; save the file in that encoding");
}

static void
depth_and_size_are_bounded(void **state)
{
	struct job *j = job_new(0);
	struct buf b = buf_in(j, 8U << 20);

	(void)state;
	BUF_LIT(&b, "---\na: ");
	for (int i = 0; i < 20; i++)
		buf_ch(&b, '[');
	for (int i = 0; i < 20; i++)
		buf_ch(&b, ']');
	BUF_LIT(&b, "\n---\n");
	refused(buf_so_far(&b),
	    "a.md:2: lists and maps stand too deep inside each other; make it "
	    "flatter");
	b = buf_in(j, 8U << 20);
	while (b.n <= TEXTFILE_BODY_MAX)
		BUF_LIT(&b, "The tide comes in and goes out again.\n");
	refused(buf_so_far(&b),
	    "a.md:1: the text is larger than 2 MB; cut it into several");
	job_free(j);
}

static void
edits_leave_the_rest(void **state)
{
	static const struct edit edits[] = {
		{ .field = STR_INIT("topics"),
		    .yaml = STR_INIT("topics: x\n") },
		{ .field = STR_INIT("note"), .gone = true },
		{ .field = STR_INIT("headline"),
		    .text = STR_INIT("It's #1: late") },
		{ .field = STR_INIT("revision"), .text = STR_INIT("3") },
	};
	struct job *j = job_new(0);
	struct str out, again;

	(void)state;
	assert_ok(j,
	    textfile_edit(j, str_of(plain), STR("a.md"), edits, 4, &out));
	assert_str(out,
	    "---\n# who, where\nheadline: 'It''s #1: late'\ntopics: x\n\n"
	    "# kept\nmood: {calm: yes}\nrevision: 3\n---\nThe first boat.\n\n"
	    "---\n\nThe last.\n");
	assert_ok(j, textfile_edit(j, out, STR("a.md"), edits, 4, &again));
	assert_true(str_eq(out, again));
	job_free(j);
}

static void
edits_keep_line_ends(void **state)
{
	static const struct edit edits[] = { { .field = STR_INIT("deck"),
	    .text = STR_INIT("One\nTwo\n") } };
	static const struct edit quoted[] = { { .field = STR_INIT("deck"),
	    .text = STR_INIT("#1") } };
	struct job *j = job_new(0);
	struct str out;

	(void)state;
	assert_ok(j,
	    textfile_edit(j, STR("---\ndeck: y\n \n  \t\n\n#c\n---\n"),
		STR("a.md"), quoted, 1, &out));
	assert_str(out, "---\ndeck: '#1'\n\n#c\n---\n");
	(void)parsed(j, out);
	assert_ok(j,
	    textfile_edit(j, STR("---\r\n  a: 1\r\n---\r\nBody\n"), STR("a.md"),
		edits, 1, &out));
	assert_str(out,
	    "---\r\n  a: 1\r\n  deck: |\r\n    One\r\n    Two\r\n---\r\n"
	    "Body\n");
	assert_ok(j,
	    textfile_edit(j, STR("Body\n"), STR("a.md"), edits, 1, &out));
	assert_str(out, "---\ndeck: |\n  One\n  Two\n---\nBody\n");
	job_free(j);
}

/* What is known without reading is what reading would give. */
static void
applied_is_parsed(struct job *j, const char *file, const struct edit *edits,
    size_t n)
{
	const struct textfile tf = parsed(j, str_of(file));
	struct textfile is;

	assert_ok(j, textfile_applied(j, &tf, edits, n, &is));
	const struct textfile want = parsed(j, is.bytes);
	const struct node *x = is.top->first, *y = want.top->first;

	assert_true(str_eq(is.front, want.front));
	assert_true(str_eq(is.body, want.body));
	assert_int_equal(is.body_line, want.body_line);
	assert_int_equal(is.top->n, want.top->n);
	for (; x != NULL && y != NULL; x = x->next, y = y->next) {
		assert_true(str_eq(x->key, y->key));
		assert_true(str_eq(x->text, y->text));
		assert_int_equal(x->kind, y->kind);
		assert_int_equal(x->quoted, y->quoted);
		assert_int_equal(x->line, y->line);
		assert_int_equal(x->from, y->from);
		assert_int_equal(x->to, y->to);
	}
	assert_true(x == NULL && y == NULL);
}

static void
what_is_added_need_not_be_read(void **state)
{
	static const struct edit edits[] = {
		{ .field = STR_INIT("id"), .text = STR_INIT("0e1f") },
		{ .field = STR_INIT("address"), .text = STR_INIT("/a: b/") },
		{ .field = STR_INIT("source"), .text = STR_INIT("x:it's'") },
		{ .field = STR_INIT("empty"), .text = STR_INIT("") },
		{ .field = STR_INIT("none"), .text = STR_INIT("null") },
		{ .field = STR_INIT("lines"), .text = STR_INIT("a\nb") },
		{ .field = STR_INIT("topics"),
		    .yaml = STR_INIT("topics: x\n") },
		{ .field = STR_INIT("headline"), .text = STR_INIT("New") },
	};
	static const char *const files[] = { plain, "B\n", "---\n---\nB\n",
		"---\r\n  a: 1\r\n---\r\nBody\n", "+++\na = 1\n+++\nB\n",
		"---\na: |+\n  x\n\n---\nB\n", "---\r\na: b\n\r\r\n---\r\n",
		"---\na: 'x\xe2\x80\xa8 y'\n---\nB\n", "---\n{a: 1}\n---\nB\n",
		"---\na:\n- x\n- {b: c}\n# end\n---\nB\n" };
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		for (size_t n = 0; n <= sizeof(edits) / sizeof(edits[0]); n++)
			applied_is_parsed(j, files[i], edits, n);
	job_free(j);
}

/* Whatever a text holds, it comes back. */
static void
texts_come_back(void **state)
{
	static const char *const texts[] = { "", " ", "a", "- a", "a: b",
		"a #b", "~", "null", "true", "'", "\"", "\\n", "a\nb",
		"a\n\n\nb\n", "\na", " a\nb", "a\n\n", "a\n  \nb", "a\t",
		"\ta\nb", "a\r\nb", "\xc2\x85", "\xe2\x80\xa8x", "\xef\xbb\xbf",
		"a:", "#", "%a", "@a", "`a", "{a", "!a", "|", "> a", "a\x01",
		"...", "---", "a\n---\nb",
		"نامه‌های یک دریانورد", "0123", "1e5", "=" };
	struct job *j = job_new(0);
	struct str out;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const struct edit e = { .field = STR("deck"),
			.text = str_of(texts[i]) };
		struct textfile tf;

		assert_ok(j,
		    textfile_edit(j, STR("---\ndeck: x\n   \n\nb: 1\n---\nB"),
			STR("a.md"), &e, 1, &out));
		tf = parsed(j, out);
		assert_str(field(&tf, "deck"), texts[i]);
		assert_str(field(&tf, "b"), "1");
		assert_ok(j, textfile_write(j, &tf, &out));
		tf = parsed(j, out);
		assert_str(field(&tf, "deck"), texts[i]);
	}
	job_free(j);
}

static void
mends_fields_given_twice(void **state)
{
	struct job *j = job_new(0);
	int lines[4];
	struct mending m = { lines, 4, 0 };
	struct str out;

	(void)state;
	assert_ok(j,
	    textfile_mend(j,
		STR("---\na: 1\ntags:\n  - x\nb: 2\ntags:\n- y\n---\nB\n"),
		STR("a.md"), &out, &m));
	assert_str(out,
	    "---\na: 1\n# tags:\n#   - x\nb: 2\ntags:\n- y\n---\nB\n");
	assert_int_equal(m.n, 1);
	assert_int_equal(lines[0], 3);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("a file is its front matter and its body", takes_apart),
		RULE("without front matter a file is all body",
		    no_front_is_all_body),
		RULE("CRLF, byte order marks and spaces at fences are taken",
		    takes_sloppy_fences),
		RULE("TOML is read, and written as YAML in its order",
		    reads_toml),
		RULE("JSON is read, and written as YAML in its order",
		    reads_json),
		RULE("an error names file, line and what to do",
		    errors_name_the_line),
		RULE("depth and size are bounded", depth_and_size_are_bounded),
		RULE("an edit changes its fields and no other byte",
		    edits_leave_the_rest),
		RULE("an edit keeps line ends and indentation",
		    edits_keep_line_ends),
		RULE("what an edit adds need not be read to be known",
		    what_is_added_need_not_be_read),
		RULE("whatever a text holds, it comes back", texts_come_back),
		RULE("of a field given twice the last can be made to stand",
		    mends_fields_given_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
