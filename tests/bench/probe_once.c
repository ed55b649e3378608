/* SPDX-License-Identifier: BSD-3-Clause */
/* probe_once.c - run one plan for each zone named through a real prober, and
 * print the snapshots, or how fast it went.
 *
 *	probe_once [-pcfTq] [-a AT] [-s ADDRESS] [-w WINDOW] [-n TIMES]
 *		HINTS ANCHORS ZONE...
 *
 * -p pulse, -c canary (else survey), -f fresh, -T TCP as well, -q quiet. */
#include "base/clock.h"
#include "probe/prober.h"
#include "probe/supervisor.h"

#include <event2/event.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define DEADLINE_MS 60000

struct run {
	struct event_base *base;
	struct supervisor *supervisor;
	struct plan plan;
	char **zones;
	long zone_count, wanted, submitted, done, lost, overloaded;
	bool quiet;
};

static void submit(struct run *run)
{
	static struct plan_question www;

	while (run->submitted < run->wanted) {
		const char *zone = run->zones[run->submitted % run->zone_count];
		struct plan plan = run->plan;

		if (!name_from_text(zone, &plan.zone)) {
			(void)fprintf(stderr, "%s: no name\n", zone);
			exit(EXIT_FAILURE);
		}
		if (!name_prepend("www", &plan.zone, &www.name))
			exit(EXIT_FAILURE);
		www.type = TYPE_A;
		plan.id = (uint64_t)run->submitted + 1;
		plan.questions = &www;
		plan.question_count = plan.kind != PASS_PULSE;
		if (supervisor_submit(run->supervisor, &plan) != ERR_OK)
			return;
		run->submitted++;
	}
}

static void print_counts(const struct snapshot *snapshot)
{
	unsigned counts[VANTAGE_COUNT][OUTCOME_COUNT] = { 0 };
	char zone[NAME_TEXT_SIZE];

	for (size_t i = 0; i < snapshot->answer_count; i++)
		counts[snapshot->answers[i].vantage]
		      [snapshot->answers[i].outcome]++;
	printf("%s servers %zu", name_to_text(&snapshot->zone, zone),
	       snapshot->server_count);
	for (int v = 0; v < VANTAGE_COUNT; v++)
		for (int o = 0; o < OUTCOME_COUNT; o++)
			if (counts[v][o])
				printf(" %s/%s %u", vantage_text(v),
				       outcome_text(o), counts[v][o]);
	printf("%s\n", snapshot->overloaded ? " overloaded" : "");
}

static void on_done(void *arg, uint64_t plan_id, struct snapshot *snapshot,
		    struct arena *arena, const char *why)
{
	struct run *run = arg;
	struct text text;

	run->done++;
	if (!snapshot) {
		run->lost++;
		(void)fprintf(stderr, "pass %llu is lost: %s\n",
			      (unsigned long long)plan_id, why);
	} else if (run->quiet) {
		print_counts(snapshot);
		run->overloaded += snapshot->overloaded;
	} else {
		text_init(&text, SNAPSHOT_TEXT_MAX);
		snapshot_write(snapshot, &text);
		(void)fputs(text_string(&text), stdout);
		text_done(&text);
	}
	arena_free(arena);
	if (run->done == run->wanted)
		(void)event_base_loopbreak(run->base);
}

static void on_turn(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	submit(arg);
}

static void print_speed(const struct run *run, struct mono from)
{
	double s = (double)(clock_mono().ms - from.ms) / 1000;
	struct rusage use;

	(void)getrusage(RUSAGE_CHILDREN, &use);
	(void)fprintf(
		stderr,
		"%ld passes in %.2f s: %.1f/s; %ld lost, %ld "
		"overloaded; probers: %.4f s CPU, %ld kB at most\n",
		run->done, s, (double)run->done / s, run->lost, run->overloaded,
		(double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
			(double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) /
				1e6,
		use.ru_maxrss);
}

static void run_all(struct run *run, const struct prober_settings *settings)
{
	struct timeval turn = { 0, 2000 };
	struct mono from = clock_mono();
	struct event *event;

	run->base = event_base_new();
	if (supervisor_new(run->base, settings, on_done, run,
			   &run->supervisor) != ERR_OK)
		exit(EXIT_FAILURE);
	event = event_new(run->base, -1, EV_PERSIST, on_turn, run);
	(void)event_add(event, &turn);
	submit(run);
	(void)event_base_dispatch(run->base);
	event_free(event);
	supervisor_free(run->supervisor);
	event_base_free(run->base);
	print_speed(run, from);
}

static void read_option(struct run *run, struct prober_settings *settings,
			struct plan_server *server, int option)
{
	switch (option) {
	case 'p':
		run->plan.kind = PASS_PULSE;
		return;
	case 'c':
		run->plan.kind = PASS_CANARY;
		return;
	case 'f':
		run->plan.fresh = true;
		return;
	case 'T':
		run->plan.tcp = true;
		return;
	case 'q':
		run->quiet = true;
		return;
	case 'a':
		if (wall_parse(optarg, &run->plan.at))
			return;
		break;
	case 's':
		run->plan.servers = server;
		run->plan.server_count = 1;
		if (address_from_text(optarg, &server->address))
			return;
		break;
	case 'w':
		settings->window = (unsigned)atoi(optarg);
		return;
	case 'n':
		run->wanted = atol(optarg);
		return;
	}
	(void)fprintf(stderr, "probe_once: bad option\n");
	exit(EXIT_FAILURE);
}

int main(int argc, char **argv)
{
	static struct plan_server server;
	struct run run = { .plan = { .kind = PASS_SURVEY,
				     .at = WALL_NEVER,
				     .deadline_ms = DEADLINE_MS },
			   .wanted = 1 };
	struct prober_settings settings = { .user = "nobody",
					    .probers = 1,
					    .window = 32,
					    .query_timeout_ms = 2000,
					    .query_tries = 3,
					    .private_servers = true };
	int option;

	if (argc == 3 && strcmp(argv[1], "--prober") == 0)
		return prober_main(atoi(argv[2]));
	while ((option = getopt(argc, argv, "pcfTqa:s:w:n:")) != -1)
		read_option(&run, &settings, &server, option);
	if (argc - optind < 3)
		read_option(&run, &settings, &server, '?');
	settings.root_hints = argv[optind];
	settings.trust_anchor_file = argv[optind + 1];
	run.zones = argv + optind + 2;
	run.zone_count = argc - optind - 2;
	run.wanted *= run.zone_count;
	run_all(&run, &settings);
	return run.lost ? EXIT_FAILURE : EXIT_SUCCESS;
}
