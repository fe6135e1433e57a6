/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "../test.h"
#include "base/buf.h"
#include "media/clean.h"

/* Stands wherever a file can hide something. */
#define SECRET "SERIAL-4711"

typedef bool clean_rule(struct clean *c);

static void
put_be(struct buf *b, uint64_t v, int bytes)
{
	while (bytes-- > 0)
		buf_ch(b, (char)(v >> (8 * bytes)));
}

static void
put_le(struct buf *b, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_ch(b, (char)(v >> (8 * i)));
}

static void
put_n(struct buf *b, char c, size_t n)
{
	while (n-- > 0)
		buf_ch(b, c);
}

static struct clean
clean_of(struct job *j, struct str bytes)
{
	struct clean c = { .j = j, .p = job_alloc(j, bytes.n), .n = bytes.n };

	memcpy(c.p, bytes.p, bytes.n);
	return c;
}

static struct str
left_of(const struct clean *c)
{
	return str_from((const char *)c->p, c->n);
}

/* Clean it: no secret is left, and a second time changes nothing. */
static struct clean
cleaned(struct job *j, struct str bytes)
{
	struct clean c = clean_of(j, bytes), again;

	assert_true(str_find(bytes, STR(SECRET)) != NOWHERE);
	if (!clean_recording(&c))
		fail_msg("%s", c.reason);
	assert_true(str_find(left_of(&c), STR(SECRET)) == NOWHERE);
	again = clean_of(j, left_of(&c));
	if (!clean_recording(&again))
		fail_msg("again: %s", again.reason);
	assert_int_equal(again.n, c.n);
	assert_memory_equal(again.p, c.p, c.n);
	assert_int_equal(again.duration, c.duration);
	return c;
}

/*
 * Cut off anywhere, and with any byte changed, it is cleaned or refused with
 * a reason; where that goes wrong the sanitizers say so.
 */
static void
is_robust(struct str bytes, clean_rule *rule)
{
	for (size_t n = 0; n < bytes.n; n++) {
		struct job *j = job_new(0);
		struct clean c = clean_of(j, str_sub(bytes, 0, n));

		if (!rule(&c))
			assert_true(c.reason[0] != '\0');
		job_free(j);
	}
	for (size_t n = 0; n < bytes.n * 4; n++) {
		static const unsigned char other[] = { 0, 0xff, 0x7f, 0x01 };
		struct job *j = job_new(0);
		struct clean c = clean_of(j, bytes);

		c.p[n / 4] = other[n % 4];
		if (rule(&c))
			assert_true(c.n > 0 && c.n <= 2 * bytes.n);
		else
			assert_true(c.reason[0] != '\0');
		job_free(j);
	}
}

/* ---- MP3 ---- */

/* MPEG 1, layer III, 32 kbit/s, 44100 Hz: 104 bytes, 1152 samples. */
static void
put_mp3_frames(struct buf *b, int n)
{
	while (n-- > 0) {
		BUF_LIT(b, "\xff\xfb\x10\xc4");
		put_n(b, 'x', 100);
	}
}

static void
put_id3(struct buf *b)
{
	BUF_LIT(b, "ID3\3\0\0\0\0\0\x14");
	BUF_LIT(b, "TIT2\0\0\0\xa\0" SECRET);
}

static struct str
mp3(struct job *j)
{
	struct buf b = buf_in(j, 100000);

	put_id3(&b);
	put_mp3_frames(&b, 40);
	BUF_LIT(&b, "between " SECRET);
	put_mp3_frames(&b, 37);
	BUF_LIT(&b, "APETAGEX\xd0\7\0\0\x2b\0\0\0\1\0\0\0\0\0\0\xa0");
	put_n(&b, '\0', 8);
	BUF_LIT(&b, SECRET "APETAGEX\xd0\7\0\0\x2b\0\0\0\1\0\0\0\0\0\0\x80");
	put_n(&b, '\0', 8);
	BUF_LIT(&b, "TAG" SECRET);
	put_n(&b, '\0', 114);
	return buf_so_far(&b);
}

static void
an_mp3_file_is_its_frames(void **state)
{
	struct job *j = job_new(0);
	const struct clean c = cleaned(j, mp3(j));
	struct clean none = clean_of(j, STR("ID3\3\0\0\0\0\0\0 nothing"));

	(void)state;
	assert_int_equal(c.format, MADE_MP3);
	assert_int_equal(c.n, 77 * 104);
	assert_int_equal(c.duration, 2); /* 77 of 26 ms */
	assert_false(clean_recording(&none));
	is_robust(str_sub(mp3(j), 0, 700), clean_mp3);
	job_free(j);
}

/* ---- WAV ---- */

static struct str
wav(struct job *j)
{
	struct buf b = buf_in(j, 100000);

	BUF_LIT(&b, "RIFF\0\0\0\0WAVELIST\x0f\0\0\0INFO" SECRET "\0");
	BUF_LIT(&b, "fmt \x10\0\0\0\1\0\1\0");
	put_le(&b, 8000, 4);
	put_le(&b, 8000, 4);
	BUF_LIT(&b, "\1\0\10\0data");
	put_le(&b, 16001, 4);
	put_n(&b, '\x80', 16001);
	BUF_LIT(&b, "\0id3 \x0b\0\0\0" SECRET);
	return buf_so_far(&b);
}

static void
a_wav_file_is_its_format_and_data(void **state)
{
	struct job *j = job_new(0);
	const struct clean c = cleaned(j, wav(j));
	struct buf odd = buf_in(j, 100);
	struct clean mulaw = clean_of(j, wav(j));

	(void)state;
	assert_int_equal(c.format, MADE_WAV);
	assert_int_equal(c.n, 44 + 16002);
	assert_int_equal(c.duration, 2);
	assert_memory_equal(c.p + 4, "\xa6\x3e\0\0", 4);
	/* Written as it was recorded: the head does not know how much. */
	BUF_LIT(&odd,
	    "RIFF\xff\xff\xff\xffWAVE"
	    "fmt \x10\0\0\0\1\0\1\0\1\0\0\0\1\0\0\0\1\0\10\0"
	    "data\xff\xff\xff\xff" SECRET);
	struct clean live = clean_of(j, buf_so_far(&odd));
	assert_true(clean_wav(&live));
	assert_int_equal(live.n, 44 + 10);
	assert_int_equal(live.duration, 10);
	mulaw.p[44] = 7;
	assert_false(clean_wav(&mulaw));
	assert_non_null(strstr(mulaw.reason, "coding (7)"));
	is_robust(str_sub(wav(j), 0, 200), clean_wav);
	job_free(j);
}

/* ---- FLAC ---- */

static struct str
flac(struct job *j)
{
	struct buf b = buf_in(j, 10000);

	put_id3(&b);
	BUF_LIT(&b, "fLaC");
	put_be(&b, 34, 4);
	put_n(&b, '\0', 10);
	put_be(&b, (uint64_t)8000 << 44 | (uint64_t)7 << 36 | 24000, 8);
	put_n(&b, 'm', 16);
	BUF_LIT(&b, "\4\0\0\xb" SECRET "\3\0\0\x12");
	put_n(&b, 's', 18);
	BUF_LIT(&b, "\6\0\0\xb" SECRET "\2\0\0\xb" SECRET "\x81\0\0\xb" SECRET);
	BUF_LIT(&b, "\xff\xf8 sound");
	BUF_LIT(&b, "TAG" SECRET);
	put_n(&b, '\0', 114);
	return buf_so_far(&b);
}

static void
a_flac_file_keeps_what_it_needs(void **state)
{
	struct job *j = job_new(0);
	const struct clean c = cleaned(j, flac(j));

	(void)state;
	assert_int_equal(c.format, MADE_FLAC);
	assert_int_equal(c.n, 4 + 38 + 22 + 8);
	assert_int_equal(c.p[4], 0);
	assert_int_equal(c.p[42], 0x83); /* the last block now */
	assert_int_equal(c.duration, 3);
	is_robust(flac(j), clean_flac);
	job_free(j);
}

/* ---- Ogg ---- */

/* The sum is wrong: what is read is not checked, what is written is right. */
static void
put_page(struct buf *b, int flags, uint64_t granule, uint32_t serial,
    struct str body)
{
	const size_t full = body.n / 255;

	BUF_LIT(b, "OggS");
	buf_ch(b, '\0');
	buf_ch(b, (char)flags);
	put_le(b, granule, 8);
	put_le(b, serial, 4);
	put_le(b, 77, 4);
	put_le(b, 0, 4);
	buf_ch(b, (char)(full + 1));
	put_n(b, '\xff', full);
	buf_ch(b, (char)(body.n % 255));
	buf_put(b, body);
}

static const char opus_head[] = "OpusHead\1\1\x38\1\x80\xbb\0\0\0\0\0";

static struct str
opus(struct job *j)
{
	struct buf b = buf_in(j, 100000), tags = buf_in(j, 1000);

	BUF_LIT(&tags, "OpusTags\4\0\0\0Lavf\1\0\0\0\x11\0\0\0title=" SECRET);
	put_n(&tags, 'p', 600);
	put_page(&b, 2, 0, 5, str_from(opus_head, 19));
	put_page(&b, 0, 0, 5, buf_so_far(&tags));
	put_page(&b, 0, 48000, 5, STR("sound"));
	put_page(&b, 4, 96000 + 312, 5, STR("more sound"));
	return buf_so_far(&b);
}

static struct str
vorbis(struct job *j)
{
	struct buf b = buf_in(j, 100000), head = buf_in(j, 1000);

	BUF_LIT(&head, "\1vorbis\0\0\0\0\1");
	put_le(&head, 8000, 4);
	put_n(&head, '\0', 13);
	BUF_LIT(&head, "\1");
	put_page(&b, 2, 0, 9, buf_so_far(&head));
	/* Comment and setup on one page; the comment has 29 bytes. */
	BUF_LIT(&b, "OggS\0\0");
	put_n(&b, '\0', 8);
	put_le(&b, 9, 4);
	put_n(&b, '\0', 8);
	BUF_LIT(&b, "\4\x1d\xff\xff\x09\3vorbis\0\0\0\0\1\0\0\0" SECRET "xx\1");
	BUF_LIT(&b, "\5vorbis");
	put_n(&b, 's', 255 + 255 + 9 - 7);
	put_page(&b, 4, 16000, 9, STR("sound"));
	return buf_so_far(&b);
}

static void
an_ogg_files_comments_are_emptied(void **state)
{
	struct job *j = job_new(0);
	const struct clean c = cleaned(j, opus(j));
	struct buf two = buf_in(j, 10000);
	struct clean mixed, other;

	(void)state;
	assert_int_equal(c.format, MADE_OGG);
	assert_int_equal(c.duration, 2);
	assert_int_equal(c.n, 28 + 19 + 28 + 16 + 28 + 5 + 28 + 10);
	assert_memory_equal(c.p + 47 + 18, "\1\0\0\0", 4);
	assert_memory_equal(c.p + 47 + 28, "OpusTags\0\0\0\0\0\0\0\0", 16);
	is_robust(opus(j), clean_ogg);
	/* A second stream among the pages is not looked into, so refused. */
	buf_put(&two, opus(j));
	put_page(&two, 2, 0, 6, str_from(opus_head, 19));
	mixed = clean_of(j, buf_so_far(&two));
	assert_false(clean_ogg(&mixed));
	assert_non_null(strstr(mixed.reason, "more than one stream"));
	two.n = 0;
	put_page(&two, 2, 0, 6, STR("Speex   1.2 and so on"));
	other = clean_of(j, buf_so_far(&two));
	assert_false(clean_ogg(&other));
	assert_non_null(strstr(other.reason, "neither Opus nor Vorbis"));
	job_free(j);
}

static void
a_vorbis_files_setup_stays(void **state)
{
	struct job *j = job_new(0);
	const struct clean c = cleaned(j, vorbis(j));

	(void)state;
	assert_int_equal(c.format, MADE_OGG);
	assert_int_equal(c.duration, 2);
	assert_true(str_find(left_of(&c), STR("\5vorbissss")) != NOWHERE);
	is_robust(vorbis(j), clean_ogg);
	job_free(j);
}

/* ---- MP4 ---- */

static size_t
begin(struct buf *b, const char *name)
{
	const size_t at = b->n;

	put_be(b, 0, 4);
	buf_put(b, str_of(name));
	return at;
}

static void
end(struct buf *b, size_t at)
{
	const size_t n = b->n - at;

	for (size_t i = 0; i < 4; i++)
		b->p[at + i] = (char)(n >> (8 * (3 - i)));
}

static void
put_box(struct buf *b, const char *name, struct str content)
{
	const size_t at = begin(b, name);

	buf_put(b, content);
	end(b, at);
}

/* A version, two times, and what else. */
static void
put_times(struct buf *b)
{
	put_be(b, 0, 4);
	put_be(b, 0x5e0be100, 4);
	put_be(b, 0x5e0be100, 4);
}

static void
put_tkhd(struct buf *b)
{
	const size_t at = begin(b, "tkhd");

	put_times(b);
	put_n(b, '\0', 28);
	put_be(b, 0x10000, 4);
	put_n(b, '\0', 32);
	put_be(b, 640 << 16, 4);
	put_be(b, 360 << 16, 4);
	end(b, at);
}

/* One way of coding, with what its maker calls itself in it. */
static void
put_stsd(struct buf *b, const char *coded)
{
	const size_t stsd = begin(b, "stsd");
	size_t at;

	put_be(b, 0, 4);
	put_be(b, 1, 4);
	at = begin(b, coded);
	put_n(b, '\0', 12);
	BUF_LIT(b, "ACME");
	if (coded[0] == 'm') {
		put_n(b, '\0', 12);
	} else {
		put_n(b, '\0', 26);
		BUF_LIT(b, "\013" SECRET);
		put_n(b, '\0', 20);
		put_n(b, '\0', 4);
		put_box(b, "avcC", STR("how"));
	}
	put_box(b, "udta", STR(SECRET));
	end(b, at);
	end(b, stsd);
}

/* One chunk of two samples, of two and four bytes. */
static void
put_stbl(struct buf *b, const char *coded, size_t place)
{
	const size_t stbl = begin(b, "stbl");
	size_t at;

	put_stsd(b, coded);
	at = begin(b, "stsc");
	put_be(b, 0, 4);
	put_be(b, 1, 4);
	put_be(b, 1, 4);
	put_be(b, 2, 4);
	put_be(b, 1, 4);
	end(b, at);
	at = begin(b, "stsz");
	put_be(b, 0, 8);
	put_be(b, 2, 4);
	put_be(b, 2, 4);
	put_be(b, 4, 4);
	end(b, at);
	at = begin(b, "stco");
	put_be(b, 0, 4);
	put_be(b, 1, 4);
	put_be(b, place, 4);
	end(b, at);
	end(b, stbl);
}

static void
put_minf(struct buf *b, const char *coded, size_t place)
{
	const size_t minf = begin(b, "minf"), dinf = begin(b, "dinf"),
		     dref = begin(b, "dref");

	put_be(b, 0, 4);
	put_be(b, 1, 4);
	put_box(b, "url ", str_from("\0\0\0\1", 4));
	end(b, dref);
	end(b, dinf);
	put_stbl(b, coded, place);
	end(b, minf);
}

static void
put_trak(struct buf *b, const char *handler, const char *coded, size_t place)
{
	const size_t trak = begin(b, "trak");
	size_t at;

	put_tkhd(b);
	put_box(b, "udta", STR(SECRET));
	const size_t mdia = begin(b, "mdia");
	at = begin(b, "mdhd");
	put_times(b);
	put_n(b, '\0', 12);
	end(b, at);
	at = begin(b, "hdlr");
	put_n(b, '\0', 8);
	buf_put(b, str_of(handler));
	put_n(b, '\0', 12);
	BUF_LIT(b, SECRET "\0");
	end(b, at);
	put_minf(b, coded, place);
	end(b, mdia);
	end(b, trak);
}

/* Nobody's, then the film's six bytes, then those of a track beside it. */
#define DATA "SERIAL-4711filmedSERIAL-4711"

static struct str
mp4(struct job *j, const char *handler, const char *coded, const char *beside,
    const char *beside_coded)
{
	struct buf b = buf_in(j, 100000);
	size_t at, place;

	put_box(&b, "ftyp", STR("isommp42"));
	place = b.n + 8 + 11;
	put_box(&b, "mdat", STR(DATA));
	put_box(&b, "free", STR(SECRET));
	put_box(&b, "uuid", STR(SECRET));
	const size_t moov = begin(&b, "moov");
	at = begin(&b, "mvhd");
	put_times(&b);
	put_be(&b, 1000, 4);
	put_be(&b, 12400, 4);
	put_n(&b, '\0', 80);
	end(&b, at);
	if (beside != NULL) /* its samples are the last of the data */
		put_trak(&b, beside, beside_coded, place + 6);
	put_trak(&b, handler, coded, place);
	at = begin(&b, "udta");
	put_box(&b, "meta", STR(SECRET));
	end(&b, at);
	put_box(&b, "meta", STR(SECRET));
	end(&b, moov);
	return buf_so_far(&b);
}

static void
an_mp4_file_keeps_its_places(void **state)
{
	struct job *j = job_new(0);
	const struct str given = mp4(j, "vide", "avc1", NULL, NULL);
	const struct clean c = cleaned(j, given);
	const struct clean sound = cleaned(j,
	    mp4(j, "soun", "mp4a", NULL, NULL));

	(void)state;
	assert_int_equal(c.format, MADE_MP4);
	assert_int_equal(c.n, given.n);
	assert_int_equal(c.duration, 12);
	assert_int_equal(c.w, 640);
	assert_int_equal(c.h, 360);
	/* When and with what it was made. */
	assert_true(str_find(left_of(&c), STR("\x5e\x0b\xe1")) == NOWHERE);
	assert_true(str_find(left_of(&c), STR("ACME")) == NOWHERE);
	assert_int_equal(str_find(left_of(&c), STR("filmed")),
	    str_find(given, STR("filmed")));
	assert_true(str_find(left_of(&c), STR("how")) != NOWHERE);
	assert_int_equal(sound.format, MADE_M4A);
	assert_int_equal(sound.w, 0);
	is_robust(given, clean_mp4);
	job_free(j);
}

/*
 * Drones write their places as subtitles, telephones as a track of their own,
 * and a second sound that nobody plays.
 */
static void
an_mp4_file_keeps_picture_and_sound_alone(void **state)
{
	static const char *const beside[][2] = { { "meta", "mebx" },
		{ "text", "text" }, { "sbtl", "tx3g" }, { "tmcd", "tmcd" },
		{ "vide", "jpeg" } };
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		const struct str given = mp4(j, "vide", "avc1", beside[i][0],
		    beside[i][1]);
		const struct clean c = cleaned(j, given);

		assert_int_equal(c.n, given.n);
		assert_int_equal(c.left_out, 1);
		assert_true(str_find(left_of(&c), STR("filmed")) != NOWHERE);
		is_robust(given, clean_mp4);
	}
	job_free(j);
}

/* Whose data stand where in fragments is not looked at. */
static void
an_mp4_file_of_fragments_has_picture_and_sound_alone(void **state)
{
	struct job *j = job_new(0);
	struct buf b = buf_in(j, 100000);
	struct clean alone, more;

	(void)state;
	buf_put(&b, mp4(j, "vide", "avc1", NULL, NULL));
	put_box(&b, "moof", STR(""));
	put_box(&b, "mdat", STR("more film"));
	alone = clean_of(j, buf_so_far(&b));
	assert_true(clean_mp4(&alone));
	assert_true(str_find(left_of(&alone), STR("more film")) != NOWHERE);
	b.n = 0;
	buf_put(&b, mp4(j, "vide", "avc1", "meta", "mebx"));
	put_box(&b, "moof", STR(""));
	more = clean_of(j, buf_so_far(&b));
	assert_false(clean_mp4(&more));
	assert_non_null(strstr(more.reason, "cut into fragments"));
	job_free(j);
}

static void
an_mp4_file_that_lies_about_its_samples_is_refused(void **state)
{
	struct job *j = job_new(0);
	struct clean far = clean_of(j, mp4(j, "vide", "avc1", NULL, NULL)),
		     many, odd;
	unsigned char *at;

	(void)state;
	/* A chunk behind the end; more sizes than there is room for. */
	at = memmem(far.p, far.n, "stco", 4);
	at[12] = 0x7f;
	assert_false(clean_mp4(&far));
	assert_non_null(strstr(far.reason, "don't say where"));
	many = clean_of(j, mp4(j, "vide", "avc1", NULL, NULL));
	at = memmem(many.p, many.n, "stsz", 4);
	at[12] = 0x40;
	assert_false(clean_mp4(&many));
	assert_non_null(strstr(many.reason, "don't say where"));
	odd = clean_of(j, mp4(j, "vide", "apch", NULL, NULL));
	assert_false(clean_mp4(&odd));
	assert_non_null(strstr(odd.reason, "save it as H.264"));
	job_free(j);
}

static void
an_mp4_file_that_names_another_is_refused(void **state)
{
	struct job *j = job_new(0);
	struct clean c = clean_of(j, mp4(j, "vide", "avc1", NULL, NULL));
	unsigned char *const url = (unsigned char *)memmem(c.p, c.n, "url ", 4);

	(void)state;
	/* The entry seems to be longer, so that a name may be in it. */
	url[-1] = 20;
	assert_false(clean_mp4(&c));
	assert_non_null(strstr(c.reason, "names another file"));
	job_free(j);
}

/* ---- WebM ---- */

#define VORBIS_ID "\1vorbis\0\0\0\0\1\x44\xac\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xb8\1"

static void
put_el(struct buf *b, const char *id, struct str content)
{
	buf_put(b, str_of(id));
	put_be(b, 0x4000 | content.n, 2);
	buf_put(b, content);
}

static struct str
webm(struct job *j, struct str doc_type, bool timed)
{
	struct buf b = buf_in(j, 10000), in = buf_in(j, 1000),
		   inner = buf_in(j, 1000), video = buf_in(j, 100);

	put_el(&inner, "\x42\x82", doc_type);
	put_el(&b, "\x1a\x45\xdf\xa3", buf_so_far(&inner));
	/* Of unknown size, as recorders write it. */
	BUF_LIT(&b, "\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff");
	inner.n = 0;
	put_el(&inner, "\x2a\xd7\xb1", STR("\x0f\x42\x40"));
	if (timed)
		put_el(&inner, "\x44\x89", STR("\x45\x1c\x40\0")); /* 2500.0 */
	put_el(&inner, "\x44\x61", STR(SECRET));
	put_el(&inner, "\x7b\xa9", STR(SECRET));
	put_el(&inner, "\x57\x41", STR(SECRET));
	put_el(&b, "\x15\x49\xa9\x66", buf_so_far(&inner));
	put_el(&video, "\xb0", STR("\x02\x80"));
	put_el(&video, "\xba", STR("\x01\x68"));
	put_el(&in, "\xd7", STR("\1"));
	put_el(&in, "\x83", STR("\1"));
	put_el(&in, "\x86", STR("V_VP9"));
	put_el(&in, "\x53\x6e", STR(SECRET));
	put_el(&in, "\xe0", buf_so_far(&video));
	inner.n = 0;
	put_el(&inner, "\xae", buf_so_far(&in));
	in.n = 0;
	put_el(&in, "\xd7", STR("\2"));
	put_el(&in, "\x83", STR("\x11"));
	put_el(&in, "\x86", STR("S_TEXT"));
	put_el(&inner, "\xae", buf_so_far(&in));
	in.n = 0;
	put_el(&in, "\xd7", STR("\3"));
	put_el(&in, "\x83", STR("\2"));
	put_el(&in, "\x86", STR("A_VORBIS"));
	put_el(&in, "\x63\xa2",
	    STR("\2\x1e\x1b" VORBIS_ID "\3vorbis\0\0\0\0\1\0\0\0" SECRET
		"\1set up"));
	put_el(&inner, "\xae", buf_so_far(&in));
	put_el(&b, "\x16\x54\xae\x6b", buf_so_far(&inner));
	BUF_LIT(&b, "\x1f\x43\xb6\x75\xff"); /* likewise */
	put_el(&b, "\xe7", STR("\0"));
	put_el(&b, "\xa3",
	    STR("\x81\0\0\x80"
		"film"));
	put_el(&b, "\xa3", STR("\x82\0\0\x80" SECRET));
	put_el(&b, "\xa3", STR("\x87\0\0\x80" SECRET)); /* of no track */
	in.n = 0;
	put_el(&in, "\xa1", STR("\x82\0\0\0" SECRET));
	put_el(&in, "\x9b", STR("\1"));
	put_el(&b, "\xa0", buf_so_far(&in));
	BUF_LIT(&b, "\x1f\x43\xb6\x75\xff");
	put_el(&b, "\xe7", STR("\x09\xc4")); /* at 2500 */
	put_el(&b, "\xa3",
	    STR("\x83\0\0\x80"
		"more film"));
	put_el(&b, "\x12\x54\xc3\x67", STR(SECRET));
	put_el(&b, "\x19\x41\xa4\x69", STR(SECRET));
	BUF_LIT(&b, "\xbf\x80"); /* the smallest that can be made Void */
	return buf_so_far(&b);
}

static void
a_webm_file_keeps_its_places(void **state)
{
	struct job *j = job_new(0);
	const struct str given = webm(j, STR("webm"), true);
	const struct clean c = cleaned(j, given);
	const struct clean recorded = cleaned(j, webm(j, STR("webm"), false));
	struct clean matroska = clean_of(j, webm(j, STR("matroska"), true));

	(void)state;
	assert_int_equal(c.format, MADE_WEBM);
	assert_int_equal(c.n, given.n);
	assert_int_equal(c.duration, 3);
	assert_int_equal(c.w, 640);
	assert_int_equal(c.h, 360);
	assert_int_equal(recorded.duration, 3);
	assert_int_equal(c.left_out, 1);
	assert_true(str_find(left_of(&c), STR("more film")) != NOWHERE);
	assert_true(str_find(left_of(&c), STR("set up")) != NOWHERE);
	assert_false(clean_webm(&matroska));
	assert_non_null(strstr(matroska.reason, "Matroska"));
	is_robust(given, clean_webm);
	job_free(j);
}

/* ---- captions ---- */

static void
captions_are_written_anew(void **state)
{
	static const struct {
		const char *given, *want;
	} rows[] = {
		{ "\xef\xbb\xbfWEBVTT - by Ann\r\nKind: captions\r\n\r\nNOTE "
		  "secret\r\n\r\nSTYLE\r\n::cue{}\r\n\r\nfirst\r\n00:01.000 "
		  "--> 00:04.500 align:start region:x\r\n<v.loud "
		  "Ann>Loud & <i.x>long</i></v>\r\n- yes<c.x></c>\r\n<c>\r\n",
		    "WEBVTT\n\n00:00:01.000 --> 00:00:04.500 align:start\n<v "
		    "Ann>Loud &amp; <i>long</i></v>\n- yes\n" },
		{ "WEBVTT\n\n100:00:00.000 --> 100:00:01.000\nx &amp; "
		  "&lt;b>\n\n"
		  "100:00:00.000 --> 100:00:02.000\ny",
		    "WEBVTT\n\n100:00:00.000 --> 100:00:01.000\nx &amp; "
		    "&lt;b&gt;\n\n100:00:00.000 --> 100:00:02.000\ny\n" },
		/* No arrow may come of a name. */
		{ "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann -- >x",
		    "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>x\n" },
	};
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct clean c = clean_of(j, str_of(rows[i].given)), again;

		if (!clean_vtt(&c))
			fail_msg("%s", c.reason);
		assert_str(left_of(&c), rows[i].want);
		again = clean_of(j, left_of(&c));
		assert_true(clean_vtt(&again));
		assert_str(left_of(&again), rows[i].want);
		is_robust(str_of(rows[i].given), clean_vtt);
	}
	job_free(j);
}

static void
an_error_in_captions_names_its_line(void **state)
{
	static const struct {
		const char *given, *line;
	} rows[] = {
		{ "1\n00:00:01,000 --> 00:00:02,000\nx", "line 1: WEBVTT" },
		{ "WEBVTTx\n\n", "line 1: " },
		{ "WEBVTT\n00:01.000 --> 00:02.000\nx", "line 2: an empty" },
		{ "WEBVTT\n\n00:01,000 --> 00:02.000\nx", "line 3: a cue's" },
		{ "WEBVTT\n\n00:01.000 -> 00:02.000\nx", "line 4: a cue's" },
		{ "WEBVTT\n\n00:60.000 --> 01:02.000\nx", "line 3: " },
		{ "WEBVTT\n\n00:02.000 --> 00:02.000\nx",
		    "line 3: the cue ends" },
		{ "WEBVTT\n\n00:02.000 --> 00:03.000\nx\n\n00:01.000 --> "
		  "00:03.000\ny",
		    "line 6: the cue begins" },
		{ "WEBVTT\n\n00:01.000 --> 00:02.000\nx <b\n", "line 4: a <" },
		{ "WEBVTT\n\n00:01.000 --> 00:02.000\nx\n00:03.000 --> "
		  "00:04.000\n",
		    "line 5: an empty line" },
		{ "WEBVTT\n\n00:01.000 --> 00:02.000 line:<x>\ny",
		    "line 3: a setting" },
		{ "WEBVTT\n\n00:01.000 --> 00:02.000\nx\x01", "line 4: there" },
		{ "WEBVTT\n\nname", "line 3: a cue's times" },
		{ "WEBVTT\n\nNOTE x\n", "there is no cue" },
		{ "WEBVTT \xff", "not UTF-8" },
	};
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct clean c = clean_of(j, str_of(rows[i].given));

		assert_false(clean_vtt(&c));
		if (strstr(c.reason, rows[i].line) == NULL)
			fail_msg("%s: not %s", rows[i].line, c.reason);
	}
	job_free(j);
}

/* ---- PDF ---- */

/* Objects that are wanted, with a table of where they stand. */
static struct str
pdf(struct job *j, const char *catalog, const char *more, const char *trailer)
{
	const char *const objects[] = { catalog,
		"<</Type/Pages/Kids[3 0 R]/Count 1/PieceInfo(" SECRET ")>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Metadata 4 0 R"
		"/LastModified(" SECRET ")/Annots[<</Type/Annot/Subtype/Text"
		"/Rect[0 0 1 1]/T(" SECRET ")/M(" SECRET
		")/Contents(note)>>]>>",
		"<</Type/Metadata/Subtype/XML/Length 11>>stream\n" SECRET
		"\nendstream",
		"<</Author(" SECRET ")/CreationDate(D:2026)>>", more };
	struct buf b = buf_in(j, 100000);
	size_t at[6];

	BUF_LIT(&b, "%PDF-1.7\n");
	for (size_t i = 0; i < 6; i++) {
		at[i] = b.n;
		buf_printf(&b, "%zu 0 obj\n%s\nendobj\n", i + 1, objects[i]);
	}
	const size_t table = b.n;

	BUF_LIT(&b, "xref\n0 7\n0000000000 65535 f \n");
	for (size_t i = 0; i < 6; i++)
		buf_printf(&b, "%010zu 00000 n \n", at[i]);
	buf_printf(&b,
	    "trailer\n<</Size 7/Root 1 0 R/Info 5 0 R%s>>\nstartxref\n%zu\n"
	    "%%%%EOF\n",
	    trailer, table);
	return buf_so_far(&b);
}

static void
a_document_says_nothing_of_its_author(void **state)
{
	struct job *j = job_new(0);
	const struct str given = pdf(j,
	    "<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>", "(unused)", "");
	struct clean c = clean_of(j, given);

	(void)state;
	assert_true(str_find(given, STR(SECRET)) != NOWHERE);
	if (!clean_pdf(&c))
		fail_msg("%s", c.reason);
	assert_int_equal(c.format, MADE_PDF);
	assert_true(str_starts(left_of(&c), STR("%PDF-")));
	assert_true(str_find(left_of(&c), STR(SECRET)) == NOWHERE);
	assert_true(str_find(left_of(&c), STR("unused")) == NOWHERE);
	assert_true(str_find(left_of(&c), STR("(note)")) != NOWHERE);
	job_free(j);
}

/* SERIAL-4711 as Exif, in a remark, and behind the end. */
#define HEX_SECRET "53455249414c2d34373131"
#define HEX_JPEG                                                   \
	"ffd8ffe00010"                                             \
	"4a46494600"                                               \
	"010100004800480000"                                       \
	"ffe10013"                                                 \
	"457869660000" HEX_SECRET "fffe000d" HEX_SECRET "ffee000e" \
	"41646f626500640000000001"                                 \
	"ffda0002"                                                 \
	"706978ff0065ffd06c73"                                     \
	"fffe000d" HEX_SECRET "ffda0002"                           \
	"6d6f7265"                                                 \
	"ffd9" HEX_SECRET

static void
a_picture_in_a_document_says_nothing_of_where_it_was_taken(void **state)
{
	static const char want[] = "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\x48\0"
				   "\x48\0\0\xff\xee\0\x0e"
				   "Adobe\0\x64\0\0\0\0\1"
				   "\xff\xda\0\2pix\xff\0e\xff\xd0ls"
				   "\xff\xda\0\2more\xff\xd9";
	const struct str jpeg = { want, sizeof(want) - 1 };
	struct job *j = job_new(0);
	struct str given = pdf(j, "<</Type/Catalog/Pages 2 0 R/X 6 0 R>>",
	    "<</Length 244/Filter[/ASCIIHexDecode/DCTDecode]/DecodeParms[null"
	    "<</ColorTransform 0>>]>>stream\n" HEX_JPEG "\nendstream",
	    "/Author(" SECRET ")");
	struct clean c = clean_of(j, given), odd;

	(void)state;
	if (!clean_pdf(&c))
		fail_msg("%s", c.reason);
	assert_true(str_find(left_of(&c), jpeg) != NOWHERE);
	assert_true(str_find(left_of(&c), STR(SECRET)) == NOWHERE);
	assert_true(str_find(left_of(&c), STR(HEX_SECRET)) == NOWHERE);
	assert_true(str_find(left_of(&c), STR("/ColorTransform 0")) != NOWHERE);
	given = pdf(j, "<</Type/Catalog/Pages 2 0 R/X 6 0 R>>",
	    "<</Length 4/Filter/DCTDecode>>stream\nnone\nendstream", "");
	odd = clean_of(j, given);
	assert_false(clean_pdf(&odd));
	assert_non_null(strstr(odd.reason, "damaged"));
	job_free(j);
}

static void
a_jpeg_that_is_cut_off_or_lies_is_bounded(void **state)
{
	static const char jpeg[] = "\xff\xd8\xff\xe1\0\x08"
				   "Exif\0\0"
				   "\xff\xff\xda\0\2pixels\xff\xd9";
	unsigned char *p;

	(void)state;
	for (size_t n = 0; n < sizeof(jpeg); n++)
		for (size_t k = 0; k <= n; k++) {
			p = malloc(n + 1);
			assert_non_null(p);
			memcpy(p, jpeg, n);
			p[k] = k < n ? 0xff : 0;
			p = realloc(p, n > 0 ? n : 1);
			assert_non_null(p);
			const size_t left = jpeg_clean(p, n);

			assert_true(left <= n);
			assert_int_equal(jpeg_clean(p, left), left);
			free(p);
		}
}

static void
a_document_that_runs_or_holds_files_is_refused(void **state)
{
	static const struct {
		const char *catalog, *more, *trailer, *why;
	} rows[] = {
		{ "/OpenAction 6 0 R", "<</S/JavaScript/JS(app.alert(1))>>", "",
		    "programs" },
		{ "/OpenAction<</S/JavaScript>>", "1", "", "programs" },
		{ "/Names<</JavaScript 6 0 R>>", "<<>>", "", "programs" },
		{ "/AcroForm<</XFA 6 0 R>>", "[]", "", "programs" },
		{ "/OpenAction 6 0 R", "<</S/Launch/F(x)>>", "", "programs" },
		{ "/X[[[<</S#20/J/S/Launch>>]]]", "1", "", "programs" },
		{ "/X<</S/#4aavaScript>>", "1", "", "programs" },
		{ "/Names<</EmbeddedFiles 6 0 R>>", "<<>>", "", "other files" },
		{ "/X 6 0 R", "<</Type/Filespec/EF<<>>>>", "", "other files" },
		{ "/X 6 0 R", "<</Type/Sig/Name(Ann)>>", "", "signed" },
		{ "/X<</ByteRange[0 1 2 3]>>", "1", "", "signed" },
		{ "/OpenAction<</S/GoToR/F(x)>>", "1", "", "computer" },
		{ "/X 6 0 R",
		    "<</Length 1/Filter/JPXDecode>>stream\nx\nendstream", "",
		    "JPEG 2000" },
		{ "", "1",
		    "/Encrypt<</Filter/Standard/V 1/R 2/P -1/O("
		    "12345678901234567890123456789012)/U("
		    "12345678901234567890123456789012)>>/ID[(a)(b)]",
		    "password" },
	};
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct clean c = clean_of(j,
		    pdf(j,
			job_cstr(j,
			    job_printf(j, "<</Type/Catalog/Pages 2 0 R%s>>",
				rows[i].catalog)),
			rows[i].more, rows[i].trailer));

		assert_false(clean_pdf(&c));
		if (strstr(c.reason, rows[i].why) == NULL)
			fail_msg("%zu: %s: not %s", i, rows[i].why, c.reason);
	}
	struct clean none = clean_of(j, STR("%PDF-1.4\nnothing"));
	assert_false(clean_pdf(&none));
	assert_non_null(strstr(none.reason, "damaged"));
	job_free(j);
}

static void
what_is_no_recording_is_said_to_be_none(void **state)
{
	static const char *const rows[] = { "", "x", "<html>", "GIF89a",
		"MZ\x90", "#!/bin/sh\n" };
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct clean c = clean_of(j, str_of(rows[i]));

		assert_false(clean_recording(&c));
		assert_non_null(strstr(c.reason, "it is no recording"));
	}
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("an MP3 file is its frames, without tags",
		    an_mp3_file_is_its_frames),
		RULE("a WAV file is its format and its data",
		    a_wav_file_is_its_format_and_data),
		RULE("a FLAC file keeps what it needs to play",
		    a_flac_file_keeps_what_it_needs),
		RULE("an Ogg file's comments are emptied, its pages sealed",
		    an_ogg_files_comments_are_emptied),
		RULE("a Vorbis file's setup stays", a_vorbis_files_setup_stays),
		RULE("an MP4 file keeps its places and loses what it says",
		    an_mp4_file_keeps_its_places),
		RULE("of an MP4 file only picture and sound are left",
		    an_mp4_file_keeps_picture_and_sound_alone),
		RULE("an MP4 file of fragments has picture and sound alone",
		    an_mp4_file_of_fragments_has_picture_and_sound_alone),
		RULE("an MP4 file that lies about its samples is refused",
		    an_mp4_file_that_lies_about_its_samples_is_refused),
		RULE("an MP4 file that names another is refused",
		    an_mp4_file_that_names_another_is_refused),
		RULE("a WebM file keeps its places and loses what it says",
		    a_webm_file_keeps_its_places),
		RULE("captions are written anew", captions_are_written_anew),
		RULE("an error in captions names its line",
		    an_error_in_captions_names_its_line),
		RULE("a document says nothing of its author",
		    a_document_says_nothing_of_its_author),
		RULE("a picture in a document says nothing of where it was "
		     "taken",
		    a_picture_in_a_document_says_nothing_of_where_it_was_taken),
		RULE("a JPEG that is cut off or lies is bounded",
		    a_jpeg_that_is_cut_off_or_lies_is_bounded),
		RULE("a document that runs or holds files is refused",
		    a_document_that_runs_or_holds_files_is_refused),
		RULE("what is no recording is said to be none",
		    what_is_no_recording_is_said_to_be_none),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
