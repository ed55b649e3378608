/* SPDX-License-Identifier: BSD-3-Clause */
/* check_probe.c - what a prober is told, and what of it is refused: roots,
 * settings, plans, frames. */
#include "unit.h"

#include "probe/frames.h"
#include "probe/questions.h"
#include "probe/settings.h"

#include <errno.h>
#include <event2/event.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* --- root hints and trust anchors --- */

static const struct {
	const char *name, *text;
	enum err want;
	const char *first; /* address */
	size_t count;
} hints[] = {
	{ "as InterNIC has it",
	  "; comment\n.  3600000  NS  A.ROOT-SERVERS.NET.\n"
	  "A.ROOT-SERVERS.NET.\t3600000\tA\t198.41.0.4\n"
	  "A.ROOT-SERVERS.NET. 3600000 AAAA 2001:503:ba3e::2:30 ; six\n",
	  ERR_OK, "198.41.0.4", 2 },
	{ "class and port", "ns. 60 IN A 127.0.0.1@5353\n", ERR_OK,
	  "127.0.0.1@5353", 1 },
	{ "no newline at the end", "ns. a 192.0.2.1", ERR_OK, "192.0.2.1", 1 },
	{ "carriage returns", "ns. A 192.0.2.1\r\n", ERR_OK, "192.0.2.1", 1 },
	{ "empty", "", ERR_NOT_FOUND, NULL, 0 },
	{ "commented out", ";ns. A 192.0.2.1\n", ERR_NOT_FOUND, NULL, 0 },
	{ "no address", "ns. A localhost\n", ERR_FORMAT, NULL, 0 },
	{ "something behind it", "ns. A 192.0.2.1 x\n", ERR_FORMAT, NULL, 0 },
};

START_TEST(root_hints)
{
	struct roots roots = { 0 };
	char text[ADDRESS_TEXT_SIZE];

	ck_assert_msg(roots_read_hints(hints[_i].text, &roots) ==
			      hints[_i].want,
		      "%s", hints[_i].name);
	if (hints[_i].want != ERR_OK)
		return;
	ck_assert_uint_eq(roots.hint_count, hints[_i].count);
	ck_assert_str_eq(address_to_text(&roots.hints[0], text),
			 hints[_i].first);
}
END_TEST

static const struct {
	const char *name, *text;
	enum err want;
	const char *first;
	size_t count;
} anchors[] = {
	{ "a DS", ". IN DS 20326 8 2 E06D44B8\n", ERR_OK,
	  ". IN DS 20326 8 2 E06D44B8", 1 },
	{ "keys with comments",
	  "$TTL 60\n. IN DNSKEY 257 3 8 AwEA ; tag 1\n. IN DNSKEY 257 3 8 "
	  "AwEB\n",
	  ERR_OK, ". IN DNSKEY 257 3 8 AwEA", 2 },
	{ "over several lines",
	  ".  172800 dnskey 257 3 13 (\n\tab ; x)\n cd )\n", ERR_OK,
	  ". 172800 dnskey 257 3 13 ab cd", 1 },
	{ "others between", ". SOA a. b. 1 2 3 4 5\n. DS 1 8 2 00\n", ERR_OK,
	  ". DS 1 8 2 00", 1 },
	{ "none", "; nothing\n", ERR_NOT_FOUND, NULL, 0 },
	{ "a parenthesis left open", ". DS ( 1 8 2 00\n. DS 1 8 2 00\n", ERR_OK,
	  ". DS 1 8 2 00 . DS 1 8 2 00", 1 },
};

START_TEST(trust_anchors)
{
	struct arena *arena = arena_new(65536);
	struct roots roots = { 0 };

	ck_assert_msg(roots_read_anchors(anchors[_i].text, arena, &roots) ==
			      anchors[_i].want,
		      "%s", anchors[_i].name);
	ck_assert_uint_eq(roots.anchor_count, anchors[_i].count);
	if (anchors[_i].first)
		ck_assert_str_eq(roots.anchors[0], anchors[_i].first);
	arena_free(arena);
}
END_TEST

static enum err read_repeated(const char *line, size_t count, bool is_hint)
{
	struct arena *arena = arena_new(1 << 20);
	struct roots roots = { 0 };
	struct text text;
	enum err err;

	text_init(&text, 1 << 20);
	for (size_t i = 0; i < count; i++)
		text_put(&text, line);
	err = is_hint ? roots_read_hints(text.at, &roots)
		      : roots_read_anchors(text.at, arena, &roots);
	text_done(&text);
	arena_free(arena);
	return err;
}

START_TEST(roots_bounded)
{
	const char *hint = "ns. A 192.0.2.1\n", *anchor = ". DS 1 8 2 00\n";

	ck_assert_int_eq(read_repeated(hint, ROOTS_HINTS_MAX, true), ERR_OK);
	ck_assert_int_eq(read_repeated(hint, ROOTS_HINTS_MAX + 1, true),
			 ERR_LIMIT);
	ck_assert_int_eq(read_repeated(anchor, ROOTS_ANCHORS_MAX, false),
			 ERR_OK);
	ck_assert_int_eq(read_repeated(anchor, ROOTS_ANCHORS_MAX + 1, false),
			 ERR_LIMIT);
	ck_assert_int_eq(read_repeated("(. DS 00 ", 4096, false), ERR_LIMIT);
}
END_TEST

START_TEST(root_files_missing)
{
	struct arena *arena = arena_new(65536);
	struct roots roots = { 0 };
	const char *file;

	ck_assert_int_eq(roots_read_files("/nonexistent/hints", "/dev/null",
					  arena, &roots, &file),
			 ERR_IO);
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_str_eq(file, "/nonexistent/hints");
	ck_assert_int_eq(roots_read_files("/dev/null", "/dev/null", arena,
					  &roots, &file),
			 ERR_NOT_FOUND);
	arena_free(arena);
}
END_TEST

/* --- settings --- */

static const char good_settings[] = "forewarn-prober 1\n"
				    "query 2000 3\n"
				    "user nobody\n"
				    "hint 127.62.0.1\n"
				    "hint ::1@5353\n"
				    "anchor .%20DS%201%208%202%2000\n"
				    "end\n";

static enum err reread_settings(const char *text, size_t len, struct text *out)
{
	struct arena *arena = arena_new(SETTINGS_ARENA_MAX);
	struct settings *settings;
	enum err err = settings_read(text, len, arena, &settings);

	if (!err)
		settings_write(settings, out);
	arena_free(arena);
	return err;
}

START_TEST(settings_round_trip)
{
	struct text out;

	text_init(&out, SETTINGS_TEXT_MAX);
	ck_assert_int_eq(
		reread_settings(good_settings, strlen(good_settings), &out),
		ERR_OK);
	ck_assert_str_eq(text_string(&out), good_settings);
	text_done(&out);
	for (size_t len = 0; len < strlen(good_settings); len++)
		ck_assert_int_eq(reread_settings(good_settings, len, &out),
				 ERR_FORMAT);
}
END_TEST

static const struct {
	const char *from, *to;
	enum err want;
} settings_broken[] = {
	{ "prober 1", "prober 2", ERR_VERSION },
	{ "2000", "0", ERR_FORMAT },
	{ "2000", "60001", ERR_FORMAT },
	{ " 3\n", " 0\n", ERR_FORMAT },
	{ " 3\n", " 256\n", ERR_FORMAT },
	{ "user nobody\n", "", ERR_FORMAT },
	{ "hint 127.62.0.1\nhint ::1@5353\n", "", ERR_FORMAT },
	{ "127.62.0.1", "-", ERR_FORMAT },
	{ "anchor .%20DS%201%208%202%2000\n", "", ERR_FORMAT },
	{ ".%20DS%201%208%202%2000", "-", ERR_FORMAT },
	{ "end\n", "end\nend\n", ERR_FORMAT },
};

START_TEST(settings_field_broken)
{
	const char *at = strstr(good_settings, settings_broken[_i].from);
	struct text text, out;

	text_init(&text, SETTINGS_TEXT_MAX);
	text_init(&out, SETTINGS_TEXT_MAX);
	text_bytes(&text, good_settings, (size_t)(at - good_settings));
	text_put(&text, settings_broken[_i].to);
	text_put(&text, at + strlen(settings_broken[_i].from));
	ck_assert_msg(reread_settings(text.at, text.len, &out) ==
			      settings_broken[_i].want,
		      "%s -> %s", settings_broken[_i].from,
		      settings_broken[_i].to);
	text_done(&text);
	text_done(&out);
}
END_TEST

/* --- what a plan asks --- */

#define V AT(VANTAGE_VALIDATOR)
#define C AT(VANTAGE_CD)
#define P AT(VANTAGE_PARENT)
#define A AT(VANTAGE_AUTHORITY)
#define R AT(VANTAGE_RESOLVER)

static const struct {
	enum pass_kind kind;
	const char *zone, *name;
	uint16_t type;
	unsigned want; /* vantages; 0: not asked */
} asked[] = {
	{ PASS_PULSE, "a.b.", "a.b.", TYPE_SOA, V | A },
	{ PASS_PULSE, "a.b.", "a.b.", TYPE_DNSKEY, V | A },
	{ PASS_PULSE, "a.b.", "a.b.", TYPE_NS, 0 },
	{ PASS_PULSE, "a.b.", "www.a.b.", TYPE_A, V | A },
	{ PASS_PULSE, "a.b.", "b.", TYPE_SOA, 0 },
	{ PASS_SURVEY, "a.b.", "a.b.", TYPE_SOA, V | C | A | R },
	{ PASS_SURVEY, "a.b.", "a.b.", TYPE_NS, V | C | P | A },
	{ PASS_SURVEY, "a.b.", "a.b.", TYPE_DS, V | C | P | R },
	{ PASS_SURVEY, "a.b.", "a.b.", TYPE_CDS, A },
	{ PASS_SURVEY, "a.b.", "a.b.", PROBE_NODATA_TYPE, V | A },
	{ PASS_SURVEY, "a.b.", "_forewarn-nx-0000abcd.a.b.", TYPE_A, V | A },
	{ PASS_SURVEY, "a.b.", "www.a.b.", TYPE_A, V | C | A | R },
	{ PASS_SURVEY, "a.b.", "b.", TYPE_SOA, V },
	{ PASS_SURVEY, "a.b.", ".", TYPE_SOA, V | R },
	{ PASS_SURVEY, ".", ".", TYPE_SOA, V | C | A | R },
	{ PASS_SURVEY, ".", ".", TYPE_DS, 0 },
	{ PASS_CANARY, "a.b.", "a.b.", TYPE_DNSKEY, 0 },
	{ PASS_CANARY, "a.b.", "www.a.b.", TYPE_A, V | C },
	{ PASS_RESOLVERS, "a.b.", "a.b.", TYPE_SOA, 0 },
	{ PASS_RESOLVERS, "a.b.", "www.a.b.", TYPE_A, R },
	/* What the operator asks for twice is asked once. */
	{ PASS_SURVEY, "a.b.", "a.b.", TYPE_DNSKEY, V | C | A | R },
	{ PASS_SURVEY, "a.b.", "a.b.", TYPE_NSEC3PARAM, V | C | A | R },
};

START_TEST(questions)
{
	struct arena *arena = arena_new(1 << 20);
	struct plan_question named[3] = { { .type = TYPE_A },
					  { .type = TYPE_DNSKEY },
					  { .type = TYPE_NSEC3PARAM } };
	struct plan plan = { .kind = asked[_i].kind, .questions = named };
	struct questions list;
	struct name name;
	unsigned vantages = 0, times = 0;

	plan.question_count = asked[_i].kind == PASS_SURVEY ? 3 : 1;
	ck_assert(name_from_text(asked[_i].zone, &plan.zone));
	ck_assert(name_prepend("www", &plan.zone, &named[0].name));
	named[1].name = named[2].name = plan.zone;
	ck_assert(name_from_text(asked[_i].name, &name));
	ck_assert(questions_list(&plan, 0xabcd, arena, &list));
	for (size_t i = 0; i < list.count; i++)
		if (list.planned[i].type == asked[_i].type &&
		    name_equal(&list.planned[i].name, &name)) {
			vantages = list.planned[i].vantages;
			times++;
		}
	ck_assert_msg(vantages == asked[_i].want && times <= 1,
		      "row %d: %x, %u times", _i, vantages, times);
	arena_free(arena);
}
END_TEST

/* Resolvers of others are not asked everything that an operator may ask. */
START_TEST(questions_of_resolvers)
{
	struct arena *arena = arena_new(1 << 20);
	struct plan_question named[64];
	struct plan plan = { .kind = PASS_SURVEY,
			     .question_count = 64,
			     .questions = named };
	struct questions list;
	size_t count = 0;

	ck_assert(name_from_text("a.b.", &plan.zone));
	for (uint16_t i = 0; i < 64; i++)
		named[i] = (struct plan_question){ plan.zone,
						   (uint16_t)(300 + i) };
	ck_assert(questions_list(&plan, 1, arena, &list));
	for (size_t i = 0; i < list.count; i++)
		count += (list.planned[i].vantages & R) != 0;
	/* SOA, DNSKEY, DS, the root's SOA, and eight. */
	ck_assert_uint_eq(count, 12);
	arena_free(arena);
}
END_TEST

/* Where the chain is asked for, DS and keys of all that is above. */
START_TEST(questions_of_the_chain)
{
	static const struct {
		const char *name;
		uint16_t type;
		unsigned want;
	} rows[] = {
		{ "lab.", TYPE_DS, C },	 { "lab.", TYPE_DNSKEY, C },
		{ "lab.", TYPE_SOA, V }, { ".", TYPE_DNSKEY, C },
		{ ".", TYPE_DS, 0 },
	};
	struct arena *arena = arena_new(1 << 20);
	struct plan plan = { .kind = PASS_SURVEY, .chain = true };
	struct questions list;

	ck_assert(name_from_text("example.lab.", &plan.zone));
	ck_assert(questions_list(&plan, 0xabcd, arena, &list));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct name name;
		unsigned vantages = 0;

		ck_assert(name_from_text(rows[i].name, &name));
		for (size_t k = 0; k < list.count; k++)
			if (list.planned[k].type == rows[i].type &&
			    name_equal(&list.planned[k].name, &name))
				vantages |= list.planned[k].vantages;
		ck_assert_msg(vantages == rows[i].want, "row %zu: %x", i,
			      vantages);
	}
	arena_free(arena);
}
END_TEST

/* --- frames --- */

static const struct {
	const char *name, *sent;
	size_t len;
	const char *want; /* frames, each with a '|'; "!" for the end */
} streams[] = {
	{ "one", "\0\0\0\2ab", 6, "ab|!" },
	{ "empty", "\0\0\0\0", 4, "|!" },
	{ "two", "\0\0\0\1a\0\0\0\1b", 10, "a|b|!" },
	{ "the longest", "\0\0\0\12aaaaaaaaaa", 14, "aaaaaaaaaa|!" },
	{ "longer", "\0\0\0\13aaaaaaaaaaa", 15, "!" },
	{ "far longer", "\377\377\377\377", 4, "!" },
	{ "cut in the length", "\0\0\0", 3, "!" },
	{ "cut within", "\0\0\0\3ab", 6, "!" },
	{ "good, then longer", "\0\0\0\1a\0\1\0\0", 9, "a|!" },
};

struct heard {
	struct event_base *base;
	struct frames *frames;
	char what[64];
};

static void on_frame(void *arg, const char *bytes, size_t len)
{
	struct heard *heard = arg;

	(void)strncat(heard->what, bytes, len);
	(void)strcat(heard->what, "|");
}

static void on_closed(void *arg, const char *why)
{
	struct heard *heard = arg;

	(void)why;
	(void)strcat(heard->what, "!");
	frames_free(heard->frames);
	(void)event_base_loopbreak(heard->base);
}

START_TEST(frames_heard)
{
	struct heard heard = { .base = event_base_new() };
	struct frames_user user = { on_frame, on_closed, &heard };
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	heard.frames = frames_new(heard.base, ends[0], 10, &user);
	ck_assert_ptr_nonnull(heard.frames);
	/* Byte by byte: where a stream is cut makes no difference. */
	for (size_t i = 0; i < streams[_i].len; i++) {
		ck_assert_int_eq(
			send(ends[1], streams[_i].sent + i, 1, MSG_NOSIGNAL),
			1);
		(void)event_base_loop(heard.base, EVLOOP_NONBLOCK);
		if (strchr(heard.what, '!'))
			break;
	}
	(void)close(ends[1]);
	if (!strchr(heard.what, '!'))
		(void)event_base_dispatch(heard.base);
	ck_assert_msg(strcmp(heard.what, streams[_i].want) == 0, "%s: %s",
		      streams[_i].name, heard.what);
	event_base_free(heard.base);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("probe");
	TCase *c = tcase_create("probe");

	tcase_add_loop_test(c, root_hints, 0, COUNT_OF(hints));
	tcase_add_loop_test(c, trust_anchors, 0, COUNT_OF(anchors));
	tcase_add_test(c, roots_bounded);
	tcase_add_test(c, root_files_missing);
	tcase_add_test(c, settings_round_trip);
	tcase_add_loop_test(c, settings_field_broken, 0,
			    COUNT_OF(settings_broken));
	tcase_add_loop_test(c, questions, 0, COUNT_OF(asked));
	tcase_add_test(c, questions_of_resolvers);
	tcase_add_test(c, questions_of_the_chain);
	tcase_add_loop_test(c, frames_heard, 0, COUNT_OF(streams));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
