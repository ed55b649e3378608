/* SPDX-License-Identifier: BSD-3-Clause */
/* generic.c - a CloudEvent 1.0 in structured mode, signed as the Standard
 * Webhooks specification says. */
#include "notify/kinds.h"

#include <inttypes.h>

static void headers(const struct kind_message *message, struct text *out)
{
	text_put(out, "Content-Type: application/cloudevents+json\n");
	text_printf(out, "webhook-id: %s\n", message->id);
	text_printf(out, "webhook-timestamp: %" PRId64 "\n", message->now.s);
	if (message->key_count == 0)
		return;
	text_put(out, "webhook-signature:");
	/* Several while a key is being replaced: one that fits is enough. */
	for (size_t i = 0; i < message->key_count; i++) {
		text_put(out, " ");
		sign_message(&message->keys[i], message->id, message->now,
			     message->body, out);
	}
	text_put(out, "\n");
}

const struct kind kind_generic = {
	.kind = TARGET_GENERIC,
	.headers = headers,
};
