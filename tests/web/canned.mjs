// Answers of the server: what the program printed (canned.json, written by record.mjs), and what only the server makes.
import { readFileSync } from "node:fs";

const recorded = JSON.parse(readFileSync(new URL("canned.json", import.meta.url), "utf8"));

export const canned = {
  ...recorded,
  failures: [{ outcome: "failed", code: recorded.results[0].code, message: recorded.results[0].message, count: 12 },
    { outcome: "unknown", code: "", message: "The request broke, and the platform shows no such member any more.", count: 1 }],
  acts: [
    { at: "2026-11-28T01:00:00Z", what: "run", who: "ann, by muster web", run: 1 },
    { at: "2026-11-28T01:00:04Z", what: "pause", who: "bob (pid 4711: muster pause)", why: "checking with sales", run: 1 },
    { at: "2026-11-28T01:02:30Z", what: "continue", who: "ann, by muster web", why: "", run: 1 },
    { at: "2026-11-28T01:02:41Z", what: "rate", who: "ann, by muster web", why: "the shop is slow", requestsPerSecond: 5, run: 1 },
  ],
  specs: [
    { name: "move", path: "/etc/muster/move.json", ok: true, schedule: true,
      parameters: [{ name: "country", description: "the country, written as in the custom field", required: true },
        { name: "limit", type: "number", value: 25, required: false }] },
    { name: "nightly-points", path: "/etc/muster/nightly-points.json", ok: true, schedule: true },
    { name: "old", path: "/etc/muster/old.json", ok: false, schedule: false, problem: "/etc/muster/old.json: line 3: there is no key \"wher\"; did you mean \"where\"?" },
  ],
};
