/* SPDX-License-Identifier: BSD-3-Clause */
/* assessment.c - the judgement on one zone, from its survey's snapshot.
 *
 * The view and the diagnosis need room for every message; what is kept is
 * small. So the work is done in an arena of its own, and the outcome copied. */
#include "incident/assessment.h"
#include "incident/fingerprint.h"

#include <string.h>

/* What a survey of SNAPSHOT_TEXT_MAX bytes parses to, several times over. */
#define WORK_BYTES_MAX (64u * 1024 * 1024)
/* FINDINGS_MAX findings of four lists of FINDING_LINES_MAX lines of 300
 * bytes, countdowns and keys with their names. */
#define KEEP_BYTES_MAX (2u * 1024 * 1024)
/* A verdict without measurements: a reason, or our own few faults. */
#define SMALL_BYTES_MAX (64u * 1024)

const char *verdict_text(enum verdict verdict)
{
	static const char *const words[VERDICT_COUNT] = {
		[VERDICT_OK] = "ok",	       [VERDICT_INFO] = "info",
		[VERDICT_WARNING] = "warning", [VERDICT_CRITICAL] = "critical",
		[VERDICT_UNKNOWN] = "unknown",
	};

	return words[verdict];
}

enum verdict verdict_worse(enum verdict a, enum verdict b)
{
	static const int rank[VERDICT_COUNT] = {
		[VERDICT_OK] = 0,	[VERDICT_INFO] = 1,
		[VERDICT_WARNING] = 2,	[VERDICT_UNKNOWN] = 3,
		[VERDICT_CRITICAL] = 4,
	};

	return rank[a] >= rank[b] ? a : b;
}

static const char *copy_text(struct arena *arena, const char *text)
{
	return text ? arena_strdup(arena, text) : NULL;
}

static struct lines copy_lines(struct arena *arena, const struct lines *from)
{
	struct lines to = *from;

	for (size_t i = 0; i < from->count; i++)
		to.at[i] = copy_text(arena, from->at[i]);
	return to;
}

static const struct finding *copy_finding(struct arena *arena,
					  const struct finding *from)
{
	struct finding *to = arena_memdup(arena, from, sizeof(*from));

	if (!to)
		return NULL;
	to->subject = copy_text(arena, from->subject);
	to->summary = copy_text(arena, from->summary);
	to->blame = copy_text(arena, from->blame);
	to->cause = copy_text(arena, from->cause);
	to->evidence = copy_lines(arena, &from->evidence);
	to->fix = copy_lines(arena, &from->fix);
	to->verify = copy_lines(arena, &from->verify);
	to->references = copy_lines(arena, &from->references);
	return to;
}

static void keep_findings(struct assessment *a, const struct diagnosis *from)
{
	const struct finding **to =
		arena_array(a->arena, from->count, sizeof(*to));

	if (!to)
		return;
	for (size_t i = 0; i < from->count; i++)
		to[i] = copy_finding(a->arena, from->findings[i]);
	a->findings = to;
	a->finding_count = from->count;
}

static void keep_countdowns(struct assessment *a, const struct impact *impact)
{
	struct countdown *to =
		arena_memdup(a->arena, impact->countdowns,
			     impact->countdown_count * sizeof(*to));

	if (!to)
		return;
	for (size_t i = 0; i < impact->countdown_count; i++)
		to[i].server = copy_text(a->arena, to[i].server);
	a->countdowns = to;
	a->countdown_count = impact->countdown_count;
}

static void keep_disagreements(struct assessment *a,
			       const struct diagnosis *from)
{
	struct disagreement *to =
		arena_array(a->arena, DISAGREEMENTS_MAX, sizeof(*to));

	if (!to)
		return;
	a->disagreement_count = disagreements_find(from, to);
	a->disagreements = to;
	for (size_t i = 0; i < a->disagreement_count; i++)
		to[i].question = copy_text(a->arena, to[i].question);
}

static void keep_ds(struct assessment *a, const struct view *view)
{
	struct assessment_ds *to =
		arena_array(a->arena, view->ds_count, sizeof(*to));
	struct text digest;

	if (!to)
		return;
	text_init(&digest, 512);
	for (size_t i = 0; i < view->ds_count; i++) {
		const struct ds *ds = &view->ds[i];

		text_done(&digest);
		text_hex(&digest, ds->digest, ds->digest_len);
		to[i] = (struct assessment_ds){
			.key_tag = ds->key_tag,
			.algorithm = ds->algorithm,
			.digest_type = ds->digest_type,
			.digest = copy_text(a->arena, text_string(&digest)),
			.matches = view->ds_key[i] >= 0,
		};
	}
	text_done(&digest);
	a->ds = to;
	a->ds_count = view->ds_count;
}

static bool same_rdata(struct rdata a, struct rdata b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

static bool publishes(const struct view_server *server,
		      const struct dnskey *key)
{
	for (size_t i = 0; i < server->key_count; i++)
		if (same_rdata(server->keys[i].rdata, key->rdata))
			return true;
	return false;
}

static bool signs_dnskey(const struct view_server *server,
			 const struct dnskey *key)
{
	const struct view_rrset *set = server->dnskey;

	for (size_t i = 0; set && i < set->sig_count; i++)
		if (set->sigs[i].state == SIG_VALID && set->sigs[i].key &&
		    same_rdata(set->sigs[i].key->rdata, key->rdata))
			return true;
	return false;
}

static struct assessment_key describe_key(const struct view *view, size_t index)
{
	const struct dnskey *key = &view->keys[index];
	struct assessment_key to = {
		.key_tag = key->tag,
		.flags = key->flags,
		.algorithm = key->algorithm,
		.bits = dnskey_rsa_bits(key),
	};

	for (size_t i = 0; i < view->ds_count; i++)
		to.in_ds |= view->ds_key[i] == (int)index;
	for (size_t i = 0; i < view->server_count; i++) {
		to.server_count += publishes(&view->servers[i], key);
		to.signs_dnskey |= signs_dnskey(&view->servers[i], key);
	}
	return to;
}

static void keep_keys(struct assessment *a, const struct view *view)
{
	struct assessment_key *to =
		arena_array(a->arena, view->key_count, sizeof(*to));

	if (!to)
		return;
	for (size_t i = 0; i < view->key_count; i++)
		to[i] = describe_key(view, i);
	a->keys = to;
	a->key_count = view->key_count;
}

static void keep_servers(struct assessment *a, const struct view *view)
{
	struct plan_server *to =
		arena_array(a->arena, view->server_count, sizeof(*to));

	if (!to)
		return;
	for (size_t i = 0; i < view->server_count; i++) {
		const struct view_server *s = &view->servers[i];

		if (s->has_serial &&
		    (a->serial == 0 || serial_newer(s->serial, a->serial)))
			a->serial = s->serial;
		if (s->server->address.family == 0 || s->forbidden ||
		    a->server_count == PLAN_SERVERS_MAX)
			continue;
		to[a->server_count++] =
			(struct plan_server){ s->server->host,
					      s->server->address };
	}
	a->servers = to;
}

static void keep_links(struct assessment *a, struct arena *work,
		       const struct view *view)
{
	struct links links = links_of(work, view, a->security);
	struct assessment_link *to =
		arena_array(a->arena, links.count, sizeof(*to));
	char text[NAME_TEXT_SIZE];

	if (!to)
		return;
	for (size_t i = 0; i < links.count; i++) {
		const struct chain_link *link = &links.at[i];
		size_t len = strlen(name_to_text(&link->apex, text));

		to[i] = (struct assessment_link){
			.zone_at = (uint16_t)(strlen(a->zone_text) - len),
			.state = (uint8_t)link->state,
			.entry = (uint8_t)link->entry,
			.servers_asked = (uint16_t)link->servers_asked,
			.servers_answered = (uint16_t)link->servers_answered,
		};
	}
	a->links = to;
	a->link_count = links.count;
	a->first_broken = links.first_broken;
}

/* Why the pass says nothing about security, or NULL when it does. */
static const char *unmeasured_because(const struct view *view)
{
	size_t asked = 0, verdicts = 0;

	if (view->snapshot->overloaded)
		return "our own prober was overloaded";
	for (size_t i = 0; i < view->verdict_count; i++)
		verdicts += view->verdicts[i].measured &&
			    name_is_under(&view->verdicts[i].name, &view->zone);
	if (verdicts == 0)
		return "the validator gave no verdict in time";
	for (size_t i = 0; i < view->server_count; i++)
		asked += view->servers[i].state != SERVER_UNMEASURED;
	if (asked == 0)
		return view->server_count
			       ? "none of the zone's servers could be asked"
			       : "no server of the zone was found";
	return NULL;
}

static enum verdict verdict_of(const struct assessment *a)
{
	enum severity worst = SEVERITY_OK;

	for (size_t i = 0; i < a->finding_count; i++)
		if (a->findings[i]->severity > worst)
			worst = a->findings[i]->severity;
	if (worst == SEVERITY_CRITICAL)
		return VERDICT_CRITICAL;
	if (a->unknown_because)
		return VERDICT_UNKNOWN;
	return worst == SEVERITY_WARNING ? VERDICT_WARNING
	       : worst == SEVERITY_INFO	 ? VERDICT_INFO
					 : VERDICT_OK;
}

/* breaks_at: of what fails already, the earliest; else of what is foretold,
 * by the impact clock or by a finding with a deadline. */
static void set_breaks(struct assessment *a, const struct impact *impact)
{
	bool failing = false;

	for (size_t i = 0; i < a->finding_count; i++) {
		const struct finding *f = a->findings[i];
		bool fails = f->severity == SEVERITY_CRITICAL &&
			     f->kind == KIND_FAILING;
		/* Failing since we do not know when: since now, at the latest.
		 */
		struct wall at = fails ? wall_min(f->deadline, a->checked_at)
				       : f->deadline;

		if ((failing && !fails) ||
		    (failing == fails && at.s >= a->breaks_at.s))
			continue;
		if (!fails && f->kind != KIND_PREDICTED)
			continue;
		failing |= fails;
		a->breaks_at = at;
		a->breaks_because = f->id;
	}
	if (!failing && impact->breaks_at.s < a->breaks_at.s) {
		a->breaks_at = impact->breaks_at;
		a->breaks_because = impact->because;
	}
}

/* Whether checking is what makes the difference: the validator gives up on a
 * question that its twin without one answers. */
static bool fails_by_checking(const struct view *view)
{
	for (size_t i = 0; i < view->verdict_count; i++) {
		const struct view_verdict *v = &view->verdicts[i];

		if (!v->measured || !v->servfail ||
		    !name_is_under(&v->name, &view->zone))
			continue;
		for (size_t k = 0; k < view->cd_count; k++)
			if (view->cd[k].message &&
			    view->cd[k].type == v->type &&
			    view->cd[k].rcode != RCODE_SERVFAIL &&
			    name_equal(&view->cd[k].owner, &v->name))
				return true;
	}
	return false;
}

/* libunbound says "bogus" of one question and, busy with several at once,
 * plain SERVFAIL of the next. Where a check says why, it is bogus. */
static enum security security_of(const struct assessment *a,
				 const struct view *view)
{
	const struct finding *first = a->finding_count ? a->findings[0] : NULL;

	if (view->security == SECURITY_INDETERMINATE && first &&
	    first->severity == SEVERITY_CRITICAL &&
	    first->kind == KIND_FAILING && fails_by_checking(view))
		return SECURITY_BOGUS;
	return view->security;
}

/* "When it was last well": nobody failed by it, and we know what it was. */
static bool is_well(const struct assessment *a)
{
	return (a->verdict == VERDICT_OK || a->verdict == VERDICT_INFO ||
		a->verdict == VERDICT_WARNING) &&
	       (a->security == SECURITY_SECURE ||
		a->security == SECURITY_INSECURE);
}

static void keep_sighting(struct assessment *a, const struct sighting *seen)
{
	a->seen = *seen;
	if (is_well(a))
		a->seen.value[HISTORY_WELL] = security_text(a->security);
	for (size_t i = 0; i < HISTORY_WHAT_COUNT; i++)
		a->seen.value[i] = copy_text(a->arena, a->seen.value[i]);
}

static void fill(struct assessment *a, struct arena *work,
		 const struct view *view, const struct zone_policy *policy,
		 const struct history *history)
{
	struct diagnosis diagnosis = { 0 };
	struct impact *impact = arena_alloc(work, sizeof(*impact));

	if (!impact)
		return;
	diagnose_remembering(work, view, policy, history, &diagnosis);
	impact_of(work, view, impact);
	keep_findings(a, &diagnosis);
	keep_countdowns(a, impact);
	keep_disagreements(a, &diagnosis);
	keep_ds(a, view);
	keep_keys(a, view);
	keep_servers(a, view);
	a->security = security_of(a, view);
	keep_links(a, work, view);
	a->fingerprint = fingerprint_of_view(view);
	a->unknown_because = unmeasured_because(view);
	a->verdict = verdict_of(a);
	set_breaks(a, impact);
	keep_sighting(a, &diagnosis.seen);
}

static struct assessment *begin(const struct name *zone, struct wall now,
				size_t bytes)
{
	struct arena *arena = arena_new(bytes);
	struct assessment *a;
	char text[NAME_TEXT_SIZE];

	if (!arena)
		return NULL;
	a = arena_alloc(arena, sizeof(*a));
	if (!a) {
		arena_free(arena);
		return NULL;
	}
	a->arena = arena;
	a->zone = *zone;
	a->zone_text = arena_strdup(arena, name_to_text(zone, text));
	a->checked_at = now;
	a->verdict = VERDICT_UNKNOWN;
	a->breaks_at = WALL_NEVER;
	a->recovers_at = WALL_NEVER;
	a->first_broken = -1;
	return a;
}

struct assessment *assessment_new(const struct snapshot *snapshot,
				  const struct zone_policy *policy,
				  struct wall now)
{
	return assessment_new_remembering(snapshot, policy, NULL, now);
}

struct assessment *assessment_new_remembering(const struct snapshot *snapshot,
					      const struct zone_policy *policy,
					      const struct history *history,
					      struct wall now)
{
	struct arena *work = arena_new(WORK_BYTES_MAX);
	struct assessment *a = begin(&snapshot->zone, now, KEEP_BYTES_MAX);
	struct view *view = work ? view_new(work, snapshot, now) : NULL;

	if (a && view)
		fill(a, work, view, policy, history);
	if (a && (!view || arena_failed(work) || arena_failed(a->arena))) {
		assessment_free(a);
		a = assessment_unknown(&snapshot->zone,
				       "it needs more memory than a zone may "
				       "have to be judged",
				       now);
	}
	arena_free(work);
	return a;
}

struct assessment *assessment_unknown(const struct name *zone,
				      const char *because, struct wall now)
{
	struct assessment *a = begin(zone, now, SMALL_BYTES_MAX);

	if (a)
		a->unknown_because = copy_text(a->arena, because);
	return a;
}

size_t assessment_unexplained(const struct assessment *a)
{
	size_t count = 0;

	for (size_t i = 0; i < a->disagreement_count; i++)
		count += !a->disagreements[i].explained;
	return count;
}

void assessment_free(struct assessment *assessment)
{
	if (assessment)
		arena_free(assessment->arena);
}
