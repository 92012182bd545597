// All jobs, newest first, as they stand now.
import { useMemo, useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { count, counted } from "./format.js";
import { chosen, states, tally } from "./job_choice.js";
import { toldOf } from "./job_words.js";
import { JobRow } from "./job_row.js";
import { Waiting } from "./parts.js";
import { jobs as allJobs, told as allTold, useStore } from "./stores.js";
import { Title } from "./title.js";

const step = 100; // rows that are drawn at a time

/** What was chosen last: it stands when one comes back from a job. */
const kept = { state: "", text: "", rows: step };

function useKept(name) {
  const [value, set] = useState(kept[name]);
  return [value, (next) => {
    kept[name] = next;
    set(next);
  }];
}

function Filters({ numbers, all, state, setState, text, setText }) {
  const shown = [["", "all", all], ...states.filter((s) => numbers[s] > 0 || s === state).map((s) => [s, s, numbers[s] ?? 0]),
    ...(numbers.failures > 0 || state === "failures" ? [["failures", "with failures", numbers.failures]] : [])];
  return html`<div class="filters"><div class="buttons" role="group" aria-label="Jobs by state">
    ${shown.map(([value, label, n]) => html`<button
      key=${value} type="button" class="chip" aria-pressed=${state === value} onClick=${() => setState(value)}>
        ${label} <span class="number">${count(n)}</span></button>`)}</div>
    <label class="search"><span class="unseen">Find a job by its name, or why it stopped</span>
      <input type="search" placeholder="Find a job" value=${text} onInput=${(e) => setText(e.target.value)} /></label>
        </div>`;
}

/** The view of `#/jobs`. */
export function JobsView() {
  const all = useStore(allJobs);
  const told = useStore(allTold);
  const [state, setState] = useKept("state");
  const [text, setText] = useKept("text");
  const [rows, setRows] = useKept("rows");
  const numbers = useMemo(() => tally(all ?? [], told), [all, told]);
  const found = useMemo(() => chosen(all ?? [], told, state, text), [all, told, state, text]);
  const drawn = found.slice(0, rows);
  if (all === null) return html`<${Title} text="Jobs" /><${Waiting} text="Reading the jobs…" />`;
  if (all.length === 0)
    return html`<${Title} text="Jobs" />
      <p>There is no job yet. <a href="#/specs">Plan a spec</a>, or run one: <code>muster run SPEC</code>.</p>`;
  return html`<${Title} text="Jobs" />
    <${Filters} numbers=${numbers} all=${all.length} state=${state} setState=${setState} text=${text} setText=${setText} />
    <p class="quiet" role="status">
      ${found.length === all.length ? counted(all.length, "job") : `${count(found.length)} of ${counted(all.length, "job")}`}</p>
    ${found.length > 0 && html`<table class="jobs" role="table" aria-label="Jobs"><thead role="rowgroup"><tr role="row">
      <th role="columnheader" scope="col">Job</th><th role="columnheader" scope="col">State</th>
        <th role="columnheader" scope="col">Progress</th>
      <th role="columnheader" scope="col">Rate</th><th role="columnheader" scope="col">Forecast</th>
        <th role="columnheader" scope="col" class="number">Failed</th></tr></thead>
      <tbody role="rowgroup">
        ${drawn.map((job) => html`<${JobRow} key=${job.job} job=${job} told=${toldOf(job, told)} />`)}</tbody></table>`}
    ${found.length > rows && html`<p>
      <button type="button" onClick=${() => setRows(rows + step)}>Show ${count(Math.min(step, found.length - rows))} more</button></p>`}`;
}
