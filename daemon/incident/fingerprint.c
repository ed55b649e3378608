/* SPDX-License-Identifier: BSD-3-Clause */
/* fingerprint.c - what a pulse can see, folded into one number. */
#include "incident/fingerprint.h"

/* A pulse asks two questions of each server; a survey many. */
#define WORK_BYTES_MAX (64u * 1024 * 1024)

/* FNV-1a, 64 bits: compared only with our own earlier value. */
static uint64_t mix(uint64_t h, const void *bytes, size_t count)
{
	const uint8_t *at = bytes;

	for (size_t i = 0; i < count; i++)
		h = (h ^ at[i]) * 0x100000001b3u;
	return h;
}

#define MIX_START 0xcbf29ce484222325u

static uint64_t mix_rrset(uint64_t h, const struct view_rrset *rrset)
{
	uint8_t usable = rrset ? rrset->usable : 2;
	uint16_t rcode = rrset ? rrset->rcode : 0;

	h = mix(h, &usable, sizeof(usable));
	h = mix(h, &rcode, sizeof(rcode));
	/* The SOA's data stand for themselves by the serial. */
	if (!rrset || !rrset->set || rrset->type != TYPE_DNSKEY)
		return h;
	for (size_t i = 0; i < rrset->set->count; i++)
		h = mix(h, rrset->set->rdata[i].at, rrset->set->rdata[i].len);
	return h;
}

/* What a pulse can see of one server. Signatures count by whether they are
 * usable only: a signer on the fly makes new ones for each answer. */
static uint64_t mix_server(const struct view_server *server)
{
	const struct address *address = &server->server->address;
	uint64_t h = mix(MIX_START, address->bytes, sizeof(address->bytes));
	uint8_t answers = server->state == SERVER_ANSWERS;

	h = mix(h, &address->port, sizeof(address->port));
	h = mix(h, &answers, sizeof(answers));
	h = mix(h, &server->serial, sizeof(server->serial));
	h = mix_rrset(h, server->soa);
	return mix_rrset(h, server->dnskey);
}

/* What users get. libunbound says one failure in several ways, bogus now and
 * SERVFAIL from its cache a moment later: those are the same here. */
enum { GETS_NOTHING_KNOWN, GETS_SECURE, GETS_INSECURE, GETS_SERVFAIL };

static uint8_t user_gets(const struct view_verdict *v)
{
	if (v->servfail || v->security == SECURITY_BOGUS)
		return GETS_SERVFAIL;
	return v->security == SECURITY_SECURE	  ? GETS_SECURE
	       : v->security == SECURITY_INSECURE ? GETS_INSECURE
						  : GETS_NOTHING_KNOWN;
}

uint64_t fingerprint_of_view(const struct view *view)
{
	uint8_t worst = GETS_NOTHING_KNOWN;
	uint64_t sum = 0;

	for (size_t i = 0; i < view->verdict_count; i++) {
		const struct view_verdict *v = &view->verdicts[i];

		if (v->measured && name_equal(&v->name, &view->zone) &&
		    (v->type == TYPE_SOA || v->type == TYPE_DNSKEY) &&
		    user_gets(v) > worst)
			worst = user_gets(v);
	}
	/* A sum, so that the order of the servers does not count. */
	for (size_t i = 0; i < view->server_count; i++)
		if (view->servers[i].server->address.family != 0 &&
		    !view->servers[i].forbidden)
			sum += mix_server(&view->servers[i]);
	return mix(sum, &worst, sizeof(worst));
}

uint64_t fingerprint_of(const struct snapshot *snapshot)
{
	struct arena *work = arena_new(WORK_BYTES_MAX);
	struct view *view =
		work ? view_new(work, snapshot, snapshot->at) : NULL;
	/* 0 is like no other: without memory a survey is the safe answer. */
	uint64_t h = view ? fingerprint_of_view(view) : 0;

	arena_free(work);
	return h;
}
