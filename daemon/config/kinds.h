/* SPDX-License-Identifier: BSD-3-Clause */
/* kinds.h - what a type of value is: how it is read, shown and explained.
 * Private to config/. */
#ifndef FOREWARN_CONFIG_KINDS_H
#define FOREWARN_CONFIG_KINDS_H

#include "base/text.h"
#include "config/fields.h"
#include "config/reader.h"

struct loader;

/** Read @p item (and for a list or a map what follows, to its end) into @p at.
 * @return false, with a complaint and @p at as it was, where it is wrong. */
typedef bool field_reader(struct loader *loader, const struct field *field,
			  const struct item *item, void *at);

/** Write what is at @p at as YAML on one line. */
typedef void field_dumper(const struct field *field, const void *at,
			  struct text *out);

/* A type of value: how it is read, shown and explained. */
struct field_kind {
	const char *what;     /* "a duration", after "expected" */
	enum item_kind takes; /* ITEM_SCALAR, _LIST or _MAP */
	bool or_one;	      /* a scalar stands for a list of one */
	size_t size;	      /* bytes at field.at */
	field_reader *read;
	field_dumper *dump; /* NULL: config_dump() has its own way */
};

extern const struct field_kind field_kinds[]; /* by enum field_type */

/* What is at a field of labels, of zones as of routes. */
struct label_list {
	size_t count;
	const struct policy_label *at;
};
/* And of texts. */
struct text_list {
	size_t count;
	const char *const *at;
};

/** What a word may be, NULL at the end; NULL for other types. For an enum in
 * the order of its values. */
const char *const *field_words(const struct field *field);

/** What a value may be, for people: "a duration, 1s to 1h; default 60s". */
void field_put_type(struct text *out, const struct field *field);

/* schema_types.c. */

/** Write JSON that has ' where JSON has ". */
void schema_put_json(struct text *out, const char *json);

/** Write a string of JSON; @p string prints. */
void schema_put_string(struct text *out, const char *string);

/** Write the keywords that say what a value of @p field may be. */
void schema_put_type(struct text *out, const struct field *field);

/** What several types refer to, as members of `$defs`, with ' for ". */
extern const char schema_parts[];

/* value.c, list.c, questions.c, anchor.c, zones.c, files.c, secret.c, target.c,
 * target_lists.c, route.c, maintenance.c. */
field_reader field_read_text, field_read_path, field_read_word, field_read_enum,
	field_read_unsigned, field_read_count, field_read_seconds,
	field_read_milliseconds, field_read_percent, field_read_seconds_list,
	field_read_canaries, field_read_questions, field_read_labels,
	field_read_servers, field_read_resolvers, field_read_trust_anchor,
	field_read_defaults, field_read_zone_name, field_read_zones,
	field_read_files, field_read_listen, field_read_url, field_read_urls,
	field_read_command, field_read_url_file, field_read_token_file,
	field_read_http_token_file, field_read_ca_file, field_read_secret_files,
	field_read_targets, field_read_word_set, field_read_patterns,
	field_read_target_names, field_read_time_of_day, field_read_time_zone,
	field_read_quiet, field_read_routes, field_read_sentence,
	field_read_moment, field_read_maintenance;

/* dump.c. */
field_dumper field_dump_text, field_dump_enum, field_dump_unsigned,
	field_dump_count, field_dump_seconds, field_dump_milliseconds,
	field_dump_percent, field_dump_seconds_list, field_dump_canaries,
	field_dump_questions, field_dump_labels, field_dump_servers,
	field_dump_resolvers, field_dump_trust_anchor, field_dump_url,
	field_dump_urls, field_dump_secret_files, field_dump_word_set,
	field_dump_patterns, field_dump_time_of_day, field_dump_quiet,
	field_dump_moment;

#endif
