/* SPDX-License-Identifier: ISC */
#include "base/buf.h"

#include <vips/vips.h>

#include "paper.h"

#define SECRET "SERIAL-4711"

/* A camera's picture of that width, with a secret in it. */
static void
put_jpeg(struct paper *t, const char *name, int width)
{
	VipsImage *black = NULL, *im = NULL;
	void *p = NULL;
	size_t n = 0;

	assert_int_equal(vips_black(&black, width, 40, "bands", 3, NULL), 0);
	assert_int_equal(vips_copy(black, &im, "interpretation",
			     VIPS_INTERPRETATION_sRGB, NULL),
	    0);
	vips_image_set_string(im, "exif-ifd0-Model",
	    SECRET " (" SECRET ", ASCII, 12 components, 12 bytes)");
	vips_image_set_string(im, "exif-ifd3-GPSLatitude",
	    "38/1 41/1 47/1 (38, 41, 47, Rational, 3 components, 24 bytes)");
	assert_int_equal(vips_jpegsave_buffer(im, &p, &n, NULL), 0);
	assert_true(str_find(str_from(p, n), STR(SECRET)) != NOWHERE);
	assert_ok(t->j,
	    file_replace(t->j, file_path(t->j, t->top, name), str_from(p, n),
		0644));
	g_free(p);
	g_object_unref(im);
	g_object_unref(black);
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
		if (str_find(s, STR(SECRET)) != NOWHERE)
			fail_msg("%s tells the secret", path);
	}
	job_free(j);
	return 0;
}

static const char story
    [] = "---\nheadline: Pier\npicture:\n  src: wide.jpg\n  alt: The pier\n"
	 "  credit: Nell Sorrow\n---\n![Small](small.jpg)\n\n"
	 "![Wide again](wide.jpg)\n\n![Away](https://example.org/x.jpg)\n";

static void
taken(struct paper *t)
{
	int64_t n = paper_entries(t);
	struct published p = paper_publish(t, story), again;
	struct textfile tf;
	struct copy c;
	struct str file;

	/* The story and a thing for each picture. */
	assert_int_equal(paper_entries(t), n + 3);
	assert_ok(t->j, textfile_parse(t->j, p.stored, STR("x"), &tf));
	assert_ok(t->j, copy_read(t->j, &tf, &(struct copy_defaults){ 0 }, &c));
	assert_int_equal(c.media.n, 2);
	assert_str(c.media.at[0].name, "wide.jpg");
	assert_int_equal(c.media.at[0].w, 2000);
	assert_int_equal(c.media.at[0].sizes.n, 2);
	assert_int_equal(medium_size(&c.media.at[0], STR("column")).w, 720);
	assert_int_equal(medium_size(&c.media.at[1], STR("lead")).w, 100);
	assert_ok(t->j,
	    desk_show(t->d, t->j, id_hex(t->j, c.media.at[0].id), &file));
	assert_true(str_find(file, STR("alt: The pier\n")) != NOWHERE);
	assert_true(str_find(file, STR("credit: Nell Sorrow\n")) != NOWHERE);
	assert_ok(t->j, paper_try(t, p.author, &again));
	assert_int_equal(again.deed, DEED_NOTHING);
	assert_int_equal(nftw(t->dir, holds_no_secret, 8, FTW_PHYS), 0);
}

/* A text that comes back without its pictures keeps those that it had. */
static void
kept_without_files(struct paper *t)
{
	struct published p;
	struct str live;

	assert_ok(t->j, desk_show(t->d, t->j, STR("pier"), &live));
	assert_int_equal(unlink(file_path(t->j, t->top, "wide.jpg")), 0);
	live = job_printf(t->j, "%.*sMore.\n", STR_ARG(live));
	assert_ok(t->j, paper_try(t, live, &p));
	assert_int_equal(p.deed, DEED_UPDATE);
	assert_true(str_find(p.stored, STR("name: wide.jpg")) != NOWHERE);
}

static bool
is_in(struct paper *t, const char *folder, struct sha256 sha)
{
	const struct str hex = sha256_hex(t->j, sha);
	const char *name = job_printf(t->j, "%s/%.2s/%.*s", folder, hex.p,
	    STR_ARG(hex))
			       .p;

	return access(file_path(t->j, t->dir, name), F_OK) == 0;
}

/* What readers may see is media/; the reader's process has no other folder. */
static void private(struct paper *t)
{
	static const char
	    text[] = "---\nheadline: Tide\n%s---\n![Tide](tide.jpg)\n";
	struct str bytes, note;
	struct media_given given;
	struct given g = { .name = STR("tide.jpg"),
		.label = STR("tide.jpg"),
		.file = &given };
	struct medium m;
	struct published p;
	struct stat sb;

	assert_ok(t->j,
	    media_given_open(t->j, MEDIA_PICTURE,
		file_path(t->j, t->top, "tide.jpg"), &given));
	bytes = job_printf(t->j, text, "draft: true\n");
	p = paper_publish(t, bytes.p);
	assert_int_equal(p.deed, DEED_KEEP);
	assert_ok(t->j, desk_take(t->d, t->j, &g, &m, &note));
	media_given_close(&given);
	assert_true(is_in(t, "desk-media", m.sha256));
	assert_false(is_in(t, "media", m.sha256));
	assert_int_equal(stat(file_path(t->j, t->dir, "desk-media"), &sb), 0);
	assert_int_equal(sb.st_mode & 0777, 0700);
	paper_refuses(t, job_printf(t->j, text, "section: nowhere\n"), INVALID,
	    "nowhere");
	assert_false(is_in(t, "media", m.sha256));
	assert_ok(t->j, desk_publish_draft(t->d, t->j, p.draft, &p));
	assert_true(is_in(t, "media", m.sha256));
	assert_false(is_in(t, "desk-media", m.sha256));
	for (size_t i = 0; i < m.sizes.n; i++)
		assert_true(is_in(t, "media", m.sizes.at[i].sha256));
}

static void
missing(struct paper *t)
{
	int64_t n = paper_entries(t);

	paper_refuses(t, STR("---\nheadline: B\n---\nx\n\n![A](nowhere.jpg)\n"),
	    NOT_FOUND, "story.md:6: there is no picture nowhere.jpg");
	assert_ok(t->j,
	    file_replace(t->j, file_path(t->j, t->top, "bad.jpg"),
		STR("not a picture"), 0644));
	paper_refuses(t, STR("---\nheadline: B\n---\n![A](bad.jpg)\n"), INVALID,
	    "story.md:4: bad.jpg: it is no picture that is taken");
	assert_int_equal(paper_entries(t), n);
}

/* Masters come back unchanged: a second paper takes one as it is. */
static void
masters_stay(struct paper *t)
{
	struct medium m, back;
	struct str note;
	struct media_given given;
	struct given g = { .name = STR("a.jpg"),
		.label = STR("a.jpg"),
		.file = &given };

	assert_ok(t->j,
	    media_given_open(t->j, MEDIA_PICTURE,
		file_path(t->j, t->top, "small.jpg"), &given));
	assert_ok(t->j, desk_take(t->d, t->j, &g, &m, &note));
	media_given_close(&given);
	assert_ok(t->j,
	    media_given_open(t->j, MEDIA_PICTURE,
		media_path(desk_media(t->d), t->j, m.sha256), &given));
	assert_ok(t->j, desk_take(t->d, t->j, &g, &back, &note));
	media_given_close(&given);
	assert_true(sha256_eq(m.sha256, back.sha256));
	assert_true(id_eq(m.id, back.id));
}

static void
put_file(struct paper *t, const char *name, struct str bytes)
{
	assert_ok(t->j,
	    file_replace(t->j, file_path(t->j, t->top, name), bytes, 0644));
}

/* Two seconds, and the secret. */
static void
put_wav(struct paper *t, const char *name)
{
	struct buf b = buf_in(t->j, 20000);

	BUF_LIT(&b,
	    "RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x40\x1f\0\0"
	    "\1\0\x08\0id3 \x0c\0\0\0" SECRET " data\x80\x3e\0\0");
	for (int i = 0; i < 16000; i++)
		buf_ch(&b, (char)(120 + i % 16));
	put_file(t, name, buf_so_far(&b));
}

static void
copy_of(struct paper *t, struct str stored, struct copy *out)
{
	struct textfile tf;

	assert_ok(t->j, textfile_parse(t->j, stored, STR("x"), &tf));
	assert_ok(t->j,
	    copy_read(t->j, &tf, &(struct copy_defaults){ 0 }, out));
}

static const char horn[] =
    "---\nkind: audio\nheadline: Horn\nfile: horn.wav\ncaptions:\n"
    "  - {src: horn.vtt, lang: en}\ndocuments:\n"
    "  - {src: tide.jpg, label: The log}\n"
    "  - {src: \"https://example.org/log\", label: Theirs}\n---\n[0:01] It.\n";

static void
recording_taken(struct paper *t)
{
	struct published p, again;
	struct copy c;
	struct str file;

	put_wav(t, "horn.wav");
	put_file(t, "horn.vtt",
	    STR("WEBVTT\n\nNOTE " SECRET "\n\n00:01.000 --> 00:02.000\nIt\n"));
	p = paper_publish(t, horn);
	copy_of(t, p.stored, &c);
	assert_int_equal(c.media.n, 3);
	assert_str(c.media.at[0].name, "horn.wav");
	assert_str(c.media.at[0].format, "wav");
	assert_int_equal(c.media.at[0].duration, 2);
	assert_int_equal(c.media.at[0].bytes, 16044);
	assert_str(c.media.at[1].format, "vtt");
	assert_str(c.media.at[2].format, "jpg");
	assert_true(is_in(t, "media", c.media.at[0].sha256));
	assert_ok(t->j,
	    desk_show(t->d, t->j, id_hex(t->j, c.media.at[2].id), &file));
	assert_int_equal(nftw(t->dir, holds_no_secret, 8, FTW_PHYS), 0);

	/* Without its files it keeps them; its duration is known still. */
	assert_int_equal(unlink(file_path(t->j, t->top, "horn.wav")), 0);
	file = job_printf(t->j, "%.*sMore.\n", STR_ARG(p.stored));
	assert_ok(t->j, paper_try(t, file, &again));
	copy_of(t, again.stored, &c);
	assert_int_equal(c.media.n, 3);
	assert_int_equal(c.media.at[0].duration, 2);
}

static void
recording_refused(struct paper *t)
{
	const int64_t n = paper_entries(t);

	paper_refuses(t,
	    STR("---\nkind: video\nheadline: B\nfile: x.mp4\n---\n"), NOT_FOUND,
	    "story.md:4: there is no recording x.mp4");
	/* A picture, or captions, are no film, though they were taken. */
	paper_refuses(t,
	    STR("---\nkind: video\nheadline: B\nfile: tide.jpg\n---\n"),
	    INVALID, "story.md:4: tide.jpg: it is no recording");
	paper_refuses(t,
	    STR("---\nkind: video\nheadline: B\ncaptions:\n"
		"  - {src: tide.jpg, lang: en}\n---\n"),
	    INVALID, "story.md:5: tide.jpg: the captions are not UTF-8");
	put_file(t, "letter.docx", STR("PK\3\4 an office file"));
	paper_refuses(t,
	    STR("---\nheadline: B\ndocuments:\n  - {src: letter.docx}\n---\n"),
	    INVALID, "story.md:4: letter.docx: office files hold names");
	put_file(t, "tide.pdf", STR("%PDF-1.7 and no more"));
	paper_refuses(t,
	    STR("---\nheadline: B\ndocuments:\n  - {src: tide.pdf}\n---\n"),
	    INVALID, "story.md:4: tide.pdf: the PDF file is damaged");
	assert_int_equal(paper_entries(t), n);
}

/* In one test, for the keeper has to be forked before libvips begins here. */
static void
pictures(void **state)
{
	struct paper *t = *state;

	assert_int_equal(vips_init("test"), 0);
	put_jpeg(t, "wide.jpg", 2000);
	put_jpeg(t, "small.jpg", 100);
	put_jpeg(t, "tide.jpg", 900);
	taken(t);
	private(t);
	kept_without_files(t);
	missing(t);
	masters_stay(t);
	recording_taken(t);
	recording_refused(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAPER_RULE("pictures are taken once, without their secrets, "
			   "private until they are published, kept when "
			   "their files go, refused by line; so are "
			   "recordings, captions and documents",
		    pictures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
