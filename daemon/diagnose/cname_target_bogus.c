/* SPDX-License-Identifier: BSD-3-Clause */
/* cname_target_bogus.c - a name of the zone is an alias into another zone, and
 * that zone is bogus: users of the name fail, and nothing in this zone can mend
 * it but another alias.
 *
 * Ours are the zone itself, what is above it, and the alias's own signature:
 * where one of these is at fault, its check tells.
 *
 * Critical where a name that the operator has us ask meets it: its users fail,
 * whichever type or link it is. A warning where only our probes do, through a
 * wildcard: nobody said that these names have users.
 *
 * Which zone of the chain of aliases is meant the validator says ("... for key
 * ZONE ..."); else it is the last. */
#include "diagnose/aliases.h"
#include "diagnose/evidence.h"
#include "diagnose/verdicts.h"

#include <stdio.h>
#include <string.h>

/* One provider, as a rule; more are told when it is mended. */
#define ZONES_MAX 4

struct alias {
	struct name target; /* where the chain leaves us for the blamed zone */
	struct name zone;   /* to blame */
};

/* The name in the rdata of @p record, @p skip bytes behind its start. */
static bool read_name(const struct message *m, const struct record *record,
		      size_t skip, struct name *ret_name)
{
	size_t at = record->rdata_at + skip;

	return record->rdata_len > skip &&
	       name_unpack(m->wire, m->len, &at, ret_name) == ERR_OK;
}

static bool find_alias(const struct message *m, const struct name *owner,
		       struct name *ret_target)
{
	struct name name;

	for (size_t i = 0; i < m->record_count; i++) {
		if (m->records[i].section != SECTION_ANSWER ||
		    m->records[i].type != TYPE_CNAME)
			continue;
		message_owner(m, &m->records[i], &name);
		if (name_equal(&name, owner))
			return read_name(m, &m->records[i], 0, ret_target);
	}
	return false;
}

/* The zone that @p name is in: who signs it (RFC 4034 3.1.7: 18 bytes into the
 * RRSIG), or whose SOA denies what was asked of it. */
static bool find_zone(const struct message *m, const struct name *name,
		      struct name *ret_zone)
{
	struct name owner, zone;

	for (size_t i = 0; i < m->record_count; i++) {
		const struct record *record = &m->records[i];

		if (record->section == SECTION_ADDITIONAL)
			continue;
		message_owner(m, record, &owner);
		zone = owner;
		if (record->type == TYPE_RRSIG
			    ? !name_equal(&owner, name) ||
				      !read_name(m, record, 18, &zone)
			    : record->type != TYPE_SOA)
			continue;
		if (name_is_under(name, &zone)) {
			*ret_zone = zone;
			return true;
		}
	}
	return false;
}

static bool validator_names(const struct view_verdict *verdict,
			    const struct name *zone)
{
	char text[NAME_TEXT_SIZE], key[NAME_TEXT_SIZE + 16];

	(void)snprintf(key, sizeof(key), "for key %s",
		       name_to_text(zone, text));
	return verdict->answer->why && strstr(verdict->answer->why, key);
}

/* The apex that the validator names, above or at @p target, or nothing. */
static bool find_named(const struct view *view,
		       const struct view_verdict *verdict,
		       const struct name *target, struct name *ret_zone)
{
	for (unsigned i = 0; i < name_labels(target); i++) {
		struct name zone = name_strip(target, i);

		if (name_is_under(&view->zone, &zone) ||
		    !validator_names(verdict, &zone))
			continue;
		*ret_zone = zone;
		return true;
	}
	return false;
}

/* Follow the aliases from the name that was asked for. */
static bool follow(const struct view *view, const struct view_verdict *verdict,
		   const struct message *m, struct alias *ret_alias)
{
	struct name at = verdict->name, next, zone;
	bool found = false;

	for (int i = 0; i < ALIASES_MAX && find_alias(m, &at, &next); i++) {
		at = next;
		if (find_named(view, verdict, &at, &zone)) {
			*ret_alias = (struct alias){ at, zone };
			return true;
		}
		/* Nobody is blamed for a zone that we only guess. */
		found = find_zone(m, &at, &zone) &&
			!name_equal(&zone, &view->zone);
		if (found)
			*ret_alias = (struct alias){ at, zone };
	}
	return found;
}

static const struct message *cd_message(const struct view *view,
					const struct view_verdict *verdict)
{
	for (size_t i = 0; i < view->cd_count; i++) {
		const struct view_rrset *row = &view->cd[i];

		if (row->message && row->answer->type == verdict->type &&
		    name_equal(&row->answer->name, &verdict->name))
			return row->message;
	}
	return NULL;
}

/* RFC 4592 4.4: what a DNAME from a wildcard means is not defined, and
 * libunbound refuses it. */
static bool is_wild_dname(const struct copy *copy)
{
	const struct name *owner = &copy->rrset->owner;

	return copy->rrset->type == TYPE_DNAME && copy->best &&
	       copy->best->sig->labels < name_labels(owner);
}

/* Whether the alias that starts the chain is wrong by itself. */
static bool alias_is_bad(const struct diagnosis *d, const struct name *owner)
{
	for (size_t i = 0; i < d->copies->count; i++) {
		const struct copy *copy = &d->copies->at[i];

		if (copy->rrset->type == TYPE_CNAME &&
		    copy->state > COPY_GOOD &&
		    name_equal(&copy->rrset->owner, owner))
			return true;
		if (is_wild_dname(copy) &&
		    name_is_under(owner, &copy->rrset->owner))
			return true;
	}
	return false;
}

static bool is_alias_to_bogus(const struct diagnosis *d,
			      const struct view_verdict *verdict,
			      struct alias *ret_alias)
{
	const struct view *view = d->view;
	const struct message *m;

	if (!verdict_is_bogus(verdict) ||
	    !name_is_under(&verdict->name, &view->zone))
		return false;
	m = cd_message(view, verdict);
	return m && follow(view, verdict, m, ret_alias) &&
	       !(d->chain == CHAIN_SECURE && alias_is_bad(d, &verdict->name));
}

static void show(struct diagnosis *d, struct finding *f,
		 const struct view_verdict *verdict, const struct alias *alias)
{
	char name[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE], to[NAME_TEXT_SIZE];
	const char *line =
		arena_printf(d->arena, "%s %s, an alias to %s: bogus%s%s",
			     name_to_text(&verdict->name, name),
			     type_to_text(verdict->type, type),
			     name_to_text(&alias->target, to),
			     verdict->answer->why ? ": " : "",
			     verdict->answer->why ? verdict->answer->why : "");

	evidence_list(d, f, line ? line : "");
}

static void advise(struct diagnosis *d, struct finding *f,
		   const struct view_verdict *verdict,
		   const struct alias *alias)
{
	char name[NAME_SHELL_SIZE], to[NAME_SHELL_SIZE], type[TYPE_TEXT_SIZE];

	lines_add(d->arena, &f->fix,
		  "Tell the operator of %s: its DS, keys or signatures do not "
		  "hold",
		  f->blame);
	lines_add(d->arena, &f->fix,
		  "Until it is mended: let %s point elsewhere, if the service "
		  "has another name",
		  name_to_text(&verdict->name, name));
	lines_add(d->arena, &f->fix,
		  "Leave DNSSEC of %s as it is: turning it off would not help",
		  d->view->zone_text);
	lines_add(d->arena, &f->verify, "delv %s %s",
		  name_to_shell(&alias->target, to),
		  type_to_text(verdict->type, type));
	lines_add(d->arena, &f->verify, "delv %s %s",
		  name_to_shell(&verdict->name, name), type);
}

static struct finding *report(struct diagnosis *d,
			      const struct view_verdict *verdict,
			      const struct alias *alias)
{
	char name[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE], zone[NAME_TEXT_SIZE];
	struct finding *f;

	f = diagnosis_add(d,
			  verdict_is_probe(verdict) ? SEVERITY_WARNING
						    : SEVERITY_CRITICAL,
			  KIND_FAILING,
			  arena_printf(d->arena, "%s %s",
				       name_to_text(&verdict->name, name),
				       type_to_text(verdict->type, type)));
	f->blame = arena_strdup(d->arena, name_to_text(&alias->zone, zone));
	if (!f->blame)
		f->blame = d->view->zone_text; /* nobody will read it */
	diagnosis_summary(d, f,
			  "%s is an alias into %s, and that zone is bogus: "
			  "whoever asks a validating resolver for it fails",
			  name, zone);
	advise(d, f, verdict, alias);
	return f;
}

/* One finding for each zone to blame. */
struct blames {
	size_t count;
	struct name zones[ZONES_MAX];
	struct finding *findings[ZONES_MAX];
};

static void blame(struct diagnosis *d, struct blames *blames,
		  const struct view_verdict *v)
{
	struct alias alias;
	size_t k = 0;

	if (!is_alias_to_bogus(d, v, &alias))
		return;
	while (k < blames->count && !name_equal(&blames->zones[k], &alias.zone))
		k++;
	if (k == ZONES_MAX)
		return;
	if (k == blames->count) {
		blames->zones[k] = alias.zone;
		blames->findings[k] = report(d, v, &alias);
		blames->count++;
	}
	show(d, blames->findings[k], v, &alias);
}

static void run(struct diagnosis *d)
{
	struct blames blames = { .count = 0 };

	if (verdict_first_ancestor(d->view, verdict_is_bogus) ||
	    chain_apex_security(d->view) == SECURITY_BOGUS)
		return;
	/* Names that users ask come first: they decide how bad it is. */
	for (int probes = 0; probes < 2; probes++)
		for (size_t i = 0; i < d->view->verdict_count; i++)
			if (verdict_is_probe(&d->view->verdicts[i]) == probes)
				blame(d, &blames, &d->view->verdicts[i]);
}

const struct check check_cname_target_bogus = {
	.id = "cname-target-bogus",
	.summary = "a name is an alias into another zone, which is bogus",
	.source = "RFC 4035 5",
	.run = run,
};
