/* SPDX-License-Identifier: BSD-3-Clause */
/* internal.h - what the files of app/ share: the long-lived objects.
 *
 *	schedule -> passes.c -> supervisor ... prober
 *	                |            |
 *	                v            v
 *	          canaries.c <-- passes.c (a snapshot is judged)
 *	                             |
 *	                             v
 *	  publishing.c <-- zones --> remember.c -> memory -> notify
 *
 * Everything runs on one loop in one thread. */
#ifndef FOREWARN_APP_INTERNAL_H
#define FOREWARN_APP_INTERNAL_H

#include "app/app.h"
#include "app/monitor.h"
#include "base/durations.h"
#include "base/map.h"
#include "incident/assessment.h"
#include "incident/incident.h"
#include "memory/memory.h"
#include "notify/notify.h"
#include "probe/supervisor.h"
#include "publish/control.h"
#include "publish/http.h"
#include "publish/state_file.h"
#include "report/changes.h"
#include "report/state.h"
#include "schedule/schedule.h"
#include "targets/route.h"

#include <event2/event.h>
#include <sys/queue.h>

/* What the head of the published view points at. */
struct head_parts {
	struct state_target targets[TARGETS_MAX];
	struct self_fault faults[SELF_FAULTS_MAX];
};

/* The published view, whole and with what a table of zones needs. */
enum edition { EDITION_FULL, EDITION_BRIEF };
#define EDITION_COUNT 2

/* One watched zone. */
struct zone {
	struct schedule_entry entry; /* first: the schedule hands it back */
	const struct zone_config *config;
	char *apex_text;	    /* its key in app->zones */
	struct assessment *latest;  /* what is shown; never NULL */
	struct assessment *known;   /* the last that was no "unknown"; may be
				     * the same as latest, may be NULL */
	struct assessment *waiting; /* judged, until the canaries have been
				     * asked whether our network is well */
	TAILQ_ENTRY(zone) wait_link;
	struct history *history; /* what was seen when; NULL: not yet read */
	/* Until when its keys were seen as they are, as memory.db has it; and
	 * whether that is to be written anew. */
	struct wall look_kept_at;
	bool look_waits;
	TAILQ_ENTRY(zone) look_link;
	struct wall started_at; /* of the pass under way or waiting */
	struct mono begun_at;	/* the same */
	struct mono waiting_since;
	struct mono measured_at; /* or added, unless measured */
	bool measured;
	enum pass_kind kind; /* of the pass under way */
	uint64_t plan_id;    /* of the pass under way; 0: none */
	bool suspect;	     /* the next pass confirms or clears something */
	bool noted;	     /* the next is set */
	enum verdict noted_verdict; /* as the latest changes have it */
	bool gone;		    /* not in the configuration any more */
	unsigned lost_passes; /* running: the prober died or sent nonsense */
	unsigned transients;
};

TAILQ_HEAD(zone_list, zone);

/* What is owed but could not be written yet. */
struct debt {
	STAILQ_ENTRY(debt) link;
	char *id, *incident, *owner; /* id NULL: incident only */
	char *zone;		     /* the member whose fold it was */
	char *headline;
	enum change change;
	enum severity severity;
	struct wall at, deadline;
	size_t told_count;
	struct told *told; /* for each target, what it would be told */
};

struct told {
	char *target, *body;
	bool routed; /* else: only if it was told before */
	bool held;
	struct wall until;
};

STAILQ_HEAD(debt_list, debt);

struct app {
	struct app_options options;
	struct event_base *base;
	struct config_file *config_file;
	const struct config *config;
	struct wall started_at, config_loaded_at;
	char host[256], source[300];

	struct schedule schedule;
	struct map *zones;   /* apex text -> struct zone */
	struct map *flights; /* plan id in decimal -> struct zone */
	uint64_t last_plan_id;
	struct event *tick; /* the next zone is due */

	struct supervisor *supervisor;
	struct memory *memory;
	struct notify *notify;
	struct control *control;
	struct http *http;	     /* NULL: nothing is served */
	struct event *http_tick;     /* tries again */
	LIST_HEAD(, scrape) scrapes; /* scraping.c: under way */
	bool http_failed;	     /* and that was logged */
	struct incident_book *book;

	/* monitor.h: our own health */
	struct monitor monitor;
	struct incident_book *monitor_book;
	struct zone_list waiting; /* for the canaries */
	char *config_errors;	  /* of a rejected reload, or NULL */
	char *memory_note;	  /* what is wrong with memory.db, or NULL */

	struct people *people; /* people.h: silences */

	struct changes *changes; /* latest.c */
	struct event *change_tick;

	/* remember.c */
	struct zone_list looks; /* to be written, all of them in one go */
	struct event *look_tick;
	struct debt_list debts;
	struct event *debt_tick;
	struct event *remind_tick;

	/* publishing.c */
	struct event *state_tick;
	struct state_file
		*state_files[EDITION_COUNT]; /* being written, or NULL */
	size_t state_cursor;
	bool state_first, state_failed;
	struct mono state_written_at;
	struct wall state_committed_at; /* WALL_NEVER: not yet */

	struct event *test_tick; /* testing.c */
	struct event *sigterm, *sigint, *sighup, *watchdog;
	uint64_t passes, surveys, pulses, lost_passes, transients;
	struct durations pulse_durations, survey_durations;
	uint64_t disagreements;	  /* surveys with one that nothing explains */
	unsigned memory_problems; /* in a row: the disk refused to write */
	struct mono land_at;	  /* shelter.c: not tried before */
	bool stopping;
};

static inline struct timeval app_timeval(int64_t ms)
{
	return (struct timeval){ .tv_sec = ms / 1000,
				 .tv_usec = ms % 1000 * 1000 };
}

/* zones.c */

/** Make app->zones follow @p config: new ones are scheduled within
 * @p spread_ms, those that left are forgotten. ERR_MEMORY: some of the new ones
 * are not watched; all that are watched are of @p config. */
enum err zones_apply(struct app *app, const struct config *config,
		     int64_t spread_ms);
void zone_free(struct zone *zone);
/** When the zone is looked at next, as wall time. */
struct wall zone_next_check(const struct zone *zone, struct wall now,
			    struct mono mono);

/** The zone of that name, however it is written, or NULL. */
struct zone *zone_find(const struct app *app, const char *text);

/* passes.c */

/** Begin what is due, and set the timer for what is due next. */
void passes_run(struct app *app);
/** The supervisor's callback for every pass. */
supervisor_done passes_done;
/** The canaries have answered: judge what waited for them. */
void passes_judge_waiting(struct app *app);
/** Ask for a survey of @p zone in @p delay_ms. */
void passes_hurry(struct app *app, struct zone *zone, int64_t delay_ms);

/* monitor.c */

enum err monitor_start(struct app *app);
void monitor_stop(struct app *app);
/** Have a canary pass begin after this moment; zones in app->waiting are
 * judged when it is back. */
void monitor_ask(struct app *app);
void monitor_canaries_done(struct app *app, const struct snapshot *snapshot);
/** Why no zone can be judged now, for people; NULL: they can be. */
const char *monitor_distrust(const struct app *app);
/** A survey has come back: the zones above its own say what time it is. */
void monitor_hear(struct app *app, const struct snapshot *snapshot);

/* What others judge our usefulness by. */
struct monitor_facts {
	enum distrust distrust; /* zones are unknown because of it */
	size_t zones, overdue;	/* overdue: not measured for two intervals */
	int64_t longest_s;	/* an overdue zone was not measured */
	int64_t stalled_s;	/* probers have work and finish nothing; 0:
				 * they do, or for less than three deadlines */
};
void monitor_facts(const struct app *app, struct monitor_facts *ret_facts);
/** What is wrong with us now. @return the count. */
size_t monitor_faults(const struct app *app,
		      struct self_fault ret[SELF_FAULTS_MAX]);
/** Our own faults have changed: tell. */
void monitor_fold(struct app *app);

/* owe.c */

/** Whom the routes let know of @p announcement, and when. */
void route_announcement(struct app *app,
			const struct announcement *announcement,
			struct route_answer *ret_answer);
/** That memory must be told of @p incident, whose member @p zone changed. NULL
 * without memory. */
struct debt *debt_new(const char *zone, const struct incident *incident);
/** The same, and that people must be told: of those whom the routes name only
 * those in @p mask (bit i: config->targets[i]). */
struct debt *debt_of_announcement(struct app *app, const char *zone,
				  const struct announcement *announcement,
				  uint32_t mask);
void debt_free(struct debt *debt);
/** Owe it to whom it is for. Within a transaction. */
enum err debt_owe(struct app *app, const struct debt *debt);

/* undelivered.c */

/** Look which targets do not take what they are owed, and tell. */
void undelivered_look(struct app *app);
/** Those of which that is not known; bits as of routes. */
uint32_t undelivered_well(const struct app *app);
/** Whether @p incident tells of it. */
bool undelivered_is_in(const struct incident *incident);

/* remind.c */

enum err remind_start(struct app *app);
void remind_stop(struct app *app);

/* remember.c */

enum err remember_start(struct app *app);
/** Write down soon what a fold of @p zone (NULL: all of them) changed, with its
 * announcements, and wake the notifier then. What cannot be written is kept and
 * tried again. */
void remember_fold(struct app *app, const char *zone, const struct fold *fold);
/** The same of a reminder, which is for the targets in @p mask. */
void remember_reminder(struct app *app, const struct fold *fold, uint32_t mask);
/** Read what memory knows of the zone's past, unless that was done. */
void remember_past(struct app *app, struct zone *zone);
/** Add to the zone's history what @p now saw, and write down what is new. */
void remember_sighting(struct app *app, struct zone *zone,
		       const struct assessment *now);
/** A pulse of the zone saw the keys as they were: keep that, now and then. */
void remember_look(struct app *app, struct zone *zone);
/** The zone leaves: nothing of it is written any more. */
void remember_no_look(struct app *app, struct zone *zone);
/** Going down: until when each zone's keys were seen as they are. */
void remember_last_look(struct app *app);
void remember_stop(struct app *app);

/* shelter.c */

/** Look, now and then, whether the disk has our memory still, or again. */
void shelter_look(struct app *app);
/** The disk has refused what must be told, once more: take shelter where it
 * does that for long. */
void shelter_refused(struct app *app);
/** Going down. @return false: what is not on the disk is lost. */
bool shelter_leave(struct app *app);

/* latest.c */

/** Read what memory has. */
enum err latest_start(struct app *app);
void latest_stop(struct app *app);
/** Note a change of now (@p row's own time is not read). */
void latest_note(struct app *app, const struct change_row *row);
void latest_announcement(struct app *app,
			 const struct announcement *announcement);
/** The zone is judged, by a look that is to be believed. */
void latest_verdict(struct app *app, struct zone *zone,
		    const struct assessment *now);
/** @param changed  bits of history_see(). */
void latest_history(struct app *app, const struct zone *zone, unsigned changed);
/** Somebody looks after @p incident, or does no more. */
void latest_ack(struct app *app, const struct incident *incident,
		const char *by);
void latest_silence(struct app *app, const char *zone,
		    const struct silence *silence);
void latest_unsilence(struct app *app, const char *zone, const char *id,
		      const char *by);

/* disagreements.c */

/** The two validators differ in a survey, and nothing explains it: count it,
 * and keep the survey in the state directory. */
void disagreements_keep(struct app *app, const struct zone *zone,
			const struct snapshot *snapshot);

/* publishing.c */

enum err publishing_start(struct app *app);
/** Something changed: have the state file follow soon. */
void publishing_wake(struct app *app);
/** The table of zones changed under a version being written: begin anew. */
void publishing_restart(struct app *app);
void publishing_stop(struct app *app);
/** What `status` answers: one zone, and the head of the published view. */
void publishing_zone_json(const struct app *app, const struct zone *zone,
			  struct text *out);
void publishing_head(const struct app *app, struct head_parts *parts,
		     struct state_head *ret);

/* proof.c */

/** What the notifier asks of us. */
void proof_sources(struct app *app, struct notify_sources *ret_sources);
/** Tell systemd as long as it makes no sense to restart us. */
bool proof_start_watchdog(struct app *app);
/** Whether it is told so. */
bool proof_is_useful(const struct app *app);

/** Where a view is published. */
void publishing_path(const struct app *app, enum edition edition, char *ret,
		     size_t size);
/** What is published of @p zone; points into it. */
struct state_zone publishing_view(const struct app *app,
				  const struct zone *zone, struct wall now,
				  struct mono mono);

/* scraping.c */

/** What is at a path. @param rest  what follows it. */
typedef void serving_path(struct app *app, const char *rest, const char *query,
			  struct http_answer *answer);
serving_path scraping_metrics, scraping_probe, scraping_discovery;
/** Zones that are marked as gone are about to be freed: scrapes under way go on
 * without them. */
void scraping_forget_gone(struct app *app);

/* serving.c */

/** Serve HTTP as the configuration says; where that fails it is logged, and
 * tried again. ERR_MEMORY. */
enum err serving_start(struct app *app);
/** After a reload: anew where what it is told is no longer as @p before. */
void serving_restart(struct app *app, const struct config *before);
void serving_stop(struct app *app);

/* commands.c */

control_handler commands_handle;
/** Do what a request asks for; its first word is the command's.
 * @return as control_handler. */
typedef bool app_command(struct app *app, const struct control_request *request,
			 struct text *out);

/* testing.c */

enum err testing_start(struct app *app);
void testing_stop(struct app *app);
/** Owe a test to the targets named, or all; and tell what became of it. */
app_command testing_send, testing_result;
/** What is known of the last test of @p target. */
void testing_last(const struct app *app, const char *target,
		  struct state_test *ret_test);

/* app.c */

/** Read the configuration again. @return false with the errors kept in
 * app->config_errors and logged. */
bool app_reload(struct app *app);
/** Replace one of app->config_errors and its like. @p text  NULL: none. */
void app_note(char **to, const char *text);

#endif
