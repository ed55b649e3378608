/* SPDX-License-Identifier: BSD-3-Clause */
/* check_telling.c - from a fold to the outbox, through the daemon's own path:
 * who is owed what by which routes, who hears what becomes of it, what waits,
 * what is told again, and that a target which fails is told of to the others.
 *
 * Nothing is sent: the notifier knows of no target. */
#include "unit.h"

#include "app/internal.h"
#include "base/clock.h"
#include "base/log.h"
#include "memory/database.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char dir[] = "/tmp/check_telling.XXXXXX";
static struct app app;
static struct config_file *file;

static void nothing(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	(void)arg;
}

static void load(const char *routes)
{
	char path[64];
	struct text errors;
	FILE *out;

	(void)snprintf(path, sizeof(path), "%s/c.yaml", dir);
	out = fopen(path, "w");
	ck_assert_ptr_nonnull(out);
	(void)fprintf(out,
		      "state_dir: %s\nrun_dir: %s\nzones:\n"
		      "- {name: a.example, labels: {team: dns}}\n- b.example\n"
		      "targets:\n- {name: chat, url: 'http://127.0.0.1:9/'}\n"
		      "- {name: pager, url: 'http://127.0.0.1:9/'}\n%s",
		      dir, dir, routes);
	ck_assert_int_eq(fclose(out), 0);
	text_init(&errors, 4096);
	file = config_load(path, &errors);
	ck_assert_msg(file != NULL, "%s", text_string(&errors));
	text_done(&errors);
	app.config = config_get(file);
	ck_assert_int_eq(remove(path), 0);
}

static void begin(const char *routes)
{
	log_open("check_telling", LOG_LEVEL_ERROR);
	memset(&app, 0, sizeof(app));
	memcpy(dir + sizeof(dir) - 7, "XXXXXX", 6);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	load(routes);
	app.stopping = true; /* nothing is published */
	app.base = event_base_new();
	app.book = incident_book_new(0);
	app.monitor_book = incident_book_new(0);
	app.zones = map_new();
	app.flights = map_new();
	TAILQ_INIT(&app.waiting);
	app.monitor.canary_tick = event_new(app.base, -1, 0, nothing, NULL);
	ck_assert_int_eq(memory_open_volatile(&app.memory), ERR_OK);
	ck_assert_int_eq(notify_new(app.base, app.memory, &app.notify), ERR_OK);
	ck_assert_int_eq(latest_start(&app), ERR_OK);
	ck_assert_int_eq(remember_start(&app), ERR_OK);
	ck_assert_int_eq(remind_start(&app), ERR_OK);
	ck_assert_int_eq(zones_apply(&app, app.config, 0), ERR_OK);
}

static void end(void)
{
	remind_stop(&app);
	remember_stop(&app);
	latest_stop(&app);
	notify_free(app.notify);
	memory_close(app.memory);
	incident_book_free(app.book);
	incident_book_free(app.monitor_book);
	config_free(file);
	ck_assert_int_eq(rmdir(dir), 0);
}

/* Let the batch be written. */
static void settle(void)
{
	while (!STAILQ_EMPTY(&app.debts))
		(void)event_base_loop(app.base, EVLOOP_ONCE);
}

static void by_hand(const char *sql)
{
	ck_assert_int_eq(sqlite3_exec(app.memory->db, sql, NULL, NULL, NULL),
			 SQLITE_OK);
}

/* One look at a zone that shows a fault of @p severity; OK: none. */
static void look(const char *zone, enum severity severity)
{
	struct wall now = clock_wall();
	struct name apex;
	struct finding fault = { .id = "rrsig-expired",
				 .severity = severity,
				 .kind = KIND_FAILING,
				 .subject = "SOA",
				 .summary = "expired",
				 .deadline = now };
	const struct finding *all[] = { &fault };
	struct assessment *a;
	struct fold fold;

	ck_assert(name_from_text(zone, &apex));
	a = assessment_unknown(&apex, "", now);
	a->unknown_because = NULL;
	a->verdict = severity == SEVERITY_CRITICAL  ? VERDICT_CRITICAL
		     : severity == SEVERITY_WARNING ? VERDICT_WARNING
						    : VERDICT_OK;
	a->findings = all;
	a->finding_count = severity != SEVERITY_OK;
	ck_assert_int_eq(incident_fold(app.book, a, now, &fold), ERR_OK);
	remember_fold(&app, zone, &fold);
	assessment_free(a);
	settle();
}

/* "chat opened; pager opened+" in order of owing; '+' held, '^' carried. */
static const char *outbox(void)
{
	static char text[1024];
	sqlite3_stmt *st;

	text[0] = '\0';
	ck_assert_int_eq(
		sqlite3_prepare_v2(app.memory->db,
				   "SELECT target, change, state, carrier "
				   "FROM outbox ORDER BY n",
				   -1, &st, NULL),
		SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		bool held = sqlite3_column_int(st, 2) == DELIVERY_HELD;
		bool carried = sqlite3_column_type(st, 3) != SQLITE_NULL;
		size_t len = strlen(text);

		(void)snprintf(
			text + len, sizeof(text) - len, "%s%s %s%s",
			len ? "; " : "",
			(const char *)sqlite3_column_text(st, 0),
			change_text((enum change)sqlite3_column_int(st, 1)),
			!held	  ? ""
			: carried ? "^"
				  : "+");
	}
	(void)sqlite3_finalize(st);
	return text;
}

#define ESCALATES                                                              \
	"routes:\n- {targets: [chat], severities: [warning]}\n"                \
	"- {targets: [pager], severities: [critical]}\n"
#define W	  SEVERITY_WARNING
#define C	  SEVERITY_CRITICAL
#define WELL	  SEVERITY_OK
#define STEPS_MAX 6

static const struct {
	const char *name, *routes;
	enum severity steps[STEPS_MAX];
	size_t count;
	const char *want;
} stories[] = {
	{ "without routes all are told",
	  "",
	  { W, WELL, WELL },
	  3,
	  "chat opened; pager opened; chat closed; pager closed" },
	{ "who was told is told what becomes of it; a critical adds",
	  ESCALATES,
	  { W, C, W, WELL, WELL },
	  5,
	  "chat opened; chat worsened; pager worsened; chat eased; "
	  "pager eased; chat closed; pager closed" },
	{ "who was not told does not hear of the end",
	  ESCALATES,
	  { W, WELL, WELL },
	  3,
	  "chat opened; chat closed" },
	{ "what eases is news to those of warnings",
	  ESCALATES,
	  { C, W, WELL, WELL },
	  4,
	  "pager opened; chat eased; pager eased; chat closed; "
	  "pager closed" },
	{ "dropped on purpose",
	  "routes: [{targets: []}]\n",
	  { C, WELL, WELL },
	  3,
	  "" },
	{ "by a label",
	  "routes: [{targets: [pager], labels: {team: dns}}]\n",
	  { C, WELL, WELL },
	  3,
	  "pager opened; pager closed" },
	{ "a second outage is a story of its own",
	  ESCALATES,
	  { C, WELL, WELL, W },
	  4,
	  "pager opened; pager closed; chat opened" },
};

START_TEST(told)
{
	begin(stories[_i].routes);
	for (size_t i = 0; i < stories[_i].count; i++)
		look("a.example.", stories[_i].steps[i]);
	ck_assert_msg(strcmp(outbox(), stories[_i].want) == 0, "%s: %s",
		      stories[_i].name, outbox());
	end();
}
END_TEST

/* Quiet hours that began an hour ago and last for another. */
START_TEST(quiet_hours)
{
	unsigned second = clock_local("UTC", clock_wall()).second / 60 * 60;
	unsigned from = (second + DAY_SECONDS - 3600) % DAY_SECONDS;
	unsigned to = (second + 3600) % DAY_SECONDS;
	char routes[256];

	(void)snprintf(routes, sizeof(routes),
		       "routes: [{targets: [chat], quiet: {from: '%02u:%02u', "
		       "to: '%02u:%02u'}}]\n",
		       from / 3600, from / 60 % 60, to / 3600, to / 60 % 60);
	begin(routes);
	look("a.example.", W);
	look("b.example.", W);
	ck_assert_str_eq(outbox(), "chat opened+; chat opened+");
	look("a.example.", C);
	ck_assert_str_eq(outbox(), "chat opened^; chat opened+; chat worsened");
	look("b.example.", WELL);
	look("b.example.", WELL);
	ck_assert_str_eq(outbox(), "chat opened^; chat opened+; chat worsened; "
				   "chat closed+");
	end();
}
END_TEST

static void a_minute_passes(void)
{
	event_active(app.remind_tick, EV_TIMEOUT, 0);
	(void)event_base_loop(app.base, EVLOOP_NONBLOCK);
	settle();
}

START_TEST(reminders)
{
	begin("routes:\n- {targets: [pager], repeat: 1h}\n"
	      "- {targets: [chat]}\n");
	look("a.example.", C);
	by_hand("UPDATE told SET at = at - 3590");
	a_minute_passes();
	ck_assert_str_eq(outbox(), "chat opened; pager opened");
	by_hand("UPDATE told SET at = at - 10");
	a_minute_passes();
	a_minute_passes();
	ck_assert_str_eq(outbox(), "chat opened; pager opened; pager reminded");
	ck_assert_ptr_nonnull(
		incident_ack(app.book, "a.example.", clock_wall(), "me", ""));
	by_hand("UPDATE told SET at = at - 7200");
	a_minute_passes();
	look("a.example.", WELL);
	look("a.example.", WELL);
	by_hand("UPDATE told SET at = at - 7200");
	a_minute_passes();
	ck_assert_str_eq(outbox(), "chat opened; pager opened; pager reminded; "
				   "chat closed; pager closed");
	end();
}
END_TEST

#define MONITOR_TOLD                                                           \
	"SELECT group_concat(target || ' ' || headline) FROM outbox "          \
	"WHERE headline LIKE '%alerts do not arrive%'"

static const char *monitor_told(void)
{
	static char text[512];
	sqlite3_stmt *st;
	const char *found;

	ck_assert_int_eq(
		sqlite3_prepare_v2(app.memory->db, MONITOR_TOLD, -1, &st, NULL),
		SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(st), SQLITE_ROW);
	found = (const char *)sqlite3_column_text(st, 0);
	(void)snprintf(text, sizeof(text), "%s", found ? found : "");
	(void)sqlite3_finalize(st);
	return text;
}

/* Though the routes would drop it, and all that the monitor says. */
START_TEST(undelivered)
{
	struct self_fault fault;

	begin("routes:\n- {targets: [pager], zones: ['*.example']}\n"
	      "- {targets: [], zones: [monitor]}\n");
	look("a.example.", C);
	by_hand("UPDATE outbox SET owed_at = owed_at - 890");
	a_minute_passes();
	ck_assert_str_eq(monitor_told(), "");
	by_hand("UPDATE outbox SET owed_at = owed_at - 20");
	a_minute_passes();
	ck_assert_msg(strncmp(monitor_told(), "chat ", 5) == 0 &&
			      strstr(monitor_told(), "pager: alerts") &&
			      !strstr(monitor_told(), ",pager"),
		      "%s", monitor_told());
	ck_assert(undelivered_fault(&app, &fault));
	ck_assert_ptr_nonnull(strstr(fault.evidence, "pager: 1 not delivered"));
	/* It is paid. */
	by_hand("UPDATE outbox SET state = 1 WHERE target = 'pager'");
	a_minute_passes();
	ck_assert(!undelivered_fault(&app, &fault));
	monitor_fold(&app);
	settle();
	ck_assert_ptr_nonnull(strstr(outbox(), "chat opened; chat closed"));
	end();
}
END_TEST

START_TEST(given_up)
{
	struct self_fault fault;

	begin("");
	by_hand("INSERT INTO target (name, given_up_at, last_success_at) "
		"VALUES ('pager', unixepoch() - 10, unixepoch() - 5)");
	a_minute_passes();
	ck_assert(undelivered_fault(&app, &fault));
	ck_assert_ptr_nonnull(strstr(fault.evidence, "pager: refused"));
	/* Long ago, and others arrived since. */
	by_hand("UPDATE target SET given_up_at = unixepoch() - 1000 "
		"WHERE name = 'pager'");
	a_minute_passes();
	ck_assert(!undelivered_fault(&app, &fault));
	/* Long ago, and nothing arrived since. */
	by_hand("UPDATE target SET last_success_at = given_up_at - 1 "
		"WHERE name = 'pager'");
	a_minute_passes();
	ck_assert(undelivered_fault(&app, &fault));
	end();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("telling");
	TCase *c = tcase_create("telling");

	tcase_add_loop_test(c, told, 0, COUNT_OF(stories));
	tcase_add_test(c, quiet_hours);
	tcase_add_test(c, reminders);
	tcase_add_test(c, undelivered);
	tcase_add_test(c, given_up);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
