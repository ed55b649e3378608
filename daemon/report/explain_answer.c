/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_answer.c - one answer in one line, and the command that asks the
 * same again. */
#include "report/explain.h"

#include "dns/rrset.h"
#include "report/safe.h"
#include "report/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Of one answer; the rest is to be had with the command. */
#define RECORDS_SHOWN 4
#define RDATA_SHOWN   64

const char *explain_keep(struct arena *arena, struct text *text)
{
	const char *kept = arena_strdup(arena, text_string(text));

	text_done(text);
	return kept ? kept : "";
}

const char *explain_printf(struct arena *arena, const char *format, ...)
{
	char line[EXPLAIN_LINE_MAX];
	const char *kept;
	va_list args;

	va_start(args, format);
	(void)vsnprintf(line, sizeof(line), format, args); /* cut */
	va_end(args);
	kept = arena_strdup(arena, line);
	return kept ? kept : "";
}

const char *explain_name(struct arena *arena, const struct name *name)
{
	char text[NAME_TEXT_SIZE];

	return explain_printf(arena, "%s", name_to_text(name, text));
}

const char *explain_reason(const struct answer *answer)
{
	const char *colon = answer->why ? strstr(answer->why, ">: ") : NULL;

	return colon ? colon + strlen(">: ") : answer->why;
}

/* --- the command --- */

static const char *of_server(struct arena *arena, const struct server *server,
			     const struct answer *answer, const char *question)
{
	struct address plain = server->address;
	const char *mode = answer->vantage != VANTAGE_RESOLVER ? " +norec"
			   : answer->cd			       ? " +cd"
							       : "";
	char address[ADDRESS_TEXT_SIZE], port[16] = "";

	if (plain.port != 53)
		(void)snprintf(port, sizeof(port), " -p %u", plain.port);
	plain.port = 53; /* which the text leaves out */
	return explain_printf(arena, "dig @%s%s %s +dnssec%s%s",
			      address_to_text(&plain, address), port, question,
			      mode, answer->tcp ? " +tcp" : "");
}

/* Resolvers judge it by anchors that delv must be given: a file of them.
 * @param ret_root  whose they are, as a word. */
static bool anchored_at(const struct snapshot *snapshot,
			const struct answer *answer,
			char ret_root[NAME_SHELL_SIZE])
{
	const char *anchor = snapshot->trust_anchor;
	char owner[NAME_TEXT_SIZE];
	struct name root;

	if (!anchor || !name_is_under(&answer->name, &snapshot->zone) ||
	    answer->type == TYPE_DS)
		return false;
	(void)snprintf(owner, sizeof(owner), "%.*s",
		       (int)strcspn(anchor, " \t"), anchor);
	if (!name_from_text(owner, &root))
		return false;
	(void)name_to_shell(&root, ret_root);
	return true;
}

const char *explain_command(struct arena *arena,
			    const struct snapshot *snapshot,
			    const struct answer *answer)
{
	char name[NAME_SHELL_SIZE], type[TYPE_TEXT_SIZE];
	char question[NAME_SHELL_SIZE + TYPE_TEXT_SIZE + 1];

	(void)snprintf(question, sizeof(question), "%s %s",
		       name_to_shell(&answer->name, name),
		       type_to_text(answer->type, type));
	if (answer->server >= 0 &&
	    (size_t)answer->server < snapshot->server_count)
		return of_server(arena, &snapshot->servers[answer->server],
				 answer, question);
	if (answer->vantage == VANTAGE_CD)
		return explain_printf(arena, "dig %s +dnssec +cd", question);
	if (anchored_at(snapshot, answer, name))
		return explain_printf(arena,
				      "delv -a TRUST_ANCHORS +root=%s %s", name,
				      question);
	return explain_printf(arena, "delv %s", question);
}

/* --- what came back --- */

static void put_flags(const struct message *m, struct text *out)
{
	const struct {
		bool set;
		const char *name;
	} flags[] = { { m->aa, "aa" }, { m->tc, "tc" }, { m->rd, "rd" },
		      { m->ra, "ra" }, { m->ad, "ad" }, { m->cd, "cd" } };

	text_put(out, ", flags qr");
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (flags[i].set)
			text_printf(out, " %s", flags[i].name);
}

static void put_rdata(uint16_t type, struct rdata rdata, struct text *out)
{
	struct dnskey key;
	struct text text;

	if (type == TYPE_DNSKEY && dnskey_read(rdata, &key)) {
		text_printf(out, "key %u (flags %u, %s)", key.tag, key.flags,
			    algorithm_info(key.algorithm)->mnemonic);
		return;
	}
	text_init(&text, EXPLAIN_LINE_MAX);
	rdata_print(&text, type, rdata);
	safe_put_cut(out, text_string(&text), RDATA_SHOWN);
	text_done(&text);
}

static void put_signatures(const struct rrset *set, struct wall now,
			   struct text *out)
{
	for (size_t i = 0; i < set->sig_count && i < RECORDS_SHOWN; i++) {
		text_printf(out, "%s %u until ",
			    i ? ", and by" : "; signed by key",
			    set->sigs[i].key_tag);
		words_time(out, serial_to_wall(set->sigs[i].expiration, now));
	}
	if (set->sig_count == 0)
		text_put(out, "; not signed");
}

static void put_set(const struct rrset *set, struct wall now, struct text *out)
{
	char type[TYPE_TEXT_SIZE];

	text_printf(out, "; %s ", type_to_text(set->type, type));
	for (size_t i = 0; i < set->count && i < RECORDS_SHOWN; i++) {
		text_put(out, i ? ", " : "");
		put_rdata(set->type, set->rdata[i], out);
	}
	if (set->count > RECORDS_SHOWN)
		text_printf(out, " and %zu more", set->count - RECORDS_SHOWN);
	put_signatures(set, now, out);
}

/* What stands in the authority section: a referral, or a proof. */
static void put_authority(const struct message *m, struct text *out)
{
	static const uint16_t types[] = { TYPE_NS,   TYPE_DS,	 TYPE_SOA,
					  TYPE_NSEC, TYPE_NSEC3, TYPE_RRSIG };
	char type[TYPE_TEXT_SIZE];
	bool first = true;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		size_t count =
			message_count(m, SECTION_AUTHORITY, NULL, types[i]);

		if (count == 0)
			continue;
		text_printf(out, "%s%zu %s", first ? "; beside it " : ", ",
			    count, type_to_text(types[i], type));
		first = false;
	}
}

static void put_extended_errors(const struct message *m, struct text *out)
{
	for (size_t i = 0; i < m->ede_count; i++) {
		text_printf(out, "; it adds error %u (%s)", m->ede[i].code,
			    ede_text(m->ede[i].code));
		if (m->ede[i].text_len)
			text_printf(out, ": %.*s", m->ede[i].text_len,
				    (const char *)m->wire + m->ede[i].text_at);
	}
}

/* RFC 1034 4.3.2: NS of a zone below, and no authority over it. */
static bool is_referral(const struct message *m)
{
	return !m->aa && !m->ra &&
	       message_count(m, SECTION_AUTHORITY, NULL, TYPE_NS) > 0;
}

static void put_records(struct arena *arena, const struct answer *answer,
			struct wall now, const struct message *m,
			struct text *out)
{
	const struct rrset *set = NULL, *alias = NULL;
	struct name owner = answer->name;

	if (answer->type != TYPE_CNAME)
		(void)rrset_collect(arena, m, SECTION_ANSWER, &owner,
				    TYPE_CNAME, &alias);
	if (alias && alias->count) {
		put_set(alias, now, out);
		if (!rdata_read_name(alias->rdata[0], &owner))
			return;
	}
	(void)rrset_collect(arena, m, SECTION_ANSWER, &owner, answer->type,
			    &set);
	if (set && set->count) {
		put_set(set, now, out);
	} else if (!alias && m->rcode == RCODE_NOERROR) {
		text_put(out,
			 is_referral(m) ? "; a referral" : "; no such record");
		put_authority(m, out);
	} else if (m->rcode == RCODE_NXDOMAIN) {
		put_authority(m, out);
	}
}

static void put_message(struct arena *arena, const struct answer *answer,
			struct wall now, struct message *scratch,
			struct text *out)
{
	if (message_parse(answer->packet, answer->packet_len, scratch)) {
		text_put(out, "bytes that are no DNS message");
		return;
	}
	text_put(out, rcode_text(scratch->rcode));
	put_flags(scratch, out);
	put_records(arena, answer, now, scratch, out);
	put_extended_errors(scratch, out);
}

static const char *const silences[OUTCOME_COUNT] = {
	[OUTCOME_ANSWER] = "an answer",
	[OUTCOME_TIMEOUT] = "no answer",
	[OUTCOME_REFUSED] = "nobody listens there (the port is closed)",
	[OUTCOME_UNREACHABLE] = "there is no route to it",
	[OUTCOME_MALFORMED] = "bytes that are no DNS answer",
	[OUTCOME_FAILED] = "SERVFAIL, and no message",
	[OUTCOME_LATE] = "not measured: our own time ran out",
	[OUTCOME_UNMEASURED] = "not measured: we have no such network here",
	[OUTCOME_FORBIDDEN] = "not asked: the address is not public",
};

const char *explain_heard(struct arena *arena, const struct answer *answer,
			  struct wall now, struct message *scratch)
{
	struct text out;

	text_init(&out, EXPLAIN_LINE_MAX);
	if (answer->vantage == VANTAGE_VALIDATOR &&
	    (answer->outcome == OUTCOME_ANSWER ||
	     answer->security == SECURITY_BOGUS))
		text_printf(&out, "%s; ", security_text(answer->security));
	if (answer->outcome == OUTCOME_ANSWER && answer->packet)
		put_message(arena, answer, now, scratch, &out);
	else
		text_put(&out, silences[answer->outcome]);
	if (answer->outcome == OUTCOME_TIMEOUT && answer->tries > 1)
		text_printf(&out, " to %u tries", answer->tries);
	if (answer->truncated_udp)
		text_put(&out, "; too large for UDP, so asked over TCP");
	return explain_keep(arena, &out);
}
