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

/* Debian's HEIC encoder, which only this test calls, keeps what it took. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libx265";
}

/* Stands wherever a picture can hide something. */
#define SECRET "SERIAL-4711"

struct desk_top {
	struct job *j;
	char *dir;
	struct darkroom *m;
};

static int
set_up(void **state)
{
	struct desk_top *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	t->j = job_new(1000000000);
	t->dir = strdup("/tmp/stet-media-XXXXXX");
	assert_non_null(mkdtemp(t->dir));
	assert_ok(t->j, media_open(t->j, t->dir, &t->m));
	/* After the keeper was forked, as in the program: threads that
	   libvips has begun don't come along. */
	assert_int_equal(vips_init("test"), 0);
	*state = t;
	return 0;
}

static int
remove_one(const char *path, const struct stat *sb, int what, struct FTW *f)
{
	(void)sb;
	(void)what;
	(void)f;
	return remove(path);
}

static int
tear_down(void **state)
{
	struct desk_top *t = *state;

	media_close(t->m);
	assert_int_equal(nftw(t->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
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

static void
films_become_stills(void **state)
{
	struct desk_top *t = *state;
	VipsImage *im = flat(40, 80);
	struct master r;

	vips_image_set_int(im, VIPS_META_PAGE_HEIGHT, 40);
	r = take(t, as_bytes(t, im, ".gif"), NULL);
	assert_int_equal(r.file.h, 40);
	assert_true(str_find(r.note, STR("only the first")) != NOWHERE);
}

static void
a_crash_is_an_answer(void **state)
{
	int pair[2], files[WIRE_FILES];
	struct ask ask = { .given = UINT64_MAX / 2 };
	struct answered a = { -1 };
	pid_t pid;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
			     pair),
	    0);
	pid = fork();
	if (pid == 0)
		keeper_run(pair[1]);
	close(pair[1]);
	for (size_t i = 0; i < WIRE_FILES; i++)
		files[i] = memfd_create("test", MFD_CLOEXEC);
	assert_true(keeper_ask(pair[0], &ask, files, &a));
	assert_int_equal(a.ended, ENDED_CRASHED);
	/* The keeper lives on. */
	ask.given = 10;
	assert_true(keeper_ask(pair[0], &ask, files, &a));
	assert_int_equal(a.ended, ENDED_WELL);
	for (size_t i = 0; i < WIRE_FILES; i++)
		close(files[i]);
	close(pair[0]);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
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
		RULE("of a moving picture the first frame is kept, and "
		     "said so",
		    films_become_stills),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
