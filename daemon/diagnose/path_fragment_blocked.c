/* SPDX-License-Identifier: BSD-3-Clause */
/* path_fragment_blocked.c - small answers of a server come over UDP, large ones
 * only over TCP: something between drops what is large or in fragments.
 *
 * Validators lose time on it, or fail; and mostly nothing else is wrong, so
 * that no look would confirm anything: each survey asks over TCP what it lost
 * over UDP of a server that answers otherwise. */
#include "diagnose/evidence.h"

/* Every path carries as much, RFC 1035 4.2.1. */
#define SMALL_BYTES 512

struct sizes {
	size_t lost;		 /* questions whose answer came over TCP only */
	size_t smallest_lost;	 /* bytes, over TCP */
	size_t greatest_arrived; /* bytes, over UDP */
	const struct answer *first;
};

static const struct answer *over_tcp(const struct view *view,
				     const struct answer *udp)
{
	const struct snapshot *snapshot = view->snapshot;

	for (size_t i = 0; i < snapshot->answer_count; i++) {
		const struct answer *a = &snapshot->answers[i];

		if (a->vantage == VANTAGE_AUTHORITY &&
		    a->server == udp->server && a->tcp && !a->truncated_udp &&
		    a->type == udp->type && a->outcome == OUTCOME_ANSWER &&
		    name_equal(&a->name, &udp->name))
			return a;
	}
	return NULL;
}

static void add_lost(const struct view *view, const struct answer *udp,
		     struct sizes *sizes)
{
	const struct answer *tcp = over_tcp(view, udp);

	if (!tcp)
		return;
	if (!sizes->lost || tcp->packet_len < sizes->smallest_lost) {
		sizes->smallest_lost = tcp->packet_len;
		sizes->first = tcp;
	}
	sizes->lost++;
}

static struct sizes sizes_of(const struct view *view, int server)
{
	const struct snapshot *snapshot = view->snapshot;
	struct sizes sizes = { 0 };

	for (size_t i = 0; i < snapshot->answer_count; i++) {
		const struct answer *a = &snapshot->answers[i];

		if (a->vantage != VANTAGE_AUTHORITY || a->server != server ||
		    a->tcp)
			continue;
		if (a->outcome == OUTCOME_TIMEOUT)
			add_lost(view, a, &sizes);
		else if (a->outcome == OUTCOME_ANSWER &&
			 a->packet_len > sizes.greatest_arrived)
			sizes.greatest_arrived = a->packet_len;
	}
	return sizes;
}

/* Losses by chance hit small answers as well. */
static bool is_blocked(const struct sizes *sizes)
{
	return sizes->lost > 0 && sizes->greatest_arrived > 0 &&
	       sizes->smallest_lost > SMALL_BYTES &&
	       sizes->smallest_lost > sizes->greatest_arrived;
}

static void tell(struct diagnosis *d, const struct view_server *server,
		 const struct sizes *sizes)
{
	struct finding *f =
		diagnosis_add(d, SEVERITY_WARNING, KIND_FAILING, server->label);

	diagnosis_summary(d, f,
			  "answers of %zu bytes and more from %s do not come "
			  "over UDP, and do over TCP",
			  sizes->smallest_lost, server->label);
	lines_add(d->arena, &f->evidence,
		  "%s: %zu questions got no answer over UDP and one over TCP, "
		  "the smallest of %zu bytes",
		  server->label, sizes->lost, sizes->smallest_lost);
	lines_add(d->arena, &f->evidence,
		  "%s: the largest answer that came over UDP has %zu bytes",
		  server->label, sizes->greatest_arrived);
	lines_add(d->arena, &f->fix,
		  "Let fragments and large UDP packets through, or have the "
		  "server send no more than 1232 bytes over UDP");
	lines_add(d->arena, &f->fix,
		  "Make answers smaller: ECDSA keys, fewer keys, minimal "
		  "responses");
	verify_question(d, f, server->server, &sizes->first->name,
			sizes->first->type);
}

static void run(struct diagnosis *d)
{
	for (size_t i = 0; i < d->view->server_count; i++) {
		const struct view_server *server = &d->view->servers[i];
		struct sizes sizes = sizes_of(d->view, server->index);

		if (is_blocked(&sizes))
			tell(d, server, &sizes);
	}
}

const struct check check_path_fragment_blocked = {
	.id = "path-fragment-blocked",
	.summary = "large answers of a server come over TCP only",
	.source = "RFC 6891 6.2.6",
	.run = run,
};
