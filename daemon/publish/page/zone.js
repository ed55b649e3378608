// SPDX-License-Identifier: BSD-3-Clause
// zone.js - one zone: what fails, why, what to do; then the signatures, the
// keys, the past.

import {copyButton, h} from "./dom.js";
import {countdown, incidentsOf, matrix} from "./model.js";
import {badge, bar, incidentItem, moment, table} from "./parts.js";
import {relative, utc, seconds} from "./time.js";

function head(zone, now) {
	return h("section", {class: "zone-head"},
		h("p", {}, h("a", {href: "#/", "data-key": "back"}, "\u2190 All zones")),
		h("h2", {}, zone.zone),
		h("p", {class: "lead"}, badge(zone), ` ${countdown(zone, now)}`,
			zone.breaks_because ? ` because of ${zone.breaks_because}` : "",
			zone.breaks_subject ? ` (${zone.breaks_subject})` : ""),
		zone.unknown_because ? h("p", {}, `Unknown: ${zone.unknown_because}`) : null,
		bar(zone, now),
		h("p", {class: "meta"}, `${zone.security}; `,
			zone.serial ? `serial ${zone.serial}; ` : "",
			`${zone.server_count} servers; checked `, moment(zone.checked_at, now),
			zone.next_check_at ? ["; next check ", moment(zone.next_check_at, now)] : "",
			zone.suspect ? "; something waits for confirmation" : "",
			Object.entries(zone.labels || {}).map(([k, v]) => `; ${k}=${v}`)));
}

function commands(lines, what) {
	return lines?.length ? h("ul", {class: "commands"}, lines.map(line =>
		h("li", {}, h("code", {}, line), " ", copyButton(line, what)))) : null;
}

function lines(title, list, items) {
	return items?.length
		? [h("h4", {}, title), h(list, {}, items.map(i => h("li", {}, i)))] : [];
}

function finding(f, now) {
	return h("article", {class: `finding ${f.severity}`},
		h("h3", {}, badge({verdict: f.severity}), ` ${f.id}`,
			f.kind === "predicted" ? " (predicted)" : ""),
		h("p", {class: "lead"}, f.summary),
		h("p", {class: "meta"}, f.subject, f.deadline ? h("span", {}, "; deadline ",
			moment(f.deadline, now), ` (${utc(seconds(f.deadline))})`) : null,
			f.silenced_until ? `; silenced until ${utc(seconds(f.silenced_until))}` : ""),
		lines("What to do, in this order", "ol", f.fix),
		f.verify?.length ? [h("h4", {}, "See that it is mended"),
			commands(f.verify, "the command")] : [],
		lines("Evidence", "ul", f.evidence),
		f.evidence_untold ? h("p", {class: "meta"}, `and ${f.evidence_untold} lines more`) : null,
		f.references?.length ? h("p", {class: "meta"}, f.references.join(", ")) : null);
}

function chain(zone) {
	if (!zone.chain?.length) return null;
	return h("section", {}, h("h3", {}, "Chain from the root"),
		h("ol", {class: "chain"}, zone.chain.map(link =>
			h("li", {class: link.security}, h("code", {}, link.zone), ` ${link.security}`))));
}

function cell(signatures, now) {
	if (!signatures.length) return h("span", {class: "missing"}, "none");
	return signatures.map(s => h("span", {class: tone(s.expires - now), title: utc(s.expires)},
		`${s.tag}: ${relative(s.expires, now)} `));
}

function tone(left) {
	if (left <= 0) return "critical";
	return left < 86400 ? "warning" : "ok";
}

function signatures(zone, now) {
	const m = matrix(zone);
	if (!m.rows.length) return null;
	return h("section", {}, h("h3", {}, "Signatures"),
		table("Which key's signature ends when, on which server", ["RRset", ...m.servers],
			m.rows.map(r => [h("code", {}, r.name), ...r.cells.map(c => cell(c, now))])));
}

const yes = value => value ? "yes" : "no";

function keys(zone) {
	return [
		zone.ds?.length ? table("DS records at the parent",
			["Key tag", "Algorithm", "Digest type", "Digest", "A key matches"],
			zone.ds.map(d => [String(d.key_tag), String(d.algorithm), String(d.digest_type),
				h("code", {class: "digest"}, d.digest), yes(d.matches)])) : null,
		zone.keys?.length ? table("Keys",
			["Key tag", "Flags", "Algorithm", "Bits", "In the DS set", "Signs DNSKEY", "Servers"],
			zone.keys.map(k => [String(k.key_tag), String(k.flags), String(k.algorithm),
				k.bits ? String(k.bits) : "\u2013", yes(k.in_ds), yes(k.signs_dnskey),
				String(k.server_count ?? "\u2013")])) : null,
	];
}

function past(zone, now) {
	if (!zone.history?.length) return null;
	return h("section", {}, h("h3", {}, "History"),
		table("What was published when", ["What", "Value", "First seen", "Last seen"],
			zone.history.map(e => [e.what, h("code", {class: "digest"}, e.value),
				moment(e.first_seen, now), moment(e.last_seen, now)])));
}

/** @param zone  null where there is none of the name; `whole` says whether its
 * details are there yet. */
export function zonePage(state, name, zone, now) {
	if (!zone)
		return [h("p", {}, h("a", {href: "#/", "data-key": "back"}, "\u2190 All zones")),
			h("h2", {}, name), h("p", {}, "This zone is not watched here.")];
	const open = incidentsOf(state, name);
	if (!zone.whole) return [head(zone, now), h("p", {}, "Loading\u2026")];
	return [
		head(zone, now),
		h("section", {}, h("h3", {class: "away"}, "Findings"),
			zone.findings?.length ? zone.findings.map(f => finding(f, now))
				: h("p", {}, "Nothing is wrong with this zone.")),
		open.length ? h("section", {}, h("h3", {}, "Incidents"),
			h("ul", {class: "incidents"}, open.map(i => incidentItem(i, now)))) : null,
		chain(zone),
		signatures(zone, now),
		h("section", {class: "keys"}, h("h3", {}, "Keys and DS"), keys(zone)),
		past(zone, now),
	];
}
