/* SPDX-License-Identifier: BSD-3-Clause */
/* copy_fault.c - which fault owns a copy that validators would refuse. */
#include "diagnose/copy_fault.h"
#include "diagnose/delegation.h"
#include "diagnose/dnssec_stripped.h"

/* The zone's signer works, and only the DNSKEY RRset ran out: it is signed by
 * another hand or with a key that is kept elsewhere. */
static bool only_dnskey_expired(const struct diagnosis *d)
{
	bool others_good = false;

	for (size_t i = 0; i < d->copies->count; i++) {
		const struct copy *copy = &d->copies->at[i];

		if (copy_is_dnskey(copy))
			continue;
		if (copy->state == COPY_EXPIRED)
			return false;
		others_good |= copy->state == COPY_GOOD;
	}
	return others_good;
}

static bool same_rrset(const struct copy *a, const struct copy *b)
{
	return a->rrset->type == b->rrset->type &&
	       name_equal(&a->rrset->owner, &b->rrset->owner);
}

/* Whether a server has signatures of the zone over the RRset of the i-th
 * copy. */
static bool signed_elsewhere(const struct copies *copies, size_t i)
{
	const struct copy *copy = &copies->at[i];

	while (i > 0 && same_rrset(copy, &copies->at[i - 1]))
		i--;
	for (; i < copies->count && same_rrset(copy, &copies->at[i]); i++)
		if (copies->at[i].state != COPY_UNSIGNED &&
		    copies->at[i].rrset->sig_count > 0)
			return true;
	return false;
}

/* Whether validators expected a signature over the name. A CNAME is the
 * answer to questions for other types. */
static bool verdict_insists(const struct view *view,
			    const struct view_rrset *rrset)
{
	for (size_t i = 0; i < view->verdict_count; i++) {
		const struct view_verdict *v = &view->verdicts[i];

		if (v->measured && name_equal(&v->name, &rrset->owner) &&
		    (v->type == rrset->type || rrset->type == TYPE_CNAME) &&
		    (v->security == SECURITY_SECURE ||
		     v->security == SECURITY_BOGUS))
			return true;
	}
	return false;
}

/* A name below the apex may belong to an unsigned zone that the same server
 * has: it is ours where validators insist or another server signs it. */
static bool is_missing(const struct diagnosis *d, size_t i)
{
	const struct copy *copy = &d->copies->at[i];
	const struct view_rrset *rrset = copy->rrset;

	if (d->view->key_count == 0 || server_denies_keys(copy->server) ||
	    dnssec_stripped(d, copy->server))
		return false;
	return name_equal(&rrset->owner, &d->view->zone) ||
	       rrset->type == TYPE_NSEC || rrset->type == TYPE_NSEC3 ||
	       verdict_insists(d->view, rrset) ||
	       signed_elsewhere(d->copies, i);
}

enum copy_fault copy_fault(const struct diagnosis *d, size_t i)
{
	const struct copy *copy = &d->copies->at[i];
	bool entry = copy_is_dnskey(copy) && chain_has_entry(d->view);

	switch (copy->state) {
	case COPY_UNKNOWN:
	case COPY_GOOD:
		return FAULT_NONE;
	case COPY_NO_ENTRY:
		return chain_has_entry_at(d->view, copy->server)
			       ? FAULT_DS_KEY_NOT_SIGNING
			       : FAULT_NONE;
	case COPY_INVALID:
		return entry ? FAULT_DNSKEY_RRSET_BOGUS : FAULT_RRSIG_INVALID;
	case COPY_EXPIRED:
		return entry && only_dnskey_expired(d)
			       ? FAULT_DNSKEY_RRSET_BOGUS
			       : FAULT_RRSIG_EXPIRED;
	case COPY_EARLY:
		return FAULT_RRSIG_NOT_YET_VALID;
	case COPY_KEY_MISSING:
		return d->view->key_count > 0 ? FAULT_RRSIG_KEY_MISSING
					      : FAULT_NONE;
	case COPY_UNSIGNED:
		return is_missing(d, i) ? FAULT_RRSIG_MISSING : FAULT_NONE;
	}
	return FAULT_NONE;
}
