/* SPDX-License-Identifier: BSD-3-Clause */
/* pieces.c - a JSON document taken apart while it comes in. */
#include "report/pieces.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Longer than every key of ours. */
#define KEY_SIZE 32

struct pieces {
	pieces_take *take;
	void *arg;
	struct text held; /* of the piece that is coming in */
	size_t dropped;
	uint64_t offset; /* of the first byte of the chunk being fed */
	uint64_t piece_offset;
	size_t depth; /* brackets that are open */
	size_t level; /* depth at which pieces lie: 1, in an array 2 */
	size_t key_len;
	char key[KEY_SIZE];
	bool in_string, escaped;
	bool in_key;   /* the string is a key of the outermost object */
	bool is_value; /* behind a key's colon */
	bool in_piece;
	bool begun, ended; /* the outermost object */
};

struct pieces *pieces_new(size_t piece_max, pieces_take *take, void *arg)
{
	struct pieces *pieces = calloc(1, sizeof(*pieces));

	if (!pieces)
		return NULL;
	pieces->take = take;
	pieces->arg = arg;
	pieces->level = 1;
	text_init(&pieces->held, piece_max);
	return pieces;
}

void pieces_free(struct pieces *pieces)
{
	if (!pieces)
		return;
	text_done(&pieces->held);
	free(pieces);
}

bool pieces_whole(const struct pieces *pieces)
{
	return pieces->begun && pieces->ended;
}

size_t pieces_dropped(const struct pieces *pieces)
{
	return pieces->dropped;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static void end_piece(struct pieces *p)
{
	struct piece piece = {
		.key = p->key,
		.bytes = p->held.at,
		.len = p->held.len,
		.offset = p->piece_offset,
	};

	p->in_piece = false;
	if (!text_ok(&p->held)) {
		p->dropped++;
		p->held.failed = false;
	} else {
		p->take(p->arg, &piece);
	}
	p->held.len = 0;
}

static void open_bracket(struct pieces *p, char c)
{
	if (c == '[' && p->depth == 1 && p->is_value && !p->in_piece)
		p->level = 2;
	p->depth++;
}

static void close_bracket(struct pieces *p)
{
	p->depth--;
	if (p->depth < p->level)
		p->level = 1;
	if (p->depth == 0)
		p->ended = true;
}

static bool begins_piece(const struct pieces *p, char c)
{
	if (p->in_piece || p->depth != p->level || !p->is_value)
		return false;
	if (p->level == 1 && c == '[')
		return false;
	return !strchr(":,]}", c);
}

static bool ends_piece(const struct pieces *p, char c)
{
	return p->in_piece && p->depth == p->level && strchr(",]}", c);
}

/* One byte outside of strings. */
static void step(struct pieces *p, char c, uint64_t offset)
{
	if (p->depth == 0) {
		p->begun = c == '{';
		p->ended = !p->begun;
		p->depth = 1;
		return;
	}
	if (ends_piece(p, c))
		end_piece(p);
	else if (begins_piece(p, c)) {
		p->in_piece = true;
		p->piece_offset = offset;
	}
	switch (c) {
	case '"':
		p->in_string = true;
		p->in_key = p->depth == 1 && !p->is_value;
		if (p->in_key)
			p->key_len = 0;
		break;
	case ':':
		p->is_value = true;
		break;
	case ',':
		p->is_value = p->is_value && p->depth > 1;
		break;
	case '{':
	case '[':
		open_bracket(p, c);
		break;
	case '}':
	case ']':
		close_bracket(p);
		break;
	}
}

static void end_string(struct pieces *p)
{
	p->in_string = false;
	if (!p->in_key)
		return;
	p->in_key = false;
	p->key[p->key_len < KEY_SIZE ? p->key_len : 0] = '\0';
}

static void step_in_string(struct pieces *p, char c)
{
	if (p->escaped)
		p->escaped = false;
	else if (c == '\\')
		p->escaped = true;
	else if (c == '"')
		end_string(p);
	if (p->in_key && p->key_len < KEY_SIZE)
		p->key[p->key_len++] = c;
}

void pieces_feed(struct pieces *p, const char *bytes, size_t count)
{
	size_t held_to = 0; /* before it all is held, or of no piece */

	for (size_t i = 0; i < count && !p->ended; i++) {
		char c = bytes[i];
		bool was_in_piece = p->in_piece;

		if (p->in_string) {
			step_in_string(p, c);
			continue;
		}
		if (is_space(c))
			continue;
		if (ends_piece(p, c))
			text_bytes(&p->held, bytes + held_to, i - held_to);
		step(p, c, p->offset + i);
		if (p->in_piece && !was_in_piece)
			held_to = i;
	}
	if (p->in_piece)
		text_bytes(&p->held, bytes + held_to, count - held_to);
	p->offset += count;
}
