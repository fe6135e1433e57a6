/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/buf.h"
#include "text/passages.h"

/* "2 4": which paragraphs. */
static void
assert_which(struct job *j, const struct passages *p, const char *want)
{
	struct buf b = buf_in(j, 1024);

	for (size_t i = 0; i < p->n; i++)
		buf_printf(&b, "%s%zu", i ? " " : "", p->at[i].n);
	assert_str(buf_so_far(&b), want);
}

static void
differ(const char *was, const char *is, const char *changed, const char *taken)
{
	struct job *j = job_new(0);
	struct passages c, t;

	passages_compare(j, str_of(was), str_of(is), &c, &t);
	assert_which(j, &c, changed);
	assert_which(j, &t, taken);
	job_free(j);
}

static void
a_changed_paragraph_is_named(void **state)
{
	(void)state;
	differ("a\n\nb\n\nc\n", "a\n\nB\n\nc\n", "2", "2");
	differ("a\n\nb\n", "a\n\nx\n\nb\n\ny", "2 4", "");
	differ("a\n\nb\n\nc", "c", "", "1 2");
	differ("", "a", "1", "");
	differ("a", "", "", "1");
	differ("", "", "", "");
}

static void
how_it_is_set_does_not_count(void **state)
{
	(void)state;
	differ("one two\nthree\n\n\n\nb", "one\ntwo  three\n\nb\r\n", "", "");
	differ("a\n\nb\n\nc", "c\n\na\n\nb", "", "");
	differ("\n \n\na\r\n\r\nb", "a\n \t\nb", "", "");
}

static void
what_stands_twice_counts_once_for_each(void **state)
{
	(void)state;
	differ("a", "a\n\na\n\na", "2 3", "");
	differ("a\n\nb\n\na", "b", "", "1 3");
}

static void
a_passage_is_the_texts_own(void **state)
{
	struct job *j = job_new(0);
	struct passages c, t;

	(void)state;
	passages_compare(j, STR("x"), STR("x\n\n> two\n> lines\n\n"), &c, &t);
	assert_int_equal(c.n, 1);
	assert_str(c.at[0].text, "> two\n> lines");
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("a paragraph that changed, came or went is named",
		    a_changed_paragraph_is_named),
		RULE("where a paragraph stands and how its lines break does "
		     "not count",
		    how_it_is_set_does_not_count),
		RULE("what stands twice counts once for each",
		    what_stands_twice_counts_once_for_each),
		RULE("a passage is given as it stands in the text",
		    a_passage_is_the_texts_own),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
