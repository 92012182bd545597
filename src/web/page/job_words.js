// What there is to say of a job, in the words of the command line.
import { count, counted, moment, rate, relative, span } from "./format.js";

export const outcomes = ["done", "already", "gone", "failed", "unknown"];

/** What each outcome means, as README.md has it. */
export const outcomeMeaning = {
  done: "the change took effect",
  already: "the member was that way before; nothing was sent",
  gone: "the member does not exist any more",
  failed: "the platform refused it, or six attempts failed while it answered others",
  unknown: "sent, and neither a reply nor a look at the member could tell",
};

/** What the run of a job told last: to the page, which follows the one that is looked at, or else to the server. */
export function toldOf(job, told) {
  return job.state === "running" ? told.get(job.job) ?? job.told : undefined;
}

/** The state that people see: a job that runs may be paused. */
export function stateOf(job, told) {
  if (job.state !== "running") return job.state;
  if (told?.state === "paused" || (!told && job.paused)) return "paused";
  return "running";
}

/** Whether a resume would go on with it. */
export function isResumable(job) {
  return job.state === "stopped" || job.state === "interrupted";
}

function pauseWords(paused) {
  return `paused by ${paused.who}${paused.at ? ` at ${moment(paused.at)}` : ""}${paused.why ? `: ${paused.why}` : ""}`;
}

function storeWords(why) {
  const noAnswer = "the store does not answer"; // as a run says it of its lease
  return `${noAnswer}${why === noAnswer ? "" : ` (${why})`}; nothing is sent until it does`;
}

/** Why a job does not send just now, or ended early; empty where there is nothing to say. `told` = by its run. */
export function whyOf(job, told) {
  const paused = told?.paused ?? job.paused;
  if (job.state === "running") {
    if (paused) return pauseWords(paused);
    if (told?.storeTrouble) return storeWords(told.storeTrouble);
    if (told?.windowOpens) return `the window is closed; the next one opens ${told.windowOpens}`;
    if (told?.platformDownSince) return `the platform seems to be down since ${moment(told.platformDownSince, "seconds")}`;
    if (told?.quotaUntil) return `the platform's quota is used up; nothing is sent until ${told.quotaUntil}`;
    if (told?.heldUntil) return `the platform asked us to slow down; nothing is sent until ${moment(told.heldUntil, "seconds")}`;
    return "";
  }
  const why = job.reason ?? "";
  return paused && job.state !== "complete" ? [why, pauseWords(paused)].filter(Boolean).join("; ") : why;
}

/** How far: `part` from 0 to 1, null where nobody can tell; and the numbers behind it. */
export function progressOf(job, told) {
  const p = told ? { ...job, ...told } : job;
  const [seen, matched, settled, total] = [p.seen, p.matched, p.settled, p.listTotal].map((n) => Number(n ?? 0));
  let part = null;
  if (job.state === "complete") part = 1;
  else if (total > 0) {
    const read = Math.min(1, seen / total);
    part = matched === 0 ? read : read * Math.min(1, settled / matched);
  }
  return { part, seen: p.seen, matched: p.matched, settled: p.settled, total: p.listTotal };
}

/** Rounded down: 100 % is for what is complete. */
export function percent(part) {
  return part === null ? "" : `${Math.floor(part * 100)} %`;
}

export function badOf(job) {
  return Number(job.outcomes?.failed ?? 0) + Number(job.outcomes?.unknown ?? 0);
}

/** `24.9 of 25 requests/s`, or how fast members are settled where the run tells nothing. */
export function rateWords(job, told) {
  if (job.state !== "running") return "";
  if (told?.sentPerSecond !== undefined) {
    const allowed = told.allowedPerSecond > 0 ? ` of ${rate(told.allowedPerSecond)}` : "";
    return `${rate(told.sentPerSecond)}${allowed} requests/s`;
  }
  return job.settledPerSecond !== undefined ? `${rate(job.settledPerSecond)} members/s` : "";
}

/** When it is done, as far as anybody can tell. */
export function forecastWords(forecast, now = new Date()) {
  if (!forecast?.doneAt) return "";
  const zone = forecast.timezone ? `; window of ${forecast.timezone}` : "";
  if (forecast.latestAt) return `done between ${moment(forecast.doneAt)} and ${moment(forecast.latestAt)}${zone}`;
  if (forecast.windows > 1) return `done about ${moment(forecast.doneAt)}, window ${forecast.windows} from here`;
  if (forecast.secondsOfSending !== undefined && !forecast.timezone) return `${span(forecast.secondsOfSending)} left`;
  return `done about ${moment(forecast.doneAt)} (${relative(forecast.doneAt, now)})`;
}

/** What a resume has before it: members that matched and have no outcome, and those of the list not read yet. */
export function leftWords(job) {
  const left = Math.max(0, Number(job.matched ?? 0) - Number(job.settled ?? 0));
  const unread = job.listTotal === undefined ? null : Math.max(0, Number(job.listTotal) - Number(job.seen ?? 0));
  const known = `${counted(left, "member")} that matched ${left === 1 ? "has" : "have"} no outcome yet`;
  if (unread === null) return `${known}; how much of the list is left is not known.`;
  if (unread === 0) return `${known}.`;
  const share = Number(job.seen) > 0 ? Number(job.matched) / Number(job.seen) : null;
  const likely = share === null ? "" : `, about ${count(Math.round(share * unread))} of whom match, if it goes on as before`;
  return `${known}, and ${counted(unread, "member")} of the list ${unread === 1 ? "is" : "are"} still to be read${likely}.`;
}
