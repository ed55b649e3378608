// SPDX-License-Identifier: BSD-3-Clause
// overview.js - all zones: the runway strip, the table, incidents, changes,
// deliveries.

import {h} from "./dom.js";
import {countdown, incidents, select} from "./model.js";
import {badge, bar, incidentItem, moment, table, zoneLink} from "./parts.js";
import {relative, seconds} from "./time.js";

const ROWS = 200; // more rows at a time help nobody, and choke a phone
const INCIDENTS = 50;

function strip(state, filter, change) {
	const buttons = state.summary.runway.map(b =>
		h("button", {type: "button", "data-key": `bucket ${b.bucket}`,
			class: b.zones ? `bucket some ${tone(b.bucket)}` : "bucket",
			"aria-pressed": String(filter.bucket === b.bucket),
			onclick: () => change({bucket: filter.bucket === b.bucket ? null : b.bucket})},
			h("span", {class: "count"}, b.zones.toLocaleString("en")),
			h("span", {class: "name"}, b.bucket)));
	return h("section", {"aria-label": "Zones by the time they have left"},
		h("div", {class: "strip", role: "group", "aria-label": "Show only zones that fail"},
			buttons));
}

function tone(bucket) {
	if (bucket === "now") return "critical";
	if (["<1h", "1-6h", "6-24h"].includes(bucket)) return "warning";
	return bucket === "unknown" ? "unknown" : "ok";
}

function search(filter, change) {
	return h("form", {role: "search", onsubmit: e => e.preventDefault()},
		h("label", {for: "search"}, "Find zones "),
		h("input", {id: "search", type: "search", "data-key": "search", value: filter.search || "",
			placeholder: "name, fault, team=dns", autocomplete: "off", spellcheck: "false",
			oninput: e => change({search: e.target.value})}));
}

function row(zone, now) {
	return [
		badge(zone),
		zoneLink(zone.zone),
		h("span", {class: "countdown"}, countdown(zone, now)),
		bar(zone, now),
		zone.verdict === "unknown" ? zone.unknown_because || "not measured yet"
			: zone.breaks_because || zone.findings?.[0]?.id || "\u2013",
		zone.server_count ? `${zone.server_count} servers` : "\u2013",
		moment(zone.checked_at, now),
	];
}

const HEADS = ["Verdict", "Zone", "Time left", "Runway", "Because of",
	"Seen at", "Checked"];

function zoneTable(state, filter, change, now) {
	const found = select(state, filter, now);
	const shown = found.slice(0, filter.rows || ROWS);
	const left = found.length - shown.length;
	const caption = `${found.length.toLocaleString("en")} of ` +
		`${state.zones.length.toLocaleString("en")} zones, the soonest failure first; the runway is 10 minutes to 30 days, logarithmic`;
	return h("section", {"aria-label": "Zones"},
		table(caption, HEADS, shown.map(z => row(z, now)), "zones"),
		left ? h("button", {type: "button", "data-key": "more", class: "more",
			onclick: () => change({rows: shown.length + ROWS})},
			`Show ${Math.min(left, ROWS)} more of ${left.toLocaleString("en")}`) : null);
}

function incidentList(state, now) {
	const open = incidents(state).filter(i => i.state !== "suspect");
	return h("section", {},
		h("h2", {}, `Open incidents: ${open.length}`),
		h("ul", {class: "incidents"}, open.slice(0, INCIDENTS).map(i => incidentItem(i, now))),
		open.length > INCIDENTS ? h("p", {}, `and ${open.length - INCIDENTS} more`) : null);
}

function changes(state, now) {
	if (!state.changes?.length) return null;
	return h("section", {}, h("h2", {}, "Latest changes"),
		h("ul", {class: "changes"}, state.changes.map(c =>
			h("li", {}, moment(c.at, now), ` ${c.change}: `, c.headline || c.owner))));
}

function deliveries(state, now) {
	const rows = (state.deliveries || []).map(d => [
		d.target, d.health, String(d.owed), String(d.delivered), String(d.given_up),
		moment(d.last_success_at, now),
		d.last_error ? `${d.last_error} (${relative(seconds(d.last_error_at), now)})` : "\u2013",
	]);
	return h("section", {}, h("h2", {}, "Who is told"),
		rows.length ? table("Targets and what they are owed", ["Target", "Health", "Owed",
			"Delivered", "Given up", "Last success", "Last error"], rows)
			: h("p", {}, "No target is configured: nobody is told."));
}

export function overview(state, filter, change, now) {
	return [
		strip(state, filter, change),
		search(filter, change),
		zoneTable(state, filter, change, now),
		incidentList(state, now),
		changes(state, now),
		deliveries(state, now),
	];
}
