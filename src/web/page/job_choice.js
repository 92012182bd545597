// Which jobs of many are shown: by state and by text. Pure.
import { badOf, stateOf, toldOf } from "./job_words.js";

/** The states that there are, in the order of who needs a person first. */
export const states = ["running", "paused", "damaged", "interrupted", "stopped", "complete"];

/** How many jobs there are of each state, and of how many members failed: `{running: 2, ..., failures: 3}`. */
export function tally(jobs, told) {
  const all = { failures: 0 };
  for (const job of jobs) {
    const state = stateOf(job, toldOf(job, told));
    all[state] = (all[state] ?? 0) + 1;
    if (badOf(job) > 0) all.failures++;
  }
  return all;
}

/** Those of a state ("" for any, "failures" for those with failed members) in which each word stands somewhere. */
export function chosen(jobs, told, state, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return jobs.filter((job) => {
    if (state === "failures" ? badOf(job) === 0 : state !== "" && stateOf(job, toldOf(job, told)) !== state) return false;
    if (words.length === 0) return true;
    const whole = `${job.job} ${job.reason ?? ""} ${job.paused?.who ?? ""} ${job.paused?.why ?? ""}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}
