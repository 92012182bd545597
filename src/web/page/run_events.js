// What a run tells of itself, each second, while its job is looked at. (Of those in the list, the list tells.)
import { useEffect } from "./vendor/hooks.js";
import { ApiError, jobPath } from "./api.js";
import { followEvents } from "./event_stream.js";
import { parseJson } from "./exact_json.js";
import { refreshJob } from "./live.js";
import { Series } from "./series.js";
import { noteTold } from "./stores.js";
import { sleep, whileSeen } from "./waiting.js";

const againAfter = 2000; // ms

const all = new Map(); // Series by job

/** What was collected of a job's runs since the page was opened. */
export function seriesOf(id) {
  if (!all.has(id)) all.set(id, new Series());
  return all.get(id);
}

/** Notes a run's status, and adds it to its lines. */
export function noteStatus(id, status) {
  seriesOf(id).add(status, Date.now() / 1000);
  noteTold(id, status);
}

async function followRun(id, signal) {
  await followEvents(jobPath(id, "events"), signal, ({ event, data }) => {
    if (event === "status") noteStatus(id, parseJson(data));
    if (event !== "end" && event !== "idle") return;
    noteTold(id, null);
    refreshJob(id);
  });
}

/** Follows the run of a job for as long as the view stands and the job runs. */
export function useRunEvents(id, running) {
  useEffect(() => {
    if (!running) return undefined;
    const stop = new AbortController();
    keep(stop.signal, (signal) => followRun(id, signal));
    return () => {
      stop.abort();
      noteTold(id, null);
    };
  }, [id, running]);
}

async function keep(signal, work) {
  while (!signal.aborted) {
    await whileSeen(signal, async (seen) => {
      try {
        await work(seen);
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) await sleep(5 * againAfter, seen);
      }
      await sleep(againAfter, seen);
    });
  }
}
