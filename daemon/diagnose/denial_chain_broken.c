/* SPDX-License-Identifier: BSD-3-Clause */
/* denial_chain_broken.c - the chain of NSEC or NSEC3 records has a gap or lies:
 * the record that a server chose for a name does not cover it, or a record
 * covers a name that is there. */
#include "diagnose/denials.h"
#include "diagnose/evidence.h"

static bool is_meant(const struct denied *denied)
{
	return denied_fails(denied) && denied->has_stray;
}

/* Whether the copy's owner is a name of the zone itself, shown by a valid
 * signature that no wildcard lent. */
static bool exists(const struct copy *copy)
{
	return copy->state == COPY_GOOD && !copy->rrset->from_authority &&
	       copy->best->sig->labels ==
		       name_labels(&copy->rrset->owner) -
			       name_is_wildcard(&copy->rrset->owner);
}

/* Servers that differ at one serial are auth-answer-inconsistent: it takes one
 * server that gives both. */
static bool serves(const struct view_server *server,
		   const struct denial_record *record)
{
	for (size_t i = 0; i < server->rrset_count; i++)
		if (server->rrsets[i].type == record->rrset->type &&
		    server->rrsets[i].set &&
		    rrset_same_data(server->rrsets[i].set, record->rrset->set))
			return true;
	return false;
}

struct lie { /* a record, and what it says is not there */
	const struct denial_record *record;
	const struct copy *copy;
};

static struct lie first_lie(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->denials->record_count; i++) {
		const struct denial_record *record = &d->denials->records[i];

		for (size_t k = 0; k < d->copies->count; k++) {
			const struct copy *copy = &d->copies->at[k];

			if (exists(copy) &&
			    denial_same_version(record->server, copy->server) &&
			    denial_record_covers(d->denials, record,
						 &copy->rrset->owner) &&
			    serves(copy->server, record))
				return (struct lie){ record, copy };
		}
	}
	return (struct lie){ 0 };
}

static void show_lie(struct diagnosis *d, struct finding *f,
		     const struct lie *lie)
{
	const struct view_rrset *rrset = lie->copy->rrset;

	lines_add(d->arena, &f->evidence,
		  "this record says that no name is between its ends, and %s "
		  "is there:",
		  view_subject(d->arena, lie->copy->server, rrset));
	evidence_list(
		d, f,
		denial_record_text(d, lie->record->server, lie->record->rrset));
	verify_question(d, f, lie->copy->server->server, &rrset->owner,
			rrset->type);
}

static void run(struct diagnosis *d)
{
	const struct denied *gap = denials_first(d->denials, is_meant);
	struct lie lie = first_lie(d);
	struct finding *f;

	if (!gap && !lie.record)
		return;
	f = diagnosis_add(d, diagnosis_chain_severity(d), KIND_FAILING,
			  gap ? view_subject(d->arena, gap->server, gap->rows)
			      : view_subject(d->arena, lie.record->server,
					     lie.record->rrset));
	if (gap)
		diagnosis_summary(d, f,
				  "%s at %s: the record that the server found "
				  "for it does not cover it (%s)",
				  denied_text(d, gap), gap->server->label,
				  proof_text(gap->proof));
	else
		diagnosis_summary(d, f,
				  "a record at %s denies that %s is there",
				  lie.record->server->label,
				  view_subject(d->arena, lie.copy->server,
					       lie.copy->rrset));
	denials_show(d, f, is_meant);
	if (lie.record)
		show_lie(d, f, &lie);
	lines_add(
		d->arena, &f->fix,
		"Have the signer make the whole NSEC or NSEC3 chain anew: new "
		"signatures over the old records do not mend it");
	fix_resign(d, f);
	verify_chain(d, f);
}

const struct check check_denial_chain_broken = {
	.id = "denial-chain-broken",
	.summary = "the chain of NSEC or NSEC3 records has a gap or denies a "
		   "name that is there",
	.source = "RFC 4034 4.1.1, RFC 5155 8",
	.explains = "denial-proof-missing",
	.run = run,
};
