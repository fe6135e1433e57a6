/* SPDX-License-Identifier: ISC */
/*
 * Gives every file of the folders named to a fuzz target, once: its corpus as
 * an ordinary test.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
replay_folder(struct job *j, const char *folder)
{
	struct dirent **names;
	const int n = scandir(folder, &names, NULL, alphasort);
	int done = 0;

	for (int i = 0; i < n; i++) {
		struct str bytes;

		if (names[i]->d_name[0] != '.'
		    && file_read(j, file_path(j, folder, names[i]->d_name),
			   (size_t)64 << 20, &bytes)
			== OK) {
			/* In memory of its own size, so that reading past the
			   end is seen. */
			uint8_t *exact = malloc(bytes.n > 0 ? bytes.n : 1);

			for (size_t k = 0; k < bytes.n; k++)
				exact[k] = (uint8_t)bytes.p[k];
			LLVMFuzzerTestOneInput(exact, bytes.n);
			free(exact);
			done++;
		}
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	return done;
}

int
main(int argc, char **argv)
{
	int done = 0;

	for (int i = 1; i < argc; i++) {
		struct job *j = job_new(clock_now());

		done += replay_folder(j, argv[i]);
		job_free(j);
	}
	/* In the form in which tools/test counts rules. */
	printf("[       OK ] %d inputs keep the property\n", done);
	return done > 0 ? 0 : 1;
}
