/* SPDX-License-Identifier: BSD-3-Clause */
/* check_report.c - what people and programs are told, to the byte. */
#include "unit.h"

#include "report/layout.h"
#include "report/report.h"
#include "report/safe.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define NOW	((struct wall){ 1795341600 }) /* 2026-11-22T10:00:00Z */
#define OUT_MAX (8u << 20)

static struct text out;

static void setup(void)
{
	text_init(&out, OUT_MAX);
}

static void teardown(void)
{
	text_done(&out);
}

/* --- safe --- */

static const struct {
	const char *name, *from, *safe;
} safes[] = {
	{ "nothing", "", "" },
	{ "NULL", NULL, "" },
	{ "plain", "www.example. A", "www.example. A" },
	{ "UTF-8", "z\xc3\xbcrich \xf0\x9f\x94\x91",
	  "z\xc3\xbcrich \xf0\x9f\x94\x91" },
	{ "terminal escape", "\033[2J\033]0;x\a", "\\x1b[2J\\x1b]0;x\\x07" },
	{ "line ends and tab", "a\r\n\tb", "a\\x0d\\x0a\\x09b" },
	{ "DEL", "\177", "\\x7f" },
	{ "C1 CSI in UTF-8",
	  "\xc2\x9b"
	  "2J",
	  "\\xc2\\x9b2J" },
	{ "C1 CSI alone",
	  "\x9b"
	  "2J",
	  "\\x9b2J" },
	{ "overlong slash", "\xc0\xaf", "\\xc0\\xaf" },
	{ "overlong in three", "\xe0\x80\xaf", "\\xe0\\x80\\xaf" },
	{ "surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80" },
	{ "past U+10FFFF", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
	{ "cut in a character", "a\xe2\x82", "a\\xe2\\x82" },
	{ "never a start", "\xff\xfe", "\\xff\\xfe" },
	{ "right to left",
	  "\xe2\x80\xae"
	  "abc",
	  "\\xe2\\x80\\xaeabc" },
	{ "zero width",
	  "a\xe2\x80\x8b"
	  "b",
	  "a\\xe2\\x80\\x8bb" },
};

START_TEST(safe_text)
{
	safe_put(&out, safes[_i].from);
	ck_assert_msg(strcmp(text_string(&out), safes[_i].safe) == 0, "%s: %s",
		      safes[_i].name, text_string(&out));
}
END_TEST

static const struct {
	const char *from;
	size_t max;
	const char *cut;
} cuts[] = {
	{ "12345678", 8, "12345678" },
	{ "123456789", 8, "12345..." },
	{ "1234\xc3\xbc\xc3\xbc\xc3\xbc", 8, "1234..." },
	{ "1234\033\033", 8, "1234..." },
	{ "", 8, "" },
};

START_TEST(safe_text_cut)
{
	safe_put_cut(&out, cuts[_i].from, cuts[_i].max);
	ck_assert_str_eq(text_string(&out), cuts[_i].cut);
}
END_TEST

static const struct {
	const char *name;
	unsigned width;
	const char *body, *folded;
} folds[] = {
	{ "fits to the column", 32, "one two three four five six",
	  "  1. one two three four five six\n" },
	{ "one column too narrow", 31, "one two three four five six",
	  "  1. one two three four five\n     six\n" },
	{ "a long word stays whole", 30,
	  "DS aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd end",
	  "  1. DS\n     aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd\n     "
	  "end\n" },
	{ "not folded", 0, "one two three four five six seven eight",
	  "  1. one two three four five six seven eight\n" },
	{ "absurdly narrow", 1, "one two three four five six",
	  "  1. one two three four five\n     six\n" },
	{ "empty", 40, "", "  1. \n" },
};

START_TEST(folded)
{
	layout_paragraph(&out, folds[_i].width, 2, "1. ", folds[_i].body);
	ck_assert_msg(strcmp(text_string(&out), folds[_i].folded) == 0,
		      "%s:\n%s", folds[_i].name, text_string(&out));
}
END_TEST

/* --- zones to tell of --- */

static const struct finding expiring = {
	.id = "rrsig-expiring",
	.severity = SEVERITY_WARNING,
	.kind = KIND_PREDICTED,
	.subject = "www.example.com. A @ ns1.example.com. (192.0.2.1)",
	.summary = "signature expires in 6h 12m, 3 % of its lifetime is left",
	.deadline = { 1795341600 + 22320 },
	.evidence = { .count = 2,
		      .dropped = 3,
		      .at = { "RRSIG A by key 12345, algorithm 13, expires "
			      "2026-11-22T16:12:00Z",
			      "ns2.example.com. (192.0.2.2) serves the "
			      "same" } },
	.fix = { .count = 2,
		 .at = { "look at the signer's log and whether it can read its "
			 "keys",
			 "sign the zone again before the deadline" } },
	.verify = { .count = 1,
		    .at = { "dig +dnssec +norecurse @192.0.2.1 "
			    "www.example.com. "
			    "A | grep RRSIG" } },
	.references = { .count = 2,
			.at = { "RFC 4035 5.3.1", "RFC 6781 4.4.2" } },
};

static const struct finding expired = {
	.id = "rrsig-expired",
	.severity = SEVERITY_CRITICAL,
	.kind = KIND_FAILING,
	.subject = "www.example.com. A @ ns1.example.com. (192.0.2.1)",
	.summary = "signature expired 2h ago",
	.deadline = { 1795341600 - 7200 },
};

static const struct finding bare = {
	.id = "parent-chain-bogus",
	.severity = SEVERITY_CRITICAL,
	.kind = KIND_FAILING,
	.deadline = { INT64_MAX },
	.blame = "com.",
};

static const struct finding hostile = {
	.id = "servfail-unclassified",
	.severity = SEVERITY_CRITICAL,
	.kind = KIND_FAILING,
	.subject = "\033[31mx\r\n| \xff",
	.summary = "a|b\n'=\xc0\xaf\xe2\x80\xae",
	.deadline = { INT64_MAX },
	.evidence = { .count = 1, .at = { "\033]0;owned\a\x9b" } },
	.fix = { .count = 1, .at = { "\n\n\n" } },
	.verify = { .count = 1, .at = { "true\nrm -rf /" } },
};

static const struct finding *const one_expiring[] = { &expiring };
static const struct finding *const one_expired[] = { &expired, &expiring };
static const struct finding *const one_bare[] = { &bare };
static const struct finding *const one_hostile[] = { &hostile };

static const struct assessment warning = {
	.zone_text = "example.com.",
	.checked_at = { 1795341600 },
	.verdict = VERDICT_WARNING,
	.security = SECURITY_SECURE,
	.breaks_at = { 1795341600 + 22320 },
	.breaks_because = "rrsig-expiring",
	.recovers_at = { INT64_MAX },
	.finding_count = 1,
	.findings = one_expiring,
	.serial = 2026112201,
	.server_count = 2,
};

static const struct assessment failing = {
	.zone_text = "example.com.",
	.checked_at = { 1795341600 },
	.verdict = VERDICT_CRITICAL,
	.security = SECURITY_BOGUS,
	.breaks_at = { 1795341600 - 7200 },
	.breaks_because = "rrsig-expired",
	.recovers_at = { 1795341600 + 3600 },
	.finding_count = 2,
	.findings = one_expired,
	.server_count = 1,
};

static const struct assessment blamed = {
	.zone_text = "example.com.",
	.checked_at = { 1795341600 },
	.verdict = VERDICT_CRITICAL,
	.security = SECURITY_BOGUS,
	.breaks_at = { 1795341600 },
	.breaks_because = "parent-chain-bogus",
	.recovers_at = { INT64_MAX },
	.finding_count = 1,
	.findings = one_bare,
};

static const struct assessment hostile_zone = {
	.zone_text = "a\\124b.",
	.checked_at = { 1795341600 },
	.verdict = VERDICT_CRITICAL,
	.security = SECURITY_BOGUS,
	.breaks_at = { INT64_MAX },
	.recovers_at = { INT64_MAX },
	.finding_count = 1,
	.findings = one_hostile,
};

static const struct assessment unknown = {
	.zone_text = "example.net.",
	.checked_at = { 1795341600 },
	.verdict = VERDICT_UNKNOWN,
	.unknown_because = "the validator gave no verdict in time",
	.breaks_at = { INT64_MAX },
	.recovers_at = { INT64_MAX },
};

static const struct assessment insecure = {
	.zone_text = ".",
	.checked_at = { 1795341600 },
	.verdict = VERDICT_OK,
	.security = SECURITY_INSECURE,
	.breaks_at = { INT64_MAX },
	.recovers_at = { INT64_MAX },
};

static struct countdown countdown;

/* Well, with its soonest end known by the countdowns alone. */
static struct assessment well_zone(void)
{
	countdown = (struct countdown){
		.type = TYPE_DNSKEY,
		.server = "ns1.example.org. (2001:db8::1)",
		.key_tag = 4711,
		.inception = { 1795341600 - 86400 },
		.expires_at = { 1795341600 + 13 * 86400 + 64800 },
	};
	ck_assert(name_from_text("example.org", &countdown.owner));
	return (struct assessment){
		.zone_text = "example.org.",
		.checked_at = NOW,
		.security = SECURITY_SECURE,
		.breaks_at = countdown.expires_at,
		.breaks_because = "rrsig-expired",
		.recovers_at = WALL_NEVER,
		.countdown_count = 1,
		.countdowns = &countdown,
		.serial = 7,
		.server_count = 1,
	};
}

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

/* --- text --- */

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

static Suite *suite(void)
{
	Suite *s = suite_create("report");
	TCase *c = tcase_create("report");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, safe_text, 0, COUNT_OF(safes));
	tcase_add_loop_test(c, safe_text_cut, 0, COUNT_OF(cuts));
	tcase_add_loop_test(c, folded, 0, COUNT_OF(folds));
	tcase_add_test(c, json_of_a_warning);
	tcase_add_test(c, json_of_an_unknown);
	tcase_add_test(c, json_of_hostile_bytes);
	tcase_add_test(c, json_out_of_room);
	tcase_add_test(c, text_of_a_warning);
	tcase_add_test(c, text_in_colour);
	tcase_add_test(c, text_of_a_mending_zone);
	tcase_add_test(c, text_of_the_well_and_the_unknown);
	tcase_add_test(c, text_of_hostile_bytes);
	tcase_add_test(c, rows);
	tcase_add_test(c, undated_failure);
	tcase_add_test(c, plugin_of_one);
	tcase_add_test(c, plugin_of_many);
	tcase_add_test(c, plugin_of_hostile_bytes);
	tcase_add_test(c, plugin_of_none);
	tcase_add_test(c, exit_codes);
	tcase_add_test(c, reads_what_it_wrote);
	tcase_add_loop_test(c, reads_no_nonsense, 0, COUNT_OF(no_zones));
	suite_add_tcase(s, c);
	return s;
}

int main(void)
{
	return unit_run(suite());
}
