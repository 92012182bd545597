// A job's life as a person leads it from the page, with the sandbox's ledger as the judge.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { axeProblems, launch, open } from "./browser.mjs";
import { Program } from "./program.mjs";

const slow = 6; // requests a second: so that a job lasts until it is steered
const refused = 3; // changes that the platform refuses once
let program, browser, page, web;
before(async () => {
  program = new Program(process.env.MUSTER);
  await program.startSandbox(160, { seed: 1, rules: [{ match: { method: "POST", path: "/members/*/add-plan", after: 10, until: 10 + refused }, fault: { kind: "status", status: 400 } }] });
  program.spec("give-plan", { description: "Give a plan to everyone in a country.", parameters: { country: { description: "whose members" } },
    where: { "customFields.country": { equals: "${country}" } }, operation: { addPlan: { planId: "pln_gold" } },
    pace: { requestsPerSecond: slow } });
  program.spec("nightly", { operation: { update: { customFields: { seen: true } } }, schedule: { cron: "0 1 * * *", timezone: "Europe/Berlin" },
    window: { from: "01:00", to: "05:00", timezone: "Europe/Berlin" } });
  web = await program.startWeb();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await program?.end();
});

const button = (name) => page.getByRole("button", { name, exact: typeof name === "string" });
const dialog = () => page.locator("dialog[open]");
const answer = (name) => dialog().getByRole("button", { name, exact: typeof name === "string" }).click({ timeout: 20000 });
const state = (word) => page.locator("main > .how .state", { hasText: new RegExp(`^${word}$`) }).waitFor({ timeout: 15000 });
const jobShown = () => decodeURIComponent(new URL(page.url()).hash.split("/").pop());
const effects = async (name) => Object.values((await program.ledger()).members).reduce((sum, m) => sum + (m[name] ?? 0), 0);

async function setRate(text) {
  await button("Rate…").click();
  await dialog().getByLabel("Requests per second").fill(text);
  await answer("Change the rate");
  await dialog().waitFor({ state: "detached" });
}

async function until(true_, what, ms = 10000) {
  for (const end = Date.now() + ms; ;) {
    if (await true_()) return;
    if (Date.now() > end) assert.fail(`waited in vain for ${what}`);
    await sleep(30);
  }
}

test("a job's life", { timeout: 55000 }, async (t) => {
  let failed = false;
  /** A step; those behind one that failed are not tried. */
  const step = (name, work) => t.test(name, { skip: failed }, async () => {
    failed = true;
    try {
      await work();
      failed = false;
    } finally {
      if (failed && page) t.diagnostic(`at ${page.url()}: ${await page.locator("body").innerText()} ${page.complaints.join("; ")}`);
    }
  });
  const wanted = (await program.everyone()).filter((m) => m.customFields?.country === "Germany" && !m.planConnections?.some((p) => p.planId === "pln_gold")).map((m) => m.id);
  let job;
  await step("planned, shown, started", async () => {
    page = await open(browser, web.links.act, { expect: [/Failed to load resource/] });
    await page.getByText("There is no job yet").waitFor();
    await page.getByRole("link", { name: "Specs" }).click();
    await page.getByRole("link", { name: "give-plan" }).click();
    await button("Plan").click();
    await page.getByRole("alert").filter({ hasText: "country is needed" }).waitFor();
    await page.getByLabel("country").fill("Germany");
    await button("Plan").click();
    await button(`Change ${wanted.length} members…`).click();
    assert.equal(await effects("addPlan:pln_gold"), 0);
    await answer(`Change ${wanted.length} members`);
    await page.waitForURL(/#\/jobs\/give-plan/);
    job = jobShown();
  });

  await step("paused with a note: nothing is sent", async () => {
    await button("Pause…").click();
    await dialog().getByLabel("Why?").fill("checking with sales");
    await answer("Pause");
    await state("paused");
    await page.locator(".why", { hasText: "checking with sales" }).waitFor();
    await page.locator("#acts").waitFor();
    await page.locator(".facts div", { hasText: /^in flight0$/ }).waitFor();
    const there = await effects("addPlan:pln_gold");
    await sleep(700);
    assert.equal(await effects("addPlan:pln_gold"), there);
    assert.ok(there < wanted.length);
    await page.locator(".acts q", { hasText: "checking with sales" }).waitFor();
  });

  await step("slower, and on", async () => {
    await setRate("8");
    await button("Continue…").click();
    await answer("Continue");
    await state("running");
    await page.getByText(/of 8 requests\/s/).waitFor();
    await page.locator(".plot canvas").nth(1).waitFor();
    assert.deepEqual(await axeProblems(page), []);
  });

  await step("stopped, and resumed", async () => {
    await button("Stop…").click();
    await dialog().getByLabel("Why?").fill("wrong time");
    await answer("Stop");
    await state("stopped");
    assert.ok(await effects("addPlan:pln_gold") < wanted.length);
    await button("Resume…").click();
    await answer(/^Resume: /);
    await state("running");
  });

  await step("killed with the page open, and resumed", async () => {
    process.kill(program.runOf(job), "SIGKILL");
    await state("interrupted");
    await button("Resume…").click();
    await answer(/^Resume: /);
    await state("running");
    await setRate("25");
    await state("complete");
  });

  await step("those who failed are shown, and tried again", async () => {
    await page.getByRole("button", { name: /^Show members of failed/ }).first().click();
    await page.locator(".failures .members li").first().waitFor();
    await button("Retry failed…").click();
    await answer(`Retry ${refused} members`);
    await until(() => jobShown() !== job, "the new job");
    await state("complete");
    const { members } = await program.ledger();
    assert.deepEqual(Object.fromEntries(Object.entries(members).map(([id, m]) => [id, m["addPlan:pln_gold"]])), Object.fromEntries(wanted.map((id) => [id, 1])));
    await page.getByText("retry of").waitFor();
    await page.getByRole("link", { name: job }).click();
    await page.locator(".facts div", { hasText: /^retry/ }).waitFor();
  });

  await step("verified, and taken back", async () => {
    await button("Verify…").click();
    await dialog().getByText("All are as the job left them.").waitFor({ timeout: 20000 });
    await answer("Close");
    await button("Undo…").click();
    await answer(`Take ${wanted.length - refused} changes back`);
    await until(() => jobShown() !== job, "the new job");
    await state("running");
    await setRate("25");
    await state("complete");
    assert.equal(await effects("removePlan:pln_gold"), wanted.length - refused);
    assert.equal(await effects("addPlan:pln_gold"), wanted.length);
  });

  await step("all of it stands in the lists", async () => {
    await page.getByRole("link", { name: "All jobs" }).click();
    await until(async () => (await page.locator("table.jobs tbody tr").count()) === 3, "three jobs");
    await page.goto(`${new URL(web.links.act).origin}/#/members/${wanted[0]}`);
    await page.locator(".history > li").first().waitFor();
    await page.goto(`${new URL(web.links.act).origin}/#/schedule`);
    await page.getByRole("heading", { name: "nightly" }).waitFor();
    await page.locator(".week rect.open:not(.always)").first().waitFor();
    assert.deepEqual(page.complaints, []);
  });

  await step("who came by the other link may only look", async () => {
    const acting = page;
    page = await open(browser, web.links.read);
    await page.getByRole("link", { name: job }).first().click();
    await state("complete");
    assert.equal(await page.getByRole("group", { name: "What to do with this job" }).count(), 0);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
    page = acting;
  });

  await step("a server that went says so", async () => {
    web.child.kill("SIGTERM");
    await web.child.ended;
    await page.getByRole("alert").getByText("is lost").waitFor();
    await page.context().close();
  });
});
