/* SPDX-License-Identifier: BSD-3-Clause */
/* disagreement.c - libunbound and ourselves, held against each other. */
#include "diagnose/disagreement.h"
#include "diagnose/denials.h"
#include "diagnose/verdicts.h"

/* libunbound fails when so many DS records match no key (CVE-2023-50387). */
#define DS_FAILURES_MAX 4

/* What our checks say of one question, over all servers. */
struct opinion {
	size_t right, wrong;
	bool unsure;
};

enum explanation {
	NOT_EXPLAINED,
	NOT_IN_LIBUNBOUND,
	TOO_MANY_DS,
	DIGEST_DOWNGRADE,
	EXPLANATION_COUNT,
};

static const struct {
	const char *id, *text;
} explanations[EXPLANATION_COUNT] = {
	[NOT_IN_LIBUNBOUND] = { "algorithm-unknown",
				"Every DS that counts is of an algorithm that "
				"libunbound was built without (ED448 in "
				"Debian's): to it the zone is insecure. We "
				"check it, as other validators do" },
	[TOO_MANY_DS] = { "ds-too-many",
			  "More DS records match no key than libunbound or we "
			  "try (CVE-2023-50387): whether the right one is "
			  "found depends on their order" },
	[DIGEST_DOWNGRADE] = { "ds-digest-downgrade",
			       "A DS of SHA-1 matches a key, and none of a "
			       "stronger digest beside it does: libunbound as "
			       "we run it takes either, other validators "
			       "ignore SHA-1 there (RFC 4509 3)" },
};

void disagreements_manual(struct text *out)
{
	for (int i = NOT_EXPLAINED + 1; i < EXPLANATION_COUNT; i++)
		text_printf(out, ".TP\n.B %s\n%s.\n", explanations[i].id,
			    explanations[i].text);
}

static bool has_data(const struct view_rrset *row)
{
	return row->set && row->set->count > 0;
}

/* Of aliases libunbound judges the other end as well. */
static bool is_elsewhere(const struct view_rrset *row)
{
	return row->type == TYPE_CNAME || row->type == TYPE_DNAME;
}

static bool is_unchecked(const struct view_rrset *row)
{
	for (size_t i = 0; i < row->sig_count; i++)
		if (row->sigs[i].state == SIG_UNCHECKED ||
		    row->sigs[i].state == SIG_UNSUPPORTED)
			return !row->gave_up;
	return false;
}

/* RFC 5155 6: what lies in an opt-out span is insecure. */
static bool opts_out(const struct view_rrset *row)
{
	return row->type == TYPE_NSEC3 && row->set->rdata[0].len > 1 &&
	       row->set->rdata[0].at[1] & NSEC3_OPT_OUT;
}

static void weigh_row(struct opinion *opinion, const struct view_rrset *row)
{
	if (is_elsewhere(row) || is_unchecked(row) || opts_out(row))
		opinion->unsure = true;
	else if (!row->usable)
		opinion->wrong++;
}

static void weigh_denials(const struct diagnosis *d, struct opinion *opinion,
			  const struct view_rrset *rows)
{
	for (size_t i = 0; i < d->denials->count; i++) {
		const struct denied *denied = &d->denials->at[i];

		if (denied->rows != rows)
			continue;
		opinion->unsure |= denied->proof == PROOF_UNCHECKED;
		opinion->wrong += denied_fails(denied);
	}
}

/* One answer: @p count rows of @p server from @p first. */
static void weigh_answer(const struct diagnosis *d, struct opinion *total,
			 const struct view_rrset *rows, size_t count)
{
	struct opinion here = { 0 };

	if (!rows->message || !rows->message->aa || rows->message->tc ||
	    (rows->rcode != RCODE_NOERROR && rows->rcode != RCODE_NXDOMAIN)) {
		total->unsure = true;
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (has_data(&rows[i]))
			weigh_row(&here, &rows[i]);
	weigh_denials(d, &here, rows);
	total->unsure |= here.unsure;
	total->right += here.wrong == 0;
	total->wrong += here.wrong > 0;
}

static void weigh_server(const struct diagnosis *d, struct opinion *opinion,
			 const struct view_server *server,
			 const struct view_verdict *v)
{
	size_t end;

	for (size_t at = 0; at < server->rrset_count; at = end) {
		const struct view_rrset *rows = &server->rrsets[at];

		for (end = at + 1; end < server->rrset_count &&
				   server->rrsets[end].answer == rows->answer;)
			end++;
		if (rows->answer->type == v->type &&
		    name_equal(&rows->answer->name, &v->name))
			weigh_answer(d, opinion, rows, end - at);
	}
}

/* A resolver begins with the keys, so that they count for every question. */
static void weigh_keys(const struct diagnosis *d, struct opinion *opinion)
{
	for (size_t i = 0; i < d->copies->count; i++) {
		const struct copy *copy = &d->copies->at[i];

		if (!copy_is_dnskey(copy))
			continue;
		opinion->unsure |= copy->state == COPY_UNKNOWN;
		if (copy->state == COPY_GOOD)
			opinion->right++;
		else
			opinion->wrong++;
	}
}

static enum security decide(const struct opinion *opinion)
{
	if (opinion->unsure || (opinion->right > 0) == (opinion->wrong > 0))
		return SECURITY_INDETERMINATE;
	return opinion->right > 0 ? SECURITY_SECURE : SECURITY_BOGUS;
}

static enum security our_opinion(const struct diagnosis *d,
				 const struct view_verdict *v)
{
	struct opinion keys = { 0 }, data = { 0 };

	weigh_keys(d, &keys);
	if (!chain_has_entry(d->view) || decide(&keys) == SECURITY_BOGUS)
		return SECURITY_BOGUS;
	if (decide(&keys) != SECURITY_SECURE)
		return SECURITY_INDETERMINATE;
	for (size_t i = 0; i < d->view->server_count; i++)
		weigh_server(d, &data, &d->view->servers[i], v);
	return decide(&data);
}

/* Whether the zones above leave both to judge the zone itself. */
static bool above_holds(const struct diagnosis *d)
{
	const struct view_verdict *ds =
		verdict_find(d->view, &d->view->zone, TYPE_DS);

	return d->chain == CHAIN_SECURE &&
	       !verdict_first_ancestor(d->view, verdict_is_bogus) &&
	       (!ds || ds->security == SECURITY_SECURE);
}

/* An answer about the zone that both can judge. */
static bool is_comparable(const struct diagnosis *d,
			  const struct view_verdict *v)
{
	return v->measured && !v->servfail && v->type != TYPE_DS &&
	       v->security != SECURITY_INDETERMINATE &&
	       name_is_under(&v->name, &d->view->zone);
}

static size_t count_unmatched_ds(const struct view *view)
{
	size_t count = 0;

	for (size_t i = 0; i < view->ds_count; i++)
		count += view->ds_key[i] < 0;
	return count;
}

static bool is_algorithm_unknown(const struct view *view)
{
	for (size_t i = 0; i < view->ds_count; i++)
		if (chain_ds_counts(view, &view->ds[i]) &&
		    algorithm_info(view->ds[i].algorithm)->libunbound)
			return false;
	return true;
}

static bool matches_by_weaker_digest(const struct view *view)
{
	if (chain_has_entry(view))
		return false;
	for (size_t i = 0; i < view->ds_count; i++)
		if (view->ds_key[i] >= 0 &&
		    !chain_ds_counts(view, &view->ds[i]))
			return true;
	return false;
}

static const char *explain(const struct diagnosis *d, enum security theirs)
{
	enum explanation why = NOT_EXPLAINED;

	if (theirs == SECURITY_INSECURE && is_algorithm_unknown(d->view))
		why = NOT_IN_LIBUNBOUND;
	else if (d->view->ds_gave_up ||
		 (theirs == SECURITY_BOGUS &&
		  count_unmatched_ds(d->view) >= DS_FAILURES_MAX))
		why = TOO_MANY_DS;
	else if (theirs == SECURITY_SECURE && matches_by_weaker_digest(d->view))
		why = DIGEST_DOWNGRADE;
	return explanations[why].id;
}

size_t disagreements_find(const struct diagnosis *d,
			  struct disagreement ret[DISAGREEMENTS_MAX])
{
	char name[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];
	size_t count = 0;

	/* Where nothing was diagnosed, nothing can be compared. */
	if (!d->denials || !above_holds(d))
		return 0;
	for (size_t i = 0; i < d->view->verdict_count; i++) {
		const struct view_verdict *v = &d->view->verdicts[i];
		enum security ours;

		if (count == DISAGREEMENTS_MAX || !is_comparable(d, v))
			continue;
		ours = our_opinion(d, v);
		if (ours == SECURITY_INDETERMINATE || ours == v->security)
			continue;
		ret[count++] = (struct disagreement){
			.question = arena_printf(d->arena, "%s %s",
						 name_to_text(&v->name, name),
						 type_to_text(v->type, type)),
			.theirs = v->security,
			.ours = ours,
			.explained = explain(d, v->security),
		};
	}
	return count;
}
