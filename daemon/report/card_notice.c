/* SPDX-License-Identifier: BSD-3-Clause */
/* card_notice.c - what messages say that are of no one incident: summaries and
 * tests of the path. */
#include "report/card_inner.h"

#include "report/safe.h"
#include "report/words.h"

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
	return card_keep(arena, &line);
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
	card->id = card->incident = card_keep_safe(arena, summary->id);
	card->owner = "summary";
	card->severity = summary->severity;
	card->title = card->headline = summary_headline(arena, summary);
	card->why = "";
	card_add_time(arena, card, "Since", summary->from);
	card->list_count = summary->line_count + summary->more;
	card->list_shown = list ? count : 0;
	card->list = list;
	for (size_t i = 0; i < card->list_shown; i++)
		list[i] = card_keep_safe(arena, summary->lines[i]);
	card->link = card_keep_link(arena, link_base, NULL);
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
	card->id = card_keep_safe(arena, id);
	card->owner = card_keep_safe(arena, target);
	/* A target that keeps alerts open has one of tests, not one a day. */
	card->incident = arena_printf(arena, "test-%s", card->owner);
	card->severity = SEVERITY_INFO;
	card->why = "Alerts of forewarnd arrive here; nothing is broken.";
	text_init(&line, CARD_TITLE_MAX);
	text_put(&line, "TEST ");
	safe_put_cut(&line, target, TITLE_OWNER_BYTES);
	card->title = card_keep(arena, &line);
	card->headline = arena_printf(arena,
				      "%s: alerts of forewarnd arrive here; "
				      "nothing is broken",
				      card->title);
	card_add_time(arena, card, "Sent", at);
	return arena_failed(arena) ? NULL : card;
}
