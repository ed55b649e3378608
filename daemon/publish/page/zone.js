// SPDX-License-Identifier: BSD-3-Clause
// zone.js - one zone: what fails, why, what to do; then the signatures, the
// keys, the past.

import {copyButton, h} from "./dom.js";
import {algorithm, beforeCause, digestType, incidentsOf, linksOf, matrix, outlook, timeline,
	verdictOf}
	from "./model.js";
import {back, badge, bar, incidentItem, marks, moment, said, table} from "./parts.js";
import {relative, utc, seconds} from "./time.js";

function head(zone, now) {
	const facts = [zone.security, zone.serial ? `serial ${zone.serial}` : null,
		zone.server_count === 1 ? "1 server" : `${zone.server_count} servers`, ["checked ", moment(zone.checked_at, now)],
		zone.next_check_at ? ["next check ", moment(zone.next_check_at, now)] : null,
		...Object.entries(zone.labels || {}).map(([k, v]) => `${k}=${v}`)];
	return h("section", {class: "zone-head"},
		back(), h("h2", {}, zone.zone),
		h("p", {class: `headline ${zone.verdict}`}, badge(zone), ": ",
			h("span", {class: "countdown"}, outlook(zone, now))),
		zone.breaks_because ? h("p", {class: "lead"}, beforeCause(zone, now),
			h("strong", {}, zone.breaks_because),
			zone.breaks_subject ? `: ${zone.breaks_subject}` : "") : null,
		zone.unknown_because ? h("p", {class: "lead"}, `Unknown: ${zone.unknown_because}`) : null,
		zone.suspect ? h("p", {class: "lead"}, "Something waits for its confirmation.") : null,
		marks(zone, now),
		bar(zone, now),
		h("p", {class: "meta facts"}, facts.filter(Boolean).map(f => h("span", {}, f))));
}

function commands(lines, what) {
	return lines?.length ? h("ul", {class: "commands"}, lines.map(line =>
		h("li", {}, h("code", {}, line), " ", copyButton(line, what)))) : null;
}

/** A step; a record that the step before asks for is there to be copied. */
function step(line) {
	return / IN DS /.test(line) && !/\s/.test(line.split(" IN DS ")[0])
		? h("li", {class: "record"}, h("code", {}, line), " ", copyButton(line, "the record"))
		: h("li", {}, line);
}

/** The operator's own page about a fault, where one is configured. */
function runbook(state, f) {
	const base = state.daemon?.runbook_url || "";
	return /^https?:\/\//.test(base) ? h("p", {}, h("a", {href: base + f.id, rel: "noreferrer",
		"data-key": `runbook ${f.id} ${f.subject}`}, `Runbook: ${f.id}`)) : null;
}

/** The first finding explains most: its evidence is open. */
function evidence(zone, f, first) {
	if (!f.evidence?.length) return null;
	return h("details", {open: first, "data-key": `evidence ${zone.zone} ${f.id} ${f.subject}`},
		h("summary", {"data-key": `summary ${f.id} ${f.subject}`},
			`Evidence (${f.evidence.length + (f.evidence_untold || 0)})`),
		h("ul", {}, f.evidence.map(line => h("li", {}, line))),
		f.evidence_untold ? h("p", {class: "meta"}, `and ${f.evidence_untold} lines more`) : null);
}

function finding(zone, state, f, first, now) {
	return h("article", {class: `finding ${f.severity}`},
		h("h3", {}, badge({verdict: f.severity}), ` ${f.id}`,
			f.kind === "predicted" ? " (predicted)" : ""),
		h("p", {class: "lead"}, f.summary),
		h("p", {class: "meta"}, f.subject, f.deadline ? h("span", {},
			seconds(f.deadline) <= now ? "; since " : "; until ", utc(seconds(f.deadline)), " (",
			moment(f.deadline, now), ")") : null),
		f.silence ? said(f.silence) : null,
		f.fix?.length ? [h("h4", {}, "What to do, in this order"),
			h("ol", {}, f.fix.map(step))] : [],
		f.verify?.length ? [h("h4", {}, "See that it is mended"),
			commands(f.verify, "the command")] : [],
		runbook(state, f),
		evidence(zone, f, first),
		f.references?.length ? h("p", {class: "meta"}, f.references.join(", ")) : null);
}

function findings(zone, state, now) {
	return h("section", {}, h("h3", {class: "away"}, "Findings"),
		zone.findings?.length ? zone.findings.map((f, i) => finding(zone, state, f, i === 0, now))
			: h("p", {}, "Nothing is wrong with this zone."));
}

function incidents(zone, state, now) {
	const open = incidentsOf(state, zone.zone);
	if (!open.length) return null;
	return h("section", {}, h("h3", {}, "Incidents"),
		h("ul", {class: "incidents"}, open.map(i => incidentItem(i, state, now))));
}

function link(l) {
	return h("li", {class: l.broken ? "broken" : l.word},
		h("code", {}, l.zone),
		h("span", {class: "state"}, h("span", {"aria-hidden": "true"}, `${verdictOf(l).glyph} `),
			l.security, l.broken ? h("strong", {}, ", broken here") : null),
		l.facts.map(fact => h("span", {class: "meta"}, fact)));
}

function chain(zone) {
	const links = linksOf(zone);
	const broken = links.find(l => l.broken);
	const lead = broken ? ["The first broken link is ", h("strong", {}, broken.zone),
		": what is below it cannot be right before it is mended."]
		: zone.security === "bogus" ? "Every link is whole: what fails is a record of the zone."
			: null;
	if (!links.length) return null;
	return h("section", {}, h("h3", {}, "Chain from the root"),
		lead ? h("p", {}, lead) : null,
		h("ol", {class: "chain"}, links.map(link)));
}

const TONES = [[0, "critical"], [86400, "warning"], [Infinity, "ok"]];

function signature(s, now) {
	const tone = TONES.find(([limit]) => s.expires - now <= limit)[1];
	return h("span", {class: `signature ${tone}`, title: utc(s.expires)},
		h("span", {"aria-hidden": "true"}, `${verdictOf({verdict: tone}).glyph} `),
		h("span", {class: "countdown"}, relative(s.expires, now)),
		h("span", {class: "meta"}, ` key ${s.tag}`));
}

function signatures(zone, state, now) {
	const m = matrix(zone);
	if (!m.rows.length) return null;
	const cell = list => list.length ? list.map(s => signature(s, now))
		: h("span", {class: "missing"}, "none");
	const caption = "When each signature ends, by RRset and server";
	return h("section", {}, h("h3", {}, "Signatures"),
		h("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": caption},
			h("table", {class: "matrix"}, h("caption", {}, caption),
				h("thead", {}, h("tr", {}, h("th", {scope: "col"}, "RRset"),
					m.servers.map(s => h("th", {scope: "col"}, s.host,
						h("span", {class: "address"}, s.address))))),
				h("tbody", {}, m.rows.map(r => h("tr", {},
					h("th", {scope: "row"}, h("code", {}, r.name)),
					r.cells.map(list => h("td", {}, cell(list)))))))));
}

const yes = value => value ? "yes" : "no";

function keys(zone) {
	return h("section", {class: "keys"}, h("h3", {}, "Keys and DS"),
		zone.ds?.length ? table("DS records at the parent",
			["Key tag", "Algorithm", "Digest type", "Digest", "A key matches"],
			zone.ds.map(d => [String(d.key_tag), algorithm(d.algorithm),
				digestType(d.digest_type), h("code", {class: "digest"}, d.digest),
				yes(d.matches)])) : h("p", {}, "No DS record was seen at the parent."),
		zone.keys?.length ? table("Keys",
			["Key tag", "Flags", "Algorithm", "Bits", "In the DS set", "Signs DNSKEY", "Servers"],
			zone.keys.map(k => [String(k.key_tag), String(k.flags), algorithm(k.algorithm),
				k.bits ? String(k.bits) : "\u2013", yes(k.in_ds), yes(k.signs_dnskey),
				String(k.server_count ?? "\u2013")])) : h("p", {}, "No key was seen."));
}

function version(v) {
	return [v.items.length ? h("ul", {class: "set"}, v.items.map(i =>
		h("li", {title: i.whole}, i.text,
			i.added ? h("span", {class: "mark"}, "came") : null))) : "none",
	v.gone.length ? h("p", {class: "meta"}, `gone: ${v.gone.join(", ")}`) : null];
}

function history(zone, state, now) {
	const rows = timeline(zone);
	if (!rows.length) return null;
	return h("section", {}, h("h3", {}, "History"),
		table("What was published when, the newest first of each kind",
			["What", "Value", "First seen", "Last seen"],
			rows.map(v => [v.what, version(v),
				[utc(v.first), " ", h("span", {class: "meta"}, relative(v.first, now))],
				v.current ? h("strong", {}, "now")
					: [utc(v.last), " ", h("span", {class: "meta"}, relative(v.last, now))]]),
			"history"));
}

/** A section is a function of these three which returns null where it has
 * nothing to say. A rollover's timeline and the learned cadence belong between
 * keys and history, each a file of its own and a row. */
const SECTIONS = [chain, findings, incidents, signatures, keys, history];

/** @param zone  null where there is none of the name; `whole` says whether its
 * details are there yet. */
export function zonePage(state, name, zone, now) {
	if (!zone)
		return [back(), h("h2", {}, name), h("p", {}, "This zone is not watched here.")];
	if (!zone.whole)
		return [head(zone, now), h("p", {}, zone.trouble
			? `Its details cannot be had here: ${zone.trouble}.` : "Loading\u2026")];
	return [head(zone, now), ...SECTIONS.map(section => section(zone, state, now)),
		zone.chain ? null : h("p", {class: "meta"}, "A copied state file has the chain and the " +
			"history of zones that are not well only.")];
}
