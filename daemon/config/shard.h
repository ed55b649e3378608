/* SPDX-License-Identifier: BSD-3-Clause */
/* shard.h - more zones than one daemon can watch: each of several watches its
 * share of one configuration.
 *
 * With `shards:` they live beside each other on one host, each with
 * directories and a port of its own. On hosts of their own they are told their
 * share on the command line, and all else is as for a single one. */
#ifndef FOREWARN_CONFIG_SHARD_H
#define FOREWARN_CONFIG_SHARD_H

#include "config/config.h"

/* A bound on what a slip of the keyboard starts; a host has a hundred cores. */
#define SHARDS_MAX 1024

/* What --shard says. */
struct shard_choice {
	bool given;	 /* else it is the only one */
	unsigned shard;	 /* from 0 */
	unsigned shards; /* 0: beside the others, as `shards:` says */
};

/** Read "I" or "I/N". */
bool shard_parse(const char *text, struct shard_choice *ret_choice);

/** Whose zone it is: Prometheus' hashmod, so that its shards and ours agree:
 * the last 8 bytes, big-endian, of the MD5 of the name, modulo @p shards. */
unsigned shard_of(const char *apex_text, unsigned shards);

/** Where @p shard has its own @p directory, which is state_dir or run_dir as
 * the whole configuration has it. */
void shard_directory(const struct config *config, const char *directory,
		     unsigned shard, char *ret, size_t size);

#endif
