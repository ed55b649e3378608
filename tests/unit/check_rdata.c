/* SPDX-License-Identifier: BSD-3-Clause */
/* check_rdata.c - rdata, read and as text; the tables of algorithms and
 * digests. */
#include "rrset_fixture.h"
#include "unit.h"
#include "vectors.h"

#include "dns/dnssec.h"

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

int main(void)
{
	Suite *suite = suite_create("rdata");
	TCase *c = tcase_create("rdata");

	tcase_add_loop_test(c, rdata_text, 0, COUNT_OF(prints));
	tcase_add_test(c, rdata_read);
	tcase_add_loop_test(c, rsa_bits, 0, COUNT_OF(rsa_keys));
	tcase_add_test(c, key_tag_edges);
	tcase_add_test(c, serial_edges);
	tcase_add_test(c, algorithm_table);
	tcase_add_test(c, digest_table);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
