/* SPDX-License-Identifier: BSD-3-Clause */
/* silence.c - which servers of a zone answer, by address family. */
#include "diagnose/silence.h"
#include "diagnose/evidence.h"
#include "diagnose/service.h"

/* What a person would try by hand. */
#define VERIFY_MAX 4

/* @param family 4 or 6, 0: both. */
static struct silent_count count_family(const struct view *view, uint8_t family,
					bool hidden)
{
	struct silent_count count = { 0 };

	for (size_t i = 0; i < view->server_count; i++) {
		const struct view_server *server = &view->servers[i];

		if ((family != 0 && server->server->address.family != family) ||
		    (server->server->hidden && !hidden))
			continue;
		count.silent += server->state == SERVER_SILENT;
		count.answering += server->state == SERVER_ANSWERS;
	}
	return count;
}

struct silent_count silence_count(const struct view *view, bool hidden)
{
	return count_family(view, 0, hidden);
}

static void show_family(struct diagnosis *d, struct finding *f, uint8_t family)
{
	struct silent_count count = count_family(d->view, family, true);

	if (count.silent + count.answering > 0)
		lines_add(d->arena, &f->evidence, "IPv%u: silent %zu of %zu",
			  family, count.silent, count.silent + count.answering);
}

/* The first answer that did not come says how it failed. */
static const struct answer *failed_answer(const struct view_server *server)
{
	for (size_t i = 0; i < server->rrset_count; i++) {
		const struct answer *answer = server->rrsets[i].answer;

		if (answer && answer->outcome != OUTCOME_ANSWER &&
		    answer->outcome != OUTCOME_LATE &&
		    answer->outcome != OUTCOME_UNMEASURED &&
		    answer->outcome != OUTCOME_FORBIDDEN)
			return answer;
	}
	return NULL;
}

static void show_server(struct diagnosis *d, struct finding *f,
			const struct view_server *server)
{
	const struct answer *answer = failed_answer(server);
	const char *line;

	if (answer)
		line = arena_printf(
			d->arena, "%s: %s after %u tries", server->label,
			outcome_text(answer->outcome), answer->tries);
	else
		line = arena_printf(d->arena, "%s: silent", server->label);
	evidence_list(d, f, line ? line : "");
	if (f->verify.count < VERIFY_MAX)
		verify_question(d, f, server->server, &d->view->zone, TYPE_SOA);
}

static const struct view_rrset *unanswered(const struct diagnosis *d,
					   const struct view_server *server)
{
	(void)d;
	return server->state == SERVER_SILENT && server->rrset_count
		       ? server->rrsets
		       : NULL;
}

void silence_show(struct diagnosis *d, struct finding *f)
{
	struct roster silent = roster_new(d, unanswered);

	roster_blame(d, f, &silent);
	show_family(d, f, 4);
	show_family(d, f, 6);
	for (size_t i = 0; i < d->view->server_count; i++)
		if (d->view->servers[i].state == SERVER_SILENT)
			show_server(d, f, &d->view->servers[i]);
}
