/* SPDX-License-Identifier: BSD-3-Clause */
/* auth_serial_skew.c - a server has an older version of the zone than others,
 * and has had it for longer than a transfer takes.
 *
 * How long, a single look can tell by what dates a version:
 *	its SOA's signature, where it was renewed with the serial: stale.h
 *	judges those, and tells of them as rrsig-stale-secondary; providers
 *	that each sign with their own key have serials of their own;
 *	a serial that is a time (POSIX seconds) or a date (YYYYMMDDnn);
 *	else nothing. In an unsigned zone, that the passes which confirm a
 *	fault see it too then says that no NOTIFY was followed, which takes
 *	seconds; a signed one has its signatures to be judged by. */
#include "diagnose/evidence.h"
#include "diagnose/service.h"

/* As in stale.c: a transfer is done within this, even where the SOA's refresh
 * is seconds. */
#define IN_FLIGHT_S 3600
/* A date stands for any moment of its day, in any time zone. */
#define DATE_SLACK_S (36 * 3600)
#define DAY_S	     86400

static const struct view_signature *soa_signature(const struct view_server *s)
{
	const struct view_rrset *row = s->soa;

	return row && row->sig_count > 0 ? &row->sigs[0] : NULL;
}

/* Which is newer is for the signatures to say; or they are of two signers; or
 * one is not signed at all, which is the greater fault. */
static bool signatures_decide(const struct view_server *a,
			      const struct view_server *b)
{
	const struct view_signature *left = soa_signature(a);
	const struct view_signature *right = soa_signature(b);

	if (!left || !right)
		return left != right;
	return left->sig->key_tag != right->sig->key_tag ||
	       left->expiration.s != right->expiration.s;
}

/* Midnight of YYYYMMDDnn, as POSIX seconds; 0: it is none. Days are counted
 * from 0000-03-01, so that the leap day is a year's last. */
static int64_t date_of(uint32_t serial)
{
	int64_t year = serial / 1000000, month = serial / 10000 % 100;
	int64_t day = serial / 100 % 100;

	if (year < 1990 || year > 2100 || month < 1 || month > 12 || day < 1 ||
	    day > 31)
		return 0;
	year -= month < 3;
	month = (month + 9) % 12;
	return (year * 365 + year / 4 - year / 100 + year / 400 +
		(month * 153 + 2) / 5 + day - 1 - 719468) *
	       DAY_S;
}

/* Seconds that the version has been there at least; -1: unknown. */
static int64_t age_s(const struct diagnosis *d, uint32_t serial)
{
	int64_t now = d->view->now.s, date = date_of(serial);

	if (date > now - 3650LL * DAY_S && date <= now + DATE_SLACK_S)
		return now - date > DATE_SLACK_S ? now - date - DATE_SLACK_S
						 : 0;
	if (serial > now - 3650LL * DAY_S && serial <= now + IN_FLIGHT_S)
		return serial > now ? 0 : now - serial;
	return -1;
}

static int64_t in_flight_s(const struct view_server *server)
{
	struct soa soa;

	if (soa_read(server->soa->set->rdata[0], &soa) &&
	    soa.refresh > IN_FLIGHT_S)
		return soa.refresh;
	return IN_FLIGHT_S;
}

static const struct view_server *newest(const struct diagnosis *d)
{
	const struct view_server *newest = NULL;

	for (size_t i = 0; i < d->view->server_count; i++) {
		const struct view_server *server = &d->view->servers[i];

		if (server->has_serial && server->soa->message->aa &&
		    (!newest || serial_newer(server->serial, newest->serial)))
			newest = server;
	}
	return newest;
}

static const struct view_rrset *lagging(const struct diagnosis *d,
					const struct view_server *server)
{
	const struct view_server *ahead = newest(d);
	int64_t age;

	if (!ahead || !server->has_serial || !server->soa->message->aa ||
	    server->serial == ahead->serial || signatures_decide(server, ahead))
		return NULL;
	age = age_s(d, ahead->serial);
	if (age < 0)
		return soa_signature(server) ? NULL : server->soa;
	return age > in_flight_s(server) ? server->soa : NULL;
}

static void show_serials(struct diagnosis *d, struct finding *f)
{
	for (size_t i = 0; i < d->view->server_count; i++) {
		const struct view_server *server = &d->view->servers[i];
		const char *line;
		int64_t age;

		if (!server->has_serial)
			continue;
		age = age_s(d, server->serial);
		line = age < 0 ? arena_printf(d->arena, "%s: serial %u",
					      server->label, server->serial)
			       : arena_printf(d->arena,
					      "%s: serial %u, at least %s old",
					      server->label, server->serial,
					      evidence_duration(d, age));
		evidence_list(d, f, line ? line : "");
	}
}

static void run(struct diagnosis *d)
{
	struct roster roster = roster_new(d, lagging);
	const char *zone = d->view->zone_word;
	struct finding *f;

	if (roster.count == 0)
		return;
	f = diagnosis_add(d, SEVERITY_WARNING, KIND_PREDICTED,
			  roster.servers[0]->label);
	diagnosis_summary(d, f,
			  "%s: an older version of the zone (serial %u) than "
			  "at %s (serial %u)",
			  roster_who(d, &roster), roster.servers[0]->serial,
			  newest(d)->label, newest(d)->serial);
	show_serials(d, f);
	for (size_t i = 0; i < roster.count && i < 4; i++)
		verify_question(d, f, roster.servers[i]->server, &d->view->zone,
				TYPE_SOA);
	if (roster.servers[0]->server->hidden)
		lines_add(d->arena, &f->fix,
			  "Where %s is the primary, it was set back: nothing "
			  "is transferred from it until its serial is above %u",
			  roster.servers[0]->label, newest(d)->serial);
	lines_add(d->arena, &f->fix,
		  "Transfer the zone (BIND: rndc retransfer %s; NSD: "
		  "nsd-control force_transfer %s; Knot: knotc zone-retransfer "
		  "%s)",
		  zone, zone, zone);
	lines_add(d->arena, &f->fix,
		  "Look at NOTIFY, transfer permissions, TSIG keys and the "
		  "secondary's log; when the SOA's expire has passed, it "
		  "answers no more");
}

const struct check check_auth_serial_skew = {
	.id = "auth-serial-skew",
	.summary = "a server has an older version of the zone than others",
	.source = "RFC 1034 4.3.5, RFC 1982",
	.run = run,
};
