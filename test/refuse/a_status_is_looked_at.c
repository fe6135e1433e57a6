/* SPDX-License-Identifier: ISC */
/* refused: unused-result */
#include "base/file.h"

void try_it(struct job *j);

void
try_it(struct job *j)
{
	file_write_fd(j, 1, STR("nobody looks"));
}
