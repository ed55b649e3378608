/* SPDX-License-Identifier: BSD-3-Clause */
/* denials.c - what the zone's servers deny, and with which proof. */
#include "diagnose/denials.h"

#include <string.h>

/* Collecting: one answer of one server at a time. */
struct collector {
	struct arena *arena;
	const struct view *view;
	struct denials *denials;
	struct denied *at;
	struct denial_record *records;
	const struct view_server *server;
	const struct view_rrset *rows;
	size_t row_count;
	struct denial denial; /* the records of this answer */
};

static bool has_data(const struct view_rrset *row)
{
	return row->set && row->set->count > 0;
}

static bool is_record(const struct view_rrset *row)
{
	return row->from_authority && has_data(row) &&
	       (row->type == TYPE_NSEC || row->type == TYPE_NSEC3);
}

/* The signature of the zone itself, not of one below it. */
static const struct rrsig *zone_signature(const struct view *view,
					  const struct view_rrset *row)
{
	for (size_t i = 0; i < row->sig_count; i++)
		if (name_equal(&row->sigs[i].sig->signer, &view->zone))
			return row->sigs[i].sig;
	return NULL;
}

/* RFC 4035 5.3.4: fewer labels than the owner has, "*" not counted. */
static bool is_expanded(const struct view_rrset *row, const struct rrsig *sig)
{
	return sig->labels <
	       name_labels(&row->owner) - name_is_wildcard(&row->owner);
}

/* --- the records --- */

/* A wildcard's record that is shown under another name says nothing of that
 * name: what was signed counts (RFC 4035 5.3.2, CVE-2017-15105). */
static struct name signed_owner(const struct view *view,
				const struct view_rrset *row)
{
	const struct rrsig *sig = zone_signature(view, row);
	struct name owner = row->owner;

	if (!sig || !is_expanded(row, sig))
		return owner;
	owner = name_strip(&owner, name_labels(&owner) - sig->labels);
	/* One label of a byte takes the place of one or more. */
	(void)name_prepend("*", &owner, &owner);
	return owner;
}

static bool is_seen(const struct collector *c, const struct view_rrset *row)
{
	for (size_t i = 0; i < c->denials->record_count; i++)
		if (rrset_same_data(c->records[i].rrset->set, row->set) &&
		    denial_same_version(c->records[i].server, c->server))
			return true;
	return false;
}

static void see_record(struct collector *c, const struct view_rrset *row)
{
	struct denial_record *to = &c->records[c->denials->record_count];
	struct rdata rdata = row->set->rdata[0];
	struct name owner = signed_owner(c->view, row);

	if (c->denials->record_count == DENIAL_SEEN_MAX ||
	    !zone_signature(c->view, row) || is_seen(c, row))
		return;
	to->server = c->server;
	to->rrset = row;
	to->is_nsec3 = row->type == TYPE_NSEC3;
	if (to->is_nsec3
		    ? nsec3_read(&owner, &c->view->zone, rdata, &to->u.nsec3)
		    : nsec_read(&owner, rdata, &to->u.nsec))
		c->denials->record_count++;
}

static void take_records(struct collector *c)
{
	denial_init(&c->denial, &c->view->zone, c->denials->hasher);
	for (size_t i = 0; i < c->row_count; i++) {
		const struct view_rrset *row = &c->rows[i];
		struct name owner;

		if (!is_record(row))
			continue;
		owner = signed_owner(c->view, row);
		for (size_t k = 0; k < row->set->count; k++)
			denial_add(&c->denial, &owner, row->type,
				   row->set->rdata[k]);
		see_record(c, row);
	}
}

/* --- what is denied --- */

static void add_claim(struct collector *c, enum denied_claim claim,
		      const struct name *name, enum proof proof)
{
	c->at[c->denials->count++] = (struct denied){
		.server = c->server,
		.rows = c->rows,
		.row_count = c->row_count,
		.claim = claim,
		.name = name,
		.type = c->rows[0].type,
		.proof = proof,
		.nsec = c->denial.nsec_count > 0,
		.nsec3 = c->denial.nsec3_count > 0,
	};
	denial_mark(&c->denial, name);
}

static void add_expansions(struct collector *c)
{
	for (size_t i = 0; i < c->row_count; i++) {
		const struct view_rrset *row = &c->rows[i];
		const struct rrsig *sig = zone_signature(c->view, row);

		if (!row->from_authority && has_data(row) && sig &&
		    is_expanded(row, sig))
			add_claim(c, CLAIM_WILDCARD, &row->owner,
				  denial_prove_wildcard(&c->denial, &row->owner,
							sig->labels));
	}
}

static const struct view_rrset *alias_of(const struct collector *c,
					 const struct name *name)
{
	for (size_t i = 0; i < c->row_count; i++)
		if (c->rows[i].type == TYPE_CNAME &&
		    !c->rows[i].from_authority && has_data(&c->rows[i]) &&
		    name_equal(&c->rows[i].owner, name))
			return &c->rows[i];
	return NULL;
}

/* @return the name that the zone should have answered for in the end; NULL
 * where that is not in the zone, a loop, or the arena is full. */
static const struct name *end_of_aliases(struct collector *c)
{
	const struct name *name = &c->rows[0].owner;

	for (size_t links = 0; links <= c->row_count; links++) {
		const struct view_rrset *alias = c->rows[0].type == TYPE_CNAME
							 ? NULL
							 : alias_of(c, name);
		struct name target;

		if (!alias)
			return name;
		if (!rdata_read_name(alias->set->rdata[0], &target) ||
		    !name_is_under(&target, &c->view->zone))
			return NULL;
		name = arena_memdup(c->arena, &target, sizeof(target));
		if (!name)
			return NULL;
	}
	return NULL;
}

static bool answers_otherwise(const struct collector *c)
{
	for (size_t i = 0; i < c->row_count; i++)
		if (!c->rows[i].from_authority && has_data(&c->rows[i]) &&
		    c->rows[i].type != TYPE_CNAME &&
		    c->rows[i].type != TYPE_DNAME)
			return true;
	return false;
}

/* Neither a referral, nor the denial of a zone below, nor an answer to some
 * other question. */
static bool denies_for_zone(const struct collector *c)
{
	const struct message *m = c->rows[0].message;

	if (message_count(m, SECTION_AUTHORITY, NULL, TYPE_SOA) > 0)
		return message_count(m, SECTION_AUTHORITY, &c->view->zone,
				     TYPE_SOA) > 0;
	return message_count(m, SECTION_AUTHORITY, NULL, TYPE_NS) == 0 &&
	       !answers_otherwise(c);
}

static void look_compact(const struct collector *c, struct denied *denied)
{
	for (size_t i = 0; i < c->denial.nsec_count; i++) {
		const struct nsec *nsec = &c->denial.nsec[i];

		if (!name_equal(&nsec->owner, denied->name))
			continue;
		/* RFC 9824 2: the next name is one label of a zero byte in
		 * front. */
		denied->nxname = type_bitmap_has(&nsec->types, TYPE_NXNAME);
		denied->compact = nsec->next.len == nsec->owner.len + 2 &&
				  nsec->next.wire[0] == 1 &&
				  nsec->next.wire[1] == 0;
	}
}

static void add_negative(struct collector *c)
{
	const struct message *m = c->rows[0].message;
	uint16_t type = c->rows[0].type;
	const struct name *name = end_of_aliases(c);

	if (!name || message_count(m, SECTION_ANSWER, name, type) > 0 ||
	    !denies_for_zone(c))
		return;
	/* The DS of the apex is the parent's to deny; keys that are gone are
	 * faults with names of their own. */
	if ((type == TYPE_DS || type == TYPE_DNSKEY) &&
	    name_equal(name, &c->view->zone))
		return;
	if (m->rcode == RCODE_NXDOMAIN)
		add_claim(c, CLAIM_NXDOMAIN, name,
			  denial_prove_nxdomain(&c->denial, name, type));
	else
		add_claim(c, CLAIM_NODATA, name,
			  denial_prove_nodata(&c->denial, name, type));
	look_compact(c, &c->at[c->denials->count - 1]);
}

static bool has_stray(const struct denial *denial)
{
	for (size_t i = 0; i < denial->nsec_count; i++)
		if (!denial->nsec_used[i])
			return true;
	for (size_t i = 0; i < denial->nsec3_count; i++)
		if (!denial->nsec3_used[i])
			return true;
	return false;
}

static void collect_answer(struct collector *c)
{
	const struct message *m = c->rows[0].message;
	size_t first = c->denials->count;

	if (!m || m->tc || !m->aa ||
	    (m->rcode != RCODE_NOERROR && m->rcode != RCODE_NXDOMAIN) ||
	    !name_is_under(&c->rows[0].owner, &c->view->zone))
		return;
	take_records(c);
	add_expansions(c);
	add_negative(c);
	for (size_t i = first; i < c->denials->count; i++)
		c->at[i].has_stray = has_stray(&c->denial);
}

static void collect_server(struct collector *c)
{
	const struct view_server *server = c->server;
	size_t at = 0;

	while (at < server->rrset_count) {
		size_t end = at + 1;

		while (end < server->rrset_count &&
		       server->rrsets[end].answer == server->rrsets[at].answer)
			end++;
		c->rows = &server->rrsets[at];
		c->row_count = end - at;
		collect_answer(c);
		at = end;
	}
}

static bool serves_unsigned(const struct view_server *server)
{
	return server->soa && server->soa->sig_count == 0;
}

const struct denials *denials_new(struct arena *arena, const struct view *view)
{
	struct collector *c = arena_alloc(arena, sizeof(*c));
	struct denials *denials = arena_alloc(arena, sizeof(*denials));
	size_t rows = 0;

	for (size_t i = 0; i < view->server_count; i++)
		rows += view->servers[i].rrset_count;
	if (!c || !denials)
		return NULL;
	c->arena = arena;
	c->view = view;
	c->denials = denials;
	/* A row is at most one denial: expanded, or asked for and not there. */
	c->at = arena_array(arena, rows + 1, sizeof(*c->at));
	c->records =
		arena_array(arena, DENIAL_SEEN_MAX + 1, sizeof(*c->records));
	denials->hasher = arena_alloc(arena, sizeof(*denials->hasher));
	if (!c->at || !c->records || !denials->hasher)
		return NULL;
	denials->hasher->left = NSEC3_BUDGET;
	denials->at = c->at;
	denials->records = c->records;
	for (size_t i = 0; i < view->server_count; i++) {
		c->server = &view->servers[i];
		if (!serves_unsigned(c->server))
			collect_server(c);
	}
	return denials;
}
