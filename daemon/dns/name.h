/* SPDX-License-Identifier: BSD-3-Clause */
/* name.h - domain names as values: uncompressed wire form in lower case.
 *
 * Lower case always (RFC 4034 6.2), so equality is memcmp and display is
 * stable. Where a name's case counts (an NSEC's next name in a signature,
 * RFC 6840 5.1), rrset.c works on the message's own bytes. */
#ifndef FOREWARN_DNS_NAME_H
#define FOREWARN_DNS_NAME_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* RFC 1035 2.3.4. */
#define NAME_WIRE_MAX  255
#define NAME_LABEL_MAX 63
/* Each byte as \DDD, the dots, and the terminator. */
#define NAME_TEXT_SIZE 1025

struct name {
	uint8_t len; /* 1 to 255, the root label counted; 0: no name */
	uint8_t wire[NAME_WIRE_MAX];
};

extern const struct name name_root;

/** Read the text form (RFC 1035 5.1, escapes \. and \DDD), with or without
 * the final dot. @return false and nothing written when it is no name. */
bool name_from_text(const char *text, struct name *ret_name);

/** Write the text form with its final dot; anything but letters, digits, '-',
 * '_', '*' and '/' is escaped. @return @p ret_text. */
const char *name_to_text(const struct name *name,
			 char ret_text[NAME_TEXT_SIZE]);

#define NAME_SHELL_SIZE (NAME_TEXT_SIZE + 2)

/** The same as one word of a shell: what a shell would read otherwise comes in
 * single quotes, and it never begins as an option. For commands that people
 * paste, whoever chose the name. @return @p ret_text. */
const char *name_to_shell(const struct name *name,
			  char ret_text[NAME_SHELL_SIZE]);

/**
 * Read a name that may be compressed (RFC 1035 4.1.4).
 *
 * @param offset  where it starts; moved past it, never through a pointer.
 * @return ERR_FORMAT for what is no name; ERR_LIMIT past 64 pointers: each
 *         must point backwards, so honest messages need far fewer. What is in
 *         @p ret_name then is not to be used; @p offset is as it was.
 */
enum err name_unpack(const uint8_t *message, size_t len, size_t *offset,
		     struct name *ret_name);

bool name_equal(const struct name *a, const struct name *b);

/** Canonical order (RFC 4034 6.1): negative, 0 or positive. */
int name_compare(const struct name *a, const struct name *b);

/** Whether @p name is @p zone or below it. */
bool name_is_under(const struct name *name, const struct name *zone);

/** Labels, the root not counted, "*" counted. */
unsigned name_labels(const struct name *name);

/** The name less its first @p labels labels; the root at the least. */
struct name name_strip(const struct name *name, unsigned labels);

/** @p label (1 to 63 bytes of text, no escapes) in front of @p name.
 * @return false when that is too long. */
bool name_prepend(const char *label, const struct name *name,
		  struct name *ret_name);

bool name_is_wildcard(const struct name *name);

#endif
