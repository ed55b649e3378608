/* SPDX-License-Identifier: BSD-3-Clause */
/* root_keys.c - the states of the root's keys, RFC 5011. */
#include "memory/memory.h"

#include "memory/database.h"

static enum err put_key(struct memory *memory, const struct root_key *key)
{
	sqlite3_stmt *st = memory_statement(memory, ST_ROOT_KEY_PUT);
	struct text digest;
	enum err err;

	text_init(&digest, 2 * sizeof(key->digest) + 1);
	text_hex(&digest, key->digest, sizeof(key->digest));
	memory_bind_text(st, 1, text_string(&digest));
	(void)sqlite3_bind_int(st, 2, key->tag);
	(void)sqlite3_bind_int(st, 3, key->algorithm);
	(void)sqlite3_bind_int(st, 4, key->state);
	memory_bind_wall(st, 5, key->since);
	memory_bind_wall(st, 6, key->first_seen);
	err = memory_run(memory, st);
	text_done(&digest);
	return err;
}

enum err memory_root_keys_put(struct memory *memory,
			      const struct root_keys *keys)
{
	enum err err = memory_begin(memory);

	if (err)
		return err;
	err = memory_run(memory, memory_statement(memory, ST_ROOT_KEYS_REMOVE));
	for (size_t i = 0; !err && i < keys->count; i++)
		err = put_key(memory, &keys->at[i]);
	if (!err)
		err = memory_commit(memory);
	if (err)
		memory_rollback(memory);
	return err;
}

/* @return false for what a hand has spoilt. */
static bool read_key(sqlite3_stmt *st, struct root_key *ret_key)
{
	const char *digest = (const char *)sqlite3_column_text(st, 0);
	size_t count = (size_t)sqlite3_column_bytes(st, 0), len;
	struct root_key key = {
		.tag = (uint16_t)memory_column_count(st, 1, UINT16_MAX),
		.algorithm = (uint8_t)memory_column_count(st, 2, UINT8_MAX),
		.state = (enum root_key_state)memory_column_count(
			st, 3, ROOT_KEY_STATE_COUNT - 1),
		.since = memory_column_wall(st, 4),
		.first_seen = memory_column_wall(st, 5),
	};

	if (!digest ||
	    !hex_decode(digest, count, key.digest, sizeof(key.digest), &len) ||
	    len != sizeof(key.digest) || wall_is_never(key.since))
		return false;
	*ret_key = key;
	return true;
}

enum err memory_root_keys(struct memory *memory, struct root_keys *ret_keys)
{
	sqlite3_stmt *st = memory_statement(memory, ST_ROOT_KEYS);
	struct root_keys keys = { 0 };
	enum err err;

	while (!(err = memory_row(memory, st)) && keys.count < ROOT_KEYS_MAX)
		keys.count += read_key(st, &keys.at[keys.count]);
	(void)sqlite3_reset(st); /* repeats what memory_row() said */
	if (err && err != ERR_NOT_FOUND)
		return err;
	*ret_keys = keys;
	return ERR_OK;
}
