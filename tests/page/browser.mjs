// SPDX-License-Identifier: BSD-3-Clause
// browser.mjs URL [LARGE] - the page in a real Chromium, as tests/run counts.
//
// URL is the daemon's window; LARGE a plain web server's directory with the
// page's files and a state file of very many zones. NODE_PATH has
// playwright-core and axe-core.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";

const require = createRequire(process.env.NODE_PATH + "/");
const {chromium} = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [url, large] = process.argv.slice(2);
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
async function open(address, options) {
	const context = await browser.newContext({viewport: DESK, ...options});
	const page = await context.newPage();
	page.complaints = [];
	page.on("console", m => { if (m.type() === "error") page.complaints.push(m.text()); });
	page.on("pageerror", e => page.complaints.push(String(e)));
	await page.addInitScript(() => {
		window.violations = [];
		document.addEventListener("securitypolicyviolation",
			e => window.violations.push(`${e.violatedDirective} ${e.blockedURI}`));
	});
	await page.goto(address);
	await page.waitForSelector("#main table.zones, #main .keys, #main p:has-text('not watched')");
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

async function views() {
	for (const colorScheme of ["light", "dark"])
		for (const [size, viewport] of [["desk", DESK], ["phone", PHONE]])
			for (const [view, hash] of [["all zones", ""],
				["a failing zone", `#zone=${FAILING}`], ["a well zone", "#zone=good.lab."],
				["a zone that is not watched", "#zone=elsewhere.example."]]) {
				const page = await open(url + hash, {colorScheme, viewport});
				await audit(page, `${view}, ${colorScheme}, ${size}`);
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

async function trouble() {
	const page = await open(url);
	await page.route("**/state.json*", route => route.abort());
	await page.clock.install();
	await page.clock.fastForward(120000);
	await page.waitForSelector("#banner[role=alert]:has-text('cannot be fetched')");
	const heading = await page.textContent("h1");
	check("a daemon that is gone is told, and the verdict is not believed",
		heading.startsWith("Unknown now"), heading);
	page.complaints = []; // of what this test cut off
	await audit(page, "stale");
	await page.context().close();
}

async function many() {
	const begun = Date.now();
	const page = await open(`${large}/index.html`);
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
await trouble();
if (large) await many();
await browser.close();
process.exit(failed ? 1 : 0);
