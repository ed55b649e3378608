/* SPDX-License-Identifier: BSD-3-Clause */
/* links.c - where the zone cuts are, and what each link is. */
#include "observe/links.h"

#include "observe/chain.h"

/* More keys or DS than this of an ancestor help nobody. */
#define RECORDS_MAX 32
/* Honest ancestors need one or two each. */
#define DIGESTS_MAX 64

struct link_work {
	struct arena *arena;
	const struct view *view;
	enum security security;
	struct message *scratch;
	unsigned digests; /* made so far */
};

/* --- where the zone cuts are --- */

static const struct rrset *cd_set(const struct view *view,
				  const struct name *name, uint16_t type,
				  bool *ret_asked)
{
	*ret_asked = false;
	for (size_t i = 0; i < view->cd_count; i++) {
		const struct view_rrset *row = &view->cd[i];

		if (row->type != type || row->answer->type != type ||
		    !name_equal(&row->answer->name, name) || !row->message ||
		    (row->rcode != RCODE_NOERROR &&
		     row->rcode != RCODE_NXDOMAIN))
			continue;
		*ret_asked = true;
		if (row->set && row->set->count &&
		    name_equal(&row->owner, name))
			return row->set;
	}
	return NULL;
}

static const struct view_verdict *verdict_on(const struct view *view,
					     const struct name *name)
{
	for (size_t i = 0; i < view->verdict_count; i++)
		if (view->verdicts[i].type == TYPE_SOA &&
		    name_equal(&view->verdicts[i].name, name))
			return &view->verdicts[i];
	return NULL;
}

static bool owns_soa(struct link_work *work, const struct answer *answer)
{
	return answer->packet &&
	       !message_parse(answer->packet, answer->packet_len,
			      work->scratch) &&
	       message_count(work->scratch, SECTION_ANSWER, &answer->name,
			     TYPE_SOA) > 0;
}

static bool is_cut(struct link_work *work, const struct name *name)
{
	const struct view *view = work->view;
	const struct view_verdict *verdict = verdict_on(view, name);
	bool asked;

	if (verdict && verdict->measured && verdict->rcode == RCODE_NXDOMAIN)
		return false;
	return name->len == 1 || name_equal(name, &view->zone) ||
	       name_equal(name, &view->snapshot->parent) ||
	       (verdict && owns_soa(work, verdict->answer)) ||
	       cd_set(view, name, TYPE_DNSKEY, &asked) ||
	       cd_set(view, name, TYPE_DS, &asked);
}

/* --- the state of a link --- */

static enum link_state state_of_security(enum security security)
{
	static const enum link_state states[] = {
		[SECURITY_INDETERMINATE] = LINK_UNMEASURED,
		[SECURITY_INSECURE] = LINK_INSECURE,
		[SECURITY_SECURE] = LINK_SECURE,
		[SECURITY_BOGUS] = LINK_BOGUS,
	};

	return states[security];
}

static enum link_state state_of(const struct link_work *work,
				const struct chain_link *link)
{
	const struct view_verdict *v = link->verdict;
	bool is_zone = name_equal(&link->apex, &work->view->zone);
	enum security apex = chain_apex_security(work->view);

	if (is_zone && apex != SECURITY_INDETERMINATE)
		return state_of_security(apex);
	/* The validator says "bogus" of one question and plain SERVFAIL of the
	 * next: what it said of the zone as a whole counts. */
	if (is_zone && work->security == SECURITY_BOGUS)
		return LINK_BOGUS;
	if (!v || !v->measured)
		return LINK_UNMEASURED;
	if (v->security == SECURITY_INDETERMINATE)
		return LINK_FAILING;
	return state_of_security(v->security);
}

/* --- DS, keys and servers --- */

static void look_above(struct link_work *work, struct chain_link *link)
{
	const struct rrset *keys =
		cd_set(work->view, &link->apex, TYPE_DNSKEY, &link->keys_asked);
	const struct rrset *set =
		cd_set(work->view, &link->apex, TYPE_DS, &link->ds_asked);
	struct dnskey *key =
		arena_array(work->arena, RECORDS_MAX, sizeof(*key));
	struct ds *ds = arena_array(work->arena, RECORDS_MAX, sizeof(*ds));

	if (!key || !ds)
		return;
	for (size_t i = 0;
	     keys && i < keys->count && link->key_count < RECORDS_MAX; i++)
		link->key_count +=
			dnskey_read(keys->rdata[i], &key[link->key_count]);
	for (size_t i = 0;
	     set && i < set->count && link->ds_count < RECORDS_MAX; i++)
		link->ds_count += ds_read(set->rdata[i], &ds[link->ds_count]);
	link->keys = key;
	link->ds = ds;
}

static void count_server(struct chain_link *link, enum server_state state)
{
	link->servers_asked +=
		state == SERVER_ANSWERS || state == SERVER_SILENT;
	link->servers_answered += state == SERVER_ANSWERS;
}

static void look_at_zone(const struct view *view, struct chain_link *link)
{
	link->ds_asked = view->ds_known;
	link->ds_count = view->ds_count;
	link->ds = view->ds;
	link->key_count = view->key_count;
	link->keys = view->keys;
	for (size_t i = 0; i < view->server_count; i++) {
		link->keys_asked |= view->servers[i].dnskey != NULL;
		count_server(link, view->servers[i].state);
	}
}

static bool matches_a_key(struct link_work *work, const struct chain_link *link,
			  const struct ds *ds)
{
	for (size_t i = 0; i < link->key_count; i++) {
		if (link->keys[i].tag != ds->key_tag ||
		    work->digests == DIGESTS_MAX)
			continue;
		work->digests++;
		if (ds_match(ds, &link->apex, &link->keys[i]) == DS_MATCHES)
			return true;
	}
	return false;
}

static enum link_entry entry_of(struct link_work *work,
				const struct chain_link *link)
{
	const struct view *view = work->view;
	bool is_zone = name_equal(&link->apex, &view->zone);

	if (name_equal(&link->apex, &view->trusted) && !view->anchored)
		return ENTRY_ANCHOR;
	if (!link->ds_asked)
		return ENTRY_UNMEASURED;
	if (!link->ds_count)
		return ENTRY_NONE;
	for (size_t i = 0; i < link->ds_count; i++)
		if (is_zone ? view->ds_key[i] >= 0
			    : matches_a_key(work, link, &link->ds[i]))
			return ENTRY_MATCHES;
	return link->keys_asked && work->digests < DIGESTS_MAX
		       ? ENTRY_MISMATCH
		       : ENTRY_UNMEASURED;
}

static void fill_link(struct link_work *work, struct chain_link *link)
{
	const struct view *view = work->view;

	link->verdict = verdict_on(view, &link->apex);
	link->state = state_of(work, link);
	if (name_equal(&link->apex, &view->zone))
		look_at_zone(view, link);
	else
		look_above(work, link);
	if (name_equal(&link->apex, &view->snapshot->parent))
		for (size_t i = 0; i < view->parent_count; i++)
			count_server(link, view->parents[i].state);
	link->entry = entry_of(work, link);
}

static bool is_broken(enum link_state state)
{
	return state == LINK_BOGUS || state == LINK_FAILING;
}

struct links links_of(struct arena *arena, const struct view *view,
		      enum security security)
{
	unsigned labels = name_labels(&view->zone);
	struct link_work work = { .arena = arena,
				  .view = view,
				  .security = security };
	struct chain_link *at = arena_array(arena, labels + 1, sizeof(*at));
	struct links ret = { .at = at, .first_broken = -1 };

	work.scratch = arena_alloc(arena, sizeof(*work.scratch));
	if (!at || !work.scratch)
		return ret;
	for (unsigned i = name_labels(&view->trusted); i <= labels; i++) {
		struct chain_link *link = &at[ret.count];

		link->apex = name_strip(&view->zone, labels - i);
		if (!is_cut(&work, &link->apex))
			continue;
		fill_link(&work, link);
		if (ret.first_broken < 0 && is_broken(link->state))
			ret.first_broken = (int)ret.count;
		ret.count++;
	}
	return ret;
}

const char *link_state_text(enum link_state state)
{
	static const char *const words[] = {
		[LINK_SECURE] = "secure",
		[LINK_INSECURE] = "insecure",
		[LINK_BOGUS] = "bogus",
		[LINK_FAILING] = "failing",
		[LINK_UNMEASURED] = "not measured",
	};

	return words[state];
}

const char *link_entry_text(enum link_entry entry)
{
	static const char *const words[] = {
		[ENTRY_ANCHOR] = "anchor",
		[ENTRY_MATCHES] = "matches",
		[ENTRY_MISMATCH] = "mismatch",
		[ENTRY_NONE] = "none",
		[ENTRY_UNMEASURED] = "not measured",
	};

	return words[entry];
}
