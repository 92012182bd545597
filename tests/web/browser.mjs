// Debian's Chromium, as the tests use it: no page may break its policy, throw, or leave the machine.
import { extname, join } from "node:path";
import axeCore from "axe-core";
import { chromium } from "playwright-core";
import { policy, types } from "./stand_in.mjs";

export const sizes = { narrow: { width: 360, height: 740 }, wide: { width: 1280, height: 900 } };

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: ["--no-sandbox", "--disable-gpu"] });
}

/** A visitor: cookies, clock and window of its own. */
export async function visitor(browser, { theme = "light", size = "wide" } = {}) {
  const context = await browser.newContext({ colorScheme: theme, viewport: sizes[size], timezoneId: "Europe/Berlin", reducedMotion: "reduce" });
  if (process.env.PAGE) await context.route((u) => !/^\/(api\/|login)/.test(u.pathname), (route) => fromFolder(route, process.env.PAGE));
  return context;
}

/** A page, of a visitor of its own if none is given; `page.complaints` = what went wrong in it, but for what it may `expect`. */
export async function open(browser, url, { context = null, expect = [], ...how } = {}) {
  const page = await (context ?? await visitor(browser, how)).newPage();
  page.setDefaultTimeout(8000);
  page.complaints = [];
  const complain = (text) => expect.some((e) => e.test(text)) || page.complaints.push(text);
  page.on("pageerror", (error) => complain(`threw ${error}`));
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && complain(`${m.type()}: ${m.text()}`));
  page.on("request", (r) => /^(http:\/\/127\.0\.0\.1:\d+\/|data:)/.test(r.url()) || complain(`asked ${r.url()}`));
  page.on("dialog", (d) => {
    complain(`a dialog: ${d.message()}`);
    d.dismiss();
  });
  await page.addInitScript(() => addEventListener("securitypolicyviolation", (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`)));
  await page.goto(url);
  if (process.env.PAGE && url.includes("/login?")) await page.goto(new URL("/", url).href); // what a login leads to is not routed
  return page;
}

/** With $PAGE, a folder: its files instead of those in the program, which need not be built anew for each change. */
async function fromFolder(route, folder) {
  const path = new URL(route.request().url()).pathname;
  await route.fulfill({ path: join(folder, path === "/" ? "index.html" : path), headers: { "Content-Security-Policy": policy,
    "Content-Type": types[extname(path)] ?? types[".html"] } });
}

/** What axe finds, in words; `rules` = the names of some of its rules, if not all. */
export async function axeProblems(page, rules = null) {
  if (!await page.evaluate("typeof axe === 'object'")) await page.evaluate(axeCore.source);
  const { violations } = await page.evaluate((some) => axe.run(document, { resultTypes: ["violations"], ...(some && { runOnly: some }) }), rules);
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.html} ${n.any.concat(n.all).map((c) => c.message).join("; ")}`).join("\n  ")}`);
}

/** Whether the page can be scrolled sideways. */
export function overflow(page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".unseen, .skip, .u-over"));
    return document.scrollingElement.scrollWidth > innerWidth ? all.map((e) => `${e.tagName} ${e.className}`) : [];
  });
}
