/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <time.h>

#include "base/buf.h"
#include "base/hex.h"
#include "record/leaf.h"

#define TYPE_MAX 32

/* clang-format off */
static const struct str names[] = {
	[RECORD_PUBLISH] = STR_INIT("publish"),
	[RECORD_UPDATE] =  STR_INIT("update"),
	[RECORD_CORRECT] = STR_INIT("correct"),
	[RECORD_RETRACT] = STR_INIT("retract"),
	[RECORD_REDACT] =  STR_INIT("redact"),
	[RECORD_BATCH] =   STR_INIT("batch"),
	[RECORD_LOG] =     STR_INIT("log"),
};
/* clang-format on */

struct str
record_action_name(enum record_action action)
{
	assert(action <= RECORD_LOG);
	return names[action];
}

struct str
leaf_time(struct job *j, int64_t at)
{
	const time_t t = (time_t)at;
	char text[32];
	struct tm tm;
	size_t n = 0;

	if (gmtime_r(&t, &tm) != NULL)
		n = strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return job_str(j, str_from(text, n));
}

enum status
leaf_time_of(struct job *j, struct str text, int64_t *out)
{
	const char *p = job_cstr(j, text);
	struct tm tm = { 0 };
	const char *end = strptime(p, "%Y-%m-%dT%H:%M:%SZ", &tm);

	if (end == NULL || *end != '\0')
		return job_fail(j, INVALID, "\"%s\" is no time of a leaf", p);
	const int64_t at = (int64_t)timegm(&tm);

	if (!str_eq(leaf_time(j, at), text))
		return job_fail(j, INVALID, "\"%s\" is no time of a leaf", p);
	*out = at;
	return OK;
}

struct sha256
leaf_address(struct job *j, struct salt salt, struct str address)
{
	struct buf b = buf_in(j, address.n + 64);
	struct str all = { NULL, 0 };

	buf_put(&b, hex_of(j, salt.b, sizeof(salt.b)));
	buf_put(&b, address);
	const enum status st = buf_done(&b, &all);

	assert(st == OK);
	return sha256_of(all);
}

struct sha256
leaf_media(struct job *j, struct salt salt, const struct sha256 *media,
    size_t n)
{
	struct buf b = buf_in(j, 64 + n * (2 * SHA256_BYTES + 1));
	struct str all = { NULL, 0 };

	buf_put(&b, hex_of(j, salt.b, sizeof(salt.b)));
	for (size_t i = 0; i < n; i++) {
		buf_put(&b, sha256_hex(j, media[i]));
		buf_ch(&b, '\n');
	}
	const enum status st = buf_done(&b, &all);

	assert(st == OK);
	return sha256_of(all);
}

static void
field(struct buf *b, struct str name, struct str value)
{
	buf_put(b, name);
	buf_ch(b, ' ');
	buf_put(b, value);
	buf_ch(b, '\n');
}

struct str
leaf_text(struct job *j, const struct leaf *l)
{
	struct buf b = buf_in(j, LEAF_MAX);
	struct str out = { NULL, 0 };

	BUF_LIT(&b, "stet-record/1\n");
	field(&b, STR("action"), record_action_name(l->action));
	field(&b, STR("at"), leaf_time(j, l->at));
	if (record_has_thing(l->action)) {
		field(&b, STR("thing"), id_hex(j, l->thing));
		field(&b, STR("type"), l->type);
		BUF_LIT(&b, "revision ");
		buf_int(&b, l->revision);
		BUF_LIT(&b, "\n");
	}
	if (l->action != RECORD_BATCH)
		field(&b, STR("file"), sha256_hex(j, l->file));
	if (l->has_address)
		field(&b, STR("address"), sha256_hex(j, l->address));
	if (l->has_media)
		field(&b, STR("media"), sha256_hex(j, l->media));
	if (l->has_batch)
		field(&b, STR("batch"),
		    hex_of(j, l->batch.b, sizeof(l->batch.b)));
	field(&b, STR("intent"), id_hex(j, l->intent));
	const enum status st = buf_done(&b, &out);

	assert(st == OK); /* append refuses a type that is too long */
	return out;
}

static enum status
action_of(struct job *j, struct str name, enum record_action *out)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(names[i], name)) {
			*out = (enum record_action)i;
			return OK;
		}
	return job_fail(j, INVALID, "\"%.*s\" is no action", STR_ARG(name));
}

/* One "name value" line into its place. */
static enum status
take(struct job *j, struct leaf *l, struct str name, struct str value)
{
	if (str_eq(name, STR("action")))
		return action_of(j, value, &l->action);
	if (str_eq(name, STR("at")))
		return leaf_time_of(j, value, &l->at);
	if (str_eq(name, STR("thing")))
		return id_of(j, value, &l->thing);
	if (str_eq(name, STR("file")))
		return sha256_parse(j, value, &l->file);
	if (str_eq(name, STR("intent")))
		return id_of(j, value, &l->intent);
	if (str_eq(name, STR("type"))) {
		l->type = value;
		return value.n <= TYPE_MAX ? OK : INVALID;
	}
	if (str_eq(name, STR("revision")))
		return str_to_int(value, &l->revision) ? OK : INVALID;
	if (str_eq(name, STR("address"))) {
		l->has_address = true;
		return sha256_parse(j, value, &l->address);
	}
	if (str_eq(name, STR("media"))) {
		l->has_media = true;
		return sha256_parse(j, value, &l->media);
	}
	if (str_eq(name, STR("batch"))) {
		l->has_batch = true;
		return hex_bytes(j, value, l->batch.b, sizeof(l->batch.b));
	}
	return INVALID;
}

enum status
leaf_of(struct job *j, struct str text, struct leaf *out)
{
	struct leaf l = { 0 };
	struct str rest = text, line, name;
	enum status st = OK;

	if (text.n > LEAF_MAX || !str_cut(&rest, '\n', &line)
	    || !str_eq(line, STR("stet-record/1")))
		return job_fail(j, INVALID, "it is no leaf of stet-record/1");
	while (st == OK && rest.n > 0 && str_cut(&rest, '\n', &line)) {
		struct str value = line;

		(void)str_cut(&value, ' ', &name);
		st = take(j, &l, name, value);
	}
	/* Order, doubles, digits: all is right if it comes out the same. */
	if (st != OK || !str_eq(leaf_text(j, &l), text))
		return job_fail(j, INVALID, "it is no leaf of stet-record/1");
	*out = l;
	return OK;
}
