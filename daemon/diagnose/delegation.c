/* SPDX-License-Identifier: BSD-3-Clause */
/* delegation.c - how the DS set and the keys fail to meet. */
#include "diagnose/delegation.h"
#include "diagnose/ds_text.h"
#include "diagnose/evidence.h"

#include <string.h>

#define DNSKEY_PROTOCOL 3 /* RFC 4034 2.1.2, the third byte */

bool delegation_digest_differs(const struct view *view, const struct ds *ds)
{
	bool named = false;

	for (size_t i = 0; i < view->key_count; i++)
		switch (ds_match(ds, &view->zone, &view->keys[i])) {
		case DS_MATCHES:
			return false; /* two keys may share a tag */
		case DS_DIGEST_DIFFERS:
			named = true;
			break;
		case DS_UNSUPPORTED:
		case DS_OTHER_KEY:
			break;
		}
	return named;
}

static bool any_digest_differs(const struct view *view)
{
	for (size_t i = 0; i < view->ds_count; i++)
		if (chain_ds_counts(view, &view->ds[i]) &&
		    delegation_digest_differs(view, &view->ds[i]))
			return true;
	return false;
}

static bool shares_tag(const struct view *view, const struct ds *ds)
{
	for (size_t i = 0; i < view->key_count; i++)
		if (view->keys[i].tag == ds->key_tag)
			return true;
	return false;
}

static bool shares_algorithm(const struct view *view, const struct ds *ds)
{
	for (size_t i = 0; i < view->key_count; i++)
		if (view->keys[i].algorithm == ds->algorithm)
			return true;
	return false;
}

/* The DS of a key that is there, with a wrong algorithm field; or not one DS
 * of an algorithm that any key has. */
static bool algorithm_differs(const struct view *view)
{
	bool disjoint = true;

	for (size_t i = 0; i < view->ds_count; i++) {
		if (!chain_ds_counts(view, &view->ds[i]))
			continue;
		if (shares_algorithm(view, &view->ds[i]))
			disjoint = false;
		else if (shares_tag(view, &view->ds[i]))
			return true;
	}
	return disjoint;
}

enum delegation delegation_of(const struct view *view)
{
	if (view->key_count == 0 || !chain_has_ds(view))
		return DELEGATION_NONE;
	if (chain_has_entry(view))
		return DELEGATION_MATCHES;
	if (any_digest_differs(view))
		return DELEGATION_DIGEST_DIFFERS;
	if (algorithm_differs(view))
		return DELEGATION_ALGORITHM_DIFFERS;
	return DELEGATION_NO_KEY;
}

bool delegation_ds_matches(const struct view *view, const struct dnskey *key)
{
	for (size_t i = 0; i < view->ds_count; i++)
		if (ds_match(&view->ds[i], &view->zone, key) == DS_MATCHES)
			return true;
	return false;
}

bool delegation_key_as(struct diagnosis *d, const struct dnskey *key,
		       uint16_t flags, struct dnskey *ret_key)
{
	uint8_t *at = arena_alloc(d->arena, key->rdata.len);

	if (!at)
		return false;
	memcpy(at, key->rdata.at, key->rdata.len);
	at[0] = (uint8_t)(flags >> 8);
	at[1] = (uint8_t)flags;
	at[2] = DNSKEY_PROTOCOL;
	return dnskey_read((struct rdata){ at, key->rdata.len }, ret_key);
}

bool server_denies_keys(const struct view_server *server)
{
	const struct view_rrset *answer = server->dnskey;
	const struct message *m = answer ? answer->message : NULL;

	/* Counted in the message: a malformed key is not a missing one. */
	return m && m->aa && !m->tc && m->rcode == RCODE_NOERROR &&
	       message_count(m, SECTION_ANSWER, &answer->owner, TYPE_DNSKEY) ==
		       0;
}

size_t delegation_servers_without_keys(const struct view *view)
{
	size_t count = 0;

	for (size_t i = 0; i < view->server_count; i++)
		count += server_denies_keys(&view->servers[i]);
	return count;
}

const char *delegation_tags(struct diagnosis *d)
{
	const struct view *view = d->view;
	const char *tags;
	struct text text;

	text_init(&text, 1024);
	text_put(&text, "DS");
	for (size_t i = 0; i < view->ds_count; i++)
		text_printf(&text, " %u/%u", view->ds[i].key_tag,
			    view->ds[i].algorithm);
	text_put(&text, ", keys");
	for (size_t i = 0; i < view->key_count; i++)
		text_printf(&text, " %u/%u", view->keys[i].tag,
			    view->keys[i].algorithm);
	tags = arena_strdup(d->arena, text_string(&text));
	text_done(&text);
	return tags ? tags : "";
}

struct finding *delegation_report(struct diagnosis *d)
{
	struct finding *f = diagnosis_add(d, diagnosis_chain_severity(d),
					  KIND_FAILING, NULL);
	bool no_key = delegation_of(d->view) == DELEGATION_NO_KEY;

	ds_show_all(d, f);
	if (no_key)
		lines_add(d->arena, &f->fix,
			  "Quickest, where the key that the DS names still "
			  "exists: publish it again and sign the DNSKEY RRset "
			  "with it");
	lines_add(d->arena, &f->fix, "%s%s replace the DS set by:",
		  no_key ? "Where that key is gone: " : "",
		  ds_have(d, !no_key));
	ds_offer(d, f);
	ds_warn_of_caches(d, f);
	verify_ds(d, f);
	verify_apex(d, f, TYPE_DNSKEY);
	verify_chain(d, f);
	return f;
}
