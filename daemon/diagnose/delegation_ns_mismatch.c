/* SPDX-License-Identifier: BSD-3-Clause */
/* delegation_ns_mismatch.c - the NS set at the parent is not the zone's own.
 * A server of the parent that agrees with the zone's newest version makes the
 * rest a change on its way. */
#include "diagnose/evidence.h"
#include "diagnose/referral.h"

static void show_only(struct diagnosis *d, struct finding *f,
		      const struct hosts *these, const struct hosts *those,
		      const char *where)
{
	char name[NAME_TEXT_SIZE];

	for (size_t i = 0; i < these->count; i++) {
		const char *line;

		if (hosts_have(those, &these->at[i]))
			continue;
		line = arena_printf(d->arena, "only %s: %s", where,
				    name_to_text(&these->at[i], name));
		evidence_list(d, f, line ? line : "");
	}
}

/* The first that delegates; NULL where one agrees with @p child. */
static const struct view_parent *differing(const struct view *view,
					   const struct hosts *child,
					   struct hosts *ret_hosts)
{
	const struct view_parent *first = NULL;

	for (size_t i = 0; i < view->parent_count; i++) {
		struct hosts hosts;

		if (!referral_hosts(view, &view->parents[i], &hosts))
			continue;
		if (hosts_equal(&hosts, child))
			return NULL;
		if (!first)
			*ret_hosts = hosts;
		if (!first)
			first = &view->parents[i];
	}
	return first;
}

static void report(struct diagnosis *d, const struct view_parent *parent,
		   const struct hosts *above, const struct view_server *server,
		   const struct hosts *own)
{
	struct finding *f =
		diagnosis_add(d, SEVERITY_WARNING, KIND_FAILING, NULL);

	diagnosis_summary(d, f,
			  "the parent names %zu name servers and the zone %zu, "
			  "and they are not the same",
			  above->count, own->count);
	lines_add(d->arena, &f->evidence, "at the parent, %s: %s",
		  parent->label, hosts_text(d, above));
	lines_add(d->arena, &f->evidence, "in the zone, %s: %s", server->label,
		  hosts_text(d, own));
	show_only(d, f, above, own, "at the parent");
	show_only(d, f, own, above, "in the zone");
	lines_add(d->arena, &f->fix,
		  "Decide which servers shall serve the zone, then give both "
		  "the same set: NS records in the zone, and through the "
		  "registrar at the parent");
	verify_question(d, f, parent->server, &d->view->zone, TYPE_NS);
	verify_question(d, f, server->server, &d->view->zone, TYPE_NS);
}

static void run(struct diagnosis *d)
{
	struct hosts own, above;
	const struct view_server *server = referral_child_hosts(d->view, &own);
	const struct view_parent *parent;

	if (!server)
		return;
	parent = differing(d->view, &own, &above);
	if (parent)
		report(d, parent, &above, server, &own);
}

const struct check check_delegation_ns_mismatch = {
	.id = "delegation-ns-mismatch",
	.summary = "the NS set at the parent differs from the zone's own",
	.source = "RFC 1034 4.2.2",
	.run = run,
};
