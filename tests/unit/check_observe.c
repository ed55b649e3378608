/* SPDX-License-Identifier: BSD-3-Clause */
/* check_observe.c - plans and snapshots as text: the round trip, each field
 * broken, each bound. */
#include "unit.h"

#include "observe/plan.h"
#include "observe/snapshot.h"

#include <string.h>

static const char good_snapshot[] =
	"forewarn-snapshot 1\n"
	"pass 18446744073709551615 survey\n"
	"zone example.lab.\n"
	"parent lab.\n"
	"time 1795341600 1795341607 1795601600\n"
	"families 46\n"
	"overloaded\n"
	"anchor "
	"example.lab.%20DS%201%2013%202%20AB%0ae.%20DS%202%2013%202%20C\n"
	"server parent ns.nic.lab. 127.62.0.2 -\n"
	"server authority ns1.example.lab. 127.62.0.3@5353 parent,child\n"
	"server authority - 2001:db8::1 child\n"
	"server authority ns2.example.lab. - parent\n"
	"server resolver - 127.62.0.53 -\n"
	"server authority - 127.62.0.4 hidden\n"
	"answer validator - udp example.lab. SOA answer 1795341600 12 1 bogus"
	" no%20keys%20%25%0a AAAB\n"
	"answer cd - udp example.lab. DS failed 1795341600 0 0 - - -\n"
	"answer parent 0 udp,tc example.lab. NS timeout 1795341601 3000 3 - - "
	"-\n"
	"answer authority 1 tcp,tc \\#.example.lab. TYPE65280 answer "
	"1795341601"
	" 86400000 255 - %2d-x /w==\n"
	"answer resolver 4 udp example.lab. SOA answer 1795341601 9 1 - - "
	"AAAC\n"
	"answer resolver 4 tcp,tc,cd example.lab. SOA answer 1795341601 9 1 - "
	"- AAEC\n"
	"answer authority 2 tcp example.lab. DNSKEY malformed 1795341602 7 1 - "
	"-"
	" AAECAw==\n"
	"end\n";

static const char good_plan[] = "forewarn-plan 1\n"
				"pass 7 pulse 60000 1795341600\n"
				"zone example.lab.\n"
				"fresh\n"
				"tcp\n"
				"chain\n"
				"isolated\n"
				"anchor example.lab.%20DS%201%2013%202%2000\n"
				"question www.example.lab. AAAA\n"
				"question example.lab. TYPE65280\n"
				"server ns1.example.lab. 127.62.0.3@5353\n"
				"server - ::1\n"
				"resolver 127.62.0.53\n"
				"resolver 2001:db8::53@5353\n"
				"end\n";

static const char small_plan[] = "forewarn-plan 1\n"
				 "pass 0 canary 1 never\n"
				 "zone .\n"
				 "end\n";

/* What reading @p text says; written again into @p out when it is good. */
static enum err reread(const char *text, size_t len, struct text *out)
{
	struct arena *arena = arena_new(SNAPSHOT_ARENA_MAX);
	struct snapshot *snapshot;
	struct plan *plan;
	enum err err;

	if (strncmp(text, "forewarn-plan", 13) == 0) {
		err = plan_read(text, len, arena, &plan);
		if (!err)
			plan_write(plan, out);
	} else {
		err = snapshot_read(text, len, arena, &snapshot);
		if (!err)
			snapshot_write(snapshot, out);
	}
	arena_free(arena);
	return err;
}

static const char *const goods[] = { good_snapshot, good_plan, small_plan };

START_TEST(round_trip)
{
	struct text out;

	text_init(&out, SNAPSHOT_TEXT_MAX);
	ck_assert_int_eq(reread(goods[_i], strlen(goods[_i]), &out), ERR_OK);
	ck_assert_str_eq(text_string(&out), goods[_i]);
	text_done(&out);
}
END_TEST

/* Every shorter text must be refused: the end is part of it. */
START_TEST(cut_anywhere)
{
	struct text out;

	text_init(&out, SNAPSHOT_TEXT_MAX);
	for (size_t len = 0; len < strlen(goods[_i]); len++)
		ck_assert_int_eq(reread(goods[_i], len, &out), ERR_FORMAT);
	text_done(&out);
}
END_TEST

static const struct {
	const char *good, *from, *to;
	enum err want;
} broken[] = {
	{ good_snapshot, "snapshot 1", "snapshot 2", ERR_VERSION },
	{ good_snapshot, "snapshot 1", "snapshot 0", ERR_FORMAT },
	{ good_snapshot, "snapshot 1", "snapshot x", ERR_FORMAT },
	{ good_snapshot, "forewarn-snapshot", "forewarn-snapshut", ERR_FORMAT },
	{ good_snapshot, "18446744073709551615", "18446744073709551616",
	  ERR_FORMAT },
	{ good_snapshot, "pass 1844", "pass 01844", ERR_FORMAT },
	{ good_snapshot, "survey", "surveys", ERR_FORMAT },
	{ good_snapshot, "zone example.lab.", "zone -", ERR_FORMAT },
	{ good_snapshot, "zone example.lab.", "zone a..b.", ERR_FORMAT },
	{ good_snapshot, "parent lab.\n", "", ERR_FORMAT },
	{ good_snapshot, "time 1795341600", "time never", ERR_FORMAT },
	{ good_snapshot, "1795601600", "-1", ERR_FORMAT },
	{ good_snapshot, "1795601600", "253402300800", ERR_FORMAT },
	{ good_snapshot, "1795601600", "never", ERR_FORMAT },
	{ good_snapshot, "families 46", "families 64", ERR_FORMAT },
	{ good_snapshot, "overloaded", "overloade", ERR_FORMAT },
	{ good_snapshot, "overloaded", "overloaded 1", ERR_FORMAT },
	{ good_snapshot, "server parent", "server cd", ERR_FORMAT },
	{ good_snapshot, "resolver - 127.62.0.53 -",
	  "resolver - 127.62.0.53 hidden", ERR_FORMAT },
	{ good_snapshot, "anchor e", "anchor %g", ERR_FORMAT },
	{ good_plan, "isolated", "isolated 1", ERR_FORMAT },
	{ good_snapshot, "127.62.0.3@5353", "127.62.0.3@65536", ERR_FORMAT },
	{ good_snapshot, "127.62.0.3@5353", "127.62.0.256", ERR_FORMAT },
	{ good_snapshot, "ns2.example.lab. -", "- -", ERR_FORMAT },
	{ good_snapshot, "parent,child", "child,parent", ERR_FORMAT },
	{ good_snapshot, "parent 0 udp", "parent 1 udp", ERR_FORMAT },
	{ good_snapshot, "authority 2 tcp", "authority 6 tcp", ERR_FORMAT },
	{ good_snapshot, "authority 2 tcp", "authority -1 tcp", ERR_FORMAT },
	{ good_snapshot, "authority 2 tcp", "authority - tcp", ERR_FORMAT },
	{ good_snapshot, "validator - udp", "validator 1 udp", ERR_FORMAT },
	{ good_snapshot, "udp,tc", "tc,udp", ERR_FORMAT },
	{ good_snapshot, "tcp,tc,cd", "tcp,cd,tc", ERR_FORMAT },
	{ good_snapshot, "tcp,tc ", "tcp,tc,cd ", ERR_FORMAT },
	{ good_snapshot, "resolver 4 udp", "resolver 3 udp", ERR_FORMAT },
	{ good_snapshot, "resolver 4 udp", "resolver - udp", ERR_FORMAT },
	{ good_snapshot, "\\#.example.lab.", "-", ERR_FORMAT },
	{ good_snapshot, "TYPE65280", "TYPE65536", ERR_FORMAT },
	{ good_snapshot, "TYPE65280", "TYPE652800000", ERR_FORMAT },
	{ good_snapshot, "malformed", "misshapen", ERR_FORMAT },
	{ good_snapshot, "1795341602", "never", ERR_FORMAT },
	{ good_snapshot, "86400000", "86400001", ERR_FORMAT },
	{ good_snapshot, " 255 ", " 256 ", ERR_FORMAT },
	{ good_snapshot, " bogus ", " bogous ", ERR_FORMAT },
	{ good_snapshot, " bogus ", " - ", ERR_FORMAT },
	{ good_snapshot, " 255 - ", " 255 secure ", ERR_FORMAT },
	{ good_snapshot, "%25%0a", "%25%0", ERR_FORMAT },
	{ good_snapshot, "%25%0a", "%25%0g", ERR_FORMAT },
	{ good_snapshot, "%25%0a", "%25%00", ERR_FORMAT },
	{ good_snapshot, "AAAB", "AAA", ERR_FORMAT },
	{ good_snapshot, "AAAB", "AA=B", ERR_FORMAT },
	{ good_snapshot, "AAAB", "-", ERR_FORMAT },
	{ good_snapshot, "AAAB", "AAAB AAAB", ERR_FORMAT },
	{ good_snapshot, " AAAB", "  AAAB", ERR_FORMAT },
	{ good_snapshot, "AAAB", "AAAB ", ERR_FORMAT },
	{ good_snapshot, "AAAB", "AAA\t", ERR_FORMAT },
	{ good_snapshot, "AAAB", "AAA\x80", ERR_FORMAT },
	{ good_snapshot, "answer cd", "answers cd", ERR_FORMAT },
	{ good_snapshot, "end\n", "end\n\n", ERR_FORMAT },
	{ good_snapshot, "end\n", "end 1\n", ERR_FORMAT },
	{ good_plan, "plan 1", "plan 10", ERR_VERSION },
	{ good_plan, "pass 7", "pass -7", ERR_FORMAT },
	{ good_plan, "pulse", "pulses", ERR_FORMAT },
	{ good_plan, "60000", "3600001", ERR_FORMAT },
	{ good_plan, "1795341600", "soon", ERR_FORMAT },
	{ good_plan, "zone example.lab.", "zone -", ERR_FORMAT },
	{ good_plan, "fresh\ntcp", "tcp\nfresh", ERR_FORMAT },
	{ good_plan, "tcp\n", "chain\ntcp\n", ERR_FORMAT },
	{ good_plan, "%20DS", "%2", ERR_FORMAT },
	{ good_plan, "www.example.lab. AAAA", "- AAAA", ERR_FORMAT },
	{ good_plan, "AAAA", "AAAAA", ERR_FORMAT },
	{ good_plan, "- ::1", "- -", ERR_FORMAT },
	{ good_plan, "- ::1", "- ::1::", ERR_FORMAT },
	{ good_plan, "- ::1", "::1", ERR_FORMAT },
	{ good_plan, "resolver 127.62.0.53", "resolver -", ERR_FORMAT },
	{ good_plan, "resolver 127", "resolver ns1. 127", ERR_FORMAT },
	{ good_plan, "end\n", "end", ERR_FORMAT },
};

START_TEST(field_broken)
{
	const char *good = broken[_i].good;
	const char *at = strstr(good, broken[_i].from);
	struct text text, out;

	text_init(&text, SNAPSHOT_TEXT_MAX);
	text_init(&out, SNAPSHOT_TEXT_MAX);
	ck_assert_ptr_nonnull(at);
	text_bytes(&text, good, (size_t)(at - good));
	text_put(&text, broken[_i].to);
	text_put(&text, at + strlen(broken[_i].from));
	ck_assert_msg(reread(text.at, text.len, &out) == broken[_i].want,
		      "%s -> %s", broken[_i].from, broken[_i].to);
	text_done(&text);
	text_done(&out);
}
END_TEST

/* A line, repeated, in @p good before its line @p before. */
static const struct {
	const char *good, *before, *line;
	size_t most; /* how often it may be added */
} bounds[] = {
	{ good_snapshot, "answer validator",
	  "server authority - 127.62.0.9 child\n", SNAPSHOT_SERVERS_MAX - 6 },
	{ good_snapshot, "end",
	  "answer cd - udp x.lab. A late 1795341600 1 1 - - -\n",
	  SNAPSHOT_ANSWERS_MAX - 7 },
	{ good_plan, "question", "question a.example.lab. A\n",
	  PLAN_QUESTIONS_MAX - 2 },
	{ good_plan, "server", "server - 127.62.0.9\n", PLAN_SERVERS_MAX - 2 },
	{ good_plan, "resolver", "resolver 127.62.0.9\n",
	  PLAN_RESOLVERS_MAX - 2 },
};

static enum err reread_repeated(int which, size_t count)
{
	const char *good = bounds[which].good;
	const char *at = strstr(good, bounds[which].before);
	struct text text, out;
	enum err err;

	text_init(&text, SNAPSHOT_TEXT_MAX);
	text_init(&out, SNAPSHOT_TEXT_MAX);
	text_bytes(&text, good, (size_t)(at - good));
	for (size_t i = 0; i < count; i++)
		text_put(&text, bounds[which].line);
	text_put(&text, at);
	err = reread(text.at, text.len, &out);
	if (!err)
		ck_assert(strcmp(out.at, text.at) == 0);
	text_done(&text);
	text_done(&out);
	return err;
}

START_TEST(lists_bounded)
{
	ck_assert_int_eq(reread_repeated(_i, bounds[_i].most), ERR_OK);
	ck_assert_int_eq(reread_repeated(_i, bounds[_i].most + 1), ERR_LIMIT);
}
END_TEST

/* One answer with a why of @p why_len and a packet of @p packet_len bytes. */
static enum err reread_sized(size_t why_len, size_t packet_len)
{
	uint8_t *packet = calloc(1, packet_len);
	struct text text, out;
	enum err err;

	text_init(&text, SNAPSHOT_TEXT_MAX);
	text_init(&out, SNAPSHOT_TEXT_MAX);
	text_put(&text, "forewarn-snapshot 1\npass 1 pulse\nzone a.\nparent -\n"
			"time 1 1 1\nfamilies -\n"
			"answer validator - udp a. A answer 1 1 1 secure ");
	for (size_t i = 0; i < why_len; i++)
		text_put(&text, "%20");
	text_put(&text, " ");
	text_base64(&text, packet, packet_len);
	text_put(&text, "\nend\n");
	err = reread(text.at, text.len, &out);
	if (!err)
		ck_assert(strcmp(out.at, text.at) == 0);
	text_done(&text);
	text_done(&out);
	free(packet);
	return err;
}

START_TEST(sizes_bounded)
{
	ck_assert_int_eq(reread_sized(SNAPSHOT_WHY_MAX, 1), ERR_OK);
	ck_assert_int_eq(reread_sized(SNAPSHOT_WHY_MAX + 1, 1), ERR_LIMIT);
	ck_assert_int_eq(reread_sized(1, MESSAGE_SIZE_MAX), ERR_OK);
	ck_assert_int_eq(reread_sized(1, MESSAGE_SIZE_MAX + 1), ERR_LIMIT);
	ck_assert_int_eq(reread_sized(1, MESSAGE_SIZE_MAX + 3), ERR_LIMIT);
}
END_TEST

START_TEST(text_bounded)
{
	struct arena *arena = arena_new(SNAPSHOT_ARENA_MAX);
	char *text = calloc(1, SNAPSHOT_TEXT_MAX + 1);
	struct snapshot *snapshot;

	ck_assert_ptr_nonnull(text);
	ck_assert_int_eq(
		snapshot_read(text, SNAPSHOT_TEXT_MAX + 1, arena, &snapshot),
		ERR_LIMIT);
	ck_assert_int_eq(
		snapshot_read(text, SNAPSHOT_TEXT_MAX, arena, &snapshot),
		ERR_FORMAT);
	free(text);
	arena_free(arena);
}
END_TEST

START_TEST(arena_too_small)
{
	struct arena *arena = arena_new(2048);
	struct snapshot *snapshot;

	ck_assert_int_eq(snapshot_read(good_snapshot, strlen(good_snapshot),
				       arena, &snapshot),
			 ERR_MEMORY);
	arena_free(arena);
}
END_TEST

START_TEST(why_cut_when_written)
{
	static char why[2 * SNAPSHOT_WHY_MAX];
	struct answer answer = { .server = -1,
				 .type = TYPE_SOA,
				 .name = name_root,
				 .outcome = OUTCOME_FAILED,
				 .why = why };
	struct snapshot snapshot = { .zone = name_root,
				     .answer_count = 1,
				     .answers = &answer };
	struct text text, out;

	memset(why, ' ', sizeof(why) - 1);
	text_init(&text, SNAPSHOT_TEXT_MAX);
	text_init(&out, SNAPSHOT_TEXT_MAX);
	snapshot_write(&snapshot, &text);
	ck_assert_int_eq(reread(text.at, text.len, &out), ERR_OK);
	text_done(&text);
	text_done(&out);
}
END_TEST

START_TEST(find)
{
	struct arena *arena = arena_new(SNAPSHOT_ARENA_MAX);
	struct name apex, hash;
	struct snapshot *s;

	ck_assert(name_from_text("EXAMPLE.lab", &apex));
	ck_assert(name_from_text("\\#.example.lab", &hash));
	ck_assert_int_eq(
		snapshot_read(good_snapshot, strlen(good_snapshot), arena, &s),
		ERR_OK);
	ck_assert_ptr_eq(
		snapshot_find(s, VANTAGE_VALIDATOR, -1, &apex, TYPE_SOA),
		&s->answers[0]);
	ck_assert_ptr_null(snapshot_find(s, VANTAGE_CD, -1, &apex, TYPE_SOA));
	ck_assert_ptr_eq(snapshot_find(s, VANTAGE_PARENT, 0, &apex, TYPE_NS),
			 &s->answers[2]);
	/* TCP after TC answers the UDP question; TCP by plan does not. */
	ck_assert_ptr_eq(snapshot_find(s, VANTAGE_AUTHORITY, 1, &hash, 65280),
			 &s->answers[3]);
	ck_assert_ptr_null(
		snapshot_find(s, VANTAGE_AUTHORITY, 0, &hash, 65280));
	ck_assert_ptr_null(
		snapshot_find(s, VANTAGE_AUTHORITY, -1, &apex, TYPE_DNSKEY));
	arena_free(arena);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("observe");
	TCase *text = tcase_create("text");

	tcase_set_timeout(text, 60);
	tcase_add_loop_test(text, round_trip, 0, COUNT_OF(goods));
	tcase_add_loop_test(text, cut_anywhere, 0, COUNT_OF(goods));
	tcase_add_loop_test(text, field_broken, 0, COUNT_OF(broken));
	tcase_add_loop_test(text, lists_bounded, 0, COUNT_OF(bounds));
	tcase_add_test(text, sizes_bounded);
	tcase_add_test(text, text_bounded);
	tcase_add_test(text, arena_too_small);
	tcase_add_test(text, why_cut_when_written);
	tcase_add_test(text, find);
	suite_add_tcase(suite, text);
	return unit_run(suite);
}
