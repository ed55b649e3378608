/* SPDX-License-Identifier: BSD-3-Clause */
/* dnskey_missing.c - servers that say, with authority, that there is no DNSKEY
 * while others have it. Where none has, it is ds-without-dnskey; without a DS
 * it is an unsigned zone like most, a fault only where it has signatures all
 * the same or the operator declared it secure. */
#include "diagnose/delegation.h"
#include "diagnose/dnssec_stripped.h"
#include "diagnose/evidence.h"
#include "diagnose/service.h"

/* A server that ignores the DO bit is auth-dnssec-stripped. */
static bool lacks_keys(const struct diagnosis *d,
		       const struct view_server *server)
{
	return server_denies_keys(server) && !dnssec_stripped(d, server);
}

static size_t count_without_keys(const struct diagnosis *d)
{
	size_t count = 0;

	for (size_t i = 0; i < d->view->server_count; i++)
		count += lacks_keys(d, &d->view->servers[i]);
	return count;
}

static void verify_servers(struct diagnosis *d, struct finding *f)
{
	for (size_t i = 0; i < d->view->server_count; i++)
		if (lacks_keys(d, &d->view->servers[i]))
			verify_question(d, f, d->view->servers[i].server,
					&d->view->zone, TYPE_DNSKEY);
}

/* There is one. */
static const struct view_server *first_lacking(const struct diagnosis *d)
{
	const struct view_server *server = d->view->servers;

	while (!lacks_keys(d, server))
		server++;
	return server;
}

static bool is_fault(const struct diagnosis *d)
{
	if (count_without_keys(d) == 0)
		return false;
	if (d->view->key_count > 0)
		return true;
	return !chain_has_ds(d->view) && (d->policy->expect == EXPECT_SECURE ||
					  copies_any_signed(d->copies));
}

static const char *because(const struct diagnosis *d)
{
	if (d->view->key_count > 0)
		return "while others have";
	return copies_any_signed(d->copies) ? "yet the zone has signatures"
					    : "and the zone is declared secure";
}

static void add_fix(struct diagnosis *d, struct finding *f)
{
	if (d->view->key_count > 0)
		lines_add(d->arena, &f->fix,
			  "Load the signed zone on these servers: they have an "
			  "unsigned copy (transfer from the signer, not from "
			  "the unsigned source)");
	else if (copies_any_signed(d->copies))
		lines_add(d->arena, &f->fix,
			  "Put the DNSKEY RRset back, with the keys that the "
			  "signatures name, and sign it");
	else
		lines_add(d->arena, &f->fix,
			  "Sign the zone, see its signatures on every server, "
			  "then publish its DS; or do not declare it secure");
}

/* Whether only servers lack them that users do not ask. */
static bool is_hidden(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->view->server_count; i++)
		if (lacks_keys(d, &d->view->servers[i]) &&
		    !d->view->servers[i].server->hidden)
			return false;
	return true;
}

static void run(struct diagnosis *d)
{
	size_t without = count_without_keys(d);
	struct finding *f;

	if (!is_fault(d))
		return;
	f = diagnosis_add(d,
			  d->policy->expect == EXPECT_SECURE
				  ? SEVERITY_CRITICAL
				  : diagnosis_chain_severity(d),
			  is_hidden(d) ? KIND_PREDICTED : KIND_FAILING,
			  first_lacking(d)->label);
	if (without == 1)
		diagnosis_summary(d, f, "%s has no DNSKEY, %s",
				  first_lacking(d)->label, because(d));
	else
		diagnosis_summary(d, f, "%zu of %zu servers have no DNSKEY, %s",
				  without, evidence_servers_answering(d),
				  because(d));
	if (f->kind == KIND_PREDICTED)
		service_foretell(d, f, first_lacking(d));
	evidence_servers(d, f);
	add_fix(d, f);
	verify_servers(d, f);
}

const struct check check_dnskey_missing = {
	.id = "dnskey-missing",
	.summary = "a server of a signed zone has no DNSKEY",
	.source = "RFC 4035 2.1",
	.run = run,
};
