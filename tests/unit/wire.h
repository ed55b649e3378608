/* SPDX-License-Identifier: BSD-3-Clause */
/* wire.h - a builder of messages, so that the cases of a test read as what
 * they lie about. */
#ifndef FOREWARN_TESTS_WIRE_H
#define FOREWARN_TESTS_WIRE_H

#include "dns/message.h"

#include <string.h>

struct wire {
	uint8_t at[70000];
	size_t len;
};

static inline void add(struct wire *w, const void *bytes, size_t len)
{
	memcpy(w->at + w->len, bytes, len);
	w->len += len;
}

static inline void add16(struct wire *w, unsigned v)
{
	uint8_t bytes[2] = { (uint8_t)(v >> 8), (uint8_t)v };

	add(w, bytes, 2);
}

static inline void add_header(struct wire *w, unsigned flags, unsigned qd,
			      unsigned an, unsigned ns, unsigned ar)
{
	w->len = 0;
	add16(w, 0x1234);
	add16(w, flags);
	add16(w, qd);
	add16(w, an);
	add16(w, ns);
	add16(w, ar);
}

static inline void add_question(struct wire *w)
{
	add(w, "\3wWw\7example", 13); /* and its root label */
	add16(w, TYPE_A);
	add16(w, CLASS_IN);
}

/* What follows the owner. */
static inline void add_fields(struct wire *w, unsigned type, unsigned class,
			      uint32_t ttl, const void *rdata, unsigned len)
{
	add16(w, type);
	add16(w, class);
	add16(w, ttl >> 16);
	add16(w, ttl & 0xffff);
	add16(w, len);
	add(w, rdata, len);
}

/* The owner is the question's name. */
static inline void add_record(struct wire *w, unsigned type, unsigned class,
			      uint32_t ttl, const void *rdata, unsigned len)
{
	add16(w, 0xc00c);
	add_fields(w, type, class, ttl, rdata, len);
}

static inline void add_owned(struct wire *w, const struct name *owner,
			     unsigned type, uint32_t ttl, const void *rdata,
			     unsigned len)
{
	add(w, owner->wire, owner->len);
	add_fields(w, type, CLASS_IN, ttl, rdata, len);
}

static inline void add_opt(struct wire *w, unsigned size, uint32_t ttl,
			   const char *options, unsigned len)
{
	add(w, "", 1);
	add16(w, TYPE_OPT);
	add16(w, size);
	add16(w, ttl >> 16);
	add16(w, ttl & 0xffff);
	add16(w, len);
	add(w, options, len);
}

#endif
