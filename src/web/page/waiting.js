// Waiting that can be broken off, and that takes heed of whether anybody looks at the page.

const hiddenFor = 60_000; // ms after which a page that nobody sees lets its connections go

/** Resolves after so many ms, or at once when `signal` is aborted. */
export function sleep(ms, signal) {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    if (signal?.aborted) over();
    else signal?.addEventListener("abort", over);
  });
}

/**
 * Waits until the page is seen, then does `work(signal)`. The signal is aborted when the page has been hidden for a
 * minute, or with `outer`: a browser has few connections to one server, and tabs in the background must not use them up.
 */
export async function whileSeen(outer, work) {
  while (document.hidden && !outer.aborted) await change(outer);
  if (outer.aborted) return undefined;
  const mine = new AbortController();
  let timer = null;
  const look = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(end, hiddenFor);
  };
  const end = () => mine.abort();
  document.addEventListener("visibilitychange", look);
  outer.addEventListener("abort", end);
  try {
    return await work(mine.signal);
  } finally {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
    outer.removeEventListener("abort", end);
    mine.abort();
  }
}

function change(signal) {
  return new Promise((resolve) => {
    const over = () => {
      document.removeEventListener("visibilitychange", over);
      signal.removeEventListener("abort", over);
      resolve();
    };
    document.addEventListener("visibilitychange", over);
    signal.addEventListener("abort", over);
  });
}
