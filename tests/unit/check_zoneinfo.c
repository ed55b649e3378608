/* SPDX-License-Identifier: BSD-3-Clause */
/* check_zoneinfo.c - the clocks of other places. */
#include "unit.h"

#include "base/window.h"
#include "base/zoneinfo.h"

#include <string.h>

static struct wall wall_of(const char *text)
{
	struct wall t;

	ck_assert_msg(wall_parse(text, &t), "%s", text);
	return t;
}

#define BERLIN	  "CET-1CEST,M3.5.0,M10.5.0/3"
#define NEW_YORK  "EST5EDT,M3.2.0,M11.1.0"
#define SYDNEY	  "AEST-10AEDT,M10.1.0,M4.1.0/3"
#define LORD_HOWE "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"
#define NUUK	  "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"
#define DUBLIN	  "IST-1GMT0,M10.5.0,M3.5.0/1"
#define GAZA	  "EET-2EEST,M3.4.4/50,M10.4.4/50"
#define OLD	  "WIB-7FOO,J60/0,J300/0"
#define DAYS	  "WIB-7FOO-8,59/0,300/0"

/* The offsets are those that zdump(8) and Python's zoneinfo tell. */
static const struct {
	const char *name, *rule, *at;
	int64_t offset_s;
} rules[] = {
	{ "no summer time", "IST-5:30", "2026-07-01T00:00:00Z", 19800 },
	{ "seconds", "LMT0:25:21", "2026-07-01T00:00:00Z", -1521 },
	{ "winter", BERLIN, "2026-01-01T00:00:00Z", 3600 },
	{ "a second before summer", BERLIN, "2026-03-29T00:59:59Z", 3600 },
	{ "summer begins", BERLIN, "2026-03-29T01:00:00Z", 7200 },
	{ "a second before winter", BERLIN, "2026-10-25T00:59:59Z", 7200 },
	{ "winter begins", BERLIN, "2026-10-25T01:00:00Z", 3600 },
	{ "the last Sunday is the fourth", BERLIN, "2027-03-28T01:00:00Z",
	  7200 },
	{ "after 2037", BERLIN, "2096-07-01T00:00:00Z", 7200 },
	{ "the second Sunday", NEW_YORK, "2026-03-08T07:00:00Z", -14400 },
	{ "before it", NEW_YORK, "2026-03-08T06:59:59Z", -18000 },
	{ "the southern summer at new year", SYDNEY, "2026-12-31T23:59:59Z",
	  39600 },
	{ "the southern winter", SYDNEY, "2026-07-01T00:00:00Z", 36000 },
	{ "half an hour of summer", LORD_HOWE, "2026-01-01T00:00:00Z", 39600 },
	{ "a change on the day before", NUUK, "2026-03-29T01:00:00Z", -3600 },
	{ "not yet", NUUK, "2026-03-29T00:59:59Z", -7200 },
	{ "winter as the other time, in summer", DUBLIN, "2026-07-01T00:00:00Z",
	  3600 },
	{ "and in winter", DUBLIN, "2026-01-01T00:00:00Z", 0 },
	{ "a change two days later", GAZA, "2026-03-28T00:00:00Z", 10800 },
	{ "day 60 is 1 March in a leap year", OLD, "2028-02-29T16:59:59Z",
	  25200 },
	{ "and from its first moment", OLD, "2028-02-29T17:00:00Z", 28800 },
	{ "day 59 from 0 is 29 February", DAYS, "2028-02-28T17:00:00Z", 28800 },
};

START_TEST(rule_offset)
{
	int64_t offset_s = -1;

	ck_assert_msg(zoneinfo_rule_offset(rules[_i].rule,
					   strlen(rules[_i].rule),
					   wall_of(rules[_i].at), &offset_s),
		      "%s", rules[_i].name);
	ck_assert_msg(offset_s == rules[_i].offset_s, "%s: %lld",
		      rules[_i].name, (long long)offset_s);
}
END_TEST

static const char *const no_rules[] = {
	"",
	"CE-1",
	"CET",
	"CET-1x",
	"<+01-1",
	"CET-168",
	"CET-1:60",
	"CET-1CEST",
	"CET-1CEST,M3.5.0",
	"CET-1CEST,M13.5.0,M10.5.0",
	"CET-1CEST,M3.0.0,M10.5.0",
	"CET-1CEST,M3.5.7,M10.5.0",
	"CET-1CEST,M3.5.0,M10.5.0/3,",
	"CET-99999999999999999999999",
};

START_TEST(rule_refused)
{
	int64_t offset_s = 7;

	ck_assert_msg(!zoneinfo_rule_offset(no_rules[_i], strlen(no_rules[_i]),
					    (struct wall){ 0 }, &offset_s),
		      "%s", no_rules[_i]);
	ck_assert_int_eq(offset_s, 7);
}
END_TEST

/* Version 2: an empty first block but for its one type, then one transition
 * at 1000 from +0 to +3600, then a rule. */
static size_t make_file(uint8_t *ret_bytes, const char *rule)
{
	static const uint8_t first[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				       "\0\0\0\1\0\0\0\1\0\0\0\0\0\0";
	static const uint8_t second[] =
		"TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\1"
		"\0\0\0\0\0\0\3\350\1"
		"\0\0\0\0\0\0\0\0\16\20\0\0\0";
	size_t len = 0, rule_len = strlen(rule);

	memcpy(ret_bytes, first, sizeof(first));
	len += sizeof(first);
	memcpy(ret_bytes + len, second, sizeof(second) - 1);
	len += sizeof(second) - 1;
	ret_bytes[len++] = '\n';
	memcpy(ret_bytes + len, rule, rule_len);
	len += rule_len;
	ret_bytes[len++] = '\n';
	return len;
}

static const struct {
	const char *name, *rule;
	int64_t at_s, offset_s;
} files[] = {
	{ "before the first transition", "EET-2", 999, 0 },
	{ "behind the last, by the rule", "EET-2", 1000, 7200 },
	{ "behind the last, without one", "", 1000, 3600 },
};

START_TEST(file_offset)
{
	uint8_t bytes[512];
	size_t len = make_file(bytes, files[_i].rule);
	int64_t offset_s = -1;

	ck_assert(zoneinfo_offset(bytes, len, (struct wall){ files[_i].at_s },
				  &offset_s));
	ck_assert_msg(offset_s == files[_i].offset_s, "%s: %lld",
		      files[_i].name, (long long)offset_s);
}
END_TEST

/* Cut anywhere, or with any byte changed, it is refused or it says something:
 * it never reads beyond its end, which the sanitizers see. */
START_TEST(file_broken)
{
	uint8_t bytes[512], *cut;
	size_t len = make_file(bytes, "EET-2");
	int64_t offset_s = 7;

	for (size_t i = 0; i < len; i++) {
		cut = malloc(i ? i : 1);
		memcpy(cut, bytes, i);
		ck_assert(!zoneinfo_offset(cut, i, (struct wall){ 5000 },
					   &offset_s));
		free(cut);
	}
	ck_assert_int_eq(offset_s, 7);
	for (size_t i = 0; i < len; i++) {
		cut = malloc(len);
		memcpy(cut, bytes, len);
		cut[i] = 0xff;
		(void)zoneinfo_offset(cut, len, (struct wall){ 5000 },
				      &offset_s);
		free(cut);
	}
}
END_TEST

static const struct {
	const char *at;
	int64_t offset_s;
	unsigned weekday, second;
} locals[] = {
	{ "1970-01-01T00:00:00Z", 0, 3, 0 },
	{ "1970-01-01T00:00:00Z", -60, 2, 86340 },
	{ "2026-11-22T23:59:59Z", 0, 6, 86399 },
	{ "2026-11-22T23:59:59Z", 60, 0, 59 },
	{ "1969-12-28T12:34:00Z", 0, 6, 45240 },
};

START_TEST(local)
{
	struct local t =
		window_local(wall_of(locals[_i].at), locals[_i].offset_s);

	ck_assert_uint_eq(t.weekday, locals[_i].weekday);
	ck_assert_uint_eq(t.second, locals[_i].second);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("zoneinfo");
	TCase *c = tcase_create("zoneinfo");

	tcase_add_loop_test(c, rule_offset, 0, COUNT_OF(rules));
	tcase_add_loop_test(c, rule_refused, 0, COUNT_OF(no_rules));
	tcase_add_loop_test(c, file_offset, 0, COUNT_OF(files));
	tcase_add_test(c, file_broken);
	tcase_add_loop_test(c, local, 0, COUNT_OF(locals));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
