/* SPDX-License-Identifier: ISC */
/*
 * embed FOLDER THEMES OUT.c OUT.d -- the files of the default theme's folder
 * and of every folder in THEMES as a C table (src/page/builtin.h), and for
 * ninja what that table depends on: folders too, so that a new file is noticed.
 */
#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static FILE *
open_or_die(const char *path, const char *mode)
{
	FILE *f = fopen(path, mode);

	if (f == NULL) {
		fprintf(stderr, "embed: %s: %s\n", path, strerror(errno));
		exit(1);
	}
	return f;
}

static void
put_bytes(FILE *out, const char *path, unsigned number)
{
	FILE *in = open_or_die(path, "rb");
	unsigned long n = 0;
	int c;

	fprintf(out, "static const unsigned char file%u[] = {", number);
	for (; (c = getc(in)) != EOF; n++)
		fprintf(out, "%s%d,", n % 20 ? "" : "\n", c);
	/* An array can't be empty; the count knows better. */
	fprintf(out, "0 };\n#define FILE%u %lu\n", number, n);
	fclose(in);
}

/* What one tree has, into the table; paths behind a prefix. */
static void
put_tree(char *root, const char *prefix, FILE *out, FILE *rows, FILE *deps,
    size_t *n)
{
	char *roots[] = { root, NULL };
	const size_t skip = strlen(root) + 1;
	FTS *tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);

	if (tree == NULL)
		exit(1);
	for (FTSENT *e; (e = fts_read(tree)) != NULL;) {
		if (e->fts_info == FTS_D || e->fts_info == FTS_F)
			fprintf(deps, " %s", e->fts_path);
		if (e->fts_info != FTS_F || e->fts_name[0] == '.')
			continue;
		put_bytes(out, e->fts_path, (unsigned)*n);
		fprintf(rows, "\t{ \"%s%s\", file%zu, FILE%zu },\n", prefix,
		    e->fts_path + skip, *n, *n);
		(*n)++;
	}
	fts_close(tree);
}

int
main(int argc, char **argv)
{
	FILE *out, *deps;
	char *table = NULL;
	size_t size, n_files = 0;
	FILE *rows = open_memstream(&table, &size);

	if (argc != 5 || rows == NULL)
		return 2;
	out = open_or_die(argv[3], "w");
	deps = open_or_die(argv[4], "w");
	fprintf(deps, "%s:", argv[3]);
	fprintf(out, "#include \"page/builtin.h\"\n");
	put_tree(argv[1], "", out, rows, deps, &n_files);
	put_tree(argv[2], "themes/", out, rows, deps, &n_files);
	fclose(rows);
	fprintf(out,
	    "const struct builtin_file builtin_theme[] = {\n%s};\n"
	    "const size_t builtin_theme_n = %zu;\n",
	    table, n_files);
	fprintf(deps, "\n");
	free(table);
	return fclose(out) != 0 || fclose(deps) != 0;
}
