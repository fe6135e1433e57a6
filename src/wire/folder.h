/* SPDX-License-Identifier: ISC */
/*
 * The folder of a Hugo, Jekyll or Eleventy project as an origin: project.h
 * reads its configuration, tree.h lists its files, convert.h takes each over.
 */
#ifndef STET_WIRE_FOLDER_H
#define STET_WIRE_FOLDER_H

#include "wire/origin.h"

extern const struct origin_kind origin_folder;

#endif
