/* SPDX-License-Identifier: BSD-3-Clause */
/* sighting.c - what one survey has to say to the history. */
#include "observe/history.h"

#include "observe/chain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Longer sets than this are no zone's: VIEW_DS_MAX with long digests fits. */
#define VALUE_BYTES_MAX 16384
/* Two keys of one tag are met by chance; two of one such digest are not. */
#define KEY_DIGEST_BYTES 8

/* Items on their way to a value. */
struct items {
	struct arena *arena;
	size_t count;
	const char **at;
};

const char *history_key_text(const struct dnskey *key,
			     char ret_text[HISTORY_KEY_SIZE])
{
	uint8_t digest[DIGEST_SIZE_MAX] = { 0 };
	size_t len;

	/* A DS's digest of the key, as the root would own it. */
	(void)ds_digest(&name_root, key->rdata, DIGEST_SHA256, digest);
	len = (size_t)snprintf(ret_text, HISTORY_KEY_SIZE, "%u/%u/%u/",
			       key->flags, key->algorithm, key->tag);
	for (size_t i = 0; i < KEY_DIGEST_BYTES; i++) /* fits */
		len += (size_t)snprintf(ret_text + len, HISTORY_KEY_SIZE - len,
					"%02x", digest[i]);
	return ret_text;
}

const char *history_ds_text(struct arena *arena, const struct ds *ds)
{
	const char *copy;
	struct text text;

	text_init(&text, 1024);
	text_printf(&text, "%u %u %u ", ds->key_tag, ds->algorithm,
		    ds->digest_type);
	text_hex(&text, ds->digest, ds->digest_len);
	copy = arena_strdup(arena, text_string(&text));
	text_done(&text);
	return copy;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, without duplicates. */
static const char *join(struct items *items)
{
	const char *value, *last = NULL;
	struct text text;

	if (items->count)
		qsort(items->at, items->count, sizeof(items->at[0]), compare);
	text_init(&text, VALUE_BYTES_MAX);
	for (size_t i = 0; i < items->count; i++) {
		if (last && strcmp(last, items->at[i]) == 0)
			continue;
		text_printf(&text, "%s%s", last ? ", " : "", items->at[i]);
		last = items->at[i];
	}
	value = text_ok(&text) ? arena_strdup(items->arena, text_string(&text))
			       : NULL;
	text_done(&text);
	return value;
}

static struct items items_new(struct arena *arena, size_t room)
{
	return (struct items){ .arena = arena,
			       .at = arena_array(arena, room + 1,
						 sizeof(char *)) };
}

static void put(struct items *items, const char *item)
{
	if (items->at && item)
		items->at[items->count++] = item;
}

static void see_ds(struct arena *arena, const struct view *view,
		   struct sighting *ret)
{
	struct items items = items_new(arena, view->ds_count);

	if (!view->ds_known)
		return;
	for (size_t i = 0; i < view->ds_count; i++)
		put(&items, history_ds_text(arena, &view->ds[i]));
	for (size_t i = 0; i < view->parent_count; i++) {
		const struct view_rrset *answer = view->parents[i].answer;

		if (answer && answer->set &&
		    answer->set->ttl > ret->ttl_s[HISTORY_DS])
			ret->ttl_s[HISTORY_DS] = answer->set->ttl;
	}
	ret->value[HISTORY_DS] = join(&items);
}

/* Whether @p server told which keys there are, or that there is none. */
static bool tells_keys(const struct view_server *server)
{
	const struct message *m =
		server->dnskey ? server->dnskey->message : NULL;

	return m && m->aa && !m->tc && m->rcode == RCODE_NOERROR;
}

static void see_keys(struct arena *arena, const struct view *view,
		     struct sighting *ret)
{
	struct items items = items_new(arena, view->key_count);
	char text[HISTORY_KEY_SIZE];
	bool told = false;

	for (size_t i = 0; i < view->key_count; i++)
		put(&items, arena_strdup(arena, history_key_text(&view->keys[i],
								 text)));
	for (size_t i = 0; i < view->server_count; i++) {
		const struct view_server *server = &view->servers[i];

		if (!tells_keys(server))
			continue;
		told = true;
		if (server->dnskey->set &&
		    server->dnskey->set->ttl > ret->ttl_s[HISTORY_DNSKEY])
			ret->ttl_s[HISTORY_DNSKEY] = server->dnskey->set->ttl;
	}
	if (told)
		ret->value[HISTORY_DNSKEY] = join(&items);
}

static uint32_t ns_ttl(const struct view *view)
{
	uint32_t ttl = 0;

	for (size_t i = 0; i < view->server_count; i++)
		for (size_t k = 0; k < view->servers[i].rrset_count; k++) {
			const struct view_rrset *row =
				&view->servers[i].rrsets[k];

			if (row->type == TYPE_NS && row->set &&
			    name_equal(&row->owner, &view->zone) &&
			    row->set->ttl > ttl)
				ttl = row->set->ttl;
		}
	return ttl;
}

/* The parent's NS set decides which servers are asked. Where no parent server
 * told us any, we have not seen it. */
static void see_ns(struct arena *arena, const struct view *view,
		   struct sighting *ret)
{
	struct items items = items_new(arena, view->server_count);
	char text[NAME_TEXT_SIZE];

	for (size_t i = 0; i < view->server_count; i++) {
		const struct server *server = view->servers[i].server;

		if (server->in_parent && server->host.len > 0)
			put(&items,
			    arena_strdup(arena,
					 name_to_text(&server->host, text)));
	}
	if (items.count == 0)
		return;
	ret->value[HISTORY_NS] = join(&items);
	ret->ttl_s[HISTORY_NS] = ns_ttl(view);
}

struct sighting sighting_of(struct arena *arena, const struct view *view)
{
	enum security security = chain_apex_security(view);
	struct sighting ret = { .value = { NULL } };

	see_ds(arena, view, &ret);
	see_keys(arena, view, &ret);
	see_ns(arena, view, &ret);
	if (security != SECURITY_INDETERMINATE)
		ret.value[HISTORY_SECURITY] = security_text(security);
	return ret;
}
