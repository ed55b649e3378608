/* SPDX-License-Identifier: BSD-3-Clause */
/* samples.h - cards to lay out: what an operator would get, and what somebody
 * who controls every string of the DNS would make of it. */
#ifndef FOREWARN_TESTS_SAMPLES_H
#define FOREWARN_TESTS_SAMPLES_H

#include "report/card.h"

/** The i-th sample; made in @p arena and in static memory, valid until the
 * next call. @return NULL past the end. */
const struct card *sample_card(struct arena *arena, size_t i,
			       const char **ret_name);

/** A card whose every string from outside is @p string, of @p lines lines
 * and @p zones zones; the same lifetime. @p change 0 to 3; others are a
 * summary. */
const struct card *sample_hostile(struct arena *arena, const char *string,
				  size_t lines, size_t zones, unsigned change);

#endif
