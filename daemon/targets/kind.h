/* SPDX-License-Identifier: BSD-3-Clause */
/* kind.h - what a kind of target wants to be sent, and what its answers mean.
 * To add one: its file here, and its row in config/target_kinds.def. Pure. */
#ifndef FOREWARN_TARGETS_KIND_H
#define FOREWARN_TARGETS_KIND_H

#include "base/text.h"
#include "base/time.h"
#include "config/config.h"
#include "targets/sign.h"

/* One attempt to deliver. */
struct kind_attempt {
	const char *id;	  /* the same on each attempt */
	const char *body; /* made when it was owed; holds nothing secret */
	struct wall now;  /* of this attempt */
	size_t key_count;
	const struct sign_key *keys; /* newest first */
};

/* What came back. */
struct kind_reply {
	unsigned status;       /* of HTTP; 0: no answer came */
	int64_t retry_after_s; /* what the sink asked for; 0: nothing */
};

enum kind_outcome {
	KIND_DONE,
	KIND_RETRY,   /* the sink may take it later */
	KIND_REFUSED, /* it will never take this one */
	KIND_GONE,    /* it will never take any */
};

struct kind {
	/** Write the headers of one attempt, "name: value\n" each. */
	void (*headers)(const struct kind_attempt *attempt, struct text *out);
};

/** @return the row of @p kind; every kind has one. */
const struct kind *kind_of(enum target_kind kind);

/** What a status says by itself: 2xx is success (RFC 9110 15). */
enum kind_outcome kind_judge_status(const struct kind_reply *reply);

#endif
