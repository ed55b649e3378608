/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_letter.c - a report ready to be sent to whoever can mend it: what
 * users see, what was asked of whom and when, what came back, what to do, how
 * to see that it helped, and every word explained. */
#include "report/explain.h"

#include "report/layout.h"
#include "report/safe.h"
#include "report/words.h"

#include <string.h>

#define LETTER_WIDTH 72
#define LETTER_MAX   (64u * 1024)
/* Who reads it has to see the fault, not everything. */
#define REPLIES_MAX 8

struct letter {
	const struct explanation *e;
	const struct finding *finding;
	struct text out;
	size_t replies;
};

static void paragraph(struct letter *letter, const char *lead, const char *body)
{
	layout_paragraph(&letter->out, LETTER_WIDTH, 0, lead, body);
}

/* --- which answers show the fault --- */

static bool is_about(const struct letter *letter,
		     const struct explain_reply *reply)
{
	const struct finding *f = letter->finding;
	const struct answer *answer = reply->answer;
	size_t len = strlen(reply->question);

	if (answer->tcp && !answer->truncated_udp)
		return false;
	if (f->blame &&
	    strncmp(reply->question, f->blame, strlen(f->blame)) == 0 &&
	    reply->question[strlen(f->blame)] == ' ')
		return true;
	if (f->subject && strncmp(f->subject, reply->question, len) == 0 &&
	    (f->subject[len] == '\0' || f->subject[len] == ' '))
		return true;
	return (strncmp(f->id, "ds-", 3) == 0 &&
		answer->vantage == VANTAGE_PARENT && answer->type == TYPE_DS) ||
	       ((strncmp(f->id, "ds-", 3) == 0 ||
		 strncmp(f->id, "dnskey-", 7) == 0) &&
		answer->vantage == VANTAGE_AUTHORITY &&
		answer->type == TYPE_DNSKEY);
}

static void put_reply(struct letter *letter, const struct explain_reply *reply)
{
	char at[WALL_TEXT_SIZE];
	struct text line;

	if (letter->replies++ >= REPLIES_MAX)
		return;
	text_init(&line, EXPLAIN_LINE_MAX);
	text_printf(&line, "%s, %s%s: %s -> %s%s%s",
		    wall_format(reply->answer->sent_at, at), reply->who,
		    reply->answer->server < 0 ? ""
		    : reply->answer->tcp      ? " over TCP"
					      : " over UDP",
		    reply->question, reply->heard,
		    reply->said ? "; it says: " : "",
		    reply->said ? reply->said : "");
	paragraph(letter, "- ", text_string(&line));
	text_done(&line);
}

/* The first words of the validator on the matter, where none was given. */
static const struct explain_reply *validator_reply(const struct explanation *e)
{
	const struct explain_reply *first = NULL;

	for (size_t i = 0; i < e->step_count; i++)
		for (size_t k = 0; k < e->steps[i].count; k++) {
			const struct explain_reply *r = &e->steps[i].replies[k];

			if (r->answer->vantage != VANTAGE_VALIDATOR ||
			    !name_is_under(&r->answer->name, &e->view->zone))
				continue;
			if (r->answer->security == SECURITY_BOGUS)
				return r;
			if (!first && r->answer->type == TYPE_SOA)
				first = r;
		}
	return first;
}

static void put_replies(struct letter *letter)
{
	const struct explanation *e = letter->e;
	const struct explain_reply *validator = validator_reply(e);
	bool validator_told = false;

	for (size_t i = 0; i < e->step_count; i++)
		for (size_t k = 0; k < e->steps[i].count; k++) {
			const struct explain_reply *r = &e->steps[i].replies[k];

			if (!is_about(letter, r))
				continue;
			validator_told |=
				r->answer->vantage == VANTAGE_VALIDATOR;
			put_reply(letter, r);
		}
	if (letter->replies > REPLIES_MAX)
		text_printf(&letter->out, "  and %zu more\n",
			    letter->replies - REPLIES_MAX);
	letter->replies = 0; /* the validator's is always told */
	if (validator && !validator_told)
		put_reply(letter, validator);
}

/* --- the letter --- */

static void put_subject(struct letter *letter)
{
	text_put(&letter->out, "Subject: DNSSEC of ");
	safe_put(&letter->out, letter->e->view->zone_text);
	text_put(&letter->out,
		 letter->finding->severity == SEVERITY_CRITICAL &&
				 letter->finding->kind == KIND_FAILING
			 ? ": users fail now ("
			 : ": please look at this before users fail (");
	text_printf(&letter->out, "%s)\n\nHello,\n\n", letter->finding->id);
}

static void put_found(struct letter *letter)
{
	const struct finding *f = letter->finding;
	struct text line;

	text_init(&line, EXPLAIN_LINE_MAX);
	text_printf(&line, "We watch the zone %s, and this is what we saw at ",
		    letter->e->view->zone_text);
	words_time(&line, letter->e->view->snapshot->started_at);
	text_printf(&line, ": %s", f->summary ? f->summary : f->id);
	paragraph(letter, "", text_string(&line));
	text_done(&line);
	text_put(&letter->out, "\nWhat it means\n");
	paragraph(letter, "", letter->e->meaning);
}

enum line_form { FORM_FACTS, FORM_FIX, FORM_COMMANDS };

static void put_lines(struct letter *letter, const char *title,
		      const struct lines *lines, enum line_form form)
{
	if (lines->count == 0)
		return;
	text_printf(&letter->out, "\n%s\n", title);
	for (size_t i = 0; i < lines->count; i++)
		if (form == FORM_COMMANDS ||
		    (form == FORM_FIX && words_is_paste(lines->at[i])))
			layout_line(&letter->out, 2, "", lines->at[i]);
		else
			paragraph(letter, "- ", lines->at[i]);
}

/* The fix is written for the zone; whoever runs a zone above it needs to hear
 * only where to look. */
static void put_wish(struct letter *letter)
{
	const struct finding *f = letter->finding;
	struct text line;

	if (!f->blame) {
		put_lines(letter, "What we ask you to do", &f->fix, FORM_FIX);
		return;
	}
	text_init(&line, EXPLAIN_LINE_MAX);
	text_printf(
		&line,
		"Please see why resolvers that check DNSSEC refuse %s: its "
		"DS records, its keys, and its signatures. Every name "
		"in and below it fails until then, and every alias to them.",
		f->blame);
	text_put(&letter->out, "\nWhat we ask you to do\n");
	paragraph(letter, "- ", text_string(&line));
	text_done(&line);
}

static void put_glossary(struct letter *letter)
{
	struct text words;

	text_init(&words, LETTER_MAX);
	explain_glossary(text_string(&letter->out), &words);
	text_put(&letter->out, "\nThe words used above\n");
	text_put(&letter->out, text_string(&words));
	text_done(&words);
}

void explain_letter(struct explanation *e)
{
	struct letter letter = { .e = e, .finding = explain_first(e) };

	if (!letter.finding || !e->owner)
		return;
	e->letter_to = e->owner;
	text_init(&letter.out, LETTER_MAX);
	put_subject(&letter);
	put_found(&letter);
	put_lines(&letter, "What we saw", &letter.finding->evidence,
		  FORM_FACTS);
	text_put(&letter.out, "\nWhat we asked, and what came back "
			      "(times are UTC)\n");
	put_replies(&letter);
	put_wish(&letter);
	put_lines(&letter, "How to see whether it helped",
		  &letter.finding->verify, FORM_COMMANDS);
	put_glossary(&letter);
	e->letter = explain_keep(e->arena, &letter.out);
}
