/* SPDX-License-Identifier: ISC */
/*
 * Whatever HTML comes in: what goes out is canonical, so a second pass gives
 * the same bytes; the parser reads it as it stands, so the short way and the
 * long way can't differ; and there is nothing in it that runs or loads.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "text/sanitise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
expect(bool holds, const char *what, struct str in, struct str out)
{
	if (holds)
		return;
	fprintf(stderr, "%s\nin:  %.*s\nout: %.*s\n", what, STR_ARG(in),
	    STR_ARG(out));
	abort();
}

/* Every tag by its name, every attribute too: a list of what never may be. */
static bool
is_harmless(struct str html)
{
	static const char *const never[] = { "<script", "<style", "<iframe",
		"<svg", "<math", "<object", "<embed", "<form", "<input",
		"<base", "<meta", "<link", "<template", "<noscript", "<button",
		"href=\"javascript", "href=\"data", "src=\"http", "src=\"//",
		"src=\"data", "=\"vbscript", "<h1", "<!--", "<title",
		"<textarea", "<select", "<xmp" };
	struct str rest = html, tag;

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (str_find(html, str_of(never[i])) != NOWHERE)
			return false;
	/* In a tag, a name that begins with "on", or a style. */
	while (str_cut(&rest, '<', &tag)) {
		if (!str_cut(&rest, '>', &tag))
			break;
		const size_t on = str_find(tag, STR(" on")),
			     style = str_find(tag, STR(" style="));
		const size_t quote = str_find_ch(tag, '"');

		if ((on != NOWHERE && on < quote)
		    || (style != NOWHERE && style < quote))
			return false;
	}
	return true;
}

static void
check(struct str html, const struct sanitise_opts *opts)
{
	struct job *j = job_new(0);
	struct markup once, twice, parsed;

	sanitise(j, html, opts, &once, NULL);
	expect(sanitise_is_canonical(j, once.html, opts), "not canonical", html,
	    once.html);
	sanitise(j, once.html, opts, &twice, NULL);
	expect(str_eq(once.html, twice.html), "not the same again", once.html,
	    twice.html);
	/* What is kept as text may be too large for the parser. */
	if (once.html.n < SANITISE_MAX) {
		sanitise_parsed(j, once.html, opts, &parsed, NULL);
		expect(str_eq(once.html, parsed.html), "the parser differs",
		    once.html, parsed.html);
	}
	expect(is_harmless(once.html), "not harmless", html, once.html);
	expect(str_is_utf8(once.html), "not UTF-8", html, once.html);
	markup_plain(j, once);
	job_free(j);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct body_media media[] = {
		{ STR("a.jpg"), STR("/media/aa"), 720, 480, STR("/media/bb"),
		    1440 },
		{ STR("b.jpg"), STR("/media/cc"), 0, 0, STR(""), 0 },
	};
	const struct sanitise_opts strict = { .media = media, .n_media = 2 },
				   bare = { .no_ids = true };
	const struct str html = { (const char *)data, size };

	check(html, NULL);
	check(html, &strict);
	check(html, &bare);
	return 0;
}
