/* SPDX-License-Identifier: BSD-3-Clause */
/* snapshot.c - a snapshot as text. snapshot_read.c reads it back.
 *
 *	forewarn-snapshot 1
 *	pass PLAN_ID KIND
 *	zone NAME
 *	parent NAME|-
 *	time STARTED FINISHED AT
 *	families 4|6|46|-
 *	overloaded			(or not)
 *	anchor TEXT			(or not)
 *	server VANTAGE HOST|- ADDRESS|- NAMED_BY
 *	answer VANTAGE SERVER|- TRANSPORT NAME TYPE OUTCOME SENT_AT TOOK_MS
 *	       TRIES SECURITY|- WHY|- PACKET|-		(one line)
 *	end
 *
 * TRANSPORT is udp or tcp, then ",tc" and ",cd" where they apply.
 */
#include "observe/snapshot.h"

#include "observe/lines.h"
#include "observe/snapshot_words.h"

const char *const vantage_words[VANTAGE_COUNT] = {
	[VANTAGE_VALIDATOR] = "validator", [VANTAGE_CD] = "cd",
	[VANTAGE_PARENT] = "parent",	   [VANTAGE_AUTHORITY] = "authority",
	[VANTAGE_RESOLVER] = "resolver",
};

const char *const outcome_words[OUTCOME_COUNT] = {
	[OUTCOME_ANSWER] = "answer",
	[OUTCOME_TIMEOUT] = "timeout",
	[OUTCOME_REFUSED] = "refused",
	[OUTCOME_UNREACHABLE] = "unreachable",
	[OUTCOME_MALFORMED] = "malformed",
	[OUTCOME_FAILED] = "failed",
	[OUTCOME_LATE] = "late",
	[OUTCOME_UNMEASURED] = "unmeasured",
	[OUTCOME_FORBIDDEN] = "forbidden",
};

const char *const security_words[SECURITY_COUNT] = {
	[SECURITY_INDETERMINATE] = "indeterminate",
	[SECURITY_INSECURE] = "insecure",
	[SECURITY_SECURE] = "secure",
	[SECURITY_BOGUS] = "bogus",
};

const char *const family_words[FAMILY_WORDS] = { "-", "4", "6", "46" };
const char *const named_by_words[NAMED_BY_WORDS] = { "-", "parent", "child",
						     "parent,child", "hidden" };
const char *const transport_words[TRANSPORT_WORDS] = {
	"udp",	  "tcp",    "udp,tc",	 "tcp,tc",
	"udp,cd", "tcp,cd", "udp,tc,cd", "tcp,tc,cd",
};

const char *vantage_text(enum vantage vantage)
{
	return vantage_words[vantage];
}

bool outcome_is_silence(enum outcome outcome)
{
	return outcome == OUTCOME_TIMEOUT || outcome == OUTCOME_REFUSED ||
	       outcome == OUTCOME_UNREACHABLE;
}

const char *outcome_text(enum outcome outcome)
{
	return outcome_words[outcome];
}

const char *security_text(enum security security)
{
	return security_words[security];
}

static void write_server(const struct server *server, struct text *out)
{
	text_printf(out, "\nserver %s", vantage_words[server->vantage]);
	text_name(out, &server->host);
	text_address(out, &server->address);
	text_printf(
		out, " %s",
		named_by_words[server->hidden ? NAMED_BY_HIDDEN
					      : server->in_parent |
							server->in_child << 1]);
}

static void write_answer(const struct answer *answer, struct text *out)
{
	char type[TYPE_TEXT_SIZE];

	text_printf(out, "\nanswer %s ", vantage_words[answer->vantage]);
	if (answer->server < 0)
		text_put(out, "-");
	else
		text_printf(out, "%d", answer->server);
	text_printf(out, " %s",
		    transport_words[answer->tcp | answer->truncated_udp << 1 |
				    answer->cd << 2]);
	text_name(out, &answer->name);
	text_printf(out, " %s %s", type_to_text(answer->type, type),
		    outcome_words[answer->outcome]);
	text_wall(out, answer->sent_at);
	text_printf(out, " %lu %u %s", (unsigned long)answer->took_ms,
		    answer->tries,
		    answer->vantage == VANTAGE_VALIDATOR
			    ? security_words[answer->security]
			    : "-");
	text_word(out, answer->why, SNAPSHOT_WHY_MAX);
	text_put(out, " ");
	if (answer->packet)
		text_base64(out, answer->packet, answer->packet_len);
	else
		text_put(out, "-");
}

void snapshot_write(const struct snapshot *snapshot, struct text *out)
{
	text_printf(out, "forewarn-snapshot 1\npass %llu %s\nzone",
		    (unsigned long long)snapshot->plan_id,
		    pass_kind_text(snapshot->kind));
	text_name(out, &snapshot->zone);
	text_put(out, "\nparent");
	text_name(out, &snapshot->parent);
	text_put(out, "\ntime");
	text_wall(out, snapshot->started_at);
	text_wall(out, snapshot->finished_at);
	text_wall(out, snapshot->at);
	text_printf(out, "\nfamilies %s",
		    family_words[snapshot->ipv4 | snapshot->ipv6 << 1]);
	text_put(out, snapshot->overloaded ? "\noverloaded" : "");
	if (snapshot->trust_anchor) {
		text_put(out, "\nanchor");
		text_word(out, snapshot->trust_anchor, PLAN_ANCHOR_SIZE_MAX);
	}
	for (size_t i = 0; i < snapshot->server_count; i++)
		write_server(&snapshot->servers[i], out);
	for (size_t i = 0; i < snapshot->answer_count; i++)
		write_answer(&snapshot->answers[i], out);
	text_put(out, "\nend\n");
}

const struct answer *snapshot_find(const struct snapshot *snapshot,
				   enum vantage vantage, int server,
				   const struct name *name, uint16_t type)
{
	for (size_t i = 0; i < snapshot->answer_count; i++) {
		const struct answer *a = &snapshot->answers[i];

		if (a->vantage == vantage && a->type == type && !a->cd &&
		    (server < 0 || a->server == server) &&
		    (!a->tcp || a->truncated_udp) && name_equal(&a->name, name))
			return a;
	}
	return NULL;
}
