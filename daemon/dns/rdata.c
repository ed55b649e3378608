/* SPDX-License-Identifier: BSD-3-Clause */
/* rdata.c - the record types that DNSSEC is made of, read from rdata. */
#include "dns/rdata.h"

#define RRSIG_FIXED 18 /* RFC 4034 3.1: up to the signer's name */

static uint16_t get16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static uint32_t get32(const uint8_t *at)
{
	return (uint32_t)get16(at) << 16 | get16(at + 2);
}

/* Read a name that is not compressed: a pointer would be of the message. */
static bool read_name(struct rdata rdata, size_t *at, struct name *ret_name)
{
	size_t end = *at;
	struct name name;

	/* With a pointer in it a name never has the length it takes up. */
	if (name_unpack(rdata.at, rdata.len, &end, &name) ||
	    end - *at != name.len)
		return false;
	*ret_name = name;
	*at = end;
	return true;
}

bool dnskey_read(struct rdata rdata, struct dnskey *ret_key)
{
	if (rdata.len < 4)
		return false;
	*ret_key = (struct dnskey){
		.rdata = rdata,
		.flags = get16(rdata.at),
		.protocol = rdata.at[2],
		.algorithm = rdata.at[3],
		.tag = dnskey_tag(rdata),
		.key = rdata.at + 4,
		.key_len = (uint16_t)(rdata.len - 4),
	};
	return true;
}

bool rrsig_read(struct rdata rdata, struct rrsig *ret_sig)
{
	size_t at = RRSIG_FIXED;
	struct name signer;

	if (rdata.len < RRSIG_FIXED || !read_name(rdata, &at, &signer))
		return false;
	*ret_sig = (struct rrsig){
		.type_covered = get16(rdata.at),
		.algorithm = rdata.at[2],
		.labels = rdata.at[3],
		.original_ttl = get32(rdata.at + 4),
		.expiration = get32(rdata.at + 8),
		.inception = get32(rdata.at + 12),
		.key_tag = get16(rdata.at + 16),
		.signer = signer,
		.signature = rdata.at + at,
		.signature_len = (uint16_t)(rdata.len - at),
	};
	return true;
}

bool ds_read(struct rdata rdata, struct ds *ret_ds)
{
	if (rdata.len < 4)
		return false;
	*ret_ds = (struct ds){
		.key_tag = get16(rdata.at),
		.algorithm = rdata.at[2],
		.digest_type = rdata.at[3],
		.digest = rdata.at + 4,
		.digest_len = (uint16_t)(rdata.len - 4),
	};
	return true;
}

bool soa_read(struct rdata rdata, struct soa *ret_soa)
{
	struct name mname, rname;
	size_t at = 0;

	if (!read_name(rdata, &at, &mname) || !read_name(rdata, &at, &rname) ||
	    rdata.len - at != 20)
		return false;
	*ret_soa = (struct soa){
		.mname = mname,
		.serial = get32(rdata.at + at),
		.refresh = get32(rdata.at + at + 4),
		.retry = get32(rdata.at + at + 8),
		.expire = get32(rdata.at + at + 12),
		.minimum = get32(rdata.at + at + 16),
	};
	return true;
}

bool rdata_read_name(struct rdata rdata, struct name *ret_name)
{
	struct name name;
	size_t at = 0;

	if (!read_name(rdata, &at, &name) || at != rdata.len)
		return false;
	*ret_name = name;
	return true;
}

uint16_t dnskey_tag(struct rdata rdata)
{
	uint32_t sum = 0;

	/* RFC 4034 B.1: RSAMD5 takes the upper 16 of the modulus' last 24
	 * bits, and the modulus ends the rdata. */
	if (rdata.len >= 4 && rdata.at[3] == 1)
		return rdata.len < 7 ? 0 : get16(rdata.at + rdata.len - 3);
	for (size_t i = 0; i < rdata.len; i++)
		sum += i & 1 ? rdata.at[i] : (uint32_t)rdata.at[i] << 8;
	return (uint16_t)(sum + (sum >> 16));
}

static bool is_rsa(uint8_t algorithm)
{
	return algorithm == 1 || algorithm == 5 || algorithm == 7 ||
	       algorithm == 8 || algorithm == 10;
}

bool dnskey_rsa_parts(const struct dnskey *key, struct rdata *ret_exponent,
		      struct rdata *ret_modulus)
{
	size_t at = 1, len;

	if (!is_rsa(key->algorithm) || key->key_len < 3)
		return false;
	len = key->key[0];
	if (!len) {
		len = get16(key->key + 1);
		at = 3;
	}
	if (!len || len >= key->key_len - at)
		return false;
	*ret_exponent = (struct rdata){ key->key + at, (uint16_t)len };
	*ret_modulus = (struct rdata){ key->key + at + len,
				       (uint16_t)(key->key_len - at - len) };
	return true;
}

/* Bits of a big-endian number, leading zeros not counted. */
static unsigned number_bits(struct rdata number)
{
	unsigned bits = number.len * 8u;

	while (number.len && !number.at[0]) {
		number.at++;
		number.len--;
		bits -= 8;
	}
	if (!number.len)
		return 0;
	for (unsigned top = 0x80; !(number.at[0] & top); top >>= 1)
		bits--;
	return bits;
}

unsigned dnskey_rsa_bits(const struct dnskey *key)
{
	struct rdata exponent, modulus;

	if (!dnskey_rsa_parts(key, &exponent, &modulus))
		return 0;
	return number_bits(modulus);
}
