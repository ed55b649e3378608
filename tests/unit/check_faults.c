/* SPDX-License-Identifier: BSD-3-Clause */
/* check_faults.c - the table of faults: every id is known, has its note, and is
 * in the manual. */

#include "unit.h"
#include "diagnose/check.h"
#include "diagnose/faults.h"

#include <string.h>

static bool is_fault(const char *id, size_t len)
{
	struct fault fault;

	for (size_t i = 0; fault_at(i, &fault); i++)
		if (strlen(fault.id) == len && memcmp(fault.id, id, len) == 0)
			return true;
	return false;
}

START_TEST(every_id_is_known)
{
	for (size_t i = 0; checks[i]; i++) {
		const char *ids = checks[i]->explains;

		ck_assert(is_fault(checks[i]->id, strlen(checks[i]->id)));
		while (ids && *ids) {
			size_t len = strcspn(ids, " ");

			ck_assert_msg(is_fault(ids, len), "%s", ids);
			ids += len;
			ids += strspn(ids, " ");
		}
	}
	ck_assert(is_fault("monitor-network-down", 20));
	ck_assert(!is_fault("monitor-network", 15));
}
END_TEST

START_TEST(every_fault_has_a_note)
{
	struct fault fault;

	for (size_t i = 0; fault_at(i, &fault); i++) {
		const struct fault_note *note = fault_note(fault.id);

		ck_assert_msg(note && note->shown[0] && note->fix[0], "%s",
			      fault.id);
		/* The manual ends the sentence, and troff reads the rest. */
		ck_assert(note->fix[strlen(note->fix) - 1] != '.');
		ck_assert(!strpbrk(note->fix, "\\\n"));
		ck_assert(!strpbrk(note->shown, "\\\n"));
	}
	ck_assert_ptr_null(fault_note("monitor-network"));
}
END_TEST

START_TEST(manual)
{
	struct text text;

	text_init(&text, 65536);
	faults_manual(&text);
	ck_assert(text_ok(&text));
	ck_assert(strstr(text_string(&text), ".B servfail-unclassified\n"));
	text_done(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("faults");
	TCase *c = tcase_create("faults");

	tcase_add_test(c, every_id_is_known);
	tcase_add_test(c, every_fault_has_a_note);
	tcase_add_test(c, manual);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
