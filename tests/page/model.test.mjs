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
		{owner: "x.", type: "SOA", server: "ns2", key_tag: 2, expires_at: at(DAY)},
		{owner: "x.", type: "SOA", server: "ns1", key_tag: 1, expires_at: at(DAY)},
		{owner: "x.", type: "DNSKEY", server: "ns1", key_tag: 3, expires_at: at(HOUR)},
	]}));
	assert.deepEqual(m.servers, ["ns1", "ns2"]);
	assert.deepEqual(m.rows.map(r => r.name), ["x. DNSKEY", "x. SOA"]);
	assert.deepEqual(m.rows[0].cells.map(c => c.length), [1, 0]);
});

test("incidents: the worst first, of equals the newest", () => {
	const i = (owner, severity, s) => ({owner, severity, opened_at: at(s), zones: [owner]});
	const found = model.incidents({incidents: [i("w.", "warning", 0), i("o.", "critical", -9),
		i("n.", "critical", 0)]});
	assert.deepEqual(found.map(x => x.owner), ["n.", "o.", "w."]);
});
