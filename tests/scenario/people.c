/* SPDX-License-Identifier: BSD-3-Clause */
/* people.c - what people say of what is broken, in virtual time. */
#include "scenario/keywords.h"
#include "scenario/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void watch_silences(struct watch *watch)
{
	incident_book_set_silences(watch->book, watch->silences,
				   watch->silence_count, watch->now);
	watch->silence_at = silence_next_edge(watch->silences,
					      watch->silence_count, watch->now);
}

/* As the daemon does when one begins or ends. */
void watch_silences_look(struct watch *watch)
{
	const struct incident *incident;
	size_t cursor = 0;

	watch_silences(watch);
	while ((incident = incident_next(watch->book, &cursor))) {
		struct watched *zone = watch->zones;
		struct name owner;
		struct fold fold;

		if (name_from_text(incident->owner, &owner) &&
		    watch_zone(watch, &owner))
			zone = watch_zone(watch, &owner);
		if (!zone->assessment ||
		    zone->assessment->verdict == VERDICT_UNKNOWN)
			continue;
		incident_retell(watch->book, incident->owner, zone->assessment,
				watch->now, &fold);
		watch_note_fold(watch, &fold);
	}
}

/* What is said to be silenced: "servers 192.0.2.1, 192.0.2.2" is one pattern.
 * @return the words that are of it. */
static size_t read_pattern(const struct words *words, char *ret, size_t size)
{
	size_t at = 1, len = 0;

	for (; at + 2 < words->count && !word_value(words->at[at], "fault");
	     at++)
		len += (size_t)snprintf(ret + len, size > len ? size - len : 0,
					"%s%s", at > 1 ? " " : "",
					words->at[at]);
	return len < size ? at - 1 : 0;
}

/* "silence *.example fault=rrsig-* for 2h", "silence ends" */
void clause_silence(struct scene *scene, const struct words *words)
{
	struct watch *watch = scene->watch;
	struct silence *silence = &watch->silences[watch->silence_count];
	const char **texts = watch->silence_texts[watch->silence_count];
	char *pattern = watch->silence_patterns[watch->silence_count];
	size_t count = words->count;
	int64_t length_s;

	if (count == 2 && strcmp(words->at[1], "ends") == 0) {
		watch->silence_count = 0;
		watch_silences_look(watch);
		return;
	}
	if (watch->silence_count == WATCH_SILENCES_MAX || count < 4 ||
	    strcmp(words->at[count - 2], "for") != 0 ||
	    !keyword_length(words->at[count - 1], &length_s) ||
	    !read_pattern(words, pattern, sizeof(*watch->silence_patterns))) {
		SCENE_FAIL(scene, "a silence is of a pattern, for a length");
		return;
	}
	texts[0] = pattern;
	texts[1] = word_value(words->at[count - 3], "fault");
	*silence = (struct silence){
		.zone_count = 1,
		.zones = &texts[0],
		.fault_count = texts[1] ? 1 : 0,
		.faults = &texts[1],
		.from = watch->now,
		.until = wall_add(watch->now, length_s),
	};
	watch->silence_count++;
	watch_silences_look(watch);
}

static const struct incident *incident_now(const struct scene *scene)
{
	char text[NAME_TEXT_SIZE];

	return incident_of(scene->watch->book,
			   name_to_text(&scene->zone->world->zone.apex, text));
}

/* "ack": of the zone named last. */
void clause_ack(struct scene *scene, const struct words *words)
{
	const struct incident *incident = incident_now(scene);
	struct fold fold = { .changed_count = 1, .changed = &incident };

	if (words->count != 1 || !incident ||
	    !incident_ack(scene->watch->book, incident->owner,
			  scene->watch->now, "somebody", ""))
		SCENE_FAIL(scene, "there is nothing to acknowledge");
	else
		watch_note_fold(scene->watch, &fold);
}

void wish_acked(struct scene *scene, const char *value)
{
	const struct incident *incident = incident_now(scene);
	bool acked = incident && !wall_is_never(incident->acked_at);

	if (acked != keyword_yes(scene, value))
		SCENE_FAIL(scene, "expected acked=%s", value);
}

void wish_silenced(struct scene *scene, const char *value)
{
	const struct incident *incident = incident_now(scene);
	bool silenced = incident && incident->silenced;

	if (silenced != keyword_yes(scene, value))
		SCENE_FAIL(scene, "expected silenced=%s", value);
}
