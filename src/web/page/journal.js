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
    <ol class="acts">${value?.map((act, i) => html`<li key=${i}><span class="when">
      <${Moment} at=${act.at} parts="seconds" /></span>
      <b>${what(act)}</b><span class="quiet">${act.who ? `by ${act.who}` : ""}${act.run ? `, run ${act.run}` : ""}
        </span>${act.why && html`<q>${act.why}</q>`}</li>`)}</ol>
    </${Section}>`;
}
