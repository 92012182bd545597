// Who steered the job, when, and why: the journal's acts.
import { html } from "./html.js";
import { jobPath } from "./api.js";
import { rate } from "./format.js";
import { useCalm, useLoaded } from "./loading.js";
import { Moment, Problem, Section } from "./parts.js";

function what(act) {
  if (act.what === "run") return "a run began";
  if (act.what !== "rate") return act.what;
  return act.requestsPerSecond === undefined || act.requestsPerSecond === null ? "rate: as the spec says" : `rate: ${rate(act.requestsPerSecond)} requests/s`;
}

/** The acts of a job; `version` changes when there may be more. */
export function Journal({ id, version }) {
  const calm = useCalm(version, 1000);
  const { value, error, again } = useLoaded(jobPath(id, "acts"), calm);
  if (error === null && (value === null || value.length === 0)) return null;
  return html`<${Section} title="Acts" id="acts"><${Problem} text=${error} again=${again} />
    ${value !== null && html`<div class="wide" tabindex="0" role="region" aria-label="Table of acts"><table><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Who</th><th scope="col">Why</th><th scope="col" class="number">Run</th></tr></thead>
    <tbody>${value.map((act, i) => html`<tr key=${i}><td><${Moment} at=${act.at} parts="seconds" /></td><td>${what(act)}</td><td>${act.who}</td><td>${act.why}</td><td class="number">${act.run}</td></tr>`)}</tbody></table></div>`}
    </${Section}>`;
}
