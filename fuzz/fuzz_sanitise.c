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

static bool
begins_with_any(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_starts(s, str_of(*list)))
			return true;
	return false;
}

/* A tag without its brackets: no value in it has a bare quote or bracket. */
static bool
is_harmless_tag(struct str tag)
{
	static const char *const names[] = { "script", "style", "iframe", "svg",
		"math", "object", "embed", "form", "input", "base", "meta",
		"link", "template", "noscript", "button", "h1", "!", "title",
		"textarea", "select", "xmp", "?", NULL };
	static const char *const attributes[] = { "on",
		"style=", "name=", "srcdoc",
		"href=\"javascript:", "href=\"data:", "href=\"vbscript:",
		"src=\"http:", "src=\"https:", "src=\"//",
		"src=\"data:", "srcset=\"h", "poster=\"http:", "action",
		"target", "xlink", NULL };

	if (begins_with_any(tag, names) && !str_starts(tag, STR("section")))
		return false;
	bool quoted = false;
	for (size_t i = 0; i < tag.n; i++) {
		quoted = quoted != (tag.p[i] == '"');
		if (tag.p[i] == ' ' && !quoted
		    && begins_with_any(str_skip(tag, i + 1), attributes))
			return false;
	}
	return true;
}

static bool
is_harmless(struct str html)
{
	struct str rest = html, piece;

	while (str_cut(&rest, '<', &piece)) {
		const size_t close = str_find_ch(rest, '>');

		if (close != NOWHERE
		    && !is_harmless_tag(str_sub(rest, 0, close)))
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
