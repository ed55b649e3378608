/* SPDX-License-Identifier: BSD-3-Clause */
/* kinds.c - a row for each type of value. */
#include "config/kinds.h"

/* A list is its count and, right behind it, where its elements are: copying
 * both copies the list. */
#define LIST_SIZE (sizeof(size_t) + sizeof(void *))
#define LIST_IS_PAIR(type, count, elements)                                    \
	_Static_assert(offsetof(type, elements) ==                             \
			       offsetof(type, count) + sizeof(size_t),         \
		       #elements " follows " #count)

LIST_IS_PAIR(struct zone_policy, question_count, questions);
LIST_IS_PAIR(struct zone_policy, label_count, labels);
LIST_IS_PAIR(struct zone_policy, server_count, servers);
LIST_IS_PAIR(struct config, resolver_count, resolvers);
LIST_IS_PAIR(struct target_config, url_count, urls);
LIST_IS_PAIR(struct target_config, command_count, command);
LIST_IS_PAIR(struct route_config, target_count, targets);
LIST_IS_PAIR(struct route_config, fault_count, faults);
LIST_IS_PAIR(struct route_config, zone_count, zones);
LIST_IS_PAIR(struct route_config, label_count, labels);
LIST_IS_PAIR(struct maintenance, zone_count, zones);
LIST_IS_PAIR(struct maintenance, fault_count, faults);

/* What a value may be: its kind, and whether one stands for a list of one. */
#define SCALAR	    ITEM_SCALAR, false
#define LIST	    ITEM_LIST, false
#define LIST_OR_ONE ITEM_LIST, true
#define MAP	    ITEM_MAP, false

const struct field_kind field_kinds[] = {
	[FIELD_TEXT] = { "letters, digits, '-', '_' and '.'", SCALAR,
			 sizeof(const char *), field_read_text,
			 field_dump_text },
	[FIELD_PATH] = { "a path", SCALAR, sizeof(const char *),
			 field_read_path, field_dump_text },
	[FIELD_LOG_LEVEL] = { "a word", SCALAR, sizeof(const char *),
			      field_read_word, field_dump_text },
	[FIELD_EXPECT] = { "a word", SCALAR, sizeof(enum expect),
			   field_read_enum, field_dump_enum },
	[FIELD_TARGET_KIND] = { "a word", SCALAR, sizeof(enum target_kind),
				field_read_enum, field_dump_enum },
	[FIELD_PERMISSION] = { "a word", SCALAR, sizeof(enum permission),
			       field_read_enum, field_dump_enum },
	[FIELD_METRICS_ZONES] = { "a word", SCALAR, sizeof(enum metrics_zones),
				  field_read_enum, field_dump_enum },
	[FIELD_UNSIGNED] = { "a whole number", SCALAR, sizeof(unsigned),
			     field_read_unsigned, field_dump_unsigned },
	[FIELD_COUNT] = { "a whole number", SCALAR, sizeof(int64_t),
			  field_read_count, field_dump_count },
	[FIELD_SECONDS] = { "a duration", SCALAR, sizeof(int64_t),
			    field_read_seconds, field_dump_seconds },
	[FIELD_MILLISECONDS] = { "a duration", SCALAR, sizeof(int64_t),
				 field_read_milliseconds,
				 field_dump_milliseconds },
	[FIELD_PERCENT] = { "a share such as 10%", SCALAR, sizeof(unsigned),
			    field_read_percent, field_dump_percent },
	[FIELD_SECONDS_LIST] = { "a list of durations", LIST, 0,
				 field_read_seconds_list,
				 field_dump_seconds_list },
	[FIELD_CANARIES] = { "a list of names", LIST, 0, field_read_canaries,
			     field_dump_canaries },
	[FIELD_QUESTIONS] = { "names, each with a list of types", MAP,
			      LIST_SIZE, field_read_questions,
			      field_dump_questions },
	[FIELD_LABELS] = { "keys and values", MAP, LIST_SIZE, field_read_labels,
			   field_dump_labels },
	[FIELD_SERVERS] = { "a list of addresses", LIST, LIST_SIZE,
			    field_read_servers, field_dump_servers },
	[FIELD_RESOLVERS] = { "a list of addresses", LIST, LIST_SIZE,
			      field_read_resolvers, field_dump_resolvers },
	[FIELD_TRUST_ANCHOR] = { "a DS or DNSKEY record, or a list of them",
				 LIST_OR_ONE, sizeof(const char *),
				 field_read_trust_anchor,
				 field_dump_trust_anchor },
	[FIELD_DEFAULTS] = { "keys and values", MAP, 0, field_read_defaults,
			     NULL },
	[FIELD_ZONE_NAME] = { "a zone", SCALAR, 0, field_read_zone_name, NULL },
	[FIELD_ZONES] = { "a list of zones", LIST, 0, field_read_zones, NULL },
	[FIELD_ZONE_FILES] = { "a list of files", LIST, 0, field_read_files,
			       NULL },
	[FIELD_INCLUDE] = { "a list of files", LIST, 0, field_read_files,
			    NULL },
	[FIELD_HTTP_TOKEN_FILE] = { "a path", SCALAR, sizeof(const char *),
				    field_read_http_token_file,
				    field_dump_text },
	[FIELD_LISTEN] = { "an address and port such as 127.0.0.1:9553 or "
			   "[::1]:9553, unix: and a path, or \"\"",
			   SCALAR, sizeof(const char *), field_read_listen,
			   field_dump_text },
	[FIELD_URL] = { "a URL such as https://host/path", SCALAR,
			sizeof(const char *), field_read_url, field_dump_url },
	[FIELD_URLS] = { "a list of URLs", LIST, LIST_SIZE, field_read_urls,
			 field_dump_urls },
	[FIELD_COMMAND] = { "a program and its arguments", LIST, LIST_SIZE,
			    field_read_command, field_dump_patterns },
	[FIELD_CA_FILE] = { "a path", SCALAR, sizeof(const char *),
			    field_read_ca_file, field_dump_text },
	[FIELD_LINK] = { "a URL such as https://host/path", SCALAR,
			 sizeof(const char *), field_read_url,
			 field_dump_text },
	[FIELD_URL_FILE] = { "a file", SCALAR, sizeof(const char *),
			     field_read_url_file, field_dump_text },
	[FIELD_TOKEN_FILE] = { "a file", SCALAR, sizeof(const char *),
			       field_read_token_file, field_dump_text },
	[FIELD_SECRET_FILES] = { "a list of files", LIST, 0,
				 field_read_secret_files,
				 field_dump_secret_files },
	[FIELD_TARGETS] = { "a list of targets", LIST, 0, field_read_targets,
			    NULL },
	[FIELD_BOOL] = { "true or false", SCALAR, sizeof(int), field_read_enum,
			 field_dump_enum },
	[FIELD_SEVERITIES] = { "a list of words", LIST, sizeof(unsigned),
			       field_read_word_set, field_dump_word_set },
	[FIELD_FAULT_KINDS] = { "a list of words", LIST, sizeof(unsigned),
				field_read_word_set, field_dump_word_set },
	[FIELD_DAYS] = { "a list of days", LIST, sizeof(unsigned),
			 field_read_word_set, field_dump_word_set },
	[FIELD_PATTERNS] = { "a list of patterns", LIST, LIST_SIZE,
			     field_read_patterns, field_dump_patterns },
	[FIELD_TARGET_NAMES] = { "a list of names of targets", LIST, LIST_SIZE,
				 field_read_target_names, field_dump_patterns },
	[FIELD_TIME_OF_DAY] = { "a time such as \"07:30\"", SCALAR,
				sizeof(unsigned), field_read_time_of_day,
				field_dump_time_of_day },
	[FIELD_TIME_ZONE] = { "a time zone such as Europe/Berlin", SCALAR,
			      sizeof(const char *), field_read_time_zone,
			      field_dump_text },
	[FIELD_QUIET] = { "keys and values", MAP, 0, field_read_quiet,
			  field_dump_quiet },
	[FIELD_ROUTES] = { "a list of routes", LIST, 0, field_read_routes,
			   NULL },
	[FIELD_SENTENCE] = { "text", SCALAR, sizeof(const char *),
			     field_read_sentence, field_dump_text },
	[FIELD_MOMENT] = { "a time such as 2026-11-22T10:00:00Z", SCALAR,
			   sizeof(struct wall), field_read_moment,
			   field_dump_moment },
	[FIELD_MAINTENANCE] = { "a list of windows", LIST, 0,
				field_read_maintenance, NULL },
};

/* In the order of their enums. */
static const char *const expect_words[] = { "any", "secure", "insecure", NULL };
static const char *const kind_words[] = {
#define TARGET_KIND(constant, word, traits, url, manual) #word,
#include "config/target_kinds.def"
#undef TARGET_KIND
	NULL,
};
static const char *const permission_words[] = { "allow", "deny", NULL };
static const char *const metrics_zones_words[] = { "auto", "all", "unhealthy",
						   "none", NULL };
static const char *const level_words[] = { "error", "warning", "notice",
					   "info",  "debug",   NULL };
static const char *const bool_words[] = { "false", "true", NULL };
static const char *const severity_words[] = { "warning", "critical", NULL };
static const char *const fault_kind_words[] = { "failing", "predicted", NULL };
static const char *const day_words[] = { "mon", "tue", "wed", "thu",
					 "fri", "sat", "sun", NULL };

const char *const *field_words(const struct field *field)
{
	switch (field->type) {
	case FIELD_EXPECT:
		return expect_words;
	case FIELD_TARGET_KIND:
		return kind_words;
	case FIELD_PERMISSION:
		return permission_words;
	case FIELD_METRICS_ZONES:
		return metrics_zones_words;
	case FIELD_LOG_LEVEL:
		return level_words;
	case FIELD_BOOL:
		return bool_words;
	case FIELD_SEVERITIES:
		return severity_words;
	case FIELD_FAULT_KINDS:
		return fault_kind_words;
	case FIELD_DAYS:
		return day_words;
	default:
		return NULL;
	}
}
