/* SPDX-License-Identifier: ISC */
/*
 * A picture in memory becomes files: master, sizes, renditions.  Encoding
 * takes the time, so each width is a task of its own, taken by the next thread
 * that is free; a task writes nothing but its own row of what is told.
 */
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "media/media.h"
#include "media/picture.h"

#define MASTER_QUALITY 92
#define SIZE_QUALITY 82
#define WEBP_QUALITY 80
#define WEBP_EFFORT 3 /* of 6; what is above saves little and takes long */
#define MOVING_EFFORT 1
#define THREADS_MAX 4
#define BASE_WIDTH ((int64_t)2 * MEDIA_LEAD)
#define BYTE_MAX 255.0
#define WEBP_TOP (WIRE_FILES - 1) /* the widest one's WebP, or still */

static const int widths[WIRE_WIDTHS] = { 320, 480, MEDIA_COLUMN, 1080,
	MEDIA_LEAD };

/* One width. */
struct task {
	int width;
	int main;  /* master, size, or a rendition: in the master's format */
	int other; /* WebP; of an animation, a still */
	int quality;
	size_t plain; /* bytes of what stands beside its WebP */
};

struct tasks {
	struct making *m;
	VipsImage *whole, *base; /* base: not far above the largest width */
	struct task at[WIRE_WIDTHS + 1]; /* the master's is the last */
	int n;
	atomic_int next;
	atomic_bool failed;
	struct task *colour_of; /* the smallest */
};

struct encoded {
	void *p;
	size_t n;
	enum made_format format;
};

/* ---- encoding ---- */

static bool
as_jpeg(const struct making *m, VipsImage *im, int quality, struct encoded *out)
{
	out->format = MADE_JPEG;
	return vips_jpegsave_buffer(im, &out->p, &out->n, "Q", quality,
		   "optimize_coding", TRUE, "interlace", TRUE, "strip", m->bare,
		   NULL)
	    == 0;
}

static bool
as_png(const struct making *m, VipsImage *im, struct encoded *out)
{
	out->format = MADE_PNG;
	return vips_pngsave_buffer(im, &out->p, &out->n, "compression", 6,
		   "strip", m->bare, NULL)
	    == 0;
}

static bool
as_webp(const struct making *m, VipsImage *im, int quality, bool lossless,
    struct encoded *out)
{
	out->format = MADE_WEBP;
	return vips_webpsave_buffer(im, &out->p, &out->n, "Q", quality,
		   "lossless", lossless, "effort",
		   m->moves ? MOVING_EFFORT : WEBP_EFFORT, "mixed",
		   m->moves && !lossless, "strip", m->bare, NULL)
	    == 0;
}

static void
encoded_free(struct encoded *e)
{
	g_free(e->p);
	e->p = NULL;
}

/* PNG for what is see-through, and for drawings, where it is smaller too. */
static bool
as_still(const struct making *m, VipsImage *im, int quality,
    struct encoded *out)
{
	const bool see_through = vips_image_hasalpha(im);
	struct encoded jpeg = { 0 }, png = { 0 };
	bool fine = true;

	if (!see_through)
		fine = as_jpeg(m, im, quality, &jpeg);
	/* Of frames nobody knows what they were. */
	if (fine && (see_through || m->lossless || m->moves))
		fine = as_png(m, im, &png);
	if (fine && png.p && (see_through || png.n <= jpeg.n)) {
		*out = png;
		encoded_free(&jpeg);
	} else {
		*out = jpeg;
		encoded_free(&png);
	}
	return fine;
}

/* Each file belongs to one task. */
static bool
put(const struct making *m, VipsImage *im, int which, const struct encoded *e,
    struct made *made)
{
	size_t done = 0;

	while (done < e->n) {
		const ssize_t n = write(m->files[which],
		    (const char *)e->p + done, e->n - done);

		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	*made = (struct made){ .format = e->format,
		.w = im->Xsize,
		.h = e->format == MADE_WEBP ? picture_height(m, im) : im->Ysize,
		.bytes = e->n };
	return true;
}

/* ---- one width ---- */

static bool
in_width(const struct tasks *t, const struct task *task, VipsImage **out)
{
	VipsImage *lazy = NULL;

	if (t->whole->Xsize == task->width) {
		*out = g_object_ref(t->whole);
		return true;
	}
	if (vips_thumbnail_image(t->base, &lazy, task->width, "height",
		VIPS_MAX_COORD, "size", VIPS_SIZE_DOWN, "no_rotate", TRUE, NULL)
	    != 0)
		return false;
	*out = vips_image_copy_memory(lazy);
	g_object_unref(lazy);
	return *out != NULL;
}

/* The mean of all pixels; of what hides nothing only. */
static int32_t
colour_of(VipsImage *im)
{
	VipsImage *stats = NULL;
	int32_t colour = 0;

	if (vips_image_hasalpha(im) || vips_stats(im, &stats, NULL) != 0) {
		vips_error_clear();
		return -1;
	}
	for (int i = 0; i < 3; i++) {
		/* Row 0 is of all bands together, column 4 is the mean. */
		const double mean = *VIPS_MATRIX(stats, 4,
		    im->Bands < 3 ? 1 : i + 1);

		colour = colour << 8 | (int32_t)VIPS_CLIP(0, mean, BYTE_MAX);
	}
	g_object_unref(stats);
	return colour;
}

/* Its first frame, without what says that there are more. */
static bool
first_frame(VipsImage *im, VipsImage **out)
{
	VipsImage *one = NULL;
	bool fine = vips_crop(im, &one, 0, 0, im->Xsize,
			vips_image_get_page_height(im), NULL)
	    == 0;

	if (fine) {
		*out = vips_image_copy_memory(one);
		fine = *out != NULL;
	}
	VIPS_UNREF(one);
	if (fine) {
		(void)vips_image_remove(*out, VIPS_META_PAGE_HEIGHT);
		(void)vips_image_remove(*out, VIPS_META_N_PAGES);
	}
	return fine;
}

static struct made *
made_at(struct making *m, int which)
{
	return &m->told.made[which - WIRE_MADE];
}

/* Master and sizes only if they were asked for; renditions always. */
static bool
is_asked(const struct making *m, int which)
{
	return which > 0 && (m->ask.renditions == 0 || which >= WIRE_RENDITION);
}

/*
 * A GIF's colours are few, and its master loses nothing; smaller, it is often
 * smaller without loss, too.
 */
static bool
as_animation(const struct making *m, VipsImage *im, const struct task *task,
    struct encoded *out)
{
	const bool master = task->main == WIRE_MASTER;
	struct encoded exact = { 0 };
	bool fine = as_webp(m, im, task->quality, m->lossless && master, out);

	if (!fine || master || !(m->lossless || m->ask.renditions != 0))
		return fine;
	fine = as_webp(m, im, task->quality, true, &exact);
	if (fine && exact.n < out->n) {
		encoded_free(out);
		*out = exact;
	} else {
		encoded_free(&exact);
	}
	return fine;
}

static bool
put_moving(struct tasks *t, const struct task *task, VipsImage *im)
{
	struct making *const m = t->m;
	struct encoded e = { 0 };
	bool fine = true;

	if (is_asked(m, task->main)) {
		fine = as_animation(m, im, task, &e)
		    && put(m, im, task->main, &e, made_at(m, task->main));
		encoded_free(&e);
	}
	return fine;
}

static bool
put_still(struct tasks *t, struct task *task, VipsImage *im)
{
	struct making *const m = t->m;
	const int which = m->moves ? task->other : task->main;
	struct encoded e = { 0 }, webp = { 0 };
	bool drawn, fine = true;

	if (which > 0 && (is_asked(m, which) || task->other > 0))
		fine = as_still(m, im, task->quality, &e);
	drawn = e.format == MADE_PNG && m->lossless;
	if (fine && is_asked(m, which))
		fine = put(m, im, which, &e, made_at(m, which));
	if (fine && !m->moves && task->other > 0
	    && im->Ysize <= PICTURE_WEBP_SIDE)
		fine = as_webp(m, im, WEBP_QUALITY, drawn, &webp);
	task->plain = e.n;
	if (fine && webp.p != NULL)
		fine = put(m, im, task->other, &webp, made_at(m, task->other));
	encoded_free(&e);
	encoded_free(&webp);
	return fine;
}

static bool
work_off(struct tasks *t, struct task *task)
{
	VipsImage *im = NULL, *still = NULL;
	bool fine = in_width(t, task, &im);

	if (fine && t->m->moves)
		fine = put_moving(t, task, im) && first_frame(im, &still);
	else if (fine)
		still = g_object_ref(im);
	if (fine)
		fine = put_still(t, task, still);
	if (fine && task == t->colour_of)
		t->m->told.colour = colour_of(still);
	VIPS_UNREF(still);
	VIPS_UNREF(im);
	return fine;
}

static void *
work(void *arg)
{
	struct tasks *const t = arg;

	for (;;) {
		/* The largest first, so that all end together. */
		const int i = t->n - 1 - atomic_fetch_add(&t->next, 1);

		if (i < 0 || atomic_load(&t->failed))
			break;
		if (!work_off(t, &t->at[i]))
			atomic_store(&t->failed, true);
	}
	vips_thread_shutdown();
	return NULL;
}

/* ---- all of them ---- */

/* Sizes stand wherever they are smaller; others if they are clearly so. */
static bool
is_wanted(int width, int own)
{
	if (width == MEDIA_COLUMN || width == MEDIA_LEAD)
		return width < own;
	return (int64_t)width * 8 <= (int64_t)own * 7;
}

static void
add(struct tasks *t, int width, int main, int other, int quality)
{
	t->at[t->n++] = (struct task){ width, main, other, quality, 0 };
}

static void
plan(struct tasks *t)
{
	const int own = t->whole->Xsize;
	int rendition = WIRE_RENDITION;

	for (int i = 0; i < WIRE_WIDTHS; i++, rendition += 2) {
		int main = rendition;

		if (!is_wanted(widths[i], own))
			continue;
		if (widths[i] == MEDIA_COLUMN)
			main = WIRE_COLUMN;
		else if (widths[i] == MEDIA_LEAD)
			main = WIRE_LEAD;
		add(t, widths[i], main, rendition + 1, SIZE_QUALITY);
	}
	/* A master that is larger than all that is shown has none. */
	add(t, own, WIRE_MASTER, own > MEDIA_LEAD ? 0 : WEBP_TOP,
	    MASTER_QUALITY);
	t->colour_of = &t->at[0];
}

/* Of a very large one a smaller one is what the others are made of. */
static bool
find_base(struct tasks *t)
{
	VipsImage *lazy = NULL;

	if (t->m->moves || t->whole->Xsize <= 2 * BASE_WIDTH) {
		t->base = g_object_ref(t->whole);
		return true;
	}
	if (vips_thumbnail_image(t->whole, &lazy, BASE_WIDTH, "height",
		VIPS_MAX_COORD, "size", VIPS_SIZE_DOWN, "no_rotate", TRUE, NULL)
	    != 0)
		return false;
	t->base = vips_image_copy_memory(lazy);
	g_object_unref(lazy);
	return t->base != NULL;
}

static void
run(struct tasks *t)
{
	pthread_t threads[THREADS_MAX];
	const long processors = sysconf(_SC_NPROCESSORS_ONLN);
	int n = 0;

	while (n + 1 < THREADS_MAX && n + 1 < processors && n + 1 < t->n
	    && pthread_create(&threads[n], NULL, work, t) == 0)
		n++;
	(void)work(t);
	for (int i = 0; i < n; i++)
		(void)pthread_join(threads[i], NULL);
}

/*
 * A browser takes WebP first, whatever width it needs: so it finds all widths
 * there, or there is no WebP, as of what would be larger by it.
 */
static void
drop_idle_webp(const struct tasks *t)
{
	struct making *const m = t->m;
	uint64_t webp = 0, plain = 0;
	bool all = !m->moves;

	for (int i = 0; i < t->n; i++) {
		const struct task *const task = &t->at[i];

		if (task->other == 0)
			continue;
		all = all && made_at(m, task->other)->format == MADE_WEBP;
		webp += made_at(m, task->other)->bytes;
		plain += task->plain;
	}
	for (int i = 0; !m->moves && !(all && webp < plain) && i < t->n; i++)
		if (t->at[i].other > 0)
			*made_at(m, t->at[i].other) = (struct made){ 0 };
}

bool
renditions_make(struct making *m, VipsImage *im)
{
	struct tasks t = { .m = m, .whole = im };
	bool fine;

	/* Each arena would reserve as much as a picture needs.  No other thread
	   of ours runs yet. */
	/* NOLINTNEXTLINE(concurrency-mt-unsafe) */
	(void)mallopt(M_ARENA_MAX, 2);
	m->told.colour = -1;
	plan(&t);
	fine = find_base(&t);
	if (fine) {
		run(&t);
		fine = !atomic_load(&t.failed);
	}
	VIPS_UNREF(t.base);
	if (fine) {
		drop_idle_webp(&t);
		return true;
	}
	vips_error_clear();
	return picture_refuse(m,
	    "the picture is damaged, or what became of it grew too large; open "
	    "it in a picture editor and save it anew as JPEG or PNG",
	    "");
}
