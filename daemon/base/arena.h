/* SPDX-License-Identifier: BSD-3-Clause */
/* arena.h - memory that is given back all at once: one arena a pass.
 *
 * Every arena has a bound, so that hostile input costs a pass and not the
 * daemon. Full means NULL, and stays so: callers may check once at the end
 * with arena_failed(). */
#ifndef FOREWARN_BASE_ARENA_H
#define FOREWARN_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/** @param max_bytes the most that it may ever hold.
 * @return NULL without memory; arena_free() it. */
struct arena *arena_new(size_t max_bytes);

/** Give back everything. Takes NULL. */
void arena_free(struct arena *arena);

/** @return zeroed memory aligned for any type, or NULL when full. */
void *arena_alloc(struct arena *arena, size_t bytes);

/** Like arena_alloc() for @p count items; NULL also where it overflows. */
void *arena_array(struct arena *arena, size_t count, size_t bytes);

/** @return a copy, or NULL when full. */
void *arena_memdup(struct arena *arena, const void *from, size_t bytes);
char *arena_strdup(struct arena *arena, const char *from);

/** @return the formatted text, or NULL when full. */
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** @return whether any request was refused since arena_new(). */
bool arena_failed(const struct arena *arena);

/** @return bytes handed out so far. */
size_t arena_bytes(const struct arena *arena);

#endif
