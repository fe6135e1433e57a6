/* SPDX-License-Identifier: ISC */
#include "desk/signers.h"

#include <string.h>

#include "base/file.h"
#include "base/hex.h"
#include "desk/publishing.h"
#include "desk/redact.h"
#include "site/map.h"
#include "site/signers.h"
#include "site/story.h"
#include "text/signers.h"
#include "text/words.h"

#define WAITS_MOST (160 << 10) /* bytes of a table in a draft */
#define KEY_MAX ((size_t)4 * CSV_FIELD_MAX + 16)

/* ---- what the author gave ---- */

enum status
signers_take(struct publishing *p, struct job *j)
{
	const struct signing *const s = &p->c.more.signing;
	struct str bytes;
	enum status st;

	p->signs = s->given.n > 0 || s->file.n > 0 || s->table.n > 0;
	p->rows = s->given;
	if (s->table.n > 0)
		return signers_read(j, s->table, p->opts->name, &p->rows);
	if (s->file.n == 0)
		return OK;
	if (p->opts->folder == NULL || str_find(s->file, STR("..")) != NOWHERE
	    || str_starts(s->file, STR("/")))
		return job_fail(j, INVALID,
		    "%.*s:%d: the table %.*s has to lie beside the text",
		    STR_ARG(p->opts->name), s->line, STR_ARG(s->file));
	st = file_read(j, file_path(j, p->opts->folder, job_cstr(j, s->file)),
	    CSV_MAX, &bytes);
	if (st != OK) {
		const struct str why = job_str(j, job_reason(j));

		job_forgive(j);
		return job_fail(j, INVALID,
		    "%.*s:%d: the signatories can't be read: %.*s",
		    STR_ARG(p->opts->name), s->line, STR_ARG(why));
	}
	return signers_read(j, bytes, s->file, &p->rows);
}

/*
 * What waits as a draft takes its table along, for nobody knows what lies
 * beside it when it is due.
 */
enum status
signers_keep(struct publishing *p, struct job *j, struct edit *edit)
{
	const struct signing *const s = &p->c.more.signing;
	const struct str table = signers_write(j, p->rows.at, p->rows.n);

	if (table.n > WAITS_MOST)
		return job_fail(j, INVALID,
		    "%.*s:%d: %.*s is too large to wait with the text (%d KB); "
		    "publish when it is due, or begin with a part of the table",
		    STR_ARG(p->opts->name), s->line, STR_ARG(s->file),
		    WAITS_MOST >> 10);
	*edit = (struct edit){ .field = STR("signatories"), .text = table };
	return OK;
}

/* The list that it has, or gets. */
void
signers_list(struct publishing *p, struct job *j, struct edit *edit)
{
	struct id list = p->live.is || p->live.was
	    ? p->live.copy.more.signing.list
	    : (struct id){ { 0 } };

	if (id_is_none(list))
		list = id_random();
	p->list = list;
	*edit = (struct edit){ .field = STR("signatories"),
		.text = id_hex(j, list) };
}

/* ---- blocks ---- */

struct adding {
	struct desk *d;
	struct run *run;
	struct id list, statement;
	const struct signatory *at;
	size_t n;
	int64_t blocks; /* that the list has */
};

static enum status
block_file(struct adding *a, struct job *j, const struct stamp *base,
    int64_t number, struct str body, struct str *out)
{
	struct edit edits[] = {
		{ .field = STR("list"), .text = id_hex(j, a->list) },
		{ .field = STR("statement"), .text = id_hex(j, a->statement) },
		{ .field = STR("block"),
		    .text = job_printf(j, "%lld", (long long)number) },
	};
	struct stamp stamp = *base;
	struct textfile tf;
	const enum status st = textfile_parse(j, body, STR("signatories"), &tf);

	stamp.kind = KIND_SIGNATORIES;
	stamp.salt = salt_random();
	stamp.edits = edits;
	stamp.nedits = sizeof(edits) / sizeof(edits[0]);
	return st == OK ? stamp_file(j, &tf, &stamp, out) : st;
}

static enum status
block_new(struct adding *a, struct job *j, size_t from, size_t n)
{
	const struct stamp stamp = { .id = id_random(), .revision = 1 };
	struct str bytes;
	enum status st = block_file(a, j, &stamp, ++a->blocks,
	    signers_write(j, &a->at[from], n), &bytes);

	if (st == OK)
		st = put_new(a->d, j, a->run, bytes, STR("signatories"));
	return st;
}

/* A further revision of a block, with these rows. */
static enum status
block_again(struct adding *a, struct job *j, const struct live *live,
    const struct signatory *rows, size_t n)
{
	const struct stamp stamp = { .id = live->copy.id,
		.revision = live->says + 1 };
	struct putting put = { .action = RECORD_UPDATE,
		.base = live->entry.revision };
	struct galley g;
	struct applied applied;
	struct entry e;
	struct str bytes;
	enum status st = block_file(a, j, &stamp, live->copy.more.block,
	    signers_write(j, rows, n), &bytes);

	if (st == OK)
		st = set_galley(a->d, j, bytes, STR("signatories"), &g);
	put.g = &g;
	run_next(a->run, &put);
	return st == OK ? put_entry(a->d, j, &put, &e, &applied) : st;
}

/* The last block takes as many as it has room for. */
static enum status
fill_last(struct adding *a, struct job *j, const struct signer_block *last,
    size_t *taken)
{
	struct signatories rows;
	struct live live;
	enum status st = live_of(a->d, j, last->id, &live);

	*taken = 0;
	if (st != OK || !live.is)
		return st;
	st = signers_read(j, live.file.body, STR("signatories"), &rows);
	if (st != OK || rows.n >= SIGNERS_BLOCK)
		return st;
	size_t n = SIGNERS_BLOCK - rows.n;

	if (n > a->n)
		n = a->n;
	struct signatory *all = JOB_ARRAY(j, struct signatory, rows.n + n);

	memcpy(all, rows.at, rows.n * sizeof(*all));
	memcpy(all + rows.n, a->at, n * sizeof(*all));
	*taken = n;
	return block_again(a, j, &live, all, rows.n + n);
}

static enum status
blocks_add(struct adding *a, struct job *j)
{
	struct signer_blocks blocks;
	size_t done = 0;
	enum status st = site_signer_blocks(a->d->site, j, a->list, &blocks);

	if (st != OK || a->n == 0)
		return st;
	a->blocks = (int64_t)blocks.n;
	if (blocks.n > 0)
		st = fill_last(a, j, &blocks.at[blocks.n - 1], &done);
	while (st == OK && done < a->n) {
		const size_t n = a->n - done < SIGNERS_BLOCK ? a->n - done
							     : SIGNERS_BLOCK;

		st = block_new(a, j, done, n);
		done += n;
	}
	return st;
}

/* ---- what is new ---- */

static struct str
row_key(struct job *j, const struct signatory *s)
{
	struct buf b = buf_in(j, KEY_MAX);
	const struct str fields[] = { s->name, s->role, s->affiliation,
		s->country };

	csv_put(&b, fields, 4);
	/* One byte more than eight, so that it is never a NUM_KEY. */
	while (b.n <= sizeof(int64_t))
		buf_ch(&b, ' ');
	return buf_so_far(&b);
}

static void
keys_of(struct job *j, const struct signatories *rows, struct map *out)
{
	int there; /* whatever is not NULL */

	*out = map_in(j);
	for (size_t i = 0; i < rows->n; i++)
		map_put(out, row_key(j, &rows->at[i]), &there);
}

enum status
signers_add(struct desk *d, struct job *j, struct run *run,
    struct signing_on *on)
{
	struct adding a = { .d = d,
		.run = run,
		.list = on->list,
		.statement = on->statement };
	struct signatory *added = JOB_ARRAY(j, struct signatory,
	    on->rows.n + 1);
	struct signatories there;
	struct map known, given;
	enum status st = site_signers(d->site, j, on->list, &there);

	if (st != OK)
		return st;
	keys_of(j, &there, &known);
	keys_of(j, &on->rows, &given);
	for (size_t i = 0; i < on->rows.n; i++) {
		const struct str key = row_key(j, &on->rows.at[i]);

		if (map_at(&known, key) != NULL)
			continue;
		map_put(&known, key, &known);
		added[a.n++] = on->rows.at[i];
	}
	on->gone = 0;
	for (size_t i = 0; i < there.n; i++)
		on->gone += map_at(&given, row_key(j, &there.at[i])) == NULL;
	a.at = added;
	on->added = (int64_t)a.n;
	return blocks_add(&a, j);
}

enum status
signers_put(struct publishing *p, struct job *j, struct run *run)
{
	struct signing_on on = { .list = p->list,
		.statement = p->nothing ? p->live.copy.id : p->g.copy.id,
		.rows = p->rows };
	enum status st;

	if (!p->signs)
		return OK;
	st = signers_add(p->d, j, run, &on);
	if (st == OK && on.gone > 0)
		notes_put(j, &p->r.notes, p->c.more.signing.line,
		    job_printf(j,
			"%lld of those who have signed are not in this list; "
			"they stay (\"stet signatories withdraw\" takes one "
			"out)",
			(long long)on.gone));
	p->r.signed_now = on.added;
	return st;
}

/* ---- taken down with what they signed ---- */

enum status
signers_retract(struct desk *d, struct job *j, struct id list,
    struct str reason)
{
	struct signer_blocks blocks;
	enum status st;

	if (id_is_none(list))
		return OK;
	st = site_signer_blocks(d->site, j, list, &blocks);
	for (size_t i = 0; st == OK && i < blocks.n; i++) {
		struct live live;
		struct laying l = { .intent = id_random(),
			.action = RECORD_RETRACT,
			.type = kind_name(KIND_SIGNATORIES) };
		struct tombstone t = { .thing = blocks.at[i].id,
			.salt = salt_random(),
			.reason = reason };
		struct entry e;

		st = live_of(d, j, blocks.at[i].id, &live);
		if (st != OK || !live.is)
			continue;
		l.base = live.entry.revision;
		t.revision = live.says + 1;
		st = tombstone_file(j, &t, &l.bytes);
		if (st != OK)
			break;
		l.packed = deflate_pack(d->deflater, j, l.bytes);
		st = tombstone_put(d, j, &l, &e);
	}
	return st;
}

/* ---- one who withdraws ---- */

struct taking_out {
	struct desk *d;
	struct str named, folded, address;
	struct id list, statement;
	int64_t rows;
};

static enum status
same_name(struct job *j, struct str name, struct str folded, bool *same)
{
	struct str mine;
	const enum status st = words_index(j, name, STR(""), &mine);

	*same = st == OK && str_eq(mine, folded);
	return st;
}

/* Without their row; what is left may be nothing but the header. */
static enum status
take_from(struct taking_out *t, struct job *j, const struct signer_block *b)
{
	struct run run = { .i = NULL };
	struct adding a = { .d = t->d,
		.run = &run,
		.list = t->list,
		.statement = t->statement };
	struct signatories rows;
	struct live live;
	size_t n = 0;
	enum status st = live_of(t->d, j, b->id, &live);

	if (st != OK || !live.is)
		return st;
	st = signers_read(j, live.file.body, STR("signatories"), &rows);
	for (size_t i = 0; i < rows.n && st == OK; i++) {
		bool same;

		st = same_name(j, rows.at[i].name, t->folded, &same);
		if (st == OK && !same)
			rows.at[n++] = rows.at[i];
	}
	if (st != OK || n == rows.n)
		return st;
	t->rows += (int64_t)(rows.n - n);
	return block_again(&a, j, &live, rows.at, n);
}

static enum status
find_signed(struct taking_out *t, struct job *j)
{
	struct live live;
	enum status st = desk_find(t->d, j, t->named, FIND_SHOWN,
	    &t->statement);

	if (st == NOT_FOUND) {
		job_forgive(j);
		return job_fail(j, NOT_FOUND,
		    "nothing is published under \"%.*s\"; give an address, an "
		    "id, or the slug of something",
		    STR_ARG(t->named));
	}
	if (st == OK)
		st = live_of(t->d, j, t->statement, &live);
	if (st != OK)
		return st;
	t->list = live.copy.more.signing.list;
	t->address = live.copy.address;
	if (live.is && !id_is_none(t->list))
		return OK;
	return job_fail(j, INVALID, "nobody is named as having signed \"%.*s\"",
	    STR_ARG(t->named));
}

static enum status
take_out(struct store *s, struct job *j, void *arg)
{
	struct taking_out *const t = arg;
	struct signer_blocks blocks;
	enum status st = site_catch_up(t->d->site, j);

	(void)s;
	if (st == OK)
		st = find_signed(t, j);
	if (st == OK)
		st = site_signer_blocks(t->d->site, j, t->list, &blocks);
	for (size_t i = 0; st == OK && i < blocks.n; i++)
		st = take_from(t, j, &blocks.at[i]);
	return st == OK && t->rows > 0 ? desk_seal(t->d, j) : st;
}

/* The name goes from every earlier revision of every block of the list. */
static enum status
erase(struct taking_out *t, struct job *j, struct str name, bool *any)
{
	struct signer_blocks blocks;
	enum status st = site_read_begin(t->d->site, j);

	if (st != OK)
		return st;
	st = site_signer_blocks(t->d->site, j, t->list, &blocks);
	site_read_end(t->d->site);
	for (size_t i = 0; st == OK && i < blocks.n; i++) {
		const struct redact_opts opts = {
			.named = id_hex(j, blocks.at[i].id),
			.phrases = &name,
			.nphrases = 1,
		};
		struct redaction *r;
		struct redacted done;

		st = desk_redact_look(t->d, j, &opts, NULL, &r);
		if (st != OK || redaction_size(r) == 0)
			continue;
		*any = true;
		st = desk_redact(r, j, NULL, &done);
	}
	return st;
}

enum status
desk_withdraw_name(struct desk *d, struct job *j, struct str named,
    struct str name, struct withdrawal *out)
{
	struct taking_out t = { .d = d, .named = named };
	struct signatories left;
	bool erased = false;
	enum status st = words_index(j, name, STR(""), &t.folded);

	*out = (struct withdrawal){ .rows = 0 };
	if (st == OK && t.folded.n == 0)
		st = job_fail(j, INVALID, "whose name is to go?");
	if (st == OK)
		st = store_tx(d->site_db, j, take_out, &t);
	if (st != OK)
		site_forget(d->site);
	if (st == OK)
		st = erase(&t, j, str_trim(name), &erased);
	if (st == OK && t.rows == 0 && !erased)
		return job_fail(j, NOT_FOUND,
		    "nobody of that name has signed it; names have to be given "
		    "as they stand there");
	if (st == OK)
		st = site_read_begin(d->site, j);
	if (st != OK)
		return st;
	st = site_signers(d->site, j, t.list, &left);
	site_read_end(d->site);
	out->address = t.address;
	out->rows = t.rows;
	out->left = (int64_t)left.n;
	return st;
}
