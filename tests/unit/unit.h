/* SPDX-License-Identifier: BSD-3-Clause */
/* unit.h - the few lines that every unit test program needs. */
#ifndef FOREWARN_TESTS_UNIT_H
#define FOREWARN_TESTS_UNIT_H

#include <check.h>
#include <stdlib.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/** Run @p suite. @return the exit code of main(). */
static inline int unit_run(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
