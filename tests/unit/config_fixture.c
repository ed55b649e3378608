/* SPDX-License-Identifier: BSD-3-Clause */
/* config_fixture.c - a directory to be in, with the files of a configuration.
 */
#include "config_fixture.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char dir[] = "/tmp/forewarn-config-XXXXXX";

void write_file(const char *name, const char *bytes)
{
	FILE *out = fopen(name, "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_int_ge(fputs(bytes, out), 0);
	ck_assert_int_eq(fclose(out), 0);
}

void enter(void)
{
	memcpy(dir + strlen(dir) - 6, "XXXXXX", 6);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(chdir(dir), 0);
	ck_assert_int_eq(mkdir("zones.d", 0700), 0);
}

void leave(void)
{
	static const char *const names[] = {
		"c.yaml",	  "z.txt", "key",   "key2", "zones.d/a.yaml",
		"zones.d/b.yaml", "url",   "token", "empty"
	};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		(void)unlink(names[i]); /* most tests write only some */
	ck_assert_int_eq(rmdir("zones.d"), 0);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(dir), 0);
}
