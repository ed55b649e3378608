/* SPDX-License-Identifier: BSD-3-Clause */
/* publish_fixture.h - a directory, and a state file of which every line says
 * its version. */
#ifndef FOREWARN_TESTS_PUBLISH_FIXTURE_H
#define FOREWARN_TESTS_PUBLISH_FIXTURE_H

#include "publish/state_file.h"

extern char directory[64], file_path[96], temporary_path[128], socket_path[96];

/** Make the directory; and remove it, which must be empty. */
void set_up(void);
void tear_down(void);

/** A version: its number, padding, its number again. */
enum err write_version(struct state_file *file, unsigned number,
		       size_t padding);

/** Publish a version. */
enum err publish(unsigned number, size_t padding);

/** @return the version that is published whole, -1: none, -2: torn. */
long read_version(void);

#endif
