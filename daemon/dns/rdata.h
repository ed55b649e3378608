/* SPDX-License-Identifier: BSD-3-Clause */
/* rdata.h - the record types that DNSSEC is made of, read from rdata.
 *
 * What is read points into the rdata's bytes, which must outlive it. */
#ifndef FOREWARN_DNS_RDATA_H
#define FOREWARN_DNS_RDATA_H

#include "base/text.h"
#include "base/time.h"
#include "dns/name.h"

struct rdata {
	const uint8_t *at;
	uint16_t len;
};

/* RFC 4034 2.1.1, RFC 5011 7. */
#define DNSKEY_ZONE   0x0100
#define DNSKEY_REVOKE 0x0080
#define DNSKEY_SEP    0x0001

struct dnskey { /* RFC 4034 2.1 */
	struct rdata rdata;
	uint16_t flags;
	uint8_t protocol, algorithm;
	uint16_t tag; /* RFC 4034 App. B */
	const uint8_t *key;
	uint16_t key_len;
};

struct rrsig { /* RFC 4034 3.1 */
	uint16_t type_covered;
	uint8_t algorithm, labels;
	uint32_t original_ttl;
	uint32_t expiration, inception; /* serial numbers, RFC 1982 */
	uint16_t key_tag;
	struct name signer;
	const uint8_t *signature;
	uint16_t signature_len;
	uint32_t ttl; /* of the RRSIG record itself */
};

struct ds { /* RFC 4034 5.1; also CDS, RFC 7344 3.1 */
	uint16_t key_tag;
	uint8_t algorithm, digest_type;
	const uint8_t *digest;
	uint16_t digest_len;
};

struct soa { /* RFC 1035 3.3.13 */
	struct name mname;
	uint32_t serial, refresh, retry, expire, minimum;
};

/** @return false when the rdata is too short or otherwise none. */
bool dnskey_read(struct rdata rdata, struct dnskey *ret_key);
bool rrsig_read(struct rdata rdata, struct rrsig *ret_sig);
bool ds_read(struct rdata rdata, struct ds *ret_ds);
bool soa_read(struct rdata rdata, struct soa *ret_soa);
/** The name of an NS, CNAME, DNAME or PTR. */
bool rdata_read_name(struct rdata rdata, struct name *ret_name);

/** RFC 4034 App. B; algorithm 1 as App. B.1 has it. */
uint16_t dnskey_tag(struct rdata rdata);

/** The exponent and the modulus of an RSA key (RFC 3110 2), big-endian.
 * @return false for other algorithms and for nonsense. */
bool dnskey_rsa_parts(const struct dnskey *key, struct rdata *ret_exponent,
		      struct rdata *ret_modulus);

/** Modulus bits of an RSA key (RFC 3110 2), 0 for others and for nonsense. */
unsigned dnskey_rsa_bits(const struct dnskey *key);

/* RFC 4034 3.1.5: RRSIG times are 32-bit serial numbers (RFC 1982), so the
 * difference is signed and the year 2106 is not special. */
static inline int64_t serial_seconds_until(uint32_t serial, struct wall now)
{
	return (int32_t)(serial - (uint32_t)now.s);
}

/** The moment within 68 years of @p now that @p serial means. */
static inline struct wall serial_to_wall(uint32_t serial, struct wall now)
{
	return (struct wall){ now.s + serial_seconds_until(serial, now) };
}

/** RFC 1982 3.2: whether @p a is newer than @p b. */
static inline bool serial_newer(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) > 0;
}

/** Presentation form, one line (RFC 4034 2.2, 3.2, 5.3; unknown types by
 * RFC 3597 5): what an operator can paste into a zone file. */
void rdata_print(struct text *text, uint16_t type, struct rdata rdata);

#endif
