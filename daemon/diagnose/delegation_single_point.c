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

struct prefix {
	uint8_t family, bits;
	uint8_t bytes[4];
};

static const struct prefix special[] = {
	{ 4, 8, { 0 } },
	{ 4, 8, { 10 } },
	{ 4, 10, { 100, 64 } },
	{ 4, 8, { 127 } },
	{ 4, 16, { 169, 254 } },
	{ 4, 12, { 172, 16 } },
	{ 4, 24, { 192, 0, 0 } },
	{ 4, 24, { 192, 0, 2 } },
	{ 4, 16, { 192, 168 } },
	{ 4, 15, { 198, 18 } },
	{ 4, 24, { 198, 51, 100 } },
	{ 4, 24, { 203, 0, 113 } },
	{ 4, 4, { 240 } },
	{ 6, 8, { 0 } },
	{ 6, 7, { 0xfc } },
	{ 6, 10, { 0xfe, 0x80 } },
	{ 6, 32, { 0x20, 1, 0x0d, 0xb8 } },
};

static bool same_bits(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	unsigned rest = bits % 8;

	return memcmp(a, b, bits / 8) == 0 &&
	       (rest == 0 || (a[bits / 8] ^ b[bits / 8]) >> (8 - rest) == 0);
}

static bool is_special(const struct address *address)
{
	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
		if (special[i].family == address->family &&
		    same_bits(special[i].bytes, address->bytes,
			      special[i].bits))
			return true;
	return false;
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
		if (is_special(a) || (*known && !is_near(*known, a)))
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
	lines_add(d->arena, &f->verify, "dig %s NS", d->view->zone_text);
}

const struct check check_delegation_single_point = {
	.id = "delegation-single-point",
	.summary = "all servers of the zone are in one network",
	.source = "RFC 2182 3.1",
	.run = run,
};
