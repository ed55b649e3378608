/* SPDX-License-Identifier: BSD-3-Clause */
/* arena.c - a chain of blocks, filled from the front, freed together. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Small enough for the many passes of a quiet zone, large enough that a
 * survey takes a handful of blocks. */
#define BLOCK_BYTES 8192

struct block {
	struct block *next;
	size_t used, size;
	_Alignas(max_align_t) unsigned char at[];
};

struct arena {
	struct block *blocks;
	size_t bytes, max_bytes;
	bool failed;
};

struct arena *arena_new(size_t max_bytes)
{
	struct arena *arena = calloc(1, sizeof(*arena));

	if (arena)
		arena->max_bytes = max_bytes;
	return arena;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	for (struct block *b = arena->blocks, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	free(arena);
}

static struct block *block_add(struct arena *arena, size_t bytes)
{
	size_t size = bytes > BLOCK_BYTES / 2 ? bytes : BLOCK_BYTES;
	struct block *b = malloc(sizeof(*b) + size);

	if (!b)
		return NULL;
	b->used = 0;
	b->size = size;
	/* A large block goes behind the first, which still has room. */
	if (size > BLOCK_BYTES && arena->blocks) {
		b->next = arena->blocks->next;
		arena->blocks->next = b;
	} else {
		b->next = arena->blocks;
		arena->blocks = b;
	}
	return b;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	const size_t align = _Alignof(max_align_t);
	struct block *b = arena->blocks;

	if (bytes > arena->max_bytes - arena->bytes || bytes > SIZE_MAX / 2) {
		arena->failed = true;
		return NULL;
	}
	size_t rounded = (bytes + align - 1) / align * align;
	if (!b || b->size - b->used < rounded)
		b = block_add(arena, rounded);
	if (!b) {
		arena->failed = true;
		return NULL;
	}
	void *at = b->at + b->used;
	b->used += rounded;
	arena->bytes += bytes;
	memset(at, 0, rounded);
	return at;
}

void *arena_array(struct arena *arena, size_t count, size_t bytes)
{
	if (bytes && count > SIZE_MAX / bytes) {
		arena->failed = true;
		return NULL;
	}
	return arena_alloc(arena, count * bytes);
}

void *arena_memdup(struct arena *arena, const void *from, size_t bytes)
{
	void *at = arena_alloc(arena, bytes);

	if (at && bytes)
		memcpy(at, from, bytes);
	return at;
}

char *arena_strdup(struct arena *arena, const char *from)
{
	return arena_memdup(arena, from, strlen(from) + 1);
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	char *at = NULL;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	if (len >= 0)
		at = arena_alloc(arena, (size_t)len + 1);
	if (at)
		(void)vsnprintf(at, (size_t)len + 1, format, again);
	va_end(again);
	va_end(args);
	return at;
}

bool arena_failed(const struct arena *arena)
{
	return arena->failed;
}

size_t arena_bytes(const struct arena *arena)
{
	return arena->bytes;
}
