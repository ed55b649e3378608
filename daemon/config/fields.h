/* SPDX-License-Identifier: BSD-3-Clause */
/* fields.h - every configuration key is one row: reader, default, range
 * errors, dump, sample and manual come from it. */
#ifndef FOREWARN_CONFIG_FIELDS_H
#define FOREWARN_CONFIG_FIELDS_H

#include "config/config.h"

#include <stddef.h>
#include <stdint.h>

/* Each is a row of field_kinds[] in kinds.c. */
enum field_type {
	FIELD_TEXT,	 /* const char *; "" allowed where min is 0 */
	FIELD_PATH,	 /* const char *, absolute once read */
	FIELD_LOG_LEVEL, /* const char * */
	FIELD_EXPECT,
	FIELD_TARGET_KIND,
	FIELD_PERMISSION,
	FIELD_METRICS_ZONES,
	FIELD_UNSIGNED, /* unsigned */
	FIELD_COUNT,	/* int64_t */
	FIELD_SECONDS,	/* int64_t from a duration */
	FIELD_MILLISECONDS,
	FIELD_PERCENT,	    /* unsigned, written with '%' */
	FIELD_SECONDS_LIST, /* confirm_count, confirm_s */
	FIELD_CANARIES,
	FIELD_QUESTIONS,
	FIELD_LABELS,
	FIELD_SERVERS,
	FIELD_RESOLVERS,
	FIELD_TRUST_ANCHOR,
	FIELD_DEFAULTS,
	FIELD_ZONE_NAME,
	FIELD_ZONES,
	FIELD_ZONE_FILES,
	FIELD_INCLUDE,
	FIELD_HTTP_TOKEN_FILE,
	FIELD_LISTEN, /* const char *: "" or what http.h takes */
	FIELD_URL,    /* const char *; hidden but for the host when shown */
	FIELD_URLS,   /* a list of them */
	FIELD_LINK,   /* the same as a URL, shown */
	FIELD_URL_FILE,
	FIELD_TOKEN_FILE,
	FIELD_COMMAND, /* a program and its arguments */
	FIELD_CA_FILE, /* const char *, a path whose file has certificates */
	FIELD_SECRET_FILES,
	FIELD_TARGETS,
	FIELD_BOOL,	    /* int */
	FIELD_SEVERITIES,   /* unsigned: a bit for each word */
	FIELD_FAULT_KINDS,  /* the same */
	FIELD_DAYS,	    /* the same */
	FIELD_PATTERNS,	    /* of names, as base/glob.h has them */
	FIELD_TARGET_NAMES, /* checked when all is read */
	FIELD_TIME_OF_DAY,  /* unsigned: seconds from "07:30" */
	FIELD_TIME_ZONE,    /* const char *, one that the system knows */
	FIELD_QUIET,
	FIELD_ROUTES,
	FIELD_SENTENCE, /* const char *, as people write */
	FIELD_MOMENT,	/* struct wall, RFC 3339 */
	FIELD_MAINTENANCE,
};

struct field {
	const char *key;
	enum field_type type;
	size_t at;	      /* offset in the struct of its table */
	int64_t min, max;     /* seconds for durations, bytes for texts,
			       * elements for lists and maps */
	const char *fallback; /* the default as YAML, or NULL */
	const char *manual;
};

/* Tables end with a row without a key. */
extern const struct field config_fields[];	/* of struct config */
extern const struct field zone_fields[];	/* `name`, then policy_fields */
extern const struct field target_fields[];	/* of struct target_config */
extern const struct field route_fields[];	/* of struct route_config */
extern const struct field quiet_fields[];	/* of struct quiet_hours */
extern const struct field maintenance_fields[]; /* of struct maintenance */

/* Of struct zone_policy: what `defaults:` may hold. */
#define policy_fields (zone_fields + 1)

/* The longest URL that is taken. */
#define URL_SIZE 2048

/* Rows of one table; their indices are bits of a word. */
#define FIELDS_MAX 64

/* Zones that one process watches; more are more shards. A bound on what a
 * wrong path in zone_files can cost. */
#define ZONES_MAX 2000000

#endif
