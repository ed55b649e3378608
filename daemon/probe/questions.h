/* SPDX-License-Identifier: BSD-3-Clause */
/* questions.h - what a plan asks, and at which vantage points. Nothing here
 * reads a clock or a socket. */
#ifndef FOREWARN_PROBE_QUESTIONS_H
#define FOREWARN_PROBE_QUESTIONS_H

#include "base/arena.h"
#include "observe/plan.h"
#include "observe/snapshot.h"

#define AT(vantage) (1u << (vantage))

struct planned {
	struct name name;
	uint16_t type;
	unsigned vantages; /* AT() of each */
};

struct questions {
	size_t count;
	const struct planned *planned;
};

/**
 * List what @p plan asks.
 *
 * @param nonce  random: the label that does not exist is made of it.
 * @return false when the arena is full.
 */
bool questions_list(const struct plan *plan, uint32_t nonce,
		    struct arena *arena, struct questions *ret_questions);

#endif
