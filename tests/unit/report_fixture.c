/* SPDX-License-Identifier: BSD-3-Clause */
/* report_fixture.c - zones to tell of: well, warned of, failing, hostile. */
#include "report_fixture.h"
#include "unit.h"

struct text out;

void setup(void)
{
	text_init(&out, OUT_MAX);
}

void teardown(void)
{
	text_done(&out);
}

static const struct finding expiring = {
	.id = "rrsig-expiring",
	.severity = SEVERITY_WARNING,
	.kind = KIND_PREDICTED,
	.subject = "www.example.com. A @ ns1.example.com. (192.0.2.1)",
	.summary = "signature expires in 6h 12m, 3 % of its lifetime is left",
	.deadline = { 1795341600 + 22320 },
	.evidence = { .count = 2,
		      .dropped = 3,
		      .at = { "RRSIG A by key 12345, algorithm 13, expires "
			      "2026-11-22T16:12:00Z",
			      "ns2.example.com. (192.0.2.2) serves the "
			      "same" } },
	.fix = { .count = 2,
		 .at = { "look at the signer's log and whether it can read its "
			 "keys",
			 "sign the zone again before the deadline" } },
	.verify = { .count = 1,
		    .at = { "dig +dnssec +norecurse @192.0.2.1 "
			    "www.example.com. "
			    "A | grep RRSIG" } },
	.references = { .count = 2,
			.at = { "RFC 4035 5.3.1", "RFC 6781 4.4.2" } },
};

static const struct finding expired = {
	.id = "rrsig-expired",
	.severity = SEVERITY_CRITICAL,
	.kind = KIND_FAILING,
	.subject = "www.example.com. A @ ns1.example.com. (192.0.2.1)",
	.summary = "signature expired 2h ago",
	.deadline = { 1795341600 - 7200 },
};

static const struct finding bare = {
	.id = "parent-chain-bogus",
	.severity = SEVERITY_CRITICAL,
	.kind = KIND_FAILING,
	.deadline = { INT64_MAX },
	.blame = "com.",
};

static const struct finding hostile = {
	.id = "servfail-unclassified",
	.severity = SEVERITY_CRITICAL,
	.kind = KIND_FAILING,
	.subject = "\033[31mx\r\n| \xff",
	.summary = "a|b\n'=\xc0\xaf\xe2\x80\xae",
	.deadline = { INT64_MAX },
	.evidence = { .count = 1, .at = { "\033]0;owned\a\x9b" } },
	.fix = { .count = 1, .at = { "\n\n\n" } },
	.verify = { .count = 1, .at = { "true\nrm -rf /" } },
};

static const struct finding *const one_expiring[] = { &expiring };
static const struct finding *const one_expired[] = { &expired, &expiring };
static const struct finding *const one_bare[] = { &bare };
static const struct finding *const one_hostile[] = { &hostile };

const struct assessment warning = {
	.zone_text = "example.com.",
	.checked_at = { 1795341600 },
	.verdict = VERDICT_WARNING,
	.security = SECURITY_SECURE,
	.breaks_at = { 1795341600 + 22320 },
	.breaks_because = "rrsig-expiring",
	.recovers_at = { INT64_MAX },
	.finding_count = 1,
	.findings = one_expiring,
	.serial = 2026112201,
	.server_count = 2,
};

const struct assessment failing = {
	.zone_text = "example.com.",
	.checked_at = { 1795341600 },
	.verdict = VERDICT_CRITICAL,
	.security = SECURITY_BOGUS,
	.breaks_at = { 1795341600 - 7200 },
	.breaks_because = "rrsig-expired",
	.recovers_at = { 1795341600 + 3600 },
	.finding_count = 2,
	.findings = one_expired,
	.server_count = 1,
};

const struct assessment blamed = {
	.zone_text = "example.com.",
	.checked_at = { 1795341600 },
	.verdict = VERDICT_CRITICAL,
	.security = SECURITY_BOGUS,
	.breaks_at = { 1795341600 },
	.breaks_because = "parent-chain-bogus",
	.recovers_at = { INT64_MAX },
	.finding_count = 1,
	.findings = one_bare,
};

const struct assessment hostile_zone = {
	.zone_text = "a\\124b.",
	.checked_at = { 1795341600 },
	.verdict = VERDICT_CRITICAL,
	.security = SECURITY_BOGUS,
	.breaks_at = { INT64_MAX },
	.recovers_at = { INT64_MAX },
	.finding_count = 1,
	.findings = one_hostile,
};

const struct assessment unknown = {
	.zone_text = "example.net.",
	.checked_at = { 1795341600 },
	.verdict = VERDICT_UNKNOWN,
	.unknown_because = "the validator gave no verdict in time",
	.breaks_at = { INT64_MAX },
	.recovers_at = { INT64_MAX },
};

const struct assessment insecure = {
	.zone_text = ".",
	.checked_at = { 1795341600 },
	.verdict = VERDICT_OK,
	.security = SECURITY_INSECURE,
	.breaks_at = { INT64_MAX },
	.recovers_at = { INT64_MAX },
};

static struct countdown countdown;

struct assessment well_zone(void)
{
	countdown = (struct countdown){
		.type = TYPE_DNSKEY,
		.server = "ns1.example.org. (2001:db8::1)",
		.key_tag = 4711,
		.inception = { 1795341600 - 86400 },
		.expires_at = { 1795341600 + 13 * 86400 + 64800 },
	};
	ck_assert(name_from_text("example.org", &countdown.owner));
	return (struct assessment){
		.zone_text = "example.org.",
		.checked_at = NOW,
		.security = SECURITY_SECURE,
		.breaks_at = countdown.expires_at,
		.breaks_because = "rrsig-expired",
		.recovers_at = WALL_NEVER,
		.countdown_count = 1,
		.countdowns = &countdown,
		.serial = 7,
		.server_count = 1,
	};
}
