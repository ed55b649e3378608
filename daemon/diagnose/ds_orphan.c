/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_orphan.c - a DS that matches no key, beside one that does: what a roll
 * left behind, or what the next one brings. One that differs in its digest
 * alone is a mistyped one, which ds-digest-mismatch tells.
 *
 * A roll may well put the DS there before its key, and leaves the old one for
 * a while: that is no drift. So one that we saw come, and whose key we never
 * saw, has ROLL_S; one whose key we saw go has the TTL of the DS set and a
 * day. What was there when we first looked is told at once. */
#include "diagnose/delegation.h"
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"

/* Nobody's roll waits longer for its key. */
#define ROLL_S (30 * 86400)
/* The parent is asked to remove the DS of a key that is gone within a day. */
#define REMOVAL_S 86400

static bool was_key(const struct history_version *keys, const struct ds *ds)
{
	return history_has_key(keys->value, ds->algorithm, ds->key_tag);
}

/* When its key was last published, or WALL_NEVER. */
static struct wall key_last_seen(const struct diagnosis *d, const struct ds *ds)
{
	const struct history_version *v;

	for (size_t i = 0; (v = history_at(d->history, HISTORY_DNSKEY, i)); i++)
		if (was_key(v, ds))
			return v->last_seen;
	return WALL_NEVER;
}

/* When it came, or WALL_NEVER: it was there when we first looked. */
static struct wall came_at(struct diagnosis *d, const struct ds *ds)
{
	const char *text = history_ds_text(d->arena, ds);
	struct wall first = d->view->now;
	const struct history_version *v;

	for (size_t i = 0; (v = history_at(d->history, HISTORY_DS, i)); i++) {
		if (!text || !history_lists(v->value, text))
			return first;
		first = v->first_seen;
	}
	return WALL_NEVER;
}

static bool belongs_to_a_roll(struct diagnosis *d, const struct ds *ds)
{
	struct wall gone = key_last_seen(d, ds);
	struct wall came = came_at(d, ds);

	if (!wall_is_never(gone))
		return wall_diff(gone, d->view->now) <=
		       (int64_t)d->seen.ttl_s[HISTORY_DS] + REMOVAL_S;
	return !wall_is_never(came) && wall_diff(came, d->view->now) <= ROLL_S;
}

static bool is_orphan(const struct view *view, size_t i)
{
	return view->ds_key[i] < 0 && chain_ds_counts(view, &view->ds[i]) &&
	       !delegation_digest_differs(view, &view->ds[i]);
}

static void run(struct diagnosis *d)
{
	const struct view *view = d->view;
	const struct ds *first = NULL;
	struct finding *f;
	size_t count = 0;

	for (size_t i = 0; i < view->ds_count; i++) {
		if (!is_orphan(view, i) || belongs_to_a_roll(d, &view->ds[i]))
			continue;
		count++;
		if (!first)
			first = &view->ds[i];
	}
	/* An island's keys are rolled by putting an anchor there ahead. */
	if (!first || view->anchored ||
	    delegation_of(view) != DELEGATION_MATCHES)
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED, NULL);
	diagnosis_summary(d, f,
			  "%zu of %zu DS records match no key (the first: tag "
			  "%u, algorithm %u)",
			  count, view->ds_count, first->key_tag,
			  first->algorithm);
	ds_show_all(d, f);
	lines_add(d->arena, &f->fix,
		  "Where a roll put it there ahead of its key: leave it");
	lines_add(d->arena, &f->fix,
		  "Else have the parent remove this DS and keep those that "
		  "match: %s",
		  ds_to_line(d, first));
	verify_ds(d, f);
}

const struct check check_ds_orphan = {
	.id = "ds-orphan",
	.summary = "a DS at the parent matches no key while another does",
	.source = "RFC 6781 4.1.2",
	.run = run,
};
