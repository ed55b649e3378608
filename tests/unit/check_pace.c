/* SPDX-License-Identifier: BSD-3-Clause */
/* check_pace.c - how many messages may go in a minute. */
#include "unit.h"

#include "notify/pace.h"

#include <limits.h>
#include <string.h>

static const struct {
	const char *name;
	unsigned limit, under_way;
	int64_t at[4]; /* messages; 0: no more */
	int64_t now;
	unsigned left;
	int64_t wait; /* with none left */
} paces[] = {
	{ "no limit", 0, 4, { 0 }, 5, UINT_MAX, 0 },
	{ "nothing sent", 2, 0, { 0 }, 5, 2, 0 },
	{ "one under way", 2, 1, { 0 }, 5, 1, 0 },
	{ "all under way", 2, 2, { 0 }, 5, 0, -1 },
	{ "one a minute ago, less a little", 1, 0, { 1 }, 60000, 0, 1 },
	{ "one a minute ago", 1, 0, { 1 }, 60001, 1, 0 },
	{ "the older of two makes room", 2, 0, { 1, 100 }, 200, 0, 59801 },
	{ "and the newer where one is under way",
	  2,
	  1,
	  { 1, 100 },
	  200,
	  0,
	  59900 },
	{ "one under way, one sent", 2, 1, { 100 }, 200, 0, 59900 },
	{ "those of long ago do not count",
	  3,
	  0,
	  { 1, 2, 70000 },
	  80000,
	  2,
	  0 },
};

START_TEST(pacing)
{
	static struct pace pace;
	struct mono at = { paces[_i].now };
	unsigned left;

	memset(&pace, 0, sizeof(pace));
	pace.limit = paces[_i].limit;
	for (size_t i = 0; i < 4 && paces[_i].at[i]; i++)
		pace_count(&pace, (struct mono){ paces[_i].at[i] });
	left = pace_left(&pace, at, 60000, paces[_i].under_way);
	ck_assert_msg(left == paces[_i].left, "%s: %u", paces[_i].name, left);
	if (left == 0)
		ck_assert_int_eq(
			pace_wait_ms(&pace, at, 60000, paces[_i].under_way),
			paces[_i].wait);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pace");
	TCase *c = tcase_create("pace");

	tcase_add_loop_test(c, pacing, 0, COUNT_OF(paces));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
