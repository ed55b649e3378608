/* SPDX-License-Identifier: BSD-3-Clause */
/* check_decision.c - the table that says who is at fault: each row by what it
 * is there for, and all that can be as a whole. */
#include "unit/unit.h"

#include "diagnose/decision.h"

#include <stdio.h>
#include <string.h>

/* Short names, in the order of the enums. */
enum { AU, AG, AM, AB, AS };
enum { CU, CA, CF };
enum { VU, VA, VB, VS };
enum { RU, RA, RS, RF };

static const struct {
	const char *name;
	unsigned authority, cd, validator, resolvers;
	enum culprit want;
	const char *part; /* of the sentence */
} rows[] = {
	{ "nothing measured", AU, CU, VU, RU, CULPRIT_UNKNOWN, "not measured" },
	{ "only resolvers fail", AG, CA, VU, RF, CULPRIT_UNKNOWN,
	  "not measured" },
	{ "all is well", AG, CA, VA, RA, CULPRIT_NOBODY, "every server is" },
	{ "well, no resolver asked", AG, CA, VA, RU, CULPRIT_NOBODY,
	  "every server is good" },
	{ "well, but cd failed", AG, CF, VA, RA, CULPRIT_NOBODY,
	  "every server is good" },
	{ "one bad server", AM, CA, VA, RA, CULPRIT_ZONE, "meet the others" },
	{ "records nobody asked for", AB, CA, VA, RU, CULPRIT_ZONE,
	  "what they were asked" },
	{ "our way to the servers", AS, CA, VA, RA, CULPRIT_UNKNOWN,
	  "the way from us" },
	{ "servers not asked", AU, CA, VA, RU, CULPRIT_UNKNOWN,
	  "the way from us" },
	{ "one resolver fails", AG, CA, VA, RS, CULPRIT_RESOLVER,
	  "at the resolvers that fail" },
	{ "all resolvers fail", AG, CA, VA, RF, CULPRIT_UNKNOWN,
	  "a rule that ours lacks" },
	{ "resolvers met the bad server", AM, CA, VA, RS, CULPRIT_ZONE,
	  "servers differ" },
	{ "strict resolvers", AB, CA, VA, RS, CULPRIT_ZONE, "strict ones" },
	{ "a split, servers unseen", AS, CA, VA, RS, CULPRIT_UNKNOWN,
	  "nobody can be told" },
	{ "the chain above", AG, CA, VB, RF, CULPRIT_ABOVE, "chain above" },
	{ "the chain above, alone", AG, CA, VB, RU, CULPRIT_ABOVE,
	  "chain above" },
	{ "only we refuse", AG, CA, VB, RA, CULPRIT_OURSELVES,
	  "our own validator" },
	{ "divided over good data", AG, CA, VB, RS, CULPRIT_UNKNOWN,
	  "divided" },
	{ "a bogus zone", AB, CA, VB, RU, CULPRIT_ZONE, "refuse them" },
	{ "a bogus zone, everywhere", AB, CA, VB, RF, CULPRIT_ZONE,
	  "refuse them" },
	{ "a bogus zone and caches", AB, CA, VB, RS, CULPRIT_ZONE,
	  "hold older data" },
	{ "a bogus zone, not yet seen", AM, CA, VB, RA, CULPRIT_ZONE,
	  "hold older data" },
	{ "bogus, servers unseen", AS, CA, VB, RF, CULPRIT_UNKNOWN,
	  "to compare" },
	{ "only we fail", AG, CF, VS, RA, CULPRIT_OURSELVES, "our network" },
	{ "only we fail, all is silent to us", AS, CF, VS, RA,
	  CULPRIT_OURSELVES, "our network" },
	{ "dead servers", AS, CF, VS, RF, CULPRIT_SERVERS, "the way to them" },
	{ "servers that nobody finds", AG, CF, VS, RF, CULPRIT_DELEGATION,
	  "delegation" },
	{ "lame servers", AB, CF, VS, RU, CULPRIT_DELEGATION, "delegation" },
	{ "no DNSKEY to be had", AG, CA, VS, RF, CULPRIT_UNKNOWN,
	  "a record of the chain" },
	{ "unsigned under a DS", AB, CA, VS, RS, CULPRIT_ZONE,
	  "its DS at the parent" },
	{ "answers from nowhere", AS, CA, VS, RF, CULPRIT_UNKNOWN,
	  "does not fit together" },
};

static const struct decision *decide(unsigned a, unsigned c, unsigned v,
				     unsigned r)
{
	const struct decision_facts facts = {
		.authority = (enum authority_says)a,
		.cd = (enum cd_says)c,
		.validator = (enum validator_says)v,
		.resolvers = (enum resolvers_say)r,
	};

	return decision_of(&facts);
}

START_TEST(row)
{
	const struct decision *found =
		decide(rows[_i].authority, rows[_i].cd, rows[_i].validator,
		       rows[_i].resolvers);

	ck_assert_msg(found->culprit == rows[_i].want &&
			      strstr(found->sentence, rows[_i].part),
		      "%s: %d, \"%s\"", rows[_i].name, found->culprit,
		      found->sentence);
}
END_TEST

/* Each row of the table is there for something, and has its case above. */
START_TEST(every_row_has_a_case)
{
	for (size_t i = 0; decisions[i].sentence; i++) {
		bool found = false;

		for (size_t k = 0; k < COUNT_OF(rows); k++)
			found |= decide(rows[k].authority, rows[k].cd,
					rows[k].validator,
					rows[k].resolvers) == &decisions[i];
		ck_assert_msg(found, "%s", decisions[i].sentence);
	}
}
END_TEST

/* What must hold however the rows are written. */
START_TEST(rules)
{
	for (unsigned i = 0;
	     i < AUTHORITY_SAYS_COUNT * CD_SAYS_COUNT * VALIDATOR_SAYS_COUNT *
			 RESOLVERS_SAY_COUNT;
	     i++) {
		unsigned a = i % 5, c = i / 5 % 3, v = i / 15 % 4, r = i / 60;
		const struct decision *d = decide(a, c, v, r);

		ck_assert_ptr_nonnull(d->sentence);
		/* Some resolvers ignore CD, so that it proves nothing. */
		ck_assert(!strstr(d->sentence, "+cd"));
		ck_assert(!strstr(d->sentence, "CD"));
		/* Good servers are never at fault. */
		if (a == AUTHORITY_GOOD)
			ck_assert(d->culprit != CULPRIT_SERVERS &&
				  d->culprit != CULPRIT_ZONE);
		/* A resolver is only where the servers were compared. */
		if (d->culprit == CULPRIT_RESOLVER)
			ck_assert(a == AUTHORITY_GOOD &&
				  v == VALIDATOR_ACCEPTS);
		if (d->culprit == CULPRIT_NOBODY)
			ck_assert(v == VALIDATOR_ACCEPTS);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("decision");
	TCase *tcase = tcase_create("table");

	tcase_add_loop_test(tcase, row, 0, (int)COUNT_OF(rows));
	tcase_add_test(tcase, every_row_has_a_case);
	tcase_add_test(tcase, rules);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
