/* SPDX-License-Identifier: BSD-3-Clause */
/* card_inner.h - what card.c and card_notice.c share: strings that a card keeps
 * in its arena. What it refuses is "" or NULL; who began the card asks the
 * arena at the end. */
#ifndef FOREWARN_REPORT_CARD_INNER_H
#define FOREWARN_REPORT_CARD_INNER_H

#include "base/text.h"
#include "report/card.h"

/* A line is at most 1 KiB (finding.c), and each byte at most \xHH. */
#define LINE_BYTES_MAX 4096
/* Leaves room for verdict and time in CARD_TITLE_MAX. */
#define TITLE_OWNER_BYTES 60

/** A card with nothing but when and by whom. NULL without memory. */
struct card *card_new(struct arena *arena, enum card_what what, struct wall at,
		      const char *source);

/** Keep what was written to @p line, which is released. */
const char *card_keep(struct arena *arena, struct text *line);
/** Keep @p from made safe. */
const char *card_keep_safe(struct arena *arena, const char *from);
/** Keep the URL of the page of @p zone; of the dashboard itself where that is
 * NULL. @return NULL without a @p base. */
const char *card_keep_link(struct arena *arena, const char *base,
			   const char *zone);

void card_add_fact(struct card *card, const char *label, const char *value);
/** "2026-11-22 08:00 UTC, 2h ago", seen from when the card is made. */
void card_add_time(struct arena *arena, struct card *card, const char *label,
		   struct wall t);

#endif
