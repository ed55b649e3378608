// SPDX-License-Identifier: BSD-3-Clause
// time.js - moments and spans as people read them. Pure: now is an argument.
// Times are seconds since 1970; null is "never".

const MINUTE = 60, HOUR = 3600, DAY = 86400;

/** Seconds of an RFC 3339 time; null for null and for nonsense. */
export function seconds(text) {
	const ms = text ? Date.parse(text) : NaN;
	return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}

/** "3d 4h", "4h 5m", "5m", "20s": two units at most, never rounded up, so
 * that nobody believes to have more time than there is. */
export function span(s) {
	s = Math.floor(Math.abs(s));
	if (s < MINUTE) return `${s}s`;
	if (s < HOUR) return `${Math.floor(s / MINUTE)}m`;
	if (s < DAY) return pair(s, HOUR, "h", MINUTE, "m");
	if (s < 30 * DAY) return pair(s, DAY, "d", HOUR, "h");
	return `${Math.floor(s / DAY)}d`;
}

function pair(s, large, one, small, two) {
	const rest = Math.floor((s % large) / small);
	return `${Math.floor(s / large)}${one}${rest ? ` ${rest}${two}` : ""}`;
}

/** "in 3d 4h", "5m ago", "now". */
export function relative(at, now) {
	if (at === null) return "never";
	if (Math.abs(at - now) < 3) return "now"; // two clocks, rounded
	return at > now ? `in ${span(at - now)}` : `${span(now - at)} ago`;
}

/** "2026-11-22 10:00 UTC". */
export function utc(at) {
	if (at === null) return "never";
	const text = new Date(at * 1000).toISOString();
	return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}

const SHORTEST = 10 * MINUTE, LONGEST = 30 * DAY;

/** Where a span lies on the runway, 0 (10 minutes or less) to 1 (30 days or
 * more): the logarithm, because an hour matters on the last day only. */
export function runway(s) {
	if (s <= SHORTEST) return 0;
	if (s >= LONGEST) return 1;
	return Math.log(s / SHORTEST) / Math.log(LONGEST / SHORTEST);
}
