/* SPDX-License-Identifier: BSD-3-Clause */
/* time.c - the text forms of times and lengths of time. */
#include "base/time.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define DAY_S 86400
/* No length in this program has a use beyond a century. */
#define DURATION_MAX_S ((int64_t)100 * 366 * DAY_S)

/* Years begin in March so that the leap day is the last of its year. */
int64_t civil_days(int64_t year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void civil_from_days(int64_t days, int64_t *ret_year, int *ret_month,
			    int *ret_day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*ret_day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*ret_month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*ret_year = yoe + era * 400 + (*ret_month <= 2);
}

/* Rounded down, before 1970 too. */
static int64_t days_of(int64_t s)
{
	return s / DAY_S - (s % DAY_S < 0);
}

int64_t civil_year(int64_t s)
{
	int64_t year;
	int month, day;

	civil_from_days(days_of(s), &year, &month, &day);
	return year;
}

const char *wall_format(struct wall t, char ret_text[WALL_TEXT_SIZE])
{
	static const int64_t year_0 = -62167219200, year_9999 = 253402300799;
	int64_t s = t.s, year;
	int month, day;

	if (wall_is_never(t)) {
		memcpy(ret_text, "never", sizeof("never"));
		return ret_text;
	}
	s = s < year_0 ? year_0 : s > year_9999 ? year_9999 : s;
	int64_t days = days_of(s), rest = s - days * DAY_S;
	civil_from_days(days, &year, &month, &day);
	(void)snprintf(ret_text, WALL_TEXT_SIZE,
		       "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)year % 10000,
		       (unsigned)month % 100, (unsigned)day % 100,
		       (unsigned)(rest / 3600) % 100,
		       (unsigned)(rest / 60 % 60), (unsigned)(rest % 60));
	return ret_text;
}

/* Read exactly @p digits digits, then the byte @p after (0: do not look). */
static bool take_number(const char **at, int digits, char after, int *ret)
{
	int value = 0;

	for (int i = 0; i < digits; i++) {
		if (!isdigit((unsigned char)**at))
			return false;
		value = value * 10 + (*(*at)++ - '0');
	}
	if (after && *(*at)++ != after)
		return false;
	*ret = value;
	return true;
}

/* RFC 3339 5.6: "Z", "+hh:mm" or "-hh:mm", and nothing behind it. */
static bool take_offset(const char *at, int64_t *ret_s)
{
	int sign = *at == '-' ? -1 : 1, hours, minutes;

	if (*at == 'Z' || *at == 'z') {
		*ret_s = 0;
		return at[1] == '\0';
	}
	if (*at != '+' && *at != '-')
		return false;
	at++;
	if (!take_number(&at, 2, ':', &hours) ||
	    !take_number(&at, 2, 0, &minutes) || *at || hours > 23 ||
	    minutes > 59)
		return false;
	*ret_s = sign * (hours * 3600 + minutes * 60);
	return true;
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

bool wall_parse(const char *text, struct wall *ret_t)
{
	int year, month, day, hour, minute, second;
	const char *at = text;
	int64_t offset_s;

	if (!take_number(&at, 4, '-', &year) ||
	    !take_number(&at, 2, '-', &month) ||
	    !take_number(&at, 2, 0, &day) ||
	    (*at != 'T' && *at != 't' && *at != ' '))
		return false;
	at++;
	if (!take_number(&at, 2, ':', &hour) ||
	    !take_number(&at, 2, ':', &minute) ||
	    !take_number(&at, 2, 0, &second))
		return false;
	if (*at == '.')
		do
			at++;
		while (isdigit((unsigned char)*at));
	if (!take_offset(at, &offset_s) || month < 1 || month > 12 || day < 1 ||
	    day > month_days(year, month) || hour > 23 || minute > 59 ||
	    second > 60)
		return false;
	ret_t->s = civil_days(year, month, day) * DAY_S + hour * 3600 +
		   minute * 60 + second - offset_s;
	return true;
}

static const struct {
	char unit;
	int64_t s;
} units[] = {
	{ 'w', 7 * DAY_S }, { 'd', DAY_S }, { 'h', 3600 },
	{ 'm', 60 },	    { 's', 1 },
};

const char *duration_format(int64_t s, char ret_text[DURATION_TEXT_SIZE])
{
	uint64_t left = s < 0 ? -(uint64_t)s : (uint64_t)s;
	size_t len = 0;

	if (s < 0)
		ret_text[len++] = '-';
	/* Weeks are for reading only: "13d" is easier to compare than "1w 6d".
	 */
	for (size_t i = 1; i < sizeof(units) / sizeof(units[0]); i++) {
		uint64_t count = left / (uint64_t)units[i].s;

		if (count == 0 && !(units[i].s == 1 && len <= (s < 0)))
			continue;
		left %= (uint64_t)units[i].s;
		len += (size_t)snprintf(
			ret_text + len, DURATION_TEXT_SIZE - len, "%llu%c",
			(unsigned long long)count, units[i].unit);
		/* One more unit, if the very next one is not zero. */
		if (units[i].s == 1 || left / (uint64_t)units[i + 1].s == 0)
			break;
		(void)snprintf(
			ret_text + len, DURATION_TEXT_SIZE - len, " %llu%c",
			(unsigned long long)(left / (uint64_t)units[i + 1].s),
			units[i + 1].unit);
		break;
	}
	return ret_text;
}

static int64_t unit_seconds(char unit)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].unit == unit)
			return units[i].s;
	return 0;
}

bool duration_parse(const char *text, int64_t *ret_s)
{
	int64_t total = 0;

	if (strcmp(text, "0") == 0) {
		*ret_s = 0;
		return true;
	}
	do {
		int64_t count = 0, unit;

		if (!isdigit((unsigned char)*text))
			return false;
		while (isdigit((unsigned char)*text)) {
			count = count * 10 + (*text++ - '0');
			if (count > DURATION_MAX_S)
				return false;
		}
		unit = unit_seconds(*text);
		if (unit == 0)
			return false;
		text++;
		/* count and unit are both bounded, so this cannot overflow. */
		total += count * unit;
		if (total > DURATION_MAX_S)
			return false;
		while (*text == ' ')
			text++;
	} while (*text);
	*ret_s = total;
	return true;
}
