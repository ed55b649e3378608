/* SPDX-License-Identifier: BSD-3-Clause */
/* clock.c - the one place that reads a clock. */
#include "base/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ZONE_DIR "/usr/share/zoneinfo/"
#define ZONE_MAX 64 /* the longest has 32 characters */

struct wall clock_wall(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts); /* cannot fail on Linux */
	return (struct wall){ ts.tv_sec };
}

struct mono clock_mono(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts); /* cannot fail on Linux */
	return (struct mono){ (int64_t)ts.tv_sec * 1000 +
			      ts.tv_nsec / 1000000 };
}

/* A path below the directory, and not out of it again. */
static bool is_zone_name(const char *zone)
{
	if (!isalpha((unsigned char)*zone) || strlen(zone) > ZONE_MAX)
		return false;
	for (; *zone; zone++)
		if (!isalnum((unsigned char)*zone) && !strchr("_+-/", *zone))
			return false;
	return true;
}

bool clock_knows_zone(const char *zone)
{
	char path[sizeof(ZONE_DIR) + ZONE_MAX];
	char mark[4] = "";
	FILE *file;

	if (strcmp(zone, "UTC") == 0)
		return true;
	if (!is_zone_name(zone))
		return false;
	(void)snprintf(path, sizeof(path), ZONE_DIR "%s", zone);
	file = fopen(path, "rbe");
	if (!file)
		return false;
	/* RFC 8536 3.1; a directory cannot be read. */
	bool known = fread(mark, 1, sizeof(mark), file) == sizeof(mark) &&
		     memcmp(mark, "TZif", sizeof(mark)) == 0;
	(void)fclose(file);
	return known;
}

/* The C library knows one zone at a time, that of TZ. What was there before is
 * put back at once: nobody else sees the change, in a process of one thread.
 * tzset() reads the file only where the zone is not the one of last time. */
static void convert(const char *zone, time_t t, struct tm *ret_tm)
{
	const char *was = getenv("TZ");
	char *kept = was ? strdup(was) : NULL;
	char name[ZONE_MAX + 2];

	(void)snprintf(name, sizeof(name), ":%s", zone);
	(void)setenv("TZ", name, 1);
	tzset();
	(void)localtime_r(&t, ret_tm);
	if (kept)
		(void)setenv("TZ", kept, 1);
	else
		(void)unsetenv("TZ");
	free(kept);
}

struct local clock_local(const char *zone, struct wall t)
{
	time_t seconds = (time_t)t.s;
	struct tm tm = { 0 };

	if (strcmp(zone, "UTC") == 0)
		(void)gmtime_r(&seconds, &tm);
	else
		convert(zone, seconds, &tm);
	return (struct local){
		.weekday = (unsigned)(tm.tm_wday + 6) % 7,
		.second = (unsigned)(tm.tm_hour * 3600 + tm.tm_min * 60 +
				     tm.tm_sec),
	};
}
