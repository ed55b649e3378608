/* SPDX-License-Identifier: BSD-3-Clause */
/* root_keys.c - each canary pass looks at the root's keys: does our trust
 * anchor still open the door, and will it next year? */
#include "app/internal.h"

#include "base/log.h"
#include "probe/roots.h"

#include <string.h>

/* Text of as many anchors as a file may have. */
#define FILE_BYTES_MAX (1024u * 1024)

static size_t read_anchors(const struct roots *roots, struct arena *arena,
			   struct anchor *anchors)
{
	size_t count = 0;

	for (size_t i = 0; i < roots->anchor_count; i++) {
		const char *why;

		if (!anchor_read(arena, roots->anchors[i],
				 strlen(roots->anchors[i]), &anchors[count],
				 &why))
			log_warning(roots->anchors[i],
				    "a trust anchor that cannot be read: %s",
				    why);
		else if (name_equal(&anchors[count].owner, &name_root))
			count++;
	}
	return count;
}

enum err root_keys_load(struct app *app)
{
	struct monitor *monitor = &app->monitor;
	struct arena *arena = arena_new(FILE_BYTES_MAX);
	const char *file = NULL;
	struct anchor *anchors;
	struct roots roots;
	enum err err = ERR_MEMORY;

	anchors =
		arena ? arena_array(arena, ROOTS_ANCHORS_MAX, sizeof(*anchors))
		      : NULL;
	if (anchors)
		err = roots_read_files(app->config->root_hints,
				       app->config->trust_anchor_file, arena,
				       &roots, &file);
	if (err) {
		arena_free(arena);
		return err;
	}
	arena_free(monitor->anchor_arena);
	monitor->anchor_arena = arena;
	monitor->anchor_count = read_anchors(&roots, arena, anchors);
	monitor->anchors = anchors;
	return ERR_OK;
}

enum err root_keys_start(struct app *app)
{
	if (memory_root_keys(app->memory, &app->monitor.root_keys) != ERR_OK)
		log_error("memory.db", "the root's keys: %s",
			  memory_error(app->memory));
	return root_keys_load(app);
}

void root_keys_stop(struct app *app)
{
	arena_free(app->monitor.anchor_arena);
}

/* What cannot be written is written with the next change: a restart in
 * between begins the hold-down of a new key anew. */
static void write_down(struct app *app)
{
	struct monitor *monitor = &app->monitor;

	monitor->root_keys_owed =
		memory_root_keys_put(app->memory, &monitor->root_keys) !=
		ERR_OK;
	if (monitor->root_keys_owed)
		log_debug("memory.db", "the root's keys: %s",
			  memory_error(app->memory));
}

static void judge(struct app *app)
{
	struct self_note *anchor = &app->monitor.anchor;
	struct text summary, evidence;
	enum severity severity;

	text_init(&summary, sizeof(anchor->summary) - 1);
	text_init(&evidence, sizeof(anchor->evidence) - 1);
	severity =
		root_keys_judge(&app->monitor.root_keys, &summary, &evidence);
	(void)self_note_set(anchor, severity, text_string(&summary),
			    text_string(&evidence));
	text_done(&summary);
	text_done(&evidence);
}

void root_keys_look(struct app *app, const struct snapshot *snapshot)
{
	struct monitor *monitor = &app->monitor;
	struct root_sight sight;

	if (!root_sight_read(snapshot, monitor->anchors, monitor->anchor_count,
			     &sight))
		return;
	if (root_keys_see(&monitor->root_keys, &sight, snapshot->started_at) ||
	    monitor->root_keys_owed)
		write_down(app);
	judge(app);
}

bool root_keys_fault(const struct app *app, struct self_fault *ret_fault)
{
	const struct self_note *anchor = &app->monitor.anchor;

	*ret_fault = (struct self_fault){
		.id = "monitor-trust-anchor-stale",
		.severity = anchor->severity,
		.subject = app->config->trust_anchor_file,
		.summary = anchor->summary,
		.evidence = anchor->evidence,
		.fix = "update trust_anchor_file (Debian: package "
		       "dns-root-data), and of your resolvers as well; then: "
		       "systemctl reload forewarnd\n"
		       "the root's keys and their dates: "
		       "https://www.iana.org/dnssec/files",
		.since = anchor->since,
	};
	return anchor->severity != SEVERITY_OK && !canaries_tell_of_anchor(app);
}
