/* SPDX-License-Identifier: BSD-3-Clause */
/* text.h - a growing, bounded byte string, and the encodings we print.
 *
 * Writers need no check at each step: a text that hit its bound or ran out of
 * memory stays failed, keeps what it has, and text_ok() says so at the end. */
#ifndef FOREWARN_BASE_TEXT_H
#define FOREWARN_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	char *at; /* always zero-terminated after the first write */
	size_t len, cap, max;
	bool failed;
};

/** @param max_bytes bound on the length, terminator not counted. */
void text_init(struct text *text, size_t max_bytes);

/** Free the bytes; @p text may be used again after text_init(). */
void text_done(struct text *text);

void text_put(struct text *text, const char *string);
void text_bytes(struct text *text, const void *bytes, size_t count);
void text_printf(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** Append as lower-case hexadecimal digits. */
void text_hex(struct text *text, const uint8_t *bytes, size_t count);

/** Append as base64 with padding (RFC 4648 4), without line ends. */
void text_base64(struct text *text, const uint8_t *bytes, size_t count);

/** Whether everything written is there. */
bool text_ok(const struct text *text);

/** The string so far, "" at least. Valid until the next write. */
const char *text_string(const struct text *text);

/**
 * Decode base64 with padding (RFC 4648 4); white space is refused.
 *
 * @param cap      room at @p ret_bytes; 3 bytes for each 4 digits suffice.
 * @param ret_len  bytes written.
 * @return false on anything that is not base64 or does not fit.
 */
bool base64_decode(const char *digits, size_t count, uint8_t *ret_bytes,
		   size_t cap, size_t *ret_len);

/** Decode pairs of hexadecimal digits. @return false if not such, or too
 * long for @p cap. */
bool hex_decode(const char *digits, size_t count, uint8_t *ret_bytes,
		size_t cap, size_t *ret_len);

#endif
