/* SPDX-License-Identifier: BSD-3-Clause */
/* evidence.c - lines that findings of several checks share. */
#include "diagnose/evidence.h"

#include <stdio.h>

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

const char *evidence_duration(struct diagnosis *d, int64_t s)
{
	char text[DURATION_TEXT_SIZE];

	return or_empty(arena_strdup(d->arena, duration_format(s, text)));
}

const char *evidence_when(struct diagnosis *d, struct wall t)
{
	char at[WALL_TEXT_SIZE], length[DURATION_TEXT_SIZE];
	int64_t left_s = wall_diff(d->view->now, t);

	if (left_s > 0)
		return or_empty(arena_printf(d->arena, "%s, in %s",
					     wall_format(t, at),
					     duration_format(left_s, length)));
	return or_empty(arena_printf(d->arena, "%s, %s ago", wall_format(t, at),
				     duration_format(-left_s, length)));
}

void evidence_list(struct diagnosis *d, struct finding *f, const char *line)
{
	if (f->evidence.count < EVIDENCE_LIST_MAX)
		lines_add(d->arena, &f->evidence, "%s", line);
	else
		f->evidence.dropped++;
}

const char *evidence_algorithm(struct diagnosis *d, uint8_t number)
{
	return or_empty(arena_printf(d->arena, "%s (%u)",
				     algorithm_info(number)->mnemonic, number));
}

static const char *const state_words[] = {
	[COPY_UNKNOWN] = "not checked",
	[COPY_GOOD] = "valid",
	[COPY_UNSIGNED] = "no RRSIG",
	[COPY_KEY_MISSING] = "no such key in the DNSKEY RRset",
	[COPY_EXPIRED] = "expired",
	[COPY_EARLY] = "not yet valid",
	[COPY_INVALID] = "cryptographically wrong",
	[COPY_NO_ENTRY] = "no RRSIG by a key that the DS set names",
};

void evidence_copy(struct diagnosis *d, struct finding *f,
		   const struct copy *copy, const char *names)
{
	const struct view_signature *sig = copy->best;
	const char *subject, *line;
	char from[WALL_TEXT_SIZE];

	subject = names ? arena_printf(d->arena, "%s @ %s", names,
				       copy->server->label)
			: view_subject(d->arena, copy->server, copy->rrset);
	if (sig)
		line = arena_printf(d->arena,
				    "%s: %s: RRSIG by key %u %s from %s to %s",
				    or_empty(subject), state_words[copy->state],
				    sig->sig->key_tag,
				    evidence_algorithm(d, sig->sig->algorithm),
				    wall_format(sig->inception, from),
				    evidence_when(d, sig->expiration));
	else
		line = arena_printf(d->arena, "%s: %s%s", or_empty(subject),
				    state_words[copy->state],
				    copy->state == COPY_UNSIGNED &&
						    copy->rrset->sig_count > 0
					    ? " by the zone, only by another"
					    : "");
	evidence_list(d, f, or_empty(line));
}

void evidence_key(struct diagnosis *d, struct finding *f,
		  const struct dnskey *key)
{
	unsigned bits = dnskey_rsa_bits(key);
	const char *line =
		arena_printf(d->arena, "key %u %s, flags %u", key->tag,
			     evidence_algorithm(d, key->algorithm), key->flags);

	if (line && bits > 0)
		line = arena_printf(d->arena, "%s, %u bits", line, bits);
	evidence_list(d, f, or_empty(line));
}

/* "serial 7, keys 1234 5678" */
static void server_line(struct diagnosis *d, struct finding *f,
			const struct view_server *server)
{
	struct text line;

	text_init(&line, 512);
	text_printf(&line, "%s: ", server->label);
	if (server->has_serial)
		text_printf(&line, "serial %u, ", server->serial);
	text_put(&line, server->key_count > 0 ? "keys" : "no keys");
	for (size_t i = 0; i < server->key_count; i++)
		text_printf(&line, " %u", server->keys[i].tag);
	evidence_list(d, f, text_string(&line));
	text_done(&line);
}

void evidence_servers(struct diagnosis *d, struct finding *f)
{
	for (size_t i = 0; i < d->view->server_count; i++)
		if (d->view->servers[i].state == SERVER_ANSWERS)
			server_line(d, f, &d->view->servers[i]);
}

size_t evidence_servers_answering(const struct diagnosis *d)
{
	size_t count = 0;

	for (size_t i = 0; i < d->view->server_count; i++)
		count += d->view->servers[i].state == SERVER_ANSWERS;
	return count;
}

void verify_question(struct diagnosis *d, struct finding *f,
		     const struct server *server, const struct name *name,
		     uint16_t type)
{
	struct address plain = server->address;
	char address[ADDRESS_TEXT_SIZE], owner[NAME_SHELL_SIZE];
	char type_name[TYPE_TEXT_SIZE], port[16] = "";

	if (plain.port != 53)
		(void)snprintf(port, sizeof(port), " -p %u", plain.port);
	plain.port = 53; /* which the text leaves out */
	lines_add(d->arena, &f->verify, "dig @%s%s %s %s +dnssec +norec",
		  address_to_text(&plain, address), port,
		  name_to_shell(name, owner), type_to_text(type, type_name));
}

void verify_apex(struct diagnosis *d, struct finding *f, uint16_t type)
{
	for (size_t i = 0; i < d->view->server_count; i++) {
		const struct view_server *server = &d->view->servers[i];

		if (server->state != SERVER_ANSWERS)
			continue;
		verify_question(d, f, server->server, &d->view->zone, type);
		return;
	}
}

void verify_ds(struct diagnosis *d, struct finding *f)
{
	for (size_t i = 0; i < d->view->parent_count; i++) {
		const struct view_parent *parent = &d->view->parents[i];

		if (parent->state != SERVER_ANSWERS || d->view->anchored)
			continue;
		verify_question(d, f, parent->server, &d->view->zone, TYPE_DS);
		return;
	}
	if (!d->view->anchored)
		lines_add(d->arena, &f->verify, "dig %s DS +dnssec",
			  d->view->zone_word);
}

void verify_zone(struct diagnosis *d, struct finding *f, const char *zone_text)
{
	char word[NAME_SHELL_SIZE];
	struct name zone;

	if (name_from_text(zone_text, &zone))
		lines_add(d->arena, &f->verify, "delv %s SOA",
			  name_to_shell(&zone, word));
}

void verify_chain(struct diagnosis *d, struct finding *f)
{
	char root[NAME_SHELL_SIZE];

	if (d->view->trusted.len > 1)
		lines_add(d->arena, &f->verify,
			  "delv -a TRUST_ANCHORS +root=%s %s SOA",
			  name_to_shell(&d->view->trusted, root),
			  d->view->zone_word);
	else
		verify_zone(d, f, d->view->zone_text);
}

void fix_roll_algorithm(struct diagnosis *d, struct finding *f)
{
	lines_add(d->arena, &f->fix,
		  "Roll to ECDSAP256SHA256 (13), without haste and in this "
		  "order: sign with new keys as well; a TTL later publish "
		  "them; when every server has them, and a TTL later, have "
		  "the parent replace the DS");
	lines_add(d->arena, &f->fix,
		  "Remove the old keys, and then their signatures, only when "
		  "the old DS has left the caches");
}

void fix_resign(struct diagnosis *d, struct finding *f)
{
	const char *zone = d->view->zone_word;

	lines_add(d->arena, &f->fix,
		  "Sign the zone again, with a new serial (BIND: rndc sign %s; "
		  "Knot: knotc zone-sign %s; ldns-signzone, dnssec-signzone: "
		  "run it, then reload)",
		  zone, zone);
	lines_add(d->arena, &f->fix,
		  "See that every server then has the new serial and the new "
		  "signatures");
	lines_add(d->arena, &f->fix,
		  "Find why the signer did not do it by itself: its log, its "
		  "clock, access to the keys");
}
