/* SPDX-License-Identifier: BSD-3-Clause */
/* attention.c - what people do about the trouble of a zone. */
#include "incident/attention.h"

static const char *owner_of(const struct assessment *assessment,
			    const struct incident *incident,
			    const struct finding *finding)
{
	if (finding->blame)
		return finding->blame;
	if (finding->cause && incident && incident_is_of_servers(incident))
		return incident->owner;
	return finding->cause ? finding->cause : assessment->zone_text;
}

void attention_find(const struct assessment *assessment,
		    const struct incident *incident,
		    const struct silence *silences, size_t count,
		    struct wall now, struct attention *ret)
{
	*ret = (struct attention){ .incident = incident };
	for (size_t i = 0; i < assessment->finding_count; i++) {
		const struct finding *f = assessment->findings[i];

		if (f->severity >= SEVERITY_WARNING) /* less is never told */
			ret->silences[i] =
				silence_find(silences, count,
					     owner_of(assessment, incident, f),
					     assessment->zone_text, f->id, now);
	}
}

const struct silence *attention_silence(const struct attention *attention,
					const struct assessment *assessment)
{
	const struct silence *first = NULL;

	for (size_t i = 0; i < assessment->finding_count; i++) {
		const struct silence *s = attention->silences[i];

		if (assessment->findings[i]->severity < SEVERITY_WARNING)
			continue;
		if (!s)
			return NULL;
		if (!first || s->until.s < first->until.s)
			first = s;
	}
	return first;
}
