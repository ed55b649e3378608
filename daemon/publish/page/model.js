// SPDX-License-Identifier: BSD-3-Clause
// model.js - what the page says about a state file. Pure: values in, values
// out; now (seconds) is an argument. tests/page/ runs it without a browser.

import {relative, seconds, span, utc} from "./time.js";

/** A row of a table of ours: what a file says ("constructor") may be the name of
 * what every object has. */
const row = (rows, key) => Object.hasOwn(rows, key) ? rows[key] : undefined;

const isObject = value => typeof value === "object" && value !== null;

/** Whether what was fetched is a state: a proxy may answer for the daemon, and
 * with JSON of its own. */
export function isState(value) {
	return isObject(value) && isObject(value.daemon) && isObject(value.summary?.zones) &&
		Array.isArray(value.summary.runway) && Array.isArray(value.zones) &&
		value.zones.every(z => isObject(z) && typeof z.zone === "string");
}

/** What stands for a verdict: never a colour alone. */
export const VERDICTS = {
	critical: {glyph: "\u2716", word: "critical"},
	unknown: {glyph: "?", word: "unknown"},
	warning: {glyph: "\u25B2", word: "warning"},
	info: {glyph: "i", word: "info"},
	ok: {glyph: "\u2714", word: "ok"},
};

/** Unknown is a verdict of its own: what this page does not know is no
 * better. */
export function verdictOf(zone) {
	return row(VERDICTS, zone.verdict) || VERDICTS.unknown;
}

const isUnknown = zone => verdictOf(zone) === VERDICTS.unknown;

/** The buckets of the runway, as the daemon counts them. */
export const BUCKETS = [
	{name: "now", below: 0},
	{name: "<1h", below: 3600},
	{name: "1-6h", below: 6 * 3600},
	{name: "6-24h", below: 86400},
	{name: "1-3d", below: 3 * 86400},
	{name: "3-7d", below: 7 * 86400},
	{name: "7-14d", below: 14 * 86400},
	{name: "14d and more", below: Infinity},
];

export function bucketOf(zone, now) {
	if (isUnknown(zone)) return "unknown";
	const at = seconds(zone.breaks_at);
	if (at === null) return "14d and more";
	if (at <= now) return "now";
	return BUCKETS.slice(1).find(b => at - now < b.below || b.below === Infinity).name;
}

/** Fails now; unknown behind it; then the soonest. */
export function bySoonest(now) {
	const rank = zone => {
		const at = seconds(zone.breaks_at);
		if (at !== null && at <= now) return 0;
		return isUnknown(zone) ? 1 : 2;
	};
	// Without a date rows would change places with each look at them.
	const time = zone => undated(zone) && rank(zone) === 0 ? Number.MAX_VALUE
		: seconds(zone.breaks_at) ?? Infinity;
	return (a, b) => rank(a) - rank(b) || (time(a) === time(b) ? 0 : time(a) - time(b)) ||
		(a.zone < b.zone ? -1 : a.zone > b.zone ? 1 : 0);
}

/** Whether a zone has what the reader looks for: each word is in its name, in
 * a fault's id or in a label ("team=dns"). */
export function matches(zone, words) {
	const text = [zone.zone, zone.verdict, zone.security, zone.breaks_because,
		...(zone.findings || []).map(f => f.id),
		...Object.entries(zone.labels || {}).map(([k, v]) => `${k}=${v}`)]
		.join(" ").toLowerCase();
	return words.every(word => text.includes(word));
}

/** The rows to show: those of a bucket (null: all) with the words, soonest
 * first. */
export function select(state, {bucket, search}, now) {
	const words = (search || "").toLowerCase().split(/\s+/).filter(Boolean);
	return state.zones
		.filter(z => (!bucket || bucketOf(z, now) === bucket) && matches(z, words))
		.sort(bySoonest(now));
}

const zones = n => n === 1 ? "1 zone" : `${n.toLocaleString("en")} zones`;

function runwayCount(state, names) {
	return state.summary.runway
		.filter(b => names.includes(b.bucket))
		.reduce((sum, b) => sum + b.zones, 0);
}

/** The page's first sentence: what fails, what fails next, what is not known. */
export function sentence(state, now) {
	const failing = runwayCount(state, ["now"]);
	const soon = runwayCount(state, ["<1h", "1-6h", "6-24h"]);
	const unknown = state.summary.zones.unknown;
	const parts = [];
	if (failing) parts.push(`${zones(failing)} ${failing === 1 ? "fails" : "fail"} now`);
	if (soon) parts.push(`${failing ? `${soon} more` : zones(soon)} ` +
		`${soon === 1 ? "fails" : "fail"} within 24 h`);
	if (unknown) parts.push(`${zones(unknown)} unknown`);
	if (parts.length) return parts.join(", ");
	return calm(state, now);
}

function calm(state, now) {
	const total = state.summary.zones.total;
	if (total === 0) return "No zone is watched";
	const next = state.zones.map(z => ({at: seconds(z.breaks_at), zone: z.zone}))
		.filter(z => z.at !== null).sort((a, b) => a.at - b.at)[0];
	return `No zone of ${total.toLocaleString("en")} fails` + (next
		? `; the soonest would ${relative(next.at, now)}: ${next.zone}` : "");
}

/** How bad it is all in all: what title and icon show. */
export function mood(state) {
	if (runwayCount(state, ["now"])) return "critical";
	if (state.summary.zones.critical) return "critical";
	if (state.summary.zones.unknown) return "unknown";
	return state.summary.zones.warning ? "warning" : "ok";
}

/** Since when the data is too old to be believed, or null. */
export function staleFor(state, now) {
	const after = seconds(state.stale_after);
	return after === null || now > after ? now - seconds(state.generated_at) : null;
}

/** Every moment at which something of the zone ends, with its cause. */
export function deadlines(zone) {
	const found = (zone.findings || [])
		.filter(f => f.deadline)
		.map(f => ({at: seconds(f.deadline), cause: f.id}));
	for (const c of zone.countdowns || [])
		found.push({at: seconds(c.expires_at), cause: `RRSIG ${c.type}`});
	const seen = new Set();
	return found.filter(d => {
		const key = `${d.at} ${d.cause}`;
		return d.at !== null && !seen.has(key) && seen.add(key);
	}).sort((a, b) => a.at - b.at);
}

/** Whether it fails since nobody knows when: its own time is then only that of
 * a look that saw it fail. */
function undated(zone) {
	const at = seconds(zone.breaks_at);
	const checked = seconds(zone.checked_at);
	return at !== null && (checked === null || at <= checked) &&
		!(zone.findings || []).some(f => seconds(f.deadline) === at);
}

/** "failing for 3h", "failing now", "in 3d 4h". */
export function countdown(zone, now) {
	const at = seconds(zone.breaks_at);
	if (isUnknown(zone)) return "unknown";
	if (at === null) return "no deadline known";
	if (at > now) return relative(at, now);
	return undated(zone) ? "failing now" : `failing for ${span(now - at)}`;
}

const isWell = zone => zone.verdict === "ok" || zone.verdict === "info";
const isNews = zone => (zone.findings || []).some(f => f.id === zone.breaks_because);

/** The same as a sentence, with the moment itself: nobody hovers on a phone.
 * What breaks one day and is no finding is no news. */
export function outlook(zone, now) {
	const at = seconds(zone.breaks_at);
	if (zone.verdict === "unknown" || at === null || (at <= now && undated(zone)))
		return countdown(zone, now);
	if (at <= now) return `failing for ${span(now - at)}, since ${utc(at)}`;
	if (isNews(zone)) return `fails ${relative(at, now)}, at ${utc(at)}`;
	return `${isWell(zone) ? "nothing ends" : "no deadline"} for ${span(at - now)}, ` +
		`until ${utc(at)}`;
}

/** What stands before the fault by which it breaks, or will one day. */
export function beforeCause(zone, now) {
	const at = seconds(zone.breaks_at);
	return at !== null && at > now && !isNews(zone) ? "then " : "because of ";
}

/** What a row says that it breaks by: a zone that is well has no fault. */
export function causeOf(zone) {
	if (zone.verdict === "unknown") return zone.unknown_because || "not measured yet";
	if (isWell(zone) && zone.breaks_because === "rrsig-expiring") return "end of a signature";
	return zone.breaks_because || zone.findings?.[0]?.id || "\u2013";
}

/** "www" under example.com., "@" for itself; what is elsewhere stays whole. */
export function relativeName(name, zone) {
	if (name === zone) return "@";
	return zone !== "." && name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name;
}

/**
 * The signatures of a zone as a matrix.
 * @return {servers: [{host, address}], rows: [{name, cells: [{tag, expires}] by
 * server}]}, rows by the soonest end.
 */
export function matrix(zone) {
	const servers = [...new Set((zone.countdowns || []).map(c => c.server))].sort();
	const rows = new Map();
	for (const c of zone.countdowns || []) {
		const name = `${relativeName(c.owner, zone.zone)} ${c.type}`;
		if (!rows.has(name)) rows.set(name, {name, cells: servers.map(() => [])});
		rows.get(name).cells[servers.indexOf(c.server)]
			.push({tag: c.key_tag, expires: seconds(c.expires_at)});
	}
	const soonest = row => Math.min(...row.cells.flat().map(c => c.expires));
	return {servers: servers.map(server => serverNames(server, zone.zone)),
		rows: [...rows.values()].sort((a, b) => soonest(a) - soonest(b))};
}

/** "ns1.example.com. (192.0.2.1)" in its two parts. */
function serverNames(server, zone) {
	const match = /^(\S+) \((.+)\)$/.exec(server || "");
	return match ? {host: relativeName(match[1], zone), address: match[2]}
		: {host: server || "?", address: ""};
}

const ALGORITHMS = {5: "RSASHA1", 7: "RSASHA1-NSEC3", 8: "RSASHA256", 10: "RSASHA512",
	13: "ECDSAP256", 14: "ECDSAP384", 15: "ED25519", 16: "ED448"};
const DIGESTS = {1: "SHA-1", 2: "SHA-256", 4: "SHA-384"};
const named = names => number => row(names, number)
	? `${number} ${row(names, number)}` : String(number);

/** "13 ECDSAP256". */
export const algorithm = named(ALGORITHMS);
export const digestType = named(DIGESTS);

const LINK_VERDICTS = {secure: "ok", insecure: "info", bogus: "critical", failing: "critical"};
const LINK_DS = {anchor: "trust starts here", matches: "the DS matches a key",
	mismatch: "no DS matches a key", none: "no DS: nobody checks below"};

/** The chain from the root: {zone, security, verdict, broken, facts}. */
export function linksOf(zone) {
	return (zone.chain || []).map(l => {
		const verdict = row(LINK_VERDICTS, l.security) || "unknown";
		const asked = l.servers_asked && `${l.servers_answered} of ${l.servers_asked} servers answer`;
		return {zone: l.zone, security: l.security, verdict, word: verdict,
			broken: l.first_broken, facts: [row(LINK_DS, l.ds), asked].filter(Boolean)};
	});
}

const KINDS = {ds: "DS", dnskey: "Keys", ns: "Name servers", security: "Validators say"};

/** An item of a version as people read it; the whole of it is behind that. */
function itemText(what, item) {
	const ds = what === "ds" && /^(\d+) (\d+) (\d+) /.exec(item);
	const key = what === "dnskey" && /^(\d+)\/(\d+)\/(\d+)/.exec(item);
	if (ds) return `${ds[1]}, ${algorithm(ds[2])}, ${digestType(ds[3])}`;
	if (key) return `${key[3]}, flags ${key[1]}, ${algorithm(key[2])}`;
	return item;
}

const itemsOf = value => value.split(",").map(i => i.trim()).filter(Boolean);

/**
 * The history with what came and went: [{what, items: [{text, whole, added}],
 * gone: [text], first, last, current}], of each kind the newest first.
 */
export function timeline(zone) {
	const rows = zone.history || [];
	return rows.map((version, i) => {
		const older = rows[i + 1]?.what === version.what ? itemsOf(rows[i + 1].value) : null;
		const items = itemsOf(version.value);
		return {what: row(KINDS, version.what) || version.what,
			items: items.map(item => ({text: itemText(version.what, item), whole: item,
				added: older !== null && version.what !== "security" && !older.includes(item)})),
			gone: version.what === "security" ? [] : (older || []).filter(item => !items.includes(item))
				.map(item => itemText(version.what, item)),
			first: seconds(version.first_seen_at), last: seconds(version.last_seen_at),
			current: rows[i - 1]?.what !== version.what};
	});
}

const CHANGES = {
	"incident-opened": "incident opened", "incident-worsened": "incident worse",
	"incident-eased": "incident eased", "incident-closed": "incident over",
	acknowledgement: "incident", silence: "silence", verdict: "verdict",
	security: "validators", ds: "DS set", dnskey: "key set", delegation: "delegation",
	"zone-added": "zone", "zone-removed": "zone",
};

/** What a change of the portfolio is called. */
export const changeWord = what => row(CHANGES, what) || what;

/** Those in force, then those to come. */
export function silences(state) {
	return [...(state.silences || [])].sort((a, b) => Number(b.active) - Number(a.active) ||
		(seconds(a.from) ?? 0) - (seconds(b.from) ?? 0));
}

/** The silence that is shown for a zone: the first of its findings that has one,
 * where nothing of the zone is told. */
export function silenceOf(zone) {
	return zone?.silenced_until
		? zone.findings?.find(f => f.silence)?.silence || null : null;
}

const ORDER = {critical: 0, warning: 1, info: 2};

/** The incidents to show, worst and newest first. */
export function incidents(state) {
	return [...(state.incidents || [])].sort((a, b) =>
		(row(ORDER, a.severity) ?? 3) - (row(ORDER, b.severity) ?? 3) ||
		(seconds(b.opened_at) ?? 0) - (seconds(a.opened_at) ?? 0));
}

/** The incidents that a zone is a part of. */
export function incidentsOf(state, name) {
	return incidents(state).filter(i => i.zones.includes(name) || i.owner === name);
}
