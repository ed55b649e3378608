/* SPDX-License-Identifier: BSD-3-Clause */
/* shard.c - the share of a configuration that is one daemon's. */
#include "config/shard.h"

#include "base/address.h"
#include "config/loader.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

bool shard_parse(const char *text, struct shard_choice *ret_choice)
{
	struct shard_choice choice = { .given = true };
	int used = 0;
	bool pair = strchr(text, '/') != NULL;

	if (*text < '0' || *text > '9')
		return false;
	if (pair ? sscanf(text, "%4u/%4u%n", &choice.shard, &choice.shards,
			  &used) != 2 ||
			    choice.shards < 1 || choice.shards > SHARDS_MAX
		 : sscanf(text, "%4u%n", &choice.shard, &used) != 1)
		return false;
	if (text[used] || choice.shard >= (pair ? choice.shards : SHARDS_MAX))
		return false;
	*ret_choice = choice;
	return true;
}

unsigned shard_of(const char *apex_text, unsigned shards)
{
	uint8_t digest[EVP_MAX_MD_SIZE] = { 0 };
	uint64_t number = 0;

	/* Where a policy forbids MD5 all zones are the first shard's: watched
	 * by one that is slow, and not by nobody. */
	(void)EVP_Digest(apex_text, strlen(apex_text), digest, NULL, EVP_md5(),
			 NULL);
	for (size_t i = 8; i < 16; i++)
		number = number << 8 | digest[i];
	return (unsigned)(number % shards);
}

void shard_directory(const struct config *config, const char *directory,
		     unsigned shard, char *ret, size_t size)
{
	if (config->shards > 1)
		(void)snprintf(ret, size, "%s/%u", directory, shard);
	else
		(void)snprintf(ret, size, "%s", directory);
}

static const char *own_directory(struct loader *loader, const char *directory)
{
	const struct config *config = loader->config;
	char own[4200]; /* past the longest path of a field */

	shard_directory(config, directory, config->shard, own, sizeof(own));
	return arena_strdup(loader->arena, own);
}

/* Counted up: the port, or what stands behind the path of a socket. */
static const char *own_listen(struct loader *loader)
{
	const struct config *config = loader->config;
	const char *listen = config->http_listen;
	struct address address;
	char own[128];

	if (!*listen)
		return listen;
	if (address_from_host_port(listen, &address))
		(void)snprintf(own, sizeof(own), "%.*s:%u",
			       (int)(strrchr(listen, ':') - listen), listen,
			       address.port + config->shard);
	else
		(void)snprintf(own, sizeof(own), "%s.%u", listen,
			       config->shard);
	return arena_strdup(loader->arena, own);
}

static void keep_zones(struct loader *loader)
{
	struct config *config = loader->config;
	size_t kept = 0;

	for (size_t i = 0; i < config->zone_count; i++)
		if (shard_of(loader->zones[i].apex_text, config->shards) ==
		    config->shard)
			loader->zones[kept++] = loader->zones[i];
	config->zone_count = kept;
}

static bool is_possible(struct loader *loader,
			const struct shard_choice *choice)
{
	const struct config *config = loader->config;
	struct place place = { config->file, 1, 1 };
	unsigned last = config->shards - 1;
	struct address address;

	if (choice->given && (last < 1 || choice->shard > last))
		complaints_error(&loader->complaints, place,
				 "--shard %u: shards: is %u", choice->shard,
				 config->shards);
	else if (!choice->given && last > 0)
		complaints_error(&loader->complaints, place,
				 "shards: %u: which one this is must be said "
				 "by --shard, 0 to %u",
				 config->shards, last);
	else if (address_from_host_port(config->http_listen, &address) &&
		 address.port + last > UINT16_MAX)
		complaints_error(&loader->complaints, place,
				 "http_listen: %s: shard %u has no port",
				 config->http_listen, last);
	else
		return true;
	return false;
}

void shard_take(struct loader *loader, const struct shard_choice *choice)
{
	struct config *config = loader->config;

	if (choice->shards)
		config->shards = choice->shards;
	else if (!is_possible(loader, choice))
		return;
	config->shard = choice->shard;
	keep_zones(loader);
	if (choice->shards || config->shards == 1)
		return;
	config->state_dir = own_directory(loader, config->state_dir);
	config->run_dir = own_directory(loader, config->run_dir);
	config->http_listen = own_listen(loader);
}
