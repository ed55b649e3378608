/* SPDX-License-Identifier: BSD-3-Clause */
/* snapshot_read.c - a snapshot from its text, which may be hostile: a prober
 * that was taken over, or a file from anyone. snapshot.c shows the form. */
#include "observe/snapshot.h"

#include "observe/lines.h"
#include "observe/snapshot_words.h"

/* No pass takes a day, whatever a clock did. */
#define TOOK_MAX_MS 86400000

static enum err read_head(struct unread *lines, struct arena *arena,
			  struct snapshot *snapshot)
{
	struct line line;
	unsigned families;

	if (!lines_take(lines, "pass", 3, &line) ||
	    !word_number(line.words[1], UINT64_MAX, &snapshot->plan_id) ||
	    !word_pass_kind(line.words[2], &snapshot->kind))
		return ERR_FORMAT;
	if (!lines_take(lines, "zone", 2, &line) ||
	    !word_name(line.words[1], &snapshot->zone) || !snapshot->zone.len)
		return ERR_FORMAT;
	if (!lines_take(lines, "parent", 2, &line) ||
	    !word_name(line.words[1], &snapshot->parent))
		return ERR_FORMAT;
	if (!lines_take(lines, "time", 4, &line) ||
	    !word_wall(line.words[1], &snapshot->started_at) ||
	    !word_wall(line.words[2], &snapshot->finished_at) ||
	    !word_wall(line.words[3], &snapshot->at) ||
	    wall_is_never(snapshot->started_at) ||
	    wall_is_never(snapshot->finished_at) || wall_is_never(snapshot->at))
		return ERR_FORMAT;
	if (!lines_take(lines, "families", 2, &line) ||
	    !word_choice(line.words[1], family_words, FAMILY_WORDS, &families))
		return ERR_FORMAT;
	snapshot->ipv4 = families & 1;
	snapshot->ipv6 = families & 2;
	snapshot->overloaded = lines_take(lines, "overloaded", 1, &line);
	if (lines_take(lines, "anchor", 2, &line))
		return word_text(line.words[1], PLAN_ANCHOR_SIZE_MAX, arena,
				 &snapshot->trust_anchor);
	return ERR_OK;
}

static bool read_server(struct unread *lines, struct server *server)
{
	struct line line;
	unsigned vantage, named_by;

	if (!lines_take(lines, "server", 5, &line) ||
	    !word_choice(line.words[1], vantage_words, VANTAGE_COUNT,
			 &vantage) ||
	    !word_name(line.words[2], &server->host) ||
	    !word_address(line.words[3], &server->address) ||
	    !word_choice(line.words[4], named_by_words, NAMED_BY_WORDS,
			 &named_by))
		return false;
	server->vantage = (enum vantage)vantage;
	server->hidden = named_by == NAMED_BY_HIDDEN;
	server->in_parent = named_by & 1;
	server->in_child = named_by & 2;
	/* Something must tell which server it is, and it must be one. */
	return vantage >= VANTAGE_PARENT &&
	       (!server->hidden || vantage == VANTAGE_AUTHORITY) &&
	       (server->host.len || server->address.family);
}

static enum err read_servers(struct unread *lines, struct arena *arena,
			     struct snapshot *snapshot)
{
	size_t count = lines_count(lines, "server");
	struct server *servers;

	if (count > SNAPSHOT_SERVERS_MAX)
		return ERR_LIMIT;
	servers = arena_array(arena, count, sizeof(*servers));
	if (!servers)
		return ERR_MEMORY;
	for (size_t i = 0; i < count; i++)
		if (!read_server(lines, &servers[i]))
			return ERR_FORMAT;
	snapshot->servers = servers;
	snapshot->server_count = count;
	return ERR_OK;
}

/* Who was asked: the vantage, its server, the transport. */
static bool read_asked(const struct line *line, const struct snapshot *snapshot,
		       struct answer *answer)
{
	unsigned vantage, transport;
	uint64_t server;

	if (!word_choice(line->words[1], vantage_words, VANTAGE_COUNT,
			 &vantage) ||
	    !word_choice(line->words[3], transport_words, TRANSPORT_WORDS,
			 &transport))
		return false;
	answer->vantage = (enum vantage)vantage;
	answer->tcp = transport & 1;
	answer->truncated_udp = transport & 2;
	answer->cd = transport & 4;
	/* Others are never asked so. */
	if (answer->cd && answer->vantage != VANTAGE_RESOLVER)
		return false;
	answer->server = -1;
	if (vantage < VANTAGE_PARENT)
		return word_is(line->words[2], "-");
	if (snapshot->server_count == 0 ||
	    !word_number(line->words[2], snapshot->server_count - 1, &server) ||
	    snapshot->servers[server].vantage != answer->vantage)
		return false;
	answer->server = (int)server;
	return true;
}

static bool read_security(struct word word, struct answer *answer)
{
	unsigned security = SECURITY_INDETERMINATE;

	if (answer->vantage != VANTAGE_VALIDATOR)
		return word_is(word, "-");
	if (!word_choice(word, security_words, SECURITY_COUNT, &security))
		return false;
	answer->security = (enum security)security;
	return true;
}

/* The question and how it went. */
static bool read_course(const struct line *line, struct answer *answer)
{
	unsigned outcome;
	uint64_t took_ms, tries;

	if (!word_name(line->words[4], &answer->name) || !answer->name.len ||
	    !word_type(line->words[5], &answer->type) ||
	    !word_choice(line->words[6], outcome_words, OUTCOME_COUNT,
			 &outcome) ||
	    !word_wall(line->words[7], &answer->sent_at) ||
	    wall_is_never(answer->sent_at) ||
	    !word_number(line->words[8], TOOK_MAX_MS, &took_ms) ||
	    !word_number(line->words[9], UINT8_MAX, &tries))
		return false;
	answer->outcome = (enum outcome)outcome;
	answer->took_ms = (uint32_t)took_ms;
	answer->tries = (uint8_t)tries;
	return read_security(line->words[10], answer);
}

static enum err read_packet(struct word word, struct arena *arena,
			    struct answer *answer)
{
	size_t cap = word.len / 4 * 3;
	uint8_t *packet;

	if (word_is(word, "-"))
		return answer->outcome == OUTCOME_ANSWER ? ERR_FORMAT : ERR_OK;
	/* Padding makes the room up to two bytes more than the packet. */
	if (cap > MESSAGE_SIZE_MAX + 2)
		return ERR_LIMIT;
	packet = arena_alloc(arena, cap);
	if (!packet)
		return ERR_MEMORY;
	if (!base64_decode(word.at, word.len, packet, cap, &answer->packet_len))
		return ERR_FORMAT;
	answer->packet = packet;
	return answer->packet_len > MESSAGE_SIZE_MAX ? ERR_LIMIT : ERR_OK;
}

static enum err read_answer(struct unread *lines, struct arena *arena,
			    const struct snapshot *snapshot,
			    struct answer *answer)
{
	struct line line;
	enum err err;

	if (!lines_take(lines, "answer", 13, &line) ||
	    !read_asked(&line, snapshot, answer) || !read_course(&line, answer))
		return ERR_FORMAT;
	err = word_text(line.words[11], SNAPSHOT_WHY_MAX, arena, &answer->why);
	return err ? err : read_packet(line.words[12], arena, answer);
}

static enum err read_answers(struct unread *lines, struct arena *arena,
			     struct snapshot *snapshot)
{
	size_t count = lines_count(lines, "answer");
	struct answer *answers;
	enum err err = ERR_OK;

	if (count > SNAPSHOT_ANSWERS_MAX)
		return ERR_LIMIT;
	answers = arena_array(arena, count, sizeof(*answers));
	if (!answers)
		return ERR_MEMORY;
	for (size_t i = 0; i < count && !err; i++)
		err = read_answer(lines, arena, snapshot, &answers[i]);
	snapshot->answers = answers;
	snapshot->answer_count = count;
	return err;
}

enum err snapshot_read(const char *text, size_t len, struct arena *arena,
		       struct snapshot **ret_snapshot)
{
	struct unread lines = { text, text + len };
	struct snapshot *snapshot;
	struct line line;
	enum err err;

	if (len > SNAPSHOT_TEXT_MAX)
		return ERR_LIMIT;
	err = lines_take_version(&lines, "forewarn-snapshot");
	if (err)
		return err;
	snapshot = arena_alloc(arena, sizeof(*snapshot));
	if (!snapshot)
		return ERR_MEMORY;
	err = read_head(&lines, arena, snapshot);
	if (!err)
		err = read_servers(&lines, arena, snapshot);
	if (!err)
		err = read_answers(&lines, arena, snapshot);
	if (err)
		return err;
	if (!lines_take(&lines, "end", 1, &line) || lines.at != lines.end)
		return ERR_FORMAT;
	*ret_snapshot = snapshot;
	return ERR_OK;
}
