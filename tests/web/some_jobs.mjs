// Jobs of a test: as many as it likes, of all kinds, always the same.

const reasons = { stopped: ["interrupted (SIGINT)", "the window closed; the next one opens Wed 2026-11-25 01:00 Europe/Berlin", "100 members failed (stopAfter)"],
  damaged: ["line 7, from byte 1204 on: the checksum does not fit"] };

/** `n` jobs, newest first, the first two of them running. */
export function someJobs(n) {
  return Array.from({ length: n }, (_, i) => {
    const state = i < 2 ? "running" : ["complete", "stopped", "complete", "interrupted", "complete"][i % 5];
    const [total, matched] = [1000 + i, 200 + (i % 300)];
    const settled = state === "complete" ? matched : Math.floor(matched * ((i % 9) + 1) / 10);
    const failed = i % 7 === 3 ? 1 + (i % 5) : 0;
    return {
      job: `free-plan-germany-2026${String(11 - (i % 9)).padStart(2, "0")}${String(28 - (i % 27)).padStart(2, "0")}T010000Z-${(4096 + i).toString(16)}`,
      state, ...(reasons[state] ? { reason: reasons[state][i % reasons[state].length] } : {}),
      startedAt: new Date(Date.UTC(2026, 10, 28, 1) - i * 3_600_000).toISOString().replace(".000", ""), runs: 1 + (i % 3),
      seen: state === "complete" ? total : Math.floor(total * 0.8), listTotal: total, matched, settled,
      outcomes: { done: settled - failed, already: 0, gone: 0, failed, unknown: 0 }, percent: 100 * settled / matched,
      ...(state === "running" ? { inFlight: 3, held: 0, settledPerSecond: 24.8, secondsSinceLast: 0, secondsLeft: 42 } : {}), inDoubt: 0, cursor: "",
    };
  });
}

/** What the run of a job tells `second` seconds after it began. */
export function someStatus(job, second) {
  return { job, pid: 4711, run: 1, state: "running", seen: 300 + 20 * second, matched: 90 + 8 * second, settled: 60 + 8 * second, inFlight: 3,
    requests: 80 + 24 * second, throttled: Math.floor(second / 4), allowedPerSecond: 25, sentPerSecond: 24.2, listTotal: 1000,
    outcomes: { done: 50 + 7 * second, already: 10 + second, gone: 0, failed: 0, unknown: 0 },
    forecast: { doneAt: "2026-11-28T01:05:00+00:00", windows: 1, secondsOfSending: 42 } };
}
