/* SPDX-License-Identifier: BSD-3-Clause */
/* publish_fixture.c - a directory, and a state file of which every line says
 * its version. */
#include "publish_fixture.h"
#include "unit.h"

#include "publish/state_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

char directory[64], file_path[96], temporary_path[128], socket_path[96];

void set_up(void)
{
	strcpy(directory, "/tmp/check_publish.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	(void)snprintf(file_path, sizeof(file_path), "%s/state.json",
		       directory);
	(void)snprintf(temporary_path, sizeof(temporary_path), "%s.new",
		       file_path);
	(void)snprintf(socket_path, sizeof(socket_path), "%s/control.sock",
		       directory);
}

void tear_down(void)
{
	(void)unlink(file_path);
	(void)unlink(temporary_path);
	(void)unlink(socket_path);
	ck_assert_int_eq(rmdir(directory), 0);
}

enum err write_version(struct state_file *file, unsigned number, size_t padding)
{
	char line[32], block[1000];
	enum err err;

	memset(block, 'x', sizeof(block));
	(void)snprintf(line, sizeof(line), "%08u", number);
	err = state_file_write(file, line, 8);
	for (; !err && padding; padding -= sizeof(block))
		err = state_file_write(file, block, sizeof(block));
	return err ? err : state_file_write(file, line, 8);
}

enum err publish(unsigned number, size_t padding)
{
	struct state_file *file;
	enum err err = state_file_begin(file_path, &file);

	if (err)
		return err;
	err = write_version(file, number, padding);
	if (!err)
		return state_file_commit(file);
	state_file_abort(file);
	return err;
}

long read_version(void)
{
	char bytes[8], first[9] = "", last[9] = "";
	int fd = open(file_path, O_RDONLY);
	long number = -2;

	if (fd < 0)
		return -1;
	if (read(fd, bytes, 8) == 8) {
		memcpy(first, bytes, 8);
		if (lseek(fd, -8, SEEK_END) >= 8 && read(fd, bytes, 8) == 8)
			memcpy(last, bytes, 8);
		if (strcmp(first, last) == 0)
			number = strtol(first, NULL, 10);
	}
	(void)close(fd);
	return number;
}
