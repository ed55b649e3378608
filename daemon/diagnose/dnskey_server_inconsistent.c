/* SPDX-License-Identifier: BSD-3-Clause */
/* dnskey_server_inconsistent.c - servers publish different keys. A validator
 * takes the keys from one and the data from another: where some pair of them
 * does not validate, users fail; else it is a transfer on its way, or two
 * signers about to part (RFC 8901). */
#include "diagnose/evidence.h"

#include <string.h>

/* Different key sets that are tried against the data; real zones in trouble
 * have two. */
#define KEY_SETS_MAX 8

struct key_sets {
	size_t count;
	const struct view_server *at[KEY_SETS_MAX];
};

static bool same_keys(const struct view_server *a, const struct view_server *b)
{
	return a->dnskey && b->dnskey && a->dnskey->set && b->dnskey->set &&
	       rrset_same_data(a->dnskey->set, b->dnskey->set);
}

static struct key_sets collect_sets(const struct view *view)
{
	struct key_sets sets = { 0 };

	for (size_t i = 0; i < view->server_count; i++) {
		const struct view_server *server = &view->servers[i];
		size_t k = 0;

		if (server->key_count == 0 || server->dnskey->message->tc)
			continue;
		while (k < sets.count && !same_keys(sets.at[k], server))
			k++;
		if (k == sets.count && k < KEY_SETS_MAX)
			sets.at[sets.count++] = server;
	}
	return sets;
}

static bool has_key(const struct view_server *server, const struct dnskey *key)
{
	for (size_t i = 0; i < server->key_count; i++)
		if (server->keys[i].rdata.len == key->rdata.len &&
		    memcmp(server->keys[i].rdata.at, key->rdata.at,
			   key->rdata.len) == 0)
			return true;
	return false;
}

static bool validates_with(const struct view_rrset *rrset,
			   const struct view_server *keys)
{
	for (size_t i = 0; i < rrset->sig_count; i++)
		if (rrset->sigs[i].state == SIG_VALID && rrset->sigs[i].key &&
		    has_key(keys, rrset->sigs[i].key))
			return true;
	return false;
}

/* What the keys of @p server cannot validate: a line, or NULL. */
static const char *failure_with(struct diagnosis *d,
				const struct view_server *server)
{
	if (chain_has_entry(d->view) && !chain_has_entry_at(d->view, server))
		return arena_printf(d->arena,
				    "no key of %s is in the DS set, while one "
				    "of another server is",
				    server->label);
	for (size_t i = 0; i < d->copies->count; i++) {
		const struct copy *copy = &d->copies->at[i];

		if (copy->state == COPY_GOOD && !copy_is_dnskey(copy) &&
		    !validates_with(copy->rrset, server))
			return arena_printf(d->arena,
					    "the keys of %s do not validate %s",
					    server->label,
					    view_subject(d->arena, copy->server,
							 copy->rrset));
	}
	return NULL;
}

static bool show_failures(struct diagnosis *d, struct finding *f,
			  const struct key_sets *sets)
{
	bool fails = false;

	for (size_t i = 0; i < sets->count; i++) {
		const char *line = failure_with(d, sets->at[i]);

		if (!line)
			continue;
		fails = true;
		lines_add(d->arena, &f->evidence, "%s", line);
	}
	return fails;
}

static void summarize(struct diagnosis *d, struct finding *f,
		      const struct key_sets *sets, bool fails)
{
	const char *then = fails ? ", and one does not validate what the other "
				   "serves"
				 : "";

	if (sets->count == 2)
		diagnosis_summary(d, f, "%s has other keys than %s%s",
				  sets->at[1]->label, sets->at[0]->label, then);
	else
		diagnosis_summary(d, f, "the servers have %zu key sets%s",
				  sets->count, then);
}

static void run(struct diagnosis *d)
{
	struct key_sets sets = collect_sets(d->view);
	struct finding *f;
	bool fails;

	if (sets.count < 2)
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_FAILING, sets.at[1]->label);
	fails = show_failures(d, f, &sets);
	if (fails)
		f->severity = diagnosis_chain_severity(d);
	summarize(d, f, &sets, fails);
	evidence_servers(d, f);
	lines_add(d->arena, &f->fix,
		  "One signer: see that every server has its latest serial "
		  "(transfer the zone again)");
	lines_add(d->arena, &f->fix,
		  "Several signers: publish every signer's zone signing keys "
		  "at all of them before any of them signs");
	for (size_t i = 0; i < sets.count; i++)
		verify_question(d, f, sets.at[i]->server, &d->view->zone,
				TYPE_DNSKEY);
}

const struct check check_dnskey_server_inconsistent = {
	.id = "dnskey-server-inconsistent",
	.summary = "servers of the zone publish different keys",
	.source = "RFC 8901",
	.explains = "auth-serial-skew",
	.run = run,
};
