/* SPDX-License-Identifier: BSD-3-Clause */
/* check_probe.c - probers and what they are told: files, settings, questions,
 * frames; a real prober that is fed, killed and replaced. */
#include "unit.h"

#include "probe/frames.h"
#include "probe/prober.h"
#include "probe/questions.h"
#include "probe/settings.h"
#include "probe/supervisor.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
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

/* --- a real prober --- */

struct passes {
	struct event_base *base;
	struct supervisor *supervisor;
	unsigned done, lost, wanted;
	unsigned refused, unasked; /* of the last: refused, without a try */
	struct snapshot last;	   /* its lists are gone */
	char why[160];
};

static void count_refused(struct passes *passes,
			  const struct snapshot *snapshot)
{
	passes->refused = passes->unasked = 0;
	for (size_t i = 0; i < snapshot->answer_count; i++)
		if (snapshot->answers[i].outcome == OUTCOME_REFUSED) {
			passes->refused++;
			passes->unasked += snapshot->answers[i].tries == 0;
		}
}

static void on_done(void *arg, uint64_t plan_id, struct snapshot *snapshot,
		    struct arena *arena, const char *why)
{
	struct passes *passes = arg;

	if (snapshot) {
		passes->done++;
		passes->last = *snapshot;
		ck_assert_uint_eq(snapshot->plan_id, plan_id);
		count_refused(passes, snapshot);
	} else {
		passes->lost++;
		(void)snprintf(passes->why, sizeof(passes->why), "%s", why);
		ck_assert_ptr_null(arena);
	}
	arena_free(arena);
	if (passes->done + passes->lost == passes->wanted)
		(void)event_base_loopbreak(passes->base);
}

static const char *write_file(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
	return name;
}

static struct prober_settings prober_settings(unsigned window)
{
	return (struct prober_settings){
		.root_hints = "check_probe.hints",
		.trust_anchor_file = "check_probe.anchors",
		.user = "nobody",
		.probers = 1,
		.window = window,
		.query_timeout_ms = 100,
		.query_tries = 1,
	};
}

static void passes_start(struct passes *passes, unsigned window)
{
	struct prober_settings settings = prober_settings(window);

	(void)write_file(settings.root_hints, "ns. A 127.62.250.1@9\n");
	(void)write_file(settings.trust_anchor_file,
			 ". DS 1 13 2 00112233445566778899aabbccddeeff"
			 "00112233445566778899aabbccddeeff\n");
	*passes = (struct passes){ .base = event_base_new() };
	ck_assert_int_eq(supervisor_new(passes->base, &settings, on_done,
					passes, &passes->supervisor),
			 ERR_OK);
}

static void passes_stop(struct passes *passes)
{
	supervisor_free(passes->supervisor);
	event_base_free(passes->base);
	(void)unlink("check_probe.hints");
	(void)unlink("check_probe.anchors");
}

/* A pulse of @p server; the validator finds nobody either. */
static enum err submit(struct passes *passes, uint64_t id,
		       struct plan_server *server, int64_t deadline_ms)
{
	struct plan plan = { .id = id,
			     .kind = server ? PASS_PULSE : PASS_CANARY,
			     .at = WALL_NEVER,
			     .deadline_ms = deadline_ms,
			     .servers = server,
			     .server_count = server ? 1 : 0 };

	ck_assert(name_from_text("zone.lab.", &plan.zone));
	return supervisor_submit(passes->supervisor, &plan);
}

/* A server that says nothing. @return its socket. */
static int silent_server(struct plan_server *ret_server)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	at.sin_addr.s_addr = htonl(0x7f3efa02); /* 127.62.250.2 */
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, len), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*ret_server = (struct plan_server){
		.address = { 4, ntohs(at.sin_port), { 127, 62, 250, 2 } }
	};
	return fd;
}

START_TEST(prober_answers)
{
	struct passes passes;
	struct supervisor_stats stats;

	passes_start(&passes, 4);
	passes.wanted = 4;
	for (uint64_t id = 1; id <= 4; id++)
		ck_assert_int_eq(submit(&passes, id, NULL, 5000), ERR_OK);
	ck_assert_int_eq(submit(&passes, 5, NULL, 5000), ERR_BUSY);
	ck_assert_uint_eq(passes.done, 0);
	(void)event_base_dispatch(passes.base);
	ck_assert_uint_eq(passes.done, 4);
	ck_assert(!passes.last.overloaded);
	supervisor_stats(passes.supervisor, &stats);
	ck_assert_uint_eq(stats.alive, 1);
	ck_assert_uint_eq(stats.in_flight, 0);
	ck_assert_uint_eq(stats.restarts, 0);
	passes_stop(&passes);
}
END_TEST

/* The plan's deadline ends what a server never would. */
START_TEST(prober_keeps_deadline)
{
	struct passes passes;
	struct plan_server server;
	int fd = silent_server(&server);

	passes_start(&passes, 4);
	passes.wanted = 1;
	ck_assert_int_eq(submit(&passes, 1, &server, 50), ERR_OK);
	(void)event_base_dispatch(passes.base);
	ck_assert_uint_eq(passes.done, 1);
	ck_assert_uint_eq(passes.last.answer_count, 4);
	ck_assert_uint_eq(passes.last.server_count, 1);
	passes_stop(&passes);
	(void)close(fd);
}
END_TEST

/* Where the first question is refused, the others are spared. */
START_TEST(prober_scouts)
{
	struct passes passes;
	struct plan_server server;

	(void)close(silent_server(&server));
	passes_start(&passes, 4);
	passes.wanted = 1;
	ck_assert_int_eq(submit(&passes, 1, &server, 3000), ERR_OK);
	(void)event_base_dispatch(passes.base);
	ck_assert_uint_eq(passes.done, 1);
	ck_assert_uint_eq(passes.refused, 2);
	ck_assert_uint_eq(passes.unasked, 1);
	passes_stop(&passes);
}
END_TEST

/* The only child of this process. */
static pid_t prober_pid(void)
{
	char path[64];
	FILE *file;
	int pid = 0;

	(void)snprintf(path, sizeof(path), "/proc/self/task/%d/children",
		       (int)getpid());
	file = fopen(path, "r");
	if (!file)
		return 0;
	if (fscanf(file, "%d", &pid) != 1)
		pid = 0;
	(void)fclose(file);
	return pid;
}

START_TEST(prober_killed)
{
	struct passes passes;
	struct supervisor_stats stats;
	struct plan_server server;
	int fd = silent_server(&server);

	passes_start(&passes, 4);
	passes.wanted = 3;
	for (uint64_t id = 1; id <= 3; id++)
		ck_assert_int_eq(submit(&passes, id, &server, 30000), ERR_OK);
	if (prober_pid() == 0)
		goto out; /* a kernel without the list of children */
	ck_assert_int_eq(kill(prober_pid(), SIGKILL), 0);
	(void)event_base_dispatch(passes.base);
	ck_assert_uint_eq(passes.lost, 3);
	ck_assert_ptr_nonnull(strstr(passes.why, "signal 9"));
	supervisor_stats(passes.supervisor, &stats);
	ck_assert_uint_eq(stats.restarts, 1);
	ck_assert_uint_eq(stats.alive, 0);
	ck_assert_int_eq(submit(&passes, 4, NULL, 5000), ERR_BUSY);
	while (submit(&passes, 5, NULL, 5000) == ERR_BUSY)
		(void)event_base_loop(passes.base, EVLOOP_ONCE);
	passes.wanted = 4;
	(void)event_base_dispatch(passes.base);
	ck_assert_uint_eq(passes.done, 1);
	ck_assert_uint_eq(passes.last.plan_id, 5);
out:
	passes_stop(&passes);
	(void)close(fd);
}
END_TEST

/* New settings: the old prober ends its pass, the new one takes the next. */
START_TEST(prober_reconfigured)
{
	struct prober_settings settings = prober_settings(2);
	struct passes passes;
	struct supervisor_stats stats;
	struct plan_server server;
	int fd = silent_server(&server);

	passes_start(&passes, 1);
	ck_assert_int_eq(submit(&passes, 1, &server, 300), ERR_OK);
	ck_assert_int_eq(submit(&passes, 2, &server, 300), ERR_BUSY);
	settings.root_hints = "/nonexistent";
	ck_assert_int_eq(supervisor_reconfigure(passes.supervisor, &settings),
			 ERR_IO);
	settings = prober_settings(2);
	ck_assert_int_eq(supervisor_reconfigure(passes.supervisor, &settings),
			 ERR_OK);
	ck_assert_int_eq(submit(&passes, 2, &server, 300), ERR_OK);
	ck_assert_int_eq(submit(&passes, 3, NULL, 300), ERR_OK);
	ck_assert_int_eq(submit(&passes, 4, NULL, 300), ERR_BUSY);
	passes.wanted = 3;
	(void)event_base_dispatch(passes.base);
	ck_assert_uint_eq(passes.done, 3);
	(void)event_base_loop(passes.base, EVLOOP_NONBLOCK);
	supervisor_stats(passes.supervisor, &stats);
	ck_assert_uint_eq(stats.alive, 1);
	ck_assert_uint_eq(stats.restarts, 0);
	passes_stop(&passes);
	(void)close(fd);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite;
	TCase *told, *prober;

	if (argc == 3 && strcmp(argv[1], "--prober") == 0)
		return prober_main(atoi(argv[2]));
	suite = suite_create("probe");
	told = tcase_create("told");
	prober = tcase_create("prober");
	tcase_add_loop_test(told, root_hints, 0, COUNT_OF(hints));
	tcase_add_loop_test(told, trust_anchors, 0, COUNT_OF(anchors));
	tcase_add_test(told, roots_bounded);
	tcase_add_test(told, root_files_missing);
	tcase_add_test(told, settings_round_trip);
	tcase_add_loop_test(told, settings_field_broken, 0,
			    COUNT_OF(settings_broken));
	tcase_add_loop_test(told, questions, 0, COUNT_OF(asked));
	tcase_add_test(told, questions_of_resolvers);
	tcase_add_test(told, questions_of_the_chain);
	tcase_add_loop_test(told, frames_heard, 0, COUNT_OF(streams));
	suite_add_tcase(suite, told);
	tcase_set_timeout(prober, 60);
	tcase_add_test(prober, prober_answers);
	tcase_add_test(prober, prober_keeps_deadline);
	tcase_add_test(prober, prober_scouts);
	tcase_add_test(prober, prober_killed);
	tcase_add_test(prober, prober_reconfigured);
	suite_add_tcase(suite, prober);
	return unit_run(suite);
}
