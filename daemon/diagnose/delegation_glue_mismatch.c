/* SPDX-License-Identifier: BSD-3-Clause */
/* delegation_glue_mismatch.c - the glue at the parent is not what the name
 * server's name has: an address was changed in the zone and not at the
 * registrar, or the other way round. Glue for names outside of the zone is
 * hearsay that no resolver needs, and is not judged. */
#include "diagnose/evidence.h"
#include "diagnose/referral.h"

#include <string.h>

/* Of one host at one place. */
#define ADDRESSES_MAX 16

struct addresses {
	size_t count;
	struct address at[ADDRESSES_MAX];
};

struct comparison {
	const struct view_parent *parent;
	const struct name *host;
	uint16_t type;
	struct addresses glue, own;
};

static bool have(const struct addresses *set, const struct address *address)
{
	for (size_t i = 0; i < set->count; i++)
		if (address_equal(&set->at[i], address))
			return true;
	return false;
}

static void add(struct addresses *set, const uint8_t *bytes, uint16_t type)
{
	struct address address = { type == TYPE_A ? 4 : 6, 53, { 0 } };

	memcpy(address.bytes, bytes, type == TYPE_A ? 4 : 16);
	if (set->count < ADDRESSES_MAX && !have(set, &address))
		set->at[set->count++] = address;
}

/* The addresses of c->host, of c->type, in @p section of @p m. */
static void collect(const struct comparison *c, const struct message *m,
		    enum section section, struct addresses *ret)
{
	ret->count = 0;
	for (size_t i = 0; i < m->record_count; i++) {
		const struct record *r = &m->records[i];
		struct name owner;

		if (r->section != section || r->type != c->type ||
		    r->rdata_len != (c->type == TYPE_A ? 4 : 16))
			continue;
		message_owner(m, r, &owner);
		if (name_equal(&owner, c->host))
			add(ret, m->wire + r->rdata_at, c->type);
	}
}

/* What a resolver that asks the zone itself gets. @return false: unknown. */
static bool find_own(const struct view *view, struct comparison *c)
{
	for (size_t i = 0; i < view->cd_count; i++) {
		const struct view_rrset *row = &view->cd[i];

		if (!row->message || row->type != c->type ||
		    row->rcode != RCODE_NOERROR ||
		    !name_equal(&row->owner, c->host))
			continue;
		collect(c, row->message, SECTION_ANSWER, &c->own);
		return true;
	}
	return false;
}

static bool differs(const struct comparison *c)
{
	for (size_t i = 0; i < c->glue.count; i++)
		if (!have(&c->own, &c->glue.at[i]))
			return true;
	return false;
}

static const char *text_of(struct diagnosis *d, const struct addresses *set)
{
	char address[ADDRESS_TEXT_SIZE];
	const char *kept;
	struct text text;

	text_init(&text, 1024);
	for (size_t i = 0; i < set->count; i++)
		text_printf(&text, "%s%s", i > 0 ? " " : "",
			    address_to_text(&set->at[i], address));
	kept = arena_strdup(d->arena, set->count ? text_string(&text) : "none");
	text_done(&text);
	return kept ? kept : "";
}

static void report(struct diagnosis *d, const struct comparison *c)
{
	char host[NAME_SHELL_SIZE], type[TYPE_TEXT_SIZE];
	struct finding *f;

	(void)name_to_text(c->host, host);
	(void)type_to_text(c->type, type);
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_FAILING,
			  arena_printf(d->arena, "%s %s", host, type));
	diagnosis_summary(d, f, "%s: the glue at the parent is %s, its %s %s",
			  host, text_of(d, &c->glue), type,
			  text_of(d, &c->own));
	lines_add(d->arena, &f->evidence, "glue at %s: %s", c->parent->label,
		  text_of(d, &c->glue));
	lines_add(d->arena, &f->evidence, "%s %s in the zone: %s", host, type,
		  text_of(d, &c->own));
	lines_add(d->arena, &f->fix,
		  "Where the zone is right: change the host object at the "
		  "registrar; else the address in the zone");
	verify_question(d, f, c->parent->server, &d->view->zone, TYPE_NS);
	lines_add(d->arena, &f->verify, "dig %s %s",
		  name_to_shell(c->host, host), type);
}

static bool compare(struct diagnosis *d, struct comparison *c)
{
	static const uint16_t types[] = { TYPE_A, TYPE_AAAA };

	for (size_t i = 0; i < 2; i++) {
		c->type = types[i];
		collect(c, c->parent->referral, SECTION_ADDITIONAL, &c->glue);
		if (c->glue.count > 0 && find_own(d->view, c) && differs(c)) {
			report(d, c);
			return true;
		}
	}
	return false;
}

/* One finding for a host: the parent's servers mostly say the same. */
static void run(struct diagnosis *d)
{
	struct hosts told = { 0 }, hosts;
	const struct view *view = d->view;

	for (size_t i = 0; i < view->parent_count; i++) {
		struct comparison c = { .parent = &view->parents[i] };

		if (!referral_hosts(view, c.parent, &hosts))
			continue;
		for (size_t k = 0; k < hosts.count; k++) {
			c.host = &hosts.at[k];
			if (name_is_under(c.host, &view->zone) &&
			    !hosts_have(&told, c.host) && compare(d, &c) &&
			    told.count < REFERRAL_HOSTS_MAX)
				told.at[told.count++] = *c.host;
		}
	}
}

const struct check check_delegation_glue_mismatch = {
	.id = "delegation-glue-mismatch",
	.summary = "the glue at the parent differs from the host's address",
	.source = "RFC 1034 4.2.2",
	.run = run,
};
