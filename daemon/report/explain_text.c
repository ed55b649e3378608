/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_text.c - an explanation for people: the verdict, in short, what to
 * do, the chain, the steps, and the letter. */
#include "report/explain.h"

#include "report/explain_grid.h"
#include "report/layout.h"
#include "report/safe.h"
#include "report/words.h"

#include <stdio.h>
#include <string.h>

struct page {
	const struct explanation *e;
	struct report_style style;
	struct text *out;
};

static void title(const struct page *page, const char *words, const char *more)
{
	text_printf(page->out, "\n%s\n", words);
	if (more)
		layout_paragraph(page->out, page->style.width, 2, "", more);
}

static void mark(const struct page *page, enum verdict verdict)
{
	words_coloured(page->out, verdict, page->style,
		       words_glyph(verdict, page->style));
}

/* --- in short --- */

/* "What fails   ", as wide as the widest label and two spaces. */
#define LABEL_COLUMNS 14

static void put_short(const struct page *page)
{
	const struct explanation *e = page->e;
	char lead[LABEL_COLUMNS + 1];

	title(page, "IN SHORT", NULL);
	for (size_t i = 0; i < e->row_count; i++) {
		(void)snprintf(lead, sizeof(lead), "%-*s", LABEL_COLUMNS,
			       e->rows[i].label);
		layout_paragraph(page->out, page->style.width, 2, lead,
				 e->rows[i].value);
	}
}

/* --- the chain --- */

static enum verdict verdict_of_link(enum link_state state)
{
	static const enum verdict verdicts[] = {
		[LINK_SECURE] = VERDICT_OK,
		[LINK_INSECURE] = VERDICT_INFO,
		[LINK_BOGUS] = VERDICT_CRITICAL,
		[LINK_FAILING] = VERDICT_CRITICAL,
		[LINK_UNMEASURED] = VERDICT_UNKNOWN,
	};

	return verdicts[state];
}

static void put_list(struct text *out, const char *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text_printf(out, "%s%s", i ? ", " : "", items[i]);
}

static void put_link(const struct page *page, const struct explain_link *link)
{
	unsigned width = page->style.width;
	struct text line;

	text_put(page->out, "  ");
	mark(page, verdict_of_link(link->state));
	text_put(page->out, " ");
	safe_put(page->out, link->zone);
	text_printf(page->out, "  %s\n", link_state_text(link->state));
	text_init(&line, EXPLAIN_LINE_MAX);
	if (!link->parent && strcmp(link->zone, ".") != 0)
		text_put(&line, "trusted by its own keys, which those have "
				"that know the island (trust_anchor:): ");
	else if (!link->parent)
		layout_paragraph(page->out, width, 6, "",
				 "trusted by its own key, which resolvers have "
				 "built in");
	else if (link->ds_count == 0 && link->ds_asked)
		text_printf(&line, "no DS for it in %s", link->parent);
	else if (link->ds_count > 0)
		text_printf(&line, "its DS, published by %s: ", link->parent);
	put_list(&line, link->ds, link->ds_count);
	if (line.len)
		layout_paragraph(page->out, width, 6, "", text_string(&line));
	text_done(&line);
	if (link->key_count) {
		text_put(&line, "its keys: ");
		put_list(&line, link->keys, link->key_count);
	} else if (link->keys_asked) {
		text_put(&line, "no keys were seen");
	}
	if (line.len)
		layout_paragraph(page->out, width, 6, "", text_string(&line));
	text_done(&line);
}

/* Where the first broken link is, or where else the fault must be. */
static void put_break(const struct page *page)
{
	const struct explanation *e = page->e;
	const struct explain_link *broken =
		e->first_broken < 0 ? NULL : &e->links[e->first_broken];
	struct text line;

	text_init(&line, EXPLAIN_LINE_MAX);
	if (broken)
		text_printf(&line, "The first broken link is %s%s%s",
			    broken->zone, broken->said ? ": " : "",
			    broken->said ? broken->said : "");
	else if (explain_first(e))
		text_printf(&line, "No link is broken: look within %s",
			    explain_first(e)->blame ? explain_first(e)->blame
						    : "the zone");
	if (line.len)
		layout_paragraph(page->out, page->style.width, 2, "",
				 text_string(&line));
	text_done(&line);
	if (!e->owner)
		return;
	text_printf(&line, "What has to be mended belongs to %s", e->owner);
	layout_paragraph(page->out, page->style.width, 2, "",
			 text_string(&line));
	text_done(&line);
}

static void put_chain(const struct page *page)
{
	const struct explanation *e = page->e;

	title(page, "THE CHAIN FROM THE ROOT",
	      "Each zone vouches for the next: it publishes a DS record, the "
	      "fingerprint of a key of the zone below.");
	for (size_t i = 0; i < e->link_count; i++)
		put_link(page, &e->links[i]);
	if (e->link_count &&
	    !name_equal(&e->links[e->link_count - 1].apex, &e->view->zone))
		text_printf(page->out, "    %s: there is no such name\n",
			    e->view->zone_text);
	put_break(page);
}

/* --- the steps --- */

static bool same_question(const struct explain_reply *a,
			  const struct explain_reply *b)
{
	return strcmp(a->question, b->question) == 0;
}

/* "ns1 (192.0.2.1) UDP 3 ms", ", TCP 4 ms" where the same server was asked
 * before. */
static void put_source(const struct page *page, struct text *out,
		       const struct explain_reply *reply,
		       const struct explain_reply *before)
{
	if (!before || strcmp(before->who, reply->who) != 0) {
		text_put(out, before ? "; " : "");
		words_relative(out, reply->who, page->e->view->zone_text,
			       EXPLAIN_LINE_MAX);
	} else {
		text_put(out, ",");
	}
	if (reply->answer->server >= 0)
		text_put(out, reply->answer->tcp ? " TCP" : " UDP");
	if (reply->answer->cd)
		text_put(out, " without checking");
	text_printf(out, "%s %u ms", reply->answer->server < 0 ? "," : "",
		    (unsigned)reply->answer->took_ms);
}

static bool same_reply(const struct explain_reply *a,
		       const struct explain_reply *b)
{
	return same_question(a, b) && strcmp(a->heard, b->heard) == 0;
}

/* All that heard the same, in one paragraph.
 * @param ret_said  what the resolver said last: it is not said twice.
 * @return how many of @p replies it was. */
static size_t put_same_replies(const struct page *page,
			       const struct explain_reply *replies,
			       size_t count, const char **ret_said)
{
	const char *said = replies[0].said;
	struct text line;
	size_t i;

	text_init(&line, 64 * EXPLAIN_LINE_MAX);
	for (i = 0; i < count && same_reply(&replies[i], &replies[0]); i++)
		put_source(page, &line, &replies[i],
			   i ? &replies[i - 1] : NULL);
	text_printf(&line, ": %s", replies[0].heard);
	if (said && *ret_said && strcmp(said, *ret_said) == 0)
		text_put(&line, "; for the same reason");
	else if (said)
		text_printf(&line, "; it says: %s", said);
	*ret_said = said ? said : *ret_said;
	layout_paragraph(page->out, page->style.width, 6, "",
			 text_string(&line));
	text_done(&line);
	return i;
}

static void put_replies(const struct page *page,
			const struct explain_step *step)
{
	char at[WALL_TEXT_SIZE], lead[32];
	const char *said = NULL;
	size_t i = 0;

	while (i < step->count) {
		const struct explain_reply *first = &step->replies[i];

		(void)snprintf(lead, sizeof(lead), "%.8s $ ",
			       wall_format(first->answer->sent_at, at) + 11);
		layout_line(page->out, 4, lead, first->command);
		while (i < step->count &&
		       same_question(&step->replies[i], first))
			i += put_same_replies(page, &step->replies[i],
					      step->count - i, &said);
	}
}

/* The mark may have colours, which take no columns. */
static void put_decision(const struct page *page,
			 const struct explain_step *step)
{
	const char *glyph = words_glyph(step->mark, page->style);
	struct text lines;
	char lead[16];

	(void)snprintf(lead, sizeof(lead), "%s ", glyph);
	text_init(&lines, 2 * EXPLAIN_LINE_MAX);
	layout_paragraph(&lines, page->style.width, 4, lead, step->decision);
	text_put(page->out, "    ");
	mark(page, step->mark);
	text_put(page->out, text_string(&lines) + 4 + strlen(glyph));
	text_done(&lines);
}

static void put_step(const struct page *page, size_t number,
		     const struct explain_step *step)
{
	text_put(page->out, "\n");
	text_printf(page->out, "  %zu. %s\n", number, step->asks);
	put_decision(page, step);
	for (size_t i = 0; i < step->finding_count; i++)
		text_printf(page->out, "      -> %s (%s)\n",
			    step->findings[i]->id,
			    severity_text(step->findings[i]->severity));
	layout_paragraph(page->out, page->style.width, 4, "why: ", step->why);
	put_replies(page, step);
}

static void put_steps(const struct page *page)
{
	char at[WALL_TEXT_SIZE];
	struct text line;

	text_init(&line, EXPLAIN_LINE_MAX);
	text_printf(&line,
		    "On %.10s; times are UTC. Each \"$\" line asks the same "
		    "again; below it stands who answered, how fast, and what. "
		    "To ask another server put its address behind the \"@\".",
		    wall_format(page->e->view->snapshot->started_at, at));
	title(page, "WHAT WAS ASKED, AND WHAT CAME BACK", text_string(&line));
	text_done(&line);
	for (size_t i = 0; i < page->e->step_count; i++)
		put_step(page, i + 1, &page->e->steps[i]);
}

/* --- what to do --- */

static bool mentions_delv(const struct lines *commands)
{
	for (size_t i = 0; i < commands->count; i++)
		if (strncmp(commands->at[i], "delv ", 5) == 0)
			return true;
	return false;
}

static void put_fix(const struct page *page, const struct finding *f)
{
	unsigned width = page->style.width;
	enum verdict verdict = words_verdict_of(f->severity);
	char number[24];
	size_t step = 0;

	text_put(page->out, "\n  ");
	mark(page, verdict);
	text_printf(page->out, " %s (%s, %s)\n", f->id,
		    severity_text(f->severity), kind_text(f->kind));
	if (f->summary)
		layout_paragraph(page->out, width, 4, "", f->summary);
	for (size_t i = 0; i < f->evidence.count; i++)
		layout_paragraph(page->out, width, 4, "- ", f->evidence.at[i]);
	text_put(page->out, f->fix.count ? "    Do, in this order:\n" : "");
	for (size_t i = 0; i < f->fix.count; i++) {
		if (words_is_paste(f->fix.at[i])) {
			layout_line(page->out, 0, "", f->fix.at[i]);
			continue;
		}
		(void)snprintf(number, sizeof(number), "%zu. ", ++step);
		layout_paragraph(page->out, width, 6, number, f->fix.at[i]);
	}
	text_put(page->out,
		 f->verify.count ? "    Then see whether it helped:\n" : "");
	for (size_t i = 0; i < f->verify.count; i++)
		layout_line(page->out, 6, "$ ", f->verify.at[i]);
	if (mentions_delv(&f->verify))
		layout_paragraph(page->out, width, 6, "",
				 "delv says \"; fully validated\" where all is "
				 "well, \"resolution failed\" where it is not");
}

static void put_fixes(const struct page *page)
{
	const struct assessment *a = page->e->assessment;

	title(page, "WHAT TO DO", NULL);
	if (a->finding_count == 0)
		layout_paragraph(page->out, page->style.width, 2, "",
				 a->verdict == VERDICT_UNKNOWN
					 ? "Look again when it can be measured."
					 : "Nothing.");
	for (size_t i = 0; i < a->finding_count; i++)
		put_fix(page, a->findings[i]);
}

/* Where no letter explains them. */
static void put_glossary(const struct page *page)
{
	struct text words;

	text_init(&words, 16 * EXPLAIN_LINE_MAX);
	explain_glossary(text_string(page->out), &words);
	title(page, "THE WORDS USED ABOVE", NULL);
	text_put(page->out, text_string(&words));
	text_done(&words);
}

static void put_letter(const struct page *page)
{
	struct text line;

	if (!page->e->letter) {
		put_glossary(page);
		return;
	}
	text_init(&line, EXPLAIN_LINE_MAX);
	text_printf(&line, "To %s; copy what is between the lines.",
		    page->e->letter_to);
	title(page, "A REPORT TO SEND", text_string(&line));
	text_done(&line);
	text_put(page->out, "-----\n");
	text_put(page->out, page->e->letter); /* made safe when made */
	text_put(page->out, "-----\n");
}

void report_explain_text(const struct explanation *e, struct report_style style,
			 struct text *out)
{
	const struct page page = { e, style, out };

	report_zone_head(e->assessment, style, out);
	layout_paragraph(out, style.width, 2, "", e->meaning);
	if (e->row_count) {
		put_short(&page);
		put_fixes(&page);
	}
	put_chain(&page);
	put_steps(&page);
	if (e->matrix.row_count) {
		title(&page, "EVERY SIGNATURE AT EVERY SERVER", NULL);
		explain_grid(e, style, out);
	}
	if (!e->row_count)
		put_fixes(&page);
	put_letter(&page);
}
