/* SPDX-License-Identifier: BSD-3-Clause */
/* map.h - from a string to a pointer, by hash, in order of insertion.
 *
 * Keys are copied. Walking sees entries in the order in which they came, so
 * that every output is the same on every run. */
#ifndef FOREWARN_BASE_MAP_H
#define FOREWARN_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

struct map;

/** @return NULL without memory; map_free() it. */
struct map *map_new(void);

/** Free the map and its keys, never the values. Takes NULL. */
void map_free(struct map *map);

/** @return the value under @p key, or NULL. O(1). */
void *map_get(const struct map *map, const char *key);

/** Set @p key to @p value, which is not NULL. @return false without memory. */
bool map_put(struct map *map, const char *key, void *value);

/** Remove @p key. @return its value, or NULL when it was not there. */
void *map_remove(struct map *map, const char *key);

size_t map_count(const struct map *map);

/** Walk: start with *@p cursor 0, call until NULL. Removing the entry just
 * returned is allowed while walking; adding is not.
 * @param ret_key  may be NULL; the map's own copy of the key. */
void *map_next(const struct map *map, size_t *cursor, const char **ret_key);

#endif
