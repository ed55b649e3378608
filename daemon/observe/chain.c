/* SPDX-License-Identifier: BSD-3-Clause */
/* chain.c - whether validators insist on a zone's signatures. */
#include "observe/chain.h"

#include <string.h>

/* The zone's own RRsets: denials may be insecure in a secure zone (opt-out,
 * NSEC3 iterations), and the DS is the parent's. */
static bool speaks_for_apex(const struct view *view,
			    const struct view_verdict *verdict)
{
	return verdict->measured &&
	       (verdict->type == TYPE_SOA || verdict->type == TYPE_DNSKEY ||
		verdict->type == TYPE_NS) &&
	       name_equal(&verdict->name, &view->zone) &&
	       (verdict->security == SECURITY_BOGUS ||
		(!verdict->servfail && verdict->rcode == RCODE_NOERROR));
}

enum security chain_apex_security(const struct view *view)
{
	enum security seen = SECURITY_INDETERMINATE;

	for (size_t i = 0; i < view->verdict_count; i++)
		if (speaks_for_apex(view, &view->verdicts[i]) &&
		    view->verdicts[i].security > seen)
			seen = view->verdicts[i].security;
	return seen;
}

static bool ds_is_validated(const struct view *view)
{
	for (size_t i = 0; i < view->verdict_count; i++) {
		const struct view_verdict *v = &view->verdicts[i];

		if (v->measured && v->type == TYPE_DS &&
		    v->security == SECURITY_SECURE &&
		    v->rcode == RCODE_NOERROR &&
		    name_equal(&v->name, &view->zone))
			return true;
	}
	return false;
}

/* libunbound follows the chain to the DS and lacks the algorithm, which other
 * validators have: Ed448 in some builds. Their users fail. */
static bool others_can_validate(const struct view *view)
{
	bool counts = false;

	for (size_t i = 0; i < view->ds_count; i++) {
		if (!chain_ds_counts(view, &view->ds[i]))
			continue;
		if (algorithm_info(view->ds[i].algorithm)->libunbound)
			return false;
		counts = true;
	}
	return counts && (view->anchored || ds_is_validated(view));
}

enum chain chain_of(const struct view *view)
{
	switch (chain_apex_security(view)) {
	case SECURITY_SECURE:
	case SECURITY_BOGUS:
		return CHAIN_SECURE;
	case SECURITY_INSECURE:
		return others_can_validate(view) ? CHAIN_SECURE
						 : CHAIN_INSECURE;
	case SECURITY_INDETERMINATE:
		break;
	}
	if (name_equal(&view->zone, &name_root))
		return CHAIN_SECURE;
	if (!view->ds_known)
		return CHAIN_UNKNOWN;
	return chain_has_ds(view) ? CHAIN_SECURE : CHAIN_INSECURE;
}

static bool ds_supported(const struct ds *ds)
{
	return digest_is_supported(ds->digest_type) &&
	       algorithm_info(ds->algorithm)->supported;
}

bool chain_ds_counts(const struct view *view, const struct ds *ds)
{
	if (!ds_supported(ds))
		return false;
	if (ds->digest_type != DIGEST_SHA1)
		return true;
	for (size_t i = 0; i < view->ds_count; i++)
		if (view->ds[i].digest_type != DIGEST_SHA1 &&
		    ds_supported(&view->ds[i]))
			return false;
	return true;
}

bool chain_has_ds(const struct view *view)
{
	for (size_t i = 0; i < view->ds_count; i++)
		if (chain_ds_counts(view, &view->ds[i]))
			return true;
	return false;
}

static bool same_key(const struct dnskey *a, const struct dnskey *b)
{
	return a->rdata.len == b->rdata.len &&
	       memcmp(a->rdata.at, b->rdata.at, a->rdata.len) == 0;
}

/* The key that the i-th DS lets validators enter by, or NULL. */
static const struct dnskey *entry_key(const struct view *view, size_t i)
{
	if (view->ds_key[i] < 0 || !chain_ds_counts(view, &view->ds[i]))
		return NULL;
	return &view->keys[view->ds_key[i]];
}

bool chain_key_in_ds(const struct view *view, const struct dnskey *key)
{
	for (size_t i = 0; i < view->ds_count; i++) {
		const struct dnskey *entry = entry_key(view, i);

		if (entry && same_key(entry, key))
			return true;
	}
	return false;
}

bool chain_has_entry(const struct view *view)
{
	for (size_t i = 0; i < view->ds_count; i++)
		if (entry_key(view, i))
			return true;
	return false;
}

bool chain_has_entry_at(const struct view *view,
			const struct view_server *server)
{
	for (size_t i = 0; i < server->key_count; i++)
		if (chain_key_in_ds(view, &server->keys[i]))
			return true;
	return false;
}

bool chain_signs_entry(const struct view *view,
		       const struct view_signature *sig)
{
	for (size_t i = 0; i < view->ds_count; i++) {
		const struct dnskey *entry = entry_key(view, i);

		if (!entry)
			continue;
		/* Two keys may share a tag: where one verified, it decides. */
		if (sig->key ? same_key(entry, sig->key)
			     : entry->tag == sig->sig->key_tag &&
				       entry->algorithm == sig->sig->algorithm)
			return true;
	}
	return false;
}
