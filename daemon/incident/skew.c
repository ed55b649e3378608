/* SPDX-License-Identifier: BSD-3-Clause */
/* skew.c - is our own clock right? */
#include "incident/skew.h"

#include "dns/rdata.h"

#include <string.h>

#define EVIDENCE_MAX 8

static struct skew_witness *oldest(struct skew_witnesses *witnesses)
{
	struct skew_witness *found = &witnesses->at[0];

	for (size_t i = 1; i < witnesses->count; i++)
		if (witnesses->at[i].seen_at.s < found->seen_at.s)
			found = &witnesses->at[i];
	return found;
}

/* The witness @p signer as heard at @p now; begun anew for each hearing. */
static struct skew_witness *witness_of(struct skew_witnesses *witnesses,
				       const struct name *signer,
				       struct wall now)
{
	struct skew_witness *w = NULL;

	for (size_t i = 0; i < witnesses->count && !w; i++)
		if (name_equal(&witnesses->at[i].signer, signer))
			w = &witnesses->at[i];
	if (w && w->seen_at.s == now.s)
		return w;
	if (!w && witnesses->count < SKEW_WITNESSES_MAX)
		w = &witnesses->at[witnesses->count++];
	if (!w)
		w = oldest(witnesses);
	*w = (struct skew_witness){
		*signer, now, { INT64_MIN }, { INT64_MIN }
	};
	return w;
}

static bool is_above(const struct name *signer, const struct name *zone)
{
	return name_is_under(zone, signer) && !name_equal(zone, signer);
}

static void hear_message(struct skew_witnesses *witnesses,
			 const struct message *message,
			 const struct name *above, struct wall now)
{
	for (size_t i = 0; i < message->record_count; i++) {
		const struct record *r = &message->records[i];
		struct skew_witness *w;
		struct name owner;
		struct rrsig sig;

		if (r->type != TYPE_RRSIG ||
		    !rrsig_read((struct rdata){ message->wire + r->rdata_at,
						r->rdata_len },
				&sig) ||
		    (above && !is_above(&sig.signer, above)))
			continue;
		/* A hostile zone may name any signer, but only over names of
		 * its own: those of others are not in its bailiwick. */
		message_owner(message, r, &owner);
		if (!name_equal(&owner, &sig.signer))
			continue;
		w = witness_of(witnesses, &sig.signer, now);
		w->inception = wall_max(w->inception,
					serial_to_wall(sig.inception, now));
		w->expiration = wall_max(w->expiration,
					 serial_to_wall(sig.expiration, now));
	}
}

void skew_hear(struct skew_witnesses *witnesses,
	       const struct snapshot *snapshot, const struct name *above,
	       struct wall now)
{
	struct message message;

	for (size_t i = 0; i < snapshot->answer_count; i++) {
		const struct answer *a = &snapshot->answers[i];

		if (a->vantage != VANTAGE_VALIDATOR || !a->packet ||
		    message_parse(a->packet, a->packet_len, &message))
			continue;
		hear_message(witnesses, &message, above, now);
	}
}

void skew_forget(struct skew_witnesses *witnesses)
{
	witnesses->count = 0;
}

static bool is_recent(const struct skew_witness *witness, struct wall now)
{
	int64_t age_s = wall_diff(witness->seen_at, now);

	return age_s > -SKEW_WITNESS_AGE_S && age_s < SKEW_WITNESS_AGE_S;
}

/* By how much our clock is ahead (positive) or behind to this witness. */
static int64_t says(const struct skew_witness *witness, struct wall now)
{
	if (!is_recent(witness, now))
		return 0;
	if (witness->inception.s > now.s)
		return wall_diff(witness->inception, now);
	if (witness->expiration.s < now.s)
		return wall_diff(witness->expiration, now);
	return 0;
}

/* Those who say that it is wrong in one direction. */
struct party {
	int sign;
	size_t count;
	int64_t most_s, second_s;
	bool has_root;
};

static void party_add(struct party *party, const struct skew_witness *witness,
		      struct wall now)
{
	int64_t s = says(witness, now) * party->sign;

	if (s <= 0)
		return;
	party->count++;
	party->has_root |= name_equal(&witness->signer, &name_root);
	if (s > party->most_s) {
		party->second_s = party->most_s;
		party->most_s = s;
	} else if (s > party->second_s) {
		party->second_s = s;
	}
}

/* The root alone is believed where nobody else was heard. */
static bool party_wins(const struct party *party, size_t heard)
{
	if (party->count >= 2)
		return 3 * party->count >= heard;
	return party->has_root && heard == 1;
}

struct skew skew_judge(const struct skew_witnesses *witnesses, struct wall now)
{
	struct party ahead = { .sign = 1 }, behind = { .sign = -1 };
	const struct party *worse;
	struct skew skew = { 0 };

	for (size_t i = 0; i < witnesses->count; i++) {
		skew.heard += is_recent(&witnesses->at[i], now);
		party_add(&ahead, &witnesses->at[i], now);
		party_add(&behind, &witnesses->at[i], now);
	}
	worse = ahead.count > behind.count ? &ahead : &behind;
	skew.against = worse->count;
	skew.wrong = party_wins(worse, skew.heard);
	if (skew.wrong)
		skew.at_least_s =
			worse->sign *
			(worse->count > 1 ? worse->second_s : worse->most_s);
	return skew;
}

void skew_summary(const struct skew *skew, struct text *out)
{
	int64_t s = skew->at_least_s;
	char length[DURATION_TEXT_SIZE];

	text_printf(out,
		    "our clock is at least %s %s, by the signatures of %zu of "
		    "%zu unrelated zones",
		    duration_format(s < 0 ? -s : s, length),
		    s < 0 ? "behind" : "ahead", skew->against, skew->heard);
}

void skew_evidence(const struct skew_witnesses *witnesses,
		   const struct skew *skew, struct wall now, struct text *out)
{
	size_t room = EVIDENCE_MAX;

	for (size_t i = 0; i < witnesses->count && room; i++) {
		const struct skew_witness *w = &witnesses->at[i];
		int64_t s = says(w, now);
		char name[NAME_TEXT_SIZE], at[WALL_TEXT_SIZE];

		if (s == 0 || (s < 0) != (skew->at_least_s < 0))
			continue;
		room--;
		text_printf(
			out, "%s: its latest signature %s %s\n",
			name_to_text(&w->signer, name),
			s < 0 ? "begins at" : "ended at",
			wall_format(s < 0 ? w->inception : w->expiration, at));
	}
	text_printf(out, "our clock: %s\n",
		    wall_format(now, (char[WALL_TEXT_SIZE]){ 0 }));
}
