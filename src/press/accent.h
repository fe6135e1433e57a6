/* SPDX-License-Identifier: ISC */
/*
 * The one colour that a paper may choose, as a style sheet that goes behind
 * the theme's: --acc by day and by night, each the nearest shade that can be
 * read on the page (a contrast of 4.5, as WCAG 2.2, 1.4.3 has it).
 */
#ifndef STET_PRESS_ACCENT_H
#define STET_PRESS_ACCENT_H

#include "base/job.h"
#include "base/str.h"

/* Where it is, for a setting such as #8c2f1b or #83b; empty for any other. */
struct str accent_address(struct job *j, struct str setting);

struct str accent_sheet(struct job *j, struct str setting);

#endif
