/* SPDX-License-Identifier: BSD-3-Clause */
/* service.h - how a server that answers serves the zone, and the servers that
 * one finding is about. */
#ifndef FOREWARN_DIAGNOSE_SERVICE_H
#define FOREWARN_DIAGNOSE_SERVICE_H

#include "diagnose/check.h"

enum service {
	SERVICE_UNKNOWN, /* no whole answer about the apex */
	SERVICE_GOOD,	 /* it has answered with authority */
	SERVICE_FAILS,	 /* SERVFAIL, and never better */
	SERVICE_LAME,	 /* refused, or without authority, and never better */
	SERVICE_NO_EDNS, /* FORMERR or NOTIMP, to each question with EDNS */
};

/**
 * The best that a server did for any question about the apex: a server that
 * is slow, lossy or limits our rate is none that lacks the zone.
 */
enum service service_of(const struct view *view,
			const struct view_server *server);

/** Whether no server that users ask serves the zone well, and no answer came to
 * the validator either. Of a server that we could not ask, the validator's
 * failure tells. */
bool service_nobody(const struct view *view);

/** Whether @p row is the answer to its own question, and not what came with
 * another one. */
bool service_is_asked(const struct view_rrset *row);

/** Whether users or their resolvers ask this: the apex' SOA, NS and DNSKEY and
 * what the operator asks; not our probes, and not what only parents read. */
bool service_users_ask(const struct view *view, const struct view_rrset *row);

/** Whether an answer is one that its reader can use. */
typedef bool answer_test(const struct message *message);

/** Whether @p server has, to the question of @p asked, an answer that
 * @p is_answer holds of: at another try or over the other transport. */
bool service_answers(const struct view_server *server,
		     const struct view_rrset *asked, answer_test *is_answer);

/** Whether any server does, or may: one that we could not ask. One that users
 * do not ask is no help. */
bool service_may_answer(const struct view *view, const struct view_rrset *asked,
			answer_test *is_answer);

/** Set when users will fail by what only @p hidden has, and say so: by the
 * SOA's refresh the servers that they ask have looked there (RFC 1035
 * 3.3.13). */
void service_foretell(struct diagnosis *d, struct finding *f,
		      const struct view_server *hidden);

/** The first answer of @p server that is not as it should be, or NULL. */
typedef const struct view_rrset *service_filter(const struct diagnosis *d,
						const struct view_server *s);

struct roster {
	size_t count;
	const struct view_server **servers;
	const struct view_rrset **rows; /* what the filter gave for each */
};

/** The servers that @p filter gives an answer of. Without memory none. */
struct roster roster_new(struct diagnosis *d, service_filter *filter);

/* Name servers of the largest zones, in both families, and some to spare. */
#define CAUSE_SERVERS_MAX 32

/** Name them as the cause of @p f, unless they are more than
 * CAUSE_SERVERS_MAX: an owner's name must stay readable. */
void roster_blame(struct diagnosis *d, struct finding *f,
		  const struct roster *roster);

/** "ns1.example. (192.0.2.1)" or "2 of 3 servers". */
const char *roster_who(struct diagnosis *d, const struct roster *roster);

/** A line for each server, "ns1.example. (192.0.2.1): example. SOA: REFUSED",
 * and the question that shows it. */
void roster_show(struct diagnosis *d, struct finding *f,
		 const struct roster *roster);

#endif
