/* SPDX-License-Identifier: BSD-3-Clause */
/* internal.h - what the files of notify/ share: the targets and what is under
 * way to them. */
#ifndef FOREWARN_NOTIFY_INTERNAL_H
#define FOREWARN_NOTIFY_INTERNAL_H

#include "base/time.h"
#include "notify/notify.h"
#include "notify/pace.h"
#include "notify/program.h"
#include "notify/webhook.h"
#include "targets/kind.h"

#include <event2/util.h>
#include <stdbool.h>

/* Requests to one target side by side: a burst gets out quickly, and no sink
 * is flooded. */
#define REQUESTS_MAX 4

struct notify {
	struct event_base *base;
	struct memory *memory;
	struct webhook *webhook;
	struct programs *programs;
	struct notify_policy policy;
	struct notify_sources sources;
	char *source, *link_base; /* of summaries; the latter may be NULL */
	bool database_failing;	  /* and that was logged */
	size_t target_count;
	struct target **targets;
};

/* One delivery under way: asked (http, or a program), or answered but not yet
 * in the database (unrecorded), or none (row 0). */
struct request {
	struct target *target;
	struct webhook_request *http;
	struct program *program;
	bool unrecorded;
	int64_t row;
	char id[64], incident[64];
	unsigned attempts; /* before this one */
	enum delivery_state state;
	struct wall at, next_at;
	char error[128]; /* "": none */
};

struct target {
	struct notify *notify;
	char *name;
	char *config;	      /* all that it was made of, as text; secret */
	char *url, *token;    /* as configured, secret; each may be NULL */
	char *post_url;	      /* what its kind makes of the URL; secret */
	const char **command; /* words, NULL last; or NULL */
	int64_t deadline_ms;
	char *ca_file; /* or NULL */
	char *shown;   /* the URL without what is secret; the program */
	const struct kind *kind;
	size_t key_count;
	struct sign_key keys[2];
	struct event *timer;
	unsigned failures; /* rounds of attempts that failed in a row */
	struct mono not_before;
	bool disabled;
	bool storm; /* all that waits is being made one message, in steps */
	struct pace pace;
	struct request requests[REQUESTS_MAX];
	struct mirror *mirror; /* of WAY_MIRROR, else NULL */
	struct beat *beat;     /* of WAY_BEAT, else NULL */
	/* What these two saw last; what the others see is in the memory. */
	struct wall success_at, error_at;
	char error[128];
};

/** ERR_FORMAT: a secret that is none; ERR_MEMORY. */
enum err target_new(struct notify *notify, const struct target_config *config,
		    struct target **ret_target);
/** Drops what is under way. Takes NULL. */
void target_free(struct target *target);

/** Whether @p target is what @p config says. */
bool target_is(const struct target *target, const struct target_config *config);

/** A mirror or a beat was taken, or failed as @p error says. */
void target_saw(struct target *target, const char *error);

/** Forget its failures and make all that it is owed due now. */
void target_renew(struct target *target);
/** Look what is due, from the loop. */
void target_wake(struct target *target);

/** The callback of a target's timer: start what is due, wait for the rest. */
void attempts_look(evutil_socket_t fd, short what, void *target);
/* What is done in steps goes on after this: what else waits comes first. */
#define STEP_MS 1
/** Write down what came back and is not written yet, or a step of it.
 * @return 0: nothing of that is left; else how long until it is tried again. */
int64_t attempts_record(struct target *target);

/** A step of making one message of what was held until now and, with @p all, of
 * all that waits. A failure leaves all as it was before the step.
 * @param ret_more  another step is needed before anything is sent. */
enum err summary_gather(const struct target *target, bool all, bool *ret_more);
/** How long until something that is held is due; -1: nothing is. */
int64_t summary_wait_ms(const struct target *target);

/** Tell what the database said to an operator, once. @return whether @p err
 * is none. */
bool notify_database_well(struct notify *notify, enum err err);

#endif
