/* SPDX-License-Identifier: BSD-3-Clause */
/* state_self.c - what the published view says of the monitor itself: its
 * faults, its canaries and the root's keys. */
#include "report/state_self.h"

#include "report/json.h"

static json_t *json_own_faults(const struct state_head *head)
{
	json_t *faults = json_array();

	for (size_t i = 0; i < head->fault_count; i++) {
		const struct self_fault *fault = &head->faults[i];
		json_t *object = json_object();

		json_add(&object, "id", json_safe(fault->id, 0));
		json_add(&object, "severity",
			 json_string(severity_text(fault->severity)));
		json_add(&object, "summary", json_safe(fault->summary, 0));
		json_append(&faults, object);
	}
	return faults;
}

static json_t *json_canaries(const struct canaries *canaries)
{
	json_t *array = json_array();

	for (size_t i = 0; canaries && i < canaries->count; i++) {
		const struct canary *c = &canaries->at[i];
		json_t *object = json_object();
		char name[NAME_TEXT_SIZE];

		json_add(&object, "name",
			 json_safe(name_to_text(&c->name, name), 0));
		json_add(&object, "kind",
			 json_string(canary_kind_text(c->kind)));
		json_add(&object, "state",
			 json_string(canary_state_text(c->state)));
		json_add(&object, "exists", json_boolean(!c->gone));
		json_add(&object, "as_meant", json_boolean(!canary_is_odd(c)));
		json_append(&array, object);
	}
	return array;
}

static json_t *json_root_keys(const struct root_keys *keys)
{
	json_t *array = json_array();

	for (size_t i = 0; keys && i < keys->count; i++) {
		const struct root_key *key = &keys->at[i];
		json_t *object = json_object();

		json_add(&object, "key_tag", json_number(key->tag));
		json_add(&object, "algorithm", json_number(key->algorithm));
		json_add(&object, "state",
			 json_string(root_key_state_text(key->state)));
		json_add(&object, "since", json_wall(key->since));
		json_add(&object, "first_seen_at", json_wall(key->first_seen));
		json_add(&object, "is_anchor", json_boolean(key->in_file));
		json_append(&array, object);
	}
	return array;
}

json_t *json_self(const struct state_head *head)
{
	json_t *object = json_object();

	json_add(&object, "faults", json_own_faults(head));
	json_add(&object, "canaries", json_canaries(head->canaries));
	json_add(&object, "root_keys", json_root_keys(head->root_keys));
	return object;
}
