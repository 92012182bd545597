// Acts that change members: each names their number before it is begun.
import { html } from "./html.js";
import { Ask } from "./dialog.js";
import { Elapsed } from "./elapsed.js";
import { jobPath } from "./api.js";
import { counted } from "./format.js";
import { leftWords } from "./job_words.js";
import { useLoaded } from "./loading.js";
import { LiveNote, NotSeen, Problem, Waiting } from "./parts.js";
import { PlanShown } from "./plan_shown.js";

/** Goes on with the rest of a job. */
export function ResumeDialog({ job, send, done, onClose }) {
  const left = Math.max(0, Number(job.matched ?? 0) - Number(job.settled ?? 0));
  const unread = job.listTotal === undefined || Number(job.listTotal) > Number(job.seen ?? 0);
  const action = unread ? `Resume: ${counted(left, "member")} or more` : `Resume: ${counted(left, "member")}`;
  return html`<${Ask} title="Resume this job" action=${action} note="Why? (if you like)" done=${done} onClose=${onClose}
    act=${(why) => send("resume", { why })}>
    <p>${leftWords(job)}</p>
    ${Number(job.inDoubt) > 0 && html`<p>
      ${counted(job.inDoubt, "of them is", "of them are")} in doubt, and looked at before anything is sent again.</p>`}
    <${LiveNote} /></${Ask}>`;
}

/** Tries those again who failed, in a new job. */
export function RetryDialog({ job, send, done, onClose }) {
  const { value, error, again } = useLoaded(jobPath(job.job, "retry-plan"));
  const n = value === null ? null : Number(value.count);
  return html`<${Ask} title="Retry who failed" action=${n > 0 ? `Retry ${counted(n, "member")}` : null}
    note="Why? (if you like)" done=${done} onClose=${onClose} act=${(why) => send("retry", { why })}>
    ${n === null && !error && html`<${Waiting} text="Counting who failed…" />`}
    <${Problem} text=${error} again=${again} />
    ${n > 0 && html`<p>A new job looks at ${counted(n, "member")} afresh. Whoever needs nothing any more is left as they are. Mend the cause first.</p>`}
    ${n === 0 && html`<p>Nobody is left to try again.</p>`}<${LiveNote} /></${Ask}>`;
}

/** Shows what would be taken back, then takes it back, in a new job. */
export function UndoDialog({ job, send, done, onClose }) {
  const { value, error, code, again } = useLoaded(jobPath(job.job, "undo-plan"));
  const n = value === null ? null : Number(value.likelyMatched !== undefined && !value.whole ? value.likelyMatched : value.toChange);
  const some = n > 0;
  return html`<${Ask} title="Take back what this job did" action=${some ? `Take ${counted(n, "change")} back` : null} danger=${true}
    note="Why? (if you like)" done=${done} onClose=${onClose} act=${(why) => send("undo", { why })}>
    ${value === null && !error && html`<p class="quiet"><${Elapsed} text="Looking at each member that was changed" />
      </p>`}
    <${NotSeen} error=${error} code=${code} again=${again} />
    ${value !== null && (some
      ? html`<p>A new job gives ${counted(n, "member")} back what they held before. Who was changed by others since comes out as failed, with the code conflict.</p>`
      : html`<p>There is nothing to take back.</p>`)}
    ${value !== null && some && html`<${PlanShown} preview=${value} undoes=${true} />`}<${LiveNote} /></${Ask}>`;
}
