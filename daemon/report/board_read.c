/* SPDX-License-Identifier: BSD-3-Clause */
/* board_read.c - a state file as it comes in, a row for each zone. */
#include "report/board.h"

#include "report/json.h"
#include "report/pieces.h"
#include "report/report.h"
#include "report/safe.h"

#include <stdlib.h>
#include <string.h>

/* Of a zone with everything that a zone may have. */
#define PIECE_BYTES_MAX ((size_t)8 * 1024 * 1024)
/* A million zones of a kilobyte. */
#define BOARD_BYTES_MAX ((size_t)1024 * 1024 * 1024)
#define WORDS_BYTES_MAX 4096
#define CAUSE_BYTES	240

struct board_reader {
	struct pieces *pieces;
	struct board *board;
	const struct board *before;
};

static const char *keep(struct board *board, const struct text *text)
{
	const char *copy = arena_strdup(board->arena, text_string(text));

	if (!copy)
		board->failed = true;
	return copy;
}

static void put_lower(struct text *out, const char *string)
{
	for (; string && *string; string++) {
		char c = *string;

		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		text_bytes(out, &c, 1);
	}
	text_put(out, " ");
}

/* What a search finds a zone by: its name, what is found, "team=dns". */
static const char *search_words(struct board *board, const struct assessment *a,
				const json_t *object)
{
	const char *key, *words;
	struct text text;
	json_t *label;

	text_init(&text, WORDS_BYTES_MAX);
	put_lower(&text, a->zone_text);
	put_lower(&text, verdict_text(a->verdict));
	put_lower(&text, security_text(a->security));
	for (size_t i = 0; i < a->finding_count; i++)
		put_lower(&text, a->findings[i]->id);
	json_object_foreach(json_object_get(object, "labels"), key, label)
	{
		put_lower(&text, key);
		text.len -= text.len > 0; /* the space */
		text_put(&text, "=");
		put_lower(&text, json_string_value(label));
	}
	words = keep(board, &text);
	text_done(&text);
	return words;
}

static const char *cause_of(struct board *board, const struct assessment *a)
{
	struct text raw, safe;
	const char *cause;

	text_init(&raw, WORDS_LIMIT_MAX);
	text_init(&safe, CAUSE_BYTES + 8);
	report_zone_cause(a, &raw);
	safe_put_cut(&safe, text_string(&raw), CAUSE_BYTES);
	cause = keep(board, &safe);
	text_done(&raw);
	text_done(&safe);
	return cause;
}

/* FNV-1a by eight bytes: to tell whether a zone's object is the same as before,
 * which nobody gains from forging. */
static uint64_t hash_of(const char *bytes, size_t count)
{
	uint64_t hash = 0xcbf29ce484222325u, word;

	for (; count >= sizeof(word); bytes += sizeof(word)) {
		memcpy(&word, bytes, sizeof(word));
		hash = (hash ^ word) * 0x100000001b3u;
		hash ^= hash >> 29;
		count -= sizeof(word);
	}
	for (; count; count--, bytes++)
		hash = (hash ^ (unsigned char)*bytes) * 0x100000001b3u;
	return hash;
}

static struct board_row *new_row(struct board *board)
{
	size_t room = board->row_room ? board->row_room * 2 : 256;
	struct board_row *rows;

	if (board->row_count == board->row_room) {
		rows = realloc(board->rows, room * sizeof(*rows));
		if (!rows) {
			board->failed = true;
			return NULL;
		}
		board->rows = rows;
		board->row_room = room;
	}
	return &board->rows[board->row_count++];
}

static bool judge_row(struct board *board, const struct piece *piece,
		      struct board_row *ret)
{
	json_t *object = json_loadb(piece->bytes, piece->len, 0, NULL);
	struct assessment *a = object ? json_zone_read(object) : NULL;

	if (a) {
		ret->zone = arena_strdup(board->arena, a->zone_text);
		ret->cause = cause_of(board, a);
		ret->words = search_words(board, a, object);
		ret->verdict = a->verdict;
		ret->failing = state_is_failing(a);
		ret->left = words_left(a);
		ret->checked_at = a->checked_at;
	}
	assessment_free(a);
	json_decref(object);
	return a != NULL;
}

/* The daemon writes the zones in one order, so the same zone as a rule. */
static bool copy_row(struct board_reader *reader, struct board_row *row)
{
	struct board *board = reader->board;
	size_t place = board->row_count - 1;
	const struct board_row *old;

	if (!reader->before || place >= reader->before->row_count)
		return false;
	old = &reader->before->rows[place];
	if (old->hash != row->hash || old->bytes != row->bytes)
		return false;
	row->zone = arena_strdup(board->arena, old->zone);
	row->cause = arena_strdup(board->arena, old->cause);
	row->words = arena_strdup(board->arena, old->words);
	row->verdict = old->verdict;
	row->failing = old->failing;
	row->left = old->left;
	row->checked_at = old->checked_at;
	return true;
}

static void take_zone(struct board_reader *reader, const struct piece *piece)
{
	struct board *board = reader->board;
	struct board_row *row = new_row(board);

	if (!row)
		return;
	*row = (struct board_row){
		.offset = piece->offset,
		.bytes = piece->len,
		.hash = hash_of(piece->bytes, piece->len),
	};
	if (!copy_row(reader, row) && !judge_row(board, piece, row)) {
		board->row_count--;
		board->unreadable++;
	}
	if (arena_failed(board->arena))
		board->failed = true;
}

static void take(void *arg, const struct piece *piece)
{
	struct board_reader *reader = arg;
	json_t *value;

	if (reader->board->failed)
		return;
	if (strcmp(piece->key, "zones") == 0) {
		take_zone(reader, piece);
		return;
	}
	value = json_loadb(piece->bytes, piece->len, JSON_DECODE_ANY, NULL);
	if (value)
		board_take_item(reader->board, piece->key, value);
	json_decref(value);
}

struct board_reader *board_read_begin(const struct board *before)
{
	struct board_reader *reader = calloc(1, sizeof(*reader));
	struct board *board = calloc(1, sizeof(*board));

	if (reader && board) {
		reader->board = board;
		reader->before = before;
		board->arena = arena_new(BOARD_BYTES_MAX);
		board->generated_at = board->stale_after = WALL_NEVER;
		reader->pieces = pieces_new(PIECE_BYTES_MAX, take, reader);
		if (board->arena && reader->pieces)
			return reader;
		pieces_free(reader->pieces);
	}
	board_free(board);
	free(reader);
	return NULL;
}

void board_read(struct board_reader *reader, const char *bytes, size_t count)
{
	pieces_feed(reader->pieces, bytes, count);
	reader->board->whole = pieces_whole(reader->pieces);
}

const struct board *board_so_far(const struct board_reader *reader)
{
	return reader->board;
}

/* Worst first, of equals the newest. */
static int by_weight(const void *a, const void *b)
{
	static const int weights[VERDICT_COUNT] = {
		[VERDICT_WARNING] = 1,
		[VERDICT_UNKNOWN] = 2,
		[VERDICT_CRITICAL] = 3,
	};
	const struct board_item *x = a, *y = b;

	if (x->verdict != y->verdict)
		return weights[y->verdict] - weights[x->verdict];
	return (x->at.s < y->at.s) - (x->at.s > y->at.s);
}

struct board *board_read_end(struct board_reader *reader)
{
	struct board *board = reader->board;

	if (board->incidents.count)
		qsort(board->incidents.at, board->incidents.count,
		      sizeof(*board->incidents.at), by_weight);
	board->unreadable += pieces_dropped(reader->pieces);
	pieces_free(reader->pieces);
	free(reader);
	if (!board->failed)
		return board;
	board_free(board);
	return NULL;
}

void board_free(struct board *board)
{
	if (!board)
		return;
	arena_free(board->arena);
	free(board->rows);
	free(board->incidents.at);
	free(board->changes.at);
	free(board->notices.at);
	free(board);
}

const struct board_row *board_find(const struct board *board, const char *zone)
{
	for (size_t i = 0; i < board->row_count; i++)
		if (strcmp(board->rows[i].zone, zone) == 0)
			return &board->rows[i];
	return NULL;
}

bool board_is_stale(const struct board *board, struct wall now)
{
	return wall_is_never(board->stale_after) ||
	       now.s > board->stale_after.s;
}
