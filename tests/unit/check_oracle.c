/* SPDX-License-Identifier: BSD-3-Clause */
/* check_oracle.c - our parser and arithmetic against libldns and libknot,
 * record by record: over real answers, and over the same with bytes changed.
 *
 * ORACLE_SEED chooses the changes, ORACLE_ROUNDS how many an answer. */
#include "unit.h"

#include "base/arena.h"
#include "dns/dnssec.h"
#include "dns/rrset.h"
#include "oracle.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define FILES_MAX 512
#define KEYS_MAX  16

static const struct oracle *const oracles[] = { &oracle_ldns, &oracle_knot };

struct sample {
	char name[256];
	size_t len;
	uint8_t wire[4096];
};

static struct sample samples[FILES_MAX];
static size_t sample_count;

/* The message at hand, and how often comparing came to anything. */
static struct message message;
static unsigned compared_records, compared_rrsets, compared_signatures,
	right_signatures, refused_by_all, refused_by_us, refused_by_them,
	outvoted;

static void load_samples(void)
{
	struct dirent **names;
	int count = scandir(CORPUS_DIR, &names, NULL, alphasort);

	ck_assert_msg(count > 0, "no corpus in %s", CORPUS_DIR);
	sample_count = 0;
	for (int i = 0; i < count; i++) {
		struct sample *sample = &samples[sample_count];
		char path[1024];
		FILE *file;

		if (names[i]->d_name[0] != '.') {
			ck_assert_uint_lt(sample_count, FILES_MAX);
			(void)snprintf(sample->name, sizeof(sample->name), "%s",
				       names[i]->d_name);
			(void)snprintf(path, sizeof(path), "%s/%s", CORPUS_DIR,
				       names[i]->d_name);
			file = fopen(path, "rb");
			ck_assert_ptr_nonnull(file);
			sample->len = fread(sample->wire, 1,
					    sizeof(sample->wire), file);
			(void)fclose(file);
			sample_count++;
		}
		free(names[i]);
	}
	free(names);
}

/* The DNSKEY answer of the zone that a sample is of: "ZONE.48". */
static const struct sample *keys_sample(const struct sample *of)
{
	size_t zone = strcspn(of->name, ".");

	for (size_t i = 0; i < sample_count; i++)
		if (strncmp(samples[i].name, of->name, zone) == 0 &&
		    strcmp(samples[i].name + zone, ".48") == 0)
			return &samples[i];
	ck_abort_msg("%s: no keys", of->name);
	return NULL;
}

static size_t read_keys(struct arena *arena, const struct sample *sample,
			struct dnskey keys[KEYS_MAX])
{
	const struct rrset *set = NULL;
	struct message *m = arena_alloc(arena, sizeof(*m));
	size_t count = 0;

	ck_assert_int_eq(message_parse(sample->wire, sample->len, m), ERR_OK);
	ck_assert_int_eq(rrset_collect(arena, m, SECTION_ANSWER, &m->qname,
				       TYPE_DNSKEY, &set),
			 ERR_OK);
	for (; set && count < set->count && count < KEYS_MAX; count++)
		ck_assert(dnskey_read(set->rdata[count], &keys[count]));
	return count;
}

static int compare_rdata(const void *left, const void *right)
{
	const struct rdata *a = left, *b = right;
	size_t len = a->len < b->len ? a->len : b->len;
	int order = len ? memcmp(a->at, b->at, len) : 0;

	return order ? order : a->len - b->len;
}

static void compare_sets(const struct oracle *oracle, void *packet,
			 const struct seen *which, const struct rrset *set,
			 const char *what)
{
	static struct rdata rows[ORACLE_RECORDS_MAX];
	static uint8_t pool[MESSAGE_SIZE_MAX * 4];
	size_t count = oracle->rrset(packet, which, pool, rows), kept = 0;

	qsort(rows, count, sizeof(rows[0]), compare_rdata);
	for (size_t i = 0; i < count; i++)
		if (!kept || compare_rdata(&rows[kept - 1], &rows[i]))
			rows[kept++] = rows[i];
	ck_assert_msg(set->count == kept, "%s: %s: type %u: %zu, theirs %zu",
		      what, oracle->name, which->type, set->count, kept);
	for (size_t i = 0; i < kept; i++)
		ck_assert_msg(compare_rdata(&set->rdata[i], &rows[i]) == 0,
			      "%s: %s: type %u: rdata %zu differs", what,
			      oracle->name, which->type, i);
	compared_rrsets++;
}

/* GnuTLS does not look at the last byte of an Ed448 signature, which has to be
 * 0 (RFC 8032 5.2.6). */
static bool they_are_lax(const struct oracle *oracle, const struct rrsig *sig)
{
	return oracle == &oracle_knot && sig->algorithm == ALG_ED448 &&
	       sig->signature_len == 114 && sig->signature[113];
}

static void compare_signatures(const struct oracle *oracle, void *packet,
			       const struct seen *which,
			       const struct rrset *set,
			       const struct dnskey *keys, size_t key_count,
			       const char *what)
{
	for (size_t i = 0; i < set->sig_count && !set->sigs_dropped; i++)
		for (size_t k = 0; k < key_count; k++) {
			const struct rrsig *sig = &set->sigs[i];
			bool ours, theirs;

			if (sig->key_tag != keys[k].tag ||
			    sig->algorithm != keys[k].algorithm ||
			    they_are_lax(oracle, sig))
				continue;
			ours = rrsig_verify(set, sig, &keys[k]) == VERIFY_OK;
			theirs =
				oracle->verify(packet, which, i, keys[k].rdata);
			ck_assert_msg(ours == theirs,
				      "%s: %s: type %u by %u: %d, theirs %d",
				      what, oracle->name, which->type,
				      sig->key_tag, ours, theirs);
			compared_signatures++;
			right_signatures += ours;
		}
}

static bool same_records(const struct oracle *oracle, void *packet)
{
	static struct seen seen[ORACLE_RECORDS_MAX];
	size_t count = oracle->records(packet, seen);

	if (count != message.record_count)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct record *record = &message.records[i];
		struct name owner;

		message_owner(&message, record, &owner);
		if (record->section != seen[i].section ||
		    record->type != seen[i].type ||
		    record->class != seen[i].class ||
		    record->ttl != seen[i].ttl ||
		    !name_equal(&owner, &seen[i].owner))
			return false;
		compared_records++;
	}
	return true;
}

/* libldns reads on where an rdata that it knows should have ended, whatever
 * its length says: of an AAAA of 17 bytes the last is the next owner to it.
 * Where libknot refuses the message or sees what we see, it is outvoted. */
static bool is_outvoted(const struct oracle *oracle)
{
	void *packet;
	bool same;

	if (oracle != &oracle_ldns)
		return false;
	packet = oracle_knot.open(message.wire, message.len);
	same = !packet || same_records(&oracle_knot, packet);
	if (packet)
		oracle_knot.close(packet);
	outvoted += same;
	return same;
}

/* Every RRset of class IN once, where its first record is. */
static void compare_all_sets(struct arena *arena, const struct oracle *oracle,
			     void *packet, const struct sample *sample,
			     const char *what)
{
	struct dnskey keys[KEYS_MAX];
	size_t key_count = read_keys(arena, keys_sample(sample), keys);

	for (size_t i = 0; i < message.record_count; i++) {
		const struct record *record = &message.records[i];
		struct seen which = { .section = record->section,
				      .type = record->type,
				      .class = CLASS_IN };
		const struct rrset *set = NULL;

		if (record->class != CLASS_IN || record->type == TYPE_RRSIG)
			continue;
		message_owner(&message, record, &which.owner);
		/* What breaks its type's layout is none to us. */
		if (rrset_collect(arena, &message, which.section, &which.owner,
				  which.type, &set) != ERR_OK)
			continue;
		compare_sets(oracle, packet, &which, set, what);
		compare_signatures(oracle, packet, &which, set, keys, key_count,
				   what);
	}
}

/* @return whether we and @p oracle both took the message. */
static bool compare_message(const struct oracle *oracle,
			    const struct sample *sample, const uint8_t *wire,
			    size_t len, const char *what)
{
	bool ours = message_parse(wire, len, &message) == ERR_OK;
	void *packet = oracle->open(wire, len);
	struct arena *arena = arena_new(8 * 1024 * 1024);

	if (packet && ours) {
		if (same_records(oracle, packet))
			compare_all_sets(arena, oracle, packet, sample, what);
		else
			ck_assert_msg(is_outvoted(oracle),
				      "%s: %s: other records", what,
				      oracle->name);
	} else if (packet) {
		refused_by_us++;
	} else if (ours) {
		refused_by_them++;
	} else {
		refused_by_all++;
	}
	arena_free(arena);
	if (packet)
		oracle->close(packet);
	return ours && packet;
}

static void print_counts(const char *what, const struct oracle *oracle)
{
	printf("%s, %s: %u records, %u RRsets, %u signatures (%u right); "
	       "refused by both %u, by us %u, by them %u; outvoted %u\n",
	       what, oracle->name, compared_records, compared_rrsets,
	       compared_signatures, right_signatures, refused_by_all,
	       refused_by_us, refused_by_them, outvoted);
}

START_TEST(real_answers)
{
	load_samples();
	for (size_t i = 0; i < sample_count; i++)
		ck_assert_msg(compare_message(oracles[_i], &samples[i],
					      samples[i].wire, samples[i].len,
					      samples[i].name),
			      "%s: refused", samples[i].name);
	print_counts("real", oracles[_i]);
	/* All of them were right when they were made. */
	ck_assert_uint_gt(compared_signatures, 300);
	ck_assert_uint_eq(right_signatures, compared_signatures);
	ck_assert_uint_eq(outvoted, 0);
}
END_TEST

/* xorshift: the same everywhere. */
static uint32_t random_state;

static uint32_t random_next(uint32_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state % below;
}

static size_t change(const struct sample *sample, uint8_t *wire)
{
	size_t len = sample->len;

	memcpy(wire, sample->wire, len);
	for (uint32_t left = 1 + random_next(3); left; left--) {
		size_t at = random_next((uint32_t)len);

		switch (random_next(4)) {
		case 0:
			wire[at] ^= (uint8_t)(1u << random_next(8));
			break;
		case 1:
			wire[at] = (uint8_t)random_next(256);
			break;
		case 2: /* a pointer to anywhere */
			wire[at] = (uint8_t)(0xc0 | random_next(4));
			break;
		default: /* the fixed fields at the start */
			wire[random_next(12)] = (uint8_t)random_next(4);
		}
	}
	return random_next(20) ? len : random_next((uint32_t)len);
}

static uint32_t number_from(const char *variable, uint32_t otherwise)
{
	const char *text = getenv(variable);

	return text ? (uint32_t)strtoul(text, NULL, 10) : otherwise;
}

START_TEST(changed_answers)
{
	uint32_t seed = number_from("ORACLE_SEED", 20261122);
	uint32_t rounds = number_from("ORACLE_ROUNDS", 16);
	uint8_t wire[4096];
	char what[320];

	printf("seed %u\n", (unsigned)seed);
	random_state = seed ? seed : 1;
	load_samples();
	for (size_t i = 0; i < sample_count; i++)
		for (uint32_t r = 0; r < rounds; r++) {
			size_t len = change(&samples[i], wire);

			(void)snprintf(what, sizeof(what), "%.200s, change %u",
				       samples[i].name, (unsigned)r);
			(void)compare_message(oracles[_i], &samples[i], wire,
					      len, what);
		}
	print_counts("changed", oracles[_i]);
	ck_assert_uint_gt(compared_signatures, 1000);
	ck_assert_uint_lt(right_signatures, compared_signatures);
}
END_TEST

/* Key tags and digests: of each zone's keys, and of the same cut anywhere and
 * changed. */
START_TEST(keys)
{
	static const uint8_t types[] = { DIGEST_SHA1, DIGEST_SHA256,
					 DIGEST_SHA384 };
	const struct oracle *oracle = oracles[_i];
	struct arena *arena = arena_new(8 * 1024 * 1024);
	struct name owner;
	unsigned digests = 0;

	load_samples();
	ck_assert(name_from_text("a.example.", &owner));
	for (size_t i = 0; i < sample_count; i++) {
		struct dnskey all[KEYS_MAX];
		size_t count;

		if (keys_sample(&samples[i]) != &samples[i])
			continue;
		count = read_keys(arena, &samples[i], all);
		for (size_t k = 0; k < count; k++) {
			struct rdata rdata = all[k].rdata;

			for (size_t t = 0; t < COUNT_OF(types); t++) {
				uint8_t ours[DIGEST_SIZE_MAX], theirs[64];
				size_t len = ds_digest(&owner, rdata, types[t],
						       ours);

				ck_assert_uint_eq(
					len, oracle->digest(&owner, rdata,
							    types[t], theirs));
				ck_assert_mem_eq(ours, theirs, len);
				digests++;
			}
			for (; rdata.len > 8; rdata.len--)
				ck_assert_uint_eq(dnskey_tag(rdata),
						  oracle->key_tag(rdata));
		}
	}
	arena_free(arena);
	ck_assert_uint_ge(digests, 11 * 2 * 3);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oracle");
	TCase *tc = tcase_create("oracle");

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, real_answers, 0, COUNT_OF(oracles));
	tcase_add_loop_test(tc, changed_answers, 0, COUNT_OF(oracles));
	tcase_add_loop_test(tc, keys, 0, COUNT_OF(oracles));
	suite_add_tcase(suite, tc);
	return unit_run(suite);
}
