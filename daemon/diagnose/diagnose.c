/* SPDX-License-Identifier: BSD-3-Clause */
/* diagnose.c - run every check over a view, and put what they found in the
 * order in which people should read it. */
#include "diagnose/check.h"
#include "diagnose/denials.h"
#include "diagnose/evidence.h"
#include "diagnose/resolvers.h"
#include "diagnose/stale.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SUMMARY_SIZE 512
/* An outage within so long of another one is likely to be the same: signers
 * work by the day, and what was mended by hand is undone by their next run. */
#define RECALL_S (7 * 86400)

/* "RFC 4035 5.3.1, RFC 6781 4.4.2", a line each. */
static void add_references(struct diagnosis *d, struct finding *f)
{
	const char *source = d->running->source;

	while (source && *source != '\0') {
		size_t len = strcspn(source, ",");

		lines_add(d->arena, &f->references, "%.*s", (int)len, source);
		source += len;
		source += strspn(source, ", ");
	}
}

struct finding *diagnosis_add(struct diagnosis *d, enum severity severity,
			      enum finding_kind kind, const char *subject)
{
	struct finding *f = NULL;

	if (d->count < FINDINGS_MAX)
		f = arena_alloc(d->arena, sizeof(*f));
	if (f) {
		d->findings[d->count++] = f;
	} else {
		d->dropped++;
		f = &d->scratch;
		memset(f, 0, sizeof(*f));
	}
	f->id = d->running->id;
	f->severity = severity;
	f->kind = kind;
	f->subject = subject ? subject : d->view->zone_text;
	f->summary = d->running->summary;
	f->deadline = WALL_NEVER;
	add_references(d, f);
	return f;
}

void diagnosis_summary(struct diagnosis *d, struct finding *f,
		       const char *format, ...)
{
	char summary[SUMMARY_SIZE];
	const char *kept;
	va_list args;

	va_start(args, format);
	(void)vsnprintf(summary, sizeof(summary), format, args); /* cut */
	va_end(args);
	kept = arena_strdup(d->arena, summary);
	if (kept)
		f->summary = kept;
}

enum severity diagnosis_chain_severity(const struct diagnosis *d)
{
	if (d->chain == CHAIN_UNKNOWN)
		return d->policy->expect == EXPECT_SECURE ? SEVERITY_CRITICAL
							  : SEVERITY_WARNING;
	return d->chain == CHAIN_SECURE ? SEVERITY_CRITICAL : SEVERITY_WARNING;
}

bool diagnosis_has(const struct diagnosis *d, const char *id)
{
	for (size_t i = 0; i < d->count; i++)
		if (strcmp(d->findings[i]->id, id) == 0)
			return true;
	return false;
}

bool diagnosis_explains_failure(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->findings[i]->severity == SEVERITY_CRITICAL &&
		    d->findings[i]->kind == KIND_FAILING)
			return true;
	return false;
}

/* The place of @p id in the table: a lower one comes first. */
static size_t precedence(const char *id)
{
	size_t i = 0;

	while (checks[i] && strcmp(checks[i]->id, id) != 0)
		i++;
	return i;
}

static bool lists(const char *ids, const char *id)
{
	size_t len = strlen(id);

	while (ids && *ids != '\0') {
		size_t word = strcspn(ids, " ");

		if (word == len && memcmp(ids, id, len) == 0)
			return true;
		ids += word;
		ids += strspn(ids, " ");
	}
	return false;
}

/* The finding that @p f is a direct consequence of, or NULL. A cause never
 * hides what is worse than itself. */
static struct finding *cause_of(const struct diagnosis *d,
				const struct finding *f)
{
	for (size_t i = 0; i < d->count; i++) {
		struct finding *cause = d->findings[i];
		const struct check *row = checks[precedence(cause->id)];

		if (cause->severity >= f->severity &&
		    lists(row->explains, f->id))
			return cause;
	}
	return NULL;
}

/* The first cause: the table of explanations has no circles. */
static struct finding *first_cause_of(const struct diagnosis *d,
				      const struct finding *f)
{
	struct finding *first = NULL, *next = cause_of(d, f);

	while (next) {
		first = next;
		next = cause_of(d, first);
	}
	return first;
}

static void drop_consequences(struct diagnosis *d)
{
	struct finding *kept[FINDINGS_MAX];
	size_t kept_count = 0;

	for (size_t i = 0; i < d->count; i++) {
		struct finding *f = d->findings[i];
		struct finding *cause = first_cause_of(d, f);

		if (cause)
			lines_add(d->arena, &cause->evidence, "also: %s: %s",
				  f->id, f->summary);
		else
			kept[kept_count++] = f;
	}
	memcpy(d->findings, kept, kept_count * sizeof(kept[0]));
	d->count = kept_count;
}

static bool comes_before(const struct finding *a, const struct finding *b)
{
	if (a->severity != b->severity)
		return a->severity > b->severity;
	if (a->kind != b->kind)
		return a->kind == KIND_FAILING;
	return precedence(a->id) < precedence(b->id);
}

/* Insertion: stable, and there are few. */
static void sort(struct diagnosis *d)
{
	for (size_t i = 1; i < d->count; i++) {
		struct finding *f = d->findings[i];
		size_t k = i;

		for (; k > 0 && comes_before(f, d->findings[k - 1]); k--)
			d->findings[k] = d->findings[k - 1];
		d->findings[k] = f;
	}
}

/* A zone that breaks twice in a row was mended by halves: say so first. */
static void recall(struct diagnosis *d)
{
	size_t index;
	struct wall since;
	const struct history_version *v;

	if (d->count == 0 || d->findings[0]->severity != SEVERITY_CRITICAL ||
	    d->findings[0]->kind != KIND_FAILING)
		return;
	v = history_before(d->history, &d->seen, HISTORY_SECURITY, d->view->now,
			   &index, &since);
	for (; v; v = history_at(d->history, HISTORY_SECURITY, ++index)) {
		if (strcmp(v->value, security_text(SECURITY_BOGUS)) != 0 ||
		    wall_diff(v->last_seen, d->view->now) > RECALL_S)
			continue;
		lines_add(d->arena, &d->findings[0]->evidence,
			  "again: it was bogus before, until %s",
			  evidence_when(d, v->last_seen));
		return;
	}
}

void diagnose(struct arena *arena, const struct view *view,
	      const struct zone_policy *policy, struct diagnosis *ret)
{
	diagnose_remembering(arena, view, policy, NULL, ret);
}

void diagnose_remembering(struct arena *arena, const struct view *view,
			  const struct zone_policy *policy,
			  const struct history *history, struct diagnosis *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->arena = arena;
	ret->view = view;
	ret->policy = policy;
	ret->chain = chain_of(view);
	if (view->snapshot->overloaded)
		return;
	ret->history = history;
	ret->seen = sighting_of(arena, view);
	ret->copies = copies_new(arena, view);
	if (ret->copies)
		ret->staleness =
			staleness_new(arena, view, policy, ret->copies);
	if (ret->staleness)
		ret->denials = denials_new(arena, view);
	if (ret->denials)
		ret->resolver_cases = resolver_cases_new(ret);
	if (!ret->resolver_cases)
		return;
	for (size_t i = 0; checks[i]; i++) {
		ret->running = checks[i];
		checks[i]->run(ret);
	}
	drop_consequences(ret);
	sort(ret);
	recall(ret);
}
