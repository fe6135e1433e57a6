/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "../test.h"
#include "base/file.h"
#include "page/mustache_json.h"

static void
run_case(const char *file, json_t *test)
{
	struct job *j = job_new(0);
	struct str out = { NULL, 0 };
	const char *name = json_string_value(json_object_get(test, "name"));
	json_t *template = json_object_get(test, "template");
	enum status st = mustache_json(j,
	    str_from(json_string_value(template), json_string_length(template)),
	    json_object_get(test, "data"), json_object_get(test, "partials"),
	    &out);

	if (st != OK
	    || !str_eq(out,
		str_of(json_string_value(json_object_get(test, "expected")))))
		fail_msg("%s: %s: %.*s%.*s", file, name, STR_ARG(job_reason(j)),
		    STR_ARG(out));
	job_free(j);
}

/* Every case of one module of the specification. */
static void
module(const char *name, size_t at_least)
{
	struct job *j = job_new(0);
	json_t *root = json_load_file(file_path(j, VECTORS, name), 0, NULL);
	json_t *tests = json_object_get(root, "tests");

	assert_true(json_array_size(tests) >= at_least);
	for (size_t i = 0; i < json_array_size(tests); i++)
		run_case(name, json_array_get(tests, i));
	json_decref(root);
	job_free(j);
}

#define MODULE(name, file, cases)               \
	static void name##_module(void **state) \
	{                                       \
		(void)state;                    \
		module(file, cases);            \
	}

MODULE(comments, "comments.json", 12)
MODULE(delimiters, "delimiters.json", 14)
MODULE(interpolation, "interpolation.json", 42)
MODULE(inverted, "inverted.json", 22)
MODULE(partials, "partials.json", 12)
MODULE(sections, "sections.json", 34)
MODULE(dynamic_names, "~dynamic-names.json", 21)
MODULE(inheritance, "~inheritance.json", 27)

static enum status
render(struct job *j, const char *template, const char *data,
    const char *partials, struct str *out)
{
	json_t *d = json_loads(data, JSON_DECODE_ANY, NULL);
	json_t *p = json_loads(partials, 0, NULL);
	enum status st = mustache_json(j, str_of(template), d, p, out);

	if (st == OK)
		*out = job_str(j, *out);
	json_decref(d);
	json_decref(p);
	return st;
}

static void
gives(const char *template, const char *data, const char *partials,
    const char *want)
{
	struct job *j = job_new(0);
	struct str out = { NULL, 0 };

	assert_ok(j, render(j, template, data, partials, &out));
	assert_str(out, want);
	job_free(j);
}

static void
refuses(const char *template, const char *partials, const char *why)
{
	struct job *j = job_new(0);
	struct str out = { NULL, 0 };

	assert_int_equal(render(j, template, "{\"l\":[1,2,3,4,5,6,7,8,9,10]}",
			     partials, &out),
	    INVALID);
	if (str_find(job_reason(j), str_of(why)) == NOWHERE)
		fail_msg("\"%.*s\" lacks \"%s\"", STR_ARG(job_reason(j)), why);
	job_free(j);
}

static void
broken_templates_say_where(void **state)
{
	(void)state;
	refuses("a\n{{#x}}", "{}", "template:2: never closed: x");
	refuses("a\n\n{{/x}}", "{}", "template:3: closed but never");
	refuses("{{#a}}\n{{#b}}\n{{/a}}{{/b}}", "{}",
	    "template:3: {{/a}} closes {{b}} of line 2");
	refuses("{{x", "{}", "template:1: a tag that is not closed");
	refuses("{{}}", "{}", "template:1: a tag without a name");
	refuses("{{=x=}}", "{}", "template:1: delimiters are set like");
	refuses("{{>p}}", "{\"p\":\"\\n{{\"}", "p:2: a tag");
}

static void
what_would_not_end_is_refused(void **state)
{
	(void)state;
	refuses("{{>p}}", "{\"p\":\"x{{>p}}\"}", "nest deeper");
	refuses("{{<p}}{{$b}}{{<p}}{{/p}}{{/b}}{{/p}}",
	    "{\"p\":\"{{$b}}{{/b}}{{>p}}\"}", "nest deeper");
	refuses("{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{/l}}{{/l}}{{/l}}"
		"{{/l}}{{/l}}{{/l}}{{/l}}",
	    "{}", "does not come to an end");
}

static void
a_block_never_finds_itself(void **state)
{
	(void)state;
	gives("{{<p}}{{$a}}x{{$a}}y{{/a}}{{/a}}{{/p}}", "{}",
	    "{\"p\":\"[{{$a}}z{{/a}}]\"}", "[xy]");
}

static void
a_parent_of_one_line_takes_its_line(void **state)
{
	(void)state;
	gives("a\n  {{<p}}{{$t}}T{{/t}}{{/p}}\nb\n", "{}",
	    "{\"p\":\"<{{$t}}{{/t}}>\\n<>\\n\"}", "a\n  <T>\n  <>\nb\n");
}

static void
indentation_adds_up(void **state)
{
	(void)state;
	gives(" {{>a}}\n", "{}",
	    "{\"a\":\"1\\n {{>b}}\\n2\\n\",\"b\":\"x\\ny\\n\"}",
	    " 1\n  x\n  y\n 2\n");
	gives(" {{>a}}\n", "{\"t\":true}",
	    "{\"a\":\"{{#t}}\\n1\\n{{/t}}\\n{{! note }}2\\n\"}", " 1\n 2\n");
}

static void
nothing_zero_and_the_empty_text_are_false(void **state)
{
	(void)state;
	gives("{{#e}}e{{/e}}{{#z}}z{{/z}}{{^n}}n{{/n}}{{#f}}f{{/f}}",
	    "{\"e\":\"\",\"z\":0,\"f\":0.5}", "{}", "nf");
}

static void
quotes_of_both_kinds_are_escaped(void **state)
{
	(void)state;
	gives("{{.}}|{{{.}}}", "\"<a b='c' d=\\\"e\\\"> & f\"", "{}",
	    "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt; &amp; f|"
	    "<a b='c' d=\"e\"> & f");
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("comments are as specified", comments_module),
		RULE("delimiters are as specified", delimiters_module),
		RULE("interpolation is as specified", interpolation_module),
		RULE("inverted sections are as specified", inverted_module),
		RULE("partials are as specified", partials_module),
		RULE("sections are as specified", sections_module),
		RULE("dynamic names are as specified", dynamic_names_module),
		RULE("inheritance is as specified", inheritance_module),
		RULE("a broken template says where and why",
		    broken_templates_say_where),
		RULE("what would not end is refused",
		    what_would_not_end_is_refused),
		RULE("a block never finds itself in its replacement",
		    a_block_never_finds_itself),
		RULE("a parent with all that is in it takes its line along",
		    a_parent_of_one_line_takes_its_line),
		RULE("indentation adds up", indentation_adds_up),
		RULE("nothing, zero and the empty text are false",
		    nothing_zero_and_the_empty_text_are_false),
		RULE("quotes of both kinds are escaped",
		    quotes_of_both_kinds_are_escaped),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
