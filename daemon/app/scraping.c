/* SPDX-License-Identifier: BSD-3-Clause */
/* scraping.c - what Prometheus asks for. Which zones have series is settled in
 * one walk; the series are made a piece at a time, as they are taken, so that
 * a hundred thousand zones hold up nothing. */
#include "app/internal.h"

#include "app/process.h"
#include "base/clock.h"
#include "report/metrics.h"

#include <stdlib.h>

#define OK 200

static const char json_type[] = "application/json; charset=utf-8";
static const char metrics_type[] = "text/plain; version=0.0.4; charset=utf-8";

/* One scrape under way. */
struct scrape {
	LIST_ENTRY(scrape) link;
	struct app *app;
	struct wall now; /* when it began: one moment for all series */
	struct mono mono;
	struct text head; /* until it is sent */
	size_t family, at;
	size_t count;
	const struct zone **zones; /* NULL: it has left since */
};

/* --- the head --- */

static struct wall wall_of(struct mono then, struct wall now, struct mono mono)
{
	return wall_add(now, (then.ms - mono.ms) / 1000);
}

static void count_incidents(const struct incident_book *book,
			    struct metrics_facts *facts)
{
	const struct incident *incident;
	size_t cursor = 0;

	while ((incident = incident_next(book, &cursor)))
		metrics_count_incident(facts, incident);
}

static void fill_probing(const struct scrape *scrape,
			 struct metrics_facts *facts)
{
	const struct app *app = scrape->app;
	struct supervisor_stats stats;
	struct monitor_facts seen;

	supervisor_stats(app->supervisor, &stats);
	monitor_facts(app, &seen);
	facts->probers_wanted = app->config->probers;
	facts->in_flight = stats.in_flight;
	facts->progress_at =
		wall_of(stats.last_progress_at, scrape->now, scrape->mono);
	facts->overdue = seen.overdue;
	facts->distrust = seen.distrust;
	facts->useful = proof_is_useful(app);
	facts->pulses = app->pulses;
	facts->lost_passes = app->lost_passes;
	facts->pulse_durations = &app->pulse_durations;
	facts->survey_durations = &app->survey_durations;
}

static void fill_state(const struct app *app, const struct state_head *head,
		       struct metrics_facts *facts)
{
	int64_t fresh_s = wall_diff(head->generated_at, head->stale_after);

	facts->state_written_at = app->state_committed_at;
	facts->state_stale_at = wall_add(app->state_committed_at, fresh_s);
}

/* Take the zones that have series; what is found of all on the way goes to
 * @p facts. */
static bool take_zones(struct scrape *scrape, struct metrics_facts *facts)
{
	const struct app *app = scrape->app;
	const struct state_summary *summary = &facts->head->summary;
	struct mono oldest = scrape->mono;
	size_t quotas[VERDICT_COUNT], most = 0, cursor = 0;
	const struct zone *zone;

	metrics_quotas(app->config->metrics_zones, summary, quotas);
	for (size_t i = 0; i < VERDICT_COUNT; i++) {
		facts->unlisted[i] = summary->zones[i] - quotas[i];
		most += quotas[i];
	}
	scrape->zones = calloc(most + 1, sizeof(*scrape->zones));
	while (scrape->zones && (zone = map_next(app->zones, &cursor, NULL))) {
		size_t *quota = &quotas[zone->latest->verdict];

		if (zone->measured_at.ms < oldest.ms)
			oldest = zone->measured_at;
		if (*quota == 0)
			continue;
		(*quota)--;
		scrape->zones[scrape->count++] = zone;
	}
	facts->oldest_check_at =
		map_count(app->zones)
			? wall_of(oldest, scrape->now, scrape->mono)
			: WALL_NEVER;
	return scrape->zones;
}

static bool put_head(struct scrape *scrape)
{
	struct app *app = scrape->app;
	struct head_parts parts;
	struct state_head head;
	struct metrics_facts facts = {
		.head = &head,
		.shard = app->config->shard,
		.shards = app->config->shards,
	};

	publishing_head(app, &parts, &head);
	fill_probing(scrape, &facts);
	fill_state(app, &head, &facts);
	count_incidents(app->book, &facts);
	count_incidents(app->monitor_book, &facts);
	process_measure(&facts.process);
	if (!take_zones(scrape, &facts))
		return false;
	metrics_head(&facts, &scrape->head);
	return text_ok(&scrape->head);
}

/* --- a piece at a time --- */

static void put_zone(struct scrape *scrape, struct text *out)
{
	const struct zone *zone = scrape->zones[scrape->at];
	struct state_zone view;

	if (!zone)
		return;
	view = publishing_view(scrape->app, zone, scrape->now, scrape->mono);
	metrics_family_zone(scrape->family, &view, out);
}

static void put_some(struct scrape *scrape, struct text *out)
{
	while (scrape->family < metrics_family_count &&
	       out->len < HTTP_PIECE_BYTES) {
		if (scrape->at == 0)
			metrics_family_begin(scrape->family, out);
		if (scrape->at < scrape->count)
			put_zone(scrape, out);
		if (++scrape->at >= scrape->count) {
			scrape->at = 0;
			scrape->family++;
		}
	}
}

static bool next_piece(void *state, struct text *out)
{
	struct scrape *scrape = state;

	if (scrape->head.len) {
		text_bytes(out, text_string(&scrape->head), scrape->head.len);
		text_done(&scrape->head);
		text_init(&scrape->head, 0);
	} else {
		put_some(scrape, out);
	}
	return true;
}

static void scrape_free(void *state)
{
	struct scrape *scrape = state;

	LIST_REMOVE(scrape, link);
	text_done(&scrape->head);
	free(scrape->zones);
	free(scrape);
}

void scraping_metrics(struct app *app, const char *rest, const char *query,
		      struct http_answer *answer)
{
	struct scrape *scrape = calloc(1, sizeof(*scrape));

	(void)rest;
	(void)query;
	answer->status = 503;
	answer->type = metrics_type;
	text_put(answer->body, "out of memory");
	if (!scrape)
		return;
	scrape->app = app;
	scrape->now = clock_wall();
	scrape->mono = clock_mono();
	LIST_INSERT_HEAD(&app->scrapes, scrape, link);
	text_init(&scrape->head, HTTP_PIECE_BYTES_MAX);
	if (!put_head(scrape)) {
		scrape_free(scrape);
		return;
	}
	answer->status = OK;
	answer->stream =
		(struct http_stream){ next_piece, scrape_free, scrape };
}

void scraping_forget_gone(struct app *app)
{
	struct scrape *scrape;

	LIST_FOREACH(scrape, &app->scrapes, link)
	{
		for (size_t i = 0; i < scrape->count; i++)
			if (scrape->zones[i] && scrape->zones[i]->gone)
				scrape->zones[i] = NULL;
	}
}

/* --- one zone, and which there are --- */

/* For setups that scrape a zone as a target of its own. */
void scraping_probe(struct app *app, const char *rest, const char *query,
		    struct http_answer *answer)
{
	char name[NAME_TEXT_SIZE];
	const struct zone *found;
	struct state_zone view;

	(void)rest;
	answer->type = metrics_type;
	if (!http_parameter(query, "target", name, sizeof(name))) {
		answer->status = 400;
		text_put(answer->body, "/probe?target=ZONE");
		return;
	}
	found = zone_find(app, name);
	if (!found)
		return;
	answer->status = OK;
	view = publishing_view(app, found, clock_wall(), clock_mono());
	for (size_t i = 0; i < metrics_family_count; i++) {
		metrics_family_begin(i, answer->body);
		metrics_family_zone(i, &view, answer->body);
	}
}

/* Prometheus' HTTP service discovery. */
void scraping_discovery(struct app *app, const char *rest, const char *query,
			struct http_answer *answer)
{
	const struct zone *each;
	size_t cursor = 0;
	bool first = true;

	(void)rest;
	(void)query;
	answer->status = OK;
	answer->type = json_type;
	text_put(answer->body, "[");
	while ((each = map_next(app->zones, &cursor, NULL))) {
		metrics_discovery(each->apex_text, each->config->policy, first,
				  answer->body);
		first = false;
	}
	text_put(answer->body, "]\n");
}
