/* SPDX-License-Identifier: BSD-3-Clause */
/* discover.c - who serves the zone and its parent.
 *
 *	cd: DS of the zone    -> the parent's apex, by who signs or denies it
 *	cd: NS of the parent  -> hosts -> cd: A, AAAA -> parent servers
 *	parents: NS           -> hosts, glue \
 *	cd: NS                -> hosts        > -> cd: A, AAAA -> authorities
 *	authorities: NS       -> hosts       /
 *
 * Each server is asked the planned questions as soon as it is known. */
#include "probe/pass_inner.h"

#include <string.h>

/* Of the parent's servers; the rest of the snapshot's room is the zone's and
 * the resolvers'. */
#define PARENT_SERVERS_MAX                                                     \
	(SNAPSHOT_SERVERS_MAX - PLAN_SERVERS_MAX - PLAN_RESOLVERS_MAX)
/* Addresses of one name: more is a trick. */
#define HOST_ADDRESSES_MAX 8

static bool is_root_hint(const struct pass *pass, const struct address *address)
{
	const struct roots *roots = pass->tools->roots;

	for (size_t i = 0; i < roots->hint_count; i++)
		if (address_equal(&roots->hints[i], address))
			return true;
	return false;
}

/* Where the DNS must not lead us: to nobody, to everybody; and, unless the
 * operator said otherwise, to what is within our own network. */
static bool is_forbidden(const struct pass *pass, const struct address *address)
{
	switch (address_scope(address)) {
	case ADDRESS_PUBLIC:
		return false;
	case ADDRESS_UNSPECIFIED:
	case ADDRESS_MULTICAST:
		return true;
	default:
		return !pass->tools->private_servers &&
		       !is_root_hint(pass, address);
	}
}

static size_t count_servers(const struct pass *pass, enum vantage vantage)
{
	size_t count = 0;

	for (size_t i = 0; i < pass->snapshot.server_count; i++)
		count += pass->servers[i].vantage == vantage;
	return count;
}

static void add_address(struct pass *pass, struct host *host,
			const struct address *address)
{
	struct server server = { .vantage = host->vantage,
				 .host = host->name,
				 .address = *address };
	bool is_new;
	int index;

	if (host->address_count++ >= HOST_ADDRESSES_MAX)
		return;
	if (count_servers(pass, host->vantage) >=
	    (host->vantage == VANTAGE_PARENT ? PARENT_SERVERS_MAX
					     : PLAN_SERVERS_MAX))
		return;
	index = pass_add_server(pass, &server, &is_new);
	if (index < 0 || !is_new)
		return;
	if (is_forbidden(pass, address))
		pass_forbid(pass, host->vantage, index);
	else
		pass_measure(pass, host->vantage, index);
}

/* The addresses of @p host in @p section; CNAMEs are followed there. */
static void add_addresses(struct pass *pass, struct host *host,
			  const struct message *message, enum section section)
{
	for (size_t i = 0; i < message->record_count; i++) {
		const struct record *r = &message->records[i];
		size_t len = r->type == TYPE_A	    ? 4
			     : r->type == TYPE_AAAA ? 16
						    : 0;
		struct address address = { len == 4 ? 4 : 6, 53, { 0 } };
		struct name owner;

		if (r->section != section || !len || r->rdata_len != len)
			continue;
		message_owner(message, r, &owner);
		if (section == SECTION_ADDITIONAL &&
		    !name_equal(&owner, &host->name))
			continue;
		memcpy(address.bytes, message->wire + r->rdata_at, len);
		add_address(pass, host, &address);
	}
}

/* Find or add; a new one's addresses are looked up. */
static struct host *host_get(struct pass *pass, enum vantage vantage,
			     const struct name *name)
{
	struct host *host;

	for (size_t i = 0; i < pass->host_count; i++) {
		host = &pass->hosts[i];
		if (host->vantage == vantage && name_equal(&host->name, name))
			return host;
	}
	if (pass->host_count == HOSTS_MAX)
		return NULL;
	host = &pass->hosts[pass->host_count];
	*host = (struct host){ .vantage = vantage,
			       .name = *name,
			       .open_count = 2 };
	pass_ask_cd(pass, name, TYPE_A, (int)pass->host_count);
	pass_ask_cd(pass, name, TYPE_AAAA, (int)pass->host_count);
	pass->host_count++;
	return host;
}

/* Glue is for names within the zone; for others it is hearsay. */
static bool is_glued(const struct pass *pass, const struct name *host)
{
	return name_is_under(host, &pass->plan->zone);
}

/* The hosts that @p message names for @p zone. */
static void add_hosts(struct pass *pass, const struct message *message,
		      const struct name *zone, enum vantage vantage,
		      bool from_parent)
{
	for (size_t i = 0; i < message->record_count; i++) {
		const struct record *r = &message->records[i];
		size_t at = r->rdata_at;
		struct name owner, name;
		struct host *host;

		if (r->type != TYPE_NS || r->section == SECTION_ADDITIONAL)
			continue;
		message_owner(message, r, &owner);
		if (!name_equal(&owner, zone) ||
		    name_unpack(message->wire, message->len, &at, &name) !=
			    ERR_OK)
			continue;
		host = host_get(pass, vantage, &name);
		if (!host)
			return;
		host->in_parent |= from_parent;
		host->in_child |= !from_parent;
		if (vantage == VANTAGE_AUTHORITY && is_glued(pass, &name))
			add_addresses(pass, host, message, SECTION_ADDITIONAL);
	}
}

static bool is_above(const struct name *name, const struct name *zone)
{
	return name->len < zone->len && name_is_under(zone, name);
}

/* The signer of an RRSIG lies behind 18 bytes, RFC 4034 3.1. */
static bool read_signer(const struct message *message, const struct record *r,
			struct name *ret_signer)
{
	size_t at = (size_t)r->rdata_at + 18;

	return r->type == TYPE_RRSIG && r->rdata_len > 18 &&
	       name_unpack(message->wire, message->len, &at, ret_signer) ==
		       ERR_OK;
}

/* The apex that an answer about DS or SOA comes from: who signed it, or whose
 * SOA denies it. Above @p below only. */
static bool find_apex(const struct message *message, const struct name *below,
		      struct name *ret_apex)
{
	for (size_t i = 0; i < message->record_count; i++) {
		const struct record *r = &message->records[i];
		struct name name;

		if (r->section == SECTION_ADDITIONAL)
			continue;
		if (r->type == TYPE_SOA)
			message_owner(message, r, &name);
		else if (!read_signer(message, r, &name))
			continue;
		if (is_above(&name, below)) {
			*ret_apex = name;
			return true;
		}
	}
	return false;
}

static void parent_found(struct pass *pass, const struct name *parent)
{
	pass->snapshot.parent = *parent;
	pass_ask_cd(pass, parent, TYPE_NS, HOST_PARENT_NS);
}

/* The DS answer did not tell: whose zone is the name above in? */
static void ask_above(struct pass *pass)
{
	struct name above = name_strip(&pass->plan->zone, 1);

	pass_ask_cd(pass, &above, TYPE_SOA, HOST_PARENT_SOA);
}

/* Parse @p answer's packet into the pass' scratch. */
static const struct message *parse(struct pass *pass,
				   const struct answer *answer)
{
	if (answer->outcome != OUTCOME_ANSWER ||
	    message_parse(answer->packet, answer->packet_len, &pass->message) !=
		    ERR_OK)
		return NULL;
	return &pass->message;
}

static void note_ds(struct pass *pass, const struct answer *answer)
{
	const struct message *message = parse(pass, answer);
	struct name parent;

	if (pass->plan->zone.len == 1)
		return;
	if (message && find_apex(message, &pass->plan->zone, &parent))
		parent_found(pass, &parent);
	else
		ask_above(pass);
}

void discover_note(struct pass *pass, const struct answer *answer)
{
	const struct name *zone = &pass->plan->zone;
	const struct message *message;

	if (!pass->discovers || !name_equal(&answer->name, zone) ||
	    answer->vantage == VANTAGE_VALIDATOR ||
	    answer->vantage == VANTAGE_RESOLVER)
		return;
	if (answer->type == TYPE_DS && answer->vantage == VANTAGE_CD)
		note_ds(pass, answer);
	if (answer->type != TYPE_NS)
		return;
	message = parse(pass, answer);
	if (message)
		add_hosts(pass, message, zone, VANTAGE_AUTHORITY,
			  answer->vantage == VANTAGE_PARENT);
}

static void heard_addresses(struct pass *pass, struct host *host,
			    const struct answer *answer)
{
	const struct message *message = parse(pass, answer);

	host->open_count--;
	if (message)
		add_addresses(pass, host, message, SECTION_ANSWER);
	else if (answer->outcome != OUTCOME_FAILED)
		host->unsure = true;
}

void discover_heard(struct pass *pass, const struct ask *ask,
		    const struct answer *answer)
{
	const struct message *message;
	struct name parent;

	if (ask->host >= 0) {
		heard_addresses(pass, &pass->hosts[ask->host], answer);
		return;
	}
	message = parse(pass, answer);
	if (!message)
		return;
	if (ask->host == HOST_PARENT_NS)
		add_hosts(pass, message, &pass->snapshot.parent, VANTAGE_PARENT,
			  false);
	else if (find_apex(message, &pass->plan->zone, &parent))
		parent_found(pass, &parent);
}

bool discover_is_evidence(const struct pass *pass, const struct ask *ask)
{
	return ask->host >= 0 &&
	       pass->hosts[ask->host].vantage == VANTAGE_AUTHORITY &&
	       is_glued(pass, &ask->name);
}

static bool is_addressless(const struct host *host)
{
	return host->address_count == 0 && host->open_count == 0 &&
	       !host->unsure && host->vantage == VANTAGE_AUTHORITY;
}

void discover_seal(struct pass *pass)
{
	for (size_t i = 0; i < pass->host_count; i++) {
		const struct host *host = &pass->hosts[i];
		struct server none = { .vantage = VANTAGE_AUTHORITY,
				       .host = host->name };
		bool is_new;

		if (is_addressless(host))
			(void)pass_add_server(pass, &none, &is_new);
		for (size_t k = 0; k < pass->snapshot.server_count; k++) {
			struct server *server = &pass->servers[k];

			if (host->vantage != VANTAGE_AUTHORITY ||
			    server->vantage != VANTAGE_AUTHORITY ||
			    !name_equal(&server->host, &host->name))
				continue;
			server->in_parent |= host->in_parent;
			server->in_child |= host->in_child;
			server->hidden = false;
		}
	}
}
