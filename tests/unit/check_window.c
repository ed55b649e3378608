/* SPDX-License-Identifier: BSD-3-Clause */
/* check_window.c - patterns of names, hours that come back, and the days on
 * which the clocks change. */
#include "unit.h"

#include "base/clock.h"
#include "base/glob.h"
#include "base/window.h"

#include <string.h>

static const struct {
	const char *pattern, *text;
	bool want;
} globs[] = {
	{ "example.com", "example.com.", true },
	{ "example.com.", "EXAMPLE.com", true },
	{ "*.example.com", "www.example.com.", true },
	{ "*.example.com", "a.b.example.com.", true },
	{ "*.example.com", "example.com.", false },
	{ "*example.com", "badexample.com.", true },
	{ "rrsig-*", "rrsig-expired", true },
	{ "rrsig-*", "ds-orphan", false },
	{ "*", "anything.", true },
	{ "*", ".", true },
	{ ".", ".", true },
	{ ".", "com.", false },
	{ "", "com.", false },
	{ "?.example", "a.example.", true },
	{ "?.example", "ab.example.", false },
	{ "*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false },
	{ "a*b*c", "aXbXbXc", true },
	{ "a*b*c", "aXbXbX", false },
	{ "example.com", "example.com.org.", false },
	{ "monitor", "monitor", true },
};

START_TEST(globbing)
{
	ck_assert_msg(glob_match(globs[_i].pattern, globs[_i].text) ==
			      globs[_i].want,
		      "'%s' and '%s'", globs[_i].pattern, globs[_i].text);
}
END_TEST

#define H	 *3600U
#define WEEKDAYS 0x1fU
#define MONDAY	 1U
#define FRIDAY	 16U
#define SATURDAY 32U
#define SUNDAY	 64U

/* Berlin: 2026-03-29 02:00 is 03:00, 2026-10-25 03:00 is 02:00 again. Lord
 * Howe moves by half an hour. 2026-11-20 is a Friday. */
static const struct {
	const char *name;
	struct window window;
	const char *now, *end; /* NULL: never */
} windows[] = {
	{ "in the night",
	  { 22 H, 7 H, WINDOW_ALWAYS, "Europe/Berlin" },
	  "2026-11-20T22:30:00Z",
	  "2026-11-21T06:00:00Z" },
	{ "its first second",
	  { 22 H, 7 H, WINDOW_ALWAYS, "Europe/Berlin" },
	  "2026-11-20T21:00:00Z",
	  "2026-11-21T06:00:00Z" },
	{ "the second before it",
	  { 22 H, 7 H, WINDOW_ALWAYS, "Europe/Berlin" },
	  "2026-11-20T20:59:59Z",
	  "2026-11-20T20:59:59Z" },
	{ "its last second",
	  { 22 H, 7 H, WINDOW_ALWAYS, "Europe/Berlin" },
	  "2026-11-21T05:59:59Z",
	  "2026-11-21T06:00:00Z" },
	{ "its end",
	  { 22 H, 7 H, WINDOW_ALWAYS, "Europe/Berlin" },
	  "2026-11-21T06:00:00Z",
	  "2026-11-21T06:00:00Z" },
	{ "within a day",
	  { 12 H, 13 H, WINDOW_ALWAYS, "UTC" },
	  "2026-11-21T12:30:00Z",
	  "2026-11-21T13:00:00Z" },
	{ "up to midnight",
	  { 22 H, 24 H, WINDOW_ALWAYS, "UTC" },
	  "2026-11-21T23:00:00Z",
	  "2026-11-22T00:00:00Z" },
	{ "it begins on a working day, and lasts into Saturday",
	  { 22 H, 7 H, WEEKDAYS, "UTC" },
	  "2026-11-21T03:00:00Z",
	  "2026-11-21T07:00:00Z" },
	{ "it does not begin on Saturday",
	  { 22 H, 7 H, WEEKDAYS, "UTC" },
	  "2026-11-21T23:00:00Z",
	  "2026-11-21T23:00:00Z" },
	{ "nor lasts from Sunday into Monday",
	  { 22 H, 7 H, WEEKDAYS, "UTC" },
	  "2026-11-23T03:00:00Z",
	  "2026-11-23T03:00:00Z" },
	{ "a whole weekend",
	  { 0 H, 0 H, SATURDAY | SUNDAY, "UTC" },
	  "2026-11-21T00:00:00Z",
	  "2026-11-23T00:00:00Z" },
	{ "always",
	  { 8 H, 8 H, WINDOW_ALWAYS, "UTC" },
	  "2026-11-21T00:00:00Z",
	  NULL },
	{ "all days but Monday",
	  { 0 H, 0 H, WINDOW_ALWAYS & ~MONDAY, "UTC" },
	  "2026-11-17T00:00:00Z",
	  "2026-11-23T00:00:00Z" },
	{ "the night that has an hour less",
	  { 22 H, 7 H, WINDOW_ALWAYS, "Europe/Berlin" },
	  "2026-03-28T21:30:00Z",
	  "2026-03-29T05:00:00Z" },
	{ "the night that has an hour more",
	  { 22 H, 7 H, WINDOW_ALWAYS, "Europe/Berlin" },
	  "2026-10-24T20:30:00Z",
	  "2026-10-25T06:00:00Z" },
	{ "its end is a time that is left out",
	  { 22 H, 2 H + 1800, WINDOW_ALWAYS, "Europe/Berlin" },
	  "2026-03-28T21:30:00Z",
	  "2026-03-29T01:00:00Z" },
	{ "its end is a time that comes twice",
	  { 22 H, 2 H + 1800, WINDOW_ALWAYS, "Europe/Berlin" },
	  "2026-10-24T20:30:00Z",
	  "2026-10-25T00:30:00Z" },
	{ "half an hour less",
	  { 22 H, 7 H, WINDOW_ALWAYS, "Australia/Lord_Howe" },
	  "2026-10-03T12:00:00Z",
	  "2026-10-03T20:00:00Z" },
	{ "a zone ahead by 14 hours",
	  { 22 H, 7 H, FRIDAY, "Pacific/Kiritimati" },
	  "2026-11-20T09:00:00Z",
	  "2026-11-20T17:00:00Z" },
	{ "after 2038",
	  { 22 H, 7 H, WINDOW_ALWAYS, "Europe/Berlin" },
	  "2040-07-01T21:00:00Z",
	  "2040-07-02T05:00:00Z" },
};

START_TEST(ends)
{
	struct wall now, end;
	char text[WALL_TEXT_SIZE];

	ck_assert(wall_parse(windows[_i].now, &now));
	ck_assert(clock_knows_zone(windows[_i].window.zone));
	end = window_end(&windows[_i].window, now, clock_local);
	if (windows[_i].end)
		ck_assert_msg(strcmp(wall_format(end, text), windows[_i].end) ==
				      0,
			      "%s: %s", windows[_i].name, text);
	else
		ck_assert(wall_is_never(end));
}
END_TEST

static const char *const strange_zones[] = {
	"",	  "Europe/Berlni", "../../../etc/passwd", "/etc/localtime",
	"Europe", "Berlin",	   "Europe/Berlin\n",	  "zone.tab",
};

START_TEST(zones_that_are_none)
{
	ck_assert_msg(!clock_knows_zone(strange_zones[_i]), "%s",
		      strange_zones[_i]);
}
END_TEST

/* The zone of the environment is what it was. */
START_TEST(nobody_else_sees_the_zone)
{
	struct wall now = { 1795341600 };

	ck_assert_int_eq(setenv("TZ", "Asia/Tokyo", 1), 0);
	ck_assert_uint_eq(clock_local("Europe/Berlin", now).second, 11 H);
	ck_assert_str_eq(getenv("TZ"), "Asia/Tokyo");
	ck_assert_int_eq(unsetenv("TZ"), 0);
	ck_assert_uint_eq(clock_local("Asia/Tokyo", now).second, 19 H);
	ck_assert_ptr_null(getenv("TZ"));
	ck_assert_uint_eq(clock_local("UTC", now).second, 10 H);
	ck_assert_uint_eq(clock_local("UTC", now).weekday, 6);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("window");
	TCase *c = tcase_create("window");

	tcase_add_loop_test(c, globbing, 0, COUNT_OF(globs));
	tcase_add_loop_test(c, ends, 0, COUNT_OF(windows));
	tcase_add_loop_test(c, zones_that_are_none, 0, COUNT_OF(strange_zones));
	tcase_add_test(c, nobody_else_sees_the_zone);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
