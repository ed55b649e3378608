/* SPDX-License-Identifier: BSD-3-Clause */
/* people_say.c - acknowledge, silence: what is asked through the control
 * socket, by whom, and what is answered. */
#include "app/people.h"

#include "base/clock.h"
#include "base/glob.h"
#include "base/log.h"
#include "config/reader.h"
#include "diagnose/faults.h"
#include "report/state.h"
#include "report/words.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#define PATTERN_BYTES_MAX 255
/* Longer than that it is no trouble of tonight but work that was announced, or
 * a fault that nobody means to mend. */
#define SILENCE_MIN_S 60
#define SILENCE_MAX_S (30 * 86400)
/* Of an id of 32: as many as tell any two incidents apart. */
#define ID_BYTES_MIN 6
/* Of a user: useradd(8) takes no more. */
#define NAME_BYTES_MAX 32

/* Whom the kernel shows for users beyond our name space: PrivateUsers= of the
 * unit hides all but root and our own. */
#define UID_HIDDEN 65534
/* Who asks: "alice", or "uid 1000" where nobody knows the name. Where it is
 * hidden, or is root for somebody, what he calls himself is added: he may speak
 * here, and others are to know whom to ask. */
struct who {
	char name[64];
};

static struct who who_asks(const struct control_request *request)
{
	const struct passwd *user =
		request->uid < 0 ? NULL : getpwuid((uid_t)request->uid);
	const char *says = request->says;
	struct who who;

	if (says && (strlen(says) > NAME_BYTES_MAX || !*says ||
		     !text_is_printable(says, strlen(says))))
		says = NULL;
	if (says && request->uid == UID_HIDDEN)
		(void)snprintf(who.name, sizeof(who.name), "%s", says);
	else if (says && user && request->uid == 0 &&
		 strcmp(says, user->pw_name) != 0)
		(void)snprintf(who.name, sizeof(who.name), "%s as %s", says,
			       user->pw_name);
	else if (user)
		(void)snprintf(who.name, sizeof(who.name), "%s", user->pw_name);
	else
		(void)snprintf(who.name, sizeof(who.name), "uid %ld",
			       request->uid);
	return who;
}

/* A line that somebody wrote, which others will read. */
static bool is_line(const char *text, const char *what, size_t least,
		    size_t most, struct text *out)
{
	size_t len = strlen(text);

	if (len < least)
		text_printf(out, "%s is missing\n", what);
	else if (len > most)
		text_printf(out, "%s is longer than %zu bytes\n", what, most);
	else if (!text_is_printable(text, len))
		text_printf(out, "%s has characters that do not print\n", what);
	else
		return true;
	return false;
}

/* --- acknowledge --- */

static const struct incident *by_id(const struct incident_book *book,
				    const char *word)
{
	const struct incident *incident, *found = NULL;
	size_t cursor = 0, len = strlen(word);

	while (len >= ID_BYTES_MIN && (incident = incident_next(book, &cursor)))
		if (incident->open && strncmp(incident->id, word, len) == 0) {
			if (found)
				return NULL; /* of two: a longer one, please */
			found = incident;
		}
	return found;
}

static const struct incident *open_of(const struct incident_book *book,
				      const char *word)
{
	const struct incident *incident = incident_of(book, word);
	char canonical[NAME_TEXT_SIZE];
	struct name name;

	if (!incident && name_from_text(word, &name))
		incident = incident_of(book, name_to_text(&name, canonical));
	if (!incident || !incident->open)
		incident = by_id(book, word);
	return incident;
}

/* Say why there is nothing to acknowledge; whose incident it is part of. */
static void say_none(const struct app *app, const char *word, struct text *out)
{
	char canonical[NAME_TEXT_SIZE];
	const struct incident *of;
	struct name name;

	of = name_from_text(word, &name)
		     ? incident_of_zone(app->book,
					name_to_text(&name, canonical))
		     : NULL;
	if (of)
		text_printf(out,
			    "%s has no incident of its own: it is part of "
			    "that of %s; try: forewarn ack %.12s\n",
			    canonical, of->owner, of->id);
	else
		text_printf(out,
			    "%.300s: no open incident of this zone or id; "
			    "forewarn status lists what is broken\n",
			    word);
}

/* The book that has the open incident that @p word names, and its owner. */
static struct incident_book *find_incident(const struct app *app,
					   const char *word,
					   const struct incident **ret,
					   struct text *out)
{
	if ((*ret = open_of(app->book, word)))
		return app->book;
	if ((*ret = open_of(app->monitor_book, word)))
		return app->monitor_book;
	say_none(app, word, out);
	return NULL;
}

static void keep_incident(struct app *app, const struct incident *incident)
{
	struct fold fold = { .changed_count = 1, .changed = &incident };

	remember_fold(app, NULL, &fold);
}

bool people_say_ack(struct app *app, const struct control_request *request,
		    struct text *out)
{
	const char *note = request->count > 2 ? request->words[2] : "";
	struct who who = who_asks(request);
	const struct incident *incident;
	struct incident_book *book;

	if (!is_line(note, "the reason", 0, REASON_BYTES_MAX, out))
		return false;
	book = find_incident(app, request->words[1], &incident, out);
	if (!book)
		return false;
	if (!wall_is_never(incident->acked_at))
		text_printf(out, "in place of %s\n", incident->acked_by);
	incident = incident_ack(book, incident->owner, clock_wall(), who.name,
				note);
	keep_incident(app, incident);
	latest_ack(app, incident, who.name);
	log_notice(incident->owner,
		   "incident %s acknowledged by %s (uid %ld)%s%s", incident->id,
		   who.name, request->uid, *note ? ": " : "", note);
	text_printf(out,
		    "incident %.12s of %s is acknowledged by %s until it "
		    "worsens or is over\n",
		    incident->id, incident->owner, who.name);
	return true;
}

bool people_say_unack(struct app *app, const struct control_request *request,
		      struct text *out)
{
	struct who who = who_asks(request);
	const struct incident *incident;
	struct incident_book *book =
		find_incident(app, request->words[1], &incident, out);

	if (!book)
		return false;
	if (wall_is_never(incident->acked_at)) {
		text_printf(out, "incident %.12s of %s is nobody's\n",
			    incident->id, incident->owner);
		return false;
	}
	incident =
		incident_ack(book, incident->owner, clock_wall(), NULL, NULL);
	keep_incident(app, incident);
	latest_ack(app, incident, who.name);
	log_notice(incident->owner, "incident %s given back by %s (uid %ld)",
		   incident->id, who.name, request->uid);
	text_printf(out, "incident %.12s of %s is nobody's now\n", incident->id,
		    incident->owner);
	return true;
}

/* --- silence --- */

/* A name gets its final dot; a pattern, or what is no zone, stays. */
static bool read_zone(const char *word, char ret[NAME_TEXT_SIZE],
		      struct text *out)
{
	struct name name;

	if (!is_line(word, "the zone", 1, PATTERN_BYTES_MAX, out))
		return false;
	if (!strpbrk(word, "*? ") && strcmp(word, SELF_OWNER) != 0 &&
	    name_from_text(word, &name))
		(void)name_to_text(&name, ret);
	else
		(void)snprintf(ret, NAME_TEXT_SIZE, "%s", word);
	return true;
}

/* A fault that is misspelt would silence nothing, and nobody would know. */
static bool is_fault(const char *pattern, struct text *out)
{
	struct fault fault;
	const char *near;

	for (size_t i = 0; fault_at(i, &fault); i++)
		if (glob_match(pattern, fault.id))
			return true;
	near = nearest_word(pattern, fault_id_at, NULL);
	text_printf(out,
		    "%.64s: no fault has this id%s%s%s; forewarn help faults "
		    "lists them\n",
		    pattern, near ? " (did you mean '" : "", near ? near : "",
		    near ? "'?)" : "");
	return false;
}

static bool read_length(const char *word, int64_t *ret_s, struct text *out)
{
	if (!duration_parse(word, ret_s))
		text_printf(out,
			    "%.64s is not a duration such as 90m, 2h or 1d\n",
			    word);
	else if (*ret_s < SILENCE_MIN_S)
		text_printf(out, "%s is shorter than a minute\n", word);
	else if (*ret_s > SILENCE_MAX_S)
		text_put(out, "a silence lasts 30 days at most; for longer "
			      "there is maintenance: in the configuration\n");
	else
		return true;
	return false;
}

static bool covers_some(const struct silence *silence,
			const struct incident *incident)
{
	for (size_t m = 0; m < incident->member_count; m++)
		for (size_t f = 0; f < incident->members[m].fault_count; f++)
			if (silence_covers(silence, incident->owner,
					   incident->members[m].zone,
					   incident->members[m].faults[f].id))
				return true;
	return false;
}

static void say_how_many(const struct app *app, const struct silence *silence,
			 struct text *out)
{
	const struct incident *incident;
	const struct zone *zone;
	size_t cursor = 0, zones = 0, broken = 0;

	while ((zone = map_next(app->zones, &cursor, NULL)))
		zones += silence_names(silence->zones[0], zone->apex_text);
	cursor = 0;
	while ((incident = incident_next(app->book, &cursor)))
		broken += incident->open && covers_some(silence, incident);
	if (zones == 0)
		text_put(out, "no zone that is watched here has that name\n");
	else
		text_printf(out, "%zu watched zone%s, %zu open incident%s\n",
			    zones, zones == 1 ? "" : "s", broken,
			    broken == 1 ? "" : "s");
}

static void say_silence(const struct silence *silence, struct text *out)
{
	text_printf(out, "silence %s: %s, %s, until ", silence->id,
		    silence->zones[0],
		    silence->fault_count ? silence->faults[0] : "all faults");
	words_time(out, silence->until);
	text_put(out, "\n");
}

static const char *why_not(const struct app *app, enum err err)
{
	if (err == ERR_LIMIT)
		return "there are 256 silences already; forewarn unsilence "
		       "ends one";
	return err == ERR_MEMORY ? err_text(err) : memory_error(app->memory);
}

/* "silence", ZONE, FAULT or "", LENGTH, REASON */
bool people_say_silence(struct app *app, const struct control_request *request,
			struct text *out)
{
	const char *const *words = request->words;
	struct who who = who_asks(request);
	char zone_text[NAME_TEXT_SIZE];
	const char *zone = zone_text;
	struct silence said = {
		.zone_count = 1,
		.zones = &zone,
		.fault_count = *words[2] ? 1 : 0,
		.faults = &words[2],
		.reason = words[4],
		.by = who.name,
		.from = clock_wall(),
	};
	const struct silence *silence;
	int64_t length_s;
	enum err err;

	if (!read_zone(words[1], zone_text, out) ||
	    (*words[2] && !is_fault(words[2], out)) ||
	    !read_length(words[3], &length_s, out) ||
	    !is_line(words[4], "the reason", 1, REASON_BYTES_MAX, out))
		return false;
	said.until = wall_add(said.from, length_s);
	err = people_silence(app, &said, &silence);
	if (err) {
		text_printf(out, "not silenced: %s\n", why_not(app, err));
		return false;
	}
	latest_silence(app, zone, silence);
	log_notice(zone, "silence %s by %s (uid %ld) for %s: %s", silence->id,
		   who.name, request->uid, words[3], silence->reason);
	say_silence(silence, out);
	say_how_many(app, silence, out);
	return true;
}

bool people_say_silences(struct app *app, const struct control_request *request,
			 struct text *out)
{
	size_t count;
	const struct silence *all = people_silences(app, &count);

	(void)request;
	for (size_t i = 0; i < count; i++) {
		state_silence_json(&all[i], clock_wall(), out);
		text_put(out, "\n");
	}
	return true;
}

/* It is gone when that it ended is told. */
static void zone_of_silence(const struct app *app, const char *id,
			    char ret[NAME_TEXT_SIZE])
{
	size_t count;
	const struct silence *all = people_silences(app, &count);

	*ret = '\0';
	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].id, id) == 0)
			(void)snprintf(ret, NAME_TEXT_SIZE, "%s",
				       all[i].zones[0]);
}

bool people_say_unsilence(struct app *app,
			  const struct control_request *request,
			  struct text *out)
{
	const char *id = request->words[1];
	struct who who = who_asks(request);
	char zone[NAME_TEXT_SIZE];
	enum err err;

	if (*id == 'm') {
		text_printf(out,
			    "%.16s is a window of the configuration: take it "
			    "out of maintenance:, then forewarn reload\n",
			    id);
		return false;
	}
	zone_of_silence(app, id, zone);
	err = people_unsilence(app, id);
	if (err == ERR_NOT_FOUND)
		text_printf(out,
			    "there is no silence %.16s; forewarn silences "
			    "lists them\n",
			    id);
	else if (err)
		text_printf(out, "not ended: %s\n", why_not(app, err));
	if (err)
		return false;
	latest_unsilence(app, zone, id, who.name);
	log_notice(NULL, "silence %s ended by %s (uid %ld)", id, who.name,
		   request->uid);
	text_printf(out, "silence %s has ended; what is still broken is told\n",
		    id);
	return true;
}
