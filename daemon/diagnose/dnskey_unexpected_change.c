/* SPDX-License-Identifier: BSD-3-Clause */
/* dnskey_unexpected_change.c - the zone's data are signed by keys that were
 * not published for a TTL before: a validator that still has the DNSKEY set
 * of before in its cache cannot check them, RFC 7583 3.2.1.
 *
 * A key may sign from the start when one that those validators know signs
 * beside it (double signatures), or when it was published ahead; and where we
 * did not look for longer than the TTL, it may have been. */
#include "diagnose/evidence.h"

#include <stdio.h>
#include <string.h>

/* A key set of before that caches may still hold. */
struct held {
	const struct history_version *version;
	size_t index; /* of the version */
	struct wall until;
};

/* That set, or one before it: a key that comes back is no new one. */
static bool ever_listed(const struct diagnosis *d, const struct held *held,
			const char *key)
{
	const struct history_version *v = held->version;

	for (size_t i = held->index; v;
	     v = history_at(d->history, HISTORY_DNSKEY, ++i))
		if (history_lists_key(v->value, key))
			return true;
	return false;
}

static bool knows_a_signer(const struct diagnosis *d, const struct held *held,
			   const struct view_rrset *rrset)
{
	char text[HISTORY_KEY_SIZE];

	for (size_t i = 0; i < rrset->sig_count; i++) {
		const struct view_signature *sig = &rrset->sigs[i];

		if (sig->state == SIG_VALID && sig->key &&
		    ever_listed(d, held, history_key_text(sig->key, text)))
			return true;
	}
	return false;
}

/* The first RRset, good in itself, that none of those keys signed. */
static const struct copy *first_orphan(const struct diagnosis *d,
				       const struct held *held)
{
	for (size_t i = 0; i < d->copies->count; i++) {
		const struct copy *copy = &d->copies->at[i];

		if (copy->state == COPY_GOOD && copy->best &&
		    !copy_is_dnskey(copy) &&
		    !knows_a_signer(d, held, copy->rrset))
			return copy;
	}
	return NULL;
}

/* What some cache holds now and cannot use: of all sets that were replaced
 * less than their TTL ago, the one that goes last. */
static const struct copy *worst(const struct diagnosis *d,
				struct held *ret_held)
{
	const struct history_version *v;
	const struct copy *found = NULL;
	struct wall replaced;
	size_t index;

	v = history_before(d->history, &d->seen, HISTORY_DNSKEY, d->view->now,
			   &index, &replaced);
	for (; v; v = history_at(d->history, HISTORY_DNSKEY, ++index)) {
		struct held held = { v, index, wall_add(replaced, v->ttl_s) };
		bool watched = wall_diff(v->last_seen, replaced) < v->ttl_s;
		const struct copy *copy = NULL;

		if (v->value[0] != '\0' && watched &&
		    held.until.s > d->view->now.s)
			copy = first_orphan(d, &held);
		if (copy && (!found || held.until.s > ret_held->until.s)) {
			found = copy;
			*ret_held = held;
		}
		replaced = v->first_seen;
	}
	return found;
}

static void run(struct diagnosis *d)
{
	const struct copy *copy;
	struct finding *f;
	struct held held = { .until = WALL_NEVER };

	copy = worst(d, &held);
	if (!copy)
		return;
	f = diagnosis_add(d, diagnosis_chain_severity(d), KIND_PREDICTED,
			  view_subject(d->arena, copy->server, copy->rrset));
	if (f->severity == SEVERITY_CRITICAL)
		f->deadline =
			wall_add(held.until, -(int64_t)held.version->ttl_s);
	diagnosis_summary(d, f,
			  "the keys changed without notice: validators that "
			  "hold the old DNSKEY set, until %s, cannot check "
			  "what the new key %u signed",
			  evidence_when(d, held.until), copy->best->key->tag);
	lines_add(d->arena, &f->evidence, "keys until then: %s (TTL %s)",
		  held.version->value,
		  evidence_duration(d, held.version->ttl_s));
	lines_add(d->arena, &f->evidence, "keys now: %s",
		  d->seen.value[HISTORY_DNSKEY]);
	evidence_copy(d, f, copy, NULL);
	evidence_servers(d, f);
	lines_add(d->arena, &f->fix,
		  "Put the old keys back now, beside the new ones, and sign "
		  "with the old ones until %s",
		  evidence_when(d, held.until));
	lines_add(d->arena, &f->fix,
		  "If a standby signer took over: give it the keys of the "
		  "first one");
	verify_apex(d, f, TYPE_DNSKEY);
	verify_question(d, f, copy->server->server, &copy->rrset->owner,
			copy->rrset->type);
}

const struct check check_dnskey_unexpected_change = {
	.id = "dnskey-unexpected-change",
	.summary = "new keys sign that were not published for a TTL before",
	.source = "RFC 7583 3.2.1, RFC 6781 4.1.1",
	.run = run,
};
