/* SPDX-License-Identifier: BSD-3-Clause */
/* copy_fault.h - which fault owns a copy that validators would refuse: one
 * cause, one id.
 *
 *	state of the copy     the DNSKEY RRset            any other RRset
 *	no entry              ds-key-not-signing; at a    -
 *	                      server that lacks the key,
 *	                      dnskey-server-inconsistent
 *	invalid               dnskey-rrset-bogus          rrsig-invalid
 *	expired               dnskey-rrset-bogus, where   rrsig-expired
 *	                      it alone has expired (the
 *	                      KSK did not sign); else
 *	                      rrsig-expired
 *	early                 rrsig-not-yet-valid         rrsig-not-yet-valid
 *	key missing           rrsig-key-missing           rrsig-key-missing
 *	unsigned              rrsig-missing               rrsig-missing
 *
 * dnskey-rrset-bogus needs a DS that names a key; else the DNSKEY RRset is as
 * any other. */
#ifndef FOREWARN_DIAGNOSE_COPY_FAULT_H
#define FOREWARN_DIAGNOSE_COPY_FAULT_H

#include "diagnose/check.h"

enum copy_fault {
	FAULT_NONE,
	FAULT_DS_KEY_NOT_SIGNING,
	FAULT_DNSKEY_RRSET_BOGUS,
	FAULT_RRSIG_EXPIRED,
	FAULT_RRSIG_NOT_YET_VALID,
	FAULT_RRSIG_INVALID,
	FAULT_RRSIG_KEY_MISSING,
	FAULT_RRSIG_MISSING,
};

/** The fault of the i-th of d->copies. */
enum copy_fault copy_fault(const struct diagnosis *d, size_t i);

#endif
