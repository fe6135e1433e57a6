/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include <stdlib.h>
#include <string.h>

#include "vault/names.h"
#include "vault/tar.h"

static struct tar_member
member(const char *name, int64_t size)
{
	struct tar_member m = { .size = size, .at = 1700000000, .mode = 0644 };

	(void)strncpy(m.name, name, TAR_NAME_MAX);
	return m;
}

static void
there_and_back(void **state)
{
	static const int64_t sizes[] = { 0, 1, 511, 512, 513, 8589934591,
		8589934592, 1099511627776, 999999999999999999 };
	unsigned char head[TAR_HEAD_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		const struct tar_member m = member("site.db", sizes[i]);
		struct tar_member back;
		const size_t n = tar_head(&m, head);

		assert_int_equal(n, tar_head_bytes(head));
		assert_true(tar_head_read(head, &back));
		assert_string_equal(back.name, "site.db");
		assert_int_equal(back.size, sizes[i]);
		assert_int_equal(back.mode, 0644);
		assert_int_equal(back.at, 1700000000);
		assert_int_equal((tar_padding(m.size) + (uint64_t)m.size)
			% TAR_BLOCK,
		    0);
	}
}

static void
any_bit(void **state)
{
	static const int64_t sizes[] = { 4711, 8589934592 };
	unsigned char head[TAR_HEAD_MAX];

	(void)state;
	for (size_t s = 0; s < 2; s++) {
		const struct tar_member m = member("media/ab/abc", sizes[s]);
		const size_t n = tar_head(&m, head);

		/* The checksum sees any single bit, our own reading more. */
		for (size_t i = 0; i < n * 8; i++) {
			struct tar_member back;

			head[i / 8] ^= (unsigned char)(1 << i % 8);
			if (tar_head_bytes(head) == n)
				assert_false(tar_head_read(head, &back)
				    && (back.size == m.size));
			head[i / 8] ^= (unsigned char)(1 << i % 8);
		}
	}
}

/* What GNU tar writes of a link, and of a name of 155 letters. */
static void
foreign(void **state)
{
	unsigned char head[TAR_HEAD_MAX];
	static const char types[] = "1234567gLKSDVMAN";
	struct tar_member back;

	(void)state;
	for (const char *t = types; *t; t++) {
		const struct tar_member m = member("site.db", 0);
		unsigned sum = 0;

		(void)tar_head(&m, head);
		head[156] = (unsigned char)*t;
		memset(head + 148, ' ', 8);
		for (int i = 0; i < TAR_BLOCK; i++)
			sum += head[i];
		(void)snprintf((char *)head + 148, 8, "%06o", sum);
		assert_false(tar_head_read(head, &back));
	}
}

static void
names(void **state)
{
	static const char hash[] = "0123456789abcdef0123456789abcdef"
				   "0123456789abcdef0123456789abcdef";
	static const char *const bad[] = { "", ".", "..", "/", "/etc/passwd",
		"site.db/", "./site.db", "../site.db", "key", "write.lock",
		"site.db-shm", "heads.log", "theme", "theme/", "theme//a",
		"theme/../../key", "theme/.hidden", "theme/a/../b",
		"theme/a\nb", "theme/a b", "theme/\xc3\xa9", "media/01",
		"media/..", "media/../key", "theme/a/b/c/d/e/f/g/h/i",
		"SITE.DB", "site.db\n" };
	char name[200];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (part_of(str_of(bad[i])) != PARTS)
			fail_msg("\"%s\" was taken", bad[i]);
	for (enum part p = 0; p < PARTS; p++)
		if (!part_is_folder(p))
			assert_int_equal(part_of(str_of(part_name(p))), p);
	assert_int_equal(part_of(STR("theme/fonts/serif.woff2")), PART_THEME);
	(void)snprintf(name, sizeof(name), "media/01/%s", hash);
	assert_int_equal(part_of(str_of(name)), PART_MEDIA);
	(void)snprintf(name, sizeof(name), "desk-media/01/%s", hash);
	assert_int_equal(part_of(str_of(name)), PART_HIDDEN);
	(void)snprintf(name, sizeof(name), "media/02/%s", hash);
	assert_int_equal(part_of(str_of(name)), PARTS);
	(void)snprintf(name, sizeof(name), "media/01/%s0", hash);
	assert_int_equal(part_of(str_of(name)), PARTS);
	name[9] = 'G';
	assert_int_equal(part_of(str_of(name)), PARTS);
}

/* A picture's renditions stand beside it. */
static void
renditions(void **state)
{
	static const char *const good[] = {
		"media/01/0123456789abcdef-320.webp",
		"media/01/0123456789abcdef-1600.jpg",
		"media/ff/ff23456789abcdef-7.png",
	};
	static const char *const bad[] = {
		"media/02/0123456789abcdef-320.webp",
		"media/01/0123456789abcdef-320.html",
		"media/01/0123456789abcdef-320",
		"media/01/0123456789abcdef-.webp",
		"media/01/0123456789abcdef-0320.webp",
		"media/01/0123456789abcdef--32.webp",
		"media/01/0123456789abcdef-123456.webp",
		"media/01/0123456789abcde-320.webp",
		"media/01/0123456789abcdef-320.webp/x",
		"media/01/0123456789abcdef-3/0.webp",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_int_equal(part_of(str_of(good[i])), PART_MEDIA);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (part_of(str_of(bad[i])) != PARTS)
			fail_msg("\"%s\" was taken", bad[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("a header is read as it was written, of any size",
		    there_and_back),
		RULE("a changed bit of a header is noticed", any_bit),
		RULE("links, devices and whatever else tar knows are refused",
		    foreign),
		RULE("only names that a backup has are taken", names),
		RULE("a rendition is named by its master, width and format",
		    renditions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
