/* SPDX-License-Identifier: BSD-3-Clause */
/* config.h - the configuration as the rest of the program sees it: plain
 * values, checked, immutable, shared by reference until the next reload.
 *
 * config_load.h reads it from files; nobody else needs to know that YAML is
 * behind it. Every field here has one row in fields.c. */
#ifndef FOREWARN_CONFIG_CONFIG_H
#define FOREWARN_CONFIG_CONFIG_H

#include "base/address.h"
#include "base/map.h"
#include "base/window.h"
#include "dns/name.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bounds: what one zone may add to its own pass. */
#define POLICY_QUESTIONS_MAX 64
#define POLICY_LABELS_MAX    16
#define POLICY_SERVERS_MAX   32
#define POLICY_ANCHORS_MAX   8 /* a roll has two or three */
#define CONFIRM_STEPS_MAX    8
#define TARGETS_MAX	     32 /* bits of route_config.target_mask */
#define TARGET_URLS_MAX	     16 /* members of one cluster */
#define COMMAND_WORDS_MAX    32
#define ROUTES_MAX	     64
#define PATTERNS_MAX	     64
#define CANARIES_MAX	     16
#define RESOLVERS_MAX	     16
#define MAINTENANCE_MAX	     256
/* Of a silence, an acknowledgement: a line that people read. */
#define REASON_BYTES_MAX 200

/* Names whose state is known beforehand: what they turn out to be tells of us,
 * not of them. */
enum canary_kind {
	CANARY_GOOD,	 /* resolves and is secure */
	CANARY_BAD,	 /* signed wrongly on purpose: must not resolve */
	CANARY_INSECURE, /* resolves, and is known to be unsigned */
};
#define CANARY_KIND_COUNT 3

struct canary_list {
	size_t count;
	struct name names[CANARIES_MAX];
};

enum expect { /* expect: what the operator declared */
	      EXPECT_ANY,
	      EXPECT_SECURE,
	      EXPECT_INSECURE,
};

struct policy_question {   /* names: "www: [A, AAAA]" */
	const char *label; /* relative to the apex, "@" itself, or absolute
			    * with a final dot */
	uint16_t type;
};

struct policy_label {
	const char *key, *value;
};

/* How a zone is watched. Zones without keys of their own share the one of
 * `defaults:`, so a million zones cost a million names and no more. */
struct zone_policy {
	enum expect expect;
	int64_t pulse_s;  /* from the start of one pulse to the next */
	int64_t survey_s; /* the same for surveys */
	/* Shares of a signature's lifetime, in percent: at or under this much
	 * left it is a warning, critical. */
	unsigned expiry_warning_percent, expiry_critical_percent;
	int64_t lifetime_min_s, lifetime_max_s; /* 0: no limit */
	/* Of the SOA's expire time, to be covered by what signatures have
	 * left; 0: not asked for. */
	unsigned soa_expire_percent;
	size_t question_count;
	const struct policy_question *questions;
	size_t label_count;
	const struct policy_label *labels;
	size_t server_count;
	const struct address *servers;
	/* DS or DNSKEY records as dns/anchor.h reads them, a line each, at or
	 * above the apex; or NULL. */
	const char *trust_anchor;
};

/** Whether one of its labels has that key and that value. */
bool policy_has_label(const struct zone_policy *policy,
		      const struct policy_label *label);

struct zone_config {
	struct name apex;
	const char *apex_text; /* "example.com." */
	const struct zone_policy *policy;
	const char *file; /* where it is said, for errors */
	unsigned line, col;
};

enum permission {
	PERMISSION_ALLOW,
	PERMISSION_DENY,
};

/* Which zones have series of their own in /metrics. */
enum metrics_zones {
	METRICS_ZONES_AUTO, /* all, of a large portfolio the unhealthy */
	METRICS_ZONES_ALL,
	METRICS_ZONES_UNHEALTHY,
	METRICS_ZONES_NONE,
};

enum target_kind {
#define TARGET_KIND(constant, word, traits, url, manual) TARGET_##constant,
#include "config/target_kinds.def"
#undef TARGET_KIND
};

/* What a kind of target is like: bits, in its row. */
enum target_traits {
	TARGET_PLAIN = 0,
	TARGET_SIGNS = 1,	  /* takes secret_files */
	TARGET_URL_IS_SECRET = 2, /* so it comes from url_file alone */
	TARGET_TAKES_TOKEN = 4,
	TARGET_NEEDS_TOKEN = 8 | TARGET_TAKES_TOKEN,
	TARGET_IS_RUN = 16,   /* a command, and no URL */
	TARGET_HAS_MANY = 32, /* takes urls, of a cluster */
	TARGET_BEATS = 64,    /* so often, but not too often */
};

struct target_config {
	const char *name; /* unique; the outbox and metrics use it */
	enum target_kind kind;
	/* Where to post: as said, as in the file, or the kind's own; NULL where
	 * urls or a command are instead. Secret. */
	const char *url;
	size_t url_count;
	const char *const *urls;
	size_t command_count;
	const char *const *command; /* the program's whole path first */
	int64_t deadline_s;	    /* of a command */
	int64_t every_s;	    /* of kinds that repeat themselves */
	const char *tls_ca_file; /* whom alone to trust; NULL: the system's */
	const char *url_said, *url_file; /* as configured, or NULL */
	const char *token;		 /* or NULL. Secret */
	const char *token_file;		 /* whole path, or NULL; not secret */
	/* Keys of the signature, newest first; 0 to 2; "whsec_..." (from the
	 * files of `secret_files:`). Secret. */
	size_t secret_count;
	const char *secrets[2];
	const char *secret_files[2]; /* as said, whole paths; not secret */
	unsigned max_per_minute;     /* messages; 0: no limit */
};

enum route_severity {
	ROUTE_WARNING = 1, /* bits */
	ROUTE_CRITICAL = 2,
};

enum route_kind {
	ROUTE_FAILING = 1, /* bits */
	ROUTE_PREDICTED = 2,
};

/* quiet: hours in which a route holds back what can wait. */
struct quiet_hours {
	bool given;
	struct window window;
	int criticals; /* not 0: they wait as well */
};

/* Which messages go where. A matcher that was not given matches all. */
struct route_config {
	size_t target_count; /* 0: to nobody, on purpose */
	const char *const *targets;
	uint32_t target_mask; /* bit i: config.targets[i] */
	unsigned severities;  /* enum route_severity; 0: all */
	unsigned kinds;	      /* enum route_kind; 0: all */
	size_t fault_count;   /* patterns of ids */
	const char *const *faults;
	size_t zone_count; /* patterns of owners and members */
	const char *const *zones;
	size_t label_count;
	const struct policy_label *labels;
	int64_t repeat_s; /* 0: told once */
	struct quiet_hours quiet;
};

/* Work that was announced: its faults are shown and not told. */
struct maintenance {
	size_t zone_count; /* patterns, base/glob.h */
	const char *const *zones;
	size_t fault_count; /* the same, of ids; none: of all faults */
	const char *const *faults;
	const char *reason;
	bool recurs;	      /* else it is once */
	struct window window; /* where it recurs */
	struct wall start, end;
};

struct config {
	const char *file;	 /* as given */
	const char *state_dir;	 /* memory.db and state.json */
	const char *run_dir;	 /* control.sock */
	const char *user;	 /* whom a daemon started as root becomes */
	const char *prober_user; /* the same for probers */
	unsigned shards;	 /* daemons that share the zones */
	unsigned shard;		 /* which of them this is for, see shard.h */
	unsigned probers;
	unsigned prober_window; /* passes at once in one prober */
	const char *root_hints; /* file */
	const char *trust_anchor_file;
	int64_t pass_deadline_s;
	int64_t query_timeout_ms, query_tries; /* our own exchange */
	size_t confirm_count; /* a failure is looked at again after these */
	int64_t confirm_s[CONFIRM_STEPS_MAX];
	struct canary_list canaries[CANARY_KIND_COUNT];
	size_t resolver_count; /* asked what their users get, in surveys */
	const struct address *resolvers;
	enum permission private_servers; /* which the DNS leads to */
	int64_t state_interval_s;    /* the state file is at most this old */
	const char *http_token;	     /* or NULL. Secret */
	const char *http_token_file; /* as said, or NULL */
	enum permission http_without_token;
	size_t http_host_count; /* patterns, see base/glob.h */
	const char *const *http_hosts;
	const char *http_listen; /* "": nowhere */
	enum metrics_zones metrics_zones;
	const char *log_level;		 /* error ... debug */
	enum permission private_targets; /* at addresses that are not public */
	const char *dashboard;	 /* URL, for links in messages; or NULL */
	const char *runbook_url; /* a fault's id goes behind it; or NULL */
	size_t target_count;
	const struct target_config *targets;
	int64_t test_alert_every_s;  /* 0: only by hand */
	int64_t undelivered_after_s; /* a debt of that age is told of */
	size_t route_count;
	const struct route_config *routes;
	size_t maintenance_count;
	const struct maintenance *maintenance;
	size_t zone_count;
	const struct zone_config *zones; /* sorted by apex, no duplicates */
	const struct zone_policy *defaults;
};

#endif
