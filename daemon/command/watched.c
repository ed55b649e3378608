/* SPDX-License-Identifier: BSD-3-Clause */
/* watched.c - what the daemon knows of a zone. */
#include "command/watched.h"

#include "publish/control.h"
#include "report/report.h"

#include <stdio.h>
#include <string.h>

/* One zone with all its findings. */
#define REPLY_BYTES_MAX ((size_t)16 * 1024 * 1024)

static struct assessment *ask(const struct settings *settings,
			      const char *zone_text)
{
	const char *words[] = { "status", zone_text };
	struct assessment *known = NULL;
	struct settings its = *settings;
	struct text reply;
	char path[4200];
	bool ok = false;

	settings_choose(&its, zone_text);
	settings_socket(&its, path, sizeof(path));
	text_init(&reply, REPLY_BYTES_MAX);
	if (control_ask(path, 2, words, &ok, &reply) == ERR_OK && ok)
		known = report_zone_read(text_string(&reply), reply.len);
	text_done(&reply);
	return known;
}

/* The silence of the fault @p id, as the daemon sees it. */
static const struct silence *silence_of(const struct assessment *known,
					const char *id)
{
	for (size_t i = 0; i < known->finding_count; i++)
		if (strcmp(known->findings[i]->id, id) == 0)
			return known->attention->silences[i];
	return NULL;
}

struct assessment *watched_ask(const struct settings *settings,
			       const struct assessment *assessment,
			       struct attention *ret_attention)
{
	struct assessment *known = ask(settings, assessment->zone_text);

	if (!known || !known->attention) {
		assessment_free(known);
		return NULL;
	}
	*ret_attention = (struct attention){
		.incident = known->attention->incident,
	};
	for (size_t i = 0; i < assessment->finding_count; i++)
		ret_attention->silences[i] =
			silence_of(known, assessment->findings[i]->id);
	return known;
}
