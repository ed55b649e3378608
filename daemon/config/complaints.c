/* SPDX-License-Identifier: BSD-3-Clause */
/* complaints.c - the errors and warnings of a load, each with its place. */
#include "config/complaints.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Keys are shorter; what is longer is no typing error of one, and nothing that
 * is longer was meant. */
#define WORD_MAX 32
/* What begins many keys ("http") means none of them. */
#define PREFIX_MIN 5

__attribute__((format(printf, 4, 0))) static void write_line(
	struct complaints *complaints, struct place place, const char *kind,
	const char *format, va_list args)
{
	char message[1024];

	if (complaints->lines++ >= COMPLAINTS_MAX)
		return;
	/* Cut when it quotes something long; the place still tells all. */
	(void)vsnprintf(message, sizeof(message), format, args);
	text_printf(complaints->out, "%s:%u:%u: %s: %s\n", place.file,
		    place.line, place.col, kind, message);
}

void complaints_error(struct complaints *complaints, struct place place,
		      const char *format, ...)
{
	va_list args;

	complaints->errors++;
	va_start(args, format);
	write_line(complaints, place, "error", format, args);
	va_end(args);
}

void complaints_warn(struct complaints *complaints, struct place place,
		     const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_line(complaints, place, "warning", format, args);
	va_end(args);
}

void complaints_close(struct complaints *complaints)
{
	if (complaints->lines > COMPLAINTS_MAX)
		text_printf(complaints->out, "and %zu more\n",
			    complaints->lines - COMPLAINTS_MAX);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to insert, remove, change, or swap with their neighbour
 * (restricted Damerau-Levenshtein). Both are at most WORD_MAX long. */
static size_t edit_distance(const char *a, const char *b)
{
	size_t rows[WORD_MAX + 1][WORD_MAX + 1];
	size_t a_len = strlen(a), b_len = strlen(b);

	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		rows[i][0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t change =
				rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);

			rows[i][j] = least(change, 1 + least(rows[i - 1][j],
							     rows[i][j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				rows[i][j] = least(rows[i][j],
						   rows[i - 2][j - 2] + 1);
		}
	}
	return rows[a_len][b_len];
}

const char *nearest_word(const char *typed,
			 const char *(*word_at)(const void *words, size_t i),
			 const void *words)
{
	const char *best = NULL, *word;
	size_t best_distance = WORD_MAX;

	if (strlen(typed) > WORD_MAX)
		return NULL;
	/* "token" for "token_file". */
	for (size_t i = 0; (word = word_at(words, i)); i++)
		if (strlen(typed) >= PREFIX_MIN && strlen(word) <= WORD_MAX &&
		    strncmp(word, typed, strlen(typed)) == 0)
			best = best ? best : word;
	for (size_t i = 0; (word = word_at(words, i)); i++) {
		size_t distance;

		if (strlen(word) > WORD_MAX) /* a target's name may be */
			continue;
		distance = edit_distance(typed, word);
		if (distance < best_distance && 3 * distance <= strlen(word)) {
			best = word;
			best_distance = distance;
		}
	}
	return best;
}
