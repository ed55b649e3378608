/* SPDX-License-Identifier: BSD-3-Clause */
/* check_dnssec.c - key tags, digests and signatures, against vectors and
 * changes to them. */
#include "rrset_fixture.h"
#include "unit.h"
#include "vectors.h"

#include "dns/dnssec.h"

#include <string.h>

static uint8_t key_bytes[1024], signature_bytes[1024];

static struct dnskey key_of(const struct vector *v)
{
	struct dnskey key;
	size_t len;

	memcpy(key_bytes, "\1\1\3", 3);
	key_bytes[3] = v->algorithm;
	ck_assert(base64_decode(v->key, strlen(v->key), key_bytes + 4,
				sizeof(key_bytes) - 4, &len));
	ck_assert(dnskey_read((struct rdata){ key_bytes, (uint16_t)(4 + len) },
			      &key));
	return key;
}

static struct rrsig signature_of(const struct vector *v, uint16_t type,
				 const char *base64)
{
	size_t len;

	ck_assert(base64_decode(base64, strlen(base64), signature_bytes,
				sizeof(signature_bytes), &len));
	return (struct rrsig){ .type_covered = type,
			       .algorithm = v->algorithm,
			       .labels = 2,
			       .original_ttl = 300,
			       .expiration = VECTOR_EXPIRATION,
			       .inception = VECTOR_INCEPTION,
			       .key_tag = v->tag,
			       .signer = name_of("example."),
			       .signature = signature_bytes,
			       .signature_len = (uint16_t)len };
}

static const struct rrset *www_set(void)
{
	answer("www.example.", TYPE_A, 300, "\300\0\2\2", 4);
	answer("www.example.", TYPE_A, 300, "\300\0\2\1", 4);
	return collect("www.example.", TYPE_A, ERR_OK);
}

START_TEST(vector_digests)
{
	static const uint8_t types[] = { DIGEST_SHA1, DIGEST_SHA256,
					 DIGEST_SHA384 };
	const struct vector *v = &vectors[_i];
	struct name owner = name_of("example."), other = name_of("exampl.");
	struct dnskey key = key_of(v);
	uint8_t want[DIGEST_SIZE_MAX], digest[DIGEST_SIZE_MAX];
	size_t len;

	ck_assert_uint_eq(key.tag, v->tag);
	ck_assert_uint_eq(dnskey_rsa_bits(&key), v->algorithm <= 10 ? 1024 : 0);
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		ck_assert(hex_decode(v->digests[i], strlen(v->digests[i]), want,
				     sizeof(want), &len));
		struct ds ds = { v->tag, v->algorithm, types[i], want,
				 (uint16_t)len };
		ck_assert_uint_eq(
			ds_digest(&owner, key.rdata, types[i], digest), len);
		ck_assert_mem_eq(digest, want, len);
		ck_assert_int_eq(ds_match(&ds, &owner, &key), DS_MATCHES);
		ck_assert_int_eq(ds_match(&ds, &other, &key),
				 DS_DIGEST_DIFFERS);
		ds.digest_len--;
		ck_assert_int_eq(ds_match(&ds, &owner, &key),
				 DS_DIGEST_DIFFERS);
		ds.digest_type = DIGEST_GOST;
		ck_assert_int_eq(ds_match(&ds, &owner, &key), DS_UNSUPPORTED);
		ds.algorithm++;
		ck_assert_int_eq(ds_match(&ds, &owner, &key), DS_OTHER_KEY);
		ds.algorithm--;
		ds.key_tag++;
		ck_assert_int_eq(ds_match(&ds, &owner, &key), DS_OTHER_KEY);
	}
}
END_TEST

START_TEST(vector_signatures)
{
	const struct vector *v = &vectors[_i];
	const struct rrset *set = www_set();
	struct rrsig sig = signature_of(v, TYPE_A, v->signature);
	struct dnskey key = key_of(v);

	ck_assert_int_eq(rrsig_verify(set, &sig, &key), VERIFY_OK);
	for (size_t i = 0; i < sig.signature_len; i += 7) {
		signature_bytes[i] ^= 0x10;
		ck_assert_int_eq(rrsig_verify(set, &sig, &key), VERIFY_BAD);
		signature_bytes[i] ^= 0x10;
	}
	ck_assert_int_eq(rrsig_verify(set, &sig, &key), VERIFY_OK);
	sig.signature_len--;
	ck_assert_int_eq(rrsig_verify(set, &sig, &key), VERIFY_BAD);
	sig.signature_len = 0;
	ck_assert_int_eq(rrsig_verify(set, &sig, &key), VERIFY_BAD);
}
END_TEST

/* A signature of nothing but zeros: r and s of 0, a point of order 1. */
START_TEST(vector_zero_signature)
{
	const struct vector *v = &vectors[_i];
	struct rrsig sig = signature_of(v, TYPE_A, v->signature);
	struct dnskey key = key_of(v);

	memset(signature_bytes, 0, sizeof(signature_bytes));
	ck_assert_int_eq(rrsig_verify(www_set(), &sig, &key), VERIFY_BAD);
	memset(signature_bytes, 0xff, sizeof(signature_bytes));
	ck_assert_int_eq(rrsig_verify(www_set(), &sig, &key), VERIFY_BAD);
}
END_TEST

static void expect_refused(enum verify got, const struct dnskey *key)
{
	if (key->algorithm >= ALG_ECDSAP256)
		ck_assert(got == VERIFY_BAD || got == VERIFY_NO_KEY);
	else
		ck_assert_int_ne(got, VERIFY_OK);
}

/* A key of each length but its own, of zeros, and no point of any curve: no
 * signature is by it. Of RSA's, which may have any length, some are too short
 * or too long for us: never OK. */
START_TEST(vector_broken_keys)
{
	const struct vector *v = &vectors[_i];
	struct rrsig sig = signature_of(v, TYPE_A, v->signature);
	const struct rrset *set = www_set();
	struct dnskey whole = key_of(v);

	for (uint16_t len = 0; len < whole.key_len; len++) {
		struct dnskey key = whole;

		key.key_len = len;
		key.rdata.len = (uint16_t)(4 + len);
		expect_refused(rrsig_verify(set, &sig, &key), &key);
	}
	memset(key_bytes + 4, 0, whole.key_len);
	expect_refused(rrsig_verify(set, &sig, &whole), &whole);
	memset(key_bytes + 4, 0xff, whole.key_len);
	expect_refused(rrsig_verify(set, &sig, &whole), &whole);
}
END_TEST

enum change {
	CHANGE_NONE,
	CHANGE_TYPE,
	CHANGE_LABELS_MORE,
	CHANGE_LABELS_LESS,
	CHANGE_TTL,
	CHANGE_EXPIRATION,
	CHANGE_INCEPTION,
	CHANGE_TAG,
	CHANGE_ALGORITHM,
	CHANGE_SIGNER_BELOW,
	CHANGE_SIGNER_ABOVE,
	CHANGE_ZONE_BIT,
	CHANGE_PROTOCOL,
	CHANGE_ALGORITHM_BOTH,
};

static const struct {
	const char *what;
	enum change change;
	enum verify want;
} changes[] = {
	{ "nothing", CHANGE_NONE, VERIFY_OK },
	{ "type covered", CHANGE_TYPE, VERIFY_BAD },
	{ "more labels than the owner", CHANGE_LABELS_MORE, VERIFY_BAD },
	{ "fewer labels: a wildcard", CHANGE_LABELS_LESS, VERIFY_BAD },
	{ "original TTL", CHANGE_TTL, VERIFY_BAD },
	{ "expiration", CHANGE_EXPIRATION, VERIFY_BAD },
	{ "inception", CHANGE_INCEPTION, VERIFY_BAD },
	{ "key tag", CHANGE_TAG, VERIFY_BAD },
	{ "algorithm of the signature", CHANGE_ALGORITHM, VERIFY_BAD },
	{ "a signer below the owner", CHANGE_SIGNER_BELOW, VERIFY_BAD },
	{ "a signer above the zone", CHANGE_SIGNER_ABOVE, VERIFY_BAD },
	{ "a key without the zone bit", CHANGE_ZONE_BIT, VERIFY_BAD },
	{ "a key of another protocol", CHANGE_PROTOCOL, VERIFY_BAD },
	{ "an algorithm nobody has", CHANGE_ALGORITHM_BOTH,
	  VERIFY_UNSUPPORTED },
};

static void apply(enum change change, struct rrsig *sig, struct dnskey *key)
{
	switch (change) {
	case CHANGE_NONE:
		break;
	case CHANGE_TYPE:
		sig->type_covered = TYPE_AAAA;
		break;
	case CHANGE_LABELS_MORE:
		sig->labels++;
		break;
	case CHANGE_LABELS_LESS:
		sig->labels--;
		break;
	case CHANGE_TTL:
		sig->original_ttl++;
		break;
	case CHANGE_EXPIRATION:
		sig->expiration++;
		break;
	case CHANGE_INCEPTION:
		sig->inception--;
		break;
	case CHANGE_TAG:
		sig->key_tag++;
		break;
	case CHANGE_ALGORITHM:
		sig->algorithm = ALG_ED25519;
		break;
	case CHANGE_SIGNER_BELOW:
		sig->signer = name_of("a.www.example.");
		break;
	case CHANGE_SIGNER_ABOVE:
		sig->signer = name_root;
		break;
	case CHANGE_ZONE_BIT:
		key->flags = DNSKEY_SEP;
		break;
	case CHANGE_PROTOCOL:
		key->protocol = 2;
		break;
	case CHANGE_ALGORITHM_BOTH:
		sig->algorithm = key->algorithm = 200;
		break;
	}
}

START_TEST(signature_changes)
{
	const struct vector *v = &vectors[4];
	struct rrsig sig = signature_of(v, TYPE_A, v->signature);
	struct dnskey key = key_of(v);

	apply(changes[_i].change, &sig, &key);
	ck_assert_msg(rrsig_verify(www_set(), &sig, &key) == changes[_i].want,
		      "%s", changes[_i].what);
}
END_TEST

START_TEST(signature_other_data)
{
	const struct vector *v = &vectors[4];
	struct rrsig sig = signature_of(v, TYPE_A, v->signature);
	struct dnskey key = key_of(v);

	www_set();
	answer("www.example.", TYPE_A, 300, "\300\0\2\3", 4);
	ck_assert_int_eq(rrsig_verify(collect("www.example.", TYPE_A, ERR_OK),
				      &sig, &key),
			 VERIFY_BAD);
	start();
	answer("www.example.", TYPE_RRSIG, 60, SIG_A "\0sig", 30);
	ck_assert_int_eq(rrsig_verify(collect("www.example.", TYPE_A, ERR_OK),
				      &sig, &key),
			 VERIFY_BAD); /* of no records */
}
END_TEST

/* The signer wrote "Mail.EXAMPLE."; the server compresses it. */
START_TEST(signature_of_names)
{
	const struct vector *v = &vectors[4];
	struct rrsig sig = signature_of(v, TYPE_MX, vector_mx);
	struct dnskey key = key_of(v);

	answer("MX.example.", TYPE_MX, 17, "\0\12\4MAIL\xc0\x10", 9);
	ck_assert_int_eq(rrsig_verify(collect("mx.example.", TYPE_MX, ERR_OK),
				      &sig, &key),
			 VERIFY_OK);
}
END_TEST

static const struct {
	const char *owner;
	uint8_t labels;
	enum verify want;
} wildcards[] = {
	{ "*.wild.example.", 2, VERIFY_OK },
	{ "a.wild.example.", 2, VERIFY_OK },
	{ "a.b.c.wild.example.", 2, VERIFY_OK },
	{ "a.*.wild.example.", 2, VERIFY_OK },
	{ "*.wild.example.", 3, VERIFY_BAD },
	{ "a.wild.example.", 3, VERIFY_BAD },
	{ "a.wilder.example.", 2, VERIFY_BAD },
	{ "wild.example.", 2, VERIFY_BAD },
};

START_TEST(signature_of_wildcard)
{
	const struct vector *v = &vectors[4];
	struct rrsig sig = signature_of(v, TYPE_TXT, vector_wildcard);
	struct dnskey key = key_of(v);

	sig.labels = wildcards[_i].labels;
	answer(wildcards[_i].owner, TYPE_TXT, 1, "\1x", 2);
	ck_assert_msg(
		rrsig_verify(collect(wildcards[_i].owner, TYPE_TXT, ERR_OK),
			     &sig, &key) == wildcards[_i].want,
		"%s", wildcards[_i].owner);
}
END_TEST

/* Keys chosen to be dear: they must be refused before any arithmetic. */
static const struct {
	const char *what;
	unsigned exponent_len, modulus_len;
	enum verify want;
} dear_keys[] = {
	{ "exponent of 8 bytes", 8, 128, VERIFY_BAD },
	{ "exponent of 9 bytes", 9, 128, VERIFY_UNSUPPORTED },
	{ "exponent of 255 bytes", 255, 256, VERIFY_UNSUPPORTED },
	{ "modulus of 4096 bits", 3, 512, VERIFY_BAD },
	{ "modulus of 4104 bits", 3, 513, VERIFY_UNSUPPORTED },
	{ "modulus of 512 bits", 3, 64, VERIFY_BAD },
	{ "modulus of 504 bits", 3, 63, VERIFY_UNSUPPORTED },
};

START_TEST(signature_dear_keys)
{
	uint8_t bytes[4 + 1 + 256 + 513], signature[513] = { 1 };
	unsigned exponent = dear_keys[_i].exponent_len;
	uint16_t len = (uint16_t)(5 + exponent + dear_keys[_i].modulus_len);
	struct rrsig sig = { .type_covered = TYPE_A,
			     .algorithm = ALG_RSASHA256,
			     .labels = 2,
			     .signer = name_of("example."),
			     .signature = signature };
	struct dnskey key;

	memset(bytes, 0xff, sizeof(bytes));
	memcpy(bytes, "\1\1\3\10", 4);
	bytes[4] = (uint8_t)exponent;
	ck_assert(dnskey_read((struct rdata){ bytes, len }, &key));
	sig.key_tag = key.tag;
	sig.signature_len = (uint16_t)dear_keys[_i].modulus_len;
	ck_assert_msg(rrsig_verify(www_set(), &sig, &key) == dear_keys[_i].want,
		      "%s", dear_keys[_i].what);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dnssec");
	TCase *c = tcase_create("dnssec");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, vector_digests, 0, COUNT_OF(vectors));
	tcase_add_loop_test(c, vector_signatures, 0, COUNT_OF(vectors));
	tcase_add_loop_test(c, vector_zero_signature, 0, COUNT_OF(vectors));
	tcase_add_loop_test(c, vector_broken_keys, 0, COUNT_OF(vectors));
	tcase_add_loop_test(c, signature_changes, 0, COUNT_OF(changes));
	tcase_add_test(c, signature_other_data);
	tcase_add_test(c, signature_of_names);
	tcase_add_loop_test(c, signature_of_wildcard, 0, COUNT_OF(wildcards));
	tcase_add_loop_test(c, signature_dear_keys, 0, COUNT_OF(dear_keys));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
