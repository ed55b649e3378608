/* SPDX-License-Identifier: BSD-3-Clause */
/* clock.c - the one place that reads a clock. */
#include "base/clock.h"

#include "base/zoneinfo.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ZONE_DIR "/usr/share/zoneinfo/"
#define ZONE_MAX 64 /* the longest has 32 characters */
/* The largest has 4 kilobytes. */
#define ZONE_BYTES_MAX 32768

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

/* The compiled zone, as the database keeps it. */
static bool read_zone(const char *zone, uint8_t *ret_bytes, size_t *ret_len)
{
	char path[sizeof(ZONE_DIR) + ZONE_MAX];
	ssize_t count;
	int fd;

	if (!is_zone_name(zone))
		return false;
	(void)snprintf(path, sizeof(path), ZONE_DIR "%s", zone);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	count = read(fd, ret_bytes, ZONE_BYTES_MAX);
	(void)close(fd);
	*ret_len = count > 0 ? (size_t)count : 0;
	return count > 0;
}

static bool zone_offset(const char *zone, struct wall t, int64_t *ret_offset_s)
{
	uint8_t bytes[ZONE_BYTES_MAX];
	size_t len;

	return read_zone(zone, bytes, &len) &&
	       zoneinfo_offset(bytes, len, t, ret_offset_s);
}

bool clock_knows_zone(const char *zone)
{
	int64_t offset_s;

	return strcmp(zone, "UTC") == 0 ||
	       zone_offset(zone, (struct wall){ 0 }, &offset_s);
}

struct local clock_local(const char *zone, struct wall t)
{
	int64_t offset_s = 0;

	if (strcmp(zone, "UTC") != 0)
		(void)zone_offset(zone, t, &offset_s); /* 0 where it fails */
	return window_local(t, offset_s);
}
