/* SPDX-License-Identifier: BSD-3-Clause */
/* denial_bitmap_wrong.c - the bitmap of a name denies a type that is there.
 *
 * A validator that asks for the type gets it; one that has just asked for
 * another type keeps the denial and answers from it (RFC 8198). So it strikes
 * here and there, after a DS is published, and looks like anything else. */
#include "diagnose/denials.h"
#include "diagnose/evidence.h"

struct wrong { /* a bitmap, and the data that it denies */
	const struct denial_record *record;
	const struct copy *copy;
};

/* Not what denials themselves are made of: servers in the midst of a change
 * from NSEC to NSEC3 differ in these, and no validator asks for them. */
static bool is_data(const struct copy *copy)
{
	uint16_t type = copy->rrset->type;

	return copy->best && !copy->rrset->from_authority &&
	       type != TYPE_RRSIG && type != TYPE_NSEC && type != TYPE_NSEC3 &&
	       type != TYPE_NSEC3PARAM;
}

/* The owner, or the wildcard that an answer came from. A record at the very
 * name that a wildcard answered for denies what the wildcard has. */
static bool is_about(const struct diagnosis *d,
		     const struct denial_record *record,
		     const struct copy *copy)
{
	const struct name *owner = &copy->rrset->owner;
	unsigned labels = name_labels(owner);
	struct name wildcard;

	if (denial_record_matches(d->denials, record, owner))
		return true;
	if (copy->best->sig->labels >= labels)
		return false;
	wildcard = name_strip(owner, labels - copy->best->sig->labels);
	return name_prepend("*", &wildcard, &wildcard) &&
	       denial_record_matches(d->denials, record, &wildcard);
}

/* A record of the parent's side of a cut below says nothing of the data that
 * the zone below has: RFC 6840 4.1. */
static bool denies(const struct denial_record *record, uint16_t type)
{
	const struct type_bitmap *types = denial_types(record);

	if (type_bitmap_is_cut(types))
		return (type == TYPE_NS || type == TYPE_DS) &&
		       !type_bitmap_has(types, type);
	return !type_bitmap_has(types, type);
}

static bool is_wrong(const struct diagnosis *d,
		     const struct denial_record *record,
		     const struct copy *copy)
{
	return is_data(copy) &&
	       denial_same_version(record->server, copy->server) &&
	       denies(record, copy->rrset->type) && is_about(d, record, copy);
}

/* One record often denies the same of several servers. */
static void show(struct diagnosis *d, struct finding *f,
		 const struct wrong *wrong, bool new_record)
{
	const char *line =
		arena_printf(d->arena, "%s is there",
			     view_subject(d->arena, wrong->copy->server,
					  wrong->copy->rrset));

	if (new_record) {
		evidence_list(d, f, "this record denies what is there:");
		evidence_list(d, f,
			      denial_record_text(d, wrong->record->server,
						 wrong->record->rrset));
	}
	evidence_list(d, f, line ? line : "");
}

static struct finding *report(struct diagnosis *d, const struct wrong *wrong)
{
	const struct view_rrset *rrset = wrong->copy->rrset;
	char type[TYPE_TEXT_SIZE], owner[NAME_TEXT_SIZE];
	struct finding *f = diagnosis_add(
		d, diagnosis_chain_severity(d), KIND_FAILING,
		view_subject(d->arena, wrong->copy->server, rrset));

	diagnosis_summary(d, f,
			  "%s %s is there, and the type bitmap that %s gives "
			  "for it denies it",
			  name_to_text(&rrset->owner, owner),
			  type_to_text(rrset->type, type),
			  wrong->record->server->label);
	verify_question(d, f, wrong->copy->server->server, &rrset->owner,
			rrset->type);
	verify_question(d, f, wrong->record->server->server,
			&wrong->record->rrset->answer->name,
			wrong->record->rrset->answer->type);
	return f;
}

static void add_fix(struct diagnosis *d, struct finding *f)
{
	lines_add(
		d->arena, &f->fix,
		"It is the fault of the signer, often a provider's that signs "
		"as it answers: send them the evidence");
	if (d->chain == CHAIN_SECURE)
		lines_add(d->arena, &f->fix,
			  "Should the zone have to go insecure: remove the DS "
			  "first, wait until the parent's servers have it so "
			  "and the TTL of the DS is over, then unsign; never "
			  "the other way round");
	else
		lines_add(d->arena, &f->fix,
			  "Publish no DS before it is mended: until then "
			  "nobody is hurt");
}

/* --- the parent's record of the zone itself --- */

/* The types of @p record, where it is the parent's record of the zone's name.
 */
static bool read_types(const struct diagnosis *d, const struct message *m,
		       const struct record *record,
		       struct type_bitmap *ret_types)
{
	const struct rdata rdata = { m->wire + record->rdata_at,
				     record->rdata_len };
	const struct name *zone = &d->view->zone;
	uint8_t hash[NSEC3_HASH_SIZE];
	struct name owner;
	struct nsec3 nsec3;
	struct nsec nsec;

	message_owner(m, record, &owner);
	if (record->type == TYPE_NSEC && name_equal(&owner, zone) &&
	    nsec_read(&owner, rdata, &nsec)) {
		*ret_types = nsec.types;
		return true;
	}
	if (record->type != TYPE_NSEC3 ||
	    !nsec3_read(&owner, &d->view->snapshot->parent, rdata, &nsec3) ||
	    !nsec3_hash(d->denials->hasher, &nsec3.params, zone, hash) ||
	    !nsec3_matches(&nsec3, hash))
		return false;
	*ret_types = nsec3.types;
	return true;
}

static bool denies_delegation(const struct diagnosis *d,
			      const struct view_parent *parent)
{
	const struct message *m =
		parent->answer ? parent->answer->message : NULL;
	struct type_bitmap types;

	for (size_t i = 0; m && i < m->record_count; i++)
		if (m->records[i].section == SECTION_AUTHORITY &&
		    read_types(d, m, &m->records[i], &types) &&
		    !type_bitmap_has(&types, TYPE_NS))
			return true;
	return false;
}

/* RFC 6840 4.4, RFC 5155 8.9: without NS in its bitmap the denial of a DS is
 * none of a delegation, and the zone is not taken for unsigned. */
static void blame_parent(struct diagnosis *d, const struct view_parent *parent)
{
	const struct view *view = d->view;
	char text[NAME_TEXT_SIZE];
	struct finding *f =
		diagnosis_add(d, diagnosis_chain_severity(d), KIND_FAILING,
			      arena_printf(d->arena, "%s DS @ %s",
					   view->zone_text, parent->label));
	const char *above = arena_strdup(
		d->arena, name_to_text(&view->snapshot->parent, text));

	f->blame = above ? above : view->zone_text; /* nobody will read it */
	diagnosis_summary(d, f,
			  "%s NS is there, and the type bitmap that %s gives "
			  "for it denies it: validators do not take the zone "
			  "for unsigned",
			  view->zone_text, parent->label);
	lines_add(d->arena, &f->evidence,
		  "%s: no DS for %s, by an NSEC or NSEC3 record of that name "
		  "without NS in its bitmap",
		  parent->label, view->zone_text);
	lines_add(d->arena, &f->fix,
		  "Change nothing in %s: tell the operator of %s to have that "
		  "name's NSEC or NSEC3 record made anew",
		  view->zone_text, f->blame);
	verify_question(d, f, parent->server, &view->zone, TYPE_DS);
}

static void run_parents(struct diagnosis *d)
{
	const struct view *view = d->view;

	if (chain_apex_security(view) != SECURITY_BOGUS || view->ds_count > 0)
		return;
	for (size_t i = 0; i < view->parent_count; i++)
		if (denies_delegation(d, &view->parents[i])) {
			blame_parent(d, &view->parents[i]);
			return;
		}
}

/* --- the zone's own --- */

static void run(struct diagnosis *d)
{
	const struct denial_record *last = NULL;
	struct finding *f = NULL;

	for (size_t i = 0; i < d->denials->record_count; i++)
		for (size_t k = 0; k < d->copies->count; k++) {
			struct wrong wrong = { &d->denials->records[i],
					       &d->copies->at[k] };

			if (!is_wrong(d, wrong.record, wrong.copy))
				continue;
			if (!f)
				f = report(d, &wrong);
			show(d, f, &wrong, wrong.record != last);
			last = wrong.record;
		}
	if (f)
		add_fix(d, f);
	run_parents(d);
}

const struct check check_denial_bitmap_wrong = {
	.id = "denial-bitmap-wrong",
	.summary = "the type bitmap of a name denies a type that is there",
	.source = "RFC 4034 4.1.2, RFC 6840 4.4, RFC 8198 5.2",
	.run = run,
};
