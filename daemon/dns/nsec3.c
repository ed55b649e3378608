/* SPDX-License-Identifier: BSD-3-Clause */
/* nsec3.c - NSEC3 records and the hash that they are made of. RFC 5155. */
#include "dns/nsec3.h"

#include <openssl/sha.h>
#include <string.h>

#define PARAMS_FIXED   5  /* up to the salt */
#define HASH_LABEL_LEN 32 /* 20 bytes in base32hex */

/* @return bytes of @p rdata used, 0 where it breaks its layout. */
static size_t read_params(struct rdata rdata, struct nsec3_params *ret)
{
	if (rdata.len < PARAMS_FIXED || rdata.at[4] > rdata.len - PARAMS_FIXED)
		return 0;
	*ret = (struct nsec3_params){
		.algorithm = rdata.at[0],
		.flags = rdata.at[1],
		.iterations = (uint16_t)(rdata.at[2] << 8 | rdata.at[3]),
		.salt_len = rdata.at[4],
		.salt = rdata.at + PARAMS_FIXED,
	};
	return PARAMS_FIXED + ret->salt_len;
}

bool nsec3_params_read(struct rdata rdata, struct nsec3_params *ret_params)
{
	struct nsec3_params params;

	if (read_params(rdata, &params) != rdata.len)
		return false;
	*ret_params = params;
	return true;
}

/* RFC 4648 7, in lower case as names are. @return 32 for what is none. */
static unsigned digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'v' ? c - 'a' + 10u : 32;
}

/* RFC 5155 3.3: five bits a digit, and no padding for 20 bytes. */
static bool read_label(const uint8_t *digits, uint8_t ret[NSEC3_HASH_SIZE])
{
	uint32_t bits = 0;
	unsigned held = 0;

	for (size_t i = 0; i < HASH_LABEL_LEN; i++) {
		unsigned value = digit(digits[i]);

		if (value == 32)
			return false;
		bits = bits << 5 | value;
		held += 5;
		if (held < 8)
			continue;
		held -= 8;
		*ret++ = (uint8_t)(bits >> held);
	}
	return true;
}

static bool read_owner(const struct name *owner, const struct name *zone,
		       uint8_t ret[NSEC3_HASH_SIZE])
{
	struct name parent = name_strip(owner, 1);

	return owner->len > HASH_LABEL_LEN &&
	       owner->wire[0] == HASH_LABEL_LEN && name_equal(&parent, zone) &&
	       read_label(owner->wire + 1, ret);
}

bool nsec3_read(const struct name *owner, const struct name *zone,
		struct rdata rdata, struct nsec3 *ret_nsec3)
{
	struct nsec3 nsec3;
	size_t at = read_params(rdata, &nsec3.params);

	if (!at || nsec3.params.algorithm != NSEC3_SHA1 ||
	    rdata.len - at < 1 + NSEC3_HASH_SIZE ||
	    rdata.at[at] != NSEC3_HASH_SIZE ||
	    !read_owner(owner, zone, nsec3.hash))
		return false;
	memcpy(nsec3.next, rdata.at + at + 1, NSEC3_HASH_SIZE);
	at += 1 + NSEC3_HASH_SIZE;
	rdata.at += at;
	rdata.len = (uint16_t)(rdata.len - at);
	if (!type_bitmap_read(rdata, &nsec3.types))
		return false;
	*ret_nsec3 = nsec3;
	return true;
}

bool nsec3_same_params(const struct nsec3_params *a,
		       const struct nsec3_params *b)
{
	return a->algorithm == b->algorithm && a->iterations == b->iterations &&
	       a->salt_len == b->salt_len &&
	       memcmp(a->salt, b->salt, a->salt_len) == 0;
}

bool nsec3_matches(const struct nsec3 *nsec3,
		   const uint8_t hash[NSEC3_HASH_SIZE])
{
	return memcmp(nsec3->hash, hash, NSEC3_HASH_SIZE) == 0;
}

bool nsec3_covers(const struct nsec3 *nsec3,
		  const uint8_t hash[NSEC3_HASH_SIZE])
{
	bool after = memcmp(nsec3->hash, hash, NSEC3_HASH_SIZE) < 0;
	bool before = memcmp(hash, nsec3->next, NSEC3_HASH_SIZE) < 0;

	if (nsec3_matches(nsec3, hash))
		return false;
	if (memcmp(nsec3->hash, nsec3->next, NSEC3_HASH_SIZE) < 0)
		return after && before;
	return after || before;
}

static const struct nsec3_done *find(const struct nsec3_hasher *hasher,
				     const struct nsec3_params *params,
				     const struct name *name)
{
	for (size_t i = 0; i < hasher->count; i++) {
		const struct nsec3_done *done = &hasher->done[i];

		if (done->iterations == params->iterations &&
		    done->salt_len == params->salt_len &&
		    memcmp(done->salt, params->salt, params->salt_len) == 0 &&
		    name_equal(&done->name, name))
			return done;
	}
	return NULL;
}

/* IH(salt, x, k), with names in lower case as they all are here. */
static void compute(const struct nsec3_params *params, const struct name *name,
		    uint8_t ret[NSEC3_HASH_SIZE])
{
	uint8_t bytes[NAME_WIRE_MAX + 255];
	size_t len = name->len;

	memcpy(bytes, name->wire, len);
	for (unsigned i = 0; i <= params->iterations; i++) {
		if (params->salt_len > 0)
			memcpy(bytes + len, params->salt, params->salt_len);
		(void)SHA1(bytes, len + params->salt_len, ret);
		memcpy(bytes, ret, NSEC3_HASH_SIZE);
		len = NSEC3_HASH_SIZE;
	}
}

static void keep(struct nsec3_hasher *hasher, const struct nsec3_params *params,
		 const struct name *name, const uint8_t *hash)
{
	struct nsec3_done *done;

	if (hasher->count == NSEC3_HASHES_MAX)
		return;
	done = &hasher->done[hasher->count++];
	done->name = *name;
	done->iterations = params->iterations;
	done->salt_len = params->salt_len;
	if (params->salt_len > 0)
		memcpy(done->salt, params->salt, params->salt_len);
	memcpy(done->hash, hash, NSEC3_HASH_SIZE);
}

bool nsec3_hash(struct nsec3_hasher *hasher, const struct nsec3_params *params,
		const struct name *name, uint8_t ret_hash[NSEC3_HASH_SIZE])
{
	const struct nsec3_done *done = find(hasher, params, name);
	unsigned cost = params->iterations + 1u;

	if (done) {
		memcpy(ret_hash, done->hash, NSEC3_HASH_SIZE);
		return true;
	}
	if (params->algorithm != NSEC3_SHA1 ||
	    params->iterations > NSEC3_ITERATIONS_MAX || cost > hasher->left)
		return false;
	hasher->left -= cost;
	compute(params, name, ret_hash);
	keep(hasher, params, name, ret_hash);
	return true;
}
