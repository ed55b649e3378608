/* SPDX-License-Identifier: BSD-3-Clause */
/* check_name.c - names: as text, as words of a shell, ordered, and packed in
 * messages. */
#include "names.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *text, *back;
	unsigned labels, len;
} names[] = {
	{ ".", ".", 0, 1 },
	{ "a", "a.", 1, 3 },
	{ "WWW.Example.", "www.example.", 2, 13 },
	{ "*.example", "*.example.", 2, 11 },
	{ "_443._tcp.a/b-c.", "_443._tcp.a/b-c.", 3, 17 },
	{ "a\\.b.c.", "a\\.b.c.", 2, 7 },
	{ "\\000\\255\\032.", "\\000\\255\\032.", 1, 5 },
	{ "\\065\\B.", "ab.", 1, 4 },
	{ "a\\\\b\\\".", "a\\\\b\\\".", 1, 6 },
	{ THREE LABEL_61, THREE LABEL_61 ".", 4, 255 },
};

START_TEST(name_text)
{
	struct name name = name_of(names[_i].text);
	char text[NAME_TEXT_SIZE];

	ck_assert_str_eq(name_to_text(&name, text), names[_i].back);
	ck_assert_uint_eq(name_labels(&name), names[_i].labels);
	ck_assert_uint_eq(name.len, names[_i].len);
}
END_TEST

static const char *const no_names[] = {
	"",	 "..",	       ".a",	       "a..b",
	"a\\",	 "a\\25",      "a\\256",       "a\\2x5",
	"a.b..", "a" LABEL_63, THREE LABEL_63, THREE LABEL_61 "a",
	"a\\1",
};

START_TEST(name_text_refused)
{
	struct name name = { .len = 77 };

	ck_assert_msg(!name_from_text(no_names[_i], &name), "%s", no_names[_i]);
	ck_assert_uint_eq(name.len, 77);
}
END_TEST

START_TEST(name_text_longest)
{
	struct name name = { .len = 255 };
	char text[NAME_TEXT_SIZE];

	/* 63 + 63 + 63 + 61 bytes that all need an escape. */
	memset(name.wire, 0xff, sizeof(name.wire));
	name.wire[0] = name.wire[64] = name.wire[128] = 63;
	name.wire[192] = 61;
	name.wire[254] = 0;
	ck_assert_uint_eq(strlen(name_to_text(&name, text)), 250 * 4 + 4);
}
END_TEST

static const struct {
	const char *name, *want;
} shell_words[] = {
	{ ".", "." },
	{ "www.example.", "www.example." },
	{ "0/25.2.0.192.in-addr.arpa.", "0/25.2.0.192.in-addr.arpa." },
	{ "*.example.", "'*.example.'" },
	{ "-f/etc/passwd.", "'\\045f/etc/passwd.'" },
	{ "-.", "'\\045.'" },
	{ "a-b.-c.", "a-b.-c." },
	{ "@192.0.2.1.", "'\\@192.0.2.1.'" },
	{ "+tcp.", "'\\+tcp.'" },
	{ "a\\.b.example.", "'a\\.b.example.'" },
	{ "it\\'s.example.", "'it\\039s.example.'" },
	{ "\\039\\039.example.", "'\\039\\039.example.'" },
	{ "\\$\\(id\\).example.", "'\\$\\(id\\).example.'" },
	{ "a\\\\\\'b.example.", "'a\\\\\\039b.example.'" },
};

/* A label of 63 times the byte, in a real shell. */
static void put_label(unsigned byte, struct name *ret_name)
{
	memset(ret_name, 0, sizeof(*ret_name));
	ret_name->wire[0] = NAME_LABEL_MAX;
	memset(ret_name->wire + 1, (int)byte, NAME_LABEL_MAX);
	ret_name->len = NAME_LABEL_MAX + 2;
}

/* All bytes that a name can hold: capitals are none. */
START_TEST(name_shell_every_byte)
{
	char words[8 * NAME_SHELL_SIZE] = "printf '%s\\n'",
		       said[NAME_TEXT_SIZE];
	const unsigned first = (unsigned)_i * 8;
	struct name labels[8], again;
	FILE *shell;

	for (unsigned i = 0; i < 8; i++) {
		char word[NAME_SHELL_SIZE];

		put_label(first + i, &labels[i]);
		strcat(strcat(words, " "), name_to_shell(&labels[i], word));
	}
	shell = popen(words, "r");
	ck_assert_ptr_nonnull(shell);
	for (unsigned i = 0; i < 8; i++) {
		ck_assert_ptr_nonnull(fgets(said, sizeof(said), shell));
		said[strcspn(said, "\n")] = '\0';
		ck_assert(*said != '-' && *said != '+' && *said != '@');
		ck_assert_msg(name_from_text(said, &again), "%s", said);
		if (first + i < 'A' || first + i > 'Z')
			ck_assert_msg(name_equal(&again, &labels[i]), "%s",
				      said);
	}
	ck_assert_int_eq(pclose(shell), 0);
}
END_TEST

/* What a shell makes of the word is the name again. */
START_TEST(name_shell)
{
	struct name name = name_of(shell_words[_i].name);
	char word[NAME_SHELL_SIZE], command[NAME_SHELL_SIZE + 16];
	char said[NAME_TEXT_SIZE] = "";
	struct name again;
	FILE *shell;

	ck_assert_str_eq(name_to_shell(&name, word), shell_words[_i].want);
	(void)snprintf(command, sizeof(command), "printf %%s %s", word);
	shell = popen(command, "r");
	ck_assert_ptr_nonnull(shell);
	ck_assert_ptr_nonnull(fgets(said, sizeof(said), shell));
	ck_assert_int_eq(pclose(shell), 0);
	ck_assert(name_from_text(said, &again));
	ck_assert(name_equal(&name, &again));
}
END_TEST

/* RFC 4034 6.1's own example, in order. */
static const char *const ordered[] = {
	".",
	"example.",
	"a.example.",
	"yljkjljk.a.example.",
	"Z.a.example.",
	"zABC.a.EXAMPLE.",
	"z.example.",
	"\\001.z.example.",
	"*.z.example.",
	"\\200.z.example.",
};

START_TEST(name_order)
{
	for (size_t i = 0; i < COUNT_OF(ordered); i++)
		for (size_t k = 0; k < COUNT_OF(ordered); k++) {
			struct name a = name_of(ordered[i]);
			struct name b = name_of(ordered[k]);
			int order = name_compare(&a, &b);

			ck_assert_msg((order > 0) - (order < 0) ==
					      (i > k) - (i < k),
				      "%s %s", ordered[i], ordered[k]);
			ck_assert(name_equal(&a, &b) == (i == k));
		}
}
END_TEST

static const struct {
	const char *name, *zone;
	bool under;
} unders[] = {
	{ "example.", "example.", true },
	{ "a.example.", "example.", true },
	{ "example.", "a.example.", false },
	{ "a.example.", ".", true },
	{ ".", ".", true },
	{ ".", "example.", false },
	{ "notexample.", "example.", false },
	/* The bytes of "b." are the tail of the label, not a label. */
	{ "x\\001b.", "b.", false },
};

START_TEST(name_under)
{
	struct name name = name_of(unders[_i].name);
	struct name zone = name_of(unders[_i].zone);

	ck_assert_msg(name_is_under(&name, &zone) == unders[_i].under, "%s %s",
		      unders[_i].name, unders[_i].zone);
}
END_TEST

START_TEST(name_parts)
{
	struct name name = name_of("*.b.example."), out = name_of("b.example.");
	struct name stripped = name_strip(&name, 1), longer;

	ck_assert(name_equal(&stripped, &out));
	stripped = name_strip(&name, 99);
	ck_assert(name_equal(&stripped, &name_root));
	ck_assert(name_is_wildcard(&name));
	ck_assert(!name_is_wildcard(&out));
	ck_assert(!name_is_wildcard(&name_root));
	ck_assert(name_prepend("*", &out, &longer));
	ck_assert(name_equal(&longer, &name));
	ck_assert(!name_prepend("", &out, &longer));
	ck_assert(!name_prepend("a" LABEL_63, &out, &longer));
	out = name_of(THREE LABEL_61);
	ck_assert(!name_prepend("a", &out, &longer));
	out = name_of(&THREE LABEL_61[4]);
	ck_assert(name_prepend("AB", &out, &longer));
	ck_assert_int_eq(longer.wire[1], 'a');
}
END_TEST

/* Each is the bytes of a message; the name begins at `at`. */
static const struct {
	const char *what;
	const char *bytes;
	size_t len, at;
	enum err err;
	const char *text;
	size_t end;
} packed[] = {
	{ "plain", "\1A\0", 3, 0, ERR_OK, "a.", 3 },
	{ "root", "\0", 1, 0, ERR_OK, ".", 1 },
	{ "pointer back", "\1b\0\1a\xc0\0", 7, 3, ERR_OK, "a.b.", 7 },
	{ "pointer only", "\1b\0\xc0\0", 5, 3, ERR_OK, "b.", 5 },
	{ "pointer to pointer", "\1b\0\xc0\0\xc0\3", 7, 5, ERR_OK, "b.", 7 },
	{ "into a label's middle", "\3\1b\0\xc0\1", 6, 4, ERR_OK, "b.", 6 },
	{ "pointer to itself", "\1b\0\xc0\3", 5, 3, ERR_FORMAT, NULL, 0 },
	{ "pointer to its own labels", "\0\1a\xc0\1", 5, 1, ERR_FORMAT, NULL,
	  0 },
	{ "forward", "\xc0\2\0", 3, 0, ERR_FORMAT, NULL, 0 },
	{ "past the end", "\0\xc0\377", 3, 1, ERR_FORMAT, NULL, 0 },
	{ "half a pointer", "\0\xc0", 2, 1, ERR_FORMAT, NULL, 0 },
	{ "a loop of two", "\1a\xc0\4\1b\xc0\0", 8, 4, ERR_FORMAT, NULL, 0 },
	{ "label past the end", "\2a", 2, 0, ERR_FORMAT, NULL, 0 },
	{ "no root label", "\1a", 2, 0, ERR_FORMAT, NULL, 0 },
	{ "nothing", "", 0, 0, ERR_FORMAT, NULL, 0 },
	{ "offset past the end", "\0", 1, 2, ERR_FORMAT, NULL, 0 },
	{ "extended label type", "\x41\0", 2, 0, ERR_FORMAT, NULL, 0 },
	{ "reserved label type", "\x81\0\0", 3, 0, ERR_FORMAT, NULL, 0 },
};

START_TEST(name_packed)
{
	const uint8_t *bytes = (const uint8_t *)packed[_i].bytes;
	size_t at = packed[_i].at;
	char text[NAME_TEXT_SIZE];
	struct name name;

	ck_assert_msg(name_unpack(bytes, packed[_i].len, &at, &name) ==
			      packed[_i].err,
		      "%s", packed[_i].what);
	if (packed[_i].err) {
		ck_assert_uint_eq(at, packed[_i].at);
		return;
	}
	ck_assert_str_eq(name_to_text(&name, text), packed[_i].text);
	ck_assert_uint_eq(at, packed[_i].end);
}
END_TEST

/* A root label, then pointers each to the one before it. */
START_TEST(name_hops)
{
	uint8_t bytes[1 + 2 * 65] = { 0 };
	struct name name;
	size_t at = 1 + 2 * 63;

	for (size_t i = 0; i < 65; i++) {
		bytes[1 + 2 * i] = 0xc0;
		bytes[2 + 2 * i] = (uint8_t)(i ? 2 * i - 1 : 0);
	}
	ck_assert_int_eq(name_unpack(bytes, sizeof(bytes), &at, &name), ERR_OK);
	ck_assert(name_equal(&name, &name_root));
	at = 1 + 2 * 64;
	ck_assert_int_eq(name_unpack(bytes, sizeof(bytes), &at, &name),
			 ERR_LIMIT);
}
END_TEST

/* Labels of @first, 63, 63 and 63 bytes, each in front of the one before by
 * a pointer, so that no stretch is long by itself. */
static enum err unpack_long(size_t first, struct name *ret_name)
{
	uint8_t bytes[512];
	size_t last = 0, at = 0, start = 0;

	for (size_t i = 0; i < 4; i++) {
		size_t len = i ? 63 : first;

		start = at;
		bytes[at++] = (uint8_t)len;
		memset(bytes + at, 'x', len);
		at += len;
		bytes[at++] = i ? (uint8_t)(0xc0 | last >> 8) : 0;
		if (i)
			bytes[at++] = (uint8_t)last;
		last = start;
	}
	return name_unpack(bytes, at, &start, ret_name);
}

START_TEST(name_packed_longest)
{
	struct name name;

	ck_assert_int_eq(unpack_long(61, &name), ERR_OK);
	ck_assert_uint_eq(name.len, 255);
	ck_assert_int_eq(unpack_long(62, &name), ERR_FORMAT);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("name");
	TCase *c = tcase_create("name");

	tcase_add_loop_test(c, name_text, 0, COUNT_OF(names));
	tcase_add_loop_test(c, name_text_refused, 0, COUNT_OF(no_names));
	tcase_add_test(c, name_text_longest);
	tcase_add_loop_test(c, name_shell, 0, COUNT_OF(shell_words));
	tcase_add_loop_test(c, name_shell_every_byte, 0, 32);
	tcase_add_test(c, name_order);
	tcase_add_loop_test(c, name_under, 0, COUNT_OF(unders));
	tcase_add_test(c, name_parts);
	tcase_add_loop_test(c, name_packed, 0, COUNT_OF(packed));
	tcase_add_test(c, name_hops);
	tcase_add_test(c, name_packed_longest);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
