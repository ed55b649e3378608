/* SPDX-License-Identifier: BSD-3-Clause */
/* check_dnssec.c - the edges of rdata, RRsets, DS digests and signatures. */
#include "unit.h"
#include "vectors.h"
#include "wire.h"

#include "base/arena.h"
#include "dns/dnssec.h"
#include "dns/rrset.h"

#include <string.h>

static struct wire wire;
static struct message message;
static struct arena *arena;

/* Start another message. */
static void start(void)
{
	add_header(&wire, 0x8000, 1, 0, 0, 0);
	add_question(&wire);
}

static void setup(void)
{
	arena = arena_new(1024 * 1024);
	ck_assert_ptr_nonnull(arena);
	start();
}

static void teardown(void)
{
	arena_free(arena);
}

static struct name name_of(const char *text)
{
	struct name name = { 0 };

	ck_assert_msg(name_from_text(text, &name), "%s", text);
	return name;
}

/* Add a record of class IN to the answer section. */
static void answer(const char *owner, unsigned type, uint32_t ttl,
		   const void *rdata, unsigned len)
{
	struct name name = name_of(owner);

	add_owned(&wire, &name, type, ttl, rdata, len);
	wire.at[7]++;
}

static const struct rrset *collect(const char *owner, uint16_t type,
				   enum err want)
{
	const struct rrset *set = NULL;
	struct name name = name_of(owner);

	ck_assert_int_eq(message_parse(wire.at, wire.len, &message), ERR_OK);
	ck_assert_int_eq(rrset_collect(arena, &message, SECTION_ANSWER, &name,
				       type, &set),
			 want);
	return set;
}

/* --- RRsets --- */

START_TEST(rrset_canonical)
{
	const struct rrset *set;

	/* Out of order, twice, by different TTLs and cases of the owner. */
	answer("www.example.", TYPE_A, 300, "\300\0\2\2", 4);
	answer("www.example.", TYPE_A, 200, "\300\0\2\1", 4);
	answer("WWW.EXAMPLE.", TYPE_A, 400, "\300\0\2\2", 4);
	answer("example.", TYPE_A, 100, "\300\0\2\3", 4);
	answer("www.example.", TYPE_AAAA, 100, "0123456789abcdef", 16);
	set = collect("www.example.", TYPE_A, ERR_OK);
	ck_assert_ptr_nonnull(set);
	ck_assert_uint_eq(set->count, 2);
	ck_assert_uint_eq(set->ttl, 200);
	ck_assert_mem_eq(set->rdata[0].at, "\300\0\2\1", 4);
	ck_assert_mem_eq(set->rdata[1].at, "\300\0\2\2", 4);
	ck_assert_uint_eq(set->sig_count, 0);
	ck_assert_ptr_null(collect("www.example.", TYPE_MX, ERR_OK));
	ck_assert_ptr_null(collect("no.example.", TYPE_A, ERR_OK));
}
END_TEST

START_TEST(rrset_order)
{
	const struct rrset *set;

	/* RFC 4034 6.3: a missing byte comes first, 0x80 after 0x7f. */
	answer("www.example.", 65280, 1, "a\200", 2);
	answer("www.example.", 65280, 1, "a\177", 2);
	answer("www.example.", 65280, 1, "a", 1);
	answer("www.example.", 65280, 1, "a\0", 2);
	answer("www.example.", 65280, 1, "", 0);
	set = collect("www.example.", 65280, ERR_OK);
	ck_assert_uint_eq(set->count, 5);
	ck_assert_uint_eq(set->rdata[0].len, 0);
	ck_assert_uint_eq(set->rdata[1].len, 1);
	ck_assert_mem_eq(set->rdata[2].at, "a\0", 2);
	ck_assert_mem_eq(set->rdata[3].at, "a\177", 2);
	ck_assert_mem_eq(set->rdata[4].at, "a\200", 2);
}
END_TEST

/* The question's "wWw.example" is at 12. */
static const struct {
	const char *what;
	uint16_t type;
	const char *rdata;
	unsigned len;
	const char *want; /* NULL: ERR_FORMAT */
	unsigned want_len;
} layouts[] = {
	{ "A", TYPE_A, "abcd", 4, "abcd", 4 },
	{ "A too short", TYPE_A, "abc", 3, NULL, 0 },
	{ "A too long", TYPE_A, "abcde", 5, NULL, 0 },
	{ "AAAA too short", TYPE_AAAA, "abcd", 4, NULL, 0 },
	{ "NS by pointer", TYPE_NS, "\xc0\x10", 2, "\7example", 9 },
	{ "NS with a tail", TYPE_NS, "\xc0\x10x", 3, NULL, 0 },
	{ "NS empty", TYPE_NS, "", 0, NULL, 0 },
	{ "NS without its end", TYPE_NS, "\1a", 2, NULL, 0 },
	{ "MX in lower case", TYPE_MX, "\0\12\4Mail\xc0\x10", 9,
	  "\0\12\4mail\7example", 16 },
	{ "MX without a name", TYPE_MX, "\0\12", 2, NULL, 0 },
	{ "MX half", TYPE_MX, "\0", 1, NULL, 0 },
	{ "SOA", TYPE_SOA,
	  "\xc0\x10\1X\xc0\x10"
	  "01234567890123456789",
	  26,
	  "\7example\0\1x\7example\0"
	  "01234567890123456789",
	  40 },
	{ "SOA short", TYPE_SOA,
	  "\xc0\x10\0"
	  "0123456789012345678",
	  22, NULL, 0 },
	{ "SRV", TYPE_SRV, "123456\1A\0", 9, "123456\1a", 9 },
	{ "NAPTR", 35, "1234\1S\0\2Xy\1A\0", 13, "1234\1S\0\2Xy\1a", 13 },
	{ "NAPTR string past its end", 35, "1234\1S\0\77Xy\1A\0", 13, NULL, 0 },
	{ "NSEC keeps its case", TYPE_NSEC, "\1A\0\0\1\100", 6, "\1A\0\0\1\100",
	  6 },
	{ "NSEC by pointer", TYPE_NSEC, "\xc0\x10\0\1\100", 5, NULL, 0 },
	{ "NSEC3", TYPE_NSEC3, "\1\0\0\0\1s\2hh\0\1\100", 12,
	  "\1\0\0\0\1s\2hh\0\1\100", 12 },
	{ "NSEC3 hash past its end", TYPE_NSEC3, "\1\0\0\0\1s\3hh", 9, NULL,
	  0 },
	{ "NSEC3 without a hash", TYPE_NSEC3, "\1\0\0\0\2ss", 7, NULL, 0 },
	{ "NSEC3 salt past its end", TYPE_NSEC3, "\1\0\0\0\3ss", 7, NULL, 0 },
	{ "NSEC3PARAM", TYPE_NSEC3PARAM, "\1\0\0\0\2ss", 7, "\1\0\0\0\2ss", 7 },
	{ "NSEC3PARAM with a tail", TYPE_NSEC3PARAM, "\1\0\0\0\1ss", 7, NULL,
	  0 },
	{ "NSEC3PARAM cut off", TYPE_NSEC3PARAM, "\1\0\0\0\3ss", 7, NULL, 0 },
	{ "DNSKEY without a key", TYPE_DNSKEY, "\1\1\3\15", 4, NULL, 0 },
	{ "DS without a digest", TYPE_DS, "\1\1\3\15", 4, NULL, 0 },
	{ "unknown type", 65280, "Ab", 2, "Ab", 2 },
};

START_TEST(rrset_layout)
{
	const struct rrset *set;

	answer("www.example.", layouts[_i].type, 1, layouts[_i].rdata,
	       layouts[_i].len);
	set = collect("www.example.", layouts[_i].type,
		      layouts[_i].want ? ERR_OK : ERR_FORMAT);
	if (!layouts[_i].want)
		return;
	ck_assert_uint_eq(set->rdata[0].len, layouts[_i].want_len);
	ck_assert_msg(memcmp(set->rdata[0].at, layouts[_i].want,
			     layouts[_i].want_len) == 0,
		      "%s", layouts[_i].what);
}
END_TEST

/* A name in rdata may not run past the rdata into the next record. */
START_TEST(rrset_name_runs_out)
{
	answer("www.example.", TYPE_NS, 1, "\3ab", 3);
	answer("\\001.example.", TYPE_A, 1, "abcd", 4);
	collect("www.example.", TYPE_NS, ERR_FORMAT);
}
END_TEST

/* RFC 4034 3.1, up to and with the signer example. */
#define SIG_A "\0\1\15\2\0\0\1\54\145\0\0\0\144\0\0\0\1\2\7example"

START_TEST(rrset_signatures)
{
	const struct rrset *set;

	answer("www.example.", TYPE_RRSIG, 60, SIG_A "\0sig", 18 + 9 + 3);
	answer("www.example.", TYPE_RRSIG, 60, SIG_A, 18 + 8);
	answer("www.example.", TYPE_RRSIG, 60, "\0\1", 2);
	answer("www.example.", TYPE_RRSIG, 60, "\0", 1);
	answer("example.", TYPE_RRSIG, 60, SIG_A "\0sig", 18 + 9 + 3);
	set = collect("www.example.", TYPE_A, ERR_OK);
	ck_assert_ptr_nonnull(set);
	ck_assert_uint_eq(set->count, 0);
	ck_assert_uint_eq(set->sig_count, 1);
	ck_assert_uint_eq(set->sigs_malformed, 2);
	ck_assert_uint_eq(set->sigs_dropped, 2);
	ck_assert_uint_eq(set->sigs[0].ttl, 60);
	ck_assert_uint_eq(set->sigs[0].labels, 2);
	ck_assert_uint_eq(set->sigs[0].original_ttl, 300);
	ck_assert_uint_eq(set->sigs[0].key_tag, 258);
	ck_assert_uint_eq(set->sigs[0].signature_len, 3);
	ck_assert_ptr_null(collect("www.example.", TYPE_AAAA, ERR_OK));
}
END_TEST

START_TEST(rrset_signatures_limit)
{
	const struct rrset *set;

	answer("www.example.", TYPE_A, 1, "abcd", 4);
	for (unsigned i = 0; i < RRSET_SIGNATURES_MAX + 3; i++)
		answer("www.example.", TYPE_RRSIG, 60, SIG_A "\0sig", 30);
	set = collect("www.example.", TYPE_A, ERR_OK);
	ck_assert_uint_eq(set->sig_count, RRSET_SIGNATURES_MAX);
	ck_assert_uint_eq(set->sigs_dropped, 3);
	ck_assert_uint_eq(set->sigs_malformed, 0);
}
END_TEST

START_TEST(rrset_arena_full)
{
	struct name www = name_of("www.example.");
	const struct rrset *set = NULL;
	struct arena *small = arena_new(64);

	answer("www.example.", TYPE_A, 1, "abcd", 4);
	ck_assert_int_eq(message_parse(wire.at, wire.len, &message), ERR_OK);
	ck_assert_int_eq(rrset_collect(small, &message, SECTION_ANSWER, &www,
				       TYPE_A, &set),
			 ERR_MEMORY);
	ck_assert_ptr_null(set);
	arena_free(small);
}
END_TEST

START_TEST(rrset_same)
{
	const struct rrset *a, *b;

	/* NS, whose rdata does not stay in the message. */
	answer("www.example.", TYPE_NS, 1, "\1a\0", 3);
	answer("www.example.", TYPE_NS, 9, "\1b\0", 3);
	a = collect("www.example.", TYPE_NS, ERR_OK);
	start();
	answer("www.example.", TYPE_NS, 9, "\1B\0", 3);
	answer("www.example.", TYPE_NS, 1, "\1a\0", 3);
	b = collect("www.example.", TYPE_NS, ERR_OK);
	ck_assert(rrset_same_data(a, b));
	answer("www.example.", TYPE_NS, 1, "\1c\0", 3);
	b = collect("www.example.", TYPE_NS, ERR_OK);
	ck_assert(!rrset_same_data(a, b));
}
END_TEST

/* --- rdata --- */

static const struct {
	uint16_t type;
	const char *rdata;
	unsigned len;
	const char *text;
} prints[] = {
	{ TYPE_A, "\300\0\2\1", 4, "192.0.2.1" },
	{ TYPE_A, "\300\0\2", 3, "\\# 3 c00002" },
	{ TYPE_AAAA, "\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\1", 16,
	  "2001:db8::1" },
	{ TYPE_NS, "\1A\0", 3, "a." },
	{ TYPE_NS, "\300\0", 2, "\\# 2 c000" },
	{ TYPE_SOA,
	  "\1n\0\1h\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\377\377\377\377", 26,
	  "n. h. 1 2 3 4 4294967295" },
	{ TYPE_MX, "\0\12\0", 3, "10 ." },
	{ TYPE_TXT, "\3a\"\\\2\1\177", 7, "\"a\\\"\\\\\" \"\\001\\127\"" },
	{ TYPE_TXT, "\0", 1, "\"\"" },
	{ TYPE_TXT, "\2a", 2, "\\# 2 0261" },
	{ TYPE_TXT, "", 0, "\\# 0" },
	{ TYPE_DS, "\1\2\15\2\252\273", 6, "258 13 2 aabb" },
	{ TYPE_DNSKEY, "\1\1\3\15abc", 7, "257 3 13 YWJj" },
	{ TYPE_RRSIG,
	  "\0\60\15\2\0\0\1\54\145\0\0\0\144\0\0\0\1\2\7example\0sig", 30,
	  "DNSKEY 13 2 300 20230912060656 20230302014640 258 example. c2ln" },
	{ TYPE_NSEC, "\1b\0\0\6\100\1\0\0\0\3\1\1\100", 14,
	  "b. A MX RRSIG NSEC CAA" },
	{ TYPE_NSEC, "\1b\0\0\0", 5, "\\# 5 0162000000" },
	{ TYPE_NSEC, "\1b\0\0\41", 5, "\\# 5 0162000021" },
	{ TYPE_NSEC3, "\1\1\0\12\2\252\273\5abcde\0\1\100", 16,
	  "1 1 10 aabb c5h66p35 A" },
	{ TYPE_NSEC3, "\1\1\0\0\0\1\377", 7, "1 1 0 - vs " },
	{ TYPE_NSEC3PARAM, "\1\0\0\0\0", 5, "1 0 0 -" },
	{ TYPE_CAA, "\0\5issueca.example", 17, "0 \"issue\" \"ca.example\"" },
	{ TYPE_SRV, "\0\1\0\2\0\65\1a\0", 9, "1 2 53 a." },
	{ 65280, "\1\2", 2, "\\# 2 0102" },
};

START_TEST(rdata_text)
{
	struct rdata rdata = { (const uint8_t *)prints[_i].rdata,
			       (uint16_t)prints[_i].len };
	struct text text;

	text_init(&text, 4096);
	text_put(&text, "x ");
	rdata_print(&text, prints[_i].type, rdata);
	ck_assert_str_eq(text_string(&text) + 2, prints[_i].text);
	text_done(&text);
}
END_TEST

START_TEST(rdata_read)
{
	struct rdata soa = { (const uint8_t *)"\1n\0\1h\0\0\0\0\1\0\0\0\2\0\0\0"
					      "\3\0\0\0\4\0\0\0\5",
			     26 };
	struct name name;
	struct dnskey key;
	struct rrsig sig;
	struct soa out;
	struct ds ds;

	ck_assert(soa_read(soa, &out));
	ck_assert_uint_eq(out.serial, 1);
	ck_assert_uint_eq(out.minimum, 5);
	for (soa.len = 0; soa.len < 26; soa.len++)
		ck_assert(!soa_read(soa, &out));
	ck_assert(rdata_read_name((struct rdata){ soa.at, 3 }, &name));
	ck_assert(!rdata_read_name((struct rdata){ soa.at, 4 }, &name));
	/* A pointer is of the message: none may be in what is read. */
	ck_assert(!rdata_read_name(
		(struct rdata){ (const uint8_t *)"\1a\300\0", 4 }, &name));
	ck_assert(!dnskey_read((struct rdata){ soa.at, 3 }, &key));
	ck_assert(!ds_read((struct rdata){ soa.at, 3 }, &ds));
	for (uint16_t len = 0; len < 27; len++)
		ck_assert(!rrsig_read(
			(struct rdata){ (const uint8_t *)SIG_A "\0", len },
			&sig));
	ck_assert(rrsig_read((struct rdata){ (const uint8_t *)SIG_A "\0", 27 },
			     &sig));
}
END_TEST

static const struct {
	const char *what;
	uint8_t algorithm;
	const char *key;
	uint16_t len;
	unsigned bits;
} rsa_keys[] = {
	{ "short exponent", 8, "\1\3\200\0", 4, 16 },
	{ "leading zeros", 8, "\1\3\0\0\1\0", 6, 9 },
	{ "long exponent", 10, "\0\0\2\1\1\377", 6, 8 },
	{ "all zero", 8, "\1\3\0\0", 4, 0 },
	{ "exponent of no length", 8, "\0\0\0\1", 4, 0 },
	{ "exponent past the end", 8, "\5\3\200\0", 4, 0 },
	{ "no modulus", 8, "\1\3", 2, 0 },
	{ "modulus of no length", 8, "\2\3\3", 3, 0 },
	{ "long form cut off", 8, "\0\1", 2, 0 },
	{ "nothing", 8, "", 0, 0 },
	{ "not RSA", 13, "\1\3\200\0", 4, 0 },
};

START_TEST(rsa_bits)
{
	struct dnskey key = { .algorithm = rsa_keys[_i].algorithm,
			      .key = (const uint8_t *)rsa_keys[_i].key,
			      .key_len = rsa_keys[_i].len };

	ck_assert_msg(dnskey_rsa_bits(&key) == rsa_keys[_i].bits, "%s",
		      rsa_keys[_i].what);
}
END_TEST

START_TEST(key_tag_edges)
{
	/* RFC 4034 B.1 */
	ck_assert_uint_eq(dnskey_tag((struct rdata){
				  (const uint8_t *)"\1\0\3\1ab\1\2\3", 9 }),
			  0x0102);
	ck_assert_uint_eq(
		dnskey_tag((struct rdata){ (const uint8_t *)"\1\0\3\1ab", 6 }),
		0);
	/* An odd length: the last byte is an upper one. */
	ck_assert_uint_eq(
		dnskey_tag((struct rdata){ (const uint8_t *)"\0\0\3\15\1", 5 }),
		0x030d + 0x0100);
}
END_TEST

START_TEST(serial_edges)
{
	struct wall now = { 4294967290 }; /* 2106, six seconds to the wrap */

	ck_assert_int_eq(serial_seconds_until(4, now), 10);
	ck_assert_int_eq(serial_to_wall(4, now).s, 4294967300);
	ck_assert_int_eq(serial_seconds_until(4294967280u, now), -10);
	ck_assert(serial_newer(1, 4294967295u));
	ck_assert(!serial_newer(7, 7));
}
END_TEST

/* --- keys, digests, signatures --- */

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

START_TEST(algorithm_table)
{
	for (unsigned i = 0; i < 256; i++) {
		const struct algorithm_info *info = algorithm_info((uint8_t)i);

		ck_assert_uint_eq(info->number, i);
		ck_assert_ptr_nonnull(info->mnemonic);
	}
	for (size_t i = 0; i < COUNT_OF(vectors); i++) {
		const struct algorithm_info *info =
			algorithm_info(vectors[i].algorithm);

		ck_assert_str_eq(info->mnemonic, vectors[i].mnemonic);
		ck_assert(info->supported);
		ck_assert(info->libunbound == (info->number != ALG_ED448));
		ck_assert((info->status == ALGORITHM_DEPRECATED) ==
			  (info->number < 8));
	}
	ck_assert(!algorithm_info(12)->supported);
	ck_assert_str_eq(algorithm_info(200)->mnemonic, "unknown");
}
END_TEST

START_TEST(digest_table)
{
	ck_assert_str_eq(digest_text(1), "SHA-1");
	ck_assert_str_eq(digest_text(4), "SHA-384");
	ck_assert_str_eq(digest_text(7), "digest type 7");
	ck_assert_str_eq(digest_text(99), "digest type 99");
	ck_assert_str_eq(digest_text(100), "digest type 100");
	ck_assert_str_eq(digest_text(249), "digest type 249");
	ck_assert_str_eq(digest_text(255), "digest type 255");
	ck_assert(digest_is_supported(2) && !digest_is_supported(3));
}
END_TEST

static TCase *rrset_cases(void)
{
	TCase *tc = tcase_create("rrsets");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, rrset_canonical);
	tcase_add_test(tc, rrset_order);
	tcase_add_loop_test(tc, rrset_layout, 0, COUNT_OF(layouts));
	tcase_add_test(tc, rrset_name_runs_out);
	tcase_add_test(tc, rrset_signatures);
	tcase_add_test(tc, rrset_signatures_limit);
	tcase_add_test(tc, rrset_arena_full);
	tcase_add_test(tc, rrset_same);
	return tc;
}

static TCase *rdata_cases(void)
{
	TCase *tc = tcase_create("rdata");

	tcase_add_loop_test(tc, rdata_text, 0, COUNT_OF(prints));
	tcase_add_test(tc, rdata_read);
	tcase_add_loop_test(tc, rsa_bits, 0, COUNT_OF(rsa_keys));
	tcase_add_test(tc, key_tag_edges);
	tcase_add_test(tc, serial_edges);
	tcase_add_test(tc, algorithm_table);
	tcase_add_test(tc, digest_table);
	return tc;
}

static TCase *signature_cases(void)
{
	TCase *tc = tcase_create("signatures");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, vector_digests, 0, COUNT_OF(vectors));
	tcase_add_loop_test(tc, vector_signatures, 0, COUNT_OF(vectors));
	tcase_add_loop_test(tc, vector_zero_signature, 0, COUNT_OF(vectors));
	tcase_add_loop_test(tc, vector_broken_keys, 0, COUNT_OF(vectors));
	tcase_add_loop_test(tc, signature_changes, 0, COUNT_OF(changes));
	tcase_add_test(tc, signature_other_data);
	tcase_add_test(tc, signature_of_names);
	tcase_add_loop_test(tc, signature_of_wildcard, 0, COUNT_OF(wildcards));
	tcase_add_loop_test(tc, signature_dear_keys, 0, COUNT_OF(dear_keys));
	return tc;
}

int main(void)
{
	Suite *suite = suite_create("dnssec");

	suite_add_tcase(suite, rrset_cases());
	suite_add_tcase(suite, rdata_cases());
	suite_add_tcase(suite, signature_cases());
	return unit_run(suite);
}
