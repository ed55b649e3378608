/* SPDX-License-Identifier: BSD-3-Clause */
/* samples.c - cards to lay out. */
#include "lib/samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPENED	  1795341600 /* 2026-11-22T10:00:00Z */
#define COUNT(of) (sizeof(of) / sizeof((of)[0]))
#define SOURCE	  "/forewarnd/mon1.example.net"
#define DASHBOARD "https://dns.example.net/forewarn/"

static const struct card_bases bases = {
	.dashboard = DASHBOARD,
	.runbook = "https://wiki.example.net/dnssec?fault=",
};
static const struct card_bases no_bases;

static const struct finding expired = {
	.id = "rrsig-expired",
	.severity = SEVERITY_CRITICAL,
	.kind = KIND_FAILING,
	.subject = "_443._tcp.www.example.com. TLSA @ ns1.example.com. "
		   "(2001:db8:100:1::53)",
	.summary = "the signatures of 3 RRsets at ns1.example.com. "
		   "(2001:db8:100:1::53) expired, the first "
		   "2026-11-22T08:00:00Z, 2h ago",
	.deadline = { OPENED - 7200 },
	.evidence = { .count = 3,
		      .at = { "_443._tcp.www.example.com. TLSA, www A, www "
			      "AAAA: RRSIG by key 34505 ECDSAP256SHA256 (13), "
			      "from 2026-11-08T08:00:00Z to "
			      "2026-11-22T08:00:00Z",
			      "ns1.example.com. (2001:db8:100:1::53): serial "
			      "2026110801",
			      "ns2.example.com. (192.0.2.2): serial "
			      "2026112201, signatures to "
			      "2026-12-06T08:00:00Z" } },
	.fix = { .count = 3,
		 .at = { "Sign the zone again, with a new serial (BIND: rndc "
			 "sign example.com.; Knot: knotc zone-sign "
			 "example.com.; ldns-signzone, dnssec-signzone: run "
			 "it, then reload)",
			 "See that every server then has the new serial and "
			 "the new signatures",
			 "Find why the signer did not do it by itself: its "
			 "log, its clock, access to the keys" } },
	.verify = { .count = 2,
		    .at = { "dig @2001:db8:100:1::53 _443._tcp.www.example.com."
			    " TLSA +dnssec +norec",
			    "delv example.com. SOA +vtrace" } },
	.references = { .count = 1, .at = { "RFC 4035 5.3.1" } },
};
static const struct finding expiring = {
	.id = "rrsig-expiring",
	.severity = SEVERITY_WARNING,
	.kind = KIND_PREDICTED,
	.subject = "example.com. SOA @ all servers",
	.summary = "the signatures of 12 RRsets at 2 of 2 servers end soon, "
		   "the first 2026-11-23T10:00:00Z, in 1d",
	.deadline = { OPENED + 86400 },
	.evidence = { .count = 1,
		      .at = { "example.com. SOA: RRSIG by key 34505, to "
			      "2026-11-23T10:00:00Z" } },
	.fix = { .count = 1, .at = { "Sign the zone again" } },
	.verify = { .count = 1,
		    .at = { "dig @192.0.2.2 example.com. SOA +dnssec "
			    "+norec" } },
	.references = { .count = 2,
			.at = { "RFC 4035 5.3.1", "RFC 6781 4.4.2" } },
};

static struct finding finding;
static const struct finding *const findings[] = { &finding };
static struct assessment seen;
static struct incident_fault fault;
static struct incident_member members[10000];
static struct incident incident;
static struct announcement announcement;
static char example_com[] = "example.com.", com[] = "com.";

static void reset(const struct finding *cause, enum change change)
{
	finding = *cause;
	seen = (struct assessment){
		.zone_text = example_com,
		.checked_at = { OPENED },
		.breaks_at = cause->deadline,
		.breaks_because = cause->id,
		.recovers_at = WALL_NEVER,
		.finding_count = 1,
		.findings = findings,
	};
	fault = (struct incident_fault){ .severity = cause->severity,
					 .kind = cause->kind,
					 .confirmed = true,
					 .deadline = cause->deadline };
	(void)snprintf(fault.id, sizeof(fault.id), "%s", cause->id);
	for (size_t i = 0; i < COUNT(members); i++)
		members[i] = (struct incident_member){ example_com, &fault, 1 };
	incident = (struct incident){
		.owner = example_com,
		.id = "00112233445566778899aabbccddeeff",
		.open = change != CHANGE_CLOSED,
		.opened_at = { OPENED },
		.member_count = change != CHANGE_CLOSED,
		.members = members,
	};
	announcement = (struct announcement){
		.id = "00112233445566778899aabbccddeeff.1",
		.change = change,
		.incident = &incident,
		.severity = cause->severity,
		.at = { change == CHANGE_OPENED ? OPENED + 60 : OPENED + 7380 },
		.assessment = &seen,
	};
	if (change == CHANGE_CLOSED)
		(void)snprintf(announcement.ended, sizeof(announcement.ended),
			       "%s", cause->id);
}

static const struct card *incident_card(struct arena *arena,
					const struct finding *cause,
					enum change change)
{
	reset(cause, change);
	return card_of_announcement(arena, &announcement, SOURCE, &bases);
}

static const struct card *opened(struct arena *arena)
{
	return incident_card(arena, &expired, CHANGE_OPENED);
}

static const struct card *predicted(struct arena *arena)
{
	return incident_card(arena, &expiring, CHANGE_OPENED);
}

static const struct card *worsened(struct arena *arena)
{
	return incident_card(arena, &expired, CHANGE_WORSENED);
}

static const struct card *eased(struct arena *arena)
{
	return incident_card(arena, &expiring, CHANGE_EASED);
}

static const struct card *closed(struct arena *arena)
{
	return incident_card(arena, &expired, CHANGE_CLOSED);
}

static const struct card *ancestor(struct arena *arena)
{
	reset(&expired, CHANGE_OPENED);
	incident.owner = com;
	incident.member_count = COUNT(members);
	return card_of_announcement(arena, &announcement, SOURCE, &bases);
}

static const struct card *from_memory(struct arena *arena)
{
	reset(&expired, CHANGE_OPENED);
	announcement.assessment = NULL;
	return card_of_announcement(arena, &announcement, SOURCE, &no_bases);
}

static struct card_summary summary_of(const char *const *lines, size_t count)
{
	return (struct card_summary){
		.id = "summary-1795341660",
		.at = { OPENED + 60 },
		.from = { OPENED },
		.until = { OPENED + 60 },
		.severity = SEVERITY_CRITICAL,
		.opened = count,
		.closed = 2,
		.line_count = count,
		.lines = lines,
		.more = 2,
	};
}

static struct card_summary summary;

static const struct card *several(struct arena *arena)
{
	static const char *const lines[] = {
		"CRITICAL example.com.: the signature of www A expired "
		"2026-11-22T08:00:00Z, 2h ago (rrsig-expired)",
		"WARNING _tcp.example.org.: the signature of SOA ends "
		"2026-11-23T10:00:00Z, in 1d (rrsig-expiring)",
	};

	summary = summary_of(lines, COUNT(lines));
	return card_of_summary(arena, &summary, SOURCE, DASHBOARD);
}

static const struct card *test(struct arena *arena)
{
	return card_of_test(arena, "test-1795341600-pager", "pager",
			    (struct wall){ OPENED }, SOURCE);
}

const struct card *sample_hostile(struct arena *arena, const char *string,
				  size_t lines, size_t zones, unsigned change)
{
	static char name[1024];
	static const char *many[CARD_LIST_MAX];
	const size_t count =
		lines < FINDING_LINES_MAX ? lines : FINDING_LINES_MAX;

	(void)snprintf(name, sizeof(name), "%s", string);
	if (change > CHANGE_CLOSED) {
		for (size_t i = 0; i < COUNT(many); i++)
			many[i] = name;
		summary = summary_of(many, COUNT(many));
		return card_of_summary(arena, &summary, SOURCE, DASHBOARD);
	}
	reset(&expired, (enum change)change);
	finding.subject = finding.summary = name;
	finding.evidence.count = count;
	finding.evidence.dropped = lines;
	for (size_t i = 0; i < count; i++)
		finding.evidence.at[i] = name;
	finding.fix = finding.verify = finding.references = finding.evidence;
	seen.zone_text = incident.owner = name;
	seen.recovers_at.s = OPENED;
	incident.member_count = zones < COUNT(members) ? zones : COUNT(members);
	for (size_t i = 0; i < incident.member_count; i++)
		members[i].zone = name;
	return card_of_announcement(arena, &announcement, SOURCE, &bases);
}

static const struct {
	const char *name;
	const struct card *(*make)(struct arena *arena); /* or hostile */
	const char *string; /* repeated up to .bytes */
	size_t bytes, lines, zones;
	unsigned change;
} samples[] = {
	{ .name = "opened critical", .make = opened },
	{ .name = "predicted warning", .make = predicted },
	{ .name = "worsened", .make = worsened },
	{ .name = "eased", .make = eased },
	{ .name = "closed", .make = closed },
	{ .name = "an ancestor's", .make = ancestor },
	{ .name = "from memory alone", .make = from_memory },
	{ .name = "summary", .make = several },
	{ .name = "test", .make = test },
	{ "mentions", NULL,
	  "@here @channel @everyone <!here> <!channel> <@U012AB3CD> "
	  "<#C024BE7LR> <at>all</at> ",
	  57, 3, 3, CHANGE_OPENED },
	{ "links", NULL, "[x](https://evil.example) <https://evil.example|x> ",
	  54, 3, 3, CHANGE_WORSENED },
	{ "markup", NULL, "*a* _b_ ~c~ `d` ```e``` **f** __g__ ||h|| # > - ",
	  96, 3, 3, CHANGE_EASED },
	{ "entities", NULL, "&amp; &lt;!here&gt; &<>\"' {{DATE(x)}} ${y} ", 90,
	  3, 3, CHANGE_OPENED },
	{ "escapes of the terminal", NULL, "\033[2J\r\n\t\b", 300, 12, 60,
	  CHANGE_OPENED },
	{ "no UTF-8", NULL, "\xff\xfe\xc0\x80", 1000, 12, 60, CHANGE_OPENED },
	{ "reading directions", NULL,
	  "\xe2\x80\xae"
	  "abc\xe2\x81\xa6",
	  900, 12, 60, CHANGE_OPENED },
	{ "characters of four bytes", NULL, "\xf0\x9f\x92\xa9", 1000, 12, 60,
	  CHANGE_OPENED },
	{ "ampersands", NULL, "&", 1000, 12, 60, CHANGE_OPENED },
	{ "backslashes", NULL, "\\", 1000, 12, 60, CHANGE_OPENED },
	{ "quotes", NULL, "\"", 1000, 12, 60, CHANGE_OPENED },
	{ "stars", NULL, "*", 1000, 12, 60, CHANGE_OPENED },
	{ "backticks", NULL, "`", 1000, 12, 60, CHANGE_OPENED },
	{ "huge", NULL, "long words of an honest server, ", 1000, 12, 10000,
	  CHANGE_OPENED },
	{ "huge and closed", NULL, "x", 1000, 12, 10000, CHANGE_CLOSED },
	{ "huge summary", NULL, "CRITICAL <example>: ", 1000, 0, 0, 4 },
	{ "empty", NULL, "", 0, 12, 60, CHANGE_OPENED },
};

const struct card *sample_card(struct arena *arena, size_t i,
			       const char **ret_name)
{
	static char string[1024];
	size_t unit;

	if (i >= COUNT(samples))
		return NULL;
	*ret_name = samples[i].name;
	if (samples[i].make)
		return samples[i].make(arena);
	unit = strlen(samples[i].string);
	for (size_t at = 0; at < samples[i].bytes; at++)
		string[at] = samples[i].string[at % unit];
	string[samples[i].bytes] = '\0';
	return sample_hostile(arena, string, samples[i].lines, samples[i].zones,
			      samples[i].change);
}
