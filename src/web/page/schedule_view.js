// When the specs start by themselves, when they may send, and why none is started now.
import { useEffect, useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { moment, relative, span, timeZone } from "./format.js";
import { useLoaded } from "./loading.js";
import { Facts, Moment, Problem, Waiting } from "./parts.js";
import { session, useStore } from "./stores.js";
import { share, spansOf, weekFrom, windowWords } from "./week.js";
import { Title } from "./title.js";

const lookAgain = 15_000; // ms
const wide = 700;
const high = 22;

/** The moment, again every so many ms. */
function useNow(every) {
  const [now, set] = useState(new Date());
  useEffect(() => {
    const timer = setInterval(() => set(new Date()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

function spansIn(windows, week) {
  try {
    return windows.flatMap((w) => spansOf(w, week.begin, week.end));
  } catch {
    return []; // a zone that this browser does not know: the words below tell
  }
}

/** Bands of the windows, ticks of the starts, and a line where it is now; the same stands in words beside it. */
function Week({ spec, now }) {
  const week = weekFrom(now);
  const x = (t) => Math.round(share(t, week) * wide * 10) / 10;
  const windows = spec.windows ?? [];
  const starts = spec.next.map((s) => new Date(s.due).getTime()).filter((t) => t >= week.begin && t < week.end);
  return html`<div class="week">
    <svg viewBox=${`0 0 ${wide} ${high}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      ${windows.length === 0 && html`<rect class="open always" x="0" y="4" width=${wide} height=${high - 8} />`}
      ${spansIn(windows, week).map(([from, to]) => html`<rect class="open" x=${x(from)} y="4" width=${Math.max(1, x(to) - x(from))} height=${high - 8} />`)}
      ${week.days.slice(1).map((d) => html`<line class="day" x1=${x(d.at)} x2=${x(d.at)} y1="0" y2=${high} />`)}
      ${starts.map((t) => html`<line class="start" x1=${x(t)} x2=${x(t)} y1="0" y2=${high} />`)}
      <line class="now" x1=${x(now.getTime())} x2=${x(now.getTime())} y1="0" y2=${high} /></svg>
    <ol class="days" aria-hidden="true">${week.days.map((d) => html`<li key=${d.at}>${d.name}</li>`)}</ol></div>`;
}

function Start({ start, now }) {
  const late = (new Date(start.due) - new Date(start.start)) / 1000;
  return html`<li><${Moment} at=${start.start} /> <span class="quiet">
    ${relative(start.due, now)}${late > 0 ? `, begun ${span(late)} later` : ""}</span></li>`;
}

function Timetable({ spec, now }) {
  return html`<section class="card" aria-labelledby=${`spec-${spec.spec}`}>
    <header class="section"><h2 id=${`spec-${spec.spec}`}><a href=${`#/specs/${encodeURIComponent(spec.spec)}`}>
      ${spec.spec}</a></h2>
      <span class="quiet"><code>${spec.cron}</code> ${spec.timezone}</span></header>
    ${spec.now && html`<p class=${spec.needsPerson ? "warning" : "note"}>
      ${spec.needsPerson ? "It waits for you: " : "Now: "}${spec.now}</p>`}
    <${Week} spec=${spec} now=${now} />
    <${Facts} facts=${[
      ["windows", spec.windows?.length > 0 ? html`<ul class="plain">${spec.windows.map((w) => html`<li>
        ${windowWords(w)}</li>`)}</ul>` : spec.windows === undefined ? "" : "none: it may always send"],
      ["next", html`<ol class="plain">${spec.next.map((s) => html`<${Start} key=${s.start} start=${s} now=${now} />`)}
        </ol>`],
      ["file", html`<code>${spec.file}</code>`]]} /></section>`;
}

/** The view of `#/schedule`. */
export function ScheduleView() {
  const now = useNow(lookAgain);
  const { value, error, again } = useLoaded("/api/schedule", Math.floor(now.getTime() / lookAgain));
  const known = useStore(session);
  const given = known?.specs !== false;
  return html`<${Title} text="Schedule" />
    <p class="quiet">Times are by the clock of this browser, ${timeZone()}; it is ${moment(now.toISOString())}. Shaded: when requests may be sent. Ticks: starts.</p>
    <${Problem} text=${error} again=${again} />
    ${value === null && !error && html`<${Waiting} text="Reading the specs…" />`}
    ${value?.length === 0 && html`<p>
      ${given ? "No spec has a schedule." : html`No spec is shown here: begin <code>muster web</code> with specs, or with their directory.`}</p>`}
    ${value?.map((spec) => html`<${Timetable} key=${spec.spec} spec=${spec} now=${now} />`)}`;
}
