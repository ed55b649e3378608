// SPDX-License-Identifier: BSD-3-Clause
// browser.mjs STORY - the page in a real Chromium, as tests/run counts.
//
// STORY is JSON: url of the daemon's window, and its pid, to be killed at the
// end; dashboard and large are plain web servers with the page's files and a
// state file, of that daemon and of very many zones. The zone `broken` was
// acknowledged with `note`, `silenced` with `reason`, `served` is in maintenance
// because of `work`. NODE_PATH has playwright-core and axe-core.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";

const require = createRequire(process.env.NODE_PATH + "/");
const {chromium} = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const {url, pid, dashboard, large, broken, note, silenced, reason, served, work} = JSON.parse(process.argv[2]);
const FAILING = "rrsig-expired.faults.lab.";
const DESK = {width: 1300, height: 900}, PHONE = {width: 360, height: 740};
let failed = 0;

function check(name, good, why = "") {
	if (!good) failed++;
	console.log(good ? `ok ${name}` : `not ok ${name} - ${why}`);
}

const browser = await chromium.launch({executablePath: "/usr/bin/chromium", args: [
	"--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update", "--disable-sync"]});

/** A page that collects what its console and its policy complain of. */
async function open(address, {clock, ...options} = {}) {
	const context = await browser.newContext({viewport: DESK, ...options});
	const page = await context.newPage();
	if (clock) await page.clock.install();
	page.complaints = [];
	page.on("console", m => { if (m.type() === "error") page.complaints.push(m.text()); });
	page.on("pageerror", e => page.complaints.push(String(e)));
	await page.addInitScript(() => {
		window.violations = [];
		document.addEventListener("securitypolicyviolation",
			e => window.violations.push(`${e.violatedDirective} ${e.blockedURI}`));
	});
	await page.goto(address);
	await page.waitForSelector(DRAWN);
	return page;
}

async function audit(page, name) {
	// Evaluated by the debugger, which the page's policy does not bind.
	await page.evaluate(AXE);
	const found = (await page.evaluate(() => axe.run())).violations;
	check(`${name}: axe finds nothing`, found.length === 0,
		found.map(v => `${v.id} ${v.nodes[0].target}`).join(", "));
	const wide = await page.evaluate(() =>
		document.documentElement.scrollWidth - document.documentElement.clientWidth);
	check(`${name}: nothing is wider than the screen`, wide <= 0, `${wide} px`);
	const violations = await page.evaluate(() => window.violations);
	check(`${name}: its policy was not broken, no error`,
		violations.length + page.complaints.length === 0,
		[...violations, ...page.complaints].join(", "));
}

const DRAWN = "#main table.zones, #main .keys, #main p:has-text('not watched')";

const VIEWS = [["all zones", "#/"], ["a failing zone", `#zone=${broken}`],
	["a well zone", "#zone=good.lab."], ["a silenced zone", `#zone=${silenced}`],
	["a zone that is not watched", "#zone=elsewhere.example."]];

/** Each view without loading the page anew: that is how readers go. A dark phone
 * has the colours of a dark desk and the places of a light phone. */
async function views() {
	for (const colorScheme of ["light", "dark"])
		for (const [size, viewport] of [["desk", DESK], ["phone", PHONE]]) {
			const page = await open(url, {colorScheme, viewport});
			const all = colorScheme === "light" || size === "desk";
			for (const [view, hash] of all ? VIEWS : VIEWS.slice(0, 2)) {
				await page.evaluate(to => { location.hash = to; }, hash);
				await page.waitForSelector(hash === "#/" ? "#main table.zones"
					: `#main h2:has-text("${hash.slice(6)}")`);
				await page.waitForSelector(DRAWN);
				await audit(page, `${view}, ${colorScheme}, ${size}`);
			}
			await page.context().close();
		}
}

async function content() {
	const page = await open(url);
	check("the first heading says how many fail",
		/^\d+ zones? fails? now/.test(await page.textContent("h1")));
	check("the title counts them", /^\(\d+\) forewarnd$/.test(await page.title()));
	const first = await page.textContent("table.zones tbody tr:first-child");
	check("the first row fails", /failing for/.test(first), first);
	await page.click("button.bucket:has-text('unknown')");
	check("a bucket is a filter",
		(await page.getAttribute("button.bucket:has-text('unknown')", "aria-pressed")) === "true");
	await page.click("button.bucket:has-text('unknown')");
	await page.fill("#search", "rrsig-expired");
	check("the search filters", (await page.locator("table.zones tbody tr").count()) < 5);
	check("the search keeps the focus",
		await page.evaluate(() => document.activeElement.id === "search"));
	await page.click(`text=${FAILING}`);
	await page.waitForSelector("article.finding.critical");
	const text = await page.textContent("main");
	for (const part of ["What to do, in this order", "Evidence", "dig @", "RFC 4035",
		"Signatures", "DS records at the parent", "Chain from the root", "History"])
		check(`a zone's page has: ${part}`, text.includes(part));
	await page.context().close();
}

/** From the address bar to the fix and back, without a mouse. */
async function keyboard() {
	const page = await open(url);
	const focused = () => page.evaluate(() =>
		document.activeElement.matches("a, button, input")
			? document.activeElement.textContent.trim() : "");
	await page.keyboard.press("Tab");
	check("keyboard: the first stop skips to the zones",
		(await focused()) === "Skip to the zones");
	for (let i = 0; i < 40 && !(await focused()).endsWith(".lab."); i++)
		await page.keyboard.press("Tab");
	const zone = await focused();
	await page.keyboard.press("Enter");
	await page.waitForSelector(".zone-head");
	check("keyboard: Enter opens the zone", (await page.textContent(".zone-head h2")) === zone);
	for (let i = 0; i < 10 && !(await focused()).startsWith("\u2190"); i++)
		await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await page.waitForSelector("table.zones");
	check("keyboard: and back", !page.url().includes("zone="), page.url());
	await page.context().close();
}

/** What hostile records say stays text. */
async function hostile() {
	const page = await open(url);
	const evil = "<img src=x onerror=alert(1)>";
	await page.route("**/state.json*", async route => {
		const reply = await route.fetch();
		const state = await reply.json();
		for (const zone of state.zones) {
			zone.breaks_because = evil;
			zone.labels = {[evil]: evil};
		}
		await route.fulfill({response: reply, json: state});
	});
	await page.reload();
	await page.waitForSelector("table.zones");
	check("markup in the data is text", (await page.locator("main img").count()) === 0 &&
		(await page.textContent("main")).includes(evil));
	await page.context().close();
}

/** What comes instead of the state, of a proxy or of a version to come: the last
 * good state stays, with the trouble above it, and the page asks again. */
async function strange() {
	const page = await open(url, {clock: true});
	await page.waitForSelector("table.zones");
	const good = await (await fetch(`${url}state.json?view=brief`)).json();
	for (const [name, body] of Object.entries({
		"another JSON": "{}", nothing: "null", "half of it": JSON.stringify(good).slice(0, -9),
		"a hundred thousand brackets": "[".repeat(100000) + "]".repeat(100000),
		"findings of numbers": JSON.stringify({...good,
			zones: good.zones.map(z => ({...z, findings: 5, countdowns: 5, labels: 5}))})})) {
		await page.route("**/state.json*", route => route.fulfill({contentType: "application/json",
			headers: {ETag: "other"}, body}));
		await page.clock.fastForward(11000);
		await page.waitForSelector("#banner[role=alert]:has-text('cannot be fetched')");
		const rows = await page.locator("table.zones tbody tr").count();
		await page.unroute("**/state.json*");
		await page.clock.fastForward(11000);
		const over = await page.waitForFunction(() => !document.getElementById("banner").textContent,
			null, {timeout: 10000}).then(() => true, () => false);
		check(`${name} instead of the state: told, the zones stay, and it passes`,
			over && rows === good.zones.length, `${over} ${rows}`);
	}
	await page.context().close();
}

/** What happened, who looks after it, what is not told and why. */
async function people() {
	const page = await open(url, {viewport: {width: 1500, height: 900}});
	const holds = async (name, selector, ...parts) => {
		const text = (await page.locator(selector).allTextContents()).join(" | ");
		for (const part of parts)
			check(`${name}: ${part}`, text.includes(part), text.slice(0, 500));
	};
	const row = zone => `table.zones tr:has-text("${zone}")`;
	for (const key of ["more incidents", "more changes"])
		if (await page.locator(`[data-key="${key}"]`).count())
			await page.click(`[data-key="${key}"]`);
	await holds("its row", row(broken), "acknowledged by");
	await holds("the silenced row", row(silenced), "silenced until");
	await holds("open incidents", `#incidents li:has-text("${broken}")`, "acknowledged by", note);
	await holds("open incidents", `#incidents li:has-text("${silenced}")`, "silenced by", reason);
	await holds("latest changes", `#changes li:has-text("${broken}")`, "incident opened",
		"key set: added", "validators: bogus, was secure", note);
	await holds("silences", ".beside", "Silences and maintenance", reason, work);
	await holds("a row in maintenance", row(served), "silenced until");
	await holds("open incidents", `#incidents li:has-text("${served}")`, "maintenance until", work);
	await page.click(`${row(silenced)} a`);
	await page.waitForSelector("article.finding");
	await holds("a silenced zone's page", ".zone-head", "silenced by", reason);
	await holds("a silenced finding", "article.finding", reason);
	await page.evaluate(to => { location.hash = to; }, `#zone=${broken}`);
	await page.waitForSelector(`h2:has-text("${broken}") >> visible=true`);
	await page.waitForSelector("ol.chain");
	await past(page, "the zone's page");
	await holds("its head", ".zone-head", "acknowledged by", note);
	await page.context().close();
}

/** What the reader has opened stays open when the page redraws itself. */
async function redrawn() {
	const page = await open(`${url}#zone=${broken}`, {clock: true});
	const folded = () => page.evaluate(() =>
		[...document.querySelectorAll("details")].map(d => d.open).join(" "));
	await page.waitForSelector("details[open] summary");
	await page.click("details[open] summary");
	const before = await folded();
	await page.evaluate(() => document.querySelector("article").setAttribute("data-old", ""));
	for (let i = 0; i < 20 && await page.locator("article[data-old]").count(); i++) {
		await page.clock.fastForward(10000); // the page asks; the daemon may have nothing new
		await page.waitForSelector("article:not([data-old])", {timeout: 1000}).catch(() => {});
	}
	check("evidence that was closed stays closed", await folded() === before &&
		!before.includes("true"), `${before}, then ${await folded()}`);
	check("and has the focus still",
		await page.evaluate(() => document.activeElement.matches("summary")));
	await page.context().close();
}

async function past(page, name) {
	const links = await page.locator("ol.chain > li").allTextContents();
	check(`${name}: the chain begins at the root and ends at the zone`,
		links[0].startsWith(".") && links.at(-1).startsWith(broken), links.join(" | "));
	check(`${name}: the broken link is named once`,
		links.filter(l => l.includes("broken here")).length === 1 &&
		links.at(-1).includes("broken here"), links.join(" | "));
	const rows = await page.locator("table.history tbody tr").allTextContents();
	check(`${name}: its keys have two versions, and what came is marked`,
		rows.filter(r => r.startsWith("Keys")).length >= 2 && rows.some(r => r.includes("came")),
		rows.join(" | "));
}

/** On a phone the columns of the matrix are as wide as what is in them. */
async function phone() {
	const page = await open(`${url}#zone=${broken}`, {viewport: PHONE});
	const cells = await page.locator(".matrix tbody tr:first-child > *").evaluateAll(all =>
		all.map(e => ({width: e.getBoundingClientRect().width, left: e.scrollWidth - e.clientWidth})));
	check("phone: the matrix is a table whose cells hold what is in them",
		cells.length > 1 && cells.every(c => c.width > 40 && c.left <= 0), JSON.stringify(cells));
	await page.click("text=All zones");
	await page.click("nav.jumps a[href='#changes']");
	check("phone: a link leads to the latest changes",
		await page.evaluate(() => document.activeElement.id === "changes"));
	await page.context().close();
}

/** The state file is the interface: no daemon, no /zones/, no brief view. */
async function plain() {
	const page = await open(dashboard);
	check("a plain web server: it shows the zones",
		(await page.locator("table.zones tbody tr").count()) > 5);
	await page.click(`table.zones >> text=${broken}`);
	await page.waitForSelector("ol.chain");
	await past(page, "a plain web server");
	await audit(page, "a plain web server");
	await page.evaluate(() => { location.hash = "#zone=good.lab."; });
	await page.waitForSelector("h2:has-text('good.lab.') >> visible=true");
	check("a plain web server: says what it does not have",
		(await page.textContent("main")).includes("that are not well only"));
	await page.context().close();
}

async function trouble() {
	const page = await open(url, {clock: true});
	process.kill(pid, "SIGKILL");
	await page.clock.fastForward(120000);
	await page.waitForSelector("#banner[role=alert]:has-text('cannot be fetched')");
	const heading = await page.textContent("h1");
	check("a daemon that is gone is told, and the verdict is not believed",
		heading.startsWith("Unknown now"), heading);
	check("its last state is still there",
		(await page.locator("table.zones tbody tr").count()) > 5);
	page.complaints = []; // of what this test cut off
	await audit(page, "stale");
	await page.context().close();
}

async function many() {
	const begun = Date.now();
	const page = await open(large);
	await page.waitForSelector("table.zones");
	const loaded = Date.now() - begun;
	const rows = await page.locator("table.zones tbody tr").count();
	const typed = Date.now();
	await page.fill("#search", "zone-99999");
	await page.waitForFunction(() =>
		document.querySelectorAll("table.zones tbody tr").length === 1);
	const heap = await page.evaluate(() => performance.memory?.usedJSHeapSize / 1e6);
	check("100,000 zones: 50 rows at first, and one is found", rows === 50, `${rows} rows`);
	console.log(`# 100,000 zones: shown after ${loaded} ms, found after ` +
		`${Date.now() - typed} ms, ${heap?.toFixed(0)} MB of heap`);
	await page.context().close();
}

await views();
await content();
await keyboard();
await hostile();
await strange();
await people();
await redrawn();
await phone();
await plain();
await many();
await trouble();
await browser.close();
process.exit(failed ? 1 : 0);
