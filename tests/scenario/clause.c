/* SPDX-License-Identifier: BSD-3-Clause */
/* clause.c - what happens in a story. README.md has the language. */
#include "scenario/scene.h"

#include "scenario/keywords.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The copy of the zone that "server=ns2" means, or everybody's. */
static struct world_zone *target_zone(struct scene *scene,
				      const struct words *words)
{
	const char *value = NULL;
	struct world_server *server;

	for (size_t i = 0; i < words->count && !value; i++)
		value = word_value(words->at[i], "server");
	if (!value)
		return &scene->zone->world->zone;
	server = keyword_server(scene, value);
	if (!server)
		return NULL;
	return world_freeze(scene->zone->world,
			    (size_t)(server - scene->zone->world->servers));
}

static void changed(struct scene *scene, struct world_zone *zone)
{
	if (zone)
		zone->serial++;
	watch_changed(scene->watch, scene->zone);
}

/* --- zone --- */

static void zone_keys(struct scene *scene, struct world_zone *zone,
		      const char *value)
{
	struct word_list list;

	zone->key_count = 0;
	if (!strcmp(value, "none"))
		return;
	keyword_split(value, &list);
	for (size_t i = 0; i < list.count; i++) {
		struct key_word word;
		struct world_key *key;

		if (!keyword_key(scene, list.at[i], &word))
			return;
		key = world_key_add(zone, word.label, word.algorithm);
		key->published = word.mark != '!';
		if (word.mark == '-')
			key->signs_keys = key->signs_data = false;
	}
}

static void zone_ds(struct scene *scene, struct world_zone *zone,
		    const char *value)
{
	(void)zone; /* the DS set is the parent's */
	keyword_ds_set(scene, value, &scene->zone->world->ds);
}

static void zone_signed(struct scene *scene, struct world_zone *zone,
			const char *value)
{
	zone->is_unsigned = !keyword_yes(scene, value);
}

static void zone_answers(struct scene *scene, struct world_zone *zone,
			 const char *value)
{
	(void)zone;
	scene->zone->world->network =
		keyword_is(scene, value, "late", "in-time") ? NETWORK_LATE
							    : NETWORK_UP;
}

static void zone_denial(struct scene *scene, struct world_zone *zone,
			const char *value)
{
	static const struct {
		const char *word;
		enum world_denial denial;
	} words[] = { { "nsec", DENY_NSEC },
		      { "nsec3", DENY_NSEC3 },
		      { "compact", DENY_COMPACT },
		      { "none", DENY_NOTHING } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(value, words[i].word) == 0) {
			zone->denial = words[i].denial;
			return;
		}
	SCENE_FAIL(scene, "'%s' is no denial", value);
}

static void zone_chain(struct scene *scene, struct world_zone *zone,
		       const char *value)
{
	zone->denial_stops = keyword_is(scene, value, "broken", "whole");
}

static void zone_hides(struct scene *scene, struct world_zone *zone,
		       const char *value)
{
	zone->hidden_type = 0;
	if (strcmp(value, "none") != 0 &&
	    !type_from_text(value, &zone->hidden_type))
		SCENE_FAIL(scene, "'%s' is no type", value);
}

static void ignore(struct scene *scene, struct world_zone *zone,
		   const char *value)
{
	(void)scene;
	(void)zone;
	(void)value; /* target_zone() has read it */
}

struct option {
	const char *key;
	void (*set)(struct scene *scene, struct world_zone *zone,
		    const char *value);
};

static const struct option zone_options[] = {
	{ "denial", zone_denial },
	{ "chain", zone_chain },
	{ "hides", zone_hides },
	{ "keys", zone_keys },
	{ "ds", zone_ds },
	{ "signed", zone_signed },
	{ "answers", zone_answers },
	{ "server", ignore },
	{ NULL, NULL },
};

static void set_options(struct scene *scene, const struct option *options,
			const struct words *words, size_t from)
{
	struct world_zone *zone = target_zone(scene, words);

	for (size_t i = from; zone && i < words->count; i++) {
		const struct option *option = options;

		while (option->key && !word_value(words->at[i], option->key))
			option++;
		if (!option->key) {
			SCENE_FAIL(scene, "'%s' cannot be set", words->at[i]);
			return;
		}
		option->set(scene, zone, word_value(words->at[i], option->key));
	}
	if (zone && words->count > from)
		changed(scene, zone);
}

static void clause_zone(struct scene *scene, const struct words *words)
{
	size_t from = 1;
	struct name apex;

	if (words->count > 1 && !strchr(words->at[1], '=')) {
		if (!name_from_text(words->at[1], &apex)) {
			SCENE_FAIL(scene, "'%s' is no name", words->at[1]);
			return;
		}
		scene->zone = watch_zone(scene->watch, &apex);
		if (!scene->zone)
			scene->zone = watch_add(scene->watch, words->at[1]);
		from = 2;
	}
	if (scene->zone)
		set_options(scene, zone_options, words, from);
	else
		SCENE_FAIL(scene, "no zone, or too many");
}

/* --- rrset --- */

/* All of a zone's RRsets and its denial, or the one that words name. */
static void each_rrset(struct scene *scene, const struct words *words,
		       void (*set)(struct world_zone *zone,
				   struct world_rrset *rrset, int value),
		       int value)
{
	struct world_zone *zone = target_zone(scene, words);
	struct world_rrset *rrset;
	uint16_t type;

	if (!zone)
		return;
	if (!strcmp(words->at[1], "*")) {
		for (size_t i = 0; i < zone->rrset_count; i++)
			set(zone, &zone->rrsets[i], value);
		zone->denial_flaw = zone->rrsets[0].flaw;
	} else {
		rrset = type_from_text(words->at[2], &type)
				? world_rrset(zone, words->at[1], type)
				: NULL;
		if (!rrset) {
			SCENE_FAIL(scene, "no RRset %s %s", words->at[1],
				   words->at[2]);
			return;
		}
		set(zone, rrset, value);
	}
	changed(scene, zone);
}

static void set_flaw(struct world_zone *zone, struct world_rrset *rrset,
		     int value)
{
	(void)zone;
	rrset->flaw = (enum sig_flaw)value;
}

static void set_stopped(struct world_zone *zone, struct world_rrset *rrset,
			int value)
{
	rrset->has_dates = value != 0;
	rrset->dates = zone->dates;
}

static void rrset_data(struct scene *scene, const struct words *words)
{
	struct world_zone *zone = target_zone(scene, words);
	uint16_t type;

	if (!zone || !type_from_text(words->at[2], &type)) {
		SCENE_FAIL(scene, "'%s' is no type", words->at[2]);
		return;
	}
	if (strcmp(words->at[3], "gone") == 0) {
		if (world_rrset(zone, words->at[1], type))
			world_rrset_remove(zone, words->at[1], type);
		else
			SCENE_FAIL(scene, "no such RRset");
	} else {
		bool is_new = !world_rrset(zone, words->at[1], type);

		world_rrset_add(scene->zone->world, zone, words->at[1], type,
				words->at[3]);
		if (is_new)
			world_ask(scene->zone->world, words->at[1], type);
	}
	changed(scene, zone);
}

static void clause_rrset(struct scene *scene, const struct words *words)
{
	/* "*" stands for owner and type. */
	size_t at = words->count > 1 && !strcmp(words->at[1], "*") ? 2 : 3;
	const char *value;
	int flaw;

	if (words->count <= at) {
		SCENE_FAIL(scene, "rrset wants OWNER TYPE and what of it");
		return;
	}
	value = word_value(words->at[at], "signature");
	if (value) {
		if (keyword_flaw(scene, value, &flaw))
			each_rrset(scene, words, set_flaw, flaw);
		return;
	}
	value = word_value(words->at[at], "signer");
	if (value)
		each_rrset(scene, words, set_stopped,
			   keyword_is(scene, value, "stopped", "running"));
	else
		rrset_data(scene, words);
}

/* --- servers, the parent, ancestors --- */

/* Neither the parent nor the child names it any more. */
static void server_leaves(struct world *world, struct world_server *server)
{
	size_t after =
		world->server_count - (size_t)(server - world->servers) - 1;

	memmove(server, server + 1, after * sizeof(*server));
	world->server_count--;
}

static void clause_server(struct scene *scene, const struct words *words)
{
	struct world *world = scene->zone->world;
	struct world_server *server;

	if (words->count < 3) {
		SCENE_FAIL(scene, "server wants NAME STATE");
		return;
	}
	if (strcmp(words->at[2], "new") == 0) {
		world_server_add(world, words->at[1],
				 words->count > 3 ? words->at[3] : NULL);
		changed(scene, &world->zone);
		return;
	}
	server = keyword_server(scene, words->at[1]);
	if (!server)
		return;
	if (strcmp(words->at[2], "stale") == 0)
		world_freeze(world, (size_t)(server - world->servers));
	else if (strcmp(words->at[2], "fresh") == 0)
		server->has_own = false;
	else if (strcmp(words->at[2], "gone") == 0)
		server_leaves(world, server);
	else
		keyword_health(scene, words->at[2], &server->health);
	changed(scene, NULL);
}

/* "resolver 192.0.2.53 fails ede=6", "resolver 192.0.2.53 holds": what the
 * zone is now stays in its cache. */
static void clause_resolver(struct scene *scene, const struct words *words)
{
	struct world *world = scene->zone->world;
	struct world_resolver *resolver =
		words->count > 2 ? keyword_resolver(scene, words->at[1]) : NULL;
	const char *ede =
		words->count > 3 ? word_value(words->at[3], "ede") : NULL;

	if (!resolver) {
		SCENE_FAIL(scene, "resolver wants ADDRESS BEHAVIOUR");
		return;
	}
	if (strcmp(words->at[2], "holds") == 0) {
		resolver->has_own = resolver->has_own_ds = true;
		resolver->own = world->zone;
		resolver->own_ds = world->ds;
	} else if (strcmp(words->at[2], "purged") == 0) {
		resolver->has_own = resolver->has_own_ds = false;
	} else if (keyword_mode(scene, words->at[2], &resolver->mode)) {
		resolver->ede = ede ? (uint16_t)strtoul(ede, NULL, 10) : 0;
	}
	changed(scene, NULL);
}

static void clause_parent(struct scene *scene, const struct words *words)
{
	struct world *world = scene->zone->world;
	size_t index = words->count > 2 ? strtoul(words->at[1], NULL, 10) : 0;
	const char *ds;

	if (index < 1 || index > world->parent_count) {
		SCENE_FAIL(scene, "parent wants 1 or 2, and STATE or ds=");
		return;
	}
	ds = word_value(words->at[2], "ds");
	if (ds) {
		world->parents[index - 1].has_own = true;
		keyword_ds_set(scene, ds, &world->parents[index - 1].own);
	} else {
		keyword_health(scene, words->at[2],
			       &world->parents[index - 1].health);
	}
	changed(scene, NULL);
}

static void clause_ancestor(struct scene *scene, const struct words *words)
{
	enum security security;
	struct name name;

	if (words->count != 3 || !name_from_text(words->at[1], &name) ||
	    !keyword_security(scene, words->at[2], &security)) {
		SCENE_FAIL(scene, "ancestor wants NAME SECURITY");
		return;
	}
	for (size_t i = 0; i < scene->watch->zone_count; i++) {
		struct watched *zone = &scene->watch->zones[i];

		if (!name_is_under(&zone->world->zone.apex, &name))
			continue;
		zone->world->weak_ancestor = name;
		zone->world->weak_security = security;
		watch_changed(scene->watch, zone);
	}
}

/* --- the signer --- */

/* "sign for 14d every 3d back 1h skew -2d": pairs of word and length. */
static void clause_sign(struct scene *scene, const struct words *words)
{
	struct signer *signer = &scene->zone->signer;

	signer->every_s = 0;
	for (size_t i = 1; i < words->count; i += 2) {
		const char *value =
			i + 1 < words->count ? words->at[i + 1] : "";
		int64_t *to = keyword_signer_field(signer, words->at[i]);

		if (!to || !keyword_length(value, to)) {
			SCENE_FAIL(scene, "'%s %s' tells a signer nothing",
				   words->at[i], value);
			return;
		}
	}
	signer->next_at = signer->every_s
				  ? wall_add(scene->watch->now, signer->every_s)
				  : WALL_NEVER;
	watch_sign(scene->watch, scene->zone);
}

static void clause_signer(struct scene *scene, const struct words *words)
{
	struct signer *signer = &scene->zone->signer;

	if (words->count != 2 ||
	    !keyword_is(scene, words->at[1], "stops", "starts"))
		signer->next_at = scene->watch->now;
	else
		signer->next_at = WALL_NEVER;
}

/* --- what we are ourselves --- */

static void clause_validator(struct scene *scene, const struct words *words)
{
	struct world *world = scene->zone->world;
	const char *word = words->count == 2 ? words->at[1] : "";

	world->has_override = false;
	world->validator_servfails = strcmp(word, "servfail") == 0;
	if (!world->validator_servfails && strcmp(word, "honest") != 0)
		world->has_override =
			keyword_security(scene, word, &world->override);
	changed(scene, NULL);
}

static void clause_network(struct scene *scene, const struct words *words)
{
	const char *word = words->count == 2 ? words->at[1] : "";

	watch_network(scene->watch, keyword_is(scene, word, "down", "up")
					    ? NETWORK_DOWN
					    : NETWORK_UP);
}

static void clause_policy(struct scene *scene, const struct words *words)
{
	for (size_t i = 1; i < words->count; i++)
		keyword_policy(scene, words->at[i], &scene->zone->policy);
}

static void clause_daemon(struct scene *scene, const struct words *words)
{
	if (words->count == 2 && !strcmp(words->at[1], "restarts"))
		watch_restart(scene->watch);
	else
		SCENE_FAIL(scene, "the daemon can only restart");
}

static const struct {
	const char *subject;
	void (*apply)(struct scene *scene, const struct words *words);
} clauses[] = {
	{ "zone", clause_zone },	   { "rrset", clause_rrset },
	{ "server", clause_server },	   { "resolver", clause_resolver },
	{ "parent", clause_parent },	   { "ancestor", clause_ancestor },
	{ "sign", clause_sign },	   { "signer", clause_signer },
	{ "validator", clause_validator }, { "network", clause_network },
	{ "policy", clause_policy },	   { "daemon", clause_daemon },
	{ "silence", clause_silence },	   { "ack", clause_ack },
};

void clause_apply(struct scene *scene)
{
	const struct words *words = &scene->step->clause;

	if (words->count == 0)
		return;
	if (!scene->zone && strcmp(words->at[0], "zone") != 0) {
		SCENE_FAIL(scene, "a story begins with a zone");
		return;
	}
	for (size_t i = 0; i < sizeof(clauses) / sizeof(clauses[0]); i++) {
		if (strcmp(clauses[i].subject, words->at[0]) == 0) {
			clauses[i].apply(scene, words);
			return;
		}
	}
	SCENE_FAIL(scene, "nothing in a story is called '%s'", words->at[0]);
}
