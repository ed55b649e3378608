/* SPDX-License-Identifier: BSD-3-Clause */
/* heap.c - an intrusive binary heap. */
#include "base/heap.h"

#include <stdlib.h>

void heap_done(struct heap *heap)
{
	free(heap->items);
	*heap = (struct heap){ 0 };
}

static void set(struct heap *heap, size_t index, struct heap_item *item)
{
	heap->items[index] = item;
	item->place = index + 1;
}

static void sift_up(struct heap *heap, size_t index)
{
	struct heap_item *item = heap->items[index];

	while (index > 0) {
		size_t parent = (index - 1) / 2;

		if (heap->items[parent]->key <= item->key)
			break;
		set(heap, index, heap->items[parent]);
		index = parent;
	}
	set(heap, index, item);
}

static void sift_down(struct heap *heap, size_t index)
{
	struct heap_item *item = heap->items[index];

	for (;;) {
		size_t child = 2 * index + 1;

		if (child >= heap->count)
			break;
		if (child + 1 < heap->count &&
		    heap->items[child + 1]->key < heap->items[child]->key)
			child++;
		if (heap->items[child]->key >= item->key)
			break;
		set(heap, index, heap->items[child]);
		index = child;
	}
	set(heap, index, item);
}

static bool grow(struct heap *heap)
{
	size_t cap = heap->cap ? 2 * heap->cap : 64;
	struct heap_item **items = realloc(heap->items, cap * sizeof(*items));

	if (!items)
		return false;
	heap->items = items;
	heap->cap = cap;
	return true;
}

bool heap_put(struct heap *heap, struct heap_item *item, int64_t key)
{
	if (!item->place) {
		if (heap->count == heap->cap && !grow(heap))
			return false;
		set(heap, heap->count++, item);
	}
	item->key = key;
	sift_up(heap, item->place - 1);
	sift_down(heap, item->place - 1);
	return true;
}

void heap_remove(struct heap *heap, struct heap_item *item)
{
	size_t index = item->place - 1;

	if (!item->place)
		return;
	item->place = 0;
	if (index == --heap->count)
		return;
	set(heap, index, heap->items[heap->count]);
	sift_up(heap, index);
	sift_down(heap, heap->items[index]->place - 1);
}

struct heap_item *heap_first(const struct heap *heap)
{
	return heap->count ? heap->items[0] : NULL;
}
