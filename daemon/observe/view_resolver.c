/* SPDX-License-Identifier: BSD-3-Clause */
/* view_resolver.c - what the resolvers of others said: each question with its
 * answer, and the one that the same question with CD set had. */
#include "observe/view_parts.h"

/* Twice what a survey asks of one; a hostile snapshot may have thousands. */
#define LOOKUPS_MAX 32

/* Rows move while they grow, so they are found when all are there. */
static const struct view_rrset *row_of(const struct view_rows *rows,
				       const struct view_lookup *lookup,
				       bool cd)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct view_rrset *row = &rows->at[i];

		if (row->answer->cd == cd && row->type == lookup->type &&
		    row->message && name_equal(&row->owner, &lookup->name))
			return row;
	}
	return NULL;
}

static bool has_lookup(const struct view_lookup *lookups, size_t count,
		       const struct answer *answer)
{
	for (size_t i = 0; i < count; i++)
		if (lookups[i].type == answer->type &&
		    name_equal(&lookups[i].name, &answer->name))
			return true;
	return false;
}

static bool add_rows(struct view_work *work, size_t server,
		     struct view_rows *rows)
{
	for (size_t i = work->start[2 * server];
	     i < work->start[2 * server + 2]; i++)
		if (!view_rows_add(work, work->order[i], false, rows) ||
		    !view_date_signatures(work, &rows->at[rows->count - 1]))
			return false;
	return true;
}

static bool add_resolver(struct view_work *work, size_t server,
			 struct view_resolver *to)
{
	struct view_lookup *lookups =
		arena_array(work->arena, LOOKUPS_MAX, sizeof(*lookups));
	struct view_rows rows = { 0 };

	to->server = &work->snapshot->servers[server];
	to->label = view_label(work->arena, to->server);
	to->state = view_state(work, server);
	to->lookups = lookups;
	if (!lookups || !to->label || !add_rows(work, server, &rows))
		return false;
	for (size_t i = 0; i < rows.count && to->lookup_count < LOOKUPS_MAX;
	     i++) {
		const struct answer *answer = rows.at[i].answer;
		struct view_lookup *lookup = &lookups[to->lookup_count];

		if (has_lookup(lookups, to->lookup_count, answer))
			continue;
		lookup->name = answer->name;
		lookup->type = answer->type;
		lookup->checked = row_of(&rows, lookup, false);
		lookup->unchecked = row_of(&rows, lookup, true);
		to->lookup_count++;
	}
	return true;
}

bool view_collect_resolvers(struct view_work *work)
{
	const struct snapshot *snapshot = work->snapshot;
	size_t count = 0, next = 0;
	struct view_resolver *resolvers;

	for (size_t i = 0; i < snapshot->server_count; i++)
		count += snapshot->servers[i].vantage == VANTAGE_RESOLVER;
	resolvers = arena_array(work->arena, count, sizeof(*resolvers));
	if (!resolvers)
		return false;
	for (size_t i = 0; i < snapshot->server_count; i++)
		if (snapshot->servers[i].vantage == VANTAGE_RESOLVER &&
		    !add_resolver(work, i, &resolvers[next++]))
			return false;
	work->view->resolvers = resolvers;
	work->view->resolver_count = count;
	return true;
}
