/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_json.c - an explanation for programs, by conf/explain.schema.json.
 *
 * The object is an interface: members are added, never changed. */
#include "report/explain.h"

#include "report/json.h"

static json_t *json_strings(const char *const *strings, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_append(&array, json_safe(strings[i], 0));
	return array;
}

/* Null where nothing is wrong. */
static json_t *json_short(const struct explanation *e)
{
	json_t *object = e->row_count ? json_object() : json_null();

	for (size_t i = 0; i < e->row_count; i++)
		json_add(&object, e->rows[i].key,
			 json_safe(e->rows[i].value, 0));
	return object;
}

static json_t *json_link(const struct explain_link *link)
{
	json_t *object = json_object();

	json_add(&object, "zone", json_safe(link->zone, 0));
	json_add(&object, "parent", json_safe(link->parent, 0));
	json_add(&object, "state", json_string(link_state_text(link->state)));
	json_add(&object, "ds_measured", json_boolean(link->ds_asked));
	json_add(&object, "ds", json_strings(link->ds, link->ds_count));
	json_add(&object, "keys_measured", json_boolean(link->keys_asked));
	json_add(&object, "keys", json_strings(link->keys, link->key_count));
	json_add(&object, "validator_says", json_safe(link->said, 0));
	return object;
}

static json_t *json_chain(const struct explanation *e)
{
	json_t *array = json_array();

	for (size_t i = 0; i < e->link_count; i++)
		json_append(&array, json_link(&e->links[i]));
	return array;
}

static json_t *json_reply(const struct explain_reply *reply)
{
	const struct answer *answer = reply->answer;
	json_t *object = json_object();

	json_add(&object, "vantage",
		 json_string(vantage_text(answer->vantage)));
	json_add(&object, "asked_of", json_safe(reply->who, 0));
	json_add(&object, "question", json_safe(reply->question, 0));
	json_add(&object, "asked_at", json_wall(answer->sent_at));
	json_add(&object, "over", json_string(answer->tcp ? "tcp" : "udp"));
	json_add(&object, "took_ms", json_number(answer->took_ms));
	json_add(&object, "outcome",
		 json_string(outcome_text(answer->outcome)));
	json_add(&object, "heard", json_safe(reply->heard, 0));
	json_add(&object, "reason", json_safe(reply->said, 0));
	json_add(&object, "command", json_safe(reply->command, 0));
	return object;
}

static json_t *json_step(const struct explain_step *step)
{
	json_t *object = json_object(), *ids = json_array();
	json_t *replies = json_array();

	for (size_t i = 0; i < step->finding_count; i++)
		json_append(&ids, json_string(step->findings[i]->id));
	for (size_t i = 0; i < step->count; i++)
		json_append(&replies, json_reply(&step->replies[i]));
	json_add(&object, "asks", json_string(step->asks));
	json_add(&object, "why", json_string(step->why));
	json_add(&object, "verdict", json_string(verdict_text(step->mark)));
	json_add(&object, "decision", json_safe(step->decision, 0));
	json_add(&object, "findings", ids);
	json_add(&object, "replies", replies);
	return object;
}

static json_t *json_steps(const struct explanation *e)
{
	json_t *array = json_array();

	for (size_t i = 0; i < e->step_count; i++)
		json_append(&array, json_step(&e->steps[i]));
	return array;
}

static json_t *json_row(const struct matrix *matrix,
			const struct matrix_row *row)
{
	json_t *object = json_object(), *cells = json_array();

	for (size_t i = 0; i < matrix->column_count; i++)
		json_append(&cells, json_string(cell_text(row->cells[i])));
	json_add(&object, "rrset", json_safe(row->rrset, 0));
	json_add(&object, "key_tag",
		 row->is_signed ? json_number(row->key_tag) : json_null());
	json_add(&object, "expires_at", json_wall(row->expires_at));
	json_add(&object, "results", cells);
	return object;
}

static json_t *json_matrix(const struct matrix *matrix)
{
	json_t *object = json_object(), *servers = json_array();
	json_t *rows = json_array();

	for (size_t i = 0; i < matrix->column_count; i++)
		json_append(&servers, json_safe(matrix->columns[i]->label, 0));
	for (size_t i = 0; i < matrix->row_count; i++)
		json_append(&rows, json_row(matrix, &matrix->rows[i]));
	json_add(&object, "servers", servers);
	json_add(&object, "rows", rows);
	json_add(&object, "rows_untold", json_number(matrix->rows_dropped));
	return object;
}

/* The letter is safe, and its line ends are its own. */
static json_t *json_letter(const struct explanation *e)
{
	json_t *object;

	if (!e->letter)
		return json_null();
	object = json_object();
	json_add(&object, "to", json_safe(e->letter_to, 0));
	json_add(&object, "text", json_string(e->letter));
	return object;
}

void report_explain_json(const struct explanation *e, struct text *out)
{
	static const struct json_bounds all = JSON_ALL;
	json_t *object = json_zone(e->assessment, &all);

	json_add(&object, "meaning", json_string(e->meaning));
	json_add(&object, "in_short", json_short(e));
	json_add(&object, "chain", json_chain(e));
	json_add(&object, "first_broken",
		 e->first_broken < 0
			 ? json_null()
			 : json_safe(e->links[e->first_broken].zone, 0));
	json_add(&object, "owner", json_safe(e->owner, 0));
	json_add(&object, "steps", json_steps(e));
	json_add(&object, "signatures", json_matrix(&e->matrix));
	json_add(&object, "letter", json_letter(e));
	json_put(out, object);
}
