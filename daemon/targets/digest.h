/* SPDX-License-Identifier: BSD-3-Clause */
/* digest.h - a card in parts that chats lay out, cut until a message fits.
 *
 * What goes first when room is short is evidence, then references, the list,
 * how to verify, how to fix; the title and why always arrive. Pure. */
#ifndef FOREWARN_TARGETS_DIGEST_H
#define FOREWARN_TARGETS_DIGEST_H

#include "report/card.h"
#include "targets/markup.h"

#include <jansson.h>

enum part { /* in the order of telling */
	    PART_FACTS,
	    PART_LIST,
	    PART_FIX,
	    PART_VERIFY,
	    PART_EVIDENCE,
	    PART_REFERENCES,
};
#define PART_COUNT 6

/* How much is told: lines of each part, bytes of each line once it is in
 * the service's markup. */
struct cut {
	size_t line_bytes, why_bytes;
	size_t lines[PART_COUNT];
};

/* How a service marks up text. */
struct markup {
	markup_char *prose, *code;
	const char *bold[2]; /* around a label, "" where there is none */
	const char *code_block[2];
	size_t part_bytes; /* the most that a part may have */
};

/* What colours, priorities and tags follow. */
enum tone { TONE_CRITICAL, TONE_WARNING, TONE_INFO, TONE_WELL };

enum tone digest_tone(const struct card *card);
/** A mark for the tone: "well" differs in its shape. */
const char *digest_mark(const struct card *card);

/** "Fix"; that of the list says what it is a list of. */
const char *digest_label(const struct card *card, enum part part);

/** Append the lines of a part, without its label: numbered, listed or as
 * code. @return false and nothing appended where there are none. */
bool digest_part(const struct card *card, const struct cut *cut, enum part part,
		 const struct markup *markup, struct text *out);

/** Append why and then each part with its label, an empty line
 * between. */
void digest_put(const struct card *card, const struct cut *cut,
		const struct markup *markup, struct text *out);

/** How a kind lays out a message; NULL where it does not fit or without
 * memory. */
typedef json_t *digest_layout(const struct card *card, const struct cut *cut);

/** Append the fullest message that @p layout makes of @p card within
 * @p max_bytes of JSON. */
void digest_fit(const struct card *card, digest_layout *layout,
		size_t max_bytes, struct text *out);

/** A string of what was written to @p text, which is released; NULL where that
 * failed. */
json_t *digest_string(struct text *text);

/** @p string in a markup, at most @p max_bytes. */
json_t *digest_words(markup_char *put, const char *string, size_t max_bytes);

#endif
