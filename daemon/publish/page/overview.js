// SPDX-License-Identifier: BSD-3-Clause
// overview.js - all zones: the runway strip, the table; beside them what is
// open, what changed, who is told.

import {h} from "./dom.js";
import {causeOf, changeWord, countdown, incidents, select, silences} from "./model.js";
import {badge, bar, incidentItem, moment, shortMarks, table, zoneLink} from "./parts.js";
import {relative, seconds, utc} from "./time.js";

const ROWS_FIRST = 50, ROWS_MORE = 200; // more at a time help nobody, and choke a phone
const INCIDENTS_FIRST = 5, INCIDENTS_MORE = 50, CHANGES_FIRST = 10;

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

/** Where the rest is: below the table on a narrow screen. */
function jumps(state) {
	const open = incidents(state).filter(i => i.state !== "suspect");
	const links = [["incidents", `${open.length} open incidents`],
		["changes", `${state.changes?.length || 0} latest changes`],
		["told", "who is told"]];
	return h("nav", {class: "jumps", "aria-label": "On this page"},
		links.map(([id, text]) => h("a", {href: `#${id}`, "data-key": `jump ${id}`}, text)));
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
		[zoneLink(zone.zone), h("span", {class: "marks"}, shortMarks(zone))],
		h("span", {class: "countdown"}, countdown(zone, now)),
		bar(zone, now),
		causeOf(zone),
		zone.server_count ? String(zone.server_count) : "\u2013",
		moment(zone.checked_at, now),
	];
}

const HEADS = ["Verdict", "Zone", "Time left", "Runway", "Because of",
	"Servers", "Checked"];

function more(key, text, onclick) {
	return h("button", {type: "button", "data-key": key, class: "more", onclick}, text);
}

function zoneTable(state, filter, change, now) {
	const found = select(state, filter, now);
	const shown = found.slice(0, filter.rows || ROWS_FIRST);
	const left = found.length - shown.length;
	const caption = `${found.length.toLocaleString("en")} of ` +
		`${state.zones.length.toLocaleString("en")} zones, the soonest failure first; ` +
		"the runway is 10 minutes to 30 days, with lines at 1 h, 1 d and 7 d";
	return h("section", {"aria-label": "Zones"},
		table(caption, HEADS, shown.map(z => row(z, now)), "zones"),
		left ? more("more", `Show ${Math.min(left, ROWS_MORE)} more of ${left.toLocaleString("en")}`,
			() => change({rows: shown.length + ROWS_MORE})) : null);
}

function incidentList(state, filter, change, now) {
	const open = incidents(state).filter(i => i.state !== "suspect");
	const shown = open.slice(0, filter.incidents || INCIDENTS_FIRST);
	const left = open.length - shown.length;
	return h("section", {id: "incidents", tabindex: "-1"},
		h("h2", {}, `Open incidents: ${open.length}`),
		h("ul", {class: "incidents"}, shown.map(i => incidentItem(i, state, now))),
		left ? more("more incidents", `Show ${Math.min(left, INCIDENTS_MORE)} more of ${left}`,
			() => change({incidents: shown.length + INCIDENTS_MORE})) : null);
}

/** A zone of ours, or another owner of incidents. */
function about(state, change) {
	const others = change.zone_count - 1;
	const known = state.zones.some(z => z.zone === change.zone);
	return [known ? zoneLink(change.zone, "change") : h("strong", {}, change.zone),
		others ? ` and ${others.toLocaleString("en")} more` : ""];
}

function changeItem(state, c, now) {
	return h("li", {}, h("span", {class: "when"}, moment(c.at, now)),
		h("div", {}, c.verdict ? [badge(c), " "] : null, about(state, c),
			h("span", {class: "why"}, ` ${changeWord(c.what)}${c.text ? ": " : ""}${c.text}`)));
}

function changes(state, filter, change, now) {
	const all = state.changes || [];
	const shown = all.slice(0, filter.changes ? all.length : CHANGES_FIRST);
	const left = all.length - shown.length;
	return h("section", {id: "changes", tabindex: "-1"}, h("h2", {}, "Latest changes"),
		all.length ? h("ol", {class: "changes"}, shown.map(c => changeItem(state, c, now)))
			: h("p", {}, "Nothing has changed yet."),
		left ? more("more changes", `Show ${left} more`, () => change({changes: true})) : null);
}

function silenceList(state) {
	const all = silences(state);
	if (!all.length) return null;
	return h("section", {}, h("h2", {}, "Silences and maintenance"),
		h("ul", {class: "incidents"}, all.map(s => h("li", {},
			h("strong", {}, s.zones.join(", ")), s.faults.length ? ` (${s.faults.join(", ")})` : "",
			h("span", {class: "why"}, ` ${s.reason}`),
			h("span", {class: "meta"}, s.active ? ` until ${utc(seconds(s.until))}`
				: ` from ${utc(seconds(s.from))} to ${utc(seconds(s.until))}`,
			s.kind === "maintenance" ? ", maintenance" : ` by ${s.by}`)))));
}

function deliveries(state, now) {
	const rows = (state.deliveries || []).map(d => [
		d.target, d.health, String(d.owed), String(d.delivered), String(d.given_up),
		moment(d.last_success_at, now),
		d.last_error ? `${d.last_error} (${relative(seconds(d.last_error_at), now)})` : "\u2013",
	]);
	return h("section", {id: "told", tabindex: "-1"}, h("h2", {}, "Who is told"),
		rows.length ? table("Targets and what they are owed", ["Target", "Health", "Owed",
			"Delivered", "Given up", "Last success", "Last error"], rows)
			: h("p", {}, "No target is configured: nobody is told."));
}

/** What is beside the table. A section is a function of these four which
 * returns null where it has nothing to say: a calendar of what is due belongs
 * in here, a file of its own and a row. */
const BESIDE = [incidentList, changes, silenceList];

export function overview(state, filter, change, now) {
	return [
		strip(state, filter, change),
		h("div", {class: "columns"},
			h("div", {class: "wide"},
				h("div", {class: "tools"}, search(filter, change), jumps(state)),
				zoneTable(state, filter, change, now)),
			h("div", {class: "beside"}, BESIDE.map(section => section(state, filter, change, now)))),
		deliveries(state, now),
	];
}
