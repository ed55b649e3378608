/* SPDX-License-Identifier: BSD-3-Clause */
/* context.c - libunbound's contexts, set up as a monitor needs them. */
#include "probe/context.h"

#include "dns/anchor.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unbound-event.h>
#include <unbound.h>

struct option {
	const char *name, *value;
};

/* The same for every context: some are process-wide in libunbound, and the
 * last context that was set up wins. */
static const struct option options[] = {
	/* The Internet as it is, without help from this machine's files. */
	{ "do-not-query-localhost:", "no" },
	{ "unblock-lan-zones:", "yes" },
	/* Only what was asked for: 7 upstream questions a cold name, not 21. */
	{ "target-fetch-policy:", "0 0 0 0 0" },
	{ "qname-minimisation:", "no" },
	{ "harden-below-nxdomain:", "no" },
	{ "harden-referral-path:", "no" },
	{ "prefetch:", "no" },
	{ "prefetch-key:", "no" },
	/* Strict where validators at large are, lenient where they are. */
	{ "harden-glue:", "yes" },
	{ "harden-dnssec-stripped:", "yes" },
	{ "harden-algo-downgrade:", "no" },
	{ "harden-large-queries:", "no" },
	{ "use-caps-for-id:", "no" },
	/* Nothing from the cache but what a server said. */
	{ "aggressive-nsec:", "no" },
	{ "serve-expired:", "no" },
	{ "trust-anchor-signaling:", "no" },
	{ "root-key-sentinel:", "no" },
	/* Whole answers, in the order in which they came. */
	{ "minimal-responses:", "no" },
	{ "rrset-roundrobin:", "no" },
	/* RFC 9715: no fragments. */
	{ "edns-buffer-size:", "1232" },
	/* Room for the window; the library's 2 TCP sockets fail most of it. */
	{ "outgoing-range:", "512" },
	{ "outgoing-num-tcp:", "64" },
	{ "num-queries-per-thread:", "4096" },
	{ "msg-cache-size:", "16m" },
	{ "rrset-cache-size:", "32m" },
	{ "key-cache-size:", "16m" },
	{ "infra-cache-max-rtt:", "2000" },
	/* An expired signature is expired: the default skew of up to a day
	 * would hide it. */
	{ "val-sig-skew-min:", "0" },
	{ "val-sig-skew-max:", "0" },
	/* 2: why_bogus says the reason and the server. */
	{ "val-log-level:", "2" },
	{ "val-log-squelch:", "yes" },
};

/* Answered by libunbound itself unless removed; a user may watch them. */
static const char *const special_zones[] = {
	"test.", "invalid.", "onion.", "home.arpa.", "localhost.",
};

static bool set_option(struct ub_ctx *ctx, const char *name, const char *value)
{
	return ub_ctx_set_option(ctx, name, value) == 0;
}

static bool set_options(struct ub_ctx *ctx)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (!set_option(ctx, options[i].name, options[i].value))
			return false;
	return true;
}

/* libunbound reads "YYYYMMDDHHMMSS". */
static bool set_date(struct ub_ctx *ctx, struct wall at)
{
	time_t s = (time_t)at.s;
	struct tm tm;
	char text[32];

	return wall_is_never(at) ||
	       (gmtime_r(&s, &tm) &&
		strftime(text, sizeof(text), "%Y%m%d%H%M%S", &tm) == 14 &&
		set_option(ctx, "val-override-date:", text));
}

/* @p prime: ask the servers for the zone's own NS set first. */
static bool set_stub(struct ub_ctx *ctx, const char *zone,
		     const struct address *address, int prime)
{
	char text[ADDRESS_TEXT_SIZE];

	return ub_ctx_set_stub(ctx, zone, address_to_text(address, text),
			       prime) == 0;
}

/* A primed stub of the root does what a file of root hints does, without the
 * file, and with ports. */
static bool set_hints(struct ub_ctx *ctx, const struct roots *roots)
{
	for (size_t i = 0; i < roots->hint_count; i++)
		if (!set_stub(ctx, ".", &roots->hints[i], 1))
			return false;
	return true;
}

static bool set_island_servers(struct ub_ctx *ctx, const struct plan *island)
{
	char zone[NAME_TEXT_SIZE];

	name_to_text(&island->zone, zone);
	for (size_t i = 0; i < island->server_count; i++)
		if (!set_stub(ctx, zone, &island->servers[i].address, 0))
			return false;
	return true;
}

static bool do_not_query(void *ctx, const char *range)
{
	return set_option(ctx, "do-not-query-address:", range);
}

/* NS records may lead anywhere; what the operator said may be asked. */
static bool set_forbidden(struct ub_ctx *ctx,
			  const struct context_settings *settings)
{
	struct address named[ROOTS_HINTS_MAX + PLAN_SERVERS_MAX];
	const struct plan *island = settings->island;
	size_t count = settings->roots->hint_count;

	if (settings->private_servers)
		return true;
	memcpy(named, settings->roots->hints, count * sizeof(named[0]));
	for (size_t i = 0;
	     island && island->isolated && i < island->server_count; i++)
		named[count++] = island->servers[i].address;
	return address_ranges(named, count, do_not_query, ctx);
}

static bool add_lines(struct ub_ctx *ctx, const char *lines)
{
	char line[ANCHOR_TEXT_MAX];
	size_t len;

	for (; (lines = anchor_line(lines, &len)); lines += len) {
		if (len >= sizeof(line))
			return false;
		memcpy(line, lines, len);
		line[len] = '\0';
		if (ub_ctx_add_ta(ctx, line) != 0)
			return false;
	}
	return true;
}

/* The owner is the first word. */
static bool is_of_root(const char *anchors)
{
	return anchors[0] == '.' && (anchors[1] == ' ' || anchors[1] == '\t');
}

static bool add_anchors(struct ub_ctx *ctx,
			const struct context_settings *settings)
{
	const struct plan *island = settings->island;
	const struct roots *roots = settings->roots;

	/* Anchors of one name are one set: another root has its own alone. */
	for (size_t i = 0; i < roots->anchor_count; i++)
		if (!(island && is_of_root(island->trust_anchor)) &&
		    ub_ctx_add_ta(ctx, roots->anchors[i]) != 0)
			return false;
	return !island || add_lines(ctx, island->trust_anchor);
}

/* A bogus answer is asked for again elsewhere: two tries more reach past a name
 * server of two addresses that serves wrong data. */
static bool set_use(struct ub_ctx *ctx, enum context_use use)
{
	bool once = use == CONTEXT_ONCE || use == CONTEXT_ONCE_NS;

	if (use == CONTEXT_CD)
		return set_option(ctx, "module-config:", "iterator");
	return set_option(ctx, "module-config:", "validator iterator") &&
	       set_option(ctx, "val-max-restart:", once ? "0" : "2");
}

static bool set_up(struct ub_ctx *ctx, enum context_use use,
		   const struct context_settings *settings)
{
	if (!set_use(ctx, use) || !set_options(ctx) ||
	    !set_option(ctx, "do-ip6:", settings->ipv6 ? "yes" : "no") ||
	    !set_date(ctx, settings->at) || !set_hints(ctx, settings->roots) ||
	    !set_forbidden(ctx, settings))
		return false;
	if (settings->island && settings->island->isolated &&
	    !set_island_servers(ctx, settings->island))
		return false;
	if (use != CONTEXT_CD && !add_anchors(ctx, settings))
		return false;
	/* This settles the context: nothing can be set from here on. */
	for (size_t i = 0; i < sizeof(special_zones) / sizeof(char *); i++)
		if (ub_ctx_zone_remove(ctx, special_zones[i]) != 0)
			return false;
	return true;
}

struct ub_ctx *context_new(struct event_base *base, enum context_use use,
			   const struct context_settings *settings)
{
	struct ub_ctx *ctx = ub_ctx_create_event(base);

	if (ctx && !set_up(ctx, use, settings)) {
		ub_ctx_delete(ctx);
		return NULL;
	}
	return ctx;
}
