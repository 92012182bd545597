// Whether members are still as the job left them: reads the platform, changes nobody.
import { html } from "./html.js";
import { Dialog } from "./dialog.js";
import { Elapsed } from "./elapsed.js";
import { jobPath } from "./api.js";
import { count, counted } from "./format.js";
import { changeSteps } from "./change_steps.js";
import { useLoaded } from "./loading.js";
import { Facts, MemberLink, NotSeen, Steps } from "./parts.js";

function Found({ found }) {
  const drifted = Number(found.drifted);
  const bad = drifted + Number(found.notFound) + Number(found.notKnown);
  return html`<p><strong>
    ${bad === 0 ? "All are as the job left them." : `${counted(bad, "member")} ${bad === 1 ? "is" : "are"} not as the job left them.`}</strong></p>
    <${Facts} facts=${[["as written", count(found.asWritten)], ["drifted", count(found.drifted)],
      ["not found", count(found.notFound)], ["not known", count(found.notKnown)], ["requests", count(found.requests)]]} />
    ${found.examples?.length > 0 && html`<h3>Drifted: as it is now, and as it was written</h3><ul class="members">
      ${found.examples.map((e) =>
      html`<li key=${e.member}><${MemberLink} id=${e.member} email=${e.email} />
        <${Steps} steps=${changeSteps(e.written, e.now)} /></li>`)}</ul>`}
    ${drifted > (found.examples?.length ?? 0) && html`<p class="quiet">and ${count(drifted - found.examples.length)} more</p>`}`;
}

/** Looks, and shows what was found. */
export function VerifyDialog({ job, onClose }) {
  const { value, error, code, busy, again } = useLoaded(jobPath(job.job, "verify"));
  return html`<${Dialog} title="Verify this job" onClose=${onClose}>
    ${busy && html`<p class="quiet">
      <${Elapsed} text=${`Looking at ${counted(Number(job.outcomes?.done ?? 0), "member")} that it changed`} /></p>`}
    <${NotSeen} error=${error} code=${code} again=${again} />
    ${value !== null && !busy && html`<div role="status"><${Found} found=${value} /></div>`}
    <p class="buttons"><button type="button" onClick=${onClose}>Close</button></p></${Dialog}>`;
}
