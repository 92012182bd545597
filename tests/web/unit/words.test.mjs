// What is said of jobs, and of the changes of members.
import { test } from "node:test";
import assert from "node:assert/strict";
import { changeSteps } from "../page/change_steps.js";
import { parseJson } from "../page/exact_json.js";
import { chosen, tally } from "../page/job_choice.js";
import { forecastWords, leftWords, percent, progressOf, rateWords, stateOf, whyOf } from "../page/job_words.js";

const running = { job: "a-1", state: "running", runs: 1, seen: 500, listTotal: 1000, matched: 100, settled: 50,
  outcomes: { done: 40, already: 9, gone: 0, failed: 1, unknown: 0 } };
const told = { state: "running", seen: 600, matched: 120, settled: 90, sentPerSecond: 24.9, allowedPerSecond: 25, outcomes: {} };

test("a job that runs may be paused", () => {
  assert.equal(stateOf(running), "running");
  assert.equal(stateOf(running, { ...told, state: "paused" }), "paused");
  assert.equal(stateOf({ ...running, paused: { who: "ann" } }), "paused");
  assert.equal(stateOf({ ...running, paused: { who: "ann" } }, told), "running");
  assert.equal(stateOf({ ...running, state: "stopped" }, undefined), "stopped");
});

test("why nothing is sent", () => {
  assert.equal(whyOf(running, told), "");
  assert.match(whyOf(running, { ...told, quotaUntil: "13:05" }), /quota is used up; nothing is sent until 13:05/);
  assert.match(whyOf(running, { ...told, windowOpens: "Wed 01:00" }), /window is closed; the next one opens Wed 01:00/);
  assert.equal(whyOf(running, { ...told, storeTrouble: "reset" }), "the store does not answer (reset); nothing is sent until it does");
  const ofLease = "the store does not answer";
  assert.equal(whyOf(running, { ...told, storeTrouble: ofLease }), `${ofLease}; nothing is sent until it does`);
  assert.match(whyOf(running, { ...told, heldUntil: "2026-01-01T00:00:01Z" }), /asked us to slow down/);
  assert.match(whyOf(running, { ...told, platformDownSince: "2026-01-01T00:00:01Z" }), /seems to be down/);
  assert.equal(whyOf(running, { ...told, paused: { who: "ann", why: "asking sales" } }), "paused by ann: asking sales");
  const stopped = { ...running, state: "stopped", reason: "interrupted (SIGINT)", paused: { who: "bob", why: "" } };
  assert.equal(whyOf(stopped), "interrupted (SIGINT); paused by bob");
});

test("progress is of the list and of those who match", () => {
  assert.equal(progressOf(running).part, 0.25);
  assert.equal(progressOf(running, told).part, 0.6 * 0.75);
  assert.equal(progressOf({ ...running, listTotal: undefined }).part, null);
  assert.equal(progressOf({ ...running, state: "complete" }).part, 1);
  assert.equal(percent(0.999), "99 %");
  assert.equal(percent(null), "");
});

test("the rate is that of the run, or of the journal", () => {
  assert.equal(rateWords(running, told), "24.9 of 25 requests/s");
  assert.equal(rateWords({ ...running, settledPerSecond: 12.34 }), "12.3 members/s");
  assert.equal(rateWords({ ...running, state: "stopped", settledPerSecond: 12 }), "");
});

test("forecasts", () => {
  assert.equal(forecastWords(undefined), "");
  assert.equal(forecastWords({ doneAt: "2026-01-01T00:00:00Z", windows: 1, secondsOfSending: 90 }), "1 min 30 s left");
  assert.equal(forecastWords({ doneAt: "2026-01-01T00:00:00Z", windows: 2, timezone: "UTC" }), "done about 2026-01-01 01:00, window 2 from here");
  assert.match(forecastWords({ doneAt: "2026-01-01T00:00:00Z", latestAt: "2026-01-02T00:00:00Z", windows: 1 }), /^done between/);
});

test("what a resume has before it", () => {
  assert.equal(leftWords({ matched: 10, settled: 9, seen: 100, listTotal: 100 }), "1 member that matched has no outcome yet.");
  assert.match(leftWords({ matched: 10, settled: 4, seen: 100, listTotal: 1000 }), /^6 members that matched have no outcome yet, and 900 members of the list are still to be read, about 90 of whom match/);
  assert.match(leftWords({ matched: 10, settled: 4, seen: 100 }), /is not known/);
});

test("jobs are chosen by state and words", () => {
  const all = [running, { job: "b-2", state: "stopped", reason: "the window closed", outcomes: {} }, { job: "c-3", state: "complete", outcomes: {} }];
  const none = new Map();
  assert.deepEqual(chosen(all, none, "", "").map((j) => j.job), ["a-1", "b-2", "c-3"]);
  assert.deepEqual(chosen(all, none, "stopped", "").map((j) => j.job), ["b-2"]);
  assert.deepEqual(chosen(all, none, "failures", "").map((j) => j.job), ["a-1"]);
  assert.deepEqual(chosen(all, none, "", " WINDOW b ").map((j) => j.job), ["b-2"]);
  assert.deepEqual(chosen(all, new Map([["a-1", { state: "paused" }]]), "paused", "").map((j) => j.job), ["a-1"]);
  assert.deepEqual(tally(all, none), { failures: 1, running: 1, stopped: 1, complete: 1 });
});

test("a change is told field by field, as the command line tells it", () => {
  const steps = (change, before) => changeSteps(parseJson(JSON.stringify(change)), before);
  assert.deepEqual(steps({ addPlan: { planId: "pln_a" } }), [{ field: "plan pln_a", from: "no", to: "yes" }]);
  assert.deepEqual(steps({ update: { set: { customFields: { country: "Sweden", x: null } } } }, { customFields: { country: "Germany", lost: 1 } }), [
    { field: "customFields.country", from: '"Germany"', to: '"Sweden"' },
    { field: "customFields.x", from: "(none)", to: "(none)" },
    { field: "customFields.lost", from: "1", to: "(none)" },
  ]);
  assert.deepEqual(steps({ update: { set: { a: { b: 1 } } } }, { a: "text" }), [{ field: "a", from: '"text"', to: '{"b":1}' }]);
  assert.deepEqual(steps({ delete: {} }), [{ field: "the member", from: "", to: "deleted" }]);
  assert.deepEqual(steps({ request: { method: "POST", path: "/x", body: { a: 1 }, idempotent: true } }), [{ field: "", from: "", to: 'POST /x {"a":1}' }]);
  assert.deepEqual(steps({ create: { document: { email: "a@b" } } }), [{ field: "email", from: "(none)", to: '"a@b"' }]);
  assert.deepEqual(steps({ later: { a: 1 } }), [{ field: "later", from: "", to: '{"a":1}' }]);
  assert.deepEqual(changeSteps(undefined), []);
  assert.deepEqual(changeSteps(null), []);
});

test("a change keeps the digits of large numbers", () => {
  const change = parseJson('{"update":{"set":{"points":9007199254740993}}}');
  assert.deepEqual(changeSteps(change, parseJson('{"points":9007199254740995}')), [{ field: "points", from: "9007199254740995", to: "9007199254740993" }]);
});
