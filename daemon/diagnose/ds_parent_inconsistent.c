/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_parent_inconsistent.c - servers of the parent have different DS sets:
 * which one a validator gets is chance, so both must lead to keys. */
#include "diagnose/delegation.h"
#include "diagnose/evidence.h"

#include <string.h>

static bool is_told(const struct view_parent *parent)
{
	const struct message *m =
		parent->answer ? parent->answer->message : NULL;

	return parent->state == SERVER_ANSWERS && m && m->aa && !m->tc &&
	       m->rcode == RCODE_NOERROR;
}

static bool same_ds(const struct ds *a, const struct ds *b)
{
	return a->key_tag == b->key_tag && a->algorithm == b->algorithm &&
	       a->digest_type == b->digest_type &&
	       a->digest_len == b->digest_len &&
	       memcmp(a->digest, b->digest, a->digest_len) == 0;
}

/* Whether all of @p a is in @p b. */
static bool within(const struct view_parent *a, const struct view_parent *b)
{
	for (size_t i = 0; i < a->ds_count; i++) {
		bool found = false;

		for (size_t k = 0; k < b->ds_count; k++)
			found |= same_ds(&a->ds[i], &b->ds[k]);
		if (!found)
			return false;
	}
	return true;
}

static const struct view_parent *first_told(const struct view *view)
{
	for (size_t i = 0; i < view->parent_count; i++)
		if (is_told(&view->parents[i]))
			return &view->parents[i];
	return NULL;
}

static const struct view_parent *first_other(const struct view *view,
					     const struct view_parent *first)
{
	for (size_t i = 0; first && i < view->parent_count; i++) {
		const struct view_parent *parent = &view->parents[i];

		if (is_told(parent) &&
		    (!within(parent, first) || !within(first, parent)))
			return parent;
	}
	return NULL;
}

/* "ns1.lab. (192.0.2.7): DS 1234/13/2 1234/13/4": tag, algorithm, digest */
static void show(struct diagnosis *d, struct finding *f,
		 const struct view_parent *parent)
{
	struct text line;

	text_init(&line, 512);
	text_printf(&line, "%s: %s", parent->label,
		    parent->ds_count > 0 ? "DS" : "no DS");
	for (size_t i = 0; i < parent->ds_count; i++)
		text_printf(&line, " %u/%u/%u", parent->ds[i].key_tag,
			    parent->ds[i].algorithm, parent->ds[i].digest_type);
	evidence_list(d, f, text_string(&line));
	text_done(&line);
}

static void run(struct diagnosis *d)
{
	const struct view *view = d->view;
	const struct view_parent *first = first_told(view);
	const struct view_parent *other = first_other(view, first);
	struct finding *f;

	if (!other)
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED, NULL);
	diagnosis_summary(d, f,
			  "the parent's servers have different DS sets: %s "
			  "has another one than %s",
			  other->label, first->label);
	for (size_t i = 0; i < view->parent_count; i++)
		if (is_told(&view->parents[i]))
			show(d, f, &view->parents[i]);
	lines_add(d->arena, &f->fix,
		  "After a change of the DS set: wait for the parent's servers "
		  "to catch up, and keep every key that any of them names");
	lines_add(d->arena, &f->fix,
		  "Where it lasts for hours: tell the registry which server "
		  "lags behind");
	for (size_t i = 0; i < view->parent_count; i++)
		if (&view->parents[i] == first || &view->parents[i] == other)
			verify_question(d, f, view->parents[i].server,
					&view->zone, TYPE_DS);
}

const struct check check_ds_parent_inconsistent = {
	.id = "ds-parent-inconsistent",
	.summary = "the parent's servers have different DS sets",
	.source = "RFC 7344",
	.run = run,
};
