/* SPDX-License-Identifier: BSD-3-Clause */
/* json.h - our values as jansson values, shared by all that report as JSON.
 *
 * A value that could not be made is NULL, what it goes into is then NULL too,
 * and json_put() marks the text as failed: nobody checks each step. */
#ifndef FOREWARN_REPORT_JSON_H
#define FOREWARN_REPORT_JSON_H

#include "base/text.h"
#include "base/time.h"
#include "incident/assessment.h"

#include <jansson.h>

/* How much is told where room is short: string_bytes 0 means whole strings. */
struct json_bounds {
	size_t string_bytes; /* of each text from outside */
	size_t findings;
	size_t evidence; /* lines of each finding */
	size_t advice;	 /* the same of fix, verify and references */
	size_t zones;	 /* of an incident */
};

/* More than any list here ever holds. */
#define JSON_ALL                                                               \
	{                                                                      \
		0, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX                      \
	}

/** Set @p key of *@p object to @p value, which it takes over. Without @p value
 * or memory *@p object is released and NULL. */
void json_add(json_t **object, const char *key, json_t *value);

/** Append @p value to *@p array; the same. */
void json_append(json_t **array, json_t *value);

/** Add the members of @p more, which is released, to *@p object; the same. */
void json_extend(json_t **object, json_t *more);

/** A count or a number of ours. */
json_t *json_number(uint64_t number);

/** Made safe, see safe.h. @p max_bytes 0: whole. NULL is null. */
json_t *json_safe(const char *string, size_t max_bytes);

/** RFC 3339; WALL_NEVER is null. */
json_t *json_wall(struct wall t);

/** Add to the object of a zone what its judgement is in short. */
void json_add_judgement(json_t **object, const struct assessment *assessment);

/** The object of `forewarn check --json`. */
json_t *json_zone(const struct assessment *assessment,
		  const struct json_bounds *bounds);

/** The way back of json_zone(), see report_zone_read(). */
struct assessment *json_zone_read(const json_t *object);

/** The findings alone, as in json_zone(). */
json_t *json_findings(const struct assessment *assessment,
		      const struct json_bounds *bounds);

/** Append @p value on one line and release it. */
void json_put(struct text *out, json_t *value);

#endif
