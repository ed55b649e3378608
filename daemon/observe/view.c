/* SPDX-License-Identifier: BSD-3-Clause */
/* view.c - what a snapshot's messages say, worked out once for every check. */
#include "observe/view_parts.h"

const char *view_label(struct arena *arena, const struct server *server)
{
	char host[NAME_TEXT_SIZE], address[ADDRESS_TEXT_SIZE];

	if (server->address.family)
		(void)address_to_text(&server->address, address);
	if (!server->host.len && server->address.family)
		return arena_printf(arena, "%s%s", address,
				    server->hidden ? " (hidden)" : "");
	if (!server->host.len)
		return arena_strdup(arena, "?");
	return arena_printf(arena, "%s (%s)", name_to_text(&server->host, host),
			    server->address.family ? address : "no address");
}

/* The family is one that we can use at all. */
static bool can_ask(const struct snapshot *snapshot,
		    const struct server *server)
{
	return server->address.family == 6 ? snapshot->ipv6 : snapshot->ipv4;
}

enum server_state view_state(const struct view_work *work, size_t server)
{
	const struct server *s = &work->snapshot->servers[server];
	enum server_state state = SERVER_UNMEASURED;

	if (!s->address.family)
		return SERVER_NO_ADDRESS;
	for (size_t i = work->start[2 * server];
	     i < work->start[2 * server + 2]; i++) {
		const struct answer *answer =
			&work->snapshot->answers[work->order[i]];

		if (answer->outcome == OUTCOME_ANSWER &&
		    work->messages[work->order[i]])
			return SERVER_ANSWERS;
		if (answer->outcome != OUTCOME_LATE &&
		    answer->outcome != OUTCOME_UNMEASURED &&
		    answer->outcome != OUTCOME_FORBIDDEN &&
		    can_ask(work->snapshot, s))
			state = SERVER_SILENT;
	}
	return state;
}

/* The rows of all answers of a server, UDP before TCP. */
static bool rows_of_server(struct view_work *work, size_t server,
			   struct view_rows *rows)
{
	for (size_t i = work->start[2 * server];
	     i < work->start[2 * server + 2]; i++)
		if (!view_rows_add(work, work->order[i], true, rows))
			return false;
	return true;
}

static bool add_server(struct view_work *work, size_t index)
{
	const struct server *server = &work->snapshot->servers[index];
	struct view_server *to = &work->servers[work->view->server_count];
	struct view_rows *rows = &work->rows[work->view->server_count++];

	to->server = server;
	to->index = (int)index;
	to->state = view_state(work, index);
	to->label = view_label(work->arena, server);
	if (!to->label || !rows_of_server(work, index, rows))
		return false;
	to->forbidden = rows->count > 0 &&
			rows->at[0].answer->outcome == OUTCOME_FORBIDDEN;
	to->rrsets = rows->at;
	to->rrset_count = rows->count;
	return true;
}

static bool add_parent(struct view_work *work, size_t index)
{
	const struct server *server = &work->snapshot->servers[index];
	struct view_parent *to = &work->parents[work->view->parent_count++];
	struct view_rows rows = { 0 };

	to->server = server;
	to->state = view_state(work, index);
	to->label = view_label(work->arena, server);
	for (size_t i = work->start[2 * index]; i < work->start[2 * index + 2];
	     i++) {
		const struct answer *answer =
			&work->snapshot->answers[work->order[i]];

		if (answer->type == TYPE_NS &&
		    name_equal(&answer->name, &work->view->zone) &&
		    work->messages[work->order[i]])
			to->referral = work->messages[work->order[i]];
		if (answer->type == TYPE_DS &&
		    name_equal(&answer->name, &work->view->zone) &&
		    (!view_rows_add(work, work->order[i], false, &rows) ||
		     !view_date_signatures(work, &rows.at[rows.count - 1])))
			return false;
	}
	to->answer = view_rows_pick(&rows, &work->view->zone, TYPE_DS);
	return to->label != NULL;
}

static bool add_servers(struct view_work *work)
{
	size_t count = work->snapshot->server_count;

	work->servers = arena_array(work->arena, count, sizeof(*work->servers));
	work->rows = arena_array(work->arena, count, sizeof(*work->rows));
	work->parents = arena_array(work->arena, count, sizeof(*work->parents));
	if (!work->servers || !work->rows || !work->parents)
		return false;
	for (size_t i = 0; i < count; i++) {
		enum vantage vantage = work->snapshot->servers[i].vantage;

		if ((vantage == VANTAGE_AUTHORITY && !add_server(work, i)) ||
		    (vantage == VANTAGE_PARENT && !add_parent(work, i)))
			return false;
	}
	work->view->servers = work->servers;
	work->view->parents = work->parents;
	return true;
}

static bool add_cd(struct view_work *work)
{
	struct view_rows rows = { 0 };

	for (size_t i = 0; i < work->snapshot->answer_count; i++)
		if (work->snapshot->answers[i].vantage == VANTAGE_CD &&
		    (!view_rows_add(work, i, false, &rows) ||
		     !view_date_signatures(work, &rows.at[rows.count - 1])))
			return false;
	work->view->cd = rows.at;
	work->view->cd_count = rows.count;
	return true;
}

static void read_serials(struct view_work *work)
{
	for (size_t i = 0; i < work->view->server_count; i++) {
		struct view_server *server = &work->servers[i];
		struct soa soa;

		server->soa = view_rows_pick(&work->rows[i], &work->view->zone,
					     TYPE_SOA);
		if (!server->soa || !server->soa->set ||
		    !server->soa->set->count ||
		    !soa_read(server->soa->set->rdata[0], &soa))
			continue;
		server->has_serial = true;
		server->serial = soa.serial;
	}
}

struct view *view_new(struct arena *arena, const struct snapshot *snapshot,
		      struct wall now)
{
	struct view *view = arena_alloc(arena, sizeof(*view));
	struct view_work work = { .arena = arena,
				  .snapshot = snapshot,
				  .view = view };

	if (!view)
		return NULL;
	view->snapshot = snapshot;
	view->now = now;
	view->zone = snapshot->zone;
	(void)name_to_text(&view->zone, view->zone_text);
	(void)name_to_shell(&view->zone, view->zone_word);
	if (!view_parse(&work) || !add_servers(&work) || !add_cd(&work) ||
	    !view_collect_keys(&work) || !view_check_signatures(&work) ||
	    !view_collect_ds(&work) || !view_collect_verdicts(&work) ||
	    !view_collect_resolvers(&work))
		return NULL;
	read_serials(&work);
	return view;
}

const char *view_subject(struct arena *arena, const struct view_server *server,
			 const struct view_rrset *rrset)
{
	char owner[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];
	const char *subject;

	subject = arena_printf(
		arena, "%s %s%s%s", name_to_text(&rrset->owner, owner),
		type_to_text(rrset->type, type), server ? " @ " : "",
		server ? server->label : "");
	return subject ? subject : "";
}
