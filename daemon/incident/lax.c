/* SPDX-License-Identifier: BSD-3-Clause */
/* lax.c - which of the configured resolvers do not validate? */
#include "incident/lax.h"

#include "dns/message.h"

#include <string.h>

/* Of each kind. */
#define NAMES_MAX (LAX_QUESTIONS_MAX / 2)

static const struct lax_resolver *find(const struct lax *lax,
				       const struct address *address)
{
	for (size_t i = 0; i < lax->count; i++)
		if (address_equal(&lax->at[i].address, address))
			return &lax->at[i];
	return NULL;
}

void lax_configure(struct lax *lax, const struct address *resolvers,
		   size_t count)
{
	struct lax before = *lax;

	lax->count = 0;
	for (size_t i = 0; i < count && i < PLAN_RESOLVERS_MAX; i++) {
		const struct lax_resolver *known = find(&before, &resolvers[i]);

		lax->at[lax->count++] =
			known ? *known
			      : (struct lax_resolver){ .address =
							       resolvers[i] };
	}
}

/* Whether @p canary shows something: it is now what it was picked for. */
static bool is_telling(const struct canary *canary, enum canary_kind kind)
{
	return canary->kind == kind && !canary->gone &&
	       canary->state == (kind == CANARY_BAD ? CANARY_IS_BOGUS
						    : CANARY_IS_SECURE);
}

static size_t add_names(const struct canaries *canaries, enum canary_kind kind,
			struct plan_question *ret)
{
	size_t count = 0;

	for (size_t i = 0; i < canaries->count && count < NAMES_MAX; i++)
		if (is_telling(&canaries->at[i], kind))
			ret[count++] =
				(struct plan_question){ canaries->at[i].name,
							TYPE_SOA };
	return count;
}

size_t lax_questions(const struct canaries *canaries,
		     struct plan_question ret[LAX_QUESTIONS_MAX])
{
	size_t bad = add_names(canaries, CANARY_BAD, ret);
	size_t good = add_names(canaries, CANARY_GOOD, ret + bad);

	return bad && good ? bad + good : 0;
}

/* What a resolver said of the names of one kind. */
struct said {
	size_t heard, given, authentic;
};

static int index_of(const struct snapshot *snapshot,
		    const struct address *address)
{
	for (size_t i = 0; i < snapshot->server_count; i++)
		if (snapshot->servers[i].vantage == VANTAGE_RESOLVER &&
		    address_equal(&snapshot->servers[i].address, address))
			return (int)i;
	return -1;
}

/* RFC 1035 4.1.1: RCODE and ANCOUNT; RFC 4035 3.2.3: AD. */
static void hear(struct said *said, const struct answer *answer)
{
	const uint8_t *header = answer->packet;

	if (answer->outcome != OUTCOME_ANSWER ||
	    answer->packet_len < MESSAGE_HEADER_SIZE)
		return;
	said->heard++;
	if ((header[3] & 0x0f) != RCODE_NOERROR || !(header[6] | header[7]))
		return;
	said->given++;
	said->authentic += (header[3] & 0x20) != 0;
}

static struct said said_of(const struct snapshot *snapshot, int resolver,
			   const struct canaries *canaries,
			   enum canary_kind kind)
{
	struct said said = { 0 };

	for (size_t i = 0; i < canaries->count; i++) {
		const struct answer *answer =
			is_telling(&canaries->at[i], kind)
				? snapshot_find(snapshot, VANTAGE_RESOLVER,
						resolver, &canaries->at[i].name,
						TYPE_SOA)
				: NULL;

		if (answer)
			hear(&said, answer);
	}
	return said;
}

static void see_one(struct lax_resolver *resolver,
		    const struct snapshot *snapshot,
		    const struct canaries *canaries)
{
	int index = index_of(snapshot, &resolver->address);
	struct said good, bad;
	bool is_lax;

	if (index < 0)
		return;
	good = said_of(snapshot, index, canaries, CANARY_GOOD);
	bad = said_of(snapshot, index, canaries, CANARY_BAD);
	if (!good.given || !bad.heard)
		return;
	is_lax = bad.given == bad.heard && !good.authentic && !bad.authentic;
	resolver->contrary =
		is_lax == resolver->is_lax ? 0 : resolver->contrary + 1;
	if (resolver->contrary < LAX_ROUNDS)
		return;
	resolver->is_lax = is_lax;
	resolver->contrary = 0;
}

void lax_see(struct lax *lax, const struct snapshot *snapshot,
	     const struct canaries *canaries)
{
	for (size_t i = 0; i < lax->count; i++)
		see_one(&lax->at[i], snapshot, canaries);
}

bool lax_is_unsure(const struct lax *lax)
{
	for (size_t i = 0; i < lax->count; i++)
		if (lax->at[i].contrary)
			return true;
	return false;
}

static size_t lax_count(const struct lax *lax)
{
	size_t count = 0;

	for (size_t i = 0; i < lax->count; i++)
		count += lax->at[i].is_lax;
	return count;
}

void lax_subject(const struct lax *lax, struct text *out)
{
	const char *comma = "";

	for (size_t i = 0; i < lax->count; i++) {
		char address[ADDRESS_TEXT_SIZE];

		if (!lax->at[i].is_lax)
			continue;
		text_printf(out, "%s%s", comma,
			    address_to_text(&lax->at[i].address, address));
		comma = ", ";
	}
}

void lax_restore(struct lax *lax, const char *subject)
{
	while (*subject) {
		size_t len = strcspn(subject, ", ");

		for (size_t i = 0; i < lax->count; i++) {
			struct lax_resolver *r = &lax->at[i];
			char address[ADDRESS_TEXT_SIZE];

			address_to_text(&r->address, address);
			r->is_lax |= strlen(address) == len &&
				     strncmp(address, subject, len) == 0;
		}
		subject += len;
		subject += strspn(subject, ", ");
	}
}

void lax_summary(const struct lax *lax, struct text *out)
{
	bool one = lax_count(lax) == 1;

	if (!lax_count(lax))
		return;
	text_put(out, one ? "the resolver " : "the resolvers ");
	lax_subject(lax, out);
	text_put(out, one ? " does" : " do");
	text_put(out, " not validate: names that are signed wrongly on purpose "
		      "resolve there");
}

void lax_evidence(const struct lax *lax, const struct canaries *canaries,
		  struct text *out)
{
	struct plan_question names[LAX_QUESTIONS_MAX];
	char bad[NAME_SHELL_SIZE], address[ADDRESS_TEXT_SIZE];

	if (!lax_questions(canaries, names))
		return;
	(void)name_to_shell(&names[0].name, bad);
	for (size_t i = 0; i < lax->count; i++) {
		struct address plain = lax->at[i].address;
		unsigned port = plain.port;

		plain.port = 53; /* which the text leaves out */
		if (lax->at[i].is_lax)
			text_printf(out,
				    "answered, and nothing of it marked as "
				    "authentic: dig @%s -p %u %s SOA +dnssec\n",
				    address_to_text(&plain, address), port,
				    bad);
	}
}
