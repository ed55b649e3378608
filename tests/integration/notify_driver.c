/* SPDX-License-Identifier: BSD-3-Clause */
/* notify_driver.c - owe announcements in a database and deliver them, with
 * delays of milliseconds; tests/integration/test_notify kills it.
 *
 *	notify_driver [-f MS] [-p] [-c FILE] [-k KIND] [-m MESSAGES]
 *		[-q SECONDS] [-s FIRST] [-w MS] DATABASE URL COUNT DEADLINE_MS
 *		[SECRET...]
 *
 * Owes COUNT announcements from number FIRST on, three an incident, always the
 * same ones: a second run owes nothing new.
 *
 * -f: the disk is full from then on for MS.
 * -p: to public addresses alone.
 * -c: whom to trust.
 * -k: tests of the path to a target of that kind, with a token, instead.
 * -m: so many messages in PACE_MS, or in those of -w; what is more becomes
 *     summaries.
 * -q: every third incident is held back for so long.
 *
 * Exits 0 when nothing is owed or held, 3 at the deadline, 1 when it could not
 * start. */
#include "base/clock.h"
#include "base/log.h"
#include "notify/notify.h"
#include "targets/kind.h"

#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define PACE_MS 200

static struct notify_policy policy = {
	.delay_count = 5,
	.delay_ms = { 10, 30, 60, 100, 200 },
	.retry_after_max_ms = 1000,
	.connect_ms = 300,
	.total_ms = 500,
	.database_ms = 50,
	.pace_ms = PACE_MS,
};

struct driver {
	struct event_base *base;
	struct memory *memory;
	struct notify *notify;
	struct target_config target;
	struct mono full_until, deadline;
	bool public_only;
	unsigned first, count;
	int64_t quiet_s;
	struct wall night_ends; /* what is held is held until then */
	struct event *tick;
	int code;
};

static void put_event(const char *id, unsigned n, struct text *body)
{
	text_printf(body,
		    "{\"specversion\":\"1.0\",\"id\":\"%s\","
		    "\"source\":\"/forewarnd/test\","
		    "\"type\":\"org.forewarnd.incident.opened\","
		    "\"subject\":\"z%u.example.\",\"data\":{\"n\":%u,"
		    "\"text\":\"\xc3\xa4 \\\" \\u2713\"}}",
		    id, n / 3, n);
}

static void put_test(const char *id, enum target_kind kind, struct wall now,
		     struct text *body)
{
	struct arena *arena = arena_new(CARD_BYTES_MAX);

	kind_of(kind)->body(
		card_of_test(arena, id, "sink", now, "/forewarnd/test"), body);
	arena_free(arena);
}

static enum err owe(const struct driver *driver, unsigned n, struct wall now)
{
	bool held = driver->quiet_s && n / 3 % 3 == 0;
	char id[32], incident[32], headline[64];
	struct delivery delivery = {
		.id = id,
		.target = "sink",
		.incident = incident,
		.owed_at = now,
		.next_attempt_at = held ? driver->night_ends : now,
		.state = held ? DELIVERY_HELD : DELIVERY_OWED,
		.headline = headline,
		.severity = SEVERITY_WARNING,
		.change = n % 3 == 2 ? CHANGE_CLOSED : n % 3,
		.deadline = WALL_NEVER
	};
	struct text body;
	enum err err;

	(void)snprintf(id, sizeof(id), "i%u.%u", n / 3, n % 3 + 1);
	(void)snprintf(incident, sizeof(incident), "i%u", n / 3);
	(void)snprintf(headline, sizeof(headline), "headline of %s", id);
	text_init(&body, 1 << 20);
	if (driver->target.kind == TARGET_GENERIC)
		put_event(id, n, &body);
	else
		put_test(id, driver->target.kind, now, &body);
	delivery.body = text_string(&body);
	err = text_ok(&body) ? memory_owe(driver->memory, &delivery)
			     : ERR_MEMORY;
	text_done(&body);
	return err;
}

static enum err owe_all(const struct driver *driver)
{
	enum err err = memory_begin(driver->memory);

	for (unsigned n = 0; !err && n < driver->count; n++)
		err = owe(driver, driver->first + n, clock_wall());
	return err ? err : memory_commit(driver->memory);
}

/* @return false where there is no such kind. */
static bool take_kind(struct driver *driver, const char *word)
{
	static const char *const words[] = {
#define TARGET_KIND(constant, word, traits, url, manual)                       \
	[TARGET_##constant] = #word,
#include "config/target_kinds.def"
#undef TARGET_KIND
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0) {
			driver->target.kind = (enum target_kind)i;
			driver->target.token = "SECRET-TOKEN";
			return true;
		}
	return false;
}

static void limit_files(rlim_t bytes)
{
	struct rlimit limit = { bytes, RLIM_INFINITY };

	(void)signal(SIGXFSZ, SIG_IGN);
	(void)setrlimit(RLIMIT_FSIZE, &limit);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct driver *driver = arg;
	struct mono now = clock_mono();
	struct outbox_counts counts;

	(void)fd;
	(void)what;
	if (now.ms >= driver->full_until.ms)
		limit_files(RLIM_INFINITY);
	if (memory_outbox_counts(driver->memory, "sink", &counts) != ERR_OK)
		return;
	if (counts.owed + counts.held && now.ms < driver->deadline.ms)
		return;
	driver->code = counts.owed + counts.held ? 3 : 0;
	(void)printf("%u owed, %u delivered, %u given up, %s\n",
		     counts.owed + counts.held, counts.delivered,
		     counts.given_up,
		     notify_health_text(notify_health(driver->notify, "sink")));
	(void)event_base_loopbreak(driver->base);
}

static enum err start(struct driver *driver, const char *database)
{
	const char *note;
	enum err err =
		memory_open(database, clock_wall(), &driver->memory, &note);

	if (!err)
		err = owe_all(driver);
	if (!err)
		err = notify_new(driver->base, driver->memory, &driver->notify);
	if (err)
		return err;
	notify_set_policy(driver->notify, &policy);
	notify_public_only(driver->notify, driver->public_only);
	return notify_set_targets(driver->notify, &driver->target, 1);
}

static int run(struct driver *driver)
{
	struct timeval often = { .tv_usec = 10000 };

	driver->tick = event_new(driver->base, -1, EV_PERSIST, on_tick, driver);
	(void)event_add(driver->tick, &often);
	/* Every write would make a file longer than none. */
	if (driver->full_until.ms)
		limit_files(0);
	(void)event_base_dispatch(driver->base);
	event_free(driver->tick);
	return driver->code;
}

int main(int argc, char **argv)
{
	struct driver driver = { .target = { .name = "sink" }, .code = 1 };
	int64_t full_ms = 0;
	enum err err;
	int option;

	while ((option = getopt(argc, argv, "f:pc:k:m:q:s:w:")) != -1)
		if (option == 'f')
			full_ms = atoll(optarg);
		else if (option == 'p')
			driver.public_only = true;
		else if (option == 'c')
			driver.target.tls_ca_file = optarg;
		else if (option == 'k' && !take_kind(&driver, optarg))
			return 2;
		else if (option == 'm')
			driver.target.max_per_minute = (unsigned)atoi(optarg);
		else if (option == 'q')
			driver.quiet_s = atoll(optarg);
		else if (option == 's')
			driver.first = (unsigned)atoi(optarg);
		else if (option == 'w')
			policy.pace_ms = atoll(optarg);
	argc -= optind - 1;
	argv += optind - 1;
	if (argc < 5)
		return 2;
	log_open("notify_driver", LOG_LEVEL_DEBUG);
	driver.base = event_base_new();
	driver.target.url = argv[2];
	while (driver.target.secret_count < 2 &&
	       argv[5 + driver.target.secret_count]) {
		size_t i = driver.target.secret_count++;

		driver.target.secrets[i] = argv[5 + i];
	}
	driver.count = (unsigned)atoi(argv[3]);
	driver.night_ends = wall_add(clock_wall(), driver.quiet_s);
	err = start(&driver, argv[1]);
	if (err) {
		log_error(argv[1], "%s", err_text(err));
		return 1;
	}
	driver.deadline.ms = clock_mono().ms + atoll(argv[4]);
	driver.full_until.ms = full_ms ? clock_mono().ms + full_ms : 0;
	(void)run(&driver);
	notify_free(driver.notify);
	memory_close(driver.memory);
	event_base_free(driver.base);
	return driver.code;
}
