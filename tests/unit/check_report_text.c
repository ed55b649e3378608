/* SPDX-License-Identifier: BSD-3-Clause */
/* check_report_text.c - a zone as text, with colours and without. */
#include "report_fixture.h"
#include "unit.h"

#include "report/report.h"

#include <string.h>

START_TEST(text_of_a_warning)
{
	report_zone_text(&warning, (struct report_style){ .width = 60 }, &out);
	ck_assert_str_eq(
		text_string(&out),
		"▲ WARNING  example.com.\n"
		"  breaks in 6h 12m (2026-11-22 16:12 UTC) because of\n"
		"  rrsig-expiring on www.example.com. A @ ns1.example.com.\n"
		"  (192.0.2.1)\n"
		"  validators see it as secure; 2 server addresses; serial\n"
		"  2026112201; checked 2026-11-22 10:00 UTC\n"
		"\n"
		"  ▲ rrsig-expiring (warning, predicted)\n"
		"    signature expires in 6h 12m, 3 % of its lifetime is left\n"
		"    seen\n"
		"      - RRSIG A by key 12345, algorithm 13, expires\n"
		"        2026-11-22T16:12:00Z\n"
		"      - ns2.example.com. (192.0.2.2) serves the same\n"
		"      and 3 more\n"
		"    do\n"
		"      1. look at the signer's log and whether it can read\n"
		"         its keys\n"
		"      2. sign the zone again before the deadline\n"
		"    verify\n"
		"      $ dig +dnssec +norecurse @192.0.2.1 www.example.com. A "
		"| grep RRSIG\n"
		"    see RFC 4035 5.3.1, RFC 6781 4.4.2\n");
}
END_TEST

START_TEST(text_in_colour)
{
	report_zone_text(&blamed,
			 (struct report_style){ .colour = true, .ascii = true },
			 &out);
	ck_assert_str_eq(
		text_string(&out),
		"\033[1;31mX\033[0m \033[1;31mCRITICAL\033[0m  example.com.\n"
		"  failing now because of parent-chain-bogus\n"
		"  validators see it as bogus; checked 2026-11-22 10:00 UTC\n"
		"\n"
		"  \033[1;31mX\033[0m \033[1;31mparent-chain-bogus\033[0m "
		"(critical, failing)\n"
		"    owned by com.\n");
}
END_TEST

START_TEST(text_of_a_mending_zone)
{
	report_zone_text(&failing,
			 (struct report_style){ .now = { 1795341600 + 1800 } },
			 &out);
	/* Lengths of time count from the moment of reading. */
	ck_assert_ptr_nonnull(strstr(
		text_string(&out),
		"✗ CRITICAL  example.com.\n"
		"  failing since 2026-11-22 08:00 UTC (2h 30m ago) because of "
		"rrsig-expired on www.example.com. A @ ns1.example.com. "
		"(192.0.2.1)\n"
		"  the last cache heals in 30m (2026-11-22 11:00 UTC)\n"
		"  validators see it as bogus; 1 server address; checked "
		"2026-11-22 10:00 UTC\n"));
}
END_TEST

START_TEST(text_of_the_well_and_the_unknown)
{
	struct assessment well = well_zone();
	struct report_style style = { .width = 0 };

	report_zone_text(&well, style, &out);
	report_zone_text(&unknown, style, &out);
	report_zone_text(&insecure, style, &out);
	ck_assert_str_eq(
		text_string(&out),
		"✓ OK  example.org.\n"
		"  nothing breaks for 13d 18h (2026-12-06 04:00 UTC), then "
		"rrsig-expired on example.org. DNSKEY @ ns1.example.org. "
		"(2001:db8::1)\n"
		"  validators see it as secure; 1 server address; serial 7; "
		"checked 2026-11-22 10:00 UTC\n"
		"? UNKNOWN  example.net.\n"
		"  not judged: the validator gave no verdict in time\n"
		"  validators see it as indeterminate; checked 2026-11-22 "
		"10:00 UTC\n"
		"✓ OK  .\n"
		"  not signed as validators see it: no signature can run out\n"
		"  validators see it as insecure; checked 2026-11-22 10:00 "
		"UTC\n");
}
END_TEST

START_TEST(text_of_hostile_bytes)
{
	const struct report_style style = { .width = 72 };

	report_zone_text(&hostile_zone, style, &out);
	report_zone_row(&hostile_zone, style, 20, &out);
	for (const char *at = text_string(&out); *at; at++)
		ck_assert_msg((unsigned char)*at >= ' ' || *at == '\n',
			      "byte %02x", (unsigned char)*at);
	/* A command from outside stays on the line that shows it. */
	ck_assert_ptr_nonnull(
		strstr(text_string(&out), "      $ true\\x0arm -rf /\n"));
}
END_TEST

START_TEST(rows)
{
	struct assessment well = well_zone();
	struct report_style style = { .width = 72 };

	report_zone_row(&failing, style, 14, &out);
	report_zone_row(&blamed, style, 14, &out);
	report_zone_row(&warning, style, 14, &out);
	report_zone_row(&unknown, style, 14, &out);
	report_zone_row(&well, style, 14, &out);
	report_zone_row(&insecure, style, 14, &out);
	ck_assert_str_eq(text_string(&out),
			 "✗ CRITICAL  example.com.    for 2h       "
			 "rrsig-expired on www A @ ns1...\n"
			 "✗ CRITICAL  example.com.    now          "
			 "parent-chain-bogus\n"
			 "▲ WARNING   example.com.    in 6h 12m    "
			 "rrsig-expiring on www A @ ns...\n"
			 "? UNKNOWN   example.net.    -            "
			 "the validator gave no verdic...\n"
			 "✓ OK        example.org.    in 13d 18h   "
			 "DNSKEY @ ns1 (2001:db8::1)\n"
			 "✓ OK        .               -\n");
}
END_TEST

/* A name that is wider than its column does not run into the next. */
START_TEST(row_of_a_wide_name)
{
	report_zone_row(&failing, (struct report_style){ .width = 72 }, 5,
			&out);
	ck_assert_msg(strstr(text_string(&out), " example.com.  for 2h  "),
		      "%s", text_string(&out));
}
END_TEST

/* The moment that stands for "nobody knows since when" is of the last survey;
 * pulses have seen the zone since. */
START_TEST(undated_failure)
{
	struct assessment a = blamed;
	const struct assessment *one[] = { &a };

	a.checked_at.s += 33;
	report_zone_row(&a, (struct report_style){ .now = { NOW.s + 40 } }, 14,
			&out);
	report_plugin(one, 1, &out);
	ck_assert_str_eq(text_string(&out),
			 "✗ CRITICAL  example.com.    now          "
			 "parent-chain-bogus\n"
			 "DNSSEC CRITICAL - example.com.: parent-chain-bogus "
			 "| 'example.com.'=0s;;;0\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report text");
	TCase *c = tcase_create("report text");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, text_of_a_warning);
	tcase_add_test(c, text_in_colour);
	tcase_add_test(c, text_of_a_mending_zone);
	tcase_add_test(c, text_of_the_well_and_the_unknown);
	tcase_add_test(c, text_of_hostile_bytes);
	tcase_add_test(c, rows);
	tcase_add_test(c, row_of_a_wide_name);
	tcase_add_test(c, undated_failure);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
