// What may be done with a job, as buttons; each asks once, and names whom it touches.
import { useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { jobPath, post } from "./api.js";
import { isResumable, stateOf } from "./job_words.js";
import { refreshJob } from "./live.js";
import { noteStatus } from "./run_events.js";
import { route } from "./routes.js";
import { say } from "./stores.js";
import { ContinueDialog, PauseDialog, RateDialog, StopDialog } from "./steer_dialogs.js";
import { ResumeDialog, RetryDialog, UndoDialog } from "./change_dialogs.js";
import { VerifyDialog } from "./verify_dialog.js";

/** Which acts a job takes as it stands: `[[name, label], ...]`. */
export function actsOf(job, told) {
  const state = stateOf(job, told);
  const running = job.state === "running";
  const changed = Number(job.outcomes?.done ?? 0) + Number(job.outcomes?.unknown ?? 0) > 0;
  const all = [
    [running && state === "running", "pause", "Pause"],
    [state === "paused" || (isResumable(job) && job.paused), "continue", "Continue"],
    [running, "rate", "Rate"],
    [running, "stop", "Stop"],
    [isResumable(job) && !job.paused, "resume", "Resume"],
    [!running && Number(job.outcomes?.failed ?? 0) > 0, "retry", "Retry failed"],
    [!running && changed, "undo", "Undo"],
    [!running && changed, "verify", "Verify"],
  ];
  return all.filter(([fits]) => fits).map(([, name, label]) => [name, label]);
}

const dialogs = { pause: PauseDialog, continue: ContinueDialog, rate: RateDialog, stop: StopDialog,
  resume: ResumeDialog, retry: RetryDialog, undo: UndoDialog, verify: VerifyDialog };

const steering = { pause: "is paused", continue: "goes on", rate: "has another rate", stop: "is stopping" };

/** The buttons, and the dialog of the one that was pressed. `acted` is called when something was done. */
export function JobActs({ job, told, acted }) {
  const [open, setOpen] = useState(null);
  const id = job.job;
  const send = (what, body) => post(jobPath(id, what), body);
  const done = (reply) => {
    const what = open;
    setOpen(null);
    acted();
    if (reply?.job !== undefined && !(what in steering)) {
      say(`Job ${reply.job} works now.`);
      refreshJob(reply.job);
      if (reply.job !== id) location.hash = route("job", { id: reply.job });
    } else {
      if (reply?.state !== undefined && reply.requests !== undefined) noteStatus(id, reply);
      say(reply?.message ?? `Job ${id} ${steering[what] ?? "is changed"}.`);
    }
    refreshJob(id);
  };
  const Shown = dialogs[open];
  return html`<div class="buttons" role="group" aria-label="What to do with this job">
    ${actsOf(job, told).map(([name, label]) => html`<button key=${name} type="button" onClick=${() => setOpen(name)}>
      ${label}…</button>`)}
    </div>
    ${Shown && html`<${Shown} job=${job} told=${told} send=${send} done=${done} onClose=${() => setOpen(null)} />`}`;
}
