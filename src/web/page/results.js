// What became of some members of a job: before -> after, as the results tell it.
import { useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { jobPath } from "./api.js";
import { changeSteps } from "./change_steps.js";
import { count } from "./format.js";
import { useLoaded } from "./loading.js";
import { MemberLink, Moment, Problem, Steps, Waiting } from "./parts.js";

const first = 10;
const most = 1000; // the server gives no more

/** What stands before the steps where they are not just what happened. */
export function doubtOf(outcome) {
  return { failed: "not done: ", gone: "not done: ", unknown: "perhaps: " }[outcome] ?? "";
}

/** One member's outcome; `known` = the message that stands above it already. */
export function Result({ result, known }) {
  const words = result.message === known ? "" : [result.code, result.message].filter(Boolean).join(": ");
  return html`<li><div class="line"><${MemberLink} id=${result.member} email=${result.email} />
    <span class="quiet"><${Moment} at=${result.time} parts="seconds" />
      ${Number(result.attempts) > 1 && `, ${count(result.attempts)} requests`}</span></div>
    ${words && html`<div class="message">${words}</div>`}
    <${Steps} steps=${changeSteps(result.change, result.before)} doubt=${doubtOf(result.outcome)} /></li>`;
}

/** The first members with an outcome (and a code); more when asked for. */
export function Results({ id, outcome, code = "", known, total, version }) {
  const [limit, setLimit] = useState(first);
  const query = new URLSearchParams({ outcome, ...(code ? { code } : {}), limit });
  const { value, error, busy, again } = useLoaded(jobPath(id, `results?${query}`), version, true);
  const shown = value?.length ?? 0;
  return html`<${Problem} text=${error} again=${again} />
    ${value === null && busy && html`<${Waiting} text="Reading the journal…" />`}
    <ul class="members">
      ${value?.map((r, i) => html`<${Result} key=${`${r.member} ${i}`} result=${r} known=${known} />`)}</ul>
    ${value !== null && shown < Number(total) && html`<p class="quiet">
      ${count(shown)} of ${count(total)} shown. ${limit < most
      ? html`<button type="button" class="plain" onClick=${() => setLimit(Math.min(most, limit * 10))}>Show more</button>`
      : html`All of them: <code>muster results ${id} --outcome ${outcome}</code>`}</p>`}`;
}
