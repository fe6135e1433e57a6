/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "media/media.h"
#include "media/picture.h"

#define OPAQUE 255.0

/* Decoders that we let near a stranger's bytes; libvips has many more. */
static const char *const decoders[] = {
	"VipsForeignLoadJpegBuffer",
	"VipsForeignLoadPngBuffer",
	"VipsForeignLoadWebpBuffer",
	"VipsForeignLoadNsgifBuffer",
	"VipsForeignLoadTiffBuffer",
	"VipsForeignLoadHeifBuffer",
};

bool
picture_start(void)
{
	/*
	 * Nothing may go to a temporary file: there is no disk in the jail.
	 * (This process has no second thread yet.)
	 */
	/* NOLINTNEXTLINE(concurrency-mt-unsafe) */
	if (setenv("VIPS_DISC_THRESHOLD", "16g", 1) != 0)
		return false;
	/* Nor may programs be made at run time and run. */
	/* NOLINTNEXTLINE(concurrency-mt-unsafe) */
	if (setenv("VIPS_NOVECTOR", "1", 1) != 0 || vips_init("stet") != 0)
		return false;
	vips_block_untrusted_set(TRUE);
	vips_cache_set_max(0);
	vips_concurrency_set(2);
	return true;
}

bool
picture_refuse(struct making *m, const char *why, const char *detail)
{
	if (m->told.reason[0] == '\0')
		g_snprintf(m->told.reason, sizeof(m->told.reason), "%s%s%.120s",
		    why, detail[0] ? ": " : "", detail);
	return false;
}

/*
 * What the decoder said of it is for programmers, and partly the picture's own
 * words; an editor can do one thing about it.
 */
bool
picture_damaged(struct making *m)
{
	vips_error_clear();
	return picture_refuse(m,
	    "the picture is damaged and can't be read to its end; open it in "
	    "a picture editor and save it anew as JPEG or PNG",
	    "");
}

int
picture_height(const struct making *m, VipsImage *im)
{
	return m->moves ? vips_image_get_page_height(im) : im->Ysize;
}

static bool
decoder_is_taken(const char *name)
{
	for (size_t i = 0; i < sizeof(decoders) / sizeof(decoders[0]); i++)
		if (strcmp(name, decoders[i]) == 0)
			return true;
	return false;
}

/* What the header says, before a pixel is decoded. */
static bool
within_limits(struct making *m, VipsImage *im)
{
	int64_t pixels = (int64_t)im->Xsize * im->Ysize;

	m->told.frames = vips_image_get_n_pages(im);
	if (im->Xsize > MEDIA_SIDE_MAX || im->Ysize > MEDIA_SIDE_MAX
	    || pixels > MEDIA_PIXELS_MAX)
		return picture_refuse(m,
		    "it has too many pixels; 100 million are taken, and 30,000 "
		    "on a side",
		    "");
	if (m->told.frames > MEDIA_FRAMES_MAX)
		return picture_refuse(m,
		    "it has too many frames; 1,000 are taken", "");
	return true;
}

/* Frames, and not so many that they would take all memory. */
static bool
can_move(struct making *m, const VipsImage *im, const char *decoder)
{
	const bool frames = m->told.frames > 1
	    && (strstr(decoder, "Nsgif") || strstr(decoder, "Webp"));

	m->told.stilled = frames
	    && ((int64_t)im->Xsize * im->Ysize * m->told.frames
		    > MEDIA_MOTION_MAX
		|| im->Xsize > PICTURE_WEBP_SIDE
		|| im->Ysize > PICTURE_WEBP_SIDE);
	return frames && !m->told.stilled;
}

static void
all_frames(struct making *m, VipsImage **im, const char *bytes, size_t n)
{
	VIPS_UNREF(*im);
	*im = vips_image_new_from_buffer(bytes, n, "", "access",
	    VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, "n", -1,
	    NULL);
	if (*im == NULL)
		(void)picture_damaged(m);
	else
		m->moves = vips_image_get_page_height(*im) < (*im)->Ysize;
	m->told.moves = m->moves;
}

/* With its trailer (GIF89a, 27), behind which some programs put zeros. */
static bool
gif_ends(const char *bytes, size_t n)
{
	while (n > 0 && bytes[n - 1] == '\0')
		n--;
	return n > 0 && bytes[n - 1] == ';';
}

static VipsImage *
open_given(struct making *m)
{
	size_t n = (size_t)m->ask.given;
	char *bytes = g_malloc(n + 1);
	const char *decoder;
	VipsImage *im;

	if (pread(m->files[WIRE_GIVEN], bytes, n, 0) != (ssize_t)n) {
		(void)picture_refuse(m, "it could not be read", "");
		return NULL;
	}
	decoder = vips_foreign_find_load_buffer(bytes, n);
	if (decoder == NULL || !decoder_is_taken(decoder)) {
		(void)picture_refuse(m,
		    "it is no picture that is taken; give a JPEG, PNG, WebP, "
		    "GIF, TIFF, AVIF or HEIC file",
		    "");
		return NULL;
	}
	m->lossless = strstr(decoder, "Png") || strstr(decoder, "Nsgif")
	    || strstr(decoder, "Tiff");
	/* bytes stay until the worker ends: the image reads them late. */
	m->told.cut = strstr(decoder, "Nsgif") && !gif_ends(bytes, n);
	im = vips_image_new_from_buffer(bytes, n, "", "access",
	    VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, NULL);
	if (im == NULL)
		(void)picture_damaged(m);
	else if (!within_limits(m, im))
		g_clear_object(&im);
	if (im != NULL && can_move(m, im, decoder))
		all_frames(m, &im, bytes, n);
	return im;
}

/* Puts *next in the place of *im; a failure leaves neither. */
static void
become(VipsImage **im, int failed, VipsImage **next)
{
	VIPS_UNREF(*im);
	*im = failed ? NULL : *next;
	*next = NULL;
}

/* Into sRGB or grey of 8 bits: what browsers show alike without a profile. */
static void
to_srgb(VipsImage **im)
{
	VipsImage *next = NULL;
	VipsInterpretation in = vips_image_guess_interpretation(*im);
	bool grey = in == VIPS_INTERPRETATION_B_W
	    || in == VIPS_INTERPRETATION_GREY16;

	if (vips_image_get_typeof(*im, VIPS_META_ICC_NAME) != 0
	    && vips_icc_transform(*im, &next, "srgb", "embedded", TRUE,
		   "intent", VIPS_INTENT_PERCEPTUAL, NULL)
		== 0) {
		become(im, 0, &next);
	} else {
		/* No profile, or one that is broken: by its own numbers. */
		vips_error_clear();
		become(im,
		    vips_colourspace(*im, &next,
			grey ? VIPS_INTERPRETATION_B_W
			     : VIPS_INTERPRETATION_sRGB,
			NULL),
		    &next);
	}
	if (*im && (*im)->BandFmt != VIPS_FORMAT_UCHAR) {
		become(im, vips_cast_uchar(*im, &next, NULL), &next);
	}
}

/* Alpha that hides nothing only keeps it from becoming a JPEG. */
static void
drop_idle_alpha(VipsImage **im)
{
	VipsImage *alpha = NULL, *next = NULL;
	double least = 0;

	if (!vips_image_hasalpha(*im))
		return;
	if (vips_extract_band(*im, &alpha, (*im)->Bands - 1, NULL) == 0
	    && vips_min(alpha, &least, NULL) == 0 && least >= OPAQUE)
		become(im,
		    vips_extract_band(*im, &next, 0, "n", (*im)->Bands - 1,
			NULL),
		    &next);
	VIPS_UNREF(alpha);
}

/* Decoded, upright, in sRGB, in memory, without metadata but the terms. */
static VipsImage *
develop(struct making *m)
{
	VipsImage *im = open_given(m), *next = NULL;

	if (im == NULL)
		return NULL;
	if (m->ask.renditions != 0) { /* a master is all this already */
		next = vips_image_copy_memory(im);
		become(&im, next == NULL, &next);
		if (im == NULL)
			(void)picture_damaged(m);
		return im;
	}
	terms_keep(im, &m->ask);
	to_srgb(&im);
	if (im) {
		next = vips_image_copy_memory(im);
		become(&im, next == NULL, &next);
	}
	if (im && !m->moves)
		become(&im, vips_autorot(im, &next, NULL), &next);
	if (im)
		drop_idle_alpha(&im);
	if (im)
		become(&im, vips_copy(im, &next, NULL), &next);
	if (im == NULL)
		(void)picture_damaged(m);
	else
		m->bare = !terms_write(im, &m->ask, m->moves);
	return im;
}

void
picture_make(const struct ask *ask, const int files[WIRE_FILES])
{
	struct making m = { .ask = *ask, .files = files };
	VipsImage *im = develop(&m);

	m.told.done = im != NULL && renditions_make(&m, im);
	VIPS_UNREF(im);
	if (write(files[WIRE_TOLD], &m.told, sizeof(m.told))
	    != (ssize_t)sizeof(m.told))
		_exit(1);
}
