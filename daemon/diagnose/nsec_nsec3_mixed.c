/* SPDX-License-Identifier: BSD-3-Clause */
/* nsec_nsec3_mixed.c - some servers deny with NSEC, others with NSEC3: a
 * transition that did not reach all, or signers that do not agree.
 *
 * Each denial carries its whole proof, so a validator needs no other, and every
 * zone that changes from one kind to the other looks so for a while: RFC 8901
 * 5.2 has compliant resolvers accept it. One that answers from the NSEC records
 * in its cache (RFC 8198) goes by a chain of which each record is signed and
 * true; with the other kind it only answers fewer that way. What resolvers
 * would stumble over, a chain with a gap, a name that one version has and the
 * other denies, a server that was left behind, is told by the checks for that.
 * So it is a warning, for the working day: a server missed the transition, or
 * the zone can be walked although somebody chose NSEC3. It is critical where
 * our validator refuses a denial of the zone: then this is no theory. */
#include "diagnose/denials.h"
#include "diagnose/evidence.h"
#include "diagnose/verdicts.h"

/* The first denial of a server by that kind of record. */
static const struct denied *first_of(const struct diagnosis *d, bool nsec3,
				     const struct view_server *server)
{
	for (size_t i = 0; i < d->denials->count; i++) {
		const struct denied *denied = &d->denials->at[i];

		if ((nsec3 ? denied->nsec3 : denied->nsec) &&
		    (!server || denied->server == server))
			return denied;
	}
	return NULL;
}

static const char *kinds_of(const struct diagnosis *d,
			    const struct view_server *server)
{
	bool nsec = first_of(d, false, server) != NULL;
	bool nsec3 = first_of(d, true, server) != NULL;

	if (nsec && nsec3)
		return "NSEC and NSEC3";
	return nsec ? "NSEC" : "NSEC3";
}

static void show_servers(struct diagnosis *d, struct finding *f)
{
	for (size_t i = 0; i < d->view->server_count; i++) {
		const struct view_server *server = &d->view->servers[i];
		const char *line;

		if (!first_of(d, false, server) && !first_of(d, true, server))
			continue;
		line = arena_printf(d->arena, "%s: %s", server->label,
				    kinds_of(d, server));
		evidence_list(d, f, line ? line : "");
	}
}

/* Whether some denial is not accepted. */
static bool is_refused(const struct view *view)
{
	for (size_t i = 0; i < view->verdict_count; i++)
		if (verdict_is_probe(&view->verdicts[i]) &&
		    verdict_is_bogus(&view->verdicts[i]))
			return true;
	return false;
}

static void run(struct diagnosis *d)
{
	const struct denied *nsec = first_of(d, false, NULL);
	const struct denied *nsec3 = first_of(d, true, NULL);
	struct finding *f;

	if (!nsec || !nsec3)
		return;
	f = diagnosis_add(d,
			  is_refused(d->view) ? diagnosis_chain_severity(d)
					      : SEVERITY_WARNING,
			  KIND_FAILING, nsec3->server->label);
	if (nsec->server == nsec3->server)
		diagnosis_summary(d, f, "%s denies with NSEC and with NSEC3",
				  nsec->server->label);
	else
		diagnosis_summary(d, f, "%s denies with NSEC, %s with NSEC3",
				  nsec->server->label, nsec3->server->label);
	show_servers(d, f);
	evidence_servers(d, f);
	lines_add(d->arena, &f->fix,
		  "Finish the transition: see that every server has the newest "
		  "signed zone, with one kind of denial");
	lines_add(d->arena, &f->fix,
		  "Where several providers sign, have all of them use the same "
		  "kind (RFC 8901 5.1)");
	verify_question(d, f, nsec->server->server, &nsec->rows[0].owner,
			nsec->type);
	verify_question(d, f, nsec3->server->server, &nsec3->rows[0].owner,
			nsec3->type);
}

const struct check check_nsec_nsec3_mixed = {
	.id = "nsec-nsec3-mixed",
	.summary = "some servers deny with NSEC, others with NSEC3",
	.source = "RFC 5155 10.4, RFC 8901 5.2",
	.run = run,
};
