/* SPDX-License-Identifier: BSD-3-Clause */
/* json.c - our values as jansson values. */
#include "report/json.h"

#include "report/safe.h"

/* jansson's *_new functions take over the value also where they fail, but not
 * where there is nothing to put it into: they release it then. */
void json_add(json_t **object, const char *key, json_t *value)
{
	if (json_object_set_new(*object, key, value) == 0)
		return;
	json_decref(*object);
	*object = NULL;
}

void json_append(json_t **array, json_t *value)
{
	if (json_array_append_new(*array, value) == 0)
		return;
	json_decref(*array);
	*array = NULL;
}

void json_extend(json_t **object, json_t *more)
{
	if (!*object || !more || json_object_update(*object, more) != 0) {
		json_decref(*object);
		*object = NULL;
	}
	json_decref(more);
}

json_t *json_number(uint64_t number)
{
	return json_integer((json_int_t)number);
}

json_t *json_safe(const char *string, size_t max_bytes)
{
	/* A finding's line is far shorter; what is not, was made to hurt. */
	static const size_t most_bytes = 4096;
	struct text safe;
	json_t *value;

	if (!string)
		return json_null();
	text_init(&safe, most_bytes + 16);
	safe_put_cut(&safe, string, max_bytes ? max_bytes : most_bytes);
	value = text_ok(&safe) ? json_string(text_string(&safe)) : NULL;
	text_done(&safe);
	return value;
}

json_t *json_wall(struct wall t)
{
	char text[WALL_TEXT_SIZE];

	return wall_is_never(t) ? json_null()
				: json_string(wall_format(t, text));
}

static int put_bytes(const char *bytes, size_t count, void *arg)
{
	struct text *out = arg;

	text_bytes(out, bytes, count);
	return text_ok(out) ? 0 : -1;
}

void json_put(struct text *out, json_t *value)
{
	if (!value ||
	    json_dump_callback(value, put_bytes, out, JSON_COMPACT) != 0)
		out->failed = true;
	json_decref(value);
}
