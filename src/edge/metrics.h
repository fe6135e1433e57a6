/* SPDX-License-Identifier: ISC */
/*
 * What a loop counts.  Each loop writes its own counts and no other's; the
 * private port adds them up, reading without locks.
 */
#ifndef STET_EDGE_METRICS_H
#define STET_EDGE_METRICS_H

#include <stdatomic.h>

#include "base/buf.h"

#define METRIC_STATUSES 17 /* of statuses we give; the last: any other */
#define METRIC_TIMES 12    /* of the histogram of render times */

/* clang-format off */
#define METRICS(X)                                                          \
	X(HITS,        "cache_hits_total",      "counter", "Pages from the cache")    \
	X(MISSES,      "cache_misses_total",    "counter", "Pages that were made")    \
	X(EVICTED,     "cache_evicted_total",   "counter", "Pages let go for room")   \
	X(DROPPED,     "cache_dropped_total",   "counter", "Pages dropped as stale")  \
	X(CACHE_PAGES, "cache_pages",           "gauge",   "Pages held")              \
	X(CACHE_BYTES, "cache_bytes",           "gauge",   "Bytes of pages held")     \
	X(SENT,        "sent_bytes_total",      "counter", "Bytes sent")              \
	X(SQUEEZED,    "compressions_total",    "counter", "Pages compressed")        \
	X(ACCEPTED,    "connections_total",     "counter", "Connections accepted")    \
	X(OPEN,        "connections",           "gauge",   "Connections open")        \
	X(REFUSED_CONNECTIONS, "connections_refused_total", "counter",                \
	    "Connections refused, too many in all or of one address")                 \
	X(REFUSED_REQUESTS, "requests_refused_total", "counter",                      \
	    "Requests refused as malformed")                                          \
	X(TIMED_OUT,   "timeouts_total",        "counter", "Slow clients dropped")    \
	X(RENDER_FAILED, "render_failed_total", "counter", "Pages that failed")       \
	X(LIVE,        "live_readers",          "gauge",   "Readers who follow a brief") \
	X(LIVE_GIVEN,  "live_given_total",      "counter", "News of briefs given to a reader") \
	X(LIVE_ASKED,  "live_asked_total",      "counter", "Times the site was asked for news of a brief") \
	X(LIVE_REFUSED, "live_refused_total",   "counter", "Followers refused, too many") \
	X(LIVE_DROPPED, "live_dropped_total",   "counter",                            \
	    "Followers let go, too far behind")
/* clang-format on */

enum metric {
#define METRIC_ENUM(name, text, type, help) METRIC_##name,
	METRICS(METRIC_ENUM)
#undef METRIC_ENUM
	    METRIC_COUNT
};

struct metrics {
	_Atomic uint64_t counts[METRIC_COUNT];
	_Atomic uint64_t statuses[METRIC_STATUSES];
	_Atomic uint64_t times[METRIC_TIMES];
	_Atomic uint64_t time_us;
	_Atomic int64_t site_version;
	_Atomic int64_t ticked; /* when the site was last read; seconds */
};

/* Only by the loop that owns m. */
void metric_add(struct metrics *m, enum metric which, uint64_t n);
void metric_set(struct metrics *m, enum metric which, uint64_t n);
void metric_status(struct metrics *m, int status);
void metric_render(struct metrics *m, uint64_t us);

struct metrics_extra {
	int64_t restarts;
	int64_t started; /* seconds since 1970 */
};

/* All loops together in Prometheus's text format. */
void metrics_text(struct buf *out, struct metrics *const *loops, size_t n,
    const struct metrics_extra *extra);

#endif
