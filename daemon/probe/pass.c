/* SPDX-License-Identifier: BSD-3-Clause */
/* pass.c - carry out one plan and fill its snapshot. */
#include "probe/pass_inner.h"

#include "base/clock.h"

#include <openssl/rand.h>
#include <stdlib.h>

int pass_add_server(struct pass *pass, const struct server *server,
		    bool *ret_new)
{
	size_t count = pass->snapshot.server_count;

	*ret_new = false;
	for (size_t i = 0; i < count; i++) {
		struct server *s = &pass->servers[i];

		/* One address behind two names is one server. */
		if (s->vantage != server->vantage ||
		    !address_equal(&s->address, &server->address) ||
		    (!server->address.family &&
		     !name_equal(&s->host, &server->host)))
			continue;
		/* The operator named it, and so does the DNS. */
		if (!s->host.len)
			s->host = server->host;
		return (int)i;
	}
	if (count == pass->servers_max)
		return -1;
	pass->servers[count] = *server;
	pass->snapshot.server_count++;
	*ret_new = true;
	return (int)count;
}

void pass_mark_overloaded(struct pass *pass)
{
	pass->snapshot.overloaded = true;
}

const struct snapshot *pass_snapshot(const struct pass *pass)
{
	return &pass->snapshot;
}

/* No ask is open, or the deadline has come. */
static void on_finish(evutil_socket_t fd, short what, void *arg)
{
	struct pass *pass = arg;

	(void)fd;
	(void)what;
	pass_end_asks(pass);
	discover_seal(pass);
	pass->snapshot.finished_at = clock_wall();
	pass->snapshot.servers = pass->servers;
	pass->snapshot.answers = pass->answers;
	(void)event_del(&pass->finish);
	pass->done(pass->arg, pass);
}

/* The plan's own servers: what a pulse asks, or what the operator named. */
static void measure_given(struct pass *pass)
{
	const struct plan *plan = pass->plan;

	for (size_t i = 0; i < plan->server_count; i++) {
		struct server server = { .vantage = VANTAGE_AUTHORITY,
					 .host = plan->servers[i].host,
					 .address = plan->servers[i].address,
					 .hidden = pass->discovers };
		bool is_new;
		int index = pass_add_server(pass, &server, &is_new);

		if (index >= 0 && is_new)
			pass_measure(pass, VANTAGE_AUTHORITY, index);
	}
}

static void begin(struct pass *pass)
{
	pass_measure(pass, VANTAGE_VALIDATOR, -1);
	pass_measure(pass, VANTAGE_CD, -1);
	measure_given(pass);
	resolvers_begin(pass);
	pass_settle(pass);
}

/* What can fail: the rest of pass_start() cannot. */
static bool prepare(struct pass *pass)
{
	const struct plan *plan = pass->plan;
	uint32_t nonce;

	if (RAND_bytes((unsigned char *)&nonce, sizeof(nonce)) != 1 ||
	    !questions_list(plan, nonce, pass->arena, &pass->questions))
		return false;
	pass->servers_max = plan->kind == PASS_SURVEY
				    ? SNAPSHOT_SERVERS_MAX
				    : plan->server_count + plan->resolver_count;
	pass->servers = arena_array(pass->arena, pass->servers_max,
				    sizeof(*pass->servers));
	pass->hosts = arena_array(pass->arena, HOSTS_MAX, sizeof(*pass->hosts));
	if (!pass->servers || !pass->hosts)
		return false;
	pass->generation = generation_take(pass->tools->generations, plan,
					   pass->families.ipv6);
	return pass->generation;
}

static void snapshot_init(struct pass *pass)
{
	const struct plan *plan = pass->plan;
	struct snapshot *snapshot = &pass->snapshot;

	snapshot->plan_id = plan->id;
	snapshot->kind = plan->kind;
	snapshot->zone = plan->zone;
	snapshot->trust_anchor = plan->trust_anchor;
	snapshot->started_at = clock_wall();
	snapshot->at =
		wall_is_never(plan->at) ? snapshot->started_at : plan->at;
	snapshot->ipv4 = pass->families.ipv4;
	snapshot->ipv6 = pass->families.ipv6;
}

struct pass *pass_start(const struct pass_tools *tools,
			const struct pass_order *order, pass_done *done,
			void *arg)
{
	const struct plan *plan = order->plan;
	struct timeval deadline = { order->left_ms / 1000,
				    order->left_ms % 1000 * 1000 };
	struct pass *pass = calloc(1, sizeof(*pass));

	if (!pass)
		return NULL;
	pass->tools = tools;
	pass->plan = plan;
	pass->arena = order->arena;
	pass->families = families_find(tools->roots);
	if (!prepare(pass)) {
		free(pass);
		return NULL;
	}
	pass->done = done;
	pass->arg = arg;
	pass->discovers = plan->kind == PASS_SURVEY && !plan->isolated;
	TAILQ_INIT(&pass->asks);
	snapshot_init(pass);
	(void)evtimer_assign(&pass->finish, tools->base, on_finish, pass);
	(void)evtimer_add(&pass->finish, &deadline);
	begin(pass);
	return pass;
}

void pass_free(struct pass *pass)
{
	if (!pass)
		return;
	(void)event_del(&pass->finish);
	pass_end_asks(pass);
	generation_drop(pass->generation);
	free(pass->answers);
	arena_free(pass->arena);
	free(pass);
}
