/* SPDX-License-Identifier: BSD-3-Clause */
/* referral.h - what the parent's servers say of who serves the zone: its NS
 * set and glue, beside what the zone says itself. */
#ifndef FOREWARN_DIAGNOSE_REFERRAL_H
#define FOREWARN_DIAGNOSE_REFERRAL_H

#include "diagnose/check.h"

/* 13 name servers are many; what a hostile zone has beyond is not compared. */
#define REFERRAL_HOSTS_MAX 32

struct hosts { /* without duplicates */
	size_t count;
	struct name at[REFERRAL_HOSTS_MAX];
};

/** The NS set that @p parent delegates the zone to. @return false when it
 * says nothing about that: no answer, or one of the zone itself, which it
 * serves as well. */
bool referral_hosts(const struct view *view, const struct view_parent *parent,
		    struct hosts *ret_hosts);

/** Whether @p parent says, with authority, that there is no such zone. */
bool referral_denied(const struct view *view, const struct view_parent *parent);

/** The NS set in the answer of the zone's server with the newest serial.
 * @return that server, or NULL: no such answer. */
const struct view_server *referral_child_hosts(const struct view *view,
					       struct hosts *ret_hosts);

bool hosts_have(const struct hosts *hosts, const struct name *name);
bool hosts_equal(const struct hosts *a, const struct hosts *b);

/** "ns1.example. ns2.example." */
const char *hosts_text(struct diagnosis *d, const struct hosts *hosts);

#endif
