// SPDX-License-Identifier: BSD-3-Clause
// parts.js - the pieces that several views share.

import {h, svg} from "./dom.js";
import {countdown, deadlines, silenceOf, verdictOf} from "./model.js";
import {relative, runway, seconds, span, utc} from "./time.js";

export function badge(zone) {
	const {glyph, word} = verdictOf(zone);
	return h("span", {class: `badge ${word}`},
		h("span", {"aria-hidden": "true"}, glyph), ` ${word}`);
}

/** A moment: relative, the exact time behind it. */
export function moment(text, now) {
	const at = seconds(text);
	return at === null ? "\u2013"
		: h("time", {datetime: text, title: utc(at)}, relative(at, now));
}

const TICKS = 12;
const GRID = [3600, 86400, 7 * 86400];

function tick(x, title) {
	return svg("line", {x1: x, x2: x, y1: 0, y2: 12, class: "tick"},
		svg("title", {}, title));
}

/** How long a zone has, from 10 minutes to 30 days on a logarithmic scale, with
 * a tick for each cause. What fails has nothing left: its bar is empty. */
export function bar(zone, now) {
	const at = seconds(zone.breaks_at);
	const left = at === null ? Infinity : at - now;
	const unknown = zone.verdict === "unknown";
	const width = unknown || left <= 0 ? 0 : Math.max(1, 100 * runway(left));
	const ticks = deadlines(zone).filter(d => d.at > now && runway(d.at - now) < 1)
		.slice(0, TICKS).map(d => tick(100 * runway(d.at - now),
			`${d.cause} ${relative(d.at, now)}`));
	return svg("svg", {class: `bar ${verdictOf(zone).word}`, viewBox: "0 0 100 12",
		preserveAspectRatio: "none", role: "img",
		"aria-label": `runway: ${countdown(zone, now)}`},
		svg("rect", {x: 0, y: 2, width: 100, height: 8, class: "ground"}),
		svg("rect", {x: 0, y: 2, width, height: 8, class: "left"}),
		unknown ? svg("rect", {x: 0, y: 2, width: 100, height: 8, class: "hatch"}) : null,
		GRID.map(s => svg("line", {x1: 100 * runway(s), x2: 100 * runway(s), y1: 2, y2: 10,
			class: "grid"})),
		ticks);
}

/** @param place  which of several links to it on a page this is. */
export function zoneLink(name, place = "zone") {
	return h("a", {href: `#zone=${encodeURIComponent(name)}`, "data-key": `${place} ${name}`},
		name);
}

/** A table with its caption; rows are lists of cells. On a narrow screen each
 * row becomes a card: the roles keep it a table for those who listen. */
export function table(caption, heads, rows, name) {
	const cell = (value, i) => h("td", {role: "cell", "data-label": heads[i]},
		h("div", {}, value));
	return h("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": caption},
		h("table", {role: "table", class: name || null},
			h("caption", {}, caption),
			h("thead", {role: "rowgroup"}, h("tr", {role: "row"},
				heads.map(head => h("th", {role: "columnheader", scope: "col"}, head)))),
			h("tbody", {role: "rowgroup"}, rows.map(cells =>
				h("tr", {role: "row"}, cells.map(cell))))));
}

/** "silenced until ... by alice: moves". */
export function said(silence) {
	const who = silence.kind === "maintenance" ? "maintenance" : `silenced by ${silence.by}`;
	return h("span", {class: "mark"}, `${who} until ${utc(seconds(silence.until))}: `,
		silence.reason);
}

function acked(incident, now) {
	return h("span", {class: "mark ack"}, `acknowledged by ${incident.acked_by} `,
		moment(incident.acked_at, now), incident.ack_note ? `: ${incident.ack_note}` : "");
}

/** What people do about the trouble of a zone. */
export function marks(zone, now) {
	const silence = silenceOf(zone);
	return [zone.incident?.acked_at ? acked(zone.incident, now) : null,
		silence ? said(silence) : null].filter(Boolean);
}

/** The same where room is short. */
export function shortMarks(zone) {
	const silence = silenceOf(zone);
	return [zone.incident?.acked_at ? `acknowledged by ${zone.incident.acked_by}` : null,
		silence ? `silenced until ${utc(seconds(silence.until))}` : null].filter(Boolean)
		.map(text => h("span", {class: "mark"}, text));
}

export function back() {
	return h("p", {}, h("a", {href: "#/", "data-key": "back"}, "\u2190 All zones"));
}

export function incidentItem(incident, state, now) {
	const worst = incident.faults?.[0];
	const lone = incident.zone_count === 1 && incident.zones[0] === incident.owner;
	const silence = incident.silenced
		? silenceOf(state.zones.find(z => z.zone === incident.zones[0])) : null;
	return h("li", {class: incident.severity},
		badge({verdict: incident.severity}), " ",
		lone ? zoneLink(incident.owner, "incident") : h("strong", {}, incident.owner),
		lone ? null : ` \u2013 ${incident.zone_count.toLocaleString("en")} zones`,
		incident.servers && incident.servers !== incident.owner
			? `, by now ${incident.servers}` : null,
		h("span", {class: "meta"}, ` for ${span(now - (seconds(incident.opened_at) ?? now))}`),
		worst ? h("span", {class: "why"}, `${worst.id}: ${worst.summary}`) : null,
		incident.acked_at ? acked(incident, now) : null,
		silence ? said(silence) : incident.silenced ? h("span", {class: "mark"}, "silenced") : null);
}
