/* SPDX-License-Identifier: ISC */
/*
 * Written straight away: a tree of jansson's for each story page took a fifth
 * of what the page costs.
 */
#include "page/structured.h"

#include "base/buf.h"
#include "page/json.h"

#define JSON_MOST ((size_t)512 * 1024)

struct json {
	struct buf b;
	bool more; /* something stands before in this object or list */
};

static void
next(struct json *o)
{
	if (o->more)
		buf_ch(&o->b, ',');
	o->more = true;
}

static void
begin(struct json *o, char bracket)
{
	buf_ch(&o->b, bracket);
	o->more = false;
}

static void
end(struct json *o, char bracket)
{
	buf_ch(&o->b, bracket);
	o->more = true;
}

static void
name(struct json *o, const char *key)
{
	next(o);
	json_put(&o->b, str_of(key));
	buf_ch(&o->b, ':');
}

static void
put(struct json *o, const char *key, struct str s)
{
	if (s.n == 0)
		return;
	name(o, key);
	json_put(&o->b, s);
}

/* An object's beginning. */
static void
typed(struct json *o, const char *type, struct str called, struct str url)
{
	begin(o, '{');
	put(o, "@type", str_of(type));
	put(o, "name", called);
	put(o, "url", url);
}

static void
party(struct json *o, const struct structured_person *p)
{
	typed(o, p->body ? "Organization" : "Person", p->name, p->url);
	put(o, p->body ? "description" : "jobTitle", p->role);
	end(o, '}');
}

static void
parties(struct json *o, const char *key, const struct structured_person *at,
    size_t n)
{
	if (n == 0)
		return;
	name(o, key);
	begin(o, '[');
	for (size_t i = 0; i < n; i++) {
		next(o);
		party(o, &at[i]);
	}
	end(o, ']');
}

static void
corrections(struct json *o, const struct structured *s)
{
	if (s->ncorrections == 0)
		return;
	name(o, "correction");
	begin(o, '[');
	for (size_t i = 0; i < s->ncorrections; i++) {
		next(o);
		typed(o, "CorrectionComment", STR(""), STR(""));
		put(o, "text", s->corrections[i].text);
		put(o, "datePublished", s->corrections[i].published);
		end(o, '}');
	}
	end(o, ']');
}

/* ---- what each kind has beside that ---- */

/* The document that a press release republishes. */
static void
release(struct json *o, const struct structured *s)
{
	name(o, "isBasedOn");
	typed(o, "CreativeWork", STR(""), s->origin);
	put(o, "headline", s->theirs);
	put(o, "datePublished", s->issued);
	parties(o, "author", s->parties, s->nparties);
	end(o, '}');
}

static void
statement(struct json *o, const struct structured *s)
{
	parties(o, "author", s->parties, s->nparties);
	put(o, "dateCreated", s->issued);
}

static void
addressee(struct json *o, const char *key, struct str who)
{
	if (who.n == 0)
		return;
	name(o, key);
	typed(o, "ContactPoint", who, STR(""));
	end(o, '}');
}

static void
letter(struct json *o, const struct structured *s)
{
	parties(o, "author", s->parties, s->nparties);
	name(o, "mainEntity");
	typed(o, "Message", STR(""), STR(""));
	parties(o, "sender", s->parties, s->nparties);
	addressee(o, "recipient", s->to);
	addressee(o, "ccRecipient", s->copy_to);
	put(o, "dateSent", s->issued);
	end(o, '}');
}

/* ISO 8601: PT12M40S */
static void
duration(struct json *o, int64_t seconds)
{
	if (seconds <= 0)
		return;
	name(o, "duration");
	buf_printf(&o->b, "\"PT%lldM%lldS\"", (long long)(seconds / 60),
	    (long long)(seconds % 60));
}

static void
recording(struct json *o, const struct structured *s)
{
	put(o, "name", s->headline);
	put(o, "uploadDate", s->published);
	put(o, "dateCreated", s->issued);
	put(o, "thumbnailUrl", s->picture);
	put(o, "contentUrl", s->file);
	put(o, "embedUrl", s->embed);
	duration(o, s->duration);
	put(o, "transcript", s->transcript);
	parties(o, s->type == STRUCTURED_AUDIO ? "contributor" : "actor",
	    s->parties, s->nparties);
}

static void
globe(struct json *o, double lat, double lon)
{
	if (lat == 0 && lon == 0)
		return;
	name(o, "geo");
	typed(o, "GeoCoordinates", STR(""), STR(""));
	name(o, "latitude");
	buf_printf(&o->b, "%.4f", lat);
	name(o, "longitude");
	buf_printf(&o->b, "%.4f", lon);
	end(o, '}');
}

static const char *
event_status(struct str status)
{
	if (str_eq_nocase(status, STR("cancelled")))
		return "https://schema.org/EventCancelled";
	if (str_eq_nocase(status, STR("postponed")))
		return "https://schema.org/EventPostponed";
	return "https://schema.org/EventScheduled";
}

static void
event(struct json *o, const struct structured *s)
{
	put(o, "name", s->headline);
	put(o, "startDate", s->starts);
	put(o, "endDate", s->ends);
	put(o, "eventStatus", str_of(event_status(s->status)));
	if (s->place.n > 0) {
		name(o, "location");
		typed(o, "Place", s->place, STR(""));
		globe(o, s->lat, s->lon);
		end(o, '}');
	}
	parties(o, "attendee", s->parties, s->nparties);
}

static void
live(struct json *o, const struct structured *s)
{
	put(o, "coverageStartTime", s->starts);
	put(o, "coverageEndTime", s->ends);
	name(o, "liveBlogUpdate");
	begin(o, '[');
	for (size_t i = 0; i < s->nparts; i++) {
		next(o);
		typed(o, "BlogPosting", STR(""), s->parts[i].url);
		put(o, "headline", s->parts[i].headline);
		put(o, "datePublished", s->parts[i].published);
		put(o, "articleBody", s->parts[i].text);
		end(o, '}');
	}
	end(o, ']');
}

static void
series(struct json *o, const struct structured *s)
{
	put(o, "name", s->headline);
	name(o, "hasPart");
	begin(o, '[');
	for (size_t i = 0; i < s->nparts; i++) {
		next(o);
		typed(o, "NewsArticle", STR(""), s->parts[i].url);
		put(o, "headline", s->parts[i].headline);
		end(o, '}');
	}
	end(o, ']');
}

static void
gallery(struct json *o, const struct structured *s)
{
	name(o, "associatedMedia");
	begin(o, '[');
	for (size_t i = 0; i < s->nparts; i++) {
		next(o);
		typed(o, "ImageObject", STR(""), STR(""));
		put(o, "contentUrl", s->parts[i].url);
		put(o, "caption", s->parts[i].text);
		end(o, '}');
	}
	end(o, ']');
}

static const struct {
	const char *type;
	void (*put)(struct json *o, const struct structured *s);
	bool article; /* it has what an Article has */
	bool authors; /* the byline is its author */
} types[] = {
	[STRUCTURED_NEWS] = { "NewsArticle", NULL, true, true },
	[STRUCTURED_RELEASE] = { "NewsArticle", release, true, true },
	[STRUCTURED_STATEMENT] = { "Article", statement, true, false },
	[STRUCTURED_LETTER] = { "Article", letter, true, false },
	[STRUCTURED_VIDEO] = { "VideoObject", recording, false, true },
	[STRUCTURED_AUDIO] = { "AudioObject", recording, false, true },
	[STRUCTURED_EVENT] = { "Event", event, false, false },
	[STRUCTURED_LIVE] = { "LiveBlogPosting", live, true, true },
	[STRUCTURED_GALLERY] = { "NewsArticle", gallery, true, true },
	[STRUCTURED_SERIES] = { "CreativeWorkSeries", series, false, true },
};

/* What every CreativeWork may have; an Event is none. */
static void
work(struct json *o, const struct structured *s)
{
	put(o, "inLanguage", s->lang);
	put(o, "datePublished", s->published);
	put(o, "dateModified", s->modified);
	if (types[s->type].authors)
		parties(o, "author", s->people, s->npeople);
	corrections(o, s);
	name(o, "publisher");
	typed(o, "NewsMediaOrganization", s->publisher, s->home);
	end(o, '}');
}

static void
thing(struct json *o, const struct structured *s)
{
	const bool opinion = s->type == STRUCTURED_NEWS && s->opinion;

	typed(o, opinion ? "OpinionNewsArticle" : types[s->type].type, STR(""),
	    s->url);
	put(o, "description", s->description);
	put(o, "mainEntityOfPage", s->url);
	put(o, "image", s->picture);
	if (types[s->type].article) {
		put(o, "headline", s->headline);
		put(o, "articleSection", s->section);
	}
	if (s->type != STRUCTURED_EVENT)
		work(o, s);
	if (types[s->type].put != NULL)
		types[s->type].put(o, s);
	end(o, '}');
}

static void
step(struct json *o, int *n, struct str called, struct str url)
{
	if (called.n == 0 || url.n == 0)
		return;
	next(o);
	typed(o, "ListItem", called, STR(""));
	name(o, "position");
	buf_int(&o->b, ++*n);
	put(o, "item", url);
	end(o, '}');
}

static void
trail(struct json *o, const struct structured_step *at, size_t n)
{
	int steps = 0;

	typed(o, "BreadcrumbList", STR(""), STR(""));
	name(o, "itemListElement");
	begin(o, '[');
	for (size_t i = 0; i < n; i++)
		step(o, &steps, at[i].name, at[i].url);
	end(o, ']');
	end(o, '}');
}

enum status
structured_story(struct job *j, const struct structured *s, struct markup *out)
{
	const struct structured_step way[] = { { s->publisher, s->home },
		{ s->section, s->section_url }, { s->headline, s->url } };
	struct json o = { .b = buf_in(j, JSON_MOST) };

	begin(&o, '{');
	put(&o, "@context", STR("https://schema.org"));
	name(&o, "@graph");
	begin(&o, '[');
	thing(&o, s);
	next(&o);
	trail(&o, way, sizeof(way) / sizeof(way[0]));
	end(&o, ']');
	end(&o, '}');
	return buf_done(&o.b, &out->html);
}

static void
same_as(struct json *o, const struct str *at, size_t n)
{
	if (n == 0)
		return;
	name(o, "sameAs");
	begin(o, '[');
	for (size_t i = 0; i < n; i++) {
		next(o);
		json_put(&o->b, at[i]);
	}
	end(o, ']');
}

static void
entity(struct json *o, const struct structured_entity *e)
{
	next(o);
	typed(o, e->type, e->name, e->url);
	put(o,
	    str_eq(str_of(e->type), STR("Person"))
		? "jobTitle"
		: "disambiguatingDescription",
	    e->role);
	put(o, "description", e->description);
	put(o, "image", e->picture);
	globe(o, e->lat, e->lon);
	same_as(o, e->same, e->nsame);
	end(o, '}');
}

static void
paper(struct json *o, const struct structured_paper *p)
{
	next(o);
	typed(o, "NewsMediaOrganization", p->name, p->url);
	put(o, "description", p->description);
	put(o, "email", p->email);
	put(o, "logo", p->logo);
	put(o, "correctionsPolicy", p->corrections);
	if (p->publisher.n > 0) {
		name(o, "parentOrganization");
		typed(o, "Organization", p->publisher, STR(""));
		end(o, '}');
	}
	same_as(o, p->same, p->nsame);
	end(o, '}');
}

enum status
structured_page(struct job *j, const struct structured_page *p,
    struct markup *out)
{
	struct json o = { .b = buf_in(j, JSON_MOST) };

	if (p->paper == NULL && p->entity == NULL && p->nsteps < 2) {
		*out = (struct markup){ STR("") };
		return OK;
	}
	begin(&o, '{');
	put(&o, "@context", STR("https://schema.org"));
	name(&o, "@graph");
	begin(&o, '[');
	if (p->paper != NULL)
		paper(&o, p->paper);
	if (p->entity != NULL)
		entity(&o, p->entity);
	if (p->nsteps > 1) {
		next(&o);
		trail(&o, p->steps, p->nsteps);
	}
	end(&o, ']');
	end(&o, '}');
	return buf_done(&o.b, &out->html);
}
