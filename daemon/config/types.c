/* SPDX-License-Identifier: BSD-3-Clause */
/* types.c - a row for each type of value. */
#include "config/loader.h"

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

const struct field_kind field_kinds[] = {
	[FIELD_TEXT] = { "letters, digits, '-', '_' and '.'", ITEM_SCALAR,
			 sizeof(const char *), read_text, dump_text },
	[FIELD_PATH] = { "a path", ITEM_SCALAR, sizeof(const char *), read_path,
			 dump_text },
	[FIELD_LOG_LEVEL] = { "a word", ITEM_SCALAR, sizeof(const char *),
			      read_word, dump_text },
	[FIELD_EXPECT] = { "a word", ITEM_SCALAR, sizeof(enum expect),
			   read_enum, dump_enum },
	[FIELD_TARGET_KIND] = { "a word", ITEM_SCALAR, sizeof(enum target_kind),
				read_enum, dump_enum },
	[FIELD_UNSIGNED] = { "a whole number", ITEM_SCALAR, sizeof(unsigned),
			     read_unsigned, dump_unsigned },
	[FIELD_COUNT] = { "a whole number", ITEM_SCALAR, sizeof(int64_t),
			  read_count, dump_count },
	[FIELD_SECONDS] = { "a duration", ITEM_SCALAR, sizeof(int64_t),
			    read_seconds, dump_seconds },
	[FIELD_MILLISECONDS] = { "a duration", ITEM_SCALAR, sizeof(int64_t),
				 read_milliseconds, dump_milliseconds },
	[FIELD_PERCENT] = { "a share such as 10%", ITEM_SCALAR,
			    sizeof(unsigned), read_percent, dump_percent },
	[FIELD_SECONDS_LIST] = { "a list of durations", ITEM_LIST, 0,
				 read_seconds_list, dump_seconds_list },
	[FIELD_CANARIES] = { "a list of names", ITEM_LIST, 0, read_canaries,
			     dump_canaries },
	[FIELD_QUESTIONS] = { "names, each with a list of types", ITEM_MAP,
			      LIST_SIZE, read_questions, dump_questions },
	[FIELD_LABELS] = { "keys and values", ITEM_MAP, LIST_SIZE, read_labels,
			   dump_labels },
	[FIELD_SERVERS] = { "a list of addresses", ITEM_LIST, LIST_SIZE,
			    read_servers, dump_servers },
	[FIELD_TRUST_ANCHOR] = { "a DS or DNSKEY record", ITEM_SCALAR,
				 sizeof(const char *), read_trust_anchor,
				 dump_text },
	[FIELD_DEFAULTS] = { "keys and values", ITEM_MAP, 0, read_defaults,
			     NULL },
	[FIELD_ZONE_NAME] = { "a zone", ITEM_SCALAR, 0, read_zone_name, NULL },
	[FIELD_ZONES] = { "a list of zones", ITEM_LIST, 0, read_zones, NULL },
	[FIELD_ZONE_FILES] = { "a list of files", ITEM_LIST, 0, read_files,
			       NULL },
	[FIELD_INCLUDE] = { "a list of files", ITEM_LIST, 0, read_files, NULL },
	[FIELD_URL] = { "a URL such as https://host/path", ITEM_SCALAR,
			sizeof(const char *), read_url, dump_url },
	[FIELD_SECRET_FILES] = { "a list of files", ITEM_LIST, 0,
				 read_secret_files, dump_secret_files },
	[FIELD_TARGETS] = { "a list of targets", ITEM_LIST, 0, read_targets,
			    NULL },
};

/* In the order of their enums. */
static const char *const expect_words[] = { "any", "secure", "insecure", NULL };
static const char *const kind_words[] = { "generic", NULL };
static const char *const level_words[] = { "error", "warning", "notice",
					   "info",  "debug",   NULL };

const char *const *field_words(const struct field *field)
{
	switch (field->type) {
	case FIELD_EXPECT:
		return expect_words;
	case FIELD_TARGET_KIND:
		return kind_words;
	case FIELD_LOG_LEVEL:
		return level_words;
	default:
		return NULL;
	}
}
