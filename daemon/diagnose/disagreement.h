/* SPDX-License-Identifier: BSD-3-Clause */
/* disagreement.h - two validators, held against each other: what libunbound
 * said of a question, and what our own checks make of every server's answer to
 * it.
 *
 * They are compared where both can be sure: every server's answer is right, or
 * every one is wrong, by our checks. Where servers differ, libunbound may have
 * asked either. */
#ifndef FOREWARN_DIAGNOSE_DISAGREEMENT_H
#define FOREWARN_DIAGNOSE_DISAGREEMENT_H

#include "base/text.h"
#include "diagnose/check.h"

#define DISAGREEMENTS_MAX 16

struct disagreement {
	const char *question;  /* "www.example. A" */
	enum security theirs;  /* libunbound's */
	enum security ours;    /* SECURE or BOGUS */
	const char *explained; /* the id of a row of the manual's table, or
				* NULL: nobody knows why */
};

/** Compare every verdict of the validator's. @return how many of @p ret were
 * set; their texts lie in the diagnosis' arena. */
size_t disagreements_find(const struct diagnosis *diagnosis,
			  struct disagreement ret[DISAGREEMENTS_MAX]);

/** Append the table of explanations, as a manual has it. */
void disagreements_manual(struct text *out);

#endif
