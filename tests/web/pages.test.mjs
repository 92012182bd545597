// The page in Chromium, against a stand-in for the server: what the real one cannot be brought to at will.
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { launch, open, overflow, visitor } from "./browser.mjs";
import { canned } from "./canned.mjs";
import { someJobs, someStatus } from "./some_jobs.mjs";
import { StandIn } from "./stand_in.mjs";

let browser, context, server, page;
before(async () => {
  browser = await launch();
  context = await visitor(browser);
  server = new StandIn(new URL("page", import.meta.url).pathname);
  await server.start();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(() => server.reset());
afterEach(async () => {
  const complaints = page?.complaints ?? [];
  await (page?.context() === context ? page : page?.context())?.close();
  page = undefined;
  assert.deepEqual(complaints, []);
});

const lost = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to load resource/;
const go = async (hash, options) => (page = await open(browser, `${server.url}/${hash}`, { context, ...options }));
const rows = () => page.locator("table.jobs tbody tr");
const button = (name) => page.getByRole("button", { name, exact: true });
const dialog = () => page.locator("dialog[open]");
async function until(true_, what) {
  for (let i = 0; i < 160; i++) {
    if (await true_()) return;
    await sleep(50);
  }
  assert.fail(`waited in vain for ${what}`);
}

describe("the list of jobs", () => {
  test("1,000 of them are there at once, are chosen from, and only what changed is drawn again", async () => {
    const jobs = someJobs(1000);
    server.setJobs(jobs);
    await go("");
    await rows().first().waitFor();
    assert.equal(await rows().count(), 100);
    const shown = await page.evaluate(() => performance.now());
    assert.ok(shown < 4000, `${shown} ms until they were there`);
    await page.getByText("1000 jobs").waitFor();

    await page.getByRole("button", { name: /^running/ }).click();
    assert.equal(await rows().count(), 2);
    await page.getByRole("button", { name: /^all/ }).click();
    await page.getByRole("searchbox").fill("checksum");
    await page.getByText("0 of 1000 jobs").waitFor();
    await page.getByRole("searchbox").fill("window  CLOSED");
    await until(async () => (await rows().count()) > 0 && (await rows().first().textContent()).includes("the window closed"), "those whose window closed");
    await page.getByRole("searchbox").fill("");
    await until(async () => (await rows().count()) === 100, "all again");

    await page.evaluate(() => {
      window.drawn = [];
      new MutationObserver((all) => window.drawn.push(...all.map((m) => m.target.parentElement?.closest("tr")?.querySelector("a")?.textContent ?? "")))
        .observe(document.querySelector("table.jobs"), { subtree: true, characterData: true, childList: true });
    });
    const changed = jobs.map((job, i) => i === 1 ? { ...job, settled: job.settled + 7 } : job);
    const before = await page.evaluate(() => performance.now());
    server.setJobs(changed);
    await page.getByText(`${changed[1].settled}/${changed[1].matched}`).waitFor();
    const took = await page.evaluate((t) => performance.now() - t, before);
    assert.ok(took < 1000, `${took} ms for one change`);
    const drawn = await page.evaluate(() => [...new Set(window.drawn)].filter(Boolean));
    assert.deepEqual(drawn.filter((id) => id !== changed[1].job && id !== changed[0].job), []);
    await button("Show 100 more").click();
    assert.equal(await rows().count(), 200);
  });

  test("a run's rate against what is allowed, and what holds it, stand in its row", async () => {
    const jobs = someJobs(6);
    jobs[0].told = { ...someStatus(jobs[0].job, 5), quotaUntil: "14:00" };
    jobs[1].told = { ...someStatus(jobs[1].job, 5), state: "paused", paused: { who: "bob", why: "lunch", at: "2026-11-28T01:00:00Z" } };
    server.setJobs(jobs);
    await go("");
    await rows().nth(0).getByText("24.2 of 25 requests/s").waitFor();
    await rows().nth(0).getByText("quota is used up; nothing is sent until 14:00").waitFor();
    await rows().nth(1).getByText("paused by bob").waitFor();
    await page.getByRole("button", { name: "paused 1" }).waitFor();
    server.setJobs(jobs.map((job, i) => i === 0 ? { ...job, told: someStatus(job.job, 7) } : job));
    await rows().nth(0).getByText("quota is used up").waitFor({ state: "detached" });
  });

  test("a text is a text, whoever wrote it", async () => {
    const evil = "<img src=x onerror=alert(1)><script>alert(2)</script>\" onfocus=alert(3) x=\"{{7*7}}";
    server.setJobs([{ ...someJobs(4)[3], reason: `${evil}\u202egnp` }]);
    await go("");
    await page.getByText(`${evil}\\u202egnp`).waitFor();
    assert.equal(await page.locator("main img, main script").count(), 0);
  });
});

describe("the connection", () => {
  test("where no events come, it is asked each 3 s", async () => {
    server.events = false;
    const jobs = someJobs(3);
    server.setJobs(jobs);
    await go("", { expect: [lost] });
    await rows().first().waitFor();
    await page.getByText("asked each 3 s").waitFor();
    server.jobs = [{ ...jobs[2], state: "stopped", reason: "by somebody" }];
    await page.getByText("by somebody").waitFor();
  });

  test("one that is lost is told, and comes back by itself", async () => {
    const jobs = someJobs(3);
    server.setJobs(jobs);
    await go("", { expect: [lost] });
    await page.getByText("connected", { exact: true }).waitFor();
    const { port } = server;
    await server.stop();
    await page.getByRole("alert").getByText("The connection to muster web is lost").waitFor();
    assert.equal(await rows().count(), 3);
    await page.getByRole("link", { name: "Specs" }).click();
    await page.getByText("The server does not answer.").waitFor();
    server.answers.set("GET /api/specs", canned.specs);
    server.jobs = someJobs(2);
    await server.start(port);
    await page.getByRole("heading", { name: "move" }).waitFor();
    await page.getByRole("link", { name: "Jobs" }).click();
    await page.getByText("2 jobs").waitFor();
    await until(async () => (await page.getByRole("alert").textContent()) === "", "the banner to go");
  });

  test("a page that nobody sees for a minute holds none, and begins again when it is seen", async () => {
    server.setJobs(someJobs(2));
    await go("", { context: null });
    await page.getByText("2 jobs").waitFor();
    await page.clock.install();
    const see = (seen) => page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, !seen);
    await see(false);
    await page.clock.fastForward(50_000);
    assert.equal(server.streams.size, 1);
    await page.clock.fastForward(11_000);
    await until(() => server.streams.size === 0, "the connection to be let go");
    server.setJobs(someJobs(3));
    await see(true);
    await page.getByText("3 jobs").waitFor();
    assert.equal(server.streams.size, 1);
  });

  test("a session that ended says what to do, and goes on when it is begun again", async () => {
    server.setJobs(someJobs(2));
    server.ended = true;
    await go("", { expect: [lost] });
    await page.getByRole("alert").getByText("Open the link that muster web printed again").waitFor();
    server.ended = false;
    await page.getByText("2 jobs").waitFor({ timeout: 15000 });
    assert.equal(await page.getByRole("alert").textContent(), "");
  });
});

describe("one job", () => {
  const [runs, , complete, stopped] = someJobs(4);
  const path = (job, what = "") => `/api/jobs/${job.job}${what}`;
  const answer = (method, job, what, value) => server.answers.set(`${method} ${path(job, what)}`, value);

  test("its chart grows with what the run tells", async () => {
    server.setJobs([runs]);
    answer("GET", runs, "/events", { events: someStatus(runs.job, 0) });
    await go(`#/jobs/${runs.job}`);
    await page.getByText("The chart begins").waitFor();
    for (let i = 1; i < 6; i++) {
      server.tell(path(runs, "/events"), "status", someStatus(runs.job, i));
      await sleep(120);
    }
    await page.locator(".plot canvas").nth(1).waitFor();
    assert.match(await page.getByRole("img", { name: /^Requests each second/ }).getAttribute("aria-label"), /of 25 allowed/);
    server.tell(path(runs, "/events"), "end", { ...someStatus(runs.job, 6), state: "stopped" });
    server.setJobs([{ ...runs, state: "stopped", reason: "by ann" }]);
    await page.locator(".why", { hasText: "by ann" }).waitFor();
    await button("Resume…").waitFor();
  });

  test("pause asks for a note, says it, and the buttons follow", async () => {
    server.setJobs([runs]);
    answer("GET", runs, "/events", { events: someStatus(runs.job, 0) });
    answer("POST", runs, "/pause", (query, { why }) => ({ ...someStatus(runs.job, 1), state: "paused", paused: { who: "ann", why, at: "2026-11-28T01:00:00Z" } }));
    await go(`#/jobs/${runs.job}`);
    await button("Pause…").click();
    await dialog().getByLabel("Why?").fill("checking with sales");
    await dialog().getByRole("button", { name: "Pause", exact: true }).dblclick();
    await page.locator(".why", { hasText: "paused by ann" }).waitFor();
    await button("Continue…").waitFor();
    assert.equal(await button("Pause…").count(), 0);
    assert.deepEqual(server.posts, [{ path: path(runs, "/pause"), body: { why: "checking with sales" }, origin: server.url }]);
  });

  test("a rate that is none is not sent; what the server refuses stands in the dialog", async () => {
    server.setJobs([runs]);
    answer("GET", runs, "/events", { events: someStatus(runs.job, 0) });
    answer("POST", runs, "/rate", { status: 409, body: { code: "run-is-ending", message: "The run is ending." } });
    await go(`#/jobs/${runs.job}`, { expect: [lost] });
    await button("Rate…").click();
    await dialog().getByLabel("Requests per second").fill("");
    await dialog().getByRole("button", { name: "Change the rate" }).click();
    await dialog().getByRole("alert").getByText("from 0.001 to 100000").waitFor();
    await dialog().getByLabel("Requests per second").fill("5");
    await dialog().getByRole("button", { name: "Change the rate" }).click();
    await dialog().getByRole("alert").getByText("The run is ending.").waitFor();
    assert.deepEqual(server.posts.map((p) => p.body), [{ requestsPerSecond: 5, why: "" }]);
  });

  test("failures stand by their code, with members, before -> after, digit by digit", async () => {
    server.setJobs([{ ...complete, outcomes: { ...complete.outcomes, failed: 12 } }]);
    answer("GET", complete, "/failures", [{ outcome: "failed", code: "plan-not-found", message: "No such plan.", count: 12 }]);
    answer("GET", complete, "/results", (query) => {
      assert.equal(query.get("code"), "plan-not-found");
      return '[{"member":"mem_1","email":"a@b","outcome":"failed","page":1,"attempts":1,"code":"plan-not-found","message":"No such plan.",'
        + '"change":{"update":{"set":{"customFields":{"n":9007199254740993}}}},"before":{"customFields":{"n":9007199254740995}}}]';
    });
    await go(`#/jobs/${complete.job}`);
    await page.locator("code", { hasText: "plan-not-found" }).waitFor();
    await page.getByRole("button", { name: "Show members of failed plan-not-found" }).click();
    const steps = page.locator(".steps li");
    await steps.waitFor();
    assert.equal(await steps.textContent(), "not done: customFields.n: 9007199254740995 → 9007199254740993");
    await page.getByText("1 of 12 shown").waitFor();
  });

  test("undo shows its plan and the number first", async () => {
    server.setJobs([complete]);
    answer("GET", complete, "/undo-plan", canned.undoPlan);
    answer("POST", complete, "/undo", { status: 202, body: { job: stopped.job } });
    await go(`#/jobs/${complete.job}`);
    await button("Undo…").click();
    const n = canned.undoPlan.toChange;
    await dialog().getByRole("button", { name: `Take ${n} changes back` }).waitFor();
    assert.ok(await dialog().locator(".members li").count() > 0);
    server.jobs = [stopped, complete];
    await dialog().getByRole("button", { name: `Take ${n} changes back` }).click();
    await page.waitForURL(`**/#/jobs/${stopped.job}`);
    assert.equal(server.posts.length, 1);
  });

  test("retry and resume name their members", async () => {
    const job = { ...stopped, outcomes: { ...stopped.outcomes, failed: 7 } };
    server.setJobs([job]);
    answer("GET", job, "/retry-plan", { count: 7 });
    await go(`#/jobs/${job.job}`);
    await button("Retry failed…").click();
    await dialog().getByRole("button", { name: "Retry 7 members" }).waitFor();
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    await until(() => page.evaluate(() => document.activeElement?.textContent === "Retry failed…"), "the focus to come back");
    await button("Resume…").click();
    await dialog().getByText(`${job.matched - job.settled} members that matched have no outcome yet`).waitFor();
    assert.deepEqual(server.posts, []);
  });

  test("who may only look sees no button that acts", async () => {
    server.session.role = "read";
    server.setJobs([{ ...complete, outcomes: { ...complete.outcomes, failed: 2 } }]);
    await go(`#/jobs/${complete.job}`);
    await page.getByText("reads only").waitFor();
    assert.equal(await page.getByRole("group", { name: "What to do with this job" }).count(), 0);
    await page.goto(`${server.url}/#/specs/move`);
    await page.getByText("You may look").waitFor();
    assert.equal(await page.getByRole("button", { name: /Plan/ }).count(), 0);
  });
});

describe("other views", () => {
  test("the schedule shows starts, windows, and why not now", async () => {
    server.answers.set("GET /api/schedule", canned.schedule);
    await go("#/schedule");
    await page.getByRole("heading", { name: canned.schedule[0].spec }).waitFor();
    assert.ok(await page.locator(".week rect.open:not(.always)").count() > 0);
    await page.getByText("01:00 to 05:00 Europe/Berlin").first().waitFor();
  });

  test("a spec is planned, shown, and started just so", async () => {
    const [job] = someJobs(1);
    server.answers.set("GET /api/specs", [{ name: "move", path: "/etc/muster/move.json", ok: true }, { name: "bad", path: "/etc/muster/bad.json", ok: false, problem: "line 3: no such key" }]);
    server.answers.set("POST /api/specs/move/plan", { plan: "p1", shown: canned.shown });
    server.answers.set("POST /api/plans/p1/start", { status: 202, body: { job: job.job } });
    await go("#/specs");
    await page.getByText("line 3: no such key").waitFor();
    await page.getByRole("link", { name: "move" }).click();
    await page.getByLabel("Parameters").fill("country");
    await button("Plan").click();
    await page.getByRole("alert").getByText("is not NAME=VALUE").waitFor();
    await page.getByLabel("Parameters").fill("country=Germany\n");
    await button("Plan").click();
    const n = canned.shown.members;
    await button(`Change ${n} members…`).click();
    server.jobs = [job];
    await dialog().getByRole("button", { name: `Change ${n} members`, exact: true }).click();
    await page.waitForURL(`**/#/jobs/${job.job}`);
    assert.deepEqual(server.posts.map((p) => [p.path, p.body]), [["/api/specs/move/plan", { set: { country: "Germany" } }], ["/api/plans/p1/start", { why: "" }]]);
  });

  test("fields for a spec's parameters, where the server tells them", async () => {
    server.answers.set("GET /api/specs", [{ name: "move", path: "/m.json", ok: true, parameters: [{ name: "country", type: "string", description: "Whose", required: true }, { name: "limit", type: "number", value: 3, required: false }] }]);
    server.answers.set("POST /api/specs/move/plan", { plan: "p1", shown: canned.shown });
    await go("#/specs/move");
    await button("Plan").click();
    await page.getByRole("alert").getByText("country is needed").waitFor();
    await page.getByLabel("country").fill("Germany");
    await button("Plan").click();
    await page.getByRole("heading", { name: "The plan" }).waitFor();
    assert.deepEqual(server.posts[0].body, { set: { country: "Germany" } });
  });

  test("a member's history, by any name", async () => {
    server.answers.set(`GET /api/members/${encodeURIComponent("jane+x@example.com")}`, canned.history);
    await go("#/members");
    await page.getByLabel("A member’s id").fill(" jane+x@example.com ");
    await page.keyboard.press("Enter");
    await page.locator(".history > li").first().waitFor();
    assert.equal(await page.locator(".history > li").count(), canned.history.length);
    assert.equal(await page.title(), "Member jane+x@example.com - muster");
  });

  test("the keyboard suffices", async () => {
    server.setJobs(someJobs(3));
    await go("");
    await rows().first().waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
    for (let i = 0; i < 9 && !(await page.evaluate(() => document.activeElement.matches("table a"))); i++) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/#/jobs/**");
    await until(() => page.evaluate(() => document.activeElement.tagName === "H1"), "the focus on the heading");
  });

  test("nothing is wider than a telephone", async () => {
    const long = `x${"y".repeat(200)}`;
    server.setJobs(someJobs(20).map((job, i) => i === 3 ? { ...job, reason: long } : job));
    server.answers.set("GET /api/schedule", canned.schedule);
    await go("", { context: null, size: "narrow" });
    await rows().first().waitFor();
    assert.deepEqual(await overflow(page), []);
    await page.goto(`${server.url}/#/schedule`);
    await page.locator(".week").first().waitFor();
    assert.deepEqual(await overflow(page), []);
  });
});
