/* SPDX-License-Identifier: BSD-3-Clause */
/* types.c - the registered names of types, rcodes and extended errors. */
#include "dns/message.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct {
	uint16_t type;
	const char *text;
} types[] = {
	{ TYPE_A, "A" },
	{ TYPE_NS, "NS" },
	{ TYPE_CNAME, "CNAME" },
	{ TYPE_SOA, "SOA" },
	{ TYPE_PTR, "PTR" },
	{ 13, "HINFO" },
	{ TYPE_MX, "MX" },
	{ TYPE_TXT, "TXT" },
	{ 17, "RP" },
	{ 18, "AFSDB" },
	{ TYPE_AAAA, "AAAA" },
	{ 29, "LOC" },
	{ TYPE_SRV, "SRV" },
	{ 35, "NAPTR" },
	{ 37, "CERT" },
	{ TYPE_DNAME, "DNAME" },
	{ TYPE_OPT, "OPT" },
	{ TYPE_DS, "DS" },
	{ 44, "SSHFP" },
	{ 45, "IPSECKEY" },
	{ TYPE_RRSIG, "RRSIG" },
	{ TYPE_NSEC, "NSEC" },
	{ TYPE_DNSKEY, "DNSKEY" },
	{ 49, "DHCID" },
	{ TYPE_NSEC3, "NSEC3" },
	{ TYPE_NSEC3PARAM, "NSEC3PARAM" },
	{ TYPE_TLSA, "TLSA" },
	{ 53, "SMIMEA" },
	{ TYPE_CDS, "CDS" },
	{ TYPE_CDNSKEY, "CDNSKEY" },
	{ 61, "OPENPGPKEY" },
	{ 62, "CSYNC" },
	{ 63, "ZONEMD" },
	{ 64, "SVCB" },
	{ 65, "HTTPS" },
	{ 66, "DSYNC" },
	{ 99, "SPF" },
	{ 128, "NXNAME" },
	{ 249, "TKEY" },
	{ 250, "TSIG" },
	{ 251, "IXFR" },
	{ 252, "AXFR" },
	{ 255, "ANY" },
	{ 256, "URI" },
	{ TYPE_CAA, "CAA" },
};

#define TYPES_COUNT (sizeof(types) / sizeof(types[0]))

const char *type_to_text(uint16_t type, char ret_text[TYPE_TEXT_SIZE])
{
	for (size_t i = 0; i < TYPES_COUNT; i++)
		if (types[i].type == type) {
			(void)snprintf(ret_text, TYPE_TEXT_SIZE, "%s",
				       types[i].text);
			return ret_text;
		}
	(void)snprintf(ret_text, TYPE_TEXT_SIZE, "TYPE%u", type);
	return ret_text;
}

/* RFC 3597 5: "TYPE" and a decimal number of 16 bits. */
static bool type_from_number(const char *text, uint16_t *ret_type)
{
	unsigned value = 0;
	size_t digits = 0;

	if (strncasecmp(text, "TYPE", 4) != 0)
		return false;
	for (text += 4; text[digits]; digits++) {
		if (text[digits] < '0' || text[digits] > '9' || digits == 5)
			return false;
		value = value * 10 + (unsigned)(text[digits] - '0');
	}
	if (!digits || value > UINT16_MAX)
		return false;
	*ret_type = (uint16_t)value;
	return true;
}

bool type_from_text(const char *text, uint16_t *ret_type)
{
	for (size_t i = 0; i < TYPES_COUNT; i++)
		if (strcasecmp(types[i].text, text) == 0) {
			*ret_type = types[i].type;
			return true;
		}
	return type_from_number(text, ret_type);
}

/* RFC 6895 2.3, RFC 7873 8 */
static const char *const rcodes[] = {
	"NOERROR",  "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP",   "REFUSED",
	"YXDOMAIN", "YXRRSET", "NXRRSET",  "NOTAUTH",  "NOTZONE",  "DSOTYPENI",
	"RCODE12",  "RCODE13", "RCODE14",  "RCODE15",  "BADVERS",  "BADKEY",
	"BADTIME",  "BADMODE", "BADNAME",  "BADALG",   "BADTRUNC", "BADCOOKIE",
};

const char *rcode_text(uint16_t rcode)
{
	if (rcode < sizeof(rcodes) / sizeof(rcodes[0]))
		return rcodes[rcode];
	return "unassigned rcode";
}

/* IANA "Extended DNS Error Codes": RFC 8914 4.1 to 4.25, RFC 9276 (27),
 * and later registrations (26, 28 to 30). */
static const char *const errors[] = {
	"Other Error",
	"Unsupported DNSKEY Algorithm",
	"Unsupported DS Digest Type",
	"Stale Answer",
	"Forged Answer",
	"DNSSEC Indeterminate",
	"DNSSEC Bogus",
	"Signature Expired",
	"Signature Not Yet Valid",
	"DNSKEY Missing",
	"RRSIGs Missing",
	"No Zone Key Bit Set",
	"NSEC Missing",
	"Cached Error",
	"Not Ready",
	"Blocked",
	"Censored",
	"Filtered",
	"Prohibited",
	"Stale NXDOMAIN Answer",
	"Not Authoritative",
	"Not Supported",
	"No Reachable Authority",
	"Network Error",
	"Invalid Data",
	"Signature Expired before Valid",
	"Too Early",
	"Unsupported NSEC3 Iterations Value",
	"Unable to conform to policy",
	"Synthesized",
	"Invalid Query Type",
};

const char *ede_text(uint16_t code)
{
	if (code < sizeof(errors) / sizeof(errors[0]))
		return errors[code];
	return "unassigned extended error";
}
