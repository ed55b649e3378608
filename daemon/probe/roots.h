/* SPDX-License-Identifier: BSD-3-Clause */
/* roots.h - where resolving and trusting start: the addresses of the root
 * servers and the trust anchors.
 *
 * The daemon reads the files and hands on what they say, so that a prober
 * needs no file, whoever it runs as. */
#ifndef FOREWARN_PROBE_ROOTS_H
#define FOREWARN_PROBE_ROOTS_H

#include "base/address.h"
#include "base/arena.h"
#include "base/err.h"

#include <stddef.h>

/* 13 root servers have 26 addresses. */
#define ROOTS_HINTS_MAX 64
/* Two in a rollover; more for a lab. */
#define ROOTS_ANCHORS_MAX 32
/* One anchor as text: a DNSKEY of 4096 bits and room. */
#define ROOTS_ANCHOR_SIZE_MAX 4096

struct roots {
	size_t hint_count, anchor_count;
	struct address hints[ROOTS_HINTS_MAX];
	const char *anchors[ROOTS_ANCHORS_MAX]; /* DS or DNSKEY, one line */
};

/** Take the A and AAAA records of a zone file's text: "NAME [TTL] [IN] A
 * ADDRESS"; an address may have "@PORT". @return ERR_NOT_FOUND: none. */
enum err roots_read_hints(const char *text, struct roots *roots);

/** Take the DS and DNSKEY records of a zone file's text (comments and
 * parentheses as in RFC 1035 5.1). @return ERR_NOT_FOUND: none. */
enum err roots_read_anchors(const char *text, struct arena *arena,
			    struct roots *roots);

/** Read both files. @param ret_file  on failure the one to blame; with
 * ERR_IO, errno has why. */
enum err roots_read_files(const char *hints_file, const char *anchor_file,
			  struct arena *arena, struct roots *ret_roots,
			  const char **ret_file);

#endif
