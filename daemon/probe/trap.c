/* SPDX-License-Identifier: BSD-3-Clause */
/* trap.c - what a zone's signatures cost libunbound. */
#include "probe/trap.h"

#include "dns/rdata.h"

/* As many are looked at: with more it is a trap anyway. */
#define LOOK_MAX 64

/* Two keys of one tag, and the signatures of a rollover that went wrong, make
 * ten; such a zone has other faults as well, and all of it is asked. */
#define HONEST_TRIES   24
#define TRIES_OF_RRSET 8 /* then libunbound gives up */
#define TRIES_BEGUN    3 /* val-max-restart 2 */
/* A try takes up to 1 ms (P-384). A zone that one key has signed wrongly is
 * asked for twelve RRsets still. */
#define WASTE_MAX 16

/* The most equal ones among @p ids. */
static unsigned most_equal(const uint32_t *ids, size_t count)
{
	unsigned most = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned equal = 0;

		for (size_t k = 0; k < count; k++)
			equal += ids[k] == ids[i];
		if (equal > most)
			most = equal;
	}
	return most;
}

static struct rdata rdata_of(const struct message *m, const struct record *r)
{
	return (struct rdata){ m->wire + r->rdata_at, r->rdata_len };
}

static unsigned alike_keys(const struct message *m)
{
	uint32_t ids[LOOK_MAX];
	size_t count = 0;

	for (size_t i = 0; i < m->record_count && count < LOOK_MAX; i++) {
		const struct record *r = &m->records[i];
		struct dnskey key;

		if (r->type == TYPE_DNSKEY && dnskey_read(rdata_of(m, r), &key))
			ids[count++] = (uint32_t)key.algorithm << 16 | key.tag;
	}
	return most_equal(ids, count);
}

/* Over what was asked for: a denial has several RRsets of one type. */
static unsigned signatures(const struct message *m)
{
	unsigned count = 0;

	for (size_t i = 0; i < m->record_count; i++) {
		const struct record *r = &m->records[i];
		const uint8_t *covered = m->wire + r->rdata_at;

		count += r->type == TYPE_RRSIG && r->rdata_len >= 2 &&
			 (covered[0] << 8 | covered[1]) == m->qtype;
	}
	return count;
}

void trap_note(struct trap *trap, const struct message *message)
{
	unsigned keys = alike_keys(message);
	unsigned over_one = signatures(message);

	if (keys > trap->alike)
		trap->alike = keys;
	if (over_one > trap->signatures)
		trap->signatures = over_one;
}

/* Of one RRset; at least one. */
static unsigned tries(const struct trap *trap)
{
	unsigned keys = trap->alike ? trap->alike : 1;

	return keys * (trap->signatures ? trap->signatures : 1);
}

bool trap_is_set(const struct trap *trap)
{
	return tries(trap) > HONEST_TRIES;
}

void trap_sprung(struct trap *trap, bool once)
{
	unsigned most = tries(trap);

	if (most > TRIES_OF_RRSET)
		most = TRIES_OF_RRSET;
	trap->wasted += once ? most : TRIES_BEGUN * most;
}

bool trap_is_spent(const struct trap *trap)
{
	return trap->wasted >= WASTE_MAX;
}
