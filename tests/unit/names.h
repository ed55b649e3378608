/* SPDX-License-Identifier: BSD-3-Clause */
/* names.h - names that tests make. */
#ifndef FOREWARN_TESTS_NAMES_H
#define FOREWARN_TESTS_NAMES_H

#include "dns/name.h"

#include <check.h>

/* RFC 1035 2.3.4: 63 octets a label; THREE LABEL_61 is the longest name. */
#define LABEL_63                                                               \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LABEL_61 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define THREE	 LABEL_63 "." LABEL_63 "." LABEL_63 "."

/** The name of @p text, which is one. */
static inline struct name name_of(const char *text)
{
	struct name name = { 0 };

	ck_assert_msg(name_from_text(text, &name), "%s", text);
	return name;
}

#endif
