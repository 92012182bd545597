// Numbers, spans, moments and addresses, as people read them. The clock here is Berlin's (see run).
import { test } from "node:test";
import assert from "node:assert/strict";
import { parseJson } from "../page/exact_json.js";
import { clock, count, counted, cut, moment, rate, relative, span, visible } from "../page/format.js";
import { menuOf, readRoute, route } from "../page/routes.js";
import { readSetFields, readSetLines } from "../page/set_lines.js";

test("counts have their digits in threes from five on", () => {
  assert.equal(count(0), "0");
  assert.equal(count(1234), "1234");
  assert.equal(count(12345), "12\u202f345");
  assert.equal(count(parseJson("12345678901234567890")), "12\u202f345\u202f678\u202f901\u202f234\u202f567\u202f890");
  assert.equal(count(undefined), "");
  assert.equal(counted(1, "member"), "1 member");
  assert.equal(counted(0, "member"), "0 members");
});

test("rates", () => {
  assert.deepEqual([0, 0.001, 0.06, 24.94, 25, 99.95, 1234567].map(rate), ["0", "0.001", "0.1", "24.9", "25", "100", "1\u202f234\u202f567"]);
  assert.equal(rate(parseJson("2.5E1")), "25");
  assert.equal(rate(undefined), "");
});

test("spans name their largest two parts", () => {
  assert.deepEqual([0, 1, 59, 60, 61, 599, 600, 3600, 3660, 86400, 90000, 1e7].map(span),
    ["0 s", "1 s", "59 s", "1 min", "1 min 1 s", "9 min 59 s", "10 min", "1 h", "1 h 1 min", "1 d", "1 d 1 h", "115 d 17 h"]);
});

test("moments are by the clock of the browser", () => {
  assert.equal(moment("2026-01-31T09:05:07Z"), "2026-01-31 10:05");
  assert.equal(moment("2026-07-31T23:05:07Z", "seconds"), "2026-08-01 01:05:07");
  assert.equal(moment("soon"), "soon");
  assert.equal(moment(""), "");
  assert.equal(clock("2026-01-31T09:05:07Z", new Date("2026-01-31T22:00:00Z")), "10:05");
  assert.equal(clock("2026-01-31T09:05:07Z", new Date("2026-01-31T23:00:00Z")), "2026-01-31 10:05");
  assert.equal(relative("2026-01-31T09:05:00Z", new Date("2026-01-31T09:00:00Z")), "in 5 min");
  assert.equal(relative("2026-01-31T09:00:00Z", new Date("2026-01-31T11:00:00Z")), "2 h ago");
});

test("a text is cut between characters", () => {
  assert.equal(cut("abc", 3), "abc");
  assert.equal(cut("a😀😀😀", 3), "a😀…");
});

test("what would turn or hide text is shown by its code", () => {
  assert.equal(visible("a\u202egnp.exe\u0007"), "a\\u202egnp.exe\\u0007");
  assert.equal(visible("zwölf 👩‍👧 שלום\n\t"), "zwölf 👩‍👧 שלום\n\t");
});

test("an address leads back to its view", () => {
  for (const [view, named] of [["jobs", {}], ["job", { id: "a-20260101T000000Z-1a2b" }], ["schedule", {}], ["specs", {}], ["members", {}],
    ["plan", { name: "a/b#c d" }], ["member", { key: "jane+x@example.com/..#?%" }]])
    assert.deepEqual(readRoute(route(view, named)), { view, ...named });
});

test("any other address is that of the jobs", () => {
  for (const hash of ["", "#", "#/", "#/nothing", "#/jobs/a/b", "#content"]) assert.equal(readRoute(hash).view, "jobs", hash);
  assert.deepEqual(readRoute("#/members/%E0%A4%A"), { view: "member", key: "%E0%A4%A" });
  assert.equal(menuOf("job"), "jobs");
  assert.equal(menuOf("specs"), "specs");
});

test("parameters are lines NAME=VALUE", () => {
  assert.deepEqual(readSetLines(" country=Germany \n\nplanId=a=b"), { set: { country: "Germany", planId: "a=b" }, problem: null });
  assert.match(readSetLines("country").problem, /NAME=VALUE/);
  assert.match(readSetLines("=x").problem, /NAME=VALUE/);
  assert.match(readSetLines("a=1\na=2").problem, /twice/);
  const both = [{ name: "a", required: true }, { name: "b", required: false, value: 3 }];
  assert.deepEqual(readSetFields(both, { a: " x ", b: "" }), { set: { a: "x" }, problem: null });
  assert.match(readSetFields(both, { b: "1" }).problem, /a is needed/);
});
