/* SPDX-License-Identifier: ISC */
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vips/vips.h>

#include "../test.h"
#include "base/buf.h"
#include "base/file.h"
#include "media/keeper.h"
#include "media/media.h"

/* Debian's HEIC and GIF encoders, which only this test calls, keep what they
   took. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libx265\nleak:libimagequant\n";
}

/* Stands wherever a picture can hide something. */
#define SECRET "SERIAL-4711"

struct desk_top {
	struct job *j;
	char *dir;
	struct darkroom *m;
	int alone; /* a keeper's, without the room around it */
};

/* A keeper as media_open() begins it; it ends when nobody can ask it more. */
static int
keeper_begun(void)
{
	int pair[2];
	pid_t pid;

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
			     pair),
	    0);
	pid = fork();
	if (pid == 0)
		keeper_run(pair[1]);
	assert_true(pid > 0);
	close(pair[1]);
	return pair[0];
}

static int
set_up(void **state)
{
	struct desk_top *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	t->j = job_new(1000000000);
	t->dir = strdup("/tmp/stet-media-XXXXXX");
	assert_non_null(mkdtemp(t->dir));
	assert_ok(t->j, media_open(t->j, t->dir, &t->m));
	t->alone = keeper_begun();
	/* After the keeper was forked, as in the program: threads that
	   libvips has begun don't come along. */
	assert_int_equal(vips_init("test"), 0);
	*state = t;
	return 0;
}

static int
tear_down(void **state)
{
	struct desk_top *t = *state;

	media_close(t->m);
	close(t->alone);
	file_remove_tree(t->dir);
	assert_int_not_equal(access(t->dir, F_OK), 0);
	job_free(t->j);
	free(t->dir);
	free(t);
	return 0;
}

/* A picture with some noise in it, so that JPEG has something to do. */
static VipsImage *
noise(int w, int h)
{
	VipsImage *one = NULL, *three = NULL, *bytes = NULL;
	double rest[] = { 90, 200 };

	assert_int_equal(vips_gaussnoise(&one, w, h, "mean", 128.0, "sigma",
			     40.0, NULL),
	    0);
	assert_int_equal(vips_bandjoin_const(one, &three, rest, 2, NULL), 0);
	g_object_unref(one);
	one = three;
	assert_int_equal(vips_cast_uchar(one, &bytes, NULL), 0);
	g_object_unref(one);
	assert_int_equal(vips_copy(bytes, &one, "interpretation",
			     VIPS_INTERPRETATION_sRGB, NULL),
	    0);
	g_object_unref(bytes);
	return one;
}

static struct str
as_bytes(struct desk_top *t, VipsImage *im, const char *suffix)
{
	void *p = NULL;
	size_t n = 0;
	struct str s;

	if (vips_image_write_to_buffer(im, suffix, &p, &n, NULL) != 0)
		fail_msg("%s: %s", suffix, vips_error_buffer());
	s = job_str(t->j, str_from(p, n));
	g_free(p);
	g_object_unref(im);
	return s;
}

static void
put_exif(VipsImage *im, const char *field, const char *value)
{
	vips_image_set_string(im, field, value);
}

/* A camera's JPEG, with the secret in every place that we know of. */
static struct str
camera_jpeg(struct desk_top *t, int w, int h, int orientation)
{
	static const char comment[] = "\xff\xfe\x00\x11" SECRET " com";
	VipsImage *im = noise(w, h);
	static const char xmp[] = "<x:xmpmeta>" SECRET "</x:xmpmeta>";
	static const char iptc[] = "Photoshop 3.0\0" SECRET;
	struct str plain, whole;
	struct buf b = buf_in(t->j, MEDIA_FILE_MAX);

	put_exif(im, "exif-ifd0-Make",
	    SECRET " (" SECRET ", ASCII, 12 components, 12 bytes)");
	put_exif(im, "exif-ifd2-UserComment",
	    SECRET " (" SECRET ", Undefined, 12 components, 12 bytes)");
	put_exif(im, "exif-ifd0-Artist",
	    "Ann Ray (Ann Ray, ASCII, 8 "
	    "components, 8 bytes)");
	put_exif(im, "exif-ifd3-GPSLatitude",
	    "38/1 41/1 4711/100 (38, 41, 47.11, Rational, 3 components, 24 "
	    "bytes)");
	put_exif(im, "exif-ifd3-GPSLatitudeRef",
	    "N (N, ASCII, 2 components, 2 bytes)");
	vips_image_set_int(im, VIPS_META_ORIENTATION, orientation);
	vips_image_set_blob_copy(im, VIPS_META_XMP_NAME, xmp, sizeof(xmp));
	vips_image_set_blob_copy(im, VIPS_META_IPTC_NAME, iptc, sizeof(iptc));
	plain = as_bytes(t, im, ".jpg");
	/* A comment behind the first marker, a film behind the last one. */
	buf_put(&b, str_sub(plain, 0, 2));
	buf_put(&b, str_from(comment, sizeof(comment) - 1));
	buf_put(&b, str_skip(plain, 2));
	BUF_LIT(&b, "film " SECRET);
	assert_ok(t->j, buf_done(&b, &whole));
	assert_true(str_find(whole, STR(SECRET)) != NOWHERE);
	return whole;
}

static struct master
take(struct desk_top *t, struct str bytes, const struct media_terms *terms)
{
	struct media_given given;
	struct master r;

	assert_ok(t->j, media_given_bytes(t->j, bytes, &given));
	assert_ok(t->j,
	    media_take(t->m, t->j, MEDIA_PICTURE, STR("pier.jpg"), &given,
		terms, &r));
	media_given_close(&given);
	return r;
}

static struct str
bytes_of(struct desk_top *t, const struct media_file *f)
{
	struct str s;

	assert_ok(t->j,
	    file_read(t->j, media_path(t->m, t->j, f->sha256), SIZE_MAX, &s));
	assert_int_equal(s.n, f->bytes);
	assert_true(sha256_eq(sha256_of(s), f->sha256));
	return s;
}

static VipsImage *
image_of(struct desk_top *t, const struct media_file *f)
{
	struct str s = bytes_of(t, f);
	VipsImage *im = vips_image_new_from_buffer(s.p, s.n, "", NULL);

	assert_non_null(im);
	assert_int_equal(im->Xsize, f->w);
	assert_int_equal(im->Ysize, f->h);
	return im;
}

static int
holds_no_secret(const char *path, const struct stat *sb, int what,
    struct FTW *f)
{
	struct job *j = job_new(0);
	struct str s;

	(void)sb;
	(void)f;
	if (what == FTW_F) {
		assert_ok(j, file_read(j, path, SIZE_MAX, &s));
		if (str_find(s, STR(SECRET)) != NOWHERE
		    || str_find(s, STR("GPSLatitude")) != NOWHERE)
			fail_msg("%s tells the secret", path);
	}
	job_free(j);
	return 0;
}

static void
nothing_private(void **state)
{
	struct desk_top *t = *state;
	struct master r = take(t, camera_jpeg(t, 2000, 1000, 1), NULL);
	VipsImage *im = image_of(t, &r.file);

	assert_int_equal(nftw(t->dir, holds_no_secret, 8, FTW_PHYS), 0);
	assert_int_equal(vips_image_get_typeof(im, "exif-ifd3-GPSLatitude"), 0);
	assert_int_equal(vips_image_get_typeof(im, VIPS_META_IPTC_NAME), 0);
	g_object_unref(im);
}

static void
upright(void **state)
{
	struct desk_top *t = *state;
	struct master r = take(t, camera_jpeg(t, 60, 30, 6), NULL);
	VipsImage *im = image_of(t, &r.file);

	assert_int_equal(r.file.w, 30);
	assert_int_equal(r.file.h, 60);
	assert_int_equal(vips_image_get_orientation(im), 1);
	g_object_unref(im);
}

static bool
has(struct desk_top *t, const struct media_file *f, struct str what)
{
	return str_find(bytes_of(t, f), what) != NOWHERE;
}

static void
terms_are_written(void **state)
{
	struct desk_top *t = *state;
	struct media_terms terms = {
		STR("Inês <Calado>"),
		STR("The Harbour Gazette"),
		STR("© 2026 I. Calado"),
		STR("Ask first"),
	};
	struct master r = take(t, camera_jpeg(t, 900, 30, 1), &terms);

	assert_true(has(t, &r.file, STR("Inês &lt;Calado&gt;")));
	assert_true(has(t, &r.file, STR("© 2026 I. Calado")));
	assert_true(has(t, &r.file, STR("Ask first")));
	assert_true(has(t, &r.sizes[0].file, STR("The Harbour Gazette")));
	assert_false(has(t, &r.file, STR("Ann Ray")));
}

static void
creator_is_kept(void **state)
{
	struct desk_top *t = *state;
	struct master r = take(t, camera_jpeg(t, 60, 30, 1), NULL);

	assert_true(has(t, &r.file, STR("Ann Ray")));
}

static void
sizes_are_smaller(void **state)
{
	struct desk_top *t = *state;
	struct master big = take(t, camera_jpeg(t, 2000, 1000, 1), NULL);
	struct master small = take(t, camera_jpeg(t, 720, 100, 1), NULL);

	assert_int_equal(big.nsizes, 2);
	assert_str(big.sizes[0].name, "column");
	assert_int_equal(big.sizes[0].file.w, 720);
	assert_int_equal(big.sizes[0].file.h, 360);
	assert_str(big.sizes[1].name, "lead");
	assert_int_equal(big.sizes[1].file.w, 1600);
	assert_str(big.sizes[1].file.format, "jpg");
	g_object_unref(image_of(t, &big.sizes[0].file));
	assert_int_equal(small.nsizes, 0);
}

/* The same in another space, depth or form comes out as 8 bits of sRGB. */
static void
check_form(struct desk_top *t, VipsImage *im, const char *suffix,
    const char *format, int bands)
{
	struct master r = take(t, as_bytes(t, im, suffix), NULL);
	VipsImage *got = image_of(t, &r.file);

	assert_str(r.file.format, format);
	assert_int_equal(got->Bands, bands);
	assert_int_equal(got->BandFmt, VIPS_FORMAT_UCHAR);
	g_object_unref(got);
}

static VipsImage *
in_space(VipsImage *im, VipsInterpretation space)
{
	VipsImage *next = NULL;

	assert_int_equal(vips_colourspace(im, &next, space, NULL), 0);
	g_object_unref(im);
	return next;
}

static VipsImage *
with_alpha(VipsImage *im, double alpha)
{
	VipsImage *next = NULL;

	assert_int_equal(vips_bandjoin_const1(im, &next, alpha, NULL), 0);
	g_object_unref(im);
	return next;
}

static VipsImage *
flat(int w, int h)
{
	VipsImage *black = NULL, *next = NULL;

	assert_int_equal(vips_black(&black, w, h, "bands", 3, NULL), 0);
	assert_int_equal(vips_copy(black, &next, "interpretation",
			     VIPS_INTERPRETATION_sRGB, NULL),
	    0);
	g_object_unref(black);
	return next;
}

static void
every_form(void **state)
{
	struct desk_top *t = *state;

	check_form(t, in_space(noise(64, 64), VIPS_INTERPRETATION_CMYK), ".jpg",
	    "jpg", 3);
	check_form(t, in_space(noise(64, 64), VIPS_INTERPRETATION_B_W), ".jpg",
	    "jpg", 1);
	check_form(t, in_space(noise(300, 300), VIPS_INTERPRETATION_RGB16),
	    ".png", "jpg", 3);
	check_form(t, in_space(noise(300, 300), VIPS_INTERPRETATION_GREY16),
	    ".tif", "jpg", 1);
	check_form(t, noise(64, 64), ".webp", "jpg", 3);
	check_form(t, noise(64, 64), ".heic", "jpg", 3);
	check_form(t, noise(64, 64), ".avif", "jpg", 3);
	check_form(t, flat(300, 300), ".gif", "png", 3);
}

static void
see_through_stays_png(void **state)
{
	struct desk_top *t = *state;

	check_form(t, with_alpha(noise(300, 300), 128), ".png", "png", 4);
	check_form(t, with_alpha(noise(300, 300), 255), ".png", "jpg", 3);
	check_form(t, flat(300, 300), ".png", "png", 3);
}

static void
refused(struct desk_top *t, struct str bytes, const char *why)
{
	struct master r;
	struct job *j = job_new(0);
	struct media_given given;
	enum status st;

	assert_ok(j, media_given_bytes(j, bytes, &given));
	st = media_take(t->m, j, MEDIA_PICTURE, STR("x"), &given, NULL, &r);
	media_given_close(&given);

	assert_int_equal(st, INVALID);
	if (str_find(job_reason(j), str_of(why)) == NOWHERE)
		fail_msg("\"%.*s\" does not say \"%s\"", STR_ARG(job_reason(j)),
		    why);
	assert_true(str_starts(job_reason(j), STR("x: ")));
	/* A library's own words say nothing to an editor. */
	assert_true(str_find(job_reason(j), STR("vips")) == NOWHERE
	    && str_find(job_reason(j), STR("Vips")) == NOWHERE
	    && str_find(job_reason(j), STR("buffer")) == NOWHERE);
	job_free(j);
}

static void
broken_ones_are_refused(void **state)
{
	struct desk_top *t = *state;
	struct str jpeg = camera_jpeg(t, 300, 300, 1);
	struct str png = as_bytes(t, noise(300, 300), ".png");
	char *holed = job_cstr(t->j, png);

	memset(holed + png.n / 2, 0, 200);
	refused(t, STR(""), "empty");
	refused(t, STR("no picture at all"), "no picture that is taken");
	refused(t, str_sub(jpeg, 0, jpeg.n / 2), "damaged");
	refused(t, str_sub(png, 0, png.n / 2), "damaged");
	refused(t, str_from(holed, png.n), "damaged");
	refused(t, str_sub(png, 0, 40), "");
	refused(t, STR("<svg xmlns='http://www.w3.org/2000/svg'/>"), "PNG");
	refused(t, STR("%PDF-1.4"), "PDF");
	refused(t, STR("P6 1 1 255\n..."), "no picture that is taken");
}

/* A PNG of 60,000 by 60,000 pixels that says so in a few bytes. */
static const char bomb[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
			   "\0\0\xea\x60\0\0\xea\x60\x01\0\0\0\0"
			   "\x1a\x1c\x9f\x26"
			   "\0\0\0\nIDATx\x9c\x63\0\0\0\x02\0\x01"
			   "\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

static void
bombs_are_refused(void **state)
{
	struct desk_top *t = *state;
	struct str flat_png = as_bytes(t, flat(12000, 12000), ".png");

	refused(t, str_from(bomb, sizeof(bomb) - 1), "");
	assert_true(flat_png.n < 1000000);
	refused(t, flat_png, "too many pixels");
}

/* ---- renditions ---- */

static bool
has_made(const struct renditions *r, const char *format, int64_t w)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->at[i].format, str_of(format)) && r->at[i].w == w)
			return true;
	return false;
}

/* Its file, wherever it stands, decoded with all its frames. */
static VipsImage *
rendition_of(struct desk_top *t, struct sha256 master, const char *format,
    int64_t w)
{
	const struct rendition r = { str_of(format), w };
	const struct str name = rendition_name(t->j, master, &r);
	char *path = media_path(t->m, t->j, master);
	struct str s;
	VipsImage *im;

	assert_true(media_has_rendition(t->m, t->j, master, &r));
	strrchr(path, '/')[1] = '\0';
	assert_ok(t->j,
	    file_read(t->j, file_path(t->j, path, name.p), SIZE_MAX, &s));
	im = strcmp(format, "webp") == 0
	    ? vips_image_new_from_buffer(s.p, s.n, "", "n", -1, NULL)
	    : vips_image_new_from_buffer(s.p, s.n, "", NULL);
	assert_non_null(im);
	assert_int_equal(im->Xsize, w);
	return im;
}

/* Soft, as what a lens sees; noise alone is smaller as JPEG. */
static struct str
photograph(struct desk_top *t, int w, int h)
{
	VipsImage *sharp = noise(w, h), *soft = NULL;

	assert_int_equal(vips_gaussblur(sharp, &soft, 3, NULL), 0);
	g_object_unref(sharp);
	return as_bytes(t, soft, ".jpg");
}

static void
five_widths(void **state)
{
	static const int plain[] = { 320, 480, 1080 };
	static const int webp[] = { 320, 480, 720, 1080, 1600 };
	struct desk_top *t = *state;
	struct master r = take(t, photograph(t, 2000, 1000), NULL);

	assert_int_equal(r.renditions.n, 8);
	assert_false(r.renditions.moves);
	for (size_t i = 0; i < 3; i++) {
		assert_true(has_made(&r.renditions, "jpg", plain[i]));
		g_object_unref(rendition_of(t, r.file.sha256, "jpg", plain[i]));
	}
	for (size_t i = 0; i < 5; i++) {
		assert_true(has_made(&r.renditions, "webp", webp[i]));
		g_object_unref(rendition_of(t, r.file.sha256, "webp", webp[i]));
	}
}

/* 320 is not made of 350: nobody would see the difference. */
static void
no_larger_than_it_is(void **state)
{
	struct desk_top *t = *state;
	struct master r = take(t, photograph(t, 350, 100), NULL);
	struct master s = take(t, photograph(t, 1100, 100), NULL);

	assert_int_equal(r.renditions.n, 1);
	assert_true(has_made(&r.renditions, "webp", 350));
	assert_true(has_made(&s.renditions, "webp", 1100));
	assert_false(has_made(&s.renditions, "webp", 1080));
	assert_true(has_made(&s.renditions, "jpg", 480));
	assert_false(has_made(&s.renditions, "jpg", 720)); /* its size */
}

static VipsImage *
plain_colour(int w, int h, double red, double green, double blue)
{
	double colour[] = { red, green, blue };
	VipsImage *black = flat(w, h), *next = NULL, *im = NULL;
	double one[] = { 1, 1, 1 };

	assert_int_equal(vips_linear(black, &next, one, colour, 3, NULL), 0);
	g_object_unref(black);
	assert_int_equal(vips_cast_uchar(next, &im, NULL), 0);
	g_object_unref(next);
	return im;
}

static void
its_colour(void **state)
{
	struct desk_top *t = *state;
	struct master r = take(t,
	    as_bytes(t, plain_colour(400, 300, 200, 100, 50), ".png"), NULL);
	struct master grey = take(t,
	    as_bytes(t, in_space(noise(400, 300), VIPS_INTERPRETATION_B_W),
		".jpg"),
	    NULL);
	struct master through = take(t,
	    as_bytes(t, with_alpha(noise(400, 300), 128), ".png"), NULL);
	const int32_t g = grey.renditions.colour;

	assert_int_equal(r.renditions.colour, 0xc86432);
	assert_int_equal(g & 0xff, g >> 16);
	assert_in_range(g & 0xff, 60, 200);
	assert_int_equal(through.renditions.colour, -1);
}

/* What has gone is made again, from the master alone, under the same names. */
static void
made_again(void **state)
{
	struct desk_top *t = *state;
	struct master r = take(t, photograph(t, 1000, 500), NULL);
	const struct rendition one = { STR("webp"), 480 };
	struct renditions again;
	bool was;
	char *path = media_path(t->m, t->j, r.file.sha256);
	const struct str name = rendition_name(t->j, r.file.sha256, &one);

	strrchr(path, '/')[1] = '\0';
	assert_int_equal(unlink(file_path(t->j, path, name.p)), 0);
	assert_ok(t->j,
	    media_renditions(t->m, t->j, r.file.sha256, STR("pier"), &again));
	assert_int_equal(again.n, r.renditions.n);
	for (size_t i = 0; i < again.n; i++)
		g_object_unref(rendition_of(t, r.file.sha256,
		    job_cstr(t->j, again.at[i].format), again.at[i].w));
	/* They go where the master goes, and with it. */
	assert_ok(t->j, media_show(t->m, t->j, r.file.sha256));
	assert_true(strstr(media_path(t->m, t->j, r.file.sha256), "/media/"));
	g_object_unref(rendition_of(t, r.file.sha256, "webp", 480));
	assert_ok(t->j, media_erase(t->j, t->dir, r.file.sha256, &was));
	assert_true(was);
	for (size_t i = 0; i < again.n; i++)
		assert_false(media_has_rendition(t->m, t->j, r.file.sha256,
		    &again.at[i]));
	assert_int_equal(media_renditions(t->m, t->j, r.file.sha256,
			     STR("pier"), &again),
	    NOT_FOUND);
	job_forgive(t->j);
}

/* Bytes that are others than the hash says are not decoded. */
static void
another_is_refused(void **state)
{
	struct desk_top *t = *state;
	struct master r = take(t, photograph(t, 100, 50), NULL);
	struct renditions again;

	assert_ok(t->j,
	    file_replace(t->j, media_path(t->m, t->j, r.file.sha256),
		photograph(t, 90, 50), 0644));
	assert_int_equal(media_renditions(t->m, t->j, r.file.sha256,
			     STR("pier"), &again),
	    INVALID);
	assert_true(str_starts(job_reason(t->j), STR("pier: its bytes")));
	job_forgive(t->j);
}

static void
drawings_stay_sharp(void **state)
{
	struct desk_top *t = *state;
	struct master r = take(t, as_bytes(t, flat(400, 300), ".png"), NULL);
	struct str name = rendition_name(t->j, r.file.sha256,
	    &(struct rendition){ STR("webp"), 400 });
	char *path = media_path(t->m, t->j, r.file.sha256);
	struct str s;

	assert_true(has_made(&r.renditions, "webp", 400));
	strrchr(path, '/')[1] = '\0';
	assert_ok(t->j,
	    file_read(t->j, file_path(t->j, path, name.p), SIZE_MAX, &s));
	/* "VP8L" is WebP's form without loss. */
	assert_true(str_find(str_sub(s, 0, 64), STR("VP8L")) != NOWHERE);
}

/* ---- animations ---- */

/* Frames of noise, one below the other. */
static VipsImage *
animation(int w, int h, int frames)
{
	VipsImage *im = noise(w, h * frames);

	vips_image_set_int(im, VIPS_META_PAGE_HEIGHT, h);
	return im;
}

static int
frames_of(VipsImage *im)
{
	return im->Ysize / vips_image_get_page_height(im);
}

static VipsImage *
with_comment(VipsImage *im)
{
	int delays[] = { 200, 100, 100 };

	vips_image_set_string(im, "gif-comment", SECRET);
	vips_image_set_array_int(im, "delay", delays, 3);
	vips_image_set_int(im, "loop", 3);
	return im;
}

static void
keeps_moving(struct desk_top *t, const char *suffix)
{
	struct master r = take(t,
	    as_bytes(t, with_comment(animation(900, 40, 3)), suffix), NULL);
	struct str s = bytes_of(t, &r.file);
	VipsImage *im = vips_image_new_from_buffer(s.p, s.n, "", "n", -1, NULL);
	int *delays, n;

	assert_str(r.file.format, "webp");
	assert_int_equal(r.file.w, 900);
	assert_int_equal(r.file.h, 40);
	assert_int_equal(r.note.n, 0);
	assert_int_equal(frames_of(im), 3);
	assert_int_equal(vips_image_get_array_int(im, "delay", &delays, &n), 0);
	assert_int_equal(n, 3);
	assert_int_equal(delays[0], 200);
	g_object_unref(im);
	/* So do its sizes, in their proportions. */
	assert_int_equal(r.nsizes, 1);
	assert_str(r.sizes[0].file.format, "webp");
	assert_int_equal(r.sizes[0].file.h, 32);
	assert_true(r.renditions.moves);
	im = rendition_of(t, r.file.sha256, "webp", 320);
	assert_int_equal(frames_of(im), 3);
	g_object_unref(im);
	/* And there is a still for who wants nothing to move. */
	im = rendition_of(t, r.file.sha256, "jpg", 720);
	assert_int_equal(im->Ysize, 32);
	g_object_unref(im);
	g_object_unref(rendition_of(t, r.file.sha256, "jpg", 900));
	assert_int_equal(nftw(t->dir, holds_no_secret, 8, FTW_PHYS), 0);
}

static void
animations_move(void **state)
{
	struct desk_top *t = *state;

	keeps_moving(t, ".gif");
	keeps_moving(t, ".webp");
}

/* From the master alone, as `stet pictures` does it. */
static void
animations_move_again(void **state)
{
	struct desk_top *t = *state;
	struct master r = take(t, as_bytes(t, animation(400, 30, 4), ".gif"),
	    NULL);
	struct renditions again;
	VipsImage *im;

	assert_ok(t->j,
	    media_renditions(t->m, t->j, r.file.sha256, STR("pier"), &again));
	assert_true(again.moves);
	assert_int_equal(again.n, r.renditions.n);
	im = rendition_of(t, r.file.sha256, "webp", 320);
	assert_int_equal(frames_of(im), 4);
	g_object_unref(im);
}

/* Of more than can be held, and of pages, the first is kept, and it is said. */
static void
stills(void **state)
{
	struct desk_top *t = *state;
	VipsImage *im = flat(2500, 2500 * 7);
	struct master r;

	vips_image_set_int(im, VIPS_META_PAGE_HEIGHT, 2500);
	r = take(t, as_bytes(t, im, ".gif"), NULL);
	assert_int_equal(r.file.h, 2500);
	assert_str(r.file.format, "png");
	assert_false(r.renditions.moves);
	assert_true(
	    str_find(r.note, STR("of its 7 frames only the first")) == 0);
	assert_true(str_find(r.note, STR("40 million")) != NOWHERE);
	r = take(t, as_bytes(t, animation(60, 30, 2), ".tif"), NULL);
	assert_int_equal(r.file.h, 30);
	assert_true(str_find(r.note, STR("frames or pages")) != NOWHERE);
}

static void
cut_animations_are_refused(void **state)
{
	struct desk_top *t = *state;
	struct str gif = as_bytes(t, animation(200, 100, 5), ".gif");
	struct str webp = as_bytes(t, animation(200, 100, 5), ".webp");

	struct master r;

	refused(t, str_sub(gif, 0, 60), "damaged");
	refused(t, str_sub(webp, 0, webp.n / 2), "damaged");
	/* Browsers show what there is of a GIF; so do we, and say it. */
	r = take(t, str_sub(gif, 0, gif.n / 2), NULL);
	assert_true(str_starts(r.note, STR("its end is missing")));
	r = take(t, gif, NULL);
	assert_int_equal(r.note.n, 0);
}

static void
too_many_frames_are_refused(void **state)
{
	struct desk_top *t = *state;

	refused(t, as_bytes(t, animation(2, 1, 1001), ".gif"),
	    "too many frames");
}

/* Looked at from outside: nothing of it is read. */
static void
too_many_bytes_are_refused(void **state)
{
	struct desk_top *t = *state;
	char *path = file_path(t->j, t->dir, "large.jpg");
	struct media_given given;

	assert_ok(t->j, file_replace(t->j, path, STR("x"), 0644));
	assert_int_equal(truncate(path, (off_t)MEDIA_FILE_MAX + 1), 0);
	assert_int_equal(media_given_open(t->j, MEDIA_PICTURE, path, &given),
	    INVALID);
	assert_true(
	    str_find(job_reason(t->j), STR("is larger than")) != NOWHERE);
	job_forgive(t->j);
	assert_int_equal(unlink(path), 0);
}

static struct answered
asked_alone(const struct desk_top *t, struct ask *ask, struct str bytes)
{
	int files[WIRE_FILES];
	struct answered a = { -1 };

	for (size_t i = 0; i < WIRE_FILES; i++)
		files[i] = memfd_create("test", MFD_CLOEXEC);
	assert_int_equal(write(files[WIRE_GIVEN], bytes.p, bytes.n), bytes.n);
	ask->given = bytes.n;
	assert_true(keeper_ask(t->alone, ask, files, &a));
	for (size_t i = 0; i < WIRE_FILES; i++)
		close(files[i]);
	return a;
}

static void
a_slow_one_is_ended(void **state)
{
	struct desk_top *t = *state;
	struct ask ask = { .what = MEDIA_PICTURE, .seconds = 1 };
	struct answered a = asked_alone(t, &ask,
	    as_bytes(t, flat(9000, 9000), ".png"));

	assert_int_equal(a.ended, ENDED_LATE);
}

static void
a_crash_is_an_answer(void **state)
{
	const struct desk_top *const t = *state;
	int files[WIRE_FILES];
	struct ask ask = { .given = UINT64_MAX / 2 };
	struct answered a = { -1 };

	for (size_t i = 0; i < WIRE_FILES; i++)
		files[i] = memfd_create("test", MFD_CLOEXEC);
	assert_true(keeper_ask(t->alone, &ask, files, &a));
	assert_int_equal(a.ended, ENDED_CRASHED);
	/* The keeper lives on. */
	ask.given = 10;
	assert_true(keeper_ask(t->alone, &ask, files, &a));
	assert_int_equal(a.ended, ENDED_WELL);
	for (size_t i = 0; i < WIRE_FILES; i++)
		close(files[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("a crashed worker is an answer, and the keeper lives on",
		    a_crash_is_an_answer),
		RULE("neither place nor serial number nor any other "
		     "secret of a camera stands in any file",
		    nothing_private),
		RULE("a picture is turned the right way up", upright),
		RULE("creator, credit, copyright and usage are written "
		     "into master and sizes",
		    terms_are_written),
		RULE("without terms the camera's creator is kept",
		    creator_is_kept),
		RULE("sizes are made only where they are smaller",
		    sizes_are_smaller),
		RULE("CMYK, grey, 16 bits, WebP, TIFF, HEIC, AVIF and "
		     "GIF come out as 8 bits of sRGB",
		    every_form),
		RULE("what is see-through stays PNG, what is not need "
		     "not",
		    see_through_stays_png),
		RULE("what is broken, cut short or no picture is refused "
		     "with a reason",
		    broken_ones_are_refused),
		RULE("a picture of too many pixels is refused before it "
		     "is decoded",
		    bombs_are_refused),
		RULE("of five widths those that are smaller are made, "
		     "as JPEG and as WebP",
		    five_widths),
		RULE("nothing is made larger than the picture is, nor "
		     "hardly smaller",
		    no_larger_than_it_is),
		RULE("a picture's colour is known, if nothing is seen "
		     "through it",
		    its_colour),
		RULE("renditions are made again from the master, and go "
		     "where it goes",
		    made_again),
		RULE("of bytes that are not the master's nothing is made",
		    another_is_refused),
		RULE("a drawing stays without loss as WebP",
		    drawings_stay_sharp),
		RULE("a GIF and a WebP that move go on moving, in every "
		     "size, with a still beside them",
		    animations_move),
		RULE("an animation's renditions made again move too",
		    animations_move_again),
		RULE("of too many frames, and of pages, the first is "
		     "kept, and said so",
		    stills),
		RULE("more than a thousand frames are refused",
		    too_many_frames_are_refused),
		RULE("more than 64 MB are refused unread",
		    too_many_bytes_are_refused),
		RULE("a picture that takes longer than it may is ended",
		    a_slow_one_is_ended),
		RULE("an animation that is cut short is refused, or said to be",
		    cut_animations_are_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
