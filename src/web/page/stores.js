// What the whole page shares: small values that views listen to.
import { useEffect, useState } from "./vendor/hooks.js";

/** A value with listeners. */
export class Store {
  constructor(value) {
    this.value = value;
    this.listeners = new Set();
  }
  set(value) {
    if (value === this.value) return;
    this.value = value;
    for (const each of [...this.listeners]) each(value);
  }
  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** The store's value; the view is drawn again when it changes. */
export function useStore(store) {
  const [, draw] = useState(0);
  useEffect(() => {
    const seen = store.value;
    const stop = store.listen(() => draw((n) => n + 1));
    if (store.value !== seen) draw((n) => n + 1);
    return stop;
  }, [store]);
  return store.value;
}

/** `{user, role, version, stateDirectory, now, specs}`, null until it is known. */
export const session = new Store(null);

/** How the page hears of the server: `{how: "begins" | "live" | "polling" | "lost" | "ended", since}`. */
export const connection = new Store({ how: "begins", since: Date.now() });

/** All jobs, newest first; null until they are known. An object is another only if the job is. */
export const jobs = new Store(null);

/** What running jobs told last, by their ids. */
export const told = new Store(new Map());

/** What a screen reader is to say; the object is another each time. */
export const said = new Store({ text: "" });

/** Has a screen reader say it, once what it says is over. */
export function say(text) {
  said.set({ text });
}

/** Notes what a run told. */
export function noteTold(id, status) {
  const all = new Map(told.value);
  if (status === null) all.delete(id);
  else all.set(id, status);
  told.set(all);
}

/** Whether this session may change anything. */
export function useMayAct() {
  return useStore(session)?.role === "act";
}
