/* SPDX-License-Identifier: ISC */
/*
 * corpus N DIR -- an archive of N invented stories, the same each time: 12
 * sections, 500 topics and 60 authors by Zipf's law, 20 years, bodies of about
 * 600 words with headings, lists, links and a table now and then.  The stories
 * of a small N are those of a larger one.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const sections[] = { "harbour", "weather", "science",
	"sport", "arts", "books", "food", "travel", "work", "gardens",
	"transport", "town" };

static const char *const nouns[] = { "bridge", "garden", "harbour", "station",
	"market", "river", "library", "school", "kitchen", "theatre", "museum",
	"valley", "orchard", "bakery", "village", "workshop", "railway",
	"forest", "island", "meadow", "street", "windmill", "lighthouse",
	"reservoir", "gallery", "choir", "festival", "lecture", "recipe",
	"timetable", "platform", "tunnel", "canal", "ferry", "tram", "bicycle",
	"engine", "signal", "lantern", "roof", "window", "floor", "wall",
	"timber", "glass", "copper", "paper", "letter", "parcel", "compass",
	"clock", "calendar", "winter", "autumn", "storm", "rainfall", "tide",
	"shore", "beach", "cliff", "hedge", "fence", "barn", "mill", "pump",
	"cable", "screen", "camera", "sensor", "archive", "chapter", "song",
	"drum", "violin", "concert", "stage", "mask", "portrait", "visitor",
	"teacher", "pupil", "carpenter", "baker", "sailor", "driver", "pilot" };

static const char *const verbs[] = { "opens", "keeps", "measures", "repairs",
	"counts", "moves", "closes", "finds", "loses", "paints", "carries",
	"explains", "borrows", "returns", "mends", "follows", "answers",
	"builds", "tests", "plants", "records", "opposes", "welcomes" };

static const char *const others[] = { "the", "a", "one", "every", "old", "new",
	"quiet", "narrow", "early", "late", "small", "second", "last", "wet",
	"and", "but", "while", "because", "after", "before", "near", "under",
	"beyond", "with", "without", "slowly", "again", "often", "twice" };

/* xorshift64*: a stream for each story, so that order does not matter. */
static uint64_t
next(uint64_t *s)
{
	*s ^= *s >> 12;
	*s ^= *s << 25;
	*s ^= *s >> 27;
	return *s * 2685821657736338717ULL;
}

static size_t
below(uint64_t *s, size_t n)
{
	return (size_t)(next(s) >> 33) % n;
}

/* 0..n-1, small ones far more often. */
static size_t
zipf(uint64_t *s, size_t n)
{
	double u = (double)(next(s) >> 11) / 9007199254740992.0;

	return (size_t)(pow((double)n, u)) - 1;
}

static const char *
word(uint64_t *s)
{
	switch (below(s, 4)) {
	case 0:
		return nouns[zipf(s, COUNT(nouns))];
	case 1:
		return verbs[zipf(s, COUNT(verbs))];
	default:
		return others[zipf(s, COUNT(others))];
	}
}

static void
sentence(FILE *f, uint64_t *s, size_t *left)
{
	size_t n = 6 + below(s, 14);

	for (size_t i = 0; i < n; i++) {
		const char *w = word(s);
		size_t kind = below(s, 60);

		if (i == 0)
			fprintf(f, "%c%s", w[0] - 'a' + 'A', w + 1);
		else if (kind == 0)
			fprintf(f, " *%s*", w);
		else if (kind == 1)
			fprintf(f, " [%s](https://example.org/%s/)", w, w);
		else
			fprintf(f, "%s%s", kind == 2 ? ", " : " ", w);
	}
	fprintf(f, ". ");
	*left = *left > n ? *left - n : 0;
}

static void
block(FILE *f, uint64_t *s, size_t *left)
{
	size_t kind = below(s, 14);

	if (kind == 0) {
		fprintf(f, "## The %s that %s\n", nouns[below(s, COUNT(nouns))],
		    verbs[below(s, COUNT(verbs))]);
	} else if (kind == 1) {
		for (size_t i = 0; i < 4; i++) {
			fprintf(f, "- ");
			sentence(f, s, left);
			fprintf(f, "\n");
		}
	} else if (kind == 2) {
		fprintf(f, "> ");
		sentence(f, s, left);
		fprintf(f, "\n");
	} else if (kind == 3) {
		fprintf(f, "| %s | %s |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
		    word(s), word(s));
	} else {
		for (size_t i = 0; i < 2 + below(s, 5); i++)
			sentence(f, s, left);
		fprintf(f, "\n");
	}
	fprintf(f, "\n");
}

static void
front_matter(FILE *f, uint64_t *s, const char *section, time_t date)
{
	char day[40];
	struct tm tm;

	(void)gmtime_r(&date, &tm);
	(void)strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%SZ", &tm);
	fprintf(f, "---\ntitle: \"The %s %s a %s %s\"\n",
	    nouns[below(s, COUNT(nouns))], verbs[below(s, COUNT(verbs))],
	    others[4 + below(s, 9)], nouns[below(s, COUNT(nouns))]);
	fprintf(f, "date: %s\nsection: \"%s\"\ntopics: [", day, section);
	for (size_t i = 0, n = 1 + below(s, 4); i < n; i++)
		fprintf(f, "%s\"topic-%zu\"", i ? ", " : "", zipf(s, 500));
	fprintf(f, "]\nauthors: [\"author-%zu\"]\nsummary: \"", zipf(s, 60));
	sentence(f, s, &(size_t){ 0 });
	fprintf(f, "\"\n---\n\n");
}

static int
write_story(const char *dir, uint64_t i)
{
	uint64_t s = (i + 1) * 0x9E3779B97F4A7C15ULL;
	const char *section;
	size_t left;
	char path[4096];
	time_t date;
	FILE *f;

	for (int k = 0; k < 8; k++)
		(void)next(&s);
	section = sections[zipf(&s, COUNT(sections))];
	/* 20 years that end on 1 October 2026 */
	date = (time_t)(1790812800 - (int64_t)below(&s, 631152000));
	(void)snprintf(path, sizeof(path), "%s/%s", dir, section);
	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/%s/%" PRIu64, dir, section,
	    i / 1000);
	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		return -1;
	(void)snprintf(path, sizeof(path),
	    "%s/%s/%" PRIu64 "/%s-%s-%" PRIu64 ".md", dir, section, i / 1000,
	    nouns[below(&s, COUNT(nouns))], verbs[below(&s, COUNT(verbs))], i);
	f = fopen(path, "w");
	if (f == NULL)
		return -1;
	front_matter(f, &s, section, date);
	left = (size_t)(600.0
	    * exp(0.45 * ((double)below(&s, 2000) / 1000.0 - 1.0)));
	while (left > 0)
		block(f, &s, &left);
	return fclose(f);
}

int
main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: corpus N DIR\n");
		return 2;
	}
	if (mkdir(argv[2], 0777) != 0 && errno != EEXIST) {
		perror(argv[2]);
		return 1;
	}
	for (uint64_t i = 0, n = strtoull(argv[1], NULL, 10); i < n; i++)
		if (write_story(argv[2], i) != 0) {
			perror(argv[2]);
			return 1;
		}
	return 0;
}
