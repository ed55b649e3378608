/* SPDX-License-Identifier: BSD-3-Clause */
/* incidents.c - incidents with their members and faults, to tables and back. */
#include "memory/memory.h"

#include "base/arena.h"
#include "memory/database.h"

#include <stdio.h>
#include <string.h>

/* A broken TLD is one incident with every zone under it: 1,000,000 members
 * of a fault or two. */
#define INCIDENT_BYTES_MAX ((size_t)1 << 30)

static bool member_is_quiet(const struct incident_member *member)
{
	for (size_t i = 0; i < member->fault_count; i++)
		if (member->faults[i].seen || member->faults[i].confirmed)
			return false;
	return true;
}

static bool is_over(const struct incident *incident)
{
	for (size_t i = 0; i < incident->member_count; i++)
		if (!member_is_quiet(&incident->members[i]))
			return false;
	return !incident->open;
}

static enum err remove_incident(struct memory *memory, const char *owner)
{
	sqlite3_stmt *st = memory_statement(memory, ST_INCIDENT_REMOVE);

	memory_bind_text(st, 1, owner);
	return memory_run(memory, st);
}

static enum err put_head(struct memory *memory, const struct incident *incident)
{
	sqlite3_stmt *st = memory_statement(memory, ST_INCIDENT_PUT);

	memory_bind_text(st, 1, incident->owner);
	memory_bind_text(st, 2, incident->id);
	(void)sqlite3_bind_int(st, 3, incident->open);
	(void)sqlite3_bind_int(st, 4, incident->severity);
	memory_bind_wall(st, 5, incident->suspected_at);
	memory_bind_wall(st, 6, incident->opened_at);
	memory_bind_wall(st, 7, incident->changed_at);
	(void)sqlite3_bind_int64(st, 8, incident->announcements);
	memory_bind_wall(st, 9, incident->acked_at);
	memory_bind_text(st, 10, incident->acked_by);
	memory_bind_text(st, 11, incident->ack_note);
	return memory_run(memory, st);
}

static enum err put_fault(struct memory *memory, const char *owner,
			  const struct incident_member *member, size_t n)
{
	const struct incident_fault *fault = &member->faults[n];
	sqlite3_stmt *st = memory_statement(memory, ST_FAULT_PUT);

	memory_bind_text(st, 1, owner);
	memory_bind_text(st, 2, member->zone);
	(void)sqlite3_bind_int64(st, 3, (int64_t)n);
	memory_bind_text(st, 4, fault->id);
	(void)sqlite3_bind_int(st, 5, fault->severity);
	(void)sqlite3_bind_int(st, 6, fault->told_severity);
	(void)sqlite3_bind_int(st, 7, fault->kind);
	(void)sqlite3_bind_int64(st, 8, fault->seen);
	(void)sqlite3_bind_int64(st, 9, fault->absent);
	(void)sqlite3_bind_int(st, 10, fault->confirmed);
	memory_bind_wall(st, 11, fault->first_seen_at);
	memory_bind_wall(st, 12, fault->deadline);
	memory_bind_text(st, 13, fault->subject);
	memory_bind_text(st, 14, fault->summary);
	memory_bind_text(st, 15, fault->servers);
	return memory_run(memory, st);
}

static enum err put_member(struct memory *memory, const char *owner,
			   const struct incident_member *member)
{
	sqlite3_stmt *st = memory_statement(memory, ST_MEMBER_PUT);
	enum err err;

	memory_bind_text(st, 1, owner);
	memory_bind_text(st, 2, member->zone);
	err = memory_run(memory, st);
	/* SQLite's shell does not enforce foreign keys unless told: who removed
	 * a row there has left its faults, which would be in the way. */
	st = memory_statement(memory, ST_FAULTS_REMOVE);
	memory_bind_text(st, 1, owner);
	memory_bind_text(st, 2, member->zone);
	if (!err)
		err = memory_run(memory, st);
	for (size_t i = 0; !err && i < member->fault_count; i++)
		err = put_fault(memory, owner, member, i);
	return err;
}

static enum err put_all(struct memory *memory, const struct incident *incident)
{
	sqlite3_stmt *st = memory_statement(memory, ST_MEMBERS_REMOVE);
	enum err err;

	if (is_over(incident))
		return remove_incident(memory, incident->owner);
	err = put_head(memory, incident);
	if (err)
		return err;
	memory_bind_text(st, 1, incident->owner);
	err = memory_run(memory, st);
	for (size_t i = 0; !err && i < incident->member_count; i++)
		err = put_member(memory, incident->owner,
				 &incident->members[i]);
	return err;
}

static enum err put_one(struct memory *memory, const struct incident *incident,
			const char *zone)
{
	sqlite3_stmt *st = memory_statement(memory, ST_MEMBER_REMOVE);
	enum err err;

	if (is_over(incident))
		return remove_incident(memory, incident->owner);
	err = put_head(memory, incident);
	if (err)
		return err;
	memory_bind_text(st, 1, incident->owner);
	memory_bind_text(st, 2, zone);
	err = memory_run(memory, st);
	for (size_t i = 0; !err && i < incident->member_count; i++)
		if (strcmp(incident->members[i].zone, zone) == 0)
			err = put_member(memory, incident->owner,
					 &incident->members[i]);
	return err;
}

/* An incident is in several tables: all of them or none. */
static enum err put(struct memory *memory, const struct incident *incident,
		    const char *zone)
{
	bool alone = sqlite3_get_autocommit(memory->db);
	enum err err = alone ? memory_begin(memory) : ERR_OK;

	if (err)
		return err;
	err = zone ? put_one(memory, incident, zone)
		   : put_all(memory, incident);
	if (!alone)
		return err;
	if (!err)
		return memory_commit(memory);
	memory_rollback(memory);
	return err;
}

enum err memory_incident_put(struct memory *memory,
			     const struct incident *incident)
{
	return put(memory, incident, NULL);
}

enum err memory_incident_put_member(struct memory *memory,
				    const struct incident *incident,
				    const char *zone)
{
	return put(memory, incident, zone);
}

/* --- and back --- */

static char *column_text(struct arena *arena, sqlite3_stmt *st, int place)
{
	const char *text = (const char *)sqlite3_column_text(st, place);

	return text ? arena_strdup(arena, text) : NULL;
}

static void copy_text(char *ret_to, size_t cap, sqlite3_stmt *st, int place)
{
	const char *text = (const char *)sqlite3_column_text(st, place);

	(void)snprintf(ret_to, cap, "%s", text ? text : "");
}

/* Run a counting statement that is bound already. */
static enum err count(struct memory *memory, sqlite3_stmt *st,
		      size_t *ret_count)
{
	enum err err = memory_row(memory, st);

	if (err)
		return err;
	*ret_count = memory_column_count(st, 0, UINT32_MAX);
	return memory_run(memory, st);
}

/* Ids of faults are shown as they are, so nothing else may be in one. */
static void make_id_fit(char *id)
{
	for (; *id; id++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", *id))
			*id = '?';
}

static void read_fault(struct arena *arena, sqlite3_stmt *st,
		       struct incident_fault *fault)
{
	copy_text(fault->id, sizeof(fault->id), st, 0);
	make_id_fit(fault->id);
	fault->severity = memory_column_count(st, 1, SEVERITY_CRITICAL);
	fault->told_severity = memory_column_count(st, 2, SEVERITY_CRITICAL);
	fault->kind = memory_column_count(st, 3, KIND_PREDICTED);
	fault->seen = memory_column_count(st, 4, UINT32_MAX);
	fault->absent = memory_column_count(st, 5, UINT32_MAX);
	fault->confirmed = sqlite3_column_int(st, 6) != 0;
	fault->first_seen_at = memory_column_wall(st, 7);
	fault->deadline = memory_column_wall(st, 8);
	fault->subject = column_text(arena, st, 9);
	fault->summary = column_text(arena, st, 10);
	fault->servers = column_text(arena, st, 11);
}

static enum err read_faults(struct memory *memory, struct arena *arena,
			    const char *owner, struct incident_member *member)
{
	sqlite3_stmt *st = memory_statement(memory, ST_FAULTS_COUNT);
	size_t expected;
	enum err err;

	memory_bind_text(st, 1, owner);
	memory_bind_text(st, 2, member->zone);
	err = count(memory, st, &expected);
	if (err)
		return err;
	member->faults = arena_array(arena, expected, sizeof(*member->faults));
	st = memory_statement(memory, ST_FAULTS);
	memory_bind_text(st, 1, owner);
	memory_bind_text(st, 2, member->zone);
	while (member->faults && member->fault_count < expected &&
	       !(err = memory_row(memory, st)))
		read_fault(arena, st, &member->faults[member->fault_count++]);
	(void)sqlite3_reset(st); /* repeats what memory_row() said */
	return arena_failed(arena)    ? ERR_MEMORY
	       : err == ERR_NOT_FOUND ? ERR_OK
				      : err;
}

static enum err read_members(struct memory *memory, struct arena *arena,
			     struct incident *incident)
{
	sqlite3_stmt *st = memory_statement(memory, ST_MEMBERS_COUNT);
	size_t expected;
	enum err err;

	memory_bind_text(st, 1, incident->owner);
	err = count(memory, st, &expected);
	if (err)
		return err;
	incident->members =
		arena_array(arena, expected, sizeof(*incident->members));
	st = memory_statement(memory, ST_MEMBERS);
	memory_bind_text(st, 1, incident->owner);
	while (!arena_failed(arena) && incident->member_count < expected &&
	       !(err = memory_row(memory, st)))
		incident->members[incident->member_count++].zone =
			column_text(arena, st, 0);
	(void)sqlite3_reset(st); /* as above */
	if (err && err != ERR_NOT_FOUND)
		return err;
	err = ERR_OK;
	for (size_t i = 0;
	     !err && !arena_failed(arena) && i < incident->member_count; i++)
		err = read_faults(memory, arena, incident->owner,
				  &incident->members[i]);
	return arena_failed(arena) ? ERR_MEMORY : err;
}

static enum err read_incident(struct memory *memory, sqlite3_stmt *st,
			      struct arena *arena, struct incident *incident)
{
	incident->owner = column_text(arena, st, 0);
	if (!incident->owner)
		return ERR_MEMORY;
	copy_text(incident->id, sizeof(incident->id), st, 1);
	incident->open = sqlite3_column_int(st, 2) != 0;
	incident->severity = memory_column_count(st, 3, SEVERITY_CRITICAL);
	incident->suspected_at = memory_column_wall(st, 4);
	incident->opened_at = memory_column_wall(st, 5);
	incident->changed_at = memory_column_wall(st, 6);
	incident->announcements = memory_column_count(st, 7, UINT32_MAX);
	incident->acked_at = memory_column_wall(st, 8);
	copy_text(incident->acked_by, sizeof(incident->acked_by), st, 9);
	copy_text(incident->ack_note, sizeof(incident->ack_note), st, 10);
	return read_members(memory, arena, incident);
}

enum err memory_incidents(struct memory *memory,
			  enum err (*each)(void *arg,
					   const struct incident *incident),
			  void *arg)
{
	sqlite3_stmt *st = memory_statement(memory, ST_INCIDENTS);
	enum err err;

	while (!(err = memory_row(memory, st))) {
		struct arena *arena = arena_new(INCIDENT_BYTES_MAX);
		struct incident incident = { 0 };

		err = arena ? read_incident(memory, st, arena, &incident)
			    : ERR_MEMORY;
		if (!err)
			err = each(arg, &incident);
		arena_free(arena);
		if (err)
			break;
	}
	(void)sqlite3_reset(st); /* repeats what memory_row() said */
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}
