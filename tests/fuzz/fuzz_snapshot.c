/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_snapshot.c - no text breaks the readers of snapshots and plans, and
 * what they accept is written and read back the same. */
#include "observe/plan.h"
#include "observe/snapshot.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool read_write_snapshot(const char *text, size_t len, struct text *out)
{
	struct arena *arena = arena_new(SNAPSHOT_ARENA_MAX);
	struct snapshot *snapshot;
	bool ok = arena && !snapshot_read(text, len, arena, &snapshot);

	if (ok)
		snapshot_write(snapshot, out);
	arena_free(arena);
	return ok;
}

static bool read_write_plan(const char *text, size_t len, struct text *out)
{
	struct arena *arena = arena_new(SNAPSHOT_ARENA_MAX);
	struct plan *plan;
	bool ok = arena && !plan_read(text, len, arena, &plan);

	if (ok)
		plan_write(plan, out);
	arena_free(arena);
	return ok;
}

static void round_trip(bool (*read_write)(const char *, size_t, struct text *),
		       const uint8_t *data, size_t size)
{
	struct text first, second;

	text_init(&first, 2 * SNAPSHOT_TEXT_MAX);
	text_init(&second, 2 * SNAPSHOT_TEXT_MAX);
	if (read_write((const char *)data, size, &first) &&
	    (!read_write(first.at, first.len, &second) ||
	     first.len != second.len ||
	     memcmp(first.at, second.at, first.len) != 0))
		abort();
	text_done(&first);
	text_done(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	round_trip(read_write_snapshot, data, size);
	round_trip(read_write_plan, data, size);
	return 0;
}
