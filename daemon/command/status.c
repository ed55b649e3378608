/* SPDX-License-Identifier: BSD-3-Clause */
/* status.c - forewarn status: what the daemon knows now.
 *
 * It answers with a line of JSON for itself and one for each zone, soonest
 * failure first; of one zone with that zone's line alone. */
#include "base/clock.h"
#include "command/command.h"
#include "command/options.h"
#include "command/output.h"
#include "command/settings.h"
#include "report/report.h"
#include "report/safe.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A million zones of a kilobyte or two. */
#define REPLY_BYTES_MAX ((size_t)2 * 1024 * 1024 * 1024)

struct zone_list {
	struct assessment **at;
	size_t count;
	enum verdict worst;
};

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (; (text = strchr(text, '\n')); text++)
		count++;
	return count;
}

static bool read_zones(const char *text, struct zone_list *ret_list)
{
	ret_list->at = calloc(count_lines(text) + 1, sizeof(*ret_list->at));
	if (!ret_list->at)
		return false;
	while (*text) {
		size_t len = strcspn(text, "\n");
		struct assessment *zone = report_zone_read(text, len);

		if (!zone)
			return false;
		ret_list->at[ret_list->count++] = zone;
		ret_list->worst = verdict_worse(ret_list->worst, zone->verdict);
		text += len + (text[len] == '\n');
	}
	return true;
}

static void free_zones(struct zone_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		assessment_free(list->at[i]);
	free(list->at);
}

static long long number_at(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

/* What is wrong with the monitor itself comes before any zone. */
static void put_faults(const json_t *daemon, struct text *out)
{
	const json_t *fault;
	size_t i;

	json_array_foreach(json_object_get(daemon, "faults"), i, fault)
	{
		text_put(out, "! ");
		safe_put(out, json_string_value(json_object_get(fault, "id")));
		text_put(out, ": ");
		safe_put(out,
			 json_string_value(json_object_get(fault, "summary")));
		text_put(out, "\n");
	}
}

/* A canary that changed alone is its own trouble, and shown. */
static void put_canaries(const json_t *daemon, struct text *out)
{
	const json_t *canary;
	size_t i;

	json_array_foreach(json_object_get(daemon, "canaries"), i, canary)
	{
		if (!json_is_false(json_object_get(canary, "as_meant")))
			continue;
		text_put(out, "- canary ");
		safe_put(out,
			 json_string_value(json_object_get(canary, "name")));
		text_put(out, " was picked as ");
		safe_put(out,
			 json_string_value(json_object_get(canary, "kind")));
		text_put(out, " and is ");
		safe_put(out, json_is_false(json_object_get(canary, "exists"))
				      ? "not there"
				      : json_string_value(json_object_get(
						canary, "state")));
		text_put(out, "\n");
	}
}

/* What is not told is shown, and why is a command away. */
static void put_silences(const json_t *silences, struct text *out)
{
	const json_t *silence;
	size_t i, active = 0;

	json_array_foreach(silences, i, silence) active +=
		json_is_true(json_object_get(silence, "active"));
	if (active)
		text_printf(out, "%zu silence%s in force: forewarn silences\n",
			    active, active == 1 ? " is" : "s are");
}

/* "forewarnd 0.1.0 on ns.example: 43 zones, 2 critical, 1 unknown". */
static void put_head(const char *line, size_t len, struct text *out)
{
	static const enum verdict order[] = { VERDICT_CRITICAL, VERDICT_UNKNOWN,
					      VERDICT_WARNING, VERDICT_INFO,
					      VERDICT_OK };
	json_t *head = json_loadb(line, len, 0, NULL);
	const json_t *daemon = json_object_get(head, "daemon");
	const json_t *zones =
		json_object_get(json_object_get(head, "summary"), "zones");

	text_put(out, "forewarnd ");
	safe_put(out, json_string_value(json_object_get(daemon, "version")));
	text_put(out, " on ");
	safe_put(out, json_string_value(json_object_get(daemon, "host")));
	if (number_at(daemon, "shards") > 1)
		text_printf(out, ", shard %lld of %lld",
			    number_at(daemon, "shard"),
			    number_at(daemon, "shards"));
	text_printf(out, ": %lld zone%s", number_at(zones, "total"),
		    number_at(zones, "total") == 1 ? "" : "s");
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const char *word = verdict_text(order[i]);

		if (number_at(zones, word))
			text_printf(out, ", %lld %s", number_at(zones, word),
				    word);
	}
	text_put(out, "\n");
	put_faults(daemon, out);
	put_canaries(daemon, out);
	put_silences(json_object_get(head, "silences"), out);
	text_put(out, "\n");
	json_decref(head);
}

static int print(const struct arguments *arguments, const struct text *reply,
		 size_t head_len, const struct zone_list *zones)
{
	const struct assessment *const *list =
		(const struct assessment *const *)zones->at;
	struct text out;
	int code = report_exit_code(zones->worst);

	if (arguments->json)
		return output_text(reply, code);
	if (arguments->count == 1)
		return output_zones(arguments, list, zones->count,
				    clock_wall());
	text_init(&out, REPLY_BYTES_MAX);
	put_head(text_string(reply), head_len, &out);
	output_table(list, zones->count, clock_wall(), &out);
	code = output_text(&out, code);
	text_done(&out);
	return code;
}

static int show(const struct arguments *arguments, const struct text *reply)
{
	const char *text = text_string(reply);
	size_t head_len = arguments->count ? 0 : strcspn(text, "\n");
	struct zone_list zones = { .worst = VERDICT_OK };
	int code;

	if (read_zones(text + head_len + (head_len > 0), &zones))
		code = print(arguments, reply, head_len, &zones);
	else
		code = command_complain(
			"the daemon's answer cannot be read: is it of "
			"another version?");
	free_zones(&zones);
	return code;
}

static int ask(const struct arguments *arguments,
	       const struct settings *settings)
{
	const char *words[2] = { "status", NULL };
	int code = EXIT_UNKNOWN;
	struct text reply;

	if (arguments->count)
		words[1] = arguments->words[0];
	text_init(&reply, REPLY_BYTES_MAX);
	if (settings_ask(settings, 1 + arguments->count, words, &reply))
		code = show(arguments, &reply);
	text_done(&reply);
	return code;
}

static int run(const struct arguments *arguments)
{
	return settings_for_each(arguments, ask);
}

const struct command command_status = {
	.name = "status",
	.words = "[ZONE]",
	.options = "cjh",
	.most = 1,
	.summary = "show what the daemon knows, soonest failure first",
	.manual = "Exits by the worst verdict; 3 also when the daemon is not "
		  "running.\n",
	.run = run,
};
