/* SPDX-License-Identifier: BSD-3-Clause */
/* denial_fixture.h - NSEC and NSEC3 records from text, in a zone with the
 * hashes of RFC 5155 Appendix A. */
#ifndef FOREWARN_TESTS_DENIAL_FIXTURE_H
#define FOREWARN_TESTS_DENIAL_FIXTURE_H

#include "names.h"

#include "dns/denial.h"

/* That of RFC 5155 Appendix A: SHA-1, opt-out, 12 iterations, AABBCCDD. */
#define H_EXAMPLE "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"
#define H_NS1	  "2t7b4g4vsa5smi47k61mv5bv1a22bojr"
#define H_XYW	  "2vptu5timamqttgl4luu9kg21e0aor3s"
#define H_A	  "35mthgpgcu1qg68fab165klnsnk3dpvl"
#define H_XW	  "b4um86eghhds6nea196smvmlo4ors995"
#define H_AI	  "gjeqe526plbf1g8mklp59enfd789njgi"
#define H_YW	  "ji6neoaepv8b5o6k4ev33abha8ht9fgc"
#define H_W	  "k8udemvp1j2f7eg6jebps17vp3n8i58h"
#define H_HASHED  "kohar7mbb8dc2ce8a9qvl8hon4k53uhi"
#define H_NS2	  "q04jkcevqvmu85r014c7dkba38o0ji5r"
#define H_STARW	  "r53bq7cc2uvmubfu5ocmm6pers9tk9en"
#define H_XX	  "t644ebqk9bibcna874givr6joj62mlhv"

extern uint8_t bytes[8192]; /* of the rdata made so far */
extern size_t used;
extern struct denial denial;
extern struct nsec3_hasher hasher;
extern uint8_t opt_out;
extern uint16_t iterations;

/** Nothing made, no opt-out, and the parameters above. */
void setup(void);

/** Add to the rdata. */
void put(const void *from, size_t len);

/** The same, from base32hex (RFC 4648 7). */
void put_hash(const char *digits);

#endif
