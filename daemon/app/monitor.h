/* SPDX-License-Identifier: BSD-3-Clause */
/* monitor.h - what the daemon knows of itself: may it be trusted, does it do
 * its work? Part of struct app; for app/ only.
 *
 *	canaries.c   network, clock, validator: names known beforehand
 *	root_keys.c  trust anchor: the keys that the root publishes
 *	resolvers.c  resolvers: do those configured validate?
 *	overdue.c    work: is every zone looked at?
 *	undelivered.c  people: do messages arrive?
 *	monitor.c    brings their faults together, and tells them
 */
#ifndef FOREWARN_APP_MONITOR_H
#define FOREWARN_APP_MONITOR_H

#include "incident/canaries.h"
#include "incident/lax.h"
#include "incident/overdue.h"
#include "incident/root_keys.h"
#include "incident/selfcheck.h"
#include "incident/skew.h"

#include <event2/event.h>

/* Network, clock, validator, anchor; resolvers; work; deliveries;
 * configuration; memory; and room for one more. */
#define SELF_FAULTS_MAX 8

struct app;

/* A fault of ours, with the texts that go with it. */
struct self_note {
	enum severity severity; /* OK: there is none */
	struct wall since;
	char summary[256], evidence[1024];
};

struct monitor {
	/* canaries.c */
	struct event *canary_tick;
	uint64_t canary_plan_id; /* 0: none under way */
	struct mono canary_sent_at;
	struct canaries canaries; /* as last seen */
	struct trust trust;
	struct wall distrusted_at;
	struct skew_witnesses witnesses;
	struct self_note skew;

	/* root_keys.c */
	size_t anchor_count;
	const struct anchor *anchors; /* of trust_anchor_file */
	struct arena *anchor_arena;
	struct root_keys root_keys;
	bool root_keys_owed; /* memory.db has not their last states */
	struct self_note anchor;

	/* resolvers.c */
	uint64_t lax_plan_id; /* 0: none under way */
	struct mono lax_asked_at;
	struct lax lax;
	struct self_note lax_note;
	char lax_subject[PLAN_RESOLVERS_MAX * ADDRESS_TEXT_SIZE];

	/* overdue.c */
	struct event *overdue_tick;
	struct overdue overdue;
	struct mono busy_since; /* probers, and nothing came to an end */
	struct self_note late;

	/* undelivered.c */
	struct self_note undelivered;
	uint32_t undelivered_to; /* bit i: config->targets[i] */
};

/** Note what is wrong, or with SEVERITY_OK that nothing is. @p since is kept
 * while it is. @return whether the severity is another now. */
bool self_note_set(struct self_note *note, enum severity severity,
		   const char *summary, const char *evidence);

/* canaries.c */

enum err canaries_start(struct app *app);
void canaries_stop(struct app *app);
/** Look again in two seconds. */
void canaries_hurry(struct app *app);
/** Whether theirs is the fault that root_keys_fault() has as well. */
bool canaries_tell_of_anchor(const struct app *app);
/** Network, clock, validator. */
bool canaries_fault(const struct app *app, struct self_fault *ret_fault);

/* root_keys.c */

/** Read what memory and trust_anchor_file have. */
enum err root_keys_start(struct app *app);
void root_keys_stop(struct app *app);
/** Read trust_anchor_file again. Where it cannot be read the anchors before
 * stay; the supervisor has named the file. */
enum err root_keys_load(struct app *app);
/** A canary pass has come back, and our clock is right. */
void root_keys_look(struct app *app, const struct snapshot *snapshot);
bool root_keys_fault(const struct app *app, struct self_fault *ret_fault);

/* resolvers.c */

/** The book is read: those that were told of are known. */
void resolvers_restore(struct app *app);
/** Canaries are back, and nothing is in doubt. */
void resolvers_ask(struct app *app);
/** @param snapshot  NULL: the prober died. */
void resolvers_heard(struct app *app, const struct snapshot *snapshot);
bool resolvers_fault(const struct app *app, struct self_fault *ret_fault);

/* overdue.c */

enum err overdue_start(struct app *app);
void overdue_stop(struct app *app);
bool overdue_fault(const struct app *app, struct self_fault *ret_fault);

/* undelivered.c */

bool undelivered_fault(const struct app *app, struct self_fault *ret_fault);

#endif
