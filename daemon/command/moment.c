/* SPDX-License-Identifier: BSD-3-Clause */
/* moment.c - the --at of check and replay. */
#include "command/moment.h"

#include "command/command.h"

bool moment_parse(const char *text, struct wall now, struct wall otherwise,
		  struct wall *ret_at)
{
	int64_t s;

	if (!text) {
		*ret_at = otherwise;
		return true;
	}
	if ((*text == '+' || *text == '-') && duration_parse(text + 1, &s)) {
		*ret_at = wall_add(now, *text == '+' ? s : -s);
		return true;
	}
	if (wall_parse(text, ret_at))
		return true;
	(void)command_complain(
		"--at %s: must be like 2026-11-22T10:00:00Z or +3d", text);
	return false;
}
