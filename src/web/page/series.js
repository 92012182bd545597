// What a run tells each second, as lines over time: the pure part of the live chart.
import { outcomes } from "./job_words.js";

const longest = 3600; // points that are kept: an hour of seconds
const gapAfter = 5; // seconds without a word are no line, but a gap

/** What is kept of one job's run while the page is open. */
export class Series {
  constructor() {
    this.last = null; // of the told: {at, run, requests, ...}
    this.times = [];
    this.lines = Object.fromEntries(["sent", "allowed", "throttled", ...outcomes].map((name) => [name, []]));
  }
  get size() {
    return this.times.length;
  }
  /** Adds what the run told at `at` (seconds since 1970). The first word of a run only says where it stands. */
  add(told, at) {
    const now = read(told, at);
    const before = this.last;
    if (before !== null && at <= before.at) return;
    this.last = now;
    if (before === null) return;
    if (before.run !== now.run || at - before.at > gapAfter || now.requests < before.requests) {
      this.push(before.at + 0.5, null);
      return;
    }
    const passed = at - before.at;
    const per = (key) => Math.max(0, now[key] - before[key]) / passed;
    this.push(at, { sent: per("requests"), allowed: now.allowed, throttled: per("throttled"),
      ...Object.fromEntries(outcomes.map((o) => [o, per(o)])) });
  }
  push(at, values) {
    if (this.times.length > 0 && at <= this.times.at(-1)) return;
    this.times.push(at);
    for (const [name, line] of Object.entries(this.lines)) line.push(values === null ? null : values[name]);
    if (this.times.length <= longest) return;
    this.times.shift();
    for (const line of Object.values(this.lines)) line.shift();
  }
  /** As uPlot takes it: times, then the named lines. */
  data(...names) {
    return [this.times, ...names.map((name) => this.lines[name])];
  }
}

function read(told, at) {
  const all = { at, run: told.run, requests: Number(told.requests ?? 0), throttled: Number(told.throttled ?? 0),
    allowed: told.allowedPerSecond > 0 ? Number(told.allowedPerSecond) : null };
  for (const o of outcomes) all[o] = Number(told.outcomes?.[o] ?? 0);
  return all;
}
