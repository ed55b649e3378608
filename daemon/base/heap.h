/* SPDX-License-Identifier: BSD-3-Clause */
/* heap.h - an intrusive binary heap: the least key first.
 *
 * Items live in their owners' structs; the heap only points at them. */
#ifndef FOREWARN_BASE_HEAP_H
#define FOREWARN_BASE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap_item {
	int64_t key;
	size_t place; /* 1 + index while in a heap, else 0 */
};

struct heap {
	struct heap_item **items;
	size_t count, cap;
};

/** Free the heap's own memory, never the items. */
void heap_done(struct heap *heap);

/** Add @p item, or move it when it is already in. O(log n).
 * @return false without memory; @p item is then not in. */
bool heap_put(struct heap *heap, struct heap_item *item, int64_t key);

/** Take @p item out; nothing happens when it is not in. */
void heap_remove(struct heap *heap, struct heap_item *item);

/** @return the item with the least key, or NULL. */
struct heap_item *heap_first(const struct heap *heap);

#endif
