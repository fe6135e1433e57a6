/* SPDX-License-Identifier: ISC */
/*
 * What each kind shows where, compared with test/golden/cells/: a file for
 * each kind, in it every place of press/cells.c, first of a text with all
 * that a card can show, then of one that has only what it can't do without.
 * They are cut out of whole pages.  STET_GOLDEN=write makes them anew.
 */
#include "../test.h"

#include "../site/paper.h"
#include "press/cells.h"
#include "press/press.h"

#define HERE 1795435200   /* 2026-11-23 12:00 UTC */
#define MOST (1 << 16)    /* bytes of a golden file */
#define FULL "/2026/full" /* addresses, without the slash at the end */
#define BARE "/2026/bare"
#define NUMBER_FULL 100 /* of the things */
#define NUMBER_BARE 101

/* What readers' browsers are given of a picture; no file stands behind it. */
#define HASH                               \
	"5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e" \
	"5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e"
#define MEDIA                                                           \
	"media:\n- name: slip.jpg\n  sha256: " HASH "\n  format: jpg\n" \
	"  width: 720\n  height: 480\n  sizes:\n  - {name: column, "    \
	"sha256: " HASH ", format: jpg, width: 720, height: 480}\n"
#define PICTURE                                                           \
	"picture: {src: slip.jpg, alt: A kettle on a bollard., caption: " \
	"\"The slip, five o'clock.\", credit: Oda Finch}\n" MEDIA

/* What all kinds but pages may have. */
#define ALL                                                         \
	"section: Harbour\ntopics: [winter]\nplace: Lantern Pier\n" \
	"dateline: North Quay\n" PICTURE

/* clang-format off */
static const struct sample {
	const char *full, *bare; /* front matter beside what all have */
	const char *body;        /* of both */
	bool nameless;           /* the bare one has no headline */
} samples[KINDS] = {
	[KIND_STORY] = {
		.full = "headline: Ferry returns to winter hours\n"
			"kicker: Timetables\n"
			"deck: Forty-one people now meet on the slip.\n"
			"byline: [Roya Kamali, Nell Sorrow]\n" ALL,
		.body = "The first boat leaves at 05:50.\n",
	},
	[KIND_PAGE] = {
		.full = "headline: Who we are\nkicker: Read on\n"
			"deck: Nine people and a kettle.\n"
			"byline: Roya Kamali\n" PICTURE,
		.body = "We have printed since 1911.\n",
	},
	[KIND_RELEASE] = {
		.full = "headline: Trust sets mooring fees\n"
			"kicker: Fees\n"
			"deck: Skiffs pay what they paid.\n"
			"their_headline: A fairer quay for all\n"
			"issuers: {name: Harbour Trust, role: office of the "
			"Chair, of: Custom House}\n"
			"issued: 2026-11-21\nbyline: Roya Kamali\n" ALL,
		.body = "The Trust has set the fees for 2027.\n",
	},
	[KIND_STATEMENT] = {
		.full = "headline: Guilds want the foghorn back\n"
			"kicker: Foghorn\n"
			"deck: Forty seconds of horn, as before.\n"
			"to: Harbour Trust, Saltreach\n"
			"issuers:\n- Net-Menders' Guild\n"
			"- {name: Ines Calado, role: pilot}\n"
			"- Rope Walk\n- Eel Wardens\n"
			"issued: 2026-11-22\n"
			"count:\n- {stated: \"24\"}\n"
			"- {stated: \"over 1,000\", exact: 1040}\n" ALL,
		.body = "For a hundred and twelve years we heard it.\n",
	},
	[KIND_LETTER] = {
		.full = "headline: We kept your light\nkicker: The light\n"
			"deck: Eleven families ask for a date.\n"
			"to:\n- The Chair and Members,\n"
			"- Custom House, North Quay\n"
			"senders: [The keepers' families]\n"
			"count: {exact: 11}\nwritten: 2026-11-21\n" ALL,
		.bare = "to: The Chair\n",
		.body = "Our roofs were made in 1911.\n",
	},
	[KIND_VIDEO] = {
		.full = "headline: You hear the water on the left now\n"
			"kicker: Pilots\ndeck: A pilot on her first night.\n"
			"speakers: {name: Ines Calado, role: pilot}\n"
			"recorded: 2026-09-19\nduration: \"12:40\"\n" ALL,
		.body = "[0:05] I was nineteen and had the wrong boots.\n",
	},
	[KIND_AUDIO] = {
		.full = "headline: Forty seconds of foghorn\n"
			"kicker: Foghorn\ndeck: As it was until 1998.\n"
			"speakers: [Bram Okoro]\n"
			"recorded: 2026-11-02\nduration: \"0:40\"\n" ALL,
		.body = "[0:02] Stand back.\n",
	},
	[KIND_EVENT] = {
		.full = "headline: The Lantern Pier storm\nkicker: Storm\n"
			"deck: Nineteen boats went adrift.\n"
			"starts: 2026-11-14\nends: 2026-11-15\n"
			"status: over\nbyline: Roya Kamali\n"
			"people: [Lifeboat 7]\n" ALL,
		.bare = "starts: 2026-11-29T18:00:00Z\n",
		.body = "The wind turned at two.\n",
	},
	[KIND_BRIEF] = {
		.full = "headline: Harbour news in brief\nkicker: 2026\n"
			"deck: What is too short for a story.\n"
			"byline: Roya Kamali\n" ALL,
		.body = "",
	},
	[KIND_ITEM] = {
		.full = "headline: Cutter Marrow back on station\n"
			"kicker: Pilots\ndeck: Her rudder is new.\n"
			"byline: Roya Kamali\nbrief: /2026/brief/\n"
			"listed: true\n" ALL,
		.bare = "brief: /2026/brief/\nlisted: true\n",
		.body = "Pilot cutter Marrow is back on station.\n",
		.nameless = true,
	},
	[KIND_GALLERY] = {
		.full = "headline: Hands and nets\nkicker: Net loft\n"
			"deck: A morning among the menders.\n"
			"byline: Oda Finch\n"
			"pictures: [{src: slip.jpg, alt: A kettle.}]\n" ALL,
		.bare = "pictures: [{src: slip.jpg, alt: A kettle.}]\n" MEDIA,
		.body = "",
	},
	[KIND_SERIES] = {
		.full = "headline: Forty knots\nkicker: Craft\n"
			"deck: One knot a week until spring.\n"
			"byline: Roya Kamali\n" ALL,
		.body = "Each is tied by who uses it.\n",
	},
};
/* clang-format on */

/* Where a card stands, in whole pages. */
struct hole {
	const char *page;        /* empty: the text's own page */
	const char *after;       /* the card stands behind this */
	const char *begin, *end; /* of the piece that has its address */
};

static const struct hole holes[CARD_PLACES] = {
	[CARD_LIST] = { "/section/harbour/", "<div class=\"w list\">",
	    "<article", "</article>\n" },
	[CARD_LEAD] = { "/", "<div class=\"top", "<article", "</article>\n" },
	[CARD_RAIL] = { "/", "<div class=\"names\">", "<p>", "</p>\n" },
	[CARD_RELATED] = { "/2026/other/", "aria-labelledby=\"re\"", "<article",
	    "</article>\n" },
	[CARD_SHARE] = { "", "<meta property=\"og:type\"", NULL, NULL },
};

/* ---- a paper ---- */

static void
text_put(struct paper *p, unsigned number, enum kind k, const char *address,
    const char *at, struct str matter, const char *body)
{
	const struct str name = kind_name(k);

	put(p, number, job_cstr(p->j, name),
	    job_cstr(p->j,
		job_printf(p->j,
		    "---\nkind: %.*s\naddress: %s/\nlang: en\n"
		    "published: %s\n%.*s---\n%s",
		    STR_ARG(name), address, at, STR_ARG(matter), body)));
}

static void
paper_fill(struct paper *p, enum kind k)
{
	const struct sample *const s = &samples[k];
	const bool page = !kind_row(k)->listed;

	put(p, 1, "settings",
	    "---\nname: The Harbour Gazette\ntimezone: Europe/Lisbon\n"
	    "url: https://gazette.example\nlanguages: [{tag: en}]\n---\n");
	put(p, 2, "section", "---\nname: Harbour\n---\n");
	put(p, 3, "topic", "---\nname: winter\n---\n");
	put(p, 4, "person",
	    "---\nname: Roya Kamali\nrole: harbour reporter\n---\n");
	text_put(p, 5, KIND_BRIEF, "/2026/brief", "2026-11-01T08:00:00Z",
	    STR("headline: Harbour news in brief\n"), "");
	text_put(p, NUMBER_BARE, k, BARE, "2026-11-19T08:00:00Z",
	    job_printf(p->j, "%s%s%s",
		s->nameless ? "" : "headline: Bare of all but this\n",
		page ? "" : "section: Harbour\n",
		s->bare != NULL ? s->bare : ""),
	    s->body);
	text_put(p, NUMBER_FULL, k, FULL, "2026-11-23T10:40:00Z",
	    str_of(s->full), s->body);
	text_put(p, 6, KIND_STORY, "/2026/other", "2026-11-23T11:00:00Z",
	    STR("headline: What else there is\nsection: Harbour\n"
		"topics: [winter]\n"),
	    "Nothing.\n");
}

/* The text stands first, on the front and in the section's. */
static void
paper_arrange(struct paper *p, const char *lead, const char *rail)
{
	const char *const slots = "slots:\n  - {weight: lead, story: %s/}\n"
				  "  - {weight: rail, story: %s/}\n---\n";
	const struct str fill = job_printf(p->j, slots, lead, rail);

	put(p, 7, "front",
	    job_cstr(p->j,
		job_printf(p->j, "---\nlang: en\n%.*s", STR_ARG(fill))));
	put(p, 8, "front",
	    job_cstr(p->j,
		job_printf(p->j, "---\nlang: en\nsection: Harbour\n%.*s",
		    STR_ARG(fill))));
}

/* ---- a card ---- */

/* From the last begin before what to the first end after it. */
static struct str
piece_around(struct str page, const struct hole *h, struct str what)
{
	const size_t from = str_find(page, str_of(h->after));
	struct str rest, out = STR("");
	size_t at, next;

	if (from == NOWHERE)
		return out;
	rest = str_skip(page, from);
	at = str_find(rest, what);
	if (at == NOWHERE)
		return out;
	while (
	    (next = str_find(rest, str_of(h->begin))) != NOWHERE && next < at) {
		out = str_skip(rest, next);
		rest = str_skip(rest, next + 1);
		at -= next + 1;
	}
	next = str_find(out, str_of(h->end));
	out.n = next == NOWHERE ? 0 : next + strlen(h->end);
	return out;
}

/* What is said to those who show links to it. */
static struct str
share_of(struct job *j, struct str page)
{
	struct str rest = page, line;
	struct buf b = buf_in(j, MOST);

	while (str_line(&rest, &line))
		if (str_starts(line, STR("<meta property=\"og:"))
		    && str_find(line, STR("og:url")) == NOWHERE
		    && str_find(line, STR("og:site_name")) == NOWHERE)
			buf_printf(&b, "%.*s\n", STR_ARG(line));
	return buf_so_far(&b);
}

/* The card of the text at that address, there. */
static struct str
card_at(struct paper *p, struct press *press, enum card_place at,
    const char *address)
{
	const struct hole *const h = &holes[at];
	const struct str path = job_printf(p->j, "%s/", address);
	const struct str href = job_printf(p->j, "href=\"%s/\"", address);
	struct answer a = { 0 };
	struct str out;

	assert_ok(p->j,
	    press_page(press, p->j, at == CARD_SHARE ? path : str_of(h->page),
		STR(""), &a));
	assert_int_equal(a.status, 200);
	out = at == CARD_SHARE ? share_of(p->j, a.bytes)
			       : piece_around(a.bytes, h, href);
	if (out.n == 0)
		fail_msg("%s is not in its place (%s):\n%.*s", address,
		    card_place_name(at), STR_ARG(a.bytes));
	return job_str(p->j, out);
}

static void
card_put(struct buf *b, enum card_place at, bool full, struct str card)
{
	size_t hash;

	buf_printf(b, "\n<!-- %s, %s -->\n", card_place_name(at),
	    full ? "full" : "bare");
	while ((hash = str_find(card, STR(HASH))) != NOWHERE) {
		buf_printf(b, "%.*sHASH", (int)hash, card.p);
		card = str_skip(card, hash + strlen(HASH));
	}
	buf_put(b, card);
}

/* What is in no listing is never among what is related. */
static bool
has_place(enum kind k, enum card_place at)
{
	return at != CARD_RELATED || kind_row(k)->listed;
}

/* While one leads the front the other stands on its rail. */
static struct str
cards_of(struct paper *p, enum kind k)
{
	static const char *const texts[] = { FULL, BARE };
	struct str cards[2][CARD_PLACES] = { 0 };
	struct buf b = buf_in(p->j, MOST);
	struct press *press;

	paper_fill(p, k);
	for (size_t i = 0; i < 2; i++) {
		paper_arrange(p, texts[i], texts[1 - i]);
		assert_ok(p->j, press_open(p->j, p->dir, STORE_READ, &press));
		for (enum card_place at = 0; at < CARD_PLACES; at++) {
			const size_t of = at == CARD_RAIL ? 1 - i : i;

			if (has_place(k, at))
				cards[of][at] = card_at(p, press, at,
				    texts[of]);
		}
		press_free(press);
	}
	buf_printf(&b, "<!-- kind %.*s in every place -->\n",
	    STR_ARG(kind_name(k)));
	for (size_t i = 0; i < 2; i++)
		for (enum card_place at = 0; at < CARD_PLACES; at++)
			if (has_place(k, at))
				card_put(&b, at, i == 0, cards[i][at]);
	return buf_so_far(&b);
}

static void
golden(struct paper *p, enum kind k, struct str got)
{
	const struct str name = job_printf(p->j, "%.*s.html",
	    STR_ARG(kind_name(k)));
	char *path = file_path(p->j, GOLDEN, job_cstr(p->j, name));
	const char *mode = getenv("STET_GOLDEN");
	struct str want;

	if (mode != NULL && strcmp(mode, "write") == 0) {
		assert_ok(p->j, file_replace(p->j, path, got, 0644));
		return;
	}
	assert_ok(p->j, file_read(p->j, path, MOST, &want));
	if (!str_eq(got, want))
		fail_msg("%s is not what it was:\n%.*s", path, STR_ARG(got));
}

/* ---- the table ---- */

struct copied {
	enum kind kind;
	void *paper;
};

static int
set_up(void **state)
{
	struct copied *c = calloc(1, sizeof(*c));

	assert_non_null(c);
	c->kind = *(const enum kind *)*state;
	*state = c;
	if (paper_make(&c->paper) != 0)
		return -1;
	job_reset(((struct paper *)c->paper)->j, HERE);
	return 0;
}

static int
tear_down(void **state)
{
	struct copied *c = *state;
	const int failed = paper_drop(&c->paper);

	free(c);
	return failed;
}

static void
test_kind(void **state)
{
	const struct copied *c = *state;

	if (samples[c->kind].full == NULL)
		fail_msg("no text to show the cards of kind %.*s",
		    STR_ARG(kind_name(c->kind)));
	golden(c->paper, c->kind, cards_of(c->paper, c->kind));
}

static bool
has_cells(enum kind k)
{
	return kind_row(k)->listed || *card_cell(k, CARD_LIST) != CARD_NOTHING;
}

int
main(void)
{
	static enum kind kinds[KINDS];
	static char titles[KINDS][64];
	static struct CMUnitTest tests[KINDS];
	size_t n = 0;

	for (int k = KIND_NONE + 1; k < KINDS; k++) {
		if (!has_cells((enum kind)k))
			continue;
		kinds[n] = (enum kind)k;
		(void)snprintf(titles[n], sizeof(titles[n]),
		    "kind %.*s shows in each place what it did",
		    STR_ARG(kind_name(kinds[n])));
		tests[n] = (struct CMUnitTest){ titles[n], test_kind, set_up,
			tear_down, &kinds[n] };
		n++;
	}
	return _cmocka_run_group_tests("cells", tests, n, NULL, NULL);
}
