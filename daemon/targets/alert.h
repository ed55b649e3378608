/* SPDX-License-Identifier: BSD-3-Clause */
/* alert.h - an incident as it is now, as an alert of Alertmanager's API v2:
 * labels say which alert it is, the rest may change. Pure. */
#ifndef FOREWARN_TARGETS_ALERT_H
#define FOREWARN_TARGETS_ALERT_H

#include "base/text.h"
#include "config/config.h"
#include "report/card.h"

/* The rest of an alert: some lines of evidence and of what to do. */
#define ALERT_BYTES_MAX ((size_t)64 * 1024)

struct alert_place {
	const char *host; /* from where it is seen */
	size_t label_count;
	const struct policy_label *labels; /* of the zone */
};

/**
 * Write the labels, a JSON object whose keys are sorted: two alerts with the
 * same text are the same alert.
 *
 * @param card  of an incident that is open, or of a test.
 */
void alert_labels(const struct card *card, const struct alert_place *place,
		  struct text *out);

/** Write the members of the alert beside "labels" and "endsAt". */
void alert_details(const struct card *card, struct text *out);

#endif
