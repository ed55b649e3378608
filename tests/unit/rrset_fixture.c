/* SPDX-License-Identifier: BSD-3-Clause */
/* rrset_fixture.c - answers made by hand, and the RRsets that are collected
 * from them. */
#include "rrset_fixture.h"
#include "unit.h"

#include "base/arena.h"

struct wire wire;
struct message message;
struct arena *arena;

void start(void)
{
	add_header(&wire, 0x8000, 1, 0, 0, 0);
	add_question(&wire);
}

void setup(void)
{
	arena = arena_new(1024 * 1024);
	ck_assert_ptr_nonnull(arena);
	start();
}

void teardown(void)
{
	arena_free(arena);
}

void answer(const char *owner, unsigned type, uint32_t ttl, const void *rdata,
	    unsigned len)
{
	struct name name = name_of(owner);

	add_owned(&wire, &name, type, ttl, rdata, len);
	wire.at[7]++;
}

const struct rrset *collect(const char *owner, uint16_t type, enum err want)
{
	const struct rrset *set = NULL;
	struct name name = name_of(owner);

	ck_assert_int_eq(message_parse(wire.at, wire.len, &message), ERR_OK);
	ck_assert_int_eq(rrset_collect(arena, &message, SECTION_ANSWER, &name,
				       type, &set),
			 want);
	return set;
}
