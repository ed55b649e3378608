// SPDX-License-Identifier: BSD-3-Clause
// parts.js - the pieces that several views share.

import {h, svg} from "./dom.js";
import {deadlines, verdictOf, countdown} from "./model.js";
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
		ticks);
}

export function zoneLink(name) {
	return h("a", {href: `#zone=${encodeURIComponent(name)}`, "data-key": `zone ${name}`},
		name);
}

/** A table with its caption; rows are lists of cells. On a narrow screen each
 * row becomes a card: the roles keep it a table for those who listen. */
export function table(caption, heads, rows, name) {
	const cell = (value, i) => h("td", {role: "cell", "data-label": heads[i]}, value);
	return h("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": caption},
		h("table", {role: "table", class: name || null},
			h("caption", {}, caption),
			h("thead", {role: "rowgroup"}, h("tr", {role: "row"},
				heads.map(head => h("th", {role: "columnheader", scope: "col"}, head)))),
			h("tbody", {role: "rowgroup"}, rows.map(cells =>
				h("tr", {role: "row"}, cells.map(cell))))));
}

/** What people did about an incident: acknowledged, silenced. */
export function marks(incident, now) {
	const found = [];
	if (incident.acked_at)
		found.push(h("span", {class: "mark"}, "acknowledged",
			incident.acked_by ? ` by ${incident.acked_by}` : "", " ",
			moment(incident.acked_at, now)));
	if (incident.silenced)
		found.push(h("span", {class: "mark"}, "silenced",
			incident.silenced_until ? " until " : "",
			incident.silenced_until ? utc(seconds(incident.silenced_until)) : ""));
	return found;
}

export function incidentItem(incident, now) {
	const worst = incident.faults?.[0];
	const lone = incident.zone_count === 1 && incident.zones[0] === incident.owner;
	return h("li", {class: incident.severity},
		badge({verdict: incident.severity}), " ",
		lone ? zoneLink(incident.owner) : h("strong", {}, incident.owner),
		lone ? null : ` \u2013 ${incident.zone_count.toLocaleString("en")} zones`,
		worst ? h("span", {class: "why"}, ` ${worst.id}: ${worst.summary}`) : null,
		h("span", {class: "meta"}, " open for ",
			span(now - (seconds(incident.opened_at) ?? now)), " ", marks(incident, now)));
}
