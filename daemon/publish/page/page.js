// SPDX-License-Identifier: BSD-3-Clause
// page.js - fetch the state now and then, draw the view that the address names.
// What is drawn is always the last good state: where it is old, the page says so.

import {h, replace} from "./dom.js";
import {isState, mood, sentence, staleFor, verdictOf} from "./model.js";
import {overview} from "./overview.js";
import {relative, seconds, span, utc} from "./time.js";
import {zonePage} from "./zone.js";

const POLL_MS = 10000, DRAW_MS = 1000;
// A plain web server beside a copied state file ignores the query and gives all.
const STATE_URL = "state.json?view=brief";

const page = {
	state: null, etag: null, trouble: null,
	clock: 0, // the server's clock less ours, in seconds
	filter: {bucket: null, search: "", rows: 0, incidents: 0, changes: false},
	detail: null, // of the zone shown, where the state is brief
	untold: null, // why there is none
};

const now = () => Math.floor(Date.now() / 1000) + page.clock;
const element = id => document.getElementById(id);

async function fetchJson(url, etag) {
	const reply = await fetch(url, {cache: "no-cache", redirect: "error",
		headers: etag ? {"If-None-Match": etag} : {}});
	if (reply.status === 304) return {same: true, reply};
	if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
	return {value: await reply.json(), reply};
}

async function poll() {
	try {
		const {same, value, reply} = await fetchJson(STATE_URL, page.etag);
		const at = Date.parse(reply.headers.get("Date") || "");
		if (!Number.isNaN(at)) page.clock = Math.round((at - Date.now()) / 1000);
		if (!same) await show(value, reply.headers.get("ETag"));
		page.trouble = null;
	} catch (error) {
		page.trouble = String(error.message || error);
	}
	setTimeout(poll, document.hidden ? 3 * POLL_MS : POLL_MS);
	drawHead();
}

/** Draw a new state; where that cannot be done, the last good one stays. */
async function show(state, etag) {
	const before = page.state;
	if (!isState(state)) throw new Error("what came is no state of a daemon");
	page.state = state;
	await pollZone();
	try {
		draw();
	} catch (error) {
		page.state = before;
		throw error;
	}
	page.etag = etag;
}

/** The name in "#zone=NAME", or null. */
function zoneShown() {
	const match = /^#zone=(.+)$/.exec(location.hash);
	try {
		return match && decodeURIComponent(match[1]);
	} catch {
		return null;
	}
}

function zoneKnown(name) {
	return page.state?.zones.find(z => z.zone === name) || null;
}

/** A brief state lacks what a zone's page needs: ask for it. */
async function pollZone() {
	const name = zoneShown();
	if (!name || !page.state?.brief || !zoneKnown(name)) return;
	try {
		const {value} = await fetchJson(`zones/${encodeURIComponent(name)}.json`);
		if (value?.zone !== name) throw new Error("what came is not about this zone");
		if (zoneShown() === name) page.detail = value;
		page.untold = null;
	} catch (error) {
		page.untold = String(error.message || error);
	}
}

function change(filter) {
	const narrows = "bucket" in filter || "search" in filter;
	Object.assign(page.filter, narrows ? {rows: 0} : {}, filter);
	draw();
}

const ICONS = { // a shape for each mood, for those who see no colours
	ok: "<circle cx='8' cy='8' r='7' fill='%23187a3c'/>",
	warning: "<path d='M8 1 15 15H1z' fill='%23b35c00'/>",
	critical: "<path d='M1 1H15V15H1z' fill='%23b3141d'/><path d='M4 4 12 12M12 4 4 12' stroke='white' stroke-width='2'/>",
	unknown: "<path d='M8 1 15 8 8 15 1 8z' fill='%23666666'/>",
};

function setIcon(name) {
	element("icon").href = "data:image/svg+xml," +
		`<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>${ICONS[name]}</svg>`;
}

function setText(target, text) {
	if (target.textContent !== text) target.textContent = text;
}

function banner(stale) {
	if (stale === null && !page.trouble) return "";
	const age = stale === null ? "" : `This is ${span(stale)} old. `;
	const why = page.trouble ? `The state cannot be fetched: ${page.trouble}.`
		: "The daemon has not written since: look at it first.";
	return `${age}${why}`;
}

/** What is drawn each second: the verdict, and whether it can be believed. */
function drawHead() {
	const state = page.state;
	const stale = state ? staleFor(state, now()) : null;
	const text = banner(stale);
	const box = element("banner");
	if (text && !box.hasAttribute("role")) box.setAttribute("role", "alert");
	if (!text) box.removeAttribute("role");
	setText(box, text);
	if (!state) return;
	const doubt = stale !== null;
	const verdict = sentence(state, now());
	setText(element("verdict"), doubt ? `Unknown now; ${span(stale)} ago: ${verdict}` : verdict);
	const failing = state.summary.runway.find(b => b.bucket === "now")?.zones || 0;
	document.title = `${doubt ? "? " : failing ? `(${failing}) ` : ""}forewarnd`;
	const name = doubt ? "unknown" : mood(state);
	document.documentElement.dataset.mood = name;
	setIcon(name);
}

function daemonLine() {
	const d = page.state.daemon;
	const faults = (d.faults || []).map(f => h("span", {class: `fault ${f.severity}`},
		`${verdictOf({verdict: f.severity}).glyph} ${f.id}: ${f.summary} `));
	return [`${d.host}, forewarnd ${d.version}, up ${span(now() - seconds(d.started_at))}; ` +
		`as of ${utc(seconds(page.state.generated_at))}, ` +
		`${relative(seconds(page.state.generated_at), now())}. `, ...faults];
}

function draw() {
	if (!page.state) return;
	const name = zoneShown();
	const zone = name && (page.detail || zoneKnown(name));
	const whole = Boolean(page.detail || !page.state.brief);
	replace(element("main"), ...(name ? zonePage(page.state, name, zone && {...zone, whole, trouble: page.untold}, now())
		: overview(page.state, page.filter, change, now())));
	document.documentElement.dataset.view = name ? "zone" : "all";
	replace(element("daemon"), ...daemonLine());
	setText(element("foot"), "Times are relative to now; hover for UTC. " +
		"forewarn explain ZONE tells more.");
	drawHead();
}

/** A part of the page that is drawn already: "#changes". */
function jump() {
	const part = /^#[a-z]+$/.test(location.hash) ? element(location.hash.slice(1)) : null;
	part?.focus();
	return Boolean(part);
}

/** Show at once what is known, then the details: the focus moves before the
 * reader can. */
async function navigate() {
	if (jump()) return;
	page.detail = page.untold = null;
	draw();
	if (jump()) return;
	element("main").focus({preventScroll: true});
	scrollTo(0, 0);
	await pollZone();
	draw();
}

addEventListener("hashchange", navigate);
document.addEventListener("visibilitychange", () => { if (!document.hidden) drawHead(); });
setInterval(drawHead, DRAW_MS);
poll();
