/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_chain.c - the links of the chain from the root, and the first that
 * is broken.
 *
 * Not every name above a zone is a zone. A link is a name that owns the SOA of
 * its answer, or has keys, or a DS; the zone (unless there is no such name),
 * its discovered parent and the root are links anyway. An island's chain
 * starts at its anchors. */
#include "report/explain.h"

#include <string.h>

/* 127 labels and the root. */
#define LINKS_MAX 128

struct chain_work {
	struct explanation *e;
	struct message *scratch;
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

static bool owns_soa(struct chain_work *work, const struct answer *answer)
{
	return answer->packet &&
	       !message_parse(answer->packet, answer->packet_len,
			      work->scratch) &&
	       message_count(work->scratch, SECTION_ANSWER, &answer->name,
			     TYPE_SOA) > 0;
}

static bool is_cut(struct chain_work *work, const struct name *name)
{
	const struct view *view = work->e->view;
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

static enum link_state state_of(const struct explanation *e,
				const struct name *name)
{
	const struct view_verdict *v = verdict_on(e->view, name);
	bool is_zone = name_equal(name, &e->view->zone);
	enum security apex = chain_apex_security(e->view);

	if (is_zone && apex != SECURITY_INDETERMINATE)
		return state_of_security(apex);
	/* The validator says "bogus" of one question and plain SERVFAIL of the
	 * next: what it said of the zone as a whole counts. */
	if (is_zone && e->assessment->security == SECURITY_BOGUS)
		return LINK_BOGUS;
	if (!v || !v->measured)
		return LINK_UNMEASURED;
	if (v->security == SECURITY_INDETERMINATE)
		return LINK_FAILING;
	return state_of_security(v->security);
}

/* --- DS and keys --- */

struct key_list {
	size_t count;
	const struct dnskey *at;
};

static const char *ds_words(struct explanation *e, const struct ds *ds,
			    const struct name *owner, struct key_list keys)
{
	const char *matches = keys.count ? "names no key that is there"
					 : "no key was seen to hold it against";

	for (size_t i = 0; i < keys.count; i++) {
		enum ds_match match = ds_match(ds, owner, &keys.at[i]);

		if (match == DS_MATCHES) {
			matches = "names a key that is there";
			break;
		}
		if (match == DS_DIGEST_DIFFERS)
			matches = "has the number of a key, and not its digest";
		else if (match == DS_UNSUPPORTED)
			matches = "uses a digest that cannot be checked";
	}
	return explain_printf(e->arena, "%u (%s, %s) %s", ds->key_tag,
			      algorithm_info(ds->algorithm)->mnemonic,
			      digest_text(ds->digest_type), matches);
}

static void set_ds(struct explanation *e, struct explain_link *link,
		   const struct ds *ds, size_t count, struct key_list keys)
{
	const char **lines = arena_array(e->arena, count, sizeof(*lines));

	if (!lines)
		return;
	for (size_t i = 0; i < count; i++)
		lines[i] = ds_words(e, &ds[i], &link->apex, keys);
	link->ds = lines;
	link->ds_count = count;
}

static void set_keys(struct explanation *e, struct explain_link *link,
		     struct key_list keys)
{
	const char **lines = arena_array(e->arena, keys.count, sizeof(*lines));

	if (!lines)
		return;
	for (size_t i = 0; i < keys.count; i++)
		lines[i] = explain_printf(e->arena, "%u (flags %u)",
					  keys.at[i].tag, keys.at[i].flags);
	link->keys = lines;
	link->key_count = keys.count;
}

/* More keys or DS than this of an ancestor help nobody. */
#define RECORDS_MAX 32

static void look_above(struct explanation *e, struct explain_link *link)
{
	const struct view *view = e->view;
	struct dnskey keys[RECORDS_MAX];
	struct ds ds[RECORDS_MAX];
	size_t key_count = 0, ds_count = 0;
	const struct rrset *set;

	set = cd_set(view, &link->apex, TYPE_DNSKEY, &link->keys_asked);
	for (size_t i = 0; set && i < set->count && key_count < RECORDS_MAX;
	     i++)
		key_count += dnskey_read(set->rdata[i], &keys[key_count]);
	set = cd_set(view, &link->apex, TYPE_DS, &link->ds_asked);
	for (size_t i = 0; set && i < set->count && ds_count < RECORDS_MAX; i++)
		ds_count += ds_read(set->rdata[i], &ds[ds_count]);
	set_ds(e, link, ds, ds_count, (struct key_list){ key_count, keys });
	set_keys(e, link, (struct key_list){ key_count, keys });
}

static void look_at_zone(struct explanation *e, struct explain_link *link)
{
	const struct view *view = e->view;
	struct key_list keys = { view->key_count, view->keys };

	link->ds_asked = view->ds_known;
	for (size_t i = 0; i < view->server_count; i++)
		link->keys_asked |= view->servers[i].dnskey != NULL;
	set_ds(e, link, view->ds, view->ds_count, keys);
	set_keys(e, link, keys);
}

static void fill_link(struct explanation *e, struct explain_link *link,
		      const struct explain_link *above)
{
	const struct view_verdict *verdict = verdict_on(e->view, &link->apex);

	link->zone = explain_name(e->arena, &link->apex);
	link->parent = above ? above->zone : NULL;
	link->state = state_of(e, &link->apex);
	link->said = verdict ? explain_reason(verdict->answer) : NULL;
	if (name_equal(&link->apex, &e->view->zone))
		look_at_zone(e, link);
	else
		look_above(e, link);
}

static bool is_broken(enum link_state state)
{
	return state == LINK_BOGUS || state == LINK_FAILING;
}

void explain_chain(struct explanation *e)
{
	unsigned labels = name_labels(&e->view->zone);
	struct chain_work work = { .e = e };
	struct explain_link *links =
		arena_array(e->arena, LINKS_MAX, sizeof(*links));

	work.scratch = arena_alloc(e->arena, sizeof(*work.scratch));
	e->first_broken = -1;
	if (!links || !work.scratch)
		return;
	e->links = links;
	for (unsigned i = name_labels(&e->view->trusted);
	     i <= labels && e->link_count < LINKS_MAX; i++) {
		struct explain_link *link = &links[e->link_count];

		link->apex = name_strip(&e->view->zone, labels - i);
		if (!is_cut(&work, &link->apex))
			continue;
		fill_link(e, link, e->link_count ? link - 1 : NULL);
		if (e->first_broken < 0 && is_broken(link->state))
			e->first_broken = (int)e->link_count;
		e->link_count++;
	}
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
