/* SPDX-License-Identifier: ISC */
#include "edge/metrics.h"

struct described {
	const char *name, *type, *help;
};

static const struct described described[METRIC_COUNT] = {
#define METRIC_ROW(name, text, type, help) \
	[METRIC_##name] = { text, type, help },
	METRICS(METRIC_ROW)
#undef METRIC_ROW
};

static const int statuses[METRIC_STATUSES] = { 200, 204, 206, 301, 302, 304,
	308, 400, 404, 405, 410, 414, 416, 431, 500, 503, 0 };

/* Upper bounds of the histogram, microseconds; the last one is +Inf. */
static const uint32_t times[METRIC_TIMES] = { 25, 50, 100, 200, 400, 800, 1600,
	5000, 20000, 100000, 1000000, 0 };

/* One writer: no need for a locked add. */
static void
add(_Atomic uint64_t *at, uint64_t n)
{
	atomic_store_explicit(at,
	    atomic_load_explicit(at, memory_order_relaxed) + n,
	    memory_order_relaxed);
}

static uint64_t
value(const _Atomic uint64_t *at)
{
	return atomic_load_explicit(at, memory_order_relaxed);
}

void
metric_add(struct metrics *m, enum metric which, uint64_t n)
{
	add(&m->counts[which], n);
}

void
metric_set(struct metrics *m, enum metric which, uint64_t n)
{
	atomic_store_explicit(&m->counts[which], n, memory_order_relaxed);
}

void
metric_status(struct metrics *m, int status)
{
	size_t i = 0;

	while (statuses[i] != 0 && statuses[i] != status)
		i++;
	add(&m->statuses[i], 1);
}

void
metric_render(struct metrics *m, uint64_t us)
{
	size_t i = 0;

	while (times[i] != 0 && us > times[i])
		i++;
	add(&m->times[i], 1);
	add(&m->time_us, us);
}

static void
heading(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_printf(out, "# HELP stet_%s %s.\n# TYPE stet_%s %s\n", name, help,
	    name, type);
}

static void
put_statuses(struct buf *out, struct metrics *const *loops, size_t n)
{
	heading(out, "requests_total", "counter",
	    "Requests answered, by status");
	for (size_t s = 0; s < METRIC_STATUSES; s++) {
		uint64_t sum = 0;

		for (size_t i = 0; i < n; i++)
			sum += value(&loops[i]->statuses[s]);
		if (statuses[s])
			buf_printf(out,
			    "stet_requests_total{status=\"%d\"} %llu\n",
			    statuses[s], (unsigned long long)sum);
		else
			buf_printf(out,
			    "stet_requests_total{status=\"other\"} %llu\n",
			    (unsigned long long)sum);
	}
}

static void
put_times(struct buf *out, struct metrics *const *loops, size_t n)
{
	uint64_t sum = 0, us = 0;

	heading(out, "render_seconds", "histogram", "Time to make a page");
	for (size_t t = 0; t < METRIC_TIMES; t++) {
		for (size_t i = 0; i < n; i++)
			sum += value(&loops[i]->times[t]);
		if (times[t])
			buf_printf(out,
			    "stet_render_seconds_bucket{le=\"%.6f\"} %llu\n",
			    times[t] / 1e6, (unsigned long long)sum);
	}
	for (size_t i = 0; i < n; i++)
		us += value(&loops[i]->time_us);
	buf_printf(out,
	    "stet_render_seconds_bucket{le=\"+Inf\"} %llu\n"
	    "stet_render_seconds_sum %.6f\nstet_render_seconds_count %llu\n",
	    (unsigned long long)sum, (double)us / 1e6, (unsigned long long)sum);
}

static void
put_number(struct buf *out, const char *name, const char *type,
    const char *help, int64_t v)
{
	heading(out, name, type, help);
	buf_printf(out, "stet_%s %lld\n", name, (long long)v);
}

void
metrics_text(struct buf *out, struct metrics *const *loops, size_t n,
    const struct metrics_extra *extra)
{
	int64_t version = INT64_MAX;

	put_statuses(out, loops, n);
	for (size_t m = 0; m < METRIC_COUNT; m++) {
		const struct described *d = &described[m];
		uint64_t sum = 0;

		for (size_t i = 0; i < n; i++)
			sum += value(&loops[i]->counts[m]);
		put_number(out, d->name, d->type, d->help, (int64_t)sum);
	}
	put_times(out, loops, n);
	for (size_t i = 0; i < n; i++)
		if (atomic_load(&loops[i]->site_version) < version)
			version = atomic_load(&loops[i]->site_version);
	put_number(out, "site_version", "gauge",
	    "Version of the site that all loops serve", version);
	put_number(out, "restarts_total", "counter",
	    "Times the reader was started anew", extra->restarts);
	put_number(out, "start_time_seconds", "gauge",
	    "When this reader started", extra->started);
}
