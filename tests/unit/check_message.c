/* SPDX-License-Identifier: BSD-3-Clause */
/* check_message.c - messages and what lies in them; types and the registries.
 */
#include "names.h"
#include "unit.h"
#include "wire.h"

#include "dns/message.h"

#include <string.h>

static struct wire wire;
static struct message message;

static enum err parse(void)
{
	return message_parse(wire.at, wire.len, &message);
}

static void add_whole(void)
{
	add_header(&wire, 0x8580, 1, 2, 1, 2);
	add_question(&wire);
	add_record(&wire, TYPE_A, CLASS_IN, 300, "\1\2\3\4", 4);
	add_record(&wire, TYPE_A, CLASS_IN, 0x80000001, "\1\2\3\5", 4);
	add_record(&wire, TYPE_NS, CLASS_IN, 0x7fffffff, "\xc0\x10", 2);
	add_record(&wire, TYPE_A, 3, 1, "\1\2\3\4", 4);
	add_opt(&wire, 1232, 0x01008000,
		"\0\17\0\5\0\7abc\0\3\0\0\0\17\0\2\0\x16", 19);
}

START_TEST(message_whole)
{
	struct name www = name_of("www.example."), owner;

	add_whole();
	ck_assert_int_eq(parse(), ERR_OK);
	ck_assert_uint_eq(message.id, 0x1234);
	ck_assert(message.qr && message.aa && message.rd && message.ra);
	ck_assert(!message.tc && !message.ad && !message.cd);
	ck_assert_uint_eq(message.opcode, 0);
	ck_assert_uint_eq(message.rcode, 16); /* BADVERS: 1 << 4 */
	ck_assert(message.has_question && name_equal(&message.qname, &www));
	ck_assert_uint_eq(message.qtype, TYPE_A);
	ck_assert(message.has_edns && message.edns_do);
	ck_assert_uint_eq(message.edns_size, 1232);
	ck_assert_uint_eq(message.record_count, 4);
	ck_assert_uint_eq(message.records[0].ttl, 300);
	ck_assert_uint_eq(message.records[1].ttl, 0);
	ck_assert_uint_eq(message.records[2].ttl, 0x7fffffff);
	ck_assert_int_eq(message.records[3].section, SECTION_ADDITIONAL);
	message_owner(&message, &message.records[2], &owner);
	ck_assert(name_equal(&owner, &www));
	ck_assert_uint_eq(message.ede_count, 2);
	ck_assert_uint_eq(message.ede[0].code, 7);
	ck_assert_uint_eq(message.ede[0].text_len, 3);
	ck_assert_mem_eq(wire.at + message.ede[0].text_at, "abc", 3);
	ck_assert_uint_eq(message.ede[1].code, 22);
}
END_TEST

START_TEST(message_counts)
{
	struct name www = name_of("www.example."), other = name_of("example.");

	add_whole();
	ck_assert_int_eq(parse(), ERR_OK);
	ck_assert_uint_eq(message_count(&message, SECTION_ANSWER, &www, TYPE_A),
			  2);
	ck_assert_uint_eq(message_count(&message, SECTION_ANSWER, NULL, TYPE_A),
			  2);
	ck_assert_uint_eq(
		message_count(&message, SECTION_ANSWER, &other, TYPE_A), 0);
	ck_assert_uint_eq(
		message_count(&message, SECTION_AUTHORITY, &www, TYPE_NS), 1);
	/* Of class CH. */
	ck_assert_uint_eq(
		message_count(&message, SECTION_ADDITIONAL, &www, TYPE_A), 0);
}
END_TEST

/* Every shorter message lacks something; bytes behind the end do not count.
 * The copy has its exact size, so that a sanitizer sees a byte too far. */
START_TEST(message_truncated)
{
	add_whole();
	for (size_t len = 0; len < wire.len; len++) {
		uint8_t *copy = malloc(len ? len : 1);

		memcpy(copy, wire.at, len);
		ck_assert_int_eq(message_parse(copy, len, &message),
				 ERR_FORMAT);
		free(copy);
	}
	add(&wire, "rest", 4);
	ck_assert_int_eq(parse(), ERR_OK);
}
END_TEST

START_TEST(message_count_lies)
{
	for (size_t field = 6; field <= 10; field += 2) {
		add_whole();
		wire.at[field + 1]++;
		ck_assert_int_eq(parse(), ERR_FORMAT);
		wire.at[field] = 0xff;
		ck_assert_int_eq(parse(), ERR_FORMAT);
	}
	add_whole();
	wire.at[11]--; /* the OPT is then bytes behind the end */
	ck_assert_int_eq(parse(), ERR_OK);
	ck_assert(!message.has_edns);
	add_header(&wire, 0x8000, 2, 0, 0, 0);
	add_question(&wire);
	add_question(&wire);
	ck_assert_int_eq(parse(), ERR_FORMAT);
	add_header(&wire, 0x8005, 0, 0, 0, 0);
	ck_assert_int_eq(parse(), ERR_OK);
	ck_assert(!message.has_question);
	ck_assert_uint_eq(message.qname.len, 0);
}
END_TEST

START_TEST(message_rdata_lies)
{
	add_header(&wire, 0x8000, 1, 1, 0, 0);
	add_question(&wire);
	add_record(&wire, TYPE_A, CLASS_IN, 1, "", 0);
	ck_assert_int_eq(parse(), ERR_OK);
	ck_assert_uint_eq(message.records[0].rdata_len, 0);
	wire.at[wire.len - 1] = 1;
	ck_assert_int_eq(parse(), ERR_FORMAT);
	wire.at[wire.len - 2] = 0xff;
	ck_assert_int_eq(parse(), ERR_FORMAT);
}
END_TEST

/* An owner may not point at what follows it, nor at itself. */
START_TEST(message_owner_pointers)
{
	size_t owner_at;

	add_header(&wire, 0x8000, 1, 2, 0, 0);
	add_question(&wire);
	owner_at = wire.len;
	add_record(&wire, TYPE_A, CLASS_IN, 1, "\1\2\3\4", 4);
	add_record(&wire, TYPE_A, CLASS_IN, 1, "\1\2\3\5", 4);
	ck_assert_int_eq(parse(), ERR_OK);
	wire.at[owner_at + 1] = (uint8_t)owner_at;
	ck_assert_int_eq(parse(), ERR_FORMAT);
	wire.at[owner_at + 1] = (uint8_t)(owner_at + 16);
	ck_assert_int_eq(parse(), ERR_FORMAT);
	wire.at[owner_at + 1] = 13; /* within the first label: "wWw\7..." */
	ck_assert_int_eq(parse(), ERR_FORMAT);
}
END_TEST

/* A chain of 65 owners, each a pointer to the one before. */
START_TEST(message_owner_chain)
{
	size_t before = 12;

	add_header(&wire, 0x8000, 1, 65, 0, 0);
	add_question(&wire);
	for (size_t i = 0; i < 65; i++) {
		size_t at = wire.len;

		add_record(&wire, TYPE_A, CLASS_IN, 1, "\1\2\3\4", 4);
		wire.at[at] = (uint8_t)(0xc0 | before >> 8);
		wire.at[at + 1] = (uint8_t)before;
		before = at;
	}
	ck_assert_int_eq(parse(), ERR_LIMIT);
	wire.at[7] = 64;
	ck_assert_int_eq(parse(), ERR_OK);
}
END_TEST

static const struct {
	const char *what;
	const char *options;
	unsigned len;
	enum err err;
	size_t ede_count;
} options[] = {
	{ "none", "", 0, ERR_OK, 0 },
	{ "an empty one", "\0\3\0\0", 4, ERR_OK, 0 },
	{ "half a header", "\0\3\0", 3, ERR_FORMAT, 0 },
	{ "one byte past", "\0\3\0\1", 4, ERR_FORMAT, 0 },
	{ "far past", "\0\3\377\377", 4, ERR_FORMAT, 0 },
	{ "a second cut off", "\0\3\0\0\0", 5, ERR_FORMAT, 0 },
	{ "EDE without its code", "\0\17\0\1\0", 5, ERR_FORMAT, 0 },
	{ "EDE without text", "\0\17\0\2\0\6", 6, ERR_OK, 1 },
	{ "nine EDEs",
	  "\0\17\0\2\0\0\0\17\0\2\0\1\0\17\0\2\0\2\0\17\0\2\0\3\0\17\0\2\0\4"
	  "\0\17\0\2\0\5\0\17\0\2\0\6\0\17\0\2\0\7\0\17\0\2\0\x8",
	  54, ERR_OK, MESSAGE_EDE_MAX },
};

START_TEST(message_edns_options)
{
	add_header(&wire, 0x8000, 0, 0, 0, 1);
	add_opt(&wire, 512, 0, options[_i].options, options[_i].len);
	ck_assert_msg(parse() == options[_i].err, "%s", options[_i].what);
	if (!options[_i].err)
		ck_assert_uint_eq(message.ede_count, options[_i].ede_count);
}
END_TEST

START_TEST(message_edns_place)
{
	add_header(&wire, 0x8000, 0, 0, 0, 2);
	add_opt(&wire, 512, 0, "", 0);
	add_opt(&wire, 512, 0, "", 0);
	ck_assert_int_eq(parse(), ERR_FORMAT); /* twice */
	wire.at[11] = 1;
	ck_assert_int_eq(parse(), ERR_OK);
	ck_assert(!message.edns_do);
	wire.at[9] = 1;
	wire.at[11] = 0;
	ck_assert_int_eq(parse(), ERR_FORMAT); /* in the authority section */
	add_header(&wire, 0x8000, 1, 0, 0, 1);
	add_question(&wire);
	add_record(&wire, TYPE_OPT, 512, 0, "", 0);
	ck_assert_int_eq(parse(), ERR_FORMAT); /* not of the root */
}
END_TEST

START_TEST(message_records_limit)
{
	unsigned count = MESSAGE_RECORDS_MAX;

	add_header(&wire, 0x8000, 1, count, 0, 1);
	add_question(&wire);
	for (unsigned i = 0; i < count; i++)
		add_record(&wire, TYPE_A, CLASS_IN, 1, "\1\2\3\4", 4);
	add_opt(&wire, 512, 0, "", 0);
	ck_assert_int_eq(parse(), ERR_OK); /* the OPT is not counted */
	ck_assert_uint_eq(message.record_count, count);
	wire.len -= 11;
	add_record(&wire, TYPE_A, CLASS_IN, 1, "\1\2\3\4", 4);
	ck_assert_int_eq(parse(), ERR_LIMIT);
}
END_TEST

START_TEST(message_too_long)
{
	memset(&wire, 0, sizeof(wire));
	add_header(&wire, 0x8000, 0, 0, 0, 0);
	wire.len = MESSAGE_SIZE_MAX;
	ck_assert_int_eq(parse(), ERR_OK);
	wire.len++;
	ck_assert_int_eq(parse(), ERR_FORMAT);
}
END_TEST

START_TEST(question_forms)
{
	struct question q = { .name = name_of("www.example."),
			      .type = TYPE_DNSKEY,
			      .id = 0xbeef,
			      .cd = true,
			      .dnssec_ok = true,
			      .edns_size = 1232 };
	uint8_t out[QUESTION_SIZE_MAX];
	size_t len = question_write(&q, out);

	ck_assert_int_eq(message_parse(out, len, &message), ERR_OK);
	ck_assert_uint_eq(message.id, 0xbeef);
	ck_assert(!message.qr && !message.rd && message.cd);
	ck_assert(message.has_edns && message.edns_do);
	ck_assert_uint_eq(message.edns_size, 1232);
	ck_assert_uint_eq(message.qtype, TYPE_DNSKEY);
	ck_assert_uint_eq(message.qclass, CLASS_IN);
	ck_assert(name_equal(&message.qname, &q.name));
	q = (struct question){ .name = name_root, .type = TYPE_NS, .rd = true };
	len = question_write(&q, out);
	ck_assert_uint_eq(len, 17);
	ck_assert_int_eq(message_parse(out, len, &message), ERR_OK);
	ck_assert(message.rd && !message.cd && !message.has_edns);
	q.name = name_of(THREE LABEL_61);
	q.edns_size = 1232;
	len = question_write(&q, out);
	ck_assert_uint_eq(len, 12 + 255 + 4 + 11);
}
END_TEST

/* Change one thing of a right answer: it is none any more. */
static const struct {
	const char *what;
	size_t at;
	uint8_t xor ;
	bool answers;
} lies[] = {
	{ "nothing", 0, 0, true },
	{ "id", 1, 1, false },
	{ "QR", 2, 0x80, false },
	{ "opcode", 2, 0x08, false },
	{ "the name's case", 13, 0x20, true },
	{ "the name", 13, 0x01, false },
	{ "type", 26, 1, false },
	{ "class", 28, 2, false },
	{ "rcode", 3, 2, true },
};

START_TEST(message_is_answer)
{
	struct question q = { .name = name_of("www.example."),
			      .type = TYPE_A,
			      .id = 0x1234 };

	add_header(&wire, 0x8000, 1, 0, 0, 0);
	add_question(&wire);
	wire.at[lies[_i].at] ^= lies[_i].xor ;
	ck_assert_int_eq(parse(), ERR_OK);
	ck_assert_msg(message_answers(&message, &q) == lies[_i].answers, "%s",
		      lies[_i].what);
	add_header(&wire, 0x8000, 0, 0, 0, 0);
	ck_assert_int_eq(parse(), ERR_OK);
	ck_assert(!message_answers(&message, &q)); /* no question at all */
}
END_TEST

static const struct {
	const char *text;
	int type; /* -1: none */
	const char *back;
} type_texts[] = {
	{ "A", 1, "A" },
	{ "dnskey", 48, "DNSKEY" },
	{ "NSEC3PARAM", 51, "NSEC3PARAM" },
	{ "TYPE65280", 65280, "TYPE65280" },
	{ "type257", 257, "CAA" },
	{ "TYPE0", 0, "TYPE0" },
	{ "TYPE65536", -1, NULL },
	{ "TYPE", -1, NULL },
	{ "TYPE1x", -1, NULL },
	{ "TYPE000001", -1, NULL },
	{ "TYPE-1", -1, NULL },
	{ "", -1, NULL },
	{ "AA", -1, NULL },
};

START_TEST(type_text)
{
	char text[TYPE_TEXT_SIZE];
	uint16_t type = 7;
	bool ok = type_from_text(type_texts[_i].text, &type);

	ck_assert_msg(ok == (type_texts[_i].type >= 0), "%s",
		      type_texts[_i].text);
	if (!ok) {
		ck_assert_uint_eq(type, 7);
		return;
	}
	ck_assert_int_eq(type, type_texts[_i].type);
	ck_assert_str_eq(type_to_text(type, text), type_texts[_i].back);
}
END_TEST

START_TEST(type_text_whole)
{
	for (unsigned i = 0; i <= UINT16_MAX; i++) {
		char text[TYPE_TEXT_SIZE];
		uint16_t type = 0;

		type_to_text((uint16_t)i, text);
		ck_assert_msg(type_from_text(text, &type) && type == i, "%s",
			      text);
	}
}
END_TEST

START_TEST(registries)
{
	ck_assert_str_eq(rcode_text(0), "NOERROR");
	ck_assert_str_eq(rcode_text(5), "REFUSED");
	ck_assert_str_eq(rcode_text(16), "BADVERS");
	ck_assert_str_eq(rcode_text(23), "BADCOOKIE");
	ck_assert_str_eq(rcode_text(24), "unassigned rcode");
	ck_assert_str_eq(rcode_text(4095), "unassigned rcode");
	ck_assert_str_eq(ede_text(0), "Other Error");
	ck_assert_str_eq(ede_text(9), "DNSKEY Missing");
	ck_assert_str_eq(ede_text(22), "No Reachable Authority");
	ck_assert_str_eq(ede_text(27), "Unsupported NSEC3 Iterations Value");
	ck_assert_str_eq(ede_text(31), "unassigned extended error");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("message");
	TCase *c = tcase_create("message");

	tcase_add_test(c, message_whole);
	tcase_add_test(c, message_counts);
	tcase_add_test(c, message_truncated);
	tcase_add_test(c, message_count_lies);
	tcase_add_test(c, message_rdata_lies);
	tcase_add_test(c, message_owner_pointers);
	tcase_add_test(c, message_owner_chain);
	tcase_add_loop_test(c, message_edns_options, 0, COUNT_OF(options));
	tcase_add_test(c, message_edns_place);
	tcase_add_test(c, message_records_limit);
	tcase_add_test(c, message_too_long);
	tcase_add_test(c, question_forms);
	tcase_add_loop_test(c, message_is_answer, 0, COUNT_OF(lies));
	tcase_add_loop_test(c, type_text, 0, COUNT_OF(type_texts));
	tcase_add_test(c, type_text_whole);
	tcase_add_test(c, registries);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
