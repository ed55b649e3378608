/* SPDX-License-Identifier: BSD-3-Clause */
/* lines.h - the form that plans and snapshots share as text: a line an item,
 * words apart by one space, everything printable ASCII.
 *
 * Text with spaces or worse in it is one word with %XX in it. A word "-" is
 * "none". Readers take hostile input; they never look behind its end. */
#ifndef FOREWARN_OBSERVE_LINES_H
#define FOREWARN_OBSERVE_LINES_H

#include "base/address.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "base/time.h"
#include "dns/name.h"
#include "observe/plan.h"

/* An answer's line has 13. */
#define LINE_WORDS_MAX 16

struct word {
	const char *at; /* within the input, not terminated */
	size_t len;
};

struct line {
	size_t count;
	struct word words[LINE_WORDS_MAX];
};

struct unread { /* what is left of a text */
	const char *at, *end;
};

/**
 * Take the next line if it is @p keyword and @p count - 1 words more.
 *
 * @return false, and nothing taken, on anything else.
 */
bool lines_take(struct unread *lines, const char *keyword, size_t count,
		struct line *ret_line);

/** Count the lines left that start with @p keyword and a space. */
size_t lines_count(const struct unread *lines, const char *keyword);

/** Take "@p keyword 1". @return ERR_VERSION for a greater number. */
enum err lines_take_version(struct unread *lines, const char *keyword);

bool word_is(struct word word, const char *string);

/** Read a decimal number without sign or leading zeros.
 * @return false when it is none or over @p max. */
bool word_number(struct word word, uint64_t max, uint64_t *ret_number);

/** Read POSIX seconds from 1970 to 9999, or "never". */
bool word_wall(struct word word, struct wall *ret_wall);

/** Read a name, or "-" for none (len 0). */
bool word_name(struct word word, struct name *ret_name);

/** Read an address, or "-" for none (family 0). */
bool word_address(struct word word, struct address *ret_address);

bool word_type(struct word word, uint16_t *ret_type);

bool word_pass_kind(struct word word, enum pass_kind *ret_kind);

/** Find a word among @p count @p choices. */
bool word_choice(struct word word, const char *const *choices, size_t count,
		 unsigned *ret_choice);

/** Read text as text_word() wrote it: NULL for "-".
 * @param max  the most bytes it may have.
 * @return ERR_FORMAT, ERR_LIMIT or ERR_MEMORY. */
enum err word_text(struct word word, size_t max, struct arena *arena,
		   const char **ret_string);

/** Append a space and @p string as one word; "-" for NULL. At most @p max
 * bytes of it. */
void text_word(struct text *out, const char *string, size_t max);

/** Append a space and the text form; "-" where there is none. */
void text_name(struct text *out, const struct name *name);
void text_address(struct text *out, const struct address *address);
void text_wall(struct text *out, struct wall t);

#endif
