/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_glossary.c - the field's words for who never heard them. */
#include "report/explain.h"

#include "report/layout.h"

#include <ctype.h>
#include <string.h>

#define GLOSSARY_WIDTH 72
#define WORD_MAX       32

static const struct {
	const char *word, *means;
} words[] = {
	{ "DNSSEC", "signatures on DNS data, so that nobody can forge it" },
	{ "DNSKEY", "the records with the zone's public keys" },
	{ "DS", "a fingerprint of the zone's key, published by the zone above "
		"it; handed in through the registrar" },
	{ "RRSIG", "a signature over one set of records; it has an end date" },
	{ "RRset", "all records of one name and type; signed as one" },
	{ "RRsets", "sets of all records of one name and type" },
	{ "CDS", "the DS records that the zone asks its parent to publish" },
	{ "CDNSKEY", "the keys that the zone asks its parent to name" },
	{ "NSEC", "a signed proof that something does not exist" },
	{ "NSEC3", "a signed proof that something does not exist, with hashed "
		   "names" },
	{ "SOA", "the record at the top of a zone, with its serial number" },
	{ "serial", "the version number of the zone's data" },
	{ "TTL", "how long others may keep an answer" },
	{ "KSK", "the key that signs the other keys" },
	{ "ZSK", "a key that signs the zone's data" },
	{ "CNAME", "an alias: this name is another name" },
	{ "bogus", "signatures were checked and do not hold" },
	{ "insecure", "not signed, or not linked to the zone above: nobody "
		      "checks it, which is no error" },
	{ "secure", "signatures were checked and hold" },
	{ "resolver", "the server that looks names up for users" },
	{ "registrar", "who registered the name for its owner" },
	{ "NOERROR", "the server answered without an error" },
	{ "NXDOMAIN", "the server says that the name does not exist" },
	{ "SERVFAIL", "the server, or the resolver, failed to answer" },
	{ "REFUSED", "the server does not want to answer" },
	{ "FORMERR", "the server could not read the question" },
	{ "referral", "no answer, but the names of servers to ask" },
	{ "lame", "of a server: named for the zone, and does not have it" },
	{ "flags", "of a key: 257 is meant for signing keys, 256 for signing "
		   "data; of an answer: the two-letter marks below" },
	{ "qr", "flag: this is an answer" },
	{ "rd", "flag: the resolver was asked to find the answer" },
	{ "ra", "flag: the resolver does find answers for others" },
	{ "ad", "flag: the resolver has checked the signatures" },
	{ "aa", "flag: the server speaks for this zone itself" },
	{ "tc", "flag: the answer was cut for want of room" },
	{ "dig", "a command that asks a DNS server (package bind9-dnsutils)" },
	{ "delv", "a command that looks up and checks signatures (package "
		  "bind9-dnsutils)" },
};

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_';
}

static bool occurs(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at += len)
		if ((at == text || !is_word_char(at[-1])) &&
		    !is_word_char(at[len]))
			return true;
	return false;
}

void explain_glossary(const char *text, struct text *out)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct text line;

		if (!occurs(text, words[i].word))
			continue;
		text_init(&line, WORD_MAX);
		text_printf(&line, "%s: ", words[i].word);
		layout_paragraph(out, GLOSSARY_WIDTH, 2, text_string(&line),
				 words[i].means);
		text_done(&line);
	}
}
