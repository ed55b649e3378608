/* SPDX-License-Identifier: BSD-3-Clause */
/* config_fixture.h - a directory to be in, with the files of a configuration.
 */
#ifndef FOREWARN_TESTS_CONFIG_FIXTURE_H
#define FOREWARN_TESTS_CONFIG_FIXTURE_H

#include <stddef.h>

#define TEXT_MAX ((size_t)64 << 20)

extern char dir[]; /* where one is */

/** Write a file in it. */
void write_file(const char *name, const char *bytes);

/** Make it and go there; and remove it. */
void enter(void);
void leave(void);

#endif
