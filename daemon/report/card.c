/* SPDX-License-Identifier: BSD-3-Clause */
/* card.c - what a message about an incident says. */
#include "report/card_inner.h"

#include "diagnose/faults.h"
#include "report/report.h"
#include "report/safe.h"
#include "report/words.h"

#include <string.h>

/* Longer than any dashboard's URL and a name; what is more is no link. */
#define LINK_BYTES_MAX 1000

const char *card_keep(struct arena *arena, struct text *line)
{
	const char *kept =
		text_ok(line) ? arena_strdup(arena, text_string(line)) : NULL;

	text_done(line);
	return kept ? kept : "";
}

const char *card_keep_safe(struct arena *arena, const char *from)
{
	struct text line;

	text_init(&line, LINE_BYTES_MAX + 16);
	safe_put_cut(&line, from, LINE_BYTES_MAX);
	return card_keep(arena, &line);
}

static struct lines keep_lines(struct arena *arena, const struct lines *from)
{
	struct lines kept = { .count = from->count, .dropped = from->dropped };

	for (size_t i = 0; i < from->count; i++)
		kept.at[i] = card_keep_safe(arena, from->at[i]);
	return kept;
}

void card_add_fact(struct card *card, const char *label, const char *value)
{
	if (card->fact_count < CARD_FACTS_MAX)
		card->facts[card->fact_count++] =
			(struct card_fact){ label, value };
}

void card_add_time(struct arena *arena, struct card *card, const char *label,
		   struct wall t)
{
	int64_t left_s = wall_diff(card->at, t);
	struct text value;

	text_init(&value, 128);
	words_time(&value, t);
	if (left_s) {
		text_put(&value, left_s < 0 ? ", " : ", in ");
		words_span(&value, card->at, t);
		text_put(&value, left_s < 0 ? " ago" : "");
	}
	card_add_fact(card, label, card_keep(arena, &value));
}

struct card *card_new(struct arena *arena, enum card_what what, struct wall at,
		      const char *source)
{
	struct card *card = arena_alloc(arena, sizeof(*card));

	if (!card)
		return NULL;
	card->what = what;
	card->change = CHANGE_OPENED;
	card->at = card->opened_at = at;
	card->source = card_keep_safe(arena, source);
	return card;
}

/* RFC 3986 2.3: what needs no escape anywhere in a URL. */
static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

const char *card_keep_link(struct arena *arena, const char *base,
			   const char *zone)
{
	struct text link;

	if (!base)
		return NULL;
	text_init(&link, LINK_BYTES_MAX);
	text_put(&link, base);
	if (zone)
		text_put(&link, "#zone=");
	for (; zone && *zone; zone++) {
		if (is_unreserved(*zone)) {
			text_bytes(&link, zone, 1);
			continue;
		}
		text_put(&link, "%");
		text_hex(&link, (const uint8_t *)zone, 1);
	}
	if (text_ok(&link))
		return card_keep(arena, &link);
	text_done(&link);
	return NULL;
}

/* --- an incident --- */

/* When users fail by what is told, or failed; WALL_NEVER: not known. The zone
 * breaks one day by other things too, the end of its signatures at the latest:
 * that is not news. */
static struct wall deadline_of(const struct announcement *a,
			       const struct finding *cause)
{
	const struct assessment *seen = a->assessment;

	if (!cause || !wall_is_never(cause->deadline))
		return cause ? cause->deadline : WALL_NEVER;
	if (!seen->breaks_because ||
	    strcmp(seen->breaks_because, cause->id) != 0 ||
	    words_fails_undated(seen))
		return WALL_NEVER;
	return seen->breaks_at;
}

/* Where nobody knows since when. */
static bool fails_now(const struct card *card, const struct finding *cause)
{
	return card->severity == SEVERITY_CRITICAL &&
	       (!cause || cause->kind == KIND_FAILING);
}

/* " fails since 2026-11-22 08:00 UTC", " after 2h 3m"; what has no time is at
 * least named. */
static void put_when(struct text *out, const struct card *card,
		     const struct finding *cause)
{
	struct wall t = deadline_of(card->announcement, cause);

	if (card->change == CHANGE_CLOSED) {
		text_put(out, " after ");
		words_span(out, card->opened_at, card->at);
	} else if (!wall_is_never(t)) {
		text_put(out,
			 t.s <= card->at.s ? " fails since " : " fails at ");
		words_time(out, t);
	} else if (fails_now(card, cause)) {
		text_put(out, " fails now");
	} else if (cause) {
		text_printf(out, ": %s", cause->id);
	}
}

/* "CRITICAL example.com. fails since 2026-11-22 08:00 UTC; 3 zones". */
static const char *keep_title(struct arena *arena, const struct card *card,
			      const struct finding *cause)
{
	const struct incident *incident = card->announcement->incident;
	struct text line;

	text_init(&line, CARD_TITLE_MAX);
	text_printf(&line, "%s ",
		    card->change == CHANGE_CLOSED
			    ? "RESOLVED"
			    : words_severity(card->severity));
	safe_put_cut(&line, incident->owner, TITLE_OWNER_BYTES);
	text_put(&line, report_change_note(card->change));
	put_when(&line, card, cause);
	if (incident->member_count > 1)
		text_printf(&line, "; %zu zones", incident->member_count);
	return card_keep(arena, &line);
}

static void add_deadline(struct arena *arena, struct card *card,
			 const struct finding *cause)
{
	struct wall t = deadline_of(card->announcement, cause);

	if (!wall_is_never(t))
		card_add_time(arena, card,
			      t.s <= card->at.s ? "Fails since" : "Fails at",
			      t);
	else if (fails_now(card, cause))
		card_add_fact(card, "Fails", "now; since when is not known");
}

/* What the fault means and what mends it, for whoever reads this on a phone:
 * two words to type, and those of the manual. */
static void add_fault(struct arena *arena, struct card *card, const char *id)
{
	struct text value;

	card->fault = card_keep_safe(arena, id);
	text_init(&value, 2 * LINE_BYTES_MAX);
	text_printf(&value, "%s (forewarn help %s)", card->fault, card->fault);
	card_add_fact(card, "Fault", card_keep(arena, &value));
}

static void add_cause(struct arena *arena, struct card *card,
		      const struct finding *cause)
{
	const struct assessment *seen = card->announcement->assessment;
	const struct fault_family *family =
		cause ? fault_family(cause->id) : NULL;

	add_deadline(arena, card, cause);
	if (cause) {
		card_add_fact(card, "Where",
			      card_keep_safe(arena, cause->subject));
		add_fault(arena, card, cause->id);
		if (family)
			card_add_fact(card, "Careful", family->careful);
		card->evidence = keep_lines(arena, &cause->evidence);
		card->fix = keep_lines(arena, &cause->fix);
		card->verify = keep_lines(arena, &cause->verify);
		card->references = keep_lines(arena, &cause->references);
	}
	/* The zone speaks for an ancestor's incident. */
	if (seen &&
	    strcmp(seen->zone_text, card->announcement->incident->owner) != 0)
		card_add_fact(card, "Seen at",
			      card_keep_safe(arena, seen->zone_text));
	if (seen && !wall_is_never(seen->recovers_at))
		card_add_time(arena, card, "Heals", seen->recovers_at);
}

static void add_ack(struct arena *arena, struct card *card)
{
	struct text value, safe;

	text_init(&value, LINE_BYTES_MAX);
	text_init(&safe, LINE_BYTES_MAX);
	words_ack(&value, card->announcement->incident, card->at);
	safe_put(&safe, text_string(&value));
	card_add_fact(card, "Note", card_keep(arena, &safe));
	text_done(&value);
}

/* A zone that is watched, and so has a page, not what it blames; NULL where
 * there is none. */
static const char *zone_to_show(const struct announcement *a)
{
	const struct incident *incident = a->incident;
	const char *zone = a->assessment	    ? a->assessment->zone_text
			   : incident->member_count ? incident->members[0].zone
						    : incident->owner;
	size_t len = strlen(zone);

	/* No zone's name ends without a dot. */
	return len && zone[len - 1] == '.' ? zone : NULL;
}

static void list_zones(struct arena *arena, struct card *card)
{
	const struct incident *incident = card->announcement->incident;
	size_t count = incident->member_count;
	const char **list;

	count = count < CARD_LIST_MAX ? count : CARD_LIST_MAX;
	list = arena_array(arena, count, sizeof(*list));
	card->list_count = incident->member_count;
	card->list_shown = list ? count : 0;
	card->list = list;
	for (size_t i = 0; i < card->list_shown; i++)
		list[i] = card_keep_safe(arena, incident->members[i].zone);
}

static const char *keep_headline(struct arena *arena,
				 const struct announcement *announcement)
{
	struct text line;

	text_init(&line, LINE_BYTES_MAX);
	report_headline(announcement, &line);
	return card_keep(arena, &line);
}

static const char *keep_why(struct arena *arena,
			    const struct announcement *announcement)
{
	struct text line;

	text_init(&line, LINE_BYTES_MAX);
	(void)report_why(announcement, &line); /* "" where it is not known */
	return card_keep(arena, &line);
}

/* The page of the fault that the card is about, of its end as well: that it may
 * be looked up once more. An id is of letters and hyphens. */
static const char *keep_runbook(struct arena *arena, const char *base,
				const struct announcement *announcement,
				const struct finding *cause)
{
	const struct incident_fault *worst =
		report_worst_fault(announcement->incident);
	const char *id = cause ? cause->id : worst ? worst->id : NULL;

	return base && id ? arena_printf(arena, "%s%s", base, id) : NULL;
}

const struct card *card_of_announcement(struct arena *arena,
					const struct announcement *announcement,
					const char *source,
					const struct card_bases *bases)
{
	const struct incident *incident = announcement->incident;
	const struct finding *cause = report_cause(announcement);
	struct card *card =
		card_new(arena, CARD_INCIDENT, announcement->at, source);

	if (!card)
		return NULL;
	card->announcement = announcement;
	card->id = card_keep_safe(arena, announcement->id);
	card->incident = card_keep_safe(arena, incident->id);
	card->owner = card_keep_safe(arena, incident->owner);
	card->change = announcement->change;
	card->severity = announcement->severity;
	card->opened_at = incident->opened_at;
	card->headline = keep_headline(arena, announcement);
	card->why = keep_why(arena, announcement);
	card->title = keep_title(arena, card, cause);
	if (card->change != CHANGE_CLOSED)
		add_cause(arena, card, cause);
	if (card->change != CHANGE_OPENED)
		card_add_time(arena, card, "Opened", card->opened_at);
	if (*incident->acked_by)
		add_ack(arena, card);
	if (card->change != CHANGE_CLOSED &&
	    incident_has_other_servers(incident))
		card_add_fact(card, "At fault",
			      card_keep_safe(arena, incident->servers));
	card_add_fact(card, "Incident", card->incident);
	list_zones(arena, card);
	card->link = card_keep_link(arena, bases->dashboard,
				    zone_to_show(announcement));
	card->runbook =
		keep_runbook(arena, bases->runbook, announcement, cause);
	return arena_failed(arena) ? NULL : card;
}
