/* SPDX-License-Identifier: BSD-3-Clause */
/* view_chain.c - the keys and DS records that anybody serves. */
#include "observe/view_parts.h"

#include "dns/anchor.h"

#include <string.h>

/* Digests are cheap, unless keys and DS records share a tag by the hundred. */
#define DIGESTS_MAX 256

static bool same_rdata(struct rdata a, struct rdata b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

static void unite_key(struct view *view, struct dnskey *keys,
		      const struct dnskey *key)
{
	for (size_t i = 0; i < view->key_count; i++)
		if (keys[i].tag == key->tag &&
		    same_rdata(keys[i].rdata, key->rdata))
			return;
	if (view->key_count < VIEW_KEYS_MAX)
		keys[view->key_count++] = *key;
}

/* @return false when the arena is full. */
static bool read_keys(struct view_work *work, struct view_server *server,
		      struct dnskey *all)
{
	const struct rrset *set = server->dnskey ? server->dnskey->set : NULL;
	size_t count = set ? set->count : 0;
	struct dnskey *keys;

	if (count > VIEW_KEYS_MAX)
		count = VIEW_KEYS_MAX;
	if (!count)
		return true;
	keys = arena_array(work->arena, count, sizeof(*keys));
	if (!keys)
		return false;
	for (size_t i = 0; i < count; i++)
		if (dnskey_read(set->rdata[i], &keys[server->key_count]))
			unite_key(work->view, all, &keys[server->key_count++]);
	server->keys = keys;
	return true;
}

bool view_collect_keys(struct view_work *work)
{
	struct dnskey *keys =
		arena_array(work->arena, VIEW_KEYS_MAX, sizeof(*keys));

	if (!keys)
		return false;
	work->view->keys = keys;
	for (size_t i = 0; i < work->view->server_count; i++) {
		struct view_server *server = &work->servers[i];

		server->dnskey = view_rows_pick(&work->rows[i],
						&work->view->zone, TYPE_DNSKEY);
		if (!read_keys(work, server, keys))
			return false;
	}
	return true;
}

static bool same_ds(const struct ds *a, const struct ds *b)
{
	return a->key_tag == b->key_tag && a->algorithm == b->algorithm &&
	       a->digest_type == b->digest_type &&
	       a->digest_len == b->digest_len &&
	       memcmp(a->digest, b->digest, a->digest_len) == 0;
}

static void unite_ds(struct view *view, struct ds *all, const struct ds *ds)
{
	for (size_t i = 0; i < view->ds_count; i++)
		if (same_ds(&all[i], ds))
			return;
	if (view->ds_count < VIEW_DS_MAX)
		all[view->ds_count++] = *ds;
}

/* A key by its digest, RFC 4034 5.1.4. */
static bool anchor_as_ds(struct arena *arena, const struct anchor *anchor,
			 struct ds *ret)
{
	struct dnskey key;
	uint8_t *digest;

	if (!anchor->is_key)
		return ds_read(anchor->rdata, ret);
	digest = arena_alloc(arena, DIGEST_SIZE_MAX);
	if (!digest || !dnskey_read(anchor->rdata, &key))
		return false;
	*ret = (struct ds){ .key_tag = key.tag,
			    .algorithm = key.algorithm,
			    .digest_type = DIGEST_SHA256,
			    .digest = digest };
	ret->digest_len = (uint16_t)ds_digest(&anchor->owner, key.rdata,
					      DIGEST_SHA256, digest);
	return true;
}

/* An island's anchors: the one that is nearest to the zone counts. What is
 * wrong with them the configuration was told; a file from anyone was not. */
static void read_anchors(struct view_work *work, struct ds *all)
{
	const char *line = work->snapshot->trust_anchor;
	struct view *view = work->view;
	struct anchor anchor;
	const char *why;
	struct ds ds;
	size_t len;

	view->trusted = name_root;
	for (; line && (line = anchor_line(line, &len)); line += len) {
		if (!anchor_read(work->arena, line, len, &anchor, &why) ||
		    !name_is_under(&view->zone, &anchor.owner))
			continue;
		if (anchor.owner.len > view->trusted.len)
			view->trusted = anchor.owner;
		if (name_equal(&anchor.owner, &view->zone) &&
		    anchor_as_ds(work->arena, &anchor, &ds))
			unite_ds(view, all, &ds);
	}
	view->anchored = view->ds_count > 0;
	view->ds_known = view->anchored;
}

/* Whether that answer says what the DS set is, if only that it is empty.
 * Without authority a server that is none of the parent's would tell us so;
 * libunbound (@p recursive) has followed the referrals itself. */
static bool tells_ds(const struct view_rrset *row, bool recursive)
{
	const struct message *m = row->message;

	if (!m || m->rcode != RCODE_NOERROR || m->tc)
		return false;
	return (row->set && row->set->count) || m->aa || recursive;
}

static void unite_ds_of(struct view *view, struct ds *all,
			const struct rrset *set)
{
	struct ds ds;

	if (view->anchored)
		return;
	view->ds_known = true;
	for (size_t i = 0; set && i < set->count; i++)
		if (ds_read(set->rdata[i], &ds))
			unite_ds(view, all, &ds);
}

/* @return false when the arena is full. */
static bool read_parent(struct view_work *work, struct view_parent *parent,
			struct ds *all)
{
	const struct rrset *set;
	struct ds *own;

	if (!parent->answer || !tells_ds(parent->answer, false))
		return true;
	set = parent->answer->set;
	unite_ds_of(work->view, all, set);
	if (!set || !set->count)
		return true;
	own = arena_array(work->arena, set->count, sizeof(*own));
	if (!own)
		return false;
	for (size_t i = 0; i < set->count; i++)
		parent->ds_count +=
			ds_read(set->rdata[i], &own[parent->ds_count]);
	parent->ds = own;
	return true;
}

/* What libunbound found, where no parent server told us.
 * @return false when the arena is full. */
static bool ask_resolver(struct view_work *work, enum vantage vantage,
			 struct ds *all)
{
	const struct snapshot *snapshot = work->snapshot;
	struct view_rows rows = { 0 };

	for (size_t i = 0; i < snapshot->answer_count; i++) {
		const struct answer *answer = &snapshot->answers[i];

		if (work->view->ds_known)
			break;
		if (answer->vantage != vantage || answer->type != TYPE_DS ||
		    !name_equal(&answer->name, &work->view->zone) ||
		    (vantage == VANTAGE_VALIDATOR &&
		     answer->security == SECURITY_BOGUS))
			continue;
		rows.count = 0;
		if (!view_rows_add(work, i, false, &rows))
			return false;
		if (tells_ds(&rows.at[0], true))
			unite_ds_of(work->view, all, rows.at[0].set);
	}
	return true;
}

/* @return the index of the key, or -1. */
static int matching_key(const struct view *view, const struct ds *ds,
			unsigned *left)
{
	for (size_t i = 0; i < view->key_count; i++) {
		const struct dnskey *key = &view->keys[i];

		if (key->tag != ds->key_tag || key->algorithm != ds->algorithm)
			continue;
		if (!*left)
			break;
		(*left)--;
		if (ds_match(ds, &view->zone, key) == DS_MATCHES)
			return (int)i;
	}
	return -1;
}

bool view_collect_ds(struct view_work *work)
{
	struct view *view = work->view;
	struct ds *ds = arena_array(work->arena, VIEW_DS_MAX, sizeof(*ds));
	int *keys = arena_array(work->arena, VIEW_DS_MAX, sizeof(*keys));
	unsigned left = DIGESTS_MAX;

	if (!ds || !keys)
		return false;
	read_anchors(work, ds);
	for (size_t i = 0; i < view->parent_count; i++)
		if (!read_parent(work, &work->parents[i], ds))
			return false;
	if (!ask_resolver(work, VANTAGE_VALIDATOR, ds) ||
	    !ask_resolver(work, VANTAGE_CD, ds))
		return false;
	for (size_t i = 0; i < view->ds_count; i++)
		keys[i] = matching_key(view, &ds[i], &left);
	view->ds = ds;
	view->ds_key = keys;
	view->ds_gave_up = left == 0;
	return true;
}
