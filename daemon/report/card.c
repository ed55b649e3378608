/* SPDX-License-Identifier: BSD-3-Clause */
/* card.c - what a message to people says. */
#include "report/card.h"

#include "report/report.h"
#include "report/safe.h"
#include "report/words.h"

#include <inttypes.h>
#include <string.h>

/* A line is at most 1 KiB (finding.c), and each byte at most \xHH. */
#define LINE_BYTES_MAX 4096
/* Leaves room for verdict and time in CARD_TITLE_MAX. */
#define TITLE_OWNER_BYTES 60
/* Longer than any dashboard's URL and a name; what is more is no link. */
#define LINK_BYTES_MAX 1000

/* Whatever the arena refuses is NULL; who began the card asks it at the end. */
static const char *keep_text(struct arena *arena, struct text *line)
{
	const char *kept =
		text_ok(line) ? arena_strdup(arena, text_string(line)) : NULL;

	text_done(line);
	return kept ? kept : "";
}

static const char *keep_safe(struct arena *arena, const char *from)
{
	struct text line;

	text_init(&line, LINE_BYTES_MAX + 16);
	safe_put_cut(&line, from, LINE_BYTES_MAX);
	return keep_text(arena, &line);
}

static struct lines keep_lines(struct arena *arena, const struct lines *from)
{
	struct lines kept = { .count = from->count, .dropped = from->dropped };

	for (size_t i = 0; i < from->count; i++)
		kept.at[i] = keep_safe(arena, from->at[i]);
	return kept;
}

static void add_fact(struct card *card, const char *label, const char *value)
{
	if (card->fact_count < CARD_FACTS_MAX)
		card->facts[card->fact_count++] =
			(struct card_fact){ label, value };
}

/* "2026-11-22 08:00 UTC, 2h ago", seen from when the card is made. */
static void add_time(struct arena *arena, struct card *card, const char *label,
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
	add_fact(card, label, keep_text(arena, &value));
}

static struct card *card_new(struct arena *arena, enum card_what what,
			     struct wall at, const char *source)
{
	struct card *card = arena_alloc(arena, sizeof(*card));

	if (!card)
		return NULL;
	card->what = what;
	card->change = CHANGE_OPENED;
	card->at = card->opened_at = at;
	card->source = keep_safe(arena, source);
	return card;
}

/* RFC 3986 2.3: what needs no escape anywhere in a URL. */
static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

/* The page of a zone; the dashboard itself where @p zone is NULL. */
static const char *keep_link(struct arena *arena, const char *base,
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
		return keep_text(arena, &link);
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
	return keep_text(arena, &line);
}

static void add_deadline(struct arena *arena, struct card *card,
			 const struct finding *cause)
{
	struct wall t = deadline_of(card->announcement, cause);

	if (!wall_is_never(t))
		add_time(arena, card,
			 t.s <= card->at.s ? "Fails since" : "Fails at", t);
	else if (fails_now(card, cause))
		add_fact(card, "Fails", "now; since when is not known");
}

static void add_cause(struct arena *arena, struct card *card,
		      const struct finding *cause)
{
	const struct assessment *seen = card->announcement->assessment;

	add_deadline(arena, card, cause);
	if (cause) {
		add_fact(card, "Where", keep_safe(arena, cause->subject));
		card->fault = keep_safe(arena, cause->id);
		add_fact(card, "Fault", card->fault);
		card->evidence = keep_lines(arena, &cause->evidence);
		card->fix = keep_lines(arena, &cause->fix);
		card->verify = keep_lines(arena, &cause->verify);
		card->references = keep_lines(arena, &cause->references);
	}
	/* The zone speaks for an ancestor's incident. */
	if (seen &&
	    strcmp(seen->zone_text, card->announcement->incident->owner) != 0)
		add_fact(card, "Seen at", keep_safe(arena, seen->zone_text));
	if (seen && !wall_is_never(seen->recovers_at))
		add_time(arena, card, "Heals", seen->recovers_at);
}

static void add_ack(struct arena *arena, struct card *card)
{
	struct text value, safe;

	text_init(&value, LINE_BYTES_MAX);
	text_init(&safe, LINE_BYTES_MAX);
	words_ack(&value, card->announcement->incident, card->at);
	safe_put(&safe, text_string(&value));
	add_fact(card, "Note", keep_text(arena, &safe));
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
		list[i] = keep_safe(arena, incident->members[i].zone);
}

static const char *keep_headline(struct arena *arena,
				 const struct announcement *announcement)
{
	struct text line;

	text_init(&line, LINE_BYTES_MAX);
	report_headline(announcement, &line);
	return keep_text(arena, &line);
}

static const char *keep_why(struct arena *arena,
			    const struct announcement *announcement)
{
	struct text line;

	text_init(&line, LINE_BYTES_MAX);
	(void)report_why(announcement, &line); /* "" where it is not known */
	return keep_text(arena, &line);
}

const struct card *card_of_announcement(struct arena *arena,
					const struct announcement *announcement,
					const char *source,
					const char *link_base)
{
	const struct incident *incident = announcement->incident;
	const struct finding *cause = report_cause(announcement);
	struct card *card =
		card_new(arena, CARD_INCIDENT, announcement->at, source);

	if (!card)
		return NULL;
	card->announcement = announcement;
	card->id = keep_safe(arena, announcement->id);
	card->incident = keep_safe(arena, incident->id);
	card->owner = keep_safe(arena, incident->owner);
	card->change = announcement->change;
	card->severity = announcement->severity;
	card->opened_at = incident->opened_at;
	card->headline = keep_headline(arena, announcement);
	card->why = keep_why(arena, announcement);
	card->title = keep_title(arena, card, cause);
	if (card->change != CHANGE_CLOSED)
		add_cause(arena, card, cause);
	if (card->change != CHANGE_OPENED)
		add_time(arena, card, "Opened", card->opened_at);
	if (*incident->acked_by)
		add_ack(arena, card);
	add_fact(card, "Incident", card->incident);
	list_zones(arena, card);
	card->link = keep_link(arena, link_base, zone_to_show(announcement));
	return arena_failed(arena) ? NULL : card;
}

/* --- a summary --- */

static const char *summary_headline(struct arena *arena,
				    const struct card_summary *s)
{
	const struct {
		size_t count;
		const char *word;
	} parts[] = {
		{ s->opened, "opened" },
		{ s->worsened, "worse" },
		{ s->eased, "eased" },
		{ s->closed, "resolved" },
	};
	const char *between = ": ";
	struct text line;

	text_init(&line, LINE_BYTES_MAX);
	text_printf(&line, "%s %zu incidents within ",
		    s->severity ? words_severity(s->severity) : "RESOLVED",
		    s->line_count + s->more);
	words_span(&line, s->from, s->until);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].count == 0)
			continue;
		text_printf(&line, "%s%zu %s", between, parts[i].count,
			    parts[i].word);
		between = ", ";
	}
	return keep_text(arena, &line);
}

const struct card *card_of_summary(struct arena *arena,
				   const struct card_summary *summary,
				   const char *source, const char *link_base)
{
	struct card *card = card_new(arena, CARD_SUMMARY, summary->at, source);
	size_t count = summary->line_count;
	const char **list;

	if (!card)
		return NULL;
	count = count < CARD_LIST_MAX ? count : CARD_LIST_MAX;
	list = arena_array(arena, count, sizeof(*list));
	card->summary = summary;
	card->id = card->incident = keep_safe(arena, summary->id);
	card->owner = "summary";
	card->severity = summary->severity;
	card->title = card->headline = summary_headline(arena, summary);
	card->why = "";
	add_time(arena, card, "Since", summary->from);
	card->list_count = summary->line_count + summary->more;
	card->list_shown = list ? count : 0;
	card->list = list;
	for (size_t i = 0; i < card->list_shown; i++)
		list[i] = keep_safe(arena, summary->lines[i]);
	card->link = keep_link(arena, link_base, NULL);
	return arena_failed(arena) ? NULL : card;
}

/* --- a test --- */

const struct card *card_of_test(struct arena *arena, const char *id,
				const char *target, struct wall at,
				const char *source)
{
	struct card *card = card_new(arena, CARD_TEST, at, source);
	struct text line;

	if (!card)
		return NULL;
	card->id = keep_safe(arena, id);
	card->owner = keep_safe(arena, target);
	/* A target that keeps alerts open has one of tests, not one a day. */
	card->incident = arena_printf(arena, "test-%s", card->owner);
	card->severity = SEVERITY_INFO;
	card->why = "Alerts of forewarnd arrive here; nothing is broken.";
	text_init(&line, CARD_TITLE_MAX);
	text_put(&line, "TEST ");
	safe_put_cut(&line, target, TITLE_OWNER_BYTES);
	card->title = keep_text(arena, &line);
	card->headline = arena_printf(arena,
				      "%s: alerts of forewarnd arrive here; "
				      "nothing is broken",
				      card->title);
	add_time(arena, card, "Sent", at);
	return arena_failed(arena) ? NULL : card;
}
