/* SPDX-License-Identifier: BSD-3-Clause */
/* view_verdict.c - what libunbound's validator said of each name. */
#include "observe/view_parts.h"

/* From best to worst. */
static const enum security by_badness[] = {
	SECURITY_SECURE,
	SECURITY_INSECURE,
	SECURITY_INDETERMINATE,
	SECURITY_BOGUS,
};

/* libunbound's "not secure" is "insecure" only where the packet is an answer:
 * for seconds after a failure it hands out SERVFAILs with the same mark. */
static enum security security_of(const struct answer *answer, uint16_t rcode)
{
	if (answer->security == SECURITY_INSECURE && rcode != RCODE_NOERROR &&
	    rcode != RCODE_NXDOMAIN)
		return SECURITY_INDETERMINATE;
	return answer->security;
}

static struct view_verdict verdict_of(const struct view_work *work,
				      size_t index)
{
	const struct answer *answer = &work->snapshot->answers[index];
	const struct message *message = work->messages[index];
	struct view_verdict verdict = { .answer = answer,
					.name = answer->name,
					.type = answer->type };

	verdict.rcode = message ? message->rcode : RCODE_SERVFAIL;
	if (answer->outcome == OUTCOME_FAILED)
		verdict.servfail = true;
	else if (answer->outcome == OUTCOME_ANSWER && message)
		verdict.servfail = message->rcode == RCODE_SERVFAIL &&
				   answer->security != SECURITY_BOGUS;
	else
		return verdict;
	verdict.measured = !work->snapshot->overloaded;
	verdict.security = answer->outcome == OUTCOME_ANSWER
				   ? security_of(answer, verdict.rcode)
			   : answer->security == SECURITY_BOGUS
				   ? SECURITY_BOGUS
				   : SECURITY_INDETERMINATE;
	return verdict;
}

/* Opt-out (RFC 5155 6) and NSEC3 iterations past libunbound's limit make the
 * denials of a secure zone insecure, so they do not speak for the zone. Nor
 * does a good DS RRset, which is its parent's. */
static bool speaks_for_zone(const struct view_work *work, size_t index,
			    const struct view_verdict *verdict)
{
	const struct message *message = work->messages[index];

	if (!verdict->measured ||
	    !name_is_under(&verdict->name, &work->view->zone))
		return false;
	if (verdict->security == SECURITY_SECURE && verdict->type == TYPE_DS)
		return false;
	if (verdict->security != SECURITY_INSECURE)
		return true;
	for (size_t i = 0; i < message->record_count; i++)
		if (message->records[i].section == SECTION_ANSWER)
			return true;
	return false;
}

static int badness(enum security security)
{
	int i = 0;

	while (by_badness[i] != security)
		i++;
	return i;
}

/* How validators come to what is above an island does not matter to it, nor
 * does a DS set that its anchors stand for. */
static bool is_above_trust(const struct view *view, const struct answer *answer)
{
	return view->trusted.len > 1 &&
	       (!name_is_under(&answer->name, &view->trusted) ||
		(answer->type == TYPE_DS &&
		 name_equal(&answer->name, &view->trusted)));
}

bool view_collect_verdicts(struct view_work *work)
{
	const struct snapshot *snapshot = work->snapshot;
	struct view_verdict *verdicts;
	struct view *view = work->view;
	size_t count = 0;
	int worst = -1;

	for (size_t i = 0; i < snapshot->answer_count; i++)
		count += snapshot->answers[i].vantage == VANTAGE_VALIDATOR;
	verdicts = arena_array(work->arena, count, sizeof(*verdicts));
	if (!verdicts)
		return false;
	view->verdicts = verdicts;
	for (size_t i = 0; i < snapshot->answer_count; i++) {
		struct view_verdict *verdict = &verdicts[view->verdict_count];

		if (snapshot->answers[i].vantage != VANTAGE_VALIDATOR ||
		    is_above_trust(view, &snapshot->answers[i]))
			continue;
		*verdict = verdict_of(work, i);
		view->verdict_count++;
		if (speaks_for_zone(work, i, verdict) &&
		    badness(verdict->security) > worst)
			worst = badness(verdict->security);
	}
	view->security = worst < 0 ? SECURITY_INDETERMINATE : by_badness[worst];
	return true;
}
