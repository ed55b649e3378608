/* SPDX-License-Identifier: BSD-3-Clause */
/* check_base.c - time, text, memory and the containers of base/. */
#include "unit.h"

#include "base/arena.h"
#include "base/heap.h"
#include "base/map.h"
#include "base/text.h"
#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text;
	int64_t s;
	const char *back; /* NULL: the same as text */
} walls[] = {
	{ "1970-01-01T00:00:00Z", 0, NULL },
	{ "2026-11-22T10:00:00Z", 1795341600, NULL },
	{ "2106-02-07T06:28:16Z", 4294967296, NULL },
	{ "2024-02-29T23:59:59Z", 1709251199, NULL },
	{ "2000-03-01T00:00:00+01:00", 951865200, "2000-02-29T23:00:00Z" },
	{ "1969-12-31T23:59:59.25Z", -1, "1969-12-31T23:59:59Z" },
};

START_TEST(wall_text)
{
	char text[WALL_TEXT_SIZE];
	struct wall t;

	ck_assert_msg(wall_parse(walls[_i].text, &t), "%s", walls[_i].text);
	ck_assert_int_eq(t.s, walls[_i].s);
	ck_assert_str_eq(wall_format(t, text),
			 walls[_i].back ? walls[_i].back : walls[_i].text);
}
END_TEST

static const char *const no_walls[] = {
	"",
	"2026-11-22",
	"2026-11-22T10:00:00",
	"2026-13-22T10:00:00Z",
	"2025-02-29T10:00:00Z",
	"2026-11-22T24:00:00Z",
	"2026-11-22T10:00:00Zx",
	"2026-11-22T10:00:00+1:00",
	"+3d",
};

START_TEST(wall_text_refused)
{
	struct wall t = { 7 };

	ck_assert_msg(!wall_parse(no_walls[_i], &t), "%s", no_walls[_i]);
	ck_assert_int_eq(t.s, 7);
}
END_TEST

START_TEST(wall_never)
{
	char text[WALL_TEXT_SIZE];

	ck_assert_str_eq(wall_format(WALL_NEVER, text), "never");
	ck_assert(wall_is_never(wall_add(WALL_NEVER, -5)));
	ck_assert_int_eq(wall_min(WALL_NEVER, (struct wall){ 5 }).s, 5);
	/* Any year has four digits and fits. */
	ck_assert_str_eq(wall_format((struct wall){ INT64_MAX - 1 }, text),
			 "9999-12-31T23:59:59Z");
	ck_assert_str_eq(wall_format((struct wall){ INT64_MIN }, text),
			 "0000-01-01T00:00:00Z");
}
END_TEST

static const struct {
	int64_t s;
	const char *text;
} lengths[] = {
	{ 0, "0s" },
	{ 59, "59s" },
	{ 60, "1m" },
	{ 61, "1m 1s" },
	{ 3600, "1h" },
	{ 3601, "1h" },
	{ 3661, "1h 1m" },
	{ 86399, "23h 59m" },
	{ 13 * 86400, "13d" },
	{ -61, "-1m 1s" },
	{ -1, "-1s" },
	{ 2 * 86400 + 4 * 3600 + 59, "2d 4h" },
	{ INT64_MIN, "-106751991167300d 15h" },
};

START_TEST(duration_text)
{
	char text[DURATION_TEXT_SIZE];

	ck_assert_str_eq(duration_format(lengths[_i].s, text),
			 lengths[_i].text);
}
END_TEST

static const struct {
	const char *text;
	int64_t s; /* -1: refused */
} durations[] = {
	{ "90s", 90 },	    { "15m", 900 },
	{ "6h", 21600 },    { "14d", 1209600 },
	{ "2w", 1209600 },  { "1h30m", 5400 },
	{ "1h 30m", 5400 }, { "0", 0 },
	{ "90", -1 },	    { "", -1 },
	{ "m", -1 },	    { "5x", -1 },
	{ "-5s", -1 },	    { "5.5h", -1 },
	{ "99999w", -1 },   { "99999999999999999999999s", -1 },
};

START_TEST(duration_read)
{
	int64_t s = -1;

	ck_assert_int_eq(duration_parse(durations[_i].text, &s),
			 durations[_i].s >= 0);
	ck_assert_int_eq(s, durations[_i].s);
}
END_TEST

START_TEST(arena_bound)
{
	struct arena *arena = arena_new(10000);

	ck_assert_ptr_nonnull(arena_alloc(arena, 9000));
	ck_assert(!arena_failed(arena));
	ck_assert_ptr_nonnull(arena_alloc(arena, 1000));
	ck_assert_ptr_null(arena_alloc(arena, 1));
	ck_assert(arena_failed(arena));
	ck_assert_ptr_null(arena_array(arena, SIZE_MAX / 2, 3));
	arena_free(arena);
	arena_free(NULL);
}
END_TEST

START_TEST(arena_strings)
{
	struct arena *arena = arena_new(1 << 20);

	for (int i = 0; i < 5000; i++) {
		char want[32];

		(void)snprintf(want, sizeof(want), "line %d", i);
		ck_assert_str_eq(arena_printf(arena, "line %d", i), want);
	}
	ck_assert_str_eq(arena_strdup(arena, ""), "");
	arena_free(arena);
}
END_TEST

START_TEST(text_bound)
{
	struct text text;

	text_init(&text, 5);
	text_put(&text, "12345");
	ck_assert(text_ok(&text));
	text_put(&text, "6");
	ck_assert(!text_ok(&text));
	ck_assert_str_eq(text_string(&text), "12345");
	text_done(&text);
	ck_assert_str_eq(text_string(&text), "");
}
END_TEST

/* RFC 4648 10. */
static const char *const encodings[][3] = {
	{ "", "", "" },
	{ "f", "Zg==", "66" },
	{ "fo", "Zm8=", "666f" },
	{ "foo", "Zm9v", "666f6f" },
	{ "foob", "Zm9vYg==", "666f6f62" },
	{ "foobar", "Zm9vYmFy", "666f6f626172" },
};

START_TEST(text_encodings)
{
	const char *plain = encodings[_i][0];
	uint8_t back[16];
	struct text text;
	size_t len;

	text_init(&text, 100);
	text_base64(&text, (const uint8_t *)plain, strlen(plain));
	ck_assert_str_eq(text_string(&text), encodings[_i][1]);
	ck_assert(base64_decode(text_string(&text), text.len, back,
				sizeof(back), &len));
	ck_assert_mem_eq(back, plain, len);
	text_done(&text);
	text_hex(&text, (const uint8_t *)plain, strlen(plain));
	ck_assert_str_eq(text_string(&text), encodings[_i][2]);
	ck_assert(hex_decode(text_string(&text), text.len, back, sizeof(back),
			     &len));
	ck_assert_uint_eq(len, strlen(plain));
	text_done(&text);
}
END_TEST

START_TEST(text_base64_every_byte)
{
	uint8_t bytes[UINT8_MAX + 1], back[UINT8_MAX + 1];
	struct text text;
	size_t back_len;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 59);
	for (size_t len = 0; len <= sizeof(bytes); len++) {
		text_init(&text, 400);
		text_put(&text, "-");
		text_base64(&text, bytes, len);
		ck_assert_uint_eq(text.len, 1 + (len + 2) / 3 * 4);
		ck_assert(base64_decode(text_string(&text) + 1, text.len - 1,
					back, len, &back_len));
		ck_assert_uint_eq(back_len, len);
		ck_assert_int_eq(memcmp(back, bytes, len), 0);
		text_done(&text);
	}
	text_init(&text, 7);
	text_base64(&text, bytes, 4);
	ck_assert(!text_ok(&text));
	text_done(&text);
}
END_TEST

/* Nothing is read in front of it: a sanitizer sees that. */
START_TEST(text_decoding_alone)
{
	char *digit = strdup("=");
	uint8_t back[4];
	size_t len;

	ck_assert(!base64_decode(digit, 1, back, sizeof(back), &len));
	ck_assert(!base64_decode(digit + 1, 0, back, sizeof(back), &len) ||
		  len == 0);
	free(digit);
}
END_TEST

START_TEST(text_decoding_refused)
{
	static const char *const bad[] = {
		"Z",	"Zg=",	"Zg==Zg==",    "=Zg=",
		"Z g=", "====", "Zm9v\n",      "Zg=\n",
		"Z===", "=",	"Zm9vZm9\xff", "Zm\x019vZm"
	};
	uint8_t back[16];
	size_t len;

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		ck_assert_msg(!base64_decode(bad[i], strlen(bad[i]), back,
					     sizeof(back), &len),
			      "%s", bad[i]);
	ck_assert(!base64_decode("Zm9v", 4, back, 2, &len));
	ck_assert(!base64_decode("Zm9vZg==", 8, back, 3, &len));
	ck_assert(base64_decode("Zm9vZg==", 8, back, 4, &len));
	ck_assert(!hex_decode("abc", 3, back, sizeof(back), &len));
	ck_assert(!hex_decode("0g", 2, back, sizeof(back), &len));
}
END_TEST

START_TEST(heap_order)
{
	struct heap_item items[500] = { 0 };
	struct heap heap = { 0 };
	int64_t last = -1;
	unsigned seed = 1;

	for (size_t i = 0; i < COUNT_OF(items); i++) {
		seed = seed * 1103515245u + 12345u;
		ck_assert(heap_put(&heap, &items[i], seed % 1000));
	}
	for (size_t i = 0; i < COUNT_OF(items); i += 3)
		heap_remove(&heap, &items[i]);
	for (size_t i = 1; i < COUNT_OF(items); i += 3)
		ck_assert(heap_put(&heap, &items[i], (int64_t)(i * 7 % 1000)));
	heap_remove(&heap, &items[0]);
	while (heap_first(&heap)) {
		struct heap_item *item = heap_first(&heap);

		ck_assert_int_ge(item->key, last);
		last = item->key;
		heap_remove(&heap, item);
		ck_assert_uint_eq(item->place, 0);
	}
	heap_done(&heap);
}
END_TEST

START_TEST(map_many)
{
	static int values[3000];
	struct map *map = map_new();
	size_t cursor = 0, seen = 0;
	const char *key;
	char name[32];

	for (size_t i = 0; i < COUNT_OF(values); i++) {
		(void)snprintf(name, sizeof(name), "zone%zu.", i);
		ck_assert(map_put(map, name, &values[i]));
	}
	for (size_t i = 0; i < COUNT_OF(values); i += 2) {
		(void)snprintf(name, sizeof(name), "zone%zu.", i);
		ck_assert_ptr_eq(map_remove(map, name), &values[i]);
		ck_assert_ptr_null(map_remove(map, name));
	}
	ck_assert_uint_eq(map_count(map), COUNT_OF(values) / 2);
	for (int *v; (v = map_next(map, &cursor, &key)); seen++) {
		(void)snprintf(name, sizeof(name), "zone%zu.",
			       (size_t)(v - values));
		ck_assert_str_eq(key, name);
		ck_assert_uint_eq((size_t)(v - values), 2 * seen + 1);
	}
	ck_assert_uint_eq(seen, COUNT_OF(values) / 2);
	/* Churn must not fill the table with holes. */
	for (int i = 0; i < 100000; i++) {
		ck_assert(map_put(map, "churn", &values[0]));
		ck_assert_ptr_eq(map_remove(map, "churn"), &values[0]);
	}
	ck_assert_ptr_eq(map_get(map, "zone1."), &values[1]);
	map_free(map);
	map_free(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("base");
	TCase *c = tcase_create("base");

	tcase_add_loop_test(c, wall_text, 0, COUNT_OF(walls));
	tcase_add_loop_test(c, wall_text_refused, 0, COUNT_OF(no_walls));
	tcase_add_test(c, wall_never);
	tcase_add_loop_test(c, duration_text, 0, COUNT_OF(lengths));
	tcase_add_loop_test(c, duration_read, 0, COUNT_OF(durations));
	tcase_add_test(c, arena_bound);
	tcase_add_test(c, arena_strings);
	tcase_add_test(c, text_bound);
	tcase_add_loop_test(c, text_encodings, 0, COUNT_OF(encodings));
	tcase_add_test(c, text_decoding_alone);
	tcase_add_test(c, text_decoding_refused);
	tcase_add_test(c, text_base64_every_byte);
	tcase_add_test(c, heap_order);
	tcase_add_test(c, map_many);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
