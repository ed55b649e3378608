// SPDX-License-Identifier: BSD-3-Clause
// picture.mjs URL FILE.png [light|dark] [WIDTHxHEIGHT] [whole] - what a reader
// sees of the page. NODE_PATH has playwright-core.
import {createRequire} from "node:module";

const require = createRequire(process.env.NODE_PATH + "/");
const {chromium} = require("playwright-core");

const [url, path, colorScheme = "light", size = "1300x900", whole] = process.argv.slice(2);
const [width, height] = size.split("x").map(Number);

const browser = await chromium.launch({executablePath: "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]});
const page = await browser.newPage({colorScheme, viewport: {width, height}});
await page.goto(url);
await page.waitForSelector("#main table.zones, #main .keys");
await page.screenshot({path, fullPage: whole === "whole"});
await browser.close();
