/* SPDX-License-Identifier: BSD-3-Clause */
/* rrset_fixture.h - answers made by hand, and the RRsets that are collected
 * from them. */
#ifndef FOREWARN_TESTS_RRSET_FIXTURE_H
#define FOREWARN_TESTS_RRSET_FIXTURE_H

#include "names.h"
#include "wire.h"

#include "dns/rrset.h"

extern struct wire wire;
extern struct message message;
extern struct arena *arena;

/** An arena, and a message begun; and their end. */
void setup(void);
void teardown(void);

/** Start another message. */
void start(void);

/** Add a record of class IN to the answer section. */
void answer(const char *owner, unsigned type, uint32_t ttl, const void *rdata,
	    unsigned len);

/** Collect an RRset from that section, which must end with @p want.
 * @return it, or NULL. */
const struct rrset *collect(const char *owner, uint16_t type, enum err want);

/* Rdata of an RRSIG: RFC 4034 3.1, up to and with the signer example. */
#define SIG_A "\0\1\15\2\0\0\1\54\145\0\0\0\144\0\0\0\1\2\7example"

#endif
