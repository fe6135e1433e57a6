/* SPDX-License-Identifier: ISC */
/* Between project.c and those that read a generator's configuration. */
#ifndef STET_WIRE_CONFIG_H
#define STET_WIRE_CONFIG_H

#include "wire/project.h"

bool config_has(const struct project *p, const char *name);
bool config_folder(const struct project *p, const char *name);
void config_pattern(struct project *p, struct str section, struct str text);
void config_tongue(struct project *p, struct str tag, struct str folder);
void config_taxonomy(struct project *p, struct str folder, enum kind kind);
void config_static(struct project *p, const char *folder);

/*
 * Set p from the configuration.  One that can't be read is noted, and what is
 * usual is taken instead.  folder: of Hugo's configuration, if it is one.
 */
MUST_CHECK enum status config_hugo(struct project *p, const char *folder);
MUST_CHECK enum status config_jekyll(struct project *p);
MUST_CHECK enum status config_eleventy(struct project *p, const char *name);

#endif
