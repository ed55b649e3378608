/* SPDX-License-Identifier: BSD-3-Clause */
/* cause.c - the servers that faults name, and which faults they join. */
#include "incident/cause.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The faults of one id by one server. It goes with the last. */
struct cause {
	size_t fault_count;
	struct wall newest; /* when the last of them began */
	bool shared;	    /* and another one shortly before it */
};

struct cause_key cause_key(const char *id, const char *address)
{
	struct cause_key key;

	(void)snprintf(key.text, sizeof(key.text), "%.47s %s", id, address);
	return key;
}

/* --- texts --- */

bool servers_next(const char **at, char ret_address[ADDRESS_TEXT_SIZE])
{
	const char *from = *at;
	size_t len;

	if (strncmp(from, "server", 6) == 0)
		from += strcspn(from, " ");
	while (*from == ' ' || *from == ',')
		from++;
	len = strcspn(from, ", ");
	if (len == 0)
		return false;
	(void)snprintf(ret_address, ADDRESS_TEXT_SIZE, "%.*s", (int)len, from);
	/* Behind the last one may be how many more there are. */
	*at = from[len] == ',' ? from + len : "";
	return true;
}

bool servers_have(const char *text, const char *address)
{
	char one[ADDRESS_TEXT_SIZE];

	while (text && servers_next(&text, one))
		if (strcmp(one, address) == 0)
			return true;
	return false;
}

bool held_names_any(const struct held *held, const char *text)
{
	char address[ADDRESS_TEXT_SIZE];

	while (servers_next(&text, address))
		if (map_get(held->servers, address))
			return true;
	return false;
}

bool held_names_all(const struct held *held, const char *text)
{
	char address[ADDRESS_TEXT_SIZE];

	while (servers_next(&text, address))
		if (!map_get(held->servers, address))
			return false;
	return true;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void held_put_servers(const struct held *held, struct text *out)
{
	size_t count = map_count(held->servers), cursor = 0, n = 0;
	const char **all = malloc((count ? count : 1) * sizeof(*all));

	while (all && n < count && map_next(held->servers, &cursor, &all[n]))
		n++;
	if (n)
		qsort(all, n, sizeof(*all), compare_texts);
	text_put(out, count == 1 ? "server" : "servers");
	for (size_t i = 0; i < n && i < SERVERS_NAMED_MAX; i++)
		text_printf(out, "%s%s", i ? ", " : " ", all[i]);
	if (n > SERVERS_NAMED_MAX)
		text_printf(out, " and %zu more", n - SERVERS_NAMED_MAX);
	free(all);
}

void held_tell_servers(struct held *held)
{
	struct text text;

	text_init(&text, SHARED_TEXT_SIZE);
	held_put_servers(held, &text);
	if (text_ok(&text))
		replace_text(&held->pub.servers, text_string(&text));
	held->pub.server_count = map_count(held->servers);
	text_done(&text);
}

/* --- faults of one id by one server --- */

static bool is_recent(const struct cause *cause, struct wall now)
{
	int64_t apart_s = wall_diff(cause->newest, now);

	return apart_s <= JOIN_WINDOW_S && apart_s >= -JOIN_WINDOW_S;
}

static void join(struct incident_book *book, const char *id,
		 const char *address, struct wall now)
{
	struct cause_key key = cause_key(id, address);
	struct cause *cause = map_get(book->causes, key.text);

	if (!cause) {
		cause = calloc(1, sizeof(*cause));
		if (!cause || !map_put(book->causes, key.text, cause)) {
			free(cause);
			return;
		}
		cause->newest = now;
	} else if (!cause->shared) {
		cause->shared = is_recent(cause, now);
	}
	cause->newest = wall_max(cause->newest, now);
	cause->fault_count++;
}

static void leave(struct incident_book *book, const char *id,
		  const char *address)
{
	struct cause_key key = cause_key(id, address);
	struct cause *cause = map_get(book->causes, key.text);

	if (!cause || --cause->fault_count > 0)
		return;
	free(map_remove(book->causes, key.text));
}

bool cause_is_shared(const struct incident_book *book, const char *id,
		     const char *address, size_t own, struct wall now)
{
	struct cause_key key = cause_key(id, address);
	const struct cause *cause = map_get(book->causes, key.text);

	if (!cause || cause->fault_count <= own)
		return false;
	return own ? cause->shared : is_recent(cause, now);
}

void causes_free(struct map *causes)
{
	struct cause *cause;
	size_t cursor = 0;

	while (causes && (cause = map_next(causes, &cursor, NULL)))
		free(cause);
	map_free(causes);
}

/* --- servers of one incident --- */

bool held_precedes(const struct held *a, const struct held *b)
{
	if (a->pub.open != b->pub.open)
		return a->pub.open;
	if (a->pub.suspected_at.s != b->pub.suspected_at.s)
		return a->pub.suspected_at.s < b->pub.suspected_at.s;
	return strcmp(a->pub.owner, b->pub.owner) < 0;
}

/* One more fault, or one less, of @p held names @p address. What is not
 * counted for want of memory is not there when it is to be taken out. */
static void gain(struct held *held, const char *address)
{
	uintptr_t count = (uintptr_t)map_get(held->servers, address);

	(void)map_put(held->servers, address, (void *)(count + 1));
}

static void lose(struct incident_book *book, struct held *held,
		 const char *address)
{
	uintptr_t count = (uintptr_t)map_get(held->servers, address);

	if (count > 1) {
		(void)map_put(held->servers, address, (void *)(count - 1));
		return;
	}
	(void)map_remove(held->servers, address);
	if (map_get(book->homes, address) == held)
		(void)map_remove(book->homes, address);
}

/* Who comes to one of these servers goes where most belongs. */
static void make_home(struct incident_book *book, struct held *held,
		      const char *text)
{
	char address[ADDRESS_TEXT_SIZE];

	while (text && servers_next(&text, address)) {
		const struct held *home = map_get(book->homes, address);

		if (!home || (home != held && held_precedes(held, home)))
			(void)map_put(book->homes, address, held);
	}
}

static void replace(struct incident_book *book, struct held *held,
		    struct incident_fault *fault, char *with, struct wall now)
{
	const char *to = with ? with : "", *from = fault->servers;
	char address[ADDRESS_TEXT_SIZE];

	while (servers_next(&to, address)) {
		if (servers_have(fault->servers, address))
			continue;
		join(book, fault->id, address, now);
		if (held->servers)
			gain(held, address);
	}
	while (from && servers_next(&from, address)) {
		if (servers_have(with, address))
			continue;
		leave(book, fault->id, address);
		if (held->servers)
			lose(book, held, address);
	}
	free(fault->servers);
	fault->servers = with;
	fault->servers_seen = 1;
}

void cause_seen(struct incident_book *book, struct held *held,
		struct incident_fault *fault, const char *text, struct wall now)
{
	const char *was = fault->servers ? fault->servers : "";

	if (strcmp(was, text ? text : "") == 0) {
		fault->servers_seen++;
	} else {
		char *copy = text ? strdup(text) : NULL;

		if (!text || copy)
			replace(book, held, fault, copy, now);
	}
	if (held->servers)
		make_home(book, held, fault->servers);
}

void cause_gone(struct incident_book *book, struct held *held,
		struct incident_fault *fault)
{
	replace(book, held, fault, NULL, WALL_NEVER);
}

void cause_moved(struct incident_book *book, struct held *from, struct held *to,
		 const struct incident_fault *fault)
{
	const char *text = fault->servers;
	char address[ADDRESS_TEXT_SIZE];

	while (text && servers_next(&text, address)) {
		if (from->servers)
			lose(book, from, address);
		if (to->servers)
			gain(to, address);
	}
}
