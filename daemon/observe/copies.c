/* SPDX-License-Identifier: BSD-3-Clause */
/* copies.c - the zone's RRsets as each of its servers serves them. */
#include "observe/copies.h"

#include <stdlib.h>

bool copy_is_dnskey(const struct copy *copy)
{
	return copy->rrset->type == TYPE_DNSKEY;
}

bool copy_ends_within(const struct copy *copy, unsigned percent,
		      struct wall now)
{
	const struct view_signature *sig = copy->best;

	return sig && wall_diff(now, sig->expiration) * 100 <=
			      wall_diff(sig->inception, sig->expiration) *
				      (int64_t)percent;
}

static bool signed_by_zone(const struct view *view,
			   const struct view_signature *sig)
{
	return name_equal(&sig->sig->signer, &view->zone);
}

/* Of a name that the owner is not below: no zone's signature (RFC 4035 5.3.1),
 * so that the RRset is as good as unsigned. */
static bool signed_astray(const struct view_rrset *rrset)
{
	for (size_t i = 0; i < rrset->sig_count; i++)
		if (name_is_under(&rrset->owner, &rrset->sigs[i].sig->signer))
			return false;
	return true;
}

/* A server makes CNAMEs from a DNAME as it answers; they have no RRSIG. */
static bool is_synthesized(const struct view_rrset *rrset)
{
	const struct message *m = rrset->message;

	for (size_t i = 0; i < m->record_count; i++) {
		struct name owner;

		if (rrset->type != TYPE_CNAME ||
		    m->records[i].type != TYPE_DNAME)
			continue;
		message_owner(m, &m->records[i], &owner);
		if (name_is_under(&rrset->owner, &owner))
			return true;
	}
	return false;
}

/* Unsigned data belongs to the zone where its server says so with authority;
 * a malformed signature is still a signature. */
static bool is_ours_unsigned(const struct view_rrset *rrset)
{
	return rrset->message->aa && !is_synthesized(rrset);
}

static bool is_ours(const struct view *view, const struct view_rrset *rrset)
{
	bool apex = name_equal(&rrset->owner, &view->zone);

	if (!rrset->message || rrset->message->tc || !rrset->set ||
	    rrset->set->count == 0 ||
	    !name_is_under(&rrset->owner, &view->zone))
		return false;
	if (apex ? rrset->type == TYPE_DS
		 : rrset->type == TYPE_SOA || rrset->type == TYPE_DNSKEY)
		return false;
	if (signed_astray(rrset))
		return is_ours_unsigned(rrset);
	for (size_t i = 0; i < rrset->sig_count; i++)
		if (signed_by_zone(view, &rrset->sigs[i]))
			return true;
	return false;
}

static const enum copy_state state_of_signature[] = {
	[SIG_VALID] = COPY_GOOD,
	[SIG_EXPIRED] = COPY_EXPIRED,
	[SIG_EARLY] = COPY_EARLY,
	[SIG_INVALID] = COPY_INVALID,
	[SIG_KEY_MISSING] = COPY_KEY_MISSING,
	[SIG_UNSUPPORTED] = COPY_UNKNOWN,
	[SIG_UNCHECKED] = COPY_UNKNOWN,
};

/* Take @p sig into account: a valid one outweighs all others, then the one
 * with the worst fault, as it was meant to carry the RRset now. */
static void weigh(struct copy *copy, const struct view_signature *sig)
{
	enum copy_state state = state_of_signature[sig->state];
	bool better;

	if (!copy->best)
		better = true;
	else if (state == copy->state)
		better = (state == COPY_GOOD || state == COPY_EXPIRED) &&
			 sig->expiration.s > copy->best->expiration.s;
	else if (state == COPY_GOOD || copy->state == COPY_GOOD)
		better = state == COPY_GOOD;
	else
		better = state > copy->state;
	if (better) {
		copy->state = state;
		copy->best = sig;
	}
}

/* What we did not check may be the valid one. */
static bool has_unchecked(const struct view_rrset *rrset)
{
	if (rrset->set->sigs_dropped > rrset->set->sigs_malformed)
		return true;
	for (size_t i = 0; i < rrset->sig_count; i++)
		if (rrset->sigs[i].state == SIG_UNCHECKED)
			return true;
	return false;
}

/* RFC 4035 5.2: the DNSKEY RRset must be signed by a key that a DS matches.
 * Where none matches, that is another fault, and any key will do here. */
static void judge(const struct view *view, struct copy *copy)
{
	const struct view_rrset *rrset = copy->rrset;
	bool entry_only = copy_is_dnskey(copy) && chain_has_entry(view);

	for (size_t i = 0; i < rrset->sig_count; i++) {
		const struct view_signature *sig = &rrset->sigs[i];

		if (!signed_by_zone(view, sig))
			continue;
		if (!entry_only || chain_signs_entry(view, sig))
			weigh(copy, sig);
	}
	if (rrset->gave_up)
		copy->state = COPY_INVALID;
	else if (copy->state != COPY_GOOD && has_unchecked(rrset))
		copy->state = COPY_UNKNOWN;
	else if (!copy->best && !signed_astray(rrset))
		copy->state = COPY_NO_ENTRY;
	else if (!copy->best)
		copy->state = rrset->set->sigs_malformed > 0 ? COPY_INVALID
							     : COPY_UNSIGNED;
}

static bool same_rrset(const struct copy *a, const struct copy *b)
{
	return a->rrset->type == b->rrset->type &&
	       name_equal(&a->rrset->owner, &b->rrset->owner);
}

/* Total, so that qsort() gives one order on every machine: the answers of one
 * server worst first, those that are good by the least time left. */
static int compare(const void *left, const void *right)
{
	const struct copy *a = left, *b = right;
	int order = name_compare(&a->rrset->owner, &b->rrset->owner);

	if (order == 0)
		order = (int)a->rrset->type - (int)b->rrset->type;
	if (order == 0)
		order = a->server->index - b->server->index;
	if (order == 0)
		order = (int)b->state - (int)a->state;
	if (order == 0 && a->best && b->best)
		order = (a->best->expiration.s > b->best->expiration.s) -
			(a->best->expiration.s < b->best->expiration.s);
	if (order == 0)
		order = (a->rrset > b->rrset) - (a->rrset < b->rrset);
	return order;
}

static size_t collect(const struct view *view, struct copy *ret_copies)
{
	size_t count = 0;

	for (size_t i = 0; i < view->server_count; i++) {
		const struct view_server *server = &view->servers[i];

		for (size_t k = 0; k < server->rrset_count; k++) {
			struct copy copy = { .server = server,
					     .rrset = &server->rrsets[k] };

			if (!is_ours(view, copy.rrset))
				continue;
			judge(view, &copy);
			ret_copies[count++] = copy;
		}
	}
	return count;
}

static size_t drop_repeats(struct copy *copies, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct copy *last = kept > 0 ? &copies[kept - 1] : NULL;

		if (!last || last->server != copies[i].server ||
		    !same_rrset(last, &copies[i]))
			copies[kept++] = copies[i];
	}
	return kept;
}

const struct copies *copies_new(struct arena *arena, const struct view *view)
{
	struct copies *copies = arena_alloc(arena, sizeof(*copies));
	struct copy *at;
	size_t most = 0;

	for (size_t i = 0; i < view->server_count; i++)
		most += view->servers[i].rrset_count;
	at = arena_array(arena, most + 1, sizeof(*at));
	if (!copies || !at)
		return NULL;
	copies->count = collect(view, at);
	qsort(at, copies->count, sizeof(*at), compare);
	copies->count = drop_repeats(at, copies->count);
	copies->at = at;
	return copies;
}

size_t copies_group_end(const struct copies *copies, size_t i)
{
	size_t end = i + 1;

	while (end < copies->count &&
	       same_rrset(&copies->at[i], &copies->at[end]))
		end++;
	return end;
}

bool copies_any_signed(const struct copies *copies)
{
	for (size_t i = 0; i < copies->count; i++)
		if (copies->at[i].rrset->sig_count > 0)
			return true;
	return false;
}
