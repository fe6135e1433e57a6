/* SPDX-License-Identifier: ISC */
/*
 * The log: one line an event, key=value, written in one piece so that lines
 * of several threads and processes never mix.  Whoever ends a job logs; rooms
 * below do not.
 *
 *	2026-11-23T23:30:01Z warn event=render-failed path=/x/ reason="..."
 *
 * Values that a stranger chose are escaped, so that a line is a line.
 */
#ifndef STET_BASE_LOG_H
#define STET_BASE_LOG_H

#include "base/attr.h"
#include "base/str.h"

enum log_level {
	LOG_NOTE,  /* in the course of things */
	LOG_WARN,  /* somebody should look at it some day */
	LOG_ALARM, /* somebody should look at it now */
};

struct log {
	int fd; /* -1: nothing is written */
	enum log_level least;
	const char *who; /* "reader", "desk", ...: which process speaks */
};

struct log_field {
	const char *name;
	struct str text; /* used if .p, else the number */
	int64_t number;
};
#define LOG_TEXT(name, text)      \
	{                         \
		(name), (text), 0 \
	}
#define LOG_NUMBER(name, n)              \
	{                                \
		(name), { NULL, 0 }, (n) \
	}

/* One line, cut at 4 KB.  A log that can't be written stops nobody. */
void log_event(const struct log *l, enum log_level level, const char *event,
    const struct log_field *fields, size_t n);

/* log_event with its fields written in place; one at least. */
#define LOG(l, level, event, ...)                             \
	log_event((l), (level), (event),                      \
	    (const struct log_field[]){ __VA_ARGS__ },        \
	    sizeof((const struct log_field[]){ __VA_ARGS__ }) \
		/ sizeof(struct log_field))

#endif
