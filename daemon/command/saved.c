/* SPDX-License-Identifier: BSD-3-Clause */
/* saved.c - files of snapshots, as `check --save` writes them. */
#include "command/saved.h"

#include "base/err.h"
#include "command/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool saved_read(const char *path, struct text *ret_text)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	char bytes[65536];
	size_t count;
	bool ok;

	if (!file)
		return command_complain("%s: %s", path, strerror(errno)), false;
	while ((count = fread(bytes, 1, sizeof(bytes), file)) > 0)
		text_bytes(ret_text, bytes, count);
	ok = !ferror(file) && text_ok(ret_text);
	if (!ok)
		(void)command_complain("%s: %s", path,
				       ferror(file) ? strerror(errno)
						    : err_text(ERR_LIMIT));
	if (file != stdin)
		(void)fclose(file);
	return ok;
}

/* It ends with the line "end". */
size_t saved_length(const char *at)
{
	static const char end[] = "\nend\n";
	const char *found = strstr(at, end);

	return found ? (size_t)(found - at) + strlen(end) : strlen(at);
}
