/* SPDX-License-Identifier: BSD-3-Clause */
/* checks.c - the table of checks, causes before what follows from them, and of
 * the faults that are found elsewhere. */
#include "diagnose/check.h"
#include "diagnose/faults.h"

extern const struct check check_algorithm_incomplete;
extern const struct check check_auth_all_unreachable;
extern const struct check check_auth_answer_inconsistent;
extern const struct check check_auth_dnssec_stripped;
extern const struct check check_auth_rate_limited;
extern const struct check check_auth_serial_skew;
extern const struct check check_auth_server_unreachable;
extern const struct check check_auth_servfail;
extern const struct check check_auth_tcp_failed;
extern const struct check check_auth_truncation_unanswered;
extern const struct check check_cname_target_bogus;
extern const struct check check_delegation_glue_mismatch;
extern const struct check check_delegation_lame;
extern const struct check check_delegation_missing;
extern const struct check check_delegation_ns_mismatch;
extern const struct check check_delegation_ns_unresolvable;
extern const struct check check_delegation_private_address;
extern const struct check check_delegation_single_point;
extern const struct check check_compact_denial_mismatch;
extern const struct check check_denial_bitmap_wrong;
extern const struct check check_denial_chain_broken;
extern const struct check check_denial_proof_missing;
extern const struct check check_dnskey_algorithm_deprecated;
extern const struct check check_dnskey_flags_wrong;
extern const struct check check_dnskey_keytag_collision;
extern const struct check check_delegation_changed;
extern const struct check check_dnskey_missing;
extern const struct check check_dnskey_response_oversize;
extern const struct check check_dnskey_rrset_bogus;
extern const struct check check_dnskey_server_inconsistent;
extern const struct check check_dnskey_weak_rsa;
extern const struct check check_dnskey_unexpected_change;
extern const struct check check_ds_algorithm_mismatch;
extern const struct check check_ds_digest_mismatch;
extern const struct check check_ds_key_not_signing;
extern const struct check check_ds_missing_signed_zone;
extern const struct check check_ds_no_matching_dnskey;
extern const struct check check_ds_orphan;
extern const struct check check_ds_parent_inconsistent;
extern const struct check check_ds_revoked_key;
extern const struct check check_ds_sha1_only;
extern const struct check check_ds_unsupported_only;
extern const struct check check_ds_removed_unexpectedly;
extern const struct check check_ds_without_dnskey;
extern const struct check check_nsec3_params_risky;
extern const struct check check_nsec_nsec3_mixed;
extern const struct check check_parent_chain_bogus;
extern const struct check check_parent_chain_insecure;
extern const struct check check_path_fragment_blocked;
extern const struct check check_resolver_disagreement;
extern const struct check check_resolver_not_validating;
extern const struct check check_resolver_nta_suspected;
extern const struct check check_resolver_serve_stale_masking;
extern const struct check check_resolver_specific_failure;
extern const struct check check_resolver_stale_cache;
extern const struct check check_resolver_unsupported_algorithm;
extern const struct check check_rrsig_expired;
extern const struct check check_rrsig_expiring;
extern const struct check check_rrsig_invalid;
extern const struct check check_rrsig_key_missing;
extern const struct check check_rrsig_lifetime_out_of_policy;
extern const struct check check_rrsig_missing;
extern const struct check check_rrsig_not_yet_valid;
extern const struct check check_rrsig_remaining_below_soa_expire;
extern const struct check check_rrsig_stale_secondary;
extern const struct check check_rrsig_ttl_mismatch;
extern const struct check check_servfail_unclassified;
extern const struct check check_ttl_exceeds_resign_margin;

const struct check *const checks[] = {
	&check_parent_chain_bogus,
	&check_delegation_missing,
	&check_delegation_ns_unresolvable,
	&check_delegation_private_address,
	&check_delegation_lame,
	&check_auth_all_unreachable,
	&check_auth_servfail,
	&check_auth_truncation_unanswered,
	&check_auth_dnssec_stripped,
	&check_ds_without_dnskey,
	&check_dnskey_flags_wrong,
	&check_ds_revoked_key,
	&check_ds_algorithm_mismatch,
	&check_ds_digest_mismatch,
	&check_ds_no_matching_dnskey,
	&check_ds_key_not_signing,
	&check_algorithm_incomplete,
	&check_dnskey_missing,
	&check_dnskey_rrset_bogus,
	&check_dnskey_server_inconsistent,
	&check_dnskey_unexpected_change,
	&check_rrsig_not_yet_valid,
	&check_rrsig_expired,
	&check_rrsig_invalid,
	&check_rrsig_key_missing,
	&check_rrsig_missing,
	&check_denial_chain_broken,
	&check_denial_proof_missing,
	&check_denial_bitmap_wrong,
	&check_nsec_nsec3_mixed,
	&check_rrsig_stale_secondary,
	&check_rrsig_expiring,
	&check_ds_unsupported_only,
	&check_auth_server_unreachable,
	&check_auth_answer_inconsistent,
	&check_auth_rate_limited,
	&check_delegation_ns_mismatch,
	&check_delegation_glue_mismatch,
	&check_auth_serial_skew,
	&check_auth_tcp_failed,
	&check_delegation_single_point,
	&check_ds_removed_unexpectedly,
	&check_ds_missing_signed_zone,
	&check_ds_orphan,
	&check_ds_parent_inconsistent,
	&check_ds_sha1_only,
	&check_dnskey_algorithm_deprecated,
	&check_dnskey_weak_rsa,
	&check_dnskey_keytag_collision,
	&check_dnskey_response_oversize,
	&check_nsec3_params_risky,
	&check_ttl_exceeds_resign_margin,
	&check_rrsig_lifetime_out_of_policy,
	&check_rrsig_remaining_below_soa_expire,
	&check_rrsig_ttl_mismatch,
	&check_parent_chain_insecure,
	&check_path_fragment_blocked,
	&check_resolver_stale_cache,
	&check_resolver_unsupported_algorithm,
	&check_resolver_specific_failure,
	&check_resolver_disagreement,
	&check_resolver_serve_stale_masking,
	&check_resolver_nta_suspected,
	&check_resolver_not_validating,
	&check_cname_target_bogus,
	&check_delegation_changed,
	&check_compact_denial_mismatch,
	&check_servfail_unclassified, /* the last resort: sees all others */
	NULL,
};

/* Raised by the daemon itself, from more than one view. */
static const struct fault others[] = {
	{ "transient-unconfirmed",
	  "a fault that was gone before it was confirmed; counted only", NULL },
	{ "monitor-network-down",
	  "our own network fails: verdicts are unknown and pages are held",
	  NULL },
	{ "monitor-clock-skew",
	  "signatures of unrelated zones disagree with our clock: verdicts are "
	  "unknown and pages are held",
	  NULL },
	{ "monitor-trust-anchor-stale",
	  "the root has keys that our trust anchor lacks; critical where none "
	  "of ours signs its keys, nothing is secure, or what must fail "
	  "resolves: then verdicts are unknown and pages are held",
	  "RFC 5011" },
	{ "monitor-probe-overdue",
	  "zones are not measured for two intervals; critical where half of "
	  "them are not, or probers finish nothing",
	  NULL },
	{ "monitor-alert-undelivered",
	  "a target owes a message for too long, refused one for good or is "
	  "gone; told to all others, whatever the routes say",
	  NULL },
	{ "monitor-config-rejected",
	  "a changed configuration has errors: the old one is in force", NULL },
	{ "monitor-memory-lost",
	  "memory.db cannot be used: nothing survives a restart", NULL },
};

#define OTHER_COUNT (sizeof(others) / sizeof(others[0]))
#define CHECK_COUNT (sizeof(checks) / sizeof(checks[0]) - 1)

bool fault_at(size_t i, struct fault *ret_fault)
{
	if (i < CHECK_COUNT)
		*ret_fault = (struct fault){ checks[i]->id, checks[i]->summary,
					     checks[i]->source };
	else if (i < CHECK_COUNT + OTHER_COUNT)
		*ret_fault = others[i - CHECK_COUNT];
	else
		return false;
	return true;
}

const char *fault_id_at(const void *unused, size_t i)
{
	struct fault fault;

	(void)unused;
	return fault_at(i, &fault) ? fault.id : NULL;
}
