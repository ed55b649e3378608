/* SPDX-License-Identifier: BSD-3-Clause */
/* canaries.c - what a pass over known names says of ourselves. */
#include "incident/canaries.h"

static void add(struct canaries *canaries, enum canary_kind kind,
		const struct name *name)
{
	canaries->at[canaries->count++] =
		(struct canary){ .kind = kind, .name = *name };
}

void canaries_list(const struct canary_list lists[CANARY_KIND_COUNT],
		   struct canaries *ret_canaries)
{
	bool has_root = lists[CANARY_GOOD].count == 0;

	ret_canaries->count = 0;
	for (int kind = 0; kind < CANARY_KIND_COUNT; kind++)
		for (size_t i = 0; i < lists[kind].count; i++)
			add(ret_canaries, (enum canary_kind)kind,
			    &lists[kind].names[i]);
	for (size_t i = 0; i < lists[CANARY_GOOD].count; i++)
		has_root |=
			name_equal(&lists[CANARY_GOOD].names[i], &name_root);
	if (!has_root)
		add(ret_canaries, CANARY_GOOD, &name_root);
}

/* RCODEs are not looked at: a SERVFAIL of the canary's servers shows that the
 * way to them is well. */
static enum canary_state state_of(const struct answer *cd,
				  const struct answer *validated)
{
	static const enum canary_state states[] = {
		[SECURITY_INDETERMINATE] = CANARY_FAILS,
		[SECURITY_INSECURE] = CANARY_IS_INSECURE,
		[SECURITY_SECURE] = CANARY_IS_SECURE,
		[SECURITY_BOGUS] = CANARY_IS_BOGUS,
	};

	if (!cd || !validated)
		return CANARY_UNMEASURED;
	if (cd->outcome != OUTCOME_ANSWER)
		return CANARY_SILENT;
	if (validated->outcome == OUTCOME_LATE)
		return CANARY_UNMEASURED;
	if (validated->outcome != OUTCOME_ANSWER)
		return CANARY_FAILS;
	return states[validated->security];
}

/* A bad one that was given up by its owner, or that a private Internet never
 * had, resolves to nothing. */
static bool is_gone(const struct answer *cd)
{
	return cd && cd->packet && cd->packet_len >= MESSAGE_HEADER_SIZE &&
	       (cd->packet[3] & 0x0f) == RCODE_NXDOMAIN;
}

void canaries_read(struct canaries *canaries, const struct snapshot *snapshot)
{
	for (size_t i = 0; i < canaries->count; i++) {
		struct canary *c = &canaries->at[i];

		const struct answer *cd = snapshot_find(snapshot, VANTAGE_CD,
							-1, &c->name, TYPE_SOA);

		c->gone = is_gone(cd);
		c->state =
			state_of(cd, snapshot_find(snapshot, VANTAGE_VALIDATOR,
						   -1, &c->name, TYPE_SOA));
	}
}

static bool resolves(const struct canary *canary)
{
	return canary->state == CANARY_IS_SECURE ||
	       canary->state == CANARY_IS_INSECURE;
}

bool canary_is_odd(const struct canary *canary)
{
	if (canary->state == CANARY_UNMEASURED)
		return false;
	if (canary->gone)
		return true;
	switch (canary->kind) {
	case CANARY_GOOD:
		return canary->state != CANARY_IS_SECURE;
	case CANARY_INSECURE:
		return canary->state != CANARY_IS_INSECURE;
	case CANARY_BAD:
		break;
	}
	return canary->state == CANARY_SILENT || resolves(canary);
}

/* How many of a kind there are in each state. */
struct tally {
	size_t measured, answered, judged, secure, resolved;
};

static struct tally tally_of(const struct canaries *canaries,
			     enum canary_kind kind)
{
	struct tally t = { 0 };

	for (size_t i = 0; i < canaries->count; i++) {
		const struct canary *c = &canaries->at[i];

		if (c->kind != kind || c->state == CANARY_UNMEASURED ||
		    (c->gone && kind == CANARY_BAD))
			continue;
		t.measured++;
		t.answered += c->state != CANARY_SILENT;
		t.judged += c->state > CANARY_FAILS;
		t.secure += c->state == CANARY_IS_SECURE;
		t.resolved += resolves(c);
	}
	return t;
}

enum distrust canaries_judge(const struct canaries *canaries,
			     bool clock_is_wrong)
{
	struct tally good = tally_of(canaries, CANARY_GOOD);
	struct tally bad = tally_of(canaries, CANARY_BAD);

	if (good.measured && !good.answered)
		return DISTRUST_NETWORK;
	if (clock_is_wrong)
		return DISTRUST_CLOCK;
	/* Where validation came to no end at all, DNSSEC's large answers are
	 * lost on the way: that is the network as well. */
	if (good.answered && !good.judged)
		return DISTRUST_NETWORK;
	if (good.judged && !good.secure)
		return DISTRUST_ANCHOR;
	if (bad.answered >= 2 && bad.resolved == bad.answered)
		return DISTRUST_VALIDATOR;
	return DISTRUST_NOTHING;
}

bool trust_step(struct trust *trust, enum distrust seen)
{
	enum distrust before = trust->in_force;

	if (seen != trust->seen)
		trust->passes = 0;
	trust->seen = seen;
	if (trust->passes < DISTRUST_PASSES)
		trust->passes++;
	if (seen == DISTRUST_NOTHING || trust->passes >= DISTRUST_PASSES)
		trust->in_force = seen;
	return trust->in_force != before;
}

bool trust_is_settled(const struct trust *trust)
{
	return trust->in_force || trust->seen == DISTRUST_NOTHING;
}

const char *distrust_text(enum distrust distrust)
{
	switch (distrust) {
	case DISTRUST_NOTHING:
		break;
	case DISTRUST_NETWORK:
		return "our own network is down";
	case DISTRUST_CLOCK:
		return "our own clock is wrong";
	case DISTRUST_ANCHOR:
		return "our own trust anchor is stale: nothing is secure";
	case DISTRUST_VALIDATOR:
		return "our own validator does not validate";
	}
	return NULL;
}

const char *canary_kind_text(enum canary_kind kind)
{
	static const char *const words[] = {
		[CANARY_GOOD] = "good",
		[CANARY_BAD] = "bad",
		[CANARY_INSECURE] = "insecure",
	};

	return words[kind];
}

const char *canary_state_text(enum canary_state state)
{
	static const char *const words[] = {
		[CANARY_UNMEASURED] = "unmeasured",
		[CANARY_SILENT] = "silent",
		[CANARY_FAILS] = "fails",
		[CANARY_IS_BOGUS] = "bogus",
		[CANARY_IS_INSECURE] = "insecure",
		[CANARY_IS_SECURE] = "secure",
	};

	return words[state];
}
