/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "cmd/commands.h"
#include "record/record.h"
#include "site/site.h"
#include "store/store.h"

static const struct cmd_option options[] = {
	CMD_JSON,
	CMD_OPTIONS_END,
};

static void
close_store(void *s)
{
	store_close(s);
}

static void
free_site(void *s)
{
	site_free(s);
}

static enum status
reindex(struct call *c)
{
	struct store *store;
	struct site *site;
	enum status st;
	int64_t entries;

	st = store_open(c->j, c->args[0], SITE_DB, STORE_WRITE, &store);
	if (st != OK)
		return st;
	job_defer(c->j, close_store, store);
	site = site_new(store);
	job_defer(c->j, free_site, site);
	st = site_reindex(site, c->j, c->progress);
	if (st == OK)
		st = record_size(store, c->j, &entries);
	if (st != OK)
		return st;
	progress_end(c->progress);
	printf(c->json ? "{\"entries\":%lld}\n"
		       : "made anew from %lld entries of the record\n",
	    (long long)entries);
	return OK;
}

const struct cmd cmd_reindex = {
	.name = "reindex",
	.args = "DIR",
	.what = "make all derived tables anew from the record",
	.options = options,
	.min_args = 1,
	.max_args = 1,
	.run = reindex,
};
