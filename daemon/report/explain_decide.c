/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_decide.c - what each step's answers come to, in a sentence. */
#include "report/explain.h"

#include <string.h>

typedef void decide(struct explanation *e, struct explain_step *step);

static void decided(struct explain_step *step, enum verdict mark,
		    const char *decision)
{
	step->mark = mark;
	step->decision = decision;
}

/* --- above --- */

/* The first link above the zone in @p state, or NULL. */
static const struct explain_link *above_in_state(const struct explanation *e,
						 enum link_state state)
{
	for (size_t i = 0; i < e->link_count; i++)
		if (e->links[i].state == state &&
		    !name_equal(&e->links[i].apex, &e->view->zone))
			return &e->links[i];
	return NULL;
}

static void decide_above(struct explanation *e, struct explain_step *step)
{
	const struct explain_link *link;

	link = e->first_broken < 0 ? NULL : &e->links[e->first_broken];
	if (link && !name_equal(&link->apex, &e->view->zone)) {
		decided(step, VERDICT_CRITICAL,
			explain_printf(e->arena,
				       "no: %s is the first that is %s; all "
				       "that is below it fails with it",
				       link->zone,
				       link_state_text(link->state)));
	} else if ((link = above_in_state(e, LINK_INSECURE))) {
		decided(step, VERDICT_INFO,
			explain_printf(e->arena,
				       "the chain ends at %s, which is "
				       "insecure: nobody checks what is below",
				       link->zone));
	} else if ((link = above_in_state(e, LINK_UNMEASURED))) {
		decided(step, VERDICT_UNKNOWN,
			explain_printf(e->arena, "%s could not be measured",
				       link->zone));
	} else {
		decided(step, VERDICT_OK,
			"yes, every one of them: go on to the zone itself");
	}
}

/* --- the validator and its twin that does not check --- */

bool explain_fails(const struct view_verdict *v)
{
	return v->measured && (v->security == SECURITY_BOGUS || v->servfail ||
			       v->rcode == RCODE_SERVFAIL);
}

static void decide_validator(struct explanation *e, struct explain_step *step)
{
	size_t failed = 0, measured = 0;

	for (size_t i = 0; i < e->view->verdict_count; i++) {
		const struct view_verdict *v = &e->view->verdicts[i];

		if (!name_is_under(&v->name, &e->view->zone))
			continue;
		measured += v->measured;
		failed += explain_fails(v);
	}
	if (failed > 0)
		decided(step, VERDICT_CRITICAL,
			explain_printf(e->arena,
				       "no: %zu of %zu questions fail; users "
				       "get SERVFAIL, as if the names did not "
				       "work",
				       failed, measured));
	else if (measured == 0)
		decided(step, VERDICT_UNKNOWN, "not measured");
	else if (e->assessment->security == SECURITY_INSECURE)
		decided(step, VERDICT_INFO,
			"yes, but without checking: to it the zone is "
			"insecure, which is no error");
	else
		decided(step, VERDICT_OK,
			"yes: what it gets is checked and "
			"right");
}

static void decide_cd(struct explanation *e, struct explain_step *step)
{
	size_t well = 0, measured = 0;

	for (size_t i = 0; i < step->count; i++) {
		const char *heard = step->replies[i].heard;

		/* The parent answers for the DS. */
		if (step->replies[i].answer->type == TYPE_DS)
			continue;
		measured += strncmp(heard, "not measured", 12) != 0;
		well += strncmp(heard, "NOERROR", 7) == 0 ||
			strncmp(heard, "NXDOMAIN", 8) == 0;
	}
	if (measured == 0)
		decided(step, VERDICT_UNKNOWN, "not measured");
	else if (well == 0)
		decided(step, VERDICT_CRITICAL,
			"no: this is no matter of DNSSEC alone; the servers "
			"of the zone fail or cannot be reached");
	else if (e->assessment->security == SECURITY_BOGUS)
		decided(step, VERDICT_INFO,
			"yes: the data is there, and only the check fails; so "
			"it is DNSSEC");
	else
		decided(step, VERDICT_OK, "yes");
}

/* --- the parent --- */

static void decide_parent(struct explanation *e, struct explain_step *step)
{
	const struct view *view = e->view;

	if (view->anchored)
		decided(step, VERDICT_INFO,
			"it does not matter: resolvers that know the zone "
			"insist on signatures, by keys of their own "
			"(trust_anchor:)");
	else if (!view->ds_known)
		decided(step, VERDICT_UNKNOWN,
			"nobody could tell whether there is a DS record");
	else if (view->ds_count == 0)
		decided(step, VERDICT_INFO,
			"there is no DS record: resolvers do not check the "
			"zone");
	else if (!chain_has_ds(view))
		decided(step, VERDICT_INFO,
			"its DS records use nothing that resolvers support: "
			"they do not check the zone");
	else
		decided(step, VERDICT_OK,
			explain_printf(e->arena,
				       "there %s %zu DS record%s: resolvers "
				       "insist on signatures",
				       view->ds_count == 1 ? "is" : "are",
				       view->ds_count,
				       view->ds_count == 1 ? "" : "s"));
}

/* --- the servers --- */

static size_t count_servers(const struct view *view, bool with_entry)
{
	size_t count = 0;

	for (size_t i = 0; i < view->server_count; i++) {
		const struct view_server *server = &view->servers[i];

		count += server->state == SERVER_ANSWERS &&
			 (!with_entry || chain_has_entry_at(view, server));
	}
	return count;
}

static void decide_keys(struct explanation *e, struct explain_step *step)
{
	size_t all = count_servers(e->view, false);
	size_t with = count_servers(e->view, true);

	if (all == 0)
		decided(step, VERDICT_UNKNOWN, "no server of the zone answers");
	else if (!chain_has_ds(e->view))
		decided(step, VERDICT_OK,
			e->view->key_count
				? "there are keys, and no DS to hold them "
				  "against"
				: "neither keys nor a DS: the zone is not "
				  "signed");
	else if (e->view->key_count == 0)
		decided(step, VERDICT_CRITICAL,
			"no: no server has any key, yet the DS says that the "
			"zone is signed");
	else if (with == 0)
		decided(step, VERDICT_CRITICAL,
			"no: the DS names no key that is there, so nobody can "
			"trust the keys");
	else if (with < all)
		decided(step, VERDICT_CRITICAL,
			explain_printf(e->arena,
				       "only %zu of the %zu servers that "
				       "answer have it",
				       with, all));
	else
		decided(step, VERDICT_OK,
			all == 1 ? "yes"
				 : explain_printf(e->arena,
						  "yes, all %zu of them", all));
}

/* Copies that whoever checks would refuse. */
static bool is_bad(const struct copy *copy)
{
	return copy->state > COPY_GOOD;
}

static const char *bad_words(struct explanation *e, size_t bad)
{
	static const char *const states[] = {
		[COPY_UNKNOWN] = "not checked",
		[COPY_GOOD] = "good",
		[COPY_UNSIGNED] = "without signature",
		[COPY_KEY_MISSING] = "signed by a key that is not there",
		[COPY_EXPIRED] = "past the end of their signature",
		[COPY_EARLY] = "before the begin of their signature",
		[COPY_INVALID] = "with a wrong signature",
		[COPY_NO_ENTRY] = "not signed by a key that the DS names",
	};
	size_t counts[COPY_NO_ENTRY + 1] = { 0 };
	struct text out;

	for (size_t i = 0; i < e->copies->count; i++)
		counts[e->copies->at[i].state]++;
	text_init(&out, EXPLAIN_LINE_MAX);
	text_printf(&out, "no: %zu of %zu sets of records are bad", bad,
		    e->copies->count);
	for (size_t i = COPY_GOOD + 1; i <= COPY_NO_ENTRY; i++)
		if (counts[i])
			text_printf(&out, "; %zu %s", counts[i], states[i]);
	return explain_keep(e->arena, &out);
}

static void decide_records(struct explanation *e, struct explain_step *step)
{
	bool insist = chain_of(e->view) == CHAIN_SECURE;
	size_t bad = 0;

	for (size_t i = 0; i < e->copies->count; i++)
		bad += is_bad(&e->copies->at[i]);
	if (count_servers(e->view, false) == 0)
		decided(step, VERDICT_UNKNOWN, "no server of the zone answers");
	else if (!copies_any_signed(e->copies))
		decided(step, insist ? VERDICT_CRITICAL : VERDICT_OK,
			"nothing is signed");
	else if (bad > 0)
		decided(step, insist ? VERDICT_CRITICAL : VERDICT_WARNING,
			bad_words(e, bad));
	else
		decided(step, VERDICT_OK,
			explain_printf(e->arena,
				       "yes: all %zu sets of records that were "
				       "asked for",
				       e->copies->count));
}

/* Whether @p server has shown a signed NSEC or NSEC3 that holds. */
static bool proves_absence(const struct view_server *server)
{
	for (size_t i = 0; i < server->rrset_count; i++) {
		const struct view_rrset *row = &server->rrsets[i];

		if ((row->type == TYPE_NSEC || row->type == TYPE_NSEC3) &&
		    row->usable && explain_is_probe(row->answer))
			return true;
	}
	return false;
}

static void decide_denial(struct explanation *e, struct explain_step *step)
{
	size_t all = count_servers(e->view, false), well = 0;

	for (size_t i = 0; i < e->view->server_count; i++)
		well += e->view->servers[i].state == SERVER_ANSWERS &&
			proves_absence(&e->view->servers[i]);
	if (all == 0)
		decided(step, VERDICT_UNKNOWN, "no server of the zone answers");
	else if (!copies_any_signed(e->copies))
		decided(step, VERDICT_OK,
			"the zone is not signed: no proof is needed");
	else
		decided(step, well == all ? VERDICT_OK : VERDICT_WARNING,
			explain_printf(e->arena,
				       "%zu of the %zu servers that answer "
				       "show a signed proof that holds",
				       well, all));
}

static void decide_resolvers(struct explanation *e, struct explain_step *step)
{
	size_t failed = 0, measured = 0;

	for (size_t i = 0; i < step->count; i++) {
		const char *heard = step->replies[i].heard;

		if (step->replies[i].answer->cd)
			continue;
		measured += strncmp(heard, "not measured", 12) != 0 &&
			    strncmp(heard, "no answer", 9) != 0;
		failed += strncmp(heard, "SERVFAIL", 8) == 0;
	}
	decided(step,
		failed	   ? VERDICT_WARNING
		: measured ? VERDICT_OK
			   : VERDICT_UNKNOWN,
		explain_printf(e->arena,
			       "%zu of the %zu answers that came are SERVFAIL",
			       failed, measured));
}

void explain_decide(struct explanation *e, enum step_kind kind,
		    struct explain_step *step)
{
	static decide *const deciders[STEP_COUNT] = {
		[STEP_ABOVE] = decide_above,
		[STEP_VALIDATOR] = decide_validator,
		[STEP_CD] = decide_cd,
		[STEP_PARENT] = decide_parent,
		[STEP_KEYS] = decide_keys,
		[STEP_RECORDS] = decide_records,
		[STEP_DENIAL] = decide_denial,
		[STEP_RESOLVERS] = decide_resolvers,
	};

	deciders[kind](e, step);
}
