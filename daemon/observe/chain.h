/* SPDX-License-Identifier: BSD-3-Clause */
/* chain.h - whether validators insist on a zone's signatures, and by which
 * keys the parent's DS set lets them enter it.
 *
 * A fault of a zone that no validator insists on hurts nobody yet: severity
 * and the impact clock both hang on this. */
#ifndef FOREWARN_OBSERVE_CHAIN_H
#define FOREWARN_OBSERVE_CHAIN_H

#include "observe/view.h"

enum chain {
	CHAIN_UNKNOWN,	/* neither a verdict nor a DS answer was measured */
	CHAIN_INSECURE, /* validators take any answer, RFC 4035 5.2 */
	CHAIN_SECURE,	/* they insist: a fault means SERVFAIL */
};

/** libunbound's verdict on the apex' own RRsets: bogus where any is, else
 * secure where any is; INDETERMINATE when not measured. */
enum security chain_apex_security(const struct view *view);

/**
 * What validators make of the zone as a whole.
 *
 * A verdict of libunbound on the apex decides: it knows of insecure ancestors.
 * But where it is insecure to libunbound only for want of an algorithm that we
 * can check, other validators insist. Without a verdict, the DS set decides;
 * the root has its anchor.
 */
enum chain chain_of(const struct view *view);

/** Whether a validator would use @p ds: a digest and an algorithm that are
 * supported (RFC 4035 5.2), and not SHA-1 beside a better digest (RFC 4509
 * 3). */
bool chain_ds_counts(const struct view *view, const struct ds *ds);

/** Whether any DS counts. */
bool chain_has_ds(const struct view *view);

/** Whether a DS that counts matches @p key. */
bool chain_key_in_ds(const struct view *view, const struct dnskey *key);

/** Whether a DS that counts matches any key of any server. */
bool chain_has_entry(const struct view *view);

/** Whether a DS that counts matches a key that @p server publishes. */
bool chain_has_entry_at(const struct view *view,
			const struct view_server *server);

/** Whether @p sig claims a key that a DS that counts matches. */
bool chain_signs_entry(const struct view *view,
		       const struct view_signature *sig);

#endif
