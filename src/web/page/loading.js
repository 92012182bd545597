// A view's own data: asked for when the view is opened, and again when it may have changed.
import { useCallback, useEffect, useRef, useState } from "./vendor/hooks.js";
import { get, wordsOf } from "./api.js";
import { connection, useStore } from "./stores.js";

/**
 * What `GET path` gives: `{value, error, code, busy, again}`; `code` = the server's, of an error. Asked again when `path` or
 * `version` changes, and what failed when the connection is back; the old value stays until the new one is there, if the
 * path is the same or `keep` is given. null as path asks nothing.
 */
export function useLoaded(path, version = 0, keep = false) {
  const [state, set] = useState({ path: null, value: null, error: null, busy: true });
  const [round, next] = useState(0);
  useEffect(() => {
    if (path === null) return undefined;
    const stop = new AbortController();
    set((old) => old.path === path || keep ? { ...old, path, busy: true } : { path, value: null, error: null, busy: true });
    get(path, stop.signal).then(
      (value) => stop.signal.aborted || set({ path, value, error: null, busy: false }),
      (error) => stop.signal.aborted || set((old) => ({ ...old, path, error: wordsOf(error), code: error.code, busy: false })));
    return () => stop.abort();
  }, [path, version, round]);
  const again = useCallback(() => next((n) => n + 1), []);
  const { how } = useStore(connection);
  useEffect(() => {
    if (state.error !== null && (how === "live" || how === "polling")) again();
  }, [how]);
  return { ...(state.path === path || keep ? state : { value: null, error: null, busy: true }), again };
}

/** `value`, but not changed more often than each `ms`: for what costs the server something. */
export function useCalm(value, ms) {
  const [calm, set] = useState(value);
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + ms - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      set(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return calm;
}

/** Something long that a button begins: `{busy, error, value, begin(promise_of(signal)), stop}`. Stopped with the view. */
export function useTask() {
  const [state, set] = useState({ busy: false, error: null, value: null });
  const current = useRef(null);
  const stop = useCallback(() => {
    current.current?.abort();
    current.current = null;
  }, []);
  useEffect(() => stop, []);
  const begin = async (work) => {
    stop();
    const mine = new AbortController();
    current.current = mine;
    set({ busy: true, error: null, value: null });
    try {
      const value = await work(mine.signal);
      if (!mine.signal.aborted) set({ busy: false, error: null, value });
      return value;
    } catch (error) {
      if (!mine.signal.aborted) set({ busy: false, error: wordsOf(error, true), value: null });
      return undefined;
    }
  };
  const forget = () => {
    stop();
    set({ busy: false, error: null, value: null });
  };
  return { ...state, begin, forget };
}
