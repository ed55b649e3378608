/* SPDX-License-Identifier: BSD-3-Clause */
/* check_report.c - a zone as JSON and as a line of a plugin; and JSON read
 * back. */
#include "report_fixture.h"
#include "unit.h"

#include "report/report.h"

#include <jansson.h>
#include <string.h>

/* --- JSON --- */

START_TEST(json_of_a_warning)
{
	report_zone_json(&warning, &out);
	ck_assert_str_eq(
		text_string(&out),
		"{\"schema_version\":1,\"zone\":\"example.com.\","
		"\"checked_at\":\"2026-11-22T10:00:00Z\","
		"\"verdict\":\"warning\",\"security\":\"secure\","
		"\"breaks_at\":\"2026-11-22T16:12:00Z\","
		"\"breaks_because\":\"rrsig-expiring\","
		"\"breaks_subject\":\"www.example.com. A @ ns1.example.com. "
		"(192.0.2.1)\","
		"\"recovers_at\":null,\"unknown_because\":null,"
		"\"serial\":2026112201,\"server_count\":2,"
		"\"findings\":[{\"id\":\"rrsig-expiring\","
		"\"severity\":\"warning\",\"kind\":\"predicted\","
		"\"subject\":\"www.example.com. A @ ns1.example.com. "
		"(192.0.2.1)\","
		"\"deadline\":\"2026-11-22T16:12:00Z\","
		"\"summary\":\"signature expires in 6h 12m, 3 % of its "
		"lifetime is left\","
		"\"evidence\":[\"RRSIG A by key 12345, algorithm 13, expires "
		"2026-11-22T16:12:00Z\","
		"\"ns2.example.com. (192.0.2.2) serves the same\"],"
		"\"evidence_untold\":3,"
		"\"fix\":[\"look at the signer's log and whether it can read "
		"its keys\",\"sign the zone again before the deadline\"],"
		"\"verify\":[\"dig +dnssec +norecurse @192.0.2.1 "
		"www.example.com. A | grep RRSIG\"],"
		"\"references\":[\"RFC 4035 5.3.1\",\"RFC 6781 4.4.2\"],"
		"\"blame\":null,\"cause\":null}],\"disagreements\":[]}");
}
END_TEST

START_TEST(json_of_an_unknown)
{
	report_zone_json(&unknown, &out);
	ck_assert_str_eq(text_string(&out),
			 "{\"schema_version\":1,\"zone\":\"example.net.\","
			 "\"checked_at\":\"2026-11-22T10:00:00Z\","
			 "\"verdict\":\"unknown\","
			 "\"security\":\"indeterminate\",\"breaks_at\":null,"
			 "\"breaks_because\":null,\"breaks_subject\":null,"
			 "\"recovers_at\":null,\"unknown_because\":\"the "
			 "validator gave no verdict in time\",\"serial\":0,"
			 "\"server_count\":0,\"findings\":[],"
			 "\"disagreements\":[]}");
}
END_TEST

START_TEST(json_of_hostile_bytes)
{
	json_t *object, *finding;

	report_zone_json(&hostile_zone, &out);
	object = json_loads(text_string(&out), 0, NULL);
	ck_assert_ptr_nonnull(object);
	finding = json_array_get(json_object_get(object, "findings"), 0);
	ck_assert_str_eq(json_string_value(json_object_get(finding, "subject")),
			 "\\x1b[31mx\\x0d\\x0a| \\xff");
	json_decref(object);
}
END_TEST

START_TEST(json_out_of_room)
{
	struct text little;

	text_init(&little, 100);
	report_zone_json(&warning, &little);
	ck_assert(!text_ok(&little));
	text_done(&little);
}
END_TEST

/* --- plugin --- */

START_TEST(plugin_of_one)
{
	const struct assessment *one[] = { &warning };

	report_plugin(one, 1, &out);
	ck_assert_str_eq(
		text_string(&out),
		"DNSSEC WARNING - example.com.: signature expires in 6h 12m, "
		"3 % of its lifetime is left (rrsig-expiring), breaks "
		"2026-11-22 16:12 UTC | 'example.com.'=22320s;;;0\n");
}
END_TEST

START_TEST(plugin_of_many)
{
	struct assessment well = well_zone();
	const struct assessment *many[] = { &well, &unknown, &failing,
					    &hostile_zone };

	report_plugin(many, COUNT_OF(many), &out);
	ck_assert_str_eq(
		text_string(&out),
		"DNSSEC CRITICAL - 1 of 4 zones well; example.com.: signature "
		"expired 2h ago (rrsig-expired), failing since 2026-11-22 "
		"08:00 UTC | 'example.org.'=1188000s;;;0 'example.net.'=U "
		"'example.com.'=0s;;;0 'a\\124b.'=U 'ok'=1;;;0;4 "
		"'info'=0;;;0;4 'warning'=0;;;0;4 'critical'=2;;;0;4 "
		"'unknown'=1;;;0;4\n");
}
END_TEST

START_TEST(plugin_of_hostile_bytes)
{
	const struct assessment *one[] = { &hostile_zone };

	report_plugin(one, 1, &out);
	ck_assert_str_eq(text_string(&out),
			 "DNSSEC CRITICAL - a\\124b.: "
			 "a\\x7cb\\x0a'=\\xc0\\xaf\\xe2\\x80\\xae "
			 "(servfail-unclassified) | 'a\\124b.'=U\n");
}
END_TEST

START_TEST(plugin_of_none)
{
	report_plugin(NULL, 0, &out);
	ck_assert_str_eq(text_string(&out),
			 "DNSSEC UNKNOWN - no zone was checked |\n");
}
END_TEST

START_TEST(exit_codes)
{
	static const int codes[VERDICT_COUNT] = { 0, 0, 1, 2, 3 };

	for (int i = 0; i < VERDICT_COUNT; i++)
		ck_assert_int_eq(report_exit_code((enum verdict)i), codes[i]);
}
END_TEST

/* --- the way back --- */

START_TEST(reads_what_it_wrote)
{
	struct assessment well = well_zone();
	const struct assessment *const zones[] = { &warning, &failing,	&blamed,
						   &unknown, &insecure, &well };
	struct text again;

	for (size_t i = 0; i < COUNT_OF(zones); i++) {
		struct assessment *back;

		text_done(&out);
		report_zone_json(zones[i], &out);
		back = report_zone_read(text_string(&out), out.len);
		ck_assert_ptr_nonnull(back);
		text_init(&again, OUT_MAX);
		/* Countdowns are not part of this object: only what is. */
		if (zones[i] != &well) {
			report_zone_json(back, &again);
			ck_assert_str_eq(text_string(&again),
					 text_string(&out));
		}
		text_done(&again);
		assessment_free(back);
	}
}
END_TEST

static const char *const no_zones[] = {
	"",
	"null",
	"[]",
	"{}",
	"{\"zone\":7,\"checked_at\":\"2026-11-22T10:00:00Z\"}",
	"{\"zone\":\"a..b\",\"checked_at\":\"2026-11-22T10:00:00Z\"}",
	"{\"zone\":\"a.\"}",
	"{\"zone\":\"a.\",\"checked_at\":\"2026-11-22T10:00:00Z\","
	"\"findings\":[7]}",
	"{\"zone\":\"a.\",\"checked_at\":\"2026-11-22T10:00:00Z\","
	"\"countdowns\":[{}]}",
};

START_TEST(reads_no_nonsense)
{
	ck_assert_ptr_null(
		report_zone_read(no_zones[_i], strlen(no_zones[_i])));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report");
	TCase *c = tcase_create("report");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, json_of_a_warning);
	tcase_add_test(c, json_of_an_unknown);
	tcase_add_test(c, json_of_hostile_bytes);
	tcase_add_test(c, json_out_of_room);
	tcase_add_test(c, plugin_of_one);
	tcase_add_test(c, plugin_of_many);
	tcase_add_test(c, plugin_of_hostile_bytes);
	tcase_add_test(c, plugin_of_none);
	tcase_add_test(c, exit_codes);
	tcase_add_test(c, reads_what_it_wrote);
	tcase_add_loop_test(c, reads_no_nonsense, 0, COUNT_OF(no_zones));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
