/* SPDX-License-Identifier: BSD-3-Clause */
/* digest.c - a card in parts that chats lay out, cut until a message fits. */
#include "targets/digest.h"

#include "report/json.h"
#include "report/words.h"

#include <string.h>

/* Room behind the lines of a part for "and N more". */
#define MORE_BYTES 40

/* Each row tells less than the one before. The last one is some 2 kB whatever
 * the card holds: a title, why, a few facts. */
static const struct cut cuts[] = {
	/* bytes of a line, of why; facts, fix, verify, list, evidence,
	 * references */
	{ 1024, 600, { 10, 12, 12, 30, 12, 12 } },
	{ 400, 600, { 10, 12, 12, 20, 8, 6 } },
	{ 400, 600, { 10, 12, 6, 15, 4, 3 } },
	{ 400, 500, { 10, 12, 4, 10, 2, 2 } },
	{ 300, 500, { 10, 12, 3, 10, 0, 1 } },
	{ 300, 500, { 10, 8, 2, 5, 0, 0 } },
	{ 200, 400, { 10, 5, 1, 3, 0, 0 } },
	{ 150, 400, { 10, 3, 1, 0, 0, 0 } },
	{ 100, 300, { 6, 1, 0, 0, 0, 0 } },
	{ 80, 200, { 4, 0, 0, 0, 0, 0 } },
};

enum tone digest_tone(const struct card *card)
{
	if (card->what == CARD_INCIDENT && card->change == CHANGE_CLOSED)
		return TONE_WELL;
	switch (card->severity) {
	case SEVERITY_CRITICAL:
		return TONE_CRITICAL;
	case SEVERITY_WARNING:
		return TONE_WARNING;
	case SEVERITY_INFO:
		return TONE_INFO;
	default:
		return TONE_WELL;
	}
}

const char *digest_mark(const struct card *card)
{
	static const char *const marks[] = {
		[TONE_CRITICAL] = "\xf0\x9f\x94\xb4", /* a red disc */
		[TONE_WARNING] = "\xf0\x9f\x9f\xa0",  /* an orange one */
		[TONE_INFO] = "\xf0\x9f\x94\xb5",     /* a blue one */
		[TONE_WELL] = "\xe2\x9c\x85",	      /* a tick */
	};

	return marks[digest_tone(card)];
}

const char *digest_label(const struct card *card, enum part part)
{
	static const char *const labels[] = {
		[PART_FACTS] = "Facts",	      [PART_LIST] = "Zones",
		[PART_FIX] = "Fix",	      [PART_VERIFY] = "Verify",
		[PART_EVIDENCE] = "Evidence", [PART_REFERENCES] = "References",
	};

	if (part == PART_LIST && card->what == CARD_SUMMARY)
		return "Incidents";
	return labels[part];
}

/* --- a part --- */

/* Of a zone alone the title has said it. */
static size_t list_count(const struct card *card)
{
	return card->what == CARD_SUMMARY || card->list_count > 1
		       ? card->list_shown
		       : 0;
}

/* How many lines a part has. @param ret_lost  how many more it had. */
static size_t part_count(const struct card *card, enum part part,
			 size_t *ret_lost)
{
	const struct lines *const lines[] = {
		[PART_FIX] = &card->fix,
		[PART_VERIFY] = &card->verify,
		[PART_EVIDENCE] = &card->evidence,
		[PART_REFERENCES] = &card->references,
	};

	switch (part) {
	case PART_FACTS:
		*ret_lost = 0;
		return card->fact_count;
	case PART_LIST:
		*ret_lost = card->list_count - card->list_shown;
		return list_count(card);
	default:
		*ret_lost = lines[part]->dropped;
		return lines[part]->count;
	}
}

static bool is_code(enum part part)
{
	return part == PART_VERIFY || part == PART_EVIDENCE;
}

static void put_fact(const struct card_fact *fact, const struct cut *cut,
		     const struct markup *markup, struct text *out)
{
	text_printf(out, "%s%s:%s ", markup->bold[0], fact->label,
		    markup->bold[1]);
	markup_put(out, markup->prose, fact->value, cut->line_bytes);
}

/* Steps are numbered; a record to paste is part of the step before it. */
static void put_step(const struct lines *fix, size_t i,
		     const struct markup *markup, size_t bytes,
		     struct text *out)
{
	size_t number = 1;

	for (size_t k = 0; k < i; k++)
		number += !words_is_paste(fix->at[k]);
	if (!words_is_paste(fix->at[i]))
		text_printf(out, "%zu. ", number);
	markup_put(out, markup->prose, fix->at[i], bytes);
}

static void put_line(const struct card *card, const struct cut *cut,
		     enum part part, const struct markup *markup, size_t i,
		     struct text *out)
{
	const size_t bytes = cut->line_bytes;

	switch (part) {
	case PART_FACTS:
		put_fact(&card->facts[i], cut, markup, out);
		break;
	case PART_LIST:
		text_put(out, "- ");
		markup_put(out, markup->prose, card->list[i], bytes);
		break;
	case PART_FIX:
		put_step(&card->fix, i, markup, bytes, out);
		break;
	case PART_REFERENCES:
		markup_put(out, markup->prose, card->references.at[i], bytes);
		break;
	case PART_VERIFY:
		markup_put(out, markup->code, card->verify.at[i], bytes);
		break;
	case PART_EVIDENCE:
		markup_put(out, markup->code, card->evidence.at[i], bytes);
		break;
	}
}

/* The lines that there is room for, whole.
 * @return how many. */
static size_t put_lines(const struct card *card, const struct cut *cut,
			enum part part, const struct markup *markup,
			struct text *out)
{
	size_t lost, count = part_count(card, part, &lost), i;
	struct text line;

	count = count < cut->lines[part] ? count : cut->lines[part];
	for (i = 0; i < count; i++) {
		text_init(&line, markup->part_bytes);
		text_put(&line, i ? "\n" : "");
		put_line(card, cut, part, markup, i, &line);
		if (!text_ok(&line) ||
		    out->len + line.len + MORE_BYTES > markup->part_bytes)
			count = i;
		else
			text_bytes(out, line.at, line.len);
		text_done(&line);
	}
	return count;
}

bool digest_part(const struct card *card, const struct cut *cut, enum part part,
		 const struct markup *markup, struct text *out)
{
	size_t lost, all = part_count(card, part, &lost), told;
	struct text lines;

	text_init(&lines, markup->part_bytes);
	told = put_lines(card, cut, part, markup, &lines);
	if (told && is_code(part))
		text_printf(out, "%s%s%s", markup->code_block[0],
			    text_string(&lines), markup->code_block[1]);
	else if (told)
		text_put(out, text_string(&lines));
	text_done(&lines);
	lost += all - told;
	if (told && lost && part != PART_REFERENCES)
		text_printf(out, "\n... and %zu more", lost);
	return told > 0;
}

void digest_put(const struct card *card, const struct cut *cut,
		const struct markup *markup, struct text *out)
{
	const char *between = "";

	if (*card->why) {
		markup_put(out, markup->prose, card->why, cut->why_bytes);
		between = "\n\n";
	}
	for (unsigned i = 0; i < PART_COUNT; i++) {
		struct text lines;

		text_init(&lines, out->max);
		if (digest_part(card, cut, i, markup, &lines)) {
			text_put(out, between);
			if (i != PART_FACTS)
				text_printf(out, "%s%s%s\n", markup->bold[0],
					    digest_label(card, i),
					    markup->bold[1]);
			text_put(out, text_string(&lines));
			between = "\n\n";
		}
		text_done(&lines);
	}
}

/* --- a message --- */

void digest_fit(const struct card *card, digest_layout *layout,
		size_t max_bytes, struct text *out)
{
	struct text body;

	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		text_init(&body, max_bytes);
		json_put(&body, layout(card, &cuts[i]));
		if (text_ok(&body))
			break;
		text_done(&body);
	}
	if (body.len)
		text_put(out, text_string(&body));
	else
		out->failed = true;
	text_done(&body);
}

json_t *digest_string(struct text *text)
{
	json_t *value = text_ok(text) ? json_string(text_string(text)) : NULL;

	text_done(text);
	return value;
}

json_t *digest_words(markup_char *put, const char *string, size_t max_bytes)
{
	struct text words;

	/* The last character may be written before it is cut. */
	text_init(&words, max_bytes + 64);
	markup_put(&words, put, string, max_bytes);
	return digest_string(&words);
}
