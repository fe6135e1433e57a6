/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "wire/shortcode.h"

static enum status
expand(void *arg, struct job *j, struct str template, const struct node *data,
    struct str *out)
{
	(void)arg;
	*out = job_printf(j, "%.*s(%.*s|%.*s)", STR_ARG(template),
	    STR_ARG(node_text(node_at(data, STR("level")))),
	    STR_ARG(node_text(node_at(data, STR("inner")))));
	return OK;
}

static struct str
worked(struct job *j, const char *body, struct notes *notes)
{
	static struct partial partials[] = { { STR_INIT("alert"),
	    STR_INIT("ALERT") } };
	static const struct project project = { .system = HUGO };
	static const struct tree tree = { .n = 0 };
	const struct import_opts opts = { .expand = expand };
	struct converter c = { .p = &project,
		.tree = &tree,
		.opts = &opts,
		.partials = partials,
		.n_partials = 1 };
	const struct source source = { .path = STR("news/pier.md") };
	struct bodywork w = { .c = &c,
		.j = j,
		.source = &source,
		.line = 5,
		.notes = notes };
	struct str out;

	assert_ok(j, shortcodes_work(&w, str_of(body), &out));
	return out;
}

static void
becomes(const char *body, const char *want)
{
	struct job *j = job_new(0);
	struct notes notes = { 0 };

	assert_str(worked(j, body, &notes), want);
	job_free(j);
}

static void
known_ones(void **state)
{
	(void)state;
	becomes("a", "a");
	becomes("{{< figure src=\"n.jpg\" alt=\"A \\\"net\\\"\" caption=`Two` "
		"attr=Nell >}}",
	    "\n\n<figure><img src=\"n.jpg\" alt=\"A &quot;net&quot;\">"
	    "<figcaption>Two <small class=\"credit\">Nell</small></figcaption>"
	    "</figure>\n\n");
	becomes("{{< youtube w7Ft2ymGmfc >}}",
	    "\n\n<https://www.youtube.com/watch?v=w7Ft2ymGmfc>\n\n");
	becomes("{{<vimeo id=\"1\">}}", "\n\n<https://vimeo.com/1>\n\n");
	becomes("{{% highlight go %}}\na ``` b\n{{% /highlight %}}",
	    "\n\n````go\na ``` b\n````\n\n");
	becomes("x {{< alert level=1 >}}in{{< /alert >}} y", "x ALERT(1|in) y");
}

static void
unknown_ones(void **state)
{
	(void)state;
	becomes("a {{< box x >}}in *{{< note >}}deep{{< /note >}}*{{< /box >}}",
	    "a in *deep*");
	becomes("{{< img src=\"n\" alt=\"A net\" >}}",
	    "\n\n<figure><img src=\"n\" alt=\"A net\"></figure>\n\n");
	becomes("a {{< tide_table 3 >}} b",
	    "a \\{\\{&lt; tide\\_table 3 >\\}\\} b");
	becomes("{{</* figure */>}}", "\\{\\{&lt; figure >\\}\\}");
	/* Never closed, closed without being open, crossed. */
	becomes("{{< a", "{{< a");
	becomes("x {{< /a >}}", "x \\{\\{&lt; /a >\\}\\}");
	becomes("{{< a >}}1{{< b >}}2{{< /a >}}3{{< /b >}}",
	    "1\\{\\{&lt; b >\\}\\}23\\{\\{&lt; /b >\\}\\}");
}

static void
all_are_told(void **state)
{
	struct job *j = job_new(0);
	struct notes notes = { 0 };

	(void)state;
	(void)worked(j, "a\n{{< box >}}\n{{< tide >}}\n{{< /box >}}", &notes);
	assert_int_equal(notes.n, 2);
	assert_int_equal(notes.at[0].line, 7);
	assert_str(notes.at[0].text,
	    "`tide` is not known; it stays visible as text");
	assert_str(notes.at[1].text,
	    "`box` is not known; the text inside it is kept");
	job_free(j);
}

static void
references_lead_to_addresses(void **state)
{
	struct job *j = job_new(0);
	struct notes notes = { 0 };

	(void)state;
	assert_str(worked(j, "[x]({{< ref \"gone.md#a\" >}})", &notes),
	    "[x](gone.md#a)");
	assert_int_equal(notes.n, 1);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("known shortcodes and those with a template are set",
		    known_ones),
		RULE("of unknown ones the words stay", unknown_ones),
		RULE("what is not known is told with its line", all_are_told),
		RULE("a reference to nothing stays and is told",
		    references_lead_to_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
