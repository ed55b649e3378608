/* SPDX-License-Identifier: BSD-3-Clause */
/* ds_removed_unexpectedly.c - the zone should be secure, and validators treat
 * it as unsigned: its DS set is gone, or holds nothing that they can use, or
 * a zone above has lost its own. It should where the operator declared it, or
 * where it was when it was last well and nobody declared anything. Nobody
 * fails; everybody has lost what the signatures are for. */
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"
#include "diagnose/verdicts.h"

#include <string.h>

static bool was_secure(const struct diagnosis *d)
{
	const struct history_version *well =
		history_at(d->history, HISTORY_WELL, 0);

	return well && strcmp(well->value, security_text(SECURITY_SECURE)) == 0;
}

/* Without a verdict a proof that there is no DS will do. */
static bool is_insecure(const struct diagnosis *d)
{
	if (d->chain != CHAIN_INSECURE)
		return false;
	return chain_apex_security(d->view) == SECURITY_INSECURE ||
	       d->view->ds_known;
}

static bool is_expected_secure(const struct diagnosis *d)
{
	return d->policy->expect == EXPECT_SECURE ||
	       (d->policy->expect == EXPECT_ANY && was_secure(d));
}

static bool is_insecure_answer(const struct view_verdict *verdict)
{
	return verdict->measured && !verdict->servfail &&
	       verdict->rcode == RCODE_NOERROR &&
	       verdict->security == SECURITY_INSECURE;
}

/* The DS set before, that some validator used. */
static const struct history_version *last_ds(const struct diagnosis *d)
{
	const struct history_version *v;

	for (size_t i = 0; (v = history_at(d->history, HISTORY_DS, i)); i++)
		if (v->value[0] != '\0' &&
		    (!d->seen.value[HISTORY_DS] ||
		     strcmp(v->value, d->seen.value[HISTORY_DS]) != 0))
			return v;
	return NULL;
}

/* The chain ends higher up: nothing in the zone can mend it. */
static void report_above(struct diagnosis *d,
			 const struct view_verdict *verdict)
{
	const char *blame = verdict_blame(d, verdict);
	struct finding *f =
		diagnosis_add(d, SEVERITY_CRITICAL, KIND_FAILING, blame);

	f->blame = blame;
	diagnosis_summary(d, f,
			  "the zone %s, above this one, is not secure any "
			  "more: nobody validates what is below it",
			  blame);
	lines_add(d->arena, &f->evidence, "the validator calls %s insecure",
		  blame);
	lines_add(d->arena, &f->fix,
		  "Change nothing in %s: ask the operator of %s for the DS of "
		  "that zone",
		  d->view->zone_text, blame);
	lines_add(d->arena, &f->fix,
		  "If it is meant: declare `expect: insecure`");
	verify_chain(d, f);
}

static void show_before(struct diagnosis *d, struct finding *f)
{
	const struct history_version *before = last_ds(d);
	const char *p = before ? before->value : "";

	if (before)
		lines_add(d->arena, &f->evidence, "the last DS set was seen %s",
			  evidence_when(d, before->last_seen));
	else
		lines_add(d->arena, &f->evidence,
			  "the zone is declared secure (expect: secure)");
	while (*p != '\0') {
		size_t len = strcspn(p, ",");
		const char *line =
			arena_printf(d->arena, "before: %s IN DS %.*s",
				     d->view->zone_text, (int)len, p);

		evidence_list(d, f, line ? line : "");
		p += len;
		p += strspn(p, ", ");
	}
}

static void report(struct diagnosis *d)
{
	struct finding *f =
		diagnosis_add(d, SEVERITY_CRITICAL, KIND_FAILING, NULL);

	diagnosis_summary(d, f,
			  d->view->ds_count
				  ? "the DS set %s has nothing that validators "
				    "can use: nobody validates %s, which "
				    "should be secure"
				  : "there is no DS %s: nobody validates %s, "
				    "which should be secure",
			  ds_where(d), d->view->zone_text);
	show_before(d, f);
	ds_show_all(d, f);
	lines_add(d->arena, &f->fix,
		  "Ask whoever can change the DS (registrar, CDS automation) "
		  "whether it is meant");
	lines_add(d->arena, &f->fix,
		  "If it is: declare `expect: insecure`, and keep the zone "
		  "signed until the DS has left all caches, %s",
		  ds_ttl_text(d));
	if (d->view->key_count > 0) {
		lines_add(d->arena, &f->fix,
			  "If it is not: %s publish:", ds_have(d, false));
		ds_offer(d, f);
	} else {
		lines_add(d->arena, &f->fix,
			  "If it is not: sign the zone, see that all servers "
			  "serve it, and then %s publish its DS",
			  ds_have(d, false));
	}
	verify_ds(d, f);
	verify_chain(d, f);
}

/* The zone above that is insecure. A name with nothing at it is no zone: its
 * denial is insecure where the zone above opts out (RFC 5155 6). */
static const struct view_verdict *insecure_above(struct diagnosis *d)
{
	const struct view_verdict *v =
		verdict_first_ancestor(d->view, is_insecure_answer);
	char name[NAME_TEXT_SIZE];

	if (!v || strcmp(verdict_blame(d, v), name_to_text(&v->name, name)))
		return NULL;
	return v;
}

static void run(struct diagnosis *d)
{
	const struct view_verdict *above;

	if (!is_expected_secure(d) || !is_insecure(d))
		return;
	above = insecure_above(d);
	if (above)
		report_above(d, above);
	/* Declared secure, and never seen so: what it lacks has other names,
	 * ds-missing-signed-zone and dnskey-missing. */
	else if (d->view->ds_count > 0 || was_secure(d))
		report(d);
}

const struct check check_ds_removed_unexpectedly = {
	.id = "ds-removed-unexpectedly",
	.summary = "the DS, or a DS above, is gone from a zone that should be "
		   "secure",
	.source = "RFC 8078 4, RFC 4035 5.2",
	.explains = "ds-missing-signed-zone parent-chain-insecure",
	.run = run,
};
