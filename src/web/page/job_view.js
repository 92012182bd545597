// One job: how it stands and why, what may be done with it, how it runs, what failed, who steered it.
import { useCallback, useEffect, useRef, useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { jobPath } from "./api.js";
import { count } from "./format.js";
import { badOf, forecastWords, outcomeMeaning, outcomes, percent, progressOf, rateWords, stateOf, toldOf, whyOf } from "./job_words.js";
import { useLoaded } from "./loading.js";
import { Bar, Facts, JobLink, Moment, Problem, State, Waiting } from "./parts.js";
import { jobs, say, told as allTold, useMayAct, useStore } from "./stores.js";
import { useRunEvents } from "./run_events.js";
import { Charts } from "./charts.js";
import { Failures } from "./failures.js";
import { JobActs } from "./job_acts.js";
import { Journal } from "./journal.js";
import { Members } from "./members_of_job.js";
import { Title } from "./title.js";

/** The job as the events tell it, with what only a look at this one job knows; null until either is there. */
function useJob(id) {
  const row = useStore(jobs)?.find((job) => job.job === id) ?? null;
  const loaded = useLoaded(jobPath(id), row === null ? "" : `${row.state} ${row.runs} ${row.paused?.at ?? ""}`);
  if (row === null) return { job: loaded.value, error: loaded.error, again: loaded.again };
  const { madeFrom, forecast, next } = loaded.value ?? {};
  return { job: { forecast, next, ...row, madeFrom }, error: null, again: loaded.again };
}

function descentOf(job) {
  return [
    [`${job.from?.as} of`, job.from && html`<${JobLink} id=${job.from.job} />`],
    ["plan", job.plan && `${job.plan.digest.slice(0, 12)}${job.plan.approvedBy ? `, approved by ${job.plan.approvedBy}` : ""}`],
    ...(job.madeFrom ?? []).map((m) => [m.as, html`<${JobLink} id=${m.job} /> <span class="quiet">
      <${Moment} at=${m.at} /></span>`]),
  ];
}

function doubtWords(job) {
  if (Number(job.inDoubt) > 0) return `${count(job.inDoubt)} (a resume reads them back before it sends anything)`;
  if (Number(job.held) > 0) return `${count(job.held)} held (nothing is sent for them before it goes on)`;
  return "";
}

function Outcomes({ totals }) {
  return html`<dl class="outcomes">
    ${outcomes.map((o) => html`<div key=${o} class=${`outcome is-${o}${Number(totals?.[o] ?? 0) === 0 ? " none" : ""}`} title=${outcomeMeaning[o]}>
    <dt>${o}</dt><dd>${count(totals?.[o] ?? 0)}</dd></div>`)}</dl>`;
}

function Head({ job, told }) {
  const p = progressOf(job, told);
  const state = stateOf(job, told);
  const why = whyOf(job, told);
  const last = useRef(state);
  useEffect(() => {
    if (last.current !== state) say(`Job ${job.job} is ${state}${why ? `: ${why}` : ""}.`);
    last.current = state;
  }, [state]);
  return html`<div class="how"><${State} state=${state} />${why && html`<span class="why">${why}</span>`}</div>
    <div class="progress"><${Bar} part=${p.part} label="Progress of the job" still=${job.state !== "running"} />
      <span>${[percent(p.part), `${count(p.settled)} of ${count(p.matched)} settled`,
        `${count(p.seen)}${p.total === undefined ? "" : ` of ${count(p.total)}`} seen`].filter(Boolean).join(" · ")}
          </span></div>
    <${Outcomes} totals=${told?.outcomes ?? job.outcomes} />
    <${Facts} facts=${[
      ["started", html`<${Moment} at=${job.startedAt} parts="seconds" />, ${count(job.runs)} ${job.runs === 1 ? "run" : "runs"}`],
      ["rate", rateWords(job, told)],
      ["429s", told ? count(told.throttled) : ""],
      ["in flight", told ? count(told.inFlight) : ""],
      ["in doubt", doubtWords(job)],
      ["forecast", job.state === "complete" ? "" : forecastWords(told?.forecast ?? job.forecast)],
      ...descentOf(job),
      ["next", job.next && html`<code>${job.next}</code>`]]} />`;
}

/** The view of `#/jobs/ID`. */
export function JobView({ id }) {
  const { job, error, again } = useJob(id);
  const all = useStore(allTold);
  const told = job === null ? undefined : toldOf(job, all);
  const [acts, setActs] = useState(0); // of ours
  const mayAct = useMayAct();
  useRunEvents(id, job?.state === "running");
  const acted = useCallback(() => {
    again();
    setActs((n) => n + 1);
    setTimeout(() => document.activeElement === document.body && document.querySelector("h1")?.focus(), 0);
  }, [again]);
  const crumbs = html`<p class="crumbs"><a href="#/jobs">All jobs</a></p><${Title} text=${id} kind="id" />`;
  if (job === null)
    return html`${crumbs}${error ? html`<${Problem} text=${error} again=${again} />` : html`<${Waiting} text="Reading the job…" />`}`;
  const totals = told?.outcomes ?? job.outcomes;
  const steered = `${job.runs} ${job.state} ${job.paused?.at ?? ""} ${told?.state ?? ""} ${acts}`;
  return html`${crumbs}
    ${job.state === "damaged" && html`<${Problem} text="The job's files cannot be used. Nothing is sent for it: muster fsck says what to do." />`}
    <${Head} job=${job} told=${told} />
    ${mayAct && html`<${JobActs} key=${id} job=${job} told=${told} acted=${acted} />`}
    <${Charts} id=${id} running=${job.state === "running"} told=${told} />
    <${Failures} id=${id} version=${badOf({ outcomes: totals })} />
    <${Members} key=${`${id} members`} id=${id} totals=${totals} />
    <${Journal} id=${id} version=${steered} />`;
}
