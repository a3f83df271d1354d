// Opens pages in headless Chromium and says what is wrong with them: the standing check of every page that we write.
//
//     node browser.mjs < order.json
//
// The order: {"chromium": PATH, "tools": FOLDER of node_modules, "pages": [{"file", "width", "dark", "screenshot",
// "height", "pdf"}, …]}; the last three may be absent. `screenshot` is a PNG, of the whole page unless `height` is given, and
// `pdf` is what would be printed. In the place of `file` there may be `url`, a page of a server, and then `steps` that are
// taken from it: ["click", SELECTOR], ["fill", SELECTOR, TEXT], ["press", SELECTOR, KEY], ["see", SELECTOR]. `tabs` says how
// many times Tab is pressed at the end; `"scripts": false` turns scripts off, so that only the steps are looked at. The
// answer: for each page what was said on the console, errors and breaches of the policy, what was asked for besides the
// file (of a server: anywhere but there), where the steps led and what had the focus, how much wider than the window it
// is, and what axe-core finds against WCAG 2.2 AA. A page without fault has an empty list of each, and `over` 0.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const order = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(path.join(order.tools, "node_modules", "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// One thing that a person does; a page that it leads to is waited for.
async function step(page, verb, selector, value) {
  const found = page.locator(selector).first();
  if (verb === "fill") await found.fill(value, { timeout: 5000 });
  else if (verb === "see") await found.waitFor({ state: "visible", timeout: 5000 });
  else if (verb === "press") await Promise.all([page.waitForLoadState("load"), found.press(value, { timeout: 5000 })]);
  else if (verb === "click") await found.click({ timeout: 5000 });
  else throw new Error(`no step is called ${verb}`);
  await page.waitForLoadState("load");
}

async function look(browser, wanted) {
  const address = wanted.url ?? pathToFileURL(path.resolve(wanted.file)).href;
  const isOurs = (url) => wanted.url ? new URL(url).origin === new URL(address).origin : url === address;
  const context = await browser.newContext({
    viewport: { width: wanted.width, height: wanted.height ?? 900 },
    colorScheme: wanted.dark ? "dark" : "light",
    isMobile: wanted.width < 600,
    javaScriptEnabled: wanted.scripts ?? true,
  });
  const page = await context.newPage();
  const seen = { console: [], errors: [], policy: [], asked: [], over: 0, axe: [] };
  // What the page does by itself; what axe does later is not its doing.
  let listening = true;
  const hear = (list, text) => { if (listening) list.push(text); };
  page.on("console", (message) => hear(seen.console, `${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => hear(seen.errors, String(error)));
  page.on("request", (request) => { if (!isOurs(request.url())) hear(seen.asked, request.url()); });
  // Before the page's own elements, and not subject to its policy.
  await page.addInitScript(() => {
    globalThis.breaches = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      globalThis.breaches.push(`${event.effectiveDirective}: ${event.blockedURI}`));
  });
  await page.addInitScript({ content: axe });
  await page.goto(address, { waitUntil: "load" });
  for (const [verb, selector, value] of wanted.steps ?? []) await step(page, verb, selector, value);
  await page.waitForTimeout(50);
  seen.url = page.url();
  if (wanted.scripts === false) {
    await context.close();
    return seen;
  }
  seen.focused = [];
  for (let tab = 0; tab < (wanted.tabs ?? 0); tab++) {
    await page.keyboard.press("Tab");
    seen.focused.push(await page.evaluate(() => document.activeElement.textContent.trim()));
  }
  seen.policy = await page.evaluate(() => globalThis.breaches);
  seen.over = await page.evaluate(() => {
    const root = document.documentElement;
    return Math.max(0, root.scrollWidth - root.clientWidth);
  });
  seen.policy_is_there = await page.evaluate(() =>
    document.querySelector("meta[http-equiv='Content-Security-Policy']")?.content ?? null);
  listening = false;
  const found = await page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), TAGS);
  seen.axe = found.violations.map((one) => `${one.id}: ${one.nodes.length} × ${one.nodes[0].html.slice(0, 200)} ${one.nodes[0].failureSummary}`);
  seen.passed = found.passes.length;
  if (wanted.screenshot) await page.screenshot({ path: wanted.screenshot, fullPage: wanted.height === undefined });
  if (wanted.pdf) await page.pdf({ path: wanted.pdf, preferCSSPageSize: true, printBackground: true });
  await context.close();
  return seen;
}

const browser = await chromium.launch({
  executablePath: order.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--force-device-scale-factor=1"],
});
const seen = [];
try {
  for (const page of order.pages) seen.push(await look(browser, page));
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(seen));
