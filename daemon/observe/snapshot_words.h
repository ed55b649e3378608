/* SPDX-License-Identifier: BSD-3-Clause */
/* snapshot_words.h - the words of a snapshot's text, for its writer and its
 * reader. */
#ifndef FOREWARN_OBSERVE_SNAPSHOT_WORDS_H
#define FOREWARN_OBSERVE_SNAPSHOT_WORDS_H

#include "observe/snapshot.h"

#define SECURITY_COUNT	4
#define FAMILY_WORDS	4
#define NAMED_BY_WORDS	5
#define NAMED_BY_HIDDEN 4
#define TRANSPORT_WORDS 8

/* Indexed by their enum. */
extern const char *const vantage_words[VANTAGE_COUNT];
extern const char *const outcome_words[OUTCOME_COUNT];
extern const char *const security_words[SECURITY_COUNT];
/* Indexed by two flags: ipv4 1, ipv6 2. */
extern const char *const family_words[FAMILY_WORDS];
/* in_parent 1, in_child 2; or hidden. */
extern const char *const named_by_words[NAMED_BY_WORDS];
/* tcp 1, truncated_udp 2, cd 4. */
extern const char *const transport_words[TRANSPORT_WORDS];

#endif
