/* SPDX-License-Identifier: BSD-3-Clause */
/* command.c - a program of the operator's: the CloudEvent of generic on its
 * stdin, and what a script wants to know at once in its environment. */
#include "targets/kind.h"

#include <jansson.h>
#include <string.h>

/* Exit statuses of sysexits.h. */
#define STATUS_DONE	0
#define STATUS_BAD_DATA 65

/* Where each variable is in the event: of the first path that is there. */
static const struct {
	const char *name, *path[2]; /* "data." before what is in the data */
} variables[] = {
	{ "FOREWARN_ID", { "id", NULL } },
	{ "FOREWARN_TYPE", { "type", NULL } },
	{ "FOREWARN_CHANGE", { "data.change", NULL } },
	{ "FOREWARN_SEVERITY", { "data.severity", NULL } },
	{ "FOREWARN_OWNER", { "subject", NULL } },
	{ "FOREWARN_ZONE", { "data.zone", "subject" } },
	{ "FOREWARN_INCIDENT", { "data.incident", NULL } },
	{ "FOREWARN_HEADLINE", { "data.headline", NULL } },
	{ "FOREWARN_RUNBOOK_URL", { "data.runbook_url", NULL } },
};

static const char *string_at(const json_t *event, const char *path)
{
	const json_t *data = json_object_get(event, "data");

	if (strncmp(path, "data.", 5) == 0)
		return json_string_value(json_object_get(data, path + 5));
	return json_string_value(json_object_get(event, path));
}

/* All of it was made safe, so no value has a line's end. */
static void environment(const struct kind_attempt *attempt, struct text *out)
{
	json_t *event = json_loads(attempt->body, 0, NULL);

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *const *path = variables[i].path;
		const char *value = string_at(event, path[0]);

		if (!value && path[1])
			value = string_at(event, path[1]);
		text_printf(out, "%s=%s\n", variables[i].name,
			    value ? value : "");
	}
	json_decref(event);
}

/* A script that fails, for whatever reason, may be mended: an alert is given up
 * only where it says that it will never take this one. */
static enum kind_outcome judge(struct kind_reply *reply)
{
	if (reply->status == STATUS_DONE)
		return KIND_DONE;
	return reply->status == STATUS_BAD_DATA ? KIND_REFUSED : KIND_RETRY;
}

const struct kind kind_command = {
	.way = WAY_RUN,
	.body = kind_event,
	.headers = environment,
	.judge = judge,
};
