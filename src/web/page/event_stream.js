// Server-sent events over fetch: unlike EventSource it tells why there is none (401, a lost connection).
import { errorOf } from "./api.js";

const firstWithin = 10_000; // ms: the server speaks at once; what keeps that back keeps all back
const silence = 40_000; // ms: a comment comes each 15 s

/** Cuts what arrives into events: `{event, data}` to `tell`. Made for text in pieces of any length. */
export class EventReader {
  constructor(tell) {
    this.tell = tell;
    this.rest = "";
    this.forget();
  }
  forget() {
    this.event = "message";
    this.data = null;
  }
  add(text) {
    this.rest += text;
    const lines = this.rest.split("\n");
    this.rest = lines.pop();
    for (const line of lines) this.line(line.endsWith("\r") ? line.slice(0, -1) : line);
  }
  line(line) {
    if (line === "") {
      if (this.data !== null) this.tell({ event: this.event, data: this.data });
      this.forget();
      return;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.event = value;
    if (field === "data") this.data = this.data === null ? value : `${this.data}\n${value}`;
  }
}

/**
 * Follows a stream until it ends, breaks, or `signal` is aborted; `tell({event, data})` for each event. Resolves at the
 * end of the stream; rejects with ApiError where there is none, TypeError where the connection broke, and an Error named
 * "SilentError" where nothing comes.
 */
export async function followEvents(path, signal, tell) {
  const mine = new AbortController();
  const stop = () => mine.abort(signal.reason);
  signal.addEventListener("abort", stop);
  let watch = null;
  const await_ = (ms) => {
    clearTimeout(watch);
    watch = setTimeout(() => mine.abort(silent()), ms);
  };
  try {
    await_(firstWithin);
    const reply = await fetch(path, { headers: { Accept: "text/event-stream" }, signal: mine.signal, cache: "no-store" });
    if (!reply.ok) throw await errorOf(reply);
    if (!(reply.headers.get("Content-Type") ?? "").startsWith("text/event-stream")) throw silent();
    const events = new EventReader(tell);
    const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      await_(silence);
      events.add(value);
    }
  } finally {
    clearTimeout(watch);
    signal.removeEventListener("abort", stop);
    mine.abort();
  }
}

function silent() {
  const error = new Error("No events come.");
  error.name = "SilentError";
  return error;
}
