// Every view of the page with something in it, for whoever looks at all of them.
import { setTimeout as sleep } from "node:timers/promises";
import { someJobs } from "./some_jobs.mjs";

/** Fills the stand-in. Gives the views: their address, how to get them ready, and their name. */
export function views(server, canned, someStatus) {
  const jobs = someJobs(12);
  const [runs, paused, complete, stopped, , , , , , , failed] = jobs;
  Object.assign(complete, { madeFrom: [{ job: jobs[5].job, as: "undo", at: "2026-11-28T05:00:00Z" }], plan: { digest: "5be2a9d01c77aa00", approvedBy: "Ann" } });
  failed.outcomes = { done: 120, already: 43, gone: 2, failed: 12, unknown: 1 };
  const status = { ...someStatus(paused.job, 4), state: "paused", paused: { who: "bob (pid 4711)", why: "checking with sales", at: "2026-11-28T01:00:00Z" } };
  Object.assign(runs, { told: someStatus(runs.job, 0) });
  Object.assign(paused, { told: status });
  server.setJobs(jobs);
  const answer = (path, value) => server.answers.set(`GET ${path}`, value);
  answer(`/api/jobs/${runs.job}/events`, { events: someStatus(runs.job, 0) });
  answer(`/api/jobs/${paused.job}/events`, { events: status });
  answer(`/api/jobs/${failed.job}/failures`, canned.failures);
  answer(`/api/jobs/${failed.job}/results`, canned.results);
  answer(`/api/jobs/${failed.job}/acts`, canned.acts);
  answer(`/api/jobs/${complete.job}/undo-plan`, canned.undoPlan);
  answer("/api/schedule", canned.schedule);
  answer("/api/specs", canned.specs);
  server.answers.set(`POST /api/specs/${canned.specs[0].name}/plan`, { plan: "p1", shown: canned.shown });
  answer("/api/members/jane%40example.com", canned.history);
  const seen = (selector) => (page) => page.locator(selector).first().waitFor();
  return [
    { name: "jobs", hash: "#/jobs", ready: (page) => page.getByText("paused by bob").first().waitFor() },
    { name: "job-running", hash: `#/jobs/${runs.job}`, ready: async (page) => {
      await page.getByText("The chart begins").waitFor();
      for (let i = 1; i < 9; i++) {
        server.tell(`/api/jobs/${runs.job}/events`, "status", someStatus(runs.job, i));
        await sleep(60);
      }
      await page.locator(".plot canvas").nth(1).waitFor();
    } },
    { name: "job-failed", hash: `#/jobs/${failed.job}`, ready: async (page) => {
      await page.getByRole("button", { name: /^Show members/ }).first().click();
      await page.locator(".failures .members li").first().waitFor();
      await page.locator(".acts li").first().waitFor();
    } },
    { name: "job-undo", hash: `#/jobs/${complete.job}`, dialog: true, ready: async (page) => {
      await page.getByRole("button", { name: "Undo…" }).click();
      await page.locator("dialog .members li").first().waitFor();
    } },
    { name: "schedule", hash: "#/schedule", ready: seen(".week") },
    { name: "specs", hash: "#/specs", ready: seen(".cards li") },
    { name: "plan", hash: `#/specs/${canned.specs[0].name}`, ready: async (page) => {
      await page.getByLabel("country").fill("Germany");
      await page.getByRole("button", { name: "Plan" }).click();
      await page.getByRole("button", { name: /^Change .* members/ }).waitFor();
    } },
    { name: "member", hash: "#/members/jane%40example.com", ready: seen(".history li") },
    { name: "nobody", hash: "#/members", ready: seen("form.find") },
  ];
}
