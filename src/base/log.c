/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

#define LINE_MAX_BYTES 4096
#define TEXT_MAX 1024 /* of one value */

struct line {
	char bytes[LINE_MAX_BYTES];
	size_t n;
};

static void
put(struct line *l, const char *p, size_t n)
{
	if (n > sizeof(l->bytes) - 1 - l->n)
		n = sizeof(l->bytes) - 1 - l->n;
	memcpy(l->bytes + l->n, p, n);
	l->n += n;
}

static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '"'
		    || s.p[i] == '\\' || s.p[i] == '=' || s.p[i] == 0x7f)
			return false;
	return s.n > 0;
}

static void
put_text(struct line *l, struct str s)
{
	if (s.n > TEXT_MAX)
		s.n = TEXT_MAX;
	if (is_plain(s)) {
		put(l, s.p, s.n);
		return;
	}
	put(l, "\"", 1);
	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];
		char hex[8];

		if (c < ' ' || c == 0x7f)
			put(l, hex,
			    (size_t)snprintf(hex, sizeof(hex), "\\x%02x", c));
		else {
			if (c == '"' || c == '\\')
				put(l, "\\", 1);
			put(l, &s.p[i], 1);
		}
	}
	put(l, "\"", 1);
}

static void
put_time(struct line *l)
{
	const time_t now = time(NULL);
	char text[32];
	struct tm tm;

	gmtime_r(&now, &tm);
	put(l, text, strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm));
}

static void
put_field(struct line *l, const struct log_field *f)
{
	char number[24];

	put(l, " ", 1);
	put(l, f->name, strlen(f->name));
	put(l, "=", 1);
	if (f->text.p)
		put_text(l, f->text);
	else
		put(l, number,
		    (size_t)snprintf(number, sizeof(number), "%lld",
			(long long)f->number));
}

void
log_event(const struct log *l, enum log_level level, const char *event,
    const struct log_field *fields, size_t n)
{
	static const char *const levels[] = { [LOG_NOTE] = " note",
		[LOG_WARN] = " warn",
		[LOG_ALARM] = " alarm" };
	struct line line = { .n = 0 };

	if (l == NULL || l->fd < 0 || level < l->least)
		return;
	put_time(&line);
	put(&line, levels[level], strlen(levels[level]));
	if (l->who)
		put_field(&line,
		    &(struct log_field)LOG_TEXT("who", str_of(l->who)));
	put_field(&line, &(struct log_field)LOG_TEXT("event", str_of(event)));
	for (size_t i = 0; i < n; i++)
		put_field(&line, &fields[i]);
	line.bytes[line.n++] = '\n';
	/* Full disk, closed pipe: serving goes before logging. */
	(void)!write(l->fd, line.bytes, line.n);
}
