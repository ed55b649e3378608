/* SPDX-License-Identifier: BSD-3-Clause */
/* plugin.c - the monitoring plugins contract: one line, a bar, and what can be
 * drawn. https://www.monitoring-plugins.org/doc/guidelines.html
 *
 * The line is for all zones, so it names the worst and counts the rest. */
#include "report/report.h"
#include "report/safe.h"
#include "report/words.h"

#include <string.h>

/* Servers that collect the line cut it at 8 KiB or sooner. */
#define PERFDATA_ZONES_MAX 32
#define TEXT_MAX	   1024

int report_exit_code(enum verdict worst)
{
	switch (worst) {
	case VERDICT_OK:
	case VERDICT_INFO:
		return 0;
	case VERDICT_WARNING:
		return 1;
	case VERDICT_CRITICAL:
		return 2;
	case VERDICT_UNKNOWN:
		return 3;
	}
	return 3;
}

/* A bar would begin the perfdata; line ends are safe_put()'s to escape. */
static void put_plain(struct text *out, const char *from)
{
	struct text safe;

	text_init(&safe, TEXT_MAX);
	safe_put_cut(&safe, from, TEXT_MAX - 8);
	for (const char *at = text_string(&safe); *at; at++)
		if (*at == '|')
			text_put(out, "\\x7c");
		else
			text_bytes(out, at, 1);
	text_done(&safe);
}

static void put_judged(struct text *out, const struct assessment *assessment)
{
	const struct finding *first =
		assessment->finding_count ? assessment->findings[0] : NULL;
	struct wall breaks_at = assessment->breaks_at;

	if (first && first->summary) {
		put_plain(out, first->summary);
		text_printf(out, " (%s)", first->id);
	} else {
		text_put(out, first ? first->id
				    : security_text(assessment->security));
	}
	if (words_mention(first ? first->summary : NULL, breaks_at) ||
	    words_fails_undated(assessment))
		return;
	text_put(out, breaks_at.s <= assessment->checked_at.s
			      ? ", failing since "
			      : ", breaks ");
	words_time(out, breaks_at);
}

static void put_zone(struct text *out, const struct assessment *assessment)
{
	put_plain(out, assessment->zone_text);
	text_put(out, ": ");
	if (assessment->verdict == VERDICT_UNKNOWN)
		put_plain(out, words_unknown(assessment));
	else
		put_judged(out, assessment);
}

/* 'label'=value[UOM];warn;crit;min: seconds until the zone breaks. A quote in
 * a label is doubled, an equals sign is not allowed. */
static void put_runway(struct text *out, const struct assessment *assessment)
{
	int64_t left_s = wall_is_never(assessment->breaks_at)
				 ? -1
				 : wall_diff(assessment->checked_at,
					     assessment->breaks_at);

	text_put(out, " '");
	for (const char *at = assessment->zone_text; *at; at++)
		if (*at == '\'')
			text_put(out, "''");
		else if (*at == '=' || *at == '|' || (unsigned char)*at < ' ')
			text_put(out, "_");
		else
			text_bytes(out, at, 1);
	if (assessment->verdict == VERDICT_UNKNOWN ||
	    wall_is_never(assessment->breaks_at))
		text_put(out, "'=U");
	else
		text_printf(out, "'=%llds;;;0",
			    left_s > 0 ? (long long)left_s : 0LL);
}

void report_plugin(const struct assessment *const *assessments, size_t count,
		   struct text *out)
{
	const struct assessment *worst = count ? assessments[0] : NULL;
	size_t of[VERDICT_COUNT] = { 0 };

	for (size_t i = 0; i < count; i++) {
		of[assessments[i]->verdict]++;
		if (verdict_worse(worst->verdict, assessments[i]->verdict) !=
		    worst->verdict)
			worst = assessments[i];
	}
	text_printf(out, "DNSSEC %s - ",
		    words_verdict(worst ? worst->verdict : VERDICT_UNKNOWN));
	if (count > 1)
		text_printf(out, "%zu of %zu zones well; ",
			    of[VERDICT_OK] + of[VERDICT_INFO], count);
	if (worst)
		put_zone(out, worst);
	else
		text_put(out, "no zone was checked");
	text_put(out, " |");
	for (size_t i = 0; i < count && i < PERFDATA_ZONES_MAX; i++)
		put_runway(out, assessments[i]);
	for (size_t i = 0; i < VERDICT_COUNT && count > 1; i++)
		text_printf(out, " '%s'=%zu;;;0;%zu",
			    verdict_text((enum verdict)i), of[i], count);
	text_put(out, "\n");
}
