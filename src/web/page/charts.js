// How a run goes, second by second, since the page was opened.
import { html } from "./html.js";
import { rate, span } from "./format.js";
import { outcomes } from "./job_words.js";
import { seriesOf } from "./run_events.js";
import { Chart } from "./chart.js";
import { Section } from "./parts.js";

const requests = [
  { name: "sent", label: "requests/s", color: "--line-1" },
  { name: "allowed", label: "allowed", color: "--line-2", dash: [4, 4] },
  { name: "throttled", label: "429s/s", color: "--line-3" },
];
const settled = outcomes.map((o) => ({ name: o, label: `${o}/s`, color: `--outcome-${o}` }));

/** Those that there were; lines that lie on zero all the time only hide each other. */
function linesOf(series) {
  return settled.filter(({ name }) => name === "done" || series.lines[name].some((v) => v > 0));
}

function since(series) {
  return series.size > 1 ? span(series.times.at(-1) - series.times[0]) : "0 s";
}

/** Two charts of a job, once there is something to draw; `told` only says that there may be more. */
export function Charts({ id, running, told }) {
  const series = seriesOf(id);
  if (series.size < 2) {
    if (!running) return null;
    return html`<${Section} title="Now" id="now"><p class="quiet">
      ${told ? "The chart begins as soon as the run has told two seconds of itself." : "The run tells nothing yet: it begins, or ends."}</p></${Section}>`;
  }
  const last = (name) => series.lines[name].findLast((v) => v !== null) ?? 0;
  const over = `Over the last ${since(series)}`;
  return html`<${Section} title="Now" id="now" aside=${html`<span class="quiet">the last ${since(series)}, since this page was opened</span>`}>
    <div class="charts">
      <${Chart} title="Requests each second" series=${series} lines=${requests}
        words=${`${over}; last ${rate(last("sent"))} requests a second of ${rate(last("allowed"))} allowed, ${rate(last("throttled"))} throttled.`} />
      <${Chart} title="Outcomes each second" series=${series} lines=${linesOf(series)}
        words=${`${over}; last ${outcomes.map((o) => `${rate(last(o))} ${o}`).join(", ")} a second.`} />
    </div></${Section}>`;
}
