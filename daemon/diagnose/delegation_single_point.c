/* SPDX-License-Identifier: BSD-3-Clause */
/* delegation_single_point.c - every address of the zone's servers lies in one
 * prefix: one router, and all are gone (RFC 2182 3.1).
 *
 * A /24 and a /48 are the smallest that are routed apart on the Internet. A
 * zone with any server at a special-purpose address (RFC 6890: loopback,
 * private, documentation) is not on it, and not judged; nor is one whose
 * servers the operator alone knows. */
#include "diagnose/evidence.h"

#include <string.h>

static bool same_bits(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	unsigned rest = bits % 8;

	return memcmp(a, b, bits / 8) == 0 &&
	       (rest == 0 || (a[bits / 8] ^ b[bits / 8]) >> (8 - rest) == 0);
}

static bool is_near(const struct address *a, const struct address *b)
{
	return a->family != b->family ||
	       same_bits(a->bytes, b->bytes, a->family == 4 ? 24 : 48);
}

/* The first address; NULL where they are apart, or not to be judged. */
static const struct address *single_point(const struct view *view)
{
	const struct address *first[2] = { NULL, NULL };

	for (size_t i = 0; i < view->server_count; i++) {
		const struct address *a = &view->servers[i].server->address;
		const struct address **known = &first[a->family == 6];

		if (!a->family || view->servers[i].server->hidden)
			continue;
		if (address_scope(a) != ADDRESS_PUBLIC ||
		    (*known && !is_near(*known, a)))
			return NULL;
		*known = a;
	}
	return first[0] ? first[0] : first[1];
}

static void run(struct diagnosis *d)
{
	struct finding *f;

	if (d->view->parent_count == 0 || !single_point(d->view))
		return;
	f = diagnosis_add(d, SEVERITY_INFO, KIND_PREDICTED, NULL);
	diagnosis_summary(d, f,
			  "all servers of the zone are in one network: a fault "
			  "of it takes all of them away");
	for (size_t i = 0; i < d->view->server_count; i++)
		evidence_list(d, f, d->view->servers[i].label);
	lines_add(d->arena, &f->fix,
		  "Add a name server in another network, best of another "
		  "operator; one address that many places announce (anycast) "
		  "is as good");
	lines_add(d->arena, &f->verify, "dig %s NS", d->view->zone_word);
}

const struct check check_delegation_single_point = {
	.id = "delegation-single-point",
	.summary = "all servers of the zone are in one network",
	.source = "RFC 2182 3.1",
	.run = run,
};
