/* SPDX-License-Identifier: ISC */
/*
 * Walks all pages of a paper before and after something is done to it: each
 * page whose bytes changed has to be among those that are said to be stale.
 *
 * Addresses are gathered in a first run of the same deeds, by following every
 * link; so the second run knows pages before they exist.
 */
#include "../desk/paper.h"
#include "desk/move.h"
#include "desk/withdraw.h"
#include "press/press.h"
#include "text/address.h"

#define ADDRESSES_MAX 600

struct known {
	char *at[ADDRESSES_MAX];
	size_t n;
};

struct page {
	int status;
	struct sha256 hash;
	bool shows; /* the word that is looked for */
	bool
	    till_stale; /* a cache keeps it until it is told that it is stale */
};

struct walk {
	struct paper *t;
	struct known *known;
	bool compare; /* second run */
	int64_t version;
	struct page before[ADDRESSES_MAX], after[ADDRESSES_MAX];
};

static void
know(struct known *k, struct str address)
{
	for (size_t i = 0; i < k->n; i++)
		if (str_eq(str_of(k->at[i]), address))
			return;
	assert_true(k->n < ADDRESSES_MAX);
	k->at[k->n++] = strndup(address.p, address.n);
}

/* Every address of ours behind such a mark, up to its end. */
static void
know_links(struct job *j, struct known *k, struct str bytes, const char *mark,
    char end)
{
	struct str rest = bytes;
	size_t at;

	while ((at = str_find(rest, str_of(mark))) != NOWHERE) {
		struct str a, normal;

		rest = str_skip(rest, at + strlen(mark));
		a = str_sub(rest, 0, str_find_ch(rest, end));
		if (str_starts(a, STR("https://gazette.example")))
			a = str_skip(a, strlen("https://gazette.example"));
		if (!str_starts(a, STR("/")) || str_starts(a, STR("/assets/"))
		    || str_starts(a, STR("/media/"))
		    || str_starts(a, STR("/record/"))
		    || str_starts(a, STR("/search"))
		    || str_starts(a, STR("/oembed")))
			continue;
		assert_ok(j, address_normal(j, a, &normal));
		know(k, normal);
	}
}

static struct page
look(struct walk *w, struct press *press, struct str path, struct str word)
{
	struct job *j = job_new(job_now(w->t->j));
	struct answer a = { 0 };
	struct page p;

	assert_ok(j, press_page(press, j, path, STR(""), &a));
	p.status = a.status;
	p.hash = sha256_of(job_printf(j, "%d %.*s %.*s", a.status,
	    STR_ARG(a.location.n > 0 ? a.location : STR("-")),
	    STR_ARG(a.bytes.n > 0 ? a.bytes : STR("-"))));
	p.till_stale = a.keep == KEEP_PAGE;
	p.shows = word.n > 0
	    && (str_find(a.bytes, word) != NOWHERE
		|| str_find(a.location, word) != NOWHERE);
	know_links(j, w->known, a.bytes, "href=\"", '"');
	know_links(j, w->known, a.bytes, "<loc>", '<');
	if (a.location.n > 0)
		know(w->known, job_str(j, a.location));
	job_free(j);
	return p;
}

static void
look_all(struct walk *w, struct page *out, struct str word)
{
	struct press *press;

	assert_ok(w->t->j, press_open(w->t->j, w->t->dir, STORE_READ, &press));
	for (size_t i = 0; i < w->known->n; i++)
		out[i] = look(w, press, str_of(w->known->at[i]), word);
	press_free(press);
}

static void
begin(struct walk *w)
{
	struct site *s = desk_site(w->t->d);

	look_all(w, w->before, STR(""));
	assert_ok(w->t->j, site_read_begin(s, w->t->j));
	w->version = site_version(s);
	site_read_end(s);
}

static bool
is_stale(const struct stale *stale, const char *address)
{
	for (size_t i = 0; i < stale->addresses.n; i++)
		if (str_eq(stale->addresses.at[i], str_of(address)))
			return true;
	return stale->everything;
}

/*
 * What has changed is stale; `few`: and not simply everything.  If word is
 * given no page but `but` may show it any more.
 */
static void
end(struct walk *w, const char *deed, bool few, const char *word)
{
	struct site *s = desk_site(w->t->d);
	struct stale stale;
	size_t n = w->known->n, changed = 0;

	look_all(w, w->after, str_of(word));
	if (!w->compare)
		return;
	assert_int_equal(w->known->n, n);
	assert_ok(w->t->j, site_read_begin(s, w->t->j));
	assert_ok(w->t->j, site_stale_since(s, w->t->j, w->version, &stale));
	site_read_end(s);
	if (few && stale.everything)
		fail_msg("%s: everything is stale", deed);
	for (size_t i = 0; i < n; i++) {
		const bool same = w->before[i].status == w->after[i].status
		    && sha256_eq(w->before[i].hash, w->after[i].hash);

		if (w->after[i].shows)
			fail_msg("%s: %s still shows \"%s\"", deed,
			    w->known->at[i], word);
		if (!same && w->before[i].till_stale
		    && !is_stale(&stale, w->known->at[i]))
			fail_msg("%s: %s changed and is not stale", deed,
			    w->known->at[i]);
		changed += !same;
	}
	assert_true(changed > 0);
	if (few)
		assert_true(stale.addresses.n < 3 * changed + 40);
}

/* ---- a small paper in two languages ---- */

static struct published
publish(struct paper *t, const char *file)
{
	const struct publish_opts opts = { .name = STR("file.md") };
	struct published p;

	assert_ok(t->j, desk_publish(t->d, t->j, str_of(file), &opts, &p));
	return p;
}

static void
add_language(struct paper *t)
{
	const struct edit languages = { .field = STR("languages"),
		.yaml = STR("languages:\n  - tag: en\n    name: English\n"
			    "  - tag: fa\n    name: فارسی\n") };
	struct str settings;

	assert_ok(t->j, desk_show(t->d, t->j, STR("settings"), &settings));
	assert_ok(t->j,
	    textfile_edit(t->j, settings, STR("s"), &languages, 1, &settings));
	(void)publish(t, job_cstr(t->j, settings));
}

static void
furnish(struct paper *t)
{
	static const char *const files[] = {
		"---\nkind: person\nname: Roya Kamali\n---\n",
		"---\nkind: section\nname: Harbour\n---\n",
		"---\nkind: section\nname: Quay\nparent: Harbour\n---\n",
		"---\nkind: section\nname: Town\n---\n",
		"---\nkind: page\nheadline: About us\n---\nWe are.\n",
		"---\nkind: menu\nlang: en\nitems:\n"
		"  - label: About\n    to: /about-us/\n"
		"  - to: Kraken seen\n---\n",
		("---\nkind: redirect\naliases: [/sea-monster/]\n"
		 "to: /2026/11/21/kraken-seen/\n---\n"),
	};

	add_language(t);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		(void)publish(t, files[i]);
	for (int i = 1; i <= 24; i++)
		(void)publish(t,
		    job_cstr(t->j,
			job_printf(t->j,
			    "---\nheadline: Story %d\nsection: Quay\n"
			    "byline: Roya Kamali\ntopics: [tides, boats]\n"
			    "date: 2026-11-%02d\n---\nText %d.\n",
			    i, i, i)));
}

#define KRAKEN                                                               \
	"---\nheadline: Kraken seen\nsection: Quay\nbyline: Roya Kamali\n"   \
	"topics: [tides, monsters]\ndate: 2026-11-21\naliases: [/kraken/]\n" \
	"---\nIt swam.\n"

static struct str
as_author(struct job *j, const struct published *p)
{
	return job_str(j, p->author);
}

static void
deeds(struct walk *w)
{
	struct paper *t = w->t;
	struct published p, other;
	struct withdrawn gone;
	struct moved m;

	furnish(t);
	begin(w);
	p = publish(t, KRAKEN);
	end(w, "publish", false, "");

	(void)publish(t,
	    "---\nkind: front\nlang: en\nsection: Harbour\nslots:\n"
	    "  - weight: lead\n    story: Kraken seen\n---\n");
	(void)publish(t,
	    "---\nheadline: از دور\nlang: fa\ndate: 2026-11-19\n"
	    "translation_of: /2026/11/21/kraken-seen/\n---\nمتن.\n");
	begin(w);
	other = publish(t,
	    "---\nheadline: The view from afar\nsection: Harbour\n"
	    "date: 2026-11-20\ntopics: [monsters]\nabout: [Roya Kamali]\n"
	    "---\nOh.\n");
	end(w, "publish another", true, "");
	/* Fronts of sections in which it does not stand name it, too. */
	(void)publish(t,
	    "---\nkind: front\nlang: en\nsection: Town\nslots:\n"
	    "  - weight: lead\n    story: The view from afar\n---\n");
	(void)publish(t,
	    "---\nheadline: از آنجا\nlang: fa\ndate: 2026-11-18\n"
	    "translation_of: The view from afar\n---\nمتن.\n");

	begin(w);
	assert_ok(t->j,
	    desk_retract(t->d, t->j, p.address, STR("It was a barge."), &gone));
	end(w, "retract", false, "Kraken");

	begin(w);
	p = publish(t, job_cstr(t->j, as_author(t->j, &p)));
	assert_int_equal(p.revision, 3);
	end(w, "revive", false, "");

	begin(w);
	assert_ok(t->j,
	    desk_move(t->d, t->j, p.address, STR("barge-seen"), &m));
	end(w, "move", false, "/kraken-seen/");

	begin(w);
	assert_ok(t->j,
	    desk_retract(t->d, t->j, other.address, STR("No."), &gone));
	end(w, "retract another", true, "The view from afar");

	begin(w);
	other = publish(t, job_cstr(t->j, as_author(t->j, &other)));
	end(w, "revive another", true, "");

	begin(w);
	assert_ok(t->j,
	    desk_move(t->d, t->j, other.address, STR("from-afar-seen"), &m));
	end(w, "move another", true, "the-view-from-afar/\"");

	begin(w);
	assert_ok(t->j,
	    desk_move(t->d, t->j, STR("/topic/monsters/"), STR("beasts"), &m));
	end(w, "move a topic", false, "href=\"/topic/monsters");

	begin(w);
	assert_ok(t->j,
	    desk_retract(t->d, t->j, STR("/topic/beasts/"), STR("No."), &gone));
	end(w, "retract a topic", false, ">monsters<");

	begin(w);
	assert_ok(t->j,
	    desk_retract(t->d, t->j, STR("/about-us/"), STR("No."), &gone));
	end(w, "retract a page of the menu", false, "About us");
}

static void
everything_follows(void **state)
{
	static const char *const seeds[] = { "/", "/feed.xml", "/sitemap.xml",
		"/sitemap-news.xml", "/corrections/", "/archive/",
		"/kind/story/", "/kraken/", "/sea-monster/", "/fa/",
		"/section/quay/feed.xml", "/section/harbour/archive/",
		"/topic/monsters/feed.xml", "/2026/11/21/kraken-seen",
		"/2026/11/21/kraken-seen/" };
	struct known *known = calloc(1, sizeof(*known));
	struct walk *w = calloc(1, sizeof(*w));

	w->known = known;
	for (size_t i = 0; i < sizeof(seeds) / sizeof(seeds[0]); i++)
		know(known, str_of(seeds[i]));
	for (int run = 0; run < 2; run++) {
		w->compare = run == 1;
		w->t = *state;
		deeds(w);
		if (run == 0) {
			assert_int_equal(paper_tear_down(state), 0);
			assert_int_equal(paper_set_up(state), 0);
		}
	}
	assert_true(known->n > 60);
	for (size_t i = 0; i < known->n; i++)
		free(known->at[i]);
	free(known);
	free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("every page that changes with a story's "
			   "publication, "
			   "retraction, revival or move is stale, and none "
			   "shows what is gone",
		    everything_follows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
