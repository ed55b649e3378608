/* SPDX-License-Identifier: BSD-3-Clause */
/* evidence.h - lines that findings of several checks share: what convinces an
 * expert, and the command that shows the mend. */
#ifndef FOREWARN_DIAGNOSE_EVIDENCE_H
#define FOREWARN_DIAGNOSE_EVIDENCE_H

#include "diagnose/check.h"

/* Lines kept free for what a check says beside a list of servers or copies. */
#define EVIDENCE_LIST_MAX 8

/** "2026-11-20T03:00:00Z, 2d 4h ago" or "..., in 3h 10m". */
const char *evidence_when(struct diagnosis *d, struct wall t);

/** Seconds as people say them, "1h 30m". */
const char *evidence_duration(struct diagnosis *d, int64_t s);

/** Add to the evidence, at most EVIDENCE_LIST_MAX lines of a list. */
void evidence_list(struct diagnosis *d, struct finding *f, const char *line);

/** One RRset at one server: its signature, key, dates and state.
 * @param names  of RRsets at that server which share them, or NULL: its own. */
void evidence_copy(struct diagnosis *d, struct finding *f,
		   const struct copy *copy, const char *names);

/** "key 1234 RSASHA256 (8), flags 257, 2048 bits"; bits of RSA alone. */
void evidence_key(struct diagnosis *d, struct finding *f,
		  const struct dnskey *key);

/** Serial and key tags of each server that answers. */
void evidence_servers(struct diagnosis *d, struct finding *f);

size_t evidence_servers_answering(const struct diagnosis *d);

/** "ECDSAP256SHA256 (13)". */
const char *evidence_algorithm(struct diagnosis *d, uint8_t number);

/** "dig @192.0.2.1 www.example. A +dnssec +norec", with -p where needed. */
void verify_question(struct diagnosis *d, struct finding *f,
		     const struct server *server, const struct name *name,
		     uint16_t type);

/** The apex's RRset of @p type at the first server that answers. */
void verify_apex(struct diagnosis *d, struct finding *f, uint16_t type);

/** The DS RRset at the first parent server that answers. */
void verify_ds(struct diagnosis *d, struct finding *f);

/** One zone, as a validator sees it; it may be one above. @param zone_text from
 * name_to_text(). */
void verify_zone(struct diagnosis *d, struct finding *f, const char *zone_text);

/** The whole chain, as a validator sees it. */
void verify_chain(struct diagnosis *d, struct finding *f);

/** How to get to another algorithm, in the order of RFC 6781 4.1.4. */
void fix_roll_algorithm(struct diagnosis *d, struct finding *f);

/** How to make new signatures, by signer. */
void fix_resign(struct diagnosis *d, struct finding *f);

#endif
