// Keeps `jobs` and `connection` as the server has them: by its events; by asking each 3 s where no events come.
import { ApiError, get, jobPath } from "./api.js";
import { parseJson } from "./exact_json.js";
import { followEvents } from "./event_stream.js";
import { connection, jobs } from "./stores.js";
import { sleep, whileSeen } from "./waiting.js";

const pollEvery = 3000; // ms
const pollWithin = 10_000; // ms
const eventsAgainAfter = 10; // polls
const shortestPause = 500; // ms between tries of a lost connection
const longestPause = 5000;
const endedFor = 4000; // ms until it is looked whether the session was begun again, by the link, in another tab

/** Puts new jobs in place; a job that is as it was stays the same object, so that its row is not drawn again. */
export function takeJobs(next) {
  const old = new Map((jobs.value ?? []).map((job) => [job.job, job]));
  let changed = jobs.value === null || jobs.value.length !== next.length;
  const merged = next.map((job, i) => {
    const before = old.get(job.job);
    const kept = before !== undefined && same(before, job) ? before : job;
    changed ||= kept !== jobs.value[i];
    return kept;
  });
  if (changed) jobs.set(merged);
}

/** Whether two values of JSON are alike. */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key]));
}

/** Says how the page hears of the server. */
export function is(how) {
  if (connection.value.how !== how) connection.set({ how, since: Date.now() });
}

async function followJobs(signal) {
  await followEvents("/api/events", signal, ({ event, data }) => {
    is("live");
    if (event === "jobs") takeJobs(parseJson(data));
  });
}

async function pollJobs(signal) {
  for (let i = 0; i < eventsAgainAfter; i++) {
    takeJobs(await get("/api/jobs", AbortSignal.any([signal, AbortSignal.timeout(pollWithin)])));
    is("polling");
    await sleep(pollEvery, signal);
  }
}

/** Goes on until `signal` is aborted. While nobody sees the page it holds no connection. */
export async function keepJobs(signal) {
  let pause = 0; // ms
  while (!signal.aborted) {
    await whileSeen(signal, async (seen) => {
      pause = await keepOnce(seen, pause);
      await sleep(pause, seen);
    });
  }
}

/** Follows, or asks, until that comes to an end. Gives the pause before the next try. */
async function keepOnce(signal, pause) {
  try {
    await followJobs(signal);
    return shortestPause; // the server ended it: it is about to go
  } catch (error) {
    if (signal.aborted) return 0;
    if (error instanceof ApiError && error.status === 401) return endedFor;
    try {
      if (error instanceof TypeError) throw error; // nobody is there: one question more would be lost, too
      await pollJobs(signal);
      return 0;
    } catch (failed) {
      if (signal.aborted) return 0;
      if (failed instanceof ApiError && failed.status === 401) return endedFor;
      is("lost");
      return Math.min(longestPause, Math.max(shortestPause, pause * 2));
    }
  }
}

/** Asks how one job stands now, as what its run told last is over, or was changed by an act. */
export async function refreshJob(id) {
  try {
    const now = await get(jobPath(id));
    if (jobs.value !== null) takeJobs(jobs.value.some((job) => job.job === id)
      ? jobs.value.map((job) => job.job === id ? now : job)
      : [now, ...jobs.value]);
  } catch {
    // the next event tells
  }
}
