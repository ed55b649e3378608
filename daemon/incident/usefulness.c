/* SPDX-License-Identifier: BSD-3-Clause */
/* usefulness.c - does the daemon do what it is there for? */
#include "incident/usefulness.h"

static bool has_no_prober(const struct usefulness *facts)
{
	/* One that died is replaced at once: that alone is no trouble. */
	return facts->probers == 0 && facts->idle_s > facts->patience_s;
}

static void put_since(struct text *out, const char *words, int64_t s)
{
	char span[DURATION_TEXT_SIZE];

	text_printf(out, "%s %s\n", words, duration_format(s, span));
}

static void judge_probing(const struct usefulness *facts, struct text *reasons)
{
	char span[DURATION_TEXT_SIZE];

	if (has_no_prober(facts))
		put_since(reasons,
			  "no prober runs, and none has finished "
			  "anything for",
			  facts->idle_s);
	if (facts->stalled_s)
		put_since(reasons,
			  "the probers have work and finish nothing for",
			  facts->stalled_s);
	if (facts->overdue)
		text_printf(reasons,
			    "%zu of %zu zones are overdue, the longest was "
			    "not looked at for %s\n",
			    facts->overdue, facts->zones,
			    duration_format(facts->longest_s, span));
}

bool usefulness_judge(const struct usefulness *facts, struct text *reasons)
{
	size_t before = reasons->len;

	judge_probing(facts, reasons);
	if (facts->distrust)
		text_printf(reasons, "no zone can be judged: %s\n",
			    distrust_text(facts->distrust));
	if (facts->stuck_target) {
		text_printf(reasons, "target %s ", facts->stuck_target);
		put_since(reasons, "was not told what it is owed for",
			  facts->stuck_s);
	}
	if (facts->memory_refuses)
		text_put(reasons, "memory.db cannot be written: nothing new "
				  "can be told\n");
	return reasons->len == before;
}

bool usefulness_wants_restart(const struct usefulness *facts)
{
	return facts->stalled_s || has_no_prober(facts);
}
