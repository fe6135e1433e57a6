/* SPDX-License-Identifier: ISC */
#include "desk/move.h"
#include "cmd/commands.h"
#include "cmd/tell.h"

static const struct cmd_option options[] = { CMD_JSON, CMD_OPTIONS_END };

static json_t *
moved_json(struct call *c, const struct moved *m)
{
	const struct str deed = m->already ? STR("nothing") : STR("move");
	const struct str kind = kind_name(m->kind), id = id_hex(c->j, m->id);

	return json_pack("{s:s%, s:s%, s:s%, s:I, s:I, s:s%, s:s%, s:s%}",
	    "deed", deed.p, deed.n, "kind", kind.p, kind.n, "id", id.p, id.n,
	    "revision", (json_int_t)m->revision, "seq", (json_int_t)m->seq,
	    "was", m->was.p, m->was.n, "address", m->address.p, m->address.n,
	    "headline", m->headline.n > 0 ? m->headline.p : "", m->headline.n);
}

static struct str
sentence(struct call *c, const struct moved *m)
{
	const struct str kind = kind_name(m->kind);

	if (m->already)
		return job_printf(c->j,
		    "The %.*s \"%.*s\" stands at %.*s already.\n",
		    STR_ARG(kind), STR_ARG(m->headline), STR_ARG(m->address));
	return job_printf(c->j,
	    "The %.*s \"%.*s\" stands at %.*s now, revision %lld; %.*s leads "
	    "there.\n",
	    STR_ARG(kind), STR_ARG(m->headline), STR_ARG(m->address),
	    (long long)m->revision, STR_ARG(m->was));
}

static enum status
move(struct call *c)
{
	struct moved m;
	struct desk *d;
	enum status st = call_desk(c, &d);

	if (st == OK)
		st = desk_move(d, c->j, str_of(c->args[1]), str_of(c->args[2]),
		    &m);
	if (st != OK)
		return st;
	return c->json ? tell_json(c, moved_json(c, &m))
		       : call_print(c, sentence(c, &m));
}

const struct cmd cmd_move = {
	.name = "move",
	.args = "DIR ADDRESS NEW-SLUG",
	.what = "give another address; the old one leads to it",
	.options = options,
	.min_args = 3,
	.max_args = 3,
	.run = move,
};
