/* SPDX-License-Identifier: BSD-3-Clause */
/* kinds.h - how each kind of target wants its requests. To add one: its file,
 * and its row in kinds.c. */
#ifndef FOREWARN_NOTIFY_KINDS_H
#define FOREWARN_NOTIFY_KINDS_H

#include "base/text.h"
#include "base/time.h"
#include "config/config.h"
#include "notify/sign.h"

struct kind_message {
	const char *id;	  /* the same on each attempt */
	const char *body; /* made when it was owed */
	struct wall now;  /* of this attempt */
	size_t key_count;
	const struct sign_key *keys; /* newest first */
};

struct kind {
	enum target_kind kind;
	/** Write the headers of one attempt, "name: value\n" each. */
	void (*headers)(const struct kind_message *message, struct text *out);
};

extern const struct kind kind_generic;

/** @return the row of @p kind; every kind has one. */
const struct kind *kind_of(enum target_kind kind);

#endif
