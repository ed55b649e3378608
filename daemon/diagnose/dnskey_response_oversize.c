/* SPDX-License-Identifier: BSD-3-Clause */
/* dnskey_response_oversize.c - the DNSKEY answer is too large for UDP without
 * fragments: resolvers that TCP does not reach get no keys. */
#include "diagnose/evidence.h"

/* RFC 9715 3: the greatest UDP payload that a responder should send. */
#define UDP_BYTES_MAX 1400

static bool was_truncated(const struct view_server *server)
{
	for (size_t i = 0; i < server->rrset_count; i++)
		if (server->rrsets[i].type == TYPE_DNSKEY &&
		    server->rrsets[i].message && server->rrsets[i].message->tc)
			return true;
	return false;
}

static size_t bytes_of(const struct view_server *server)
{
	const struct view_rrset *keys = server->dnskey;

	return keys && keys->message ? keys->answer->packet_len : 0;
}

static void show(struct diagnosis *d, struct finding *f,
		 const struct view_server *server)
{
	const char *line = arena_printf(
		d->arena, "%s: %zu bytes%s", server->label, bytes_of(server),
		was_truncated(server) ? ", cut over UDP (TC)" : "");

	evidence_list(d, f, line ? line : "");
}

static void run(struct diagnosis *d)
{
	const struct view *view = d->view;
	const struct view_server *largest = NULL;
	struct finding *f;

	for (size_t i = 0; i < view->server_count; i++)
		if (bytes_of(&view->servers[i]) >
		    (largest ? bytes_of(largest) : UDP_BYTES_MAX))
			largest = &view->servers[i];
	if (!largest)
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED, NULL);
	diagnosis_summary(d, f,
			  "the DNSKEY answer of %s has %zu bytes: over %u it "
			  "takes fragments or TCP",
			  largest->label, bytes_of(largest), UDP_BYTES_MAX);
	for (size_t i = 0; i < view->server_count; i++)
		if (bytes_of(&view->servers[i]) > 0)
			show(d, f, &view->servers[i]);
	for (size_t i = 0; i < view->key_count; i++)
		evidence_key(d, f, &view->keys[i]);
	lines_add(d->arena, &f->fix,
		  "See that TCP works at every server, for everybody");
	lines_add(d->arena, &f->fix,
		  "Remove keys that are no longer needed, let only the KSK "
		  "sign the DNSKEY RRset, or roll to ECDSA");
	verify_question(d, f, largest->server, &view->zone, TYPE_DNSKEY);
}

const struct check check_dnskey_response_oversize = {
	.id = "dnskey-response-oversize",
	.summary = "the DNSKEY answer has more than 1400 bytes",
	.source = "RFC 6891 6.2.6, RFC 9715 3",
	.run = run,
};
