/* SPDX-License-Identifier: BSD-3-Clause */
/* zoneinfo_rule.c - a POSIX TZ string, with what RFC 9636 3.3.1 adds to it:
 * "CET-1CEST,M3.5.0,M10.5.0/3". */
#include "base/zoneinfo.h"

#define DAY_S  86400
#define HOUR_S 3600

/* What is left of the string. */
struct words {
	const char *at, *end;
};

/* One change a year. */
struct change {
	char form; /* 'M', 'J', or 'n' for days from 0 */
	int64_t month, week, day;
	int64_t time_s; /* of that day, may be before or behind it */
};

static bool take(struct words *from, char c)
{
	if (from->at == from->end || *from->at != c)
		return false;
	from->at++;
	return true;
}

static bool take_number(struct words *from, int64_t most, int64_t *ret)
{
	const char *first = from->at;
	int64_t value = 0;

	while (from->at < from->end && *from->at >= '0' && *from->at <= '9' &&
	       value <= most)
		value = value * 10 + (*from->at++ - '0');
	*ret = value;
	return from->at > first && value <= most;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "CET" or "<+0330>"; what it is called does not matter here. */
static bool take_name(struct words *from)
{
	const char *first = from->at;

	if (take(from, '<')) {
		while (from->at < from->end && *from->at != '>')
			from->at++;
		return take(from, '>');
	}
	while (from->at < from->end && is_letter(*from->at))
		from->at++;
	return from->at - first >= 3;
}

/* "[+-]h[:mm[:ss]]"; hours up to 167. */
static bool take_time(struct words *from, int64_t *ret_s)
{
	int64_t sign = 1, hours, minutes = 0, seconds = 0;

	if (take(from, '-'))
		sign = -1;
	else
		(void)take(from, '+'); /* may be left out */
	if (!take_number(from, 167, &hours) ||
	    (take(from, ':') &&
	     (!take_number(from, 59, &minutes) ||
	      (take(from, ':') && !take_number(from, 59, &seconds)))))
		return false;
	*ret_s = sign * (hours * HOUR_S + minutes * 60 + seconds);
	return true;
}

static bool take_date(struct words *from, struct change *ret)
{
	if (take(from, 'M')) {
		ret->form = 'M';
		return take_number(from, 12, &ret->month) && ret->month > 0 &&
		       take(from, '.') && take_number(from, 5, &ret->week) &&
		       ret->week > 0 && take(from, '.') &&
		       take_number(from, 6, &ret->day);
	}
	ret->form = take(from, 'J') ? 'J' : 'n';
	return take_number(from, 365, &ret->day);
}

/* ",M3.5.0/2" */
static bool take_change(struct words *from, struct change *ret)
{
	ret->time_s = 2 * (int64_t)HOUR_S;
	return take(from, ',') && take_date(from, ret) &&
	       (!take(from, '/') || take_time(from, &ret->time_s));
}

/* The day of a change in @p year, as days since 1970. */
static int64_t day_of(const struct change *change, int64_t year)
{
	int64_t first = civil_days(year, 1, 1), day;
	bool leap = civil_days(year, 3, 1) - first == 60;

	if (change->form == 'n')
		return first + change->day;
	if (change->form == 'J') /* from 1, and no 29 February */
		return first + change->day - 1 + (leap && change->day > 59);
	/* Day 0 of 1970 was a Thursday; these weeks begin on Sunday. */
	first = civil_days(year, (int)change->month, 1);
	day = first + (change->day - (first + 4) % 7 + 7) % 7 +
	      7 * (change->week - 1);
	/* The fifth is the last, be it the fourth. */
	return day < civil_days(year + change->month / 12,
				(int)(change->month % 12) + 1, 1)
		       ? day
		       : day - 7;
}

bool zoneinfo_rule_offset(const char *rule, size_t len, struct wall at,
			  int64_t *ret_offset_s)
{
	struct words left = { rule, rule + len };
	int64_t standard_s, summer_s, begins_s, ends_s;
	struct change begins, ends;

	if (!take_name(&left) || !take_time(&left, &standard_s))
		return false;
	if (left.at == left.end) {
		*ret_offset_s = -standard_s; /* POSIX counts westward */
		return true;
	}
	summer_s = standard_s - HOUR_S;
	if (!take_name(&left) ||
	    (left.at < left.end && *left.at != ',' &&
	     !take_time(&left, &summer_s)) ||
	    !take_change(&left, &begins) || !take_change(&left, &ends) ||
	    left.at != left.end)
		return false;
	/* By the year of standard time: no change is near new year's night
	 * but where summer time lasts all year, and there both agree. */
	int64_t year = civil_year(at.s - standard_s);
	/* Each change is at a moment of the time that it ends. */
	begins_s = day_of(&begins, year) * DAY_S + begins.time_s + standard_s;
	ends_s = day_of(&ends, year) * DAY_S + ends.time_s + summer_s;
	bool summer = begins_s < ends_s ? at.s >= begins_s && at.s < ends_s
					: at.s >= begins_s || at.s < ends_s;
	*ret_offset_s = summer ? -summer_s : -standard_s;
	return true;
}
