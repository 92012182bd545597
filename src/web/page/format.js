// Numbers, times and spans as people read them. Nothing here asks what the page shows.
import { ExactNumber } from "./exact_json.js";

const noBreakSpace = "\u202f";

/** `12 345`: digits in threes, also of a number that is kept as text. */
export function count(n) {
  if (n === undefined || n === null) return "";
  const text = n instanceof ExactNumber ? n.text : String(n);
  if (!/^\d+$/.test(text) || text.length < 5) return text;
  return text.replace(/\B(?=(\d{3})+$)/g, noBreakSpace);
}

/** `1 member`, `12 members`. */
export function counted(n, one, many = `${one}s`) {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A rate to one decimal, above 100 to none: `24.9`. */
export function rate(perSecond) {
  if (perSecond === undefined || perSecond === null) return "";
  const n = Number(perSecond);
  if (n > 0 && n < 0.05) return String(Number(n.toPrecision(1)));
  return n < 100 ? String(Math.round(n * 10) / 10) : count(Math.round(n));
}

/** The largest two parts of a span in seconds: `2 h 5 min`, `3 d 4 h`, `8 s`. */
export function span(seconds) {
  const s = Math.max(0, Math.round(Number(seconds)));
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const from = units.findIndex(([, size]) => s >= size);
  if (from < 0) return "0 s";
  const [name, size] = units[from];
  const head = `${Math.floor(s / size)} ${name}`;
  if (from === units.length - 1 || from === 2 && s >= 600) return head;
  const [smaller, part] = units[from + 1];
  const rest = Math.floor((s % size) / part);
  return rest > 0 ? `${head} ${rest} ${smaller}` : head;
}

const two = (n) => String(n).padStart(2, "0");

/** `2026-01-31 09:05`, by the clock of this browser; `parts` = "seconds" adds these. An unreadable text stays. */
export function moment(iso, parts = "minutes") {
  if (!iso) return "";
  const t = new Date(iso);
  if (Number.isNaN(t.getTime())) return String(iso);
  const day = `${t.getFullYear()}-${two(t.getMonth() + 1)}-${two(t.getDate())}`;
  const minute = `${day} ${two(t.getHours())}:${two(t.getMinutes())}`;
  return parts === "seconds" ? `${minute}:${two(t.getSeconds())}` : minute;
}

/** The same without the date, if it is of today. */
export function clock(iso, now = new Date()) {
  const text = moment(iso);
  return text.slice(0, 10) === moment(now.toISOString()).slice(0, 10) ? text.slice(11) : text;
}

/** How long ago, or until then: `5 min ago`, `in 2 h`. */
export function relative(iso, now = new Date()) {
  const s = (new Date(iso).getTime() - now.getTime()) / 1000;
  if (Number.isNaN(s)) return "";
  return s < 0 ? `${span(-s)} ago` : `in ${span(s)}`;
}

/** What people call the clock of this browser. */
export function timeZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "local time";
}

// Control characters, and those that turn the direction of writing: text behind them would show as another.
const deceptive = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text as it may be shown: `\\u202e` for what nobody would see. */
export function visible(text) {
  return text.replace(deceptive, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Not more than so many characters, none of them halved. */
export function cut(text, longest) {
  const all = Array.from(text);
  return all.length <= longest ? text : `${all.slice(0, longest - 1).join("")}…`;
}
