/* SPDX-License-Identifier: BSD-3-Clause */
/* check_denial.c - which NSEC and NSEC3 records prove what is denied. */
#include "denial_fixture.h"
#include "unit.h"

#include "dns/message.h"

#include <stdio.h>
#include <string.h>

/* The chain of RFC 4035 Appendix A: "owner next types". */
#define APEX  "example. a.example. NS SOA MX RRSIG NSEC DNSKEY;"
#define B     "b.example. ns1.example. NS RRSIG NSEC;"
#define NS1   "ns1.example. ns2.example. A RRSIG NSEC;"
#define STARW "*.w.example. x.w.example. MX RRSIG NSEC;"
#define XW    "x.w.example. x.y.w.example. MX RRSIG NSEC;"
#define XYW   "x.y.w.example. xx.example. MX RRSIG NSEC;"
#define XX    "xx.example. example. A HINFO AAAA RRSIG NSEC;"

#define N3(owner, next, types) owner ".example. " next " " types ";"
#define N3_EXAMPLE	       N3(H_EXAMPLE, H_NS1, "MX DNSKEY NS SOA NSEC3PARAM RRSIG")
#define N3_NS1		       N3(H_NS1, H_XYW, "A RRSIG")
#define N3_A		       N3(H_A, H_XW, "NS DS RRSIG")
#define N3_XW		       N3(H_XW, H_AI, "MX RRSIG")
#define N3_YW		       N3(H_YW, H_W, "")
#define N3_W		       N3(H_W, H_HASHED, "")
#define N3_NS2		       N3(H_NS2, H_STARW, "A RRSIG")
#define N3_STARW	       N3(H_STARW, H_XX, "MX RRSIG")

/* --- records from text --- */

static uint16_t type_of(const char *text)
{
	uint16_t type = TYPE_NXNAME;

	/* Not all that the examples have is known to us by name. */
	if (strcmp(text, "HINFO") == 0)
		return 13;
	ck_assert_msg(type_from_text(text, &type), "%s", text);
	return type;
}

/* Window 0 is all that the examples need; TYPE65280 is in 255. */
static void put_types(char *types)
{
	uint8_t windows[2][34] = { { 0 }, { 255 } };

	for (char *t = strtok(types, " "); t; t = strtok(NULL, " ")) {
		uint16_t type = type_of(t);
		uint8_t *window = windows[type > 255];
		uint8_t at = (uint8_t)(type % 256 / 8);

		if (window[1] <= at)
			window[1] = (uint8_t)(at + 1);
		window[2 + at] |= (uint8_t)(0x80 >> type % 8);
	}
	for (int i = 0; i < 2; i++)
		if (windows[i][1])
			put(windows[i], 2u + windows[i][1]);
}

/* An owner of 32 digits makes an NSEC3. */
static void add_record(const char *owner, const char *next, char *types)
{
	struct name name = name_of(owner), next_name;
	uint16_t type = TYPE_NSEC;
	size_t start = used;

	if (name.wire[0] == 32) {
		uint8_t fixed[] = { 1,	  opt_out, 0,	 (uint8_t)iterations,
				    4,	  0xaa,	   0xbb, 0xcc,
				    0xdd, 20 };

		fixed[2] = (uint8_t)(iterations >> 8);
		type = TYPE_NSEC3;
		put(fixed, sizeof(fixed));
		put_hash(next);
	} else {
		next_name = name_of(next);
		put(next_name.wire, next_name.len);
	}
	put_types(types);
	denial_add(&denial, &name, type,
		   (struct rdata){ bytes + start, (uint16_t)(used - start) });
}

static void read_records(const char *text)
{
	struct name zone = name_of("example.");

	denial_init(&denial, &zone, &hasher);
	while (*text) {
		char owner[80], next[80], types[80] = "";
		int len = (int)strcspn(text, ";");

		ck_assert_int_ge(sscanf(text, "%79s %79[^ ;] %79[^;]", owner,
					next, types),
				 2);
		add_record(owner, next, types);
		text += len + 1;
	}
}

/* --- proofs --- */

enum claim { NXDOMAIN, NODATA, WILDCARD };

static const struct {
	const char *name, *records;
	enum claim question;
	const char *asked, *type;
	unsigned labels; /* of the wildcard's parent */
	enum proof want;
} proofs[] = {
	{ "4035 B.2 name error", B APEX, NXDOMAIN, "ml.example.", "A", 0,
	  PROOF_HOLDS },
	{ "B.2 less the name's", APEX, NXDOMAIN, "ml.example.", "A", 0,
	  PROOF_NAME },
	{ "B.2 less the wildcard's", B, NXDOMAIN, "ml.example.", "A", 0,
	  PROOF_WILDCARD },
	{ "B.2 without any", "", NXDOMAIN, "ml.example.", "A", 0, PROOF_NONE },
	{ "the last record goes round", XX APEX, NXDOMAIN, "zz.example.", "A",
	  0, PROOF_HOLDS },
	{ "an owner does not cover itself", B APEX, NXDOMAIN, "b.example.", "A",
	  0, PROOF_NAME },
	{ "nor its next", B APEX, NXDOMAIN, "ns1.example.", "A", 0,
	  PROOF_NAME },
	{ "6840 4.1: not below a cut", B APEX, NXDOMAIN, "mc.b.example.", "A",
	  0, PROOF_NAME },
	{ "nor below a DNAME", "d.example. e.example. DNAME RRSIG NSEC;" APEX,
	  NXDOMAIN, "x.d.example.", "A", 0, PROOF_NAME },
	{ "4035 B.3 no data", NS1, NODATA, "ns1.example.", "MX", 0,
	  PROOF_HOLDS },
	{ "the type is there", NS1, NODATA, "ns1.example.", "A", 0,
	  PROOF_TYPE },
	{ "6840 4.3: an alias is there",
	  "al.example. b.example. CNAME RRSIG NSEC;", NODATA, "al.example.",
	  "A", 0, PROOF_TYPE },
	{ "no data by another name", NS1, NODATA, "ns2.example.", "MX", 0,
	  PROOF_NAME },
	{ "4035 B.5 no DS at a cut", B, NODATA, "b.example.", "DS", 0,
	  PROOF_HOLDS },
	{ "the parent's side denies no A", B, NODATA, "b.example.", "A", 0,
	  PROOF_TYPE },
	{ "4035 B.8 the child's side denies no DS", APEX, NODATA, "example.",
	  "DS", 0, PROOF_TYPE },
	{ "4035 B.6 wildcard expansion", XYW, WILDCARD, "a.z.w.example.", "MX",
	  2, PROOF_HOLDS },
	{ "from a wildcard of another level", XYW, WILDCARD, "a.z.w.example.",
	  "MX", 1, PROOF_WILDCARD },
	{ "without it", "", WILDCARD, "a.z.w.example.", "MX", 2, PROOF_NONE },
	{ "with another", XW, WILDCARD, "a.z.w.example.", "MX", 2, PROOF_NAME },
	{ "4035 B.7 wildcard no data", XYW STARW, NODATA, "a.z.w.example.",
	  "AAAA", 0, PROOF_HOLDS },
	{ "B.7, the wildcard has it", XYW STARW, NODATA, "a.z.w.example.", "MX",
	  0, PROOF_TYPE },
	{ "B.7 less the wildcard's", XYW, NODATA, "a.z.w.example.", "AAAA", 0,
	  PROOF_WILDCARD },
	{ "an empty non-terminal", XW, NODATA, "y.w.example.", "A", 0,
	  PROOF_HOLDS },
	{ "an empty non-terminal is there", XW APEX, NXDOMAIN, "y.w.example.",
	  "A", 0, PROOF_HOLDS },
	{ "9824: a compact answer",
	  "no.example. \\000.no.example. RRSIG NSEC TYPE128;", NODATA,
	  "no.example.", "A", 0, PROOF_HOLDS },
	{ "9824: as NXDOMAIN",
	  "no.example. \\000.no.example. RRSIG NSEC TYPE128;", NXDOMAIN,
	  "no.example.", "A", 0, PROOF_HOLDS },
	{ "4470: minimal covers",
	  "\\!~.example. -.example. RRSIG NSEC;"
	  "ml~.example. mm-.example. RRSIG NSEC;",
	  NXDOMAIN, "mm.example.", "A", 0, PROOF_HOLDS },
	{ "a next that covers nothing",
	  "example. \\000.example. NS SOA RRSIG NSEC;", NXDOMAIN, "ml.example.",
	  "A", 0, PROOF_NAME },
	{ "one name only", "example. example. NS SOA RRSIG NSEC;", NXDOMAIN,
	  "ml.example.", "A", 0, PROOF_HOLDS },
	{ "another zone's", "example.org. z.example.org. NS SOA;", NODATA,
	  "example.org.", "A", 0, PROOF_NAME },

	{ "5155 B.1 name error", N3_EXAMPLE N3_XW N3_A, NXDOMAIN,
	  "a.c.x.w.example.", "A", 0, PROOF_HOLDS },
	{ "B.1 less the closest encloser's", N3_EXAMPLE N3_A, NXDOMAIN,
	  "a.c.x.w.example.", "A", 0, PROOF_NAME },
	{ "B.1 less the next closer's", N3_XW N3_A, NXDOMAIN,
	  "a.c.x.w.example.", "A", 0, PROOF_NAME },
	{ "B.1 less the wildcard's", N3_EXAMPLE N3_XW, NXDOMAIN,
	  "a.c.x.w.example.", "A", 0, PROOF_WILDCARD },
	{ "5155 B.2 no data", N3_NS1, NODATA, "ns1.example.", "MX", 0,
	  PROOF_HOLDS },
	{ "B.2, the type is there", N3_NS1, NODATA, "ns1.example.", "A", 0,
	  PROOF_TYPE },
	{ "5155 B.2.1 an empty non-terminal", N3_YW, NODATA, "y.w.example.",
	  "A", 0, PROOF_HOLDS },
	{ "B.2.1 is no proof of a name error", N3_YW, NXDOMAIN, "y.w.example.",
	  "A", 0, PROOF_NAME },
	{ "5155 B.4 wildcard expansion", N3_NS2, WILDCARD, "a.z.w.example.",
	  "MX", 2, PROOF_HOLDS },
	{ "B.4 from another level", N3_NS2, WILDCARD, "a.z.w.example.", "MX", 1,
	  PROOF_NAME },
	{ "5155 B.5 wildcard no data", N3_W N3_NS2 N3_STARW, NODATA,
	  "a.z.w.example.", "AAAA", 0, PROOF_HOLDS },
	{ "5155 B.6 the child's side denies no DS", N3_EXAMPLE, NODATA,
	  "example.", "DS", 0, PROOF_TYPE },
	{ "below a cut", N3_A N3_EXAMPLE, NXDOMAIN, "x.a.example.", "A", 0,
	  PROOF_NAME },
};

static enum proof prove(enum claim question, const struct name *name,
			uint16_t type, unsigned labels)
{
	switch (question) {
	case NXDOMAIN:
		return denial_prove_nxdomain(&denial, name, type);
	case NODATA:
		return denial_prove_nodata(&denial, name, type);
	default:
		return denial_prove_wildcard(&denial, name, labels);
	}
}

START_TEST(proof)
{
	struct name asked = name_of(proofs[_i].asked);
	enum proof found;

	read_records(proofs[_i].records);
	found = prove(proofs[_i].question, &asked, type_of(proofs[_i].type),
		      proofs[_i].labels);
	ck_assert_msg(found == proofs[_i].want, "%s: %d, not %d",
		      proofs[_i].name, found, proofs[_i].want);
}
END_TEST

/* 5155 B.3, and a name in a span that may hide delegations. */
START_TEST(opt_out_spans)
{
	struct name cut = name_of("c.example."),
		    asked = name_of("a.z.w.example.");

	read_records(N3_A N3_EXAMPLE);
	ck_assert_int_eq(denial_prove_nodata(&denial, &cut, TYPE_DS),
			 PROOF_WILDCARD);
	read_records(N3_W N3_NS2);
	ck_assert_int_eq(denial_prove_nodata(&denial, &asked, TYPE_AAAA),
			 PROOF_WILDCARD);
	opt_out = NSEC3_OPT_OUT;
	read_records(N3_A N3_EXAMPLE);
	ck_assert_int_eq(denial_prove_nodata(&denial, &cut, TYPE_DS),
			 PROOF_HOLDS);
	read_records(N3_W N3_NS2);
	ck_assert_int_eq(denial_prove_nodata(&denial, &asked, TYPE_AAAA),
			 PROOF_HOLDS);
}
END_TEST

/* --- records that say nothing of the question --- */

static const struct {
	const char *name, *records, *asked;
	unsigned unused;
} marks[] = {
	{ "4035 B.2", B APEX, "ml.example.", 0 },
	{ "4035 B.3", NS1, "ns1.example.", 0 },
	{ "4035 B.7", XYW STARW, "a.z.w.example.", 0 },
	{ "a chain that stops short",
	  "example. \\000.example. NS SOA RRSIG NSEC;", "ml.example.", 1 },
	{ "the wrong place", NS1 APEX, "ml.example.", 1 },
	{ "5155 B.1", N3_EXAMPLE N3_XW N3_A, "a.c.x.w.example.", 0 },
	{ "5155 B.2.1", N3_YW, "y.w.example.", 0 },
	{ "5155 B.5", N3_W N3_NS2 N3_STARW, "a.z.w.example.", 0 },
	{ "a wrong next",
	  N3(H_EXAMPLE, "0p9mhaveqvm6t7vbl5lop2u3t2rp3ton", "NS SOA")
		  N3_XW N3_A,
	  "a.c.x.w.example.", 1 },
};

START_TEST(mark)
{
	struct name asked = name_of(marks[_i].asked);
	unsigned unused = 0;

	read_records(marks[_i].records);
	denial_mark(&denial, &asked);
	for (size_t i = 0; i < denial.nsec_count; i++)
		unused += !denial.nsec_used[i];
	for (size_t i = 0; i < denial.nsec3_count; i++)
		unused += !denial.nsec3_used[i];
	ck_assert_msg(unused == marks[_i].unused, "%s: %u", marks[_i].name,
		      unused);
}
END_TEST

/* --- what proofs may cost --- */

START_TEST(too_many_iterations_are_not_checked)
{
	struct name asked = name_of("ns1.example.");

	iterations = NSEC3_ITERATIONS_MAX + 1;
	read_records(N3_NS1);
	ck_assert_int_eq(denial_prove_nodata(&denial, &asked, TYPE_MX),
			 PROOF_UNCHECKED);
	ck_assert_int_eq(denial_prove_nxdomain(&denial, &asked, TYPE_MX),
			 PROOF_UNCHECKED);
	ck_assert_int_eq(denial_prove_wildcard(&denial, &asked, 1),
			 PROOF_UNCHECKED);
	denial_mark(&denial, &asked);
	ck_assert_uint_eq(hasher.left, NSEC3_BUDGET);
}
END_TEST

/* The NSEC alone denies the type, as it does without the other. */
START_TEST(a_costly_nsec3_beside_an_nsec_does_not_count)
{
	struct name asked = name_of("ns1.example.");

	iterations = NSEC3_ITERATIONS_MAX + 1;
	read_records(NS1 N3_NS1);
	ck_assert_int_eq(denial_prove_nodata(&denial, &asked, TYPE_MX),
			 PROOF_HOLDS);
	ck_assert_int_eq(denial_prove_nxdomain(&denial, &asked, TYPE_MX),
			 PROOF_HOLDS);
}
END_TEST

/* --- layouts --- */

START_TEST(nsec3_of_another_zone)
{
	struct name zone = name_of("example."), owner;
	struct nsec3 nsec3;
	struct rdata rdata;
	size_t start;

	read_records(N3_NS1);
	ck_assert_uint_eq(denial.nsec3_count, 1);
	start = used;
	read_records(N3_NS1);
	rdata = (struct rdata){ bytes + start, (uint16_t)(used - start) };
	owner = name_of(H_NS1 ".example.");
	ck_assert(nsec3_read(&owner, &zone, rdata, &nsec3));
	owner = name_of(H_NS1 ".sub.example.");
	ck_assert(!nsec3_read(&owner, &zone, rdata, &nsec3));
	owner = name_of("wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww.example.");
	ck_assert(!nsec3_read(&owner, &zone, rdata, &nsec3));
	owner = name_of(H_NS1 ".example.");
	for (uint16_t len = 0; len < 30; len++) {
		rdata.len = len;
		ck_assert_msg(!nsec3_read(&owner, &zone, rdata, &nsec3), "%u",
			      len);
	}
}
END_TEST

START_TEST(records_are_bounded)
{
	struct name asked = name_of("ns1.example.");

	read_records(NS1);
	for (int i = 0; i < DENIAL_RECORDS_MAX + 3; i++) {
		char types[] = "A";

		add_record("ns1.example.", "ns2.example.", types);
		add_record(H_NS1 ".example.", H_NS2, types);
	}
	ck_assert_uint_eq(denial.nsec_count, DENIAL_RECORDS_MAX);
	ck_assert_uint_eq(denial.nsec3_count, DENIAL_RECORDS_MAX);
	ck_assert_int_eq(denial_prove_nodata(&denial, &asked, TYPE_MX),
			 PROOF_HOLDS);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("denial");
	TCase *c = tcase_create("denial");

	tcase_add_checked_fixture(c, setup, NULL);
	tcase_add_loop_test(c, proof, 0, (int)COUNT_OF(proofs));
	tcase_add_test(c, opt_out_spans);
	tcase_add_loop_test(c, mark, 0, (int)COUNT_OF(marks));
	tcase_add_test(c, too_many_iterations_are_not_checked);
	tcase_add_test(c, a_costly_nsec3_beside_an_nsec_does_not_count);
	tcase_add_test(c, nsec3_of_another_zone);
	tcase_add_test(c, records_are_bounded);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
