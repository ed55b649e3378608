/* SPDX-License-Identifier: BSD-3-Clause */
/* map.c - open addressing over an array kept in order of insertion. */
#include "base/map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	char *key; /* NULL: removed */
	void *value;
	uint64_t hash;
};

struct map {
	struct entry *entries;	  /* in order of insertion */
	size_t used, entries_cap; /* used counts removed entries too */
	size_t count;
	uint32_t *slots;    /* 1 + index into entries; 0 is free */
	size_t slots_count; /* a power of two */
};

/* FNV-1a with a final mix. The keys are names that the operator configured,
 * so nobody hostile picks them. */
static uint64_t hash_of(const char *key)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * 0x100000001b3u;
	h ^= h >> 32;
	return h * 0x9e3779b97f4a7c15u >> 16;
}

struct map *map_new(void)
{
	return calloc(1, sizeof(struct map));
}

void map_free(struct map *map)
{
	if (!map)
		return;
	for (size_t i = 0; i < map->used; i++)
		free(map->entries[i].key);
	free(map->entries);
	free(map->slots);
	free(map);
}

static struct entry *find(const struct map *map, const char *key)
{
	uint64_t hash = hash_of(key);

	if (!map->slots_count)
		return NULL;
	for (size_t at = hash & (map->slots_count - 1); map->slots[at];
	     at = (at + 1) & (map->slots_count - 1)) {
		struct entry *e = &map->entries[map->slots[at] - 1];

		if (e->key && e->hash == hash && strcmp(e->key, key) == 0)
			return e;
	}
	return NULL;
}

static void slot_add(struct map *map, size_t index)
{
	size_t at = map->entries[index].hash & (map->slots_count - 1);

	while (map->slots[at])
		at = (at + 1) & (map->slots_count - 1);
	map->slots[at] = (uint32_t)index + 1;
}

/* Squeeze out removed entries and lay the slots anew, at most half full. */
static bool rebuild(struct map *map)
{
	size_t slots_count = 16, kept = 0;
	struct entry *entries;
	uint32_t *slots;

	while (slots_count < 4 * (map->count + 1))
		slots_count *= 2;
	if (slots_count / 2 > UINT32_MAX)
		return false;
	slots = calloc(slots_count, sizeof(*slots));
	entries = calloc(slots_count / 2, sizeof(*entries));
	if (!slots || !entries) {
		free(slots);
		free(entries);
		return false;
	}
	for (size_t i = 0; i < map->used; i++)
		if (map->entries[i].key)
			entries[kept++] = map->entries[i];
	free(map->entries);
	free(map->slots);
	map->entries = entries;
	map->entries_cap = slots_count / 2;
	map->used = kept;
	map->slots = slots;
	map->slots_count = slots_count;
	for (size_t i = 0; i < kept; i++)
		slot_add(map, i);
	return true;
}

void *map_get(const struct map *map, const char *key)
{
	struct entry *e = find(map, key);

	return e ? e->value : NULL;
}

bool map_put(struct map *map, const char *key, void *value)
{
	struct entry *e = find(map, key);
	char *copy;

	if (e) {
		e->value = value;
		return true;
	}
	if (map->used == map->entries_cap && !rebuild(map))
		return false;
	copy = strdup(key);
	if (!copy)
		return false;
	map->entries[map->used] = (struct entry){ copy, value, hash_of(key) };
	slot_add(map, map->used++);
	map->count++;
	return true;
}

void *map_remove(struct map *map, const char *key)
{
	struct entry *e = find(map, key);
	void *value;

	if (!e)
		return NULL;
	/* The slot stays and points at the hole, so that probing goes on. */
	value = e->value;
	free(e->key);
	e->key = NULL;
	map->count--;
	return value;
}

size_t map_count(const struct map *map)
{
	return map->count;
}

void *map_next(const struct map *map, size_t *cursor, const char **ret_key)
{
	while (*cursor < map->used) {
		struct entry *e = &map->entries[(*cursor)++];

		if (!e->key)
			continue;
		if (ret_key)
			*ret_key = e->key;
		return e->value;
	}
	return NULL;
}
