// The hand on a running job: pause, continue, rate, stop.
import { useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { Ask } from "./dialog.js";
import { rate } from "./format.js";
import { isResumable } from "./job_words.js";

/** Nothing is sent until somebody lets it go on. */
export function PauseDialog({ job, send, done, onClose }) {
  return html`<${Ask} title="Pause this job" action="Pause" note="Why? The journal keeps it." done=${done} onClose=${onClose}
    act=${(why) => send("pause", { why })}>
    <p>${job.job} sends nothing more until somebody continues it. What is in flight is finished.</p></${Ask}>`;
}

/** Lets a paused job go on, or takes the mark off one whose run has ended. */
export function ContinueDialog({ job, told, send, done, onClose }) {
  const paused = told?.paused ?? job.paused;
  return html`<${Ask} title="Continue this job" action="Continue" note="Why? (if you like)" done=${done} onClose=${onClose}
    act=${(why) => send("continue", { why })}>
    ${paused && html`<p>Paused by ${paused.who}${paused.why ? `: ${paused.why}` : "."}</p>`}
    <p>${isResumable(job) ? "No run works on it: once it is continued, resume it." : "It sends again at once."}</p>
      </${Ask}>`;
}

/** What is in flight is finished, then the run ends; a resume goes on. */
export function StopDialog({ job, send, done, onClose }) {
  return html`<${Ask} title="Stop this job" action="Stop" danger=${true} note="Why? The journal keeps it." done=${done}
    onClose=${onClose} act=${(why) => send("stop", { why })}>
    <p>${job.job} finishes what is in flight (10 s at most), and ends. Nothing is taken back; a resume goes on where it was.</p></${Ask}>`;
}

/** Requests a second, until this run ends. */
export function RateDialog({ told, send, done, onClose }) {
  const [text, setText] = useState(told?.allowedPerSecond > 0 ? String(rate(told.allowedPerSecond)) : "");
  const [spec, setSpec] = useState(false);
  const act = (why) => {
    const requestsPerSecond = spec ? null : Number(text);
    if (!spec && !(requestsPerSecond >= 0.001 && requestsPerSecond <= 100000))
      throw new Error("Give requests per second: a number from 0.001 to 100000.");
    return send("rate", { requestsPerSecond, why });
  };
  return html`<${Ask} title="Change the rate" action="Change the rate" note="Why? (if you like)" done=${done} onClose=${onClose}
    act=${async (why) => act(why)}>
    <p>It holds until this run ends. A platform that throttles makes it slower still.</p>
    <label class="note">Requests per second, at most
      <input type="number" inputmode="decimal" min="0.001" max="100000" step="any" value=${text} disabled=${spec}
        onInput=${(e) => setText(e.target.value)} /></label>
    <label class="check">
      <input type="checkbox" checked=${spec} onChange=${(e) => setSpec(e.target.checked)} /> as the spec says</label>
  </${Ask}>`;
}
