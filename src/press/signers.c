/* SPDX-License-Identifier: ISC */
/* Who signed, in groups and columns; each name in its own script. */
#include "site/signers.h"
#include "press/making.h"
#include "press/query.h"
#include "text/signers.h"

#define MANY 1000
#define LOOKED_FOR 40 /* among so many one is looked for */

/* A name that is not in the page's script says in which it is. */
static void
script_set(const struct making *m, struct str name, struct view_signer *v)
{
	static const struct {
		const char *script;
		struct str lang, dir;
	} scripts[] = {
		{ "Latin", STR_INIT("und-Latn"), STR_INIT("ltr") },
		{ "Arabic", STR_INIT("und-Arab"), STR_INIT("rtl") },
		{ "Cyrillic", STR_INIT("und-Cyrl"), STR_INIT("ltr") },
		{ "Hebrew", STR_INIT("und-Hebr"), STR_INIT("rtl") },
		{ "Greek", STR_INIT("und-Grek"), STR_INIT("ltr") },
		{ "Han", STR_INIT("und-Hani"), STR_INIT("ltr") },
	};
	const char *const script = name_script(name);

	if (str_eq(str_of(script), str_of(name_script(m->name))))
		return;
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		if (str_eq(str_of(script), str_of(scripts[i].script))) {
			v->lang = scripts[i].lang;
			v->dir = scripts[i].dir;
		}
}

static struct str
group_of(const struct particulars *p, const struct signatory *s)
{
	if (str_eq(p->grouped, STR("country")))
		return s->country;
	return str_eq(p->grouped, STR("affiliation")) ? s->affiliation
						      : STR("");
}

/* What the group does not say of them already. */
static struct str
office_of(const struct making *m, const struct particulars *p,
    const struct signatory *s)
{
	struct str out = s->role;

	if (!str_eq(p->grouped, STR("affiliation")))
		out = joined(m, out, say(m, "comma"), s->affiliation);
	if (!str_eq(p->grouped, STR("country")))
		out = joined(m, out, say(m, "comma"), s->country);
	return out;
}

/* They come sorted by group and name. */
static void
groups_set(struct making *m, const struct particulars *p,
    const struct signatories *all, struct view_signatories *v)
{
	struct view_signer *names = JOB_ARRAY(m->j, struct view_signer,
	    all->n + 1);
	struct view_signers *groups = JOB_ARRAY(m->j, struct view_signers,
	    all->n + 1);
	size_t n = 0, first = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct signatory *const s = &all->at[i];
		const struct str group = group_of(p, s);

		names[i].name = s->name;
		names[i].role = office_of(m, p, s);
		script_set(m, s->name, &names[i]);
		if (i + 1 < all->n
		    && str_eq(group, group_of(p, &all->at[i + 1])))
			continue;
		groups[n++] = (struct view_signers){ .title = group,
			.count = number_text(m->digits, m->j,
			    (int64_t)(i + 1 - first)),
			.names = list_of(&names[first], i + 1 - first) };
		first = i + 1;
	}
	v->groups = list_of(groups, n);
}

enum status
signatories_set(struct making *m, const struct story *s, struct view_story *v)
{
	struct view_signatories *out;
	const struct str asked = query_value(m->j, m->place->query,
	    STR(SIGNED_PARAM));
	struct signatories some;
	size_t all;
	const enum status st = site_signers_like(m->site, m->j,
	    s->more.signing.list, asked, &some, &all);

	if (st != OK || all == 0)
		return st;
	out = JOB_NEW(m->j, struct view_signatories);
	groups_set(m, &s->more, &some, out);
	out->many = some.n > MANY;
	out->search = all >= LOOKED_FOR && !m->unserved;
	out->param = STR(SIGNED_PARAM);
	out->asked = asked;
	out->title = say(m, "sig_title");
	out->count = word_n(m->w, m->j, "sig_named", (int64_t)all, m->digits);
	if (asked.n > 0) {
		out->found = word_n(m->w, m->j, "sig_found", (int64_t)some.n,
		    m->digits);
		m->page.hidden = true;
	}
	v->signatories = out;
	return OK;
}
