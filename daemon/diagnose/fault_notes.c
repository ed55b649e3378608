/* SPDX-License-Identifier: BSD-3-Clause */
/* fault_notes.c - what the manual says of each fault beside its summary. */
#include "diagnose/faults.h"

#include <string.h>

static const struct fault_note notes[] = {
#define NOTE(id, shown, fix) { id, shown, fix },
#include "diagnose/fault_notes.def"
#undef NOTE
};

const struct fault_note *fault_note(const char *id)
{
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		if (strcmp(notes[i].id, id) == 0)
			return &notes[i];
	return NULL;
}

#define KEYS_AND_DS "leave the keys, and the DS at the parent, as they are"
#define NO_UNSIGNING                                                           \
	"delete no key, and do not stop signing, while a DS is at the "        \
	"parent: that is an outage by itself"
#define SIGNATURE "every answer carries a signature (RRSIG)"
#define NAME_SERVERS                                                           \
	"resolvers ask the name servers of the zone, now this one, now that "  \
	"one"

/* A fault is of the first whose beginning it has: the narrower come first. */
static const struct fault_family families[] = {
	{ "rrsig-key-missing",
	  SIGNATURE ", made with a key that the zone publishes (DNSKEY); this "
		    "key is not there",
	  "roll no key in haste: a new key needs a new DS, and a DS needs the "
	  "registrar" },
	{ "rrsig-not-yet-valid",
	  SIGNATURE
	  " with a first and a last day; who checks refuses it before "
	  "its first",
	  KEYS_AND_DS ": they are right" },
	{ "rrsig-invalid",
	  SIGNATURE "; this one does not fit the answer, or the key",
	  KEYS_AND_DS " until you know which of the two it is" },
	{ "rrsig-missing",
	  SIGNATURE "; here it is missing, and who checks refuses the answer",
	  KEYS_AND_DS ": they are right" },
	{ "rrsig-",
	  SIGNATURE " with an end date; who checks refuses it after that date",
	  KEYS_AND_DS
	  ": they are right, and without them all of the zone fails" },
	{ "ttl-",
	  SIGNATURE
	  " with an end date; caches may keep it longer than it holds",
	  KEYS_AND_DS },
	{ "ds-",
	  "the zone above publishes the fingerprint (DS) of a key of this "
	  "zone; the two must fit",
	  NO_UNSIGNING },
	{ "dnskey-",
	  "the zone publishes the keys (DNSKEY) by which its answers are "
	  "checked, and all its servers must have them",
	  NO_UNSIGNING },
	{ "algorithm-",
	  "with each kind of key that the zone announces all of it must be "
	  "signed",
	  NO_UNSIGNING },
	{ "denial-",
	  "that a name or a record does not exist is signed as well (NSEC, "
	  "NSEC3); this proof does not hold",
	  KEYS_AND_DS ": only the proofs of what is not there are wrong" },
	{ "nsec",
	  "that a name or a record does not exist is signed as well (NSEC, "
	  "NSEC3)",
	  KEYS_AND_DS },
	{ "compact-",
	  "that a name or a record does not exist is signed as well (NSEC, "
	  "NSEC3)",
	  KEYS_AND_DS },
	{ "delegation-",
	  "the zone above says which name servers have this one (NS)",
	  "leave the keys, the DS and the signatures as they are: the "
	  "registration or the delegation is at fault" },
	{ "auth-", NAME_SERVERS,
	  "leave the keys, the DS and the signatures as they are: a server, or "
	  "the way to it, is at fault" },
	{ "parent-chain-",
	  "trust comes down from the root, zone by zone; here it ends above "
	  "this one",
	  "change nothing in the zone: the fault is above it" },
	{ "cname-",
	  "the name is an alias for a name of another zone, and that one fails",
	  "change nothing in this zone's DNSSEC: the fault is where the alias "
	  "leads" },
	{ "path-", NAME_SERVERS "; a network on the way drops large answers",
	  "roll no key before it is mended: answers grow during a roll" },
	{ "resolver-nta-",
	  "a resolver's operator may tell it not to check a zone",
	  "do not take its answers for a sign that the zone is well" },
	{ "resolver-serve-stale-",
	  "a resolver may give old answers while it can get no new ones",
	  "do not take its answers for a sign that the zone is well" },
	{ "resolver-", "a resolver looks names up for users, and checks them",
	  "change nothing in the zone: other resolvers get right answers" },
	{ "servfail-",
	  "resolvers that check DNSSEC fail, and nothing that was measured "
	  "says why",
	  "change one thing at a time, and nothing before what was seen is "
	  "kept" },
	{ "monitor-config-", "it is the monitor itself, not a zone",
	  "do not restart the daemon: it does not start with that file" },
	{ "monitor-", "it is the monitor itself, not a zone",
	  "do not take silence for health: less is known than usual while this "
	  "lasts" },
};

const struct fault_family *fault_family(const char *id)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (strncmp(id, families[i].begins,
			    strlen(families[i].begins)) == 0)
			return &families[i];
	return NULL;
}

/* A line that troff would take for a request cannot come: every piece follows
 * something. Backslashes and leading dots are in none of them. */
static void put_note(struct text *out, const struct fault_note *note)
{
	const struct fault_family *family = fault_family(note->id);

	text_printf(out, ".br\n.I Shown:\n%s.\n", note->shown);
	text_printf(out, ".br\n.I Fix:\n%s.\n", note->fix);
	if (family)
		text_printf(out, ".br\n.I Careful:\n%s.\n", family->careful);
}

void faults_manual(struct text *out)
{
	struct fault fault;

	for (size_t i = 0; fault_at(i, &fault); i++) {
		const struct fault_note *note = fault_note(fault.id);

		text_printf(out, ".TP\n.B %s\n%s.\n", fault.id, fault.summary);
		if (fault.source)
			text_printf(out, "(%s)\n", fault.source);
		if (note)
			put_note(out, note);
	}
}
