/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "text/dress.h"

/* Of one picture everything is there, of one there is only a still. */
static bool
known(void *ctx, struct job *j, const struct picture_seen *seen,
    struct picture_forms *out)
{
	size_t *const asked = ctx;

	(void)j;
	++*asked;
	if (str_eq(seen->src, STR("/media/a.jpg"))) {
		assert_str(seen->srcset,
		    "/media/a.jpg 720w, /media/b.jpg 900w");
		assert_int_equal(seen->w, 720);
		assert_int_equal(seen->h, 40);
		*out = (struct picture_forms){
			.srcset = STR("/media/s.jpg 320w, /media/a.jpg 720w"),
			.other = STR("/media/s.webp 320w"),
			.look = STR("r1 g2 b3"),
		};
		return true;
	}
	if (str_eq(seen->src, STR("/media/m.webp"))) {
		*out = (struct picture_forms){
			.other = STR("/media/m.png 90w"),
			.still = true,
		};
		return true;
	}
	return false;
}

static struct str
dressed(struct job *j, const char *html, size_t asked)
{
	size_t n = 0;
	const struct markup out = body_dressed(j,
	    (struct markup){ str_of(html) }, known, &n);

	assert_int_equal(n, asked);
	return out.html;
}

static void
is_dressed(void **state)
{
	struct job *j = job_new(0);

	(void)state;
	assert_str(dressed(j,
		       "<p>x</p><figure><img src=\"/media/a.jpg\" "
		       "srcset=\"/media/a.jpg 720w, /media/b.jpg 900w\" "
		       "sizes=\"50vw\" alt=\"A > B\" width=\"720\" "
		       "height=\"40\" "
		       "loading=\"lazy\"></figure><p>y</p>",
		       1),
	    "<p>x</p><figure><picture><source type=\"image/webp\" "
	    "srcset=\"/media/s.webp 320w\" sizes=\"50vw\">"
	    "<img class=\"r1 g2 b3\" src=\"/media/a.jpg\" "
	    "srcset=\"/media/s.jpg 320w, /media/a.jpg 720w\" sizes=\"50vw\" "
	    "alt=\"A > B\" width=\"720\" height=\"40\" loading=\"lazy\">"
	    "</picture></figure><p>y</p>");
	job_free(j);
}

static void
is_still(void **state)
{
	struct job *j = job_new(0);

	(void)state;
	assert_str(dressed(j, "<img src=\"/media/m.webp\" alt=\"\">", 1),
	    "<picture><source media=\"(prefers-reduced-motion:reduce)\" "
	    "srcset=\"/media/m.png 90w\" "
	    "sizes=\"(min-width: 48rem) 38.5rem, 100vw\">"
	    "<img src=\"/media/m.webp\" alt=\"\"></picture>");
	job_free(j);
}

static void
stays(void **state)
{
	static const char *const bodies[] = {
		"",
		"<p>No picture.</p>",
		"<p>&lt;img src=\"/media/a.jpg\"&gt; is how.</p>",
		"<img src=\"https://example.org/media/a.jpg\" alt=\"\">",
	};
	static const char unknown[] = "<img src=\"/media/z.jpg\" alt=\"\">",
			  cut[] = "<p>a</p><img src=\"/media/a.jpg\" alt=\"";
	struct job *j = job_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		assert_str(dressed(j, bodies[i], 0), bodies[i]);
	assert_str(dressed(j, unknown, 1), unknown);
	assert_str(dressed(j, cut, 0), cut);
	job_free(j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE("a picture gets what there is of it, and keeps its words",
		    is_dressed),
		RULE("of an animation the source is a still for who wants it",
		    is_still),
		RULE("what is no picture of ours, or not known, stays as it is",
		    stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
