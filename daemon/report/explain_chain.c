/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_chain.c - the links of the chain from the root in words. */
#include "report/explain.h"

static const char *ds_words(struct explanation *e, const struct ds *ds,
			    const struct chain_link *link)
{
	const char *matches = link->key_count
				      ? "names no key that is there"
				      : "no key was seen to hold it against";

	for (size_t i = 0; i < link->key_count; i++) {
		enum ds_match match = ds_match(ds, &link->apex, &link->keys[i]);

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
		   const struct chain_link *from)
{
	const char **lines =
		arena_array(e->arena, from->ds_count, sizeof(*lines));

	if (!lines)
		return;
	for (size_t i = 0; i < from->ds_count; i++)
		lines[i] = ds_words(e, &from->ds[i], from);
	link->ds = lines;
	link->ds_count = from->ds_count;
}

static void set_keys(struct explanation *e, struct explain_link *link,
		     const struct chain_link *from)
{
	const char **lines =
		arena_array(e->arena, from->key_count, sizeof(*lines));

	if (!lines)
		return;
	for (size_t i = 0; i < from->key_count; i++)
		lines[i] =
			explain_printf(e->arena, "%u (flags %u)",
				       from->keys[i].tag, from->keys[i].flags);
	link->keys = lines;
	link->key_count = from->key_count;
}

void explain_chain(struct explanation *e)
{
	struct links links =
		links_of(e->arena, e->view, e->assessment->security);
	struct explain_link *to =
		arena_array(e->arena, links.count, sizeof(*to));

	e->first_broken = -1;
	if (!to)
		return;
	for (size_t i = 0; i < links.count; i++) {
		const struct chain_link *from = &links.at[i];

		to[i] = (struct explain_link){
			.apex = from->apex,
			.zone = explain_name(e->arena, &from->apex),
			.parent = i ? to[i - 1].zone : NULL,
			.state = from->state,
			.ds_asked = from->ds_asked,
			.keys_asked = from->keys_asked,
			.said = from->verdict
					? explain_reason(from->verdict->answer)
					: NULL,
		};
		set_ds(e, &to[i], from);
		set_keys(e, &to[i], from);
	}
	e->links = to;
	e->link_count = links.count;
	e->first_broken = links.first_broken;
}
