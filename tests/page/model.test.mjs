// SPDX-License-Identifier: BSD-3-Clause
// model.test.mjs - what the page says, without a browser: node --test.
import assert from "node:assert/strict";
import {test} from "node:test";

import * as model from "../../daemon/publish/page/model.js";
import * as time from "../../daemon/publish/page/time.js";

const NOW = time.seconds("2026-11-22T12:00:00Z");
const at = s => new Date((NOW + s) * 1000).toISOString();
const HOUR = 3600, DAY = 86400;

const zone = (name, more = {}) => ({zone: name, verdict: "ok", security: "secure",
	breaks_at: null, breaks_because: null, findings: [], countdowns: [], labels: {}, ...more});

const BUCKETS = ["now", "<1h", "1-6h", "6-24h", "1-3d", "3-7d", "7-14d", "14d and more",
	"unknown"];

function state(zones) {
	const count = verdict => zones.filter(z => z.verdict === verdict).length;
	return {zones, incidents: [], generated_at: at(0), stale_after: at(60),
		summary: {
			zones: {ok: count("ok"), info: 0, warning: count("warning"),
				critical: count("critical"), unknown: count("unknown"), total: zones.length},
			runway: BUCKETS.map(bucket => ({bucket,
				zones: zones.filter(z => model.bucketOf(z, NOW) === bucket).length})),
		}};
}

const failing = zone("a.example.", {verdict: "critical", breaks_at: at(-HOUR)});
const soon = zone("b.example.", {verdict: "critical", breaks_at: at(2 * HOUR)});
const later = zone("c.example.", {verdict: "warning", breaks_at: at(3 * DAY),
	breaks_because: "rrsig-expiring", labels: {team: "dns"}});
const unknown = zone("d.example.", {verdict: "unknown"});
const well = zone("e.example.");

test("spans are never rounded up", () => {
	for (const [s, text] of [[0, "0s"], [59, "59s"], [60, "1m"], [3599, "59m"], [3600, "1h"],
		[3660, "1h 1m"], [86399, "23h 59m"], [86400, "1d"], [90000, "1d 1h"],
		[30 * DAY, "30d"], [400 * DAY, "400d"]])
		assert.equal(time.span(s), text);
});

const rrsig = {id: "rrsig-expired", deadline: at(-HOUR)};
const AGO = "2026-11-22 11:00 UTC", THEN = "2026-11-25 12:00 UTC";
// name, zone, countdown, outlook, before the cause, cause in a row
const outlooks = [
	["failing since a date", {verdict: "critical", breaks_at: at(-HOUR), checked_at: at(-9),
		breaks_because: "rrsig-expired", findings: [rrsig]},
	"failing for 1h", `failing for 1h, since ${AGO}`, "because of ", "rrsig-expired"],
	["failing since nobody knows when", {verdict: "critical", breaks_at: at(-60), checked_at: at(-9),
		breaks_because: "rrsig-invalid", findings: [{id: "rrsig-invalid", deadline: null}]},
	"failing now", "failing now", "because of ", "rrsig-invalid"],
	["will fail", {verdict: "critical", breaks_at: at(3 * DAY), breaks_because: "rrsig-expiring",
		findings: [{id: "rrsig-expiring", deadline: at(3 * DAY)}]},
	"in 3d", `fails in 3d, at ${THEN}`, "because of ", "rrsig-expiring"],
	["warned of something else", {verdict: "warning", breaks_at: at(3 * DAY),
		breaks_because: "rrsig-expiring", findings: [{id: "auth-servfail", deadline: null}]},
	"in 3d", `no deadline for 3d, until ${THEN}`, "then ", "rrsig-expiring"],
	["well", {verdict: "ok", breaks_at: at(3 * DAY), breaks_because: "rrsig-expiring"},
		"in 3d", `nothing ends for 3d, until ${THEN}`, "then ", "end of a signature"],
	["not signed", {verdict: "ok"}, "no deadline known", "no deadline known", "because of ",
		"\u2013"],
	["not measured", {verdict: "unknown", unknown_because: "no network"},
		"unknown", "unknown", "because of ", "no network"],
	["new", {verdict: "unknown"}, "unknown", "unknown", "because of ", "not measured yet"],
];

for (const [name, more, left, sentence, before, cause] of outlooks)
	test(`when it fails: ${name}`, () => {
		const z = zone("a.", more);
		assert.equal(model.countdown(z, NOW), left);
		assert.equal(model.outlook(z, NOW), sentence);
		assert.equal(model.beforeCause(z, NOW), before);
		assert.equal(model.causeOf(z), cause);
	});

test("what fails without a date keeps its place, behind what has one", () => {
	const bare = (name, s) => zone(name, {verdict: "critical", breaks_at: at(-s), checked_at: at(0)});
	const dated = zone("z.", {verdict: "critical", breaks_at: at(-HOUR), checked_at: at(0),
		findings: [rrsig]});
	const order = zones => zones.sort(model.bySoonest(NOW)).map(z => z.zone);
	assert.deepEqual(order([bare("b.", 9), dated, bare("a.", 3)]), ["z.", "a.", "b."]);
	assert.deepEqual(order([bare("b.", 3), bare("a.", 9), dated]), ["z.", "a.", "b."]);
});

test("nonsense is no time", () => {
	assert.equal(time.seconds("soon"), null);
	assert.equal(time.seconds(null), null);
	assert.equal(time.relative(null, NOW), "never");
});

test("the runway is logarithmic, and has ends", () => {
	assert.equal(time.runway(-1), 0);
	assert.equal(time.runway(600), 0);
	assert.equal(time.runway(30 * DAY), 1);
	assert.equal(time.runway(400 * DAY), 1);
	assert.ok(Math.abs(time.runway(Math.sqrt(600 * 30 * DAY)) - 0.5) < 1e-9);
});

test("zones fall into the daemon's buckets", () => {
	for (const [s, bucket] of [[-1, "now"], [0, "now"], [1, "<1h"], [HOUR, "1-6h"],
		[6 * HOUR, "6-24h"], [DAY, "1-3d"], [3 * DAY, "3-7d"], [7 * DAY, "7-14d"],
		[14 * DAY, "14d and more"]])
		assert.equal(model.bucketOf(zone("x.", {breaks_at: at(s)}), NOW), bucket);
	assert.equal(model.bucketOf(well, NOW), "14d and more");
	assert.equal(model.bucketOf(unknown, NOW), "unknown");
});

test("the sentence says what fails, what is next, what is not known", () => {
	for (const [zones, text] of [
		[[failing, well], "1 zone fails now"],
		[[failing, soon, well], "1 zone fails now, 1 more fails within 24 h"],
		[[soon], "1 zone fails within 24 h"],
		[[failing, failing, soon, soon, unknown],
			"2 zones fail now, 2 more fail within 24 h, 1 zone unknown"],
		[[unknown, well], "1 zone unknown"],
		[[later, well], "No zone of 2 fails; the soonest would in 3d: c.example."],
		[[well], "No zone of 1 fails"],
		[[], "No zone is watched"],
	])
		assert.equal(model.sentence(state(zones), NOW), text);
});

test("what fails comes first, what is unknown right behind it", () => {
	const order = model.select(state([well, later, unknown, soon, failing]), {}, NOW);
	assert.deepEqual(order.map(z => z.zone[0]), ["a", "d", "b", "c", "e"]);
});

test("search finds names, faults and labels; all words must fit", () => {
	const all = state([failing, later, well]);
	for (const [search, found] of [["c.ex", "c"], ["team=dns", "c"], ["RRSIG-expiring", "c"],
		["example", "ace"], ["example team", "c"], ["nothing", ""], ["  ", "ace"]])
		assert.equal(model.select(all, {search}, NOW).map(z => z.zone[0]).join(""), found);
	assert.equal(model.select(all, {bucket: "now"}, NOW).length, 1);
});

test("old data is told, and data without a date is old", () => {
	const good = state([well]);
	assert.equal(model.staleFor(good, NOW + 60), null);
	assert.equal(model.staleFor(good, NOW + 61), 61);
	assert.notEqual(model.staleFor({...good, stale_after: "?"}, NOW), null);
});

test("unknown verdicts of a newer daemon are unknown, never ok", () => {
	assert.equal(model.verdictOf({verdict: "sparkling"}).word, "unknown");
});

test("the matrix has a row an RRset, a column a server", () => {
	const m = model.matrix(zone("x.", {countdowns: [
		{owner: "x.", type: "SOA", server: "ns2.y. (192.0.2.2)", key_tag: 2, expires_at: at(DAY)},
		{owner: "x.", type: "SOA", server: "ns1.x. (2001:db8::1)", key_tag: 1,
			expires_at: at(DAY)},
		{owner: "www.x.", type: "A", server: "ns1.x. (2001:db8::1)", key_tag: 3,
			expires_at: at(HOUR)},
	]}));
	assert.deepEqual(m.servers, [{host: "ns1", address: "2001:db8::1"},
		{host: "ns2.y.", address: "192.0.2.2"}]);
	assert.deepEqual(m.rows.map(r => r.name), ["www A", "@ SOA"]);
	assert.deepEqual(m.rows[0].cells.map(c => c.length), [1, 0]);
});

test("incidents: the worst first, of equals the newest", () => {
	const i = (owner, severity, s) => ({owner, severity, opened_at: at(s), zones: [owner]});
	const found = model.incidents({incidents: [i("w.", "warning", 0), i("o.", "critical", -9),
		i("n.", "critical", 0)]});
	assert.deepEqual(found.map(x => x.owner), ["n.", "o.", "w."]);
});

test("names are relative to their zone, and to no other", () => {
	for (const [name, apex, text] of [["x.", "x.", "@"], ["www.x.", "x.", "www"],
		["a.b.x.", "x.", "a.b"], ["yx.", "x.", "yx."], ["www.x.", ".", "www.x."], [".", ".", "@"]])
		assert.equal(model.relativeName(name, apex), text);
});

test("the chain says what each link is, and which is broken", () => {
	const link = (name, security, ds, more) => ({zone: name, security, ds, servers_asked: 0,
		servers_answered: 0, first_broken: false, ...more});
	const links = model.linksOf(zone("x.", {chain: [link(".", "secure", "anchor"),
		link("lab.", "secure", "not measured", {servers_asked: 4, servers_answered: 3}),
		link("x.", "bogus", "mismatch", {first_broken: true}),
		link("y.x.", "of a newer daemon", "whatever")]}));
	assert.deepEqual(links.map(l => l.verdict), ["ok", "ok", "critical", "unknown"]);
	assert.deepEqual(links.map(l => l.broken), [false, false, true, false]);
	assert.deepEqual(links.map(l => l.facts), [["trust starts here"], ["3 of 4 servers answer"],
		["no DS matches a key"], []]);
	assert.deepEqual(model.linksOf(zone("x.")), []);
});

test("the history says what came and what went", () => {
	const row = (what, value, first, last) => ({what, value, ttl: null,
		first_seen_at: at(first), last_seen_at: at(last)});
	const rows = model.timeline(zone("x.", {history: [
		row("ds", "2 13 2 bb, 1 8 1 aa", -10, 0), row("ds", "1 8 1 aa, 3 13 9 cc", -90, -20),
		row("dnskey", "257/13/2/0f", -90, 0),
		row("security", "bogus", -5, 0), row("security", "secure", -90, -10)]}));
	assert.deepEqual(rows.map(r => r.what),
		["DS", "DS", "Keys", "Validators say", "Validators say"]);
	assert.deepEqual(rows.map(r => r.current), [true, false, true, true, false]);
	assert.deepEqual(rows[0].items, [
		{text: "2, 13 ECDSAP256, 2 SHA-256", whole: "2 13 2 bb", added: true},
		{text: "1, 8 RSASHA256, 1 SHA-1", whole: "1 8 1 aa", added: false}]);
	assert.deepEqual(rows[0].gone, ["3, 13 ECDSAP256, 9"]);
	assert.deepEqual([rows[1].items[0].added, rows[1].gone], [false, []]);
	assert.equal(rows[2].items[0].text, "2, flags 257, 13 ECDSAP256");
	assert.deepEqual([rows[3].items[0].added, rows[3].gone], [false, []]);
	assert.deepEqual(model.timeline(zone("x.")), []);
});

test("a zone is silenced where nothing of it is told", () => {
	const silence = {id: "7", kind: "silence", by: "alice", reason: "moves", until: at(DAY)};
	const findings = [{id: "one", silence: null}, {id: "two", silence}];
	assert.equal(model.silenceOf(zone("x.", {findings, silenced_until: null})), null);
	assert.equal(model.silenceOf(zone("x.", {findings, silenced_until: at(DAY)})), silence);
	assert.equal(model.silenceOf(undefined), null);
});

test("silences in force come first, then the next", () => {
	const s = (id, active, from) => ({id, active, from: at(from)});
	assert.deepEqual(model.silences({silences: [s("c", false, 9), s("b", false, 5),
		s("a", true, 0)]}).map(x => x.id), ["a", "b", "c"]);
	assert.deepEqual(model.silences({}), []);
});

// What every object has is no row of a table, and what is not known no better
// than unknown.
const INHERITED = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];

test("words that objects inherit are words", () => {
	for (const word of INHERITED) {
		const odd = zone(`${word}.`, {verdict: word, breaks_at: null,
			chain: [{zone: ".", security: word, ds: word}],
			labels: JSON.parse(`{"${word}": "${word}"}`),
			history: [{what: word, value: "x", first_seen_at: at(0), last_seen_at: at(0)}]});
		assert.equal(model.verdictOf(odd).word, "unknown");
		assert.equal(model.bucketOf(odd, NOW), "unknown");
		assert.equal(model.countdown(odd, NOW), "unknown");
		assert.deepEqual(model.linksOf(odd).map(l => [l.verdict, l.facts]), [["unknown", []]]);
		assert.equal(model.timeline(odd)[0].what, word);
		assert.equal(model.changeWord(word), word);
		assert.equal(model.algorithm(word), word);
		assert.ok(model.matches(odd, [word.toLowerCase()]));
		assert.deepEqual(model.select(state([odd, well]), {}, NOW).map(z => z.zone),
			[odd.zone, well.zone]);
	}
});

test("what is no state is not taken for one", () => {
	const whole = {...state([well]), daemon: {}};
	assert.ok(model.isState(whole));
	for (const [name, value] of Object.entries({
		nothing: null, text: "state", number: 1, list: [], empty: {},
		"no daemon": {...whole, daemon: null}, "no summary": {...whole, summary: {}},
		"a runway of text": {...whole, summary: {...whole.summary, runway: "x"}},
		"zones that are none": {...whole, zones: [null]},
		"zones of numbers": {...whole, zones: [1]},
		"a zone without a name": {...whole, zones: [{verdict: "ok"}]},
		"zones that are an object": {...whole, zones: {length: 1}}}))
		assert.equal(model.isState(value), false, name);
});
