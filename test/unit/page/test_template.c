/* SPDX-License-Identifier: ISC */
#include "../test.h"
#include "page/template.h"

struct picture {
	struct str alt;
	int64_t width;
};

struct byline {
	struct str name, role;
};

struct card {
	struct str headline, deck, dress;
	struct markup intro;
	bool corrected;
	int64_t count;
	const struct picture *picture;
	struct picture spare;
	struct view_list bylines, topics;
};

static const struct view_field picture_fields[] = {
	VIEW_TEXT(struct picture, alt, ""),
	VIEW_SIZE(struct picture, width, ""),
};
static const struct view_type picture_type = VIEW_TYPE(struct picture,
    picture_fields);

static const struct view_field byline_fields[] = {
	VIEW_TEXT(struct byline, name, ""),
	VIEW_TEXT(struct byline, role, ""),
};
static const struct view_type byline_type = VIEW_TYPE(struct byline,
    byline_fields);

static const char *const dresses[] = { "card-news", "card-voice", NULL };

static const struct view_field card_fields[] = {
	VIEW_TEXT(struct card, headline, ""),
	VIEW_TEXT(struct card, deck, ""),
	VIEW_PARTIAL(struct card, dress, dresses, ""),
	VIEW_MARKUP(struct card, intro, ""),
	VIEW_FLAG(struct card, corrected, ""),
	VIEW_NUMBER(struct card, count, ""),
	VIEW_VIEW(struct card, picture, &picture_type, ""),
	VIEW_INSIDE(struct card, spare, &picture_type, ""),
	VIEW_LIST(struct card, bylines, &byline_type, ""),
	VIEW_TEXTS(struct card, topics, ""),
};
static const struct view_type card_type = VIEW_TYPE(struct card, card_fields);

static const struct picture the_picture = { STR_INIT("a pier"), 1600 };
static const struct byline the_bylines[] = {
	{ STR_INIT("Nell"), STR_INIT("reporter") },
	{ STR_INIT("Davi"), { NULL, 0 } },
};
static const struct str the_topics[] = { STR_INIT("storm"), STR_INIT("t<s") };

static const struct card full = {
	.headline = STR_INIT("Fish & \"chips\""),
	.dress = STR_INIT("card-voice"),
	.intro = { STR_INIT("<p>One</p>") },
	.corrected = true,
	.count = 1040,
	.picture = &the_picture,
	.spare = { STR_INIT("spare"), 7 },
	.bylines = { the_bylines, 2 },
	.topics = { the_topics, 2 },
};
static const struct card empty = { .dress = STR_INIT("card-unknown") };

static const struct words_file words_files[] = {
	{ STR_INIT("en"), STR_INIT("words/en.json"),
	    STR_INIT(
		"{\"more\": \"More & more\", \"by\": \"By {name}!\",\n"
		"\"pictures\": {\"one\": \"{n} picture\", \"other\": \"{n} "
		"pictures\"}}") },
	{ STR_INIT("fa"), STR_INIT("words/fa.json"),
	    STR_INIT("{\"more\": \"بیشتر\", \"pictures\": {\"other\": \"{n} "
		     "عکس\"}}") },
};

static const struct template_asset assets[] = {
	{ STR_INIT("a.css"), STR_INIT("/assets/a.123.css") },
};

/* Compile text as "page" beside a few partials. */
static enum status
compile(struct job *j, const char *text, const struct template **t,
    const struct words_list **words)
{
	const struct template_file files[] = {
		{ STR("page"), STR("templates/page.mustache"), str_of(text) },
		{ STR("card-news"), STR("templates/card-news.mustache"),
		    STR("<h2>{{headline}}</h2>\n") },
		{ STR("card-voice"), STR("templates/card-voice.mustache"),
		    STR("<h2 class=v>{{headline}}</h2>\n") },
		{ STR("layout"), STR("templates/layout.mustache"),
		    STR("<main>{{$main}}{{/main}}</main>") },
		{ STR("self"), STR("templates/self.mustache"),
		    STR("{{>self}}") },
		{ STR("bad"), STR("templates/bad.mustache"),
		    STR("line one\n{{role}}") },
	};
	const struct template_sources src = {
		.files = files,
		.n_files = sizeof(files) / sizeof(*files),
		.assets = assets,
		.n_assets = 1,
		.words = *words,
	};

	return template_compile(j, &src, "page", &card_type, t);
}

static void
gives_in(const char *lang, const char *text, const struct card *card,
    const char *want)
{
	struct job *j = job_new(0);
	const struct template *t = NULL;
	const struct words_list *words = NULL;
	const struct date_style style = { .lang = str_of(lang) };
	struct dates *d = NULL;
	struct tongue tongue;
	struct str out = { NULL, 0 };

	assert_ok(j, words_read(j, words_files, 2, &words));
	assert_ok(j, compile(j, text, &t, &words));
	assert_ok(j, dates_open(j, &style, &d));
	tongue = (struct tongue){ words_for(words, str_of(lang)),
		dates_figures(d) };
	assert_ok(j, template_render(t, j, card, &tongue, 100000, &out));
	assert_str(out, want);
	dates_close(d);
	job_free(j);
}

static void
gives(const char *text, const struct card *card, const char *want)
{
	gives_in("en", text, card, want);
}

static void
refuses(const char *text, const char *why)
{
	struct job *j = job_new(0);
	const struct template *t = NULL;
	const struct words_list *words = NULL;

	assert_ok(j, words_read(j, words_files, 2, &words));
	assert_int_equal(compile(j, text, &t, &words), INVALID);
	if (str_find(job_reason(j), str_of(why)) == NOWHERE)
		fail_msg("\"%.*s\" lacks \"%s\"", STR_ARG(job_reason(j)), why);
	job_free(j);
}

static void
text_is_escaped_and_markup_is_not(void **state)
{
	(void)state;
	gives("{{headline}} {{{intro}}}", &full,
	    "Fish &amp; &quot;chips&quot; <p>One</p>");
	gives("[{{headline}}{{{intro}}}{{spare.width}}]", &empty, "[0]");
}

static void
raw_is_for_markup_only(void **state)
{
	(void)state;
	refuses("x\n{{{headline}}}",
	    "templates/page.mustache:2: \"headline\" is not markup: write "
	    "{{headline}}");
	refuses("{{&headline}}", "\"headline\" is not markup");
	refuses("{{intro}}", "\"intro\" is markup: write {{{intro}}}");
	refuses("{{bylines}}", "\"bylines\" is a list");
	refuses("{{corrected}}", "\"corrected\" is a flag");
	refuses("{{picture}}", "\"picture\" is a view");
}

static void
a_misspelt_name_meets_those_that_exist(void **state)
{
	(void)state;
	refuses("a\nb\n{{headlin}}",
	    "templates/page.mustache:3: there is no \"headlin\" here; there is "
	    "headline, ");
	refuses("{{#bylines}}{{rolle}}{{/bylines}}", "there is role, ");
	refuses("{{picture.lat}}",
	    "there is no \"lat\" in struct picture; "
	    "there is alt, width");
	refuses("{{>card-new}}",
	    "there is no template \"card-new\"; there is "
	    "card-news, ");
	refuses("{{w.mor}}", "there is no word \"mor\"; there is more, ");
	refuses("{{asset.b.css}}",
	    "there is no asset \"b.css\"; there is "
	    "a.css");
	refuses("{{>bad}}", "templates/bad.mustache:2: there is no \"role\"");
	refuses("{{headline.x}}", "only a view has fields");
	refuses("{{>*headline}}", "does not name a partial");
	refuses("{{.}}", "{{.}} is a text");
	refuses("{{^spare}}x{{/spare}}", "is always there");
	refuses("{{#w.more}}x{{/w.more}}", "is always there");
}

static void
sections_show_what_is_there(void **state)
{
	const char *all = "{{#headline}}h{{/headline}}{{#deck}}d{{/deck}}"
			  "{{^deck}}D{{/deck}}{{#intro}}i{{/intro}}"
			  "{{#corrected}}c{{/corrected}}{{#count}}n{{/count}}"
			  "{{#picture}}p{{/picture}}{{^picture}}P{{/picture}}"
			  "{{^bylines}}B{{/bylines}}{{#spare}}s{{/spare}}";

	(void)state;
	gives(all, &full, "hDicnps");
	gives(all, &empty, "DPBs");
}

static void
lists_give_each_item_its_names(void **state)
{
	(void)state;
	gives("{{#bylines}}{{name}}{{#role}}, {{role}}{{/role}}; "
	      "{{/bylines}}{{#topics}}<{{.}}>{{/topics}}",
	    &full, "Nell, reporter; Davi; <storm><t&lt;s>");
	gives("{{#bylines}}x{{/bylines}}{{#topics}}y{{/topics}}", &empty, "");
}

static void
outer_names_are_seen_inside(void **state)
{
	(void)state;
	gives("{{#picture}}{{alt}} {{count}}{{#topics}}{{alt}}{{.}} "
	      "{{/topics}}{{/picture}}",
	    &full, "a pier 1,040a pierstorm a piert&lt;s ");
}

static void
dots_lead_into_views(void **state)
{
	(void)state;
	gives("{{picture.alt}}|{{spare.alt}}|{{#picture.alt}}{{.}}"
	      "{{picture.width}}{{/picture.alt}}",
	    &full, "a pier|spare|a pier1600");
	gives("[{{picture.alt}}{{#picture.alt}}x{{/picture.alt}}]", &empty,
	    "[]");
	gives("{{#bylines}}{{#picture.alt}}{{name}}{{.}}{{/picture.alt}}"
	      "{{/bylines}}",
	    &full, "Nella pierDavia pier");
}

static void
a_dynamic_partial_is_one_of_its_list(void **state)
{
	(void)state;
	gives("{{>*dress}}", &full,
	    "<h2 class=v>Fish &amp; &quot;chips&quot;</h2>\n");
	gives("[{{>*dress}}]", &empty, "[]");
	gives("{{#bylines}}{{>*dress}}{{/bylines}}", &full,
	    "<h2 class=v>Fish &amp; &quot;chips&quot;</h2>\n"
	    "<h2 class=v>Fish &amp; &quot;chips&quot;</h2>\n");
}

static void
inheritance_binds_where_it_stands(void **state)
{
	(void)state;
	gives("{{#picture}}{{<layout}}{{$main}}{{alt}}{{/main}}{{/layout}}"
	      "{{/picture}}",
	    &full, "<main>a pier</main>");
}

static void
a_partial_that_contains_itself_is_refused(void **state)
{
	(void)state;
	refuses("{{>self}}",
	    "templates/self.mustache:1: partials and blocks "
	    "nest deeper");
}

static void
words_speak_the_language_of_the_page(void **state)
{
	const char *t = "{{w.more}} {{words.by.headline}} "
			"{{w.pictures.count}} {{count}} {{spare.width}}";

	(void)state;
	gives_in("en", t, &full,
	    "More &amp; more By Fish &amp; &quot;chips&quot;! 1,040 pictures "
	    "1,040 7");
	gives_in("fa", t, &full,
	    "بیشتر By Fish &amp; &quot;chips&quot;! ۱٬۰۴۰ عکس ۱٬۰۴۰ 7");
	refuses("{{w.more.headline}}", "has no place to fill in");
	refuses("{{w.by}}", "has a place to fill in");
	refuses("{{w.pictures.headline}}", "takes a number");
	refuses("{{w.by.corrected}}", "takes a text");
}

static void
assets_are_named_by_their_address(void **state)
{
	(void)state;
	gives("{{asset.a.css}}", &empty, "/assets/a.123.css");
}

static void
a_page_over_its_limit_is_refused(void **state)
{
	struct job *j = job_new(0);
	const struct template *t = NULL;
	const struct words_list *words = NULL;
	struct tongue tongue = { NULL, NULL };
	struct str out;

	(void)state;
	assert_ok(j, words_read(j, words_files, 2, &words));
	assert_ok(j, compile(j, "{{#topics}}12345{{/topics}}", &t, &words));
	assert_int_equal(template_render(t, j, &full, &tongue, 9, &out),
	    INVALID);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("text is escaped and markup is not",
		    text_is_escaped_and_markup_is_not),
		RULE("what is raw must be markup", raw_is_for_markup_only),
		RULE("a misspelt name meets those that exist",
		    a_misspelt_name_meets_those_that_exist),
		RULE("sections show what is there",
		    sections_show_what_is_there),
		RULE("a list gives each item its names",
		    lists_give_each_item_its_names),
		RULE("outer names are seen inside",
		    outer_names_are_seen_inside),
		RULE("dots lead into views, or to nothing",
		    dots_lead_into_views),
		RULE("a dynamic partial is one of its closed list",
		    a_dynamic_partial_is_one_of_its_list),
		RULE("a replaced block sees the names where it is put",
		    inheritance_binds_where_it_stands),
		RULE("a partial that contains itself is refused",
		    a_partial_that_contains_itself_is_refused),
		RULE("words and digits are those of the page's language",
		    words_speak_the_language_of_the_page),
		RULE("assets are named by their address",
		    assets_are_named_by_their_address),
		RULE("a page over its limit is refused",
		    a_page_over_its_limit_is_refused),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
