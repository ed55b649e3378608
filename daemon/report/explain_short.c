/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_short.c - the answers that somebody who was woken up needs before
 * anything else: what fails, who notices, since when, by what, where, whose it
 * is, what to do first, what not to do, and how to see that it helped. */
#include "report/explain.h"

#include "diagnose/faults.h"
#include "report/words.h"

#include <stdio.h>
#include <string.h>

/* Names that are told; the rest is counted. */
#define NAMES_MAX 4

static void add(struct explanation *e, const char *key, const char *label,
		const char *value)
{
	if (value && *value && e->row_count < EXPLAIN_ROWS_MAX)
		e->rows[e->row_count++] =
			(struct explain_row){ key, label, value };
}

/* --- what fails --- */

/* A question about the zone, which its own servers answer. */
static bool is_of_zone(const struct explanation *e,
		       const struct view_verdict *v)
{
	return v->measured && v->type != TYPE_DS &&
	       name_is_under(&v->name, &e->view->zone);
}

static bool fails(const struct explanation *e, size_t i)
{
	const struct view_verdict *v = &e->view->verdicts[i];

	return is_of_zone(e, v) && explain_fails(v);
}

static bool all_fails(const struct explanation *e)
{
	for (size_t i = 0; i < e->view->verdict_count; i++)
		if (is_of_zone(e, &e->view->verdicts[i]) && !fails(e, i))
			return false;
	return true;
}

static bool was_told(const struct explanation *e, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (fails(e, k) && name_equal(&e->view->verdicts[k].name,
					      &e->view->verdicts[i].name))
			return true;
	return false;
}

/* Each name that fails, once; what stands for all that is not there comes
 * last. */
static const char *failing_names(const struct explanation *e)
{
	size_t count = 0;
	bool denials = false;
	struct text out;

	text_init(&out, EXPLAIN_LINE_MAX);
	for (size_t i = 0; i < e->view->verdict_count; i++) {
		const struct view_verdict *v = &e->view->verdicts[i];
		bool is_probe = explain_is_probe(v->answer);

		if (!fails(e, i))
			continue;
		denials = denials || is_probe;
		if (!is_probe && !was_told(e, i) && count++ < NAMES_MAX)
			text_printf(&out, "%s%s", count > 1 ? ", " : "",
				    explain_name(e->arena, &v->name));
	}
	if (count > NAMES_MAX)
		text_printf(&out, " and %zu more", count - NAMES_MAX);
	if (denials)
		text_printf(&out, "%snames and records that do not exist",
			    count ? ", and all " : "all ");
	return explain_keep(e->arena, &out);
}

static const char *what_fails(const struct explanation *e)
{
	const char *zone = e->view->zone_text;

	switch (explain_reach(e)) {
	case REACH_EVERYBODY:
	case REACH_UNCACHED:
		return explain_printf(e->arena, "every name in %s", zone);
	case REACH_CHECKERS:
	case REACH_NAMES:
		return all_fails(e) ? explain_printf(e->arena,
						     "every name in %s", zone)
				    : failing_names(e);
	case REACH_CHANCE:
		return explain_printf(e->arena,
				      "any name in %s, when the server below "
				      "is the one that is asked",
				      zone);
	case REACH_EXPOSED:
		return "nothing; but no answer is protected any more";
	case REACH_NOBODY:
	case REACH_UNKNOWN:
	case REACH_LATER:
	case REACH_LITTLE:
		break;
	}
	return "nothing of what was asked, yet";
}

static const char *who_notices(const struct explanation *e)
{
	switch (explain_reach(e)) {
	case REACH_EVERYBODY:
		return "everybody, whether DNSSEC is checked or not";
	case REACH_UNCACHED:
		return "everybody, as soon as caches have forgotten the zone";
	case REACH_CHECKERS:
	case REACH_NAMES:
		return "who asks through a resolver that checks DNSSEC, as the "
		       "large public ones do: they get SERVFAIL. Others notice "
		       "nothing";
	case REACH_CHANCE:
		return "now and then somebody whose resolver checks DNSSEC; "
		       "the next try may work";
	case REACH_EXPOSED:
	case REACH_LATER:
		return "nobody yet";
	case REACH_NOBODY:
	case REACH_UNKNOWN:
	case REACH_LITTLE:
		break;
	}
	return "hardly anybody yet";
}

/* --- since when --- */

static void add_time(struct explanation *e, const struct finding *f)
{
	struct wall now = e->assessment->checked_at;
	bool past = !wall_is_never(f->deadline) && f->deadline.s <= now.s;
	struct text out;

	text_init(&out, EXPLAIN_LINE_MAX);
	if (f->kind == KIND_FAILING && !past) {
		text_put(&out, "now; since when is not known");
	} else if (wall_is_never(f->deadline)) {
		text_put(&out, "no date is known");
	} else {
		words_time(&out, f->deadline);
		text_put(&out, past ? ", " : ", in ");
		words_span(&out, now, f->deadline);
		text_put(&out, past ? " ago" : "");
	}
	add(e, "when", past ? "Since" : "When", explain_keep(e->arena, &out));
}

/* --- what to do --- */

/* The first step; a record to paste stands where nothing folds it. */
static const char *first_step(const struct explanation *e,
			      const struct finding *f)
{
	const char *step = f->fix.count ? f->fix.at[0] : NULL;

	if (f->fix.count < 2 || !words_is_paste(f->fix.at[1]))
		return step;
	return explain_printf(e->arena, "%.*s the record under WHAT TO DO",
			      (int)strcspn(step, ":"), step);
}

static const char *how_to_see(const struct explanation *e)
{
	return explain_printf(e->arena,
			      "forewarn check %s says OK (or ask by hand: the "
			      "\"$\" lines below)",
			      e->view->zone_text);
}

/* --- where --- */

/* The zone above, as far down as the chain was found; NULL: the root has
 * none. */
static const char *parent_of(const struct explanation *e)
{
	const struct explain_link *last =
		e->link_count ? &e->links[e->link_count - 1] : NULL;
	const char *parent = !last ? NULL
			     : name_equal(&last->apex, &e->view->zone)
				     ? last->parent
				     : last->zone;

	return parent && strcmp(parent, ".") == 0 ? "the root" : parent;
}

/* What is of the zone as a whole is still at some servers. */
static const char *where(const struct explanation *e, const struct finding *f)
{
	const char *zone = e->view->zone_text;
	const char *parent = parent_of(e);

	if (f->subject && strcmp(f->subject, zone) != 0)
		return f->subject;
	if (strncmp(f->id, "ds-", 3) == 0 && parent)
		return explain_printf(e->arena,
				      "the DS of %s at the servers of %s, and "
				      "its keys at its own servers",
				      zone, parent);
	if (strncmp(f->id, "delegation-", 11) == 0 && parent)
		return explain_printf(e->arena,
				      "the NS records of %s at the servers of "
				      "%s, and its own",
				      zone, parent);
	if (strncmp(f->id, "auth-all-", 9) == 0)
		return explain_printf(e->arena, "all servers of %s", zone);
	return zone;
}

static const char *whose(const struct explanation *e)
{
	return e->owner ? explain_printf(e->arena,
					 "%s (a letter to send is at the end)",
					 e->owner)
			: NULL;
}

static const char *because_of(const struct explanation *e,
			      const struct finding *f)
{
	return f->summary
		       ? explain_printf(e->arena, "%s (%s)", f->summary, f->id)
		       : f->id;
}

void explain_short(struct explanation *e)
{
	const struct finding *f = explain_first(e);
	const struct fault_family *family = f ? fault_family(f->id) : NULL;

	if (!f)
		return;
	add(e, "what_fails", "What fails", what_fails(e));
	add(e, "who_notices", "Who notices", who_notices(e));
	add_time(e, f);
	add(e, "because_of", "Because of", because_of(e, f));
	add(e, "background", "Background", family ? family->plain : NULL);
	add(e, "where", "Where", where(e, f));
	add(e, "whose", "Whose it is", whose(e));
	add(e, "do_first", "Do first", first_step(e, f));
	add(e, "careful", "Careful", family ? family->careful : NULL);
	add(e, "helped", "It helped if", how_to_see(e));
}
