/* SPDX-License-Identifier: BSD-3-Clause */
/* fault_notes.c - what the manual says of each fault beside its summary. */
#include "diagnose/faults.h"

#include <string.h>

static const struct fault_note notes[] = {
#define NOTE(id, shown, fix) { id, shown, fix },
#include "diagnose/fault_notes.def"
#undef NOTE
};

const struct fault_note *fault_note(const char *id)
{
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		if (strcmp(notes[i].id, id) == 0)
			return &notes[i];
	return NULL;
}

/* A line that troff would take for a request cannot come: every piece follows
 * something. Backslashes and leading dots are in none of them. */
static void put_note(struct text *out, const struct fault_note *note)
{
	text_printf(out, ".br\n.I Shown:\n%s.\n", note->shown);
	text_printf(out, ".br\n.I Fix:\n%s.\n", note->fix);
}

void faults_manual(struct text *out)
{
	struct fault fault;

	for (size_t i = 0; fault_at(i, &fault); i++) {
		const struct fault_note *note = fault_note(fault.id);

		text_printf(out, ".TP\n.B %s\n%s.\n", fault.id, fault.summary);
		if (fault.source)
			text_printf(out, "(%s)\n", fault.source);
		if (note)
			put_note(out, note);
	}
}
