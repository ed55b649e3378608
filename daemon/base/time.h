/* SPDX-License-Identifier: BSD-3-Clause */
/* time.h - wall and monotonic time as types that do not mix, and their text.
 *
 * Pure: nobody here reads a clock; clock.h does. */
#ifndef FOREWARN_BASE_TIME_H
#define FOREWARN_BASE_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wall {
	int64_t s; /* POSIX seconds, UTC; may step */
};

struct mono {
	int64_t ms; /* milliseconds, never steps; for timers only */
};

/* "Nothing is known to end": later than every real time, so that a plain
 * minimum works. Written as null in JSON. */
#define WALL_NEVER ((struct wall){ INT64_MAX })

/* "2026-11-22T10:00:00Z" and its terminating zero. */
#define WALL_TEXT_SIZE 24
/* "13d 23h" and its terminating zero. */
#define DURATION_TEXT_SIZE 32

static inline bool wall_is_never(struct wall t)
{
	return t.s == INT64_MAX;
}

static inline struct wall wall_add(struct wall t, int64_t s)
{
	return wall_is_never(t) ? t : (struct wall){ t.s + s };
}

static inline struct wall wall_min(struct wall a, struct wall b)
{
	return a.s < b.s ? a : b;
}

static inline struct wall wall_max(struct wall a, struct wall b)
{
	return a.s > b.s ? a : b;
}

/** Seconds from @p a to @p b. Neither may be WALL_NEVER. */
static inline int64_t wall_diff(struct wall a, struct wall b)
{
	return b.s - a.s;
}

/** RFC 3339 in UTC, whole seconds; "never" for WALL_NEVER. Years outside 0 to
 * 9999 are clamped. @return @p ret_text. */
const char *wall_format(struct wall t, char ret_text[WALL_TEXT_SIZE]);

/** Read RFC 3339 ("...Z" or a numeric offset, fractions ignored).
 * @return false and nothing written on anything else. */
bool wall_parse(const char *text, struct wall *ret_t);

/** Days since 1970-01-01 of a date, @p month from 1; the year of a moment in
 * seconds since then. Both in the proleptic Gregorian calendar. */
int64_t civil_days(int64_t year, int month, int day);
int64_t civil_year(int64_t s);

/** The two greatest units of a length in seconds: "2d 4h", "15m", "0s";
 * negative lengths carry a minus. @return @p ret_text. */
const char *duration_format(int64_t s, char ret_text[DURATION_TEXT_SIZE]);

/** Read "90s", "15m", "6h", "14d", "2w" and sums of them, "1h30m" or "1h 30m".
 * A bare number but 0 is refused: its unit would be a guess.
 * @return false and nothing written on anything else or past 100 years. */
bool duration_parse(const char *text, int64_t *ret_s);

#endif
