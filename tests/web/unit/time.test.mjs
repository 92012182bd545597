// Windows over a week, lines over time, and events from a stream.
import { test } from "node:test";
import assert from "node:assert/strict";
import { EventReader } from "../page/event_stream.js";
import { Series } from "../page/series.js";
import { share, spansOf, weekFrom, windowWords } from "../page/week.js";

const at = (text) => new Date(text).getTime();
const iso = (spans) => spans.map((span) => span.map((t) => new Date(t).toISOString().slice(0, 16)));

test("a window is open on its days, by its own clock", () => {
  const w = { from: "01:00", to: "05:00", days: ["mon", "wed"], timezone: "Europe/Berlin" };
  assert.deepEqual(iso(spansOf(w, at("2026-01-05T00:00Z"), at("2026-01-12T00:00Z"))),
    [["2026-01-05T00:00", "2026-01-05T04:00"], ["2026-01-07T00:00", "2026-01-07T04:00"]]);
});

test("past midnight where it ends before it begins, cut at the week's ends", () => {
  const w = { from: "22:00", to: "02:00", timezone: "UTC" };
  const spans = iso(spansOf(w, at("2026-01-05T00:00Z"), at("2026-01-07T00:00Z")));
  assert.deepEqual(spans, [["2026-01-05T00:00", "2026-01-05T02:00"], ["2026-01-05T22:00", "2026-01-06T02:00"], ["2026-01-06T22:00", "2026-01-07T00:00"]]);
});

test("a whole day, and the day on which clocks are set", () => {
  const w = { from: "00:00", to: "24:00", days: ["sun"], timezone: "Europe/Berlin" };
  assert.deepEqual(iso(spansOf(w, at("2026-03-27T00:00Z"), at("2026-04-01T00:00Z"))), [["2026-03-28T23:00", "2026-03-29T22:00"]]);
  const night = { from: "01:00", to: "05:00", timezone: "Europe/Berlin" };
  assert.deepEqual(iso(spansOf(night, at("2026-10-24T12:00Z"), at("2026-10-25T12:00Z"))), [["2026-10-24T23:00", "2026-10-25T04:00"]]);
});

test("a zone that nobody knows is an error", () => {
  assert.throws(() => spansOf({ from: "01:00", to: "02:00", timezone: "Mars/Olympus" }, 0, 1), RangeError);
});

test("windows in words", () => {
  const w = { from: "01:00", to: "05:00", timezone: "UTC" };
  assert.equal(windowWords(w), "01:00 to 05:00 UTC, every day");
  assert.equal(windowWords({ ...w, days: ["tue", "mon", "wed"], rate: 20 }), "01:00 to 05:00 UTC, mon to wed, 20 requests/s");
  assert.equal(windowWords({ ...w, days: ["mon", "sun"] }), "01:00 to 05:00 UTC, mon, sun");
});

test("the week begins at the midnight of today", () => {
  const week = weekFrom(new Date("2026-01-07T12:00:00Z"));
  assert.equal(new Date(week.begin).toISOString(), "2026-01-06T23:00:00.000Z"); // Berlin, see run
  assert.deepEqual(week.days.map((d) => d.name), ["Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue"]);
  assert.equal(share(week.begin, week), 0);
  assert.equal(share(week.end, week), 1);
});

test("what a run tells becomes lines; silence and another run are gaps", () => {
  const s = new Series();
  const told = (run, requests, done) => ({ run, requests, throttled: 0, allowedPerSecond: 25, outcomes: { done } });
  s.add(told(1, 0, 0), 100);
  assert.equal(s.size, 0);
  s.add(told(1, 20, 5), 101);
  s.add(told(1, 70, 15), 103);
  s.add(told(1, 70, 15), 103); // the same word again
  s.add(told(1, 90, 15), 120);
  s.add(told(1, 100, 17), 121);
  s.add(told(2, 3, 17), 122);
  s.add(told(2, 13, 18), 123);
  assert.deepEqual(s.data("sent", "done"), [[101, 103, 103.5, 121, 121.5, 123], [20, 25, null, 10, null, 10], [5, 5, null, 2, null, 1]]);
});

test("an hour of lines is kept", () => {
  const s = new Series();
  for (let i = 0; i < 5000; i++) s.add({ run: 1, requests: i, outcomes: {} }, i);
  assert.equal(s.size, 3600);
  assert.equal(s.lines.failed.length, 3600);
  assert.equal(s.times.at(-1), 4999);
});

test("events come in pieces of any length", () => {
  const text = ": hello\r\nevent: jobs\ndata: [1,\ndata: 2]\n\ndata:x\n\nevent: empty\n\nid: 7\ndata: y\n\n";
  const expected = [{ event: "jobs", data: "[1,\n2]" }, { event: "message", data: "x" }, { event: "message", data: "y" }];
  for (let size = 1; size < text.length; size++) {
    const heard = [];
    const reader = new EventReader((e) => heard.push(e));
    for (let i = 0; i < text.length; i += size) reader.add(text.slice(i, i + size));
    assert.deepEqual(heard, expected, `pieces of ${size}`);
  }
});
