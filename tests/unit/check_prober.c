/* SPDX-License-Identifier: BSD-3-Clause */
/* check_prober.c - a real prober: it answers, keeps its deadline, dies and is
 * started anew. */
#include "unit.h"

#include "probe/prober.h"
#include "probe/settings.h"
#include "probe/supervisor.h"

#include <arpa/inet.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

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
	TCase *c;

	/* The supervisor starts this very program as its probers. */
	if (argc == 3 && strcmp(argv[1], "--prober") == 0)
		return prober_main(atoi(argv[2]));
	suite = suite_create("prober");
	c = tcase_create("prober");
	tcase_set_timeout(c, 60);
	tcase_add_test(c, prober_answers);
	tcase_add_test(c, prober_keeps_deadline);
	tcase_add_test(c, prober_scouts);
	tcase_add_test(c, prober_killed);
	tcase_add_test(c, prober_reconfigured);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
