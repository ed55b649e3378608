/* SPDX-License-Identifier: BSD-3-Clause */
/* generic.c - a CloudEvent 1.0 in structured mode, signed as the Standard
 * Webhooks specification says. */
#include "report/report.h"
#include "targets/kind.h"

#include <inttypes.h>

void kind_event(const struct card *card, struct text *out)
{
	if (card->what == CARD_INCIDENT)
		report_cloudevent(card->announcement, card->source,
				  card->runbook, out);
	else
		report_cloudevent_notice(card, out);
}

static void headers(const struct kind_attempt *attempt, struct text *out)
{
	text_put(out, "Content-Type: application/cloudevents+json\n");
	text_printf(out, "webhook-id: %s\n", attempt->id);
	text_printf(out, "webhook-timestamp: %" PRId64 "\n", attempt->now.s);
	if (attempt->key_count == 0)
		return;
	text_put(out, "webhook-signature:");
	/* Several while a key is being replaced: one that fits is enough. */
	for (size_t i = 0; i < attempt->key_count; i++) {
		text_put(out, " ");
		sign_message(&attempt->keys[i], attempt->id, attempt->now,
			     attempt->body, out);
	}
	text_put(out, "\n");
}

const struct kind kind_generic = {
	.body = kind_event,
	.headers = headers,
};
