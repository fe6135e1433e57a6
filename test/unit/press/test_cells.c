/* SPDX-License-Identifier: ISC */
/*
 * Each kind in each place, as readers get it, compared with test/golden/cells/:
 * once with everything that it may have, once with nothing that it need not.
 * Read these files as prose; STET_GOLDEN=write makes them anew.
 */
#include <stdlib.h>

#include "../test.h"

#include "../site/paper.h"
#include "press/cells.h"
#include "press/press.h"

#define HEAD "Bells over the quay"
#define ADDRESS "/2023/11/14/bells/"

/* What a kind has in its front matter: needed, and all that cards show. */
static const struct {
	enum kind kind;
	const char *needs, *has;
} rows[] = {
	{ KIND_STORY, "",
	    "deck: The noon bell is back.\n"
	    "kicker: Town hall\nbyline:\n  - {name: Nell Sorrow, "
	    "role: harbour reporter}\ndateline: Gull Rock\n" },
	{ KIND_RELEASE, "issuers: [Harbour Trust]\nissued: 2023-11-12\n",
	    "deck: The noon bell is back.\nkicker: Town hall\n"
	    "their_headline: Bell service resumes\nissuers:\n  - {name: Tomas "
	    "Arden, role: harbour master, of: Harbour Trust}\n"
	    "issued: 2023-11-12\n" },
	{ KIND_STATEMENT, "issuers: [Net-Menders' Guild]\n",
	    "deck: They want it rung by hand.\nkicker: Foghorn\n"
	    "issuers:\n  - Net-Menders' Guild\n  - {name: Ines Calado, role: "
	    "pilot}\ncount: {stated: \"over 1,000\", exact: 1040}\n"
	    "place: Custom House\nissued: 2023-11-12\n" },
	{ KIND_LETTER, "senders: [Aurelia Okoro]\n",
	    "deck: About the light.\nkicker: Letters\nsenders:\n  - {name: "
	    "Aurelia Okoro, role: keeper}\nto:\n  - The Commissioner\n"
	    "  - 14 Rope Walk\ncount: {exact: 21}\nplace: Gull Rock\n"
	    "issued: 2023-11-12\n" },
	{ KIND_VIDEO, "embed: https://video.example/bells\n",
	    "deck: Two minutes.\nkicker: Seen\nspeakers:\n  - {name: Bram "
	    "Okoro, role: keeper}\nplace: Gull Rock\nrecorded: 2023-11-11\n"
	    "duration: 2:05\nembed: https://video.example/bells\n" },
	{ KIND_AUDIO, "embed: https://sound.example/bells\n",
	    "deck: Forty seconds.\nkicker: Heard\nspeakers:\n  - {name: Bram "
	    "Okoro, role: keeper}\nplace: Gull Rock\nrecorded: 2023-11-11\n"
	    "duration: 0:40\nembed: https://sound.example/bells\n" },
	{ KIND_EVENT, "starts: 2023-11-20\n",
	    "deck: Bring a coat.\nkicker: Rally\nplace: Custom House\n"
	    "starts: 2023-11-20 18:00\nends: 2023-11-20 20:00\n"
	    "status: planned\n" },
	{ KIND_BRIEF, "", "deck: As it comes in.\nkicker: Live\n" },
	{ KIND_ITEM, "brief: day\n", "brief: day\nbyline: Nell Sorrow\n" },
	{ KIND_GALLERY, "pictures:\n  - {src: a.png, alt: A bell}\n",
	    "deck: Drawn on the spot.\nkicker: Pictures\nbyline: Oda Finch\n"
	    "pictures:\n  - {src: a.png, alt: A bell}\n" },
	{ KIND_SERIES, "",
	    "deck: In three parts.\nkicker: Series\n"
	    "byline: Nell Sorrow\n" },
	{ KIND_PAGE, "", "deck: Who we are.\n" },
};

static void
put_text(struct paper *p, unsigned n, const char *kind, const char *head,
    const char *address, const char *more)
{
	const struct str file = job_printf(p->j,
	    "---\nkind: %s\nheadline: %s\naddress: %s\nlang: en\n"
	    "published: 2023-11-14T12:0%u:00Z\nsection: Harbour\n"
	    "topics: [Bells]\n%s---\nThe bell rang at noon.\n",
	    kind, head, address, n % 10, more);

	assert_ok(p->j, try_put(p, id_numbered(n), kind, RECORD_PUBLISH, file));
}

/* A paper with the text, another one, and a front with that slot. */
static void
fill(struct paper *p, enum kind kind, const char *more, const char *slot)
{
	put(p, 9000, "settings", SETTINGS_THREE_LANGUAGES);
	put(p, 9001, "section", "---\nname: Harbour\n---\n");
	put(p, 9002, "topic", "---\nname: Bells\n---\n");
	if (kind == KIND_ITEM)
		put_text(p, 4, "brief", "The day", "/2023/11/14/day/",
		    "slug: day\n");
	put_text(p, 1, "story", "Another story", "/2023/11/14/other/", "");
	put_text(p, 2, job_cstr(p->j, kind_name(kind)), HEAD, ADDRESS, more);
	put_text(p, 3, "story", "A third story", "/2023/11/14/third/", "");
	put(p, 9003, "front",
	    job_cstr(p->j,
		job_printf(p->j,
		    "---\nslots:\n  - {weight: %s, story: %s}\n---\n", slot,
		    ADDRESS)));
}

static struct str
page_of(struct paper *p, const char *path)
{
	struct press *press;
	struct answer a = { 0 };
	struct str bytes;

	assert_ok(p->j, press_open(p->j, p->dir, STORE_READ, &press));
	assert_ok(p->j, press_page(press, p->j, str_of(path), STR(""), &a));
	if (a.status != 200)
		fail_msg("%s: %d", path, a.status);
	bytes = job_str(p->j, a.bytes);
	press_free(press);
	return bytes;
}

/*
 * Behind `within`: from the last `before` in front of the link to the first
 * `after` behind it.
 */
static struct str
around(struct job *j, struct str page, const char *within, const char *before,
    const char *after)
{
	const size_t begins = str_find(page, str_of(within));
	size_t at, from, end;

	if (begins == NOWHERE)
		return STR("(it is not there)\n");
	page = str_skip(page, begins);
	at = from = str_find(page, STR("href=\"" ADDRESS "\""));
	if (at == NOWHERE)
		return STR("(it is not there)\n");
	while (from > 0 && !str_starts(str_skip(page, from), str_of(before)))
		from--;
	end = str_find(str_skip(page, at), str_of(after));
	assert_true(end != NOWHERE);
	return job_printf(j, "%.*s%s\n",
	    STR_ARG(str_sub(page, from, at + end - from)), after);
}

/* Everything that is told where it is shared. */
static struct str
shared(struct job *j, struct str page)
{
	struct buf b = buf_in(j, 1 << 16);
	struct str line;

	while (str_cut(&page, '\n', &line))
		if (str_starts(line, STR("<meta property=\"og:"))
		    || str_starts(line, STR("<meta name=\"description\"")))
			buf_printf(&b, "%.*s\n", STR_ARG(line));
	return buf_so_far(&b);
}

static struct str
in_place(struct paper *p, enum card_place at)
{
	struct job *const j = p->j;

	switch (at) {
	case CARD_LIST:
		return around(j, page_of(p, "/section/harbour/"), "<main",
		    "<article", "</article>");
	case CARD_LEAD:
		return around(j, page_of(p, "/"), "<main", "<article",
		    "</article>");
	case CARD_RAIL:
		return around(j, page_of(p, "/"), "class=\"names\"", "<p>",
		    "</p>");
	case CARD_RELATED:
		return around(j, page_of(p, "/2023/11/14/third/"), "id=\"re\"",
		    "<article", "</article>");
	case CARD_SHARE:
		return shared(j, page_of(p, ADDRESS));
	case CARD_PLACES:
		break;
	}
	return STR("");
}

/* A page stands in no listing, an item in its brief's alone. */
static bool
stands(enum kind kind, enum card_place at)
{
	if (kind == KIND_PAGE || kind == KIND_ITEM)
		return at == CARD_SHARE || at == CARD_LEAD || at == CARD_RAIL;
	return true;
}

static void
put_cell(struct buf *b, enum kind kind, const char *more, enum card_place at)
{
	void *made;
	struct paper *p;

	assert_int_equal(paper_make(&made), 0);
	p = made;
	fill(p, kind, more, at == CARD_RAIL ? "rail" : "lead");
	buf_printf(b, "<!-- %s -->\n%.*s", card_place_name(at),
	    STR_ARG(in_place(p, at)));
	assert_int_equal(paper_drop(&made), 0);
}

static void
golden(struct job *j, enum kind kind, struct str got)
{
	const struct str name = kind_name(kind);
	const char *const mode = getenv("STET_GOLDEN");
	char *const path = file_path(j, GOLDEN,
	    job_cstr(j, job_printf(j, "%.*s.html", STR_ARG(name))));
	struct str want;

	if (mode != NULL && str_eq(str_of(mode), STR("write"))) {
		assert_ok(j, file_replace(j, path, got, 0644));
		return;
	}
	assert_ok(j, file_read(j, path, 1 << 20, &want));
	if (!str_eq(got, want))
		fail_msg("%s is not what it was:\n%.*s", path, STR_ARG(got));
}

static void
each_cell(void **state)
{
	struct job *const j = job_new(NOW);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf b = buf_in(j, 1 << 20);

		for (int full = 1; full >= 0; full--) {
			buf_printf(&b, "<!-- ==== %s ==== -->\n",
			    full ? "with everything" : "bare");
			for (int at = 0; at < CARD_PLACES; at++)
				if (stands(rows[i].kind, (enum card_place)at))
					put_cell(&b, rows[i].kind,
					    full ? rows[i].has : rows[i].needs,
					    (enum card_place)at);
		}
		golden(j, rows[i].kind, buf_so_far(&b));
	}
	job_free(j);
}

/* A kind that has cells has a row above. */
static void
none_left_out(void **state)
{
	(void)state;
	for (int k = 0; k < KINDS; k++) {
		bool row = card_cell((enum kind)k, CARD_LIST)[0]
		    == CARD_NOTHING;

		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			row = row || rows[i].kind == (enum kind)k;
		if (!row)
			fail_msg("%.*s has no golden page",
			    STR_ARG(kind_name((enum kind)k)));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		{ "each kind is in each place as it was agreed", each_cell,
		    NULL, NULL, NULL },
		{ "no kind is left out", none_left_out, NULL, NULL, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
