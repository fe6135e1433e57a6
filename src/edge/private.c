/* SPDX-License-Identifier: ISC */
/* The port for those who run the machine: is it well, and how is it doing. */
#include "edge/loop.h"

#define LOOPS_MAX 64
#define METRICS_MAX ((size_t)256 * 1024)
#define WELL_SECONDS 15 /* since the site was last read */

static void
healthz(struct loop *lp, struct conn *c)
{
	struct metrics *all[LOOPS_MAX];
	const size_t n = edge_metrics(lp->edge, all, LOOPS_MAX);
	bool well = true;

	for (size_t i = 0; i < n; i++)
		well = well
		    && lp->now.wall - atomic_load(&all[i]->ticked)
			< WELL_SECONDS;
	reply_blob(lp, c,
	    head_plain(lp->job, &lp->now, well ? 200 : 503, STR(""),
		well ? STR("ok\n") : STR("the site can't be read\n")),
	    well ? 200 : 503);
}

static void
metrics(struct loop *lp, struct conn *c)
{
	struct metrics *all[LOOPS_MAX];
	const size_t n = edge_metrics(lp->edge, all, LOOPS_MAX);
	const struct metrics_extra extra = edge_extra(lp->edge);
	struct buf text = buf_in(lp->job, METRICS_MAX);

	metrics_text(&text, all, n, &extra);
	reply_blob(lp, c,
	    head_plain(lp->job, &lp->now, 200, STR(""), buf_so_far(&text)),
	    200);
}

void
private_reply(struct loop *lp, struct conn *c, struct str path)
{
	if (str_eq(path, STR("/healthz")))
		healthz(lp, c);
	else if (str_eq(path, STR("/metrics")))
		metrics(lp, c);
	else
		reply_blob(lp, c,
		    head_plain(lp->job, &lp->now, 404, STR(""),
			STR("Here are /healthz and /metrics.\n")),
		    404);
}
