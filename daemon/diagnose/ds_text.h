/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_text.h - DS records as lines to read and to paste at the parent. */
#ifndef FOREWARN_DIAGNOSE_DS_TEXT_H
#define FOREWARN_DIAGNOSE_DS_TEXT_H

#include "diagnose/check.h"

/** "example. IN DS 12345 13 2 AB12..." */
const char *ds_to_line(struct diagnosis *d, const struct ds *ds);

/** The same, computed from @p key; "" where the digest is not supported. */
const char *ds_of_key(struct diagnosis *d, const struct dnskey *key,
		      uint8_t digest_type);

/** Evidence: every DS, with what it matches; every key, with its SHA-256
 * digest and whether it signs the DNSKEY RRset. */
void ds_show_all(struct diagnosis *d, struct finding *f);

/**
 * Fix: the DS records that the parent should publish: of the keys that sign
 * the DNSKEY RRset, whatever their flags (SEP is only a hint). Where no key
 * does, a DS would not help, and it says so.
 */
void ds_offer(struct diagnosis *d, struct finding *f);

/** Where the DS set stands: "at the parent"; of an island, whose anchors take
 * its place, "in trust_anchor:". */
const char *ds_where(const struct diagnosis *d);

/** "have the parent (through the registrar)", to go on with "replace ..."; or
 * who else it is for. @param begins  a sentence. */
const char *ds_have(const struct diagnosis *d, bool begins);

/** Fix: how long validators may go on with the DS set of now. */
void ds_warn_of_caches(struct diagnosis *d, struct finding *f);

/** "its TTL, 1h": of the DS set, the greatest of any parent server. */
const char *ds_ttl_text(struct diagnosis *d);

/** Whether a valid RRSIG(DNSKEY) by @p key was seen at any server. */
bool key_signs_dnskey(const struct diagnosis *d, const struct dnskey *key);

/** Whether @p ds names @p key by tag and algorithm, digest aside. */
bool ds_names_key(const struct ds *ds, const struct dnskey *key);

#endif
